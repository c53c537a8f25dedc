"""What readers find: over headlines, standfirsts, bodies, bylines, captions and tags, and never what is not public."""

import pytest

from articles import search, workflow
from articles.models import PublishedArticle
from tests import given

pytestmark = pytest.mark.django_db


@pytest.fixture
def bridge():
    photo = given.a_photo(caption="Thợ hàn trên nhịp giữa.")
    return given.a_published_article(
        "Cầu Đà Nẵng thông xe",
        standfirst="Sau 26 tháng thi công.",
        body=f'<p>Đoàn xe đầu tiên qua cầu lúc 7h30.</p><figure data-photo="{photo.pk}" data-place="center"></figure>',
        credit_line="Tin: Nguyễn Thu Hạ",
        tags=["Giao thông"],
        place="Quảng Ngãi",
    )


def found(typed):
    return [result.article.headline for result in search.search(typed).results]


@pytest.mark.parametrize(
    "typed",
    [
        "da nang",
        "ĐÀ NẴNG",
        "Đà Nẵng",
        "26 thang",
        "đoàn xe",
        "thu ha",
        "tho han",
        "giao thong",
        "quang ngai",
        '"nhịp giữa"',
        "7h30",
    ],
)
def test_a_story_is_found_by_all_its_words(bridge, typed):
    assert found(typed) == ["Cầu Đà Nẵng thông xe"]


def test_hits_are_marked_in_the_letters_as_printed(bridge):
    result = search.search("da nang").results[0]
    assert ("Đà", True) in result.headline and ("Nẵng", True) in result.headline
    assert "".join(words for words, _hit in result.headline) == "Cầu Đà Nẵng thông xe"


def test_a_withdrawn_story_is_not_found(bridge):
    workflow.perform("withdraw", bridge, by=given.a_user("chief"), note="Sai.")
    assert found("đà nẵng") == []


def test_the_working_copy_is_not_searched(bridge):
    given.edited(bridge, by=given.a_user("chief"), headline="Cầu Đà Nẵng xylocarp")
    given.a_draft("Bản nháp xylocarp")
    assert found("xylocarp") == []


def test_pages_go_on_by_key_and_repeat_nothing(monkeypatch):
    chief = given.a_user("chief")
    for number in range(7):
        given.a_published_article(f"Bão số {number}", chief=chief)
    monkeypatch.setattr(search, "PAGE", 3)
    seen, key = [], ""
    while True:
        page = search.search("bao so", before=key)
        seen += [result.article.pk for result in page.results]
        key = page.next
        if not key:
            break
    assert len(seen) == len(set(seen)) == 7
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize("key", ["", "x", "0-", "-5", "9-9", "0-99999999999999999999", "１-２", "0-1\x00"])
def test_a_broken_key_is_no_error(bridge, key):
    assert isinstance(search.search("cầu", before=key).results, list)


def test_the_index_can_be_built_again(bridge):
    search.fulltext.clear(search.INDEX)
    assert found("đà nẵng") == []
    assert search.rebuild() == PublishedArticle.objects.count()
    assert found("đà nẵng") == ["Cầu Đà Nẵng thông xe"]
    assert found("thợ hàn") == ["Cầu Đà Nẵng thông xe"]
