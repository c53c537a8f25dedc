"""The picker: what one may place comes first, the others tell why not, and nothing is shown twice or left out."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Figure
from media import ingest, rights
from media.admin import desk
from media.models import Photo
from tests import given
from tests.media import shots

pytestmark = pytest.mark.django_db
PICK = "/admin/media/photo/pick/"
WORDS = {"caption": "Cầu Rồng", "credit": "An Hạ"}


@pytest.fixture
def reporter(client):
    user = given.a_user("reporter")
    client.force_login(user)
    return user


@pytest.fixture
def editor(client):
    user = given.a_user("section")
    client.force_login(user)
    return user


def photo(by=None, **words):
    return ingest.add_photo(io.BytesIO(shots.jpeg((300, 200))), name="DSC_1.jpg", by=by, **(words or WORDS)).photo


def many(count, **fields):
    """Rows of photographs without files, each a minute older than the one before, withdrawn or wordless where asked."""
    now = timezone.now()
    return Photo.objects.bulk_create(
        Photo(
            sha256=f"{count}-{number}", original="x", original_name=f"{number}.jpg", bytes=1, format="JPEG", width=30,
            height=20, uploaded_at=now - timedelta(minutes=number), **fields,
        )
        for number in range(count)
    )  # fmt: skip


def picked(client, **query):
    return client.get(PICK, query).json()


def ids(answer):
    return [entry["id"] for entry in answer["photos"]]


def walked(client, **query):
    """Every photograph that the picker shows, page after page."""
    seen, before = [], ""
    while True:
        answer = picked(client, before=before, **query)
        seen += ids(answer)
        before = answer["older"]
        if not before:
            return seen


def test_what_may_be_placed_as_it_is_comes_first_each_half_newest_first(client, editor):
    good_old, bare_old, good, bare = photo(), photo(caption="Cầu"), photo(), photo(caption="Chợ")
    answer = picked(client)
    assert ids(answer) == [good.pk, good_old.pk, bare.pk, bare_old.pk]
    assert [entry["usable"] for entry in answer["photos"]] == [True, True, False, False]
    assert [entry["why"] for entry in answer["photos"]] == ["", "", *["Still missing: credit."] * 2]


def test_anothers_photograph_in_ones_own_story_comes_last_and_says_whose_it_is_to_place(client, reporter):
    mine, placed = photo(by=reporter), photo(by=given.a_user("photographer"))
    article = given.a_draft(by=reporter)
    Figure.objects.create(article=article, photo=placed, where=Figure.Where.WORKING)
    answer = picked(client)
    assert ids(answer) == [mine.pk, placed.pk]
    assert answer["photos"][1]["why"] == "Only whoever took it, or an editor, may place it."
    assert not answer["photos"][1]["placeable"]


def test_a_withdrawn_photograph_is_not_offered(client, editor):
    Photo.objects.filter(pk=photo().pk).update(withdrawn_at=timezone.now())
    assert ids(picked(client)) == []


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7])
def test_paging_goes_through_both_halves_and_shows_each_photograph_once(client, editor, monkeypatch, size):
    monkeypatch.setattr(desk, "PICKED", size)
    fit = [photo().pk for _count in range(3)]
    many(2, caption="Cầu")
    others = list(Photo.objects.exclude(pk__in=fit).newest_first().values_list("pk", flat=True))
    assert walked(client) == [*reversed(fit), *others]
    assert walked(client, q="cau rong") == [*reversed(fit)]


def test_photographs_of_one_moment_are_paged_by_their_number(client, editor, monkeypatch):
    monkeypatch.setattr(desk, "PICKED", 2)
    Photo.objects.bulk_create(many(0))
    rows = many(5, caption="Cầu")
    Photo.objects.update(uploaded_at=timezone.now())
    assert walked(client) == sorted((row.pk for row in rows), reverse=True)


def test_one_may_look_at_ones_own_or_at_what_no_story_has(client, editor):
    own, used, spare = photo(by=editor), photo(), photo()
    given.a_draft(lead_photo=used)
    assert ids(picked(client, mine="1")) == [own.pk]
    assert set(ids(picked(client, unused="1"))) == {own.pk, spare.pk}


def test_an_entry_holds_all_that_the_editor_needs_to_show_the_figure(client, editor):
    taken = photo(caption="Cầu", credit="An Hạ", creators=["Minh Khuê"])
    (entry,) = picked(client)["photos"]
    assert entry == desk.as_seen(editor, Photo.objects.with_pictures().get(pk=taken.pk))
    assert (entry["full_width"], entry["full_height"], entry["focus"]) == (300, 200, [0.5, 0.5])
    assert (entry["creators"], entry["withdrawn"]) == (["Minh Khuê"], False)
    assert entry["shapes"] == ["3x2"] and client.get(entry["preview"]["3x2"]).status_code == 200
    assert client.get(entry["large"]).status_code == 200


def test_who_may_not_see_a_photograph_gets_neither_its_words_nor_its_pictures(reporter):
    hidden = photo(by=given.a_user("photographer"))
    entry = desk.as_seen(reporter, Photo.objects.with_pictures().get(pk=hidden.pk))
    assert (entry["thumb"], entry["large"], entry["preview"], entry["shapes"]) == (None, None, {}, [])
    assert "Rồng" not in str(entry) and "An Hạ" not in str(entry)


@pytest.mark.parametrize("role", ["reporter", "photographer", "section", "chief", "admin"])
def test_the_list_of_what_one_may_place_agrees_with_the_table(role):
    user = given.a_user(role)
    photo(by=user), photo(by=given.a_user("photographer"))
    again = photo(by=given.a_user("reporter"))
    again.uploads.create(user=user)
    assert Photo.objects.count() == 3
    listed = set(rights.placeable(user, Photo.objects.all()))
    assert listed == {one for one in Photo.objects.all() if user.has_perm("photo.attach", one)}


@pytest.mark.parametrize(
    "query", ["before=x", "before=~~", "before=~~1", "before=2020-01-01T00:00:00Z~9~7", "mine=%00"]
)
def test_a_broken_key_begins_again_and_is_no_error(client, editor, query):
    photo()
    assert client.get(f"{PICK}?{query}").status_code == 200


@pytest.mark.parametrize("role", ["reporter", "section"])
def test_an_answer_asks_as_many_questions_of_hundreds_of_photographs_as_of_two(client, role):
    user = given.a_user(role)
    client.force_login(user)
    photo(by=user)
    costs = []
    for count in (1, 600):
        many(count, caption="Cầu", uploaded_by=user)
        with CaptureQueriesContext(connection) as asked:
            answer = picked(client)
        costs.append(len(asked))
    assert len(answer["photos"]) == desk.PICKED
    assert costs[1] <= costs[0] <= 24
