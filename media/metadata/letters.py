"""Bytes of unknown encoding as text, and text that has been damaged on its way."""

import re

# Controls other than tab and line ends; where Đ and đ stood when each letter was cut to the low byte of its code.
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f]|\ufffd")
_SIGN_IN_WORD = re.compile(r"[^\W\d_][¡¢£¥«°±·¿][^\W\d_]")
_QUESTION_IN_WORD = re.compile(r"[^\W\d_]\?[^\W\d_]")


def decode(data: bytes, declared: str | None = None) -> str:
    """Text of bytes: as declared, else UTF-8 where it is valid, else Windows-1252. Never fails."""
    data = data.rstrip(b"\0")
    for encoding in (declared, "utf-8", "cp1252"):
        if encoding:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    return data.decode("latin-1")


def is_damaged(text: str) -> bool:
    """Whether letters were lost on the way, which no rule can bring back: 0xA1 was ơ or ạ.

    Seen in a daily's photographs: each letter cut to the low byte of its UTF-16 unit ("BË cáo bË d«n gi£i" for
    "Bị cáo bị dẫn giải"), or replaced by a question mark ("M?t xe c?ng bi?n").
    """
    if _CONTROLS.search(text) or _SIGN_IN_WORD.search(text):
        return True
    return len(_QUESTION_IN_WORD.findall(text)) > 1 and "://" not in text
