// What is said under the text: remarks on what came, and offers that are taken or left.
import { el } from "./desk.js";
import { gettext } from "./words.js";

/** {notes, offers: elements; remark(sentences); offer({words, accept, refuse, take, leave})}. done() is called after a choice. */
export function remarks(done) {
  const notes = el("div", { class: "editor__notes", role: "status" });
  const offers = el("div", { class: "editor__offers", role: "region", "aria-label": gettext("Offers"), hidden: true });

  function remark(sentences) {
    if (!sentences.length) return;
    notes.replaceChildren(...sentences.map((one) => el("p", {}, one)),
      el("button", { type: "button", class: "link", onclick: () => notes.replaceChildren() }, gettext("All right")));
  }

  function offer({ words, accept, refuse, take, leave }) {
    const one = el("div", { class: "offer" }, el("p", {}, words),
      el("button", { type: "button", class: "button", onclick: () => finish(take) }, accept),
      el("button", { type: "button", class: "button button--second", onclick: () => finish(leave) }, refuse));
    const finish = (fn) => {
      one.remove();
      offers.hidden = !offers.children.length;
      fn();
      done();
    };
    offers.append(one);
    offers.hidden = false;
  }

  return { notes, offers, remark, offer };
}
