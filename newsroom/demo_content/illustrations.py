"""The demo paper's illustrations: seeded scenes in three flat inks, printed on demand and called illustrations.

    draw("minh-hoa-song").save("song.jpg", quality=88)

The same scene and seed give the same picture, to the pixel, with the same Pillow.
"""

import random
from collections.abc import Callable

from PIL import Image

from . import scenes_land, scenes_town, scenes_trade
from .print_sheet import GOLD, INK, PAPER, RED, TEAL, Sheet

WIDTH = 2400
THREE_TO_TWO, SIXTEEN_TO_NINE = 1600, 1350

#                         drawn by                    height            ground, middle, deep ink
SCENES: dict[str, tuple[Callable[..., None], int, tuple[str, str, str]]] = {
    "minh-hoa-song": (scenes_land.river, THREE_TO_TWO, (GOLD, TEAL, INK)),
    "minh-hoa-ruong": (scenes_land.terraces, THREE_TO_TWO, (PAPER, GOLD, TEAL)),
    "minh-hoa-nui": (scenes_land.mountains, THREE_TO_TWO, (PAPER, TEAL, INK)),
    "minh-hoa-bien": (scenes_land.sea, SIXTEEN_TO_NINE, (PAPER, GOLD, TEAL)),
    "minh-hoa-cang": (scenes_trade.harbour, THREE_TO_TWO, (GOLD, RED, INK)),
    "minh-hoa-ban-do": (scenes_trade.city_map, THREE_TO_TWO, (PAPER, RED, TEAL)),
    "minh-hoa-mua": (scenes_town.rain, THREE_TO_TWO, (PAPER, RED, TEAL)),
    "minh-hoa-cho": (scenes_trade.market, THREE_TO_TWO, (RED, GOLD, PAPER)),
    "minh-hoa-san-van-dong": (scenes_town.stadium, THREE_TO_TWO, (INK, TEAL, PAPER)),
    "minh-hoa-bieu-do": (scenes_trade.chart, THREE_TO_TWO, (PAPER, GOLD, INK)),
    "minh-hoa-tau": (scenes_trade.train, THREE_TO_TWO, (PAPER, RED, INK)),
    "minh-hoa-thanh-pho": (scenes_town.skyline, SIXTEEN_TO_NINE, (PAPER, GOLD, RED)),
    "minh-hoa-den-duong": (scenes_town.street_lamps, THREE_TO_TWO, (INK, TEAL, GOLD)),
    "minh-hoa-thu-vien": (scenes_town.library, THREE_TO_TWO, (TEAL, RED, GOLD)),
}


def draw(scene: str, seed: int = 0) -> Image.Image:
    """Print a scene of `SCENES`, 2,400 pixels wide, RGB. Another seed gives another place of the same kind.

    Raises KeyError for a scene that does not exist.
    """
    artist, height, inks = SCENES[scene]
    sheet = Sheet(WIDTH, height, inks[0], random.Random(f"{scene} {seed}"))
    artist(sheet, *inks)
    return sheet.printed()
