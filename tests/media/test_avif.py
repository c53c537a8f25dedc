"""Smaller files arrive behind the others: AVIF where it saves bytes, offered first, told to the stories once."""

import io
import re

import pytest
from PIL import Image

from articles.models import PublishedArticle
from articles.reading import drawing
from media import ingest, release, tasks
from media.darkroom import Failed, aside
from media.models import Photo, ReleasedPhoto, Rendition
from media.signals import photos_changed
from tests import given
from tests.media import shots

pytestmark = pytest.mark.django_db


def sent(size=(700, 900)):
    added = ingest.add_photo(io.BytesIO(shots.photograph(size)), name="a.jpg", caption="Cầu Rồng", credit="Minh Khuê")
    return added.photo


@pytest.fixture
def drawn():
    photo = sent()
    assert tasks.develop(photo.pk)
    return photo


def formats(photo):
    """{shape: the formats it is offered in, as browsers are to prefer them}"""
    shapes = Photo.objects.with_pictures().get(pk=photo.pk).picture()["shapes"]
    return {name: [key for key in shape if key not in ("width", "height")] for name, shape in shapes.items()}


def test_a_photograph_is_ready_without_avif_which_is_tried_after_everything_else(django_capture_on_commit_callbacks):
    from django_tasks_db.models import DBTaskResult

    photo = sent()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.develop(photo.pk)
    assert Photo.objects.get().state == Photo.State.READY
    assert formats(photo)["original"] == ["webp", "jpeg"]
    task = DBTaskResult.objects.get(task_path="media.tasks.make_avif")
    assert task.args_kwargs["args"] == [photo.pk] and task.priority < 0


def test_every_cut_but_the_card_is_offered_as_avif_first(drawn):
    assert tasks.lighten(drawn.pk)
    found = formats(drawn)
    assert found.pop("card") == ["webp", "jpeg"]
    assert set(found) == {"original", "3x2", "16x9", "4x3", "1x1"}
    assert set(map(tuple, found.values())) == {("avif", "webp", "jpeg")}
    for row in Rendition.objects.filter(format="avif"):
        same = Rendition.objects.get(key=row.key, width=row.width, format="webp")
        assert (row.shape, row.height) == (same.shape, same.height)


def test_the_avif_shows_the_same_picture(client, drawn):
    tasks.lighten(drawn.pk)
    release.release([drawn.pk])
    for row in Rendition.objects.filter(format="avif", width=320):
        light, plain = (
            Image.open(io.BytesIO(client.get(row.address.replace(".avif", suffix)).content)).convert("RGB")
            for suffix in (".avif", ".jpg")
        )
        assert light.size == plain.size == (row.width, row.height)
        pairs = zip(light.resize((8, 8)).tobytes(), plain.resize((8, 8)).tobytes(), strict=True)
        assert max(abs(a - b) for a, b in pairs) < 16, row.shape


def test_a_cut_that_would_not_become_smaller_stays_as_it_is_and_is_not_tried_for_ever(drawn, monkeypatch):
    monkeypatch.setattr(tasks, "WORTH_IT", 0.0)
    assert tasks.lighten(drawn.pk)
    assert not Rendition.objects.filter(format="avif").exists()
    assert not tasks.lighten(drawn.pk) and not Photo.objects.heavy().exists()


def test_a_live_story_offers_the_avif_once_it_is_there_and_is_drawn_again_once(
    client, drawn, django_capture_on_commit_callbacks
):
    story = given.a_published_article("Cầu Rồng", body=f'<p>Chữ.</p><figure data-photo="{drawn.pk}"></figure>')
    told = []

    def hear(photo_ids, **_others):
        told.extend(photo_ids)

    photos_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            tasks.lighten(drawn.pk)
            tasks.lighten(drawn.pk)
    finally:
        photos_changed.disconnect(hear)
    assert told == [drawn.pk]
    address = PublishedArticle.objects.get(pk=story.pk).get_absolute_url()
    pictures = re.findall(r"<picture>.*?</picture>", client.get(address).content.decode(), re.DOTALL)
    assert pictures
    for picture in pictures:
        assert re.findall(r'<source type="image/(\w+)"', picture)[:2] == ["avif", "webp"]
        for offered in set(re.findall(r"(/i/\S+) \d+w", picture)):
            answer = client.get(offered)
            assert answer.status_code == 200 and answer["Cache-Control"].endswith("immutable")
    assert "avif" in ReleasedPhoto.objects.get().sources["original"]


def test_lists_offer_it_too(drawn):
    tasks.lighten(drawn.pk)
    story = given.a_published_article("Cầu Rồng", lead_photo=drawn)
    teaser = drawing.picture(PublishedArticle.objects.get(pk=story.pk).lead, "3x2").__html__()
    assert re.findall(r'<source type="image/(\w+)"', teaser) == ["avif", "webp"]


def test_a_preview_never_names_a_public_address(client, drawn):
    tasks.lighten(drawn.pk)
    story = given.a_draft(body=f'<figure data-photo="{drawn.pk}"></figure>', lead_photo=drawn)
    client.force_login(given.a_user("chief"))
    page = client.get(f"/admin/articles/article/{story.pk}/preview/page/").content.decode()
    assert f"/photo/{drawn.pk}/thumb/" in page and "/i/" not in page and ".avif" not in page


def test_a_photograph_that_will_not_become_avif_is_shown_as_before(drawn, monkeypatch):
    def too_long(job, **_how):
        raise Failed("too long")

    before = formats(drawn)
    monkeypatch.setattr(aside, "ask", too_long)
    for _attempt in range(tasks.MOST_ATTEMPTS):
        Photo.objects.update(begun_at=None)
        assert tasks.lighten(drawn.pk)
    assert not tasks.lighten(drawn.pk), "it is given up"
    assert Photo.objects.get().state == Photo.State.READY and formats(drawn) == before


def test_the_sweep_tries_what_no_task_tried(drawn):
    Photo.objects.update(uploaded_at=drawn.uploaded_at - 2 * tasks.LEASE)
    assert tasks.sweep() == 1
    assert formats(drawn)["original"] == ["avif", "webp", "jpeg"]


def test_a_cut_asked_for_while_avif_is_made_is_drawn_after_it(drawn, monkeypatch, django_capture_on_commit_callbacks):
    from django_tasks_db.models import DBTaskResult

    from media import cuts

    keep = ingest.keep_renditions

    def asked_meanwhile(photo, made):
        cuts.ask([(photo, "16x9", (0.5, 0.1))])
        return keep(photo, made)

    monkeypatch.setattr(ingest, "keep_renditions", asked_meanwhile)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.lighten(drawn.pk)
    monkeypatch.undo()
    assert DBTaskResult.objects.filter(task_path="media.tasks.make_renditions").exists()
    assert tasks.develop(drawn.pk) and tasks.lighten(drawn.pk)
    assert formats(drawn)["16x9@0.5,0.1"] == ["avif", "webp", "jpeg"]
