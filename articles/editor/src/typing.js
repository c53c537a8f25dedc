// What happens while one types: Markdown becomes blocks and marks, straight marks become right ones. The text stands as
// typed for a moment and then changes, in a step of its own: one Backspace or one Ctrl+Z gives back what was typed.
import { closeHistory, undo } from "prosemirror-history";
import { Plugin, PluginKey } from "prosemirror-state";
import { canJoin, findWrapping } from "prosemirror-transform";
import { schema } from "./schema.js";

// ---- the table of typographic rules ----------------------------------------------------------------------------------

const HARD = "\u00a0"; // a blank where no line breaks
const START = "\ufffc"; // stands before the first letter of a line, and for whatever is no letter
const ENDS = ` ${HARD}\n,.;:!?)]”’"'…/`; // a word ends where one of these is typed
const END = "[\\s,.;:!?)\\]”’\"'…/]";

// What belongs to the number before it.
const UNITS = {
  both: "km km² km2 m m² m2 m³ m3 cm cm² mm kg g mg ha l ml km/h m/s MW kW W kWh GB MB TB Hz MHz GHz °C °F USD EUR VND h",
  vi: "đồng đ tỉ tỷ triệu nghìn ngàn giờ phút giây tuổi tấn tạ lít mét độ",
  en: "million billion trillion thousand percent a.m p.m miles metres tonnes",
};
const AMOUNTS = { vi: "tỉ tỷ triệu nghìn ngàn", en: "million billion trillion thousand" };
const MONEY = "đồng USD EUR VND";
// What belongs to the name or the number after it; of the second kind, only to a number.
const BEFORE_NAMES = {
  vi: "TP. Tp. Q. P. TX. TT. H. X. TS. ThS. GS. PGS. BS. KS. LS. KTS. NSND NSƯT Mr. Mrs. Ms. Dr.",
  en: "Mr. Mrs. Ms. Dr. Prof. St. Gen. Sen. Gov. Rep. Capt. Lt. TP.",
};
const BEFORE_NUMBERS = { vi: "Tr. tr. No.", en: "No. p. pp. vol. ch. fig. Fig." };

const oneOf = (...lists) =>
  lists
    .flatMap((list) => list.split(" "))
    .sort((one, other) => other.length - one.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"))
    .join("|");
const within = (...parts) => new RegExp(parts.join(""), "u");

/**
 * The rules, in the order in which they are tried. Each looks at the end of the line once a letter of `on` was typed.
 * `find` and `put` are those of String.replace; `pair` says which mark of a pair a straight one is. Left as typed: 3x4,
 * 1/2, (c), ->, 2020-2024, a hyphen that begins a line, and ' " behind a digit (feet, inches, minutes of a match).
 */
const rulesOf = (language) => [
  { on: '"', pair: ["“", "”"], within: "‘" },
  { on: "'", pair: ["‘", "’"], within: "“" },
  { on: "s", find: /(\d)'s$/, put: "$1’s" },
  { on: "s", find: /‘(\d\ds)$/, put: "’$1" },
  ...(language === "en" ? [{ on: ENDS, find: within("‘((?:tis|twas|twill|til|em)", END, ")$"), put: "’$1" }] : []),
  { on: ".", find: /(?<!\.)\.\.\.$/, put: "…" },
  { on: "-", find: /(?<=[^\s\ufffc]) --$/, put: `${HARD}–` },
  { on: "-", find: /(?<=[^\s\ufffc\-–<!])--$/, put: "–" },
  { on: " ", find: /(?<=\ufffc)-- $/, put: "– " },
  { on: "-", find: /–-$/, put: "—" },
  { on: "-", find: /\+\/?-$/, put: "±" },
  { on: " ", find: /(?<=[^\s\ufffc])(?<!\d[\p{L}%]{0,2}) - $/u, put: `${HARD}– ` },
  { on: " ", find: /(?<=[^\s\ufffc]) ([–—]) $/, put: `${HARD}$1 ` },
  { on: ENDS, find: within("(?<=\\d[\\p{L}%]{0,2}) - (?=\\d\\S*?", END, "$)"), put: "–" },
  { on: ENDS, find: within("(?<=\\d[\\p{L}%]{0,2}) - (?=\\p{L}\\S*?", END, "$)"), put: `${HARD}– ` },
  { on: ENDS, find: within("(?<=\\d) x (?=\\d\\S*?", END, "$)"), put: `${HARD}×${HARD}` },
  { on: "%", find: /(\d)[ \u00a0]%$/, put: "$1%" },
  { on: ENDS, find: within("(?<=[\\d½¼¾]) (?=(?:", oneOf(UNITS.both, UNITS[language]), ")", END, "$)"), put: HARD },
  {
    on: ENDS,
    find: within("(?<=\\d[ \\u00a0](?:", oneOf(AMOUNTS[language]), ")) (?=(?:", oneOf(MONEY), ")", END, "$)"),
    put: HARD,
  },
  {
    on: ENDS,
    find: within("(?<=(?<![\\p{L}\\d])(?:", oneOf(BEFORE_NAMES[language]), ")) (?=[\\p{Lu}\\d]\\S*?", END, "$)"),
    put: HARD,
  },
  {
    on: ENDS,
    find: within("(?<=(?<![\\p{L}\\d])(?:", oneOf(BEFORE_NUMBERS[language]), ")) (?=\\d\\S*?", END, "$)"),
    put: HARD,
  },
];
const RULES = { vi: byLetter(rulesOf("vi")), en: byLetter(rulesOf("en")) };
const LOOKS_BACK = 60; // letters; no rule needs more
const ADDRESS = /(?:^|[\s\ufffc])\S*(?::\/\/|@|www\.)\S*$/;

function byLetter(rules) {
  const found = new Map();
  for (const rule of rules) {
    for (const letter of rule.on) found.set(letter, [...(found.get(letter) ?? []), rule]);
  }
  return found;
}

const count = (text, letter) => text.split(letter).length - 1;

/** Which mark a straight one is, by what stands before it in the line. */
function ofPair(before, straight, { pair: [open, close], within: outer }) {
  const last = before.at(-1) ?? START;
  const owed = count(before, open) > count(before, close);
  if (/\d/.test(last)) return owed ? close : straight;
  if (/[-–—]/.test(last)) return owed ? close : open;
  return /[\s([{<«/=\ufffc]/.test(last) || last === outer ? open : close;
}

/**
 * What the rules change in a line as `typed` is added to `before`, letter by letter.
 * @returns {{from: number, to: number, put: string}[]} places in before + typed, in order, apart
 */
export function changes(before, typed, language) {
  const rules = RULES[language] ?? RULES.vi;
  if (![...typed].some((letter) => rules.has(letter))) return [];
  const line = new Line(before);
  for (const letter of typed) {
    line.add(letter);
    for (const rule of rules.get(letter) ?? []) {
      const end = (START + line.text).slice(-LOOKS_BACK);
      if (ADDRESS.test(end)) break;
      const better = rule.pair
        ? end.slice(0, -1) + ofPair(line.text.slice(0, -1), letter, rule)
        : end.replace(rule.find, rule.put);
      if (better !== end) line.end(end, better);
    }
  }
  return line.changes(before + typed);
}

/** A line of letters that knows of each where in the given line it comes from. */
class Line {
  constructor(text) {
    this.text = text;
    this.places = Array.from({ length: text.length }, (_none, at) => [at, at + 1]);
    this.given = text.length;
  }

  add(letter) {
    this.text += letter;
    for (let unit = 0; unit < letter.length; unit += 1, this.given += 1) this.places.push([this.given, this.given + 1]);
  }

  /** The end of the line becomes another. */
  end(was, is) {
    let same = 0;
    while (same < Math.min(was.length, is.length) && was[same] === is[same]) same += 1;
    let after = 0;
    while (after < Math.min(was.length, is.length) - same && was.at(-1 - after) === is.at(-1 - after)) after += 1;
    const from = this.text.length - was.length + same;
    const to = this.text.length - after;
    const put = is.slice(same, is.length - after);
    const gone = this.places.slice(from, to);
    const start = gone.length ? gone[0][0] : (this.places[from - 1]?.[1] ?? 0);
    const stop = gone.length ? gone.at(-1)[1] : start;
    const places = Array.from({ length: put.length }, (_none, at) => (at === 0 ? [start, stop] : [stop, stop]));
    this.places.splice(from, to - from, ...places);
    this.text = this.text.slice(0, from) + put + this.text.slice(to);
  }

  changes(given) {
    const found = [];
    let at = 0;
    const note = (from, to, put) => {
      const last = found.at(-1);
      if (last && last.to === from) Object.assign(last, { to, put: last.put + put });
      else found.push({ from, to, put });
    };
    this.places.forEach(([from, to], place) => {
      if (from > at) note(at, from, "");
      if (given.slice(from, to) !== this.text[place]) note(from, to, this.text[place]);
      at = Math.max(at, to);
    });
    if (at < given.length) note(at, given.length, "");
    return found;
  }
}

// ---- the switch ------------------------------------------------------------------------------------------------------

const SWITCH = "editor-typography";

/** Whether marks are made right while one types; kept in this browser. */
export function typographyOn() {
  try {
    return window.localStorage.getItem(SWITCH) !== "off";
  } catch {
    return true; // a browser that keeps nothing
  }
}

export function setTypography(on) {
  try {
    window.localStorage.setItem(SWITCH, on ? "on" : "off");
  } catch {
    // a browser that keeps nothing: the switch stays on
  }
}

// ---- Markdown --------------------------------------------------------------------------------------------------------

const { heading, subheading, quote, pull, list, numbered, rule, paragraph, hard_break } = schema.nodes;
const { strong, em } = schema.marks;

// Each: `find` in the line up to the cursor; `change(tr, from, to, found)` changes what was found, or returns null.
const MARKDOWN = [
  { find: /^## $/, change: (tr, from, to) => turned(tr, from, to, heading) },
  { find: /^### $/, change: (tr, from, to) => turned(tr, from, to, subheading) },
  { find: /^> $/, change: (tr, from, to) => wrapped(tr, from, to, quote) },
  { find: /^>> $/, change: (tr, from, to) => wrapped(tr, from, to, pull) },
  { find: /^[-*] $/, change: (tr, from, to) => (inDialogue(tr.doc.resolve(from)) ? null : wrapped(tr, from, to, list)) },
  { find: /^1\. $/, change: (tr, from, to) => wrapped(tr, from, to, numbered) },
  { find: /^(?:---|–-|—) $/, change: (tr, from, to) => ruled(tr, from, to) },
  { find: /(?<![*\p{L}\d])\*\*([^*\s\ufffc](?:[^*\ufffc]*[^*\s\ufffc])?)\*\*$/u, change: (tr, from, to) => marked(tr, from, to, strong, 2) },
  { find: /(?<![*\p{L}\d])\*([^*\s\ufffc](?:[^*\ufffc]*[^*\s\ufffc])?)\*$/u, change: (tr, from, to) => marked(tr, from, to, em, 1) },
];
const MARKDOWN_ENDS = /[ *]$/;

/** A paragraph that follows one that begins with a dash is the next voice of a dialogue. */
function inDialogue($at) {
  const before = $at.node(-1).maybeChild($at.index(-1) - 1);
  return before?.type === paragraph && /^[-–—] /.test(before.textContent);
}

function turned(tr, from, to, type) {
  const $from = tr.doc.resolve(from);
  const [holder, at] = [$from.node(-1), $from.index(-1)];
  if ($from.parent.type === type || !holder.canReplaceWith(at, at + 1, type)) return null;
  $from.parent.forEach((child, place) => {
    const start = $from.start() + place;
    if (child.type === hard_break) tr.replaceWith(start, start + 1, schema.text(" ", child.marks)); // else two words are one
  });
  return tr.delete(from, to).setBlockType(from, from, type);
}

function wrapped(tr, from, to, type) {
  tr.delete(from, to);
  const range = tr.doc.resolve(from).blockRange();
  const around = range && findWrapping(range, type);
  if (!around) return null;
  tr.wrap(range, around);
  const before = tr.doc.resolve(from - 1).nodeBefore;
  if (type !== quote && type !== pull && before?.type === type && canJoin(tr.doc, from - 1)) tr.join(from - 1);
  return tr;
}

function ruled(tr, from, to) {
  const $from = tr.doc.resolve(from);
  const at = $from.index(-1);
  if ($from.parent.type !== paragraph || !$from.node(-1).canReplaceWith(at, at, rule)) return null;
  return tr.delete(from, to).insert($from.before(), rule.create());
}

function marked(tr, from, to, type, stars) {
  if (!tr.doc.resolve(from).parent.type.allowsMarkType(type)) return null;
  tr.delete(to - stars, to).delete(from, from + stars);
  return tr.addMark(from, to - 2 * stars, type.create()).removeStoredMark(type);
}

/** Enter behind three dashes that stand alone makes a rule. */
export function ruleByEnter(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty || !/^(?:---|–-|—)$/.test($from.parent.textContent) || $from.parentOffset !== $from.parent.content.size) return false;
  const tr = ruled(state.tr, $from.start(), $from.end());
  if (tr && dispatch) dispatch(closeHistory(tr).scrollIntoView());
  return tr !== null;
}

// ---- while one types -------------------------------------------------------------------------------------------------

const typed = new PluginKey("typed");

// The line up to a place: whatever is no text is one letter, as it is one place.
const lineTo = ($at) => $at.parent.textBetween(0, $at.parentOffset, null, START);

/** Where the rules change the end of a line that has `text` at its end, as [Markdown's rule, typographic changes]. */
function due(before, text, language) {
  const line = before + text;
  const markdown = MARKDOWN_ENDS.test(line) ? MARKDOWN.filter(({ find }) => find.test(line)) : [];
  const marks = typographyOn() ? changes(before, text, language) : [];
  return [markdown, marks];
}

// The text stands in the document already; before is the line without it, start where the line begins.
function change(view, before, text, start, [markdown, marks]) {
  const line = before + text;
  for (const { find, change: make } of markdown) {
    const found = find.exec(line);
    const tr = make(view.state.tr, start + found.index, start + line.length, found);
    if (tr) return keep(view, tr, false);
  }
  if (!marks.length) return false;
  const unseen = marks.every(({ from, to, put }) => put === HARD && line.slice(from, to) === " ");
  return keep(view, applied(view.state.tr, start, marks), unseen);
}

// A step of its own in the history, before and behind.
function keep(view, tr, unseen) {
  view.dispatch(closeHistory(tr).setMeta(typed, { unseen }).scrollIntoView());
  view.dispatch(closeHistory(view.state.tr));
  return true;
}

/** Changes put into a line that begins at `start`; each keeps the marks of what it replaces. */
function applied(tr, start, marks) {
  for (const { from, to, put } of [...marks].reverse()) {
    const $from = tr.doc.resolve(start + from);
    const dress = ($from.nodeAfter ?? $from.nodeBefore)?.marks;
    if (put) tr.replaceWith(start + from, start + to, schema.text(put, dress));
    else tr.delete(start + from, start + to);
  }
  return tr;
}

/**
 * The plugins for typing; they stand before the keymaps.
 * @param {{language: () => "vi" | "en"}} how  asked at each change
 */
export function typing({ language }) {
  return [
    new Plugin({
      key: typed,
      state: {
        init: () => null,
        apply: (tr, last) => tr.getMeta(typed) ?? (tr.docChanged || tr.selectionSet ? null : last),
      },
      props: {
        handleTextInput(view, from, to, text, asTyped) {
          const $from = view.state.doc.resolve(from);
          if (view.composing || !$from.parent.isTextblock || !text) return false;
          const before = lineTo($from);
          const found = due(before, text, language());
          if (!found[0].length && !found[1].length) return false;
          view.dispatch(asTyped ? asTyped() : view.state.tr.insertText(text, from, to).scrollIntoView());
          change(view, before, text, $from.start(), found);
          return true;
        },
        handleDOMEvents: {
          // An input method that composes hands its words over here: a mark made by a dead key, or all of them on a phone.
          compositionend(view, event) {
            const last = event.data?.at(-1);
            if (last) setTimeout(() => afterComposing(view, last, language));
            return false;
          },
        },
        handleKeyDown(view, event) {
          if (event.key === "Enter" && !view.composing) endOfLine(view, language());
          return false;
        },
      },
    }),
  ];
}

function afterComposing(view, last, language) {
  if (view.isDestroyed || view.composing) return;
  const { $cursor } = view.state.selection;
  const line = $cursor ? lineTo($cursor) : "";
  if (!line.endsWith(last)) return;
  const before = line.slice(0, -last.length);
  change(view, before, last, $cursor.start(), due(before, last, language()));
}

function endOfLine(view, language) {
  const { $cursor } = view.state.selection;
  if (!$cursor || !typographyOn()) return;
  const marks = changes(lineTo($cursor), "\n", language);
  if (marks.length) view.dispatch(applied(view.state.tr, $cursor.start(), marks));
}

/** Backspace right behind a change gives back what was typed. A blank made hard is not seen, so it takes no key. */
export function undoTyped(state, dispatch) {
  const last = typed.getState(state);
  return last && !last.unseen ? undo(state, dispatch) : false;
}

export function noBreakSpace(state, dispatch) {
  if (!state.selection.$from.parent.isTextblock) return false;
  if (dispatch) dispatch(state.tr.insertText(HARD).scrollIntoView());
  return true;
}

/** Keys of typing; this map stands before the others. */
export const typingKeys = { "Mod-Shift-Space": noBreakSpace, Enter: ruleByEnter, Backspace: undoTyped };

// ---- a whole text ----------------------------------------------------------------------------------------------------

/**
 * A command that puts the rules to what is selected, or to the whole story: one step. Captions that are inherited stay.
 * @param {"vi" | "en"} language
 */
export function makeTypographic(language) {
  return (state, dispatch) => {
    const { from, to, empty } = state.selection;
    const tr = state.tr;
    const lines = linesIn(state.doc, empty ? 0 : from, empty ? state.doc.content.size : to);
    for (const { start, text, first, last } of lines.reverse()) {
      const closing = last === text.length ? "\n" : "";
      const marks = changes(text.slice(0, first), text.slice(first, last) + closing, language);
      applied(tr, start, marks.filter((one) => one.from >= first && one.to <= last));
    }
    if (dispatch && tr.docChanged) dispatch(closeHistory(tr));
    return true;
  };
}

// The lines of words between two places, with what of each is meant.
function linesIn(doc, from, to) {
  const found = [];
  doc.nodesBetween(from, to, (node, at) => {
    if (node.type === schema.nodes.figure && !node.attrs.own) return false;
    if (!node.isTextblock) return true;
    const text = node.textBetween(0, node.content.size, null, START);
    const [first, last] = [Math.max(0, from - at - 1), Math.min(text.length, to - at - 1)];
    if (first < last) found.push({ start: at + 1, text, first, last });
    return false;
  });
  return found;
}
