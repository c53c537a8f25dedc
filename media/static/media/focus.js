// The focal point by click: sets the two number fields, which work without this, and shows where it is.
"use strict";

(() => {
  const frame = document.querySelector("[data-focus-frame]");
  const across = document.getElementById("id_focus_x");
  const down = document.getElementById("id_focus_y");
  if (!frame || !across || !down) return;
  const mark = frame.querySelector(".focus-mark");
  const picture = frame.querySelector("img");

  const show = () => {
    const x = Number(across.value.replace(",", "."));
    const y = Number(down.value.replace(",", "."));
    const inside = x >= 0 && x <= 1 && y >= 0 && y <= 1;
    mark.toggleAttribute("hidden", !inside);
    mark.style.left = `${x * 100}%`;
    mark.style.top = `${y * 100}%`;
  };
  const share = (value) => String(Math.min(1, Math.max(0, Math.round(value * 1000) / 1000)));

  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    across.value = share((event.clientX - box.left) / box.width);
    down.value = share((event.clientY - box.top) / box.height);
    across.dispatchEvent(new Event("change", { bubbles: true }));
    show();
  });
  across.addEventListener("input", show);
  down.addEventListener("input", show);
  frame.classList.add("focus-frame--live");
  document.querySelector("[data-focus-help]")?.removeAttribute("hidden");
  show();
})();
