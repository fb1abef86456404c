"""Figures and tables on absence and results in åk 9; None where there is nothing to show.

Pupils with different absence differ in other ways too: every figure says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.indicators.franvaro_utfall import (
    ANTAL,
    DIAGNOSER,
    ELEVER,
    JUSTERAD,
    METODER,
    OBSERVERAD,
    PER_TIO,
    STEG,
    TESTER,
    UTFALL,
    Utfall,
    format_niva,
    list_bands,
    place_points,
)
from analys.indicators.np_statistik import ALLA
from analys.presentation.figures import Figure
from analys.presentation.figures_dots import Key, draw_dots
from analys.presentation.formats import upper_first
from analys.presentation.franvaro_display import name_share
from analys.presentation.franvaro_titlar import title_outcomes
from analys.presentation.tables import Table
from analys.presentation.tables_columns import Column, show_columns
from analys.presentation.tables_steps import INTERVALL, lay_out_steps
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

_MAIN, *_BESIDE = UTFALL[:3]
_UNITS = {"poäng": "poäng", "procent": "procent"}
_SHORT = {"merit": "Meritvärde", "alla_amnen": "Godkänt", "behorighet": "Behörighet"}
_KORTA = "Godkänt: i alla ämnen. Behörighet: till yrkesprogram."
_STEPS = ("Ojusterat", "+ kön, kurs, läsår", "+ betyg åk 6", "+ bakgrund", "+ skola")
FORBEHALL = "Elever med olika frånvaro skiljer sig också på annat sätt."


def show_outcomes(run: Underlag, tables: Tables) -> Figure | None:
    """The board's figure: merit value by band as it is and adjusted, two shares beneath."""
    table = tables.get("resultat_franvaro")
    if table is None:
        return None
    return draw_dots(
        table,
        indikator="franvaro_niva_{utfall}",
        lasar=run.parameters.lasar,
        rader=[Key(name_share(name), {"kategori": name}) for name in list_bands(run.parameters.band)],
        rutor=[
            [Key(f"{_MAIN.kort}, {_UNITS[_MAIN.enhet]}", {"utfall": _MAIN.kod})],
            [Key(f"{one.kort}, {_UNITS[one.enhet]}", {"utfall": one.kod}) for one in _BESIDE],
        ],
        prickar=[
            Key("observerat", {"jamforelse": OBSERVERAD}),
            Key("justerat, som om varje band hade samma blandning av elever", {"jamforelse": JUSTERAD}),
        ],
        titel=title_outcomes(run, tables),
        underrubrik=f"{table.titel}. {FORBEHALL} {run.kommunnamn}.",
        stubb="Frånvaro",
        vad="resultat i årskurs 9 för elever med olika frånvaro",
        id="resultat_franvaro",
        farg=run.parameters.farg,
    )


def show_levels(run: Underlag, tables: Tables, kod: str) -> Table | None:
    """An outcome by band: observed and adjusted, each with its interval.

    Parameters
    ----------
    kod : str
        Of one of `UTFALL`, as in the other tables.
    """
    table = tables.get("resultat_franvaro")
    if table is None:
        return None
    utfall = _find(kod)
    code = f"franvaro_niva_{kod}"
    table = table.select(lasar=run.parameters.lasar, enhetstyp="kommun")
    if not any(cell.shown for cell in table.cells(indikator=code)):
        return None
    return show_columns(
        table,
        rader="kategori",
        kolumner=(
            Column("Elever", {"indikator": code, "jamforelse": OBSERVERAD}, "n"),
            Column("Observerat", {"indikator": code, "jamforelse": OBSERVERAD}, enhet=False),
            Column(INTERVALL, {"indikator": code, "jamforelse": OBSERVERAD}, "intervall", enhet=False),
            Column("Justerat", {"indikator": code, "jamforelse": JUSTERAD}, enhet=False),
            Column(
                f"{INTERVALL}, justerat",
                {"indikator": code, "jamforelse": JUSTERAD},
                "intervall",
                enhet=False,
            ),
        ),
        id=f"resultat_niva_{kod}",
        titel=f"{utfall.kort} för elever med olika frånvaro ({utfall.enhet})",
        stubb="Frånvaro",
        ordning=list_bands(run.parameters.band),
        etiketter={name: name_share(name) for name in list_bands(run.parameters.band)},
        total=ALLA,
        noter=[FORBEHALL],
    )


def show_associations(run: Underlag, tables: Tables, kod: str) -> Table | None:
    """How an outcome goes together with absence, adjusted step by step."""
    table = tables.get("resultat_samband")
    if table is None:
        return None
    utfall = _find(kod)
    lowest = _find_lowest(run, tables, kod)
    rows = {name: name_share(name) for name in list_bands(run.parameters.band)}
    return lay_out_steps(
        table,
        indikator=f"franvaro_samband_{kod}",
        lasar=run.parameters.lasar,
        steg=dict(zip(STEG, _STEPS, strict=True)),
        rader={**rows, PER_TIO: upper_first(PER_TIO)},
        id=f"resultat_samband_{kod}",
        titel=f"{utfall.kort}: skillnad mellan elever med olika frånvaro, steg för steg ({utfall.skillnad})",
        stubb="Frånvaro",
        noter=[
            f"Banden är jämförda med elever med {lowest} procents frånvaro. Varje steg justerar också för "
            "det som står i kolumnerna till vänster. Bakgrund: föräldrars utbildning och nyinvandrad.",
            FORBEHALL,
        ],
    )


def _find_lowest(run: Underlag, tables: Tables, kod: str) -> str:
    """The lowest band that has any pupils: what the others are compared with."""
    names = list_bands(run.parameters.band)
    table = tables.get("resultat_franvaro")
    cells = table.cells(indikator=f"franvaro_niva_{kod}") if table is not None else []
    return next((name for name in names if any(cell.kategori == name for cell in cells)), names[0])


def show_curve(run: Underlag, tables: Tables) -> Table | None:
    """Differences of three outcomes between points of the curve, fully adjusted, with their intervals."""
    if "resultat_samband" not in tables:
        return None
    low, *points = place_points(run.parameters.band)
    names = [format_niva(point, low) for point in points]
    table = tables["resultat_samband"].select(lasar=run.parameters.lasar, kategori=names)
    columns = [
        Column(head, {"indikator": f"franvaro_samband_{one.kod}", "jamforelse": step}, part, enhet=False)
        for one in UTFALL[:3]
        for step in _last_step(table, one)
        for head, part in ((_SHORT[one.kod], "varde"), (INTERVALL, "intervall"))
    ]
    if not any(cell.shown for cell in table.cells(indikator=[c.val["indikator"] for c in columns])):
        return None
    return show_columns(
        table,
        rader="kategori",
        kolumner=columns,
        id="resultat_kurva",
        titel="Skillnad i resultat mellan två nivåer av frånvaro, efter en böjd kurva",
        stubb="Frånvaro",
        ordning=names,
        noter=[
            _KORTA,
            "Meritvärde i poäng, andelar i procentenheter, justerat för allt som har gått att justera för.",
            FORBEHALL,
        ],
    )


def _last_step(table: ProtectedTable, utfall: Utfall) -> list[str]:
    """The furthest step that there is anything of, none where there is nothing."""
    found = {cell.jamforelse for cell in table.cells(indikator=f"franvaro_samband_{utfall.kod}")}
    return [step for step in STEG if step in found][-1:]


def show_methods(run: Underlag, tables: Tables) -> Table | None:
    """Ten percentage points more absence by method, fully adjusted: three outcomes with their intervals."""
    if "resultat_metoder" not in tables:
        return None
    table = tables["resultat_metoder"].select(lasar=run.parameters.lasar, kategori=PER_TIO)
    codes = {f"franvaro_metod_{one.kod}": one for one in UTFALL[:3]}
    if not any(cell.shown for code in codes for cell in table.cells(indikator=code)):
        return None
    laid = show_columns(
        table,
        rader="jamforelse",
        kolumner=[
            Column(head, {"indikator": code, "kategori": PER_TIO}, part, enhet=False)
            for code, one in codes.items()
            for head, part in ((_SHORT[one.kod], "varde"), (INTERVALL, "intervall"))
        ],
        id="resultat_metoder",
        titel="Skillnad i resultat per 10 procentenheter frånvaro, med olika metoder",
        stubb="Metod",
        ordning=METODER,
        etiketter={name: upper_first(name) for name in METODER},
        noter=[
            _KORTA,
            "Meritvärde i poäng, andelar i procentenheter. Allt är justerat för samma uppgifter.",
            FORBEHALL,
        ],
    )
    return laid


def show_diagnostics(run: Underlag, tables: Tables) -> Table | None:
    """Measures on the models of three outcomes, and how sensitive the associations are."""
    return _show_model(run, tables, "franvaro_diagnos", DIAGNOSER, "Mått på modellerna", "resultat_diagnos")


def show_tests(run: Underlag, tables: Tables) -> Table | None:
    """P-values of tests of the models of three outcomes."""
    return _show_model(run, tables, "franvaro_test", TESTER, "Test av modellerna (p)", "resultat_test")


def _show_model(
    run: Underlag, tables: Tables, prefix: str, rows: Sequence[str], title: str, id: str
) -> Table | None:
    if "resultat_diagnos" not in tables:
        return None
    table = tables["resultat_diagnos"].select(lasar=run.parameters.lasar, enhetstyp="kommun")
    outcomes = [one for one in UTFALL if any(c.shown for c in table.cells(indikator=f"{prefix}_{one.kod}"))]
    if not outcomes:
        return None
    chosen = [one for one in outcomes if one.kod in _SHORT] or outcomes[:6]
    return show_columns(
        table,
        rader="kategori",
        kolumner=[
            Column(_SHORT.get(one.kod, one.kort), {"indikator": f"{prefix}_{one.kod}"}, enhet=False)
            for one in chosen
        ],
        id=id,
        titel=title,
        stubb="Mått",
        ordning=rows,
        etiketter={name: upper_first(name) for name in rows},
        noter=[_KORTA],
    )


def show_counts(run: Underlag, tables: Tables) -> Table | None:
    """How many pupils, schools and classes the analysis has, and how many lack what."""
    if "resultat_diagnos" not in tables:
        return None
    table = tables["resultat_diagnos"].select(lasar=run.parameters.lasar, enhetstyp="kommun")
    if not any(cell.shown for cell in table.cells(indikator=ANTAL)):
        return None
    return show_columns(
        table,
        rader="kategori",
        kolumner=(Column("Antal", {"indikator": ANTAL}),),
        id="resultat_antal",
        titel="Vilka som ingår i analysen av frånvaro och resultat",
        stubb="Grupp",
        ordning=ELEVER,
        etiketter={name: upper_first(name) for name in ELEVER},
    )


def _find(kod: str) -> Utfall:
    return next(one for one in UTFALL if one.kod == kod)
