// What can be put into a story: one list, for the Insert menu and for the menu that / opens in the text.
import { Plugin, PluginKey } from "prosemirror-state";
import * as act from "./commands.js";
import { el, newId } from "./desk.js";
import { putBlocks } from "./figures.js";
import { schema } from "./schema.js";
import { gettext } from "./words.js";

const N = schema.nodes;

/** [{name, label, hint, words: what it is also found by, run(view)}] */
export function insertable(own) {
  const turn = (command) => (view) => command(view.state, view.dispatch, view);
  const put = (nodes) => (view) => {
    const { tr } = putBlocks(view.state, nodes());
    view.dispatch(tr);
  };
  return [
    { name: "camera", label: gettext("Camera"), hint: gettext("take a picture now"), words: "camera chup anh photo", run: own.camera },
    { name: "picture", label: gettext("Picture"), hint: gettext("from the photographs we have"), words: "picture photo image anh hinh", run: own.choosePictures },
    { name: "upload", label: gettext("Picture files"), hint: gettext("from this device"), words: "upload file tep tai len anh", run: own.chooseFiles },
    { name: "waiting", label: gettext("Place for a picture"), hint: gettext("it comes later"), words: "waiting placeholder cho anh con thieu", run: own.putWaiting },
    { name: "gallery", label: gettext("Gallery"), hint: gettext("several pictures that belong together"), words: "gallery chum anh bo anh", run: own.chooseGallery },
    { name: "heading", label: gettext("Subhead"), hint: "## ", words: "heading h2 tit tieu de", run: turn(act.turnInto(N.heading)) },
    { name: "subheading", label: gettext("Small subhead"), hint: "### ", words: "subheading h3 tit phu", run: turn(act.turnInto(N.subheading)) },
    { name: "list", label: gettext("List"), hint: "- ", words: "list bullet danh sach gach dau dong", run: turn(act.toggleList(N.list)) },
    { name: "numbered", label: gettext("Numbered list"), hint: "1. ", words: "numbered ordered danh sach so", run: turn(act.toggleList(N.numbered)) },
    { name: "quote", label: gettext("Quotation"), hint: "> ", words: "quote trich dan", run: turn(act.toggleAround(N.quote)) },
    { name: "pull", label: gettext("Pull quote"), hint: ">> ", words: "pull quote trich noi bat", run: turn(act.toggleAround(N.pull)) },
    { name: "cite", label: gettext("Name of the speaker"), hint: gettext("in a quotation"), words: "cite speaker nguoi noi ten", run: turn(act.nameSpeaker), enabled: (state) => act.nameSpeaker(state) },
    { name: "box", label: gettext("Box"), hint: gettext("facts beside the story"), words: "box hop khung thong tin", run: turn(act.toggleAround(N.box)) },
    { name: "related", label: gettext("Related story"), hint: gettext("a card that leads there"), words: "related story doc them lien quan", run: own.putRelated },
    { name: "embed", label: gettext("Video or post"), hint: gettext("by its address"), words: "embed video youtube facebook nhung", run: own.putEmbed },
    { name: "table", label: gettext("Table"), hint: "3 × 3", words: "table bang", run: (view) => {
      const { tr, from } = putBlocks(view.state, [act.tableOf(3, 3)]);
      view.dispatch(tr.setSelection(tr.selection.constructor.near(tr.doc.resolve(from + 3))));
    } },
    { name: "sub", label: gettext("Subscript"), hint: "H₂O", words: "subscript chi so duoi", run: turn(act.toggle("sub")) },
    { name: "sup", label: gettext("Superscript"), hint: "m²", words: "superscript chi so tren mu", run: turn(act.toggle("sup")) },
    { name: "language", label: gettext("Foreign words"), hint: gettext("say in which language"), words: "language foreign tieng nuoc ngoai", run: own.foreign },
    { name: "plain", label: gettext("Paste the words only"), hint: gettext("without their dress"), words: "paste plain dan chu thuan", run: own.pastePlain },
    { name: "rule", label: gettext("Rule"), hint: "---", words: "rule hr duong ke", run: put(() => [N.rule.create()]) },
  ].filter((one) => one.run);
}

const folded = (words) => words.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");
export const fits = (entry, typed) => {
  const said = folded(`${entry.label} ${entry.words}`);
  return folded(typed).split(/\s+/).every((word) => said.includes(word));
};

const slash = new PluginKey("slash");

/** The menu that "/" opens at the start of an empty paragraph. Arrows, Enter, Escape; typing on narrows it. */
export function slashMenu(entries) {
  const id = newId("slash");
  // The focus stays in the text, also where the list itself is pressed, as to scroll it.
  const list = el("ul", { id, class: "slash", role: "listbox", tabindex: "0", "aria-label": gettext("Put in"), hidden: true, onmousedown: (event) => event.preventDefault() });
  let shown = [];
  let at = 0;

  const typedIn = (state) => {
    const { $from, empty } = state.selection;
    if (!empty || $from.parent.type !== N.paragraph) return null;
    const before = $from.parent.textBetween(0, $from.parentOffset, "\n", "\ufffc");
    const found = /^\/([\p{L}\p{M}\p{N} ]{0,24})$/u.exec(before);
    return found && $from.parent.content.size === $from.parentOffset ? found[1] : null;
  };

  function run(view, entry) {
    const { $from } = view.state.selection;
    view.dispatch(view.state.tr.delete($from.start(), $from.pos));
    entry.run(view);
    if (!document.querySelector("dialog[open]")) view.focus();
  }

  function mark(view, next) {
    at = next;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    const here = list.children[at];
    here?.scrollIntoView({ block: "nearest" });
    if (here) view.dom.setAttribute("aria-activedescendant", here.id);
  }

  function draw(view) {
    const { open, typed } = slash.getState(view.state);
    shown = open ? entries().filter((entry) => fits(entry, typed) && (!entry.enabled || entry.enabled(view.state))) : [];
    list.hidden = !shown.length;
    if (!shown.length) {
      view.dom.removeAttribute("aria-activedescendant");
      view.dom.removeAttribute("aria-controls");
      list.replaceChildren();
      return;
    }
    view.dom.setAttribute("aria-controls", id);
    list.replaceChildren(...shown.map((entry, index) => el("li", {
      role: "option", id: `${id}-${index}`, "aria-selected": "false",
      onclick: () => run(view, entry),
    }, el("b", {}, entry.label), " ", el("span", { class: "soft" }, entry.hint))));
    mark(view, Math.min(at, shown.length - 1));
    place(view);
  }

  // Below the line, above it where there is no room.
  function place(view) {
    const line = view.coordsAtPos(view.state.selection.from);
    const height = list.offsetHeight;
    const below = line.bottom + 4 + height < window.innerHeight - 64;
    list.style.left = `${Math.max(8, Math.min(line.left, window.innerWidth - list.offsetWidth - 8))}px`;
    list.style.top = `${below ? line.bottom + 4 : Math.max(8, line.top - height - 4)}px`;
  }

  return new Plugin({
    key: slash,
    state: {
      init: () => ({ open: false, typed: "", closed: false }),
      apply(tr, before, _old, state) {
        const typed = typedIn(state);
        let now = { open: false, typed: "", closed: false };
        if (typed !== null) {
          const closed = before.closed || tr.getMeta(slash) === "close";
          now = { open: !closed && (before.open || tr.docChanged), typed, closed };
        }
        const same = Object.keys(now).every((key) => now[key] === before[key]);
        return same ? before : now;
      },
    },
    view(view) {
      document.body.append(list);
      const follow = () => !list.hidden && place(view);
      window.addEventListener("scroll", follow, { passive: true });
      return {
        update(now, before) {
          if (slash.getState(now.state) !== slash.getState(before)) {
            at = 0;
            draw(now);
          }
        },
        destroy() {
          window.removeEventListener("scroll", follow);
          list.remove();
        },
      };
    },
    props: {
      handleKeyDown(view, event) {
        if (list.hidden || event.isComposing) return false;
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          mark(view, (at + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % shown.length);
          return true;
        }
        if (event.key === "Enter" || event.key === "Tab") {
          run(view, shown[at]);
          return true;
        }
        if (event.key === "Escape") {
          view.dispatch(view.state.tr.setMeta(slash, "close"));
          return true;
        }
        return false;
      },
      handleDOMEvents: {
        blur: (view) => {
          if (!list.hidden) view.dispatch(view.state.tr.setMeta(slash, "close"));
          return false;
        },
      },
    },
  });
}
