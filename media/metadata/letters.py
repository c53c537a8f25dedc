"""Bytes of unknown encoding as text."""

# Windows-1252 with its five gaps as controls, as browsers read it: every byte is a letter, and nothing is lost.
_WINDOWS = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}


def decode(data: bytes, declared: str | None = None) -> str:
    """Text of bytes: as declared ("utf-8", "windows"), else UTF-8 where it is valid, else Windows-1252. Never fails.

    UTF-8 that a program cut in the middle of its last letter, at a limit of octets, loses that letter and no other.
    """
    data = data.rstrip(b"\0")
    if declared != "windows":
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            if _only_its_end_is_cut(data, error, declared):
                return data[: error.start].decode("utf-8")
    return data.decode("latin-1").translate(_WINDOWS)


def _only_its_end_is_cut(data: bytes, error: UnicodeDecodeError, declared: str | None) -> bool:
    """Whether UTF-8 breaks off in its last letter. Undeclared, another letter has to say that it is UTF-8 at all."""
    if error.end != len(data) or error.reason != "unexpected end of data":
        return False
    return declared == "utf-8" or not data[: error.start].isascii()
