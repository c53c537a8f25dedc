// What the page around the text asks of it: links to what is missing, pictures for fields of the form, files dropped beside.

export function around(view, { story, shots, side, editable }) {
  const { form } = story;

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    const anchor = link?.closest(".before, .story-errors") && link.getAttribute("href").slice(1);
    if (anchor !== "id_text" && !(anchor?.startsWith("shot-") && side.go(view, anchor.slice(5)))) return;
    event.preventDefault();
    view.focus();
    if (anchor === "id_text") view.dom.scrollIntoView({ block: "start" });
  });

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick-field], [data-pick-lead]");
    if (!button) return;
    shots.pick((photo) => {
      const lead = "pickLead" in button.dataset;
      (lead ? form.elements.lead_photo : document.getElementById(button.dataset.pickField)).value = photo.id;
      story.touch();
      if (lead) story.save({ _step: "1" });
    });
  });

  // Files dropped beside the text are meant for it all the same.
  document.addEventListener("dragover", (event) => {
    if (!editable() || ![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    document.body.classList.add("dragging");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("dragging");
  });
  document.addEventListener("drop", (event) => {
    if (event.defaultPrevented || !editable() || !event.dataTransfer.files.length) return;
    event.preventDefault();
    document.body.classList.remove("dragging");
    shots.bring(view, [...event.dataTransfer.files]);
  });
}
