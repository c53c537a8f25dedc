// The cut of a photograph for this story: its shape, and the point that stays in sight. Drawn as SVG, moved by pointer or keys.
import { dialog } from "./dialogs.js";
import { el, newId } from "./desk.js";
import { gettext, interpolate } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const STEP = 0.02;

/** The largest box of a shape around a point, as shares of the picture: [left, top, width, height]. As media/crops.py cuts. */
export function boxOf([width, height], [across, down], [x, y]) {
  const wide = Math.min(width, (height * across) / down);
  const high = (wide * down) / across;
  const left = Math.min(Math.max(x * width - wide / 2, 0), width - wide);
  const top = Math.min(Math.max(y * height - high / 2, 0), height - high);
  return [left / width, top / height, wide / width, high / height];
}

export function cropper(desk) {
  let photo = null;
  let shape = "";
  let focus = [0.5, 0.5];
  let own = false; // a point of this use; without one the cut is the photograph's own, by hand or around its focal point
  let done = () => {};
  const svg = (tag, said) => {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(said)) made.setAttribute(name, value);
    return made;
  };
  const image = svg("image", { x: 0, y: 0, preserveAspectRatio: "none" });
  const shades = [0, 1, 2, 3].map(() => svg("rect", { class: "crop__shade" }));
  const frame = svg("rect", { class: "crop__frame" });
  const point = svg("circle", { class: "crop__point", r: 0 });
  const stage = svg("svg", { class: "crop__stage", role: "img" });
  stage.append(image, ...shades, frame, point);
  const name = newId("shape");
  const shapes = el("fieldset", { class: "figure__places" }, el("legend", {}, gettext("Shape")));
  const across = range(gettext("Point to keep, across"), 0);
  const down = range(gettext("Point to keep, down"), 1);
  const points = el("div", { class: "crop__points" }, across.line, down.line);
  const hint = el("p", { class: "soft" });
  const box = dialog(gettext("Crop for this story"), [
    shapes, stage, points, hint,
    el("p", { class: "desk-dialog__foot" },
      el("button", { type: "button", class: "button", onclick: () => finish() }, gettext("Use this cut"))),
  ], { wide: true });

  function range(label, axis) {
    const id = newId("point");
    const input = el("input", { id, type: "range", min: "0", max: "1", step: String(STEP / 2), oninput: () => {
      focus[axis] = Number(input.value);
      own = true;
      draw();
    } });
    return { input, line: el("p", {}, el("label", { for: id }, label), input) };
  }

  stage.addEventListener("pointerdown", (event) => {
    if (!shape) return;
    stage.setPointerCapture(event.pointerId);
    move(event);
    const moving = (next) => move(next);
    stage.addEventListener("pointermove", moving);
    stage.addEventListener("pointerup", () => stage.removeEventListener("pointermove", moving), { once: true });
    stage.addEventListener("pointercancel", () => stage.removeEventListener("pointermove", moving), { once: true });
  });
  function move(event) {
    const edges = stage.getBoundingClientRect();
    const share = (at, start, length) => Math.min(Math.max((at - start) / length, 0), 1);
    focus = [share(event.clientX, edges.left, edges.width), share(event.clientY, edges.top, edges.height)];
    own = true;
    draw();
  }

  function draw() {
    const [width, height] = [photo.full_width ?? photo.width, photo.full_height ?? photo.height];
    const ratio = shape.split("x").map(Number);
    const drawn = own ? null : photo.drawn?.[shape];
    const [left, top, wide, high] = drawn ?? (shape ? boxOf([width, height], ratio, focus) : [0, 0, 1, 1]);
    const set = (node, x, y, w, h) => {
      for (const [key, value] of Object.entries({ x: x * width, y: y * height, width: Math.max(w, 0) * width, height: Math.max(h, 0) * height })) node.setAttribute(key, value);
    };
    set(shades[0], 0, 0, 1, top);
    set(shades[1], 0, top + high, 1, 1 - top - high);
    set(shades[2], 0, top, left, high);
    set(shades[3], left + wide, top, 1 - left - wide, high);
    set(frame, left, top, wide, high);
    point.setAttribute("cx", focus[0] * width);
    point.setAttribute("cy", focus[1] * height);
    point.setAttribute("r", shape && !drawn ? Math.max(width, height) / 70 : 0);
    points.hidden = !shape;
    across.input.value = focus[0];
    down.input.value = focus[1];
    hint.textContent = shape ? gettext("Press the picture where the eye should rest. The cut is made when the story is saved.") : gettext("The whole picture, as it was taken.");
    stage.setAttribute("aria-label", shape ? interpolate(gettext("Cut %s, point to keep at %s across and %s down"), [shape.replace("x", ":"), `${Math.round(focus[0] * 100)} %`, `${Math.round(focus[1] * 100)} %`]) : gettext("Uncut"));
  }

  function finish() {
    const fn = done;
    done = () => {};
    box.close();
    const [x, y] = focus.map((share) => String(Math.round(share * 100) / 100));
    const moved = own && (!photo.focus || photo.drawn?.[shape] || Math.abs(focus[0] - photo.focus[0]) > 0.005 || Math.abs(focus[1] - photo.focus[1]) > 0.005);
    fn({ "data-crop": shape || null, "data-focus": shape && moved ? `${x},${y}` : null });
  }

  /** @param {{photo, crop: string|null, focus: string|null}} now @param {(attrs: object) => void} then */
  return function open(now, then) {
    photo = now.photo;
    shape = now.crop ?? "";
    own = Boolean(now.focus);
    focus = now.focus ? now.focus.split(",").map(Number) : [...(photo.focus ?? [0.5, 0.5])];
    done = then;
    const choices = ["", ...(desk.form.dataset.shapes ?? "3x2 16x9 4x3 1x1").split(" ")];
    shapes.replaceChildren(shapes.firstChild, ...choices.map((value) => el("label", {},
      el("input", { type: "radio", name, value, checked: value === shape, onchange: () => { shape = value; draw(); } }),
      el("span", {}, value ? value.replace("x", ":") : gettext("as taken")))));
    const [width, height] = [photo.full_width ?? photo.width, photo.full_height ?? photo.height];
    stage.setAttribute("viewBox", `0 0 ${width} ${height}`);
    image.setAttribute("width", width);
    image.setAttribute("height", height);
    image.setAttribute("href", photo.large ?? photo.thumb);
    draw();
    box.open();
    shapes.querySelector("input:checked")?.focus();
  };
}
