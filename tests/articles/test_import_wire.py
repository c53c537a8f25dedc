"""Correspondents' texts become drafts: once, whole or not at all, with their people and pictures."""

import io
import json
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from articles.body.figures import figures
from articles.importers.text import NotText, import_text, places_of
from articles.models import Article, Byline, Contributor, Event, Figure, Revision, State
from articles.wire import LARGEST, parse
from tests import given

pytestmark = pytest.mark.django_db
DATA = Path(os.environ.get("NEWSROOM_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))
SAMPLES = sorted((DATA / "wire").glob("*.txt"))
STORY = """Phiên chợ sớm bên cửa biển

Từ 3 giờ sáng, bến cá đã sáng đèn.

leftcenterrightdel
\u00a0Ghe cập bến. Ảnh: ĐỨC ANH

Người mua đứng thành hàng.

leftcenterrightdel
\u00a0Chợ tan khi mặt trời lên.

Bài: HOÀNG YẾN - Ảnh: ĐỨC ANH
"""


def imported(text=STORY, **asked):
    return import_text(text, name="cho.txt", by=asked.pop("by", None), **asked)


@pytest.fixture(autouse=True, scope="module")
def in_english():
    with translation.override("en"):
        yield


class TestADraft:
    def test_a_text_becomes_a_draft_with_all_that_it_says(self):
        reporter, section = given.a_user("reporter"), given.a_section()
        article = imported(by=reporter, section=section).article
        article.refresh_from_db()
        assert (article.state, article.created_by, article.section) == (State.DRAFT, reporter, section)
        assert article.headline == "Phiên chợ sớm bên cửa biển"
        assert article.standfirst == "", "the standfirst is the desk's to choose"
        assert article.credit_line == "Bài: HOÀNG YẾN - Ảnh: ĐỨC ANH"
        assert article.body.startswith("<p>Từ 3 giờ sáng, bến cá đã sáng đèn.</p><figure")
        assert [(figure.caption, figure.credit, figure.photo) for figure in figures(article.body)] == [
            ("Ghe cập bến.", "ĐỨC ANH", None),
            ("Chợ tan khi mặt trời lên.", None, None),
        ]
        assert list(article.tags.all()) == []

    def test_its_people_are_credited_under_the_names_in_the_text(self):
        article = imported().article
        rows = Byline.objects.filter(article=article).values_list("name", "role", "contributor__name")
        assert list(rows) == [("HOÀNG YẾN", "text", "Hoàng Yến"), ("ĐỨC ANH", "photo", "Đức Anh")]

    def test_a_known_person_is_found_whatever_the_capitals_and_marks(self):
        known = Contributor.objects.create(name="Hoàng Yến")
        assert Byline.objects.get(article=imported().article, role="text").contributor == known

    def test_a_look_alike_is_asked_about_and_not_credited(self):
        Contributor.objects.create(name="Hoàng Yên")
        done = imported()
        assert not Byline.objects.filter(article=done.article, role="text").exists()
        assert [one.name for one in done.proposals] == ["HOÀNG YẾN"]
        assert any("Hoàng Yên" in warning for warning in done.warnings)
        assert done.article.credit_line == "Bài: HOÀNG YẾN - Ảnh: ĐỨC ANH"

    def test_it_has_a_first_revision_and_the_log_knows_it(self):
        reporter = given.a_user("reporter")
        article = imported(by=reporter).article
        [revision] = article.revisions.all()
        assert (revision.kind, revision.by, revision.reason) == (Revision.Kind.IMPORT, reporter, "cho.txt")
        assert Event.objects.get(article_id=article.pk, act="import").by_id == reporter.pk

    def test_each_waiting_figure_is_a_row_without_a_photograph(self):
        article = imported().article
        assert list(Figure.objects.filter(article=article).values_list("photo", flat=True)) == [None, None]

    def test_a_story_without_a_headline_gets_none_made_up(self):
        done = imported("Sáng 12-3, hơn 200 hộ dân đã dự buổi họp.\n\nTuyến đê dài 4,2km.")
        assert done.article.headline == ""
        assert any("headline" in warning for warning in done.warnings)

    def test_a_place_in_the_credit_line_is_the_dateline(self):
        assert imported("Một.\n\nHai.\n\nTrọng Giáp (từ Singapore)").article.place == "Singapore"

    def test_an_english_text_makes_an_english_story(self):
        story = "The boats come home at three. " * 12
        assert imported(f"A market before sunrise.\n\n{story}\n\nText and photos by Anna Lee").article.language == "en"
        assert imported().article.language == "vi"


class TestDoubt:
    TEXT = "Một câu chuyện dài.\n\nTin: Hà NhânẢnh: Dương Sơn"

    def test_a_doubtful_credit_line_is_proposed_and_the_text_kept(self):
        done = imported(self.TEXT)
        assert done.article.credit_line == "" and "Hà NhânẢnh" in done.article.body
        assert not done.article.bylines.exists()
        assert [(one.name, one.roles) for one in done.proposals] == [("Hà Nhân", ["text"]), ("Dương Sơn", ["photo"])]

    def test_a_person_may_confirm_it_and_put_it_right(self):
        done = imported(self.TEXT, confirmed=True, credit_line="Tin: Hà Nhân - Ảnh: Dương Sơn", headline="Chuyện dài")
        assert done.article.body == "<p>Một câu chuyện dài.</p>"
        assert done.article.headline == "Chuyện dài"
        assert list(done.article.bylines.values_list("name", flat=True)) == ["Hà Nhân", "Dương Sơn"]

    def test_a_credit_line_of_other_people_takes_no_word_from_the_text(self):
        done = imported(self.TEXT, confirmed=True, credit_line="Tin: Minh Khuê")
        assert "Hà NhânẢnh" in done.article.body and done.article.credit_line == "Tin: Minh Khuê"


class TestOnce:
    def test_the_same_text_twice_makes_one_story_and_says_so(self):
        first, second = imported(), imported("\ufeff" + STORY.replace("\n", "\r\n"))
        assert (first.known, second.known) == (False, True)
        assert second.article == first.article
        assert Article.objects.count() == 1 and first.article.revisions.count() == 1
        assert str(first.article.pk) in second.warnings[0]

    def test_what_the_desk_changed_since_is_left_alone(self):
        article = imported().article
        given.edited(article, by=given.a_user("chief"), headline="Chợ đêm")
        imported()
        article.refresh_from_db()
        assert article.headline == "Chợ đêm"


class TestPictures:
    def test_pictures_fill_the_waiting_figures_in_order_and_spare_ones_stand_last(self):
        photos = [given.a_photo(caption=f"Ảnh số {number}") for number in range(3)]
        found = figures(imported(pictures=photos).article.body)
        assert [figure.photo for figure in found] == [photo.pk for photo in photos]
        assert found[0].caption == "Ghe cập bến." and found[2].caption is None

    def test_a_picture_with_the_figures_caption_stands_there(self):
        first, second = given.a_photo(caption="Người mua"), given.a_photo(caption="GHE CẬP BẾN - Ảnh: Đức Anh")
        places, left = places_of(parse(STORY), [first, second])
        assert (places, left) == ({0: second, 1: first}, [])
        assert [figure.photo for figure in figures(imported(pictures=[first, second]).article.body)] == [
            second.pk,
            first.pk,
        ]

    def test_a_person_says_where_pictures_stand(self):
        first, second = given.a_photo(), given.a_photo()
        done = imported(placed=({1: first}, [second]))
        assert [figure.photo for figure in figures(done.article.body)] == [None, first.pk, second.pk]

    def test_figures_without_a_picture_go_on_waiting(self):
        photo = given.a_photo()
        assert [figure.photo for figure in figures(imported(pictures=[photo]).article.body)] == [photo.pk, None]


class TestRefused:
    @pytest.mark.parametrize(
        "data",
        [b"", b"\x89PNG\r\n\x1a\n", b"a" * (LARGEST + 1), "x" * (LARGEST + 1), "leftcenterrightdel\n" * 50_000, "\n "],
        ids=["empty", "a picture", "too many bytes", "too many letters", "too many figures", "blank"],
    )
    def test_what_is_no_story_leaves_nothing_behind(self, data):
        with pytest.raises(NotText, match="othing was stored"):
            imported(data)
        assert not Article.objects.exists() and not Contributor.objects.exists() and not Event.objects.exists()


def run(*arguments):
    out = io.StringIO()
    try:
        call_command("import_wire", *map(str, arguments), stdout=out, stderr=io.StringIO())
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), None


class TestCommand:
    @pytest.mark.skipif(not SAMPLES, reason=f"needs {DATA / 'wire'}")
    def test_all_samples_come_in_as_a_person_reads_them(self):
        section = given.a_section()
        out, error = run(*SAMPLES, "--section", section.slug, "--json")
        assert error is None
        for path, row in zip(SAMPLES, json.loads(out), strict=True):
            expected = json.loads(path.with_suffix("").with_suffix(".expected.json").read_text())
            assert row["file"] == str(path) and row["known"] is False
            assert (row["headline"], row["paragraphs"]) == (expected["headline"], expected["paragraphs"])
            for figure, wanted in zip(row["figures"], expected["figures"], strict=True):
                assert {"credit": None, **wanted} == figure
            assert row["bylines"] == [{"name": who["name"], "roles": who["roles"]} for who in expected["bylines"]]
            article = Article.objects.get(pk=row["id"])
            assert (article.section, article.created_by) == (section, None)
            assert "leftcenterrightdel" not in article.body
            assert {byline.name for byline in article.bylines.all()} == {who["name"] for who in expected["bylines"]}
        out, error = run(*SAMPLES, "--json")
        assert error is None and all(row["known"] for row in json.loads(out))
        assert Article.objects.count() == len(SAMPLES)

    def test_a_bad_file_does_not_stop_the_others_and_the_exit_tells(self, tmp_path):
        good, bad = tmp_path / "tốt.txt", tmp_path / "xấu.txt"
        good.write_text(STORY)
        bad.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
        out, error = run(bad, tmp_path / "không có.txt", tmp_path, good, "--json")
        refused, missing, folder, made = json.loads(out)
        assert "picture" in refused["refused"] and set(refused) == {"file", "refused"}
        assert "no file" in missing["refused"] and "folder" in folder["refused"]
        assert made["id"] == Article.objects.get().pk
        assert error.startswith("3 files")

    def test_an_unknown_section_stops_before_anything_is_stored(self, tmp_path):
        file = tmp_path / "a.txt"
        file.write_text(STORY)
        section = given.a_section()
        out, error = run(file, "--section", "khong-co")
        assert out == "" and "khong-co" in error and section.slug in error
        assert not Article.objects.exists()

    def test_a_doubtful_line_credits_nobody(self, tmp_path):
        file = tmp_path / "a.txt"
        file.write_text(TestDoubt.TEXT)
        [row] = json.loads(run(file, "--json")[0])
        assert row["bylines"] == [] and [one["name"] for one in row["proposals"]] == ["Hà Nhân", "Dương Sơn"]

    def test_two_megabytes_are_refused_in_plain_words(self, tmp_path):
        file = tmp_path / "dài.txt"
        file.write_text("Đường phố đông đúc.\n" * 90_000)
        out, error = run(file)
        assert "Split it" in out and error.startswith("1 file")

    def test_it_says_in_words_what_it_did(self, tmp_path):
        file = tmp_path / "a.txt"
        file.write_text(STORY)
        assert "Phiên chợ sớm" in run(file)[0]
        assert "known already" in run(file)[0]
