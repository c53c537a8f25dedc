r"""Code replacements: a photographer types `\st7\` and gets the name that stands behind it in a list of their own. Pure.

The list is the one that photographers' programs use: a code, a tab, a name, and where there are several ways to say it
(`Nguyễn Văn Toàn`, `Toàn`, `số 9`), each after a further tab; `\st7#2\` asks for the second.
"""

import codecs
import re

from django.utils.translation import gettext as _

from newsroom.text import clean_line

MOST = 5000  # codes of one list
MOST_BYTES = 1 << 20
LONGEST_CODE, LONGEST_NAME = 40, 300
_CODE = re.compile(rf"\\([^\\#\s]{{1,{LONGEST_CODE}}})(?:#([1-9]))?\\")


class Unreadable(ValueError):
    """A file that is no list of codes; the message says what is wrong with it and what to do."""


def read(data: bytes) -> dict[str, list[str]]:
    """The list out of a file: {code: [name, other ways to say it]}, in the file's order. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(
            _("The list is larger than 1 MB. Send a text file with a code, a tab and a name in each line.")
        )
    found = {}
    for number, line in enumerate(_decoded(data).splitlines(), 1):
        cells = [clean_line(cell) for cell in line.split("\t")]
        if not any(cells) or cells[0].startswith("//"):
            continue
        code, names = cells[0].strip("\\"), [cell for cell in cells[1:] if cell]
        if not names or not _CODE.fullmatch(f"\\{code}\\"):
            message = _("Line %(number)s is not a code, a tab and a name. Mend it and send the list again.")
            raise Unreadable(message % {"number": number})
        if max(map(len, names)) > LONGEST_NAME:
            message = _(
                "In line %(number)s a name has more than %(count)s characters. Mend it and send the list again."
            )
            raise Unreadable(message % {"number": number, "count": LONGEST_NAME})
        found[code] = names[:9]
    if not found:
        raise Unreadable(_("There is no code in this file. Each line needs a code, a tab and a name."))
    if len(found) > MOST:
        raise Unreadable(_("The list has more than %(count)s codes. Send the ones of this shoot.") % {"count": MOST})
    return found


def _decoded(data: bytes) -> str:
    """The letters of a text file: UTF-16 where it begins with such a mark, else UTF-8; nothing is guessed."""
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("The letters of this file cannot be read. Save it as UTF-8 text and send it again.")
        ) from error


def expanded(words: str, codes: dict[str, list[str]]) -> str:
    """The words with names in place of codes. A code that the list does not have stays as it was typed."""

    def name(match):
        names = codes.get(match[1])
        at = int(match[2] or 1)
        return names[at - 1] if names and at <= len(names) else match[0]

    return _CODE.sub(name, words)


def left_over(words: str) -> list[str]:
    """Codes that nothing was put in place of, as typed."""
    return [match[0] for match in _CODE.finditer(words)]
