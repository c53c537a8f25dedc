// What the place of the cursor shows: the bar of a table, the hint in an empty paragraph.
import { closeHistory } from "prosemirror-history";
import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { tableAt } from "./commands.js";
import { schema } from "./schema.js";
import { gettext } from "./words.js";

const N = schema.nodes;

/** The table that the cursor stands in shows its bar. */
export function currentTable() {
  return new Plugin({
    props: {
      decorations(state) {
        const at = tableAt(state.selection);
        return at && DecorationSet.create(state.doc, [Decoration.node(at.pos, at.pos + at.table.nodeSize, { class: "is-current" }, { current: true })]);
      },
    },
  });
}

/** What an empty paragraph says where the cursor stands. */
export function hint() {
  const words = gettext("Write, drop pictures, or press / to put something in");
  return new Plugin({
    props: {
      decorations(state) {
        const { $from, empty } = state.selection;
        const alone = state.doc.childCount === 1;
        if (!empty || $from.parent.type !== N.paragraph || $from.parent.content.size || ($from.depth > 1 && !alone)) return null;
        return DecorationSet.create(state.doc, [Decoration.node($from.before(), $from.after(), { class: "is-hint", "data-hint": words })]);
      },
    },
  });
}

/** While a block is dragged, nothing lies over the place where it may be dropped. */
export function dragging() {
  const mark = (on) => (view) => {
    // A browser ends a drag whose element changes in the same moment.
    setTimeout(() => view.dom.classList.toggle("is-dragging", on));
    return false;
  };
  const drop = (view) => {
    if (view.dragging) view.dispatch(closeHistory(view.state.tr)); // a move is a step of its own
    return mark(false)(view);
  };
  return new Plugin({ props: { handleDOMEvents: { dragstart: mark(true), dragend: mark(false), drop } } });
}
