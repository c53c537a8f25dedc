"""What a photograph's Content Credentials say, in words for the desk."""

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from media import provenance, sources
from media.models import Photo


def told(photo: Photo) -> dict:
    """For its page: state, a sentence; alarm, whether it warns; program; signed_at; steps, what was done, in words."""
    found = photo.credentials
    state = found.get("state", provenance.UNCHECKED)
    return {
        "state": _sentence(state, found),
        "alarm": state in (provenance.INVALID, provenance.UNREADABLE),
        "program": found.get("generator", ""),
        "signed_at": parse_datetime(found["signed_at"]) if "signed_at" in found else None,
        "steps": list(dict.fromkeys(filter(None, map(_step, found.get("actions", []))))),
    }


def _sentence(state: str, found: dict) -> str:
    signer = found.get("signer") or _("somebody without a name")
    code = found.get("code", "")
    match state:
        case provenance.NONE:
            return _("none in the file")
        case provenance.VALID:
            return _("signed by %(signer)s, whom we trust, and unchanged since") % {"signer": signer}
        case provenance.UNTRUSTED if code == "signingCredential.expired":
            return _("signed by %(signer)s with a certificate that has run out; unchanged since") % {"signer": signer}
        case provenance.UNTRUSTED:
            return _("signed by %(signer)s, who is not on our list of trusted signers; unchanged since") % {
                "signer": signer
            }
        case provenance.INVALID:
            return _("broken: %(why)s. Do not rely on them.") % {"why": _broken(code)}
        case provenance.UNREADABLE:
            return _("there are some, but they are damaged and cannot be read")
    return {
        "elsewhere": _("not checked: they lie on another server, which is never asked"),
        "too long": _("not checked: reading them took too long"),
        "too much memory": _("not checked: reading them needed too much memory"),
        "no reader": _("not checked: what reads them is not installed"),
    }.get(code, _("not checked"))


def _broken(code: str) -> str:
    return {
        "assertion.dataHash.mismatch": _("the picture was changed after it was signed"),
        "assertion.hashedURI.mismatch": _("what they say was changed after it was signed"),
        "claimSignature.mismatch": _("the signature does not fit"),
        "signingCredential.revoked": _("the signer's certificate was called back"),
        "signingCredential.invalid": _("the signer's certificate is not valid"),
        "claimSignature.outsideValidity": _("signed outside the time of the certificate"),
    }.get(code, code or _("it is not said why"))


def _step(did: dict) -> str:
    """One action: what, how, by which program. Actions that nobody has words for keep their own name."""
    names = {
        "c2pa.created": _("made"),
        "c2pa.opened": _("opened"),
        "c2pa.edited": _("edited"),
        "c2pa.cropped": _("cropped"),
        "c2pa.color_adjustments": _("colours changed"),
        "c2pa.resized": _("resized"),
        "c2pa.orientation": _("turned"),
        "c2pa.placed": _("a part put in"),
        "c2pa.removed": _("a part taken out"),
        "c2pa.drawing": _("drawn into"),
        "c2pa.filtered": _("filtered"),
        "c2pa.converted": _("converted"),
        "c2pa.transcoded": _("saved again"),
        "c2pa.repackaged": _("repacked"),
        "c2pa.published": _("published"),
        "c2pa.redacted": _("words taken out"),
        "c2pa.unknown": _("something unknown"),
    }
    action = did.get("action", "")
    how = sources.words(did.get("source", ""))
    words = ": ".join(filter(None, [names.get(action, action.removeprefix("c2pa.")), how]))
    return f"{words} ({did['agent']})" if words and did.get("agent") else words
