// Files as they come: dropped, in folders or not, chosen, photographed. And the number by which the desk knows each.
"use strict";

(() => {
  const shoot = (window.shoot = {});
  const PICTURES = /\.(jpe?g|png|webp|gif|avif|tiff?|hei[cf]|bmp|cr[23]|nef|arw|dng|raf)$/i;
  const byName = new Intl.Collator(undefined, { numeric: true }).compare;

  /** Of a folder only pictures: it holds sidecars, lists and hidden files too. A file chosen by hand is taken as it is. */
  const fromFolder = (files) =>
    files.filter((file) => !file.name.startsWith(".") && (file.type.startsWith("image/") || PICTURES.test(file.name)))
      .sort((one, other) => byName(one.webkitRelativePath || one.name, other.webkitRelativePath || other.name));

  async function insideOf(folder) {
    const reader = folder.createReader();
    const found = [];
    for (;;) { // a browser gives a hundred at a time
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!some.length) break;
      for (const entry of some) found.push(...(entry.isDirectory ? await insideOf(entry) : [await fileOf(entry)]));
    }
    return found.filter(Boolean);
  }

  const fileOf = (entry) => new Promise((done) => entry.file(done, () => done(null)));

  /** What was dropped, folders opened. The entries have to be asked for before the event is over. */
  shoot.dropped = async (transfer) => {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
    const loose = [];
    const found = [];
    for (const entry of entries) {
      if (entry.isDirectory) found.push(...(await insideOf(entry)));
      else loose.push(await fileOf(entry));
    }
    return [...loose.filter(Boolean), ...fromFolder(found)];
  };
  shoot.fromFolder = fromFolder;

  /** SHA-256 in hexadecimal; "" where the browser cannot say it: off a secure line, or a file that is gone. */
  shoot.sha256 = async (file) => {
    if (!window.crypto?.subtle) return "";
    try {
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
    } catch {
      return "";
    }
  };

  // What is under way stands in the browser, so that a tab opened again can say what has still to be chosen again. -------
  const HOURS = 12;

  /** @param user number of the account, so that two people at one machine do not meet each other's files */
  shoot.keep = (user) => {
    const key = `newsroom.shoot.${user}`;
    const empty = () => ({ at: Date.now(), came: [], waiting: [], stem: "", story: null });
    let kept = empty();
    try {
      const read = { ...kept, ...JSON.parse(localStorage.getItem(key) ?? "{}") };
      if (Array.isArray(read.came) && Array.isArray(read.waiting) && Date.now() - read.at < HOURS * 3600e3) kept = read;
    } catch {
      // A browser that keeps nothing: the sheet lasts as long as the page.
    }
    let timer = 0;
    const write = () => {
      clearTimeout(timer);
      timer = 0;
      try {
        localStorage.setItem(key, JSON.stringify({ ...kept, at: Date.now() }));
      } catch {
        // As above.
      }
    };
    window.addEventListener("pagehide", write);
    return {
      get: () => kept,
      set(changes) {
        Object.assign(kept, changes);
        timer ||= setTimeout(write, 200);
      },
      clear() {
        kept = { ...empty(), story: kept.story };
        write();
      },
    };
  };
})();
