"""One spelling of what can be written in many ways, so that nothing hides behind a look-alike.

Full-width and other digits become 0-9, every dash and minus a hyphen, every space a space; soft hyphens,
zero-width characters and marks of direction go.
"""

from __future__ import annotations

import unicodedata

_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d")
_PLUS = frozenset("\u207a\u208a\ufb29\ufe62\uff0b")
_LINES = frozenset("\n\r\u2028\u2029\x0b\x0c\x85")
_GONE = frozenset(("Cf", "Cc", "Mn", "Co", "Cn", "Cs"))


class _Letters(dict[int, str]):
    """Each letter's spelling, settled when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = spelled = _settle(chr(code))
        return spelled


def _settle(letter: str) -> str:
    if letter in _LINES:
        return "\n"
    if letter.isspace():
        return " "
    if letter in _DASHES:
        return "-"
    if letter in _PLUS:
        return "+"
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    if unicodedata.category(letter) in _GONE:
        return ""
    plain = unicodedata.normalize("NFKC", letter)
    return plain if len(plain) == 1 else letter


_LETTERS = _Letters()


def settle(text: str) -> str:
    """Text in the one spelling.

    Examples
    --------
    >>> settle("20\u00ad10\u200b01\uff10\uff11\u20132384")
    '20100101-2384'
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", text).translate(_LETTERS)
