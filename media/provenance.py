"""The Content Credentials (C2PA) of a file: who signed what was done to it, and whether that still holds.

Read in the worker process, without Django and without the network: what lies elsewhere is not fetched. A mark that every
manifest has is looked for first, so a file without one costs nothing. What is read counts for the untouched original only.
"""

import json

from newsroom.text import clean_line

MARK = b"jumdc2pa"  # the description box of a manifest store begins so, in every container
ELSEWHERE = b"dcterms:provenance"  # the XMP names an address at which the manifest lies
SECONDS = 8.0
MOST_ACTIONS = 200
DEEPEST = 20  # files that came out of files
LONGEST = 200

NONE, VALID, UNTRUSTED, INVALID = "none", "valid", "untrusted", "invalid"
UNREADABLE, UNCHECKED = "unreadable", "unchecked"
KINDS = {
    "JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif", "AVIF": "image/avif",
    "TIFF": "image/tiff", "HEIF": "image/heif",
}  # fmt: skip


def hint(data: bytes, xmp: bytes) -> dict | None:
    """What can be said without opening the credentials; None where they are inside and have to be read."""
    if MARK in data:
        return None
    return {"state": UNCHECKED, "code": "elsewhere"} if ELSEWHERE in xmp else {"state": NONE}


def read(path: str, format: str, anchors: str = "") -> dict:
    """The credentials inside a file.

    anchors   certificates (PEM) of those whose signers are trusted; "" trusts nobody

    Returns state, and where there is any: code, of what is wrong or why nothing was read; generator, the program that
    signed; signer; signed_at, as written; actions, the oldest first: [{action, agent, source, part}], with the digital source
    type that each names, and whether it was done to a file that was put into this one.
    """
    try:
        import c2pa
    except (ImportError, OSError):
        return {"state": UNCHECKED, "code": "no reader"}
    if format not in KINDS:
        return {"state": UNCHECKED, "code": "format"}
    context = c2pa.Context(c2pa.Settings.from_dict(_settings(anchors)))
    try:
        with open(path, "rb") as file:
            reader = c2pa.Reader(KINDS[format], file, context=context)
            store, verdict = json.loads(reader.json()), reader.get_validation_state()
    except c2pa.C2paError as error:
        return _unread(str(error))
    manifests = store.get("manifests") or {}
    active = manifests.get(store.get("active_manifest")) or {}
    said = {
        "state": {"Trusted": VALID, "Valid": UNTRUSTED}.get(verdict, INVALID),
        "code": _code(store),
        "generator": _generator(active),
        "signer": _line((active.get("signature_info") or {}).get("issuer")),
        "signed_at": _line((active.get("signature_info") or {}).get("time")),
        "actions": _actions(active, manifests),
    }
    return {key: value for key, value in said.items() if value}


def _settings(anchors: str) -> dict:
    return {
        "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": True},
        "core": {"allowed_network_hosts": []},
        **({"trust": {"trust_anchors": anchors}} if anchors else {}),
    }


def _unread(message: str) -> dict:
    kind = message.partition(":")[0]
    if kind == "ManifestNotFound":
        return {"state": NONE}
    if kind == "Remote":
        return {"state": UNCHECKED, "code": "elsewhere"}
    return {"state": UNREADABLE, "code": _line(kind)}


def _code(store: dict) -> str:
    """What is wrong, by the standard's code: what breaks the credentials before what is only not trusted."""
    results = (store.get("validation_results") or {}).get("activeManifest") or {}
    codes = [_line(entry.get("code")) for entry in results.get("failure") or []]
    return min(codes, key=lambda code: code.startswith("signingCredential."), default="")


def _generator(manifest: dict) -> str:
    for info in manifest.get("claim_generator_info") or []:
        if isinstance(info, dict) and info.get("name"):
            return _line(f"{info['name']} {info.get('version') or ''}")
    return _line(manifest.get("claim_generator"))


def _actions(manifest: dict, manifests: dict, part: bool = False, depth: int = 0) -> list[dict]:
    """What was done to the file, the oldest first, and to those it was made from; part: of a file put into another."""
    if depth > DEEPEST:
        return []
    found = []
    for made_from in manifest.get("ingredients") or []:
        older = manifests.get(made_from.get("active_manifest"))
        if older:
            is_part = part or made_from.get("relationship") == "componentOf"
            found += _actions(older, manifests, is_part, depth + 1)
    for assertion in manifest.get("assertions") or []:
        if str(assertion.get("label", "")).startswith("c2pa.actions"):
            for action in (assertion.get("data") or {}).get("actions") or []:
                agent = action.get("softwareAgent") or ""
                said = {
                    "action": _line(action.get("action")),
                    "agent": _line(agent.get("name") if isinstance(agent, dict) else agent),
                    "source": _line(action.get("digitalSourceType")),
                    "part": part,
                }
                found.append({key: value for key, value in said.items() if value})
    return found[-MOST_ACTIONS:]


def _line(value) -> str:
    return clean_line(value)[:LONGEST].strip() if isinstance(value, str) else ""
