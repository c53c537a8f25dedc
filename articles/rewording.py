"""Changes to how a story shows one photograph: its own words for it, or another file in its place. Pure.

A change takes the fields of a story (body, lead_photo_id, lead_caption, lead_alt, social_photo_id), from the working copy
or a version, and gives those that become different; empty where nothing does.
"""

from html import escape

from articles.body.figures import changed, figures
from newsroom import text


def own_words(photo_id: int, words: dict):
    """A change: wherever the story says words of its own for this photograph, it says these. words: caption, alt."""

    def change(kept: dict) -> dict:
        body, new = kept["body"], {}
        for index, figure in enumerate(figures(body)):
            if figure.photo != photo_id:
                continue
            said = {}
            if "caption" in words and figure.caption:
                said["caption"] = escape(words["caption"])
            if "alt" in words and figure.alt:
                said["alt"] = words["alt"]
            body = changed(body, index, **said) if said else body
        if body != kept["body"]:
            new["body"] = body
        if kept["lead_photo_id"] == photo_id:
            for name, field in (("caption", "lead_caption"), ("alt", "lead_alt")):
                said = text.clean_line(words.get(name, ""))
                if said and kept[field] and said != kept[field]:
                    new[field] = said
        return new

    return change


def another_file(photo_id: int, newer_id: int):
    """A change: the newer file stands wherever the older one stood, with the words that the story gave it."""

    def change(kept: dict) -> dict:
        body, new = kept["body"], {}
        for index, figure in enumerate(figures(body)):
            if figure.photo == photo_id:
                body = changed(body, index, photo=newer_id)
        if body != kept["body"]:
            new["body"] = body
        return new | {name: newer_id for name in ("lead_photo_id", "social_photo_id") if kept[name] == photo_id}

    return change
