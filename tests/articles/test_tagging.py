"""One subject is one tag, however it is typed; where a wording could mean several, the desk asks."""

import pytest

from articles import drafting, tagging
from articles.models import Article, Tag
from articles.models.tag import Ambiguous
from tests import given

pytestmark = pytest.mark.django_db


def statuses(*names, **kwargs):
    return [(one.name, one.status) for one in tagging.understand(names, **kwargs)]


@pytest.mark.parametrize("typed", ["Đà Nẵng", "đà nẵng", "ĐÀ NẴNG", "Đà Nẵng", " đà  nẵng ", "Da Nang", "da nang"])
def test_every_wording_of_a_subject_finds_its_tag(typed):
    tag = Tag.objects.create(name="Đà Nẵng")
    assert [one.tag for one in tagging.understand([typed])] == [tag]
    article = given.a_draft(tags=[typed])
    assert list(article.tags.all()) == [tag]


@pytest.mark.parametrize("typed", [["Đà Nẵng", "Da Nang"], ["Da Nang", "Đà Nẵng"], ["Đà Nẵng", "đà nẵng", "DA NANG"]])
def test_wordings_of_one_line_that_fold_alike_are_one_new_tag(typed):
    given.a_draft(tags=typed)
    assert Tag.objects.get().slug == "da-nang"


class TestAnUnmarkedWordingThatCouldBeSeveral:
    @pytest.fixture(autouse=True)
    def tags(self):
        return [Tag.objects.create(name=name) for name in ("báo", "bão", "bảo")]

    def test_the_desk_asks_and_stores_nothing(self):
        article = given.a_draft("Tít đầu", tags=["Cầu"])
        with pytest.raises(drafting.Refused) as refusal:
            given.edited(article, headline="Tít sau", tags=["Cầu", "bao"])
        assert list(refusal.value.faults) == ["tags"]
        assert all(name in refusal.value.faults["tags"] for name in ("báo", "bão", "bảo"))
        assert [tag.name for tag in refusal.value.tags[1].alike] == ["báo", "bão", "bảo"]
        assert Article.objects.get().headline == "Tít đầu"
        assert [tag.name for tag in Article.objects.get().tags.all()] == ["Cầu"]

    def test_an_answer_is_taken(self, tags):
        article = given.a_draft()
        drafting.save(article, by=article.created_by, tags=["bao"], tag_answers={"bao": tags[1].pk})
        assert list(article.tags.all()) == [tags[1]]

    def test_it_may_be_a_subject_of_its_own_and_is_one_ever_after(self):
        article = given.a_draft()
        drafting.save(article, by=article.created_by, tags=["bao"], tag_answers={"bao": "new"})
        assert [tag.name for tag in article.tags.all()] == ["bao"]
        assert statuses("Bao") == [("Bao", "known")]

    def test_marks_need_no_question(self):
        assert statuses("bão", "BẢO", "bào") == [("bão", "known"), ("BẢO", "known"), ("bào", "new")]


class TestTaggitsOwnWay:
    def test_it_finds_the_tag_that_is_there(self):
        article = given.a_draft(tags=["Đà Nẵng"])
        article.tags.add("đà nẵng", "Đà Nẵng", "Da Nang")
        article.tags.set(["ĐÀ NẴNG"])
        assert [tag.name for tag in Tag.objects.all()] == ["Đà Nẵng"]
        assert article.tags.count() == 1

    def test_it_cannot_ask(self):
        article = given.a_draft(tags=["báo", "bão"])
        with pytest.raises(Ambiguous):
            article.tags.add("bao")
        assert Tag.objects.count() == 2


def test_a_tag_keeps_its_place_in_the_line():
    article = given.a_draft(tags=["Cầu", "Đường"])
    given.edited(article, tags=["Đường", "Cầu"])
    assert [tag.name for tag in article.tags.all()] == ["Đường", "Cầu"]


def test_tags_that_fold_alike_have_addresses_of_their_own():
    given.a_draft(tags=["báo", "bão"])
    assert sorted(Tag.objects.values_list("slug", flat=True)) == ["bao", "bao-2"]
