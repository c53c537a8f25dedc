// Suggestions under a field: arrows choose, Enter takes, Escape closes. A field of several takes the last after its comma;
// a field with data-into writes a line into another one.
"use strict";

(() => {
  document.querySelectorAll("[data-suggest]").forEach((holder, number) => {
    const input = holder.querySelector("input");
    const into = holder.dataset.into && document.getElementById(holder.dataset.into);
    const list = document.createElement("ul");
    let chosen = -1;
    let asked = 0;
    list.id = `suggestions-${number}`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", holder.querySelector("label").textContent);
    input.after(list);
    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": list.id,
    })) {
      input.setAttribute(name, value);
    }

    const parts = () => input.value.split(/[,;]/);
    const typed = () => (into ? input.value : parts().at(-1)).trim();

    input.addEventListener("input", () => {
      clearTimeout(asked);
      asked = setTimeout(look, 180);
    });
    input.addEventListener("blur", () => setTimeout(close, 150));
    input.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) {
        if (into && event.key === "Enter") event.preventDefault();
        return;
      }
      const last = list.children.length - 1;
      if (event.key === "ArrowDown") mark(chosen >= last ? 0 : chosen + 1);
      else if (event.key === "ArrowUp") mark(chosen <= 0 ? last : chosen - 1);
      else if (event.key === "Enter" && (chosen >= 0 || into)) take(list.children[Math.max(chosen, 0)]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });

    async function look() {
      const q = typed();
      const answer = q ? await fetch(`${holder.dataset.suggest}?${new URLSearchParams({ q })}`).catch(() => null) : null;
      if (q !== typed()) return;
      const found = answer?.ok && !answer.redirected ? (await answer.json()).found : [];
      list.replaceChildren(
        ...found.map((one, at) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${at}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.textContent = one.label;
          option.dataset.value = one.value;
          option.addEventListener("mousedown", (event) => event.preventDefault());
          option.addEventListener("click", () => take(option));
          return option;
        }),
      );
      chosen = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      if (!list.hidden) list.scrollIntoView({ block: "nearest" }); // not under the bar
    }

    function mark(at) {
      chosen = at;
      [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }

    function take(option) {
      const value = option.dataset.value;
      if (into) {
        into.value = [into.value.trimEnd(), value].filter(Boolean).join("\n");
        input.value = "";
      } else {
        input.value = `${[...parts().slice(0, -1).map((one) => one.trim()), value].join(", ")}, `;
      }
      (into || input).dispatchEvent(new Event("input", { bubbles: true }));
      clearTimeout(asked);
      close();
      input.focus();
    }

    function close() {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }
  });
})();
