// What the editor says, in the language of the desk: Django's catalog where the page has it, English elsewhere.

/** The sentence in the language of the desk. */
export const gettext = (sentence) => (window.gettext ? window.gettext(sentence) : sentence);

/** One of two sentences, by a number. */
export const ngettext = (one, many, number) => (window.ngettext ? window.ngettext(one, many, number) : number === 1 ? one : many);

/** The sentence with each %s filled in, in order; or each %(name)s, where the values have names. */
export function interpolate(sentence, values) {
  if (!Array.isArray(values)) return sentence.replace(/%\((\w+)\)s/g, (_whole, name) => values[name]);
  let at = 0;
  return sentence.replace(/%s/g, () => values[at++]);
}
