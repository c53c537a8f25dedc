// Links: to our own stories, sections, tags, people and photographs by search, to outer addresses by typing or pasting one;
// and what is to be said of a link where the cursor stands in it.
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { dialog, searchList } from "./dialogs.js";
import { el } from "./desk.js";
import { schema } from "./schema.js";
import { gettext, interpolate } from "./words.js";

const LINK = schema.marks.a;
const KINDS = () => ({
  article: gettext("story"), section: gettext("section"), tag: gettext("tag"), person: gettext("person"), photo: gettext("photograph"),
});

/** An outer address as a link may carry it, or null: http, https, mailto, tel; a bare host gets its https. */
export function outerAddress(typed) {
  const words = typed.trim();
  if (!words || /[\s<>"`\\]/.test(words)) return null;
  if (/^mailto:[^@/]+@[^@/]+$/i.test(words)) return words;
  if (/^[^\s@/:]+@[^\s@/]+\.[a-z]{2,}$/i.test(words)) return `mailto:${words}`;
  if (/^tel:\+?[0-9().%-]{2,40}$/i.test(words)) return words;
  const whole = /^https?:\/\//i.test(words) ? words : /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*\.\p{L}{2,}([/?#:]|$)/u.test(words) ? `https://${words}` : null;
  if (!whole || whole.length > 2000) return null;
  try {
    const { hostname, username, password } = new URL(whole);
    return hostname.includes(".") && !username && !password ? whole : null;
  } catch {
    return null;
  }
}

/** The name under which the desk knows what a link or a card leads to: article:7. Nothing for outer addresses. */
export const refOf = ({ attribute, value }) => (attribute.startsWith("data-") ? `${attribute.slice(5)}:${value}` : "");

/** Every link and card of a document: [article:7, …]. */
export function refsOf(doc) {
  const found = new Set();
  doc.descendants((node) => {
    if (node.type === schema.nodes.card) found.add(`article:${node.attrs["data-article"]}`);
    const link = LINK.isInSet(node.marks);
    if (link) found.add(refOf(link.attrs));
  });
  found.delete("");
  return [...found];
}

const closed = new PluginKey("closedLinks");

/** Marks links that readers cannot follow; told again when more is known. */
export function closedLinks(desk) {
  const marked = (doc) => {
    const found = [];
    doc.descendants((node, pos) => {
      const link = node.isText && LINK.isInSet(node.marks);
      const ref = link && desk.refs.get(refOf(link.attrs));
      if (ref && !ref.public) found.push(Decoration.inline(pos, pos + node.nodeSize, { class: "link--closed", title: ref.why }));
    });
    return DecorationSet.create(doc, found);
  };
  return new Plugin({
    key: closed,
    state: {
      init: (_config, state) => marked(state.doc),
      apply(tr, set) {
        if (tr.getMeta("known")) return marked(tr.doc);
        return tr.docChanged ? set.map(tr.mapping, tr.doc) : set;
      },
    },
    props: { decorations: (state) => closed.getState(state) },
  });
}

/** The link around the cursor or the selection: {mark, from, to} or null. */
export function linkAt(state) {
  const { $from, empty, from, to } = state.selection;
  const mark = LINK.isInSet(empty ? $from.marks() : state.doc.rangeHasMark(from, to, LINK) ? marksIn(state, from, to) : []);
  if (!mark) return null;
  const parent = $from.parent;
  let start = $from.start();
  let best = null;
  parent.forEach((node, offset) => {
    const at = $from.start() + offset;
    const has = mark.isInSet(node.marks);
    if (!has) start = at + node.nodeSize;
    else if (at <= $from.pos && at + node.nodeSize >= $from.pos) best = { from: start, to: at + node.nodeSize };
    else if (best && best.to === at) best.to = at + node.nodeSize;
  });
  return best && { mark, ...best };
}

function marksIn(state, from, to) {
  let found = [];
  state.doc.nodesBetween(from, to, (node) => {
    if (node.isText && LINK.isInSet(node.marks)) found = node.marks;
  });
  return found;
}

/** The dialog. open(view) for a link at the selection; openCard(view) for a related-story card; pick(fn) for a story. */
export function linker(desk, { putCard }) {
  let done = () => {};
  let cards = false;
  const remark = el("p", { class: "soft", role: "status" });
  const words = el("input", { type: "text", id: "link-words", maxlength: "300", autocomplete: "off" });
  const wordsLine = el("p", {}, el("label", { for: "link-words" }, gettext("Words of the link")), words);
  const remove = el("button", { type: "button", class: "button button--second", onclick: () => finish(null) }, gettext("Remove the link"));
  const search = searchList({
    label: gettext("Find a story, section, tag, person or photograph, or paste an address"),
    placeholder: gettext("Words with or without marks, or https://…"),
    empty: gettext("Nothing here has these words. An outer address starts with https://."),
    ask: look,
    draw: entryOf,
    take: (entry) => finish(entry),
  });
  const box = dialog(gettext("Link"), [wordsLine, search.element, remark, el("p", { class: "desk-dialog__foot" }, remove)]);

  async function look(typed) {
    remark.textContent = "";
    const outer = cards ? null : outerAddress(typed);
    const own = outer && new URL(outer.startsWith("mailto:") || outer.startsWith("tel:") ? "about:blank" : outer).origin === location.origin;
    const query = new URLSearchParams({ q: typed });
    if (cards) query.append("kind", "article");
    const answer = typed.trim() ? await desk.ask(`${desk.form.dataset.linkTo}?${query}`) : { ok: true, body: { found: [] } };
    const found = answer.ok ? answer.body.found : [];
    if (answer.lost) remark.textContent = gettext("The line is lost: own stories cannot be searched just now. An address can be typed.");
    if (outer && !(own && found.length)) found.unshift({ outer, label: outer, note: gettext("an address elsewhere") });
    else if (!found.length && /:\/\/|^www\./.test(typed)) remark.textContent = gettext("This is no whole address. Copy it from the browser's address line: https://…");
    return found;
  }

  function finish(entry) {
    const fn = done;
    done = () => {};
    box.close();
    fn(entry);
  }

  function openWith(title, typed, shown, then) {
    box.heading.textContent = title;
    search.field.value = typed;
    words.value = shown ?? "";
    wordsLine.hidden = shown === null;
    done = then;
    box.open();
    search.field.focus();
    search.field.select();
    search.look();
  }

  function open(view) {
    cards = false;
    const { state } = view;
    const here = linkAt(state);
    const { from, to, empty } = here ?? state.selection;
    if (!here && !state.selection.$from.parent.type.allowsMarkType(LINK)) return false;
    remove.hidden = !here;
    const address = here ? (here.mark.attrs.attribute === "href" ? here.mark.attrs.value : desk.refs.get(refOf(here.mark.attrs))?.label ?? "") : "";
    const shown = here || !empty ? null : "";
    const typed = here ? address : empty ? "" : state.doc.textBetween(from, to, " ").trim().slice(0, 120);
    openWith(here ? gettext("Change the link") : gettext("Link"), typed, shown, (entry) => {
      const tr = view.state.tr;
      const mark = entry && LINK.create(entry.outer ? { attribute: "href", value: entry.outer } : { attribute: `data-${entry.kind}`, value: String(entry.id) });
      if (entry && !entry.outer) desk.refs.set(`${entry.kind}:${entry.id}`, entry);
      if (!here && empty) {
        const said = words.value.trim() || (entry.outer ? entry.outer.replace(/^(https?:\/\/|mailto:|tel:)/, "") : entry.label);
        tr.replaceSelectionWith(schema.text(said, [...state.selection.$from.marks(), mark]), false).removeStoredMark(LINK);
      } else {
        tr.removeMark(from, to, LINK);
        if (mark) tr.addMark(from, to, mark);
      }
      view.dispatch(tr.setMeta("known", true).scrollIntoView());
      view.focus();
    });
    return true;
  }

  function openCard(view) {
    cards = true;
    remove.hidden = true;
    openWith(gettext("Related story"), "", null, (entry) => {
      if (!entry) return;
      desk.refs.set(`article:${entry.id}`, entry);
      putCard(view, entry.id);
    });
    return true;
  }

  return { open, openCard };
}

function entryOf(entry) {
  if (entry.outer) return el("span", { class: "found" }, el("b", {}, entry.label), " ", el("span", { class: "soft" }, entry.note));
  const note = [KINDS()[entry.kind], entry.note].filter(Boolean).join(" · ");
  return el("span", { class: "link-found" },
    entry.thumb && el("img", { src: entry.thumb, alt: "", loading: "lazy" }),
    el("span", {}, el("b", {}, entry.label), " ", el("span", { class: "soft" }, note), entry.why && el("span", { class: "link-found__why" }, entry.why)));
}

/** What stands under the text while the cursor is in a link: where it leads, what readers will get, and two buttons. */
export function linkBar(desk, { open }) {
  const where = el("span", { class: "link-bar__where" });
  const why = el("span", { class: "link-bar__why" });
  let view = null;
  const bar = el("div", { class: "link-bar", hidden: true }, where, why,
    el("button", { type: "button", class: "link", onclick: () => open(view) }, gettext("Change")),
    el("button", { type: "button", class: "link", onclick: () => {
      const here = linkAt(view.state);
      if (here) view.dispatch(view.state.tr.removeMark(here.from, here.to, LINK));
      view.focus();
    } }, gettext("Remove")));
  return {
    element: bar,
    update(now) {
      view = now;
      const here = linkAt(view.state);
      bar.hidden = !here;
      if (!here) return;
      const ref = refOf(here.mark.attrs);
      const known = ref && desk.refs.get(ref);
      const words = ref ? interpolate("%s: %s", [KINDS()[ref.split(":")[0]], known?.label || ref.split(":")[1]]) : here.mark.attrs.value;
      if (where.textContent !== words) where.textContent = words;
      const said = known && !known.public ? known.why : "";
      if (why.textContent !== said) why.textContent = said;
    },
  };
}
