// What stands around the sheet: the story that the pictures are for, and the list of codes.
"use strict";

(() => {
  const { shoot } = window;

  shoot.codes = (form, line, said) => {
    const box = document.getElementById("shoot-codes");
    const file = document.getElementById("codes-file");
    const none = document.getElementById("codes-none");
    const told = document.getElementById("codes-said");

    function show({ name, codes }) {
      const count = Object.keys(codes).length;
      box.querySelector("[data-codes]").textContent = count
        ? interpolate(ngettext("%(count)s code of %(name)s", "%(count)s codes of %(name)s", count), { count, name }, true)
        : gettext("none");
      none.hidden = !count;
    }

    async function ask(data) {
      told.textContent = "";
      try {
        const answer = await line.ask(form.dataset.codes, { data });
        if (answer.error) told.textContent = answer.error;
        else show(answer);
      } catch (error) {
        if (data) told.textContent = said.failed(error);
      }
    }

    file.addEventListener("change", () => {
      const data = new FormData();
      data.append("file", file.files[0]);
      file.value = "";
      ask(data);
    });
    none.addEventListener("click", () => ask(new FormData()));
    ask();
  };

  /**
   * @param line see line.js; @param kept see files.js; @param ids the photographs to give
   * @param said.failed (error) to a sentence; said.written a promise: words on their way; said.given called once a story has them, and has perhaps lent them words
   */
  shoot.story = (form, line, kept, ids, said) => {
    const box = document.getElementById("shoot-story");
    const give = document.getElementById("shoot-give");
    if (!box) return { tell() {} };
    const search = document.getElementById("story-search");
    const found = document.getElementById("story-found");
    const none = document.getElementById("story-none");
    const button = give.querySelector("button");
    const told = give.querySelector("[role=status]");
    const given = new Set();
    let asked = 0;

    function tell() {
      const { story } = kept.get();
      box.querySelector("[data-story]").textContent = story ? story.label : gettext("none");
      none.hidden = !story;
      const count = ids().filter((id) => !given.has(`${story?.id} ${id}`)).length;
      give.hidden = !story || !(count || told.textContent);
      button.hidden = !count;
      button.textContent = interpolate(ngettext("Send %(count)s picture to “%(story)s”", "Send %(count)s pictures to “%(story)s”", count),
        { count, story: story?.label }, true);
    }

    function choose(story) {
      kept.set({ story });
      told.textContent = "";
      box.open = false;
      tell();
      if (story) box.querySelector("summary").focus();
    }

    async function look() {
      const mine = (asked += 1);
      try {
        const answer = await line.ask(`${form.dataset.stories}?q=${encodeURIComponent(search.value)}`);
        if (mine !== asked) return;
        found.replaceChildren(...answer.found.map(row));
      } catch {
        found.replaceChildren();
      }
    }

    function row(story) {
      const item = document.createElement("li");
      const choice = document.createElement("button");
      choice.type = "button";
      choice.textContent = story.label;
      const note = document.createElement("span");
      note.className = "soft";
      note.textContent = story.note;
      choice.append(note);
      choice.addEventListener("click", () => choose({ id: story.id, label: story.label }));
      item.append(choice);
      return item;
    }

    let timer = 0;
    search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, 200);
    });
    box.addEventListener("toggle", () => box.open && look());
    none.addEventListener("click", () => choose(null));

    button.addEventListener("click", async () => {
      const { story } = kept.get();
      const sent = ids().filter((id) => !given.has(`${story.id} ${id}`));
      const data = new FormData();
      for (const id of sent) data.append("photo", id);
      button.disabled = true;
      told.textContent = "";
      await said.written();
      try {
        const answer = await line.ask(`${form.dataset.stories}${story.id}/`, { data });
        told.textContent = answer.said ?? answer.error;
        if (answer.said) {
          for (const id of sent) given.add(`${story.id} ${id}`);
          said.given();
        }
      } catch (error) {
        told.textContent = said.failed(error);
      }
      button.disabled = false;
      tell();
    });

    const wanted = new URLSearchParams(location.search).get("story");
    if (wanted) {
      line.ask(`${form.dataset.stories}?id=${encodeURIComponent(wanted)}`)
        .then(({ found: [story] }) => story && choose({ id: story.id, label: story.label })).catch(() => {});
    }
    tell();
    return { tell };
  };
})();
