// The story form, made quicker: it saves without leaving the page, keeps the strip of pictures and the text in step, says
// what it understands of the credit line while one types. Everything works without this file too, by sending the form.
"use strict";

(() => {
  const form = document.getElementById("story");
  if (!form) return;
  const text = document.getElementById("id_text");
  const saved = document.getElementById("saved");
  const notes = document.getElementById("story-notes");
  const words = form.dataset;
  form.classList.add("has-script");
  let dirty = form.querySelector(".story-errors, .conflict") !== null;
  let stripEdits = 0;
  let queue = Promise.resolve();
  let waiting = 0;
  let moving = false; // an act or the preview is on its way
  let editor = null; // in place of the text area, where it runs: see articles/editor
  const saves = new Set();
  const written = () => (editor ? editor.html() : text.value);
  let leaving = false;

  // Fields as tall as their words ---------------------------------------------------------------------------------
  function grow(area) {
    const top = window.scrollY;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
    if (window.scrollY !== top) window.scrollTo({ top, behavior: "instant" });
  }
  const growing = () => form.querySelectorAll(".line textarea");
  const growAll = () => growing().forEach(grow);
  growAll();
  window.addEventListener("resize", growAll);
  document.fonts?.ready.then(growAll);

  // What is not saved yet -----------------------------------------------------------------------------------------
  form.addEventListener("input", (event) => {
    if (event.target.closest(".line") && event.target.tagName === "TEXTAREA") grow(event.target);
    if (event.target.closest(".shot")) stripEdits += 1;
    if (event.target.name && event.target.type !== "file") touch();
  });
  function touch() {
    dirty = true;
    if (!waiting) saved.textContent = words.unsaved;
    const main = document.getElementById("bar-main");
    if (main?.classList.contains("button--quiet")) {
      main.classList.remove("button--second", "button--quiet");
      main.textContent = main.dataset.word;
    }
    notes.querySelector(".said--success")?.remove();
  }
  window.addEventListener("beforeunload", (event) => {
    if (dirty && !leaving) event.preventDefault();
  });
  window.addEventListener("pageshow", () => (leaving = false));

  // A headline is one line: Enter goes on to the standfirst.
  document.getElementById("id_headline").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      document.getElementById("id_standfirst").focus();
    }
  });

  // Saving: one after the other, each with what stands in the form then ---------------------------------------------
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    const moves = button && (button.name === "_act" || button.name === "_preview");
    if (moves && (moving || leaving)) return say([{ level: "info", words: words.pressed }]);
    const extra = button?.name ? { [button.name]: button.value } : {};
    if (button?.name === "_do") extra._step = "1";
    moving ||= Boolean(moves);
    save(extra, { steady: button?.name === "_do" || moves }).finally(() => {
      if (moves) moving = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      save({});
    }
  });
  // What is changed in the strip stands in the text at once; nothing is stored by that.
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file" && event.target.closest(".strip")) save({ _step: "1" });
  });

  // extra: more fields; steady: what comes back changes text and strip, so nobody types in them meanwhile.
  function save(extra, { steady = false } = {}) {
    waiting += 1;
    queue = queue
      .then(() => send(extra, steady))
      .catch(() => fail([{ level: "error", words: words.lost }]))
      .finally(() => (waiting -= 1));
    return queue;
  }

  async function send(extra, steady) {
    const typed = { text: written(), strip: stripEdits };
    const strip = document.getElementById("part-strip");
    if (!extra._step) saved.textContent = words.saving;
    const was = text.readOnly;
    if (steady) hold(true);
    strip.classList.toggle("busy", steady);
    try {
      const data = fields();
      const answer = await post(extra, data);
      if (answer.signedOut) return fail([{ level: "error", words: words.signedOut, link: words.login, linkWords: words.signIn }]);
      if (answer.status === 409) {
        leaving = true;
        editor?.flush();
        return form.submit(); // the page comes back with both texts side by side
      }
      if (answer.status === 413 || answer.status === 400) return fail([{ level: "error", words: words.tooLong }]);
      const body = await answer.json();
      if (body.go) {
        leaving = true;
        dirty = false;
        saves.forEach((fn) => fn({ html: written() }, true, data));
        return location.assign(body.go);
      }
      if (body.parts?.tags !== undefined) show("tags", body.parts.tags);
      if (!answer.ok) return fail((body.errors || [words.lost]).map((one) => ({ level: "error", words: one })));
      arrive(body, steady || (written() === typed.text && stripEdits === typed.strip), data);
    } finally {
      if (steady) hold(was);
      strip.classList.remove("busy");
    }
  }

  function hold(on) {
    text.readOnly = on;
    editor?.hold(on);
  }

  // A token that has grown old, as after signing in again in another tab, is renewed once.
  async function post(extra, data) {
    for (const [name, values] of Object.entries(extra)) {
      for (const value of [values].flat()) data.append(name, value);
    }
    let answer = await ask(data);
    if (answer.status === 403 && (await renew())) {
      data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      answer = await ask(data);
    }
    return answer.redirected && new URL(answer.url).pathname === words.login ? { signedOut: true } : answer;
  }
  function fields() {
    editor?.flush();
    return new FormData(form);
  }
  const ask = (data) =>
    fetch(form.getAttribute("action") || location.href, { method: "POST", body: data, headers: { Accept: "application/json" } });
  async function renew() {
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Somebody else may have signed in meanwhile: nothing of this form is theirs.
    const whose = page.getElementById("story")?.dataset.user;
    if (whose && whose !== words.user) return false;
    const fresh = page.querySelector("input[name=csrfmiddlewaretoken]");
    if (fresh) form.elements.csrfmiddlewaretoken.value = fresh.value;
    return Boolean(fresh);
  }

  function fail(messages) {
    dirty = true;
    saved.textContent = words.unsaved;
    say(messages);
  }

  // unchanged: nobody typed on in the text or the strip since this was sent; sent: the fields as they were then.
  function arrive(body, unchanged, sent) {
    if (body.stored) {
      form.querySelectorAll(".conflict, .story-errors").forEach((past) => past.remove());
      if (location.pathname !== body.address) history.replaceState(null, "", body.address);
      form.setAttribute("action", body.address);
      form.elements.version.value = body.version;
      for (const name of ["tags", "related", "slug"]) {
        const field = document.getElementById(`id_${name}`);
        if (document.activeElement !== field) field.value = body[name];
      }
    }
    form.elements.lead_photo.value = body.lead;
    form.querySelectorAll("input[type=file]").forEach((input) => (input.value = ""));
    if (unchanged) retext(body);
    for (const [name, html] of Object.entries(body.parts)) {
      // While somebody typed on, text and strip stay as they are; the next save brings them together.
      if (name !== "strip" || unchanged) show(name, html);
    }
    if (body.stored && unchanged) {
      dirty = false;
      saved.textContent = body.saved;
    } else {
      touch();
    }
    if (body.stored) saves.forEach((fn) => fn(body, unchanged, sent));
    say(body.messages);
  }

  // A part of the page as it is now. What had the focus has it again, what did not change is left alone.
  function show(name, html) {
    const part = document.getElementById(`part-${name}`);
    if (part.dataset.html === html) return;
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    const [id, named, value] = focused ? [focused.id, focused.name, focused.value] : [];
    const at = focused?.tagName === "TEXTAREA" ? focused.selectionStart : null;
    part.innerHTML = html;
    part.dataset.html = html;
    if (!focused) return;
    const again =
      (id && document.getElementById(id)) ||
      [...part.querySelectorAll("button, input")].find((one) => one.name === named && one.value === value) ||
      part.querySelector("button, input, textarea, a");
    again?.focus({ preventScroll: true });
    if (at !== null && again === document.getElementById(id)) again.setSelectionRange(at, at);
  }

  // The text as it is stored now, the cursor where it stood between its words.
  function retext(body) {
    if (editor) return editor.arrive(body.html);
    const fresh = body.text;
    const old = text.value;
    if (old === fresh) return;
    let head = 0;
    while (head < old.length && head < fresh.length && old[head] === fresh[head]) head += 1;
    let tail = 0;
    while (tail < old.length - head && tail < fresh.length - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail += 1;
    const moved = (at) => (at <= head ? at : at >= old.length - tail ? at + fresh.length - old.length : Math.min(at, fresh.length - tail));
    const [start, end] = [moved(text.selectionStart), moved(text.selectionEnd)];
    text.value = fresh;
    text.setSelectionRange(start, end);
    grow(text);
  }

  function say(messages) {
    notes.replaceChildren(
      ...messages.map(({ level, words: said, link, linkWords }) => {
        const line = document.createElement("p");
        line.className = `said said--${level}`;
        line.textContent = said;
        if (link) {
          const a = document.createElement("a");
          a.href = link;
          a.target = "_blank";
          a.textContent = linkWords;
          line.append(" ", a);
        }
        return line;
      }),
    );
  }

  // The credit line -----------------------------------------------------------------------------------------------
  const credit = document.getElementById("id_credit_line");
  let asked = 0;
  // One press puts the line right as its hint proposes; it stays on the way to being saved, like anything typed.
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-credit-line]");
    if (!button) return;
    credit.value = button.dataset.creditLine;
    credit.dispatchEvent(new Event("input", { bubbles: true }));
    credit.focus();
  });
  credit.addEventListener("input", () => {
    clearTimeout(asked);
    asked = setTimeout(async () => {
      const line = credit.value;
      const answers = [...form.querySelectorAll("[name^=who-]")].filter((one) => one.value).map((one) => [one.name, one.value]);
      const made = form.querySelector("[data-made]")?.dataset.made ?? "";
      const of = ["language", "kind"].map((name) => [name, form.elements[name]?.value ?? ""]);
      const query = new URLSearchParams([["line", line], ["made", made], ...of, ...answers]);
      const answer = await fetch(`${words.understand}?${query}`).catch(() => null);
      if (answer?.ok && !answer.redirected && credit.value === line) show("understood", await answer.text());
    }, 300);
  });

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

  // A link to a place inside a closed part opens it; Escape closes the menu of the bar.
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && form.querySelector(".bar-more[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    const menu = form.querySelector(".bar-more[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });

  window.storyForm = {
    form, save, touch, say, show, renew, fields,
    attach: (one) => (editor = one),
    onSaved: (fn) => saves.add(fn),
    isDirty: () => dirty,
    /** Whoever leaves the page now has asked already. */
    leave: () => (leaving = true),
  };
})();
