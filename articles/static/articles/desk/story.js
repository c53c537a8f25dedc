// The story form, made quicker: it saves without leaving the page, takes dropped pictures, says what it understands of the
// credit line while one types. Everything works without this file too, by sending the form.
"use strict";

(() => {
  const form = document.getElementById("story");
  if (!form) return;
  const text = document.getElementById("id_text");
  const saved = () => document.getElementById("saved");
  const notes = document.getElementById("story-notes");
  let dirty = form.querySelector(".story-errors, .conflict") !== null;
  let saving = null;
  let sending = false;

  // Fields as tall as their words ---------------------------------------------------------------------------------
  function grow(area) {
    const top = window.scrollY;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
    window.scrollTo({ top });
  }
  const growing = () => form.querySelectorAll(".line textarea");
  growing().forEach(grow);
  window.addEventListener("resize", () => growing().forEach(grow));
  document.fonts?.ready.then(() => growing().forEach(grow));

  // What is not saved yet -----------------------------------------------------------------------------------------
  form.addEventListener("input", (event) => {
    if (event.target.closest(".line") && event.target.tagName === "TEXTAREA") grow(event.target);
    if (event.target.name && event.target.type !== "file") touch();
  });
  function touch() {
    dirty = true;
    if (!saving) saved().textContent = form.dataset.unsaved;
  }
  window.addEventListener("beforeunload", (event) => {
    if (dirty && !sending) event.preventDefault();
  });

  // A headline is one line: Enter goes on to the standfirst.
  document.getElementById("id_headline").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      document.getElementById("id_standfirst").focus();
    }
  });

  // Saving --------------------------------------------------------------------------------------------------------
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    const stays = !button || button.name === "_save" || button.name === "_do";
    if (!stays) {
      if (sending) event.preventDefault();
      sending = true;
      return;
    }
    event.preventDefault();
    save(button ? { [button.name]: button.value } : {});
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      save({});
    }
  });

  function save(extra) {
    saving = (saving || Promise.resolve()).then(() => send(extra)).finally(() => (saving = null));
    return saving;
  }

  async function send(extra) {
    const data = new FormData(form);
    for (const [name, values] of Object.entries(extra)) {
      for (const value of [values].flat()) data.append(name, value);
    }
    const typed = text.value;
    saved().textContent = form.dataset.saving;
    let answer, body;
    try {
      answer = await fetch(form.getAttribute("action") || location.href, {
        method: "POST",
        body: data,
        headers: { Accept: "application/json" },
      });
      body = await answer.json();
    } catch {
      saved().textContent = form.dataset.unsaved;
      return say([{ level: "error", words: form.dataset.lost }]);
    }
    if (answer.status === 409) {
      sending = true;
      return form.submit(); // the page comes back with both texts side by side
    }
    if (!answer.ok) {
      saved().textContent = form.dataset.unsaved;
      return say((body.errors || [form.dataset.lost]).map((words) => ({ level: "error", words })));
    }
    arrive(body, typed);
  }

  function arrive(body, typed) {
    if (location.pathname !== body.address) history.replaceState(null, "", body.address);
    form.elements.version.value = body.version;
    form.elements.lead_photo.value = body.lead;
    const unchanged = text.value === typed;
    if (unchanged && text.value !== body.text) {
      const at = text.selectionStart;
      text.value = body.text;
      if (document.activeElement === text) text.setSelectionRange(at, at);
      grow(text);
    }
    form.querySelectorAll("input[type=file]").forEach((input) => (input.value = ""));
    const focused = document.activeElement?.id;
    for (const [name, html] of Object.entries(body.parts)) document.getElementById(`part-${name}`).innerHTML = html;
    if (focused && !document.activeElement?.id) document.getElementById(focused)?.focus();
    dirty = !unchanged;
    if (!unchanged) touch();
    say(body.messages);
  }

  function say(messages) {
    notes.replaceChildren(
      ...messages.map(({ level, words }) => {
        const line = document.createElement("p");
        line.className = `said said--${level}`;
        line.textContent = words;
        return line;
      }),
    );
    if (messages.length) notes.scrollIntoView({ block: "nearest" });
  }

  // The credit line -----------------------------------------------------------------------------------------------
  const credit = document.getElementById("id_credit_line");
  let asked = 0;
  credit.addEventListener("input", () => {
    clearTimeout(asked);
    asked = setTimeout(async () => {
      const line = credit.value;
      const answer = await fetch(`${form.dataset.understand}?${new URLSearchParams({ line })}`).catch(() => null);
      if (answer?.ok && credit.value === line) document.getElementById("part-understood").innerHTML = await answer.text();
    }, 300);
  });

  // Tags ----------------------------------------------------------------------------------------------------------
  const tags = document.getElementById("id_tags");
  const offered = document.getElementById("tag-suggestions");
  let lookup = 0;
  tags.addEventListener("input", () => {
    clearTimeout(lookup);
    lookup = setTimeout(async () => {
      const typed = tags.value.split(/[,;]/);
      const q = typed.at(-1).trim();
      const answer = q && (await fetch(`${form.dataset.tags}?${new URLSearchParams({ q })}`).catch(() => null));
      const found = answer && answer.ok ? (await answer.json()).tags : [];
      offered.replaceChildren(
        ...found.map((name) => {
          const button = document.createElement("button");
          button.type = "button";
          button.className = "link";
          button.textContent = name;
          button.addEventListener("click", () => {
            tags.value = [...typed.slice(0, -1).map((one) => one.trim()), name].join(", ") + ", ";
            offered.replaceChildren();
            tags.focus();
            touch();
          });
          return button;
        }),
      );
    }, 200);
  });

  // Pictures: dropped or chosen, one request a file, then placed by a save ----------------------------------------
  const upload = form.dataset.upload;
  if (upload) {
    const list = document.getElementById("uploads");

    document.addEventListener("dragover", (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      document.body.classList.add("dragging");
    });
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) document.body.classList.remove("dragging");
    });
    document.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      document.body.classList.remove("dragging");
      bring([...event.dataTransfer.files], event.target.closest(".shot--waiting")?.dataset.key);
    });
    form.addEventListener("change", (event) => {
      if (event.target.type !== "file" || !event.target.files.length) return;
      const files = [...event.target.files];
      event.target.value = "";
      bring(files, event.target.closest(".shot--waiting")?.dataset.key);
    });

    async function bring(files, slot) {
      const ids = (await Promise.all(files.map(one))).filter(Boolean);
      if (ids.length) await save(slot ? { placed: ids, placed_at: slot } : { placed: ids });
    }

    function one(file) {
      const row = document.createElement("li");
      const bar = document.createElement("progress");
      bar.max = 1;
      bar.setAttribute("aria-label", file.name);
      row.append(file.name, bar);
      list.append(row);
      return new Promise((done) => {
        const request = new XMLHttpRequest();
        const data = new FormData();
        data.append("file", file);
        data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
        request.upload.addEventListener("progress", (event) => (bar.value = event.loaded / event.total));
        request.addEventListener("loadend", () => {
          let body = {};
          try {
            body = JSON.parse(request.responseText);
          } catch {
            body = { refused: `${file.name}: ${form.dataset.lost}` };
          }
          if (body.id) {
            row.remove();
          } else {
            row.className = "refused";
            row.textContent = body.refused || `${file.name}: ${form.dataset.lost}`;
          }
          done(body.id);
        });
        request.open("POST", upload);
        request.setRequestHeader("Accept", "application/json");
        request.send(data);
      });
    }

    // Choosing one from the library ------------------------------------------------------------------------------
    const picker = document.getElementById("picker");
    const found = document.getElementById("picker-found");
    const none = document.getElementById("picker-none");
    const query = document.getElementById("picker-q");
    const pick = document.getElementById("pick");
    let looked = 0;
    pick.hidden = false;
    pick.addEventListener("click", () => {
      picker.showModal();
      look();
    });
    query.addEventListener("input", () => {
      clearTimeout(looked);
      looked = setTimeout(look, 250);
    });
    query.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });

    async function look() {
      const q = query.value;
      const answer = await fetch(`${form.dataset.pick}?${new URLSearchParams({ q })}`).catch(() => null);
      if (!answer?.ok || query.value !== q) return;
      const photos = (await answer.json()).photos;
      none.hidden = photos.length > 0;
      found.replaceChildren(...photos.map(choice));
    }

    function choice(photo) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      const image = document.createElement("img");
      const words = document.createElement("span");
      button.type = "button";
      image.src = photo.thumb;
      image.alt = photo.alt || "";
      image.loading = "lazy";
      words.textContent = [photo.caption, photo.credit, photo.why].filter(Boolean).join(" · ");
      button.append(image, words);
      button.addEventListener("click", () => {
        picker.close();
        save({ placed: [photo.id] });
      });
      item.append(button);
      return item;
    }
  }

  // What was opened on the right stays open -----------------------------------------------------------------------
  form.querySelectorAll("[data-keep]").forEach((part) => {
    const key = `story-${part.dataset.keep}`;
    try {
      if (localStorage.getItem(key) === "open") part.open = true;
      part.addEventListener("toggle", () => localStorage.setItem(key, part.open ? "open" : ""));
    } catch {
      // A browser that keeps nothing shows the parts closed.
    }
  });
})();
