"""The schema as the editor in the browser takes it: plain values for JSON, made of the same two tables.

The committed copy is articles/editor/src/schema.json (`manage.py editor_schema` writes it); a test holds it against this.
"""

from articles.body import embeds, schema


def described() -> dict:
    """{kinds, body, marks, places, listDepth, aliases, wrappers, removed, embeds}, in the order of the tables."""
    return {
        "kinds": [_kind(kind) for kind in schema.KINDS.values()],
        "body": list(schema.BODY.holds),
        "marks": {tag: list(checks) for tag, checks in schema.MARKS.items()},
        "places": list(schema.PLACES),
        "listDepth": schema.LIST_DEPTH,
        "aliases": schema.ALIASES,
        "removed": sorted(schema.REMOVED),
        "embeds": {
            key: {"name": provider.name, "hosts": list(provider.hosts), "video": provider.video}
            for key, provider in embeds.PROVIDERS.items()
        },
    }


def _kind(kind: schema.Kind) -> dict:
    """attributes: name → whether it says all by being there."""
    return {
        "name": kind.name,
        "tag": kind.tag,
        "key": kind.key,
        "attributes": {name: check is schema.present for name, check in kind.attributes.items()},
        "holds": list(kind.holds),
        "words": kind.words,
        "breaks": kind.breaks,
        "without": sorted(kind.without),
        "eager": kind.eager,
        "single": kind.single,
    }
