// What is typed and not saved yet, kept in this browser: in IndexedDB, in localStorage where that is not there, nowhere
// where neither is.
//
// An entry: {site, user, place, tab, article, key, at, version, html, fields}. `article` is "" and `place` "new:<key>" for a
// story that was never saved; else both are its number. `at` is in milliseconds. One entry a site, person, story and tab:
// whoever asks names the person, so that nobody sees what another one typed in the same browser.
const DATABASE = "newsroom-desk";
const STORE = "kept";
const LONGEST = 60 * 24 * 3600 * 1000;
const PREFIX = "newsroom-kept:";
const KEY = ["site", "user", "place", "tab"];
const keyOf = (entry) => KEY.map((name) => entry[name]);

/** Where entries are kept: {keep(entry), all(site, user, article), drop(entry)}, each a promise; null where nothing is kept. */
export async function browserKept() {
  const kept = (await inDatabase()) ?? inStorage();
  await kept?.prune(Date.now() - LONGEST).catch(() => {}); // old ones cost room only
  return kept;
}

// ---- IndexedDB -------------------------------------------------------------------------------------------------------

async function inDatabase() {
  let database = await open().catch(() => null);
  if (!database) return null;
  // Closed by the browser, as when somebody clears its data: opened again for what comes.
  const opened = async () => (database ??= await open());
  async function run(mode, act, { whole = true } = {}) {
    const at = await opened();
    at.onclose = at.onversionchange = () => {
      at.close();
      database = null;
    };
    return new Promise((resolve, reject) => {
      // Strict: on the disk before it counts as kept, so that a browser or machine that dies takes nothing along.
      const transaction = at.transaction(STORE, mode, { durability: "strict" });
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? request.error);
      if (whole) transaction.commit?.(); // at once: the page may be gone before it hears of this
    });
  }
  return {
    keep: (entry) => run("readwrite", (store) => store.put(entry)),
    all: (site, user, article) => run("readonly", (store) => store.index("story").getAll([site, user, article])),
    drop: (entry) => run("readwrite", (store) => store.delete(keyOf(entry))),
    // One after the other, each asked for by the one before.
    prune: (before) => run("readwrite", (store) => deleteOlder(store, before), { whole: false }),
  };
}

function open() {
  return new Promise((resolve, reject) => {
    if (!window.indexedDB) return resolve(null);
    const request = window.indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore(STORE, { keyPath: KEY });
      store.createIndex("story", ["site", "user", "article"]);
      store.createIndex("at", "at");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });
}

function deleteOlder(store, before) {
  const request = store.index("at").openCursor(IDBKeyRange.upperBound(before));
  request.onsuccess = () => {
    request.result?.delete();
    request.result?.continue();
  };
  return request;
}

// ---- localStorage ----------------------------------------------------------------------------------------------------

function inStorage() {
  try {
    localStorage.setItem(PREFIX, "");
    localStorage.removeItem(PREFIX);
  } catch {
    return null;
  }
  const slot = (entry) => PREFIX + JSON.stringify(keyOf(entry));
  const entries = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).map(entryAt).filter(Boolean);
  return {
    keep: async (entry) => localStorage.setItem(slot(entry), JSON.stringify(entry)),
    all: async (site, user, article) =>
      entries().filter((entry) => entry.site === site && entry.user === user && entry.article === article),
    drop: async (entry) => localStorage.removeItem(slot(entry)),
    prune: async (before) => entries().filter((entry) => entry.at < before).forEach((entry) => localStorage.removeItem(slot(entry))),
  };
}

function entryAt(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null; // not of our making
  }
}
