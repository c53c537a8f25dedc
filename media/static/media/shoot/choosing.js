// Which frames are selected: by mouse, touch and keyboard, as in the programs that photographers know.
"use strict";

(() => {
  const { shoot } = window;

  /** @param list the element that holds frames; @param changed called after each change */
  shoot.choosing = (list, changed) => {
    let anchor = null;
    let at = null;
    const frames = () => [...list.children].map((row) => row.shootFrame).filter((frame) => !frame.box.disabled);
    const chosen = () => frames().filter((frame) => frame.box.checked);

    function focus(frame) {
      if (!frame) return;
      if (at) at.box.tabIndex = -1;
      at = frame;
      at.box.tabIndex = 0;
      at.box.focus();
    }

    function only(wanted) {
      for (const frame of frames()) frame.box.checked = wanted.includes(frame);
    }

    /** The frames from the anchor to this one. */
    function range(frame) {
      const all = frames();
      const [first, last] = [all.indexOf(anchor ?? frame), all.indexOf(frame)].sort((one, other) => one - other);
      only(all.slice(Math.max(first, 0), last + 1));
    }

    function tell() {
      for (const frame of frames()) frame.row.classList.toggle("upload-item--chosen", frame.box.checked);
      if (!at || !list.contains(at.row)) at = null;
      if (!at && frames().length) {
        at = frames()[0];
        at.box.tabIndex = 0;
      }
      changed(chosen());
    }

    const touch = () => window.matchMedia("(hover: none)").matches;

    list.addEventListener("click", (event) => {
      const picture = event.target.closest(".upload-picture");
      const frame = picture?.closest("li").shootFrame;
      if (!frame || frame.box.disabled) return;
      const onBox = event.target === frame.box;
      if (!onBox) event.preventDefault(); // the label would do it a second time
      if (event.shiftKey) range(frame);
      else if (!onBox && (event.ctrlKey || event.metaKey || touch())) frame.box.checked = !frame.box.checked;
      else if (!onBox && event.target.closest(".frame-mark")) frame.box.checked = !frame.box.checked;
      else if (!onBox) only([frame]);
      if (!event.shiftKey) anchor = frame;
      focus(frame);
      tell();
    });

    function columns(all) {
      const top = all[0].row.offsetTop;
      const below = all.findIndex((frame) => frame.row.offsetTop > top);
      return below < 1 ? 1 : below;
    }

    list.addEventListener("keydown", (event) => {
      const frame = event.target.closest("li")?.shootFrame;
      if (!frame || event.target !== frame.box || event.altKey) return;
      const all = frames();
      const here = all.indexOf(frame);
      const step = {
        ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns(all), ArrowUp: -columns(all), Home: -here, End: all.length - 1 - here,
      }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const to = all[Math.max(0, Math.min(all.length - 1, here + step))];
      if (event.shiftKey) {
        anchor ??= frame;
        range(to);
        tell();
      } else {
        anchor = to;
      }
      focus(to);
    });

    list.addEventListener("change", (event) => {
      if (event.target.type !== "checkbox") return;
      anchor = event.target.closest("li").shootFrame;
      tell();
    });

    return {
      chosen,
      tell,
      focus: () => focus(at),
      all() {
        only(frames());
        tell();
      },
      none() {
        only([]);
        tell();
      },
    };
  };
})();
