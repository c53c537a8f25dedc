// Quotation marks, dashes and blanks: as one types, and in what was there before.
import { el } from "./desk.js";
import { makeTypographic, setTypography, typographyOn } from "./typing.js";
import { gettext } from "./words.js";

/** The panel with the switch and the one press for what stands there already. */
export function marksPanel(view, language) {
  const tick = el("input", { type: "checkbox", form: "", onchange: () => setTypography(tick.checked) });
  tick.checked = typographyOn();
  return el("div", { class: "marks-panel", hidden: true },
    el("label", { class: "tick" }, tick, " ", gettext("Set quotation marks, dashes and unbreakable blanks as I type")),
    el("button", { type: "button", class: "link", onclick: () => {
      makeTypographic(language())(view.state, view.dispatch);
      view.focus();
    } }, gettext("Set them in the whole story, or in what is marked")));
}
