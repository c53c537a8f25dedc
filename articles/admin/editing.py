"""What the editor in the browser gets with the page: the key of this site, and what the text names."""

import hmac

from django.conf import settings

from articles.admin.refs import photos_of, refs_of
from media import crops

CUTS = [name for name, shape in crops.SHAPES.items() if shape.ratio and name != "card"]
"""The shapes a figure may be cut to."""


def site_key():
    """Tells copies made here from copies made in another newsroom, whose ids mean nothing here. No secret."""
    return hmac.new(settings.SECRET_KEY.encode(), b"clipboard", "sha256").hexdigest()[:16]


def page(user, form, *, editable):
    """For the form's page: the editor's addresses and keys, and as `data` what the text names, as this person may know it."""
    html = form["html"].value() or ""
    return {
        "site": site_key(),
        "address": settings.SITE_URL,
        "cuts": " ".join(CUTS),
        "data": {
            "site": site_key(),
            "editable": editable,
            "language": form["language"].value() or settings.LANGUAGE_CODE,
            "photos": photos_of(user, html),
            "refs": refs_of(user, html),
        },
    }
