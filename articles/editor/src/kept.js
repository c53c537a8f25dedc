// Kept: what is typed and not saved yet stays in this browser after every pause and at the desk every few seconds, so that
// whatever dies (browser, tab, server, session, line) takes less than five seconds of typing along.
//
// `story` is the form as the editor's core gives it to these modules:
//   form            the form; its dataset has article ("" before the first save), user, site, keep, keepDrop, keepPage, login;
//                   its elements csrfmiddlewaretoken, version, tab, key
//   editable        whether this person may change the story now
//   html()          the text in the editor as it is stored
//   fields()        FormData of the form, with html
//   onChange(fn)    fn() after each change in the editor or in a field, whoever made it
//   savedState()    {version, html, fields} of what is saved: what the page came with or the last save answered, fields as
//                   fieldsOf() of keptwords.js gives them; html null where what is saved is not known, as after a refusal
//   onSaved(fn)     fn() after each stored save, when savedState(), version and form.dataset.article say so already, and
//                   before the page goes elsewhere
//   take({html, fields})  puts both into the form as one change that can be undone; the form is then not saved.
//                   putFields() of keptwords.js sets the fields
//   place()         where somebody types: {field: "html", share: 0 to 1 of the text before the cursor} or {field: name}
//   say(messages), renew()  of the form's script; renew() is false where the page belongs to another person by now
//   showBefore(html)  puts “Before sending” as the desk drew it in its place
//   reload(article) loads the page of this story again, without asking
import { browserKept } from "./browserkept.js";
import { el } from "./desk.js";
import { clockOf } from "./keptparts.js";
import { keptDesk } from "./keptdesk.js";
import { fieldsOf, nameOf, placeOf, says } from "./keptwords.js";
import { noticesIn } from "./notices.js";
import { gather, recovery } from "./recovery.js";
import { claim, renew, typing } from "./tab.js";
import { tabs } from "./tabs.js";
import { gettext, interpolate } from "./words.js";

const PAUSE = 400; // milliseconds without typing after which the browser keeps
const LATEST = 1500; // and while typing goes on
const EVERY = 3000; // the desk, after the first word that it has not
const WATCHED = 900; // the desk, after a pause, while somebody looks at the preview
const SLOWEST = 15_000; // the desk, when it does not answer
const SETTLED = 2000; // a save of one's own is answered by then

/**
 * Begins to keep what is typed in a story form, asks about what was kept before, and tells other tabs of the story.
 * Returns the keeper, which the preview takes too: {story, desk, tab(), row(), now(), isSaved(), watch(fn), drop(rows), took(row)}.
 */
export function kept(story) {
  const { form } = story;
  const notices = noticesIn(form);
  const desk = keptDesk(story);
  const bar = keptLine(form);
  const watchers = new Set();
  let browser = null;
  let tab = "";
  let edits = 0; // changes so far; of which the browser and the desk have:
  let inBrowser = 0;
  let atDesk = 0;
  let rowed = null; // under which name something is kept now
  let taken = []; // kept rows of before that went into the form: dropped when it is saved
  let sending = null;
  let slower = EVERY;
  let ahead = 0; // milliseconds that the desk's clock is before this one
  let announced = 0;
  const row = () => ({ tab, article: form.dataset.article, key: form.elements.key?.value ?? "" });
  const words = () => ({ html: story.html(), fields: fieldsOf(story.fields()) });
  const entry = (of = row()) => ({
    ...of,
    site: form.dataset.site,
    user: form.dataset.user,
    place: placeOf(of),
  });
  const isSaved = (typed = words()) => {
    const saved = story.savedState();
    return saved.html !== null && says(form, typed, saved);
  };

  // When ------------------------------------------------------------------------------------------------------------
  const browserClock = timer(() => toBrowser());
  const deskClock = timer(() => toDesk());
  function touched() {
    edits += 1;
    plan();
  }
  function plan() {
    browserClock.within(PAUSE, LATEST);
    if (slower > EVERY) deskClock.within(slower, slower);
    else if (watchers.size) deskClock.within(WATCHED, EVERY);
    else deskClock.within(EVERY, EVERY);
  }

  // In this browser -------------------------------------------------------------------------------------------------
  async function toBrowser() {
    browserClock.stop();
    if (!browser || inBrowser === edits) return;
    const edit = edits;
    const typed = words();
    try {
      if (isSaved(typed)) await browser.drop(entry());
      else await browser.keep({ ...entry(), ...typed, at: Date.now() + ahead, version: Number(form.elements.version.value) });
      inBrowser = edit;
    } catch {
      browser = null; // full, or taken away: the desk has the words still
    }
  }

  // At the desk -----------------------------------------------------------------------------------------------------
  function toDesk(leaving = false) {
    deskClock.stop();
    if (!tab || atDesk === edits) return sending;
    if (sending && !leaving) return sending;
    return hold(send(leaving));
  }
  // One question to the desk at a time; what came meanwhile is planned after it.
  function hold(question) {
    const held = question.finally(() => {
      if (sending === held) sending = null;
      if (atDesk !== edits) plan();
    });
    sending = held;
    return held;
  }

  async function send(leaving) {
    if (leaving) toBrowser();
    else await toBrowser(); // so that the browser never has less than the desk
    const edit = edits;
    const before = rowed;
    if (isSaved() && !watchers.size) {
      atDesk = edit;
      rowed = null;
      bar.say("");
      if (before) await desk.drop(before);
      return;
    }
    const now = row();
    const answer = await desk.keep(tab, leaving);
    if (answer.state !== "kept") return failed(answer);
    if (before && nameOf(before) !== nameOf(now)) drop([before]);
    rowed = now;
    atDesk = edit;
    slower = EVERY;
    ahead = Date.parse(answer.at) - Date.now() || 0;
    if (!isSaved()) bar.kept(answer.kept);
    if (answer.before) story.showBefore(answer.before);
    if (answer.newer) setTimeout(tellNewer, SETTLED, answer.newer);
    for (const watcher of watchers) watcher();
  }

  function failed({ state, words: refused }) {
    slower = Math.min(SLOWEST, state === "line" ? slower * 2 : SLOWEST);
    if (!browser) bar.say(gettext("Not kept: this browser keeps nothing and the desk does not take it. Copy your text before you leave."), true);
    else if (state === "out") bar.out();
    else if (state === "refused") bar.say(refused || gettext("Kept in this browser only: the desk does not take it"), true);
    else bar.say(gettext("Kept in this browser only: no line"), true);
    for (const watcher of watchers) watcher(state);
  }

  // Once a version, and not of what another tab of one's own has told already.
  function tellNewer({ version, by, at }) {
    if (version <= Math.max(announced, Number(form.elements.version.value))) return;
    announced = version;
    const said = gettext("%(by)s saved this story at %(at)s, while you type. Go on: before yours is saved, both stand side by side.");
    notices.put("newer", { words: interpolate(said, { by, at }), urgent: true });
  }

  // What is saved or dropped needs no keeping ------------------------------------------------------------------------
  async function drop(rows) {
    await Promise.all(rows.flatMap((one) => [browser?.drop(entry(one)).catch(() => {}), desk.drop(one)]));
  }
  async function saved() {
    notices.remove("newer");
    if (isSaved()) browser?.drop(entry()).catch(() => {}); // at once: the page may be leaving
    if (sending) await sending; // what is on its way would come back after it was dropped
    const now = row();
    typing(nameOf(now));
    let needless = [...taken.splice(0), ...(rowed ? [rowed] : []), now];
    if (isSaved()) {
      browserClock.stop();
      deskClock.stop();
      inBrowser = atDesk = edits;
      rowed = null;
      slower = EVERY;
      bar.say("");
    } else {
      needless = needless.filter((one) => nameOf(one) !== nameOf(now));
      if (rowed && nameOf(rowed) !== nameOf(now)) rowed = null;
    }
    hold(drop(unique(needless)));
    await sending;
    if (watchers.size) touched();
  }

  const keeper = {
    story,
    desk,
    notices,
    tab: () => tab,
    row,
    words,
    isSaved,
    drop,
    /** Keeps everything at once; resolves when both have it or could not. */
    async now() {
      await toBrowser();
      await sending;
      await toDesk();
    },
    /** Quicker keeping, and fn() after each that the desk has, fn(state) after one that failed; until the answer is called. */
    watch(fn) {
      watchers.add(fn);
      touched();
      return () => {
        watchers.delete(fn);
        touched();
      };
    },
    /** What was kept before stands in the form now. */
    took(old) {
      taken.push(old);
      if (!form.dataset.article && old.key) form.elements.key.value = old.key;
      typing(nameOf(row()));
    },
    /** The story was saved in another tab under this number: what is kept here belongs to it. */
    async moveTo(article) {
      form.dataset.article = article;
      typing(nameOf(row()));
      touched();
      await keeper.now();
    },
    told: (version) => (announced = Math.max(announced, version)),
  };

  async function begin() {
    if (story.editable) {
      story.onChange(touched);
      story.onSaved(saved);
    }
    [tab, browser] = await Promise.all([claim(), browserKept().catch(() => null)]);
    const found = await gather(keeper, browser);
    if (!story.editable) return recovery(keeper, found); // to read and to copy
    // What this tab kept before is asked about first: nothing is written over it.
    if (found.some((one) => one.tab === tab)) tab = await renew();
    form.elements.tab.value = tab;
    typing(nameOf(row()));
    if (!isSaved()) touched();
    else if (edits) plan();
    if (!browser) notices.put("browser", { words: gettext("This browser keeps nothing: what you type is kept at the desk only.") });
    recovery(keeper, found);
    tabs(keeper);
    watchLeaving({ flush: () => (toBrowser(), toDesk(true)), retry: () => slower > EVERY && toDesk(), back: reclaim });
  }
  async function reclaim() {
    form.elements.tab.value = tab = await claim();
    typing(nameOf(row()));
  }
  keeper.ready = begin();
  return keeper;
}

// A page may go any moment after it is hidden; and what the desk could not take goes there as soon as it can.
function watchLeaving({ flush, retry, back }) {
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? flush() : retry()));
  document.addEventListener("freeze", flush);
  window.addEventListener("pagehide", flush);
  window.addEventListener("online", retry);
  window.addEventListener("focus", retry);
  window.addEventListener("pageshow", (event) => event.persisted && back());
}

// act() after a pause of so many milliseconds, at the latest so many after the first call.
function timer(act) {
  let [waiting, last] = [0, 0];
  const stop = () => {
    clearTimeout(waiting);
    waiting = last = 0;
  };
  return {
    stop,
    within(pause, latest) {
      clearTimeout(waiting);
      last ||= performance.now() + latest;
      waiting = setTimeout(
        () => {
          stop();
          act();
        },
        Math.max(0, Math.min(pause, last - performance.now())),
      );
    },
  };
}

const unique = (rows) => [...new Map(rows.map((one) => [nameOf(one), one])).values()];

// The words beside “Saved”: when it was kept, or why only here. What is wrong is read out, the clock is not.
function keptLine(form) {
  const line = el("p", { class: "bar-kept", id: "kept" });
  const aloud = el("p", { class: "hidden", role: "status" });
  document.getElementById("saved").after(line, aloud);
  let wrong = "";
  function say(words, isWrong = false, ...more) {
    line.replaceChildren(words, ...more);
    line.classList.toggle("bar-kept--wrong", isWrong);
    const heard = isWrong ? words : "";
    if (heard !== wrong) aloud.textContent = wrong = heard;
  }
  return {
    say,
    kept: (clock) => say(interpolate(gettext("Kept %(at)s"), { at: clock || clockOf(Date.now()) })),
    out: () =>
      say(
        gettext("Kept in this browser only: you were signed out."),
        true,
        " ",
        el("a", { href: form.dataset.login, target: "_blank" }, gettext("Sign in in a new tab")),
      ),
  };
}
