// Which photographs of the grid are selected: by mouse, touch and keyboard; and what can be done with them.
"use strict";

(() => {
  const grid = (window.photoGrid = {});

  /** @param list the grid; @param acts the form of what can be done with the selected */
  grid.choosing = (list, acts) => {
    const boxes = [...list.querySelectorAll(".frame-choose input")];
    const count = document.getElementById("grid-count");
    const words = document.getElementById("grid-words");
    const compare = document.getElementById("grid-compare");
    const none = document.getElementById("grid-none");
    let anchor = null;

    const chosen = () => boxes.filter((box) => box.checked);

    function tell() {
      const now = chosen();
      for (const box of boxes) box.closest("li").classList.toggle("is-chosen", box.checked);
      acts.classList.toggle("has-chosen", now.length > 0);
      count.textContent = now.length ? interpolate(ngettext("%s selected", "%s selected", now.length), [now.length]) : "";
      words.hidden = !now.length || !words.dataset.upload;
      words.href = `${words.dataset.upload}?${now.map((box) => `photo=${box.value}`).join("&")}`;
      compare.hidden = now.length !== 2;
      none.hidden = !now.length;
      document.body.classList.toggle("has-chosen", now.length > 0);
    }

    function upTo(box) {
      const [first, last] = [boxes.indexOf(anchor ?? box), boxes.indexOf(box)].sort((one, other) => one - other);
      for (const one of boxes.slice(Math.max(first, 0), last + 1)) one.checked = true;
    }

    list.addEventListener("click", (event) => {
      const box = event.target.closest(".frame-choose input");
      if (!box) return;
      if (event.shiftKey) upTo(box);
      anchor = box;
      tell();
    });

    function columns() {
      const cards = [...list.children];
      const below = cards.findIndex((card) => card.offsetTop > cards[0].offsetTop);
      return below < 1 ? 1 : below;
    }

    list.addEventListener("keydown", (event) => {
      const here = [...list.children].indexOf(event.target.closest("li"));
      if (here < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
      const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns(), ArrowUp: -columns(), Home: -here, End: boxes.length - 1 - here }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const to = Math.max(0, Math.min(boxes.length - 1, here + step));
      if (event.shiftKey) {
        anchor ??= boxes[here];
        upTo(boxes[to]);
        tell();
      } else anchor = boxes[to];
      const kind = event.target.matches(".frame-picture") ? ".frame-picture" : ".frame-choose input";
      list.children[to].querySelector(kind).focus();
    });

    none.addEventListener("click", () => {
      for (const box of boxes) box.checked = false;
      tell();
    });
    tell();
    return { chosen };
  };
})();
