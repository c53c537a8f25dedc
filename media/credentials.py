"""Content Credentials of an original, as they come with it: asked of the worker, kept on the photograph, taken into its words."""

import logging
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from media import provenance, sources
from media.darkroom import Darkroom, Failed, darkroom
from media.models import Photo

log = logging.getLogger(__name__)
MOST_KEPT = 12  # actions


def of(path: Path, format: str, hint: dict | None, by: Darkroom = darkroom) -> dict:
    """What Photo.credentials keeps of this file. Whatever goes wrong here costs nobody an upload.

    hint   what the worker saw while it inspected the file (provenance.hint); None: there is something to read
    """
    if hint is not None:
        return hint
    try:
        job = {"do": "credentials", "path": str(path), "format": format, "anchors": _anchors()}
        return by.ask(job, provenance.SECONDS)
    except Failed as failure:
        return {"state": provenance.UNCHECKED, "code": failure.args[0]}


def take(photo: Photo, found: dict) -> None:
    """Keep them. Where the file's words are silent about how it was made, what the credentials say is taken; where they differ
    in what readers have to know, it waits for a person, as another reading of that field. Does not save.
    """
    actions = found.get("actions", [])
    source = sources.of_actions(actions)
    photo.credentials = found | ({"actions": actions[-MOST_KEPT:]} if actions else {})
    if not source:
        return
    photo.credentials["source"] = source
    photo.raw = photo.raw | {"c2pa": {"digital_source_type": source}}
    # Broken credentials still tell of AI; that a camera took it they can no longer say.
    holds = found["state"] in (provenance.VALID, provenance.UNTRUSTED)
    told = sources.label(source)
    by_desk = photo.taken_from.get("digital_source_type") == "desk"
    if not photo.digital_source_type and not by_desk and (holds or told):
        photo.digital_source_type = source
        photo.taken_from["digital_source_type"] = "c2pa"
    elif told and told != sources.label(photo.digital_source_type):
        entry = {"block": "c2pa", "value": source, "why": "differs"}
        kept = photo.others.get("digital_source_type", [])
        if all(other["value"] != source for other in kept):
            photo.others["digital_source_type"] = [*kept, entry]


def warnings(photo: Photo) -> list[str]:
    """What who sent it should look at, as sentences."""
    broken = photo.credentials["state"] == provenance.INVALID
    return [_("Its Content Credentials are broken: see the photograph's page.")] if broken else []


def _anchors() -> str:
    """The certificates of those whose signers the paper trusts."""
    if settings.C2PA_TRUST is None:
        return ""
    try:
        return settings.C2PA_TRUST.read_text()
    except (OSError, UnicodeDecodeError) as error:
        log.error("NEWSROOM_C2PA_TRUST cannot be read, so no signer is trusted: %s", error)
        return ""
