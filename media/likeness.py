"""What a picture looks like, as 64 bits: pictures of one scene differ in few of them, however they were saved. Needs only Pillow.

The perceptual hash that is in common use: the lowest 8 × 8 frequencies of a small grey copy, each above or below their median.
Size, format, brightness and slight retouching change a few bits; another picture changes about half of them.
"""

import math
import operator
import statistics

from PIL import Image

SIDE = 32  # of the grey copy
KEPT = 8  # frequencies each way
FLAT = 2.0  # of 255: a picture with less between its tones looks like every other empty one
NEAR = 7  # bits: farther apart is another picture

_COSINES = [[math.cos(math.pi * (2 * x + 1) * u / (2 * SIDE)) for x in range(SIDE)] for u in range(KEPT)]


def fingerprint(image: Image.Image) -> int | None:
    """64 bits of an upright picture, as a signed whole number; None where there is next to nothing to be seen."""
    grey = image.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    tones = list(grey.tobytes())
    if statistics.pstdev(tones) < FLAT:
        return None
    rows = [tones[y * SIDE : (y + 1) * SIDE] for y in range(SIDE)]
    across = [[_dot(row, wave) for wave in _COSINES] for row in rows]
    values = [_dot([across[y][u] for y in range(SIDE)], wave) for wave in _COSINES for u in range(KEPT)]
    middle = statistics.median(values[1:])  # without the mean of all tones, which says how bright it is
    bits = sum(1 << place for place, value in enumerate(values) if value > middle)
    return bits - (1 << 64) if bits >> 63 else bits


def _dot(some: list, others: list) -> float:
    return sum(map(operator.mul, some, others))


def distance(one: int, other: int) -> int:
    """In how many of their bits two fingerprints differ: 0 to 64."""
    return ((one ^ other) & (1 << 64) - 1).bit_count()


def bands(bits: int) -> list[int]:
    """The four quarters of a fingerprint, 16 bits each."""
    return [bits >> shift & 0xFFFF for shift in (0, 16, 32, 48)]


def near(band: int) -> list[int]:
    """This quarter and those one bit from it. Of two fingerprints at most NEAR bits apart, one quarter is near the other's."""
    return [band, *(band ^ 1 << bit for bit in range(16))]
