// The story form as what is kept knows it: the form's script and the editor in one (see kept.js).
import { fieldsOf, putFields } from "./keptwords.js";

// What the desk spells its own way when it saves, and puts back into the form so.
const RESPELLED = ["tags", "related", "slug", "lead_photo"];

/** @param storyForm window.storyForm; @param editor what mount() of main.js returns; @param editable whether one may type */
export function keptForm(storyForm, editor, editable = true) {
  const { form } = storyForm;
  const now = () => fieldsOf(storyForm.fields());
  const version = () => Number(form.elements.version.value);
  // A page that came back refused shows what was typed, and not what is saved.
  let saved = { version: version(), html: storyForm.isDirty() ? null : editor.html(), fields: now() };

  // sent: the FormData of this save; what was typed since is not saved.
  function fresh(body, unchanged, sent) {
    const fields = now();
    const posted = sent ? fieldsOf(sent) : fields;
    for (const name of Object.keys(posted)) if (!RESPELLED.includes(name)) fields[name] = posted[name];
    return { version: version(), html: unchanged ? editor.html() : body.html, fields };
  }

  function place() {
    const { view } = editor;
    const field = document.activeElement?.name;
    if (field && form.contains(document.activeElement)) return { field };
    const { selection, doc } = view.state;
    return { field: "html", share: selection.head / Math.max(1, doc.content.size) };
  }

  return {
    form,
    editable,
    html: () => editor.html(),
    fields: () => storyForm.fields(),
    onChange(fn) {
      editor.onChange(fn);
      const typed = ({ target }) => target.name && target.type !== "file" && fn();
      form.addEventListener("input", typed);
      form.addEventListener("change", typed);
    },
    savedState: () => saved,
    onSaved: (fn) =>
      storyForm.onSaved((body, unchanged, sent) => {
        form.dataset.article = /\/(\d+)\/change\//.exec(body.address ?? "")?.[1] ?? form.dataset.article;
        saved = fresh(body, unchanged, sent);
        fn({ version: saved.version });
      }),
    take({ html, fields }) {
      putFields(form, fields);
      editor.replace(html);
      storyForm.touch();
    },
    place,
    say: storyForm.say,
    renew: storyForm.renew,
    showBefore: (html) => storyForm.show("before", html),
    reload(article) {
      storyForm.leave();
      if (article && !location.pathname.includes(`/${article}/`)) location.assign(location.pathname.replace(/add\/$/, `${article}/change/`));
      else location.reload();
    },
  };
}
