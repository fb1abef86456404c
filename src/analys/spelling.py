"""Names as people spell them: folded for comparing, and made fit to be shown."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Collection


def fold(text: str) -> str:
    """Text without case, accents and compatibility forms, for comparing words.

    Examples
    --------
    >>> fold("Läsår ＡÉ")
    'lasar ae'
    """
    return "".join(c for c in _decompose(text) if not unicodedata.combining(c))


def fold_name(name: str) -> str:
    """Name of a column, field, sheet or school without case, accents and punctuation.

    Examples
    --------
    >>> fold_name("M1 (språk)"), fold_name("Ta bort"), fold_name("ta_bort")
    ('m1sprak', 'tabort', 'tabort')
    """
    # No ASCII character is an accent, so that one pass is enough: it is asked of every pupil's school.
    return "".join(c for c in _decompose(name) if c.isascii() and c.isalnum())


def find_near(text: str, known: Collection[str], nearness: float = 0.6) -> str:
    """The known name that somebody most likely meant, "" when none is near.

    Parameters
    ----------
    nearness : float
        How near it must be, of 1.

    Examples
    --------
    >>> find_near("forvaltningen", ("politik", "förvaltning")), find_near("x", ("politik",))
    ('förvaltning', '')
    """
    near = difflib.get_close_matches(fold_name(text), [fold_name(one) for one in known], 1, nearness)
    return next((one for one in known if fold_name(one) in near), "")


def make_printable(text: str) -> str:
    """A name for messages: nothing unprintable, no half characters.

    Examples
    --------
    >>> make_printable("betyg\\nåk9")
    'betyg?åk9'
    """
    return "".join(c if c.isprintable() else "?" for c in text)


def _decompose(text: str) -> str:
    return unicodedata.normalize("NFKD", text).casefold()
