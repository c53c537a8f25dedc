// Small things that the panels of what is kept share.
import { el } from "./desk.js";

/** A button that sends no form. */
export const button = (words, onclick, said = {}) => el("button", { type: "button", class: "button button--second", ...said, onclick }, words);

/** 16:58:04 for today, 21-11 16:58:04 for other days, as the desk writes it. */
export function clockOf(milliseconds) {
  const at = new Date(milliseconds);
  const two = (number) => String(number).padStart(2, "0");
  const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(":");
  const today = at.toDateString() === new Date().toDateString();
  return today ? clock : `${two(at.getDate())}-${two(at.getMonth() + 1)} ${clock}`;
}
