"""What is common to corrections wherever they are written."""

from __future__ import annotations

KOD = "rattelse"
"""Code of a fault in a correction, see `analys.reading.codes`."""

_SEPARATORS = str.maketrans("", "", "-+ ")


def fold_number(text: str) -> str:
    """The last ten characters of a personnummer however it is written; other texts as they are.

    Exports of other systems are given twelve characters when they are read, so that a pupil's number may look
    otherwise in the file that somebody corrects.

    Examples
    --------
    >>> fold_number("100315-9807"), fold_number("20100315-tf10"), fold_number("2,01E+11")
    ('1003159807', '100315TF10', '2,01E+11')
    """
    plain = text.translate(_SEPARATORS).upper()
    return plain[-10:] if len(plain) in (10, 12) else text
