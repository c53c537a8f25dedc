"""Photographs found by their words: every word of them, marks as typed first, words begun, put together and left out."""

import pytest

from media.models import Photo
from tests import given
from tests.media.test_pick import photo

pytestmark = pytest.mark.django_db


def found(typed):
    return [one.caption for one in Photo.objects.filter(pk__in=Photo.objects.search(typed)).order_by("pk")]


def best(typed):
    return [Photo.objects.get(pk=pk).caption for pk in Photo.objects.best_first(typed)]


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
    Photo.objects.best_first(typed)


def test_more_than_can_be_put_in_order_is_found_all_the_same(monkeypatch):
    monkeypatch.setattr("media.finding.BEST", 3)
    for number in range(6):
        photo(caption=f"Chợ số {number}", credit="An Hạ")
    assert len(found("chợ")) == 6
    assert best("chợ") == ["Chợ số 5", "Chợ số 4", "Chợ số 3"]


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
