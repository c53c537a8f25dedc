"""What the file said beside what was taken of it: all of it as a table, and what a person may take by one press.

A press goes through the photograph's own form, so nothing typed beside it is lost and the form's rights hold. What stood
before stays beside what was taken, and one press brings it back.
"""

import hashlib
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _

from media import sources
from media.metadata.damage import DOUBT
from media.metadata.reading import PRINTED
from media.models import Photo
from media.wording import split_tail

# Whys of Photo.others that wait for a person. A camera's own name and a title are proposed only where nothing stands.
OPEN, WHERE_EMPTY = ("differs",), ("camera default", "title")
LEFT, REPLACED = "not chosen", "replaced"
BLOCKS = {"xmp": "XMP", "iim": "IPTC (IIM)", "exif": "EXIF", "c2pa": "Content Credentials", "desk": ""}
_VISIBLE = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)} | dict.fromkeys(
    range(0x7F, 0xA0), "□"
)


@dataclass(frozen=True)
class Press:
    """A reading that somebody took: the field, and the entry of Photo.others or Photo.damaged."""

    field: str
    entry: dict


def panel(photo: Photo, may_change) -> list[dict]:
    """Fields where the file leaves something to a person, with each wording and the value of its button.

    may_change  whether this person may change a field, by its name

    [{"name", "label", "taken", "block", "others": [{"words", "block", "why", "press"}], "damaged": [{"raw", "block",
    "repaired", "doubtful", "press", "typed"}], "open"}]; "typed" names the field that holds the mended text.
    """
    found = []
    for name in [field.name for field in Photo._meta.fields if field.name in {*photo.others, *photo.damaged}]:
        if not may_change(name):
            continue
        offered = [entry for entry in photo.others.get(name, []) if _is_offered(photo, name, entry)]
        others = [
            {
                "words": in_words(name, entry["value"]),
                "block": blocks,
                "why": entry["why"],
                "press": _press(name, entry),
            }
            for entry, blocks in _each_wording_once(offered)
        ]
        lost = [] if getattr(photo, name) else photo.damaged.get(name, [])
        damaged = [_as_damaged(name, entry, blocks) for entry, blocks in _each_wording_once(lost)]
        if others or damaged:
            now = getattr(photo, name)
            found.append(
                {
                    "name": name,
                    "label": label(name),
                    "taken": ", ".join(now) if isinstance(now, list) else in_words(name, now),
                    "block": BLOCKS[photo.taken_from.get(name, "desk")],
                    "others": others,
                    "damaged": damaged,
                    "open": any(other["why"] in OPEN for other in others),
                }
            )
    return found


def _each_wording_once(entries: list[dict]) -> list[tuple[dict, str]]:
    """The first entry of each wording, and the names of all blocks that have it."""
    found: dict[str, list[dict]] = {}
    for entry in entries:
        found.setdefault(entry["value"], []).append(entry)
    return [(same[0], ", ".join(filter(None, (BLOCKS[entry["block"]] for entry in same)))) for same in found.values()]


def _is_offered(photo: Photo, name: str, entry: dict) -> bool:
    """Whether an entry of Photo.others is a person's to choose: not once somebody has typed something else."""
    if entry["why"] in WHERE_EMPTY:
        return not getattr(photo, name)
    return entry["why"] == REPLACED or (entry["why"] in OPEN and photo.taken_from.get(name) != "desk")


def _as_damaged(name: str, entry: dict, blocks: str) -> dict:
    press = _press(name, entry)
    return {
        "raw": visible(entry["value"]),
        "block": blocks,
        "kind": said_of_damage(entry.get("kind", "")),
        "repaired": entry.get("repaired", ""),
        "doubtful": entry.get("doubtful", False),
        "press": press,
        "typed": f"_repaired-{press}",
    }


def visible(raw: str) -> str:
    """A raw value with pictures of its control characters."""
    return raw.translate(_VISIBLE)


def said_of_damage(kind: str) -> str:
    return {
        "mojibake": _("UTF-8 letters were read as Western European ones"),
        "low byte": _("half of each letter was lost"),
        "question marks": _("letters became question marks"),
        "TCVN3": _("letters of an old font, TCVN3 (.VnTime)"),
        "VNI": _("letters of an old font, VNI"),
        "VISCII": _("letters of an old encoding, VISCII"),
    }.get(kind, _("letters were lost"))


def in_words(name: str, value: str) -> str:
    """A value as people say it."""
    return sources.words(value) if name == "digital_source_type" else value


def label(name: str) -> str:
    without_field = {
        "date": _("taken at"),
        "district": _("district"),
        "ai_system": _("AI system"),
        "ai_system_version": _("version of the AI system"),
        "ai_prompt": _("what the AI was asked"),
        "ai_prompt_writer": _("who asked the AI"),
    }
    if name in without_field:
        return without_field[name]
    try:
        return Photo._meta.get_field(name).verbose_name
    except FieldDoesNotExist:
        return name


def waiting(photo: Photo) -> str:
    """What of the file's printed words waits for a person: "damaged", "differs", or ""."""
    if any(name in PRINTED and not getattr(photo, name) for name in photo.damaged):
        return "damaged"
    open_ones = (name for name in PRINTED for entry in photo.others.get(name, []) if entry["why"] in OPEN)
    return "differs" if any(photo.taken_from.get(name) != "desk" for name in open_ones) else ""


# ---- a press -------------------------------------------------------------------------------------------------------


def _press(name: str, entry: dict) -> str:
    words = f"{entry['block']}\n{entry['value']}"
    return f"{name}:{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:12]}"


def pressed(photo: Photo, value: str) -> Press | None:
    """The reading that a button names; None where it is not offered any more."""
    name = value.partition(":")[0]
    for entry in [*photo.others.get(name, []), *photo.damaged.get(name, [])]:
        if _press(name, entry) == value:
            return Press(name, entry)
    return None


def into_form(post, press: Press, value: str) -> set[str]:
    """Put the reading into the posted form, as if it had been typed; the fields it fills. A caption's credit goes where
    credits go, if there is none."""
    filled = {press.field}
    words = post.get(f"_repaired-{value}", press.entry.get("repaired", press.entry["value"]))
    if press.field == "caption":
        split = split_tail(words)
        words = split.text or words
        if split.text and split.credit and not post.get("credit", "").strip():
            post["credit"] = split.credit
            filled.add("credit")
    post[press.field] = words
    return filled


def still_doubtful(photo: Photo, name: str, words: str) -> bool:
    """Whether a text still holds a choice of words that only a person can make."""
    proposals = [entry.get("repaired", "") for entry in photo.damaged.get(name, [])]
    return any(choice in proposal for choice in DOUBT.findall(words) for proposal in proposals)


def settle(photo: Photo, press: Press, before, filled: set[str]) -> None:
    """Remember where a field was taken from, and what stood there; to be saved with taken_from and others."""
    with transaction.atomic():
        fresh = Photo.objects.select_for_update(no_key=True).only("others", "taken_from").get(pk=photo.pk)
    photo.others, name = fresh.others, press.field
    entries = [entry for entry in photo.others.get(name, []) if entry["value"] != press.entry["value"]]
    for entry in entries:
        if entry["why"] in (*OPEN, REPLACED):
            entry["why"] = LEFT
    before = ", ".join(before) if isinstance(before, list) else before
    if before:
        entries.append({"block": fresh.taken_from.get(name, "desk"), "value": before, "why": REPLACED})
    photo.others[name] = entries
    photo.taken_from |= dict.fromkeys(filled, press.entry["block"])


def keep(photo: Photo, name: str) -> bool:
    """Decide that what was taken stays; whether there was anything to decide."""
    with transaction.atomic():
        fresh = Photo.objects.select_for_update(no_key=True).get(pk=photo.pk)
        waiting = [entry for entry in fresh.others.get(name, []) if entry["why"] in (*OPEN, REPLACED)]
        for entry in waiting:
            entry["why"] = LEFT
        if waiting:
            fresh.save(update_fields=["others"])
    return bool(waiting)


# ---- all of it -----------------------------------------------------------------------------------------------------


def table(photo: Photo) -> list[dict]:
    """What the file said, field by field: what was taken and from where, what was not and why, and what has no field."""
    why = {
        "differs": _("another block says"),
        "camera default": _("a camera's own words"),
        "file name": _("only a file name"),
        "placeholder": _("nobody's words"),
        "title": _("the title in the file"),
        LEFT: _("not chosen"),
        REPLACED: _("stood before"),
    }
    found = []
    for name in dict.fromkeys([*photo.taken_from, *photo.damaged, *photo.others]):
        kept = [
            {
                "block": BLOCKS[entry["block"]],
                "value": in_words(name, entry["value"]),
                "why": why.get(entry["why"], entry["why"]),
            }
            for entry in photo.others.get(name, [])
        ]
        lost = [
            {
                "block": BLOCKS[e["block"]],
                "value": visible(e["value"]),
                "why": said_of_damage(e.get("kind", "")),
                "damaged": True,
            }
            for e in photo.damaged.get(name, [])
        ]
        source = photo.taken_from.get(name, "")
        value = photo.raw.get("date") if name == "date" else photo.raw.get(source, {}).get(name)
        value = ", ".join(map(str, value)) if isinstance(value, list) else value
        found.append(
            {
                "label": label(name),
                "block": BLOCKS.get(source, ""),
                "value": in_words(name, value) if isinstance(value, str) else "",
                "others": kept + lost,
            }
        )
    return [entry for entry in found if entry["value"] or entry["others"]] + _further(photo)


def _further(photo: Photo) -> list[dict]:
    """Words of the file that we have no field for."""
    found = []
    for block in ("xmp", "iim", "exif"):
        raw = photo.raw.get(block, {})
        named = {name: value for name, value in raw.items() if name.startswith("ai_") and isinstance(value, str)}
        for name, value in (named | raw.get("other", {})).items():
            found.append({"label": label(name), "block": BLOCKS[block], "value": visible(str(value)), "others": []})
    return found
