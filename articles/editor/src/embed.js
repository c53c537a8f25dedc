// A video or post, put in by its address.
import { dialog } from "./dialogs.js";
import { el } from "./desk.js";
import { putBlocks } from "./figures.js";
import { outerAddress } from "./links.js";
import { readSlice } from "./stored.js";
import { gettext } from "./words.js";

/** open(view): asks for an address. embedOf(address) → stored HTML, or nothing. */
export function embedDialog(embedOf) {
  const input = el("input", { type: "url", id: "embed-address", autocomplete: "off", maxlength: "2000", placeholder: "https://" });
  const why = el("p", { class: "figure__why", role: "status" });
  let now = null;
  const go = async () => {
    why.textContent = "";
    const address = outerAddress(input.value);
    const made = address && (await embedOf(address));
    if (!made) {
      why.textContent = gettext("No video or post that we can show stands there. Copy the address of YouTube, Vimeo, Facebook, TikTok, X, Instagram, SoundCloud or Spotify from the browser.");
      return;
    }
    box.close();
    now.dispatch(putBlocks(now.state, readSlice(made)).tr);
    now.focus();
  };
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    go();
  });
  const box = dialog(gettext("Video or post"), [
    el("p", {}, el("label", { for: "embed-address" }, gettext("Its address")), input), why,
    el("p", { class: "desk-dialog__foot" }, el("button", { type: "button", class: "button", onclick: go }, gettext("Put in"))),
  ]);
  return (given) => {
    now = given;
    input.value = "";
    why.textContent = "";
    box.open();
    input.focus();
  };
}
