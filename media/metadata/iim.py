"""IPTC-IIM 4.2, record 2: datasets of bytes. Agencies still read and write it; its limits are octets, not letters."""

import hashlib
import struct
from unicodedata import combining

from media.metadata import letters

NAMES = {
    5: "object_name",
    25: "keywords",
    40: "instructions",
    55: "date",
    60: "time",
    80: "creators",
    85: "creator_title",
    90: "city",
    92: "district",
    95: "province",
    100: "country_code",
    101: "country",
    103: "job_id",
    105: "headline",
    110: "credit",
    115: "source",
    116: "copyright",
    120: "caption",
    122: "caption_writer",
}
REPEATED = {"keywords", "creators"}
LONGEST = {
    "caption": 2000, "headline": 256, "copyright": 128, "object_name": 64, "country": 64, "keywords": 64,
    "creators": 32, "credit": 32, "creator_title": 32, "source": 32, "city": 32, "province": 32, "job_id": 32,
    "district": 32, "caption_writer": 32, "instructions": 256, "country_code": 3,
}  # fmt: skip
# What 1:90 may say. Nobody who declares Latin-1 means its controls: it is read as Windows-1252.
ESCAPES = {
    **dict.fromkeys((b"\x1b%G", b"\x1b%/G", b"\x1b%/H", b"\x1b%/I"), "utf-8"),
    **dict.fromkeys((b"\x1b-A", b"\x1b.A", b"\x1b/A"), "windows"),
}
MOST_OTHERS = 60  # datasets that we have no field for


def parse(block: bytes) -> dict:
    """Field to text, or to a list of texts where the dataset may repeat. Broken-off datasets end the reading.

    "other" holds the datasets that we have no field for: {"2:15": text}.
    """
    raw: dict[int, list[bytes]] = {}
    declared = None
    for record, number, value in _datasets(block):
        if (record, number) == (1, 90):
            declared = ESCAPES.get(value)
        elif record == 2 and number != 0:
            raw.setdefault(number, []).append(value)
    found: dict = {}
    other = {}
    for number, values in raw.items():
        texts = [letters.decode(value, declared) for value in values]
        if number not in NAMES:
            other[f"2:{number}"] = ", ".join(texts)
            continue
        field = NAMES[number]
        found[field] = texts if field in REPEATED else texts[0]
    if other:
        found["other"] = dict(list(other.items())[:MOST_OTHERS])
    return found


def was_edited_later(block: bytes, digest: bytes) -> bool:
    """Whether a tool that knows only IIM changed it after the digest was stored: then XMP may be the older text."""
    return bool(block) and len(digest) == 16 and any(digest) and hashlib.md5(block).digest() != digest


def is_cut_copy(field: str, copy: str, whole: str) -> bool:
    """Whether a value is the beginning of a longer one, cut at the limit of its dataset."""
    limit = LONGEST.get(field)
    return limit is not None and len(copy.encode()) >= limit - 4 and whole.startswith(copy.rstrip("\ufffd"))


BINARY = {200, 201, 202}  # a preview of the picture


def written(block: bytes, words: dict, emptied=()) -> bytes:
    """The datasets with these words: UTF-8, which is declared, each cut at its limit between two letters.

    words     field to text, or to a list where the dataset may repeat; what is empty stays as it is
    emptied   fields that a person emptied: they go

    What else the block holds stays; text in another encoding is written anew.
    """
    ours = {number for number, name in NAMES.items() if words.get(name) or name in emptied}
    datasets = list(_datasets(block))
    said = [ESCAPES.get(value) for record, number, value in datasets if (record, number) == (1, 90)]
    declared = said[-1] if said else None
    kept = [
        (record, number, value if record != 2 or number in BINARY | {0} else letters.decode(value, declared).encode())
        for record, number, value in datasets
        if (record, number) != (1, 90) and not (record == 2 and number in ours)
    ]
    if not any((record, number) == (2, 0) for record, number, _value in kept):
        kept.append((2, 0, b"\0\4"))
    for number in ours:
        values = words.get(NAMES[number]) or []
        for value in values if isinstance(values, list) else [values]:
            kept.append((2, number, cut(" ".join(value.split(" ")), LONGEST.get(NAMES[number], 32))))
    kept.append((1, 90, b"\x1b%G"))
    return b"".join(_dataset(*entry) for entry in sorted(kept, key=lambda entry: entry[:2]) if len(entry[2]) < 1 << 24)


def cut(text: str, octets: int) -> bytes:
    """The text in UTF-8, no longer than this, never ending within a letter or between a letter and its marks."""
    data = text.encode("utf-8", "replace")
    if len(data) <= octets:
        return data
    kept = data[:octets].decode("utf-8", "ignore")
    while kept and combining(text[len(kept)]):
        kept = kept[:-1]
    return kept.rstrip().encode("utf-8", "replace")


def _dataset(record: int, number: int, value: bytes) -> bytes:
    length = struct.pack(">H", len(value)) if len(value) < 0x8000 else struct.pack(">HI", 0x8004, len(value))
    return bytes((0x1C, record, number)) + length + value


def _datasets(block: bytes):
    """(record, dataset, value) in order."""
    at = 0
    while at + 5 <= len(block):
        if block[at] == 0:  # padding that some writers leave between datasets
            at += 1
            continue
        if block[at] != 0x1C:
            return
        record, number, length = struct.unpack_from(">BBH", block, at + 1)
        at += 5
        if length & 0x8000:  # extended: the next bytes say how long
            size = length & 0x7FFF
            if size > 4 or at + size > len(block):
                return
            length = int.from_bytes(block[at : at + size], "big")
            at += size
        if at + length > len(block):
            return
        yield record, number, block[at : at + length]
        at += length
