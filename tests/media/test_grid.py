"""The picture grid: what it can be narrowed by, page after page, searches kept under a name, collections in their own order."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from media.models import Collection, Photo, SavedSearch
from tests import given
from tests.media.test_pick import many, photo

pytestmark = pytest.mark.django_db
GRID = "/admin/media/photo/"


@pytest.fixture
def chief(client):
    user = given.a_user("chief")
    client.force_login(user)
    return user


def shown(client, query="", address=GRID):
    """Ids of the photographs on a page of the grid, in their order."""
    cl = client.get(f"{address}?{query}").context["cl"]
    return [entry["photo"].pk for entry in cl.photos]


def walked(client, query=""):
    seen, step = [], query
    while True:
        cl = client.get(f"{GRID}?{step}").context["cl"]
        seen += [entry["photo"].pk for entry in cl.photos]
        if not cl.older_page:
            return seen
        step = cl.older_page.removeprefix("?")


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# ---- pages ----


def test_page_after_page_every_photograph_stands_once_newest_first(client, chief):
    rows = many(95)
    assert walked(client) == [row.pk for row in rows]


def test_a_page_of_the_grid_costs_as_many_queries_however_many_photographs(client, chief):
    many(5, caption="Chợ nổi", people=["Lê Na"])
    client.get(GRID)
    few = queries_of(client, GRID)
    many(90, caption="Chợ nổi", people=["Lê Na"])
    assert queries_of(client, GRID) == few


@pytest.mark.parametrize("before", ["x", "2026-13-45~1", "~", "1-", "9-99999999999999999999", "0-1~1", "%00"])
def test_a_broken_place_begins_again(client, chief, before):
    one = photo()
    assert shown(client, f"before={before}") == [one.pk]
    assert client.get(f"{GRID}?q=cau&before={before}").status_code == 200


# ---- filters ----


def test_names_are_typed_whole_with_or_without_marks_and_stand_in_the_address(client, chief):
    one = photo(caption="Trao giải", creators=["Lê Na"], place_shown="Chợ Đầm, Nha Trang")
    Photo.objects.filter(pk=one.pk).update(people=["Trần Thị Bích"], event="Hội sách")
    one = Photo.objects.get(pk=one.pk)
    one.save()
    photo(caption="Lê Na xem hội sách ở Nha Trang cùng Trần Thị Bích", credit="Ai Khác")
    for query in ("by=le+na", "by=Lê Na", "who=Trần+Thị+Bích", "at=nha+trang", "at=Chợ Đầm, Nha Trang", "of=hoi+sach"):
        assert shown(client, query) == [one.pk], query
    assert shown(client, "by=Lê") == []
    page = client.get(f"{GRID}?by=le+na&q=giai")
    assert [word["word"] for word in page.context["cl"].words] == ["“giai”", "Photographer: le na"]
    assert page.context["cl"].words[0]["without"] == "?by=le+na"


def test_names_that_may_be_typed_are_those_of_photographs_one_may_see(client):
    mine = given.a_user("photographer")
    photo(by=mine, caption="A", creators=["Lê Na"])
    photo(caption="B", creators=["Lê Kín"])
    client.force_login(mine)
    assert client.get(f"{GRID}names/?kind=by&q=le").json() == {"names": ["Lê Na"]}
    assert client.get(f"{GRID}names/?kind=by").json() == {"names": ["Lê Na"]}
    assert client.get(f"{GRID}names/?kind=zz&q=le").json() == {"names": []}


def test_days_are_chosen_or_typed_and_then_the_order_is_that_of_taking(client, chief):
    now = timezone.localtime().replace(hour=12)
    old, new = photo(), photo()
    Photo.objects.filter(pk=old.pk).update(taken_at=now)
    Photo.objects.filter(pk=new.pk).update(taken_at=now - timedelta(days=3))
    photo()  # nobody knows when
    day = (now - timedelta(days=3)).date().isoformat()
    assert shown(client, "taken=today") == [old.pk]
    assert shown(client, "taken=7") == [old.pk, new.pk]
    assert shown(client, f"taken_from={day}&taken_to={day}") == [new.pk]
    assert shown(client, f"taken_to={day}") == [new.pk]
    assert len(shown(client, "sent=today")) == 3


def test_a_day_that_is_none_is_said_and_left_out(client, chief):
    photo()
    page = client.get(f"{GRID}?taken_from=ngay+mai")
    assert page.status_code == 200 and len(page.context["cl"].photos) == 1
    assert "“ngay mai” is not a day" in page.content.decode()


def test_shape_use_state_and_what_is_missing(client, chief):
    wide, bare = photo(), photo(caption="Cầu")
    assert shown(client, "usable=now") == [wide.pk] and shown(client, "usable=no") == [bare.pk]
    assert shown(client, "missing=credit") == [bare.pk] and shown(client, "missing=alt") == [bare.pk, wide.pk]
    assert shown(client, "shape=landscape") == [bare.pk, wide.pk] and shown(client, "shape=panorama") == []
    assert shown(client, "used=no") == [bare.pk, wide.pk] and shown(client, "used=yes") == []
    assert shown(client, "made=ai") == []
    bare.digital_source_type = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    bare.save()
    assert shown(client, "made=ai") == [bare.pk]


def test_the_best_stand_first_and_filters_hold_among_them(client, chief):
    loose = photo(caption="Đương lúc mưa", credit="An Hạ")
    typed = photo(caption="Đường lên núi", credit="An Hạ")
    other = photo(caption="Đường về", credit="Minh Khuê")
    assert shown(client, "q=đường") == [other.pk, typed.pk, loose.pk]
    assert shown(client, "q=đường&by=an+ha") == [typed.pk, loose.pk]
    assert shown(client, "q=đường+-núi") == [other.pk, loose.pk]
    assert shown(client, "q=-núi") == [other.pk, loose.pk]


# ---- searches kept ----


def test_a_search_is_kept_under_a_name_shared_renamed_and_deleted(client, chief):
    client.post(f"{GRID}searches/", {"name": "Cầu", "back": "q=cầu&shape=square"})
    row = SavedSearch.objects.get()
    assert 'href="?q=c%E1%BA%A7u&amp;shape=square"' in client.get(GRID).content.decode()
    other = given.a_user("section")
    client.force_login(other)
    assert client.get(GRID).context["cl"].searches == []
    client.post(f"{GRID}searches/", {"id": row.pk, "do": "delete"})
    client.force_login(chief)
    client.post(f"{GRID}searches/", {"id": row.pk, "do": "rename", "name": "Cầu vuông", "shared": "on"})
    client.force_login(other)
    assert [str(entry["row"]) for entry in client.get(GRID).context["cl"].searches] == ["Cầu vuông"]
    client.force_login(chief)
    client.post(f"{GRID}searches/", {"id": row.pk, "do": "delete"})
    assert not SavedSearch.objects.exists()


def test_nothing_is_kept_without_a_name_or_without_anything_asked(client, chief):
    for fields in ({"name": "", "back": "q=a"}, {"name": "A", "back": ""}, {"name": "A", "back": "q=" + "a" * 2000}):
        said = client.post(f"{GRID}searches/", fields, follow=True).content.decode()
        assert "Nothing was saved" in said
    assert not SavedSearch.objects.exists()


def test_the_way_back_leads_nowhere_but_to_the_grid(client, chief):
    answer = client.post(f"{GRID}chosen/", {"do": "words", "back": "https://example.com/"})
    assert answer["Location"].startswith(GRID)


# ---- collections ----


def collect(client, photos, **fields):
    return client.post(f"{GRID}chosen/", {"do": "collect", "photo": [one.pk for one in photos], **fields})


def test_chosen_photographs_become_a_collection_in_their_order(client, chief):
    first, second, third = photo(), photo(), photo()
    answer = collect(client, [second, first], name="Đường phố", kind="shoot")
    collection = Collection.objects.get()
    assert answer["Location"] == f"{GRID}?collection={collection.pk}" and collection.kind == "shoot"
    collect(client, [first, third], to=collection.pk)
    assert shown(client, f"collection={collection.pk}") == [second.pk, first.pk, third.pk]
    here = f"{GRID}collections/{collection.pk}/"
    client.post(here, {"do": "earlier", "photo": [third.pk]})
    assert shown(client, f"collection={collection.pk}") == [second.pk, third.pk, first.pk]
    client.post(here, {"do": "later", "photo": [second.pk, third.pk]})
    assert shown(client, f"collection={collection.pk}") == [first.pk, second.pk, third.pk]
    client.post(here, {"do": "remove", "photo": [second.pk]})
    client.post(here, {"do": "cover", "photo": [third.pk]})
    assert shown(client, f"collection={collection.pk}") == [first.pk, third.pk]
    listed = client.get(f"{GRID}collections/").context["collections"]
    assert [(one["row"].name, one["count"], one["cover"].pk) for one in listed] == [("Đường phố", 2, third.pk)]


def test_a_collection_shows_each_what_they_may_see_and_a_light_table_its_maker_alone(client, chief):
    mine = given.a_user("photographer")
    own, others = photo(by=mine), photo()
    collect(client, [others, own], name="Chung")
    collect(client, [own], name="Riêng", kind="lightbox")
    shared, private = Collection.objects.order_by("pk")
    client.force_login(mine)
    assert shown(client, f"collection={shared.pk}") == [own.pk]
    assert [one["count"] for one in client.get(f"{GRID}collections/").context["collections"]] == [1]
    assert client.post(f"{GRID}collections/{private.pk}/", {"do": "remove", "photo": own.pk}).status_code == 404
    collect(client, [others], to=shared.pk)
    said = client.post(f"{GRID}collections/{shared.pk}/", {"do": "delete"}, follow=True).content.decode()
    assert "Only whoever made it" in said and Collection.objects.filter(pk=shared.pk).exists()


def test_whoever_made_a_collection_names_it_and_deletes_it_and_its_photographs_stay(client, chief):
    one = photo()
    collect(client, [one], name="Chung")
    here = f"{GRID}collections/{Collection.objects.get().pk}/"
    client.post(here, {"do": "rename", "name": "Chung kết", "note": "Cho số báo Tết", "kind": "shoot"})
    kept = Collection.objects.get()
    assert (kept.name, kept.note, kept.kind) == ("Chung kết", "Cho số báo Tết", "shoot")
    assert "Nothing was changed" in client.post(here, {"do": "rename", "name": " "}, follow=True).content.decode()
    client.post(here, {"do": "delete"})
    assert not Collection.objects.exists() and Photo.objects.filter(pk=one.pk).exists()


def test_nobody_chosen_or_nowhere_to_go_is_said(client, chief):
    one = photo()
    for fields in ({"name": "A"}, {"photo": one.pk}, {"photo": "x", "to": "y"}):
        said = client.post(f"{GRID}chosen/", {"do": "collect", **fields}, follow=True).content.decode()
        assert "nothing was changed" in said
    assert not Collection.objects.exists()


def test_chosen_photographs_are_written_on_the_contact_sheet(client, chief):
    one, other = photo(), photo()
    answer = client.post(f"{GRID}chosen/", {"do": "words", "photo": [one.pk, other.pk]})
    assert answer["Location"] == f"{GRID}upload/?photo={one.pk}&photo={other.pk}"


def test_a_page_of_collections_costs_the_same_however_many(client, chief):
    one = photo()
    collect(client, [one], name="A")
    client.get(GRID)  # shows what was said
    few = queries_of(client, f"{GRID}collections/")
    for name in "BCDE":
        collect(client, [one], name=name)
    client.get(GRID)
    assert queries_of(client, f"{GRID}collections/") == few
