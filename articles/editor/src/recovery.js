// Coming back: what was kept and never saved is shown beside what is saved, with its time, and the person is asked. Nothing
// is dropped without a word of theirs, and nothing is put into the form before it.
import { compare, linesOf } from "./compare.js";
import { el } from "./desk.js";
import { button, clockOf } from "./keptparts.js";
import { differing, nameOf, says } from "./keptwords.js";
import { alive } from "./tab.js";
import { gettext, interpolate, ngettext } from "./words.js";

const FIRST = ["headline", "standfirst", "credit_line"];
const AROUND = 1; // lines that did not change, shown before and after one that did
const MOST_ROWS = 400;
const SLACK = 5000; // milliseconds by which the desk's copy has to be newer than the browser's of the same tab

/**
 * What was kept of this story and differs from the form, newest first: rows {tab, article, key, at, clock, here, version,
 * stale, by, html, fields}. What the form says anyway is dropped; what another open window is typing is left out.
 */
export async function gather(keeper, browser) {
  const { form } = keeper.story;
  const here = await fromBrowser(form, browser);
  const rows = merged(here, fromDesk());
  const others = await alive(rows.map(nameOf));
  const words = keeper.words();
  const found = rows.filter((row) => !others.has(nameOf(row)));
  const needless = found.filter((row) => says(form, words, row));
  if (keeper.isSaved(words)) keeper.drop(needless);
  return found.filter((row) => !needless.includes(row) && !isEmpty(row)).sort((one, other) => other.at - one.at);
}

const isEmpty = (row) => !row.article && !row.html && !Object.entries(row.fields).some(([name, values]) => FIRST.includes(name) && values.some((value) => value.trim()));

async function fromBrowser(form, browser) {
  const { site, user, article } = form.dataset;
  const entries = (await browser?.all(site, user, article).catch(() => [])) ?? [];
  const version = Number(form.elements.version.value);
  return entries.map((entry) => ({
    ...entry,
    clock: clockOf(entry.at),
    here: true,
    stale: Boolean(article) && entry.version < version,
    by: "",
  }));
}

function fromDesk() {
  const page = document.getElementById("kept-data");
  const rows = page ? JSON.parse(page.textContent) : [];
  const article = document.getElementById("story").dataset.article;
  return rows.map((row) => ({ ...row, article, key: row.key ?? "", at: Date.parse(row.at), here: false }));
}

// Of the same tab the browser has the last words, but where it could not keep any more.
function merged(here, desk) {
  const rows = new Map(here.map((row) => [nameOf(row), row]));
  for (const row of desk) {
    const mine = rows.get(nameOf(row));
    if (!mine || row.at > mine.at + SLACK) rows.set(nameOf(row), { ...row, here: Boolean(mine) });
    else mine.by = row.by;
  }
  return [...rows.values()];
}

/** Asks about the rows, one after the other, in a panel above the form. `?kept=<tab>` of the address is put in at once. */
export function recovery(keeper, rows) {
  if (!rows.length) return;
  const { form } = keeper.story;
  const aloud = el("p", { class: "hidden", role: "status" });
  const place = el("div", { class: "kept-place" });
  form.before(aloud, place);
  const waiting = [...rows];

  const asked = new URLSearchParams(location.search).get("kept");
  const wanted = waiting.find((row) => row.tab === asked);
  if (wanted) {
    waiting.splice(waiting.indexOf(wanted), 1);
    put(wanted);
    return;
  }
  open(waiting[0]);
  // A region that is read out has to be there before its words are.
  requestAnimationFrame(() => (aloud.textContent = titleOf(waiting[0])));

  function open(row, byHand = false) {
    const panel = panelOf(keeper, row, {
      go: () => (take(row), close()),
      leave: () => leave(row),
      later: () => later(row),
      others: waiting.filter((one) => one !== row),
      show: (other) => open(other, true),
    });
    place.replaceChildren(panel);
    if (byHand) panel.querySelector("h2").focus();
  }

  function take(row) {
    waiting.splice(waiting.indexOf(row), 1);
    put(row);
  }
  function put(row) {
    const { story, notices, took, words } = keeper;
    const before = words();
    took(row);
    story.take(row);
    const said = gettext("What was kept at %(at)s is in the form now, and not saved yet.");
    // The whole of it, fields too; the text alone goes back with Ctrl+Z as well.
    const back = () => {
      story.take(before);
      notices.remove("taken");
    };
    notices.put("taken", { words: interpolate(said, { at: row.clock }), buttons: [[gettext("Back to the text before"), back]] });
    story.onSaved(() => notices.remove("taken"));
  }
  function leave(row) {
    waiting.splice(waiting.indexOf(row), 1);
    keeper.drop([row]);
    if (waiting.length) open(waiting[0], true);
    else close();
  }
  function later(row) {
    const again = button(interpolate(gettext("Show what was kept at %(at)s"), { at: row.clock }), () => open(row, true));
    place.replaceChildren(el("p", { class: "kept-again" }, again));
    again.focus();
  }
  function close() {
    place.replaceChildren();
    aloud.textContent = "";
    (form.querySelector(".ProseMirror") ?? document.getElementById("id_headline"))?.focus({ preventScroll: true });
  }
}

const titleOf = (row) => interpolate(gettext("Kept %(at)s, not saved"), { at: row.clock });

function panelOf(keeper, row, { go, leave, later, others, show }) {
  const { editable } = keeper.story;
  const panel = el(
    "section",
    { class: "kept-panel", "aria-labelledby": "kept-title", onkeydown: (event) => event.key === "Escape" && (event.stopPropagation(), later()) },
    el("h2", { id: "kept-title", tabindex: "-1" }, titleOf(row)),
    el("p", {}, whence(row)),
    !editable && el("p", { class: "kept-stale" }, gettext("The story is not yours to change now: copy what you need, and ask its editor.")),
    editable && row.stale && el("p", { class: "kept-stale" }, staleWords(row)),
    tableOf(keeper, row),
    el(
      "p",
      { class: "kept-buttons" },
      editable && button(gettext("Go on with what was kept"), go, { class: "button" }),
      button(editable && row.article ? gettext("Keep the saved text") : gettext("Drop what was kept"), leave),
      button(gettext("Later"), later),
      el("span", { class: "soft" }, gettext("Later loses nothing: it is asked again when the story is opened next.")),
    ),
  );
  if (others.length) {
    const list = others.map((other) => el("li", {}, button(calledOf(other), () => show(other), { class: "link" })));
    panel.append(el("p", { class: "kept-also" }, gettext("Kept too:")), el("ul", { class: "kept-others" }, ...list));
  }
  return panel;
}

const calledOf = (row) => [row.clock, (row.fields.headline ?? [""])[0].trim() || linesOf(row.html)[0]?.slice(0, 70)].filter(Boolean).join(" · ");

function whence(row) {
  const where = row.here ? gettext("Typed in this browser and never saved.") : gettext("Typed in another browser and never saved.");
  return `${where} ${row.article ? gettext("Both texts stand here; nothing is changed until you choose.") : gettext("Nothing is changed until you choose.")}`;
}

function staleWords(row) {
  if (!row.by) return gettext("The story was saved since by somebody. What you go on with takes the place of that text when you save; it stays in the history.");
  const said = gettext("%(by)s saved the story since. What you go on with takes the place of that text when you save; it stays in the history.");
  return interpolate(said, { by: row.by });
}

// ---- side by side ----------------------------------------------------------------------------------------------------

function tableOf(keeper, row) {
  const { form } = keeper.story;
  const words = keeper.words();
  const names = differing(form, words.fields, row.fields);
  const ordered = [...FIRST.filter((name) => names.includes(name)), ...names.filter((name) => !FIRST.includes(name))];
  const body = el("tbody");
  for (const name of ordered) {
    const [left, right] = [words.fields[name], row.fields[name]].map((values) => shownOf(form, name, values));
    if (left === right) continue;
    body.append(el("tr", { class: "kept-field" }, el("th", { colspan: "2", scope: "rowgroup" }, labelOf(form, name))));
    for (const pair of compare(left ? left.split("\n") : [], right ? right.split("\n") : [])) body.append(rowOf(pair));
  }
  if (words.html !== row.html) {
    body.append(el("tr", { class: "kept-field" }, el("th", { colspan: "2", scope: "rowgroup" }, gettext("Story text"))));
    body.append(...textRows(compare(linesOf(words.html), linesOf(row.html))));
  }
  const heads = [gettext("As saved"), gettext("As kept")].map((head) => el("th", { scope: "col" }, head));
  return el(
    "div",
    { class: "kept-texts", tabindex: "0", role: "group", "aria-label": gettext("Saved text and kept text") },
    el("table", {}, el("thead", {}, el("tr", {}, ...heads)), body),
  );
}

// Only what differs, with a line around it; the rest is counted.
function textRows(pairs) {
  if (pairs.every((pair) => pair.same)) {
    return [spanning(gettext("The words are the same; only their form, links or pictures differ."))];
  }
  const near = new Set();
  pairs.forEach((pair, at) => {
    for (let by = -AROUND; !pair.same && by <= AROUND; by += 1) near.add(at + by);
  });
  const rows = [];
  let hidden = 0;
  const count = () => {
    if (hidden) rows.push(spanning(interpolate(ngettext("%(count)s paragraph is the same", "%(count)s paragraphs are the same", hidden), { count: hidden })));
    hidden = 0;
  };
  for (const [at, pair] of pairs.entries()) {
    if (rows.length >= MOST_ROWS) {
      const left = pairs.length - at;
      rows.push(spanning(interpolate(ngettext("and %(count)s paragraph more", "and %(count)s paragraphs more", left), { count: left })));
      return rows;
    }
    if (!near.has(at)) hidden += 1;
    else {
      count();
      rows.push(rowOf(pair));
    }
  }
  count();
  return rows;
}

const spanning = (words) => el("tr", { class: "kept-same" }, el("td", { colspan: "2" }, words));

function rowOf({ left, right }) {
  return el("tr", {}, cellOf(left, "del", gettext("As saved"), right), cellOf(right, "ins", gettext("As kept"), left));
}

function cellOf(parts, tag, whose, other) {
  if (!parts) return el("td", { "data-whose": whose, class: "kept-none" }, el("span", { class: "hidden" }, gettext("nothing here")));
  const alone = other === null;
  const cell = el("td", { "data-whose": whose });
  const word = tag === "del" ? (alone ? gettext("only in the saved text") : gettext("saved:")) : alone ? gettext("only in what was kept") : gettext("kept:");
  if (alone) cell.append(el("span", { class: "kept-only" }, word));
  for (const [words, same] of parts) {
    const mark = alone ? null : el("span", { class: "hidden" }, ` ${word} `);
    cell.append(same ? words : el(tag, {}, mark, words));
  }
  return cell;
}

function labelOf(form, name) {
  const control = form.elements[name];
  const label = control?.labels?.[0]?.firstChild?.textContent?.trim();
  if (name === "lead_photo") return gettext("Lead picture");
  return label || name;
}

// What a field says to a person: the words of what is chosen, not its number.
function shownOf(form, name, values = []) {
  const control = form.elements[name];
  if (control?.options) {
    return values.map((value) => [...control.options].find((option) => option.value === value)?.textContent.trim() ?? value).join(", ");
  }
  if (control?.type === "checkbox") return values.length ? gettext("yes") : gettext("no");
  return values.join("\n").trim();
}
