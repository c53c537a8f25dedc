"""Photographs made for tests: real files with real metadata, written in a few lines instead of kept as binaries."""

import io
import itertools
import os
import struct
from pathlib import Path

from PIL import Image, ImageDraw

_count = itertools.count(1)
DATA = Path(os.environ.get("NEWSROOM_TEST_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")


def data(folder):
    """A folder of the test data; None where it is missing here."""
    found = DATA / folder
    return found if found.is_dir() else None


def picture(size=(1200, 800), colour=(0, 105, 122)):
    """A picture unlike every other: a dark bar marks its top, a light one its left."""
    image = Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0], size[1] // 8), fill=(20, 23, 22))
    draw.rectangle((0, 0, size[0] // 12, size[1]), fill=(217, 164, 65))
    number = next(_count)
    for place in range(min(16, size[1])):  # the number in black and white, so that even a strong JPEG keeps it
        top = size[1] - 1 - place
        draw.line((size[0] * 3 // 4, top, size[0], top), fill=(255,) * 3 if number >> place & 1 else (0,) * 3)
    return image


def jpeg(size=(1200, 800), *, iim=None, **save):
    """A JPEG's bytes. iim: dataset number to text or bytes, or a list of them."""
    out = io.BytesIO()
    picture(size).save(out, "JPEG", quality=85, **save)
    return with_iim(out.getvalue(), iim) if iim else out.getvalue()


def photograph(size=(700, 900), **save):
    """A JPEG's bytes with the soft light and the grain of a photograph, for what depends on how pictures compress."""
    layers = []
    for share in (2, 3, 4):
        grain = Image.effect_noise((size[0] // share, size[1] // share), 40).resize(size, Image.Resampling.BICUBIC)
        light = Image.linear_gradient("L").rotate(40 * share).resize(size)
        layers.append(Image.blend(light, grain, 0.35))
    out = io.BytesIO()
    Image.merge("RGB", layers).save(out, "JPEG", quality=92, **save)
    return out.getvalue()


def with_iim(data, datasets, charset=b"\x1b%G"):
    """The JPEG with a Photoshop segment that holds these IIM datasets of record 2."""
    block = b"\x1c\x01\x5a" + struct.pack(">H", len(charset)) + charset if charset else b""
    for number, values in datasets.items():
        for value in values if isinstance(values, list) else [values]:
            raw = value if isinstance(value, bytes) else value.encode()
            block += b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(raw)) + raw
    resource = (
        b"8BIM" + struct.pack(">HH", 0x0404, 0) + struct.pack(">I", len(block)) + block + b"\0" * (len(block) % 2)
    )
    content = b"Photoshop 3.0\0" + resource
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(content) + 2) + content + data[2:]


def xmp_of_source(address):
    """A packet that says how the picture was made."""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
        f' Iptc4xmpExt:DigitalSourceType="{address}"/></rdf:RDF></x:xmpmeta>'
    ).encode()


def xmp(**properties):
    """A packet with dc:description and photoshop properties: caption, credit, creators."""
    creators = "".join(f"<rdf:li>{name}</rdf:li>" for name in properties.get("creators", []))
    caption = properties.get("caption", "")
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
        f' photoshop:Credit="{properties.get("credit", "")}">'
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{caption}</rdf:li></rdf:Alt></dc:description>'
        f"<dc:creator><rdf:Seq>{creators}</rdf:Seq></dc:creator>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()
