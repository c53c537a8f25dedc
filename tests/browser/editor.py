"""The editor in a real browser, for tests: a page with it, what is put into it, pasted and dropped, and what it says."""

import base64
import time
from contextlib import contextmanager

from articles.models import DeskSettings
from tests import given
from tests.browser.test_desk_walk import VIOLATIONS, enter

WIDE = {"width": 1280, "height": 900}

# A clipboard as another program fills it: {type: words} and files as [name, type, base64].
_DATA = """
  const data = new DataTransfer();
  for (const [type, words] of Object.entries(kinds)) data.setData(type, words);
  for (const [name, type, bytes] of files) {
    const raw = Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0));
    data.items.add(new File([raw], name, { type }));
  }
"""
COPY = f"""([kinds, files]) => {{{_DATA}
  window.copied = data;
}}"""
PASTE = """() => window.storyEditor.view.dom.dispatchEvent(
  new ClipboardEvent("paste", { clipboardData: window.copied, bubbles: true, cancelable: true }))"""
DROP = f"""([selector, files, below]) => {{ const kinds = {{}};{_DATA}
  const target = document.querySelector(selector);
  target.scrollIntoView({{ block: "center" }});
  const edges = target.getBoundingClientRect();
  const place = {{ clientX: edges.left + edges.width / 2, clientY: below ? edges.bottom - 2 : edges.top + edges.height / 2 }};
  for (const kind of ["dragenter", "dragover", "drop"]) {{
    target.dispatchEvent(new DragEvent(kind, {{ dataTransfer: data, bubbles: true, cancelable: true, ...place }}));
  }}
}}"""
SET = """html => {
  const { storyEditor } = window;
  storyEditor.set(html);
  const { view } = storyEditor;
  let at = null;
  view.state.doc.descendants((node, pos) => {
    if (at === null && node.isText && node.text.includes("|")) at = pos + node.text.indexOf("|");
  });
  if (at !== null) {
    const tr = view.state.tr.delete(at, at + 1).setMeta("addToHistory", false);
    view.dispatch(tr.setSelection(view.state.selection.constructor.near(tr.doc.resolve(at))));
  }
  view.focus();
}"""
UPLOADED = """(() => {
  let open = 0;
  window.storyEditor.view.state.doc.descendants((node) => { open += node.attrs.upload ? 1 : 0; });
  return open === 0;
})()"""
# Selects the figure of this number, counted from 0, as a press on its picture does.
PRESS_FIGURE = """at => {
  const media = document.querySelectorAll("#story-body figure")[at].querySelector(".figure__media");
  media.scrollIntoView({ block: "center" });
  media.click();
}"""


class Editor:
    """A story open in the editor. heard: what should not have been, as a list of sentences."""

    def __init__(self, page, article):
        self.page, self.article, self.heard = page, article, []
        page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))
        page.on(
            "console",
            lambda said: self.heard.append(f"{said.text[:90]} {said.location}") if "olicy" in said.text else None,
        )
        page.on("dialog", lambda dialog: (self.heard.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def set(self, html):
        """Another text; | in it is the cursor."""
        self.page.evaluate(SET, html)

    def html(self):
        return self.page.evaluate("window.storyEditor.html()")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def paste(self, html="", text="", rtf="", files=()):
        """files: (name, type, bytes)."""
        kinds = {"text/html": html, "text/plain": text, "text/rtf": rtf}
        self.page.evaluate(COPY, [{kind: words for kind, words in kinds.items() if words}, packed(files)])
        self.page.evaluate("window.longest = 0")
        self.page.evaluate(PASTE)

    def pasted(self, html="", text="", **more):
        """Pasted into an empty story, and what became of it."""
        self.set("<p></p>")
        self.page.evaluate("document.querySelector('.editor__notes').replaceChildren()")
        self.paste(html, text, **more)
        self.settled()
        return self.html()

    def settled(self):
        """No paste and no document is on its way."""
        self.until("!document.querySelector('#story-body .pending')")

    def drop(self, *files, on="#story-body > *:last-child", below=True):
        self.page.evaluate(DROP, [on, packed(files), below])

    def uploaded(self):
        """Every picture that was put in has arrived."""
        self.until(UPLOADED)

    def remarks(self):
        return self.page.locator(".editor__notes p").all_inner_texts()

    def figure(self, at):
        """The figure of this number, counted from 0, pressed: its tools are there."""
        self.page.evaluate(PRESS_FIGURE, at)
        return self.page.locator("#story-body figure").nth(at)

    def save(self):
        self.page.evaluate("document.getElementById('saved').textContent = 'Saving…'")
        self.press("Control+s")
        self.until("/^Saved/.test(document.getElementById('saved').textContent)")
        self.article.refresh_from_db()
        return self.article

    def until(self, expression, seconds=10):
        """Wait until this holds in the page, whose policy forbids playwright's own way of asking."""
        last = time.monotonic() + seconds
        while not self.page.evaluate(expression):
            assert time.monotonic() < last, f"never: {expression}; the story: {self.html()[:600]}; {self.remarks()}"
            self.page.wait_for_timeout(30)


def packed(files):
    return [[name, kind, base64.b64encode(data).decode()] for name, kind, data in files]


def picture(name, **how):
    """A JPEG to paste or to drop."""
    return name, "image/jpeg", given.jpeg(**{"size": (480, 320), **how})


def a_writer(role="reporter"):
    user = given.a_user(role)
    DeskSettings.objects.create(user=user, language="en")
    return user


@contextmanager
def editors(chromium, live_server):
    """open_story(user, article, **context) → Editor. Any error, dialog or breach of the policy fails the test."""
    opened, contexts = [], []

    def open_story(user=None, article=None, **how):
        user = user or a_writer()
        article = article or given.a_draft(by=user, body="<p>Chữ.</p>")
        context = chromium.new_context(**{"viewport": WIDE, "locale": "en-GB", **how})
        contexts.append(context)
        enter(context, live_server, user)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.add_init_script(VIOLATIONS)
        editor = Editor(page, article)
        opened.append(editor)
        page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
        page.locator("#story-body").wait_for()
        return editor

    try:
        yield open_story
    finally:
        for context in contexts:
            context.close()
    heard = [said for editor in opened for said in editor.heard]
    assert not heard, heard
