"""What tells that two files were made from one photograph: the ids that editing programs keep in them, or name, second and
maker together. Pure."""

import re
from collections.abc import Iterable
from datetime import datetime

from newsroom.text import fold, tag_key

OURS = "newsroom:sha256:"  # before the SHA-256 of our original, in files that we gave out with corrected words
MOST = 8  # ids of one file
_IDS = re.compile(
    rb"""(?:OriginalDocumentID|DocumentID|originalDocumentID|documentID)\s*(?:=\s*["']([^"'<>]{8,160})["']|>\s*([^<>]{8,160}?)\s*<)"""
)
_OUR_OWN = re.compile(rb"""SHA256\s*(?:=\s*["']|>\s*)([0-9a-fA-F]{64})\b""")
_EDITED = re.compile(
    r"(?:[-_ ]+(?:edit|edited|retouch|retouched|final|copy|sua|da sua|ban sao)|(?<=\d{3})[-_ ]v?\d{1,2}|\s*\(\d{1,2}\))$"
)


def ids(packet: bytes) -> list[str]:
    """The ids of an XMP packet that its later versions keep: of the document, of what it came from, and our own."""
    plain = packet.replace(b"\0", b"")  # they are ASCII, also where the packet is UTF-16
    found = [(one or other).decode("ascii", "ignore").strip() for one, other in _IDS.findall(plain)]
    found += [OURS + sha.decode().lower() for sha in _OUR_OWN.findall(plain)]
    return list(dict.fromkeys(one for one in found if len(one) >= 8))[:MOST]


def shot(name: str, taken_at: datetime | None, makers: Iterable[str]) -> str:
    """One photograph by its file's name, the second it was taken and its maker; "" where one of the three is missing."""
    maker = next(iter(makers), "")
    stem = stem_of(name)
    if not (stem and maker and taken_at):
        return ""
    return f"shot:{stem[:60]}|{taken_at.timestamp():.0f}|{tag_key(maker)[:60]}"


def stem_of(name: str) -> str:
    """The name without what programs and people add to it: DSC_0021-Edit (1).jpg is dsc_0021."""
    stem = fold(re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name.strip()))
    while (shorter := _EDITED.sub("", stem)) != stem and shorter:
        stem = shorter
    return stem
