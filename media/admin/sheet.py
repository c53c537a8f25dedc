"""The contact sheet: a field of many photographs written at once, each write taken back on wish, and what a desk would
still mend, in words.

A write is {"photos": [id, …], "field": one of FIELDS, "how": one of HOW, "text": …, "find": …, "was": …}.

    set       the field is the text; with "was" only where the field still says that
    prefix    the text in front of what stands there
    append    the text after it
    replace   each "find" becomes the text
    stem      the caption begins with the text: in place of "find", the stem before, where it begins so
    tail      the caption is the stem "find", then the text

Lists (people, keywords) are written by entry, and "text" may be a list.
"""

import re
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from media import codes, corrections, finding, makers, rights, uses
from media.admin import readings
from media.admin.forms import LONGEST, MOST, entries
from media.models import Photo
from media.signals import photos_changed
from media.wording import alt_fault
from newsroom.text import clean, clean_line, fold

# Each field of the sheet and the right it needs.
FIELDS = {
    "caption": "photo.edit_caption",
    "alt": "photo.edit_caption",
    "headline": "photo.edit_caption",
    "credit": "photo.edit_credit",
    "place_shown": "photo.edit_caption",
    "people": "photo.edit_caption",
    "event": "photo.edit_caption",
    "keywords": "photo.edit_caption",
}
LISTS = ("people", "keywords")
HOW = ("set", "prefix", "append", "replace", "stem", "tail")
MOST_PHOTOS = 500  # of one request
MOST_WRITES = 2000
LONGEST_OTHER = 5000
SHORT = 5  # words: a caption of fewer says hardly who, what and where
_NO_SPACE_BEFORE = tuple(".,;:!?)…")


class Unreadable(ValueError):
    """Writes that are not of the shape above; nothing was written."""


# ---- what a field becomes ------------------------------------------------------------------------------------------


def rewritten(value, how: str, text, find: str = ""):
    """What a field becomes. value, text: words, or for lists entries; see the head of this module."""
    if isinstance(value, list):
        return _list_rewritten(value, how, text, find)
    if how == "prefix":
        return joined(text, value)
    if how == "append":
        return joined(value, text)
    if how == "replace":
        return value.replace(find, text) if find else value
    if how == "stem":
        return joined(text, tail_of(value, find))
    return joined(find, text) if how == "tail" else text


def joined(first: str, second: str) -> str:
    """Two pieces of a caption as one, a space between them where there has to be one."""
    first, second = first.strip(), second.strip()
    return (
        f"{first}{'' if second.startswith(_NO_SPACE_BEFORE) else ' '}{second}" if first and second else first or second
    )


def tail_of(caption: str, stem: str) -> str:
    """What a caption says beyond the stem of its shoot; all of it where it does not begin with the stem."""
    return caption[len(stem) :].lstrip() if stem and caption.startswith(stem) else caption


def _list_rewritten(value: list, how: str, text: list, find: str):
    if how == "prefix":
        found = text + value
    elif how == "append":
        found = value + text
    elif how == "replace":
        found = [new for entry in value for new in (text if fold(entry) == fold(find) else [entry])]
    else:
        found = text
    return list(dict.fromkeys(found))


# ---- writing -------------------------------------------------------------------------------------------------------


def write(user, writes: list[dict], codes_of_user: dict) -> dict:
    """Do these writes in their order, in one transaction and a fixed number of queries, but for photographs
    that stories show: each of those is told in their history.

    Returns {"changed": ids, "refused": [{"id", "name", "why"}], "undo": the writes that take it back}. A photograph is
    written wholly or not at all; one that is refused leaves the others alone. Raises Unreadable.
    """
    writes = [_read(one, codes_of_user) for one in _as_list(writes)]
    wanted = {pk for one in writes for pk in one["photos"]}
    if len(wanted) > MOST_PHOTOS:
        message = _("At most %(count)s photographs at once. Nothing was saved.")
        raise Unreadable(message % {"count": MOST_PHOTOS})
    with transaction.atomic():
        rows = Photo.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
        photos = {photo.pk: photo for photo in rows}
        refused = _refusals(user, writes, photos)
        before = {pk: _values(photo) for pk, photo in photos.items() if pk not in refused}
        for one in writes:
            for pk in one["photos"]:
                if pk in before and pk not in refused and (why := _apply(photos[pk], one)):
                    refused[pk] = why
        changed = [photos[pk] for pk in before if pk not in refused and _values(photos[pk]) != before[pk]]
        _store(changed, before, user)
    return {
        "changed": [photo.pk for photo in changed],
        "refused": _named(user, refused),
        "undo": _undo(changed, before),
    }


def _named(user, refused: dict[int, str]) -> list[dict]:
    """Refusals with the names of the files; of photographs that this person may not see, without."""
    seen = rights.visible(user, Photo.objects.filter(pk__in=refused)).values_list("pk", "original_name")
    names = dict(seen) if refused else {}
    return [{"id": pk, "name": names.get(pk, ""), "why": why} for pk, why in refused.items()]


def _as_list(writes) -> list:
    if not isinstance(writes, list) or not writes or len(writes) > MOST_WRITES:
        raise Unreadable(_("This could not be read. Load the page again; nothing was saved."))
    return writes


def _read(one, codes_of_user: dict) -> dict:
    """One write, its words cleaned and its codes replaced; Unreadable where it is none."""
    unreadable = Unreadable(_("This could not be read. Load the page again; nothing was saved."))
    if not isinstance(one, dict) or one.get("field") not in FIELDS or one.get("how") not in HOW:
        raise unreadable
    ids, field = one.get("photos"), one["field"]
    if not isinstance(ids, list) or not all(type(pk) is int and 0 < pk < 2**63 for pk in ids):
        raise unreadable
    if one["how"] in ("stem", "tail") and field != "caption":
        raise unreadable
    try:
        read = {"photos": list(dict.fromkeys(ids)), "field": field, "how": one["how"]}
        read["find"] = clean(_words(one.get("find", ""))).strip()
        read["text"] = _typed(field, one.get("text", ""), {} if "was" in one else codes_of_user)
        if "was" in one:
            read["was"] = _typed(field, one["was"], {})
    except TypeError as error:
        raise unreadable from error
    return read


def _words(value) -> str:
    if not isinstance(value, str):
        raise TypeError("words are text")
    return value


def _typed(field: str, value, codes_of_user: dict):
    """A field's value as it would stand: words, or for a list its entries. Codes stand for whole names, commas and all."""
    if field not in LISTS:
        return codes.expanded(clean(_words(value)).strip(), codes_of_user)
    parts = [_words(entry) for entry in value] if isinstance(value, list) else entries(_words(value))
    return list(dict.fromkeys(filter(None, (clean_line(codes.expanded(part, codes_of_user)) for part in parts))))


def _refusals(user, writes, photos: dict) -> dict[int, str]:
    """{id: sentence} for photographs that are not there, or of which a field is not this person's to write."""
    not_yours = _("These words are not yours to change.")
    refused = {}
    for right in sorted({FIELDS[one["field"]] for one in writes}):
        asked = {pk for one in writes if FIELDS[one["field"]] == right for pk in one["photos"]}
        granted = set(rights.granted(user, right, Photo.objects.filter(pk__in=asked)).values_list("pk", flat=True))
        refused |= {pk: not_yours for pk in sorted(asked - granted)}
    return refused | {pk: not_yours for one in writes for pk in one["photos"] if pk not in photos}


def _apply(photo: Photo, one: dict) -> str:
    """Write one field in memory. Why not, as a sentence; "" where it was done."""
    name, now = one["field"], getattr(photo, one["field"])
    if "was" in one and now != one["was"]:
        return _("Somebody has changed these words meanwhile; what they wrote was kept.")
    value = rewritten(now, one["how"], one["text"], one["find"])
    most = MOST if name in LISTS else LONGEST.get(name, LONGEST_OTHER)
    if len(value) > most:
        message = (
            _("At most %(count)s entries; this would have %(has)s.")
            if name in LISTS
            else _("At most %(count)s characters; this would have %(has)s.")
        )
        return message % {"count": most, "has": len(value)}
    setattr(photo, name, value)
    return ""


def _values(photo: Photo) -> dict:
    return {name: list(value) if isinstance(value := getattr(photo, name), list) else value for name in FIELDS}


def _store(changed: list[Photo], before: dict, user) -> None:
    """Only what was touched; the words they are found by go along, and their stories are told once for all of them."""
    if not changed:
        return
    touched = set()
    for photo in changed:
        now, old = _values(photo), before[photo.pk]
        fields = [name for name in FIELDS if now[name] != old[name]]
        photo.taken_from |= dict.fromkeys(fields, "desk")
        touched |= set(fields)
    Photo.objects.bulk_update(changed, [*sorted(touched), "taken_from"], batch_size=100)
    finding.index(changed)
    if "credit" in touched:
        makers.noted(changed)
    used = uses.used_among([photo.pk for photo in changed])
    for photo in changed:
        if photo.pk in used:
            old = before[photo.pk]
            was = {"caption": old["caption"], "alt": old["alt"], "credit": old["credit"] or ", ".join(photo.creators)}
            corrections.keep(photo, was, by=user)
    ids = [photo.pk for photo in changed]
    transaction.on_commit(lambda: photos_changed.send(None, photo_ids=ids))


def _undo(changed: list[Photo], before: dict) -> list[dict]:
    """Writes that put back what stood there, each only where nobody wrote since; photographs that agree share one."""
    groups: dict[tuple, dict] = {}
    for photo in changed:
        now, old = _values(photo), before[photo.pk]
        for name in FIELDS:
            if now[name] != old[name]:
                write = {"photos": [], "field": name, "how": "set", "text": old[name], "was": now[name]}
                groups.setdefault((name, repr(old[name]), repr(now[name])), write)["photos"].append(photo.pk)
    return list(groups.values())


# ---- what a desk would still mend ----------------------------------------------------------------------------------


def marks(photo: Photo, known_names: Iterable[str] = ()) -> list[dict]:
    """What to look at before the photograph is placed, as [{"what", "word"}]; the first ones keep it from readers.

    known_names   names that may stand in a caption: of the photographer's list, of the other frames
    """
    found = []

    def mark(what, word):
        found.append({"what": what, "word": word})

    if not photo.caption:
        mark("caption", _("Missing caption"))
    if not photo.credit_line:
        mark("credit", _("Missing credit"))
    if waits := readings.waiting(photo):
        word = _("Words in the file are damaged: its page shows what can be read of them")
        mark("file", word if waits == "damaged" else _("The file says two things: choose on its page"))
    if photo.caption and len(photo.caption.split()) < SHORT:
        mark("short", _("The caption is short: who, what, where, when?"))
    if fault := alt_fault(photo.alt, photo.caption, photo.original_name):
        mark("alt", _("The alt text repeats the caption") if fault == "caption" else _("The alt text is a file name"))
    if open_codes := codes.left_over(" ".join([photo.caption, photo.alt, photo.credit, *photo.people])):
        mark("code", _("Nobody stands behind the code %(code)s") % {"code": ", ".join(dict.fromkeys(open_codes))})
    if photo.sensitive:
        word = _("Flagged: %(what)s; a second person has to agree") if photo.second_look_due else _("Flagged: %(what)s")
        mark("care", word % {"what": ", ".join(photo.flags)})
    return found + [{"what": "people", "word": word} for word in _disagreements(photo, known_names)]


_WORD = re.compile(r"[^\W_]+")
_FROM_LEFT = re.compile(r"\b(?:tu trai|from left|left to right)\b")


def _disagreements(photo: Photo, known_names: Iterable[str]) -> list[str]:
    """Where the names of the caption and the people tagged differ, in words. A caption without people says nothing."""
    caption = _bare(photo.caption)
    if not caption.strip():
        return []
    found = []
    tagged = {bare: name for name in photo.people if (bare := _bare(name)).strip()}
    unsaid = [name for bare, name in tagged.items() if bare not in caption]
    if unsaid:
        found.append(_("Tagged but not in the caption: %(names)s") % {"names": ", ".join(unsaid)})
    said = {bare: name for name in known_names if (bare := _bare(name)).strip() and bare in caption}
    longest = [bare for bare in said if not any(bare != other and bare in other for other in [*said, *tagged])]
    untagged = [said[bare] for bare in longest if bare not in tagged]
    if untagged:
        found.append(_("In the caption but not tagged: %(names)s") % {"names": ", ".join(untagged)})
    places = [caption.index(bare) for bare in tagged if bare in caption]
    if not found and _FROM_LEFT.search(caption) and places != sorted(places):
        found.append(_("The people are tagged in another order than the caption names them"))
    return found


def _bare(words: str) -> str:
    """Words without marks, capitals and signs, with a space at each end, so that a name is found whole only."""
    return f" {' '.join(_WORD.findall(fold(clean_line(words))))} "
