// The editor of a story's text, in place of the text area that stands there without it. story.js saves the form; this gives
// it the text. Everything that can be pressed here is also said in help.js.
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { EditorState, Plugin, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet, EditorView } from "prosemirror-view";
import { tableAt } from "./commands.js";
import { counts, countsBar, outlinePanel } from "./counts.js";
import { cropper } from "./crop.js";
import { deskOf, el } from "./desk.js";
import { embedDialog } from "./embed.js";
import { figureOf, figures, figuresOf, keysOf, placeFor, putBlocks, waitingFigure, withPhoto } from "./figures.js";
import { figureView, tellPhoto } from "./figureview.js";
import { findBar, finding, openFind } from "./find.js";
import { foreign } from "./foreign.js";
import { helpDialog } from "./help.js";
import { kept } from "./kept.js";
import { keptForm } from "./keptform.js";
import { keys } from "./keys.js";
import { closedLinks, linkBar, linker, refsOf } from "./links.js";
import { marksPanel } from "./marks.js";
import { insertable, slashMenu } from "./menu.js";
import { clipboardSerializer, pasting } from "./paste.js";
import { livePreview } from "./livepreview.js";
import { pendingPlaces } from "./pending.js";
import { picker } from "./picker.js";
import { schema } from "./schema.js";
import { remarks } from "./remarks.js";
import { read, write } from "./stored.js";
import { strip } from "./strip.js";
import { opener, toolbar } from "./toolbar.js";
import { makeTypographic, typing } from "./typing.js";
import { uploads as uploading } from "./upload.js";
import { cardView, embedView, galleryView, tableView } from "./views.js";
import { gettext } from "./words.js";

const N = schema.nodes;

export function mount(story, data) {
  const { form } = story;
  const desk = deskOf(form, data);
  const area = document.getElementById("id_text");
  const field = form.elements.html;
  let view = null;
  let held = false;
  let rest = 0;
  const editable = () => !held && data.editable;
  const listeners = new Set();

  // ---- files and pictures ----
  const uploads = uploading(desk, {
    changed: () => view?.dispatch(view.state.tr.setMeta("uploads", true).setMeta("addToHistory", false)),
    arrived(id, photo) {
      const found = figuresOf(view.state.doc).find(({ node }) => node.attrs.upload === id);
      if (!found) return;
      view.dispatch(withPhoto(view.state.tr, found.pos, photo, { history: false }).setMeta("photos", true));
      adopt(found.node, photo);
    },
  });
  // A photograph without words of its own takes those that waited for it.
  function adopt(figure, photo) {
    const said = {};
    const caption = figure.firstChild.textContent.trim();
    if (caption && !photo.caption) said.caption = caption;
    if (figure.attrs["data-credit"] && !photo.credit) said.credit = figure.attrs["data-credit"];
    if (Object.keys(said).length) tellPhoto(desk, photo, said);
  }
  const choose = picker(desk);
  const crop = cropper(desk);
  const files = el("input", { type: "file", accept: "image/*", multiple: true, class: "hidden", tabindex: "-1", "aria-hidden": "true" });
  const camera = el("input", { type: "file", accept: "image/*", capture: "environment", class: "hidden", tabindex: "-1", "aria-hidden": "true" });
  for (const input of [files, camera]) {
    input.addEventListener("change", () => {
      paste.bringFiles(view, [...input.files]);
      input.value = "";
      view.focus();
    });
  }

  function putFigures(now, nodes, place) {
    const { tr } = putBlocks(now.state, nodes, place ?? placeFor(now.state));
    now.dispatch(tr);
  }
  const fill = (now, pos, file) => now.dispatch(now.state.tr.setNodeAttribute(pos, "upload", uploads.start(file)));
  const figuresFor = (photos) => photos.map((photo) => figureOf(photo));

  const said = remarks(() => view.focus());
  const paste = pasting({ desk, uploads, putFigures, fill, offer: said.offer, say: said.remark, takeStory });

  const own = {
    desk,
    uploads,
    editable,
    fill,
    chooseFor: (now, pos) => choose(([photo]) => {
      now.dispatch(withPhoto(now.state.tr, pos, photo).scrollIntoView());
      now.focus();
    }),
    choose: (now, pos) => choose((photos) => putFigures(now, figuresFor(photos), { from: pos, to: pos }), { many: true }),
    addFiles: (now, pos, given) => paste.bringFiles(now, given, { from: pos, to: pos }),
    crop: (now, pos) => {
      const { attrs } = now.state.doc.nodeAt(pos);
      crop({ photo: desk.photo(attrs["data-photo"]), crop: attrs["data-crop"], focus: attrs["data-focus"] }, (said) => {
        const tr = now.state.tr;
        for (const [name, value] of Object.entries(said)) tr.setNodeAttribute(pos, name, value);
        now.dispatch(tr);
      });
    },
    makeLead(now, pos) {
      const found = figuresOf(now.state.doc);
      const key = keysOf(found)[found.findIndex((one) => one.pos === pos)];
      story.save({ _do: `lead:${key}`, _step: "1" }, { steady: true });
    },
  };

  // ---- links, cards, embeds ----
  const links = linker(desk, { putCard: (now, id) => {
    now.dispatch(putBlocks(now.state, [N.card.create({ "data-article": String(id) })]).tr);
    now.focus();
  } });
  const about = linkBar(desk, links);
  const askEmbed = embedDialog(paste.embedOf);

  // ---- what can be put in ----
  const takesPictures = desk.mayUpload && window.matchMedia("(pointer: coarse)").matches && (() => camera.click());
  const entries = insertable({
    camera: takesPictures,
    chooseFiles: desk.mayUpload && (() => files.click()),
    choosePictures: form.dataset.pick && ((now) => choose((photos) => { putFigures(now, figuresFor(photos)); now.focus(); }, { many: true })),
    chooseGallery: form.dataset.pick && ((now) => choose((photos) => { putFigures(now, [N.gallery.create(null, figuresFor(photos))]); now.focus(); }, { many: true })),
    putWaiting: (now) => putFigures(now, [waitingFigure()]),
    foreign: foreign(),
    pastePlain: navigator.clipboard?.readText && (async (now) => {
      if (!(await paste.pastePlain(now))) said.remark([gettext("The browser did not hand over what was copied. Press Control+Shift+V in the text instead.")]);
    }),
    putRelated: (now) => links.openCard(now),
    putEmbed: (now) => askEmbed(now),
  });

  // ---- the view ----
  const label = area.closest(".line").querySelector("label");
  label.id = "text-label";
  const doc = read(field.value, desk.photo);
  const bound = keys({ link: (state, dispatch, now) => (dispatch ? links.open(now) : true), toolbar: () => bar.focus() });
  const state = EditorState.create({
    doc,
    plugins: [
      ...typing({ language: desk.language }),
      finding(),
      pendingPlaces(),
      slashMenu(() => entries),
      figures(desk),
      currentTable(),
      closedLinks(desk),
      paste.plugin,
      ...bound.plugins,
      history({ depth: 1000 }),
      dropCursor({ class: "drop-cursor", width: 3, color: false }),
      gapCursor(),
      hint(),
    ],
  });
  const place = el("div", { class: "editor__page" });
  view = new EditorView(place, {
    state,
    editable,
    clipboardSerializer: clipboardSerializer(desk),
    attributes: () => ({
      id: "story-body", class: "story__body", role: "textbox", "aria-multiline": "true", "aria-labelledby": "text-label",
      lang: desk.language(), spellcheck: "true", "aria-readonly": String(!editable()),
    }),
    nodeViews: {
      figure: figureView(own),
      card: cardView(desk),
      embed: embedView(),
      gallery: galleryView(own),
      table: tableView(own),
    },
    scrollThreshold: { top: 170, bottom: 96, left: 0, right: 0 },
    scrollMargin: { top: 180, bottom: 112, left: 0, right: 0 },
    transformPastedText: (text) => text.normalize("NFC"),
    transformPastedHTML: (html) => html.normalize("NFC"),
    dispatchTransaction(tr) {
      const before = view.state;
      view.updateState(before.apply(tr));
      if (tr.docChanged) changed(tr);
      else if (before.selection !== view.state.selection || tr.getMeta("known")) shown();
      if (tr.getMeta("uploads")) side.update(view);
    },
  });

  const side = strip(desk, { uploads });
  const length = countsBar({ asked: () => Number(form.elements.asked_words?.value) || null });
  const heads = outlinePanel(view);
  heads.element.hidden = true;
  const marks = marksPanel(view, desk.language);
  const search = findBar(view);
  const help = helpDialog();
  const bar = toolbar(view, {
    link: (now) => links.open(now),
    entries: () => entries,
    camera: takesPictures,
    choosePictures: (now) => entries.find((one) => one.name === "picture")?.run(now),
    panels: panels(),
  });
  const frame = el("div", { class: "editor" },
    el("div", { class: "editor__top" }, data.editable && bar.element, search, heads.element, marks, about.element),
    place, length.element, said.offers, said.notes, files, camera);
  area.after(frame);
  area.hidden = true;
  area.disabled = true;
  field.disabled = false;
  document.querySelectorAll(".text-tools, .drop").forEach((one) => one.remove());
  label.removeAttribute("for");
  label.addEventListener("click", () => view.focus());
  const stripPlace = document.getElementById("part-strip");
  stripPlace?.after(side.element);
  withoutServersStrip();

  let last = { doc: view.state.doc, html: write(view.state.doc) };
  const html = () => {
    if (last.doc !== view.state.doc) last = { doc: view.state.doc, html: write(view.state.doc) };
    return last.html;
  };

  function changed(tr) {
    if (!tr.getMeta("quiet")) story.touch();
    listeners.forEach((fn) => fn());
    length.update(view.state.doc);
    heads.update(view.state.doc);
    shown();
    clearTimeout(rest);
    rest = setTimeout(() => side.update(view), 250);
  }
  function panels() {
    return [
      opener(gettext("Find"), () => { view.focus(); openFind(view.state, view.dispatch, view); }),
      opener(gettext("Outline"), (on) => { heads.element.hidden = !on; }, heads.element),
      opener(gettext("Marks"), (on) => { marks.hidden = !on; }, marks),
      opener("?", () => help.open(), null, gettext("Keys and tricks")),
    ];
  }

  function shown() {
    bar.update();
    about.update(view);
  }

  desk.onKnown(() => {
    const tr = view.state.tr.setMeta("known", true).setMeta("photos", true).setMeta("quiet", true).setMeta("addToHistory", false);
    // Figures whose photograph was not known show its words now.
    for (const { node, pos } of figuresOf(view.state.doc)) {
      const photo = desk.photo(node.attrs["data-photo"]);
      if (!node.attrs.own && photo?.caption && !node.textContent) tr.insertText(photo.caption.replace(/\s+/g, " "), tr.mapping.map(pos + 2));
    }
    view.dispatch(tr);
    side.update(view);
  });

  function takeStory(said) {
    for (const name of ["headline", "standfirst", "credit_line"]) {
      const input = form.elements[name];
      if (!said[name] || input.value.trim()) continue;
      input.value = said[name];
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  // ---- what the form asks ----
  // The server's strip has fields of its own for the same figures; the text here says it all.
  function withoutServersStrip() {
    stripPlace?.querySelectorAll(".strip, .strip ~ .soft, :scope > .soft").forEach((one) => one.remove());
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    const anchor = link?.closest(".before, .story-errors") && link.getAttribute("href").slice(1);
    if (anchor === "id_text" || (anchor?.startsWith("shot-") && side.go(view, anchor.slice(5)))) {
      event.preventDefault();
      view.focus();
      if (anchor === "id_text") view.dom.scrollIntoView({ block: "start" });
    }
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick-field], [data-pick-lead]");
    if (!button) return;
    choose(([photo]) => {
      const lead = "pickLead" in button.dataset;
      (lead ? form.elements.lead_photo : document.getElementById(button.dataset.pickField)).value = photo.id;
      story.touch();
      if (lead) story.save({ _step: "1" });
    });
  });
  // Files dropped beside the text are meant for it all the same.
  document.addEventListener("dragover", (event) => {
    if (!editable() || ![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    document.body.classList.add("dragging");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("dragging");
  });
  document.addEventListener("drop", (event) => {
    if (event.defaultPrevented || !event.dataTransfer.files.length) return;
    event.preventDefault();
    document.body.classList.remove("dragging");
    paste.bringFiles(view, [...event.dataTransfer.files]);
  });

  const editor = {
    view,
    desk,
    uploads,
    html,
    /** Writes the text into the field that is posted. */
    flush: () => { field.value = html(); },
    hold(on) {
      held = on;
      view.setProps({ editable });
    },
    /** What the server stored: put in where it differs, the cursor where it stood. */
    arrive(stored) {
      withoutServersStrip();
      if (stored === html()) return;
      const fresh = read(stored, desk.photo);
      const start = view.state.doc.content.findDiffStart(fresh.content);
      if (start === null) return;
      let { a, b } = view.state.doc.content.findDiffEnd(fresh.content);
      const overlap = start - Math.min(a, b);
      if (overlap > 0) [a, b] = [a + overlap, b + overlap];
      view.dispatch(view.state.tr.replace(start, a, fresh.slice(start, b)).setMeta("quiet", true));
      const photos = figuresOf(view.state.doc).map(({ node }) => node.attrs["data-photo"]);
      desk.learn(photos, refsOf(view.state.doc));
    },
    /** Another text in place of this one, as one step that can be undone. */
    replace(other) {
      const fresh = read(other, desk.photo);
      const tr = view.state.tr.replaceWith(0, view.state.doc.content.size, fresh.content);
      view.dispatch(tr.setSelection(TextSelection.atStart(tr.doc)));
    },
    /** Another text, from the beginning: nothing of before can be undone. */
    set(other) {
      view.updateState(EditorState.create({ doc: read(other, desk.photo), plugins: view.state.plugins }));
      changed(view.state.tr);
    },
    counts: () => counts(view.state.doc),
    keys: bound.names,
    makeTypographic: () => makeTypographic(desk.language())(view.state, view.dispatch),
    focus: () => view.focus(),
    onChange: (fn) => listeners.add(fn),
  };
  window.storyEditor = editor;
  story.attach(editor);
  form.elements.language?.addEventListener("change", () => view.setProps({}));
  form.elements.asked_words?.addEventListener("input", () => length.update(view.state.doc));
  side.update(view);
  length.update(view.state.doc);
  shown();
  return editor;
}

// The table that the cursor stands in shows its bar.
function currentTable() {
  return new Plugin({
    props: {
      decorations(state) {
        const at = tableAt(state.selection);
        return at && DecorationSet.create(state.doc, [Decoration.node(at.pos, at.pos + at.table.nodeSize, { class: "is-current" }, { current: true })]);
      },
    },
  });
}

// What an empty paragraph says where the cursor stands.
function hint() {
  const words = gettext("Write, drop pictures, or press / to put something in");
  return new Plugin({
    props: {
      decorations(state) {
        const { $from, empty } = state.selection;
        const alone = state.doc.childCount === 1;
        if (!empty || $from.parent.type !== N.paragraph || $from.parent.content.size || ($from.depth > 1 && !alone)) return null;
        return DecorationSet.create(state.doc, [Decoration.node($from.before(), $from.after(), { class: "is-hint", "data-hint": words })]);
      },
    },
  });
}

const data = document.getElementById("editor-data");
if (data && window.storyForm) {
  const said = JSON.parse(data.textContent);
  const editor = mount(window.storyForm, said);
  const keeper = kept(keptForm(window.storyForm, editor, said.editable));
  if (said.editable) livePreview(keeper);
}
