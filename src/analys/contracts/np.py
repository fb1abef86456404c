"""What the files of the national tests share: columns by type, and the rule that 77 outranks 99.

A blank result means, in some years, that the test was taken digitally and reported through Skolverket's
portal, so that it is missing from the local file. Blank is therefore accepted in every result column and
stays missing; nothing is assumed about why.

Municipalities also take out shorter files: without scores and parts, or of one subject. What may be left out
is declared here as data; what is left out is missing, as a blank is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analys.contracts.layout import Amne, Column, Rule
from analys.contracts.scb import BETYG, LEVERANS

if TYPE_CHECKING:
    import pandas as pd

EJ_DELTAGIT = "99"
FORSVUNNET = "88"
ERSATTNINGSPROV = "77"
SAKNAS = (EJ_DELTAGIT, FORSVUNNET)


def make_grupp(name: str) -> Column:
    """Teaching group; 99 = not known."""
    return Column(name, max_length=25)


def make_kursplan(name: str = "SV_KURSPLAN") -> Column:
    """1 = svenska, 2 = svenska som andraspråk, 99 = not known."""
    return Column(name, ("1", "2", EJ_DELTAGIT), 2)


def make_kravniva(name: str) -> Column:
    """Åk 3: 1 = reached the kravnivå of the part, 0 = did not."""
    return Column(name, ("0", "1", *SAKNAS), 2)


def make_deltagande(name: str, ersattning: bool = False) -> Column:
    """1 = took the part; 77 = took the replacement test."""
    return Column(name, ("1", *((ERSATTNINGSPROV,) if ersattning else ()), *SAKNAS), 2)


def make_poang(name: str, low: int, high: int, ersattning: bool = False) -> Column:
    """Score of a part, `low`–`high` in the läsår of the sheet."""
    scores = tuple(str(n) for n in range(low, high + 1))
    return Column(name, (*scores, *((ERSATTNINGSPROV,) if ersattning else ()), *SAKNAS), 2, points=True)


def make_provbetyg(name: str, ersattning: bool = False) -> Column:
    """Grade on the whole test, A–F."""
    return Column(name, (*BETYG, *((ERSATTNINGSPROV,) if ersattning else ()), *SAKNAS), 2)


def make_rule_ersattningsprov(provbetyg: str, delprov: tuple[str, ...]) -> Rule:
    """Code 77 on any part demands 77 as provbetyg (77 outranks 99)."""

    def broken(frame: pd.DataFrame) -> pd.Series:
        has_replacement = frame[delprov[0]] == ERSATTNINGSPROV
        for name in delprov[1:]:
            has_replacement |= frame[name] == ERSATTNINGSPROV
        return has_replacement & (frame[provbetyg] != ERSATTNINGSPROV)

    return Rule(
        (provbetyg, *delprov),
        f"Ett delprov har kod 77 (ersättningsprov), men {provbetyg} har det inte. Kod 77 går före kod 99.",
        f"Skriv 77 även i {provbetyg}, eller rätta koden på delprovet.",
        broken,
    )


def make_amne(title: str, columns: Sequence[Column], prefix: str, *whole: tuple[str, ...]) -> Amne:
    """Subject whose columns begin with `prefix`; each of `whole` is enough of them for its results."""
    return Amne(title, tuple(c.name for c in columns if c.name.startswith(prefix)), whole)


def make_compact(columns: Sequence[Column], *endings: str) -> tuple[str, ...]:
    """Columns of a shorter file in the layout's order: the pupil's, and those with one of the endings.

    Examples
    --------
    >>> make_compact((*LEVERANS, make_provbetyg("MA_PROVB"), make_grupp("MA_GRUPP")), "PROVB")
    ('System', 'Datum', 'Version', 'PersonNr', 'Skolenhetskod', 'MA_PROVB')
    """
    return tuple(c.name for c in columns if c in LEVERANS or c.name.endswith(endings))
