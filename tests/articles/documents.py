"""Documents of Word made by hand: the parts that a test is about, in a zip like Word's."""

import io
import zipfile
from xml.sax.saxutils import escape

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(words, *, bold=False, italic=False, font=None, note=None, picture=None):
    said = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    said += f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else ""
    inner = f'<w:t xml:space="preserve">{escape(words)}</w:t>' if words else ""
    inner += f'<w:footnoteReference w:id="{note}"/>' if note else ""
    if picture:
        inner += (
            '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
            f'<a:graphic {_A}><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
            f'<pic:blipFill><a:blip r:embed="rIdP{picture}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing>"
        )
    return f"<w:r><w:rPr>{said}</w:rPr>{inner}</w:r>"


def paragraph(*runs, style=None, item=None):
    """item: (level from 0, list id)."""
    said = f'<w:pStyle w:val="{style}"/>' if style else ""
    said += f'<w:numPr><w:ilvl w:val="{item[0]}"/><w:numId w:val="{item[1]}"/></w:numPr>' if item else ""
    inner = "".join(run(one) if not one.startswith("<") else one for one in runs)
    return f"<w:p><w:pPr>{said}</w:pPr>{inner}</w:p>"


def link(words, address_id="rIdL1"):
    return f'<w:hyperlink r:id="{address_id}">{run(words)}</w:hyperlink>'


def table(*rows):
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


STYLES = {"Title": "Title", "Heading1": "heading 1", "Caption": "caption", "Quote": "Quote"}


def styles(default_font="Calibri"):
    named = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in STYLES.items()
    )
    return (
        f'<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{default_font}"/></w:rPr></w:rPrDefault>'
        f"</w:docDefaults>{named}</w:styles>"
    )


_NUMBERING = (
    f"<w:numbering {_W}>"
    + "".join(
        f'<w:abstractNum w:abstractNumId="{key}">'
        + "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{kind}"/></w:lvl>' for level in range(4))
        + "</w:abstractNum>"
        for key, kind in ((1, "bullet"), (2, "decimal"))
    )
    + "".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>' for key in (1, 2))
    + "</w:numbering>"
)


def parts(*blocks, pictures=(), notes=(), default_font="Calibri", address="https://example.vn/a"):
    """The entries of a document's zip, by name. pictures: bytes of each, or an address of one on another machine."""
    relations = [
        f'<Relationship Id="rIdL1" Type="{_RELATION}/hyperlink" Target="{escape(address)}" TargetMode="External"/>'
    ]
    found = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="jpeg" ContentType="image/jpeg"/><Default Extension="emf" ContentType="image/x-emf"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/styles.xml": styles(default_font),
        "word/numbering.xml": _NUMBERING,
        "word/document.xml": f"<w:document {_W} {_R}><w:body>{''.join(blocks)}</w:body></w:document>",
        "word/footnotes.xml": f"<w:footnotes {_W} {_R}>"
        + "".join(
            f'<w:footnote w:id="{number}">{paragraph(words)}</w:footnote>' for number, words in enumerate(notes, 1)
        )
        + "</w:footnotes>",
    }
    for number, data in enumerate(pictures, 1):
        ending = "jpeg" if data.startswith(b"\xff\xd8") else "emf"
        found[f"word/media/image{number}.{ending}"] = data
        relations.append(
            f'<Relationship Id="rIdP{number}" Type="{_RELATION}/image" Target="media/image{number}.{ending}"/>'
        )
    found["word/_rels/document.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(relations)
        + "</Relationships>"
    )
    return found


def zipped(entries):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return packed.getvalue()


def docx(*blocks, **how):
    return zipped(parts(*blocks, **how))
