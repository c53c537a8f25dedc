"""Scenes of land and water.

Each takes a sheet and its three inks: ground, middle, deep.
"""

import math

from .print_sheet import Sheet, Stencil


def river(sheet: Sheet, sky: str, water: str, iron: str) -> None:
    """A wide river at dusk: sun, far cable bridge, truss bridge close by."""
    chance, width = sheet.chance, sheet.width
    horizon, sun_x = 700 + chance.uniform(-30, 30), chance.uniform(1350, 1750)
    sun = sheet.stencil()
    sun.disc(sun_x, horizon - 190, 175)
    sheet.press(sheet.stencil().screen(0, horizon - 40, 26, 18, 0).without(sun), water)

    far = sheet.stencil()
    far.land(sheet.ridge(horizon - 70, horizon - 110, 70, 0.5), down_to=horizon)
    sheet.press(far.within(sheet.stencil().slanted(15, 8, -0.5)), water)
    sheet.land(sheet.ridge(horizon - 18, horizon - 45, 26, 0.55), water, down_to=horizon + 2)
    sheet.rect(0, horizon, width, sheet.height, water)
    _cable_bridge(sheet, horizon, water)

    sheet.ripples(horizon + 8, sheet.height, 210, sky, middle=sun_x, spread=190)
    sheet.ripples(horizon + 60, sheet.height, 70, sky, long=0.7)
    sheet.ripples(horizon + 200, sheet.height, 90, iron, long=1.3)
    _sampan(sheet, 1790 + chance.uniform(-60, 60), horizon + 58, 0.4, iron)
    _truss_bridge(sheet, iron, sky)
    for x, y, size in ((1980, 1240, 0.9), (520, 1440, 1.35)):
        _sampan(sheet, x + chance.uniform(-90, 90), y, size, iron)


def _cable_bridge(sheet: Sheet, horizon: float, ink: str) -> None:
    deck = horizon - 62
    sheet.rect(0, deck, sheet.width, deck + 9, ink)
    for pylon in (420, 1120):
        sheet.poly(
            [(pylon - 11, horizon + 12), (pylon - 5, deck - 300), (pylon + 5, deck - 300), (pylon + 11, horizon + 12)],
            ink,
        )
        for i in range(1, 13):
            for side in (-1, 1):
                sheet.line([(pylon, deck - 295 + i * 8), (pylon + side * i * 27, deck)], 2.2, ink)
    for x in range(60, sheet.width, 175):
        sheet.rect(x, deck, x + 8, horizon + 6, ink)


def _truss_bridge(sheet: Sheet, ink: str, light: str) -> None:
    """Spans of one iron bridge, larger towards the viewer at the left."""

    def at(distance: float, up: float) -> tuple[float, float]:
        scale = 1 / (1 + distance * 0.55)
        return -260 + 3560 * (1 - scale), 790 + 390 * scale - up * 400 * scale

    spans = 6
    for span in range(spans):
        panels = 8
        top = [at(span + i / panels, 0.30 + 0.62 * math.sin(math.pi * i / panels) ** 0.7) for i in range(panels + 1)]
        top[0], top[-1] = at(span, 0.02), at(span + 1, 0.02)
        foot = [at(span + i / panels, 0.0) for i in range(panels + 1)]
        thick = 17 / (1 + span * 0.5)
        sheet.line(top, thick, ink)
        for i in range(1, panels):
            sheet.line([top[i], foot[i]], thick * 0.55, ink)
            other = foot[i + 1] if i < panels / 2 else foot[i - 1]
            sheet.line([top[i], other], thick * 0.42, ink)
        left, right = at(span - 0.035, 0), at(span + 0.035, 0)
        drop = 0.9
        sheet.poly([left, right, at(span + 0.05, -drop), at(span - 0.05, -drop)], ink)
        for i in range(9):
            reach = 0.06 + 0.02 * sheet.chance.random()
            a, b = at(span - reach, -drop - 0.10 * i), at(span + reach, -drop - 0.10 * i)
            sheet.poly([a, b, (b[0] + 14, b[1] + thick * 0.5), (a[0] - 8, a[1] + thick * 0.5)], ink)
    deck = [at(i / 10, 0) for i in range(-5, 120)]
    sheet.poly([*deck, *[at(i / 10, -0.09) for i in range(119, -6, -1)]], ink)
    for i in range(0, 118):
        x, y = at(i / 18, 0.012)
        sheet.rect(x, y, x + 10 / (1 + i / 30), y + 6 / (1 + i / 30), light)


def _sampan(sheet: Sheet, x: float, y: float, size: float, ink: str) -> None:
    s = size
    sheet.poly(
        [
            (x - 150 * s, y - 22 * s),
            (x - 95 * s, y + 10 * s),
            (x + 95 * s, y + 10 * s),
            (x + 165 * s, y - 30 * s),
            (x + 85 * s, y - 6 * s),
            (x - 80 * s, y - 6 * s),
        ],
        ink,
    )
    sheet.poly(
        [(x - 40 * s, y - 4 * s), (x - 34 * s, y - 40 * s), (x + 30 * s, y - 40 * s), (x + 44 * s, y - 4 * s)], ink
    )
    sheet.poly([(x + 92 * s, y), (x + 84 * s, y - 62 * s), (x + 98 * s, y - 66 * s), (x + 110 * s, y)], ink)
    sheet.poly([(x + 62 * s, y - 62 * s), (x + 92 * s, y - 88 * s), (x + 122 * s, y - 62 * s)], ink)
    sheet.line([(x + 70 * s, y - 60 * s), (x + 150 * s, y + 40 * s)], 5 * s, ink)


def terraces(sheet: Sheet, light: str, rice: str, earth: str) -> None:
    """Rice terraces down three slopes, some flooded, under far mountains."""
    chance, width = sheet.chance, sheet.width
    sun = sheet.stencil()
    sun.disc(chance.uniform(520, 760), 250, 120)
    sheet.press(sun, rice)
    far = sheet.stencil()
    far.land(_peaks(sheet, 470, 300, 5))
    sheet.press(far.without(sun).within(sheet.stencil().screen(0, 700, 17, 7, 4)), earth)
    sheet.press(far.within(sun), light)
    sheet.press(far.within(sun).within(sheet.stencil().screen(0, 700, 17, 7, 4)), earth)
    near = sheet.stencil()
    near.land(_peaks(sheet, 560, 210, 6))
    sheet.press(near, earth)
    sheet.press(near.within(sheet.stencil().screen(380, 640, 17, 0, 17)), light)

    slopes = (
        (lambda x: 560 + 330 * (max(0, x) / width) ** 1.4, 900, 15, 70),
        (lambda x: 960 - 420 * math.exp(-(((x - 1950) / 620) ** 2)), 1330, 19, 90),
        (lambda x: 1240 - 330 * math.exp(-(((x - 420) / 700) ** 2)), 1700, 15, 120),
    )
    for crest, floor, steps, sway in slopes:
        phase = chance.uniform(0, math.tau)
        wobble = [chance.uniform(0, math.tau) for _ in range(steps + 1)]
        for i in range(steps + 1):
            t = (i / steps) ** 1.25
            edge = []
            for x in range(-20, width + 21, 10):
                y = crest(x) * (1 - t) + (floor + 0.25 * (crest(x) - crest(width / 2))) * t
                curl = math.sin(x / 300 + phase + i * 0.35) + 0.5 * math.sin(x / 131 + wobble[i])
                edge.append((x, y + curl * sway * 0.22 * (0.25 + t)))
            bank = 5 + 10 * t
            sheet.land(edge, earth)
            sheet.land([(x, y + bank) for x, y in edge], _paddy(i, chance.random(), light, rice, earth))
            if i % 3 == 1:
                _seedlings(sheet, edge, bank, t, earth)
    for x, y, size in ((1830, 610, 0.8), (1990, 600, 1.0), (330, 985, 1.3)):
        _stilt_house(sheet, x, y, size, earth, light)
    for x, y in ((1220, 1395), (1310, 1420), (1392, 1382)):
        _planter(sheet, x, y, 1.5, earth, light)


def _peaks(sheet: Sheet, foot: float, tall: float, count: int) -> list[tuple[float, float]]:
    """A mountain chain: pointed summits of uneven height with broken flanks."""
    chance, width = sheet.chance, sheet.width
    summits = [
        (width * (i + chance.uniform(0.1, 0.9)) / count, tall * chance.uniform(0.5, 1), chance.uniform(170, 330))
        for i in range(count)
    ]
    rough = sheet.ridge(0, 0, 26, 0.6)
    return [
        (x, foot + shake - max(h * math.exp(-abs(x - at) / spread) for at, h, spread in summits)) for x, shake in rough
    ]


def _paddy(step: int, draw: float, light: str, rice: str, earth: str) -> str:
    if step == 0:
        return earth
    return light if draw < 0.3 else rice


def _seedlings(sheet: Sheet, edge, bank: float, t: float, ink: str) -> None:
    for x, y in edge[::3]:
        for k in range(2):
            at, down = x + 14 * k + sheet.chance.uniform(-4, 4), y + bank + 8 + 15 * k * (0.4 + t)
            sheet.poly([(at - 2, down + 8 + 6 * t), (at, down), (at + 2, down + 8 + 6 * t)], ink)


def _stilt_house(sheet: Sheet, x: float, y: float, s: float, ink: str, light: str) -> None:
    sheet.poly(
        [(x - 75 * s, y - 50 * s), (x - 48 * s, y - 112 * s), (x + 48 * s, y - 112 * s), (x + 75 * s, y - 50 * s)], ink
    )
    sheet.rect(x - 56 * s, y - 52 * s, x + 56 * s, y - 8 * s, ink)
    for k in (-30, 4):
        sheet.rect(x + k * s, y - 44 * s, x + (k + 22) * s, y - 22 * s, light)
    for k in (-52, -18, 16, 48):
        sheet.rect(x + k * s, y - 10 * s, x + (k + 6) * s, y + 26 * s, ink)


def _planter(sheet: Sheet, x: float, y: float, s: float, ink: str, light: str) -> None:
    """A person bent over the seedlings, under a conical hat."""
    sheet.poly(
        [
            (x - 12 * s, y + 36 * s),
            (x - 14 * s, y - 2 * s),
            (x + 22 * s, y - 10 * s),
            (x + 28 * s, y + 4 * s),
            (x + 2 * s, y + 12 * s),
            (x, y + 36 * s),
        ],
        ink,
    )
    sheet.poly([(x + 8 * s, y - 4 * s), (x + 46 * s, y - 4 * s), (x + 30 * s, y - 28 * s)], ink)
    sheet.poly([(x + 13 * s, y - 6 * s), (x + 40 * s, y - 6 * s), (x + 30 * s, y - 23 * s)], light)


def mountains(sheet: Sheet, mist: str, far_ink: str, near_ink: str) -> None:
    """Limestone towers behind one another in mist, a pass road in front."""
    chance = sheet.chance
    moon = sheet.stencil()
    moon.disc(chance.uniform(1650, 1850), 290, 130)
    sheet.press(sheet.stencil().screen(0, 560, 24, 12, 0).without(moon), far_ink)
    for base, tall, screen in ((800, 420, (20, 5)), (960, 430, (20, 10))):
        towers = _karst(sheet, base, tall)
        sheet.press(towers, mist)
        sheet.press(towers.within(sheet.stencil().slanted(*screen, -0.35)), far_ink)
        sheet.press(towers.within(sheet.stencil().screen(base - 190, base + 90, 22, 0, 22)), mist)
        sheet.rect(0, base + 80, sheet.width, sheet.height, mist)
    towers = _karst(sheet, 1150, 480)
    sheet.press(towers, far_ink)
    sheet.press(towers.within(sheet.stencil().screen(880, 1210, 22, 0, 21)), mist)
    sheet.rect(0, 1200, sheet.width, sheet.height, mist)
    front = _karst(sheet, 1390, 300)
    front.land(sheet.ridge(1330, 1200, 60, 0.5))
    sheet.press(front, near_ink)
    _pass_road(sheet, mist)
    for x, y in ((620, 330), (720, 290), (805, 345), (905, 318)):
        wing = chance.uniform(26, 38)
        sheet.line([(x - wing, y - 12), (x - 8, y - 2), (x, y + 4), (x + 8, y - 2), (x + wing, y - 14)], 6, near_ink)


def _karst(sheet: Sheet, base: float, tall: float) -> Stencil:
    """Steep rounded towers of uneven height that grow into one another."""
    chance, cut = sheet.chance, sheet.stencil()
    x = chance.uniform(-220, -60)
    while x < sheet.width + 100:
        half, top = chance.uniform(90, 190), base - tall * chance.uniform(0.35, 1.0)
        lean, profile = chance.uniform(-30, 30), []
        for i in range(41):
            u = i / 20 - 1
            y = top + (base - top) * (abs(u) ** 2.6) + chance.uniform(-7, 7)
            profile.append((x + u * half * (1.15 - 0.15 * abs(u)) + lean * (1 - abs(u)), y))
        cut.land(profile)
        x += half * chance.uniform(0.8, 1.7)
    cut.rect(0, base - 12, sheet.width, sheet.height)
    return cut


def _pass_road(sheet: Sheet, ink: str) -> None:
    """A road that turns up the slope, narrower with each bend."""
    points: list[tuple[float, float]] = []
    y, side, reach, middle = sheet.height + 30.0, 1, 620.0, 1020.0
    while y > 1290:
        points += [
            (middle + side * reach * math.sin(a), y - 62 * (1 - math.cos(a)) * (reach / 620))
            for a in (i / 14 * math.pi for i in range(8))
        ]
        y -= 118 * (reach / 620)
        side, reach, middle = -side, reach * 0.74, middle + 22
    for i, (a, b) in enumerate(zip(points, points[1:], strict=False)):
        sheet.line([a, b], max(3.0, 26 * (1 - i / len(points))), ink)
        sheet.disc(*b, max(1.5, 13 * (1 - i / len(points))), ink)


def sea(sheet: Sheet, sky: str, sun_ink: str, water: str) -> None:
    """Open sea in rows of scales, fishing boats, a large low sun."""
    chance, width, height = sheet.chance, sheet.width, sheet.height
    horizon, sun_x = 600.0, chance.uniform(760, 1000)
    sun = sheet.stencil()
    sun.disc(sun_x, horizon - 60, 330)
    sheet.press(sun, sun_ink)
    sheet.press(sun.within(sheet.stencil().screen(horizon - 230, horizon, 44, 3, 20)), sky)
    for x, y, long in ((1500, 190, 520), (1750, 250, 380), (330, 150, 300), (1320, 330, 240)):
        for k in range(3):
            sheet.rect(x + k * 70, y + k * 17, x + k * 70 + long * (1 - k * 0.2), y + k * 17 + 9, water)
    isles = sheet.ridge(horizon + 10, horizon - 20, 60, 0.5)
    right = [(x, y - 150 * math.exp(-(((x - 2080) / 210) ** 2)) + 30) for x, y in isles]
    sheet.land(right, water, down_to=horizon + 40)
    sheet.rect(0, horizon, width, height, water)
    sheet.ripples(horizon + 12, horizon + 230, 70, sun_ink, middle=sun_x, spread=240)

    row, low = 0, horizon + 70.0
    while low < height + 260:
        radius = 26 + (low - horizon) * 0.20
        across = -radius if row % 2 else 0.0
        while across < width + radius:
            _scale(sheet, across, low, radius, water, sky)
            across += radius * 2
        low += radius * 0.52
        row += 1
        if row == 5:
            _fishing_boat(sheet, 1690, low, 1.0, water, sky, sun_ink)
        if row == 3:
            _fishing_boat(sheet, 560, low - 10, 0.52, water, sky, sun_ink)
        if row == 8:
            _fishing_boat(sheet, 830, low - 4, 1.55, water, sky, sun_ink)


def _scale(sheet: Sheet, x: float, y: float, r: float, water: str, light: str) -> None:
    sheet.disc(x, y, r, light, flat=0.52)
    sheet.disc(x, y, r * 0.93, water, flat=0.52)
    sheet.disc(x, y + r * 0.07, r * 0.62, light, flat=0.52)
    sheet.disc(x, y + r * 0.09, r * 0.56, water, flat=0.52)


def _fishing_boat(sheet: Sheet, x: float, y: float, s: float, dark: str, light: str, bright: str) -> None:
    hull = [(-260, -92), (-235, -20), (-190, 22), (170, 22), (235, -40), (300, -132), (190, -76), (-150, -66)]
    sheet.poly([(x + a * s, y + b * s) for a, b in hull], light)
    band = [(-250, -62), (-243, -36), (252, -58), (268, -84), (190, -50), (-150, -42)]
    sheet.poly([(x + a * s, y + b * s) for a, b in band], bright)
    keel = [(-222, -6), (-190, 22), (170, 22), (208, -6)]
    sheet.poly([(x + a * s, y + b * s) for a, b in keel], dark)
    sheet.rect(x - 150 * s, y - 150 * s, x + 10 * s, y - 62 * s, light)
    sheet.rect(x - 168 * s, y - 166 * s, x + 28 * s, y - 150 * s, dark)
    for k in range(3):
        sheet.rect(x + (-136 + 48 * k) * s, y - 134 * s, x + (-104 + 48 * k) * s, y - 102 * s, dark)
    for mast, tall in ((60, 330), (-110, 270)):
        sheet.rect(x + (mast - 5) * s, y - tall * s, x + (mast + 5) * s, y - 66 * s, dark)
        sheet.line([(x + mast * s, y - tall * s), (x + 286 * s, y - 126 * s)], 3 * s, dark)
        sheet.line([(x + mast * s, y - tall * s), (x - 250 * s, y - 92 * s)], 3 * s, dark)
    sheet.poly([(x + 65 * s, y - 328 * s), (x + 130 * s, y - 306 * s), (x + 65 * s, y - 284 * s)], bright)
