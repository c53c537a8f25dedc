"""Whatever is sent becomes the right picture, upright and in its colours, or is refused by name with a reason.

expected_pictures.json says how each file of the test data looks: its upright size, and the mean colours of its nine parts,
row by row. Made once with libvips 8.18 (HEIC: libheif 1.15), which share no code with what is tested.
"""

import io
import json
import os
import time
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageStat

from media import ingest, profiles, storing, tasks
from media.darkroom import aside, darkroom
from media.models import Photo
from newsroom import checks
from tests.media import shots

pytestmark = pytest.mark.django_db
EXPECTED = json.loads((Path(__file__).parent / "expected_pictures.json").read_text())
REFUSED = {
    "benign.svg": "SVG", "still.heic": "HEIC", "12mp-iphone13-orient6.heic": "HEIC", "fuzz-heif-1.heif": "HEIC",
    "bomb-44bytes.gif": "too many pixels", "bomb-6000000mp.bmp": "BMP", "bomb-ztxt.png": "damaged",
    "html-as.jpg": "web page", "mvg-as.jpg": "not a picture", "svg-entity.svg": "SVG", "svg-href.svg": "SVG",
    "svg-js-php.svg": "SVG", "svg-laughs.svg": "SVG", "svg-script.svg": "SVG", "truncated.jpg": "damaged",
    "truncated.png": "damaged", "zero-width.gif": "not a picture",
}  # fmt: skip
SECONDS, MEGABYTES = 20, 700
NEAR = 12  # of 255: JPEG, and what two conversions from ink to light may differ by


def everything(folder):
    """The files of a folder of test data, notes and expectations left out."""
    path = shots.data(folder)
    if path is None:
        pytest.skip(f"the test data folder {folder} is not here; NEWSROOM_TEST_DATA names it")
    return [file for file in sorted(path.iterdir()) if file.suffix not in (".json", ".md")]


def kept(folder):
    """Every file in the storages of this test."""
    return {path for path in folder.rglob("*") if path.is_file() and path.parent != folder}


def add(data, name="photo.jpg", **words):
    return ingest.add_photo(io.BytesIO(data), name=name, **words)


def widest(photo, format="jpeg"):
    row = photo.renditions.filter(shape="original", format=format).order_by("-width").first()
    with storing.renditions().open(row.file) as file:
        return Image.open(file).convert("RGB").copy()


def grid(image):
    """The mean colours of the nine parts of a picture."""
    edges = [[side * step // 3 for step in range(4)] for side in image.size]
    boxes = [
        (left, top, max(left + 1, right), max(top + 1, bottom))
        for top, bottom in zip(edges[1], edges[1][1:], strict=False)
        for left, right in zip(edges[0], edges[0][1:], strict=False)
    ]
    return [ImageStat.Stat(image.crop(box)).mean for box in boxes]


def assert_shows(image, name):
    parts = zip(grid(image), EXPECTED[name]["grid"], strict=True)
    off = max(abs(ours - theirs) for part in parts for ours, theirs in zip(*part, strict=True))
    assert off <= NEAR, f"{name} is off by {off:.0f}"


def worked():
    """Seconds of computing that the process which draws in the background has spent in all."""
    fields = Path(f"/proc/{aside._process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_memory():
    """MB that the processes which open files have held at most."""
    found = []
    for room in (darkroom, aside):
        if room._process is not None and room._process.poll() is None:
            lines = Path(f"/proc/{room._process.pid}/status").read_text().splitlines()
            found.append(int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024)
    return max(found, default=0)


@pytest.mark.parametrize("folder", ["photos-formats", "photos-orientation", "photos-large", "files-hostile"])
def test_every_file_is_the_right_picture_or_a_refusal_that_names_it_and_keeps_nothing(folder, files_apart):
    for file in everything(folder):
        before, began = kept(files_apart), time.monotonic()
        try:
            photo = add(file.read_bytes(), file.name).photo
        except ingest.Refused as refusal:
            assert REFUSED.get(file.name, "should have been taken") in str(refusal), file.name
            assert file.name in str(refusal) and "Nothing of it was stored" in str(refusal)
            assert kept(files_apart) == before and not Photo.objects.filter(original_name=file.name).exists()
        else:
            assert file.name not in REFUSED
            assert [photo.width, photo.height] == EXPECTED[file.name]["size"], file.name
            assert_shows(widest(photo), file.name)
        assert time.monotonic() - began < SECONDS, file.name
    assert add(shots.jpeg(), "after.jpg").photo.renditions.exists(), "the desk goes on"
    assert peak_memory() < MEGABYTES


def test_nothing_of_a_hostile_file_but_its_pixels_goes_on(files_apart):
    hidden = [file for file in everything("files-hostile") if file.name.startswith("polyglot")]
    assert hidden
    for file in hidden:
        photo = add(file.read_bytes(), file.name).photo
        for row in photo.renditions.all():
            with storing.renditions().open(row.file) as stored:
                assert b"php" not in stored.read()


def test_the_largest_photograph_has_all_its_pictures_within_the_time_and_memory_allowed():
    file = max(everything("photos-large"), key=lambda file: EXPECTED[file.name]["size"][0])
    photo = add(file.read_bytes(), file.name).photo
    aside.close()  # a new one counts from nought
    assert tasks.develop(photo.pk) and tasks.lighten(photo.pk)
    assert worked() < SECONDS  # computing: its process gives way to whatever else the machine does
    assert peak_memory() < MEGABYTES
    for format in ("webp", "avif"):
        assert widest(photo, format).width == 2400
        assert_shows(widest(photo, format), file.name)


# ---- HEIC ----


@pytest.fixture
def heic(settings):
    pytest.importorskip("pillow_heif", reason="pillow-heif is not installed (newsroom/requirements-heic.txt)")
    settings.HEIC = True


def test_heic_is_taken_where_the_operator_chose_it_upright_and_once(heic):
    for folder, name in (("photos-formats", "still.heic"), ("photos-large", "12mp-iphone13-orient6.heic")):
        file = next(file for file in everything(folder) if file.name == name)
        photo = add(file.read_bytes(), name).photo
        assert photo.format == "HEIF" and [photo.width, photo.height] == EXPECTED[name]["size"]
        assert_shows(widest(photo), name)
    assert photo.taken_at.isoformat() == "2022-02-16T12:55:41+01:00"
    assert peak_memory() < MEGABYTES


def test_a_broken_heic_is_refused_in_plain_words(heic):
    file = next(file for file in everything("files-hostile") if file.name == "fuzz-heif-1.heif")
    with pytest.raises(ingest.Refused, match=r"fuzz-heif-1\.heif was not taken\. It is not a picture we can read"):
        add(file.read_bytes(), file.name)


def test_heic_that_was_chosen_without_its_reader_stops_the_start_and_is_refused_until_then(settings, monkeypatch):
    assert checks.heic(None) == []
    settings.HEIC = True
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    (fault,) = checks.heic(None)
    assert fault.id == "newsroom.E008" and "requirements-heic.txt" in fault.hint and "GPL" in fault.hint
    with pytest.raises(ingest.Refused, match="Send JPEG: on the phone choose Settings"):
        add(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "IMG_1.HEIC")


# ---- colours ----


def encoded(image, format, **how):
    out = io.BytesIO()
    image.save(out, format, **how)
    return out.getvalue()


def near(pixel, wanted, most=3):
    return max(abs(a - b) for a, b in zip(pixel, wanted, strict=True)) <= most


def middle(data, name="photo"):
    image = widest(add(data, name).photo)
    return image.getpixel((image.width // 2, image.height // 2))


def from_adobe_rgb(pixel):
    """The same colour in sRGB, by the numbers of both standards (D65, Bradford not needed)."""
    light = [(value / 255) ** profiles.GAMMA for value in pixel]
    to_xyz = [[0.57667, 0.18556, 0.18823], [0.29734, 0.62736, 0.07529], [0.02703, 0.07069, 0.99134]]
    to_srgb = [[3.24045, -1.53714, -0.49853], [-0.96927, 1.87601, 0.04156], [0.05564, -0.20403, 1.05723]]
    for matrix in (to_xyz, to_srgb):
        light = [sum(weight * value for weight, value in zip(row, light, strict=True)) for row in matrix]
    return [round(255 * (12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055)) for v in light]


def test_adobe_rgb_is_followed_embedded_or_only_named_by_the_camera():
    meant, exif = (100, 150, 100), Image.Exif()
    exif.get_ifd(0x8769).update({0xA001: 0xFFFF, 0xA005: {1: "R03"}})
    image = Image.new("RGB", (64, 64), meant)
    wanted = from_adobe_rgb(meant)
    assert wanted == [66, 151, 97]
    assert near(middle(encoded(image, "JPEG", quality=95, icc_profile=profiles.adobe_rgb())), wanted)
    assert near(middle(encoded(image, "JPEG", quality=96, exif=exif)), wanted)
    assert near(middle(encoded(image, "JPEG", quality=97)), meant)


@pytest.mark.parametrize(
    ("image", "format", "wanted"),
    [
        (Image.new("L", (60, 60), 90), "PNG", (90, 90, 90)),
        (Image.new("LA", (60, 60), (90, 255)), "PNG", (90, 90, 90)),
        (Image.new("LA", (60, 60), (0, 0)), "PNG", (255, 255, 255)),
        (Image.new("1", (60, 60), 1), "PNG", (255, 255, 255)),
        (Image.new("I;16", (60, 60), 0x4000), "PNG", (64, 64, 64)),
        (Image.new("RGB", (60, 60), (10, 200, 90)).quantize(4), "GIF", (10, 200, 90)),
        (Image.new("RGBA", (60, 60), (200, 0, 0, 128)), "WEBP", (227, 127, 127)),
        (Image.new("CMYK", (60, 60), (0, 255, 255, 0)), "JPEG", (254, 0, 0)),
        (Image.new("LAB", (60, 60), (150, 128, 128)), "TIFF", (141, 141, 141)),
    ],
    ids=["grey", "grey and alpha", "nothing", "line art", "16 bits", "palette", "half clear", "ink", "Lab"],
)
def test_every_way_of_writing_colours_comes_out_as_light(image, format, wanted):
    assert near(middle(encoded(image, format, **({"lossless": True} if format == "WEBP" else {}))), wanted, 6)


def test_an_embedded_profile_that_lies_about_the_picture_does_not_cost_it():
    ink = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert near(middle(encoded(Image.new("RGB", (60, 60), (200, 30, 30)), "PNG", icc_profile=ink)), (200, 30, 30))


def test_a_small_cut_of_a_very_large_frame_is_drawn_within_the_memory_allowed():
    data = encoded(Image.effect_noise((40, 28), 90).resize((12_000, 8_400)), "JPEG", quality=60)
    photo = add(data, "huge.jpg").photo
    Photo.objects.update(hand_crops={"1x1": [0.5, 0.5, 0.15]})
    assert tasks.develop(photo.pk)
    photo = Photo.objects.with_pictures().get()
    assert photo.state == Photo.State.READY and photo.picture()["shapes"]["1x1"]["width"] == 1600
    assert peak_memory() < MEGABYTES
