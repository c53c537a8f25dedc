"""The house rules that no single test of a feature would notice: arrows, escapes, inline code, the environment."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parent.parent
APPS = ("newsroom", "articles", "media")
SOURCES = sorted(
    path
    for app in APPS
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts and "node_modules" not in path.parts
)
TEMPLATES = sorted(
    path for app in APPS for path in (ROOT / app).glob("templates/**/*") if path.suffix in {".html", ".xml", ".txt"}
)
# What answers readers. It may know published rows only.
PUBLIC = ("articles/views.py", "articles/feeds.py", "articles/sitemaps.py", "articles/structured.py",
          "articles/addresses.py", "articles/reading", "articles/urls.py", "media/views.py")  # fmt: skip
DESK_MODELS = {
    "Article",
    "Revision",
    "RevisionText",
    "Figure",
    "Byline",
    "ArticleTag",
    "Autosave",
    "Event",
    "Membership",
    "Photo",
    "Rendition",
}


def name(path):
    return path.relative_to(ROOT).as_posix()


def public_sources():
    return [path for path in SOURCES if any(name(path) == part or name(path).startswith(part + "/") for part in PUBLIC)]


def lines(paths, pattern):
    """Where a pattern stands: 'path:line text'."""
    found = re.compile(pattern)
    return [
        f"{name(path)}:{number} {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if found.search(line)
    ]


def imports(path):
    """Every name that a module imports, as module.name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module or ''}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_the_arrows_between_the_apps_point_one_way():
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_the_list_of_the_sites_own_modules_is_complete():
    """A module of newsroom/ that the arrows do not name could be imported by the apps without anybody noticing."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    there = {path.stem for path in (ROOT / "newsroom").glob("*.py")} | {
        path.parent.name for path in (ROOT / "newsroom").glob("*/__init__.py")
    }
    there -= {"__init__", "text", "letters", "fulltext"}
    for contract in contracts[:2]:
        named = {module.partition(".")[2] for module in contract["forbidden_modules"] if module.startswith("newsroom.")}
        assert there <= named, f"add to pyproject.toml, {contract['name']}: {sorted(there - named)}"


def test_what_answers_readers_knows_no_desk_model():
    assert public_sources()
    guilty = [
        f"{name(path)} imports {imported}"
        for path in public_sources()
        for imported in imports(path)
        if imported.rpartition(".")[2] in DESK_MODELS and imported.startswith((".", "articles", "media", "models"))
    ]
    assert guilty == []


def test_nothing_escapes_the_escaping():
    pages = [path for path in TEMPLATES if path.suffix != ".txt"]  # a letter is no HTML: there an &amp; would be wrong
    assert lines(pages, r"autoescape\s+off") == []
    assert lines(TEMPLATES, r"\|\s*safe\b|safeseq") == []
    allowed = {"articles/body/render.py"}
    guilty = lines([path for path in SOURCES if name(path) not in allowed], r"\bmark_safe\b|\bSafeString\(|html_safe")
    assert guilty == []


def test_no_template_holds_inline_code_or_style():
    assert lines(TEMPLATES, r"<[^>]*\sstyle\s*=") == []
    assert lines(TEMPLATES, r"<style\b") == []
    assert lines(TEMPLATES, r"<[^>]*\son[a-z]+\s*=\s*[\"']") == []
    assert lines(TEMPLATES, r"javascript:") == []
    inline = lines(TEMPLATES, r"<script\b(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)")
    assert inline == []


def test_no_stylesheet_calls_for_a_data_address_or_another_host():
    sheets = [path for app in APPS for path in (ROOT / app).glob("static/**/*.css")]
    assert lines(sheets, r"url\(\s*[\"']?(data:|https?:|//)") == []
    assert lines(sheets, r"@import\s+(url\()?[\"']?(https?:|//)") == []


def test_no_error_is_swallowed_whole():
    guilty = [
        f"{name(path)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert guilty == []


def test_the_environment_is_read_in_one_place():
    allowed = {"newsroom/environment.py"}
    guilty = lines(
        [path for path in SOURCES if name(path) not in allowed],
        r"os\.environ(?!\.setdefault\(\"DJANGO_SETTINGS)|os\.getenv",
    )
    assert guilty == []


def test_every_static_file_that_a_template_names_is_there():
    named = re.compile(r"{%\s*static\s+[\"']([^\"']+)[\"']")
    missing = [
        f"{name(path)}: {file}"
        for path in TEMPLATES
        for file in named.findall(path.read_text(encoding="utf-8"))
        if finders.find(file) is None
    ]
    assert missing == []


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "raise NotImplementedError", "for now"])
def test_nothing_is_left_for_later(word):
    assert lines(SOURCES + TEMPLATES, rf"\b{word}\b") == []


def test_no_data_is_tracked():
    """Data lives outside the tree: nothing under var/ is ever tracked."""
    tracked = subprocess.run(["git", "ls-files", "var", "*.sqlite3"], cwd=ROOT, capture_output=True, text=True)
    assert tracked.stdout == ""
