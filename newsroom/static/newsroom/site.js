/* Enhancement only: every page is whole without it. It stands in the head and blocks, because a chosen scheme must be
   known before anything is painted; the rest waits for the page. */
(function () {
  "use strict";
  var root = document.documentElement;

  function chosen() {
    try {
      return localStorage.getItem("theme");
    } catch (refused) {
      return null; // a browser that keeps nothing for us: the system's scheme holds
    }
  }

  function show(theme) {
    if (theme === "light" || theme === "dark") {
      root.setAttribute("data-theme", theme);
    } else {
      root.removeAttribute("data-theme");
    }
  }

  function keep(theme) {
    try {
      if (theme) {
        localStorage.setItem("theme", theme);
      } else {
        localStorage.removeItem("theme");
      }
    } catch (refused) {
      return; // shown on this page, forgotten on the next
    }
  }

  function offerThemes() {
    var choice = document.querySelector("[data-theme-choice]");
    if (!choice) {
      return;
    }
    var buttons = choice.querySelectorAll("[data-theme-value]");
    function mark() {
      var now = root.getAttribute("data-theme") || "";
      buttons.forEach(function (button) {
        button.setAttribute("aria-pressed", String(button.dataset.themeValue === now));
      });
    }
    buttons.forEach(function (button) {
      button.addEventListener("click", function () {
        keep(button.dataset.themeValue);
        show(button.dataset.themeValue);
        mark();
      });
    });
    mark();
    choice.hidden = false;
  }

  /* Nothing of a third party is called before the reader presses the button. */
  function offerEmbeds() {
    document.querySelectorAll(".embed[data-frame]").forEach(function (panel) {
      var button = panel.querySelector(".embed__load");
      if (!button) {
        return;
      }
      button.hidden = false;
      button.addEventListener("click", function () {
        var frame = document.createElement("iframe");
        frame.src = panel.dataset.frame;
        frame.title = panel.dataset.title || "";
        frame.allow = "fullscreen; picture-in-picture; encrypted-media";
        frame.allowFullscreen = true;
        frame.referrerPolicy = "strict-origin-when-cross-origin";
        panel.replaceChildren(frame);
        panel.classList.add("embed--loaded");
        frame.focus();
      });
    });
  }

  /* The menu closes with Escape and when something outside it is pressed. */
  function tendMenu() {
    var menu = document.querySelector(".menu");
    if (!menu) {
      return;
    }
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
    document.addEventListener("click", function (event) {
      if (menu.open && !menu.contains(event.target)) {
        menu.open = false;
      }
    });
  }

  /* The present section is in sight where the list of sections scrolls sideways. */
  function showSection() {
    var list = document.querySelector(".sections ul");
    var current = list && list.querySelector("[aria-current]");
    if (current && list.scrollWidth > list.clientWidth) {
      list.scrollLeft = current.offsetLeft - (list.clientWidth - current.offsetWidth) / 2;
    }
  }

  show(chosen());
  document.addEventListener("DOMContentLoaded", function () {
    offerThemes();
    offerEmbeds();
    tendMenu();
  });
  window.addEventListener("load", showSection); // when sizes are known anyway
})();
