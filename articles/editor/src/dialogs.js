// The dialogs of the editor: each is a <dialog> that says what it is, closes with Escape, and gives the focus back.
import { el, newId } from "./desk.js";
import { gettext } from "./words.js";

/**
 * @param {string} title
 * @param {Node[]} inside
 * @returns {{dialog, open(), close(), onClose(fn)}}
 */
export function dialog(title, inside, { wide = false, look = "" } = {}) {
  const id = newId("dialog");
  const heading = el("h2", { id }, title);
  const close = el("button", { type: "button", class: "button button--second dialog-close", onclick: () => made.close() }, gettext("Close"));
  const box = el("dialog", { class: ["desk-dialog", wide && "desk-dialog--wide", look].filter(Boolean).join(" "), "aria-labelledby": id },
    el("div", { class: "desk-dialog__head" }, heading, close), ...inside);
  const closed = new Set();
  let before = null;
  box.addEventListener("close", () => {
    closed.forEach((fn) => fn());
    before?.focus?.({ preventScroll: true });
  });
  // Keys typed in a dialog are no keys of the form.
  box.addEventListener("keydown", (event) => event.stopPropagation());
  const made = {
    dialog: box,
    heading,
    open() {
      if (!box.isConnected) document.body.append(box);
      before = document.activeElement;
      box.showModal();
    },
    close: () => box.close(),
    onClose: (fn) => closed.add(fn),
  };
  return made;
}

/** A field whose answers are a list beneath it: arrows move, Enter takes. ask(words) → entries; draw(entry) → Node. */
export function searchList({ label, placeholder, ask, draw, take, empty }) {
  const list = newId("found");
  const field = el("input", {
    type: "search", autocomplete: "off", placeholder, role: "combobox", "aria-expanded": "false", "aria-controls": list,
    "aria-autocomplete": "list", "aria-label": label, maxlength: "300",
  });
  const results = el("ul", { id: list, role: "listbox", "aria-label": label, class: "search-found" });
  const none = el("p", { class: "soft", hidden: true }, empty);
  const status = el("p", { class: "hidden", role: "status" });
  let entries = [];
  let at = -1;
  let timer = 0;
  let asked = 0;

  function mark(next) {
    at = next;
    [...results.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    const here = results.children[at];
    if (here) {
      field.setAttribute("aria-activedescendant", here.id);
      here.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  }

  async function look() {
    const mine = (asked += 1);
    const found = await ask(field.value);
    if (mine !== asked || !found) return;
    entries = found;
    results.replaceChildren(...entries.map((entry, index) => el(
      "li", { role: "option", id: newId("option"), "aria-selected": "false", "aria-disabled": entry.disabled ? "true" : null, onclick: () => choose(index) }, draw(entry),
    )));
    field.setAttribute("aria-expanded", String(entries.length > 0));
    none.hidden = entries.length > 0 || !field.value;
    status.textContent = entries.length ? "" : field.value ? empty : "";
    mark(entries.length ? entries.findIndex((entry) => !entry.disabled) : -1);
  }

  function choose(index) {
    const entry = entries[index];
    if (entry && !entry.disabled) take(entry);
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 200);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (entries.length) mark((at + (event.key === "ArrowDown" ? 1 : -1) + entries.length) % entries.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (at >= 0) choose(at);
    }
  });
  return { element: el("div", { class: "search-list" }, field, status, results, none), field, look, value: () => field.value };
}
