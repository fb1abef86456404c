"""The sheet Läs mig: how the workbook is filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from analys.arbetsbok.blad import BLAD, Kolumn

TITLE = "Läs mig"
Style = Literal["titel", "rubrik", "text", "rad"]

_INTRO = (
    "Här skriver du det som inga system vet: mål, åtgärder, intervjuer och kommunens egna mått.",
    "Fyll i de blad du behöver och lämna resten tomma. Det som saknas säger rapporten i en mening.",
    "Rubriker med en stjärna (*) ska vara ifyllda på varje rad. Håll pekaren över en rubrik för att se vad "
    "som ska stå där.",
    "I många celler finns en lista att välja ur. Det som står efter strecket | är till för dig: det läses "
    "inte.",
    "Byt inte namn på bladen eller rubrikerna. Kolumnernas ordning är fri, och egna blad får finnas.",
    "Spara filen som arbetsbok.xlsx, där den låg. Kontrollera den med ”analys kontrollera data”: varje fel "
    "visas med blad och cell.",
    "Skriv aldrig namn på elever, vårdnadshavare eller personal. Bladet Rättelser är det enda som får ha "
    "personnummer.",
    "Nya listor, till exempel med fynden ur den senaste rapporten, får du med ”analys mall --ny”.",
)


def tell() -> Iterator[tuple[Style, str, str]]:
    """Rows of the sheet: style, first and second cell."""
    yield "titel", "Arbetsbok till resultatanalysen", ""
    yield from (("text", text, "") for text in _INTRO)
    for blad in BLAD.values():
        yield "rubrik", blad.rubrik, ""
        yield "text", blad.hjalp, ""
        yield from (("rad", heading(kolumn), explain(kolumn)) for kolumn in blad.kolumner)


def heading(kolumn: Kolumn) -> str:
    """The heading as it stands in the template, with a star where no row may leave it blank."""
    return f"{kolumn.rubrik} *" if kolumn.kravs else kolumn.rubrik


def explain(kolumn: Kolumn) -> str:
    """What to write in a column, with the values it may hold.

    Examples
    --------
    >>> explain(BLAD["malvarden"].kolumner[4])
    'Om utfallet ska vara minst eller högst målet. Välj minst eller högst.'
    """
    choices = f"{', '.join(kolumn.val[:-1])} eller {kolumn.val[-1]}" if kolumn.val else ""
    return f"{kolumn.hjalp} Välj {choices}." if choices else kolumn.hjalp
