"""Draws the three pictures of `try_it/` with their words inside the files; run after a scene has changed.

    python -m newsroom.demo_content.try_it_pictures

The captions are those of the waiting figures in `cho-rau-doi-gio.txt`, so that each picture finds its place by them.
"""

from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image

from .illustrations import draw

FOLDER = Path(__file__).parent / "try_it"
WIDTH, HEIGHT = 1600, 1067
CREATOR, CREDIT, RIGHTS = "Nguyễn Thu Hạ", "Minh họa: Sớm Mai", "© Sớm Mai"

#  file: scene, seed, left and top of the detail, caption, alt
PICTURES = {
    "cho-rau-1.jpg": (
        "minh-hoa-den-duong",
        7,
        (430, 500),
        "Người chở rau vào chợ Bà Lựu lúc 2h50, sớm hơn lệ cũ bốn mươi phút.",
        "Một người đội nón đạp xe chở hai sọt trên con đường vắng, hai hàng đèn rọi ánh vàng xuống mặt đường.",
    ),
    "cho-rau-2.jpg": (
        "minh-hoa-cho",
        5,
        (40, 260),
        "Chợ rau Bà Lựu nhìn từ sân thượng nhà đối diện, nửa giờ trước lúc dọn.",
        "Thúng, mẹt và tấm bạt rau bày thành dãy trên nền đỏ, xen giữa là nón lá và một chiếc dù sọc lớn.",
    ),
    "cho-rau-3.jpg": (
        "minh-hoa-mua",
        9,
        (560, 480),
        "Con đường trước chợ sau 6h sáng 19-11: mưa lớn, lối đi đã trống.",
        "Nhiều người che ô đỏ đi giữa lòng đường loang nước, hai bên là nhà cao và mái hiên sọc.",
    ),
}

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
  xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
  xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{caption}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{rights}</rdf:li></rdf:Alt></dc:rights>
<photoshop:Credit>{credit}</photoshop:Credit>
<photoshop:City>TP.HCM</photoshop:City>
<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">{alt}</rdf:li></rdf:Alt>
</Iptc4xmpCore:AltTextAccessibility>
<Iptc4xmpExt:DigitalSourceType>{source}</Iptc4xmpExt:DigitalSourceType>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
DRAWN_BY_PROGRAM = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"

IMAGE_DESCRIPTION, ARTIST, COPYRIGHT = 0x010E, 0x013B, 0x8298


def words(caption: str, alt: str) -> tuple[bytes, bytes]:
    """The caption, maker and credit as the XMP packet and the EXIF block of a JPEG."""
    fields = {"caption": caption, "alt": alt, "creator": CREATOR, "credit": CREDIT, "rights": RIGHTS}
    packet = XMP.format(source=DRAWN_BY_PROGRAM, **{name: escape(value) for name, value in fields.items()})
    exif = Image.Exif()
    for tag, value in ((IMAGE_DESCRIPTION, caption), (ARTIST, CREATOR), (COPYRIGHT, RIGHTS)):
        exif[tag] = value.encode()
    return packet.encode(), exif.tobytes()


def main() -> None:
    for name, (scene, seed, (left, top), caption, alt) in PICTURES.items():
        detail = draw(scene, seed).crop((left, top, left + WIDTH, top + HEIGHT))
        xmp, exif = words(caption, alt)
        detail.save(FOLDER / name, quality=50, optimize=True, progressive=True, xmp=xmp, exif=exif)


if __name__ == "__main__":
    main()
