/* Runs before anything is drawn, so that a chosen scheme does not flash. The site keeps the same choice under the same name. */
(function () {
  "use strict";
  try {
    var chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch (refused) {
    /* a browser that keeps nothing follows the system */
  }
})();
