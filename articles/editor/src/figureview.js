// A figure while one edits: the picture as readers get it, its caption typed in place, its credit, and, where one works on
// it, its place, its words for blind readers, and what can be done with it.
import { redo, undo } from "prosemirror-history";
import { NodeSelection } from "prosemirror-state";
import { el, newId } from "./desk.js";
import { moveBlock } from "./commands.js";
import { removeFigure, toggleGallery } from "./figures.js";
import { captioned } from "./stored.js";
import { PLACES, schema } from "./schema.js";
import { gettext, interpolate } from "./words.js";

const PLACE_WORDS = () => ({ left: gettext("left"), center: gettext("centre"), right: gettext("right"), wide: gettext("wide") });

/** @param own {desk, uploads, chooseFor(view, pos), crop(view, pos), makeLead(view, pos), fill(view, pos, file), editable} */
export const figureView = (own) => (node, view, getPos, decorations) => new FigureView(own, node, view, getPos, decorations);

class FigureView {
  constructor(own, node, view, getPos, decorations) {
    Object.assign(this, { own, node, view, getPos });
    this.media = el("div", { class: "figure__media", contenteditable: "false" });
    this.contentDOM = el("div", { class: "figure__caption" });
    this.credit = el("cite", { contenteditable: "false" });
    this.remarks = el("ul", { class: "figure__remarks", contenteditable: "false" });
    this.tools = el("div", { class: "figure__tools", contenteditable: "false", hidden: true });
    this.dom = el("figure", {}, this.media, el("div", { class: "figure__words" }, this.contentDOM, this.credit), this.remarks, this.tools);
    this.media.addEventListener("click", () => this.select());
    // What hangs over the text would hide where the figure may be dropped.
    this.dom.addEventListener("dragstart", () => setTimeout(() => { this.tools.hidden = true; }));
    this.dom.addEventListener("dragend", () => this.draw(this.decorations));
    this.unknown = own.desk.onKnown(() => this.draw(this.decorations));
    this.unchanged = own.uploads.onChanged(() => this.node.attrs.upload && this.draw(this.decorations));
    this.draw(decorations);
  }

  destroy() {
    this.unknown();
    this.unchanged();
  }

  get pos() {
    return this.getPos();
  }

  select() {
    if (this.pos === undefined) return;
    this.view.dispatch(this.view.state.tr.setSelection(NodeSelection.create(this.view.state.doc, this.pos)));
    this.view.focus();
  }

  update(node, decorations) {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.draw(decorations);
    return true;
  }

  draw(decorations) {
    const { node } = this;
    this.decorations = decorations;
    const known = this.own.desk.photo(node.attrs["data-photo"]);
    const photo = known?.missing === true ? null : known;
    this.gone = photo ? "" : known?.why ?? (node.attrs["data-photo"] && known ? gettext("This photograph is not there any more.") : "");
    const job = this.own.uploads.job(node.attrs.upload);
    const current = decorations.some((one) => one.spec.current);
    const tall = photo && photo.full_height > photo.full_width;
    const gallery = this.inGallery();
    const place = gallery ? "center" : node.attrs["data-place"] ?? "center";
    this.dom.className = ["photo", `photo--${place}`, tall ? "photo--tall" : "", "figure", photo ? "" : "figure--waiting", current ? "is-current" : ""].filter(Boolean).join(" ");
    this.drawMedia(photo, job);
    const credit = photo?.credit || node.attrs["data-credit"] || "";
    this.credit.textContent = credit;
    this.credit.hidden = !credit;
    this.contentDOM.classList.toggle("is-empty", node.firstChild.content.size === 0);
    this.contentDOM.dataset.hint = node.attrs.own && photo?.caption ? gettext("No caption, on purpose") : gettext("Caption");
    this.drawRemarks(photo, job);
    if (current && this.own.editable() && this.view.editable !== false) this.drawTools(photo);
    this.tools.hidden = !current || !this.own.editable();
  }

  inGallery() {
    const pos = this.pos;
    return pos !== undefined && this.view.state.doc.resolve(pos).parent.type === schema.nodes.gallery;
  }

  // -- the picture --

  drawMedia(photo, job) {
    const crop = this.node.attrs["data-crop"];
    const focus = this.node.attrs["data-focus"];
    const key = JSON.stringify([photo?.id ?? "", this.gone, photo?.large ?? photo?.thumb ?? "", crop, focus, job?.id, job?.state, job?.why]);
    if (this.drawn === key) {
      if (job && this.bar) this.bar.value = job.share;
      return;
    }
    this.drawn = key;
    this.bar = null;
    if (photo && (photo.large || photo.thumb)) this.media.replaceChildren(this.image(photo, crop, focus));
    else if (job) this.media.replaceChildren(this.progress(job));
    else this.media.replaceChildren(this.empty());
  }

  image(photo, crop, focus) {
    let src = photo.large ?? photo.thumb;
    if (crop) src += `${src.includes("?") ? "&" : "?"}shape=${crop}${focus ? `&focus=${focus}` : ""}`;
    const alt = this.node.attrs["data-alt"] ?? photo.alt ?? "";
    const size = crop ? {} : { width: photo.full_width ?? photo.width, height: photo.full_height ?? photo.height };
    return el("img", { src, alt, draggable: "false", ...size });
  }

  progress(job) {
    const lines = [el("span", { class: "figure__name" }, job.name)];
    if (job.state === "refused" || job.state === "lost") {
      lines.push(el("span", { class: job.state === "lost" ? "figure__why" : "figure__why figure__why--refused", role: "status" }, job.why));
      lines.push(el("button", { type: "button", class: "link", onclick: () => this.own.uploads.again(job.id) }, gettext("Try again now")));
      if (job.state === "refused") lines.push(this.choices());
    } else {
      this.bar = el("progress", { max: "1", value: String(job.share), "aria-label": job.name });
      this.bar.value = job.share;
      lines.push(this.bar);
    }
    return el("div", { class: "figure__empty" }, ...lines);
  }

  empty() {
    const hint = this.own.editable() ? gettext("Drop the picture here or choose one") : gettext("still waiting for its picture");
    const said = [this.gone, hint].filter(Boolean).join(" ");
    return el("div", { class: "figure__empty" }, el("span", {}, said), this.choices());
  }

  // Where another picture may come from, for whoever may put one in.
  choices() {
    const { own, view } = this;
    if (!own.editable()) return null;
    const file = el("input", {
      type: "file", accept: "image/*", class: "hidden", id: newId("fill"), tabindex: "-1", "aria-label": gettext("Picture files"),
      onchange: () => file.files.length && own.fill(view, this.pos, file.files[0]),
    });
    return el("span", { class: "figure__choices" },
      own.desk.mayUpload && el("button", { type: "button", class: "link", onclick: () => file.click() }, gettext("Choose a file")),
      own.desk.mayUpload && file,
      el("button", { type: "button", class: "link", onclick: () => own.chooseFor(view, this.pos) }, gettext("From the photographs we have")));
  }

  // -- what is to be said of it --

  drawRemarks(photo, job) {
    const said = [];
    if (photo?.withdrawn) said.push(["alarm", gettext("This photograph was withdrawn: readers will not get it. Take it out or replace it.")]);
    else if (photo && !photo.missing?.length && photo.usable === false && photo.why) said.push(["soft", photo.why]);
    if (photo && !photo.credit && !this.node.attrs["data-credit"]) said.push(["alarm", gettext("No credit yet: say who made it.")]);
    const alt = altFault(this.node, photo);
    if (alt) said.push(["soft", alt]);
    if (this.node.attrs.own && photo?.caption) said.push(["soft", gettext("For this story only: the photograph's own caption differs.")]);
    if (this.node.attrs["data-crop"]) said.push(["soft", interpolate(gettext("Cut to %s for this story."), [this.node.attrs["data-crop"].replace("x", ":")])]);
    if (photo?.made) said.push(["soft", interpolate(gettext("Readers are told before the caption: %s."), [photo.made])]);
    const key = JSON.stringify(said) + Boolean(job);
    if (this.said === key) return;
    this.said = key;
    this.remarks.replaceChildren(...said.map(([tone, words]) => el("li", { class: `figure__remark figure__remark--${tone}` }, words)));
    this.remarks.hidden = !said.length;
  }

  // -- what can be done with it --

  drawTools(photo) {
    if (!this.tools.childNodes.length) this.makeTools();
    for (const input of this.places) {
      input.checked = input.value === (this.node.attrs["data-place"] ?? "center");
    }
    this.placesGroup.hidden = this.inGallery();
    const alt = this.node.attrs["data-alt"];
    const shown = alt ?? photo?.alt ?? "";
    if (document.activeElement !== this.alt) this.alt.value = shown;
    this.alt.placeholder = alt === null && !photo?.alt ? gettext("Say what is seen that the caption does not say") : "";
    this.tick.checked = alt === "";
    this.alt.disabled = alt === "";
    this.altGroup.hidden = !photo;
    this.creditGroup.hidden = Boolean(photo?.credit);
    if (document.activeElement !== this.creditField) this.creditField.value = this.node.attrs["data-credit"] ?? "";
    this.own_.hidden = !(this.node.attrs.own && photo?.caption);
    this.ownWords.textContent = photo?.caption ? `“${photo.caption}”` : "";
    this.giveButton.hidden = !photo?.words || Boolean(photo.caption) || !this.node.firstChild.textContent.trim();
    this.cropButton.hidden = !photo;
    this.leadButton.hidden = !photo;
    this.page.hidden = !photo?.page;
    if (photo?.page) this.page.href = photo.page;
    this.galleryButton.textContent = this.inGallery() ? gettext("Undo the gallery") : gettext("Make a gallery");
  }

  makeTools() {
    const { own, view } = this;
    const name = newId("place");
    const words = PLACE_WORDS();
    this.places = PLACES.map((value) => el("input", { type: "radio", name, value, onchange: () => this.set({ "data-place": value }) }));
    this.placesGroup = el("fieldset", { class: "figure__places" }, el("legend", { class: "hidden" }, gettext("Place")),
      ...PLACES.map((value, at) => el("label", {}, this.places[at], el("span", {}, words[value]))));
    const altId = newId("alt");
    this.alt = el("input", { type: "text", id: altId, maxlength: "500", autocomplete: "off", oninput: () => this.set({ "data-alt": this.alt.value.trim() || null }) });
    this.tick = el("input", { type: "checkbox", onchange: () => this.set({ "data-alt": this.tick.checked ? "" : null }) });
    this.altGroup = el("div", { class: "figure__alt" },
      el("label", { for: altId }, gettext("What a blind reader should know")), this.alt,
      el("label", { class: "tick" }, this.tick, " ", gettext("the caption says it")));
    const creditId = newId("credit");
    this.creditField = el("input", { type: "text", id: creditId, maxlength: "300", autocomplete: "off", onchange: () => this.giveCredit(this.creditField.value.trim()) });
    this.creditGroup = el("div", { class: "figure__alt" }, el("label", { for: creditId }, gettext("Credit: who made it, as it prints")), this.creditField);
    this.ownWords = el("span", {});
    this.own_ = el("p", { class: "figure__own" }, gettext("The photograph itself says:"), " ", this.ownWords, " ",
      el("button", { type: "button", class: "link", onclick: () => this.inherit() }, gettext("Use its caption")));
    const button = (label, act) => el("button", { type: "button", class: "link", onclick: act }, label);
    const run = (command) => () => {
      this.select();
      command(view.state, view.dispatch, view);
      view.focus();
    };
    this.giveButton = button(gettext("Make this the photograph's caption"), () => this.tell({ caption: this.node.firstChild.textContent.trim() }));
    this.cropButton = button(gettext("Crop"), () => own.crop(view, this.pos));
    this.leadButton = button(gettext("Make it the lead picture"), () => own.makeLead(view, this.pos));
    this.galleryButton = button(gettext("Make a gallery"), run(toggleGallery));
    this.page = el("a", { class: "link", target: "_blank", rel: "noopener", href: "#" }, gettext("The photograph itself"));
    // What was chosen here is taken back here too; a field has an undo of its own.
    this.tools.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.matches("input[type=text]")) return;
      const act = { z: event.shiftKey ? redo : undo, y: redo }[event.key.toLowerCase()];
      if (act?.(view.state, view.dispatch)) event.preventDefault();
    });
    this.tools.append(
      this.placesGroup, this.creditGroup, this.altGroup, this.own_,
      el("div", { class: "figure__acts" },
        button(gettext("Replace"), () => own.chooseFor(view, this.pos)),
        this.giveButton, this.cropButton, this.leadButton, this.galleryButton,
        button(gettext("Up"), run(moveBlock(-1))), button(gettext("Down"), run(moveBlock(1))),
        this.page,
        button(gettext("Take out"), () => { view.dispatch(removeFigure(view.state, this.pos)); view.focus(); })),
    );
  }

  // The credit belongs to the photograph; where it is not theirs to write, or there is none yet, the figure keeps it.
  async giveCredit(words) {
    if (!words || !(await this.tell({ credit: words }))) this.set({ "data-credit": words || null });
  }

  tell(said) {
    return tellPhoto(this.own.desk, this.own.desk.photo(this.node.attrs["data-photo"]), said);
  }

  set(attrs) {
    const tr = this.view.state.tr;
    for (const [name, value] of Object.entries(attrs)) tr.setNodeAttribute(this.pos, name, value);
    this.view.dispatch(tr);
  }

  inherit() {
    const photo = this.own.desk.photo(this.node.attrs["data-photo"]);
    const fresh = captioned(schema.nodes.figure.create({ ...this.node.attrs, own: false }, this.node.content), photo);
    this.view.dispatch(this.view.state.tr.replaceWith(this.pos, this.pos + this.node.nodeSize, fresh));
  }

  // -- ProseMirror asks --

  stopEvent(event) {
    const inside = this.tools.contains(event.target) || this.media.contains(event.target);
    // A block that is dragged over the tools is moved; it is no words for their fields.
    if (!inside || (this.view.dragging && /^(drag|drop)/.test(event.type))) return false;
    const control = event.target.closest("input, button, a, label, fieldset");
    if (control) return true;
    return !/^(drag|drop|mousedown)/.test(event.type);
  }

  // Also a selection that a press on the tools leaves there: else the figure would lose its tools under the pointer.
  ignoreMutation(mutation) {
    return !this.contentDOM.contains(mutation.target);
  }

  selectNode() {
    this.dom.classList.add("ProseMirror-selectednode");
  }

  deselectNode() {
    this.dom.classList.remove("ProseMirror-selectednode");
  }
}

/** Gives a photograph of the library words of its own; whether it took them. */
export async function tellPhoto(desk, photo, said) {
  if (!photo?.words) return false;
  const data = new FormData();
  for (const [name, words] of Object.entries(said)) data.append(name, words);
  const answer = await desk.ask(photo.words, { method: "POST", data });
  if (answer.ok) desk.know([{ ...photo, ...answer.body }]);
  return answer.ok;
}

const plain = (words) => words.toLowerCase().normalize("NFC").replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/** What is wrong with the words for blind readers, as a hint while one types; the server's rule decides. */
export function altFault(node, photo) {
  if (!photo || node.attrs["data-alt"] === "") return "";
  const alt = plain(node.attrs["data-alt"] ?? photo.alt ?? "");
  if (!alt) return gettext("No words for blind readers yet.");
  const file = plain((photo.name ?? "").replace(/\.[a-z0-9]+$/i, ""));
  if (file && alt === file) return gettext("The words for blind readers are only the file's name.");
  const caption = plain(node.firstChild.textContent);
  if (caption && (alt === caption || (alt.length > 20 && caption.includes(alt)))) return gettext("The words for blind readers only repeat the caption.");
  return "";
}

