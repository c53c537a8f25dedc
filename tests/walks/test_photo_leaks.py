"""No byte of a photograph that readers have not got comes to somebody without the right to it, by any address.

Hidden photographs carry a word of their own in every field, in their file's name and in their bytes. Strangers of the
desk, and nobody in particular, ask every address that the site has, with every number, every key that a query may have,
and every header that changes an answer: nowhere may one of the words or a piece of one of the files come back.
"""

import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from PIL import Image

from articles.models import Article
from media import release, storing
from media.models import Photo, Rendition
from tests import given
from tests.articles.desk import opened
from tests.walks.test_leaks import a_marked_photo, mark, said

pytestmark = pytest.mark.django_db
MARK = re.compile(rb"zq(?:unreleased|withdrawn|deleted|corrected)[a-z]+qz")  # what a random token never spells
STATES = ["unreleased", "withdrawn", "deleted", "corrected"]
WAYS = [("get", {}), ("head", {}), ("post", {}), ("get", {"range": "bytes=0-99999"}), ("get", {"if-none-match": "*"}),
        ("get", {"if-modified-since": "Thu, 01 Jan 1970 00:00:00 GMT"}), ("get", {"accept": "application/json"})]  # fmt: skip
PICTURES = re.compile(r"/photo/|/admin/media/photo/\d|/i/|/media/")
PIECE = 48  # bytes of a file that stand in no other


def noise():
    """Bytes that no other picture has, and whose smaller pictures are like no other's either."""
    out = io.BytesIO()
    Image.effect_noise((640, 480), 90).convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def a_hidden_photo(state, by, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(given, "jpeg", lambda **save: _commented(noise(), **save))
        photo = a_marked_photo(state, "photo", by)
    Photo.objects.filter(pk=photo.pk).update(
        keywords=[mark(state, "keyword")], people=[mark(state, "people")], event=mark(state, "event"),
        creators=[mark(state, "creator")], job_id=mark(state, "job"),
    )  # fmt: skip
    if state in {"withdrawn", "corrected"}:
        release.release([photo.pk])
    if state == "withdrawn":
        release.retract([photo.pk])
        Photo.objects.filter(pk=photo.pk).update(withdrawn_at=timezone.now())
    if state == "deleted":
        Photo.objects.filter(pk=photo.pk).update(deleted_at=timezone.now(), deleted_by=by)
    if (
        state == "corrected"
    ):  # readers have it, in the words of then; its newer words and its file's name are not theirs
        photo.released.__class__.objects.filter(pk=photo.pk).update(
            caption="Ảnh đã đăng.", alt="", credit="Người chụp", creators=[], copyright="", usage_terms=""
        )
    photo = Photo.objects.get(pk=photo.pk)
    photo.save()  # the words it is found by
    return photo


def _commented(data, comment=b"", **_save):
    out = io.BytesIO()
    Image.open(io.BytesIO(data)).save(out, "JPEG", quality=80, comment=comment)
    return out.getvalue()


@pytest.fixture
def hidden(monkeypatch):
    writer = given.a_user("reporter")
    photos = {state: a_hidden_photo(state, writer, monkeypatch) for state in STATES}
    body = "".join(
        f'<figure data-photo="{photo.pk}" data-place="center"><figcaption></figcaption></figure>'
        for state, photo in photos.items()
        if state != "deleted"
    )
    story = given.a_draft("Chuyện kín", by=writer, section=given.a_section("Điều tra"))
    Article.objects.filter(pk=story.pk).update(body=story.body + body, lead_photo=photos["unreleased"])
    return photos


def pieces(photos):
    """{state and file: bytes from the middle of every stored file that this state hides}."""
    found = {}
    for state, photo in photos.items():
        files = [(storing.originals(), photo.original)]
        if state != "corrected":
            files += [(storing.renditions(), row.file) for row in Rendition.objects.filter(photo=photo)]
        for storage, key in files:
            with storage.open(key) as file:
                data = file.read()
            found[f"{state} {key}"] = data[len(data) // 2 :][:PIECE]
    return found


def patterns(found=None, before=""):
    for one in get_resolver().url_patterns if found is None else found:
        route = before + str(one.pattern).lstrip("^")
        if isinstance(one, URLPattern):
            yield route
        else:
            yield from patterns(one.url_patterns, route)


def filled(route, number, photo):
    """An address of this pattern: numbers are the photograph's, or a width's; words its file's name or the like."""
    width = re.sub(r"<int:width>", "480", route)
    numbered = re.sub(r"<(?:int|id|path|str):\w*(?:id|pk|number)>|<\w*id>", str(number), width)
    named = re.sub(r"<str:name>|<path:\w+>", photo.original_name, numbered)
    return "/" + re.sub(r"<[^>]+>", "x", named).replace("\\Z", "").replace("$", "").replace("(?P", "")


def keys():
    """Every key that code of ours asks a query for."""
    asked = re.compile(r"GET(?:\.get|\.getlist)?[\[(]\s*\"([a-z_]+)\"|parameter_name = .*?\"([a-z_]+)\"")
    found = set()
    for app in ("articles", "media", "newsroom"):
        for path in (Path(settings.ROOT) / app).rglob("*.py"):
            found |= {key for pair in asked.findall(path.read_text(encoding="utf-8")) for key in pair if key}
    return sorted(found | {"q", "id", "of", "shape", "focus", "p", "o", "_popup", "_to_field", "format", "preview"})


def addresses(photos):
    """Every address of the site with every photograph, then the lists with every key."""
    routes = sorted(route for route in set(patterns()) if not route.startswith(("admin/enter", "admin/logout")))
    some = next(iter(photos.values()))
    for photo in photos.values():
        for route in routes:
            if "<" in route:
                yield filled(route, photo.pk, photo)
        yield from (
            f"/i/{photo.sha256}-960.jpg",
            f"/i/{photo.original}",
            f"/media/{photo.original}",
            f"/photo/{photo.pk}/",
        )
        yield from (row.address for row in Rendition.objects.filter(photo=photo) if not hasattr(photo, "released"))
        yield f"/admin/media/photo/{photo.pk}/thumb/960/?shape=3x2&focus=0.5,0.31"
    every = "&".join(f"id={photo.pk}&ref=photo:{photo.pk}" for photo in photos.values())
    for route in (route for route in routes if "<" not in route):
        address = filled(route, 0, some)
        yield address
        yield f"{address}?{every}&q=zq"
        for value in ("zq", some.pk):
            yield f"{address}?" + "&".join(f"{key}={value}" for key in keys())
            if "media/photo" in address:
                yield from (f"{address}?{key}={value}" for key in keys())


def told(answer, address, hides):
    """What an answer tells that it may not: words that its own address did not say, and pieces of files."""
    whole = said(answer)
    words = set(MARK.findall(whole.lower())) - set(MARK.findall(address.lower().encode()))
    return {word.decode() for word in words} | {name for name, piece in hides.items() if piece in whole}


@pytest.mark.parametrize("role", ["anon", "reporter", "photographer", "admin"])
def test_no_stranger_gets_a_word_or_a_byte_of_a_hidden_photograph(hidden, role):
    client, hides, found = Client(raise_request_exception=False), pieces(hidden), {}
    if role != "anon":
        client.force_login(given.a_user(role))
    for address in dict.fromkeys(addresses(hidden)):
        for method, headers in WAYS if "?" not in address and PICTURES.match(address) else WAYS[:1]:
            answer = getattr(client, method)(address, headers=headers)
            assert answer.status_code != 500, address
            if leak := told(answer, address, hides):
                found[address] = leak
    assert not found


def test_the_words_and_pieces_would_be_found(hidden):
    client, hides = Client(), pieces(hidden)
    client.force_login(given.a_user("chief"))
    photo = hidden["unreleased"]
    page = client.get(f"/admin/media/photo/{photo.pk}/change/")
    assert mark("unreleased", "photocaption") in told(page, "", hides)
    original = client.get(f"/admin/media/photo/{photo.pk}/original/")
    assert f"unreleased {photo.original}" in told(original, "", hides)
    thumb = client.get(f"/admin/media/photo/{photo.pk}/thumb/480/")
    assert any(name.startswith("unreleased") for name in told(thumb, "", hides))


def test_who_writes_a_hidden_photographs_number_into_a_story_of_their_own_is_told_nothing(hidden):
    client, user, hides = Client(raise_request_exception=False), given.a_user("reporter"), pieces(hidden)
    client.force_login(user)
    story = given.a_draft("Chuyện của tôi", by=user)
    page = f"/admin/articles/article/{story.pk}/change/"
    fields = opened(client, page)
    pages = [page, page.replace("change", "preview"), page.replace("change", "preview/page"), "/admin/"]
    for photo in hidden.values():
        figure = f'<p>Bài.</p><figure data-photo="{photo.pk}" data-place="center"><figcaption></figcaption></figure>'
        number = dict.fromkeys(["lead_photo", "social_photo", "placed"], photo.pk)
        typed = (
            fields | number | {"html": figure, "text": figure, "article": story.pk, "tab": "a" * 32, "key": "b" * 32}
        )
        posted = [client.post(page, typed), client.post(page, typed | {"_do": f"lead:{photo.pk}"})]
        for name in ("keep/", "keep/page/", "paste/", "understand/", "new-from-text/"):
            posted.append(client.post(f"/admin/articles/article/{name}", typed))
        kept = f"/admin/articles/article/keep/page/?article={story.pk}&tab={'a' * 32}"
        for answer in [*posted, *map(client.get, [kept, *pages])]:
            assert answer.status_code != 500
            assert not told(answer, "", hides), answer.request["PATH_INFO"]
    assert posted[2].status_code == 200, "what was typed was kept, and told again to whoever typed it"
