// The upload page: the whole page takes files; what came stands on the sheet. A file sent twice is one photograph.
"use strict";

(() => {
  const form = document.getElementById("upload");
  if (!form) return;
  const { shoot } = window;
  const list = document.getElementById("upload-list");
  const sum = document.getElementById("upload-sum");
  const panel = document.getElementById("shoot-panel");
  const toldBelow = document.getElementById("panel-said");
  const kept = shoot.keep(form.dataset.user);
  const lost = gettext("Not saved: the line was lost. Try again; what you typed still stands here.");
  const signedOut = gettext("Not saved: you were signed out. Sign in and try again; what you typed still stands here.");
  const failed = (error) => (error instanceof shoot.SignedOut ? signedOut : lost);
  const frames = [];
  const line = shoot.line(form, (out) => { document.getElementById("shoot-out").hidden = !out; });
  const labels = new Map([...panel.querySelectorAll("[data-field]")].map((row) => [row.dataset.field, row.querySelector("label").textContent]));
  const label = (name) => labels.get(name);
  let wasBusy = false;
  let why = lost; // the last words on their way did not arrive

  const photos = () => frames.map((frame) => frame.photo).filter(Boolean);
  const stemOf = (text) => {
    if (text !== undefined) {
      kept.set({ stem: text });
      for (const frame of frames) frame.draw(text);
    }
    return kept.get().stem;
  };

  // Words on their way to the desk ----------------------------------------------------------------------------------------
  function said(sentence, more = false) {
    toldBelow.textContent = more && toldBelow.textContent ? `${toldBelow.textContent} ${sentence}` : sentence;
  }

  // One after the other, in the order in which fields were left.
  let last = Promise.resolve();
  const send = (writes) => (last = last.then(() => ask(writes)));

  async function ask(writes) {
    try {
      const done = await line.ask(form.dataset.frames, { json: { writes } });
      if (done.error) said(done.error, true);
      if (!done.frames) return null;
      redraw(done.frames);
      return done;
    } catch (error) {
      why = failed(error);
      said(why, true);
      return null;
    }
  }

  function redraw(known) {
    for (const photo of known) {
      for (const frame of frames) if (frame.photo?.id === photo.id) frame.become(photo);
    }
    tell();
  }

  /** A figure that waited has a caption; the photograph that fills it takes it on where it has none. */
  async function look() {
    const asked = photos().map((photo) => `id=${photo.id}`).join("&");
    const answer = await line.ask(`${form.dataset.frames}?${asked}`).catch(() => ({}));
    redraw(answer.frames ?? []);
    writing.look({ keep: true });
  }

  const writing = shoot.writing({
    panel, send, stemOf, said, chosen: () => choosing.chosen(), undoButton: document.getElementById("shoot-undo"),
  });

  async function write(frame, field, text) {
    frame.typed[field] = text;
    if (!frame.photo) return;
    const id = frame.photo.id;
    const how = field === "caption" && frame.hasStem ? "tail" : "set";
    const done = await writing.perform([{ photos: [id], field, how, text, find: how === "tail" ? frame.stem : "" }]);
    if (done && frame.typed[field] === text) delete frame.typed[field];
    frame.draw();
    frame.mark(busy(), done ? gettext("Saved") : why);
    writing.look({ keep: true });
  }

  line.whenBack(() => {
    toldBelow.textContent = "";
    for (const frame of frames) {
      for (const [field, text] of Object.entries(frame.typed)) write(frame, field, text);
    }
  });

  // Frames ----------------------------------------------------------------------------------------------------------------
  const choosing = shoot.choosing(list, (chosen) => {
    document.getElementById("shoot-none").disabled = !chosen.length;
    document.getElementById("shoot-count").textContent = interpolate(gettext("%(count)s of %(all)s selected"),
      { count: chosen.length, all: frames.length }, true);
    linkRights(chosen);
    writing.look();
  });

  // The terms of those selected are set on a page of their own; a new tab keeps what is typed here.
  function linkRights(chosen) {
    const link = document.getElementById("shoot-rights");
    if (!link) return;
    const ids = chosen.filter((frame) => frame.photo).map((frame) => frame.photo.id);
    link.hidden = !ids.length;
    link.search = `?ids=${ids.join(",")}`;
    link.target = "_blank";
  }

  function add(name) {
    const frame = new shoot.Frame(name, { write, label });
    frame.stem = stemOf();
    frames.push(frame);
    list.append(frame.row);
    return frame;
  }

  const sending = shoot.sending(form, line, {
    changed(job) {
      job.frame.progressOf(job);
      tell();
    },
    async came(job, photo) {
      const { frame } = job;
      const twin = frames.find((other) => other !== frame && other.photo?.id === photo.id);
      frame.become(photo);
      if (twin) frame.known = true;
      kept.set({ came: [...new Set([...kept.get().came, photo.id])], waiting: kept.get().waiting.filter((one) => !isSame(one, job.file)) });
      const typed = Object.entries(frame.typed).map(([field, text]) => ({ photos: [photo.id], field, how: "set", text }));
      const later = (frame.later ?? []).map((one) => ({ ...one, photos: [photo.id] }));
      frame.later = [];
      if (typed.length || later.length) {
        if (await writing.perform([...typed, ...later])) frame.typed = {};
        frame.draw();
      }
      choosing.tell();
    },
  });

  const busy = () => sending.open().length > 0;
  const isSame = ([name, size], file) => name === file.name && size === file.size;

  function take(files) {
    if (!files.length) return;
    kept.set({ waiting: [...kept.get().waiting.filter((one) => !files.some((file) => isSame(one, file))), ...files.map((file) => [file.name, file.size])] });
    for (const job of sending.take(files)) {
      job.frame = add(job.file.name);
      job.frame.showFile(job.file);
      job.frame.progressOf(job);
    }
    sending.next();
    choosing.tell();
    tell();
  }

  // What is told: nothing to mend while files arrive; one line at the end -------------------------------------------------
  function tell() {
    const now = busy();
    const came = photos();
    const parts = [];
    const count = (number, one, many) => { if (number) parts.push(interpolate(ngettext(one, many, number), [number])); };
    if (frames.length && (came.length || !now)) parts.push(interpolate(gettext("%s came in"), [came.length]));
    count(sending.open().length, "%s under way", "%s under way");
    count(sending.refused().length, "%s not taken", "%s not taken");
    if (!now) {
      const marked = (what) => came.filter((photo) => photo.marks.some((mark) => mark.what === what)).length;
      count(marked("caption"), "%s without caption", "%s without caption");
      count(marked("credit"), "%s without credit", "%s without credit");
    }
    const line = frames.length ? parts.join(" · ") : "";
    if (sum.textContent !== line) sum.textContent = line;
    if (!now || !wasBusy) for (const frame of frames) frame.mark(now);
    wasBusy = now;
    document.getElementById("shoot-sheet").hidden = !frames.length;
    document.body.classList.toggle("has-frames", frames.length > 0);
    document.getElementById("shoot-start").hidden = frames.length > 0;
    tellLeft();
    story.tell();
  }

  function tellLeft() {
    const open = sending.open();
    const left = kept.get().waiting.filter((one) => !open.some((job) => isSame(one, job.file)) && !sending.refused().some((job) => isSame(one, job.file)));
    const box = document.getElementById("shoot-left");
    box.hidden = !left.length;
    if (!left.length) return;
    box.querySelector("[data-left]").textContent = interpolate(
      ngettext("%s file had not come when the page was closed:", "%s files had not come when the page was closed:", left.length), [left.length]);
    const names = left.slice(0, 12).map(([name]) => name).join(", ");
    box.querySelector("[data-left-names]").textContent = left.length > 12 ? `${names} …` : names;
  }

  // What is here already --------------------------------------------------------------------------------------------------
  async function show(query) {
    try {
      const answer = await line.ask(`${form.dataset.frames}?${query}`);
      for (const photo of answer.frames ?? []) {
        if (!frames.some((frame) => frame.photo?.id === photo.id)) add(photo.name).become(photo);
      }
      kept.set({ came: [...new Set([...kept.get().came, ...(answer.frames ?? []).map((photo) => photo.id)])] });
      if (answer.frames && !answer.frames.length) sum.textContent = gettext("Nothing came today.");
    } catch (error) {
      if (!(error instanceof shoot.SignedOut)) sum.textContent = gettext("The line was lost. Load the page again.");
    }
    if (!frames.length) return;
    choosing.tell();
    tell();
  }

  // Doors -----------------------------------------------------------------------------------------------------------------
  document.querySelector(".upload-send").hidden = true;
  for (const part of document.querySelectorAll("[data-needs-script], [data-drop-word]")) part.hidden = false;
  if (!("webkitdirectory" in document.createElement("input"))) document.querySelector(".upload-folder").hidden = true;
  document.getElementById("upload-files").classList.add("hidden");
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const id of ["upload-files", "upload-camera", "upload-folder"]) {
    const input = document.getElementById(id);
    input.addEventListener("change", () => {
      const files = [...input.files];
      input.value = "";
      take(id === "upload-folder" ? shoot.fromFolder(files) : files);
      if (id === "upload-camera") frames.at(-1)?.fields.caption.focus();
    });
  }

  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  let inside = 0;
  document.addEventListener("dragenter", (event) => {
    if (!carriesFiles(event)) return;
    inside += 1;
    document.body.classList.add("dropping");
  });
  document.addEventListener("dragleave", () => {
    inside = Math.max(0, inside - 1);
    if (!inside) document.body.classList.remove("dropping");
  });
  document.addEventListener("dragover", (event) => { if (carriesFiles(event)) event.preventDefault(); });
  document.addEventListener("drop", async (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    inside = 0;
    document.body.classList.remove("dropping");
    take(await shoot.dropped(event.dataTransfer));
  });

  const story = shoot.story(form, line, kept, () => photos().map((photo) => photo.id), { failed, written: () => last, given: look });
  shoot.codes(form, line, { failed });
  shoot.flagging(form, line, { chosen: () => choosing.chosen(), known: redraw, said, failed });
  document.getElementById("panel-stem").value = stemOf();
  document.getElementById("shoot-all").addEventListener("click", choosing.all);
  document.getElementById("shoot-none").addEventListener("click", choosing.none);
  document.getElementById("left-forget").addEventListener("click", () => {
    const open = sending.open();
    kept.set({ waiting: kept.get().waiting.filter((one) => open.some((job) => isSame(one, job.file))) });
    tell();
  });
  document.getElementById("shoot-new").addEventListener("click", () => {
    if (busy()) return said(gettext("Files are still under way. Begin a new sheet when they have come."));
    list.replaceChildren();
    frames.length = 0;
    sending.forget();
    kept.clear();
    document.getElementById("panel-stem").value = "";
    choosing.tell();
    tell();
    document.getElementById("upload-files").focus();
  });
  for (const button of document.querySelectorAll("[data-show]")) {
    button.addEventListener("click", () => show(`of=${button.dataset.show}`));
  }

  // Keys: never a bare letter, and none of a text field -------------------------------------------------------------------
  const typing = (target) => target.matches("textarea, select, [contenteditable], input:not([type=checkbox])");
  document.addEventListener("keydown", (event) => {
    const onFrame = event.target.matches(".frame-mark input");
    if (event.key === "Escape" && panel.contains(event.target)) return choosing.focus();
    if (typing(event.target) || event.altKey || !frames.length) return;
    const withCtrl = event.ctrlKey || event.metaKey;
    if (withCtrl && event.key.toLowerCase() === "a") choosing.all();
    else if (withCtrl && !event.shiftKey && event.key.toLowerCase() === "z") writing.undo();
    else if (event.key === "Escape" && onFrame) choosing.none();
    else if (event.key === "Enter" && onFrame) {
      if (!choosing.chosen().length) event.target.click();
      writing.first();
    } else return;
    event.preventDefault();
  });

  const asked = new URLSearchParams(location.search).getAll("photo");
  const ids = [...asked, ...kept.get().came];
  if (ids.length) show(ids.map((id) => `id=${encodeURIComponent(id)}`).join("&"));
  tellLeft();
  choosing.tell();
})();
