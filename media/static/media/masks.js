// Parts to hide, drawn on the frame by pointer or keys, written into the lines of the form, which work without this.
"use strict";

(() => {
  const form = document.querySelector("[data-mask-desk]");
  const stage = form?.querySelector(".mask-stage");
  const lines = form?.querySelector("[data-mask-lines]");
  if (!form || !stage || !lines) return;
  const SVG = "http://www.w3.org/2000/svg";
  const SIDES = ["left", "top", "width", "height"];
  const LEAST = 1; // hundredths of a side
  const parts = form.querySelector("[data-mask-parts]");
  const none = form.querySelector("[data-mask-none]");
  const adder = form.querySelector("[data-mask-add]");
  const [width, height] = [Number(stage.dataset.width), Number(stage.dataset.height)];
  const grip = Math.max(width, height) / 40;
  const blank = lines.lastElementChild.cloneNode(true);
  let chosen = null;

  const between = (value, low, high) => Math.min(Math.max(value, low), high);
  const field = (line, name) => line.querySelector(`[name="mask-${name}"]`);
  const read = (line) => SIDES.map((side) => Number(field(line, side).value.replace(",", ".")) || 0);
  const isEmpty = (line) => SIDES.every((side) => !field(line, side).value.trim());
  const inside = ([left, top, wide, high]) => {
    const [w, h] = [between(wide, LEAST, 100), between(high, LEAST, 100)];
    return [between(left, 0, 100 - w), between(top, 0, 100 - h), w, h];
  };
  const write = (line, box) => {
    const kept = inside(box);
    SIDES.forEach((side, index) => {
      field(line, side).value = String(Math.round(kept[index] * 100) / 100);
    });
    draw();
  };

  function add(box) {
    if (lines.children.length >= Number(form.dataset.most)) return null;
    const line = blank.cloneNode(true);
    const last = lines.lastElementChild;
    if (last) for (const name of ["form", "how"]) field(line, name).value = field(last, name).value;
    for (const name of SIDES) field(line, name).value = "";
    lines.append(line);
    ready(line);
    chosen = line;
    write(line, box);
    return line;
  }

  function remove(line) {
    const next = line.nextElementSibling || line.previousElementSibling;
    const back = parts.contains(document.activeElement) || lines.contains(document.activeElement);
    line.remove();
    chosen = next;
    draw();
    if (back) (next ? shapeOf(next) : adder.querySelector("button")).focus();
  }

  function ready(line) {
    line.querySelector("[data-mask-away]").hidden = false;
    line.querySelector("[data-mask-away]").addEventListener("click", () => remove(line));
    line.addEventListener("focusin", () => choose(line));
    line.addEventListener("input", draw);
  }

  function choose(line) {
    if (chosen === line) return;
    chosen = line;
    mark();
  }

  const shapeOf = (line) => parts.children[[...lines.children].indexOf(line)];

  function mark() {
    [...lines.children].forEach((line, index) => {
      line.classList.toggle("mask-line--chosen", line === chosen);
      parts.children[index]?.classList.toggle("mask-part--chosen", line === chosen);
    });
  }

  function element(name, attributes) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function group(line) {
    const made = element("g", { class: "mask-part", tabindex: "0", role: "button" });
    made.addEventListener("focus", () => choose(line));
    made.addEventListener("keydown", (event) => keyed(event, line));
    made.addEventListener("pointerdown", (event) => take(event, line));
    return made;
  }

  const groups = new Map();

  /** Shapes are kept and changed, never made anew: whoever moves one by keys keeps the focus on it. */
  function draw() {
    const all = [...lines.children];
    for (const [line, made] of groups) {
      if (!all.includes(line)) {
        made.remove();
        groups.delete(line);
      }
    }
    all.forEach((line, index) => {
      if (!groups.has(line)) {
        groups.set(line, group(line));
        parts.append(groups.get(line));
      }
      shape(groups.get(line), line, index);
      line.querySelector("legend").textContent = label(line, index).split(",")[0];
    });
    none.hidden = all.length > 0;
    mark();
  }

  const label = (line, index) =>
    form.dataset.part.replace("[n]", index + 1).replace("[form]", field(line, "form").selectedOptions[0].textContent);

  function shape(made, line, index) {
    const [left, top, wide, high] = read(line);
    const [x, y, w, h] = [(left * width) / 100, (top * height) / 100, (wide * width) / 100, (high * height) / 100];
    const kind = field(line, "form").value === "ellipse" ? "ellipse" : "rect";
    made.setAttribute("aria-label", label(line, index));
    made.dataset.how = field(line, "how").value;
    const place =
      kind === "rect" ? { x, y, width: w, height: h } : { cx: x + w / 2, cy: y + h / 2, rx: w / 2, ry: h / 2 };
    const number = element("text", { class: "mask-number-on", x: x + w / 2, y: y + h / 2, "font-size": grip * 1.4 });
    number.textContent = String(index + 1);
    made.replaceChildren(
      element(kind, { class: "mask-fill", ...place }),
      element(kind, { class: "mask-edge", ...place }),
      number,
      element("circle", { class: "mask-grip", cx: x + w, cy: y + h, r: grip }),
    );
  }

  function keyed(event, line) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const [left, top, wide, high] = read(line);
    if (event.key in moves) {
      const [dx, dy] = moves[event.key];
      write(line, event.shiftKey ? [left, top, wide + dx, high + dy] : [left + dx, top + dy, wide, high]);
    } else if (event.key === "Delete" || event.key === "Backspace") remove(line);
    else return;
    event.preventDefault();
  }

  /** Where a pointer stands, in hundredths of the frame, whatever the size it is shown in. */
  function at(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(stage.getScreenCTM().inverse());
    return [between((point.x / width) * 100, 0, 100), between((point.y / height) * 100, 0, 100)];
  }

  function follow(event, moved) {
    stage.setPointerCapture(event.pointerId);
    stage.addEventListener("pointermove", moved);
    const end = () => stage.removeEventListener("pointermove", moved);
    stage.addEventListener("pointerup", end, { once: true });
    stage.addEventListener("pointercancel", end, { once: true });
  }

  function take(event, line) {
    if (event.button) return;
    event.preventDefault();
    event.stopPropagation();
    choose(line);
    shapeOf(line).focus({ preventScroll: true });
    const [x, y] = at(event);
    const [left, top, wide, high] = read(line);
    const pulled = event.target.classList.contains("mask-grip");
    follow(event, (next) => {
      const [nowX, nowY] = at(next);
      write(line, pulled ? [left, top, nowX - left, nowY - top] : [left + nowX - x, top + nowY - y, wide, high]);
    });
  }

  stage.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    const [x, y] = at(event);
    let line = null;
    follow(event, (next) => {
      const [nowX, nowY] = at(next);
      const box = [Math.min(x, nowX), Math.min(y, nowY), Math.abs(nowX - x), Math.abs(nowY - y)];
      if (!line && (box[2] > LEAST || box[3] > LEAST)) line = add(box);
      if (line) write(line, box);
    });
  });

  for (const line of [...lines.children]) {
    if (isEmpty(line)) line.remove();
    else ready(line);
  }
  form.querySelector("[data-mask-help]").hidden = false;
  adder.hidden = false;
  adder.querySelector("button").addEventListener("click", () => {
    const line = add([40, 40, 20, 20]);
    if (line) shapeOf(line).focus();
  });
  form.classList.add("mask-page--live");
  draw();
})();
