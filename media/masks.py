"""What is hidden in a photograph: parts of the frame that every picture made of it shows blurred, coarse or covered.

A mask is {"form": "box" or "ellipse", "how": "coarse", "blur" or "cover", "at": [left, top, width, height]}, shares of
the upright frame. Reading and checking only: the pixels are renditions.py's.
"""

FORMS = ("box", "ellipse")
HOW = ("coarse", "blur", "cover")
MOST = 60
SMALLEST = 0.005  # share of a side


class Unreadable(ValueError):
    """What was sent is no list of masks."""


def read(sent) -> list[dict]:
    """Masks as they are kept: inside the frame, to four digits, in the order sent. Raises Unreadable."""
    if not isinstance(sent, list) or len(sent) > MOST:
        raise Unreadable
    return [_one(entry) for entry in sent]


def _one(entry) -> dict:
    if not isinstance(entry, dict) or entry.get("form") not in FORMS or entry.get("how") not in HOW:
        raise Unreadable
    at = entry.get("at")
    if not isinstance(at, list) or len(at) != 4 or not all(_is_share(value) for value in at):
        raise Unreadable
    left, top, width, height = (float(value) for value in at)
    right, bottom = min(left + width, 1.0), min(top + height, 1.0)
    left, top = min(left, 1 - SMALLEST), min(top, 1 - SMALLEST)
    box = [left, top, max(right - left, SMALLEST), max(bottom - top, SMALLEST)]
    return {"form": entry["form"], "how": entry["how"], "at": [round(value, 4) for value in box]}


def _is_share(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
