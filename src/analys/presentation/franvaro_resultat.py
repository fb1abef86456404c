"""The words on results and absence in åk 9: what is seen, among whom, how surely, and what is not known."""

from __future__ import annotations

from collections.abc import Mapping

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.franvaro_utfall import (
    BETYG_6,
    IMPUTERAD,
    JAMFORD_FRANVARO,
    JAMFORD_UTFALL,
    KOMPLETTA,
    OBSERVERAD,
    OJUSTERAD,
    PER_TIO,
    ROBUSTHET,
    STEG,
    UTFALL,
    Utfall,
    list_bands,
)
from analys.presentation import questions
from analys.presentation import wording_franvaro_resultat as words
from analys.presentation.franvaro_lasning import find_cell
from analys.presentation.sections import make_section
from analys.presentation.text import Label, Sentence, Text, compose
from analys.presentation.wording_franvaro_resultat import Samband
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

NIVAER, SAMBAND, METODER, DIAGNOS = (
    "resultat_franvaro",
    "resultat_samband",
    "resultat_metoder",
    "resultat_diagnos",
)
HUVUDUTFALL, ANDEL = "merit", "behorighet"
"""The outcome whose differences are told, and the share whose levels stand beside."""


def read_outcome(run: Underlag, tables: Tables, utfall: Utfall) -> Samband:
    """What may be shown of an outcome and absence."""
    names = list_bands(run.parameters.band)
    taken = [
        steg
        for steg in STEG[1:]
        if _find(tables, SAMBAND, f"franvaro_samband_{utfall.kod}", jamforelse=steg) is not None
    ]
    last = taken[-1] if taken else ""

    def differences(jamforelse: str) -> dict[str, ShownCell]:
        code = f"franvaro_samband_{utfall.kod}"
        cells = {
            name: _find(tables, SAMBAND, code, kategori=name, jamforelse=jamforelse) for name in names[1:]
        }
        return {name: cell for name, cell in cells.items() if cell is not None}

    levels = {
        name: _find(tables, NIVAER, f"franvaro_niva_{utfall.kod}", kategori=name, jamforelse=OBSERVERAD)
        for name in names
    }
    return Samband(
        utfall,
        {name: cell for name, cell in levels.items() if cell is not None},
        differences(OJUSTERAD),
        differences(last) if last else {},
        tuple(taken),
        _find(tables, SAMBAND, f"franvaro_samband_{utfall.kod}", kategori=PER_TIO, jamforelse=last),
    )


def _find(tables: Tables, table: str, indikator: str, **keys: str) -> ShownCell | None:
    return find_cell(tables, (table,), indikator=indikator, enhetstyp="kommun", **keys)


def describe_results(run: Underlag, tables: Tables) -> Text | None:
    """Section text of results for pupils with different absence; None where nothing may be shown."""
    by_code = {utfall.kod: utfall for utfall in UTFALL}
    samband = read_outcome(run, tables, by_code[HUVUDUTFALL])
    share = read_outcome(run, tables, by_code[ANDEL])
    low = list_bands(run.parameters.band)[0]
    facts = [*words.describe_differences(samband, low), words.describe_levels(share)]
    if not any(facts):
        return None
    seen = [_name_pupils(samband, share), *facts]
    sure = [
        *words.judge_differences(samband, low, run.parameters),
        _describe_unmeasured(tables, samband) if words.is_sure(samband, run.parameters) else None,
        _REVERSE,
        _MEDIATED if BETYG_6 in samband.steg else None,
    ]
    return make_section(seen, sure, compose(questions.FRANVARO_RESULTAT), more=[describe_missing(tables)])


def _name_pupils(samband: Samband, share: Samband) -> Sentence | None:
    """Which pupils the results are of."""
    cells = [*samband.observerad.values(), *samband.niva.values(), *share.niva.values()]
    when = next((cell.kalla.rpartition(", ")[2] for cell in cells), "")
    if not when.startswith("årskurs"):
        return None
    return compose(
        "Resultaten gäller eleverna i {w}, efter deras frånvaro under hela läsåret.", w=Label(when)
    )


_REVERSE = compose(
    "Siffrorna säger inte vad som kommer först: svårigheter i skolan kan också ha kommit före frånvaron."
)
_MEDIATED = compose(
    "Att jämföra elever med samma betyg i årskurs sex kan dölja en del av sambandet, eftersom de betygen kan "
    "hänga samman med tidigare frånvaro; inget som är uppmätt efter frånvaron räknas in."
)


def _describe_unmeasured(tables: Tables, samband: Samband) -> Sentence | None:
    code = f"franvaro_diagnos_{samband.utfall.kod}"
    found = [
        _find(tables, DIAGNOS, code, kategori=name) for name in (ROBUSTHET, JAMFORD_UTFALL, JAMFORD_FRANVARO)
    ]
    return words.describe_unmeasured(found[0], (found[1], found[2]), samband.utfall.namn)


def describe_missing(tables: Tables) -> list[Sentence | None]:
    """What happens with the result when pupils without data are taken into account."""
    code = f"franvaro_metod_{HUVUDUTFALL}"
    complete, imputed = (
        _find(tables, METODER, code, kategori=PER_TIO, jamforelse=method) for method in (KOMPLETTA, IMPUTERAD)
    )
    namn = next(utfall.namn for utfall in UTFALL if utfall.kod == HUVUDUTFALL)
    return [words.compare_missing(complete, imputed, namn)]
