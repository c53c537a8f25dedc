// The large view: one photograph after the other, or two beside each other, magnified at the same place.
"use strict";

(() => {
  const grid = window.photoGrid;

  /** @param dialog the large view; @param list the grid whose cards are shown */
  grid.looking = (dialog, list) => {
    const frames = dialog.querySelector(".look-frames");
    const part = (name) => dialog.querySelector(`[data-look=${name}]`);
    const words = dialog.querySelector(".look-words");
    const cards = () => [...list.children];
    let at = 0;

    function frame(card) {
      const box = document.createElement("figure");
      const image = document.createElement("img");
      const small = card.querySelector("img");
      Object.assign(image, { src: card.dataset.large, alt: small.alt, width: small.width, height: small.height, draggable: false });
      box.append(image);
      return box;
    }

    function said(card) {
      const caption = document.createElement("div");
      for (const line of card.querySelectorAll(".frame-words p")) caption.append(line.cloneNode(true));
      return caption;
    }

    function draw(shown) {
      frames.replaceChildren(...shown.map(frame));
      frames.classList.toggle("look-frames--two", shown.length === 2);
      frames.classList.remove("is-near");
      words.replaceChildren(...shown.map(said));
      for (const name of ["before", "after", "page"]) part(name).hidden = shown.length === 2;
    }

    function go(to) {
      at = Math.max(0, Math.min(cards().length - 1, to));
      const card = cards()[at];
      draw([card]);
      part("before").disabled = at === 0;
      part("after").disabled = at === cards().length - 1;
      part("page").href = card.querySelector(".frame-picture").href;
    }

    /** A press magnifies where it was pressed, in both of two; the pointer moves what is seen. */
    frames.addEventListener("click", (event) => {
      if (!event.target.matches("img")) return;
      frames.classList.toggle("is-near");
      move(event);
    });
    frames.addEventListener("pointermove", move);
    function move(event) {
      const image = event.target.closest("figure")?.querySelector("img");
      if (!image || !frames.classList.contains("is-near")) return;
      const box = image.parentElement.getBoundingClientRect();
      const place = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
      for (const one of frames.querySelectorAll("img")) one.style.transformOrigin = place.map((share) => `${100 * share}%`).join(" ");
    }

    dialog.addEventListener("keydown", (event) => {
      if (part("before").hidden) return;
      const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      go(at + step);
    });
    part("before").addEventListener("click", () => go(at - 1));
    part("after").addEventListener("click", () => go(at + 1));
    part("close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => cards()[at]?.querySelector(".frame-picture").focus());

    return {
      one(card) {
        go(cards().indexOf(card));
        dialog.showModal();
        part("page").focus();
      },
      two(some) {
        at = cards().indexOf(some[0]);
        draw(some);
        dialog.showModal();
        part("close").focus();
      },
    };
  };
})();
