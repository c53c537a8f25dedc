"""A sheet of paper on which flat inks are printed: the drawing ground of the demo paper's illustrations.

Lengths are pixels of the finished picture. A sheet is drawn at twice that size and reduced once, in `printed()`, so
that edges are clean. A `Stencil` is a sheet with one ink: what is cut out of it can be joined, narrowed and pressed
onto a sheet, which is how line screens stop at the edge of a hill or leave out the sun.
"""

import math
import random
from collections.abc import Iterable, Sequence

from PIL import Image, ImageChops, ImageDraw

Point = tuple[float, float]

INK, TEAL, RED, GOLD, PAPER = "#141716", "#00697A", "#A8201A", "#D9A441", "#F1F4F2"

OVERSIZE = 2
GRAIN = 7  # levels of 255 by which the paper makes an ink lighter or darker


class Drawing:
    """Shapes by finished pixels; `ink` is whatever the image's mode takes as a colour."""

    mode = "RGB"

    def __init__(self, width: int, height: int, ground):
        self.width, self.height = width, height
        self.image = Image.new(self.mode, (width * OVERSIZE, height * OVERSIZE), ground)
        self.pen = ImageDraw.Draw(self.image)

    def poly(self, points: Iterable[Point], ink=255) -> None:
        corners = [(x * OVERSIZE, y * OVERSIZE) for x, y in points]
        if len(corners) > 2:
            self.pen.polygon(corners, fill=ink)

    def rect(self, left: float, top: float, right: float, bottom: float, ink=255) -> None:
        self.poly([(left, top), (right, top), (right, bottom), (left, bottom)], ink)

    def disc(self, x: float, y: float, radius: float, ink=255, *, flat: float = 1.0) -> None:
        """A full circle, or a lying ellipse where `flat` (height over width) is under 1."""
        s = OVERSIZE
        self.pen.ellipse(
            [(x - radius) * s, (y - radius * flat) * s, (x + radius) * s, (y + radius * flat) * s], fill=ink
        )

    def line(self, points: Iterable[Point], width: float, ink=255) -> None:
        at = [(x * OVERSIZE, y * OVERSIZE) for x, y in points]
        self.pen.line(at, fill=ink, width=max(1, round(width * OVERSIZE)), joint="curve" if len(at) > 2 else None)

    def band(self, way: Sequence[Point], width: float, ink=255) -> None:
        """A wide, smooth strip along a way of many points, such as a river on a map."""
        sides: tuple[list[Point], list[Point]] = ([], [])
        for i, (x, y) in enumerate(way):
            (x0, y0), (x1, y1) = way[max(0, i - 1)], way[min(len(way) - 1, i + 1)]
            long = math.hypot(x1 - x0, y1 - y0) or 1
            dx, dy = (y0 - y1) / long * width / 2, (x1 - x0) / long * width / 2
            sides[0].append((x + dx, y + dy))
            sides[1].append((x - dx, y - dy))
        self.poly([*sides[0], *reversed(sides[1])], ink)

    def land(self, edge: Sequence[Point], ink=255, *, down_to: float | None = None) -> None:
        """Everything under a line that runs from left to right."""
        floor = self.height if down_to is None else down_to
        self.poly([*edge, (edge[-1][0], floor), (edge[0][0], floor)], ink)


class Stencil(Drawing):
    mode = "1"

    def __init__(self, width: int, height: int):
        super().__init__(width, height, 0)

    def within(self, other: "Stencil") -> "Stencil":
        return self._made(ImageChops.logical_and(self.image, other.image))

    def without(self, other: "Stencil") -> "Stencil":
        return self._made(ImageChops.logical_and(self.image, ImageChops.invert(other.image)))

    def screen(self, top: float, bottom: float, step: float, first: float, last: float) -> "Stencil":
        """Cut level lines, `step` apart, whose width goes from `first` at the top to `last` at the bottom."""
        y = top
        while y < bottom:
            width = first + (last - first) * (y - top) / (bottom - top)
            if width > 0.2:
                self.rect(0, y, self.width, y + width)
            y += step
        return self

    def slanted(self, step: float, width: float, slope: float) -> "Stencil":
        """Cut parallel lines across the whole sheet; `slope` is run over rise."""
        lean = self.height * slope
        x = -abs(lean)
        while x < self.width + abs(lean):
            self.line([(x, 0), (x + lean, self.height)], width)
            x += step
        return self

    def _made(self, image: Image.Image) -> "Stencil":
        made = object.__new__(Stencil)
        made.width, made.height, made.image, made.pen = self.width, self.height, image, ImageDraw.Draw(image)
        return made


class Sheet(Drawing):
    """A coloured sheet with its own chance, so that the same name and seed print the same picture."""

    def __init__(self, width: int, height: int, ground: str, chance: random.Random):
        super().__init__(width, height, ground)
        self.chance = chance

    def stencil(self) -> Stencil:
        return Stencil(self.width, self.height)

    def press(self, stencil: Stencil, ink: str) -> None:
        self.image.paste(ink, mask=stencil.image)

    def ripples(self, top: float, bottom: float, count: int, ink: str, *, middle=None, spread=None, long=1.0) -> None:
        """Light on water: lying lenses, small and thin near `top`, long and thick near `bottom`."""
        for _ in range(count):
            depth = self.chance.random() ** 0.8
            y = top + (bottom - top) * depth
            near = 0.15 + depth
            half = self.chance.uniform(30, 120) * near * long
            if middle is None:
                x = self.chance.uniform(0, self.width)
            else:
                x = self.chance.gauss(middle, spread * (0.35 + depth))
            thick = (2 + 6 * depth) * self.chance.uniform(0.6, 1.2)
            self.poly(
                [
                    (x - half, y),
                    (x - half / 3, y - thick),
                    (x + half / 2, y - thick * 0.7),
                    (x + half, y),
                    (x + half / 3, y + thick),
                    (x - half / 2, y + thick * 0.6),
                ],
                ink,
            )

    def ridge(self, start: float, end: float, height: float, rough: float = 0.55, steps: int = 8) -> list[Point]:
        """A broken skyline across the sheet from y=`start` to y=`end`, by halving; `height` is the first throw."""
        line = [start, end]
        for _ in range(steps):
            split = [line[0]]
            for a, b in zip(line, line[1:], strict=False):
                split += [(a + b) / 2 + self.chance.uniform(-height, height), b]
            line, height = split, height * rough
        return [(self.width * i / (len(line) - 1), y) for i, y in enumerate(line)]

    def wave(self, y: float, height: float, length: float, turns: int = 3, step: int = 8) -> list[Point]:
        """A smooth line across the sheet around `y`, of a few sines."""
        sines = [(height / (i + 1), length / (i * 0.8 + 1), self.chance.uniform(0, math.tau)) for i in range(turns)]
        return [
            (x, y + sum(a * math.sin(x / at * math.tau + phase) for a, at, phase in sines))
            for x in range(-step, self.width + 2 * step, step)
        ]

    def printed(self) -> Image.Image:
        """The finished picture: reduced to its size, with the light grain of a print on uncoated paper."""
        picture = self.image.reduce(OVERSIZE)
        small = (self.width * 2 // 3, self.height * 2 // 3)
        speckle = Image.frombytes("L", small, self.chance.randbytes(small[0] * small[1])).resize(picture.size)
        lighter = speckle.point([max(0, i - 128) * GRAIN // 128 for i in range(256)])
        darker = speckle.point([max(0, 128 - i) * GRAIN // 128 for i in range(256)])
        picture = ImageChops.add(picture, Image.merge("RGB", [lighter] * 3))
        return ImageChops.subtract(picture, Image.merge("RGB", [darker] * 3))


class Camera:
    """A pinhole over a flat ground: x to the right, y up, z away from the viewer, in metres."""

    def __init__(self, x: float, horizon: float, focal: float, height: float):
        self.x, self.horizon, self.focal, self.height = x, horizon, focal, height

    def at(self, x: float, y: float, z: float) -> Point:
        return self.x + self.focal * x / z, self.horizon - self.focal * (y - self.height) / z

    def size(self, metres: float, z: float) -> float:
        return self.focal * metres / z

    def quad(self, *corners: tuple[float, float, float]) -> list[Point]:
        return [self.at(*corner) for corner in corners]
