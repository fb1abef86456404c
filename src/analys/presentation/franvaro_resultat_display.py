"""Figures and tables on absence and results in åk 9; None where there is nothing to show.

Pupils with different absence differ in other ways too: every figure says so.
"""

from __future__ import annotations

from collections.abc import Mapping

from analys.disclosure import ProtectedTable
from analys.indicators.franvaro_band import name_bands
from analys.indicators.franvaro_utfall import JUSTERAD, OBSERVERAD, UTFALL
from analys.presentation.figures import Figure
from analys.presentation.figures_dots import Key, draw_dots
from analys.presentation.franvaro_display import name_share
from analys.presentation.franvaro_titlar import title_outcomes
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

_MAIN, *_BESIDE = UTFALL[:3]
_UNITS = {"poäng": "poäng", "procent": "procent"}
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
        rader=[Key(name_share(name), {"kategori": name}) for name in name_bands(run.parameters.band)],
        rutor=[
            [Key(f"{_MAIN.kort}, {_UNITS[_MAIN.enhet]}", {"utfall": _MAIN.kod})],
            [Key(f"{one.kort}, {_UNITS[one.enhet]}", {"utfall": one.kod}) for one in _BESIDE],
        ],
        prickar=[
            Key("observerat", {"jamforelse": OBSERVERAD}),
            Key("justerat, som om varje band hade samma blandning av elever", {"jamforelse": JUSTERAD}),
        ],
        titel=title_outcomes(run, tables),
        underrubrik=(
            f"Resultat för elever med olika frånvaro under läsåret, årskurs 9. {FORBEHALL} {run.kommunnamn}."
        ),
        stubb="Frånvaro",
        vad="resultat i årskurs 9 för elever med olika frånvaro",
        id="resultat_franvaro",
        farg=run.parameters.farg,
    )
