// A body between its stored HTML and the editor's document. What is written here is spelled as the server spells it, so
// that a text that nobody changed is not changed by being looked at.
import { DOMParser as Reader, Fragment } from "prosemirror-model";
import { isList, kindOf, schema } from "./schema.js";

const reader = Reader.fromSchema(schema);
const SPACE = /[ \t\n\r\f\u00a0]+/g;

/**
 * The document of a stored body. Figures that inherit their caption show the photograph's.
 * @param {string} html
 * @param {(id: string) => {caption: string} | undefined} photo
 */
export function read(html, photo = () => undefined) {
  const page = new window.DOMParser().parseFromString(`<body>${html}`, "text/html");
  return withInherited(reader.parse(page.body, { preserveWhitespace: "full" }), photo);
}

/** The nodes of a piece of a body, for putting in somewhere. */
export function readSlice(html, photo = () => undefined) {
  return read(html, photo).content;
}

export function withInherited(doc, photo) {
  return doc.copy(inherited(doc.content, photo));
}

function inherited(content, photo) {
  const nodes = [];
  content.forEach((node) => {
    if (node.type === schema.nodes.figure && !node.attrs.own) nodes.push(captioned(node, photo(node.attrs["data-photo"])));
    else nodes.push(node.isTextblock || node.isLeaf ? node : node.copy(inherited(node.content, photo)));
  });
  return Fragment.fromArray(nodes);
}

/** A figure that shows the words of its photograph. */
export function captioned(figure, photo) {
  const words = photo?.caption ? schema.text(photo.caption.replace(/\s+/g, " ")) : null;
  return figure.copy(Fragment.from(schema.nodes.figcaption.create(null, words)));
}

// ---- writing ---------------------------------------------------------------------------------------------------------

/** The stored HTML of a document. */
export function write(doc) {
  return blocks(doc.content);
}

function blocks(content, holder = null) {
  const parts = [];
  let before = null;
  content.forEach((node) => {
    const html = block(node, holder);
    if (html === "") return;
    const again = before?.type === node.type;
    if (again && isList(node)) parts.push(joined(parts.pop(), html, kindOf(node).tag));
    else if (!(again && node.type === schema.nodes.rule)) parts.push(html);
    before = node;
  });
  return parts.join("");
}

/** Two lists of one kind beside each other are one. */
const joined = (first, second, tag) => first.slice(0, -`</${tag}>`.length) + second.slice(`<${tag}>`.length);

// Nodes never change, so what was written of one holds as long as it stands: a key typed costs its own block.
const written = new WeakMap();

function block(node, holder) {
  if (!node.isTextblock) return spelledBlock(node, holder);
  if (!written.has(node)) written.set(node, spelledBlock(node, holder));
  return written.get(node);
}

function spelledBlock(node, holder) {
  const kind = kindOf(node);
  const start = `<${kind.tag}${attributes(node, kind, holder)}>`;
  if (kind.tag === "hr") return start;
  const end = `</${kind.tag}>`;
  if (kind.name === "figure") {
    const caption = node.attrs.own ? `<figcaption>${words(node.firstChild)}</figcaption>` : "";
    return start + caption + end;
  }
  if (kind.name === "paragraph") {
    return paragraphs(node).map((inner) => start + inner + end).join("");
  }
  if (node.isTextblock) {
    const inner = words(node);
    return inner || kind.eager ? start + inner + end : "";
  }
  if (kind.name === "item") return item(node, start, end);
  if (kind.name === "row") {
    const inner = blocks(node.content, node);
    return node.textContent.trim() ? start + inner + end : "";
  }
  if (kind.name === "table" && !node.textContent.trim()) return "";
  const inner = blocks(node.content, node);
  return inner || kind.eager ? start + inner + end : "";
}

function item(node, start, end) {
  const first = words(node.firstChild);
  const rest = [];
  node.forEach((child, _offset, at) => at > 0 && rest.push(block(child, node)));
  return first || rest.join("") ? start + first + rest.join("") + end : "";
}

// The caption that a figure in a gallery has beside its neighbours' decides its place: it has none of its own.
function attributes(node, kind, holder) {
  let said = "";
  for (const [name, bare] of Object.entries(kind.attributes)) {
    if (bare) said += ` ${name}`;
    else if (name === "data-place" && holder?.type === schema.nodes.gallery) continue;
    else if (node.attrs[name] !== null) said += ` ${name}="${quoted(node.attrs[name])}"`;
  }
  return said;
}

// ---- words -----------------------------------------------------------------------------------------------------------

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const quoted = (text) => escaped(text).replaceAll('"', "&quot;").replaceAll("'", "&#x27;");
const opened = (mark) => (mark.attrs.attribute ? `<${mark.type.name} ${mark.attrs.attribute}="${quoted(mark.attrs.value)}">` : `<${mark.type.name}>`);

// Runs of a textblock: text, a line break as "\n", with their marks from the outermost inwards.
function runs(node) {
  const found = [];
  node.forEach((child) => {
    const text = child.isText ? child.text : "\n";
    found.push({ text, marks: child.marks });
  });
  return found;
}

// A paragraph that holds an empty line is two.
function paragraphs(node) {
  const parts = [[]];
  let owed = [];
  for (const run of runs(node)) {
    if (run.text === "\n") {
      owed.push(run);
      continue;
    }
    if (!run.text.replace(SPACE, "") && owed.length) continue;
    if (owed.length > 1) parts.push([]);
    else parts.at(-1).push(...owed);
    owed = [];
    parts.at(-1).push(run);
  }
  return parts.map(spelled).filter(Boolean);
}

const words = (node) => spelled(runs(node));

// As the server reads it: blanks are one, none stand at the ends or beside a line break.
function spelled(given) {
  const letters = [];
  for (const { text, marks } of given) for (const letter of text) letters.push({ letter, marks });
  const kept = [];
  let blank = null;
  for (const one of letters) {
    if (/[ \t\n\r\f\u00a0]/.test(one.letter)) {
      const letter = one.letter === "\n" || one.letter === "\u00a0" ? one.letter : " ";
      if (blank === null) blank = { letter };
      else blank = { letter: blank.letter === "\n" || letter === "\n" ? "\n" : " " };
      continue;
    }
    if (blank && kept.length) kept.push({ letter: blank.letter, marks: shared(kept.at(-1).marks, one.marks) });
    blank = null;
    kept.push(one);
  }
  let html = "";
  let current = [];
  for (const { letter, marks } of kept) {
    const same = sharedCount(current, marks);
    for (const mark of current.slice(same).reverse()) html += `</${mark.type.name}>`;
    for (const mark of marks.slice(same)) html += opened(mark);
    current = marks;
    html += letter === "\n" ? "<br>" : escaped(letter);
  }
  for (const mark of [...current].reverse()) html += `</${mark.type.name}>`;
  return html;
}

function sharedCount(left, right) {
  let count = 0;
  while (count < Math.min(left.length, right.length) && left[count].eq(right[count])) count += 1;
  return count;
}
const shared = (left, right) => left.slice(0, sharedCount(left, right));
