// Figures as the text knows them: whose words the caption has, which one is being worked on, and what is done to one.
import { closeHistory } from "prosemirror-history";
import { Fragment } from "prosemirror-model";
import { NodeSelection, Plugin, PluginKey, Selection, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { captioned } from "./stored.js";
import { schema } from "./schema.js";

const { figure: FIGURE, gallery: GALLERY, figcaption: CAPTION, paragraph: PARAGRAPH } = schema.nodes;
export const currentFigure = new PluginKey("currentFigure");

/** Every figure in reading order: [{node, pos, gallery}]. */
export function figuresOf(doc) {
  const found = [];
  doc.descendants((node, pos, parent) => {
    if (node.type === FIGURE) found.push({ node, pos, gallery: parent.type === GALLERY });
    return !node.isTextblock;
  });
  return found;
}

/** A name for each that survives moving, as the server names them: p21-1 is the first use of photograph 21, w-2 the second waiting. */
export function keysOf(found) {
  const seen = new Map();
  return found.map(({ node }) => {
    const stem = node.attrs["data-photo"] ? `p${node.attrs["data-photo"]}` : "w";
    seen.set(stem, (seen.get(stem) ?? 0) + 1);
    return `${stem}-${seen.get(stem)}`;
  });
}

/** The figure that holds the selection, or is it: {node, pos} or null. */
export function figureAt(selection) {
  if (selection instanceof NodeSelection && selection.node.type === FIGURE) return { node: selection.node, pos: selection.from };
  const { $from } = selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type === FIGURE) return { node: $from.node(depth), pos: $from.before(depth) };
  }
  return null;
}

/** Keeps `own` true to what stands in the caption, and marks the figure that is worked on. */
export function figures(desk) {
  return new Plugin({
    key: currentFigure,
    appendTransaction(transactions, before, state) {
      if (!transactions.some((tr) => tr.docChanged && !tr.getMeta("photos"))) return null;
      let tr = null;
      for (const { node, pos } of figuresOf(state.doc)) {
        const own = isOwn(node, desk.photo(node.attrs["data-photo"]));
        if (own !== node.attrs.own) tr = (tr ?? state.tr).setNodeAttribute(pos, "own", own);
      }
      return tr;
    },
    props: {
      // Letters typed on a selected figure, table or card stand below it: nothing goes unseen.
      handleTextInput(view, _from, _to, text) {
        const { selection } = view.state;
        if (!(selection instanceof NodeSelection) || !selection.node.isBlock || selection.node.isTextblock) return false;
        const { tr, from } = putBlocks(view.state, [PARAGRAPH.create(null, schema.text(text))], { from: selection.to, to: selection.to });
        view.dispatch(tr.setSelection(TextSelection.create(tr.doc, from + 1 + text.length)));
        return true;
      },
      decorations(state) {
        const here = figureAt(state.selection);
        return here && DecorationSet.create(state.doc, [Decoration.node(here.pos, here.pos + here.node.nodeSize, { class: "is-current" }, { current: true })]);
      },
    },
  });
}

function isOwn(figure, photo) {
  const caption = figure.firstChild;
  const words = photo?.caption?.replace(/\s+/g, " ") ?? "";
  if (!caption.content.size && !words) return figure.attrs.own;
  if (!photo && figure.attrs["data-photo"]) return figure.attrs.own || caption.content.size > 0;
  const plain = !caption.firstChild || caption.childCount === 1 && !caption.firstChild.marks.length;
  return !plain || caption.textContent !== words;
}

/** New figures of these photographs, showing their own words. */
export function figureOf(photo, attrs = {}) {
  return captioned(FIGURE.create({ "data-photo": String(photo.id), ...attrs }, CAPTION.create()), photo);
}
export const waitingFigure = (attrs = {}) => FIGURE.create(attrs, CAPTION.create());

/** Where new blocks stand for a selection: in place of an empty paragraph, else after the block of the cursor. */
export function placeFor(state) {
  const { $from } = state.selection;
  const node = state.selection instanceof NodeSelection ? state.selection.node : null;
  if (node && node.isBlock) return { from: state.selection.to, to: state.selection.to };
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const holder = $from.node(depth - 1);
    if (holder.type !== schema.topNodeType && holder.type.name !== "box") continue;
    const empty = $from.node(depth).type === PARAGRAPH && !$from.node(depth).content.size;
    const at = $from.after(depth);
    if (empty && depth === $from.depth) return { from: $from.before(depth), to: at };
    if ($from.parentOffset === 0 && depth === $from.depth && $from.parent.content.size) return { from: $from.before(depth), to: $from.before(depth) };
    return { from: at, to: at };
  }
  return { from: state.doc.content.size, to: state.doc.content.size };
}

/** Put blocks in. What the place does not take goes below the thing that it stands in. Returns the transaction and where. */
export function putBlocks(state, nodes, place = placeFor(state)) {
  const content = Fragment.from(nodes);
  let { from, to } = place;
  let $at = state.doc.resolve(from);
  while ($at.depth > 0 && !$at.parent.canReplace($at.index(), $at.index(), content)) {
    from = to = $at.after();
    $at = state.doc.resolve(from);
  }
  const tr = state.tr.replaceWith(from, to, content);
  const end = tr.mapping.map(to, 1);
  if (end >= tr.doc.content.size) tr.insert(tr.doc.content.size, PARAGRAPH.create());
  tr.setSelection(Selection.near(tr.doc.resolve(Math.min(end, tr.doc.content.size)), 1));
  return { tr: tr.scrollIntoView(), from };
}

/** The figure stays where it is and shows another photograph; own words stay, inherited ones change with it. */
export function withPhoto(tr, pos, photo, { history = true } = {}) {
  const node = tr.doc.nodeAt(pos);
  const attrs = { ...node.attrs, "data-photo": String(photo.id), upload: null, "data-focus": null };
  if (node.attrs.own && node.firstChild.content.size) tr.setNodeMarkup(pos, null, attrs);
  else tr.replaceWith(pos, pos + node.nodeSize, captioned(FIGURE.create({ ...attrs, own: false }, CAPTION.create()), photo));
  if (!history) tr.setMeta("addToHistory", false);
  return tr;
}

/** Figures beside each other become a gallery; a gallery becomes its figures. */
export function toggleGallery(state, dispatch) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth >= 0; depth -= 1) {
    const node = $from.node(depth);
    if (node.type !== GALLERY) continue;
    if (dispatch) dispatch(dissolved(state, $from.before(depth)).scrollIntoView());
    return true;
  }
  if (state.selection instanceof NodeSelection && state.selection.node.type === GALLERY) {
    if (dispatch) dispatch(dissolved(state, state.selection.from).scrollIntoView());
    return true;
  }
  const here = figureAt(state.selection);
  if (!here) return false;
  const $pos = state.doc.resolve(here.pos);
  if ($pos.depth !== 0) return false;
  const at = $pos.index();
  let first = at;
  let last = at;
  while (first > 0 && state.doc.child(first - 1).type === FIGURE) first -= 1;
  while (last + 1 < state.doc.childCount && state.doc.child(last + 1).type === FIGURE) last += 1;
  if (dispatch) {
    const from = $pos.posAtIndex(first, 0);
    const to = $pos.posAtIndex(last + 1, 0);
    const nodes = [];
    for (let one = first; one <= last; one += 1) nodes.push(state.doc.child(one));
    const tr = state.tr.replaceWith(from, to, GALLERY.create(null, nodes));
    tr.setSelection(NodeSelection.create(tr.doc, from));
    dispatch(tr.scrollIntoView());
  }
  return true;
}

function dissolved(state, pos) {
  const gallery = state.doc.nodeAt(pos);
  const tr = state.tr.replaceWith(pos, pos + gallery.nodeSize, gallery.content);
  return tr.setSelection(NodeSelection.create(tr.doc, pos));
}

/** The figure goes; a gallery that is empty then goes with it. The cursor stands where it stood. */
export function removeFigure(state, pos) {
  const $pos = state.doc.resolve(pos);
  let [from, to] = [pos, pos + state.doc.nodeAt(pos).nodeSize];
  if ($pos.depth > 0 && $pos.parent.childCount === 1) [from, to] = [$pos.before(), $pos.after()];
  const tr = closeHistory(state.tr);
  if (from === 0 && to === state.doc.content.size) tr.replaceWith(from, to, PARAGRAPH.create());
  else tr.delete(from, to);
  return tr.setSelection(Selection.near(tr.doc.resolve(Math.min(from, tr.doc.content.size)))).scrollIntoView();
}

// ---- keys in and around a figure ---------------------------------------------------------------------------------------

const inCaption = ($from) => $from.parent.type === CAPTION;

/** Enter leaves the caption: a paragraph below takes what follows the cursor's thought. */
export function leaveCaption(state, dispatch) {
  const { $from, $to } = state.selection;
  if (!inCaption($from) || !$from.sameParent($to)) return false;
  if (dispatch) {
    const inGallery = $from.node(-2).type === GALLERY;
    const after = inGallery ? $from.after(-2) : $from.after(-1);
    const next = state.doc.resolve(after).nodeAfter;
    const tr = state.tr;
    if (!next || next.type !== PARAGRAPH || next.content.size) tr.insert(after, PARAGRAPH.create());
    dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView());
  }
  return true;
}

/** Home (-1) and End (1) in a caption: to the edge of its line. The browser's End goes past the credit, into what follows. */
export const edgeOfCaptionLine = (dir, extend) => (state, dispatch, view) => {
  // Where the cursor is seen: the state hears of a press of the pointer a moment later.
  const { anchorNode, anchorOffset, focusNode, focusOffset } = view?.root.getSelection() ?? {};
  if (!view?.dom.contains(anchorNode ?? null) || !view.dom.contains(focusNode)) return false;
  const $head = state.doc.resolve(view.posAtDOM(focusNode, focusOffset));
  if (!inCaption($head)) return false;
  const line = view.coordsAtPos($head.pos, dir);
  const edge = dir < 0 ? $head.start() : $head.end();
  const same = (pos) => {
    const { top, bottom } = view.coordsAtPos(pos, -dir);
    return top < line.bottom && bottom > line.top;
  };
  let to = $head.pos;
  while (to !== edge && same(to + dir)) to += dir;
  const from = extend ? view.posAtDOM(anchorNode, anchorOffset) : to;
  if (dispatch) dispatch(state.tr.setSelection(TextSelection.between(state.doc.resolve(from), state.doc.resolve(to))).scrollIntoView());
  return true;
};

/** Backspace at the start of a caption selects the figure, so that nothing goes unseen. */
export function selectFigure(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty || !inCaption($from) || $from.parentOffset > 0) return false;
  if (dispatch) dispatch(state.tr.setSelection(NodeSelection.create(state.doc, $from.before(-1))));
  return true;
}

/** Enter on a selected block opens a paragraph below it. */
export function paragraphBelow(state, dispatch) {
  const { selection } = state;
  if (!(selection instanceof NodeSelection) || !selection.node.isBlock) return false;
  if (dispatch) {
    const { tr } = putBlocks(state, [PARAGRAPH.create()], { from: selection.to, to: selection.to });
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(Math.min(selection.to + 1, tr.doc.content.size)))));
  }
  return true;
}
