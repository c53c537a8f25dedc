// The frames of the contact sheet: a file on its way and the photograph that it becomes.
"use strict";

(() => {
  const { shoot } = window;
  const FACTS = ["alt", "place_shown", "people", "event", "keywords", "headline"];
  const STOPS = new Set(["caption", "credit"]); // marks of what keeps a photograph from readers
  let count = 0;

  // A hundred files of a camera are not decoded before anybody looks at them.
  const near = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      const image = target.querySelector("img");
      image.src = image.dataset.src;
    }
  }, { rootMargin: "800px" });

  const show = (image, address) => {
    image.dataset.src = address;
    near.unobserve(image.parentElement);
    near.observe(image.parentElement);
  };

  const told = (className, text) => {
    const made = document.createElement("p");
    if (className) made.className = className;
    made.textContent = text;
    return made;
  };

  const shown = (value) => (Array.isArray(value) ? value.join(", ") : value);

  /** @param write (frame, field, value): a field was left with other words in it; @param label names fields */
  shoot.Frame = class {
    constructor(name, { write, label }) {
      count += 1;
      this.name = name;
      this.label = label;
      this.typed = {}; // what was typed before there was a photograph
      this.photo = null;
      this.known = false;
      this.stem = "";
      this.row = document.getElementById("frame-template").content.firstElementChild.cloneNode(true);
      this.row.shootFrame = this;
      const find = (selector) => this.row.querySelector(selector);
      [this.image, this.box, this.progress, this.notes, this.state_word] =
        ["img", "input[type=checkbox]", "progress", ".upload-notes", ".upload-state"].map(find);
      find(".upload-name").textContent = name;
      find("[data-select]").textContent = interpolate(gettext("Select %s"), [name]);
      this.progress.setAttribute("aria-label", name);
      this.fields = {};
      for (const input of this.row.querySelectorAll("[name]")) {
        this.fields[input.name] = input;
        input.id = `frame-${count}-${input.name}`;
        input.closest("p").querySelector("label").htmlFor = input.id;
        input.addEventListener("change", () => write(this, input.name, input.value));
      }
      this.image.hidden = true; // until there is something to see: a file may be no picture
      this.image.addEventListener("error", () => { this.image.hidden = true; });
      this.image.addEventListener("load", () => { this.image.hidden = false; });
    }

    /** The picture before anything is sent. */
    showFile(file) {
      this.address = URL.createObjectURL(file);
      show(this.image, this.address);
    }

    progressOf(job) {
      const open = ["waiting", "sending", "reading"].includes(job.state);
      this.progress.hidden = !open;
      this.progress.value = job.share * 90;
      this.state_word.textContent = {
        waiting: gettext("waiting"), sending: gettext("sending"), reading: gettext("reading"), lost: gettext("line lost"),
        out: gettext("waiting"), refused: gettext("not taken"), done: "",
      }[job.state];
      this.row.classList.toggle("upload-item--refused", job.state === "refused");
      if (job.state === "done") return;
      this.notes.replaceChildren();
      if (job.why) this.notes.append(told("upload-refused", job.why));
      if (job.state === "lost") {
        const button = document.createElement("button");
        Object.assign(button, { type: "button", className: "button button--second", textContent: gettext("Send again") });
        button.addEventListener("click", job.again);
        this.notes.append(button);
      }
      if (job.state === "refused") this.giveUp();
    }

    /** A picture that is here already and looks like this one, to compare the two. */
    looksLike() {
      const note = told("upload-alike", "");
      const link = document.createElement("a");
      Object.assign(link, { href: this.alike.page, target: "_blank" });
      const image = document.createElement("img");
      Object.assign(image, { src: this.alike.thumb, alt: "", loading: "lazy" });
      link.append(image, interpolate(gettext("Looks like one that is here: %s"), [this.alike.word]));
      note.append(link);
      return note;
    }

    giveUp() {
      for (const field of this.row.querySelectorAll(".upload-field, .frame-mark")) field.hidden = true;
      this.box.disabled = true;
      this.box.checked = false;
    }

    /** What the desk says of the photograph now. */
    become(photo) {
      this.photo = photo;
      this.known ||= photo.known ?? false;
      this.alike ??= photo.alike;
      this.warnings = photo.warnings ?? this.warnings ?? [];
      this.progress.hidden = true;
      this.state_word.textContent = "";
      if (photo.thumb && this.image.dataset.src !== photo.thumb) {
        this.image.addEventListener("load", () => this.address && URL.revokeObjectURL(this.address), { once: true });
        this.image.width = photo.width;
        this.image.height = photo.height;
        show(this.image, photo.thumb);
      }
      const link = this.row.querySelector(".upload-links");
      link.hidden = false;
      link.firstElementChild.href = photo.page;
      this.draw();
    }

    value(field) {
      return this.photo ? this.photo.fields[field] : undefined;
    }

    /** Words and facts. A caption that begins with the stem of the shoot shows its tail alone. */
    draw(stem = this.stem) {
      this.stem = stem;
      if (!this.photo) return;
      const caption = this.value("caption") ?? "";
      this.hasStem = Boolean(stem) && caption.startsWith(stem);
      const line = this.row.querySelector(".upload-stem");
      line.hidden = !this.hasStem;
      line.textContent = this.hasStem ? `${stem} …` : "";
      this.fields.caption.labels[0].textContent = this.hasStem ? gettext("Tail") : gettext("Caption");
      const values = { caption: this.hasStem ? caption.slice(stem.length).trimStart() : caption, credit: this.value("credit") ?? "" };
      for (const [name, input] of Object.entries(this.fields)) {
        if (!(name in this.typed) && document.activeElement !== input) input.value = values[name];
        input.readOnly = !this.photo.may[name];
      }
      this.fields.credit.placeholder = this.photo.creators.join(", ");
      const facts = this.row.querySelector(".upload-facts");
      facts.replaceChildren();
      for (const name of FACTS) {
        const value = shown(this.value(name) ?? "");
        if (!value) continue;
        const row = document.createElement("div");
        const [term, words] = [document.createElement("dt"), document.createElement("dd")];
        term.textContent = this.label(name);
        words.textContent = value;
        row.append(term, words);
        facts.append(row);
      }
    }

    /** Notes under the picture; what has to be mended only once nothing is on its way any more. */
    mark(quiet, said = "") {
      if (!this.photo) return;
      const notes = [];
      if (this.alike) notes.push(this.looksLike());
      if (this.known) notes.push(told("", gettext("already here; no second photograph was made")));
      notes.push(...(this.warnings ?? []).map((words) => told("", words)));
      if (this.photo.made) notes.push(told("", interpolate(gettext("Readers are told: %s"), [this.photo.made])));
      if (!quiet) {
        for (const mark of this.photo.marks) notes.push(told(STOPS.has(mark.what) ? "upload-missing" : "upload-mark", mark.word));
      }
      if (said) notes.push(told("upload-saved", said));
      this.notes.replaceChildren(...notes);
    }
  };
})();
