// “New from text”: a drop anywhere on the page is read at once.
"use strict";

(() => {
  const form = document.getElementById("intake");
  const input = document.getElementById("id_files");
  if (!form || !input) return;
  document.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    document.body.classList.add("dragging");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("dragging");
  });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    document.body.classList.remove("dragging");
    input.files = event.dataTransfer.files;
    read();
  });
  input.addEventListener("change", read);

  // A text among the files says all there is to say; pictures alone wait for the words.
  function read() {
    const text = document.getElementById("id_text");
    const files = [...input.files];
    if (text.value.trim() || files.some((file) => file.type.startsWith("text/") || file.name.endsWith(".txt"))) {
      form.requestSubmit(form.elements._read);
    } else {
      text.focus();
    }
  }
})();
