// Cards, embeds, galleries and tables while one edits: what readers will get, and what can be done with each.
import * as act from "./commands.js";
import { el } from "./desk.js";
import { EMBEDS, schema } from "./schema.js";
import { gettext, interpolate } from "./words.js";

/** A related-story card: the headline that readers will see, or why they will see nothing. */
export const cardView = (desk) => (node) => {
  const label = el("p", { class: "related__label" }, gettext("Related story"));
  const words = el("p", { class: "card__words" });
  const why = el("p", { class: "card__why" });
  const dom = el("aside", { class: "related card", contenteditable: "false" }, label, words, why);
  const draw = (now) => {
    const ref = desk.refs.get(`article:${now.attrs["data-article"]}`);
    words.textContent = ref?.label || (ref ? interpolate(gettext("Story %s"), [now.attrs["data-article"]]) : "…");
    why.textContent = ref && !ref.public ? ref.why : "";
    why.hidden = !why.textContent;
    dom.classList.toggle("card--closed", Boolean(ref && !ref.public));
  };
  let drawn = node;
  const unknown = desk.onKnown(() => draw(drawn));
  draw(node);
  return {
    dom,
    update(now) {
      if (now.type !== node.type) return false;
      draw((drawn = now));
      return true;
    },
    destroy: unknown,
    ignoreMutation: () => true,
  };
};

/** A video or post from elsewhere: nothing of it is loaded while one edits either. */
export const embedView = () => (node) => {
  const provider = EMBEDS[node.attrs["data-embed"]];
  const what = interpolate(provider.video ? gettext("Video on %s") : gettext("Post on %s"), [provider.name]);
  const dom = el("div", { class: "embed", contenteditable: "false" },
    el("p", { class: "embed__what" }, what),
    el("p", { class: "embed__note" }, node.attrs["data-ref"]),
    el("p", { class: "embed__note" }, gettext("Readers load it by a press; before that nothing leaves their browser.")));
  return { dom, ignoreMutation: () => true };
};

/** Pictures that follow each other, with a way to add more. */
export const galleryView = (own) => (node, view, getPos) => {
  const contentDOM = el("div", { class: "gallery__figures" });
  const count = el("span", {});
  const file = el("input", { type: "file", accept: "image/*", multiple: true, class: "hidden", "aria-label": gettext("Files for the gallery"),
    onchange: () => { own.addFiles(view, getPos() + view.state.doc.nodeAt(getPos()).nodeSize - 1, [...file.files]); file.value = ""; } });
  const tools = el("div", { class: "gallery__tools", contenteditable: "false" }, count,
    own.editable() && own.desk.mayUpload && el("button", { type: "button", class: "link", onclick: () => file.click() }, gettext("Add files")),
    own.editable() && el("button", { type: "button", class: "link", onclick: () => own.choose(view, getPos() + view.state.doc.nodeAt(getPos()).nodeSize - 1) }, gettext("Add from the photographs we have")),
    file);
  const dom = el("div", { class: "gallery", role: "group", "aria-label": gettext("Gallery") }, tools, contentDOM);
  const draw = (now) => {
    count.textContent = interpolate(gettext("Gallery: %s pictures"), [now.childCount]);
  };
  draw(node);
  return {
    dom, contentDOM,
    update: (now) => now.type === node.type && (draw(now), true),
    stopEvent: (event) => tools.contains(event.target),
    ignoreMutation: (mutation) => !contentDOM.contains(mutation.target),
  };
};

/** A table with its own small bar, shown while one works in it. */
export const tableView = (own) => (node, view, getPos, decorations) => {
  const contentDOM = el("table");
  const run = (command) => () => {
    view.focus();
    command(view.state, view.dispatch, view);
  };
  const button = (label, command) => el("button", { type: "button", class: "link", onclick: run(command) }, label);
  const tools = el("div", { class: "table__tools", contenteditable: "false", role: "toolbar", "aria-label": gettext("Table"), hidden: true },
    button(gettext("Row above"), act.addRow(-1)), button(gettext("Row below"), act.addRow(1)),
    button(gettext("Column left"), act.addColumn(-1)), button(gettext("Column right"), act.addColumn(1)),
    button(gettext("Heads on top"), act.toggleHeadRow), button(gettext("Heads at the left"), act.toggleHeadColumn),
    button(gettext("Caption"), act.toCaption),
    button(gettext("Delete row"), act.deleteRow), button(gettext("Delete column"), act.deleteColumn),
    el("button", { type: "button", class: "link", onclick: () => {
      const pos = getPos();
      const tr = view.state.tr.replaceWith(pos, pos + view.state.doc.nodeAt(pos).nodeSize, schema.nodes.paragraph.create());
      view.dispatch(tr);
      view.focus();
    } }, gettext("Delete the table")));
  const dom = el("div", { class: "table table--edited" }, tools, el("div", { class: "table__scroll" }, contentDOM));
  const show = (found) => { tools.hidden = !own.editable() || !found.some((one) => one.spec.current); };
  show(decorations);
  return {
    dom, contentDOM,
    update(now, found) {
      show(found);
      return now.type === node.type;
    },
    stopEvent: (event) => tools.contains(event.target),
    ignoreMutation: (mutation) => !contentDOM.contains(mutation.target),
  };
};
