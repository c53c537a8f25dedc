// Words of the selected frames, written together: which fields differ, what was touched, and the way back, step by step.
"use strict";

(() => {
  const { shoot } = window;
  const STEPS = 100; // that can be taken back
  const AT_ONCE = 400; // photographs in one request
  const same = (one, other) => JSON.stringify(one ?? "") === JSON.stringify(other ?? "");
  const shown = (value) => (Array.isArray(value) ? value.join(", ") : (value ?? ""));

  /** @param send (writes): to the desk, its answer; @param said (sentence): told below the panel */
  shoot.writing = ({ panel, send, chosen, stemOf, said, undoButton }) => {
    const fields = new Map();
    const write = document.getElementById("panel-write");
    const stem = document.getElementById("panel-stem");
    const steps = [];

    for (const row of panel.querySelectorAll("[data-field]")) {
      const name = row.dataset.field;
      const field = {
        name, row, label: row.querySelector("label").textContent,
        how: row.querySelector("select"), text: document.getElementById(`panel-${name}`),
        find: document.getElementById(`find-${name}`), mixed: false, shown: "",
      };
      fields.set(name, field);
      field.how.addEventListener("change", () => {
        show(field);
        ready();
        (field.how.value === "replace" ? field.find : field.text).focus();
      });
      field.text.addEventListener("input", ready);
      field.find.addEventListener("input", ready);
    }

    /** Only what was touched is written: a field that says what it said, or nothing where values differ, is left alone. */
    function touched(field) {
      if (field.text.readOnly) return false;
      switch (field.how.value) {
        case "clear": return true;
        case "set": return field.text.value !== field.shown;
        case "replace": return field.find.value !== "";
        default: return field.text.value.trim() !== "";
      }
    }

    function ready() {
      const count = chosen().length;
      write.disabled = !count || ![...fields.values()].some(touched);
      write.textContent = interpolate(ngettext("Write to %s frame", "Write to %s frames", count), [count]);
    }

    /** How a field stands before anybody touches it. */
    function show(field) {
      const how = field.how.value;
      field.shown = how === "set" && !field.mixed ? shown(field.common) : "";
      field.text.value = field.shown;
      field.text.hidden = how === "clear";
      field.text.placeholder = field.mixed && how === "set" ? gettext("mixed") : "";
      field.find.closest("p").hidden = how !== "replace";
      field.find.value = "";
    }

    /** The selection has changed, or what it says. A field with somebody's unwritten words in it is left alone. */
    function look({ keep = false } = {}) {
      const frames = chosen();
      const photos = frames.map((frame) => frame.photo).filter(Boolean);
      document.getElementById("panel-fields").hidden = !frames.length;
      write.hidden = !frames.length;
      document.getElementById("panel-none").hidden = frames.length > 0;
      panel.classList.toggle("shoot-panel--empty", !frames.length);
      for (const field of fields.values()) {
        if (keep && touched(field)) continue;
        const values = photos.map((photo) => photo.fields[field.name]);
        field.mixed = values.some((value) => !same(value, values[0]));
        field.common = values[0] ?? "";
        field.how.value = "set";
        field.text.readOnly = photos.length > 0 && !photos.some((photo) => photo.may[field.name]);
        show(field);
        field.row.classList.toggle("panel-field--mixed", field.mixed);
      }
      ready();
    }

    function orders(ids) {
      return [...fields.values()].filter(touched).map((field) => {
        const how = field.how.value === "clear" ? "set" : field.how.value;
        const text = field.how.value === "clear" ? "" : field.text.value;
        return { photos: ids, field: field.name, how, text, find: field.find.value };
      });
    }

    async function send_all(writes) {
      const ids = [...new Set(writes.flatMap((one) => one.photos))];
      const undo = [];
      let changed = 0;
      for (let start = 0; start < ids.length; start += AT_ONCE) {
        const some = new Set(ids.slice(start, start + AT_ONCE));
        const part = writes.map((one) => ({ ...one, photos: one.photos.filter((id) => some.has(id)) })).filter((one) => one.photos.length);
        const answer = await send(part);
        if (!answer) return { undo, changed, failed: true };
        undo.push(...answer.undo);
        changed += answer.frames.length;
        for (const entry of answer.refused) said(`${entry.name || `#${entry.id}`}: ${entry.why}`, true);
      }
      return { undo, changed, failed: false };
    }

    const what = (writes) => [...new Set(writes.map((one) => fields.get(one.field).label))].join(", ");

    /** Written, told, and kept to be taken back. Whether the desk answered. */
    async function perform(writes) {
      said("");
      const done = await send_all(writes);
      if (done.undo.length) {
        steps.push({ writes: done.undo, word: what(done.undo), count: done.changed });
        steps.splice(0, steps.length - STEPS);
      }
      offer();
      if (done.changed) {
        said(interpolate(ngettext("Written to %(count)s frame: %(what)s.", "Written to %(count)s frames: %(what)s.", done.changed),
          { count: done.changed, what: what(writes) }, true), true);
      } else if (!done.failed) said(gettext("Nothing changed."), true);
      return !done.failed;
    }

    async function undo() {
      const step = steps.pop();
      if (!step) return;
      said("");
      undoButton.disabled = true;
      const done = await send_all(step.writes);
      if (done.failed) steps.push(step);
      else said(interpolate(gettext("Taken back: %s."), [step.word]), true);
      offer();
      look({ keep: true });
    }

    function offer() {
      const last = steps.at(-1);
      undoButton.disabled = !last;
      undoButton.textContent = last ? interpolate(gettext("Undo: %(what)s (%(count)s)"), { what: last.word, count: last.count }, true) : gettext("Undo");
    }

    /** The selected frames that are photographs by now; the others get these words when they have come. */
    function spread(make) {
      const frames = chosen();
      for (const frame of frames.filter((one) => !one.photo)) (frame.later ??= []).push(...make([0]));
      return frames.filter((frame) => frame.photo).map((frame) => frame.photo.id);
    }

    panel.addEventListener("submit", async (event) => {
      event.preventDefault();
      const ids = spread(orders);
      if (write.disabled) return;
      const writes = orders(ids);
      if (!ids.length) said(gettext("It is written when the files have come."));
      else if (!(await perform(writes))) return;
      look();
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) panel.requestSubmit();
    });

    document.getElementById("stem-write").addEventListener("click", async () => {
      const before = stemOf();
      const text = stem.value.trim();
      const make = (photos) => [{ photos, field: "caption", how: "stem", text, find: before }];
      const ids = spread(make);
      stemOf(text);
      if (ids.length && !(await perform(make(ids)))) stemOf(before);
      look();
    });

    undoButton.addEventListener("click", undo);
    return { look, perform, undo, first: () => fields.get("caption").text.focus() };
  };
})();
