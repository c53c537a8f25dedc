// The picture grid with a script: a press on a picture shows it large, selected ones can be compared and acted upon.
"use strict";

(() => {
  const list = document.getElementById("grid");
  const acts = document.getElementById("grid-acts");
  const dialog = document.getElementById("grid-look");
  if (!list || !acts || !dialog) return;
  document.body.classList.add("grid-live");
  const choosing = window.photoGrid.choosing(list, acts);
  const looking = window.photoGrid.looking(dialog, list);
  list.addEventListener("click", (event) => {
    const link = event.target.closest(".frame-picture");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    looking.one(link.closest("li"));
  });
  document.getElementById("grid-compare").addEventListener("click", () =>
    looking.two(choosing.chosen().map((box) => box.closest("li"))));
})();
