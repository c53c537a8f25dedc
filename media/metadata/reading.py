"""Which of a file's words are taken: XMP, else IIM, else EXIF, and nothing that nobody wrote.

Skipped are blanks, rows of dots, a camera's default, a file's name, and text that was damaged on its way. What was
not taken is kept beside it: damaged text for a person to read, another good block's wording to compare. The old rule
of the Metadata Working Group (EXIF first) returns camera defaults and damaged text on real press photographs.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime

from media.metadata import exif, iim, nobody, xmp
from media.metadata.blocks import Blocks
from media.metadata.damage import examine
from media.wording import split_tail
from newsroom.text import clean, clean_line, fold

BLOCKS = ("xmp", "iim", "exif")
TEXTS = (
    "caption", "alt", "long_description", "headline", "object_name", "creator_title", "credit", "copyright", "source",
    "caption_writer", "job_id", "usage_terms", "licence_page", "instructions", "digital_source_type", "data_mining",
    "city", "district", "province", "country", "country_code", "date", "event",
)  # fmt: skip
LISTS = ("creators", "keywords", "people")
PRINTED = ("caption", "headline", "creators", "credit", "copyright")  # where two wordings need a person's choice
LONGEST = 20_000  # letters kept of one value
MOST = 200  # entries kept of one list
WORDS_OF_A_SENTENCE = 5

RESTRICTION = re.compile(
    r"(?:ATTENTION EDITORS|(?:FOR )?EDITORIAL USE ONLY|NO RESALES?\b|NO ARCHIVES?\b|NO COMMERCIAL\b|NOT FOR SALE\b|"
    r"MANDATORY CREDIT)"
)


@dataclass
class Reading:
    """What a file says.

    words     field to text, or to a list of texts for creators, keywords, people; only what is taken
    sources   field to the block it was taken from: xmp, iim, exif
    damaged   field to [{block, value, kind, repaired, doubtful}] that lost its letters, with what damage.examine() makes of it
    others    field to [{block, value, why}] that was not taken: "differs", "camera default", "file name", "placeholder",
              "title" (a sentence where files are named, and no caption)
    raw       block to what it holds, undecided
    places    shown: [{City…}]; created: where the camera stood, never to be published
    licensors [{LicensorName, LicensorURL}]
    remarks   what a person should be told, as codes: damaged (and nothing better), xmp unreadable, xmp cut off, differs,
              iim edited later (differs, and IIM is the newer)
    """

    words: dict = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    damaged: dict[str, list] = field(default_factory=dict)
    others: dict[str, list] = field(default_factory=dict)
    raw: dict = field(default_factory=dict)
    places_shown: list[dict] = field(default_factory=list)
    places_created: list[dict] = field(default_factory=list)
    licensors: list[dict] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read(blocks: Blocks, file_name: str = "") -> Reading:
    """The words of a file's blocks by the rule. file_name: what it was sent as, since a name is no caption."""
    reading = Reading()
    raw: dict[str, dict] = {"xmp": {}, "iim": iim.parse(blocks.iim), "exif": exif.parse(blocks.exif)}
    try:
        raw["xmp"] = xmp.parse(blocks.xmp, blocks.xmp_more) if blocks.xmp else {}
    except xmp.Unreadable:
        reading.remarks.append("xmp unreadable")
    if blocks.xmp and xmp.says_more(blocks.xmp) and not blocks.xmp_more:
        reading.remarks.append("xmp cut off")
    reading.raw = {block: _storable(values) for block, values in raw.items() if values}
    camera = {fold(str(raw["exif"].get(key, ""))).strip() for key in ("make", "model")} - {""}
    dated = {block: values | {"date": _date(block, values)} for block, values in raw.items()}
    for name in TEXTS:
        _take_text(reading, name, dated, file_name, camera)
    for name in LISTS:
        _take_list(reading, name, raw, camera)
    _split_caption(reading)
    _propose_title(reading)
    reading.places_shown = _structures(raw["xmp"].get("places_shown"))
    reading.places_created = _structures(raw["xmp"].get("places_created"))
    reading.licensors = _structures(raw["xmp"].get("licensors"))
    if set(reading.damaged) - set(reading.words):
        reading.remarks.append("damaged")
    if any(entry["why"] == "differs" for name in PRINTED for entry in reading.others.get(name, [])):
        later = iim.was_edited_later(blocks.iim, blocks.iim_digest)
        reading.remarks.append("iim edited later" if later else "differs")
    return reading


def taken_at(date: str) -> tuple[datetime, bool] | None:
    """A date as read() gives it, and whether it names only the day; None where it is none.

    The datetime knows its zone where the file wrote one.
    """
    match = re.fullmatch(
        r"(\d{4}):(\d\d)(?::(\d\d))?(?: (\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)? ?(Z|[+-]\d\d:?\d\d)?", date
    )
    if not match:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    numbers = [int(number or 0) for number in (hour, minute, second)]
    try:
        moment = datetime(int(year), int(month), int(day or 1), *numbers, micro)
        if zone:
            moment = datetime.fromisoformat(moment.isoformat() + ("+00:00" if zone == "Z" else zone))
    except ValueError:
        return None
    return moment, hour is None


def _take_text(reading: Reading, name: str, raw: dict[str, dict], file_name: str, camera: set[str]) -> None:
    """Take a field from the first block that has it well written; keep the other readings beside it."""
    for block in BLOCKS:
        value = raw[block].get(name)
        if not isinstance(value, str) or not value.strip(" \t\r\n\0.…_-"):
            continue
        if _is_set_aside(reading, name, block, value):
            continue
        text = clean(value)[:LONGEST].strip()
        why = nobody.why_not(name, text, file_name, camera)
        if name == "date" and taken_at(text) is None:
            why = "placeholder"
        if why:
            reading.others.setdefault(name, []).append({"block": block, "value": text, "why": why})
        elif text and name not in reading.words:
            reading.words[name] = text
            reading.sources[name] = block
        elif text and not _agree(name, reading.words[name], text):
            reading.others.setdefault(name, []).append({"block": block, "value": text, "why": "differs"})


def _take_list(reading: Reading, name: str, raw: dict[str, dict], camera: set[str]) -> None:
    for block in BLOCKS:
        values = raw[block].get(name)
        kept: list[str] = []
        for value in values if isinstance(values, list) else []:
            text = clean_line(value)[:LONGEST]
            if not text.strip(".…_- ") or fold(text) in nobody.PLACEHOLDERS:
                continue
            if _is_set_aside(reading, name, block, value):
                continue
            if name == "creators" and nobody.is_camera(text, camera):
                reading.others.setdefault(name, []).append({"block": block, "value": text, "why": "camera default"})
            elif text not in kept:
                kept.append(text)
        if not kept:
            continue
        kept = kept[:MOST]
        if name not in reading.words:
            reading.words[name] = kept
            reading.sources[name] = block
        elif not _lists_agree(name, reading.words[name], kept):
            reading.others.setdefault(name, []).append({"block": block, "value": ", ".join(kept), "why": "differs"})


def _is_set_aside(reading: Reading, name: str, block: str, value: str) -> bool:
    """Whether a value was damaged on its way; then it is kept for a person, with what can be read of it."""
    damage = examine(value)
    if damage is None:
        return False
    reading.damaged.setdefault(name, []).append(
        {
            "block": block,
            "value": _storable(value),
            "kind": damage.kind,
            "repaired": clean(damage.repaired).strip(),
            "doubtful": damage.doubtful,
        }
    )
    return True


def _propose_title(reading: Reading) -> None:
    """A title names a file or a job; where it is a sentence and there is no caption, a person may take it for one."""
    title = reading.words.get("object_name", "")
    if (
        "caption" not in reading.words
        and "caption" not in reading.damaged
        and len(title.split()) >= WORDS_OF_A_SENTENCE
    ):
        entry = {"block": reading.sources["object_name"], "value": title, "why": "title"}
        reading.others.setdefault("caption", []).append(entry)


def _split_caption(reading: Reading) -> None:
    """Take agencies' restrictions and the photographer's name off the caption; both fill only what is empty."""
    caption = reading.words.get("caption")
    if not caption:
        return
    block = reading.sources["caption"]
    restriction = RESTRICTION.search(caption)
    if restriction and caption[: restriction.start()].strip():
        if "usage_terms" not in reading.words:
            reading.words["usage_terms"] = caption[restriction.start() :].strip()
            reading.sources["usage_terms"] = block
        caption = caption[: restriction.start()].rstrip()
    split = split_tail(caption)
    reading.words["caption"] = split.text
    if split.credit and "credit" not in reading.words:
        reading.words["credit"] = split.credit
        reading.sources["credit"] = block
    _forget_readings_that_differ_in_their_tail(reading)


def _forget_readings_that_differ_in_their_tail(reading: Reading) -> None:
    """Another block that says the same caption, and the same credit behind it or none, says nothing else."""
    others = reading.others.get("caption", [])
    kept = [
        entry for entry in others if entry["why"] != "differs" or not _same_but_for_its_tail(reading, entry["value"])
    ]
    if others and not kept:
        del reading.others["caption"]
    elif others:
        reading.others["caption"] = kept


def _same_but_for_its_tail(reading: Reading, caption: str) -> bool:
    split = split_tail(caption)
    credits = [reading.words.get("credit", ""), *reading.words.get("creators", [])]
    same = _agree("caption", reading.words["caption"].rstrip("."), split.text.rstrip("."))
    return same and (not split.credit or fold(split.credit) in map(fold, credits))


def _date(block: str, values: dict) -> str:
    """The date as ExifTool prints it: 2017:05:29 17:19:21-04:00."""
    date = values.get("date")
    if not isinstance(date, str) or not date.strip():
        return ""
    date = date.strip()
    if block == "iim":
        time = str(values.get("time", ""))
        day = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", date)
        hour = re.fullmatch(r"(\d\d)(\d\d)(\d\d)(?:([+-]\d\d)(\d\d))?", time)
        if not day:
            return date
        clock = "" if not hour else " " + ":".join(hour.group(1, 2, 3))
        zone = "" if not hour or not hour.group(4) else f"{hour.group(4)}:{hour.group(5)}"
        return ":".join(day.groups()) + clock + zone
    if block == "xmp":
        day_part, _, clock = date.partition("T")
        return f"{day_part.replace('-', ':')} {clock}".strip()
    zone = str(values.get("zone", "")).strip()
    return date + (zone if re.fullmatch(r"[+-]\d\d:\d\d", zone) else "")


def _agree(name: str, taken: str, other: str) -> bool:
    """Whether another block says the same, if shorter: cut at IIM's limit, the day without the hour, other spaces."""
    if name == "date":
        return taken[:10] == other[:10]
    one, two = fold(clean_line(taken)), fold(clean_line(other))
    return one == two or iim.is_cut_copy(name, clean_line(other), clean_line(taken))


def _lists_agree(name: str, taken: list[str], other: list[str]) -> bool:
    return all(any(_agree(name, entry, value) for entry in taken) for value in other)


def _structures(values) -> list[dict]:
    entries = values if isinstance(values, list) else []
    return [
        {name: clean_line(text)[:LONGEST] for name, text in entry.items() if examine(text) is None}
        for entry in entries[:MOST]
    ]


def _storable(value):
    """A raw value as JSON of any database takes it: no NUL, no lone surrogates, bounded."""
    if isinstance(value, dict):
        return {name: _storable(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_storable(entry) for entry in value[:MOST]]
    if isinstance(value, str):
        return value[:LONGEST].replace("\0", "\u2400").encode("utf-8", "replace").decode()
    return value
