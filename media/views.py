"""What readers fetch: released files, and nothing else."""

import hashlib
import logging

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from media import names, storing
from media.metadata import embed
from media.models import ReleasedShape, WithdrawnShape

log = logging.getLogger(__name__)
FOR_EVER = "public, max-age=31536000, immutable"
ALONE = "default-src 'none'; sandbox"  # a file that is opened by itself runs nothing


@require_safe
def released_file(request, name):
    """A picture's bytes, with its maker and terms inside, if a public story uses it; 410 once none does any more."""
    parts = names.PATTERN.fullmatch(name)
    if parts is None:
        return _nothing(404)
    shape = ReleasedShape.objects.select_related("photo").filter(pk=parts["key"]).first()
    if shape is None:
        gone = WithdrawnShape.objects.filter(pk=parts["key"]).exists()
        return _nothing(410 if gone else 404)
    if name not in shape.names:
        return _nothing(404)
    packet = embed.packet({word: getattr(shape.photo, word) for word in embed.WORDS})
    etag = f'"{parts["key"]}-{parts["width"]}.{parts["suffix"]}-{hashlib.sha256(packet).hexdigest()[:12]}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None and unchanged.status_code == 304:
        return _kept(unchanged, etag, shape.photo_id)
    try:
        with storing.renditions().open(names.stored_as(name)) as file:
            data = file.read()
    except FileNotFoundError:
        log.error("Released picture %s is not in the storage of renditions.", name)
        return _nothing(404)
    data = _with_words(data, parts["suffix"], packet)
    response = HttpResponse(data, content_type=names.CONTENT_TYPES[parts["suffix"]])
    response["Content-Length"] = str(len(data))
    return _kept(response, etag, shape.photo_id)


def _with_words(data: bytes, suffix: str, packet: bytes) -> bytes:
    if suffix == "jpg":
        return embed.into_jpeg(data, packet)
    if suffix == "avif":
        return embed.into_avif(data, packet)
    return embed.into_webp(data, packet, _webp_size(data))


def _webp_size(data: bytes) -> tuple[int, int]:
    """Width and height in the frame header of a plain lossy WebP of ours."""
    return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF


def _kept(response: HttpResponse, etag: str, photo_id: int) -> HttpResponse:
    """Browsers and shared caches may keep it for ever; shared ones forget it by key when it is taken back."""
    response["ETag"] = etag
    response["Surrogate-Key"] = response["Cache-Tag"] = f"files-{photo_id}"
    response["Cache-Control"] = FOR_EVER
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = ALONE
    return response


def _nothing(status: int) -> HttpResponse:
    """No picture here. Not to be remembered: the same address may hold one in the next minute."""
    response = HttpResponse(status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response
