"""The field for related stories points to what one may know of, and tells nobody a hidden headline."""

import pytest

from articles.forms import related
from tests import given

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter():
    return given.a_user("reporter")


def test_a_hidden_draft_is_neither_found_nor_named(reporter):
    hidden = given.a_draft("Điều tra xylocarp")
    assert related.search(reporter, "xylocarp") == {}
    assert related.headlines(reporter, [hidden.pk]) == {}
    assert related.lines(reporter, [hidden.pk]) == str(hidden.pk)


def test_a_live_story_is_known_by_the_words_that_readers_have(reporter):
    chief = given.a_user("chief")
    live = given.a_published_article("Cầu mới thông xe", chief=chief)
    given.edited(live, by=chief, headline="Cầu mới xylocarp")
    assert related.search(reporter, "xylocarp") == {}
    assert related.search(reporter, "cau moi") == {live.pk: "Cầu mới thông xe"}
    assert related.lines(reporter, [live.pk]) == f"{live.pk} · Cầu mới thông xe"
    assert related.headlines(chief, [live.pk]) == {live.pk: "Cầu mới xylocarp"}


def test_a_number_of_a_hidden_story_answers_as_one_that_never_was(reporter, client):
    own, hidden = given.a_draft("Của tôi", by=reporter), given.a_draft("Điều tra xylocarp")
    client.force_login(reporter)
    page = f"/admin/articles/article/{own.pk}/change/"
    typed = {"headline": "Của tôi", "kind": "news", "language": "vi", "version": own.version}
    answers = [client.post(page, typed | {"related": str(pk)}) for pk in (hidden.pk, 999_999)]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("xylocarp" not in answer.content.decode() for answer in answers)


@pytest.mark.parametrize(
    ("typed", "pk"),
    [("12", 12), ("12 · Cầu mới", 12), ("/thoi-su/cau-moi-12/", 12), ("https://x.vn/a/b-12", 12), ("Cầu mới", None)],
)
def test_a_line_names_a_story_by_its_number_or_its_address(typed, pk):
    assert related.number_in(typed) == pk
