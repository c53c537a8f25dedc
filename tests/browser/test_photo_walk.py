"""The walk of a photograph: twelve files of a card dropped, captioned together, one placed, published, read by a reader, and
its served files read by somebody else's tool. NEWSROOM_FILM names a folder that gets a picture of every step."""

import io
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from articles.models import Article, Contributor, DeskSettings, PublishedArticle, State
from media import tasks
from media.models import Photo
from tests import given
from tests.browser.editing import VIOLATIONS, enter
from tests.browser.test_photo_upload import drop, mark

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What a card of that evening holds: a frame whose file says where the camera stood, newspaper files with their words,
# files from agencies, other programs and other formats.
FILES = (
    "photos-metadata/gps-1.jpg", "photos-metadata/iptc-ref-std2019.1.jpg", "photos-metadata/demo-iim-and-xmp.jpg",
    "photos-metadata/goalie-german.jpg", "photos-metadata/exiftool-PhotoMechanic.jpg", "photos-metadata/png-xmp.png",
    "photos-vi-press/agency-caption-1.jpg", "photos-vi-press/creator-only.jpg", "photos-vi-press/junk-caption-1.jpg",
    "photos-vi-press/lowbyte-but-xmp-good-1.jpg", "photos-vi-press/utf8-ok-1.jpg", "photos-vi-press/camera-as-artist.jpg",
)  # fmt: skip
PRIVATE = ("GPS", "Serial", "OwnerName", "Comment", "Thumbnail", "Make", "Model", "Software")


class Person:
    """Somebody's browser."""

    def __init__(self, chromium, live_server, user, **how):
        self.context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", **how)
        if user:
            DeskSettings.objects.get_or_create(user=user, defaults={"language": "en"})
            enter(self.context, live_server, user)
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.add_init_script(VIOLATIONS)
        self.wrong = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda said: self.wrong.append(said.text) if "policy:" in said.text else None)

    def film(self, name):
        if folder := os.environ.get("NEWSROOM_FILM"):
            self.page.screenshot(path=str(Path(folder) / f"photo-{name}.png"))

    def leave(self):
        self.context.close()
        assert self.wrong == []


@pytest.fixture
def storage(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        **{
            name: {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / name}}
            for name in ("originals", "renditions")
        },
    }


def files_of(test_data):
    found = [test_data / name for name in FILES]
    missing = [path.name for path in found if not path.is_file()]
    if missing:
        pytest.skip(f"not in the folder of test data: {', '.join(missing)}")
    return [(path.name, path.read_bytes()) for path in found]


def soon(asked, seconds=20):
    last = time.monotonic() + seconds
    while not (answer := asked()):
        assert time.monotonic() < last, "never came true"
        time.sleep(0.1)
    return answer


def read_by_another(data: bytes, suffix: str, folder: Path) -> dict:
    """What ExifTool reads in these bytes; without it, what Pillow reads of XMP."""
    if shutil.which("exiftool"):
        path = folder / f"served{suffix}"
        path.write_bytes(data)
        said = subprocess.run(
            ["exiftool", "-json", "-a", "-G0", str(path)], capture_output=True, check=True, timeout=60
        )
        read = json.loads(said.stdout)[0]
        return {
            name: value for name, value in read.items() if not name.startswith(("File:", "ExifTool:", "Composite:"))
        }
    with Image.open(io.BytesIO(data)) as image:
        return {"XMP:All": str(image.getxmp()), **{f"EXIF:{tag}": value for tag, value in image.getexif().items()}}


def test_from_the_card_to_a_credited_photograph_on_the_page(chromium, live_server, storage, test_data, tmp_path):
    files = files_of(test_data)
    photographer, reporter, chief = (given.a_user(role) for role in ("photographer", "reporter", "chief"))
    Contributor.objects.create(name="Đông Phong", account=photographer)
    waiting = '<p>Sáng nay chợ họp sớm hơn mọi ngày.</p><figure data-photo="" data-place="center"></figure>'
    story = given.a_draft("Chợ sớm ven sông", by=reporter, body=waiting, credit_line="Bài: Lê Mộc - Ảnh: Đông Phong")

    # The photographer drops the card's files and writes their words together.
    shooting = Person(chromium, live_server, photographer)
    page = shooting.page
    page.goto(f"{live_server.url}/admin/media/photo/upload/?story={story.pk}")
    page.get_by_text("For a story: Chợ sớm ven sông").wait_for()
    drop(page, files)
    soon(lambda: page.text_content("#upload-sum").startswith("12 came in"))
    soon(lambda: "under way" not in page.text_content("#upload-sum"))
    shooting.film("dropped")
    for name in [name for name, _bytes in files]:
        mark(page, name).click(modifiers=["Control"])
    assert page.text_content("#shoot-count") == "12 of 12 selected"
    page.fill("#panel-event", "Chợ sớm")
    page.select_option("#how-credit", "set")
    page.fill("#panel-credit", "Đông Phong")
    page.get_by_role("button", name="Write to 12 frames").click()
    soon(lambda: Photo.objects.filter(credit="Đông Phong", event="Chợ sớm").count() == 12)
    page.get_by_role("button", name="Select none").click()
    mark(page, "gps-1.jpg").click()
    page.fill("#panel-caption", "Người bán hàng ở chợ sớm ven sông Hàn, 5 giờ sáng 24-11.")
    page.fill("#panel-alt", "Một phụ nữ đội nón cân cá dưới ánh đèn")
    page.get_by_role("button", name="Write to 1 frame").click()
    placed = soon(lambda: Photo.objects.filter(caption__startswith="Người bán hàng", alt__startswith="Một").first())
    shooting.film("captioned")
    for wrong_one in Photo.objects.filter(caption=""):
        assert "Missing caption" in page.locator(".upload-item", has_text=wrong_one.original_name).inner_text()

    tasks.develop(placed.pk)  # the worker's part: every width and shape

    # One is placed: the first of them fills the figure that waited.
    page.get_by_role("button", name="Send 12 pictures to").click()
    page.get_by_text("its people are told").wait_for()
    shooting.film("sent-to-the-story")
    story.refresh_from_db()
    assert f'data-photo="{placed.pk}"' in story.body and story.body.count("<figure") == 1
    shooting.leave()

    # The reporter sees it in the story and sends it; the chief publishes.
    writing = Person(chromium, live_server, reporter)
    writing.page.goto(f"{live_server.url}/admin/articles/article/{story.pk}/change/")
    writing.page.locator(".ProseMirror figure img").wait_for()
    writing.film("in-the-story")
    writing.page.get_by_role("button", name="Send", exact=True).click()
    soon(lambda: Article.objects.get(pk=story.pk).state == State.IN_REVIEW)
    writing.leave()
    publishing = Person(chromium, live_server, chief)
    publishing.page.goto(f"{live_server.url}/admin/articles/article/{story.pk}/change/")
    publishing.page.get_by_role("button", name="Publish", exact=True).click()
    publishing.page.get_by_role("heading", name="Publish", exact=True).wait_for()  # where on the front it stands
    publishing.film("publish")
    publishing.page.get_by_role("button", name="Publish", exact=True).click()
    soon(lambda: PublishedArticle.objects.filter(pk=story.pk).exists())
    publishing.leave()

    # The reader: a picture that loads, its caption and its credit; nothing of the desk.
    reading = Person(chromium, live_server, None)
    page = reading.page
    page.goto(live_server.url + PublishedArticle.objects.get(pk=story.pk).get_absolute_url())
    figure = page.locator("figure", has_text="Người bán hàng ở chợ sớm").first
    assert "Đông Phong" in figure.inner_text()
    image = figure.locator("img")
    image.scroll_into_view_if_needed()
    soon(lambda: image.evaluate("image => image.complete && image.naturalWidth > 0"))
    assert image.get_attribute("alt") == "Một phụ nữ đội nón cân cá dưới ánh đèn"
    assert int(image.get_attribute("width")) > 0 and int(image.get_attribute("height")) > 0
    reading.film("read")
    addresses = {image.get_attribute("src")}
    for source in figure.locator("source").all():
        addresses |= {part.split()[0] for part in source.get_attribute("srcset").split(",")}
    reading.leave()

    # Its files, read by somebody else's tool: creator and credit, caption and alt, and nothing private.
    assert {Path(address).suffix for address in addresses} >= {".jpg", ".webp"}
    client = Client()
    for address in sorted(addresses):
        answer = client.get(address)
        assert answer.status_code == 200 and "immutable" in answer["Cache-Control"]
        data = b"".join(answer) if answer.streaming else answer.content
        read = read_by_another(data, Path(address).suffix, tmp_path)
        told = json.dumps(read, ensure_ascii=False)
        for words in ("Người bán hàng ở chợ sớm", "Đông Phong", "Một phụ nữ đội nón"):
            assert words in told, (address, words)
        private = [name for name in read if any(word in name.partition(":")[2] for word in PRIVATE)]
        assert private == [], (address, private)

    # The other eleven are nobody's outside the desk.
    for other in Photo.objects.exclude(pk=placed.pk):
        assert client.get(f"/photo/{other.pk}/").status_code == 404
        for rendition in other.renditions.all():
            assert client.get(rendition.address).status_code == 404
