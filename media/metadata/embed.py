"""The few words that travel with a published picture, put into its bytes as XMP: who made it, and on what terms.

Whoever finds the file elsewhere can still tell. Nothing else goes in: no camera, no person shown, and the place only
where a chief editor let it out, never where the camera stood.
The pixels are not touched, so a corrected credit needs no new picture.
"""

import struct
from collections.abc import Iterator
from xml.sax.saxutils import escape

from newsroom.text import clean

WORDS = (
    "caption", "alt", "creators", "credit", "copyright", "usage_terms", "licence_page", "licensor",
    "digital_source_type", "data_mining", "place",
)  # fmt: skip
LONGEST = 60_000  # bytes; a JPEG segment holds 65,533
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_HEAD = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"'
    ' xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"'
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/">'
)
_TAIL = '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'


def packet(words: dict) -> bytes:
    """An XMP packet of WORDS; what is empty is left out.

    creators   a list
    licensor   [{name, url}]
    place      {"shown", "city", "country"}
    """
    parts = [
        _language("dc:description", words.get("caption")),
        _language("Iptc4xmpCore:AltTextAccessibility", words.get("alt")),
        _sequence("dc:creator", words.get("creators") or []),
        _text("photoshop:Credit", words.get("credit")),
        _language("dc:rights", words.get("copyright")),
        _language("xmpRights:UsageTerms", words.get("usage_terms")),
        _text("xmpRights:WebStatement", words.get("licence_page")),
        _licensors(words.get("licensor") or []),
        _text("Iptc4xmpExt:DigitalSourceType", words.get("digital_source_type")),
        _text("plus:DataMining", words.get("data_mining")),
        _place(words.get("place") or {}),
    ]
    whole = (_HEAD + "".join(parts) + _TAIL).encode()
    return whole if len(whole) <= LONGEST else packet(_shortened(words))


def into_jpeg(data: bytes, xmp: bytes) -> bytes:
    """A JPEG of ours with the packet, behind its first header segment. Raises ValueError if it is no JPEG."""
    if data[:4] != b"\xff\xd8\xff\xe0":
        raise ValueError("Not a JPEG as renditions.py writes it.")
    content = _XMP + xmp
    after = 4 + struct.unpack_from(">H", data, 4)[0]
    return data[:after] + b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content + data[after:]


def into_webp(data: bytes, xmp: bytes, size: tuple[int, int]) -> bytes:
    """A plain lossy WebP of ours, of this width and height, with the packet. Raises ValueError if it is none."""
    if data[:4] != b"RIFF" or data[8:16] != b"WEBPVP8 ":
        raise ValueError("Not a WebP as renditions.py writes it.")
    width, height = size
    has_xmp = 0b00000100
    head = struct.pack("<I", has_xmp) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunks = b"WEBP" + _chunk(b"VP8X", head) + data[12:] + _chunk(b"XMP ", xmp)
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


def into_avif(data: bytes, xmp: bytes) -> bytes:
    """An AVIF of ours with the packet. Raises ValueError if it is none.

    The file was drawn with an XMP item of one byte. The packet goes behind everything, in a box of its own, and the item
    is pointed at it: nothing else moves. Source: ISO/IEC 14496-12, 8.11.3 (iloc) and 8.11.6 (iinf).
    """
    boxes = {name: (start, end) for name, start, end in _boxes(data, 0, len(data))}
    if data[4:12] != b"ftypavif" or b"meta" not in boxes:
        raise ValueError("Not an AVIF as renditions.py writes it.")
    start, end = boxes[b"meta"]
    parts = {name: (inner, last) for name, inner, last in _boxes(data, start + 4, end)}
    if not {b"iinf", b"iloc"} <= set(parts):
        raise ValueError("Not an AVIF as renditions.py writes it.")
    at = _extent(data, *parts[b"iloc"], _xmp_item(data, *parts[b"iinf"]))
    place = struct.pack(">II", len(data) + 8, len(xmp))
    return data[:at] + place + data[at + 8 :] + struct.pack(">I4s", len(xmp) + 8, b"mdat") + xmp


def avif_packet(data: bytes) -> bytes:
    """The packet of an AVIF that locates its items as libavif writes them. Raises ValueError where it has none."""
    boxes = {name: (start, end) for name, start, end in _boxes(data, 0, len(data))}
    if b"meta" not in boxes:
        raise ValueError("The AVIF has no items.")
    start, end = boxes[b"meta"]
    parts = {name: (inner, last) for name, inner, last in _boxes(data, start + 4, end)}
    if not {b"iinf", b"iloc"} <= set(parts):
        raise ValueError("The AVIF has no items.")
    at = _extent(data, *parts[b"iloc"], _xmp_item(data, *parts[b"iinf"]))
    offset, length = struct.unpack_from(">II", data, at)
    return data[offset : offset + length]


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of the content of each box."""
    while at + 8 <= end:
        length, name = struct.unpack_from(">I4s", data, at)
        if length < 8 or at + length > end:
            raise ValueError("A box of the AVIF is broken.")
        yield name, at + 8, at + length
        at += length


def _xmp_item(data: bytes, start: int, end: int) -> int:
    """The number of the item that holds XMP, out of the box that lists the items (version 0)."""
    for name, inner, last in _boxes(data, start + 6, end):
        is_words = data[inner + 8 : inner + 12] == b"mime" and b"\0application/rdf+xml\0" in data[inner + 12 : last]
        if name == b"infe" and data[inner] == 2 and is_words:
            return struct.unpack_from(">H", data, inner + 4)[0]
    raise ValueError("The AVIF has no item for XMP.")


def _extent(data: bytes, start: int, end: int, item: int) -> int:
    """Where the offset and length of an item stand, four bytes each, in the box that locates the items (version 0)."""
    version, sizes, count = data[start], data[start + 4 : start + 6], struct.unpack_from(">H", data, start + 6)[0]
    entries = range(start + 8, start + 8 + 14 * count, 14)
    if version != 0 or sizes != b"\x44\0" or entries.stop > end:
        raise ValueError("The AVIF locates its items in another way than libavif writes.")
    for at in entries:
        number, _file, extents = struct.unpack_from(">HHH", data, at)
        if extents != 1:
            raise ValueError("The AVIF locates its items in another way than libavif writes.")
        if number == item:
            return at + 6
    raise ValueError("The AVIF says nowhere where its XMP is.")


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _escaped(text) -> str:
    return escape(clean(str(text)))


def _text(name: str, text) -> str:
    return f"<{name}>{_escaped(text)}</{name}>" if text else ""


def _language(name: str, text) -> str:
    if not text:
        return ""
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{_escaped(text)}</rdf:li></rdf:Alt></{name}>'


def _sequence(name: str, texts: list) -> str:
    items = "".join(f"<rdf:li>{_escaped(text)}</rdf:li>" for text in texts if text)
    return f"<{name}><rdf:Seq>{items}</rdf:Seq></{name}>" if items else ""


def _place(place: dict) -> str:
    """The place shown; each of the older fields beside it, since most programs read those."""
    shown, city, country = (place.get(part) for part in ("shown", "city", "country"))
    parts = (
        _text("Iptc4xmpExt:LocationName", shown)
        + _text("Iptc4xmpExt:City", city)
        + _text("Iptc4xmpExt:CountryName", country)
    )
    if not parts:
        return ""
    bag = f'<rdf:Bag><rdf:li rdf:parseType="Resource">{parts}</rdf:li></rdf:Bag>'
    return (
        f"<Iptc4xmpExt:LocationShown>{bag}</Iptc4xmpExt:LocationShown>"
        + _text("Iptc4xmpCore:Location", shown)
        + _text("photoshop:City", city)
        + _text("photoshop:Country", country)
    )


def _licensors(licensors: list) -> str:
    items = "".join(
        '<rdf:li rdf:parseType="Resource">'
        + _text("plus:LicensorName", entry.get("name"))
        + _text("plus:LicensorURL", entry.get("url"))
        + "</rdf:li>"
        for entry in licensors[:3]
    )
    return f"<plus:Licensor><rdf:Seq>{items}</rdf:Seq></plus:Licensor>" if items else ""


def _shortened(words: dict) -> dict:
    """The same words cut so that they fit whatever they are."""
    texts = {name: value[:1500] for name, value in words.items() if isinstance(value, str)}
    return texts | {"creators": [str(name)[:100] for name in (words.get("creators") or [])[:20]]}
