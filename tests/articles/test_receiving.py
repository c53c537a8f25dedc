"""Pictures sent for a story from the upload page: who may, where they stand then, and who is told."""

import json

import pytest
from django.utils import translation

from articles import drafting
from articles.body.figures import figures
from articles.models import Article, Contributor, Event
from tests import given

pytestmark = pytest.mark.django_db
LINE = "Bài: Lê Mộc - Ảnh: Đông Phong"
WAITING = (
    '<p>Chữ.</p><figure data-photo="" data-place="center" data-credit="Đông Phong"><figcaption>Chợ sớm</figcaption></figure>'
    '<p>Chữ nữa.</p><figure data-photo="" data-place="wide"><figcaption>Cầu đêm</figcaption></figure>'
)


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def desk():
    """A section with its editor, a reporter and a photographer under their names."""

    class Desk:
        section = given.a_section("Thời sự")
        reporter, photographer, chief = given.a_user("reporter"), given.a_user("photographer"), given.a_user("chief")
        editor = given.a_user("section", sections=[section])

    Contributor.objects.create(name="Lê Mộc", account=Desk.reporter)
    Contributor.objects.create(name="Đông Phong", account=Desk.photographer)
    return Desk


def a_story(desk, headline="Chợ sớm ven sông", **fields):
    fields = {"body": WAITING, "credit_line": LINE, "section": desk.section} | fields
    return given.a_draft(headline, by=desk.reporter, **fields)


def found(client, user, query=""):
    client.force_login(user)
    return [row["label"] for row in client.get(f"/admin/media/photo/stories/?{query}").json()["found"]]


def give(client, user, story, photos):
    client.force_login(user)
    return client.post(f"/admin/media/photo/stories/{story.pk}/", {"photo": [photo.pk for photo in photos]})


def placed(story):
    return [figure.photo for figure in figures(Article.objects.get(pk=story.pk).body)]


def test_those_stories_are_offered_into_which_one_may_bring_pictures(client, desk):
    waiting = a_story(desk)
    a_story(desk, "Không chờ ảnh", body="<p>Chữ.</p>")
    given.a_draft("Chuyện của người khác", section=given.a_section("Kinh tế"), body=WAITING)
    assert found(client, desk.photographer) == ["Chợ sớm ven sông"]
    assert found(client, desk.reporter) == ["Chợ sớm ven sông"]
    assert found(client, desk.reporter, "q=khong cho anh") == ["Không chờ ảnh"]
    assert found(client, desk.photographer, "q=khong cho anh") == []  # nothing there waits for a photographer
    assert found(client, desk.photographer, "q=nguoi khac") == []
    assert found(client, desk.editor, "q=cho") == ["Chợ sớm ven sông", "Không chờ ảnh"]
    assert found(client, desk.photographer, f"id={waiting.pk}") == ["Chợ sớm ven sông"]
    assert found(client, desk.chief, "id=x") == found(client, desk.chief, "id=99999999999999999999") == []


def test_a_photographers_pictures_stand_where_the_story_waited_for_them_and_take_its_words(client, desk):
    story = a_story(desk)
    night, market = given.a_photo("Cầu đêm", "", by=desk.photographer), given.a_photo("", "", by=desk.photographer)
    answer = give(client, desk.photographer, story, [market, night])
    assert "2 pictures stand in “Chợ sớm ven sông” now" in answer.json()["said"]
    assert placed(story) == [market.pk, night.pk]  # the caption that waited finds its picture
    market.refresh_from_db()
    assert (market.caption, market.credit) == ("Chợ sớm", "Đông Phong")
    assert story.revisions.first().by == desk.photographer


def test_a_photographer_fills_what_waits_and_no_more_a_writer_adds_spare_ones(client, desk):
    story = a_story(desk)
    three = [given.a_photo(f"Ảnh {number}", by=desk.photographer) for number in range(3)]
    assert "1 more is in the library" in give(client, desk.photographer, story, three).json()["said"]
    assert placed(story) == [photo.pk for photo in three[:2]]
    own = given.a_photo("Của phóng viên", by=desk.reporter)
    give(client, desk.reporter, story, [own])
    assert placed(story) == [three[0].pk, three[1].pk, own.pk]
    assert "already" in give(client, desk.reporter, story, [own]).json()["said"]


def test_the_storys_people_are_told_until_somebody_saves_it(client, desk):
    story = a_story(desk)
    give(client, desk.photographer, story, [given.a_photo("Chợ sớm", by=desk.photographer)])
    event = Event.objects.get(act="pictures_came")
    assert (event.article_id, event.by_id, event.note) == (story.pk, desk.photographer.pk, "1 picture came.")

    def told(user):
        client.force_login(user)
        return "1 picture came." in client.get("/admin/").content.decode()

    assert [told(user) for user in (desk.reporter, desk.editor, desk.chief)] == [True] * 3
    assert not told(desk.photographer) and not told(given.a_user("section", sections=[given.a_section("Kinh tế")]))
    drafting.save(Article.objects.get(pk=story.pk), by=desk.reporter)
    assert told(desk.reporter)  # saved without a change: it is the same text
    given.edited(Article.objects.get(pk=story.pk), by=desk.reporter, headline="Chợ sớm, xem rồi")
    assert not told(desk.reporter) and not told(desk.chief)


def test_a_story_that_is_not_theirs_stays_as_it_is(client, desk):
    story = given.a_draft("Kín", section=given.a_section("Kinh tế"), body=WAITING)
    photo = given.a_photo(by=desk.photographer)
    before = Article.objects.get(pk=story.pk).version
    answer = give(client, desk.photographer, story, [photo])
    assert answer.status_code == 409 and "Kín" not in json.dumps(answer.json(), ensure_ascii=False)
    assert Article.objects.get(pk=story.pk).version == before
    assert give(client, desk.photographer, a_story(desk), [given.a_photo(by=desk.reporter)]).status_code == 403


def test_a_photographer_changes_nothing_of_a_story_but_its_waiting_figures(desk):
    story = a_story(desk)
    photo = given.a_photo(by=desk.photographer)
    filled = WAITING.replace('data-photo=""', f'data-photo="{photo.pk}"', 1)
    for changed in ({"headline": "Khác"}, {"body": filled.replace("Chữ nữa", "Khác")}, {"body": "<p>Khác</p>"},
                    {"body": filled.replace("Cầu đêm", "Khác")}, {"lead_photo": photo}):  # fmt: skip
        working = Article.objects.get(pk=story.pk)
        for name, value in changed.items():
            setattr(working, name, value)
        with pytest.raises(drafting.Refused):
            drafting.save(working, by=desk.photographer, filling=True)
    working = Article.objects.get(pk=story.pk)
    working.body = filled
    with pytest.raises(drafting.Refused):
        drafting.save(working, by=desk.photographer)  # not by way of the story's form
    with pytest.raises(drafting.Refused):
        drafting.save(working, by=desk.photographer, tags=["Nhãn"], filling=True)
    drafting.save(working, by=desk.photographer, filling=True)
    assert placed(story) == [photo.pk, None]
