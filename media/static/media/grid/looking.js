// The large view: one photograph with its words beside it, or two side by side that zoom and move as one.
"use strict";

(() => {
  const grid = (window.grid ??= {});
  const MOST = 8; // times the fitted size

  /** @param dialog the element of the large view; @param choosing grid.choosing() of the cards it goes through */
  grid.looking = (dialog, choosing) => {
    const panes = dialog.querySelector("[data-panes]");
    const words = dialog.querySelector("[data-words]");
    const where = dialog.querySelector("[data-where]");
    const pick = dialog.querySelector("[data-pick]");
    const zoom = dialog.querySelector("[data-zoom]");
    const steps = [...dialog.querySelectorAll("[data-step]")];
    let shown = [];
    let active = 0; // of two, the one that the arrows change
    let view = { scale: 1, x: 0.5, y: 0.5 }; // x, y: what stands in the middle, as shares of the pane

    function draw() {
      for (const pane of panes.children) {
        const { clientWidth: width, clientHeight: height } = pane;
        pane.querySelector("img").style.transform =
          `translate(${(0.5 - view.x) * view.scale * width}px, ${(0.5 - view.y) * view.scale * height}px) scale(${view.scale})`;
      }
      panes.classList.toggle("look-panes--zoomed", view.scale > 1);
      zoom.setAttribute("aria-pressed", String(view.scale > 1));
    }

    function look(to) {
      const half = 0.5 / to.scale;
      const held = (share) => Math.min(1 - half, Math.max(half, share));
      view = to.scale <= 1 ? { scale: 1, x: 0.5, y: 0.5 } : { scale: Math.min(MOST, to.scale), x: held(to.x), y: held(to.y) };
      draw();
    }

    /** How many times larger than fitted one pixel of the photograph is one pixel of the screen. */
    function fullSize() {
      const card = shown[active];
      const pane = panes.children[active];
      const fitted = Math.min(pane.clientWidth / card.dataset.width, pane.clientHeight / card.dataset.height);
      const kept = Math.min(1, 2400 / card.dataset.width); // the widest file there is to show
      return Math.min(MOST, Math.max(1.5, kept / fitted / window.devicePixelRatio));
    }

    function toggleZoom(at = { x: 0.5, y: 0.5 }) {
      look(view.scale > 1 ? { scale: 1 } : { scale: fullSize(), ...at });
    }

    function paneOf(card) {
      const pane = document.createElement("figure");
      pane.className = "look-pane";
      const small = card.querySelector(".frame-picture img");
      const picture = document.createElement("img");
      picture.alt = small.alt;
      picture.draggable = false;
      picture.src = small.currentSrc || small.src; // at once, until the large one is there
      const large = new Image();
      large.addEventListener("load", () => { picture.src = large.src; });
      large.src = card.dataset.large;
      pane.append(picture);
      return pane;
    }

    function show(cards, on = 0) {
      shown = cards;
      active = on;
      panes.replaceChildren(...cards.map(paneOf));
      panes.classList.toggle("look-panes--two", cards.length === 2);
      tell();
      look(view);
    }

    function tell() {
      words.replaceChildren(...shown.map((card) => card.querySelector("template").content.cloneNode(true)));
      words.classList.toggle("look-words--two", shown.length === 2);
      [...panes.children].forEach((pane, place) => pane.classList.toggle("look-pane--active", shown.length === 2 && place === active));
      const card = shown[active];
      const at = choosing.cards.indexOf(card);
      where.textContent = interpolate(gettext("%(at)s of %(all)s on this page"), { at: at + 1, all: choosing.cards.length }, true);
      pick.setAttribute("aria-pressed", String(choosing.isChosen(card)));
      steps[0].disabled = next(-1) === at;
      steps[1].disabled = next(1) === at;
    }

    /** The place the arrows lead to; of two, the other one's place is stepped over. */
    function next(step) {
      const at = choosing.cards.indexOf(shown[active]);
      let to = at + step;
      if (shown.length === 2 && choosing.cards[to] === shown[1 - active]) to += step;
      return choosing.cards[to] ? to : at;
    }

    function go(step) {
      const cards = [...shown];
      const to = choosing.cards[next(step)];
      if (to === shown[active]) return;
      cards[active] = to;
      if (cards.length === 1) view = { scale: 1, x: 0.5, y: 0.5 };
      show(cards, active);
    }

    function open(cards) {
      view = { scale: 1, x: 0.5, y: 0.5 };
      if (!dialog.open) dialog.showModal();
      show(cards);
      dialog.querySelector("[data-close]").focus();
    }

    // Mouse and touch: a press shows full size where one pressed, dragging moves, the wheel zooms.
    const share = (event) => {
      const box = event.target.closest(".look-pane").getBoundingClientRect();
      return {
        x: view.x + ((event.clientX - box.left) / box.width - 0.5) / view.scale,
        y: view.y + ((event.clientY - box.top) / box.height - 0.5) / view.scale,
      };
    };
    let held = null;
    panes.addEventListener("pointerdown", (event) => {
      const pane = event.target.closest(".look-pane");
      if (!pane || event.button) return;
      if (shown.length === 2) {
        active = [...panes.children].indexOf(pane);
        tell();
      }
      held = { x: event.clientX, y: event.clientY, from: view, moved: false, pane };
      panes.setPointerCapture(event.pointerId);
    });
    panes.addEventListener("pointermove", (event) => {
      if (!held) return;
      const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
      held.moved ||= Math.hypot(dx, dy) > 4;
      if (!held.moved || view.scale <= 1) return;
      look({ scale: view.scale, x: held.from.x - dx / held.pane.clientWidth / view.scale, y: held.from.y - dy / held.pane.clientHeight / view.scale });
    });
    panes.addEventListener("pointerup", (event) => {
      const was = held;
      held = null;
      if (!was) return;
      const dx = event.clientX - was.x;
      if (!was.moved) {
        const box = was.pane.getBoundingClientRect();
        toggleZoom({ x: (was.x - box.left) / box.width, y: (was.y - box.top) / box.height });
      } else if (view.scale <= 1 && event.pointerType === "touch" && Math.abs(dx) > 48) {
        go(dx < 0 ? 1 : -1);
      }
    });
    panes.addEventListener("pointercancel", () => { held = null; });
    panes.addEventListener("wheel", (event) => {
      if (!event.target.closest(".look-pane")) return;
      event.preventDefault();
      const at = share(event);
      const scale = Math.max(1, Math.min(MOST, view.scale * (event.deltaY < 0 ? 1.25 : 0.8)));
      look({ scale, x: at.x + ((view.x - at.x) * view.scale) / scale, y: at.y + ((view.y - at.y) * view.scale) / scale });
    }, { passive: false });

    dialog.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const onButton = event.target.closest("button, a");
      const act = {
        ArrowRight: () => go(1), ArrowDown: () => go(1), ArrowLeft: () => go(-1), ArrowUp: () => go(-1),
        "+": () => look({ ...view, scale: view.scale * 1.5 }), "-": () => look({ ...view, scale: view.scale / 1.5 }),
        x: () => toggle(), z: () => toggleZoom(), Tab: null,
        " ": onButton && event.target !== close ? null : () => dialog.close(),
      }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });

    function toggle() {
      choosing.toggle(shown[active]);
      tell();
    }

    const close = dialog.querySelector("[data-close]");
    close.addEventListener("click", () => dialog.close());
    pick.addEventListener("click", toggle);
    zoom.addEventListener("click", () => toggleZoom());
    for (const button of steps) button.addEventListener("click", () => go(Number(button.dataset.step)));
    dialog.addEventListener("close", () => {
      choosing.focus(shown[active]);
      panes.replaceChildren();
    });
    window.addEventListener("resize", () => { if (dialog.open) look(view); });

    return { open };
  };
})();
