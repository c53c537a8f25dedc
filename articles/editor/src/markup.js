// Other people's markup and pictures, read in the browser without letting any of it act: no style applies, nothing loads.
import { gettext } from "./words.js";

// Styles and handlers are set aside before the browser reads the markup: the page's policy would report each of them.
// `dress` is what tells the program, and its style sheets. Each pass is as long as the markup, whatever stands in it.
export function inert(html) {
  const kept = [];
  const dress = (html.slice(0, HEAD).match(/<(?:html|meta)\b[^<>]*>/gi) ?? []);
  const begin = /<style\b/gi;
  const end = /<\/style\s*>/gi;
  let at = 0;
  while (at < html.length) {
    begin.lastIndex = at;
    const start = begin.exec(html)?.index ?? html.length;
    kept.push(html.slice(at, start));
    end.lastIndex = start;
    at = end.exec(html) ? end.lastIndex : html.length;
    dress.push(html.slice(start, at));
  }
  const page = new window.DOMParser().parseFromString(kept.join("").replace(/\b(?:style|on[a-z]+)/gi, "data-their-$&"), "text/html");
  return { page, dress: dress.join("") };
}
const HEAD = 300_000; // letters in which a program has named itself
export const restyled = (said) => said.replace(/data-their-(style|on[a-z]+)/gi, "$1");

// What stands for a picture until a page is scrolled to it.
export const isStandIn = (img) => [...img.attributes].some(({ name, value }) => name !== "src" && name !== "srcset" && /^(https?:)?\/\//i.test(value.trim()));

/** The words of markup, a line a block. */
export const words = (html) => {
  const { page } = inert(html);
  page.querySelectorAll("style, script").forEach((one) => one.remove());
  page.querySelectorAll("p, div, li, tr, h1, h2, h3, h4, h5, h6, br").forEach((one) => one.append("\n"));
  return restyled(page.body.textContent).normalize("NFC");
};

/** The picture in a data: address, or null. */
export function fileOfData(address) {
  const found = /^data:(image\/[a-z0-9.+-]+)(;base64)?,/i.exec(address);
  if (!found || !found[2]) return null;
  try {
    const raw = atob(address.slice(found[0].length).replace(/\s+/g, ""));
    const bytes = Uint8Array.from(raw, (one) => one.charCodeAt(0));
    return new File([bytes], `${gettext("pasted picture")}.${found[1].split("/")[1].replace("jpeg", "jpg")}`, { type: found[1] });
  } catch {
    return null;
  }
}

/** The pictures in a word processor's RTF, in order: it holds what its HTML only names. */
export function picturesOfRtf(rtf) {
  const found = [];
  const kinds = [["\\pngblip", "image/png", "png"], ["\\jpegblip", "image/jpeg", "jpg"]];
  let at = rtf.indexOf("\\pict");
  while (at >= 0) {
    const next = rtf.indexOf("\\pict", at + 5);
    const part = rtf.slice(at, next < 0 ? undefined : next);
    const kind = kinds.find(([sign]) => part.includes(sign));
    if (kind) {
      const body = part.replace(/\{\\\*[^{}]*\}/g, "");
      const hex = /(?:^|[\s}])([0-9a-fA-F\s]{40,})\}/.exec(body.slice(body.indexOf(kind[0]) + kind[0].length))?.[1].replace(/\s+/g, "");
      if (hex) {
        const bytes = new Uint8Array(hex.length >> 1);
        for (let one = 0; one < bytes.length; one += 1) bytes[one] = parseInt(hex.substr(one * 2, 2), 16);
        found.push(new File([bytes], `${gettext("pasted picture")} ${found.length + 1}.${kind[2]}`, { type: kind[1] }));
      }
    }
    at = next;
  }
  return found;
}
