"""Measures that people propose: each tied to a finding and to a measure with an outcome and a target."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analys.arbetsbok import Arbetsbok, Rad
from analys.arbetsbok.blad import KORT, NIVAER
from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.errors import Problem
from analys.presentation.findings import Finding
from analys.presentation.slutsatser_nycklar import explain_missing, find_by_key, is_absent, suggest
from analys.presentation.slutsatser_ordning import Ordnat, family_of
from analys.spelling import fold_name
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

KLARA = ("klar", "avslutad")
"""States of measures that are no longer proposed."""

_OWN = ("", "HT", "VT", "kalenderår")


@dataclass(frozen=True)
class Atgard:
    """A measure whose row is sound.

    Parameters
    ----------
    text, sikt, niva, ansvarig, lage : str
        As the sheet has them.
    fynd : Finding or None
        What it answers; None where this report does not show it.
    kod, namn : str
        Of the measure that is followed.
    mal : float or None
        Target.
    utfall : ShownCell or None
        Newest outcome that is shown; None where it is hidden or there is none.
    uppfoljning : datetime.date
    """

    text: str
    sikt: str
    niva: str
    ansvarig: str
    lage: str
    fynd: Finding | None
    kod: str
    namn: str
    mal: float | None
    utfall: ShownCell | None
    uppfoljning: datetime.date

    @property
    def is_proposed(self) -> bool:
        """Whether it is still to be done."""
        return self.lage not in KLARA


def read_measures(
    run: Underlag, bok: Arbetsbok, findings: Sequence[Finding], tables: Tables
) -> tuple[list[Atgard], list[Problem]]:
    """The sheet's sound measures in their order, and every fault with its cell."""
    sound: list[Atgard] = []
    problems: list[Problem] = []
    codes = name_codes(run)
    for row in bok.rader("atgarder"):
        finding = find_by_key(row.text("fynd"), findings)
        code = codes.get(fold_name(row.text("matt")))
        known = finding is not None or is_absent(row.text("fynd"), findings)
        if not known:
            problems.append(explain_missing(row, findings))
        if code is None:
            problems.append(_explain_measure(row, sorted(codes.values())))
        day = row["uppfoljning"]
        if not known or code is None or not isinstance(day, datetime.date):
            continue
        outcome = find_outcome(tables, code)
        target = row["mal"]
        sound.append(
            Atgard(
                text=row.text("atgard"),
                sikt=row.text("sikt"),
                niva=row.text("niva"),
                ansvarig=row.text("ansvarig"),
                lage=row.text("lage"),
                fynd=finding,
                kod=code,
                namn=run.indicators()[code].label,
                mal=float(target) if isinstance(target, int | float) else None,
                utfall=outcome if outcome is not None and outcome.shown else None,
                uppfoljning=day,
            )
        )
    return sound, problems


def name_codes(run: Underlag) -> dict[str, str]:
    """Codes of the run's measures by folded code, label and short label; ambiguous names left out."""
    found: dict[str, set[str]] = {}
    for code, indicator in run.indicators().items():
        for name in (code, indicator.label, indicator.short_label):
            found.setdefault(fold_name(name), set()).add(code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


def find_outcome(tables: Tables, code: str) -> ShownCell | None:
    """The newest level of a measure for all pupils of the municipality; a shown one before a hidden."""
    cells = [
        cell
        for table in tables.values()
        for cell in table.cells(
            indikator=code, enhetstyp="kommun", kon="alla", svsva="alla", jamforelse="", kategori=_OWN
        )
        if cell.status != "saknas"
    ]
    return max(cells, key=lambda cell: (cell.shown, cell.lasar, cell.kategori), default=None)


def _explain_measure(row: Rad, codes: Sequence[str]) -> Problem:
    near = suggest(row.text("matt"), codes)
    return row.problem(
        "matt",
        f"Måttet som raden anger finns inte i rapporten.{near}",
        "Ta måttets kod eller namn ur rapportens definitioner.",
    )


def list_unanswered(challenges: Sequence[Ordnat], measures: Sequence[Atgard]) -> list[Ordnat]:
    """Challenges that no measure answers: none is tied to the same measure of the same area."""
    answered = {family_of(measure.fynd) for measure in measures if measure.fynd is not None}
    return [one for one in challenges if family_of(one.fynd) not in answered]


def group_by_level(measures: Sequence[Atgard]) -> dict[str, list[Atgard]]:
    """Proposed measures by level, the short term first; levels without any are left out."""
    return {
        level: own
        for level in NIVAER
        if (own := sorted((m for m in measures if m.niva == level and m.is_proposed), key=_by_term))
    }


def _by_term(measure: Atgard) -> tuple[bool, datetime.date]:
    return measure.sikt != KORT, measure.uppfoljning
