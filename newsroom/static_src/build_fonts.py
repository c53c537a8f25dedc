"""Makes the paper's four font files, and prints the fallback faces that keep a page still while they load.

    pip install fonttools brotli
    npm pack source-serif@4.5 source-sans@3.52 @fontsource/{gelasio,noto-serif,arimo,roboto}@5   (and unpack each)
    python build_fonts.py SERIF_DIR SANS_DIR FALLBACKS_DIR OUT_DIR

The family is renamed because the Open Font License reserves the name "Source" and a subset is a modified font.
One file a face, Latin and Vietnamese together: split files would cost a Vietnamese reader a request more for each.
Gelasio and Arimo stand in for Georgia and Arial, whose widths they share.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

# What a Vietnamese and English newspaper prints, the names of European neighbours, and tone marks typed apart.
LETTERS = [
    *range(0x20, 0x7F), *range(0xA0, 0x100),
    *map(ord, "ĀāĂăĄąĆćČčĎďĐđĒēĖėĘęĚěĞğĨĩĪīĮįİıŁłŃńŇňŌōŐőŒœŘřŚśŞşŠšŤťŨũŪūŮůŰűŹźŻżŽž"),
    0x1A0, 0x1A1, 0x1AF, 0x1B0, 0x218, 0x219, 0x21A, 0x21B, 0x300, 0x301, 0x302, 0x303, 0x306, 0x309, 0x31B, 0x323,
    *range(0x1EA0, 0x1EFA), 0x2009, *range(0x2010, 0x2016), *range(0x2018, 0x201F), 0x2020, 0x2022, 0x2026, 0x202F,
    0x2030, 0x2032, 0x2033, 0x2039, 0x203A, *range(0x2080, 0x208A), 0x20AB, 0x20AC, 0x2116, 0x2122,
    *range(0x2190, 0x2194), 0x2212, 0x2248, 0x2260, 0x2264, 0x2265,
]  # fmt: skip
FEATURES = ["ccmp", "mark", "mkmk", "kern", "liga", "lnum", "tnum"]
ROMAN, ITALIC = (0, "SourceSerif4Variable-Roman.ttf"), (0, "SourceSerif4Variable-Italic.ttf")
SANS = (1, "SourceSans3VF-Upright.ttf")
FACES = [
    # file, family, style, which of the two packages, axes
    ("newsroom-serif", "Newsroom Serif", "Regular", ROMAN, {"opsz": 20, "wght": (400, 700)}),
    ("newsroom-serif-italic", "Newsroom Serif", "Italic", ITALIC, {"opsz": 20, "wght": 400}),
    ("newsroom-display", "Newsroom Display", "Bold", ROMAN, {"opsz": 48, "wght": 700}),
    ("newsroom-sans", "Newsroom Sans", "Regular", SANS, {"wght": (400, 700)}),
]
# Which installed font may stand in, the file that has its widths, and the weight at which ours is compared.
FALLBACKS = {
    "newsroom-serif": [("Georgia", "gelasio", 400), ("Noto Serif", "noto-serif", 400)],
    "newsroom-display": [("Georgia Bold", "gelasio", 700), ("Noto Serif Bold", "noto-serif", 700)],
    "newsroom-sans": [("Arial", "arimo", 400), ("Roboto", "roboto", 400)],
}
# Letters as often as Vietnamese prose has them, without their marks, which do not change the width.
PROSE = (
    "Sang som, truoc khi mat troi len khoi dinh cau, nguoi dan hai bo song da ra cho. Ho ke lai tran lu nam truoc: "
    "nuoc ve trong dem, cao hon muc thuong thay gan hai met, cuon troi nhieu chiec thuyen nho. Thanh pho cho biet se "
    "sua duong ven song trong quy toi, voi kinh phi 27,5 ti dong, va hoan thanh truoc mua mua. Chung toi hoi ba Lan, "
    "64 tuoi, ve viec do. "
)


def rename(font, family, style):
    if "STAT" in font:
        del font["STAT"]
    names = font["name"]
    full = family if style == "Regular" else f"{family} {style}"
    for record in list(names.names):
        if record.nameID in {1, 2, 3, 4, 6, 16, 17, 18, 21, 22, 25} or record.nameID > 255:
            names.removeNames(nameID=record.nameID)
    for number, words in {1: family, 2: style, 3: f"{full}; subset", 4: full, 6: full.replace(" ", "")}.items():
        names.setName(words, number, 3, 1, 0x409)


def build(source, axes, family, style):
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += ["DSIG", "meta", "BASE"]
    subset = Subsetter(options)
    subset.populate(unicodes=LETTERS)
    subset.subset(font)
    font = instantiateVariableFont(font, axes, inplace=True)
    rename(font, family, style)
    font.flavor = "woff2"
    return font


def mean_width(font):
    """The mean advance of a letter of prose, in em."""
    letters, widths = font.getBestCmap(), font["hmtx"]
    known = [letter for letter in PROSE if ord(letter) in letters]
    return sum(widths[letters[ord(letter)]][0] for letter in known) / len(known) / font["head"].unitsPerEm


def fallback_face(family, local, size, font):
    """size: how much wider our letters are. Heights are of our font, given back to the resized one."""
    em, lines = font["head"].unitsPerEm, font["hhea"]
    ascent, descent = lines.ascent / em / size, -lines.descent / em / size
    return (
        f'@font-face {{ font-family: "{family} {local.replace(" Bold", "")}"; src: local("{local}"); '
        f"size-adjust: {size:.2%}; ascent-override: {ascent:.2%}; descent-override: {descent:.2%}; "
        "line-gap-override: 0%; }"
    )


def main(serif, sans, fallbacks, out):
    for name, family, style, (where, source), axes in FACES:
        path = next(Path([serif, sans][where]).rglob(source))
        font = build(path, axes, family, style)
        target = Path(out) / f"{name}.woff2"
        font.save(target)
        print(f"/* {target.name}: {target.stat().st_size / 1024:.0f} kB */")
        for local, folder, weight in FALLBACKS.get(name, []):
            ours = font if "fvar" not in font else instantiateVariableFont(TTFont(target), {"wght": weight})
            theirs = TTFont(next(Path(fallbacks).rglob(f"{folder}-latin-{weight}-normal.woff2")))
            print(fallback_face(family, local, mean_width(ours) / mean_width(theirs), font))


if __name__ == "__main__":
    main(*sys.argv[1:5])
