"""A large picture library for measuring: photographs of made-up words in the shape of real ones, sent over ten years.

Written in bulk, past the door for bytes, but to the same rows: photograph, one file each (whose bytes do not exist),
fingerprint, makers, and for one in ten a figure and a released row where there are live stories. The same seed gives the
same library.
"""

import hashlib
import random
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils import timezone

from articles import makers
from articles.models import Article, Figure, State
from media import crops, finding, names
from media.models import Likeness, Photo, ReleasedPhoto, Rendition
from newsroom.demo_archive import FAMILY, GIVEN, MIDDLE, YEARS, Vocabulary, read_vocabulary

BATCH = 2000
NAME = "library-"
SIZES = ((6000, 4000), (4000, 6000), (5472, 3648), (3000, 3000), (1600, 1200), (9000, 3000))
PLACES = ("Đà Nẵng", "Hà Nội", "TP.HCM", "Huế", "Cần Thơ", "Đắk Lắk", "Lào Cai", "Quảng Ngãi", "Nghệ An", "Paris")
AGENCIES = ("TTXVN", "AFP", "Reuters", "CTV", "NVCC")
USED = 0.1  # of the photographs stand in a story
WITHOUT_CAPTION = 0.03
SHOOT = 40  # photographs of one event, one after the other


def load(count, say, *, seed=1):
    """Add photographs until the library has count. Returns how many were added."""
    have = Photo.objects.filter(original_name__startswith=NAME).count()
    if have >= count:
        return 0
    chance = random.Random(f"{seed} {have}")
    vocabulary = read_vocabulary()
    makers = [f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {given}" for given in GIVEN * 4]
    people = list(get_user_model().objects.filter(is_active=True).order_by("pk")[:5]) or [None]
    stories = list(Article.objects.filter(state=State.LIVE).order_by("-pk").values_list("pk", flat=True)[:5000])
    now = timezone.now()
    step = timedelta(days=365 * YEARS) / count
    event = ""
    for first in range(have, count, BATCH):
        photos = []
        for number in range(first, min(first + BATCH, count)):
            if number % SHOOT == 0:
                event = vocabulary.line(chance, 4).capitalize()
            at = now - timedelta(hours=1) - step * (count - number)
            photos.append(_photo(number, at, chance, vocabulary, chance.choice(makers), event, chance.choice(people)))
        with transaction.atomic():
            _write(photos, chance, stories)
        if (first + BATCH) % (BATCH * 25) == 0:
            say(f"  {first + BATCH} photographs")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return count - have


def _photo(number: int, at, chance: random.Random, vocabulary: Vocabulary, maker: str, event: str, sender) -> Photo:
    size = chance.choice(SIZES)
    sha256 = hashlib.sha256(f"{NAME}{number}".encode()).hexdigest()
    place = chance.choice(PLACES)
    return Photo(
        sha256=sha256, original=f"{sha256[:2]}/{sha256}", original_name=f"{NAME}{number:07}.jpg", bytes=6_000_000,
        format="JPEG", width=size[0], height=size[1],
        caption="" if chance.random() < WITHOUT_CAPTION else vocabulary.line(chance, 22).capitalize() + ".",
        headline=vocabulary.line(chance, 7).capitalize(), creators=[maker],
        credit=maker if chance.random() < 0.7 else f"{maker}/{chance.choice(AGENCIES)}",
        keywords=[vocabulary.line(chance, 2) for _ in range(4)],
        people=[f"{chance.choice(FAMILY)} {chance.choice(GIVEN)}"] if chance.random() < 0.4 else [],
        event=event, place_shown=place, city=place, country="Việt Nam" if place != "Paris" else "Pháp",
        taken_at=at - timedelta(hours=3), uploaded_at=at, uploaded_by=sender, state=Photo.State.READY,
    )  # fmt: skip


def _write(photos: list[Photo], chance: random.Random, stories: list[int]) -> None:
    """All rows of a batch, each table in one statement."""
    photos = Photo.objects.bulk_create(photos)
    finding.index(photos)
    makers.note(photos)
    files = []
    for photo in photos:
        cut = photo.cut("original")
        key = names.key(photo.sha256, "original", cut)
        width, height = crops.scaled(photo.size, 640)
        stored = names.stored_as(names.name(key, width, "jpeg"))
        files.append(
            Rendition(
                photo=photo,
                shape="original",
                cut=cut,
                format="jpeg",
                width=width,
                height=height,
                key=key,
                file=stored,
                bytes=1,
            )
        )
    Rendition.objects.bulk_create(files)
    Likeness.objects.bulk_create([Likeness.of(photo, chance.getrandbits(64) - (1 << 63)) for photo in photos])
    used = [
        (photo, file)
        for photo, file in zip(photos, files, strict=True)
        if stories and photo.caption and chance.random() < USED
    ]
    Figure.objects.bulk_create(
        Figure(article_id=chance.choice(stories), photo=photo, where=Figure.Where.LIVE, place="center", order=order)
        for order, (photo, _file) in enumerate(used)
    )
    ReleasedPhoto.objects.bulk_create(
        ReleasedPhoto(photo=photo, key=file.key, caption=photo.caption, credit=photo.credit, width=photo.width,
                      height=photo.height, colour=photo.colour)
        for photo, file in used
    )  # fmt: skip
