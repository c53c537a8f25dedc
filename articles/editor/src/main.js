// The editor of a story's text, in place of the text area that stands there without it. story.js saves the form; this gives
// it the text. Everything that can be pressed here is also said in help.js.
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { EditorState, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { around } from "./around.js";
import { counts, countsBar, outlinePanel } from "./counts.js";
import { currentTable, dragging, hint } from "./cursor.js";
import { deskOf, el } from "./desk.js";
import { embedDialog } from "./embed.js";
import { figures, figuresOf, putBlocks } from "./figures.js";
import { figureView } from "./figureview.js";
import { findBar, finding, openFind } from "./find.js";
import { foreign } from "./foreign.js";
import { helpDialog } from "./help.js";
import { kept } from "./kept.js";
import { keptForm } from "./keptform.js";
import { keys } from "./keys.js";
import { closedLinks, linkBar, linker, refsOf } from "./links.js";
import { marksPanel } from "./marks.js";
import { insertable, slashMenu } from "./menu.js";
import { clipboardSerializer, pasting } from "./paste.js";
import { livePreview } from "./livepreview.js";
import { pendingPlaces } from "./pending.js";
import { pictures } from "./pictures.js";
import { schema } from "./schema.js";
import { remarks } from "./remarks.js";
import { read, write } from "./stored.js";
import { strip } from "./strip.js";
import { opener, toolbar } from "./toolbar.js";
import { makeTypographic, typing } from "./typing.js";
import { cardView, embedView, galleryView, tableView } from "./views.js";
import { gettext } from "./words.js";

const N = schema.nodes;

export function mount(story, data) {
  const { form } = story;
  const desk = deskOf(form, data);
  const area = document.getElementById("id_text");
  const field = form.elements.html;
  let view = null;
  let held = false;
  let rest = 0;
  const editable = () => !held && data.editable;
  const listeners = new Set();

  const said = remarks(() => view.focus());
  const shots = pictures(desk, { view: () => view, editable, story });
  const { uploads } = shots;
  const paste = pasting({ desk, uploads, putFigures: shots.put, fill: shots.fill, offer: said.offer, say: said.remark, takeStory });
  shots.bring = paste.bringFiles;

  // ---- links, cards, embeds ----
  const links = linker(desk, { putCard: (now, id) => {
    now.dispatch(putBlocks(now.state, [N.card.create({ "data-article": String(id) })]).tr);
    now.focus();
  } });
  const about = linkBar(desk, links);
  const askEmbed = embedDialog(paste.embedOf);

  // ---- what can be put in ----
  const entries = insertable({
    ...shots.insertable,
    foreign: foreign(),
    pastePlain: navigator.clipboard?.readText && (async (now) => {
      if (!(await paste.pastePlain(now))) said.remark([gettext("The browser did not hand over what was copied. Press Control+Shift+V in the text instead.")]);
    }),
    putRelated: (now) => links.openCard(now),
    putEmbed: (now) => askEmbed(now),
  });

  // ---- the view ----
  const label = area.closest(".line").querySelector("label");
  label.id = "text-label";
  const doc = read(field.value, desk.photo);
  const bound = keys({ link: (state, dispatch, now) => (dispatch ? links.open(now) : true), toolbar: () => bar.focus() });
  const state = EditorState.create({
    doc,
    plugins: [
      ...typing({ language: desk.language }),
      finding(),
      pendingPlaces(),
      slashMenu(() => entries),
      figures(desk),
      currentTable(),
      dragging(),
      closedLinks(desk),
      paste.plugin,
      ...bound.plugins,
      history({ depth: 1000 }),
      dropCursor({ class: "drop-cursor", width: 3, color: false }),
      gapCursor(),
      hint(),
    ],
  });
  const place = el("div", { class: "editor__page" });
  view = new EditorView(place, {
    state,
    editable,
    clipboardSerializer: clipboardSerializer(desk),
    attributes: () => ({
      id: "story-body", class: "story__body", role: "textbox", "aria-multiline": "true", "aria-labelledby": "text-label",
      lang: desk.language(), spellcheck: "true", "aria-readonly": String(!editable()),
    }),
    nodeViews: {
      figure: figureView(shots),
      card: cardView(desk),
      embed: embedView(),
      gallery: galleryView(shots),
      table: tableView(shots),
    },
    scrollThreshold: { top: 170, bottom: 96, left: 0, right: 0 },
    scrollMargin: { top: 180, bottom: 112, left: 0, right: 0 },
    transformPastedText: (text) => text.normalize("NFC"),
    transformPastedHTML: (html) => html.normalize("NFC"),
    dispatchTransaction(tr) {
      const before = view.state;
      view.updateState(before.apply(tr));
      if (tr.docChanged) changed(tr);
      else if (before.selection !== view.state.selection || tr.getMeta("known")) shown();
      if (tr.getMeta("uploads")) side.update(view);
    },
  });

  const side = strip(desk, { uploads });
  const length = countsBar({ asked: () => Number(form.elements.asked_words?.value) || null });
  const heads = outlinePanel(view);
  heads.element.hidden = true;
  const marks = marksPanel(view, desk.language);
  const search = findBar(view);
  const help = helpDialog();
  const bar = toolbar(view, {
    link: (now) => links.open(now),
    entries: () => entries,
    camera: shots.insertable.camera,
    choosePictures: (now) => entries.find((one) => one.name === "picture")?.run(now),
    panels: panels(),
  });
  const frame = el("div", { class: "editor" },
    el("div", { class: "editor__top" }, data.editable && bar.element, search, heads.element, marks, about.element),
    place, length.element, said.offers, said.notes, ...shots.inputs);
  area.after(frame);
  area.hidden = true;
  area.disabled = true;
  field.disabled = false;
  document.querySelectorAll(".text-tools, .drop").forEach((one) => one.remove());
  label.removeAttribute("for");
  label.addEventListener("click", () => view.focus());
  const stripPlace = document.getElementById("part-strip");
  stripPlace?.after(side.element);
  withoutServersStrip();

  let last = { doc: view.state.doc, html: write(view.state.doc) };
  const html = () => {
    if (last.doc !== view.state.doc) last = { doc: view.state.doc, html: write(view.state.doc) };
    return last.html;
  };

  function changed(tr) {
    if (!tr.getMeta("quiet")) story.touch();
    listeners.forEach((fn) => fn());
    length.update(view.state.doc);
    heads.update(view.state.doc);
    shown();
    clearTimeout(rest);
    rest = setTimeout(() => side.update(view), 250);
  }
  function panels() {
    return [
      opener(gettext("Find"), () => { view.focus(); openFind(view.state, view.dispatch, view); }),
      opener(gettext("Outline"), (on) => { heads.element.hidden = !on; }, heads.element),
      opener(gettext("Marks"), (on) => { marks.hidden = !on; }, marks),
      opener("?", () => help.open(), null, gettext("Keys and tricks")),
    ];
  }

  function shown() {
    bar.update();
    about.update(view);
  }

  desk.onKnown(() => {
    const tr = view.state.tr.setMeta("known", true).setMeta("photos", true).setMeta("quiet", true).setMeta("addToHistory", false);
    // Figures that show their photograph's words show them as they are known now.
    for (const { node, pos } of figuresOf(view.state.doc)) {
      const words = desk.photo(node.attrs["data-photo"])?.caption?.replace(/\s+/g, " ");
      if (node.attrs.own || !words || node.textContent === words) continue;
      const start = tr.mapping.map(pos + 2);
      tr.insertText(words, start, start + node.firstChild.content.size);
    }
    view.dispatch(tr);
    side.update(view);
  });

  function takeStory(said) {
    for (const name of ["headline", "standfirst", "credit_line"]) {
      const input = form.elements[name];
      if (!said[name] || input.value.trim()) continue;
      input.value = said[name];
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  // The server's strip has fields of its own for the same figures; the text here says it all.
  function withoutServersStrip() {
    stripPlace?.querySelectorAll(".strip, .strip ~ .soft, :scope > .soft").forEach((one) => one.remove());
  }
  around(view, { story, shots, side, editable });

  const editor = {
    view,
    desk,
    uploads,
    html,
    /** Writes the text into the field that is posted. */
    flush: () => { field.value = html(); },
    hold(on) {
      held = on;
      view.setProps({ editable });
    },
    /** What the server stored: put in where it differs, the cursor where it stood. */
    arrive(stored) {
      withoutServersStrip();
      if (stored === html()) return;
      const fresh = read(stored, desk.photo);
      const start = view.state.doc.content.findDiffStart(fresh.content);
      if (start === null) return;
      let { a, b } = view.state.doc.content.findDiffEnd(fresh.content);
      const overlap = start - Math.min(a, b);
      if (overlap > 0) [a, b] = [a + overlap, b + overlap];
      view.dispatch(view.state.tr.replace(start, a, fresh.slice(start, b)).setMeta("quiet", true));
      const photos = figuresOf(view.state.doc).map(({ node }) => node.attrs["data-photo"]);
      desk.learn(photos, refsOf(view.state.doc));
    },
    /** Another text in place of this one, as one step that can be undone. */
    replace(other) {
      const fresh = read(other, desk.photo);
      const tr = view.state.tr.replaceWith(0, view.state.doc.content.size, fresh.content);
      view.dispatch(tr.setSelection(TextSelection.atStart(tr.doc)));
    },
    /** Another text, from the beginning: nothing of before can be undone. */
    set(other) {
      view.updateState(EditorState.create({ doc: read(other, desk.photo), plugins: view.state.plugins }));
      changed(view.state.tr);
    },
    counts: () => counts(view.state.doc),
    keys: bound.names,
    makeTypographic: () => makeTypographic(desk.language())(view.state, view.dispatch),
    focus: () => view.focus(),
    onChange: (fn) => listeners.add(fn),
  };
  window.storyEditor = editor;
  story.attach(editor);
  story.onSaved(({ photos = {} }) => desk.hear(photos)); // none with the answer that leads away
  form.elements.language?.addEventListener("change", () => view.setProps({}));
  form.elements.asked_words?.addEventListener("input", () => length.update(view.state.doc));
  side.update(view);
  length.update(view.state.doc);
  shown();
  return editor;
}

const data = document.getElementById("editor-data");
if (data && window.storyForm) {
  const said = JSON.parse(data.textContent);
  performance.mark("editor begins");
  const editor = mount(window.storyForm, said);
  performance.measure("editor", "editor begins"); // what opening a story costs, for whoever measures it
  const keeper = kept(keptForm(window.storyForm, editor, said.editable));
  if (said.editable) livePreview(keeper);
}
