// Pictures of a story: dropped, pasted or chosen, one request a file, then placed by a save; and the picker.
"use strict";

(() => {
  const story = window.storyForm;
  const upload = story?.form.dataset.upload;
  if (!upload) return;
  const { form, text, save, touch, say } = story;
  const words = form.dataset;
  const list = document.getElementById("uploads");
  let typedIn = false;
  text.addEventListener("focus", () => (typedIn = true));

  // Where they come from ------------------------------------------------------------------------------------------
  const slotOf = (target) => target.closest?.(".shot--waiting")?.dataset.key;
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
    bring([...event.dataTransfer.files], slotOf(event.target));
  });
  document.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    // Word processors send a picture of the words along with them: then the words count.
    if (!files.length || event.clipboardData.getData("text/plain")) return;
    event.preventDefault();
    bring(files, undefined, event.target === text);
  });
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file" || !event.target.files.length) return;
    const files = [...event.target.files];
    event.target.value = "";
    bring(files, slotOf(event.target));
  });

  async function bring(files, slot, here) {
    const ids = (await Promise.all(files.map(one))).filter(Boolean);
    if (!ids.length) return;
    if (here) {
      putHere(ids);
      return save({});
    }
    await save(slot ? { placed: ids, placed_at: slot } : { placed: ids }, { steady: true });
  }

  // One file, its bar, and what became of it. Resolves to the photograph's number, or nothing.
  async function one(file) {
    const row = document.createElement("li");
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.setAttribute("aria-label", file.name);
    row.append(file.name, bar);
    list.append(row);
    let answer = await send(file, bar);
    if (answer.status === 403 && (await story.renew())) answer = await send(file, bar);
    if (answer.body.id) {
      row.remove();
      return answer.body.id;
    }
    const signedOut = new URL(answer.url || location.href, location.href).pathname === words.login;
    if (signedOut) say([{ level: "error", words: words.signedOut, link: words.login, linkWords: words.signIn }]);
    row.className = "refused";
    row.textContent = answer.body.refused || `${file.name}: ${signedOut ? words.signedOut : words.lost}`;
  }

  function send(file, bar) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const data = new FormData();
      data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      data.append("file", file);
      request.upload.addEventListener("progress", (event) => (bar.value = event.loaded / event.total));
      request.addEventListener("loadend", () => {
        let body = {};
        try {
          body = JSON.parse(request.responseText);
        } catch {
          // Not the desk's answer: the status says enough.
        }
        done({ body, status: request.status, url: request.responseURL });
      });
      request.open("POST", upload);
      request.setRequestHeader("Accept", "application/json");
      request.send(data);
    });
  }

  // Below the paragraph where the cursor stands, or at the end where nobody has typed yet.
  function putHere(ids) {
    const name = document.documentElement.lang.startsWith("en") ? "photo" : "ảnh";
    const lines = ids.map((id) => `[${name} ${id}]`).join("\n\n");
    const below = typedIn ? text.value.indexOf("\n\n", text.selectionEnd) : -1;
    const at = below < 0 ? text.value.length : below;
    const [before, after] = [text.value.slice(0, at).trimEnd(), text.value.slice(at).trimStart()];
    const head = before ? `${before}\n\n${lines}` : lines;
    text.value = after ? `${head}\n\n${after}` : head;
    text.setSelectionRange(head.length, head.length);
    story.grow(text);
    touch();
  }

  // Choosing one from the library: for the place of the cursor, for a waiting figure, or for a field ---------------
  const picker = document.getElementById("picker");
  const found = document.getElementById("picker-found");
  const none = document.getElementById("picker-none");
  const older = document.getElementById("picker-older");
  const query = document.getElementById("picker-q");
  let use = () => {};
  let looked = 0;
  let next = null;

  form.addEventListener("click", (event) => {
    const button = event.target.closest("#pick, [data-pick-slot], [data-pick-field]");
    if (!button) return;
    const { pickSlot, pickField } = button.dataset;
    if (pickSlot) {
      use = (id) => save({ placed: [id], placed_at: pickSlot }, { steady: true });
    } else if (pickField) {
      use = (id) => {
        document.getElementById(pickField).value = id;
        touch();
      };
    } else {
      use = (id) => {
        putHere([id]);
        save({ _step: "1" });
      };
    }
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
  older.addEventListener("click", () => look(next));

  async function look(before) {
    const q = query.value;
    const asked = new URLSearchParams(typeof before === "string" ? { q, before } : { q });
    const answer = await fetch(`${words.pick}?${asked}`).catch(() => null);
    if (!answer?.ok || answer.redirected || query.value !== q) return;
    const page = await answer.json();
    const entries = page.photos.map(choice);
    if (typeof before === "string") found.append(...entries);
    else found.replaceChildren(...entries);
    none.hidden = found.children.length > 0;
    next = page.older;
    older.hidden = !next;
  }

  function choice(photo) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const image = document.createElement("img");
    const said = document.createElement("span");
    button.type = "button";
    // One that lacks words may be placed and gets them in the strip; one that is not theirs to place may not.
    button.disabled = !photo.placeable;
    if (photo.thumb) image.src = photo.thumb;
    image.alt = photo.alt || "";
    image.loading = "lazy";
    said.textContent = [photo.caption || photo.name, photo.credit, photo.why].filter(Boolean).join(" · ");
    button.append(image, said);
    button.addEventListener("click", () => {
      picker.close();
      use(photo.id);
    });
    item.append(button);
    return item;
  }
})();
