"""Colour profiles that files name without carrying them.

A camera set to Adobe RGB embeds no profile: it writes R03 into EXIF, and means this. Source: DCF 2.0 (CIPA DC-009), 5.2.2;
Adobe RGB (1998), 4.3; ICC.1:2001-04 for the shape of the bytes.
"""

import struct

ADOBE_RGB_BY_EXIF = "R03"
GAMMA = 563 / 256
WHITE = (0.95045, 1.0, 1.08905)
PRIMARIES = {  # adapted to D50, as profiles have them
    "rXYZ": (0.60974, 0.31111, 0.01947),
    "gXYZ": (0.20528, 0.62567, 0.06087),
    "bXYZ": (0.14919, 0.06322, 0.74457),
}


def adobe_rgb() -> bytes:
    """Adobe RGB (1998) as an ICC profile of version 2."""
    curve = struct.pack(">4s4xIH2x", b"curv", 1, round(GAMMA * 256))
    name = b"Adobe RGB (1998), made from its numbers\0"
    parts = {
        "desc": struct.pack(">4s4xI", b"desc", len(name)) + name + bytes(78),
        "cprt": b"text\0\0\0\0No copyright, use freely\0",
        "wtpt": _xyz(WHITE),
        **{tag: _xyz(value) for tag, value in PRIMARIES.items()},
        **dict.fromkeys(("rTRC", "gTRC", "bTRC"), curve),
    }
    at = 128 + 4 + 12 * len(parts)
    table, content = struct.pack(">I", len(parts)), b""
    for tag, data in parts.items():
        table += struct.pack(">4sII", tag.encode(), at + len(content), len(data))
        content += data + bytes(-len(data) % 4)
    head = struct.pack(
        ">I4xI4s4s4s12x4s28x3i48x",
        at + len(content), 0x02100000, b"mntr", b"RGB ", b"XYZ ", b"acsp", *map(_fixed, (0.9642, 1.0, 0.8249)),
    )  # fmt: skip
    return head + table + content


def _xyz(value: tuple[float, float, float]) -> bytes:
    return struct.pack(">4s4x3i", b"XYZ ", *map(_fixed, value))


def _fixed(number: float) -> int:
    return round(number * 65536)
