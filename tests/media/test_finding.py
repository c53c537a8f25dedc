"""Photographs found by their words: every word of them, marks as typed first, words begun, put together and left out."""

import pytest

from media import finding
from media.models import Photo
from tests import given
from tests.media.test_pick import photo

pytestmark = pytest.mark.django_db


def found(typed):
    return [one.caption for one in Photo.objects.filter(pk__in=Photo.objects.search(typed)).order_by("pk")]


def best(typed, most=20, before=""):
    photos, _older = finding.page(Photo.objects.all(), finding.parse(typed), most, before)
    return [one.caption for one in photos]


def test_marks_as_typed_come_before_other_marks_and_none_finds_all():
    for words in ("Đường lên núi", "Đương lúc mưa", "Dưỡng lão ở Huế", "Cầu Rồng"):
        photo(caption=words, credit="An Hạ")
    assert best("đường")[0] == "Đường lên núi" and set(best("đường")) == {
        "Đường lên núi",
        "Đương lúc mưa",
        "Dưỡng lão ở Huế",
    }
    assert best("đương")[0] == "Đương lúc mưa"
    assert set(best("duong")) == set(best("đường"))


def test_what_stands_in_the_caption_comes_before_what_stands_elsewhere_and_the_newest_first():
    photo(caption="Lễ hội đua ghe", credit="An Hạ")
    photo(caption="Trao giải", credit="An Hạ", keywords=["đua ghe"])
    photo(caption="Đua ghe trên sông", credit="An Hạ")
    assert best("đua ghe") == ["Đua ghe trên sông", "Lễ hội đua ghe", "Trao giải"]


@pytest.mark.parametrize(
    ("field", "value", "typed"),
    [
        ("people", ["Nguyễn Thị Hoa"], "nguyen thi hoa"), ("event", "Đại hội thể thao", "the thao"),
        ("province", "Quảng Ngãi", "quang ngai"),
        ("caption_writer", "Lê Mộc", "le moc"), ("job_id", "TT-2041", "2041"), ("alt", "Một con trâu đầm mình", "trâu đầm"),
        ("source", "TTXVN", "ttxvn"), ("country", "Việt Nam", "viet nam"), ("long_description", "Biểu đồ ba cột", "bieu do"),
    ],
)  # fmt: skip
def test_every_word_of_a_photograph_finds_it(field, value, typed):
    one = photo(caption="Ảnh", credit="An Hạ")
    setattr(one, field, value)
    one.save(update_fields=[field])
    photo(caption="Ảnh khác", credit="An Hạ")
    assert list(Photo.objects.search(typed)) == [one]


def test_words_together_words_begun_and_words_left_out():
    for words in ("Chợ nổi Cái Răng", "Nổi bật ở chợ Đầm", "Chợ đêm Đà Lạt"):
        photo(caption=words, credit="An Hạ")
    assert found("chợ nổi") == ["Chợ nổi Cái Răng", "Nổi bật ở chợ Đầm"]
    assert found('"chợ nổi"') == ["Chợ nổi Cái Răng"]
    assert found("chợ -nổi") == ["Chợ đêm Đà Lạt"]
    assert found("-nổi") == ["Chợ đêm Đà Lạt"]
    assert found("cho da") == ["Nổi bật ở chợ Đầm", "Chợ đêm Đà Lạt"]  # the last word is only begun
    assert found("cho dal") == [] and found("da cho dem") == ["Chợ đêm Đà Lạt"]


@pytest.mark.parametrize(
    "typed", ["", " ", '"', '""', "- -", "*", "()", "a" * 500, "NEAR(x)", "\0", "'; --", "-" * 90, "“”", "đ*"]
)
def test_no_words_are_too_odd(typed):
    photo(caption="Chợ nổi", credit="An Hạ")
    list(Photo.objects.search(typed))
    best(typed)


def test_page_after_page_everything_stands_once_best_first(monkeypatch):
    """Also where a common word meets a filter that little fits, so that the database has to look for both."""
    monkeypatch.setattr(finding, "FIRST_LOOK", 2)
    monkeypatch.setattr(finding, "SECOND_LOOK", 3)
    for number in range(9):
        photo(caption=f"Chợ số {number}", credit="An Hạ" if number % 4 else "Minh Khuê")
        photo(caption=f"Cho ai {number}", credit="An Hạ")
    for photos in (Photo.objects.all(), Photo.objects.filter(credit="Minh Khuê")):
        whole, _end = finding.page(photos, finding.parse("chợ"), 50)
        walked, before = [], ""
        while True:
            some, before = finding.page(photos, finding.parse("chợ"), 2, before)
            walked += some
            if not before:
                break
        assert walked == whole and len(set(whole)) == photos.count()
    captions = [one.caption for one in finding.page(Photo.objects.all(), finding.parse("chợ"), 50)[0]]
    assert captions[:9] == [f"Chợ số {number}" for number in range(8, -1, -1)]
    assert captions[9:] == [f"Cho ai {number}" for number in range(8, -1, -1)]


def test_words_that_were_changed_find_it_and_the_old_ones_do_not(client):
    user = given.a_user("photographer")
    one = photo(by=user, caption="Chợ nổi", credit="An Hạ")
    one.caption = "Cầu Rồng"
    one.save(update_fields=["caption"])
    assert found("cầu rồng") == ["Cầu Rồng"] and found("chợ nổi") == []
    client.force_login(user)
    write = {"photos": [one.pk], "field": "caption", "how": "set", "text": "Đèo Hải Vân"}
    client.post("/admin/media/photo/frames/", {"writes": [write]}, content_type="application/json")
    assert found("đèo hải vân") == ["Đèo Hải Vân"] and found("cầu rồng") == []
