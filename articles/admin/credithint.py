"""Under the credit line of a story: whether it names those who made the pictures in it, with one press to put it right."""

import json

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.body.figures import figures
from articles.models import Contributor
from articles.photo_credits import MOST, Makers, judge, makers


def made_of(article, items, lead):
    """The Makers of a working copy's pictures.

    items   of its text, strip.Items
    lead    as pictures.lead_of()
    """
    own = [figure.credit or "" for figure in figures(article.body)]
    frames = [(lead["photo"].credit, lead["photo"].creators)] if lead else []
    for item in items:
        said = item.photo and (item.photo.credit or ("" if item.photo.creators else own[item.index]))
        frames.append((said, item.photo.creators) if item.photo else (own[item.index], []) if own[item.index] else None)
    return makers(frames)


def parts(line, made, *, language, kind):
    """What the fragment under the credit line takes: made (JSON, to be sent back while one types) and credit_hint."""
    hint = judge(line, made, language=language, kind=kind)
    if hint and line:
        hint = judge(line, made, language=language, kind=kind, same=_pen_names([*made.by, *made.known, *hint.idle]))
    sent = json.dumps(vars(made), ensure_ascii=False) if made.by or made.known or made.open else ""
    return {"made": sent, "credit_hint": hint and _said(hint)}


def sent_back(typed: str) -> Makers:
    """The Makers out of an address; none where they are no such thing."""
    try:
        found = json.loads(typed[:8000]) if typed else {}
        by, known = (
            [str(name)[:200] for name in found.get(part, [])][:MOST] if isinstance(found.get(part, []), list) else []
            for part in ("by", "known")
        )
        return Makers(by, known, bool(found.get("open")))
    except (ValueError, AttributeError):
        return Makers()


def _pen_names(names):
    people = Contributor.objects.of_names({name[:160] for name in names if name})
    found = {name: one.pk for name, one in people.items()}
    return lambda a, b: a in found and found[a] == found.get(b)


def _said(hint):
    missing, idle = ", ".join(hint.missing), ", ".join(hint.idle)
    said, press = [], _("Write “%(line)s”") % {"line": hint.line}
    if missing:
        words = ngettext(
            "%(names)s made pictures here and is not credited for them.",
            "%(names)s made pictures here and are not credited for them.",
            len(hint.missing),
        )
        said.append(words % {"names": missing})
    if idle:
        words = ngettext(
            "%(names)s is credited for pictures, and none here is by them.",
            "%(names)s are credited for pictures, and none here is by them.",
            len(hint.idle),
        )
        said.append(words % {"names": idle})
    if not idle:
        press = _("Add “Photos: %(names)s”") % {"names": missing}
    elif not missing:
        press = _("Take out “Photos: %(names)s”") % {"names": idle}
    return {"words": " ".join(said), "press": press, "line": hint.line}
