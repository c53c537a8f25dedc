// The bar above the text: what one needs while writing, in words, walked with the arrow keys; the rest under Insert.
import { redo, redoDepth, undo, undoDepth } from "prosemirror-history";
import * as act from "./commands.js";
import { el, newId } from "./desk.js";
import { isList, schema } from "./schema.js";
import { gettext } from "./words.js";

const N = schema.nodes;
const M = schema.marks;

/** @param own {link(view), entries(), find(), preview, outline, help, choosePictures(view)} */
export function toolbar(view, own) {
  const shown = [];
  const run = (command) => () => {
    view.focus();
    command(view.state, view.dispatch, view);
  };
  const button = (label, act_, said = {}) => el("button", { type: "button", class: "tool", ...said, onclick: act_ }, label);
  const mark = (label, name, said) => {
    const made = button(label, run(act.toggle(name)), { "aria-pressed": "false", ...said });
    shown.push((state) => {
      const on = active(state, M[name]);
      made.setAttribute("aria-pressed", String(on));
      made.disabled = !act.toggle(name)(state);
    });
    return made;
  };
  const block = (label, command, isOn, said = {}) => {
    const made = button(label, run(command), { "aria-pressed": "false", ...said });
    shown.push((state) => {
      made.setAttribute("aria-pressed", String(isOn(state.selection.$from)));
      made.disabled = !command(state);
    });
    return made;
  };

  const kinds = el("select", { class: "tool tool--kind", "aria-label": gettext("Kind of paragraph"), onchange: () => {
    run(act.turnInto(N[kinds.value]))();
  } },
  el("option", { value: "paragraph" }, gettext("Paragraph")), el("option", { value: "heading" }, gettext("Subhead")), el("option", { value: "subheading" }, gettext("Small subhead")));
  shown.push((state) => {
    const { name } = state.selection.$from.parent.type;
    const known = ["paragraph", "heading", "subheading"].includes(name);
    kinds.value = known ? name : "paragraph";
    kinds.disabled = !known;
  });

  const undoing = button(gettext("Undo"), run(undo), { "aria-keyshortcuts": "Control+Z" });
  const redoing = button(gettext("Redo"), run(redo), { "aria-keyshortcuts": "Control+Shift+Z" });
  shown.push((state) => {
    undoing.disabled = !undoDepth(state);
    redoing.disabled = !redoDepth(state);
  });

  const group = (...inside) => el("span", { class: "tools__group" }, ...inside);
  const more = insertMenu(view, own);
  const bar = el("div", { class: "tools", role: "toolbar", "aria-label": gettext("Tools for the text"), "aria-controls": view.dom.id },
    own.camera && group(button(gettext("Camera"), () => own.camera(view))),
    group(kinds,
      mark("B", "strong", { class: "tool tool--bold", "aria-label": gettext("Bold"), "aria-keyshortcuts": "Control+B" }),
      mark("I", "em", { class: "tool tool--italic", "aria-label": gettext("Italic"), "aria-keyshortcuts": "Control+I" }),
      button(gettext("Link"), () => own.link(view), { "aria-keyshortcuts": "Control+K" })),
    group(
      block(gettext("List"), act.toggleList(N.list), ($from) => within($from, (node) => isList(node))),
      block(gettext("Quotation"), act.toggleAround(N.quote), ($from) => within($from, (node) => node.type === N.quote))),
    group(
      button(gettext("Picture"), () => own.choosePictures(view)),
      more.element),
    group(undoing, redoing),
    group(...own.panels));

  // One stop for Tab; arrows walk, as toolbars do.
  const stops = () => [...bar.querySelectorAll(".tool")].filter((one) => !one.disabled && one.offsetParent !== null);
  function rove(to) {
    bar.querySelectorAll(".tool").forEach((one) => one.setAttribute("tabindex", "-1"));
    to?.setAttribute("tabindex", "0");
  }
  bar.addEventListener("focusin", (event) => event.target.classList.contains("tool") && rove(event.target));
  bar.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };
    if (event.key === "Escape" && !event.defaultPrevented) return view.focus();
    if (!(event.key in steps) || event.target === kinds && event.key.startsWith("Arrow") && event.altKey) return;
    if (!event.target.classList.contains("tool")) return;
    event.preventDefault();
    const all = stops();
    const at = all.indexOf(event.target);
    const next = steps[event.key] === Infinity ? all.length - 1 : steps[event.key] === -Infinity ? 0 : (at + steps[event.key] + all.length) % all.length;
    all[next]?.focus();
  });
  rove(kinds);

  return {
    element: bar,
    update() {
      shown.forEach((fn) => fn(view.state));
      const here = bar.querySelector('.tool[tabindex="0"]');
      if (!here || here.disabled) rove(stops()[0]);
    },
    focus() {
      (stops().find((one) => one.getAttribute("tabindex") === "0") ?? stops()[0])?.focus();
      return true;
    },
  };
}

/** A button of the bar that opens something, or, with a panel, shows it and hides it. */
export function opener(label, act_, panel = null, name = null) {
  const made = el("button", { type: "button", class: "tool", "aria-label": name, "aria-expanded": panel && "false", onclick: () => {
    const on = panel ? panel.hidden : true;
    if (panel) made.setAttribute("aria-expanded", String(on));
    act_(on);
  } }, label);
  return made;
}

const within = ($from, test) => {
  for (let depth = $from.depth; depth > 0; depth -= 1) if (test($from.node(depth))) return true;
  return false;
};

function active(state, type) {
  const { from, $from, to, empty } = state.selection;
  return Boolean(empty ? type.isInSet(state.storedMarks ?? $from.marks()) : state.doc.rangeHasMark(from, to, type));
}

function insertMenu(view, own) {
  const id = newId("insert");
  const list = el("div", { id, class: "insert", role: "menu", "aria-label": gettext("Put in"), hidden: true });
  const open = el("button", { type: "button", class: "tool", "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": id, onclick: () => show(list.hidden) }, gettext("Insert"));

  function show(on) {
    list.hidden = !on;
    open.setAttribute("aria-expanded", String(on));
    if (!on) return;
    list.replaceChildren(...own.entries().map((entry) => el("button", {
      type: "button", role: "menuitem", class: "insert__entry", tabindex: "-1",
      "aria-disabled": entry.enabled && !entry.enabled(view.state) ? "true" : null,
      onclick: () => {
        if (entry.enabled && !entry.enabled(view.state)) return;
        show(false);
        view.focus();
        entry.run(view);
      },
    }, el("b", {}, entry.label), " ", el("span", { class: "soft" }, entry.hint))));
    // Fixed, since the bar scrolls sideways on a phone and would cut it off.
    const edges = open.getBoundingClientRect();
    list.style.left = `${Math.max(8, Math.min(edges.left, window.innerWidth - list.offsetWidth - 8))}px`;
    list.style.top = `${edges.bottom + 4}px`;
    go(list.firstElementChild);
  }

  function go(entry) {
    for (const one of list.children) one.setAttribute("tabindex", one === entry ? "0" : "-1");
    entry?.focus();
  }

  list.addEventListener("keydown", (event) => {
    const all = [...list.children];
    const at = all.indexOf(document.activeElement);
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      show(false);
      open.focus();
    } else if (event.key in steps) {
      event.preventDefault();
      go(all[(steps[event.key] + all.length) % all.length]);
    } else if (event.key.length === 1) {
      const found = all.find((one, index) => index > at && one.textContent.toLowerCase().startsWith(event.key.toLowerCase()));
      if (found) go(found);
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (!list.hidden && !list.contains(event.target) && !open.contains(event.target)) show(false);
  });
  window.addEventListener("resize", () => show(false));
  return { element: el("span", { class: "tools__menu" }, open, list) };
}
