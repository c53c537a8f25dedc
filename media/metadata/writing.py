"""An original's copy with corrected words in it: XMP as the master, IIM and EXIF as copies where a JPEG has them.

The picture is not touched: what is drawn from the file stays the same bytes. The copy says in its packet of which original
it was made, so that a retouched one finds its way back.
"""

import hashlib
import struct
from datetime import UTC, datetime

from media.metadata import blocks, containers, exif, iim, merge

LONGEST_SEGMENT = 65_533
WORDS = (*merge.LANGUAGES, *merge.PLAIN, *merge.LISTS)


class CannotWrite(Exception):
    """No words can be put into this file. args[0] is a code: "kind", "damaged", "no place", "too much", "several pictures"."""


def with_words(original: bytes, photo, at: datetime | None = None) -> bytes:
    """The original's bytes with the photograph's words.

    original   the untouched file
    photo      anything with the words and the sha256 of a Photo; what its taken_from calls "desk" and is empty goes
    at         when; now where nothing is said

    JPEG: XMP, IIM with its digest, and EXIF's own copies where there are some. PNG, WebP, TIFF: XMP. AVIF: XMP where it has
    some already. Raises CannotWrite.
    """
    words = {name: value for name in WORDS if (value := getattr(photo, name, ""))}
    by_desk = {name for name, source in photo.taken_from.items() if source == "desk"}
    emptied = {name for name in by_desk & set(WORDS) if not words.get(name)}
    if "place_shown" in by_desk and photo.place_shown:
        words["place_shown"] = photo.place_shown
    moment = at or datetime.now(UTC)

    def packet(old: bytes, digest: str = "") -> bytes:
        return merge.merged(old, words, emptied, photo.sha256, moment, digest)

    try:
        if original[:2] == b"\xff\xd8":
            return _into_jpeg(original, words, emptied, packet)
        return containers.with_packet(original, packet)
    except containers.NoPlace as reason:
        raise CannotWrite(*reason.args) from reason


def identity_of(data: bytes) -> str | None:
    """The SHA-256 of the original of which a file was made, where one of our copies was its beginning; else None."""
    found = blocks.find(data)
    packet = found.xmp or containers.packet_of(data)
    return (merge.identity(packet) or None) if packet else None


# ---- JPEG ----------------------------------------------------------------------------------------------------------


def _into_jpeg(data: bytes, words: dict, emptied: set, packet) -> bytes:
    segments = list(blocks.segments(data))
    rest = _where_the_picture_begins(data)
    resources = b"".join(
        content[len(blocks.PHOTOSHOP) :] for marker, content in segments if _is_photoshop(marker, content)
    )
    datasets = iim.written(blocks.photoshop(resources)[0], words, emptied)
    digest = hashlib.md5(datasets).digest()
    old = next((content[len(blocks.XMP) :] for marker, content in segments if _is_xmp(marker, content)), b"")
    ours = [(0xE1, blocks.XMP + packet(old, digest.hex().upper()))]
    if len(ours[0][1]) > LONGEST_SEGMENT:
        raise CannotWrite("too much")
    ours += _photoshop_segments(containers.with_resources(resources, {0x0404: datasets, 0x0425: digest}))
    return data[:2] + _joined(segments, ours, words) + data[rest:]


def _joined(segments: list, ours: list, words: dict) -> bytes:
    """The segments in their order, ours behind those that must come first. Those of several pictures count from where they
    stand, so nothing behind may change its length."""
    before, after, counts_on = [], [], False
    for marker, content in segments:
        replaced = _is_xmp(marker, content) or _is_photoshop(marker, content)
        if replaced and counts_on:
            raise CannotWrite("several pictures")
        counts_on |= marker == 0xE2 and content.startswith(b"MPF\0")
        if replaced:
            continue
        if marker == 0xE1 and content.startswith(blocks.EXIF) and not counts_on and not after:
            content = _with_words_in_exif(content, words)
        (after if after or not (marker == 0xE0 or content.startswith(blocks.EXIF)) else before).append(
            (marker, content)
        )
    return b"".join(
        b"\xff" + bytes((marker,)) + struct.pack(">H", len(content) + 2) + content
        for marker, content in [*before, *ours, *after]
    )


def _with_words_in_exif(content: bytes, words: dict) -> bytes:
    block = exif.with_texts(
        content[len(blocks.EXIF) :],
        {
            "caption": words.get("caption", ""),
            "creators": "; ".join(words.get("creators", [])),
            "copyright": words.get("copyright", ""),
        },
    )
    return blocks.EXIF + block if len(blocks.EXIF + block) <= LONGEST_SEGMENT else content


def _is_xmp(marker: int, content: bytes) -> bool:
    return marker == 0xE1 and content.startswith(blocks.XMP)


def _is_photoshop(marker: int, content: bytes) -> bool:
    return marker == 0xED and content.startswith(blocks.PHOTOSHOP)


def _photoshop_segments(resources: bytes) -> list[tuple[int, bytes]]:
    room = LONGEST_SEGMENT - len(blocks.PHOTOSHOP)
    return [(0xED, blocks.PHOTOSHOP + resources[at : at + room]) for at in range(0, len(resources), room)]


def _where_the_picture_begins(data: bytes) -> int:
    """Behind the last segment that blocks.segments() gives: from there on the copy is the original."""
    at = 2
    for _marker, content, start in blocks.segments_with_places(data):
        at = start + 4 + len(content)
    if at == 2:
        raise CannotWrite("damaged")
    return at
