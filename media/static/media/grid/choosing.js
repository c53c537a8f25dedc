// Which photographs of the grid are selected, and how one goes from one to the next by keyboard.
"use strict";

(() => {
  const grid = (window.grid ??= {});

  /** @param list the element that holds cards; @param changed called with the selected cards after each change */
  grid.choosing = (list, changed) => {
    const cards = [...list.querySelectorAll(".frame-card")];
    const box = (card) => card.querySelector(".frame-pick input");
    const link = (card) => card.querySelector(".frame-picture");
    const chosen = () => cards.filter((card) => box(card).checked);
    let anchor = null;

    function tell() {
      for (const card of cards) card.classList.toggle("frame-card--chosen", box(card).checked);
      changed(chosen());
    }

    function range(to) {
      const [first, last] = [cards.indexOf(anchor ?? to), cards.indexOf(to)].sort((one, other) => one - other);
      cards.forEach((card, place) => { box(card).checked = place >= first && place <= last; });
    }

    function columns() {
      const top = cards[0].offsetTop;
      const below = cards.findIndex((card) => card.offsetTop > top);
      return below < 1 ? 1 : below;
    }

    list.addEventListener("click", (event) => {
      const input = event.target.closest(".frame-pick input");
      if (!input) return;
      const card = input.closest(".frame-card");
      if (event.shiftKey && anchor) {
        range(card);
        input.checked = true;
      } else {
        anchor = card;
      }
      tell();
    });

    list.addEventListener("keydown", (event) => {
      const card = event.target.closest(".frame-card");
      if (!card || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key.toLowerCase() === "x") {
        event.preventDefault();
        box(card).checked = !box(card).checked;
        anchor = card;
        tell();
        return;
      }
      const here = cards.indexOf(card);
      const step = {
        ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns(), ArrowUp: -columns(), Home: -here, End: cards.length - 1 - here,
      }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const to = cards[Math.max(0, Math.min(cards.length - 1, here + step))];
      if (event.shiftKey) {
        anchor ??= card;
        range(to);
        tell();
      }
      link(to).focus();
    });

    return {
      cards,
      chosen,
      isChosen: (card) => box(card).checked,
      toggle(card) {
        box(card).checked = !box(card).checked;
        anchor = card;
        tell();
      },
      all() {
        for (const card of cards) box(card).checked = true;
        tell();
      },
      none() {
        for (const card of cards) box(card).checked = false;
        tell();
      },
      focus: (card) => link(card).focus(),
      tell,
    };
  };
})();
