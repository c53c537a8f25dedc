"""How a picture came to be: the trade's vocabulary in words for the desk, and what readers are told of it. Pure.

Source: IPTC NewsCodes, digital source type. The value is an address such as http://cv.iptc.org/newscodes/digitalsourcetype/
trainedAlgorithmicMedia; files also write it with https, or the last word alone.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

PREFIX = "http://cv.iptc.org/newscodes/digitalsourcetype/"


@dataclass(frozen=True)
class Source:
    """desk: what people of the paper call it. label: what readers are told, "" for nothing; mark: the same on a small picture."""

    desk: str
    label: str = ""
    mark: str = ""


SOURCES = {
    "digitalCapture": Source(_("Photograph from a digital camera")),
    "computationalCapture": Source(_("Photograph put together by a phone or camera from several")),
    "humanEdits": Source(_("Photograph edited by a person, without AI")),
    "algorithmicallyEnhanced": Source(_("Photograph enhanced by a program (sharper, less noise)")),
    "compositeCapture": Source(_("Montage of several photographs")),
    "negativeFilm": Source(_("Scan of a film negative")),
    "positiveFilm": Source(_("Scan of a slide")),
    "print": Source(_("Scan of a print")),
    "screenCapture": Source(_("Screenshot")),
    "digitalCreation": Source(_("Drawn by a person on a computer")),
    "dataDrivenMedia": Source(_("Chart or map drawn from data")),
    "virtualRecording": Source(_("Recording of a virtual scene")),
    "composite": Source(_("Montage of photographs and other parts")),
    "trainedAlgorithmicMedia": Source(_("Made by AI"), _("Picture made by AI"), _("AI")),
    "compositeWithTrainedAlgorithmicMedia": Source(
        _("Photograph altered with AI (parts filled in or added)"), _("Picture altered with AI"), _("AI")
    ),
    "compositeSynthetic": Source(
        _("Montage with artificial parts"), _("Montage with artificial parts"), _("Montage")
    ),
    "algorithmicMedia": Source(
        _("Made by a program, without AI"), _("Picture made by a computer program"), _("Computer picture")
    ),
}  # fmt: skip
AI = {"trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"}
# Words that the vocabulary has given up, and what stands for them now.
RETIRED = {"minorHumanEdits": "humanEdits", "digitalArt": "digitalCreation", "softwareImage": "digitalCreation"}
_NAMES = {name.lower(): name for name in SOURCES} | {old.lower(): now for old, now in RETIRED.items()}
_WRITTEN = re.compile(r"(?:https?://cv\.iptc\.org/newscodes/digitalsourcetype/|digsrctype:)?([A-Za-z]+)/?")


def name(written: str | None) -> str:
    """The word of the vocabulary; "" for anything else."""
    found = _WRITTEN.fullmatch((written or "").strip())
    return _NAMES.get(found[1].lower(), "") if found else ""


def address(written: str) -> str:
    """The same as the vocabulary writes it; anything else as it was."""
    known = name(written)
    return PREFIX + known if known else written


def words(written: str) -> str:
    """For the desk: what it is called; an unknown value as it was written."""
    known = name(written)
    return str(SOURCES[known].desk) if known else written


def label(written: str) -> str:
    """What readers are told, in the language of the moment; "" where there is nothing to tell."""
    known = name(written)
    return str(SOURCES[known].label) if known else ""


def mark(written: str) -> str:
    """What stands on a small picture; "" where there is nothing to tell."""
    known = name(written)
    return str(SOURCES[known].mark) if known else ""


def said_before(written: str, words: str) -> str:
    """A picture's words for those who hear or read them away from it, with what readers are told before them."""
    told = label(written)
    return gettext("%(label)s: %(words)s") % {"label": told, "words": words} if told and words else words or told


def is_ai(written: str | None) -> bool:
    return name(written) in AI


def of_actions(actions: list[dict]) -> str:
    """What follows from actions as provenance.read() gives them: made by AI, else with AI in it, else as its maker says."""
    made = [name(did.get("source")) for did in actions if did.get("action") == "c2pa.created" and not did.get("part")]
    if "trainedAlgorithmicMedia" in made:
        return PREFIX + "trainedAlgorithmicMedia"
    if any(is_ai(did.get("source")) for did in actions):
        return PREFIX + "compositeWithTrainedAlgorithmicMedia"
    return next((PREFIX + known for known in reversed(made) if known), "")


def choices(present: str = "") -> list[tuple[str, str]]:
    """For a form: address and words of each, and a value that the vocabulary does not know, if that is what is there."""
    known = [("", _("Not said")), *((PREFIX + key, source.desk) for key, source in SOURCES.items())]
    return known if not present or name(present) else [*known, (present, present)]
