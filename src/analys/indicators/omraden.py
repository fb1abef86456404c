"""Areas: what a measure tells of, so that sources that tell of the same thing can stand side by side."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from analys.spelling import fold_name

Omrade = Literal[
    "kunskaper",
    "bedomning",
    "narvaro",
    "trygghet",
    "studiero",
    "stimulans",
    "delaktighet",
    "stod",
    "samverkan",
    "likvardighet",
    "forutsattningar",
    "ovrigt",
]
Kalla = Literal["resultat", "np", "franvaro", "enkat", "intervju", "lokalt", "mal"]

OVRIGT: Omrade = "ovrigt"
LIKVARDIGHET: Omrade = "likvardighet"

OMRADEN: Mapping[Omrade, str] = MappingProxyType(
    {
        "kunskaper": "Kunskaper",
        "bedomning": "Bedömning och betyg",
        "narvaro": "Närvaro",
        "trygghet": "Trygghet",
        "studiero": "Studiero",
        "stimulans": "Stimulans och motivation",
        "delaktighet": "Delaktighet",
        "stod": "Stöd",
        "samverkan": "Samverkan med hemmen",
        LIKVARDIGHET: "Likvärdighet",
        "forutsattningar": "Förutsättningar",
        OVRIGT: "Övrigt",
    }
)
"""Areas and their names, in the order of showing."""

KALLOR: Mapping[Kalla, str] = MappingProxyType(
    {
        "resultat": "Betyg",
        "np": "Nationella prov",
        "franvaro": "Frånvaro",
        "enkat": "Enkäter",
        "intervju": "Intervjuer",
        "lokalt": "Lokala mått",
        "mal": "Målvärden",
    }
)
"""Sources and their names, in the order of showing."""

_FAMILIES: tuple[tuple[str, Omrade, Kalla], ...] = (
    ("meritvarde", "kunskaper", "resultat"),
    ("alla_amnen", "kunskaper", "resultat"),
    ("behorighet", "kunskaper", "resultat"),
    ("np_ak3", "kunskaper", "np"),
    ("np_resultat", "kunskaper", "np"),
    ("np_provbetyg", "kunskaper", "np"),
    ("np_", "bedomning", "np"),
    ("franvaro", "narvaro", "franvaro"),
    ("forutsattning", "forutsattningar", "lokalt"),
    ("intervju", OVRIGT, "intervju"),
    ("enkat_", OVRIGT, "enkat"),
    ("lokal", OVRIGT, "lokalt"),
    ("malvarde", OVRIGT, "mal"),
)
"""Beginnings of codes, the longer before the shorter, with their area and source."""

_WORDS: Mapping[str, Omrade] = MappingProxyType(
    {
        "resultat": "kunskaper",
        "larande": "kunskaper",
        "betyg": "bedomning",
        "franvaro": "narvaro",
        "krankningar": "trygghet",
        "arbetsro": "studiero",
        "motivation": "stimulans",
        "inflytande": "delaktighet",
        "sarskiltstod": "stod",
        "extraanpassningar": "stod",
        "information": "samverkan",
        "vardnadshavare": "samverkan",
        "resurser": "forutsattningar",
        "bemanning": "forutsattningar",
    }
)
"""Other words that people and surveys use for the areas, folded."""

_GAPS = ("flickor-pojkar", "sv-sva")


def find_omrade(code: str, *, jamforelse: str = "", skola: bool = False) -> Omrade:
    """Area of a measure: that of its family, or for a survey's index the area that the index is named after.

    Parameters
    ----------
    code : str
        Code of the measure.
    jamforelse : str
        The cell's; a difference between groups tells of likvärdighet, whatever is measured.
    skola : bool
        True for a school's difference from others, which tells of likvärdighet too.

    Examples
    --------
    >>> find_omrade("meritvarde_17"), find_omrade("meritvarde_17", jamforelse="flickor-pojkar")
    ('kunskaper', 'likvardighet')
    >>> find_omrade("enkat_elev_trygghet_ak8"), find_omrade("enkat_elev_svarsfrekvens")
    ('trygghet', 'ovrigt')
    """
    if jamforelse in _GAPS or (skola and "medel" in jamforelse):
        return LIKVARDIGHET
    parts = code.split("_")
    if parts[0] == "enkat" and len(parts) > 2:
        return match_omrade(parts[2])
    return next((area for start, area, _ in _FAMILIES if code.startswith(start)), OVRIGT)


def find_kalla(code: str) -> Kalla:
    """Source of a measure; "lokalt" for one that no family knows.

    Examples
    --------
    >>> find_kalla("np_ak3_ma"), find_kalla("enkat_elev_trygghet"), find_kalla("kr_anmalningar")
    ('np', 'enkat', 'lokalt')
    """
    return next((source for start, _, source in _FAMILIES if code.startswith(start)), "lokalt")


def match_omrade(text: str) -> Omrade:
    """Area that people mean by a word, such as a theme of interviews; "ovrigt" for any other.

    Examples
    --------
    >>> match_omrade("Närvaro"), match_omrade("arbetsro"), match_omrade("lokaler")
    ('narvaro', 'studiero', 'ovrigt')
    """
    word = fold_name(text)
    names: dict[str, Omrade] = {fold_name(name): area for area, name in OMRADEN.items()}
    names |= {area: area for area in get_args(Omrade)}
    return names.get(word) or _WORDS.get(word, OVRIGT)
