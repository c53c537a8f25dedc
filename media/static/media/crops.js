// The cuts of a photograph: drawn over it by pointer, keys or sliders, written into the form's lines, which work without this.
"use strict";

(() => {
  const desk = document.querySelector("[data-cut-desk]");
  const shapes = document.querySelector("[data-cut-shapes]");
  const whole = document.querySelector("[data-focus-frame]");
  const lines = new Map([...document.querySelectorAll(".cut-lines [data-shape]")].map((line) => [line.dataset.shape, line]));
  if (!desk || !shapes || !whole || !lines.size) return;
  const help = document.querySelector("[data-focus-help]");
  const stage = desk.querySelector(".cut-stage");
  const shade = desk.querySelector(".cut-shade");
  const frame = desk.querySelector(".cut-frame");
  const corners = [...desk.querySelectorAll(".cut-corner")];
  const said = desk.querySelector(".cut-said");
  const [across, down, size] = ["cut-across", "cut-down", "cut-size"].map((id) => document.getElementById(id));
  const [width, height] = [Number(desk.dataset.width), Number(desk.dataset.height)];
  const NARROWEST = 320;
  const ROOM = Math.max(width, height) / 26; // around the picture, so that a corner at its edge can be taken hold of
  const STEP = 0.01;
  let shape = "";
  let ratio = 1;

  const between = (value, low, high) => Math.min(Math.max(value, low), high);
  const share = (id) => between(Number(document.getElementById(id)?.value.replace(",", ".")) || 0, 0, 1);
  /** Of the width of the picture: the widest and the narrowest cut of this shape. */
  const most = () => Math.min(1, (height * ratio) / width);
  const least = () => Math.min(NARROWEST / width, most());
  const high = (wide) => Math.min(1, (wide * width) / ratio / height);

  /** Left, top and width inside the picture, to four digits. As media/crops.py cuts. */
  function inside([left, top, wide]) {
    wide = between(wide, least(), most());
    return [between(left, 0, 1 - wide), between(top, 0, 1 - high(wide)), wide].map((value) => Math.round(value * 1e4) / 1e4);
  }

  function around([x, y], wide) {
    wide = between(wide, least(), most());
    return inside([x - wide / 2, y - high(wide) / 2, wide]);
  }

  const drawn = () => lines.get(shape).value.trim().split(/\s*,\s*/).map(Number);
  const byHand = () => drawn().length === 3 && drawn().every((value) => value >= 0 && value <= 1);
  const box = () => (byHand() ? inside(drawn()) : around([share("id_focus_x"), share("id_focus_y")], 1));
  const middle = ([left, top, wide]) => [left + wide / 2, top + high(wide) / 2];

  function write(text) {
    const line = lines.get(shape);
    if (line.value === text) return;
    line.value = text;
    line.dispatchEvent(new Event("change", { bubbles: true }));
    draw();
  }
  const put = (found) => write(inside(found).join(","));

  function draw() {
    for (const choice of shapes.querySelectorAll("input")) {
      const mark = choice.parentElement.querySelector(".cut-mark");
      if (mark) mark.toggleAttribute("hidden", !lines.get(choice.value)?.value);
    }
    desk.hidden = !shape;
    whole.hidden = Boolean(shape);
    help?.toggleAttribute("hidden", Boolean(shape));
    if (!shape) return;
    const [left, top, wide] = box();
    const [x, y, w, h] = [left * width, top * height, wide * width, high(wide) * height];
    shade.setAttribute("d", `M0 0H${width}V${height}H0ZM${x} ${y}h${w}v${h}h${-w}Z`);
    for (const [name, value] of Object.entries({ x, y, width: w, height: h })) frame.setAttribute(name, value);
    for (const corner of corners) {
      const [right, bottom] = corner.dataset.corner.split(" ").map(Number);
      corner.setAttribute("cx", x + right * w);
      corner.setAttribute("cy", y + bottom * h);
      corner.setAttribute("r", ROOM);
    }
    stage.classList.toggle("cut-stage--by-hand", byHand());
    [across.value, down.value] = middle([left, top, wide]);
    size.min = least();
    size.max = most();
    size.value = wide;
    said.textContent = byHand() ? desk.dataset.byHand : desk.dataset.byFocus;
  }

  /** Where a pointer stands, as shares of the picture, whatever the size it is shown in. */
  function at(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(stage.getScreenCTM().inverse());
    return [point.x / width, point.y / height];
  }

  /** A corner is pulled: the opposite one stays. */
  function pull(corner, start) {
    const [right, bottom] = corner.dataset.corner.split(" ").map(Number);
    const [left, top, wide] = start;
    const fixed = [right ? left : left + wide, bottom ? top : top + high(wide)];
    return ([x, y]) => {
      const room = [right ? 1 - fixed[0] : fixed[0], ((bottom ? 1 - fixed[1] : fixed[1]) * height * ratio) / width];
      const wanted = Math.max(Math.abs(x - fixed[0]), (Math.abs(y - fixed[1]) * height * ratio) / width);
      const now = between(wanted, least(), Math.max(least(), Math.min(...room)));
      put([right ? fixed[0] : fixed[0] - now, bottom ? fixed[1] : fixed[1] - high(now), now]);
    };
  }

  /** The frame is moved by the place where it was taken; a press beside it brings it there. */
  function move(start, [x, y]) {
    const [left, top, wide] = start;
    const held = x >= left && x <= left + wide && y >= top && y <= top + high(wide);
    const [dx, dy] = held ? [x - left, y - top] : [wide / 2, high(wide) / 2];
    return (point) => put([point[0] - dx, point[1] - dy, wide]);
  }

  stage.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    stage.focus({ preventScroll: true });
    const corner = event.target.closest(".cut-corner");
    const follow = corner ? pull(corner, box()) : move(box(), at(event));
    if (!corner) follow(at(event));
    const moving = (next) => follow(at(next));
    stage.setPointerCapture(event.pointerId);
    stage.addEventListener("pointermove", moving);
    const end = () => stage.removeEventListener("pointermove", moving);
    stage.addEventListener("pointerup", end, { once: true });
    stage.addEventListener("pointercancel", end, { once: true });
  });

  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [left, top, wide] = box();
    const step = STEP * (event.shiftKey ? 5 : 1);
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const grows = { "+": 2 * STEP, "=": 2 * STEP, "-": -2 * STEP, "−": -2 * STEP, _: -2 * STEP };
    if (event.key in moves) put([left + moves[event.key][0], top + moves[event.key][1], wide]);
    else if (event.key in grows) write(around(middle([left, top, wide]), wide + grows[event.key]).join(","));
    else if (event.key === "Delete" || event.key === "Backspace") write("");
    else return;
    event.preventDefault();
  });

  across.addEventListener("input", () => write(around([Number(across.value), middle(box())[1]], box()[2]).join(",")));
  down.addEventListener("input", () => write(around([middle(box())[0], Number(down.value)], box()[2]).join(",")));
  size.addEventListener("input", () => write(around(middle(box()), Number(size.value)).join(",")));
  desk.querySelector("[data-cut-reset]").addEventListener("click", () => write(""));
  shapes.addEventListener("change", (event) => {
    shape = event.target.value;
    ratio = Number(event.target.dataset.across) / Number(event.target.dataset.down);
    draw();
  });
  for (const line of lines.values()) line.addEventListener("input", draw);
  stage.setAttribute("viewBox", `${-ROOM} ${-ROOM} ${width + 2 * ROOM} ${height + 2 * ROOM}`);
  shapes.hidden = false;
  const typed = document.querySelector(".cut-lines").closest("fieldset");
  if (typed && !typed.querySelector(".errorlist")) typed.classList.add("cuts--drawn");
  draw();
})();
