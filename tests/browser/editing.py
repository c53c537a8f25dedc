"""What browser tests do at the desk: signing in without the door, and typing, dropping, pasting and saving in a story."""

import base64
import time

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from tests import given

VIOLATIONS = """document.addEventListener("securitypolicyviolation",
  event => console.error("policy: " + event.violatedDirective + " " + event.blockedURI))"""
"""A script for every page: what the policy forbids is said on the console."""

DROP = """([selector, files]) => {
  const data = new DataTransfer();
  for (const [name, bytes] of files) {
    const raw = Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0));
    data.items.add(new File([raw], name, { type: name.endsWith(".jpg") ? "image/jpeg" : "text/plain" }));
  }
  const target = document.querySelector(selector);
  target.scrollIntoView({ block: "center" });
  const edges = target.getBoundingClientRect();
  const place = { clientX: edges.left + edges.width / 2, clientY: edges.top + edges.height / 2 };
  for (const kind of ["dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true, ...place }));
  }
}"""
"""Let files fall on the middle of an element: [selector, packed files]."""

PASTE = """([name, bytes]) => {
  const data = new DataTransfer();
  const raw = Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0));
  data.items.add(new File([raw], name, { type: "image/jpeg" }));
  document.querySelector(".ProseMirror").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
"""Paste one packed picture where the cursor stands."""

CURSOR = """([words, offset]) => {
  const { view } = window.storyEditor;
  let at = null;
  view.state.doc.descendants((node, pos) => {
    if (at === null && node.isText && node.text.includes(words)) at = pos + node.text.indexOf(words) + offset;
  });
  const kind = Object.getPrototypeOf(view.state.selection.constructor);
  view.dispatch(view.state.tr.setSelection(kind.near(view.state.doc.resolve(at))));
  view.focus();
}"""
PICTURES = "document.querySelectorAll('.ProseMirror .figure__media img').length"


def enter(context, live_server, user):
    """A signed-in browser, without the way over the door."""
    session = SessionStore()
    session["_auth_user_id"], session["_auth_user_backend"] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": f"{live_server.url}/admin/"}]
    )


def form_of(article):
    return f"{article.pk}/change/"


def packed(*names):
    """Pictures to drop or paste, one of each name, no two the same."""
    return [(name, base64.b64encode(given.jpeg()).decode()) for name in names]


def until(page, expression):
    """Wait until this holds in the page, whose policy forbids playwright's own way of asking."""
    last = time.monotonic() + 20
    while not page.evaluate(expression):
        assert time.monotonic() < last, f"never: {expression}; the bar says {page.locator('.story-bar').inner_text()}"
        page.wait_for_timeout(40)


def saved(page):
    until(page, "/^Saved/.test(document.getElementById('saved').textContent)")


def save(page):
    """Press Control+S and wait for what became of it."""
    page.evaluate("document.getElementById('saved').textContent = 'Saving…'")
    page.keyboard.press("Control+s")
    until(page, "!/^Saving/.test(document.getElementById('saved').textContent)")


def html(page):
    """The text as it would be stored now."""
    return page.evaluate("window.storyEditor.html()")


def write(page, text):
    """Type this in place of the whole text; "\\n" ends a paragraph."""
    page.locator(".ProseMirror").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def put_cursor(page, words, offset=0):
    """The cursor before the first of these words, or so many letters further."""
    page.evaluate(CURSOR, [words, offset])


def caption(page, number, words):
    """Type this after the caption of the figure of that number, from 0."""
    page.locator(".ProseMirror figure").nth(number).locator("figcaption").click()
    page.keyboard.press("End")
    page.keyboard.type(words)


def press_in_figure(page, number, button):
    """Go to the figure of that number by the strip at the side and press one of its buttons."""
    page.locator(".shots .strip-shot").nth(number).click()
    page.locator(".figure.is-current").get_by_role("button", name=button, exact=True).click()
