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
    if (text.value.trim() || files.some((file) => file.type.startsWith("text/") || /\.(txt|docx|html?)$/i.test(file.name))) {
      form.requestSubmit(form.elements._read);
    } else {
      text.focus();
    }
  }
})();

// What was understood: another picture chosen is seen, a credit line put right is read again.
(() => {
  const form = document.getElementById("understood");
  if (!form) return;
  form.addEventListener("change", (event) => {
    if (!event.target.matches("select[name^=figure-]")) return;
    const thumb = event.target.selectedOptions[0].dataset.thumb;
    const head = event.target.closest(".shot-head");
    let image = head.querySelector("img");
    if (!thumb) return image?.remove();
    if (!image) {
      image = document.createElement("img");
      image.alt = "";
      head.prepend(image);
    }
    image.src = thumb;
  });
  const credit = document.getElementById("id_credit_line");
  let asked = 0;
  credit.addEventListener("input", () => {
    clearTimeout(asked);
    asked = setTimeout(async () => {
      const line = credit.value;
      const answer = await fetch(`${form.dataset.understand}?${new URLSearchParams({ line })}`).catch(() => null);
      if (answer?.ok && !answer.redirected && credit.value === line) {
        document.getElementById("part-understood").innerHTML = await answer.text();
      }
    }, 300);
  });
})();
