// Upload: the whole page takes files. One request a file, three at a time, tried again when the line is lost; the caption
// under each thumbnail is open from the first second and saved when the field is left. A file sent twice is one photograph.
"use strict";

(() => {
  const form = document.getElementById("upload");
  if (!form) return;
  const PARALLEL = 3;
  const TRIES = 3;
  const words = form.dataset;
  const list = document.getElementById("upload-list");
  const sum = document.getElementById("upload-sum");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const queue = [];
  const all = [];
  let running = 0;

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const field = (entry, name, label) => {
    const row = element("p", "upload-field");
    const tag = element("label", "", label);
    const input = element(name === "caption" ? "textarea" : "input");
    input.id = `upload-${all.length}-${name}`;
    input.name = name;
    if (name === "caption") input.rows = 2;
    tag.htmlFor = input.id;
    input.addEventListener("input", () => { entry.typed[name] = true; });
    input.addEventListener("change", () => save(entry, name));
    row.append(tag, input);
    entry.fields[name] = input;
    return row;
  };

  const add = (file) => {
    const entry = { file, tries: 0, typed: {}, fields: {}, state: "waiting" };
    entry.row = element("li", "upload-item");
    entry.figure = element("div", "upload-picture");
    entry.image = element("img");
    entry.image.alt = "";
    entry.address = URL.createObjectURL(file);
    entry.image.addEventListener("error", () => entry.image.remove(), { once: true });
    entry.image.src = entry.address;
    entry.figure.append(entry.image);
    entry.progress = element("progress");
    entry.progress.max = 100;
    entry.progress.value = 0;
    entry.progress.setAttribute("aria-label", file.name);
    entry.state_word = element("span", "upload-state", words.waiting);
    const head = element("p", "upload-head");
    head.append(element("span", "upload-name", file.name), entry.state_word);
    entry.notes = element("div", "upload-notes");
    entry.notes.setAttribute("role", "status");
    const body = element("div", "upload-body");
    body.append(head, entry.progress, entry.notes, field(entry, "caption", words.caption), field(entry, "credit", words.credit));
    entry.row.append(entry.figure, body);
    list.append(entry.row);
    all.push(entry);
    queue.push(entry);
  };

  const tell = () => {
    const count = (state) => all.filter((entry) => entry.state === state).length;
    const parts = [`${count("done")} ${words.came}`];
    const open = all.length - count("done") - count("refused") - count("lost");
    if (open) parts.push(`${open} ${words.underWay}`);
    if (count("refused") + count("lost")) parts.push(`${count("refused") + count("lost")} ${words.refused}`);
    sum.textContent = all.length ? parts.join(" · ") : "";
  };

  const next = () => {
    while (running < PARALLEL && queue.length) {
      running += 1;
      send(queue.shift());
    }
    tell();
  };

  const send = (entry) => {
    entry.state = "sending";
    entry.tries += 1;
    entry.state_word.textContent = words.sending;
    const data = new FormData();
    data.append("csrfmiddlewaretoken", token);
    for (const name of ["caption", "credit"]) data.append(name, document.getElementById(`same-${name}`).value);
    data.append("file", entry.file, entry.file.name);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.timeout = 180000;
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      entry.progress.value = (event.loaded / event.total) * 90;
      if (event.loaded === event.total) entry.state_word.textContent = words.reading;
    });
    const over = (act) => { running -= 1; act(); next(); };
    request.addEventListener("load", () => over(() => answered(entry, request)));
    for (const event of ["error", "timeout", "abort"]) request.addEventListener(event, () => over(() => lost(entry)));
    request.send(data);
  };

  const answered = (entry, request) => {
    let answer = null;
    try { answer = JSON.parse(request.responseText); } catch { answer = null; }
    if (answer && answer.refused) return refused(entry, answer.refused);
    if (answer && answer.id) return done(entry, answer);
    if (request.status === 403 || request.responseURL.includes("/login/")) return refused(entry, words.signedOut, true);
    return lost(entry);
  };

  const lost = (entry) => {
    if (entry.tries < TRIES) {
      entry.state = "waiting";
      entry.state_word.textContent = words.waiting;
      window.setTimeout(() => { queue.push(entry); next(); }, 1500 * entry.tries);
      return;
    }
    refused(entry, words.lost, true);
  };

  const refused = (entry, why, again) => {
    entry.state = again ? "lost" : "refused";
    entry.progress.hidden = true;
    entry.state_word.textContent = words.refused;
    entry.row.classList.add("upload-item--refused");
    entry.notes.replaceChildren(element("p", "upload-refused", why));
    for (const input of Object.values(entry.fields)) input.closest(".upload-field").hidden = true;
    if (!again) return;
    const button = element("button", "button button--second", words.again);
    button.type = "button";
    button.addEventListener("click", () => {
      Object.assign(entry, { tries: 0, state: "waiting" });
      entry.progress.hidden = false;
      entry.row.classList.remove("upload-item--refused");
      for (const input of Object.values(entry.fields)) input.closest(".upload-field").hidden = false;
      entry.notes.replaceChildren();
      queue.push(entry);
      next();
    });
    entry.notes.append(button);
  };

  const done = (entry, answer) => {
    entry.state = "done";
    entry.photo = answer;
    entry.progress.value = 100;
    entry.progress.hidden = true;
    entry.state_word.textContent = "";
    const link = element("a", "", words.open);
    link.href = answer.page;
    entry.state_word.append(link);
    if (answer.thumb) {
      entry.image.src = answer.thumb;
      if (!entry.image.isConnected) entry.figure.append(entry.image);
      entry.image.addEventListener("load", () => URL.revokeObjectURL(entry.address), { once: true });
    }
    const notes = answer.known ? [words.known] : [];
    entry.notes.replaceChildren(...[...notes, ...answer.warnings].map((note) => element("p", "", note)));
    for (const [name, input] of Object.entries(entry.fields)) {
      if (entry.typed[name]) save(entry, name);
      else input.value = answer[name];
    }
    missing(entry, answer.missing);
  };

  const missing = (entry, lacks) => {
    entry.row.querySelector(".upload-missing")?.remove();
    if (!lacks.length) return;
    entry.notes.append(element("p", "upload-missing", `${words.missing} ${lacks.join(", ")}`));
  };

  const save = async (entry, name) => {
    entry.typed[name] = true;
    if (!entry.photo) return;
    const data = new FormData();
    data.append("csrfmiddlewaretoken", token);
    data.append(name, entry.fields[name].value);
    const say = (text) => {
      entry.row.querySelector(".upload-saved")?.remove();
      entry.notes.append(element("p", "upload-saved", text));
    };
    try {
      const response = await fetch(entry.photo.words, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const answer = await response.json();
      if (answer.saved) missing(entry, answer.missing);
      say(answer.saved ? words.saved : answer.error);
    } catch {
      say(words.notSaved);
    }
  };

  const take = (files) => {
    for (const file of files) add(file);
    next();
  };

  // With this script nothing needs a send button; without it the plain form is the whole page.
  document.querySelector(".upload-send").hidden = true;
  document.querySelector("[data-drop-word]").hidden = false;
  document.getElementById("upload-files").classList.add("hidden");
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const id of ["upload-files", "upload-camera"]) {
    const input = document.getElementById(id);
    input.addEventListener("change", () => { take(input.files); input.value = ""; });
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
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    inside = 0;
    document.body.classList.remove("dropping");
    take(event.dataTransfer.files);
  });
  window.addEventListener("beforeunload", (event) => { if (running || queue.length) event.preventDefault(); });
})();
