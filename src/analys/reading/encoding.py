"""Bytes of an input file -> UTF-8 bytes with plain line feeds, or one problem that says why not."""

from __future__ import annotations

from analys.errors import Problem

MAX_BYTES = 2_000_000_000
UTF8_BOM = b"\xef\xbb\xbf"
SAVE_AS = "Ta ut filen på nytt som semikolonseparerad text i UTF-8 eller Windows-1252 (ANSI)."


def normalise_text(content: bytes, fil: str) -> bytes | Problem:
    """UTF-8 without byte order mark, lines ending in line feed, no blank lines at the end.

    UTF-8 is tried first and cp1252 second; valid UTF-8 is next to never anything else.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(fil, "Filen är sparad som UTF-16.", SAVE_AS, kod="fil")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return Problem(fil, "Filen är en Excelfil eller ett arkiv, inte en textfil.", SAVE_AS, kod="fil")
    has_bom = content.startswith(UTF8_BOM)
    text = content[len(UTF8_BOM) :] if has_bom else content
    try:
        text.decode("utf-8")
    except UnicodeDecodeError as error:
        position = error.start
    else:
        return _plain_lines(text)
    if has_bom:
        return _undecodable(text, position, fil)
    try:
        decoded = text.decode("cp1252")
    except UnicodeDecodeError as error:
        position = error.start
    else:
        return _plain_lines(decoded.encode("utf-8"))
    return _undecodable(text, position, fil)


def _plain_lines(text: bytes) -> bytes:
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    filled = text.rstrip(b" \t\n\x1a")  # 1A ends text files from old systems
    # Tabs that end the last line are its blank cells.
    after = text[len(filled) :].partition(b"\n")[0].rstrip(b" \x1a") if filled else b""
    return filled + after.replace(b" ", b"").replace(b"\x1a", b"")


def _undecodable(text: bytes, position: int, fil: str) -> Problem:
    line = len(_plain_lines(text[:position] + b"x").split(b"\n"))
    return Problem(fil, "Filen har tecken som inte går att läsa.", SAVE_AS, rader=(line,), kod="fil")
