"""The editor's bundle: made from the one schema of a story's body, small, with the licence of everything in it."""

import gzip
import json
import re
from pathlib import Path

from articles.body.editorschema import described
from articles.management.commands import editor_schema

EDITOR = Path(editor_schema.__file__).parents[2] / "editor"
BUILT = EDITOR.parent / "static" / "articles" / "editor"
MOST = 160_000
"""Bytes of the bundle as a browser gets it."""


def test_the_editor_reads_the_schema_that_the_server_keeps():
    assert json.loads((EDITOR / "src" / "schema.json").read_text(encoding="utf-8")) == described()
    assert (EDITOR / "src" / "schema.json").read_text(encoding="utf-8") == editor_schema.written()


def test_the_bundle_is_small_on_the_way():
    assert len(gzip.compress((BUILT / "editor.js").read_bytes(), 9)) <= MOST


def imported(folder):
    """The packages that the editor's own sources name."""
    sources = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.js"))
    return set(re.findall(r'from "((?:@[^/"]+/)?[a-z][^"./]*)"', sources))


def test_the_notice_names_every_package_in_the_bundle_with_its_terms():
    lock = json.loads((EDITOR / "package-lock.json").read_text())["packages"]
    bundled, more = set(), imported(EDITOR / "src")
    while more:
        bundled |= more
        needed = {name for package in more for name in lock[f"node_modules/{package}"].get("dependencies", {})}
        more = needed - bundled
    assert "prosemirror-view" in bundled
    notice = (BUILT / "licences.txt").read_text(encoding="utf-8")
    parts = re.findall(r"(?s)-{80}\n(\S+) (\S+) \((\S+)\)\n\n(.+?)(?=\n\n-{80}|\Z)", notice)
    assert {name: version for name, version, _kind, _terms in parts} == {
        name: lock[f"node_modules/{name}"]["version"] for name in bundled
    }
    assert all("Copyright" in terms for _name, _version, _kind, terms in parts)
