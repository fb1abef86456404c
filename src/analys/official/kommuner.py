"""Municipalities and counties: SCB's official codes and names, and finding a code from what a user writes.

The list is committed (`kommuner.csv`, columns kod;namn, 290 rows) because everything but fetching works
offline. The two first digits of a municipality code are its county (län).
"""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from collections.abc import Mapping
from importlib import resources

from analys.errors import ParameterError

DEMO_KOD = "9999"
DEMO_NAMN = "Exempelkommun"
RIKET = "0000"

LAN: Mapping[str, str] = {
    "01": "Stockholms län",
    "03": "Uppsala län",
    "04": "Södermanlands län",
    "05": "Östergötlands län",
    "06": "Jönköpings län",
    "07": "Kronobergs län",
    "08": "Kalmar län",
    "09": "Gotlands län",
    "10": "Blekinge län",
    "12": "Skåne län",
    "13": "Hallands län",
    "14": "Västra Götalands län",
    "17": "Värmlands län",
    "18": "Örebro län",
    "19": "Västmanlands län",
    "20": "Dalarnas län",
    "21": "Gävleborgs län",
    "22": "Västernorrlands län",
    "23": "Jämtlands län",
    "24": "Västerbottens län",
    "25": "Norrbottens län",
    # The demo municipality's county is as made up as the municipality.
    "99": "Exempellän",
}


@functools.cache
def _names() -> Mapping[str, str]:
    text = resources.files("analys.official").joinpath("kommuner.csv").read_text(encoding="utf-8")
    rows = (line.split(";") for line in text.splitlines()[1:])
    return {**dict(rows), DEMO_KOD: DEMO_NAMN}


def kommuner() -> Mapping[str, str]:
    """Names by code of the 290 municipalities and the demo municipality.

    Examples
    --------
    >>> len(kommuner())
    291
    """
    return dict(_names())


def kommunnamn(kod: str) -> str:
    """Name of a municipality, without the word "kommun".

    Raises
    ------
    KeyError
        When no municipality has the code; use `find_kommun` on what users write.

    Examples
    --------
    >>> kommunnamn("1961")
    'Hallstahammar'
    """
    return _names()[kod]


def lansnamn(kod: str) -> str:
    """Name of the county of a municipality code (or of a bare county code).

    Examples
    --------
    >>> lansnamn("1961")
    'Västmanlands län'
    """
    return LAN[kod[:2]]


def kommuner_i_lan(kod: str) -> tuple[str, ...]:
    """Codes of every municipality in the county of `kod`, itself included, in code order.

    Examples
    --------
    >>> len(kommuner_i_lan("1961"))
    10
    """
    return tuple(sorted(other for other in _names() if other[:2] == kod[:2]))


def find_kommun(text: str) -> str:
    """Code of the municipality that `text` means: a four-digit code or a name.

    Upper and lower case are the same, "kommun" and a genitive may stand there, and å, ä, ö may be
    written a, a, o.

    Raises
    ------
    ParameterError
        When nothing fits, with the nearest names.

    Examples
    --------
    >>> find_kommun("Hallstahammars kommun"), find_kommun("vasteras"), find_kommun("1961")
    ('1961', '1980', '1961')
    """
    wanted = unicodedata.normalize("NFC", text).strip()
    if re.fullmatch(r"[0-9]+", wanted):
        return _find_code(wanted)
    # As written first: Habo and Håbo are two municipalities.
    for key in (_spelling, _fold):
        by_key = {key(name): code for code, name in _names().items()}
        for candidate in _candidates(key(wanted)):
            if candidate in by_key:
                return by_key[candidate]
    raise ParameterError(f"Kommunen ”{text[:60]}” finns inte.{_name_hint(wanted)}")


def _find_code(code: str) -> str:
    if code in _names():
        return code
    # Spreadsheets drop the leading zero: 114 is most often 0114.
    padded = code.zfill(4)
    near = [padded] if padded in _names() else difflib.get_close_matches(code, _names(), n=1, cutoff=0.7)
    hint = f" Menade du {near[0]} ({kommunnamn(near[0])})?" if near else ""
    raise ParameterError(f"Ingen kommun har koden {code[:12]}.{hint} En kommunkod har fyra siffror.")


def _spelling(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split())


def _fold(name: str) -> str:
    decomposed = unicodedata.normalize("NFD", _spelling(name))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _candidates(name: str) -> tuple[str, ...]:
    bare = re.sub(r" (kommuns?|stads?)$", "", name)
    return (name, bare, bare.removesuffix("s"))


def _name_hint(wanted: str) -> str:
    by_fold = {_fold(name): name for name in _names().values()}
    name = _candidates(_fold(wanted))[1]
    near = difflib.get_close_matches(name, by_fold, n=1, cutoff=0.9)
    near = near or difflib.get_close_matches(name, by_fold, n=3, cutoff=0.7)
    if not near:
        return " Skriv kommunens namn eller dess fyrsiffriga kod."
    *first, last = (f"”{by_fold[match]}”" for match in near)
    return f" Menade du {', '.join(first) + ' eller ' if first else ''}{last}?"
