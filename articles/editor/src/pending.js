// Places in the text that something is still to come to, or that an offer is about. They move as one types on.
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { el } from "./desk.js";

const pending = new PluginKey("pending");

export function pendingPlaces() {
  return new Plugin({
    key: pending,
    state: {
      init: () => new Map(),
      apply(tr, places) {
        const said = tr.getMeta(pending);
        if (!said && (!tr.docChanged || !places.size)) return places;
        const moved = new Map();
        for (const [id, { from, to, words }] of places) moved.set(id, { from: tr.mapping.map(from, -1), to: tr.mapping.map(to, 1), words });
        if (said?.set) moved.set(said.set, said.place);
        if (said?.drop) moved.delete(said.drop);
        return moved;
      },
    },
    props: {
      decorations(state) {
        const shown = [...pending.getState(state)].filter(([, place]) => place.words);
        return shown.length ? DecorationSet.create(state.doc, shown.map(([id, place]) => Decoration.widget(place.to, () => el("span", { class: "pending", role: "status" }, place.words), { key: id, side: 1 }))) : null;
      },
    },
  });
}

/** Remember a place; words, where given, are shown there meanwhile. */
export const markPlace = (tr, id, from, to, words = "") => tr.setMeta(pending, { set: id, place: { from, to, words } });
export const placeOf = (state, id) => pending.getState(state).get(id);
export const dropPlace = (tr, id) => tr.setMeta(pending, { drop: id });
