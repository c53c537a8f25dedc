"""Vietnamese input methods, played into a page over the browser's own protocol.

Recorded is what stands on the screen after each key of a syllable. From that follows what each kind of program sends:

compose   what macOS, Windows (TSF), ibus and fcitx do: the syllable is composed, then committed
replace   what Unikey, EVKey and OpenKey do: Backspace as often as needed, then the new letters as plain text
"""

# What is seen after each key, syllable by syllable.
TELEX = {
    "người": [["n", "ng", "ngu", "ngư", "ngưo", "ngươ", "ngươi", "người"]],  # nguwowif
    "đường": [["d", "đ", "đu", "đuo", "đuon", "đuong", "đương", "đường"]],  # dduongwf
    "Đà Nẵng": [["D", "Đ", "Đa", "Đà"], ["N", "Na", "Nă", "Năn", "Năng", "Nẵng"]],  # DDaf Nawngx
    "thuở": [["t", "th", "thu", "thuo", "thuơ", "thuở"]],  # thuowr
    "khuỷu": [["k", "kh", "khu", "khuy", "khuyu", "khuỷu"]],  # khuyur
}
VNI = {
    "người": [["n", "ng", "ngu", "nguo", "nguoi", "ngươi", "người"]],  # nguoi72
    "đường": [["d", "du", "duo", "duon", "duong", "đuong", "đương", "đường"]],  # duong972
    "Đà Nẵng": [["D", "Da", "Đa", "Đà"], ["N", "Na", "Nan", "Nang", "Năng", "Nẵng"]],  # Da92 Nang84
    "thuở": [["t", "th", "thu", "thuo", "thuơ", "thuở"]],  # thuo73
    "khuỷu": [["k", "kh", "khu", "khuy", "khuyu", "khuỷu"]],  # khuyu3
}


class Keyboard:
    """A keyboard with an input method, for one page. The editor has the focus."""

    def __init__(self, page):
        self._page = page
        self._protocol = page.context.new_cdp_session(page)

    def compose(self, syllables):
        """Each syllable grows under the cursor and is committed; blanks between them are keys."""
        for at, steps in enumerate(syllables):
            if at:
                self._page.keyboard.press("Space")
            for shown in steps:
                self._key_kept()
                self._protocol.send(
                    "Input.imeSetComposition",
                    {"text": shown, "selectionStart": len(shown), "selectionEnd": len(shown)},
                )
            self._protocol.send("Input.insertText", {"text": steps[-1]})

    def replace(self, syllables):
        """Letters come as plain text; where a key changes letters that stand, Backspace takes them first."""
        for at, steps in enumerate(syllables):
            if at:
                self._page.keyboard.press("Space")
            before = ""
            for shown in steps:
                same = _shared(before, shown)
                for _letter in before[same:]:
                    self._page.keyboard.press("Backspace")
                self._protocol.send("Input.insertText", {"text": shown[same:]})
                before = shown

    def give_up(self, shown):
        """A composition that is begun and thrown away, as by Escape."""
        self._key_kept()
        self._protocol.send("Input.imeSetComposition", {"text": shown, "selectionStart": 1, "selectionEnd": 1})
        self._protocol.send("Input.imeSetComposition", {"text": "", "selectionStart": 0, "selectionEnd": 0})

    def _key_kept(self):
        """What a page hears of a key that the input method keeps for itself."""
        self._protocol.send(
            "Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Process", "windowsVirtualKeyCode": 229}
        )


def _shared(left, right):
    return next((at for at, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]), len(left))


METHODS = [
    ("Telex, composed", TELEX, Keyboard.compose),
    ("VNI, composed", VNI, Keyboard.compose),
    ("Telex, letters replaced", TELEX, Keyboard.replace),
    ("VNI, letters replaced", VNI, Keyboard.replace),
]
