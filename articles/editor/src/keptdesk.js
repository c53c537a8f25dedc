// What is typed and not saved yet, kept at the desk: the three addresses that the server has for it.
const PATIENCE = 10_000; // milliseconds for an answer; a line that swallows questions is a lost one
const SMALL = 60_000; // bytes of a question that a browser still asks for a page that is gone

/** The desk as `story` (see kept.js) talks to it: {keep(tab, leaving), drop(row), pageOf(row)}. */
export function keptDesk(story) {
  const { form } = story;
  const { keep, keepDrop, keepPage } = form.dataset;

  async function post(address, data, options = {}) {
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    return fetch(address, {
      method: "POST",
      body: data,
      headers: { Accept: "application/json" },
      ...(options.keepalive ? options : { signal: AbortSignal.timeout(PATIENCE) }),
    });
  }

  // The token of before is not taken after somebody signed in again: a new one is fetched once.
  async function ask(address, data, options) {
    let answer = await post(address, data, options);
    if (answer.status === 403 && !isJson(answer) && !options?.keepalive && (await story.renew())) answer = await post(address, data);
    return answer;
  }

  return {
    /** Resolves to {state, …}: "kept" with the answer, "line", "out", or "refused" with the desk's sentence where it gave one. */
    async keep(tab, leaving = false) {
      const data = story.fields();
      for (const [name, value] of [...data]) if (typeof value !== "string") data.delete(name);
      data.set("tab", tab);
      data.set("article", form.dataset.article);
      const keepalive = leaving && sizeOf(data) < SMALL;
      let answer;
      try {
        answer = await ask(keep, data, { keepalive });
      } catch {
        return { state: "line" };
      }
      if (isOut(answer, form)) return { state: "out" };
      const said = isJson(answer) ? await answer.json().catch(() => ({})) : {};
      if (answer.ok && said.kept) return { state: "kept", ...said };
      return answer.status >= 500 || answer.ok ? { state: "line" } : { state: "refused", words: said.refused ?? "" };
    },

    /** Forgets a kept row {tab, article, key}. What cannot be dropped now is found needless later. */
    async drop({ tab, article, key }) {
      const data = new FormData();
      data.set("tab", tab);
      data.set("article", article);
      data.set("key", key);
      await ask(keepDrop, data, { keepalive: true }).catch(() => {});
    },

    /** The address of the page that readers would get of a kept row. */
    pageOf: (row) => `${keepPage}?${new URLSearchParams({ tab: row.tab, article: row.article, key: row.key })}`,
  };
}

const isJson = (answer) => (answer.headers.get("Content-Type") ?? "").includes("json");
const isOut = (answer, form) =>
  answer.status === 401 || (answer.redirected && new URL(answer.url).pathname === form.dataset.login) || (answer.status === 403 && !isJson(answer));

function sizeOf(data) {
  let size = 0;
  for (const [name, value] of data) size += 200 + 3 * (name.length + value.length);
  return size;
}
