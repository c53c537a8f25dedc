"""One photograph on a page: the files a browser may choose from, and how wide it stands, never beyond its pixels."""

from dataclasses import dataclass
from html import escape

from media import crops

# How wide a figure stands, in CSS pixels, and what tells the browser so. From the design: the measure is 40rem, a wide
# picture 65rem, one beside the text 20rem (16rem on a narrow page); on a phone everything is as wide as the screen.
_WIDTHS = {"center": 640, "wide": 1040, "left": 320, "right": 320}
_TALL = 480
_SIZES = {
    "center": "(min-width: 48em) 40rem, 100vw",
    "tall": "(min-width: 30em) 30rem, 100vw",
    "wide": "(min-width: 69em) 65rem, 100vw",
    "left": "(min-width: 64em) 20rem, (min-width: 48em) 16rem, 100vw",
    "right": "(min-width: 64em) 20rem, (min-width: 48em) 16rem, 100vw",
}
_FORMATS = ("avif", "webp", "jpeg")  # in the order in which browsers are to prefer them
_FALLBACK = 960  # the file for browsers that know no sources is the first at least so wide


@dataclass(frozen=True)
class Picture:
    classes: str
    html: str


def draw(
    photo: dict,
    place: str,
    alt: str,
    *,
    crop: str | None = None,
    focus: tuple[float, float] | None = None,
    eager: bool = False,
) -> Picture | None:
    """The <picture> of a photo and the classes of its figure; None where it has no file.

    photo  Photo.picture()
    focus  the point around which this use is cropped; until that cut is made the plain one stands. Without a crop it does
           nothing: the whole frame has no other way to be shown.
    place  left, center, right or wide; a wide place falls back to center where the photo has too few pixels
    """
    shapes = photo.get("shapes") or {}
    asked = _asked(photo, crop, focus) if crop and focus else None
    shape = asked or shapes.get(crop) or shapes.get("original") or {}
    files = {name: shape[name] for name in _FORMATS if shape.get(name)}
    if not files:
        return None
    width, height, _address = max(max(sources) for sources in files.values())
    if place == "wide" and width < _WIDTHS["wide"]:
        place = "center"
    tall = height > width
    room = min(_TALL, _WIDTHS[place]) if tall else _WIDTHS[place]
    small = width < room
    sizes = f"(min-width: {width}px) {width}px, 100vw" if small else _SIZES["tall" if tall and room == _TALL else place]
    classes = ["photo", f"photo--{place}", *(["photo--tall"] if tall else []), *(["photo--small"] if small else [])]
    sources = "".join(f'<source type="image/{name}" srcset="{_srcset(files[name])}" sizes="{sizes}">' for name in files)
    plain = files[next(name for name in reversed(_FORMATS) if name in files)]
    address = next((address for wide, _high, address in plain if wide >= _FALLBACK), plain[-1][2])
    loading = "" if eager else ' loading="lazy"'
    image = (
        f'<img src="{escape(address)}" width="{width}" height="{height}" alt="{escape(alt)}"{loading} decoding="async">'
    )
    return Picture(" ".join(classes), f"<picture>{sources}{image}</picture>")


def _asked(photo: dict, crop: str, focus: tuple[float, float]) -> dict | None:
    """The files of a cut around a point of its own; a frame that has the shape already is shown whole."""
    if crop in crops.CUTS and crops.is_whole(crop, (photo["width"], photo["height"])):
        return photo["shapes"].get("original")
    return photo["shapes"].get(crops.named(crop, focus))


def _srcset(sources: list) -> str:
    return ", ".join(f"{escape(address)} {width}w" for width, _height, address in sources)
