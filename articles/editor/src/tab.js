// This browser tab's own name: 32 hexadecimal letters, the same as long as the tab lives. Two windows never go by one name:
// a duplicated tab, which takes the memory of the first along, gets a name of its own.
const SLOT = "newsroom-tab";
const PATIENCE = 500; // milliseconds that a page which is just being left has for letting go of its name
const tabLock = (tab) => `newsroom-tab-${tab}`;
const storyLock = (name) => `newsroom-typing-${name}`;

let mine = "";
let typed = ""; // what this tab is at: its own name and the story's
let letGo = () => {};
let letGoStory = () => {};
const channel = "BroadcastChannel" in window ? new BroadcastChannel("newsroom-tabs") : null;
channel?.addEventListener("message", ({ data }) => {
  for (const name of [mine, typed]) if (data.asked?.includes(name)) channel.postMessage({ here: name });
});

/** The name of this tab, held against other windows until the page goes. */
export async function claim() {
  const old = remembered();
  if (!old || !(await hold(old))) return renew();
  mine = old;
  return mine;
}

/** Another name for this tab, as where the old one stands for something that is not to be written over. */
export async function renew() {
  letGo();
  mine = freshName();
  remember(mine);
  await hold(mine);
  return mine;
}

/** This tab has a story open, until it says another one; `name` is nameOf() of keptwords.js. */
export function typing(name) {
  if (name === typed) return;
  typed = name;
  letGoStory();
  const ended = new Promise((done) => (letGoStory = done));
  navigator.locks?.request(storyLock(name), () => ended);
}

/** Those of these names, nameOf() of keptwords.js, that stand for a story in a window that is open now. */
export async function alive(names) {
  if (!navigator.locks) return names.length ? answering(names) : new Set();
  const { held } = await navigator.locks.query();
  const locked = new Set(held.map((lock) => lock.name));
  return new Set(names.filter((name) => locked.has(storyLock(name))));
}

export function freshName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Whether nobody else goes by this name. Locks are there where the page came by a safe way; elsewhere windows are asked.
async function hold(tab) {
  if (!navigator.locks) return !(await answering([tab])).has(tab);
  return new Promise((resolve) => {
    const patience = new AbortController();
    const over = setTimeout(() => patience.abort(), PATIENCE);
    const held = () => {
      clearTimeout(over);
      resolve(true);
      return new Promise((done) => (letGo = done));
    };
    navigator.locks.request(tabLock(tab), { signal: patience.signal }, held).catch(() => resolve(false));
  });
}

function answering(names) {
  const found = new Set();
  if (!channel) return found;
  const hear = ({ data }) => data.here && found.add(data.here);
  channel.addEventListener("message", hear);
  channel.postMessage({ asked: names });
  return new Promise((resolve) => {
    setTimeout(() => {
      channel.removeEventListener("message", hear);
      resolve(found);
    }, PATIENCE);
  });
}

function remembered() {
  try {
    const tab = sessionStorage.getItem(SLOT) ?? "";
    return /^[0-9a-f]{32}$/.test(tab) ? tab : "";
  } catch {
    return ""; // a browser that keeps nothing: the tab has a new name on each page
  }
}

function remember(tab) {
  try {
    sessionStorage.setItem(SLOT, tab);
  } catch {
    // As above.
  }
}
