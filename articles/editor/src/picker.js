// Choosing photographs from the library: by their words, with or without marks; the ones that may be placed come first, the
// others say why not. Several at once where several make sense.
import { dialog } from "./dialogs.js";
import { el } from "./desk.js";
import { gettext, interpolate, ngettext } from "./words.js";

export function picker(desk) {
  let take = () => {};
  let several = false;
  let chosen = new Map();
  let next = null;
  let asked = 0;
  let timer = 0;
  const query = el("input", { type: "search", autocomplete: "off", maxlength: "200", "aria-label": gettext("Search photographs"),
    placeholder: gettext("Search by words, with or without marks") });
  const found = el("ul", { class: "pick-grid", "aria-label": gettext("Photographs") });
  const status = el("p", { class: "soft", role: "status" });
  const more = el("button", { type: "button", class: "button button--second", hidden: true, onclick: () => look(next) }, gettext("Older ones"));
  const put = el("button", { type: "button", class: "button", onclick: () => finish([...chosen.values()]) });
  const box = dialog(gettext("Choose a picture"), [query, status, found, el("p", { class: "desk-dialog__foot" }, more, put)], { wide: true });

  query.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 250);
  });
  query.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    found.querySelector("button:not([aria-disabled=true])")?.click();
  });
  // Arrows walk the grid, as one expects of pictures.
  found.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns(), ArrowUp: -columns() };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const all = [...found.querySelectorAll("button")];
    all[Math.min(Math.max(all.indexOf(document.activeElement) + steps[event.key], 0), all.length - 1)]?.focus();
  });
  const columns = () => Math.max(1, Math.round(found.clientWidth / (found.firstElementChild?.offsetWidth || 1)));

  async function look(before) {
    const older = typeof before === "string" ? before : null;
    const mine = (asked += 1);
    status.textContent = found.children.length ? "" : gettext("Looking…");
    const answer = await desk.ask(`${desk.form.dataset.pick}?${new URLSearchParams(older ? { q: query.value, before: older } : { q: query.value })}`);
    if (mine !== asked) return;
    if (!answer.ok) {
      status.textContent = answer.signedOut ? gettext("You were signed out. Sign in in another tab, then search again.") : gettext("No answer from the desk. Try again in a moment.");
      return;
    }
    const { photos, older: goesOn } = answer.body;
    desk.know(photos);
    const items = photos.map(choice);
    if (older) found.append(...items);
    else found.replaceChildren(...items);
    status.textContent = found.children.length ? "" : gettext("No photograph has these words. Try fewer, or upload a new one.");
    next = goesOn;
    more.hidden = !next;
  }

  function choice(photo) {
    // One that lacks words may be placed and gets them in the story; one that is not theirs to place may not.
    const closed = photo.placeable === undefined ? !photo.usable && !photo.missing.length : !photo.placeable;
    const words = [photo.caption || photo.name, photo.credit].filter(Boolean).join(" · ");
    const button = el("button", { type: "button", class: "pick", "aria-disabled": closed ? "true" : null, "aria-pressed": several ? "false" : null, onclick: () => press(photo, button, closed) },
      photo.thumb ? el("img", { src: photo.thumb, alt: photo.alt || "", loading: "lazy", width: photo.width, height: photo.height }) : el("span", { class: "pick__none" }),
      el("span", { class: "pick__words" }, words),
      photo.made && el("span", { class: "pick__made" }, photo.made),
      photo.why && el("span", { class: "pick__why" }, photo.why));
    return el("li", {}, button);
  }

  function press(photo, button, closed) {
    if (closed) {
      status.textContent = photo.why;
      return;
    }
    if (!several) return finish([photo]);
    const on = !chosen.has(photo.id);
    if (on) chosen.set(photo.id, photo);
    else chosen.delete(photo.id);
    button.setAttribute("aria-pressed", String(on));
    sayChosen();
  }

  function sayChosen() {
    put.hidden = !several;
    put.disabled = chosen.size === 0;
    put.textContent = chosen.size ? interpolate(ngettext("Put in %s picture", "Put in %s pictures", chosen.size), [chosen.size]) : gettext("Put in");
  }

  function finish(photos) {
    const fn = take;
    take = () => {};
    box.close();
    if (photos.length) fn(photos);
  }

  /** @param {(photos: object[]) => void} then */
  return function open(then, { many = false } = {}) {
    take = then;
    several = many;
    chosen = new Map();
    box.heading.textContent = many ? gettext("Choose pictures") : gettext("Choose a picture");
    sayChosen();
    box.open();
    query.focus();
    query.select();
    look();
  };
}
