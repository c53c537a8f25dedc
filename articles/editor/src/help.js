// The sheet of keys and of what can be typed. KEYS is what it says; a test holds it against the keymaps.
import { el } from "./desk.js";
import { dialog } from "./dialogs.js";
import { gettext } from "./words.js";

/** [{keys, does, mac?, bound?}]: keys as a keymap spells them; bound: false where no keymap has them, but the page. */
export const KEYS = [
  { keys: "Mod-s", does: gettext("Save"), bound: false },
  { keys: "Mod-z", does: gettext("Undo") },
  { keys: "Shift-Mod-z", does: gettext("Redo") },
  { keys: "Mod-b", does: gettext("Bold") },
  { keys: "Mod-i", does: gettext("Italic") },
  { keys: "Mod-k", does: gettext("Link") },
  { keys: "Mod-Alt-2", does: gettext("Subhead") },
  { keys: "Mod-Alt-3", does: gettext("Small subhead") },
  { keys: "Mod-Alt-0", does: gettext("Paragraph") },
  { keys: "Mod-Shift-7", does: gettext("Numbered list") },
  { keys: "Mod-Shift-8", does: gettext("List") },
  { keys: "Mod-Shift-b", does: gettext("Quotation") },
  { keys: "Mod-Shift-Space", does: gettext("Blank where no line breaks") },
  { keys: "Mod-Shift-v", does: gettext("Paste the words only"), bound: false },
  { keys: "Mod-f", does: gettext("Find") },
  { keys: "Mod-h", mac: "Mod-Alt-f", does: gettext("Find and replace") },
  { keys: "F3", does: gettext("Next place found") },
  { keys: "Shift-F3", does: gettext("Previous place found") },
  { keys: "Alt-ArrowUp", does: gettext("Move the block up") },
  { keys: "Alt-ArrowDown", does: gettext("Move the block down") },
  { keys: "Escape", does: gettext("Select the whole block") },
  { keys: "Tab", does: gettext("Deeper in a list; next cell of a table") },
  { keys: "Shift-Tab", does: gettext("Back out in a list; previous cell of a table") },
  { keys: "Alt-F10", does: gettext("To the toolbar") },
  { keys: "/", does: gettext("In an empty paragraph: the menu of what can be put in"), bound: false },
  { keys: "?", does: gettext("Outside the text: this sheet"), bound: false },
];

/** [{typed, does}]: what becomes something else as it is typed. */
export const TYPED = [
  { typed: "## ", does: gettext("Subhead") },
  { typed: "### ", does: gettext("Small subhead") },
  { typed: "> ", does: gettext("Quotation") },
  { typed: ">> ", does: gettext("Pull quote") },
  { typed: "- ", does: gettext("List; Backspace makes it a line of dialogue") },
  { typed: "1. ", does: gettext("Numbered list") },
  { typed: "--- ", does: gettext("Rule") },
  { typed: "**…**", does: gettext("Bold") },
  { typed: "*…*", does: gettext("Italic") },
  { typed: '"…"', does: gettext("Quotation marks “…”; Backspace gives back what was typed") },
  { typed: "--", does: gettext("Dash –; a third hyphen makes it —") },
  { typed: "...", does: gettext("Ellipsis …") },
];

const onMac = () => /Mac|iP(hone|ad|od)/.test(navigator.platform);
const SIGNS = {
  true: { Mod: "⌘", Shift: "⇧", Alt: "⌥", Ctrl: "⌃" },
  false: { Mod: "Ctrl" },
};
const NAMED = { ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc" };

/** The help sheet: {open()}. `?` outside text opens it too. To be made once a page. */
export function helpDialog() {
  const box = dialog(gettext("Keys and what can be typed"), [
    table(gettext("Keys"), KEYS.map((one) => [pressed(one), one.does])),
    table(gettext("Typed"), TYPED.map(({ typed, does }) => [el("td", {}, el("kbd", {}, typed)), does])),
  ], { look: "keys-sheet" });
  const open = () => box.dialog.open || box.open();
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.defaultPrevented || takesText(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });
  return { open };
}

const takesText = (target) =>
  target instanceof Element && (target.isContentEditable || target.closest("input, textarea, select, [role=textbox]") !== null);

function table(title, rows) {
  const head = el("tr", {}, el("th", { scope: "col" }, title), el("th", { scope: "col" }, gettext("What it does")));
  const body = rows.map(([first, does]) => el("tr", {}, first, el("td", {}, does)));
  return el("table", {}, el("thead", {}, head), el("tbody", {}, ...body));
}

function pressed({ keys, mac, bound }) {
  const isMac = onMac();
  const cell = el("td", bound === false ? {} : { "data-keys": keys });
  const parts = (isMac && mac ? mac : keys).split("-");
  parts.forEach((part, at) => {
    if (at && !isMac) cell.append("+", document.createElement("wbr"));
    const sign = SIGNS[isMac][part] ?? NAMED[part] ?? (part === "Space" ? gettext("Space") : part);
    cell.append(el("kbd", {}, sign.length === 1 ? sign.toUpperCase() : sign));
  });
  return cell;
}
