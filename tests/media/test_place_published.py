"""A published file says nothing of a place, unless a chief editor let the place shown go out with it."""

import pytest
from django.forms import model_to_dict

from media.admin.forms import PhotoForm
from media.metadata import embed
from media.models import Photo, Rendition
from tests import given

pytestmark = pytest.mark.django_db
PLACE = {"place_shown": "Chợ nổi Cái Răng", "city": "Cần Thơ", "country": "Việt Nam"}


@pytest.fixture
def photo():
    photo = given.a_photo(size=(400, 300), place_shown=PLACE["place_shown"])
    Photo.objects.filter(pk=photo.pk).update(**PLACE, place_created={"City": "NHÀ RIÊNG"})
    given.a_published_article(lead_photo=Photo.objects.get(pk=photo.pk))
    return Photo.objects.get(pk=photo.pk)


def saved(client, photo, capture, **changes):
    fields = model_to_dict(photo, [name for name in PhotoForm.Meta.fields if name != "place_published"])
    fields |= {name: ", ".join(value) for name, value in fields.items() if isinstance(value, list)} | {"hand_crops": ""}
    fields["supplier"] = ""
    with capture(execute=True):
        return client.post(f"/admin/media/photo/{photo.pk}/change/", fields | changes)


def of_readers(client, photo):
    """The words in every file that readers may fetch."""
    return [client.get(row.address).content for row in Rendition.objects.filter(photo=photo)]


def test_no_place_stands_in_a_published_file_as_long_as_nobody_let_it_out(client, photo):
    assert not photo.place_published
    for data in of_readers(client, photo):
        assert "Cần Thơ".encode() not in data and "Cái Răng".encode() not in data and b"LocationShown" not in data


def test_a_chief_lets_the_place_shown_go_out_and_takes_it_back(client, photo, django_capture_on_commit_callbacks):
    client.force_login(given.a_user("chief"))
    assert 'name="place_published"' in client.get(f"/admin/media/photo/{photo.pk}/change/").content.decode()
    saved(client, photo, django_capture_on_commit_callbacks, place_published="on")
    for data in of_readers(client, photo):
        for word in PLACE.values():
            assert word.encode() in data
        assert "NHÀ RIÊNG".encode() not in data and b"GPS" not in data
    saved(client, photo, django_capture_on_commit_callbacks, place_published="on", city="Vĩnh Long")
    assert all("Vĩnh Long".encode() in data for data in of_readers(client, photo))
    saved(client, photo, django_capture_on_commit_callbacks)
    assert not any(b"LocationShown" in data for data in of_readers(client, photo))


@pytest.mark.parametrize("role", ["section", "photographer"])
def test_nobody_else_sees_the_switch_or_moves_it(client, photo, role, django_capture_on_commit_callbacks):
    user = given.a_user(role, sections=[given.a_section()] if role == "section" else [])
    Photo.objects.filter(pk=photo.pk).update(uploaded_by=user)
    client.force_login(user)
    assert "place_published" not in client.get(f"/admin/media/photo/{photo.pk}/change/").content.decode()
    saved(client, photo, django_capture_on_commit_callbacks, place_published="on", caption="Lời mới.")
    changed = Photo.objects.get(pk=photo.pk)
    assert (changed.caption, changed.place_published) == ("Lời mới.", False)


def test_the_place_is_written_as_the_standard_names_it():
    packet = embed.packet({"place": {"shown": "Chợ", "city": "Cần Thơ", "country": "Việt Nam"}}).decode()
    assert "<Iptc4xmpExt:LocationName>Chợ</Iptc4xmpExt:LocationName>" in packet
    assert "<photoshop:City>Cần Thơ</photoshop:City>" in packet
    assert embed.packet({"place": {"shown": "", "city": "", "country": ""}}) == embed.packet({})
