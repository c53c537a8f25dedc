// What is pasted or dropped: pictures and documents as files, words from word processors, mail and pages, plain text.
// The desk's server reads what comes from elsewhere (articles/body/office.py), so that paste and import give the same; the
// browser takes the pictures out first, and falls back on plain words where the line is lost.
import { closeHistory } from "prosemirror-history";
import { DOMSerializer, Fragment, Slice } from "prosemirror-model";
import { Plugin, Selection } from "prosemirror-state";
import { newId } from "./desk.js";
import { figureAt, placeFor, waitingFigure } from "./figures.js";
import { outerAddress, refsOf } from "./links.js";
import { fileOfData, inert, isStandIn, picturesOfRtf, restyled, words } from "./markup.js";
import { dropPlace, markPlace, placeOf } from "./pending.js";
import { EMBEDS, schema } from "./schema.js";
import { readSlice } from "./stored.js";
import { isDocument, isPicture } from "./upload.js";
import { gettext, interpolate } from "./words.js";

const N = schema.nodes;
const LARGEST = 20_000_000; // letters of markup that the desk takes; of a word processor's dress it reads the words only
const MARKER = 9_000_000_000_000_000_000n; // ids above it stand for pictures that are on their way
const FROM_US = ["data-photo", "data-article", "data-section", "data-tag", "data-person"];
const TAKEN_OUT = new RegExp(`data:|file:|${FROM_US.join("|")}`, "i");
const OLD_LETTERS = /[\u00a1-\u00ff]/; // what the fonts of old had for Vietnamese letters; words of today may have them too

// ---- what leaves -------------------------------------------------------------------------------------------------------

/** Copies carry the key of this site, so that ids are known to be ours when they come back. */
export function clipboardSerializer(desk) {
  const plain = DOMSerializer.fromSchema(schema);
  const made = Object.create(plain);
  made.serializeFragment = (fragment, options, target) => {
    const dom = plain.serializeFragment(fragment, options, target);
    dom.firstElementChild?.setAttribute("data-site", desk.site);
    dom.querySelectorAll?.("figure[data-upload]").forEach((figure) => figure.removeAttribute("data-upload"));
    return dom;
  };
  return made;
}

const isOurs = (html, desk) => html.includes(`data-site="${desk.site}"`);

// ---- what comes ----------------------------------------------------------------------------------------------------------

/** @param own {desk, uploads, say(remarks), offer(id, offer), putFigures(view, nodes, place), fill(view, pos, file)} */
export function pasting(own) {
  const { desk } = own;

  // Asked before ProseMirror looks: it would parse other people's markup, styles and all, within the page.
  function onPaste(view, event) {
    if (!view.editable || !handlePaste(view, event)) return false;
    event.preventDefault();
    return true;
  }

  function onDrop(view, event) {
    if (!view.editable || !event.dataTransfer || !handleDrop(view, event)) return false;
    event.preventDefault();
    return true;
  }

  function handlePaste(view, event) {
    const data = event.clipboardData;
    if (!data) return false;
    const html = view.input.shiftKey && view.input.lastKeyCode === 86 ? "" : data.getData("text/html");
    const text = data.getData("text/plain").normalize("NFC");
    const files = [...data.files];
    if (files.length && !text.trim() && bringFiles(view, files)) return true;
    if (html && isOurs(html, desk)) {
      learnSoon(view);
      return false;
    }
    if (!html && !text) return false;
    if (inline(view.state)) return typeIn(view, text || words(html));
    if (oneAddress(view, text, html)) return true;
    if (html) fromElsewhere(view, html, text, data.getData("text/rtf"), view.state.selection);
    else plain(view, text);
    return true;
  }

  function handleDrop(view, event) {
    const files = [...event.dataTransfer.files];
    const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
    if (files.length) {
      document.body.classList.remove("dragging");
      const figure = at && waitingAt(view, at, isWaiting);
      if (figure !== null && isPicture(files[0])) {
        own.fill(view, figure, files[0]);
        files.shift();
      }
      return bringFiles(view, files, at && blockEdge(view, at, event)) || true;
    }
    const html = event.dataTransfer.getData("text/html");
    if (view.dragging || !html || isOurs(html, desk)) return false;
    const point = at?.pos ?? view.state.selection.from;
    fromElsewhere(view, html, event.dataTransfer.getData("text/plain"), "", { from: point, to: point });
    return true;
  }

  // A place without a picture, or whose photograph is gone, or whose file was refused.
  function isWaiting({ attrs }) {
    if (attrs.upload) return (own.uploads.job(attrs.upload)?.state ?? "refused") === "refused";
    return !attrs["data-photo"] || desk.photo(attrs["data-photo"])?.missing === true;
  }

  /** Pictures become figures, documents their words; the rest is told by name. */
  function bringFiles(view, files, place = null) {
    const pictures = files.filter(isPicture);
    const documents = files.filter((file) => !isPicture(file) && isDocument(file));
    const others = files.filter((file) => !isPicture(file) && !isDocument(file));
    if (others.length) own.say(others.map((file) => interpolate(gettext("“%s” is neither a picture nor a document. Nothing of it was taken."), [file.name])));
    if (pictures.length && !desk.mayUpload) own.say([gettext("Your account may not upload pictures. Ask the picture desk.")]);
    else if (pictures.length) own.putFigures(view, pictures.map((file) => waitingFigure({ upload: own.uploads.start(file) })), place);
    for (const file of documents) fromDocument(view, file, place);
    return files.length > 0;
  }

  // Words into a caption, a cell, a heading: one line, without dress.
  function typeIn(view, text) {
    const line = text.replace(/\s*\n\s*/g, " ").trim();
    if (line) view.dispatch(view.state.tr.insertText(line).scrollIntoView().setMeta("paste", true));
    return true;
  }

  // An address alone: over marked words it is their link; of a video or post it becomes that; else a link.
  function oneAddress(view, text, html) {
    const address = /^\S+$/.test(text.trim()) && outerAddress(text);
    if (!address || !/^(https?:|www\.)/i.test(text.trim())) return false;
    if (html && /<img\b/i.test(html)) return false;
    const { state } = view;
    const { empty, from, to, $from } = state.selection;
    const mark = schema.marks.a.create({ attribute: "href", value: address });
    if (!empty && state.selection.$to.sameParent($from)) {
      view.dispatch(state.tr.addMark(from, to, mark));
      internal(view, address, from, to);
      return true;
    }
    const alone = empty && $from.parent.type === N.paragraph && !$from.parent.content.size;
    const said = text.trim();
    view.dispatch(state.tr.replaceSelectionWith(schema.text(said, [mark]), false).removeStoredMark(mark).scrollIntoView());
    if (alone && isEmbedHost(address)) embed(view, address, from, from + said.length);
    else internal(view, address, from, from + said.length);
    return true;
  }

  const isEmbedHost = (address) => {
    const host = new URL(address).hostname.replace(/^www\./, "");
    return Object.values(EMBEDS).some((provider) => provider.hosts.includes(host));
  };

  async function embed(view, address, from, to) {
    const id = newId("place");
    view.dispatch(markPlace(view.state.tr, id, from, to));
    const html = await embedOf(address);
    const place = placeOf(view.state, id);
    const tr = dropPlace(closeHistory(view.state.tr), id);
    if (html && place) {
      const $from = view.state.doc.resolve(place.from);
      if ($from.parent.type === N.paragraph && $from.parent.textContent === view.state.doc.textBetween(place.from, place.to)) {
        tr.replaceWith($from.before(), $from.after(), readSlice(html));
        const end = tr.mapping.map($from.after(), 1);
        if (!tr.doc.resolve(end).nodeAfter) tr.insert(end, N.paragraph.create());
        tr.setSelection(Selection.near(tr.doc.resolve(end), 1));
      }
    }
    view.dispatch(tr);
  }

  async function embedOf(address) {
    const answer = await send({ text: address });
    return answer.ok && answer.body.html.startsWith("<div data-embed") ? answer.body.html : "";
  }

  // The address of a story of ours becomes a link by its number, which no change of address breaks.
  async function internal(view, address, from, to) {
    if (!(address.startsWith(location.origin) || address.startsWith(desk.form.dataset.siteUrl))) return;
    const id = newId("place");
    view.dispatch(markPlace(view.state.tr, id, from, to).setMeta("addToHistory", false));
    const answer = await desk.ask(`${desk.form.dataset.linkTo}?${new URLSearchParams({ q: address })}`);
    const place = placeOf(view.state, id);
    const tr = dropPlace(view.state.tr, id);
    const [found] = answer.ok ? answer.body.found : [];
    if (found && place) {
      desk.refs.set(`${found.kind}:${found.id}`, found);
      tr.removeMark(place.from, place.to, schema.marks.a);
      tr.addMark(place.from, place.to, schema.marks.a.create({ attribute: `data-${found.kind}`, value: String(found.id) }));
      tr.setMeta("known", true);
    }
    view.dispatch(tr);
  }

  // -- words with dress --

  async function fromElsewhere(view, html, text, rtf, { from, to }) {
    const id = newId("place");
    view.dispatch(markPlace(view.state.tr, id, from, to, gettext("Pasting…")).setMeta("addToHistory", false));
    const remarks = [];
    const { markup, pictures } = undressed(html, rtf, remarks);
    const answer = markup === null ? { ok: false, body: {} } : await send({ html: markup, text });
    if (answer.ok) return arrived(view, id, answer.body, pictures, remarks);
    if (markup === null) remarks.push(gettext("This was too much markup to read. Its words were taken as plain text."));
    else if (answer.body.refused) remarks.push(`${answer.body.refused} ${gettext("Its words were taken as plain text.")}`);
    else remarks.push(gettext("No answer from the desk: the words were taken as plain text. Undo and paste again to keep headings and lists."));
    put(view, id, paragraphsOf(text || words(html)));
    own.say(remarks);
  }

  // The pictures that the clipboard holds are taken out and go up by themselves; ids of other newsrooms mean nothing here.
  // The rest goes as it came: the desk knows each program by its dress.
  function undressed(html, rtf, remarks) {
    const pictures = new Map();
    if (html.length > LARGEST) return { markup: null, pictures };
    if (!TAKEN_OUT.test(html)) return { markup: html, pictures };
    const { page, dress } = inert(html);
    page.querySelectorAll("script, noscript, title, xml, object, applet").forEach((one) => one.remove());
    const blips = rtf ? picturesOfRtf(rtf) : [];
    const local = [...page.querySelectorAll("img")].filter((img) => /^file:/i.test(img.getAttribute("src") ?? ""));
    for (const img of [...page.querySelectorAll("img")]) {
      const src = img.getAttribute("src") ?? "";
      const file = /^data:image\//i.test(src) ? !isStandIn(img) && fileOfData(src) : local.length === blips.length ? blips[local.indexOf(img)] : null;
      if (file && desk.mayUpload) {
        const marker = String(MARKER + BigInt(pictures.size));
        pictures.set(marker, file);
        const figure = page.createElement("figure");
        figure.setAttribute("data-photo", marker);
        (img.closest("p, li, td, div, span") === img.parentElement && img.parentElement !== page.body ? img.parentElement : img).before(figure);
        img.remove();
      } else if (/^data:/i.test(src)) img.setAttribute("src", "data:,"); // the desk tells that it was left behind
    }
    let strangers = 0;
    for (const name of FROM_US) {
      for (const one of page.querySelectorAll(`[${name}]`)) {
        if (pictures.has(one.getAttribute(name))) continue;
        strangers += 1;
        if (name === "data-photo" && one.tagName === "FIGURE") one.setAttribute(name, "");
        else if (name === "data-article" && one.tagName === "ASIDE") one.replaceWith(...one.childNodes);
        else one.removeAttribute(name);
      }
    }
    if (strangers) remarks.push(gettext("This was copied from another newsroom: its pictures and links to its own pages mean nothing here, so only their words were kept."));
    return { markup: dress + restyled(page.body.innerHTML), pictures };
  }

  async function fromDocument(view, file, place) {
    const id = newId("place");
    const { from, to } = place ?? placeFor(view.state);
    view.dispatch(markPlace(view.state.tr, id, from, to, interpolate(gettext("Reading “%s”…"), [file.name])).setMeta("addToHistory", false));
    const answer = await send({ file });
    if (answer.ok) return arrived(view, id, answer.body, new Map(), []);
    view.dispatch(dropPlace(view.state.tr, id));
    const { refused } = answer.body;
    if (refused) own.say([refused.includes(file.name) ? refused : `${file.name}: ${refused}`]);
    else own.say([interpolate(gettext("“%s” could not be sent: no answer from the desk. Drop it again in a moment; the story is as it was."), [file.name])]);
  }

  async function send(parts) {
    const data = new FormData();
    for (const [name, part] of Object.entries(parts)) {
      if (part instanceof File) data.append(name, part, part.name);
      else if (part) data.append(name, new Blob([part], { type: "text/plain;charset=utf-8" }), name);
    }
    let answer = await desk.ask(desk.form.dataset.paste, { method: "POST", data });
    if (answer.status === 403 && (await window.storyForm.renew())) answer = await desk.ask(desk.form.dataset.paste, { method: "POST", data });
    return answer;
  }

  function arrived(view, id, said, pictures, remarks) {
    desk.know(said.photos ?? []);
    const nodes = withUploads(readSlice(said.html, desk.photo), pictures);
    const range = put(view, id, nodes);
    learnSoon(view);
    own.say([...remarks, ...said.remarks]);
    offers(view, range, said);
  }

  function withUploads(content, pictures) {
    if (!pictures.size) return content;
    const nodes = [];
    content.forEach((node) => {
      const file = node.type === N.figure && pictures.get(node.attrs["data-photo"]);
      if (file) nodes.push(N.figure.create({ ...node.attrs, "data-photo": "", upload: own.uploads.start(file) }, node.content));
      else nodes.push(node.isTextblock || node.isLeaf ? node : node.copy(withUploads(node.content, pictures)));
    });
    return Fragment.fromArray(nodes);
  }

  /** Nodes into a place that waited; the place stays remembered for offers about it. */
  function put(view, id, nodes) {
    const content = Fragment.from(nodes);
    const place = placeOf(view.state, id);
    if (!place || !content.size) {
      view.dispatch(dropPlace(view.state.tr, id));
      return null;
    }
    const size = view.state.doc.content.size;
    const from = Math.min(place.from, size);
    const to = Math.min(place.to, size);
    const tr = view.state.tr.replaceRange(from, to, sliceOf(content));
    const end = tr.mapping.map(to, 1);
    tr.setSelection(Selection.near(tr.doc.resolve(end), -1));
    view.dispatch(markPlace(tr.scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste"), id, from, end));
    return id;
  }

  // -- words without dress --

  function paragraphsOf(text) {
    const lines = text.replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n").replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u200b\ufeff]/g, "").trim();
    const blank = /\n[ \t\u00a0]*\n/.test(lines);
    return lines.split(blank ? /\n[ \t\u00a0]*\n\s*/ : /\n/).map((part) => {
      const inside = part.split("\n").flatMap((line, at) => [at ? N.hard_break.create() : null, line.trim() ? schema.text(line.trim()) : null]).filter(Boolean);
      return N.paragraph.create(null, inside);
    }).filter((node) => node.content.size);
  }

  async function plain(view, text) {
    const id = newId("place");
    const { from, to } = view.state.selection;
    const nodes = paragraphsOf(text);
    view.dispatch(markPlace(view.state.tr, id, from, to).setMeta("addToHistory", false));
    const inWords = /^\s|\s$/.test(text) && nodes.length === 1;
    if (inWords) return view.dispatch(dropPlace(view.state.tr.insertText(text.replace(/\s+/g, " ")).scrollIntoView(), id));
    put(view, id, nodes);
    const asks = nodes.length > 1 || OLD_LETTERS.test(text);
    const answer = asks ? await send({ text }) : { ok: false };
    if (answer.ok) offers(view, id, answer.body);
    else view.dispatch(dropPlace(view.state.tr, id));
  }

  // -- offers --

  function offers(view, id, said) {
    if (!id) return;
    if (said.converted) {
      own.offer({
        words: interpolate(gettext("These letters are in the old encoding %s. Converted they read: “%s”"), [said.converted.encoding, said.converted.sample]),
        accept: gettext("Convert them"),
        refuse: gettext("Leave them as they are"),
        take: () => replaceRange(view, id, said.converted.html),
        leave: () => view.dispatch(dropPlace(view.state.tr, id)),
      });
    } else if (said.story) {
      own.offer({
        words: said.story.says,
        accept: gettext("Arrange it as a story"),
        refuse: gettext("Leave it as pasted"),
        take: () => {
          replaceRange(view, id, said.story.html);
          own.takeStory(said.story);
        },
        leave: () => view.dispatch(dropPlace(view.state.tr, id)),
      });
    } else view.dispatch(dropPlace(view.state.tr, id));
  }

  function replaceRange(view, id, html) {
    const place = placeOf(view.state, id);
    if (!place) return;
    const { doc } = view.state;
    const $from = doc.resolve(place.from);
    const $to = doc.resolve(Math.min(place.to, doc.content.size));
    const from = $from.depth ? $from.before(1) : $from.pos;
    const to = $to.depth ? $to.after(1) : $to.pos;
    const content = readSlice(html, desk.photo);
    const tr = closeHistory(view.state.tr);
    // Words that stood before and behind what was pasted stay.
    const alone = !doc.textBetween(from, $from.pos, " ", " ") && !doc.textBetween($to.pos, to, " ", " ");
    if (alone) tr.replaceWith(from, to, content);
    else tr.replaceRange($from.pos, $to.pos, sliceOf(content));
    view.dispatch(dropPlace(tr.scrollIntoView(), id));
    view.focus();
    learnSoon(view);
  }

  function learnSoon(view) {
    setTimeout(() => {
      const photos = [];
      view.state.doc.descendants((node) => {
        if (node.type === N.figure) photos.push(node.attrs["data-photo"]);
        return !node.isTextblock;
      });
      desk.learn(photos, refsOf(view.state.doc));
    });
  }

  return {
    plugin: new Plugin({ props: { handleDOMEvents: { paste: onPaste, drop: onDrop } } }),
    bringFiles,
    embedOf,
    pastePlain: async (view) => {
      const text = await navigator.clipboard.readText().catch(() => "");
      if (!text) return false;
      if (inline(view.state)) typeIn(view, text.normalize("NFC"));
      else plain(view, text.normalize("NFC"));
      return true;
    },
  };
}

// Paragraphs at its ends grow together with those that they are put into.
const sliceOf = (content) => {
  const open = (node) => (node?.type === N.paragraph ? 1 : 0);
  return new Slice(content, open(content.firstChild), open(content.lastChild));
};

const inline = (state) => {
  const { parent } = state.selection.$from;
  return parent.isTextblock && parent.type !== N.paragraph;
};

function waitingAt(view, at, isWaiting) {
  for (const pos of [at.inside, at.pos]) {
    if (pos < 0) continue;
    const node = view.state.doc.nodeAt(pos);
    const figure = node?.type === N.figure ? { node, pos } : figureAt(Selection.near(view.state.doc.resolve(pos)));
    if (figure && isWaiting(figure.node)) return figure.pos;
  }
  return null;
}

// The nearer edge of the outermost block under the pointer.
function blockEdge(view, at, event) {
  const $pos = view.state.doc.resolve(at.inside >= 0 ? at.inside : at.pos);
  const start = $pos.depth ? $pos.before(1) : $pos.pos;
  const node = view.state.doc.nodeAt(start);
  if (!node) return { from: view.state.doc.content.size, to: view.state.doc.content.size };
  if (node.type === N.paragraph && !node.content.size) return { from: start, to: start + node.nodeSize };
  const dom = view.nodeDOM(start);
  const edges = dom?.getBoundingClientRect?.();
  const below = edges && event.clientY > edges.top + edges.height / 2;
  const pos = below ? start + node.nodeSize : start;
  return { from: pos, to: pos };
}
