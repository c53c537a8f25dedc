// Find and replace: what is looked for, where it stands, and the bar above the text. Marks do not count unless asked for.
import { closeHistory } from "prosemirror-history";
import { Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { folded, places } from "./fold.js";
import { schema } from "./schema.js";
import { gettext, interpolate, ngettext } from "./words.js";

const key = new PluginKey("find");
const NOTHING = { open: false, replacing: false, wanted: "", how: {}, hits: [], here: -1, asked: 0 };
const SHOWN = 500; // hits drawn on either side of the one at hand; all are counted
const LONGEST = 100; // letters of a selection that are taken as what to look for

/** The plugin. What it knows: {open, replacing, wanted, how: {marks, matchCase, words}, hits: [{from, to}], here}. */
export function finding() {
  return new Plugin({
    key,
    state: {
      init: () => NOTHING,
      apply(tr, was) {
        const told = tr.getMeta(key);
        if (!told && !(tr.docChanged && was.open)) return was;
        const { from = tr.selection.from, ...changed } = told ?? {};
        return looked({ ...was, ...changed }, tr.doc, from);
      },
    },
    props: {
      decorations(state) {
        return drawn(key.getState(state), state.doc);
      },
    },
    view: (view) => ({ update: () => bars.get(view)?.() }),
  });
}

const bars = new WeakMap(); // what draws the bar of a view

// The hit at hand is the first from a place on.
function looked(is, doc, from) {
  if (!is.open || !is.wanted) return { ...is, hits: [], here: -1 };
  const hits = hitsIn(doc, is.wanted, is.how);
  const next = hits.findIndex((hit) => hit.from >= from);
  return { ...is, hits, here: hits.length ? Math.max(0, next) : -1 };
}

let remembered = new WeakMap(); // of each line of words, folded
let rememberedHow = "";

function hitsIn(doc, wanted, how) {
  const named = `${how.marks}${how.matchCase}`;
  if (named !== rememberedHow) [remembered, rememberedHow] = [new WeakMap(), named];
  const hits = [];
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true;
    if (!remembered.has(node)) {
      const text = node.textBetween(0, node.content.size, null, "\ufffc");
      remembered.set(node, { text, ready: folded(text, how) });
    }
    const { text, ready } = remembered.get(node);
    for (const [from, to] of places(text, wanted, how, ready)) hits.push({ from: at + 1 + from, to: at + 1 + to });
    return false;
  });
  return hits;
}

const sets = new WeakMap(); // what was drawn for a state of the plugin

function drawn(is, doc) {
  if (!is.hits.length) return DecorationSet.empty;
  if (!sets.has(is)) {
    const first = Math.max(0, is.here - SHOWN);
    const marks = is.hits
      .slice(first, is.here + SHOWN)
      .map(({ from, to }, at) => Decoration.inline(from, to, { class: first + at === is.here ? "found found--here" : "found" }));
    sets.set(is, DecorationSet.create(doc, marks));
  }
  return sets.get(is);
}

// ---- commands --------------------------------------------------------------------------------------------------------

const opening = (replacing) => (state, dispatch) => {
  const was = key.getState(state);
  const { from, $from, $to, empty } = state.selection;
  const chosen = !empty && $from.sameParent($to) ? $from.parent.textBetween($from.parentOffset, $to.parentOffset, null, " ") : "";
  const wanted = chosen && chosen.length <= LONGEST ? chosen : was.wanted;
  if (dispatch) dispatch(state.tr.setMeta(key, { open: true, replacing: replacing || (was.open && was.replacing), wanted, from, asked: was.asked + 1 }));
  return true;
};
export const openFind = opening(false);
export const openReplace = opening(true);

const going = (step) => (state, dispatch) => {
  const { open, hits, here } = key.getState(state);
  if (!open || !hits.length) return false;
  if (dispatch) goTo(state, dispatch, hits[(here + step + hits.length) % hits.length]);
  return true;
};
export const findNext = going(1);
export const findPrevious = going(-1);

function goTo(state, dispatch, hit) {
  const tr = state.tr.setSelection(TextSelection.create(state.doc, hit.from, hit.to));
  dispatch(tr.setMeta(key, { from: hit.from }).scrollIntoView());
}

/** Closes the bar; the hit at hand is selected. */
export function closeFind(state, dispatch) {
  const { open, hits, here } = key.getState(state);
  if (!open) return false;
  const tr = state.tr.setMeta(key, { open: false });
  if (hits[here]) tr.setSelection(TextSelection.create(state.doc, hits[here].from, hits[here].to));
  if (dispatch) dispatch(tr.scrollIntoView());
  return true;
}

/** Puts words in the place of the hit at hand and goes on to the next. */
export const replaceOne = (words) => (state, dispatch) => {
  const { hits, here } = key.getState(state);
  if (!hits[here]) return false;
  if (!dispatch) return true;
  const tr = replaced(closeHistory(state.tr), hits[here], words);
  tr.setMeta(key, { from: hits[here].from + words.length });
  dispatch(tr);
  return true;
};

/** Puts words in the place of every hit, in one step that is undone at once. */
export const replaceAll = (words) => (state, dispatch) => {
  const { hits } = key.getState(state);
  if (!hits.length) return false;
  if (!dispatch) return true;
  const tr = closeHistory(state.tr);
  for (const hit of [...hits].reverse()) replaced(tr, hit, words);
  dispatch(tr.setMeta(key, {}));
  return true;
};

// The words keep the marks of the first letter they replace. A caption that is changed is the figure's own.
function replaced(tr, { from, to }, words) {
  const $from = tr.doc.resolve(from);
  const holder = $from.depth > 1 ? $from.node(-1) : null;
  if (holder?.type === schema.nodes.figure && !holder.attrs.own) tr.setNodeAttribute($from.before(-1), "own", true);
  if (!words) return tr.delete(from, to);
  return tr.replaceWith(from, to, schema.text(words, $from.nodeAfter.marks));
}

export const findKeys = {
  "Mod-f": openFind,
  "Mod-h": openReplace,
  "Mod-Alt-f": openReplace, // ⌘H hides the window on a Mac
  F3: findNext,
  "Shift-F3": findPrevious,
};

// ---- the bar ---------------------------------------------------------------------------------------------------------

/** The bar for a view, hidden until it is asked for; it stands above the text. */
export function findBar(view) {
  const field = input("search", "find-words");
  const instead = input("text", "find-instead");
  const status = made("p", { class: "find__count", role: "status" });
  const ticks = {
    marks: tick("find-marks", gettext("Match marks")),
    matchCase: tick("find-case", gettext("Match case")),
    words: tick("find-whole", gettext("Whole words")),
  };
  const previous = button(gettext("Previous"), "Shift+Enter", () => go(findPrevious));
  const next = button(gettext("Next"), "Enter", () => go(findNext));
  const one = button(gettext("Replace"), "", () => run(replaceOne(instead.value)));
  const all = button(gettext("Replace all"), "", everywhere);
  const close = button(gettext("Close"), "Escape", leave);
  const second = made("div", { class: "find__line" }, labelled(gettext("Replace with"), instead), one, all);
  const bar = made(
    "div",
    { class: "find", role: "search", "aria-label": gettext("Find and replace"), hidden: "" },
    made("div", { class: "find__line" }, labelled(gettext("Find"), field), previous, next, status, close),
    made("div", { class: "find__line" }, ...Object.values(ticks)),
    second,
  );
  let asked = 0;
  let said = "";

  const run = (command) => command(view.state, view.dispatch);
  function go(command) {
    run(command);
    show();
  }
  function show() {
    view.dom.querySelector(".found--here")?.scrollIntoView({ block: "center" });
  }
  function look() {
    const how = Object.fromEntries(Object.entries(ticks).map(([name, label]) => [name, label.firstChild.checked]));
    said = "";
    view.dispatch(view.state.tr.setMeta(key, { wanted: field.value, how }));
    show();
  }
  function everywhere() {
    const many = key.getState(view.state).hits.length;
    run(replaceAll(instead.value));
    said = interpolate(ngettext("%s place replaced", "%s places replaced", many), [many]);
    draw();
  }
  function leave() {
    run(closeFind);
    view.focus();
  }
  function draw() {
    const is = key.getState(view.state);
    bar.hidden = !is.open;
    second.hidden = !is.replacing;
    status.textContent = said || counted(is);
    if (is.open && is.asked !== asked) {
      asked = is.asked;
      said = "";
      status.textContent = counted(is);
      field.value = is.wanted;
      field.focus();
      field.select();
    }
  }

  // The bar is no part of the story: what is typed here is no change to its form.
  for (const kind of ["input", "change"]) bar.addEventListener(kind, (event) => event.stopPropagation());
  field.addEventListener("input", look);
  for (const label of Object.values(ticks)) label.firstChild.addEventListener("change", look);
  bar.addEventListener("keydown", (event) => {
    const act = keyIn(event, { field, instead });
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  function keyIn(event, { field: words, instead: put }) {
    const mod = event.ctrlKey || event.metaKey;
    const name = event.key.toLowerCase();
    if (event.isComposing) return null;
    if (name === "escape") return leave;
    if (name === "f3") return () => go(event.shiftKey ? findPrevious : findNext);
    if (name === "enter" && event.target === words) return () => go(event.shiftKey ? findPrevious : findNext);
    if (name === "enter" && event.target === put) return () => run(replaceOne(put.value));
    if (mod && name === "f") return () => (event.altKey ? run(openReplace) : words.select());
    if (mod && name === "h") return () => run(openReplace);
    return null;
  }

  bars.set(view, draw);
  draw();
  return bar;
}

function counted({ wanted, hits, here }) {
  if (!wanted) return "";
  return hits.length ? interpolate(gettext("%s of %s"), [here + 1, hits.length]) : gettext("Not found");
}

function made(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// With an empty `form` it belongs to none: neither sent nor saved with the story.
const input = (type, id) => made("input", { type, id, form: "", autocomplete: "off", spellcheck: "false" });
const labelled = (words, control) => made("p", { class: "find__field" }, made("label", { for: control.id }, words), control);
const tick = (id, words) => made("label", { class: "find__tick" }, made("input", { type: "checkbox", id, form: "" }), words);

function button(words, keys, act) {
  const element = made("button", { type: "button", ...(keys && { "aria-keyshortcuts": keys }) }, words);
  element.addEventListener("click", act);
  return element;
}
