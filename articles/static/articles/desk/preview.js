// In a preview links open beside it: the readers' pages refuse to stand in a frame.
"use strict";

(() => {
  const frame = document.querySelector(".preview-frame iframe");
  const lead = () => frame.contentDocument?.querySelectorAll("a[href]:not([href^='#']), form").forEach((one) => (one.target = "_blank"));
  frame?.addEventListener("load", lead);
  if (frame?.contentDocument?.readyState === "complete") lead();
})();
