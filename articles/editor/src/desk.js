// What the page around the editor gives it: addresses, the photographs and links that the text names, and the way to ask
// the desk for more. One request never throws: it answers {ok, status, body, signedOut, lost}.

/** @param {HTMLFormElement} form the story's form; @param {object} data what the page says, see articles/admin/editing.py */
export function deskOf(form, data) {
  const photos = new Map(Object.entries(data.photos));
  const refs = new Map(Object.entries(data.refs));
  const told = new Set();
  const tell = () => [...told].forEach((fn) => fn());

  async function ask(address, { method = "GET", data: sent, signal } = {}) {
    const headers = { Accept: "application/json" };
    if (sent) sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    let answer;
    try {
      answer = await fetch(address, { method, headers, body: sent, signal });
    } catch (error) {
      return { ok: false, lost: error.name !== "AbortError", status: 0, body: {} };
    }
    const signedOut = answer.redirected && new URL(answer.url).pathname === form.dataset.login;
    const body = await answer.json().catch(() => ({}));
    return { ok: answer.ok && !signedOut, status: answer.status, body, signedOut, lost: false };
  }

  const desk = {
    form,
    site: data.site,
    mayUpload: Boolean(form.dataset.upload),
    photos,
    refs,
    ask,
    /** "vi" or "en": the language that the story is written in, as the form says now. */
    language: () => (form.elements.language?.value ?? data.language).slice(0, 2),
    photo: (id) => photos.get(String(id)),
    /** fn is called when more is known of a photograph or a link. Returns what ends that. */
    onKnown(fn) {
      told.add(fn);
      return () => told.delete(fn);
    },
    know(found) {
      for (const photo of found) photos.set(String(photo.id), photo);
      if (found.length) tell();
    },
    /** What the desk says of photographs after a save, by id: a credit may have come from the credit line. */
    hear(said) {
      const other = Object.entries(said).filter(([id, photo]) => JSON.stringify(photos.get(id)) !== JSON.stringify(photo));
      for (const [id, photo] of other) photos.set(id, photo);
      if (other.length) tell();
    },
    /** Asks for what a text names and the page does not know yet. */
    async learn(photoIds, refNames) {
      const unknown = [...new Set(photoIds)].filter((id) => id && !photos.has(id));
      const unheard = [...new Set(refNames)].filter((ref) => !refs.has(ref));
      const asked = [];
      if (unknown.length) {
        asked.push(
          ask(`${form.dataset.photos}?${new URLSearchParams(unknown.slice(0, 300).map((id) => ["id", id]))}`).then(({ ok, body }) => {
            if (ok) for (const [id, photo] of Object.entries(body.photos)) photos.set(id, photo);
          }),
        );
      }
      if (unheard.length) {
        asked.push(
          ask(`${form.dataset.refs}?${new URLSearchParams(unheard.slice(0, 200).map((ref) => ["ref", ref]))}`).then(({ ok, body }) => {
            if (ok) for (const [ref, said] of Object.entries(body.refs)) refs.set(ref, said);
          }),
        );
      }
      if (asked.length) {
        await Promise.all(asked);
        tell();
      }
    },
  };
  return desk;
}

/** A DOM element in one line: el("button", {class: "x", type: "button", onclick: fn}, "words", …). No inline style, ever. */
export function el(tag, said = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(said)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...inside.filter((one) => one !== null && one !== undefined && one !== false));
  return made;
}

let made = 0;
export const newId = (stem) => `${stem}-${(made += 1)}`;
