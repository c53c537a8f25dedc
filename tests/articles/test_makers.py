"""Who made a photograph: exact names are linked, like ones asked about once, unknown ones may become contributors."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from articles import makers
from articles.models import Contributor, PenName, PhotoCreator
from articles.permissions import may, visible_photos
from media.admin import sheet
from media.models import Photo
from tests import given

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.LANGUAGE_CODE = "en"


def linked(photo):
    rows = PhotoCreator.objects.filter(photo=photo).order_by("order")
    return [(row.name, row.contributor and row.contributor.name) for row in rows]


def test_the_exact_name_of_a_contributor_or_their_pen_name_is_linked_as_the_picture_comes_in():
    anh = Contributor.objects.create(name="Đức Anh")
    PenName.objects.create(contributor=Contributor.objects.create(name="Nguyễn Văn Hạ"), name="An Hạ")
    photo = given.a_photo(credit="TTXVN", creators=["ĐỨC ANH", "An Hạ", "Duc Anh"])
    assert linked(photo) == [("ĐỨC ANH", anh.name), ("An Hạ", "Nguyễn Văn Hạ"), ("Duc Anh", None), ("TTXVN", None)]


def test_a_credit_that_repeats_a_creator_is_one_name():
    assert linked(given.a_photo(credit="ĐỨC ANH", creators=["Đức Anh"])) == [("Đức Anh", None)]


def test_who_becomes_a_contributor_later_has_the_pictures_credited_to_that_name():
    photo = given.a_photo(creators=["Đức Anh"], credit="")
    person = Contributor.objects.create(name="Đức Anh")
    assert linked(photo) == [("Đức Anh", "Đức Anh")]
    other = given.a_photo(creators=["Minh Khuê"], credit="")
    PenName.objects.create(contributor=person, name="Minh Khuê")
    assert linked(other) == [("Minh Khuê", "Đức Anh")]


def test_names_that_change_are_linked_anew_and_the_others_stay():
    Contributor.objects.create(name="Đức Anh")
    photo = given.a_photo(creators=["Đức Anh", "Minh"], credit="")
    photo.creators = ["Lan", "Đức Anh"]
    photo.save()
    assert linked(photo) == [("Lan", None), ("Đức Anh", "Đức Anh")]


def test_a_credit_written_on_the_contact_sheet_is_linked_too():
    person, editor = Contributor.objects.create(name="Đức Anh"), given.a_user("chief")
    photos = [given.a_photo(credit="") for _ in range(2)]
    sheet.write(editor, [{"photos": [p.pk for p in photos], "field": "credit", "how": "set", "text": "Đức Anh"}], {})
    assert [linked(photo) for photo in photos] == [[("Đức Anh", person.name)]] * 2


def test_many_photographs_are_noted_in_a_fixed_number_of_queries(django_assert_max_num_queries):
    Contributor.objects.create(name="Đức Anh")
    photos = [given.a_photo(creators=["Đức Anh"], credit=f"Bạn đọc {number}") for number in range(6)]
    PhotoCreator.objects.all().delete()
    with django_assert_max_num_queries(9):
        makers.note(photos)
    assert PhotoCreator.objects.count() == 12


def test_rights_of_ones_own_follow_the_links_in_both_forms(django_assert_max_num_queries):
    photographer = given.a_user("photographer")
    person = Contributor.objects.create(name="Đức Anh", account=photographer)
    exact, like, other = (given.a_photo(creators=[name], credit="") for name in ("ĐỨC ANH", "Duc Anh", "Minh"))
    PhotoCreator.objects.filter(photo=like).update(contributor=person)
    own = [photo.pk for photo in (exact, like, other) if may(photographer, "photo.edit_caption", photo)]
    with django_assert_max_num_queries(6):
        found = sorted(visible_photos(photographer, Photo.objects.all()).values_list("pk", flat=True))
    assert own == found == [exact.pk, like.pk]


def test_a_merged_contributors_pictures_are_their_heirs(client):
    photographer = given.a_user("photographer")
    heir = Contributor.objects.create(name="Đức Anh", account=photographer)
    old = Contributor.objects.create(name="Anh Đức")
    photo = given.a_photo(creators=["Anh Đức"], credit="")
    old.merged_into = heir
    old.save()
    assert may(photographer, "photo.view_unreleased", photo)


def buttons(html):
    return re.findall(r'name="_maker" value="([^"]+)"', html)


def press(client, photo, value):
    fields = {"caption": photo.caption, "credit": photo.credit, "creators": ", ".join(photo.creators)}
    fields |= {"focus_x": 0.5, "focus_y": 0.5, "_maker": value}
    return client.post(reverse("admin:media_photo_change", args=[photo.pk]), fields, follow=True).content.decode()


def test_a_name_that_differs_in_its_marks_is_asked_about_once(client):
    Contributor.objects.create(name="Đức Anh")
    photo = given.a_photo(creators=["Duc Anh"], credit="")
    client.force_login(given.a_user("section", sections=[given.a_section()]))
    html = client.get(reverse("admin:media_photo_change", args=[photo.pk])).content.decode()
    assert "This is Đức Anh" in html and "Make a contributor" not in html
    said = press(client, photo, buttons(html)[0])
    assert "“Duc Anh” is Đức Anh." in said
    assert linked(photo) == linked(given.a_photo(creators=["Duc Anh"], credit="")) == [("Duc Anh", "Đức Anh")]
    press(client, photo, buttons(said)[0])
    assert linked(photo) == [("Duc Anh", None)]


def test_a_chief_makes_a_contributor_of_an_unknown_name(client):
    photo = given.a_photo(creators=["Lê Thị Mới"], credit="")
    client.force_login(given.a_user("chief"))
    html = client.get(reverse("admin:media_photo_change", args=[photo.pk])).content.decode()
    press(client, photo, buttons(html)[0])
    assert linked(photo) == [("Lê Thị Mới", "Lê Thị Mới")]


def test_what_somebody_says_of_themselves_holds_for_that_picture_alone(client):
    photographer = given.a_user("photographer")
    Contributor.objects.create(name="Đức Anh", account=photographer)
    photo = given.a_photo(creators=["Duc Anh"], credit="", by=photographer)
    client.force_login(photographer)
    html = client.get(reverse("admin:media_photo_change", args=[photo.pk])).content.decode()
    press(client, photo, buttons(html)[0])
    assert linked(photo) == [("Duc Anh", "Đức Anh")]
    assert linked(given.a_photo(creators=["Duc Anh"], credit="")) == [("Duc Anh", None)]


@pytest.mark.parametrize("value", ["create:1", "link:1:1", "undo:1", "link:x", "", "link:99999:1"])
def test_who_may_not_say_so_and_what_is_not_there_is_refused_in_words(client, value):
    photographer = given.a_user("photographer")
    photo = given.a_photo(creators=["Duc Anh"], credit="", by=photographer)
    client.force_login(photographer)
    said = press(client, photo, value)
    assert "Nothing was linked." in said and linked(photo) == [("Duc Anh", None)]


def test_photographs_from_before_are_linked_by_the_migration():
    from importlib import import_module

    from django.apps import apps

    Contributor.objects.create(name="Đức Anh")
    photo = given.a_photo(creators=["Đức Anh"], credit="TTXVN")
    PhotoCreator.objects.all().delete()
    import_module("articles.migrations.0005_photo_creators").fill(apps, None)
    assert linked(photo) == [("Đức Anh", "Đức Anh"), ("TTXVN", None)]
    call_command("check")
