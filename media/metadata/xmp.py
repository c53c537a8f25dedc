"""XMP: an RDF packet, properties as attributes or as elements, in UTF-8, UTF-16 or UTF-32. No DTD, no entities."""

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
    "event": EXT + "Event",
    "digital_source_type": EXT + "DigitalSourceType",
    "instructions": PHOTOSHOP + "Instructions",
    "job_id": PHOTOSHOP + "TransmissionReference",
    "ai_system": EXT + "AISystemUsed",
    "ai_system_version": EXT + "AISystemVersionUsed",
    "ai_prompt": EXT + "AIPromptInformation",
    "ai_prompt_writer": EXT + "AIPromptWriterName",
}
LISTS = {"creators": DC + "creator", "keywords": DC + "subject", "people": EXT + "PersonInImage"}
STRUCTURES = {
    "places_shown": EXT + "LocationShown",
    "places_created": EXT + "LocationCreated",
    "licensors": PLUS + "Licensor",
}
PEOPLE_IN_DETAIL = EXT + "PersonInImageWDetails"
# How the properties that we have no field for are called when they are kept.
PREFIXES = {
    DC: "dc", PHOTOSHOP: "photoshop", CORE: "Iptc4xmpCore", EXT: "Iptc4xmpExt", RIGHTS: "xmpRights", PLUS: "plus",
    "{http://ns.adobe.com/xap/1.0/}": "xmp", "{http://ns.adobe.com/xap/1.0/mm/}": "xmpMM",
    "{http://ns.adobe.com/tiff/1.0/}": "tiff", "{http://ns.adobe.com/lightroom/1.0/}": "lr",
    "{http://ns.camerabits.com/photomechanic/1.0/}": "photomechanic", "{http://ns.google.com/photos/1.0/image/}": "GImage",
}  # fmt: skip
MOST_OTHERS = 60
LONGEST_OTHER = 1000
# Where the camera stood, which camera it was, and how Lightroom developed the picture, are not for the desk to read.
_NOT_KEPT = re.compile(r"GPS|Serial|OwnerName|CreatorContactInfo|History|Thumbnails|Ingredients|Data$", re.IGNORECASE)


class Unreadable(Exception):
    """The packet is not XML, or carries a DTD or entities."""


def parse(packet: bytes, more: bytes = b"") -> dict:
    """Field to text; creators, keywords and people to lists; places and licensors to lists of {property: text}.

    packet   the packet as it stands in the file
    more     its extension, whose properties count where the packet has none; an unreadable one is left out

    "other" holds further properties as text: {"photoshop:Category": "S"}. Raises Unreadable.
    """
    said = _extension(more)
    for name, value in properties(packet).items():
        if name not in said or isinstance(value, list) or _one_text(value).strip():
            said[name] = value
    found: dict = {}
    for field, name in TEXTS.items():
        if name in said:
            found[field] = _one_text(said[name])
    for field, name in LISTS.items():
        if name in said:
            found[field] = _many(said[name])
    for field, name in STRUCTURES.items():
        if name in said:
            value = said[name]
            structures = value if isinstance(value, list) else [value]
            found[field] = [_flat(entry) for entry in structures if isinstance(entry, dict)]
    if not found.get("people") and PEOPLE_IN_DETAIL in said:
        found["people"] = _names(said[PEOPLE_IN_DETAIL])
    known = {*TEXTS.values(), *LISTS.values(), *STRUCTURES.values()}
    found["other"] = _others({name: value for name, value in said.items() if name not in known})
    return {field: value for field, value in found.items() if value}


def says_more(packet: bytes) -> bool:
    """Whether the packet names an extension, which may be missing."""
    return b"HasExtendedXMP" in packet.replace(b"\0", b"")


def _extension(packet: bytes) -> dict:
    try:
        return properties(packet) if packet else {}
    except Unreadable:
        return {}


def _names(people) -> list[str]:
    """The names of people who are described in more than a name."""
    entries = people if isinstance(people, list) else [people]
    names = [_one_text(entry.get(EXT + "PersonName", "")) for entry in entries if isinstance(entry, dict)]
    return [name for name in names if name.strip()]


def _others(said: dict) -> dict[str, str]:
    found = {}
    for name, value in said.items():
        namespace, _, short = name.rpartition("}")
        prefix = PREFIXES.get(namespace + "}")
        text = _one_text(value) if prefix and not _NOT_KEPT.search(short) else ""
        if text.strip():
            found[f"{prefix}:{short}"] = text[:LONGEST_OTHER]
    return dict(list(found.items())[:MOST_OTHERS])


def tree(packet: bytes) -> Element | None:
    """The packet as it is written; None where there is none. Raises Unreadable."""
    text = _decoded(packet)
    try:
        return _parsed(text) if "<" in text else None
    except (ParseError, DefusedXmlException, ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from error


def properties(packet: bytes) -> dict:
    """Every property of the packet by its full name: text, list, {"lang": {language: text}} or a structure.

    Raises Unreadable.
    """
    root = tree(packet)
    found: dict = {}
    if root is None:
        return found
    try:
        for rdf in root.iter(RDF + "RDF"):
            for description in rdf.findall(RDF + "Description"):
                found |= _structure(description)
    except RecursionError as error:
        raise Unreadable(str(error)) from error
    return found


# Letters that lost their high byte are controls now, which XML forbids: they wait in a private area while it is read.
_FORBIDDEN = {code: 0xE000 + code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)}
_BACK = {private: code for code, private in _FORBIDDEN.items()}
_FORBIDDEN_BY_NUMBER = re.compile(r"&#(?:x0*(1?[0-9a-f])|0*([12]?\d|3[01]));", re.IGNORECASE)


def _parsed(text: str) -> Element:
    try:
        return fromstring(text.encode("utf-8", "replace"), forbid_dtd=True)
    except ParseError:
        mended = _FORBIDDEN_BY_NUMBER.sub(_as_itself, text).translate(_FORBIDDEN)
        return fromstring(mended.encode("utf-8", "replace"), forbid_dtd=True)


def _as_itself(number: re.Match) -> str:
    return chr(int(number[1], 16) if number[1] else int(number[2]))


def _structure(element: Element) -> dict:
    """Attributes and child elements of a Description or of an element that is parsed as a resource."""
    found: dict = {
        name: value.translate(_BACK)
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
        return _unqualified(_structure(element))
    for child in element:
        if child.tag == RDF + "Alt":
            return {"lang": {item.get(LANG, "x-default"): _words(item) for item in child}}
        if child.tag in (RDF + "Seq", RDF + "Bag"):
            return [_value(item) for item in child]
        if child.tag == RDF + "Description":
            return _unqualified(_structure(child))
    attributes = _structure(element)
    return attributes or _words(element)


def _unqualified(structure: dict):
    """A value that carries qualifiers is the value."""
    return structure.get(RDF + "value", structure)


def _words(element: Element) -> str:
    return "".join(element.itertext()).translate(_BACK)


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
    if packet[:4] in (b"\0\0\xfe\xff", b"\0\0\0<"):
        text = packet.decode("utf-32-be", "replace")
    elif packet[:4] in (b"\xff\xfe\0\0", b"<\0\0\0"):
        text = packet.decode("utf-32-le", "replace")
    elif packet[:2] == b"\xfe\xff" or packet[:2] == b"\0<":
        text = packet.decode("utf-16-be", "replace")
    elif packet[:2] == b"\xff\xfe" or packet[:2] == b"<\0":
        text = packet.decode("utf-16-le", "replace")
    else:
        text = letters.decode(packet)
    text = text[text.find("<") : text.rfind(">") + 1]
    return re.sub(r"^<\?xml[^>]*\?>", "", text)
