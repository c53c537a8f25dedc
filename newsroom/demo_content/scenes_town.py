"""Scenes of the town: streets, lamps, towers, a stadium, a library.

Each takes a sheet and its three inks: ground, middle, deep.
"""

import math

from .print_sheet import Camera, Point, Sheet


def rain(sheet: Sheet, light: str, umbrella: str, dark: str) -> None:
    """A street of tube houses in the rain, umbrellas going away."""
    chance, width, height = sheet.chance, sheet.width, sheet.height
    eye = Camera(chance.uniform(1230, 1330), 720, 1150, 3.2)
    sheet.press(sheet.stencil().screen(0, 560, 34, 8, 0), dark)
    houses = []
    for side in (-1, 1):
        z = 34.0
        while z > 3.2:
            deep = chance.uniform(2.4, 3.6) if z < 20 else 4.2
            houses.append((side, z, max(2.4, z - deep), chance.randint(2, 5), chance.random() < 0.4))
            z -= deep
    plain, screened = sheet.stencil(), sheet.stencil()
    for side, far, near, floors, pale in houses:
        (screened if pale else plain).poly(_wall(eye, side * 4.6, far, near, 3.6 + floors * 3.1))
    sheet.press(plain, dark)
    sheet.press(screened, light)
    sheet.press(screened.within(sheet.stencil().slanted(16, 8, 0.0)), dark)
    for side, far, near, floors, pale in houses:
        _tube_house(sheet, eye, side, far, near, floors, light, dark, dark if pale else light)
    sheet.poly(
        [
            (0, height),
            eye.at(-4.4, 0, 2.2),
            eye.at(-4.4, 0, 60),
            eye.at(4.4, 0, 60),
            eye.at(4.4, 0, 2.2),
            (width, height),
        ],
        light,
    )
    _wet_ground(sheet, eye, dark)
    crowd = [(-2.6, 19), (1.9, 16.5), (-0.7, 13.5), (3.0, 11.5), (-2.9, 10), (0.9, 8.4), (-1.5, 6.6), (2.5, 5.9)]
    for x, z in crowd:
        _walker(sheet, eye, x + chance.uniform(-0.3, 0.3), z, light, umbrella, dark)
    drops, fine = sheet.stencil(), sheet.stencil()
    for _ in range(560):
        x, y, long = chance.uniform(-100, width + 200), chance.uniform(-60, height), chance.uniform(40, 150)
        (drops if long > 90 else fine).line([(x, y), (x - long * 0.24, y + long)], 2.4 if long > 90 else 1.6)
    sheet.press(drops, light)
    sheet.press(fine, light)


def _wall(eye: Camera, x: float, far: float, near: float, tall: float) -> list[Point]:
    return eye.quad((x, 0, far), (x, tall, far), (x, tall, near), (x, 0, near))


def _tube_house(
    sheet: Sheet, eye: Camera, side: int, far: float, near: float, floors: int, light: str, dark: str, glass: str
) -> None:
    """What stands on the wall of one narrow house: shutters by floors, balconies, a shop awning."""
    chance, x = sheet.chance, 4.6 * side
    for floor in range(floors):
        base = 4.1 + floor * 3.1
        for k in range(2):
            a, b = far + (near - far) * (0.14 + 0.42 * k), far + (near - far) * (0.42 + 0.42 * k)
            sheet.poly(eye.quad((x, base, a), (x, base + 1.9, a), (x, base + 1.9, b), (x, base, b)), glass)
            middle = (a + b) / 2
            sheet.line(eye.quad((x, base, middle), (x, base + 1.9, middle)), 4, light if glass == dark else dark)
        if chance.random() < 0.6:
            out = x - 0.8 * side
            sheet.poly(
                eye.quad(
                    (out, base - 0.2, far), (out, base + 0.55, far), (out, base + 0.55, near), (out, base - 0.2, near)
                ),
                dark,
            )
            for k in range(1, 9):
                z = far + (near - far) * k / 9
                sheet.line(eye.quad((out, base - 0.1, z), (out, base + 0.45, z)), 3, light)
    out = x - 1.4 * side
    sheet.poly(eye.quad((x, 3.4, far), (x, 3.4, near), (out, 2.7, near), (out, 2.7, far)), dark)
    for k in range(0, 8, 2):
        a, b = far + (near - far) * k / 8, far + (near - far) * (k + 1) / 8
        sheet.poly(eye.quad((x, 3.4, a), (x, 3.4, b), (out, 2.7, b), (out, 2.7, a)), light)
    sheet.line(eye.quad((x, 0, near), (x, 3.6 + floors * 3.1, near)), 5, light)


def _wet_ground(sheet: Sheet, eye: Camera, dark: str) -> None:
    chance = sheet.chance
    for _ in range(260):
        z = 3.0 / (0.05 + chance.random())
        x, y = eye.at(chance.uniform(-4.4, 4.4), 0, z)
        half = eye.size(chance.uniform(0.2, 0.9), z)
        thick = max(1.2, eye.size(0.035, z))
        sheet.poly([(x - half, y), (x, y - thick), (x + half, y), (x, y + thick)], dark)


def _walker(sheet: Sheet, eye: Camera, x: float, z: float, light: str, red: str, dark: str) -> None:
    """Somebody from behind, under an umbrella, with the umbrella's broken mirror on the ground."""
    cx, foot = eye.at(x, 0, z)
    m = eye.size(1, z)
    for k in range(7):
        y, half = foot + m * (0.10 + 0.13 * k), m * (0.72 - 0.07 * k) * sheet.chance.uniform(0.7, 1.0)
        sheet.rect(cx - half, y, cx + half, y + m * 0.05, red if k > 1 else dark)
    step = 0.10 * m
    sheet.poly(
        [(cx - 0.20 * m, foot), (cx - 0.08 * m, foot), (cx - 0.02 * m, foot - 0.8 * m), (cx - 0.2 * m, foot - 0.8 * m)],
        dark,
    )
    sheet.poly(
        [
            (cx + 0.06 * m, foot - step * 0.6),
            (cx + 0.17 * m, foot - step * 0.6),
            (cx + 0.2 * m, foot - 0.8 * m),
            (cx, foot - 0.8 * m),
        ],
        dark,
    )
    sheet.poly(
        [
            (cx - 0.32 * m, foot - 0.45 * m),
            (cx + 0.32 * m, foot - 0.45 * m),
            (cx + 0.24 * m, foot - 1.45 * m),
            (cx - 0.24 * m, foot - 1.45 * m),
        ],
        dark,
    )
    sheet.disc(cx, foot - 1.55 * m, 0.14 * m, dark)
    top, rim, half = foot - 2.25 * m, foot - 1.55 * m, 0.78 * m
    dome = [(cx + half * math.cos(a), rim - (rim - top) * math.sin(a)) for a in (math.pi * i / 24 for i in range(25))]
    scallops: list[Point] = []
    for k in range(6):
        a, b = cx - half + k * half / 3, cx - half + (k + 1) * half / 3
        scallops += [(a + (b - a) * i / 8, rim - 0.10 * m * math.sin(math.pi * i / 8)) for i in range(9)]
    sheet.poly([*dome, *scallops], red)
    for k in range(1, 6):
        sheet.line([(cx, top), (cx - half + k * half / 3, rim)], max(1.5, 0.018 * m), light)
    sheet.line([(cx, top - 0.1 * m), (cx, top)], max(2, 0.04 * m), dark)


def street_lamps(sheet: Sheet, night: str, road: str, glow: str) -> None:
    """A long straight street at night, lamps shrinking to the end, one cyclist."""
    chance, width, height = sheet.chance, sheet.width, sheet.height
    eye = Camera(chance.uniform(1480, 1600), 860, 1300, 2.3)
    for _ in range(90):
        sheet.disc(chance.uniform(0, width), chance.uniform(0, 520), chance.choice((1.6, 2.2, 3.0)), glow)
    houses = []
    for side in (-1, 1):
        z = 64.0
        while z > 3.4:
            deep = chance.uniform(2.6, 4.2)
            houses.append((side, z, max(2.6, z - deep), chance.randint(1, 3), chance.choice((5, 8, 11))))
            z -= deep
    for width_of_lines in (5, 8, 11):
        walls = sheet.stencil()
        for side, far, near, floors, lines in houses:
            if lines == width_of_lines:
                walls.poly(_wall(eye, side * 7.4, far, near, 3.4 + 3.0 * floors))
        sheet.press(walls, night)
        sheet.press(walls.within(sheet.stencil().slanted(14, width_of_lines, 0.0)), road)
    for side, far, near, floors, _ in houses:
        _night_house(sheet, eye, side, far, near, floors, night, road, glow)
    sheet.poly([eye.at(-4.6, 0, 200), eye.at(4.6, 0, 200), eye.at(4.6, 0, 1.4), eye.at(-4.6, 0, 1.4)], road)
    places = (46, 34, 26, 20, 15.4, 11.8, 8.8, 6.4)
    pools, cones = sheet.stencil(), sheet.stencil()
    for z in places:
        for side in (-1, 1):
            cx, cy = eye.at(side * 2.9, 0, z)
            pools.disc(cx, cy, eye.size(1.95, z), flat=0.20)
            head = eye.at(side * 3.1, 6.0, z)
            r = eye.size(1.5, z)
            cones.poly([(head[0] - r * 0.08, head[1]), (head[0] + r * 0.08, head[1]), (cx + r, cy), (cx - r, cy)])
    sheet.press(cones.within(sheet.stencil().screen(0, height, 14, 4.5, 4.5)), glow)
    sheet.press(pools, glow)
    sheet.press(pools.within(sheet.stencil().screen(860, height, 15, 4, 4)), road)
    z = 2.0
    while z < 90:
        sheet.poly(eye.quad((-0.09, 0, z), (0.09, 0, z), (0.09, 0, z * 1.12), (-0.09, 0, z * 1.12)), glow)
        z *= 1.32
    for z in places:
        for side in (-1, 1):
            _lamp(sheet, eye, side, z, night, glow)
    for side, z in ((-1, 10.3), (1, 13.4), (-1, 17.8), (1, 23), (1, 7.6)):
        _street_tree(sheet, eye, side * 6.1, z, night, road)
    _cyclist(sheet, *eye.at(-1.25, 0, 6.1), eye.size(1, 6.1), night, glow)


def _night_house(
    sheet: Sheet, eye: Camera, side: int, far: float, near: float, floors: int, night: str, road: str, glow: str
) -> None:
    """What stands on a house front in the dark: a few lit windows, a shut shop."""
    chance, x = sheet.chance, 7.4 * side
    for floor in range(floors):
        low = 4.2 + 3.0 * floor
        for k in range(2):
            a, b = far + (near - far) * (0.16 + 0.42 * k), far + (near - far) * (0.40 + 0.42 * k)
            lit = chance.random() < 0.3
            sheet.poly(eye.quad((x, low, a), (x, low + 1.7, a), (x, low + 1.7, b), (x, low, b)), glow if lit else night)
            if lit:
                sheet.line(eye.quad((x, low, (a + b) / 2), (x, low + 1.7, (a + b) / 2)), 4, night)
    a, b = far + (near - far) * 0.12, far + (near - far) * 0.88
    sheet.poly(eye.quad((x, 0, a), (x, 2.8, a), (x, 2.8, b), (x, 0, b)), night)
    for k in range(1, 9):
        sheet.line(eye.quad((x, 0.31 * k, a), (x, 0.31 * k, b)), 2, road)
    sheet.line(eye.quad((x, 0, near), (x, 3.4 + 3.0 * floors, near)), 5, night)


def _lamp(sheet: Sheet, eye: Camera, side: int, z: float, night: str, glow: str) -> None:
    x = side * 5.0
    wide = max(2.5, eye.size(0.13, z))
    foot, top, head = eye.at(x, 0, z), eye.at(x, 6.4, z), eye.at(side * 3.1, 6.15, z)
    sheet.line([foot, top], wide, night)
    bend = eye.at(side * 4.2, 6.6, z)
    sheet.line([top, bend, head], wide * 0.7, night)
    r = eye.size(0.42, z)
    sheet.poly(
        [
            (head[0] - r, head[1]),
            (head[0] - r * 0.5, head[1] - r * 0.5),
            (head[0] + r * 0.5, head[1] - r * 0.5),
            (head[0] + r, head[1]),
        ],
        night,
    )
    sheet.disc(head[0], head[1], r * 0.72, glow, flat=0.42)


def _street_tree(sheet: Sheet, eye: Camera, x: float, z: float, night: str, road: str) -> None:
    cx, foot = eye.at(x, 0, z)
    m = eye.size(1, z)
    sheet.poly(
        [
            (cx - 0.16 * m, foot),
            (cx - 0.09 * m, foot - 3.2 * m),
            (cx + 0.09 * m, foot - 3.2 * m),
            (cx + 0.16 * m, foot),
        ],
        night,
    )
    for _ in range(46):
        a, r = sheet.chance.uniform(0, math.tau), sheet.chance.random() ** 0.5
        sheet.disc(cx + 1.5 * m * r * math.cos(a), foot - 4.0 * m + 1.1 * m * r * math.sin(a), 0.34 * m, night)
    for _ in range(26):
        a, r = sheet.chance.uniform(0, math.tau), sheet.chance.random() ** 0.5
        sheet.disc(cx + 1.4 * m * r * math.cos(a), foot - 4.0 * m + 1.0 * m * r * math.sin(a), 0.07 * m, road)


def _cyclist(sheet: Sheet, cx: float, foot: float, m: float, ink: str, glow: str) -> None:
    """A rider from behind: wheel, legs, a coat, a conical hat, two baskets behind the saddle."""
    sheet.poly(
        [
            (cx - 0.3 * m, foot),
            (cx + 0.2 * m, foot - 0.05 * m),
            (cx + 1.6 * m, foot + 0.5 * m),
            (cx + 0.9 * m, foot + 0.6 * m),
        ],
        ink,
    )
    sheet.poly(
        [
            (cx - 0.05 * m, foot),
            (cx - 0.05 * m, foot - 0.7 * m),
            (cx + 0.05 * m, foot - 0.7 * m),
            (cx + 0.05 * m, foot),
        ],
        ink,
    )
    for side, pedal in ((-1, 0.20), (1, 0.36)):
        sheet.line([(cx + side * 0.14 * m, foot - 0.85 * m), (cx + side * 0.19 * m, foot - pedal * m)], 0.13 * m, ink)
        sheet.line([(cx + side * 0.14 * m, foot - pedal * m), (cx + side * 0.27 * m, foot - pedal * m)], 0.07 * m, ink)
        basket = [(0.22, 0.80), (0.66, 0.84), (0.58, 0.40), (0.28, 0.40)]
        sheet.poly([(cx + side * a * m, foot - b * m) for a, b in basket], ink)
        for level in (0.50, 0.61, 0.72):
            sheet.line([(cx + side * 0.28 * m, foot - level * m), (cx + side * 0.60 * m, foot - level * m)], 3, glow)
        sheet.line([(cx + side * 0.2 * m, foot - 1.35 * m), (cx + side * 0.40 * m, foot - 1.05 * m)], 0.1 * m, ink)
    coat = [(-0.22, 0.78), (-0.27, 1.1), (-0.2, 1.46), (0.2, 1.46), (0.27, 1.1), (0.22, 0.78)]
    sheet.poly([(cx + a * m, foot - b * m) for a, b in coat], ink)
    sheet.disc(cx, foot - 1.55 * m, 0.12 * m, ink)
    sheet.poly(
        [
            (cx - 0.44 * m, foot - 1.52 * m),
            (cx - 0.03 * m, foot - 1.84 * m),
            (cx + 0.03 * m, foot - 1.84 * m),
            (cx + 0.44 * m, foot - 1.52 * m),
        ],
        ink,
    )
    sheet.line([(cx - 0.40 * m, foot - 1.54 * m), (cx, foot - 1.83 * m)], 3, glow)


def skyline(sheet: Sheet, sky: str, sun_ink: str, tower: str) -> None:
    """Towers over a river bank at sunrise, in three depths."""
    chance, width, height = sheet.chance, sheet.width, sheet.height
    bank = 960
    sun = sheet.stencil()
    sun.disc(chance.uniform(1350, 1550), 600, 300)
    sheet.press(sun, sun_ink)
    sheet.press(sheet.stencil().screen(40, 460, 36, 14, 0).without(sun), sun_ink)
    far = _towers(sheet, bank, 220, 720, 70, 130)
    cut = sheet.stencil()
    for left, top, right in far:
        cut.rect(left, top, right, bank)
    sheet.press(cut.within(sheet.stencil().screen(0, bank, 14, 7, 7)), tower)
    middle = _towers(sheet, bank, 150, 540, 90, 150)
    cut = sheet.stencil()
    for left, top, right in middle:
        cut.rect(left, top, right, bank)
        if chance.random() < 0.3:
            cut.rect((left + right) / 2 - 4, top - 90, (left + right) / 2 + 4, top)
    sheet.press(cut, sun_ink)
    lines = sheet.stencil().slanted(17, 5, 0.0)
    sheet.press(cut.within(lines), tower)
    _landmark(sheet, 640, bank, tower, sun_ink)
    for left, top, right in _towers(sheet, bank, 70, 330, 100, 190):
        sheet.rect(left, top, right, bank, tower)
        for y in range(int(top) + 22, bank - 20, 38):
            for x in range(int(left) + 16, int(right) - 22, 31):
                if chance.random() < 0.5:
                    sheet.rect(x, y, x + 13, y + 18, sun_ink if chance.random() < 0.75 else sky)
        if chance.random() < 0.5:
            tank = (left + right) / 2
            sheet.rect(tank - 22, top - 30, tank + 22, top, tower)
    sheet.rect(0, bank - 6, width, height, tower)
    for x in range(0, width, 58):
        y = bank - 8
        sheet.disc(x + chance.uniform(-10, 10), y, chance.uniform(22, 40), tower)
    sheet.rect(0, bank + 42, width, bank + 50, sky)
    sheet.ripples(bank + 70, height, 260, sun_ink, middle=1450, spread=330)
    sheet.ripples(bank + 70, height, 150, sky, long=0.7)


def _towers(sheet: Sheet, bank: float, low: float, high: float, thin: float, thick: float):
    """Left, top and right of towers along the bank, taller in the middle of the town."""
    x, made = -40.0, []
    while x < sheet.width:
        wide = sheet.chance.uniform(thin, thick)
        middle = math.exp(-(((x - 1000) / 800) ** 2))
        made.append((x, bank - low - (high - low) * sheet.chance.uniform(0.25, 1) * (0.35 + 0.65 * middle), x + wide))
        x += wide + sheet.chance.choice((0, 8, 20, 46))
    return made


def _landmark(sheet: Sheet, x: float, bank: float, ink: str, light: str) -> None:
    """One tower that tapers, with floors cut in."""
    sheet.poly(
        [(x - 92, bank), (x - 66, 330), (x - 30, 200), (x, 60), (x + 30, 200), (x + 66, 330), (x + 92, bank)], ink
    )
    for y in range(250, int(bank), 30):
        half = 36 + (y - 250) * 0.062 if y > 330 else 34
        sheet.rect(x - half, y, x + half, y + 8, light)
    sheet.rect(x - 8, 200, x + 8, bank, ink)


def stadium(sheet: Sheet, night: str, grass: str, light: str) -> None:
    """A night match from the upper stand: floodlights, full tiers, a striped pitch."""
    chance, width = sheet.chance, sheet.width
    middle = width / 2
    for mast in (330, 2070):
        for k in range(64):
            angle, long = k / 64 * math.tau, chance.uniform(230, 520)
            near = (mast + 150 * math.cos(angle), 151 + 100 * math.sin(angle))
            sheet.line([near, (mast + long * math.cos(angle), 151 + long * 0.8 * math.sin(angle))], 3, grass)
    sheet.rect(0, 360, width, 1100, night)

    for y in range(430, 1010, 19):
        t = (y - 430) / 580
        half, sag = 1330 - 120 * t, 130 * (1 - t)
        row = [(middle + u * half, y + sag * u * u * -1 + 60 * t) for u in (i / 60 - 1 for i in range(121))]
        sheet.line(row, 4, grass)
        for x, at in row:
            if chance.random() < 0.8:
                cheer = chance.random() < 0.16 + 0.34 * math.sin(x / 260 + at / 90) ** 2
                sheet.disc(x + chance.uniform(-6, 6), at - 7, 5.4 + 2.4 * t, light if cheer else grass)
    for u in (-0.62, -0.22, 0.22, 0.62):
        sheet.poly(
            [
                (middle + u * 1330 - 14, 420),
                (middle + u * 1330 + 14, 420),
                (middle + u * 1180 + 24, 1030),
                (middle + u * 1180 - 24, 1030),
            ],
            night,
        )
    roof = [(middle + u * 1400, 380 - 120 * u * u) for u in (i / 40 - 1 for i in range(81))]
    sheet.poly([*roof, *[(x, y + 54) for x, y in reversed(roof)]], grass)
    for side, up in roof[::2]:
        sheet.line([(side, up), (side + (side - middle) * 0.04, up - 58)], 4, grass)

    eye = Camera(middle, 520, 1500, 26)
    top, bottom = 88.0, 38.0
    sheet.poly([eye.at(-70, 0, 93), eye.at(70, 0, 93), eye.at(70, 0, 20), eye.at(-70, 0, 20)], night)
    for k in range(12):
        left, right = -46 + k * 92 / 12, -46 + (k + 1) * 92 / 12
        stripe = eye.quad((left, 0, top), (right, 0, top), (right, 0, bottom), (left, 0, bottom))
        sheet.poly(stripe, grass)
        if k % 2:
            cut = sheet.stencil()
            cut.poly(stripe)
            sheet.press(cut.within(sheet.stencil().screen(900, 1640, 12, 3.4, 3.4)), night)

    def chalk(*points: tuple[float, float], wide: float = 7) -> None:
        sheet.line([eye.at(x, 0, z) for x, z in points], wide, light)

    chalk((-46, top), (46, top), (46, bottom), (-46, bottom), (-46, top))
    chalk((0, top), (0, bottom))
    centre = (top + bottom) / 2
    chalk(*[(9.2 * math.cos(i / 48 * math.tau), centre + 9.2 * math.sin(i / 48 * math.tau)) for i in range(49)])
    for side in (-1, 1):
        for deep, half in ((16.5, 20), (5.5, 9)):
            chalk(
                (side * 46, centre - half),
                (side * (46 - deep), centre - half),
                (side * (46 - deep), centre + half),
                (side * 46, centre + half),
            )
    for side in (-1, 1):
        goal = eye.quad(
            (side * 46, 0, centre - 5),
            (side * 46, 4, centre - 5),
            (side * 46, 4, centre + 5),
            (side * 46, 0, centre + 5),
        )
        sheet.line(goal, 9, light)
    for k in range(23):
        board = eye.quad(
            (-46 + k * 4, 0.2, 91), (-46 + k * 4, 1.5, 91), (-42.5 + k * 4, 1.5, 91), (-42.5 + k * 4, 0.2, 91)
        )
        sheet.poly(board, light if k % 3 == 0 else grass)
    for x, z in ((-21, 74), (-12, 52), (-4, 66), (6, 47), (13, 70), (24, 57), (30, 76), (-31, 60), (3, 80), (-17, 42)):
        _player(sheet, eye, x + chance.uniform(-2, 2), z, light, night, striped=x > 0)
    for x in (330, 2070):
        sheet.rect(x - 9, 190, x + 9, 470, grass)
        sheet.rect(x - 120, 96, x + 120, 206, grass)
        for k in range(5):
            for lamps in range(2):
                sheet.disc(x - 92 + k * 46, 126 + lamps * 50, 19, light)


def _player(sheet: Sheet, eye: Camera, x: float, z: float, light: str, night: str, *, striped: bool) -> None:
    cx, foot = eye.at(x, 0, z)
    m = eye.size(1, z) * 1.25
    ground = [eye.at(x + k, 0, z - 0.2 * k) for k in (0.0, 2.6)]
    sheet.line(ground, 0.26 * m, night)
    for lean in (-0.26, 0.30):
        sheet.line([(cx, foot - 0.9 * m), (cx + lean * m, foot)], 0.17 * m, light)
    sheet.line([(cx, foot - 0.85 * m), (cx + 0.04 * m, foot - 1.5 * m)], 0.42 * m, night if striped else light)
    sheet.disc(cx + 0.06 * m, foot - 1.72 * m, 0.16 * m, light)


def library(sheet: Sheet, shade: str, cloth: str, gilt: str) -> None:
    """An aisle between bookshelves, towards a tall window."""
    eye = Camera(1200, 760, 1050, 1.65)
    end = 14.6
    for side in (-1, 1):
        z = end
        while z > 2.0:
            near = max(1.4, z - 2.2)
            _bookcase(sheet, eye, side, z, near, shade, cloth, gilt)
            z -= 2.2
    left, right = eye.at(-1.8, 0, end), eye.at(1.8, 0, end)
    ceiling = eye.at(0, 4.4, end)[1]
    sheet.rect(left[0], ceiling, right[0], left[1], shade)
    top = ceiling + 26
    sheet.rect(left[0] + 34, top + 70, right[0] - 34, left[1] - 40, gilt)
    sheet.disc(1200, top + 70, right[0] - 34 - 1200, gilt, flat=0.55)
    for k in (-0.5, 0, 0.5):
        x = 1200 + k * (right[0] - left[0] - 68)
        sheet.rect(x - 4, top, x + 4, left[1] - 40, shade)
    for k in range(1, 6):
        y = top + (left[1] - top) * k / 6
        sheet.rect(left[0] + 30, y - 4, right[0] - 30, y + 4, shade)
    floor = [left, right, eye.at(1.8, 0, 1.0), eye.at(-1.8, 0, 1.0)]
    sheet.poly(floor, cloth)
    z = 1.6
    row = 0
    while z < end:
        for k in range(6):
            if (k + row) % 2:
                a, b = -1.8 + k * 0.6, -1.2 + k * 0.6
                sheet.poly(eye.quad((a, 0, z), (b, 0, z), (b, 0, min(end, z + 0.6)), (a, 0, min(end, z + 0.6))), shade)
        z += 0.6
        row += 1
    beam = sheet.stencil()
    beam.poly(eye.quad((-0.8, 0, end), (0.8, 0, end), (1.15, 0, 4.2), (-1.15, 0, 4.2)))
    sheet.press(beam.within(sheet.stencil().screen(700, sheet.height, 15, 7, 7)), gilt)
    roof = [eye.at(-1.8, 4.4, end), eye.at(1.8, 4.4, end), eye.at(1.8, 4.4, 1.2), eye.at(-1.8, 4.4, 1.2)]
    sheet.poly(roof, shade)
    for z in (13, 10.4, 8.2, 6.4, 5.0, 4.0):
        _hanging_lamp(sheet, eye, z, cloth, gilt)
    _ladder(sheet, eye, gilt, shade)


def _bookcase(sheet: Sheet, eye: Camera, side: int, far: float, near: float, shade: str, cloth: str, gilt: str) -> None:
    """One bay of a case along the aisle: boards and the backs of books."""
    chance, x = sheet.chance, 1.8 * side
    sheet.poly(eye.quad((x, 0, far), (x, 4.4, far), (x, 4.4, near), (x, 0, near)), shade)
    shelves, board = 8, 0.055
    for shelf in range(shelves):
        low = 0.22 + shelf * 0.51
        z = far - 0.06
        while z > near + 0.14:
            thick = chance.uniform(0.05, 0.125)
            if chance.random() < 0.06:
                z -= chance.uniform(0.1, 0.3)
                continue
            tall = chance.uniform(0.29, 0.43)
            ink = cloth if chance.random() < 0.56 else gilt
            sheet.poly(
                eye.quad(
                    (x, low, z), (x, low + tall, z), (x, low + tall, z - thick + 0.012), (x, low, z - thick + 0.012)
                ),
                ink,
            )
            if chance.random() < 0.5:
                band = gilt if ink == cloth else cloth
                for at in (0.24, 0.76):
                    y = low + tall * at
                    sheet.poly(
                        eye.quad(
                            (x, y, z), (x, y + 0.03, z), (x, y + 0.03, z - thick + 0.012), (x, y, z - thick + 0.012)
                        ),
                        band,
                    )
            z -= thick
        sheet.poly(eye.quad((x, low - board, far), (x, low, far), (x, low, near), (x, low - board, near)), shade)
    out = 1.72 * side
    sheet.poly(eye.quad((out, 0, near), (out, 4.4, near), (x, 4.4, near + 0.05), (x, 0, near + 0.05)), shade)
    sheet.line(eye.quad((out, 0, near), (out, 4.4, near)), max(3.0, eye.size(0.035, near)), gilt)


def _hanging_lamp(sheet: Sheet, eye: Camera, z: float, cloth: str, gilt: str) -> None:
    x, y = eye.at(0, 3.35, z)
    m = eye.size(1, z)
    sheet.line([eye.at(0, 4.4, z), (x, y - 0.2 * m)], max(2.0, 0.018 * m), gilt)
    sheet.poly([(x - 0.3 * m, y), (x - 0.1 * m, y - 0.22 * m), (x + 0.1 * m, y - 0.22 * m), (x + 0.3 * m, y)], cloth)
    sheet.disc(x, y, 0.2 * m, gilt, flat=0.4)


def _ladder(sheet: Sheet, eye: Camera, gilt: str, shade: str) -> None:
    feet, heads = ((1.0, 0.0, 4.6), (1.0, 0.0, 4.0)), ((1.7, 3.3, 4.6), (1.7, 3.3, 4.0))
    for grow, ink in ((16, shade), (0, gilt)):
        for foot, head in zip(feet, heads, strict=True):
            sheet.line(eye.quad(foot, head), 13 + grow, ink)
        for k in range(1, 9):
            t = k / 9
            rung = [
                tuple(f + (h - f) * t for f, h in zip(foot, head, strict=True))
                for foot, head in zip(feet, heads, strict=True)
            ]
            sheet.line([eye.at(*rung[0]), eye.at(*rung[1])], 9 + grow, ink)
