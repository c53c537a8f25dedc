// Letters as they are compared in searching: the rule of newsroom/text.py, with the marks of typography made plain too.

const PLAIN = new Map([..."đðɖøłħŧı"].map((letter, at) => [letter, "dddolhti"[at]]));
for (const [letter, plain] of Object.entries({ æ: "ae", œ: "oe", þ: "th" })) PLAIN.set(letter, plain);
for (const [letters, plain] of [["“”„«»", '"'], ["‘’‚", "'"], ["–—−‑", "-"], ["…", "..."]]) {
  for (const letter of letters) PLAIN.set(letter, plain);
}

// A letter that goes before U+0345 when both follow a base has a combining class of its own: it is a mark.
export const isMark = (letter) =>
  letter === "\u0345" || `\u0345${letter}`.normalize("NFD")[0] !== "\u0345" || (letter >= "\ufe00" && letter <= "\ufe0f");
const caseless = (letter) => letter.toLowerCase().toUpperCase().toLowerCase();

const known = [new Map(), new Map(), new Map(), new Map()];

function foldedLetter(letter, marks, matchCase) {
  const table = known[(marks ? 1 : 0) + (matchCase ? 2 : 0)];
  if (!table.has(letter)) {
    if (table.size > 8192) table.clear();
    table.set(letter, worked(letter, marks, matchCase));
  }
  return table.get(letter);
}

function worked(letter, marks, matchCase) {
  if (/\s/.test(letter)) return " ";
  const parts = letter.normalize("NFD");
  const cased = matchCase ? parts : caseless(parts).normalize("NFD");
  if (marks) return cased;
  let bare = "";
  for (const one of cased) {
    if (!isMark(one)) bare += PLAIN.get(one) ?? upperPlain(one);
  }
  const plain = bare.normalize("NFKD");
  if ([...bare].length === 1 && [...plain].length === 1 && /[\p{L}\p{N}]/u.test(plain) && plain < "\u0250") {
    return matchCase ? plain : caseless(plain);
  }
  return bare;
}

// Đ is D where case counts.
function upperPlain(letter) {
  const plain = PLAIN.get(letter.toLowerCase());
  return plain && letter !== letter.toLowerCase() ? plain.toUpperCase() : letter;
}

/**
 * A text folded, and for each folded letter where its own begins in the text; the length of the text ends the list.
 * @param {{marks?: boolean, matchCase?: boolean}} how  what is to count
 */
export function folded(text, { marks = false, matchCase = false } = {}) {
  let out = "";
  const places = [];
  let at = 0;
  for (const letter of text) {
    const is = foldedLetter(letter, marks, matchCase);
    out += is;
    for (let unit = 0; unit < is.length; unit += 1) places.push(at);
    at += letter.length;
  }
  places.push(text.length);
  return { text: out, places };
}

const OF_A_WORD = /[\p{L}\p{M}\p{N}_]/u;
const letterBefore = (text, at) => [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? "";
const letterAt = (text, at) => (at < text.length ? String.fromCodePoint(text.codePointAt(at)) : "");

/**
 * Where a text holds what is looked for: [from, to] in order, apart, whole letters only.
 * @param {{marks?: boolean, matchCase?: boolean, words?: boolean}} how
 * @param {{text: string, places: number[]}} ready  folded(text, how), where it is at hand
 */
export function places(text, wanted, how = {}, ready = folded(text, how)) {
  const needle = folded(wanted, how).text;
  const found = [];
  if (!needle) return found;
  let at = ready.text.indexOf(needle);
  while (at !== -1) {
    const hit = whole(text, ready.places, at, at + needle.length, how);
    if (hit) found.push(hit);
    at = ready.text.indexOf(needle, hit ? at + needle.length : at + 1);
  }
  return found;
}

function whole(text, starts, start, end, { marks, words }) {
  const [from, to] = [starts[start], starts[end]];
  if (starts[start - 1] === from || starts[end - 1] === to) return null; // a part of a letter
  if (marks && isMark(letterAt(text, to))) return null;
  if (words && (OF_A_WORD.test(letterBefore(text, from)) || OF_A_WORD.test(letterAt(text, to)))) return null;
  return [from, to];
}
