// Words for people, out of Django's JavaScript catalog; in English where it did not load.
const filled = (words, values) =>
  Array.isArray(values) ? values.reduce((said, value) => said.replace("%s", value), words) : words.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);

export const gettext = (words) => (window.gettext ? window.gettext(words) : words);
export const ngettext = (one, many, count) => (window.ngettext ? window.ngettext(one, many, count) : count === 1 ? one : many);
export const interpolate = (words, values) => filled(words, values);
