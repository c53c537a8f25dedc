"""The only code that touches pixels. It runs in the worker process (worker.py), so it knows no Django and no database.

A photograph is decoded once, no larger than its widest rendition needs (JPEG decodes at 1/2, 1/4 or 1/8 for almost
nothing), turned upright, made sRGB, and each width is drawn from the one above it. The encoders are what costs.
"""

import contextlib
import math
import os
import struct
import warnings
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import AvifImagePlugin, Image, ImageCms, ImageDraw, TiffImagePlugin, UnidentifiedImageError

from media import crops, profiles

JPEG = {"format": "JPEG", "quality": 82, "progressive": True}
WEBP = {"format": "WEBP", "quality": 80, "method": 2}  # 4 % more bytes than the default method 4, in 0.4 of its time
# As sharp as that WebP in a sixth to a quarter fewer bytes; speed 8 takes a third of the time of speed 6 for 2 % more. The
# packet of one byte makes the place to which metadata.embed points the words when the file is served.
AVIF = {"format": "AVIF", "quality": 60, "speed": 8, "xmp": b"-"}
ENCODERS = {"jpeg": JPEG, "webp": WEBP, "avif": AVIF}
PAPER = (255, 255, 255)  # what shows through a transparent picture, in both formats alike
BLOCKS = 6  # averages along the longer side of what is hidden
COVER = (20, 23, 22)
LONGEST_SIDE = 60_000
MOST_DRAWN = (
    40_000_000  # pixels that are turned and coloured: a small cut of a very large frame fits into the memory too
)
MOST_SCANS = 200  # of one progressive JPEG; cameras write about ten
HEIF = "HEIF"  # as Pillow names HEIC
INTEROPERABILITY = 0xA005  # the EXIF directory that names a colour space
REDUCED, DNG_VERSION, PREVIEW = 254, 50706, 1  # TIFF tags of a camera's raw file, whose first picture is a preview
# A damaged EXIF block makes Pillow raise nearly anything; a picture with good pixels is opened all the same.
DAMAGED_EXIF = (
    AttributeError, EOFError, IndexError, KeyError, OSError, OverflowError, SyntaxError, TypeError, ValueError,
    ZeroDivisionError, struct.error,
)  # fmt: skip
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SRGB = ImageCms.createProfile("sRGB")
AvifImagePlugin.DEFAULT_MAX_THREADS = 1


class Unusable(Exception):
    """The file is no picture that we open. args[0] is a code: see ingest.REASONS."""


@dataclass(frozen=True)
class Picture:
    """An upright sRGB picture, decoded no larger than needed.

    image    RGB, carrying no metadata
    size     width and height of the upright original, in pixels: at least the image's
    format   as Pillow names it; JPEG also for a multi-picture file, of which the first is taken
    """

    image: Image.Image
    size: tuple[int, int]
    format: str


def open_upright(path: str, limits: dict, scale_for) -> Picture:
    """Decode a file's first picture.

    limits      "formats": what Pillow may try, by content, since a file's name counts for nothing;
                "most_pixels": width × height at most; "most_whole": of formats that cannot be decoded smaller
    scale_for   function of the upright size: the share of it that is needed, 0.0 to 1.0

    Raises Unusable; MemoryError where the process's limit is reached.
    """
    if HEIF in limits["formats"]:
        _learn_heif()
    with _opened(path, **limits) as image:
        format = "JPEG" if image.format == "MPO" else image.format
        size = image.size
        if format == "JPEG":
            orientation = _orientation(image)
            scale = min(1.0, scale_for(_turned_size(size, orientation)))
            image.draft(image.mode, (_part(size[0], scale), _part(size[1], scale)))
        try:
            image.load()
        except (OSError, SyntaxError, ValueError, IndexError, struct.error, EOFError) as error:
            raise Unusable("damaged") from error
        if format != "JPEG":  # TIFF and HEIC have turned themselves while loading, a PNG may say it only at its end
            size, orientation = image.size, _orientation(image) if format not in ("TIFF", HEIF) else 1
        scale = min(1.0, scale_for(_turned_size(size, orientation)))
        smaller = (max(1, _part(size[0], scale)), max(1, _part(size[1], scale)))
        picture = _eight_bits(image)
        profile = image.info.get("icc_profile") or _named_profile(image)
        if picture.width > smaller[0]:
            picture = _resized(picture, (0, 0, *picture.size), smaller)
        elif picture is image:
            picture = image.copy()
    # The large picture is gone; turning and colours cost by the size of the small one.
    if orientation in TURNS:
        picture = picture.transpose(TURNS[orientation])
    return Picture(_srgb(picture, profile), _turned_size(size, orientation), format)


def first(picture: Picture, folder: Path) -> list[dict]:
    """The first usable rendition: the uncut JPEG at FIRST_WIDTH, or the widest below it."""
    widths = crops.widths_for("original", picture.size)
    width = max((width for width in widths if width <= crops.FIRST_WIDTH), default=widths[0])
    drawn = _resized(picture.image, (0, 0, *picture.image.size), crops.scaled(picture.size, width))
    return [_saved(drawn, "original", "jpeg", folder)]


def needed_scale(size: tuple[int, int], boxes: Mapping[str, Sequence[int]]) -> float:
    """How large, as a share of the upright original, a picture must be decoded for the widest renditions of these boxes."""
    sizes = {shape: crops.size_of(box) for shape, box in boxes.items()}
    most = (MOST_DRAWN / (size[0] * size[1])) ** 0.5
    return min(most, max(crops.widths_for(shape, box)[-1] / box[0] for shape, box in sizes.items()))


def draw(
    picture: Picture,
    boxes: Mapping[str, Sequence[int]],
    folder: Path,
    have: Collection[tuple] = (),
    *,
    later: bool = False,
) -> list[dict]:
    """Every rendition of these cuts, written to the folder. Each: shape, format, width, height, file, bytes.

    boxes   by shape: left, top, right, bottom in pixels of the upright original
    have    (shape, format, width) of files that are there: browsers may keep those for ever, so they stay as they are
    later   the formats that are made when nothing else waits, instead of those that are made at once
    """
    made = []
    levels = [picture.image]  # the uncut picture, ever smaller; cuts are taken from the smallest that suffices
    for shape in sorted(boxes, key=lambda name: name != "original"):
        left, top, right, bottom = boxes[shape]
        kind = crops.shape_of(shape)
        above: Image.Image | None = None
        for width in reversed(crops.widths_for(shape, (right - left, bottom - top))):
            size = crops.scaled((right - left, bottom - top), width)
            if above is None:
                share = width / (right - left)
                level = min(
                    (image for image in levels if image.width >= picture.size[0] * share * 0.999),
                    key=lambda image: image.width,
                    default=levels[0],
                )
                factor = level.width / picture.size[0]
                above = _resized(level, tuple(edge * factor for edge in (left, top, right, bottom)), size)
            else:
                above = _resized(above, (0, 0, *above.size), size)
            if shape == "original":
                levels.append(above)
            for format in kind.later if later else kind.formats:
                if (shape, format, width) not in have:
                    made.append(_saved(above, shape, format, folder))
    return made


def hide(image: Image.Image, masks: Sequence[Mapping]) -> None:
    """Hide these parts of an upright picture, in place and for good; see masks.

    What stands in their place is made of at most BLOCKS × BLOCKS averages, or of none: nothing of a face can be won back.
    """
    for mask in masks:
        left, top, width, height = mask["at"]
        box = (
            max(0, math.floor(left * image.width)),
            max(0, math.floor(top * image.height)),
            min(image.width, math.ceil((left + width) * image.width)),
            min(image.height, math.ceil((top + height) * image.height)),
        )
        size = crops.size_of(box)
        if min(size) < 1:
            continue
        within = Image.new("L", size, 255)
        if mask["form"] == "ellipse":
            within.paste(0, (0, 0, *size))
            ImageDraw.Draw(within).ellipse((0, 0, size[0] - 1, size[1] - 1), fill=255)
        image.paste(_instead(image, box, mask["how"]), box, within)


def _instead(image: Image.Image, box: tuple[int, int, int, int], how: str) -> Image.Image:
    size = crops.size_of(box)
    if how == "cover":
        return Image.new("RGB", size, COVER)
    longer = max(size)
    few = (max(1, round(BLOCKS * size[0] / longer)), max(1, round(BLOCKS * size[1] / longer)))
    averages = image.crop(box).resize(few, Image.Resampling.BOX)
    return averages.resize(size, Image.Resampling.NEAREST if how == "coarse" else Image.Resampling.BICUBIC)


def colour(image: Image.Image) -> str:
    """The colour that covers most of the picture, as #rrggbb."""
    few = image.resize((32, 32), Image.Resampling.BOX).quantize(6)
    palette = few.getpalette() or [128, 128, 128]
    index = max(few.getcolors() or [(1, 0)])[1]
    return "#{:02x}{:02x}{:02x}".format(*palette[3 * index : 3 * index + 3])


def _learn_heif() -> None:
    """Teach Pillow to read HEIC; only where the operator has chosen so, see newsroom/requirements-heic.txt."""
    import pillow_heif

    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener(thumbnails=False)


@contextlib.contextmanager
def _opened(path: str, *, formats: list[str], most_pixels: int, most_whole: int):
    """The file, its size checked before anything is decoded."""
    Image.MAX_IMAGE_PIXELS = most_pixels
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(path, formats=formats)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise Unusable("too many pixels") from error
        except UnidentifiedImageError as error:
            raise Unusable("unknown") from error
        except (OSError, ValueError, SyntaxError, struct.error, EOFError, IndexError, KeyError) as error:
            raise Unusable("damaged") from error
        with image:
            width, height = image.size
            most = most_pixels if image.format in ("JPEG", "MPO") else most_whole
            if width * height > most or max(width, height) > LONGEST_SIDE:
                raise Unusable("too many pixels")
            if isinstance(image, TiffImagePlugin.TiffImageFile) and (
                DNG_VERSION in image.tag_v2 or image.tag_v2.get(REDUCED, 0) == PREVIEW
            ):
                raise Unusable("raw")
            if image.format in ("JPEG", "MPO") and _scans(path) > MOST_SCANS:
                raise Unusable("damaged")
            try:
                yield image
            except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
                raise Unusable("too many pixels") from error


def _scans(path: str) -> int:
    """How many scans a JPEG begins: each makes the decoder go over the whole picture once more."""
    count, last = 0, b""
    with open(path, "rb") as file:
        while part := file.read(1 << 18):
            count += (last + part).count(b"\xff\xda")
            last = part[-1:]
    return count


def _part(side: int, scale: float) -> int:
    return min(side, -int(-side * scale // 1))  # rounded up: draft() gives at least what is asked for


def _orientation(image: Image.Image) -> int:
    """1 to 8, from EXIF, from XMP, or from an AVIF's container, as Pillow puts them together."""
    try:
        return image.getexif().get(0x0112, 1)
    except DAMAGED_EXIF:
        return 1


def _named_profile(image: Image.Image) -> bytes | None:
    """The profile that a camera means without embedding it."""
    try:
        is_adobe = image.getexif().get_ifd(INTEROPERABILITY).get(1) == profiles.ADOBE_RGB_BY_EXIF
    except DAMAGED_EXIF:
        return None
    return profiles.adobe_rgb() if is_adobe and image.mode == "RGB" else None


def _turned_size(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    return (size[1], size[0]) if orientation in (5, 6, 7, 8) else size


def _eight_bits(image: Image.Image) -> Image.Image:
    """A mode that can be resized and has eight bits a channel: RGB, RGBA, L, CMYK, LAB or YCbCr."""
    if image.mode.startswith("I"):
        low, high = image.getextrema()
        if high > 255:
            image = image.convert("I").point(lambda value: value * (1 / 256))
        return image.convert("L")
    if image.mode == "F":
        low, high = image.getextrema()
        reach = (high - low) or 1.0
        return image.point(lambda value: value * (255 / reach) - low * 255 / reach).convert("L")
    if image.mode in ("P", "PA", "LA", "La", "RGBa", "RGBX", "1", "HSV"):
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    if image.has_transparency_data and image.mode in ("RGB", "L"):  # one colour stands for "nothing here"
        return image.convert("RGBA")
    return image


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB in sRGB, on paper where it was transparent, and without anything but pixels."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    if alpha is not None:
        image = image.convert("RGB")
    converted = _by_profile(image, profile) or (_by_profile(image, None) if image.mode == "LAB" else None)
    clean = Image.new("RGB", image.size, PAPER)
    clean.paste(converted or image.convert("RGB"), mask=alpha)
    return clean


def _by_profile(image: Image.Image, profile: bytes | None) -> Image.Image | None:
    """The picture converted by its embedded profile; None where it has none, needs none, or the profile is unusable."""
    if not profile and image.mode != "LAB":
        return None
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile)) if profile else ImageCms.createProfile("LAB")
        if profile and image.mode == "RGB" and "srgb" in ImageCms.getProfileDescription(source).lower():
            return None
        return ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _resized(image: Image.Image, box: tuple[float, ...], size: tuple[int, int]) -> Image.Image:
    if size == image.size and box == (0, 0, *image.size):
        return image
    right, bottom = min(box[2], image.width), min(box[3], image.height)
    return image.resize(size, Image.Resampling.LANCZOS, box=(box[0], box[1], right, bottom), reducing_gap=2.0)


def _saved(image: Image.Image, shape: str, format: str, folder: Path) -> dict:
    file = folder / f"{shape}-{image.width}.{format}"
    image.save(file, **ENCODERS[format])
    return {
        "shape": shape,
        "format": format,
        "width": image.width,
        "height": image.height,
        "file": str(file),
        "bytes": os.path.getsize(file),
    }
