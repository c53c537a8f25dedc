// The grid of photographs with a script: a bar for what is selected, the large view, names while one types.
"use strict";

(() => {
  const list = document.getElementById("grid");
  const WAIT = 200; // milliseconds after the last letter

  // Names while one types -------------------------------------------------------------------------------------------------
  const form = document.getElementById("typed-filters");
  for (const input of form?.querySelectorAll("[data-kind]") ?? []) {
    let timer = null;
    let asked = null;
    const offer = async () => {
      if (asked === input.value) return;
      asked = input.value;
      const query = new URLSearchParams({ kind: input.dataset.kind, q: asked });
      const answer = await fetch(`${form.dataset.names}?${query}`, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer?.ok || asked !== input.value) return;
      const { names } = await answer.json();
      input.list.replaceChildren(...names.map((name) => Object.assign(document.createElement("option"), { value: name })));
    };
    input.addEventListener("focus", offer);
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(offer, WAIT);
    });
  }
  // Fields left empty do not stand in the address.
  form?.addEventListener("submit", () => {
    for (const input of form.elements) if (input.name && !input.value) input.disabled = true;
  });
  window.addEventListener("pageshow", () => { for (const input of form?.elements ?? []) input.disabled = false; });

  const dialog = document.getElementById("look");
  if (!list || !dialog) return;

  // The bar ---------------------------------------------------------------------------------------------------------------
  const bar = document.getElementById("grid-bar");
  const compare = bar.querySelector("[data-compare]");
  const choosing = window.grid.choosing(list, (chosen) => {
    bar.querySelector("[data-count]").textContent = chosen.length
      ? interpolate(ngettext("%s selected", "%s selected", chosen.length), [chosen.length]) : "";
    bar.querySelector("[data-acts]").hidden = !chosen.length;
    bar.querySelector("[data-keys]").hidden = chosen.length > 0;
    bar.querySelector("[data-all]").hidden = chosen.length > 0;
    compare.hidden = chosen.length !== 2;
    list.classList.toggle("grid--choosing", chosen.length > 0);
  });
  const looking = window.grid.looking(dialog, choosing);
  bar.querySelector("[data-none]").hidden = false;
  bar.querySelector("[data-all]").addEventListener("click", choosing.all);
  bar.querySelector("[data-none]").addEventListener("click", choosing.none);
  compare.addEventListener("click", () => looking.open(choosing.chosen()));
  const collect = bar.querySelector(".grid-collect");
  collect.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !collect.open) return;
    collect.open = false;
    collect.querySelector("summary").focus();
  });

  // Large view ------------------------------------------------------------------------------------------------------------
  list.addEventListener("click", (event) => {
    const link = event.target.closest(".frame-picture");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    looking.open([link.closest(".frame-card")]);
  });
  list.addEventListener("keydown", (event) => {
    const card = event.target.closest(".frame-card");
    if (!card || event.altKey) return;
    const withCtrl = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (withCtrl && key === "a") choosing.all();
    else if (withCtrl) return;
    else if (key === " " && event.target.matches(".frame-picture")) looking.open([card]);
    else if (key === "c" && choosing.chosen().length === 2) looking.open(choosing.chosen());
    else if (key === "escape") choosing.none();
    else return;
    event.preventDefault();
  });

  // Coming back, one stands where one was -----------------------------------------------------------------------------------
  const PLACE = "newsroom.grid.at";
  document.addEventListener("click", (event) => {
    const card = event.target.closest(".frame-card") ?? null;
    const link = event.target.closest("a[href]");
    if (!link) return;
    const at = link.pathname.match(/photo\/(\d+)\/change\//)?.[1] ?? card?.id.replace("photo-", "");
    try {
      if (at) sessionStorage.setItem(PLACE, at);
    } catch { /* kept nowhere, then */ }
  });
  let was = null;
  try {
    was = sessionStorage.getItem(PLACE);
    sessionStorage.removeItem(PLACE);
  } catch { /* as above */ }
  const card = was && document.getElementById(`photo-${was}`);
  if (card) {
    card.scrollIntoView({ block: "center" });
    card.querySelector(".frame-picture").focus({ preventScroll: true });
  }
  choosing.tell();
})();
