// Two texts side by side: which paragraphs are the same, which came, which went, and in which words two of them differ.
// Quick for 36,000 words: what is the same at both ends is set aside first, and no table grows over MOST cells.
import { gettext } from "./words.js";

const MOST = 4_000_000;
const LONGEST_PAIR = 4_000; // words of a paragraph that are compared one by one
const ALIKE = 0.3; // the share of words that makes one paragraph the other's new wording
const NEAR = 8; // lines among which the new wording of one is looked for
const LEAVES = new Set(["P", "H2", "H3", "H4", "H5", "H6", "LI", "TR", "CITE", "CAPTION", "PRE"]);

/** The lines of a stored text for comparing: what a person would call a paragraph, each as plain words. */
export function linesOf(html) {
  const page = new DOMParser().parseFromString(`<body>${html}`, "text/html");
  const lines = [];
  collect(page.body, lines);
  return lines;
}

function collect(parent, lines) {
  let loose = "";
  const close = () => {
    if (loose.trim()) lines.push(oneLine(loose));
    loose = "";
  };
  for (const node of parent.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) loose += node.data;
    else if (node.nodeType === Node.ELEMENT_NODE) {
      if (isInline(node)) loose += wordsOf(node);
      else {
        close();
        take(node, lines);
      }
    }
  }
  close();
}

function take(node, lines) {
  if (node.tagName === "FIGURE") lines.push(pictured(node));
  else if (node.tagName === "HR") lines.push("⁂");
  else if (node.tagName === "TR") lines.push([...node.cells].map((cell) => oneLine(wordsOf(cell))).join(" | "));
  else if (LEAVES.has(node.tagName) && ![...node.children].some((child) => !isInline(child))) {
    const words = oneLine(wordsOf(node));
    if (words) lines.push(node.tagName === "LI" ? `• ${words}` : words);
  } else collect(node, lines);
}

const INLINE = new Set(["A", "B", "STRONG", "I", "EM", "S", "SUB", "SUP", "BR", "SPAN", "CODE", "U", "MARK", "Q", "ABBR", "TIME"]);
const isInline = (node) => INLINE.has(node.tagName);
const oneLine = (words) => words.replace(/[ \t\f\u00a0]+/g, " ").replace(/ *\n */g, "\n").trim();

function wordsOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s/g, " ");
  if (node.tagName === "BR") return "\n";
  return [...node.childNodes].map(wordsOf).join("");
}

// A picture, a card or a list of stories says what it points to, since that is what may differ.
function pictured(node) {
  const points = [...node.attributes].filter((one) => one.name.startsWith("data-") && one.value).map((one) => one.value);
  const words = oneLine(wordsOf(node));
  return `[${[gettext("Picture"), ...points].join(" ")}]${words ? ` ${words}` : ""}`;
}

/**
 * Two lists of lines side by side.
 * Returns rows {left, right}: each null where the other side has a line more, else a list of [words, same].
 */
export function compare(left, right) {
  const rows = [];
  const gone = [];
  const come = [];
  const close = () => rows.push(...paired(gone.splice(0), come.splice(0)));
  for (const [side, line] of steps(left, right)) {
    if (side === "both") {
      close();
      rows.push({ left: [[line, true]], right: [[line, true]], same: true });
    } else (side === "left" ? gone : come).push(line);
  }
  close();
  return rows;
}

// Lines that stand in each other's place, in order: reworded ones beside each other, then the rest side by side.
function paired(gone, come) {
  const rows = [];
  let [from, next] = [0, 0];
  const beside = (until, far) => {
    for (; from < until || next < far; from += 1, next += 1) {
      const [left, right] = [from < until ? gone[from] : null, next < far ? come[next] : null];
      rows.push({ left: left === null ? null : [[left, false]], right: right === null ? null : [[right, false]] });
    }
    [from, next] = [until, far];
  };
  gone.forEach((line, at) => {
    const near = come.slice(next, next + NEAR).findIndex((other) => alike(line, other));
    if (near < 0) return;
    beside(at, next + near);
    rows.push(reworded(line, come[next]));
    [from, next] = [at + 1, next + 1];
  });
  beside(gone.length, come.length);
  return rows;
}

function alike(left, right) {
  const [mine, theirs] = [bag(left), bag(right)];
  if (!mine.size || !theirs.size) return false;
  let shared = 0;
  for (const word of mine) if (theirs.has(word)) shared += 1;
  // A sentence that was only begun is the start of the longer one.
  return shared / Math.max(mine.size, theirs.size) >= ALIKE || right.startsWith(left) || left.startsWith(right);
}
const bag = (line) => new Set(line.toLowerCase().split(/\s+/).filter(Boolean));

function reworded(left, right) {
  const [mine, theirs] = [tokens(left), tokens(right)];
  if (mine.length + theirs.length > 2 * LONGEST_PAIR) return { left: [[left, false]], right: [[right, false]] };
  const row = { left: [], right: [] };
  const add = (side, word, same) => {
    const last = row[side].at(-1);
    if (last && last[1] === same) last[0] += word;
    else row[side].push([word, same]);
  };
  for (const [side, word] of steps(mine, theirs)) {
    if (side === "both") {
      add("left", word, true);
      add("right", word, true);
    } else add(side, word, false);
  }
  return row;
}
const tokens = (line) => line.match(/\s+|[^\s]+/g) ?? [];

/** How the left list becomes the right one: ["both" | "left" | "right", item], in order, by the longest common part. */
export function steps(left, right) {
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head += 1;
  let tail = 0;
  while (tail < left.length - head && tail < right.length - head && left.at(-1 - tail) === right.at(-1 - tail)) tail += 1;
  const both = (item) => ["both", item];
  return [
    ...left.slice(0, head).map(both),
    ...middle(left.slice(head, left.length - tail), right.slice(head, right.length - tail)),
    ...left.slice(left.length - tail).map(both),
  ];
}

function middle(left, right) {
  if (!left.length || !right.length || left.length * right.length > MOST) {
    return [...left.map((item) => ["left", item]), ...right.map((item) => ["right", item])];
  }
  const width = right.length + 1;
  const longest = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        left[i] === right[j] ? longest[(i + 1) * width + j + 1] + 1 : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  const found = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      found.push(["both", left[i]]);
      i += 1;
      j += 1;
    } else if (j >= right.length || (i < left.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1])) {
      found.push(["left", left[i]]);
      i += 1;
    } else {
      found.push(["right", right[j]]);
      j += 1;
    }
  }
  return found;
}
