"""Words written into an XMP packet: what it says of our fields is replaced, all the rest of it stays."""

import copy
from collections.abc import Iterable
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from media.metadata import xmp
from newsroom.text import clean

X = "{adobe:ns:meta/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
MM = "{http://ns.adobe.com/xap/1.0/mm/}"
OURS = "{urn:newsroom:original#}"
IDENTITY, KEPT_BY_EDITORS = OURS + "SHA256", MM + "OriginalDocumentID"
MARK = "newsroom:sha256:"  # before our identity where it stands in OriginalDocumentID
DIGEST = xmp.PHOTOSHOP + "LegacyIPTCDigest"

LANGUAGES = ("caption", "alt", "long_description", "object_name", "copyright", "usage_terms", "event")
PLAIN = (
    "headline", "creator_title", "credit", "source", "city", "province", "country", "country_code", "caption_writer",
    "licence_page", "data_mining", "digital_source_type", "instructions", "job_id",
)  # fmt: skip
LISTS = {"creators": "Seq", "keywords": "Bag", "people": "Bag"}
PLACE = {"place_shown": "LocationName", "city": "City", "province": "ProvinceState", "country": "CountryName"}

for _namespace, _prefix in xmp.PREFIXES.items():
    register_namespace(_prefix, _namespace[1:-1])
for _prefix, _address in {
    "x": "adobe:ns:meta/", "rdf": xmp.RDF[1:-1], "newsroom": OURS[1:-1], "aux": "http://ns.adobe.com/exif/1.0/aux/",
    "exif": "http://ns.adobe.com/exif/1.0/", "crs": "http://ns.adobe.com/camera-raw-settings/1.0/",
    "stEvt": "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#", "xmpNote": "http://ns.adobe.com/xmp/note/",
    "stRef": "http://ns.adobe.com/xap/1.0/sType/ResourceRef#", "xmpDM": "http://ns.adobe.com/xmp/1.0/DynamicMedia/",
}.items():  # fmt: skip
    register_namespace(_prefix, _address)


def merged(packet: bytes, words: dict, emptied: Iterable[str], identity: str, at: datetime, digest: str = "") -> bytes:
    """The packet with these words. One that cannot be read is replaced by a new one.

    words      field to text, or to a list for LISTS; a field that is empty stays as the packet has it
    emptied    fields that a person emptied: they go
    identity   SHA-256 of the untouched original
    digest     MD5 of the IIM beside it, in capitals, where the packet keeps one
    """
    root, description = _opened(packet)
    for field in (*LANGUAGES, *PLAIN, *LISTS):
        name, value = {**xmp.TEXTS, **xmp.LISTS}[field], words.get(field)
        if not value and field not in emptied:
            continue
        was = _taken_out(root, name)
        if value:
            description.append(_written(field, name, value, was))
    if "place_shown" in words:
        _taken_out(root, xmp.STRUCTURES["places_shown"])
        description.append(_place(words))
    _set(root, description, XMP + "MetadataDate", at.astimezone(UTC).isoformat(timespec="seconds"))
    _set(root, description, IDENTITY, identity)
    if _found(root, KEPT_BY_EDITORS) is None:
        _set(root, description, KEPT_BY_EDITORS, MARK + identity)
    if digest and _found(root, DIGEST) is not None:
        _set(root, description, DIGEST, digest)
    body = tostring(root, encoding="unicode")
    return f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>{body}<?xpacket end="w"?>'.encode()


def identity(packet: bytes) -> str:
    """The SHA-256 of the original that a packet of ours names, also where an editor kept only the document's id; else ""."""
    try:
        properties = xmp.properties(packet)
    except xmp.Unreadable:
        return ""
    said = properties.get(IDENTITY) or str(properties.get(KEPT_BY_EDITORS, "")).partition(MARK)[2]
    said = str(said).strip().lower()
    return said if len(said) == 64 and not set(said) - set("0123456789abcdef") else ""


def _opened(packet: bytes) -> tuple[Element, Element]:
    """The packet as a tree, and the description that takes new properties; a fresh one where it cannot be read."""
    try:
        found = xmp.tree(packet)
    except xmp.Unreadable:
        found = None
    root = Element(X + "xmpmeta")
    rdf = found if found is not None and found.tag == xmp.RDF + "RDF" else None
    if rdf is None and found is not None:
        rdf = found.find(f".//{xmp.RDF}RDF")
        root = found if rdf is not None else root
    if rdf is None:
        rdf = SubElement(root, xmp.RDF + "RDF")
    elif rdf is found:
        root.append(rdf)
    description = rdf.find(xmp.RDF + "Description")
    if description is None:
        description = SubElement(rdf, xmp.RDF + "Description", {xmp.RDF + "about": ""})
    return root, description


def _descriptions(root: Element) -> list[Element]:
    return [description for rdf in root.iter(xmp.RDF + "RDF") for description in rdf.findall(xmp.RDF + "Description")]


def _found(root: Element, name: str):
    for description in _descriptions(root):
        child = description.find(name)
        if child is not None or name in description.attrib:
            return child if child is not None else description.get(name)
    return None


def _taken_out(root: Element, name: str) -> Element | None:
    """Remove a property wherever it stands; its element, where it was one."""
    was = None
    for description in _descriptions(root):
        description.attrib.pop(name, None)
        for child in description.findall(name):
            was = child
            description.remove(child)
    return was


def _set(root: Element, description: Element, name: str, value: str) -> None:
    _taken_out(root, name)
    SubElement(description, name).text = value


def _written(field: str, name: str, value, was: Element | None) -> Element:
    element = Element(name)
    if field in LISTS:
        items = SubElement(element, xmp.RDF + LISTS[field])
        for entry in value:
            SubElement(items, xmp.RDF + "li").text = _xml(entry)
    elif field in LANGUAGES:
        _language(SubElement(element, xmp.RDF + "Alt"), _xml(value), was)
    else:
        element.text = _xml(value)
    return element


def _language(alt: Element, value: str, was: Element | None) -> None:
    """The words as the default language; translations that were not the default's copy stay."""
    SubElement(alt, xmp.RDF + "li", {xmp.LANG: "x-default"}).text = value
    items = was.findall(f"{xmp.RDF}Alt/{xmp.RDF}li") if was is not None else []
    default = next((item.text for item in items if item.get(xmp.LANG) == "x-default"), None)
    for item in items:
        if item.get(xmp.LANG) not in ("x-default", None) and default is not None and item.text != default:
            alt.append(copy.deepcopy(item))


def _place(words: dict) -> Element:
    element = Element(xmp.STRUCTURES["places_shown"])
    item = SubElement(SubElement(element, xmp.RDF + "Bag"), xmp.RDF + "li", {xmp.RDF + "parseType": "Resource"})
    for field, name in PLACE.items():
        if words.get(field):
            part = SubElement(item, xmp.EXT + name)
            if name == "LocationName":
                _language(SubElement(part, xmp.RDF + "Alt"), _xml(words[field]), None)
            else:
                part.text = _xml(words[field])
    return element


def _xml(text) -> str:
    return clean(str(text))
