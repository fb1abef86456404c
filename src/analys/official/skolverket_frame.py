"""The one tidy form of Skolverket's statistics, from its files and from its API; one row a value.

==========  =====  ================================================================================
kalla       str    what to cite: "Källa: Skolverket, Slutbetyg årskurs 9, samtliga elever, 2024/25"
tabell      str    slutbetyg_ak9, np_relation_ak9, behorighet_ak9, skolenhet_gr (the API)
lasar       str    "2024/25"
enhetstyp   str    skolenhet, kommun, riket
enhet       str    school unit code (8 digits), municipality code (4), "0000" for riket
enhetsnamn  str    name as Skolverket writes it
kommun      str    code of the municipality where the unit lies, "0000" for riket
huvudman    str    kommunal, enskild, statlig, samtliga
matt        str    declared name of the measure; a code of the registry where it is one
kon         str    alla, flickor, pojkar
amne        str    sv, sva, ma, en …; "" when the measure is about no subject
varde       float  procent 0-100, points or pupils as the measure says; NaN when there is no number
status      str    see `analys.official.markers.STATUS`
marke       str    the marker as it was written, "" for a plain number
==========  =====  ================================================================================

A marker beside a number occurs in one place: "." in a distribution whose count is present is 0 percent.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

HUVUDMAN = {
    "kommunal": "kommunal",
    "enskild": "enskild",
    "fristående": "enskild",
    "statlig": "statlig",
    "samtliga": "samtliga",
}
"""Kinds of huvudman by Skolverket's words; the API says fristående where the files say enskild."""

KON = {
    "samtliga": "alla",
    "totalt": "alla",
    "flickor": "flickor",
    "pojkar": "pojkar",
}
"""Genders by Skolverket's words."""


class Value(NamedTuple):
    """One row of the frame."""

    kalla: str
    tabell: str
    lasar: str
    enhetstyp: str
    enhet: str
    enhetsnamn: str
    kommun: str
    huvudman: str
    matt: str
    kon: str
    amne: str
    varde: float
    status: str
    marke: str


KEYS = ("tabell", "lasar", "enhetstyp", "enhet", "huvudman", "matt", "kon", "amne")
"""What a value is about; no two rows share it."""


def make_frame(values: Iterable[Value]) -> pd.DataFrame:
    """Frame of values, in their order.

    Examples
    --------
    >>> make_frame([]).columns.tolist()[:3]
    ['kalla', 'tabell', 'lasar']
    """
    frame = pd.DataFrame(list(values), columns=list(Value._fields))
    return frame.astype({name: "float64" if name == "varde" else "str" for name in Value._fields})


def cite(titel: str, lasar: str) -> str:
    """Source of a published value, in Swedish."""
    return f"Källa: Skolverket, {titel}, {lasar}"


def clean_name(name: str) -> str:
    """A unit's name on one line, without signs that cannot be seen.

    Examples
    --------
    >>> clean_name("Norra\\u00a0 skolan\\u202e ")
    'Norra skolan'
    """
    return " ".join("".join(char if char.isprintable() else " " for char in name).split())
