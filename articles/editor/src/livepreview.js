// The page as readers will get it, beside the text, at the width of a phone, a tablet or a desktop. It follows the typing:
// each time the desk has kept what was typed, what differs is put into the page that stands there, so that neither its
// place nor its pictures jump.
import { el } from "./desk.js";
import { button } from "./keptparts.js";
import { gettext } from "./words.js";

const WIDTHS = { phone: 360, tablet: 834, desktop: 1280 };
const MOVED = 200; // milliseconds after which the page follows the cursor
const REMEMBERED = "story-preview-width";
const BESIDE = "(min-width: 64em)";
const nameOf = (width) => ({ phone: gettext("Phone"), tablet: gettext("Tablet"), desktop: gettext("Desktop") })[width];

/** Puts the button for it into the bar of the keeper's form. Returns {open(), close()}. */
export function livePreview(keeper) {
  const { story, desk } = keeper;
  const { form } = story;
  const room = el("div", { class: "live-room" });
  const said = el("p", { class: "live-said", role: "status" });
  const frame = el("iframe", { title: gettext("The story as readers will get it") });
  const choices = Object.keys(WIDTHS).map((width) => button(nameOf(width), () => choose(width), { "data-width": width }));
  const panel = el(
    "dialog",
    { class: "live-preview", id: "live-preview", "aria-labelledby": "live-title" },
    el(
      "div",
      { class: "live-tools" },
      el("h2", { id: "live-title" }, gettext("As readers will get it")),
      el("div", { class: "live-widths", role: "group", "aria-label": gettext("Width of the page") }, ...choices),
      el("button", { class: "link", name: "_preview", value: "1" }, gettext("On a page of its own")),
      button(gettext("Close"), () => close(), { class: "button button--second live-close" }),
    ),
    said,
    room,
  );
  room.append(frame);
  form.querySelector(".story-columns").append(panel);
  const toggle = button(gettext("Preview"), () => (panel.open ? close() : open()), {
    class: "button button--second live-toggle",
    "aria-expanded": "false",
    "aria-controls": "live-preview",
  });
  document.getElementById("part-bar").before(toggle);
  form.classList.add("has-live"); // the button that leaves for a page of its own stands in the panel then

  let width = remembered();
  let unwatch = () => {};
  let loaded = "";
  let asked = 0;
  const beside = window.matchMedia(BESIDE);

  function open() {
    form.classList.toggle("has-preview", beside.matches);
    // On a narrow screen it is a window of its own, which nothing lies over and out of which nothing is reached.
    if (beside.matches) panel.show();
    else panel.showModal();
    toggle.setAttribute("aria-expanded", "true");
    if (!loaded) say(gettext("One moment: the page is being made."));
    unwatch = keeper.watch(follow);
    choose(width);
  }
  function close() {
    panel.close();
  }
  panel.addEventListener("close", () => {
    unwatch();
    form.classList.remove("has-preview");
    toggle.setAttribute("aria-expanded", "false");
    toggle.focus({ preventScroll: true });
  });
  // dialog.show() knows no Escape.
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    close();
  });
  beside.addEventListener("change", () => {
    if (!panel.open) return;
    panel.close();
    open();
  });

  // The page ----------------------------------------------------------------------------------------------------------
  async function follow(wrong) {
    if (!panel.open) return;
    if (wrong) return say(loaded ? gettext("Waiting for the line: this is the page as it was kept last.") : gettext("Waiting for the line: the page comes when the desk answers again."));
    const address = desk.pageOf(keeper.row());
    asked += 1;
    const question = asked;
    const page = await pageAt(address);
    if (question !== asked || !panel.open) return;
    if (!page) return say(gettext("The page cannot be shown now. Save the story and use Preview."));
    if (loaded !== address) await load(address);
    else patch(frame.contentDocument.querySelector("main"), page.querySelector("main"));
    say("");
    show();
  }

  async function pageAt(address) {
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok || answer.redirected) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  function load(address) {
    loaded = address;
    return new Promise((resolve) => {
      frame.addEventListener("load", resolve, { once: true });
      frame.src = address;
    });
  }
  // A link pressed or a search sent in the page would lead away from the story.
  frame.addEventListener("load", () => {
    const page = frame.contentDocument;
    page?.addEventListener("click", (event) => event.target.closest?.("a[href]") && event.preventDefault());
    page?.addEventListener("submit", (event) => event.preventDefault());
  });

  const say = (words) => {
    if (said.textContent !== words) said.textContent = words;
  };

  // The place where somebody types --------------------------------------------------------------------------------------
  let marked = null;
  function show() {
    const page = frame.contentDocument;
    const block = page && blockOf(page, story.place());
    mark(block);
    if (!block) return;
    const box = block.getBoundingClientRect();
    const view = frame.contentWindow;
    const inSight = box.top >= 0 && box.top + Math.min(box.height, 80) <= view.innerHeight;
    if (!inSight) view.scrollTo({ top: view.scrollY + box.top - view.innerHeight / 3, behavior: "instant" });
  }
  function mark(block) {
    if (marked === block) return;
    marked?.removeAttribute("style");
    marked = block;
    if (block) block.style.boxShadow = "-0.75rem 0 0 -0.5rem var(--accent)";
  }
  let rest = 0;
  const moved = () => {
    clearTimeout(rest);
    if (panel.open && loaded) rest = setTimeout(show, MOVED);
  };
  form.addEventListener("keyup", moved);
  form.addEventListener("click", moved);

  // Its width ----------------------------------------------------------------------------------------------------------
  function choose(chosen) {
    width = chosen;
    remember(chosen);
    for (const choice of choices) choice.setAttribute("aria-pressed", String(choice.dataset.width === chosen));
    fit();
  }
  function fit() {
    const wide = WIDTHS[width];
    const { clientWidth, clientHeight } = room;
    if (!clientWidth) return;
    const scale = Math.min(1, clientWidth / wide);
    frame.width = wide;
    frame.height = Math.round(clientHeight / scale);
    frame.style.transform = `translateX(${Math.max(0, (clientWidth - wide * scale) / 2)}px) scale(${scale})`;
  }
  new ResizeObserver(fit).observe(room);

  // What differs between two pages is put in; the rest, pictures before all, stays the element it was.
  function patch(old, fresh) {
    mark(null);
    if (old && fresh) bring(old, fresh);
  }

  return { open, close };
}

function bring(old, fresh) {
  const [mine, theirs] = [[...old.childNodes], [...fresh.childNodes]];
  let head = 0;
  while (head < mine.length && head < theirs.length && mine[head].isEqualNode(theirs[head])) head += 1;
  let tail = 0;
  const most = Math.min(mine.length, theirs.length) - head;
  while (tail < most && mine.at(-1 - tail).isEqualNode(theirs.at(-1 - tail))) tail += 1;
  const gone = mine.slice(head, mine.length - tail);
  const come = theirs.slice(head, theirs.length - tail);
  if (gone.length === come.length && gone.every((node, at) => isSameShell(node, come[at]))) {
    gone.forEach((node, at) => bring(node, come[at]));
    return;
  }
  const after = mine[mine.length - tail] ?? null;
  for (const node of gone) node.remove();
  for (const node of come) old.insertBefore(old.ownerDocument.importNode(node, true), after);
}

// The same element about other content: a text is none, and what has other attributes neither.
function isSameShell(one, other) {
  return one.nodeType === Node.ELEMENT_NODE && one.cloneNode(false).isEqualNode(other.cloneNode(false));
}

// The block of the reader's page that stands for this place of the form.
function blockOf(page, place) {
  if (!place) return null;
  const named = { headline: ".story__headline", standfirst: ".standfirst", credit_line: ".credit-line", kicker: ".kicker", tags: ".tags" }[place.field];
  if (named) return page.querySelector(named);
  const blocks = place.field === "html" ? [...page.querySelectorAll(".story__body > *")] : [];
  const whole = blocks.reduce((sum, block) => sum + weight(block), 0);
  let before = 0;
  for (const block of blocks) {
    before += weight(block);
    if (before >= place.share * whole) return block;
  }
  return blocks.at(-1) ?? null;
}
const weight = (block) => block.textContent.trim().length;

function remembered() {
  try {
    const width = localStorage.getItem(REMEMBERED);
    return width in WIDTHS ? width : "phone";
  } catch {
    return "phone";
  }
}

function remember(width) {
  try {
    localStorage.setItem(REMEMBERED, width);
  } catch {
    // A browser that keeps nothing begins with the phone again.
  }
}
