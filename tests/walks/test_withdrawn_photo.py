"""Whoever reads the whole paper finds a withdrawn, a flagged or an unmasked photograph nowhere, by any address or word."""

import re

import pytest
from django.test import Client

from articles.models import Contributor
from media import masking, sensitive, withdrawal
from media.models import Photo
from tests import given
from tests.media.test_cuts import drawn
from tests.walks.test_leaks import LINK, said

pytestmark = pytest.mark.django_db
WORD = "zqphotographqz"
FILE = re.compile(rb"/i/([0-9a-f]{32})-")


@pytest.fixture
def photo():
    """A photograph that is everywhere: lead, figure, gallery, link card, portrait, of one story on the front and one below."""
    photo = drawn(given.a_photo(f"{WORD} trên cầu.", "Minh Khuê", size=(700, 467), keywords=[WORD], alt=WORD))
    figure = f'<figure data-photo="{photo.pk}" data-place="center"></figure>'
    linked = f'<p>Xem <a data-photo="{photo.pk}">ảnh này</a>.</p>'
    given.a_published_article(
        "Cầu mới thông xe", body=f"<p>Cầu.</p>{figure}<div data-gallery>{figure}{figure}</div>", lead_photo=photo,
        social_photo=photo, tags=["Giao thông"],
    )  # fmt: skip
    given.a_published_article("Chợ nổi họp sớm", body=f"<p>Chợ.</p>{linked}{figure}")
    given.a_published_article("Bài chỉ có liên kết", body=linked)
    Contributor.objects.filter(name="Minh Khuê").update(portrait=photo)
    return photo


def whole_paper():
    """{address: everything said there} of every public address that a reader can come by."""
    client, found = Client(), {}
    ahead = ["/", "/sitemap.xml", "/news-sitemap.xml", "/feed.xml", f"/search/?q={WORD}", "/robots.txt"]
    while ahead:
        address = ahead.pop()
        if address in found or address.startswith("/admin/"):
            continue
        answer = client.get(address)
        found[address] = said(answer) if answer.status_code < 400 else b""
        ahead += [(one or two).decode().replace("&amp;", "&") for one, two in LINK.findall(found[address])]
    return found


def shows(photo_page, keys, words=(WORD,)):
    """The addresses that give away a file under these keys, the photograph's page, or its words."""
    given_away = []
    for address, everything in whole_paper().items():
        found = {key.decode() for key in FILE.findall(everything)} & keys
        told = [
            word for word in words if word.encode() in everything.replace(address.encode(), b"") and "q=" not in address
        ]
        if found or told or photo_page.encode() in everything:
            given_away.append(address)
    return given_away


def keys_of(photo):
    return {row.key for row in photo.renditions.all()}


def test_withdrawn_it_is_nowhere(photo, django_capture_on_commit_callbacks):
    keys, page = keys_of(photo), f"/photo/{photo.pk}/"
    files = [row.address for row in photo.renditions.all()]
    before = shows(page, keys)
    assert len(before) > 10, "the walk comes by it"
    with django_capture_on_commit_callbacks(execute=True):
        withdrawal.withdraw(photo, by=given.a_user("chief"), reason="privacy")
    assert shows(page, keys) == []
    assert {Client().get(address).status_code for address in files} == {410}
    assert Client().get(page).status_code in (404, 410)


def test_flagged_it_is_nowhere_until_somebody_agreed(photo, django_capture_on_commit_callbacks):
    keys, page = keys_of(photo), f"/photo/{photo.pk}/"
    with django_capture_on_commit_callbacks(execute=True):
        sensitive.flag(photo, ["minor"], by=given.a_user("photographer"))
    assert shows(page, keys) == []
    assert {Client().get(row.address).status_code for row in photo.renditions.all()} == {410}
    with django_capture_on_commit_callbacks(execute=True):
        sensitive.agree(photo, by=given.a_user("chief"), version=Photo.objects.get(pk=photo.pk).version)
    assert len(shows(page, keys)) > 10


def test_masked_no_page_names_an_unmasked_file(photo, django_capture_on_commit_callbacks):
    keys, page = keys_of(photo), f"/photo/{photo.pk}/"
    files = [row.address for row in photo.renditions.all()]
    mask = {"form": "box", "how": "cover", "at": [0.2, 0.2, 0.2, 0.2]}
    with django_capture_on_commit_callbacks(execute=True):
        masking.put(photo, [mask], by=given.a_user("chief"))
    assert shows("/photo/0/", keys, words=()) == []
    assert {Client().get(address).status_code for address in files} == {410}
    now = drawn(Photo.objects.get(pk=photo.pk))
    assert len(shows(page, keys_of(now))) > 10 and not keys_of(now) & keys
