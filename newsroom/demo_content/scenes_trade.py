"""Scenes of goods and ways: market, harbour, rails, figures and maps.

Each takes a sheet and its three inks: ground, middle, deep.
"""

import math

from .print_sheet import Camera, Point, Sheet


def market(sheet: Sheet, floor: str, straw: str, pale: str) -> None:
    """A morning market seen from a roof: baskets in rows, conical hats, parasols."""
    chance = sheet.chance
    angle = chance.uniform(-0.28, -0.2)
    cos, sin = math.cos(angle), math.sin(angle)

    def turn(x: float, y: float) -> Point:
        return sheet.width / 2 + x * cos - y * sin, sheet.height / 2 + x * sin + y * cos

    for row in range(-3, 4):
        y = row * 470.0
        for side in (-1, 1):
            x = -1650 + chance.uniform(0, 120)
            while x < 1650:
                x += _stall(sheet, turn, x, y + side * 118, floor, straw, pale)
    people: list[Point] = []
    for row in range(-3, 4):
        along = -1600.0
        while along < 1600:
            along += chance.uniform(120, 250)
            people.append((along, row * 470 + 235 + chance.uniform(-62, 62)))
    for x, y in people:
        _hat_from_above(sheet, *turn(x, y), chance.uniform(44, 56), floor, straw, pale)
    for x, y in ((-820, -330), (560, 300), (1020, -380), (-260, 620)):
        _parasol(sheet, *turn(x + chance.uniform(-80, 80), y), 215, chance.uniform(0, 1), floor, straw, pale)


def _stall(sheet: Sheet, turn, x: float, y: float, floor: str, straw: str, pale: str) -> float:
    """One seller's place; gives back how much of the row it took."""
    chance = sheet.chance
    kind = chance.choice(("basket", "basket", "basket", "mat", "crate"))
    if kind == "basket":
        r = chance.uniform(72, 92)
        cx, cy = turn(x + r, y)
        sheet.disc(cx, cy, r, straw)
        sheet.disc(cx, cy, r * 0.90, floor)
        sheet.disc(cx, cy, r * 0.85, straw)
        sheet.disc(cx, cy, r * 0.78, floor)
        _heap(sheet, cx, cy, r * 0.74, chance.choice((straw, pale)), floor)
        return 2 * r + 16
    if kind == "mat":
        sheet.poly([turn(x, y - 84), turn(x + 250, y - 84), turn(x + 250, y + 84), turn(x, y + 84)], pale)
        for k in range(9):
            for row in range(3):
                at = turn(x + 26 + k * 25, y - 56 + row * 56)
                tip, tail = turn(x + 26 + k * 25 + 4, y - 78 + row * 56), turn(x + 26 + k * 25 - 5, y - 34 + row * 56)
                sheet.line([tip, at, tail], 12, straw if (k + row) % 4 else floor)
        return 272
    sheet.poly([turn(x, y - 78), turn(x + 190, y - 78), turn(x + 190, y + 78), turn(x, y + 78)], straw)
    for k in range(6):
        for row in range(5):
            cx, cy = turn(x + 22 + k * 29, y - 60 + row * 30)
            sheet.disc(cx, cy, 12, floor if (k * row) % 3 else pale)
    return 212


def _heap(sheet: Sheet, cx: float, cy: float, r: float, ink: str, shade: str) -> None:
    """Round fruit packed in a basket."""
    size = sheet.chance.choice((9, 13, 17))
    rows = int(r / size) + 1
    for row in range(-rows, rows + 1):
        for k in range(-rows, rows + 1):
            x, y = (k + (row % 2) / 2) * size * 2.05, row * size * 1.78
            if math.hypot(x, y) < r - size:
                sheet.disc(cx + x, cy + y, size, ink)
                sheet.disc(cx + x + size * 0.2, cy + y + size * 0.25, size * 0.32, shade)


def _hat_from_above(sheet: Sheet, x: float, y: float, r: float, floor: str, straw: str, pale: str) -> None:
    way = sheet.chance.uniform(0, math.tau)
    dx, dy = math.cos(way), math.sin(way)
    for side in (-1, 1):
        sheet.disc(x - dy * side * r * 0.72, y + dx * side * r * 0.72, r * 0.5, straw)
    sheet.disc(x, y, r + 6, floor)
    sheet.disc(x, y, r, pale)
    shade = [(x, y)] + [(x + r * math.cos(a), y + r * math.sin(a)) for a in (0.35 + i * 0.1 for i in range(16))]
    sheet.poly(shade, straw)
    for ring in (0.82, 0.62, 0.42, 0.22):
        points = [
            (x + r * ring * math.cos(i / 20 * math.tau), y + r * ring * math.sin(i / 20 * math.tau)) for i in range(21)
        ]
        sheet.line(points, 2.2, floor)
    sheet.disc(x, y, 4, floor)


def _parasol(sheet: Sheet, x: float, y: float, r: float, start: float, floor: str, straw: str, pale: str) -> None:
    corners = [
        (x + r * math.cos(start + i * math.tau / 12), y + r * math.sin(start + i * math.tau / 12)) for i in range(13)
    ]
    rim = [(x + (a - x) * 1.07, y + (b - y) * 1.07) for a, b in corners]
    sheet.poly(rim, floor)
    for i in range(12):
        sheet.poly([(x, y), corners[i], corners[i + 1]], pale if i % 2 else straw)
        sheet.line([(x, y), corners[i]], 3, floor)
    sheet.disc(x, y, 13, floor)


def harbour(sheet: Sheet, dawn: str, warm: str, iron: str) -> None:
    """Container cranes against the rising sun, a ship at the quay."""
    chance, width, height = sheet.chance, sheet.width, sheet.height
    quay = 1130
    sun = sheet.stencil()
    sun_x = chance.uniform(980, 1150)
    sun.disc(sun_x, 760, 300)
    sheet.press(sheet.stencil().screen(0, 640, 40, 30, 0), warm)
    sheet.press(sun, warm)
    sheet.press(sun.within(sheet.stencil().screen(780, 1060, 34, 4, 22)), dawn)
    hills = sheet.stencil()
    hills.land(sheet.ridge(960, 900, 80, 0.5), down_to=quay)
    sheet.press(hills.within(sheet.stencil().screen(700, quay, 16, 11, 11)), warm)

    for x, size, up in ((1910, 0.62, True), (1560, 0.74, False)):
        _quay_crane(sheet, x, quay - 8, size, iron, up=up)
    sheet.rect(0, quay - 14, width, quay + 46, iron)
    _ship(sheet, 1180, quay + 150, dawn, warm, iron)
    for x, size, up in ((190, 1.16, False), (760, 1.0, True)):
        _quay_crane(sheet, x, quay + 20, size, iron, up=up)
    _boxes(sheet, 20, quay + 10, 13, 5, dawn, warm, iron)
    wall = quay + 200
    sheet.rect(0, quay + 10, 1150, wall, iron)
    for x in range(60, 1130, 130):
        sheet.rect(x, quay + 62, x + 34, quay + 158, warm)
        sheet.rect(x + 6, quay + 38, x + 28, quay + 50, dawn)
    sheet.ripples(wall + 6, height, 190, warm, middle=1300, spread=560)
    sheet.ripples(wall + 6, height, 170, iron, middle=520, spread=420, long=1.4)
    sheet.ripples(quay + 214, height, 120, iron, middle=1950, spread=380)


def _quay_crane(sheet: Sheet, x: float, y: float, s: float, ink: str, *, up: bool) -> None:
    """A ship-to-shore crane, landside at the left; its boom is level over the water, or raised."""

    def bar(points, width):
        sheet.line([(x + a * s, y - b * s) for a, b in points], width * s, ink)

    for leg in (0, 210):
        bar([(leg, 0), (leg + (18 if leg == 0 else -18), 520)], 26)
    bar([(6, 190), (204, 190)], 20)
    bar([(16, 360), (194, 360)], 16)
    bar([(4, 190), (198, 360)], 10)
    bar([(-190, 520), (250, 520)], 34)
    bar([(190, 520), (150, 800)], 20)
    bar([(20, 520), (150, 800)], 16)
    bar([(150, 800), (-180, 530)], 8)
    reach = [(250, 520), (560, 890)] if up else [(250, 520), (760, 520)]
    bar(reach, 28)
    bar([(150, 800), reach[1]], 8)
    bar([(150, 800), ((reach[0][0] + reach[1][0]) / 2, (reach[0][1] + reach[1][1]) / 2)], 8)
    sheet.rect(x - 130 * s, y - 610 * s, x - 20 * s, y - 530 * s, ink)
    for foot in (-20, 190):
        sheet.rect(x + foot * s, y - 22 * s, x + (foot + 44) * s, y + 4 * s, ink)
    if not up:
        cab = 520
        bar([(cab, 520), (cab, 330)], 5)
        bar([(cab + 60, 520), (cab + 60, 330)], 5)
        sheet.rect(x + (cab - 20) * s, y - 330 * s, x + (cab + 80) * s, y - 300 * s, ink)
        sheet.rect(x + (cab - 30) * s, y - 300 * s, x + (cab + 90) * s, y - 236 * s, ink)


def _boxes(sheet: Sheet, x: float, y: float, columns: int, most: int, pale: str, warm: str, dark: str) -> None:
    """Stacked containers with corrugated sides."""
    wide, tall = 84, 38
    for column in range(columns):
        for level in range(sheet.chance.randint(1, most)):
            ink = sheet.chance.choice((warm, pale, dark, warm))
            left, top = x + column * (wide + 3), y - (level + 1) * (tall + 2)
            sheet.rect(left - 1, top - 1, left + wide + 1, top + tall + 1, dark)
            sheet.rect(left, top, left + wide, top + tall, ink)
            for k in range(1, 12):
                sheet.rect(left + k * 7, top + 5, left + k * 7 + 2, top + tall - 5, pale if ink == dark else dark)


def _ship(sheet: Sheet, x: float, y: float, pale: str, warm: str, dark: str) -> None:
    _boxes(sheet, x + 250, y - 120, 9, 4, pale, warm, dark)
    sheet.poly([(x, y - 150), (x + 70, y + 60), (x + 1260, y + 60), (x + 1330, y - 120), (x + 130, y - 120)], dark)
    sheet.poly([(x + 42, y - 24), (x + 57, y + 20), (x + 1275, y + 20), (x + 1292, y - 24)], warm)
    sheet.rect(x + 1060, y - 400, x + 1220, y - 118, dark)
    sheet.rect(x + 1040, y - 424, x + 1240, y - 396, dark)
    for row in range(5):
        for k in range(5):
            sheet.rect(x + 1074 + k * 28, y - 372 + row * 46, x + 1092 + k * 28, y - 350 + row * 46, pale)
    sheet.rect(x + 1130, y - 500, x + 1142, y - 420, dark)


def train(sheet: Sheet, light: str, red: str, dark: str) -> None:
    """A red train comes round the last bend before a country station, poles and wires along the line."""
    width, height = sheet.width, sheet.height
    eye = Camera(1420, 640, 1350, 2.6)
    sun = sheet.stencil()
    sun.disc(640, 400, 190)
    sheet.press(sun, red)
    far = sheet.stencil()
    far.land(sheet.ridge(560, 420, 150, 0.5))
    sheet.press(far, light)
    sheet.press(far.within(sheet.stencil().screen(200, 660, 16, 7, 7)), dark)
    sheet.land(sheet.ridge(628, 600, 28, 0.6), dark, down_to=646)
    sheet.rect(0, 640, width, height, light)
    field = sheet.stencil()
    for k in range(1, 60):
        y = 640 + 3.1 * 1350 / (2.2 + k * 1.1)
        field.rect(0, y, width, y + max(1.5, (y - 640) * 0.014))
    sheet.press(field, dark)

    def track(z: float) -> float:
        return -2.6 + 0.0021 * max(0.0, z - 12) ** 2

    steps = [2.0 * 1.09**i for i in range(52)]
    bed = [eye.at(track(z) - 2.7, 0, z) for z in steps] + [eye.at(track(z) + 2.7, 0, z) for z in reversed(steps)]
    sheet.poly(bed, light)
    z = 1.9
    while z < 70:
        c = track(z)
        sheet.poly(
            eye.quad((c - 1.35, 0.05, z), (c + 1.35, 0.05, z), (c + 1.35, 0.05, z + 0.26), (c - 1.35, 0.05, z + 0.26)),
            dark,
        )
        z += 0.66
    for side in (-0.72, 0.72):
        rail = [eye.at(track(z) + side - 0.06, 0.2, z) for z in steps]
        rail += [eye.at(track(z) + side + 0.06, 0.2, z) for z in reversed(steps)]
        sheet.poly(rail, red)
    _poles(sheet, eye, track, dark)
    _cars(sheet, eye, track, light, red, dark)
    _platform(sheet, eye, light, red, dark)


def _cars(sheet: Sheet, eye: Camera, track, light: str, red: str, dark: str) -> None:
    """The engine's front and, behind it, coaches along the curve, the farthest first."""
    front = 13.0
    for car in range(6, -1, -1):
        near, far = front + car * 9.4, front + car * 9.4 + 9.0
        n, f = track(near), track(far)
        side = eye.quad((n + 1.35, 0.7, near), (n + 1.35, 3.7, near), (f + 1.35, 3.7, far), (f + 1.35, 0.7, far))
        sheet.poly(
            eye.quad((n - 1.35, 3.7, near), (f - 1.35, 3.7, far), (f + 1.35, 3.7, far), (n + 1.35, 3.7, near)), dark
        )
        left = eye.quad((n - 1.35, 0.7, near), (n - 1.35, 3.7, near), (f - 1.35, 3.7, far), (f - 1.35, 0.7, far))
        for wall in (left, side):
            sheet.poly(wall, red)
        for edge in (-1.36, 1.36):
            sheet.poly(
                eye.quad((n + edge, 1.2, near), (n + edge, 1.5, near), (f + edge, 1.5, far), (f + edge, 1.2, far)),
                light,
            )
            for k in range(6):
                a, b = 0.08 + k * 0.15, 0.17 + k * 0.15
                za, zb = near + (far - near) * a, near + (far - near) * b
                xa, xb = n + (f - n) * a + edge, n + (f - n) * b + edge
                sheet.poly(eye.quad((xa, 2.1, za), (xa, 3.0, za), (xb, 3.0, zb), (xb, 2.1, zb)), light)
        sheet.poly(
            eye.quad((n - 1.35, 0.2, near), (n + 1.35, 0.2, near), (n + 1.35, 0.75, near), (n - 1.35, 0.75, near)), dark
        )
    c = track(front)

    def at(x: float, y: float) -> Point:
        return eye.at(c + x, y, front)

    sheet.poly(
        [
            at(-1.4, 0.6),
            at(-1.45, 2.4),
            at(-1.25, 3.5),
            at(-0.8, 3.95),
            at(0.8, 3.95),
            at(1.25, 3.5),
            at(1.45, 2.4),
            at(1.4, 0.6),
        ],
        red,
    )
    for x in (-1.15, 0.08):
        sheet.poly([at(x, 2.5), at(x + 0.07, 3.4), at(x + 1.03, 3.4), at(x + 1.07, 2.5)], dark)
        sheet.poly([at(x + 0.55, 2.6), at(x + 0.75, 3.3), at(x + 0.9, 3.3), at(x + 0.7, 2.6)], light)
    sheet.poly([at(-1.44, 1.75), at(1.44, 1.75), at(1.44, 2.1), at(-1.44, 2.1)], light)
    for x in (-0.95, 0.95):
        sheet.disc(*at(x, 1.3), eye.size(0.26, front), light)
        sheet.disc(*at(x, 1.3), eye.size(0.12, front), red)
    sheet.disc(*at(0, 3.68), eye.size(0.18, front), light)
    sheet.poly([at(-1.4, 0.15), at(-1.5, 0.85), at(1.5, 0.85), at(1.4, 0.15)], dark)
    for x in (-0.6, 0, 0.6):
        sheet.poly([at(x - 0.12, 0.22), at(x - 0.12, 0.75), at(x + 0.12, 0.75), at(x + 0.12, 0.22)], light)


def _poles(sheet: Sheet, eye: Camera, track, dark: str) -> None:
    heads = []
    for z in (3.6, 6.2, 10, 15, 21, 28, 36, 46):
        x = track(z) - 4.6
        foot, head = eye.at(x, 0, z), eye.at(x, 6.2, z)
        wide = max(3.0, eye.size(0.17, z))
        sheet.poly(
            [
                (foot[0] - wide / 2, foot[1]),
                (head[0] - wide / 3, head[1]),
                (head[0] + wide / 3, head[1]),
                (foot[0] + wide / 2, foot[1]),
            ],
            dark,
        )
        for up in (5.9, 5.3):
            sheet.line(eye.quad((x - 0.85, up, z), (x + 0.85, up, z)), wide * 0.6, dark)
            for k in (-0.75, -0.35, 0.35, 0.75):
                cx, cy = eye.at(x + k, up + 0.14, z)
                sheet.disc(cx, cy, max(2, eye.size(0.08, z)), dark)
        heads.append((x, z))
    for (xa, za), (xb, zb) in zip(heads, heads[1:], strict=False):
        for up, k in ((6.04, -0.75), (6.04, 0.75), (5.44, -0.35)):
            wire = []
            for i in range(13):
                t = i / 12
                z = za + (zb - za) * t
                wire.append(eye.at(xa + (xb - xa) * t + k, up - 0.42 * math.sin(math.pi * t), z))
            sheet.line(wire, 2.2, dark)


def _platform(sheet: Sheet, eye: Camera, light: str, red: str, dark: str) -> None:
    """The near end of a low platform at the right, with baskets waiting on it."""
    sheet.poly(eye.quad((1.0, 0.9, 2.0), (1.0, 0.9, 11), (5.5, 0.9, 11), (5.5, 0.9, 2.0)), light)
    sheet.poly(eye.quad((1.0, 0.9, 2.0), (1.0, 0.9, 11), (1.0, 0, 11), (1.0, 0, 2.0)), dark)
    sheet.poly(eye.quad((1.15, 0.9, 2.0), (1.15, 0.9, 11), (1.4, 0.9, 11), (1.4, 0.9, 2.0)), red)
    for x, z in ((2.6, 9.6), (3.5, 8.2), (2.3, 7.6), (3.0, 6.4)):
        cx, foot = eye.at(x, 0.9, z)
        m = eye.size(1, z)
        sheet.poly(
            [
                (cx - 0.34 * m, foot),
                (cx - 0.46 * m, foot - 0.52 * m),
                (cx + 0.46 * m, foot - 0.52 * m),
                (cx + 0.34 * m, foot),
            ],
            dark,
        )
        for k in range(1, 5):
            y = foot - 0.1 * m * k
            sheet.line([(cx - 0.4 * m, y), (cx + 0.4 * m, y)], max(2, 0.018 * m), light)
        for k in range(9):
            lean = (k - 4) * 0.11 * m
            sheet.poly(
                [
                    (cx + lean * 0.8 - 0.07 * m, foot - 0.5 * m),
                    (cx + lean * 1.3, foot - (0.86 - 0.02 * abs(k - 4)) * m),
                    (cx + lean * 0.8 + 0.07 * m, foot - 0.5 * m),
                ],
                red if k % 2 else dark,
            )


def chart(sheet: Sheet, paper: str, gold: str, ink: str) -> None:
    """A field of columns in even projection, rising along one diagonal."""
    chance = sheet.chance
    wide, deep = 118.0, 59.0
    columns, rows = 11, 7

    def base(column: float, row: float) -> Point:
        return 960 + (column - row) * wide, 455 + (column + row) * deep

    for k in range(-16, 30):
        a, b = base(k, -24), base(k, 30)
        sheet.line([a, b], 2.2, gold)
        a, b = base(-24, k), base(34, k)
        sheet.line([a, b], 2.2, gold)
    tops = {}
    for row in range(rows):
        for column in range(columns):
            swell = math.exp(-(((column - 3.4 - row * 1.15) / 2.9) ** 2))
            tall = 46 + 400 * swell * (0.55 + 0.45 * row / rows) + chance.uniform(0, 70) + column * 9
            tops[column, row] = tall
    for row in range(rows):
        for column in range(columns):
            tall = tops[column, row]
            pad = 0.13
            west, south = base(column + pad, row + 1 - pad), base(column + 1 - pad, row + 1 - pad)
            east, north = base(column + 1 - pad, row + pad), base(column + pad, row + pad)

            def up(point: Point, by: float = tall) -> Point:
                return point[0], point[1] - by

            sheet.poly([west, south, up(south), up(west)], gold)
            sheet.poly([south, east, up(east), up(south)], ink)
            sheet.poly([up(west), up(south), up(east), up(north)], paper)
            outline = [up(west), up(south), up(east), up(north), up(west)]
            sheet.line(outline, 3.2, ink)
            level = 40.0
            while level < tall:
                sheet.line([up(west, level), up(south, level)], 2, paper)
                level += 40
    crest = []
    for column in range(columns):
        x, y = base(column + 0.5, rows - 0.5)
        crest.append((x, y - tops[column, rows - 1]))
    lifted = [(x, y - 150) for x, y in crest]
    sheet.line(lifted, 24, paper)
    sheet.line(lifted, 12, ink)
    for (x, y), (_, foot) in zip(lifted, crest, strict=True):
        sheet.line([(x, y), (x, foot)], 2.5, ink)
        sheet.disc(x, y, 25, paper)
        sheet.disc(x, y, 19, ink)
        sheet.disc(x, y, 8, gold)


def city_map(sheet: Sheet, land: str, route: str, water: str) -> None:
    """A delta city from the air as a map: blocks, canals, one marked way."""
    chance, width, height = sheet.chance, sheet.width, sheet.height
    angle = chance.uniform(-0.30, -0.2)
    cos, sin = math.cos(angle), math.sin(angle)

    def turn(x: float, y: float) -> tuple[float, float]:
        return width / 2 + x * cos - y * sin, height / 2 + x * sin + y * cos

    blocks, parks = sheet.stencil(), sheet.stencil()
    y = -1500.0
    while y < 1500:
        tall = chance.choice((92, 120, 150, 210))
        x = -1700.0 + chance.uniform(-80, 0)
        while x < 1700:
            wide = chance.choice((80, 130, 170, 240))
            corner = [turn(x, y), turn(x + wide, y), turn(x + wide, y + tall), turn(x, y + tall)]
            (parks if chance.random() < 0.09 else blocks).poly(corner)
            x += wide + (34 if chance.random() < 0.18 else 15)
        y += tall + (38 if chance.random() < 0.25 else 15)
    sheet.press(blocks.within(sheet.stencil().slanted(13, 4, 0.6)), water)
    _lots(sheet, turn, land)
    sheet.press(parks, water)
    for _ in range(900):
        px, py = chance.uniform(0, width), chance.uniform(0, height)
        if parks.image.getpixel((int(px) * 2, int(py) * 2)):
            sheet.disc(px, py, chance.uniform(5, 12), land)

    stream: list[Point] = [(x, 860 - 0.07 * x + 165 * math.sin(x / 430 + 0.6)) for x in range(-60, width + 80, 12)]
    arm: list[Point] = [(590 - (y - 900) * 0.42 + 120 * math.sin(y / 190), y) for y in range(900, height + 60, 12)]
    canal: list[Point] = [(1830 + 80 * math.sin(y / 230), y) for y in range(-40, 620, 12)]
    waters = ((stream, 240), (arm, 120), (canal, 56))
    for way, wide in waters:
        sheet.band(way, wide + 30, land)
    for way, wide in waters:
        sheet.band(way, wide, water)
    for k in (-70, -24, 24, 70):
        for i in range((k * 7) % 19, len(stream) - 9, 23):
            sheet.band([(x, y + k) for x, y in stream[i : i + 9]], 4, land)
    bridges = [_bridge(sheet, stream, i, 165, land, water) for i in (28, 72, 104, 152, 190)]
    for i in (14, 40):
        _bridge(sheet, arm, i, 95, land, water)

    def unturn(x: float, y: float) -> tuple[float, float]:
        x, y = x - width / 2, y - height / 2
        return x * cos + y * sin, -x * sin + y * cos

    north, south = (unturn(*end) for end in sorted(bridges[2], key=lambda end: end[1]))
    street = [
        (north[0] - 610, north[1] - 330),
        (north[0] - 610, north[1] - 120),
        (north[0], north[1] - 120),
        north,
        south,
    ]
    street += [(south[0], south[1] + 150), (south[0] + 480, south[1] + 150), (south[0] + 480, south[1] + 340)]
    street += [(south[0] + 800, south[1] + 340)]
    route_way = [turn(x, y) for x, y in street]
    for wide, colour in ((40, land), (22, route)):
        for a, b in zip(route_way, route_way[1:], strict=False):
            sheet.line([a, b], wide, colour)
        for x, y in route_way:
            sheet.disc(x, y, wide / 2, colour)
    for x, y in (*route_way[1:3], *route_way[5:8]):
        sheet.disc(x, y, 27, land)
        sheet.disc(x, y, 17, route)
    for x, y in (route_way[0], route_way[-1]):
        _pin(sheet, x, y, route, land)


def _bridge(sheet: Sheet, way, at: int, half: float, land: str, water: str):
    """A bridge straight over a water; gives back its two ends."""
    (x0, y0), (x1, y1) = way[at], way[at + 2]
    long = half / math.hypot(x1 - x0, y1 - y0)
    dx, dy = (y0 - y1) * long, (x1 - x0) * long
    ends = [(x0 - dx, y0 - dy), (x0 + dx, y0 + dy)]
    sheet.line(ends, 44, land)
    sheet.line(ends, 8, water)
    return ends


def _lots(sheet: Sheet, turn, ink: str) -> None:
    """Lanes cut through the blocks."""
    for _ in range(70):
        x, y, long = sheet.chance.uniform(-1500, 1500), sheet.chance.uniform(-1200, 1200), sheet.chance.uniform(60, 200)
        end = (x + long, y) if sheet.chance.random() < 0.5 else (x, y + long)
        sheet.line([turn(x, y), turn(*end)], 10, ink)


def _pin(sheet: Sheet, x: float, y: float, ink: str, light: str) -> None:
    for grow, colour in ((14, light), (0, ink)):
        sheet.disc(x, y - 128, 66 + grow, colour)
        sheet.poly([(x - 58 - grow, y - 100), (x + 58 + grow, y - 100), (x, y + 4 + grow * 1.4)], colour)
    sheet.disc(x, y - 128, 27, light)
