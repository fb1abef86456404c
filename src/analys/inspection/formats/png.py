"""Bitmaps: nothing but what draws may come along."""

from __future__ import annotations

from collections.abc import Iterator

from analys.inspection.faults import Fault
from analys.inspection.formats.xml import Unreadable
from analys.inspection.material import HIDDEN, Piece

_HEAD = b"\x89PNG\r\n\x1a\n"
_DRAWS = frozenset((b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"IDAT", b"IEND", b"pHYs", b"sBIT"))


def read_png(fil: str, plats: str, content: bytes) -> tuple[list[Piece], list[Fault]]:
    """Texts in a bitmap's metadata, and the fault that there is any.

    Raises
    ------
    Unreadable
    """
    pieces, faults = [], []
    for name, body in _chunks(content):
        if name not in _DRAWS:
            pieces.append(Piece(plats, body.decode("latin-1"), HIDDEN))
            faults.append(
                Fault(
                    fil,
                    plats,
                    "En bild bär uppgifter som inte syns, till exempel om vem som gjort den.",
                    "Spara bilden utan metadata.",
                )
            )
    return pieces, faults[:1]


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not content.startswith(_HEAD):
        raise Unreadable("den är ingen PNG-bild")
    position, name = len(_HEAD), b""
    while name != b"IEND":
        length = int.from_bytes(content[position : position + 4], "big")
        name, body = content[position + 4 : position + 8], content[position + 8 : position + 8 + length]
        if len(name) != 4 or len(body) != length:
            raise Unreadable("bilden är avbruten")
        yield name, body
        position += 12 + length
    if position < len(content):
        yield b"rest", content[position:]
