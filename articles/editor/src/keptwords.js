// What of the story form is kept, and when two of them say the same.
//
// Words: {html, fields}; html as it is stored, fields {name: [values]}.
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "version", "tab", "key", "html", "text", "article"]);
// Of a figure's own fields the text has all but the credit, which belongs to the photograph.
const isKept = (name) => name && !NOT_KEPT.has(name) && !name.startsWith("_") && (!name.startsWith("fig-") || name.endsWith("-credit"));

/** One name for a tab and its story {tab, article, key}; a story has a key before it has a number. */
export const nameOf = ({ tab, article, key }) => `${tab} ${placeOf({ article, key })}`;
export const placeOf = ({ article, key }) => article || `new:${key}`;

/** {name: [values]} of a FormData: what somebody typed or chose, without the form's own papers and without files. */
export function fieldsOf(data) {
  const fields = {};
  for (const [name, value] of data) {
    if (isKept(name) && typeof value === "string") (fields[name] ??= []).push(value.replaceAll("\r\n", "\n"));
  }
  return fields;
}

/** Whether a form says what was kept. The desk keeps only the fields it knows, so what is not in `kept` does not count. */
export function says(form, words, kept) {
  return words.html === kept.html && differing(form, words.fields, kept.fields).length === 0;
}

/** The names of the fields in which what was kept differs from what stands in the form. */
export function differing(form, fields, kept) {
  const names = new Set([...Object.keys(kept).filter((name) => form.elements[name]), ...ticks(form, Object.keys(fields))]);
  return [...names].filter((name) => isKept(name) && said(fields[name]) !== said(kept[name]));
}

/** Puts kept fields into the form, which hears of each that changes. What has no place in it any more is left out. */
export function putFields(form, fields) {
  const names = new Set([...Object.keys(fields), ...ticks(form, [...new Set(Array.from(form.elements, (one) => one.name))])]);
  for (const name of names) {
    const values = fields[name] ?? [];
    if (!isKept(name)) continue;
    [...form.elements].filter((one) => one.name === name && one.type !== "file").forEach((one, at) => put(one, values, at));
  }
}

function put(control, values, at) {
  const before = stateOf(control);
  if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
  else if (control.type === "select-multiple") for (const option of control.options) option.selected = values.includes(option.value);
  else if (values[at] !== undefined) control.value = values[at];
  if (stateOf(control) === before) return;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  if (control.options) control.dispatchEvent(new Event("change", { bubbles: true }));
}
const stateOf = (control) => (control.options ? [...control.selectedOptions].map((one) => one.value).join() : `${control.value} ${control.checked}`);

const said = (values = []) => values.join("\n").replaceAll("\r\n", "\n").trim();
// A box without its tick sends nothing: only of these does a missing value say something.
const ticks = (form, names) =>
  names.filter((name) => [...form.elements].some((one) => one.name === name && one.type === "checkbox" && isKept(name)));
