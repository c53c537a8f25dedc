// Pictures of the story: files on their way, the library, the cut, the lead; what the views of figures and galleries may do.
import { closeHistory } from "prosemirror-history";
import { cropper } from "./crop.js";
import { el } from "./desk.js";
import { figureOf, figuresOf, keysOf, placeFor, putBlocks, waitingFigure, withPhoto } from "./figures.js";
import { tellPhoto } from "./figureview.js";
import { picker } from "./picker.js";
import { schema } from "./schema.js";
import { uploads as uploading } from "./upload.js";

/** view(): the editor's view; story: the form's script. `bring(view, files, place)` is set by whoever reads files. */
export function pictures(desk, { view, editable, story }) {
  const uploads = uploading(desk, {
    changed: () => view()?.dispatch(view().state.tr.setMeta("uploads", true).setMeta("addToHistory", false)),
    arrived,
  });
  const choose = picker(desk);
  const crop = cropper(desk);
  const chooser = (said) => {
    const input = el("input", {
      type: "file", accept: "image/*", class: "hidden", tabindex: "-1", "aria-hidden": "true", ...said,
      onchange: () => {
        shots.bring(view(), [...input.files]);
        input.value = "";
        view().focus();
      },
    });
    return input;
  };
  const files = chooser({ multiple: true });
  const camera = chooser({ capture: "environment" });

  function arrived(id, photo) {
    const found = figuresOf(view().state.doc).find(({ node }) => node.attrs.upload === id);
    if (!found) return;
    view().dispatch(withPhoto(view().state.tr, found.pos, photo, { history: false }).setMeta("photos", true));
    adopt(found.node, photo);
  }

  // A photograph without words of its own takes those that waited for it.
  function adopt(figure, photo) {
    const said = {};
    const caption = figure.firstChild.textContent.trim();
    if (caption && !photo.caption) said.caption = caption;
    if (figure.attrs["data-credit"] && !photo.credit) said.credit = figure.attrs["data-credit"];
    if (Object.keys(said).length) tellPhoto(desk, photo, said);
  }

  const put = (now, nodes, place) => now.dispatch(putBlocks(now.state, nodes, place ?? placeFor(now.state)).tr);
  const figuresFor = (photos) => photos.map((photo) => figureOf(photo));
  const several = (make) => (now) =>
    choose((photos) => {
      put(now, make(figuresFor(photos)));
      now.focus();
    }, { many: true });

  const shots = {
    desk,
    uploads,
    editable,
    inputs: [files, camera],
    bring: () => {},
    put,
    pick: (then) => choose(([photo]) => then(photo)),
    fill: (now, pos, file) => now.dispatch(now.state.tr.setNodeAttribute(pos, "upload", uploads.start(file))),
    chooseFor: (now, pos) =>
      choose(([photo]) => {
        now.dispatch(withPhoto(closeHistory(now.state.tr), pos, photo).scrollIntoView());
        now.focus();
      }),
    choose: (now, pos) => choose((photos) => put(now, figuresFor(photos), { from: pos, to: pos }), { many: true }),
    addFiles: (now, pos, given) => shots.bring(now, given, { from: pos, to: pos }),
    crop(now, pos) {
      const { attrs } = now.state.doc.nodeAt(pos);
      crop({ photo: desk.photo(attrs["data-photo"]), crop: attrs["data-crop"], focus: attrs["data-focus"] }, (cut) => {
        const tr = now.state.tr;
        for (const [name, value] of Object.entries(cut)) tr.setNodeAttribute(pos, name, value);
        now.dispatch(tr);
      });
    },
    makeLead(now, pos) {
      const found = figuresOf(now.state.doc);
      const key = keysOf(found)[found.findIndex((one) => one.pos === pos)];
      story.save({ _do: `lead:${key}`, _step: "1" }, { steady: true });
    },
    /** What the Insert menu has of pictures; a thing this person or this machine cannot do is not there. */
    insertable: {
      camera: desk.mayUpload && window.matchMedia("(pointer: coarse)").matches && (() => camera.click()),
      chooseFiles: desk.mayUpload && (() => files.click()),
      choosePictures: desk.form.dataset.pick && several((figures) => figures),
      chooseGallery: desk.form.dataset.pick && several((figures) => [schema.nodes.gallery.create(null, figures)]),
      putWaiting: (now) => put(now, [waitingFigure()]),
    },
  };
  return shots;
}
