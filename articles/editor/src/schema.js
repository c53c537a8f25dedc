// The editor's schema, made of schema.json, which the server writes from its own tables: what may stand where, with which
// attributes. Nothing here knows a kind by its name but for how it is drawn while one edits.
import { Schema } from "prosemirror-model";
import described from "./schema.json";

export const PLACES = described.places;
export const LIST_DEPTH = described.listDepth;
export const EMBEDS = described.embeds;
const KINDS = new Map(described.kinds.map((kind) => [kind.name, kind]));
const LISTS = ["list", "numbered"];

/** The editor's name of a kind: the schema's own, without blanks. */
export const nameOf = (kind) => kind.replaceAll(" ", "_");
/** What the server's table says of a node: null for what it does not store as a block (the document, text, a line break). */
export const kindOf = (node) => BY_NODE.get(node.type.name) ?? null;
const BY_NODE = new Map([...KINDS.values()].map((kind) => [nameOf(kind.name), kind]));

// What may stand in a kind, as ProseMirror spells it. Kinds of which there is one stand where the table names them.
function contentOf(kind) {
  if (kind.words && kind.holds.length) return `paragraph (${kind.holds.map(nameOf).join(" | ")})*`;
  if (kind.words) return kind.breaks ? "inline*" : "text*";
  if (!kind.holds.length) return "";
  const parts = [];
  let several = [];
  const close = () => {
    if (several.length) parts.push(`(${several.join(" | ")})+`);
    several = [];
  };
  for (const name of kind.holds) {
    const inner = KINDS.get(name);
    if (!inner.single) several.push(nameOf(name));
    else {
      close();
      parts.push(inner.eager ? nameOf(name) : `${nameOf(name)}?`);
    }
  }
  close();
  return parts.join(" ");
}

// How attributes stand in the editor: as stored, null where left out. `own` and `upload` live in the editor only.
const EDITING = {
  figure: { own: { default: false }, upload: { default: null } },
};
/** The classes under which readers' pages draw a kind (articles/body/render.py). */
const LOOKS = { pull: "pull", box: "box" };
const DEFAULTS = { "data-photo": "", "data-place": "center" };

function attributesOf(kind) {
  const attrs = {};
  for (const [name, bare] of Object.entries(kind.attributes)) {
    if (!bare) attrs[name] = { default: DEFAULTS[name] ?? null };
  }
  return { ...attrs, ...EDITING[kind.name] };
}

function nodeOf(kind) {
  const stored = Object.entries(kind.attributes).filter(([, bare]) => !bare);
  const leaf = !kind.words && !kind.holds.length;
  const spec = {
    content: contentOf(kind),
    attrs: attributesOf(kind),
    marks: kind.words && !kind.holds.length ? marksBut(kind.without) : "",
    defining: ["heading", "subheading", "item", "quote", "pull", "box"].includes(kind.name),
    isolating: ["figure", "figcaption", "gallery", "table", "caption", "head cell", "cell", "box", "cite"].includes(kind.name),
    selectable: leaf || kind.name === "item" || described.body.includes(kind.name),
    draggable: leaf || ["figure", "gallery"].includes(kind.name),
    parseDOM: [parseRule(kind)],
    toDOM(node) {
      const said = {};
      for (const [name, bare] of Object.entries(kind.attributes)) {
        if (bare) said[name] = "";
        else if (node.attrs[name] !== null) said[name] = node.attrs[name];
      }
      if (kind.name === "figure" && !node.attrs.own) said["data-inherits"] = "";
      if (LOOKS[kind.name]) said.class = LOOKS[kind.name];
      return leaf ? [kind.tag, said] : [kind.tag, said, 0];
    },
  };
  if (stored.length === 0) delete spec.attrs;
  return spec;
}

function parseRule(kind) {
  const named = kind.key ? `${kind.tag}[${kind.key}]` : kind.tag;
  return {
    tag: named,
    priority: kind.key ? 60 : 50,
    getAttrs(dom) {
      const attrs = {};
      for (const [name, bare] of Object.entries(kind.attributes)) {
        if (!bare && dom.hasAttribute(name)) attrs[name] = dom.getAttribute(name);
      }
      if (kind.name === "figure") {
        if (!PLACES.includes(attrs["data-place"])) attrs["data-place"] = "center";
        attrs.own = dom.querySelector("figcaption") !== null && !dom.hasAttribute("data-inherits");
      }
      if (kind.name === "embed" && !(attrs["data-embed"] in EMBEDS)) return false;
      return attrs;
    },
  };
}

const marksBut = (without) => Object.keys(described.marks).filter((mark) => !without.includes(mark)).join(" ");

// The server lets no other address through; a page that never met it, as a copy, is not believed either.
const OUTER = /^(https?:\/\/|mailto:|tel:)/i;

// One of a mark's attributes holds; it stands in the editor as its name and its value.
function markOf(tag, attributes) {
  if (!attributes.length) {
    return { parseDOM: [{ tag }, ...aliasesOf(tag).map((alias) => ({ tag: alias }))], toDOM: () => [tag, 0] };
  }
  return {
    attrs: { attribute: { default: attributes[0] }, value: {} },
    inclusive: tag !== "a",
    parseDOM: attributes.map((attribute) => ({
      tag: `${tag}[${attribute}]`,
      getAttrs: (dom) => {
        const first = attributes.find((name) => dom.getAttribute(name));
        const value = first === attribute && dom.getAttribute(attribute);
        return value && (attribute !== "href" || OUTER.test(value)) ? { attribute, value } : false;
      },
    })),
    toDOM: (mark) => [tag, { [mark.attrs.attribute]: mark.attrs.value }, 0],
  };
}

const aliasesOf = (tag) => Object.keys(described.aliases).filter((alias) => described.aliases[alias] === tag);

const nodes = {
  doc: { content: `(${described.body.map(nameOf).join(" | ")})+` },
  text: { group: "inline" },
  hard_break: {
    inline: true,
    group: "inline",
    selectable: false,
    linebreakReplacement: true,
    parseDOM: [{ tag: "br" }],
    toDOM: () => ["br"],
  },
};
for (const kind of KINDS.values()) nodes[nameOf(kind.name)] = nodeOf(kind);
for (const name of ["heading", "subheading"]) {
  nodes[name].parseDOM.push(...aliasesOf(KINDS.get(name).tag).map((tag) => ({ tag })));
}

export const schema = new Schema({
  nodes,
  marks: Object.fromEntries(Object.entries(described.marks).map(([tag, attributes]) => [tag, markOf(tag, attributes)])),
});
export const isList = (node) => LISTS.includes(node.type.name);
export const CAPTIONED = schema.nodes.figure;
