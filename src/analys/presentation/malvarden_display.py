"""Targets in a table: what was aimed at, what came, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.indicators.malvarden import OSAKERT, SKYDDAD
from analys.presentation.formats import (
    HIDDEN,
    MISSING,
    decimals_of,
    format_interval,
    format_number,
    lower_first,
    symbol_of,
)
from analys.presentation.malutfall import Malutfall, compare_targets
from analys.presentation.ordtabell import Ordtabell, word
from analys.presentation.text import Label, Number, Sentence, compose, join_sentences, make_number
from analys.underlag import Underlag

MOST_MAIN = 8
"""Targets that the summary shows."""

GRUPPER: Mapping[str, str] = {
    "alla": "",
    "flickor": ", flickor",
    "pojkar": ", pojkar",
    "sv": ", svenska",
    "sva": ", svenska som andraspråk",
}
_HEADS = ("Mått", "Mål", "Utfall", "Osäkerhetsintervall", "Läge")


def show_main_targets(run: Underlag, tables: Mapping[str, ProtectedTable]) -> Ordtabell | None:
    """The first targets of the sheet, for the summary; None where none is set for the läsår."""
    found = compare_targets(run, tables.values())
    more = compose("Fler mål finns i metodbilagan.") if len(found) > MOST_MAIN else Sentence(())
    return _lay_out("malvarden", found[:MOST_MAIN], run, more)


def show_targets(run: Underlag, tables: Mapping[str, ProtectedTable]) -> Ordtabell | None:
    """Every target of the läsår; None where none is set."""
    found = compare_targets(run, tables.values())
    decided = {one.beslut for one in found if one.beslut}
    source = compose("Beslutat i: {where}.", where=Label("; ".join(sorted(decided)))) if decided else None
    return _lay_out("malvarden_alla", found, run, join_sentences([source]))


def _lay_out(id: str, found: Sequence[Malutfall], run: Underlag, note: Sentence) -> Ordtabell | None:
    if not found:
        return None
    return Ordtabell(
        id,
        f"Målvärden läsåret {run.parameters.lasar}",
        _HEADS,
        tuple(map(_row, found)),
        join_sentences([_explain(found), note if note.parts else None]),
        frozenset((1, 2, 3)),
    )


def _row(one: Malutfall) -> tuple[Sentence, ...]:
    unit = symbol_of(one.matt)
    name = f"{name_measure(one)}{GRUPPER[one.grupp]}{f' ({unit})' if unit else ''}"
    goal = word(f"{one.riktning} {_plain(one.mal)}")
    return word(name), goal, *_outcome(one), word(tell_status(one))


def _outcome(one: Malutfall) -> tuple[Sentence, Sentence]:
    """Outcome and interval, or the symbol of what is hidden or missing."""
    cell = one.cell
    if cell is None or not cell.shown:
        symbol = word(HIDDEN if one.status == SKYDDAD else MISSING)
        return symbol, symbol
    decimals = decimals_of(one.matt, cell.n, officiell=cell.status == "officiell")
    value = Sentence((make_number(cell, lambda shown: format_number(shown, decimals)),))
    if cell.undre != cell.undre or cell.ovre != cell.ovre:
        return value, word(MISSING)
    return value, Sentence((Number(format_interval(cell.undre, cell.ovre, decimals), cell.cell),))


def name_measure(one: Malutfall) -> str:
    """The measure's short name, with what its chapter would have told: absence, or whose index it is."""
    if one.matt.kapitel == "franvaro":
        return f"Frånvaro, {lower_first(one.matt.short_label)}"
    whose = next((word for start, word in _ASKED.items() if one.kod.startswith(start)), "")
    return f"{one.matt.short_label}, {whose}" if whose else one.matt.short_label


_ASKED = {
    "enkat_elev_": "elever",
    "enkat_personal_": "personal",
    "enkat_vardnadshavare_": "vårdnadshavare",
}


def tell_status(one: Malutfall) -> str:
    """Whether the target is reached, and that it is uncertain where the interval holds the target."""
    return f"{one.status}, men osäkert" if one.sakerhet == OSAKERT else one.status


def _explain(found: Sequence[Malutfall]) -> Sentence | None:
    """What the words and the symbol mean, where they are used."""
    parts = []
    if any(one.sakerhet == OSAKERT for one in found):
        parts.append(compose("Osäkert betyder att osäkerhetsintervallet rymmer målet."))
    if any(one.status == SKYDDAD for one in found):
        parts.append(compose("Två punkter betyder skyddad uppgift, av hänsyn till enskilda."))
    return join_sentences(parts) if parts else None


def _plain(value: float) -> str:
    return f"{value:g}".replace(".", ",")
