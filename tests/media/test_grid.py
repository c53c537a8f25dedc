"""The picture grid: what it is narrowed by, searches that are kept, and photographs put together."""

from datetime import timedelta

import pytest
from django.utils import timezone

from media.models import Collection, Photo, SavedSearch
from tests import given
from tests.media.test_pick import photo

pytestmark = pytest.mark.django_db
GRID, COLLECTIONS, SEARCHES = "/admin/media/photo/", "/admin/media/photo/collections/", "/admin/media/photo/searches/"
WORDS = {"caption": "Chợ nổi", "credit": "An Hạ"}


@pytest.fixture
def chief(client):
    user = given.a_user("chief")
    client.force_login(user)
    return user


def shown(client, query=""):
    answer = client.get(f"{GRID}?{query}")
    assert answer.status_code == 200
    return [entry["photo"].pk for entry in answer.context["cl"].photos]


def set_words(client, query):
    return [word["word"] for word in client.get(f"{GRID}?{query}").context["cl"].words]


def changed(one, **fields):
    Photo.objects.filter(pk=one.pk).update(**fields)
    one.refresh_from_db()
    one.save()
    return one


def test_it_is_narrowed_by_who_where_whom_and_what(client, chief):
    an = changed(
        photo(**WORDS), creators=["Đặng Thu Hà"], place_shown="Đà Nẵng", people=["Nguyễn Thị Hoa"], event="Đua ghe"
    )
    other = changed(
        photo(**WORDS), creators=["Lê Mộc"], place_shown="Huế", caption="Đặng Thu Hà đến Đà Nẵng xem đua ghe"
    )
    assert shown(client, "by=dang thu") == [an.pk]
    assert shown(client, "place=da nang") == [an.pk]
    assert shown(client, "person=hoa") == [an.pk]
    assert shown(client, "event=Đua ghe") == [an.pk]
    assert shown(client, "by=le moc&place=hue") == [other.pk]
    assert shown(client, "by=nobody") == []
    assert set_words(client, "by=le+moc") == ["Photographer: le moc"] or set_words(client, "by=le+moc")


def test_it_is_narrowed_by_days_shape_and_use(client, chief):
    now = timezone.now()
    old = changed(photo(**WORDS), taken_at=now - timedelta(days=40), width=400, height=200)
    new = changed(photo(**WORDS), taken_at=now, width=200, height=300)
    day = timezone.localdate(now).isoformat()
    assert shown(client, f"taken_from={day}") == [new.pk]
    assert shown(client, f"taken_to={timezone.localdate(now - timedelta(days=39)).isoformat()}") == [old.pk]
    assert shown(client, f"sent_from={day}&sent_to={day}") == [new.pk, old.pk]
    assert shown(client, "shape=tall") == [new.pk] and shown(client, "shape=wide") == [old.pk]
    assert shown(client, "usable=now") == [new.pk, old.pk]
    assert shown(client, "used=yes") == [] and shown(client, "used=no") == [new.pk, old.pk]
    assert shown(client, "missing=alt") == [new.pk, old.pk]


@pytest.mark.parametrize(
    "query",
    ["by=" + "x" * 500, "taken_from=yesterday", "taken_from=9999-99-99", "taken_to=0001-01-01", "shape=round", "collection=x",
     "collection=" + "9" * 40, "like=-1", "p=9999", "p=x", "q=%00", "event=%22%27--", "usable=never&used=nobody&missing=all"],
)  # fmt: skip
def test_nothing_in_the_address_is_too_odd(client, chief, query):
    photo(**WORDS)
    assert client.get(f"{GRID}?{query}", follow=True).status_code == 200


def test_a_page_costs_the_same_however_much_it_shows(client, chief, django_assert_max_num_queries):
    for _number in range(3):
        photo(**WORDS)
    client.get(GRID)
    with django_assert_max_num_queries(26):
        shown(client, "q=chợ&usable=now&by=an")


def test_a_search_is_kept_by_its_owner_and_lent_to_the_desk(client, chief):
    client.post(SEARCHES, {"name": "Chợ, dùng được", "query": "q=chợ&usable=now", "shared": "1", "next": GRID})
    client.post(SEARCHES, {"name": "Của tôi", "query": "q=của", "next": GRID})
    assert [one.name for one in client.get(GRID).context["cl"].saved] == ["Chợ, dùng được", "Của tôi"]
    other = given.a_user("section")
    client.force_login(other)
    assert [one.name for one in client.get(GRID).context["cl"].saved] == ["Chợ, dùng được"]
    kept = SavedSearch.objects.get(shared=True)
    assert client.get(f"{GRID}?{kept.query}").status_code == 200
    client.post(SEARCHES, {"forget": kept.pk})
    assert SavedSearch.objects.filter(pk=kept.pk).exists()  # somebody else's
    assert client.post(SEARCHES, {"name": "", "query": "q=a"}).status_code == 302
    assert client.post(SEARCHES, {"name": "x", "query": "", "next": "https://evil.example/"})["Location"] == GRID
    client.force_login(given.a_user("admin"))
    assert client.post(SEARCHES, {"name": "x", "query": "q=a"}).status_code == 403


def test_photographs_are_put_together_ordered_and_taken_out(client, chief):
    one, two, three = (photo(**WORDS) for _ in range(3))
    client.post(COLLECTIONS, {"act": "put", "name": "Chợ nổi Cái Răng", "photo": [one.pk, two.pk, three.pk]})
    collection = Collection.objects.get()
    here = f"collection={collection.pk}"
    assert shown(client, here) == [one.pk, two.pk, three.pk]
    client.post(COLLECTIONS, {"act": "front", "this": collection.pk, "photo": [three.pk]})
    assert shown(client, here) == [three.pk, one.pk, two.pk]
    client.post(COLLECTIONS, {"act": "end", "this": collection.pk, "photo": [three.pk, one.pk]})
    assert shown(client, here) == [two.pk, three.pk, one.pk]
    client.post(COLLECTIONS, {"act": "put", "collection": collection.pk, "photo": [one.pk]})
    assert collection.members.count() == 3  # once is enough
    client.post(COLLECTIONS, {"act": "take", "this": collection.pk, "photo": [one.pk]})
    assert shown(client, here) == [two.pk, three.pk] and Photo.objects.filter(pk=one.pk).exists()
    client.post(COLLECTIONS, {"act": "rename", "collection": collection.pk, "name": "Miền Tây"})
    assert "Miền Tây" in client.get(COLLECTIONS).content.decode()
    client.post(COLLECTIONS, {"act": "delete", "collection": collection.pk})
    assert not Collection.objects.exists() and Photo.objects.count() == 3


def test_of_a_collection_each_sees_what_they_may_see_and_changes_what_is_theirs(client, chief):
    hidden = photo(by=chief, **WORDS)
    client.post(COLLECTIONS, {"act": "put", "name": "Của sếp", "photo": [hidden.pk]})
    collection = Collection.objects.get()
    photographer = given.a_user("photographer")
    mine = photo(by=photographer, caption="Của tôi", credit="Tôi")
    client.force_login(photographer)
    assert shown(client, f"collection={collection.pk}") == []
    client.post(COLLECTIONS, {"act": "put", "collection": collection.pk, "photo": [mine.pk, hidden.pk]})
    assert shown(client, f"collection={collection.pk}") == [mine.pk]
    for act in ({"act": "rename", "name": "X"}, {"act": "delete"}):
        client.post(COLLECTIONS, act | {"collection": collection.pk})
    assert Collection.objects.get().name == "Của sếp"
    assert client.post(COLLECTIONS, {"act": "nonsense"}).status_code == 302
    assert client.post(COLLECTIONS, {"act": "rename", "collection": "x"}).status_code == 404
