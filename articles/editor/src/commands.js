// What one does to blocks: turn them, move them, make lists and tables of them. Each is a ProseMirror command.
import { chainCommands, lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { closeHistory } from "prosemirror-history";
import { Fragment } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { NodeSelection, Selection, TextSelection } from "prosemirror-state";
import { LIST_DEPTH, isList, schema } from "./schema.js";

const N = schema.nodes;

// ---- the kind of a paragraph -------------------------------------------------------------------------------------------

/** Heading, subheading or paragraph; pressed again it is a paragraph. What stands in a list or a quote is taken out first. */
export const turnInto = (type) => (state, dispatch, view) => {
  const wanted = state.selection.$from.parent.type === type && type !== N.paragraph ? N.paragraph : type;
  if (turn(wanted)(state, dispatch)) return true;
  if (wanted === N.paragraph && state.selection.$from.parent.type === N.paragraph) return liftOut(state, dispatch);
  if (!liftOut(state)) return false;
  if (dispatch && view) {
    liftOut(view.state, view.dispatch);
    turn(wanted)(view.state, view.dispatch);
  }
  return true;
};

// Where the other kind has no line breaks, they become blanks: no two words grow together.
const turn = (type) => (state, dispatch) => {
  if (!setBlockType(type)(state)) return false;
  if (dispatch) {
    const { from, to } = state.selection;
    const tr = state.tr;
    if (!type.contentMatch.matchType(N.hard_break)) {
      state.doc.nodesBetween(from, to, (node, pos) => {
        if (!node.isTextblock) return;
        node.forEach((child, offset) => {
          if (child.type === N.hard_break) tr.replaceWith(pos + 1 + offset, pos + 2 + offset, schema.text(" "));
        });
      });
    }
    dispatch(tr.setBlockType(from, to, type).scrollIntoView());
  }
  return true;
};

const liftOut = chainCommands(liftListItem(N.item), lift);

/** A list of the marked paragraphs; of the other kind it changes kind; of the same kind its items are paragraphs again. */
export const toggleList = (type) => (state, dispatch) => {
  const { $from, $to } = state.selection;
  const range = $from.blockRange($to, (node) => isList(node));
  if (range && isList(range.parent)) {
    if (range.parent.type === type) return liftListItem(N.item)(state, dispatch);
    if (dispatch) dispatch(state.tr.setNodeMarkup(range.$from.before(range.depth), type));
    return true;
  }
  return wrapInList(type)(state, dispatch);
};

/** Deeper, as deep as a story's lists go. */
export function deeper(state, dispatch) {
  const { $from } = state.selection;
  let depth = 0;
  for (let at = $from.depth; at > 0; at -= 1) depth += isList($from.node(at)) ? 1 : 0;
  return depth > 0 && depth < LIST_DEPTH && sinkListItem(N.item)(state, dispatch);
}
export const shallower = liftListItem(N.item);
export const nextItem = splitListItem(N.item);

/** Put a quote, a pull quote or a box around, or take it away. */
export const toggleAround = (type) => (state, dispatch) => {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type !== type) continue;
    if (dispatch) dispatch(unwrapped(state, $from.before(depth)));
    return true;
  }
  const other = around($from, [N.quote, N.pull]);
  if (other && [N.quote, N.pull].includes(type)) {
    if (dispatch) dispatch(state.tr.setNodeMarkup(other, type));
    return true;
  }
  return wrapIn(type)(state, dispatch);
};

function around($from, types) {
  for (let depth = $from.depth; depth > 0; depth -= 1) if (types.includes($from.node(depth).type)) return $from.before(depth);
  return null;
}

function unwrapped(state, pos) {
  const node = state.doc.nodeAt(pos);
  const blocks = [];
  node.forEach((child) => blocks.push(child.type === N.cite ? N.paragraph.create(null, child.content) : child));
  const offset = state.selection.from - pos - 1;
  const tr = state.tr.replaceWith(pos, pos + node.nodeSize, blocks);
  return tr.setSelection(Selection.near(tr.doc.resolve(Math.min(pos + Math.max(offset, 0), tr.doc.content.size))));
}

/** In a quote: the line that names who spoke. */
export function nameSpeaker(state, dispatch) {
  const { $from } = state.selection;
  const quote = around($from, [N.quote, N.pull]);
  if (quote === null) return false;
  const node = state.doc.nodeAt(quote);
  const cite = node.lastChild.type === N.cite;
  const end = quote + node.nodeSize - 1;
  if (dispatch) {
    const tr = state.tr;
    if (!cite) tr.insert(end, N.cite.create());
    const at = cite ? end - 1 : end + 1;
    dispatch(tr.setSelection(TextSelection.create(tr.doc, at)).scrollIntoView());
  }
  return true;
}

/** Enter at the end of a quote's last, empty paragraph or of its speaker leaves it. */
export function leaveAround(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty || ![N.cite, N.caption].includes($from.parent.type)) return false;
  if (dispatch) {
    const after = $from.after(-1);
    const tr = $from.parent.type === N.cite ? state.tr.insert(after, N.paragraph.create()) : state.tr;
    const target = $from.parent.type === N.cite ? after + 1 : $from.after() + 1;
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(target))).scrollIntoView());
  }
  return true;
}

export const toggle = (mark, attrs) => toggleMark(schema.marks[mark], attrs);

/** A line break within a paragraph, where the kind of block has them. */
export function lineBreak(state, dispatch) {
  const { $from } = state.selection;
  if (!$from.parent.isTextblock || !$from.parent.type.contentMatch.matchType(N.hard_break)) return false;
  if (dispatch) dispatch(state.tr.replaceSelectionWith(N.hard_break.create()).scrollIntoView());
  return true;
}

// ---- moving ----------------------------------------------------------------------------------------------------------

/** Move the block of the cursor (an item within its list, a figure within its gallery) past its neighbour. dir: -1 up, 1 down. */
export const moveBlock = (dir) => (state, dispatch) => {
  const found = moving(state.selection);
  if (!found) return false;
  const { $at, depth } = found;
  const parent = $at.node(depth);
  const index = $at.index(depth);
  const target = index + dir;
  if (target < 0 || target >= parent.childCount || !movable(parent, index, target)) return stepOut(state, dispatch, found, dir);
  if (dispatch) {
    const from = $at.posAtIndex(index, depth);
    const node = parent.child(index);
    const other = parent.child(target);
    const tr = closeHistory(state.tr);
    const start = dir < 0 ? from - other.nodeSize : from;
    tr.replaceWith(start, start + node.nodeSize + other.nodeSize, dir < 0 ? [node, other] : [other, node]);
    select(tr, state.selection, dir < 0 ? -other.nodeSize : other.nodeSize);
    dispatch(tr.scrollIntoView());
  }
  return true;
};

function moving(selection) {
  if (selection instanceof NodeSelection) return { $at: selection.$from, depth: selection.$from.depth };
  const { $from } = selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const type = $from.node(depth).type;
    const holder = $from.node(depth - 1);
    const whole = holder.type === schema.topNodeType || type === N.item || type === N.row || (type === N.figure && holder.type === N.gallery) || holder.type === N.box;
    if (whole) return { $at: $from, depth: depth - 1 };
  }
  return null;
}

function movable(parent, index, target) {
  const order = [];
  parent.forEach((child) => order.push(child));
  [order[index], order[target]] = [order[target], order[index]];
  return parent.type.validContent(Fragment.fromArray(order));
}

// At the edge of a gallery or a box a figure or a block steps out.
function stepOut(state, dispatch, { $at, depth }, dir) {
  const holder = $at.node(depth);
  if (![N.gallery, N.box].includes(holder.type)) return false;
  const index = $at.index(depth);
  const node = holder.child(index);
  const alone = holder.childCount === 1;
  const from = $at.posAtIndex(index, depth);
  if (dispatch) {
    const tr = closeHistory(state.tr);
    const target = dir < 0 ? $at.before(depth) : $at.after(depth);
    if (alone) tr.replaceWith($at.before(depth), $at.after(depth), node);
    else if (dir < 0) tr.delete(from, from + node.nodeSize).insert(target, node);
    else tr.insert(target, node).delete(from, from + node.nodeSize);
    const at = alone ? $at.before(depth) : dir < 0 ? target : target - node.nodeSize;
    tr.setSelection(node.type === N.figure ? NodeSelection.create(tr.doc, at) : Selection.near(tr.doc.resolve(at)));
    dispatch(tr.scrollIntoView());
  }
  return true;
}

function select(tr, selection, by) {
  if (selection instanceof NodeSelection) tr.setSelection(NodeSelection.create(tr.doc, selection.from + by));
  else tr.setSelection(TextSelection.create(tr.doc, selection.anchor + by, selection.head + by));
}

/** Escape: the block of the cursor as a whole; once more, what holds it. */
export function selectBlock(state, dispatch) {
  const { selection } = state;
  const $from = selection.$from;
  const start = selection instanceof NodeSelection ? $from.depth : $from.depth + 1;
  for (let depth = start - 1; depth > 0; depth -= 1) {
    if (!NodeSelection.isSelectable($from.node(depth))) continue;
    if (dispatch) dispatch(state.tr.setSelection(NodeSelection.create(state.doc, $from.before(depth))));
    return true;
  }
  return false;
}

// ---- tables ----------------------------------------------------------------------------------------------------------

/** A table of so many rows and columns; the first row heads. */
export function tableOf(rows, columns) {
  const row = (type) => N.row.create(null, Array.from({ length: columns }, () => type.create()));
  return N.table.create(null, Array.from({ length: rows }, (_one, at) => row(at ? N.cell : N.head_cell)));
}

/** Where the cursor stands in a table: {table, pos, rows, row, column, caption} or null. */
export function tableAt({ $from }) {
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const table = $from.node(depth);
    if (table.type !== N.table) continue;
    const rows = [];
    table.forEach((child) => child.type === N.row && rows.push(child));
    const caption = table.firstChild.type === N.caption ? table.firstChild : null;
    const row = $from.index(depth) - (caption ? 1 : 0);
    const column = $from.depth > depth && row >= 0 ? $from.index(depth + 1) : -1;
    return { table, pos: $from.before(depth), rows, row, column, caption };
  }
  return null;
}

const inTable = (change) => (state, dispatch) => {
  const at = tableAt(state.selection);
  if (!at) return false;
  const changed = change(at);
  if (!changed) return false;
  if (dispatch) {
    const { rows, row = at.row, column = at.column } = changed;
    const tr = state.tr;
    if (!rows.length || !rows[0].childCount) {
      tr.replaceWith(at.pos, at.pos + at.table.nodeSize, N.paragraph.create());
      tr.setSelection(TextSelection.create(tr.doc, at.pos + 1));
    } else {
      tr.replaceWith(at.pos, at.pos + at.table.nodeSize, N.table.create(null, at.caption ? [at.caption, ...rows] : rows));
      tr.setSelection(Selection.near(tr.doc.resolve(placeOf(at, rows, Math.min(Math.max(row, 0), rows.length - 1), Math.max(column, 0)))));
    }
    dispatch(tr.scrollIntoView());
  }
  return true;
};

function placeOf(at, rows, row, column) {
  let pos = at.pos + 1 + (at.caption?.nodeSize ?? 0);
  for (let one = 0; one < row; one += 1) pos += rows[one].nodeSize;
  pos += 1;
  for (let one = 0; one < Math.min(column, rows[row].childCount - 1); one += 1) pos += rows[row].child(one).nodeSize;
  return pos + 1;
}

const widest = (rows) => Math.max(...rows.map((row) => row.childCount));
const cells = (row) => row.content.content;
const rowLike = (row, columns, type = N.cell) => N.row.create(null, Array.from({ length: columns }, (_one, at) => (row?.maybeChild(at)?.type ?? type).create()));

export const addRow = (by) => inTable(({ rows, row }) => {
  const at = row < 0 ? 0 : by < 0 ? row : row + 1;
  const like = N.row.create(null, Array.from({ length: widest(rows) }, (_one, column) => (at > 0 && column === 0 && rows[at - 1].firstChild.type === N.head_cell && rows[at - 1].childCount > 1 && rows[at - 1].child(1).type === N.cell ? N.head_cell : N.cell).create()));
  return { rows: [...rows.slice(0, at), like, ...rows.slice(at)], row: at };
});
export const addColumn = (by) => inTable(({ rows, column }) => {
  const at = column < 0 ? widest(rows) : by < 0 ? column : column + 1;
  const grown = rows.map((row) => {
    const heads = cells(row).every((cell) => cell.type === N.head_cell);
    const inside = [...cells(row)];
    while (inside.length < at) inside.push(N.cell.create());
    inside.splice(at, 0, (heads ? N.head_cell : N.cell).create());
    return N.row.create(null, inside);
  });
  return { rows: grown, column: at };
});
export const deleteRow = inTable(({ rows, row }) => row >= 0 && { rows: rows.filter((_one, at) => at !== row) });
export const deleteColumn = inTable(({ rows, column }) => column >= 0 && {
  rows: rows.map((row) => N.row.create(null, cells(row).filter((_one, at) => at !== column))).filter((row) => row.childCount),
  column: Math.max(column - 1, 0),
});

const retyped = (cell, type) => type.create(null, type === N.head_cell ? withoutBold(cell.content) : cell.content);
function withoutBold(content) {
  const inside = [];
  content.forEach((node) => inside.push(node.mark(schema.marks.strong.removeFromSet(node.marks))));
  return Fragment.fromArray(inside);
}
export const toggleHeadRow = inTable(({ rows }) => {
  const heads = cells(rows[0]).every((cell) => cell.type === N.head_cell);
  return { rows: [N.row.create(null, cells(rows[0]).map((cell) => retyped(cell, heads ? N.cell : N.head_cell))), ...rows.slice(1)] };
});
export const toggleHeadColumn = inTable(({ rows }) => {
  const below = rows.length > 1 ? rows.slice(1) : rows;
  const heads = below.every((row) => row.firstChild.type === N.head_cell);
  const headed = (row) => N.row.create(null, [retyped(row.firstChild, heads ? N.cell : N.head_cell), ...cells(row).slice(1)]);
  return { rows: rows.map((row, at) => (at || rows.length === 1 ? headed(row) : row)) };
});

/** The table's caption: made where there is none, and gone to. */
export function toCaption(state, dispatch) {
  const at = tableAt(state.selection);
  if (!at) return false;
  if (dispatch) {
    const tr = at.caption ? state.tr : state.tr.insert(at.pos + 1, N.caption.create());
    dispatch(tr.setSelection(TextSelection.create(tr.doc, at.pos + 2 + (at.caption?.content.size ?? 0))).scrollIntoView());
  }
  return true;
}

/** Tab: the next cell; after the last one a new row. */
export const nextCell = (dir) => (state, dispatch, view) => {
  const at = tableAt(state.selection);
  if (!at || at.row < 0) return false;
  let [row, column] = [at.row, at.column + dir];
  if (column < 0) [row, column] = [row - 1, row > 0 ? at.rows[row - 1].childCount - 1 : 0];
  else if (column >= at.rows[row].childCount) [row, column] = [row + 1, 0];
  if (row < 0) return false;
  if (row >= at.rows.length) return addRow(1)(state, dispatch && ((tr) => dispatch(firstOfRow(tr))), view);
  if (dispatch) {
    const pos = placeOf(at, at.rows, row, column);
    const cell = state.doc.resolve(pos).parent;
    dispatch(state.tr.setSelection(TextSelection.create(state.doc, pos, pos + cell.content.size)).scrollIntoView());
  }
  return true;
};

function firstOfRow(tr) {
  const at = tableAt(tr.selection);
  return tr.setSelection(Selection.near(tr.doc.resolve(placeOf(at, at.rows, at.row, 0))));
}

/** Enter in a cell goes to the row below, so that nobody splits a cell; from the last row a paragraph below the table. */
export function cellBelow(state, dispatch) {
  const at = tableAt(state.selection);
  if (!at || at.row < 0) return false;
  if (dispatch) {
    const tr = state.tr;
    if (at.row + 1 < at.rows.length) tr.setSelection(Selection.near(tr.doc.resolve(placeOf(at, at.rows, at.row + 1, at.column))));
    else {
      const after = at.pos + at.table.nodeSize;
      const next = tr.doc.resolve(after).nodeAfter;
      if (next?.type !== N.paragraph) tr.insert(after, N.paragraph.create());
      tr.setSelection(TextSelection.create(tr.doc, after + 1));
    }
    dispatch(tr.scrollIntoView());
  }
  return true;
}
