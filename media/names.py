"""Names of rendition files: unguessable, the same for the same bytes, cut and recipe, so they may be kept for ever."""

import hashlib
import hmac
import re
from collections.abc import Sequence

from django.conf import settings

# Raised when renditions.py draws differently: all pictures get new names and are made again by the sweep.
RECIPE = 1
SUFFIXES = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}
CONTENT_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
PATTERN = re.compile(r"(?P<key>[0-9a-f]{32})-(?P<width>[1-9][0-9]{0,4})\.(?P<suffix>avif|webp|jpg)", re.ASCII)


def cut(is_cropped: bool, focus: tuple[float, float], drawn: Sequence[float] | None = None, *, series: int = 0) -> str:
    """What tells one cut of a photograph from another: the recipe, and what was drawn or the focal point where it matters.

    series   of the photograph: how often all its files were taken back so far
    """
    made = f"{RECIPE}.{series}" if series else f"{RECIPE}"
    if not is_cropped:
        return made
    if drawn:
        return f"{made}:b" + ",".join(f"{share:.4f}" for share in drawn)
    return f"{made}:{focus[0]:.4f},{focus[1]:.4f}"


def key(sha256: str, shape: str, cut: str) -> str:
    """32 hexadecimal digits that nobody can work out without the site's secret."""
    message = f"{sha256}|{shape}|{cut}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()[:32]


def name(key: str, width: int, format: str) -> str:
    return f"{key}-{width}.{SUFFIXES[format]}"


def stored_as(name: str) -> str:
    """A rendition's key in its storage; spread over 256 folders."""
    return f"{name[:2]}/{name}"
