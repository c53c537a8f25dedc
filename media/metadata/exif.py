"""EXIF: the few tags that carry words or the hour. A small reader of its own, since damaged EXIF is common.

It never fails: a tag that points outside the block, or is of another type than it should be, is left out.
"""

import struct

from media.metadata import letters

NAMES = {
    0x010E: "caption",
    0x010F: "make",
    0x0110: "model",
    0x013B: "creators",
    0x8298: "copyright",
    0x9C9E: "keywords",
    0x9003: "date",
    0x9011: "zone",
    0x9291: "subsecond",
    0xA436: "object_name",
    0xA437: "photographer",
}
# What Windows, cameras and programs write beside; kept, never taken.
OTHERS = {
    0x0131: "Software", 0x9286: "UserComment", 0x9C9B: "XPTitle", 0x9C9C: "XPComment", 0x9C9D: "XPAuthor",
    0x9C9F: "XPSubject",
}  # fmt: skip
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
EXIF_IFD, GPS_IFD, ORIENTATION = 0x8769, 0x8825, 0x0112


def parse(block: bytes) -> dict:
    """Field to text (keywords and creators: lists); "position": True when the file says where the camera stood.

    "other" holds the texts of OTHERS. Where the camera stood is not read further: nothing that is not read can get out.
    """
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None or len(block) < 8:
        return {}
    entries = directory(block, order, struct.unpack_from(order + "I", block, 4)[0])
    position = _number(entries.get(GPS_IFD), order)
    deeper = _number(entries.get(EXIF_IFD), order)
    if deeper:
        entries |= directory(block, order, deeper)
    found: dict = {}
    for tag, field in NAMES.items():
        if tag in entries:
            text = _text(tag, *entries[tag])
            if text:
                found[field] = text
    other = {name: text for tag, name in OTHERS.items() if tag in entries and (text := _text(tag, *entries[tag]))}
    if other:
        found["other"] = other
    if position and any(tag in (2, 4) for tag in directory(block, order, position)):
        found["position"] = True
    return _as_lists(found)


def with_texts(block: bytes, texts: dict[str, str]) -> bytes:
    """The block with these texts in the first directory where it has them already; each goes behind everything else.

    texts   field of NAMES to text; what is empty, or has no place there, stays as it is
    """
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None or len(block) < 8:
        return block
    found, at = bytearray(block), struct.unpack_from(order + "I", block, 4)[0]
    if not 8 <= at <= len(block) - 2:
        return block
    for index in range(struct.unpack_from(order + "H", block, at)[0]):
        place = at + 2 + 12 * index
        if place + 12 > len(block):
            break
        text = texts.get(NAMES.get(struct.unpack_from(order + "H", block, place)[0], ""), "")
        if text:
            data = text.encode("utf-8", "replace") + b"\0"
            found += b"\0" * (len(found) % 2)
            struct.pack_into(order + "HII", found, place + 2, 2, len(data), len(found))
            found += data.ljust(4, b"\0")
    return bytes(found)


def _as_lists(found: dict) -> dict:
    """Names and keywords stand in one text, parted by semicolons; a copyright holds photographer NUL editor."""
    creators = [*found.pop("creators", "").split(";"), *found.pop("photographer", "").split(";")]
    names = list(dict.fromkeys(name.strip(" \0") for name in creators if name.strip(" \0")))
    keywords = [word.strip() for word in found.pop("keywords", "").split(";") if word.strip()]
    if names:
        found["creators"] = names
    if keywords:
        found["keywords"] = keywords
    if "copyright" in found:
        found["copyright"] = ", ".join(part.strip() for part in found["copyright"].split("\0") if part.strip())
    return found


def _text(tag: int, kind: int, value: bytes) -> str:
    if tag & 0xFFF0 == 0x9C90:  # the ones of Windows
        return value.decode("utf-16-le", "replace").partition("\0")[0]
    if tag == 0x9286:  # eight letters name the encoding
        head, value = value[:8], value[8:]
        if head.startswith(b"UNICODE"):
            return value.decode("utf-16-be" if value[:1] == b"\0" else "utf-16-le", "replace").strip("\0 ")
        return letters.decode(value).strip("\0 ")
    return letters.decode(value) if kind in (1, 2, 7, 129) else ""


def _number(entry: tuple[int, bytes] | None, order: str) -> int:
    if entry is None or entry[0] not in (4, 13) or len(entry[1]) < 4:
        return 0
    return struct.unpack_from(order + "I", entry[1])[0]


def directory(block: bytes, order: str, at: int) -> dict[int, tuple[int, bytes]]:
    """Tag to (type, raw value) of one directory; what lies outside the block is left out."""
    if not 8 <= at <= len(block) - 2:
        return {}
    entries = {}
    for index in range(struct.unpack_from(order + "H", block, at)[0]):
        place = at + 2 + 12 * index
        if place + 12 > len(block):
            break
        tag, kind, count = struct.unpack_from(order + "HHI", block, place)
        size = SIZES.get(kind, 0) * count
        start = place + 8 if size <= 4 else struct.unpack_from(order + "I", block, place + 8)[0]
        if 0 < size <= 1 << 20 and start + size <= len(block):
            entries.setdefault(tag, (kind, block[start : start + size]))
    return entries
