/* Small comforts of the frame. Everything works without them. */
(function () {
  "use strict";

  function typing(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  /* "/" goes to the search field; Escape closes an open menu. */
  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) {
      var field = document.getElementById("desk-search");
      if (field && field.offsetParent) {
        event.preventDefault();
        field.focus();
      }
    }
    if (event.key === "Escape") {
      document.querySelectorAll("details.me[open], details.drawer[open]").forEach(function (open) {
        open.open = false;
        open.querySelector("summary").focus();
      });
    }
  });
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.me[open]").forEach(function (open) {
      if (!open.contains(event.target)) open.open = false;
    });
  });

  /* Light, dark, or as the system. */
  var choice = document.querySelector(".theme-choice");
  if (choice) {
    choice.hidden = false;
    var show = function () {
      var now = document.documentElement.dataset.theme || "auto";
      choice.querySelectorAll("button").forEach(function (button) {
        button.setAttribute("aria-pressed", String(button.dataset.themeChoice === now));
      });
    };
    choice.addEventListener("click", function (event) {
      var wanted = event.target.dataset.themeChoice;
      if (!wanted) return;
      try {
        if (wanted === "auto") {
          delete document.documentElement.dataset.theme;
          localStorage.removeItem("theme");
        } else {
          document.documentElement.dataset.theme = wanted;
          localStorage.setItem("theme", wanted);
        }
      } catch (refused) {
        /* the choice lasts as long as the page */
      }
      show();
    });
    show();
  }

  /* The box above a list marks all its rows; the bar of acts counts the marked ones. */
  var rows = document.querySelector("form.rows-form");
  if (rows) {
    var all = rows.querySelector("input.mark-all");
    var boxes = Array.prototype.slice.call(rows.querySelectorAll("input.mark-row"));
    var count = rows.querySelector(".marked");
    var tell = function () {
      var marked = boxes.filter(function (box) { return box.checked; }).length;
      if (all) {
        all.checked = marked > 0 && marked === boxes.length;
        all.indeterminate = marked > 0 && marked < boxes.length;
      }
      if (count) count.textContent = marked ? marked + " / " + boxes.length : "";
      rows.classList.toggle("has-marked", marked > 0);
    };
    if (all) {
      all.closest("label").hidden = false;
      all.addEventListener("change", function () {
        boxes.forEach(function (box) { box.checked = all.checked; });
        tell();
      });
    }
    rows.addEventListener("change", tell);
    tell();
  }
})();
