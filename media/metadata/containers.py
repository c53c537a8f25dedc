"""Where an XMP packet goes in files that are no JPEG, and what else stands there: nothing of the picture moves or changes."""

import struct
import zlib
from collections.abc import Callable, Iterator

from media.metadata import blocks, embed

Packet = Callable[[bytes], bytes]  # the packet that was there, b"" where there was none, to the one that shall be
_LOSSY, _LOSSLESS = b"VP8 ", b"VP8L"
_HAS_XMP, _HAS_ALPHA = 0b00000100, 0b00010000


class NoPlace(Exception):
    """There is no safe place for words in this file. args[0]: "kind", "damaged" or "no place"."""


def with_packet(data: bytes, packet: Packet) -> bytes:
    """The file with its packet replaced. Raises NoPlace."""
    try:
        if data[:8] == blocks.PNG:
            return _into_png(data, packet)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _into_webp(data, packet)
        if data[:4] in blocks.TIFF:
            return _into_tiff(data, packet)
        if data[4:12] == b"ftypavif":
            return _into_avif(data, packet)
    except (struct.error, IndexError) as error:
        raise NoPlace("damaged") from error
    raise NoPlace("kind")


def packet_of(data: bytes) -> bytes:
    """The packet of an AVIF, which blocks.find() finds with Pillow's help only. b"" where there is none."""
    if data[4:12] != b"ftypavif":
        return b""
    try:
        return embed.avif_packet(data)
    except (struct.error, IndexError, ValueError):
        return b""


# ---- PNG -----------------------------------------------------------------------------------------------------------


def _into_png(data: bytes, packet: Packet) -> bytes:
    """Behind the header; what held a packet before goes."""
    old = blocks.find(data).xmp
    parts, at = [], len(blocks.PNG)
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        whole = data[at : at + 12 + length]
        if len(whole) < 12 + length:
            raise NoPlace("damaged")
        if not (kind in (b"iTXt", b"zTXt", b"tEXt") and whole[8:].startswith(b"XML:com.adobe.xmp\0")):
            parts.append(whole)
        at += 12 + length
        if kind == b"IEND":
            break
    if not parts or parts[0][4:8] != b"IHDR" or parts[-1][4:8] != b"IEND":
        raise NoPlace("damaged")
    text = b"iTXtXML:com.adobe.xmp\0\0\0\0\0" + packet(old)
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    return blocks.PNG + parts[0] + chunk + b"".join(parts[1:]) + data[at:]


# ---- WebP ----------------------------------------------------------------------------------------------------------


def _into_webp(data: bytes, packet: Packet) -> bytes:
    """At the end, with the flag that says so; a file of one bare picture gets the head that carries flags."""
    old = blocks.find(data).xmp
    chunks = [(name, content) for name, content in _webp_chunks(data) if name != b"XMP "]
    if not chunks:
        raise NoPlace("damaged")
    if chunks[0][0] in (_LOSSY, _LOSSLESS):
        chunks.insert(0, (b"VP8X", _webp_head(*chunks[0])))
    if chunks[0][0] != b"VP8X" or len(chunks[0][1]) < 10:
        raise NoPlace("damaged")
    head = chunks[0][1]
    chunks[0] = (b"VP8X", bytes([head[0] | _HAS_XMP]) + head[1:])
    chunks.append((b"XMP ", packet(old)))
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2) for name, content in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _webp_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        content = data[at + 8 : at + 8 + length]
        if len(content) < length:
            raise NoPlace("damaged")
        yield name, content
        at += 8 + length + length % 2


def _webp_head(name: bytes, content: bytes) -> bytes:
    if name == _LOSSY:
        width, height = (number & 0x3FFF for number in struct.unpack_from("<HH", content, 6))
        alpha = 0
    else:
        bits = struct.unpack_from("<I", content, 1)[0]
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        alpha = _HAS_ALPHA if bits >> 28 & 1 else 0
    if not width or not height:
        raise NoPlace("damaged")
    return struct.pack("<I", alpha) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


# ---- TIFF ----------------------------------------------------------------------------------------------------------

_XMP_TAG = 700


def _into_tiff(data: bytes, packet: Packet) -> bytes:
    """Packet and a new first directory stand behind the file; the head points there. Everything else keeps its place."""
    order, entries, following = _directory(data)
    words = packet(blocks.find(data).xmp)
    body = data + b"\0" * (len(data) % 2)
    at, body = len(body), body + words + b"\0" * (len(words) % 2)
    entries = [entry for entry in entries if entry[0] != _XMP_TAG]
    entries.append((_XMP_TAG, struct.pack(order + "HHII", _XMP_TAG, 1, len(words), at)))
    entries.sort(key=lambda entry: entry[0])
    directory = struct.pack(order + "H", len(entries)) + b"".join(raw for _tag, raw in entries) + following
    if len(body) + len(directory) >= 1 << 32:
        raise NoPlace("no place")
    return body[:4] + struct.pack(order + "I", len(body)) + body[8:] + directory


def _directory(data: bytes) -> tuple[str, list[tuple[int, bytes]], bytes]:
    """Byte order, entries as (tag, twelve bytes), and the four bytes that point at the next directory."""
    order = "<" if data[:2] == b"II" else ">"
    at = struct.unpack_from(order + "I", data, 4)[0]
    count = struct.unpack_from(order + "H", data, at)[0]
    end = at + 2 + 12 * count
    if at < 8 or end + 4 > len(data):
        raise NoPlace("damaged")
    raw = [data[place : place + 12] for place in range(at + 2, end, 12)]
    return order, [(struct.unpack(order + "H", entry[:2])[0], entry) for entry in raw], data[end : end + 4]


# ---- AVIF ----------------------------------------------------------------------------------------------------------


def _into_avif(data: bytes, packet: Packet) -> bytes:
    """Only where the file has an item for XMP already: making one would move everything."""
    try:
        return embed.into_avif(data, packet(embed.avif_packet(data)))
    except ValueError as error:
        raise NoPlace("no place") from error


# ---- Photoshop's resources -----------------------------------------------------------------------------------------


def with_resources(resources: bytes, wanted: dict[int, bytes]) -> bytes:
    """Photoshop's image resources with these replaced or added, by their number; the others stay as they are."""
    parts, left = [], dict(wanted)
    for number, whole in _resources(resources):
        if number not in wanted:
            parts.append(whole)
        elif number in left:
            parts.append(_resource(number, left.pop(number)))
    return b"".join(parts) + b"".join(_resource(number, content) for number, content in left.items())


def _resources(resources: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 12 <= len(resources) and resources[at : at + 4] in blocks.RESOURCES:
        number, name_length = struct.unpack_from(">HB", resources, at + 4)
        start = at + 7 + name_length + (name_length + 1) % 2
        if start + 4 > len(resources):
            return
        size = struct.unpack_from(">I", resources, start)[0]
        end = start + 4 + size + size % 2
        if start + 4 + size > len(resources):
            return
        yield number, resources[at:end].ljust(end - at, b"\0")
        at = end


def _resource(number: int, content: bytes) -> bytes:
    return b"8BIM" + struct.pack(">HHI", number, 0, len(content)) + content + b"\0" * (len(content) % 2)
