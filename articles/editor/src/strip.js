// “Pictures in this story”: the strip beside the text, as it stands in the text now. A press goes there.
import { NodeSelection } from "prosemirror-state";
import { el } from "./desk.js";
import { figuresOf, keysOf } from "./figures.js";
import { altFault } from "./figureview.js";
import { gettext, interpolate } from "./words.js";

export function strip(desk, { uploads }) {
  const list = el("ol", { class: "shots" });
  const none = el("p", { class: "soft" }, gettext("No picture yet. Drop pictures on the text, or press Picture."));
  const element = el("div", {}, list, none);
  let drawn = "";

  function go(view, key) {
    const found = figuresOf(view.state.doc);
    const at = keysOf(found).indexOf(key);
    if (at < 0) return false;
    view.focus();
    view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, found[at].pos)));
    view.nodeDOM(found[at].pos)?.scrollIntoView({ block: "center" });
    return true;
  }

  function update(view) {
    const found = figuresOf(view.state.doc);
    const keys = keysOf(found);
    const rows = found.map(({ node }, at) => {
      const known = desk.photo(node.attrs["data-photo"]);
      const photo = known?.missing === true ? null : known;
      const job = uploads.job(node.attrs.upload);
      const lacks = [];
      if (job) lacks.push(job.state === "lost" || job.state === "refused" ? job.why : gettext("on its way"));
      else if (!photo) lacks.push(gettext("still missing"));
      if (photo?.withdrawn) lacks.push(gettext("withdrawn"));
      if (photo && !node.firstChild.textContent.trim() && !node.attrs.own) lacks.push(gettext("no caption"));
      if (photo && !photo.credit && !node.attrs["data-credit"]) lacks.push(gettext("no credit"));
      const alt = altFault(node, photo);
      if (alt) lacks.push(gettext("words for blind readers"));
      return { key: keys[at], thumb: photo?.thumb ?? "", words: node.firstChild.textContent || (photo ? photo.name : ""), lacks: lacks.join(" · "), waiting: !photo };
    });
    const now = JSON.stringify(rows);
    if (now === drawn) return;
    drawn = now;
    none.hidden = rows.length > 0;
    list.replaceChildren(...rows.map((row, at) => el("li", {},
      el("button", { type: "button", class: row.waiting ? "strip-shot strip-shot--waiting" : "strip-shot", onclick: () => go(view, row.key), "aria-label": interpolate(gettext("Go to picture %s: %s"), [at + 1, [row.words, row.lacks].filter(Boolean).join(", ")]) },
        row.thumb ? el("img", { src: row.thumb, alt: "", loading: "lazy" }) : el("span", { class: "strip-shot__none" }),
        el("span", { class: "strip-shot__words" }, row.words || gettext("without caption")),
        row.lacks && el("span", { class: "strip-shot__lacks" }, row.lacks)))));
  }

  return { element, update, go };
}
