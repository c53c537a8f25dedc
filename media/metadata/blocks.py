"""Where the blocks of metadata sit in a file. Nothing is decoded here, and a block that is broken off is left out.

JPEG: EXIF and XMP in APP1, XMP over 64 KiB goes on in extension segments; IIM in APP13, resource 0x0404, of which
several may have to be joined. PNG: iTXt, eXIf, and the text chunks in which ImageMagick keeps what PNG has no place for.
WebP: chunks. GIF: an application block. TIFF: tags 700, 33723, 34377. AVIF, HEIC: items, by Pillow.
"""

import binascii
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from media.metadata import exif

EXIF = b"Exif\0\0"
XMP = b"http://ns.adobe.com/xap/1.0/\0"
XMP_MORE = b"http://ns.adobe.com/xmp/extension/\0"
PHOTOSHOP = b"Photoshop 3.0\0"
PNG = b"\x89PNG\r\n\x1a\n"
TIFF = (b"II*\0", b"MM\0*")
RESOURCES = (b"8BIM", b"PHUT", b"AgHg", b"DCSR", b"MeSa")
LONGEST = 8 << 20  # bytes of one block; more is not somebody's words


@dataclass
class Blocks:
    """The raw blocks of one file; empty where it has none.

    exif         TIFF structure, from its byte order mark on
    xmp          the packet, in whatever encoding it has
    xmp_more     the joined extension of a JPEG's packet; b"" where a part of it is missing
    iim          datasets, from the first 0x1C on
    iim_digest   MD5 that Photoshop stored of the datasets it wrote; b"" where none
    """

    exif: bytes = b""
    xmp: bytes = b""
    xmp_more: bytes = b""
    iim: bytes = b""
    iim_digest: bytes = b""


def find(data: bytes, image=None) -> Blocks:
    """The blocks of a file, told by its content.

    data    the whole file
    image   the same file as Pillow opened it, for the containers that only Pillow walks (AVIF, HEIC)
    """
    if data[:2] == b"\xff\xd8":
        return _in_jpeg(data)
    if data[:8] == PNG:
        return _in_png(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _in_webp(data)
    if data[:4] == b"GIF8":
        return _in_gif(data)
    if data[:4] in TIFF:
        return _in_tiff(data)
    if image is not None and image.format in ("AVIF", "HEIF"):
        tags = image.info.get("exif") or b""
        return Blocks(exif=tags.removeprefix(EXIF), xmp=image.info.get("xmp") or b"")
    return Blocks()


def segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and content of each JPEG segment before the picture itself begins."""
    return ((marker, content) for marker, content, _start in segments_with_places(data))


def segments_with_places(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Marker, content and place of each JPEG segment before the picture itself begins."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker in (0xD9, 0xDA):
            return
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:  # markers without content
            at += 2
            continue
        length = struct.unpack_from(">H", data, at + 2)[0]
        if length < 2 or at + 2 + length > len(data):
            return
        yield marker, data[at + 4 : at + 2 + length], at
        at += 2 + length


def _in_jpeg(data: bytes) -> Blocks:
    found = Blocks()
    extensions: dict[tuple[bytes, int], dict[int, bytes]] = {}
    resources = b""
    for marker, content in segments(data):
        if marker == 0xE1 and content.startswith(EXIF) and not found.exif:
            found.exif = content[len(EXIF) :]
        elif marker == 0xE1 and content.startswith(XMP) and not found.xmp:
            found.xmp = content[len(XMP) :]
        elif marker == 0xE1 and content.startswith(XMP_MORE):
            head = content[len(XMP_MORE) :]
            if len(head) > 40:
                whole, offset = struct.unpack_from(">II", head, 32)
                extensions.setdefault((head[:32], whole), {})[offset] = head[40:]
        elif marker == 0xED and content.startswith(PHOTOSHOP):
            resources += content[len(PHOTOSHOP) :]
    found.xmp_more = _joined(extensions, found.xmp)
    found.iim, found.iim_digest = photoshop(resources)
    return found


def _joined(extensions: dict[tuple[bytes, int], dict[int, bytes]], packet: bytes) -> bytes:
    """The extension that the packet names, its parts in order; b"" when a part is missing."""
    named = packet.replace(b"\0", b"")  # it may be UTF-16
    for (guid, whole), parts in extensions.items():
        if guid not in named or whole > LONGEST:
            continue
        joined = bytearray()
        for offset in sorted(parts):
            if offset != len(joined):
                return b""
            joined += parts[offset]
        return bytes(joined) if len(joined) == whole else b""
    return b""


def photoshop(resources: bytes) -> tuple[bytes, bytes]:
    """IIM (0x0404) and its stored digest (0x0425) out of Photoshop's image resources."""
    iim = digest = b""
    at = 0
    while at + 12 <= len(resources) and resources[at : at + 4] in RESOURCES:
        kind, name_length = struct.unpack_from(">HB", resources, at + 4)
        at += 7 + name_length + (name_length + 1) % 2
        if at + 4 > len(resources):
            break
        size = struct.unpack_from(">I", resources, at)[0]
        content = resources[at + 4 : at + 4 + size]
        if kind == 0x0404 and not iim:
            iim = content
        elif kind == 0x0425:
            digest = content
        at += 4 + size + size % 2
    return iim, digest


def _in_png(data: bytes) -> Blocks:
    found = Blocks()
    at = len(PNG)
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        content = data[at + 8 : at + 8 + length]
        if len(content) < length or kind == b"IEND":
            break
        if kind == b"eXIf":
            found.exif = content.removeprefix(EXIF)
        elif kind == b"iTXt" and content.startswith(b"XML:com.adobe.xmp\0"):
            found.xmp = _itxt(content)
        elif kind in (b"tEXt", b"zTXt"):
            _from_text(found, *_text(kind, content))
        at += 12 + length
    return found


def _text(kind: bytes, content: bytes) -> tuple[bytes, bytes]:
    """Keyword and text of a PNG's tEXt or zTXt chunk."""
    keyword, _nul, text = content.partition(b"\0")
    if len(keyword) > 79 or not keyword.startswith((b"XML:com.adobe.xmp", b"Raw profile type ")):
        return b"", b""
    return keyword, _unpacked(text[1:]) if kind == b"zTXt" else text


def _from_text(found: Blocks, keyword: bytes, text: bytes) -> None:
    """Take a block that stands in a text chunk: as it is, or in hexadecimal digits behind a name and a length."""
    if keyword == b"XML:com.adobe.xmp":
        found.xmp = found.xmp or text
        return
    if not keyword or len(text) > LONGEST:
        return
    _head, _length, digits = (text.strip().split(b"\n", 2) + [b"", b""])[:3]
    try:
        block = binascii.unhexlify(b"".join(digits.split()))
    except ValueError:
        return
    match keyword.removeprefix(b"Raw profile type ").lower():
        case b"iptc":
            iim, digest = photoshop(block.removeprefix(PHOTOSHOP))
            found.iim, found.iim_digest = iim or (block if block[:1] == b"\x1c" else b""), digest
        case b"exif" | b"app1" if block.startswith(EXIF):
            found.exif = found.exif or block.removeprefix(EXIF)
        case b"xmp" | b"app1":
            found.xmp = found.xmp or block.removeprefix(XMP)


def _itxt(content: bytes) -> bytes:
    """The text of a PNG's iTXt chunk; b"" when it is packed and does not unpack to a sensible size."""
    rest = content.partition(b"\0")[2]
    if len(rest) < 2:
        return b""
    packed, text = rest[0], rest[2:].split(b"\0", 2)[-1]
    return _unpacked(text) if packed else text


def _unpacked(text: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(text, LONGEST)
    except zlib.error:
        return b""


def _in_gif(data: bytes) -> Blocks:
    """The packet stands as it is behind its block's name, and ends where a run of falling numbers leads a reader out."""
    start = data.find(b"\x21\xff\x0bXMP DataXMP")
    end = data.find(b"\x01\xff\xfe\xfd", start)
    return Blocks(xmp=data[start + 14 : end][:LONGEST]) if 0 <= start < end else Blocks()


def _in_webp(data: bytes) -> Blocks:
    found = Blocks()
    at = 12
    while at + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        content = data[at + 8 : at + 8 + length]
        if len(content) < length:
            break
        if kind == b"EXIF":
            found.exif = content.removeprefix(EXIF)
        elif kind == b"XMP ":
            found.xmp = content
        at += 8 + length + length % 2
    return found


def _in_tiff(data: bytes) -> Blocks:
    """The first directory's tags. IIM is often declared as 32-bit words; then it may stand in the file's own order."""
    order = "<" if data[:2] == b"II" else ">"
    tags = exif.directory(data, order, struct.unpack_from(order + "I", data, 4)[0]) if len(data) >= 8 else {}
    iim, digest = photoshop(tags.get(34377, (0, b""))[1])
    kind, datasets = tags.get(33723, (0, b""))
    if kind == 4 and datasets[:1] != b"\x1c":
        datasets = b"".join(datasets[at : at + 4][::-1] for at in range(0, len(datasets), 4))
    return Blocks(exif=data, xmp=tags.get(700, (0, b""))[1], iim=datasets or iim, iim_digest=digest)
