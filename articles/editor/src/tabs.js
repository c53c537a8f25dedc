// Two tabs of one story of one person tell each other: that both are open, that one has saved, that one is closed.
import { clockOf } from "./keptparts.js";
import { nameOf } from "./keptwords.js";
import { alive } from "./tab.js";
import { gettext, interpolate } from "./words.js";

const LOOK = 4000; // milliseconds between two looks whether the other one is still there

/** Begins to speak with the other tabs of the keeper's story. */
export function tabs(keeper) {
  if (!("BroadcastChannel" in window)) return;
  const { story, notices } = keeper;
  const { form } = story;
  const channel = new BroadcastChannel("story");
  const others = new Map(); // of each tab, its name and the story's
  const tell = (kind, more = {}) =>
    channel.postMessage({ kind, site: form.dataset.site, user: form.dataset.user, ...keeper.row(), ...more });

  function isSameStory(data) {
    const { article, key } = keeper.row();
    if (data.site !== form.dataset.site || data.user !== form.dataset.user) return false;
    return article && data.article ? article === data.article : Boolean(key) && key === data.key;
  }

  channel.addEventListener("message", ({ data }) => {
    if (data.kind === "bye") return gone(data.tab);
    if (!isSameStory(data)) return;
    meet(data);
    if (data.kind === "hello") tell("here");
    if (data.kind === "saved") hear(data);
  });

  function meet(other) {
    const known = others.has(other.tab);
    others.set(other.tab, nameOf(other));
    if (known) return;
    notices.put("tabs", {
      words: gettext("This story is also open in another tab of this browser. Close one of them, or go on here: the other tab will ask before saving."),
    });
  }
  function gone(tab) {
    if (others.delete(tab) && !others.size) notices.remove("tabs");
  }

  function hear({ version, at, article }) {
    if (version <= Number(form.elements.version.value) && form.dataset.article) return;
    keeper.told(version);
    const said = gettext("Saved in another tab at %(at)s: load it before you go on typing. What you typed here is kept, and shown beside it.");
    notices.put("saved", {
      words: interpolate(said, { at: clockOf(at) }),
      buttons: [[gettext("Load it"), () => load(article)]],
      urgent: true,
    });
  }
  async function load(article) {
    await keeper.now();
    // A new story has its own address once one of its tabs has saved it.
    if (article && article !== form.dataset.article) await keeper.moveTo(article);
    story.reload(article);
  }

  story.onSaved(({ version }) => {
    notices.remove("saved");
    tell("saved", { version, at: Date.now() });
  });
  // A tab that died says nothing.
  setInterval(async () => {
    if (!others.size || document.visibilityState === "hidden") return;
    const there = await alive([...others.values()]);
    for (const [tab, name] of [...others]) if (!there.has(name)) gone(tab);
  }, LOOK);
  window.addEventListener("pagehide", () => tell("bye"));
  window.addEventListener("pageshow", (event) => event.persisted && tell("hello"));
  tell("hello");
}
