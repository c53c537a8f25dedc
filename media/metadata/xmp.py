"""XMP: an RDF packet, properties as attributes or as elements, in UTF-8 or UTF-16. No DTD, no entities."""

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from media.metadata import letters

DC = "{http://purl.org/dc/elements/1.1/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
EXT = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
PLUS = "{http://ns.useplus.org/ldf/xmp/1.0/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Our field to its property. A list in the packet is joined where the field is one text.
TEXTS = {
    "caption": DC + "description",
    "alt": CORE + "AltTextAccessibility",
    "long_description": CORE + "ExtDescrAccessibility",
    "headline": PHOTOSHOP + "Headline",
    "object_name": DC + "title",
    "creator_title": PHOTOSHOP + "AuthorsPosition",
    "credit": PHOTOSHOP + "Credit",
    "copyright": DC + "rights",
    "source": PHOTOSHOP + "Source",
    "date": PHOTOSHOP + "DateCreated",
    "city": PHOTOSHOP + "City",
    "district": CORE + "Location",
    "province": PHOTOSHOP + "State",
    "country": PHOTOSHOP + "Country",
    "country_code": CORE + "CountryCode",
    "caption_writer": PHOTOSHOP + "CaptionWriter",
    "usage_terms": RIGHTS + "UsageTerms",
    "licence_page": RIGHTS + "WebStatement",
    "data_mining": PLUS + "DataMining",
    "digital_source_type": EXT + "DigitalSourceType",
    "instructions": PHOTOSHOP + "Instructions",
    "job_id": PHOTOSHOP + "TransmissionReference",
}
LISTS = {"creators": DC + "creator", "keywords": DC + "subject", "people": EXT + "PersonInImage"}
STRUCTURES = {
    "places_shown": EXT + "LocationShown",
    "places_created": EXT + "LocationCreated",
    "licensors": PLUS + "Licensor",
}


class Unreadable(Exception):
    """The packet is not XML, or carries a DTD or entities."""


def parse(packet: bytes, more: bytes = b"") -> dict:
    """Field to text; creators, keywords and people to lists; places and licensors to lists of {property: text}.

    packet   the packet as it stands in the file
    more     its extension, whose properties count where the packet has none

    Raises Unreadable.
    """
    properties = _properties(more) if more else {}
    for name, value in _properties(packet).items():
        if name not in properties or isinstance(value, list) or _one_text(value).strip():
            properties[name] = value
    found: dict = {}
    for field, name in TEXTS.items():
        if name in properties:
            found[field] = _one_text(properties[name])
    for field, name in LISTS.items():
        if name in properties:
            found[field] = _many(properties[name])
    for field, name in STRUCTURES.items():
        if name in properties:
            value = properties[name]
            structures = value if isinstance(value, list) else [value]
            found[field] = [_flat(entry) for entry in structures if isinstance(entry, dict)]
    return {field: value for field, value in found.items() if value}


def _properties(packet: bytes) -> dict:
    """Every property of the packet by its full name: text, list, {"lang": {language: text}} or a structure."""
    text = _decoded(packet)
    if "<" not in text:
        return {}
    try:
        tree = fromstring(text.encode(), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from error
    found: dict = {}
    for rdf in tree.iter(RDF + "RDF"):
        for description in rdf.findall(RDF + "Description"):
            found |= _structure(description)
    return found


def _structure(element: Element) -> dict:
    """Attributes and child elements of a Description or of an element that is parsed as a resource."""
    found = {
        name: value
        for name, value in element.attrib.items()
        if not name.startswith((RDF, "{http://www.w3.org/XML/1998/namespace}"))
    }
    for child in element:
        found[child.tag] = _value(child)
    return found


def _value(element: Element):
    resource = element.get(RDF + "resource")
    if resource is not None:
        return resource
    if element.get(RDF + "parseType") == "Resource":
        return _structure(element)
    for child in element:
        if child.tag == RDF + "Alt":
            return {"lang": {item.get(LANG, "x-default"): _words(item) for item in child}}
        if child.tag in (RDF + "Seq", RDF + "Bag"):
            return [_value(item) for item in child]
        if child.tag == RDF + "Description":
            return _structure(child)
    attributes = _structure(element)
    return attributes or _words(element)


def _words(element: Element) -> str:
    return "".join(element.itertext())


def _one_text(value) -> str:
    """One text: x-default, else Vietnamese, else the first language; a list is joined by commas."""
    if isinstance(value, dict):
        languages = value.get("lang", {})
        if not isinstance(languages, dict):
            return ""
        for language in ("x-default", "vi", "vi-VN"):
            if languages.get(language, "").strip():
                return languages[language]
        return next(iter(languages.values()), "")
    if isinstance(value, list):
        return ", ".join(text for text in map(_one_text, value) if text)
    return value


def _many(value) -> list[str]:
    if isinstance(value, list):
        return [text for text in map(_one_text, value) if text.strip()]
    text = _one_text(value)
    return [text] if text.strip() else []


def _flat(structure: dict) -> dict[str, str]:
    """A structure with the plain names of its properties: {"City": "Huế"}."""
    return {name.rpartition("}")[2]: text for name, value in structure.items() if (text := _one_text(value))}


def _decoded(packet: bytes) -> str:
    """The packet as text, from its first angle bracket to its last, without padding or a declared encoding."""
    if packet[:2] == b"\xfe\xff" or packet[:2] == b"\0<":
        text = packet.decode("utf-16-be", "replace")
    elif packet[:2] == b"\xff\xfe" or packet[:2] == b"<\0":
        text = packet.decode("utf-16-le", "replace")
    else:
        text = letters.decode(packet)
    text = text[text.find("<") : text.rfind(">") + 1]
    return re.sub(r"^<\?xml[^>]*\?>", "", text)
