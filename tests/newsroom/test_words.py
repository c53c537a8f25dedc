"""The words of the paper and its desk: all of them in both languages, none in the wrong one."""

import ast
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.utils import formats, timezone, translation

from articles import workflow
from articles.admin import start
from articles.models import Article, Contributor, DeskSettings, Paper, State, Tag
from tests import given

ROOT = Path(__file__).resolve().parents[2]
APPS = ["newsroom", "articles", "media"]
CATALOGUE = ROOT / "newsroom" / "locale" / "vi" / "LC_MESSAGES" / "django.po"
gettext_tools = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext's msgfmt is not installed")

# What reads the same in both languages: a line of credits as an example, the name of a format, an address.
AS_IT_IS = {"Tin, ảnh: Minh Khuê", "RSS", "[](https://…)"}
BLOCKS_OF_CLASSES = "bodyclass|page_class|coltype"
ENGLISH = (
    "Send|Recall|Return|Publish|Schedule|Restore|Save|Headline|Standfirst|Caption|Credit|Section|Sections|Tag|Tags|Story|"
    "Stories|Photograph|Photographs|Upload|Settings|Search|Today|Help|History|Preview|Name|Password|Slug|Delete|Sign|"
    "Latest|Newer|Older|Nothing|This|The|Please|required|Monday"
)


# The catalogue --------------------------------------------------------------------------------------------------------


def entries(path):
    """{(context, msgid): translations} of a .po or .pot file; (context, msgid) and the plural msgid are as in the code."""
    found, entry, field = {}, {}, None
    for line in [*path.read_text().splitlines(), ""]:
        if named := re.match(r'(msg\w+(?:\[\d\])?) (".*")$', line):
            field, words = named.groups()
            entry[field] = ast.literal_eval(words)
        elif line.startswith('"') and field:
            entry[field] += ast.literal_eval(line)
        elif not line.startswith("#") and entry:
            translations = [words for name, words in entry.items() if name.startswith("msgstr")]
            found[entry.get("msgctxt", ""), entry["msgid"]] = translations
            entry, field = {}, None
    found.pop(("", ""), None)
    return found


@gettext_tools
def test_the_catalogue_is_whole_and_what_is_shown_is_compiled_from_it(tmp_path):
    compiled = tmp_path / "django.mo"
    done = subprocess.run(
        ["msgfmt", "--check", "--statistics", "-o", compiled, CATALOGUE],
        capture_output=True,
        text=True,
        env=os.environ | {"LC_ALL": "C"},
    )
    assert done.returncode == 0, done.stderr
    assert "fuzzy" not in done.stderr and "untranslated" not in done.stderr
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled.read_bytes(), "make compile-messages, commit both"


@gettext_tools
def test_every_sentence_of_the_code_is_in_the_catalogue_and_no_other(tmp_path):
    for app in APPS:
        kept_out = shutil.ignore_patterns("locale", "migrations", "static", "static_src", "editor", "__pycache__")
        shutil.copytree(ROOT / app, tmp_path / app, ignore=kept_out)
    (tmp_path / "locale").mkdir()
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale", "vi", "--keep-pot", "--no-wrap"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
    )
    code, catalogue = set(entries(tmp_path / "locale" / "django.pot")), set(entries(CATALOGUE))
    assert len(code) > 800
    assert code - catalogue == set(), "make messages, then translate"
    assert catalogue - code == set(), "make messages takes out what nobody says any more"


def test_one_word_an_act():
    said = {
        "submit": "Gửi duyệt",
        "recall": "Rút lại",
        "return": "Trả lại",
        "publish": "Đăng",
        "schedule": "Hẹn giờ",
        "update": "Đăng bản sửa",
        "withdraw": "Gỡ bài",
        "republish": "Khôi phục",
    }
    with translation.override("vi"):
        assert {act: str(workflow.ACTS[act].label) for act in said} == said
        assert [str(State(state).label) for state in ("draft", "in_review", "scheduled", "live", "withdrawn")] == [
            "bản nháp", "chờ duyệt", "hẹn giờ", "đã đăng", "đã gỡ"
        ]  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_sentence_with_values_can_be_said_in_both_languages(language):
    """Each placeholder of a sentence is in its translation: a missing one would lose a name, a new one would raise."""
    holes = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w+\}")
    for (_context, msgid), translations in entries(CATALOGUE).items():
        for words in translations:
            added = set(holes.findall(words)) - set(holes.findall(msgid))
            assert not added or added == {"%(count)s"}, msgid


# Days and hours -------------------------------------------------------------------------------------------------------


def test_days_are_written_as_vietnamese_papers_write_them():
    monday = datetime(2026, 11, 23, 9, 42, tzinfo=UTC)
    with translation.override("vi"):
        assert start.headline(4, monday) == "Thứ hai 23-11: bốn việc chờ bạn"
        assert formats.date_format(monday, "DATE_FORMAT") == "23-11-2026"
        assert formats.localize_input(monday.date()) == "2026-11-23", "what an input of type date takes"
    with translation.override("en"):
        assert start.headline(4, monday) == "Monday 23-11: four things need you"


# The templates --------------------------------------------------------------------------------------------------------


class Visible(HTMLParser):
    """The words that a page shows: text, and the attributes that are read out or shown in a field."""

    ATTRIBUTES = ("alt", "title", "placeholder", "aria-label", "label")

    def __init__(self, html):
        super().__init__()
        self.words, self.silent = [], 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.silent += tag in {"script", "style", "pre", "textarea"}
        self.words += [value for name, value in attrs if name in self.ATTRIBUTES and value]
        # What scripts say stands in data attributes, as sentences.
        self.words += [value for name, value in attrs if name.startswith("data-") and value and " " in value]

    def handle_endtag(self, tag):
        self.silent -= tag in {"script", "style", "pre", "textarea"}

    def handle_data(self, data):
        if not self.silent:
            self.words.append(data)


def shown(html):
    return [words for words in (" ".join(text.split()) for text in Visible(html).words) if words]


def untranslated(template):
    for tag in ("comment", "blocktranslate"):
        template = re.sub(rf"{{%\s*{tag}\b.*?{{%\s*end{tag}\s*%}}", "", template, flags=re.DOTALL)
    template = re.sub(
        rf"{{%\s*block (?:{BLOCKS_OF_CLASSES})\s*%}}.*?{{%\s*endblock.*?%}}", "", template, flags=re.DOTALL
    )
    template = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", template, flags=re.DOTALL)
    return [words for words in shown(template) if re.search(r"[^\W\d_]{2}", words) and words not in AS_IT_IS]


def test_every_word_that_a_template_shows_is_marked_for_translation():
    templates = [
        path
        for app in APPS
        for path in (ROOT / app / "templates").rglob("*")
        if path.suffix in {".html", ".txt"} and "help" not in path.parent.parts
        and not {"vi", "en"} & set(path.parent.parts)
    ]  # fmt: skip
    assert len(templates) > 50
    bare = {path.relative_to(ROOT).as_posix(): untranslated(path.read_text()) for path in templates}
    assert {name: words for name, words in bare.items() if words} == {}


def test_the_template_test_itself_sees_a_bare_word():
    assert untranslated('<p title="{{ x }}">{% translate "Save" %}</p>') == []
    assert untranslated("<p>Save</p>") == ["Save"]
    assert untranslated('<input placeholder="Save it">{% if a %}Or not{% endif %}') == ["Save it", "Or not"]


def test_the_guides_are_there_in_both_languages_part_for_part():
    guides = ROOT / "newsroom" / "templates" / "admin" / "help"
    assert sorted(path.name for path in (guides / "vi").iterdir()) == sorted(
        path.name for path in (guides / "en").iterdir()
    )
    for path in (guides / "vi").iterdir():
        heads = [len(re.findall(r"<h2|<li|<dt", (guides / code / path.name).read_text())) for code in ("vi", "en")]
        assert heads[0] == heads[1], path.name


# The pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def newspaper(db):
    """Something of everything, so that the pages have their words to say."""
    section = given.a_section()
    names = {"reporter": "ha", "section": "vi.dang", "chief": "lu", "admin": "quan.tri", "photographer": "phong"}
    people = {role: given.a_user(role, name, [section]) for role, name in names.items()}
    photo = given.a_photo(by=people["reporter"])
    reporter = people["reporter"]
    body = f'<p>Sáng nay.</p><figure data-photo="{photo.pk}" data-place="center"></figure>'
    live = given.a_published_article("Cầu thông xe", by=reporter, chief=people["chief"], tags=["cầu"], body=body)
    draft = given.a_draft("Chợ họp sớm", by=reporter)
    waiting = given.a_story_in_review("Phà chạy lại", by=reporter)
    down = given.a_published_article("Vé tàu tết", by=reporter, chief=people["chief"])
    workflow.perform("withdraw", down, by=people["chief"], note="Sai số liệu.")
    stories = {"live": live, "draft": draft, "waiting": waiting, "down": down}
    return people, photo, {name: story.pk for name, story in stories.items()}


def pages_of(people, photo, stories):
    """(who, address) of the pages that people meet daily."""
    story = "/admin/articles/article/"
    live, draft, waiting, down = (f"{story}{stories[name]}/" for name in ("live", "draft", "waiting", "down"))
    things = [
        f"/admin/articles/{kind}/{model.objects.first().pk}/change/"
        for kind, model in (("tag", Tag), ("contributor", Contributor), ("paper", Paper))
        if model.objects.exists()
    ]
    published, today = Article.objects.get(pk=stories["live"]).published, timezone.localdate()
    return {
        "reporter": [
            "/admin/", story, f"{story}?state=live&q=zz", f"{story}add/", f"{story}new-from-text/", f"{draft}change/",
            f"{draft}history/", f"{draft}preview/", f"{draft}act/submit/", "/admin/media/photo/",
            "/admin/media/photo/upload/", f"/admin/media/photo/{photo.pk}/change/", "/admin/help/",
            "/admin/password_change/", f"{live}change/",
        ],
        "section": [
            "/admin/", f"{waiting}change/", f"{waiting}act/publish/", f"{waiting}act/return/", f"{waiting}act/schedule/",
            f"{live}act/withdraw/", "/admin/front/",
        ],
        "chief": [
            "/admin/settings/", "/admin/articles/section/", "/admin/articles/section/add/", "/admin/articles/tag/",
            "/admin/articles/contributor/", "/admin/articles/event/", f"{down}act/republish/", *things,
        ],
        "photographer": ["/admin/", "/admin/media/photo/"],
        "admin": ["/admin/", "/admin/auth/user/", "/admin/auth/user/add/",
                  f"/admin/auth/user/{people['reporter'].pk}/change/"],
        None: ["/admin/login/", "/", published.section.get_absolute_url(), published.get_absolute_url(), "/search/",
               "/search/?q=zzz", f"/archive/{today.year}/{today.month}/{today.day}/", f"/photo/{photo.pk}/", "/nowhere/"],
    }  # fmt: skip


def words_on(client, newspaper, language, *, desk_only=False):
    """{address: the words shown there} in this language of the desk."""
    people, photo, stories = newspaper
    found = {}
    for role, addresses in pages_of(people, photo, stories).items():
        client.logout()
        if role is not None:
            DeskSettings.objects.update_or_create(user=people[role], defaults={"language": language})
            client.force_login(people[role])
        for address in addresses:
            if desk_only and not address.startswith("/admin/"):
                continue
            answer = client.get(address, headers={"accept-language": language})
            assert answer.status_code == (404 if address == "/nowhere/" else 200), (role, address)
            found[role, address] = shown(answer.content.decode())
    return found


def test_no_page_in_vietnamese_says_anything_in_english(client, newspaper):
    msgids = {msgid for (_context, msgid), said in entries(CATALOGUE).items() if msgid not in said and len(msgid) > 3}
    english = re.compile(rf"\b(?:{ENGLISH})\b")
    for where, words in words_on(client, newspaper, "vi").items():
        assert len(words) > 5, where
        assert [text for text in words if text in msgids or english.search(text)] == [], where


def test_no_page_of_an_english_desk_says_anything_in_vietnamese(client, newspaper):
    """The site's language is Vietnamese and must not be what English falls back to, in Django's own words either."""
    translated = {words for said in entries(CATALOGUE).values() for words in said}
    marked = {words for words in translated if re.search(r"[à-ỹđ]", words)}
    for where, words in words_on(client, newspaper, "en", desk_only=True).items():
        assert [text for text in words if text in marked or text.removesuffix(":").lower() in marked] == [], where
