"""What the attacker found, and how it is told without telling it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

PRIMARY = "visad för liten"
ROOM = "återskapad"
REST = "utpekande rest"
MEASURE = "mått visat"
TWICE = "olika i två tabeller"
YEARS = "två upplagor"
CLAIM = "påstående"
WRITTEN = "dold med värde"
MEAN = "medelvärde"

WORDS: Mapping[str, str] = MappingProxyType(
    {
        PRIMARY: "visar uppgifter om för få elever, eller där nästan alla eller nästan inga har utfallet",
        ROOM: "har skyddade uppgifter som går att räkna fram ur det som visas",
        REST: "lämnar för få elever kvar när de visade grupperna dras från sin helhet",
        MEASURE: "visar mått som är beräknade av skyddade uppgifter",
        TWICE: "har samma uppgift med olika värden, eller visad på ett ställe och skyddad på ett annat",
        YEARS: "skiljer sig så lite från en tidigare fastställd rapport att skillnaden pekar ut någon",
        CLAIM: "har en text eller figur som säger något om skyddade uppgifter",
        WRITTEN: "har siffror i rader som är skyddade",
        MEAN: "har skyddade medelvärden som går att räkna fram ur det som visas",
    }
)
"""Kinds of leak, in the order of telling, each as the end of a sentence about tables."""

UNDECIDED = "har skyddade uppgifter som granskningen inte kunde pröva färdigt"
ADVICE = (
    "Inget har publicerats. Skapa rapporten på nytt med en högre tröskel, till exempel -p troskel=15.\n"
    "Hjälper inte det är det ett fel i programmet. Berätta då för den som sköter det vad som står ovan."
)


@dataclass(frozen=True, order=True)
class Leak:
    """Something that the report tells without meaning to.

    Parameters
    ----------
    kind : str
        One of `WORDS`.
    tables : tuple of str
        Tables with the cell that is given away.
    cell : str
        Its id. For whoever repairs the report, on his own screen: never for a message or a log.
    """

    kind: str
    tables: tuple[str, ...]
    cell: str


@dataclass(frozen=True)
class Verdict:
    """The attacker's verdict on a report.

    Parameters
    ----------
    leaks : tuple of Leak
        Sorted.
    undecided : tuple of str
        Tables with hidden numbers of which nobody can say that they are safe; as bad as a leak.
    """

    leaks: tuple[Leak, ...] = ()
    undecided: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing was found and everything was tried."""
        return not self.leaks and not self.undecided

    def message(self) -> str:
        """What was found, in Swedish: names tables, never cells or values; "" when the report passed.

        Examples
        --------
        >>> print(Verdict((Leak("återskapad", ("trend_kon",), "a|b"),)).message())
        Rapporten stoppas: en granskning visar att uppgifter om enskilda kan röjas.
          Tabellen trend_kon har skyddade uppgifter som går att räkna fram ur det som visas.
        Inget har publicerats. Skapa rapporten på nytt med en högre tröskel, till exempel -p troskel=15.
        Hjälper inte det är det ett fel i programmet. Berätta då för den som sköter det vad som står ovan.
        """
        if self.passed:
            return ""
        found: dict[str, set[str]] = defaultdict(set)
        for leak in self.leaks:
            found[leak.kind].update(leak.tables)
        lines = [_tell(found[kind], words) for kind, words in WORDS.items() if kind in found]
        if self.undecided:
            lines.append(_tell(self.undecided, UNDECIDED))
        head = "Rapporten stoppas: en granskning visar att uppgifter om enskilda kan röjas."
        return "\n".join((head, *(f"  {line}" for line in lines), ADVICE))


def _tell(tables: Iterable[str], words: str) -> str:
    *first, last = sorted(set(tables))
    return f"Tabellerna {', '.join(first)} och {last} {words}." if first else f"Tabellen {last} {words}."
