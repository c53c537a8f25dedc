"""The desk's pages as a browser posts them, without a browser: helpers for the tests of its forms."""

from html.parser import HTMLParser

from django.urls import reverse


class Fields(HTMLParser):
    """The fields of the form with this id, as a browser would send them."""

    def __init__(self, html, form="story"):
        super().__init__()
        self.found, self._form, self._inside, self._area, self._select = {}, form, False, None, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self._inside = said.get("id") == self._form or said.get("class") == self._form
        name = said.get("name")
        if not self._inside or ("disabled" in said):
            return
        if tag == "input" and name and said.get("type") not in {"file", "submit", "button"}:
            if said.get("type") not in {"checkbox", "radio"} or "checked" in said:
                self.found[name] = said.get("value", "")
        elif tag == "textarea" and name:
            self._area, self.found[name] = name, ""
        elif tag == "select" and name:
            self._select = name
            self.found[name] = ""
        elif tag == "option" and self._select and "selected" in said:
            self.found[self._select] = said.get("value", "")

    def handle_data(self, data):
        if self._area:
            self.found[self._area] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._area:
            self.found[self._area] = self.found[self._area].removeprefix("\n")
            self._area = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._inside = False


def change_url(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def opened(client, address, form="story"):
    """The fields of a page's form as they stand when it is opened."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return Fields(answer.content.decode(), form).found


def posted(client, address, fields, **typed):
    """What a browser gets after typing these things into the opened form and sending it."""
    sent = {name: value for name, value in {**fields, **typed}.items() if value is not None}
    return client.post(address, sent)


def page_of(answer):
    return answer.content.decode()
