// Words in another language than the story's: said so that a screen reader speaks them and a browser spells them right.
import { dialog } from "./dialogs.js";
import { el } from "./desk.js";
import { schema } from "./schema.js";
import { gettext } from "./words.js";

const SPAN = schema.marks.span;
const COMMON = ["en", "vi", "fr", "zh", "ja", "ko", "de", "ru", "km", "lo", "th", "es"];

/** The words marked with a language around the cursor or in the selection: {from, to, language} or null. */
function foreignAt({ selection, doc }) {
  const { $from, empty, from, to } = selection;
  if (!empty) {
    let language = "";
    doc.nodesBetween(from, to, (node) => {
      language ||= SPAN.isInSet(node.marks)?.attrs.value ?? "";
    });
    return { from, to, language };
  }
  const mark = SPAN.isInSet($from.marks());
  if (!mark) return null;
  let found = null;
  $from.parent.forEach((node, offset) => {
    const start = $from.start() + offset;
    if (!mark.isInSet(node.marks) || start > $from.pos || start + node.nodeSize < $from.pos) return;
    found = { from: start, to: start + node.nodeSize, language: mark.attrs.value };
  });
  return found;
}

/** open(view): asks in which language the marked words are. */
export function foreign() {
  const names = new Intl.DisplayNames([document.documentElement.lang || "vi"], { type: "language" });
  const choice = el("select", { id: "foreign-language" },
    ...COMMON.map((code) => el("option", { value: code }, names.of(code))), el("option", { value: "" }, gettext("another one")));
  const other = el("input", { type: "text", id: "foreign-other", maxlength: "20", autocomplete: "off", placeholder: "pt-BR" });
  const otherLine = el("p", { hidden: true }, el("label", { for: "foreign-other" }, gettext("Its code, as browsers know it")), other);
  const why = el("p", { class: "figure__why", role: "status" });
  choice.addEventListener("change", () => { otherLine.hidden = choice.value !== ""; });
  let done = () => {};
  const none = el("button", { type: "button", class: "button button--second", onclick: () => finish("") }, gettext("Not foreign"));
  const box = dialog(gettext("Foreign words"), [
    el("p", {}, el("label", { for: "foreign-language" }, gettext("The marked words are in")), " ", choice), otherLine, why,
    el("p", { class: "desk-dialog__foot" }, none, el("button", { type: "button", class: "button", onclick: () => finish(choice.value || other.value.trim()) }, gettext("Mark them"))),
  ]);

  function finish(code) {
    if (code && !/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(code)) {
      why.textContent = gettext("A language is written en, fr or zh-Hant. Nothing was changed.");
      return;
    }
    box.close();
    done(code);
  }

  return function open(view) {
    const here = foreignAt(view.state);
    why.textContent = here ? "" : gettext("Mark the foreign words first, then press this again.");
    choice.value = COMMON.includes(here?.language || "en") ? here?.language || "en" : "";
    other.value = here?.language ?? "";
    otherLine.hidden = choice.value !== "";
    none.hidden = !here?.language;
    done = (code) => {
      if (here) {
        const tr = view.state.tr.removeMark(here.from, here.to, SPAN);
        if (code) tr.addMark(here.from, here.to, SPAN.create({ attribute: "lang", value: code }));
        view.dispatch(tr);
      }
      view.focus();
    };
    box.open();
    choice.focus();
  };
}
