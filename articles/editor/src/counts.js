// How long a story is, as the server counts it, and its subheads as a way through it.
import { TextSelection } from "prosemirror-state";
import { schema } from "./schema.js";
import { gettext, interpolate, ngettext } from "./words.js";

const WORDS_A_MINUTE = 230; // as articles/body/render.py has it: Vietnamese is counted by syllables

// Nodes never change, so what was counted in one holds: a key typed costs its own line.
const counted = new WeakMap();

/**
 * {words, characters, charactersWithoutSpaces, minutes} of a document: those of its stored body. Captions count where
 * they are the story's own; characters are those of the lines, without blanks at their ends.
 */
export function counts(doc) {
  const { words, characters, blanks } = ofNode(doc);
  return { words, characters, charactersWithoutSpaces: characters - blanks, minutes: minutes(words) };
}

function ofNode(node) {
  if (!counted.has(node)) counted.set(node, node.isTextblock ? ofLines(node) : ofChildren(node));
  return counted.get(node);
}

function ofChildren(node) {
  const sum = { words: 0, characters: 0, blanks: 0 };
  if (node.type === schema.nodes.figure && !node.attrs.own) return sum;
  node.forEach((child) => {
    const part = ofNode(child);
    for (const name of Object.keys(sum)) sum[name] += part[name];
  });
  return sum;
}

function ofLines(node) {
  const text = node.textBetween(0, node.content.size, null, "\n");
  const lines = text.normalize("NFC").split("\n").map((line) => line.trim().replace(/\s+/g, " "));
  const words = lines.flatMap((line) => line.split(" ").filter(Boolean));
  const characters = lines.reduce((sum, line) => sum + [...line].length, 0);
  const letters = words.reduce((sum, word) => sum + [...word].length, 0);
  return { words: words.length, characters, blanks: characters - letters };
}

// At least one; a half goes to the even number, as Python rounds.
function minutes(words) {
  const exact = words / WORDS_A_MINUTE;
  const whole = Math.floor(exact);
  const up = exact - whole > 0.5 || (exact - whole === 0.5 && whole % 2 === 1);
  return Math.max(1, whole + (up ? 1 : 0));
}

// ---- the line under the text -----------------------------------------------------------------------------------------

/**
 * The length in words: {element, update(doc)}.
 * @param {{asked: () => number | null}} how  the words that were asked for; asked at each update
 */
export function countsBar({ asked }) {
  const written = make("span", "counts__written");
  const bar = make("progress", "counts__bar");
  const rest = make("span", "counts__rest");
  const element = make("p", "counts");
  element.setAttribute("aria-live", "off");
  bar.setAttribute("aria-label", gettext("Words written of those asked for"));
  element.append(written, " ", bar, " ", rest);
  const number = new Intl.NumberFormat(document.documentElement.lang || undefined).format;

  function update(doc) {
    const now = counts(doc);
    const wanted = asked() || null;
    put(written, length(now, wanted, number));
    bar.hidden = rest.hidden = wanted === null;
    if (wanted === null) return;
    bar.max = wanted;
    bar.value = Math.min(now.words, wanted);
    put(rest, against(now.words - wanted, number));
    rest.classList.toggle("counts__rest--over", now.words > wanted);
  }
  return { element, update };
}

function length({ words, characters, minutes: long }, wanted, number) {
  const first = wanted
    ? interpolate(ngettext("%s of %s word", "%s of %s words", wanted), [number(words), number(wanted)])
    : interpolate(ngettext("%s word", "%s words", words), [number(words)]);
  const letters = interpolate(ngettext("%s character", "%s characters", characters), [number(characters)]);
  return [first, letters, interpolate(gettext("%s min"), [number(long)])].join(" · ");
}

function against(more, number) {
  if (more === 0) return gettext("as long as asked");
  if (more > 0) return interpolate(ngettext("%s too many", "%s too many", more), [number(more)]);
  return interpolate(ngettext("%s still to write", "%s still to write", -more), [number(-more)]);
}

function put(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

function make(tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

// ---- the outline -----------------------------------------------------------------------------------------------------

/** The subheads: [{level: 2 | 3, text, pos}] in order; pos is the place before each. */
export function outline(doc) {
  const found = [];
  doc.descendants((node, pos) => {
    const level = node.type === schema.nodes.heading ? 2 : node.type === schema.nodes.subheading ? 3 : 0;
    if (level) found.push({ level, text: node.textContent, pos });
    return !node.isTextblock;
  });
  return found;
}

/** The outline as buttons that put the cursor into a subhead: {element, update(doc)}. */
export function outlinePanel(view) {
  const element = make("nav", "outline");
  element.setAttribute("aria-label", gettext("Outline"));
  const none = make("p", "outline__none");
  none.textContent = gettext("No subheads yet: type ## and a blank.");
  const list = make("ol", "outline__list");
  element.append(none, list);
  list.addEventListener("click", (event) => {
    const at = [...list.children].indexOf(event.target.closest("li"));
    if (at !== -1) jump(view, outline(view.state.doc)[at]);
  });

  function update(doc) {
    const heads = outline(doc);
    none.hidden = heads.length > 0;
    list.hidden = !none.hidden;
    while (list.children.length > heads.length) list.lastChild.remove();
    heads.forEach((head, at) => draw(list.children[at] ?? list.appendChild(entry()), head));
  }
  update(view.state.doc);
  return { element, update };
}

function entry() {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  item.append(button);
  return item;
}

function draw(item, { level, text }) {
  const className = level === 3 ? "outline__sub" : "outline__head";
  if (item.className !== className) item.className = className;
  put(item.firstChild, text.trim() || gettext("(no words yet)"));
}

function jump(view, head) {
  if (!head) return;
  const $end = view.state.doc.resolve(head.pos + 1);
  view.focus();
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, $end.end())).scrollIntoView());
}
