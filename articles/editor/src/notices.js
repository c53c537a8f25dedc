// Short notices in the bar of the form, apart from what a save says: they stand until they no longer hold, or until somebody
// puts them away.
import { el } from "./desk.js";
import { button } from "./keptparts.js";
import { gettext } from "./words.js";

/** {put(name, {words, buttons, urgent}), remove(name)} for the bar of this form; buttons: [[words, act]]. */
export function noticesIn(form) {
  const place = el("div", { class: "kept-notices", role: "status" });
  form.querySelector(".story-bar").prepend(place);
  const find = (name) => [...place.children].find((one) => one.dataset.notice === name);
  return {
    put(name, { words, buttons = [], urgent = false }) {
      const notice = el(
        "p",
        { class: `said ${urgent ? "said--warning" : "said--info"} kept-notice`, "data-notice": name },
        el("span", {}, words),
        ...buttons.map(([label, act]) => button(label, act)),
        button(gettext("Hide"), () => notice.remove(), { class: "link" }),
      );
      const old = find(name);
      if (old) old.replaceWith(notice);
      else place.append(notice);
    },
    remove: (name) => find(name)?.remove(),
  };
}
