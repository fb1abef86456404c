"""Figures on absence, from protected tables; None where there is nothing to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.indicators.arskurser import label_arskurs
from analys.indicators.franvaro import ALLA, ARSKURSER, STADIER, Grupp
from analys.indicators.franvaro_band import name_bands
from analys.presentation import franvaro_titlar as titles
from analys.presentation.figures import Figure
from analys.presentation.figures_dots import Key, draw_dots
from analys.presentation.formats import NBSP, upper_first
from analys.presentation.franvaro_lasning import name_comparison
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

KOMMUN = ("franvaro_band", "franvaro_arskurser", "franvaro_andring")
MOST_PANELS = 4
"""So many panels stand side by side."""


def name_group(grupp: Grupp, lasar: str) -> str:
    """A group of year groups as the head of a row, year groups as they are called in the läsår.

    Examples
    --------
    >>> name_group(ARSKURSER[6], "2025/26"), name_group(STADIER[2], "2025/26"), name_group(ALLA, "2025/26")
    ('Åk 7', 'Högstadiet', 'Alla')
    """
    if grupp == ALLA:
        return "Alla"
    if grupp in STADIER:
        return grupp.kort
    return label_arskurs(grupp.arskurser[0], lasar).replace("årskurs", "Åk")


def list_groups() -> tuple[Grupp, ...]:
    """All year groups together, then each stage with its year groups."""
    by_stage = [
        (stage, *(one for one in ARSKURSER if one.arskurser[0] in stage.arskurser)) for stage in STADIER
    ]
    return (ALLA, *(grupp for groups in by_stage for grupp in groups))


def name_share(kategori: str) -> str:
    """A band as a head: "10–19 %", "Minst 50 %"."""
    return f"{upper_first(kategori)}{NBSP}%"


def pick(tables: Tables, names: Sequence[str]) -> list[ProtectedTable]:
    """The tables of these names that there are."""
    return [tables[name] for name in names if name in tables]


def show_grades(run: Underlag, tables: Tables) -> Figure | None:
    """Share of pupils in each band above the lowest, by year group and stage, in the report's term."""
    termin = run.parameters.termin
    edge = run.parameters.band[0]
    return draw_dots(
        pick(tables, KOMMUN),
        indikator=f"franvaroband_{termin.termin}_{{grupp}}",
        lasar=termin.lasar,
        rader=_group_rows(run),
        rutor=_band_panels(run),
        titel=titles.title_grades(run, tables),
        underrubrik=(
            f"Andel elever i varje frånvaroband från {edge} procent, procent av eleverna i årskursen. "
            f"{run.kommunnamn} {termin}."
        ),
        vad=f"andel elever i varje frånvaroband per årskurs och stadium {termin}",
        id="franvaro_arskurser",
        farg=run.parameters.farg,
    )


def show_changes(run: Underlag, tables: Tables) -> Figure | None:
    """Change of the share of pupils in each band between the run's terms, by year group and stage."""
    termin, then = run.parameters.termin, run.parameters.jamforelsetermin
    return draw_dots(
        pick(tables, KOMMUN),
        indikator=f"franvaroband_{termin.termin}_{{grupp}}",
        lasar=termin.lasar,
        rader=_group_rows(run),
        rutor=_band_panels(run, jamforelse=name_comparison(run)),
        titel=titles.title_changes(run, tables),
        underrubrik=(
            f"Förändring av andelen elever i varje frånvaroband från {then} till {termin}, procentenheter. "
            f"{run.kommunnamn}."
        ),
        vad=f"förändring av andelen elever i varje frånvaroband från {then} till {termin}",
        elever={"jamforelse": ""},
        delta=run.parameters.delta_procent,
        noter=[f"Elever: antalet {termin}."],
        id="franvaro_andring",
        farg=run.parameters.farg,
    )


def show_kinds(run: Underlag, tables: Tables) -> Figure | None:
    """Valid and invalid absence by stage in the autumn and the spring of the läsår."""
    lasar = run.parameters.termin.lasar
    return draw_dots(
        pick(tables, ("franvaro_slag", "franvaro_lasaret")),
        indikator="{slag}_{termin}_{grupp}",
        lasar=lasar,
        rader=[Key(name_group(one, lasar), {"grupp": one.kod}, one == ALLA) for one in (ALLA, *STADIER)],
        rutor=[
            [
                Key("Giltig frånvaro", {"slag": "giltig"}),
                Key("Ogiltig frånvaro", {"slag": "ogiltig"}),
            ]
        ],
        prickar=[Key("vårterminen", {"termin": "vt"}), Key("höstterminen", {"termin": "ht"})],
        titel=titles.title_kinds(run, tables),
        underrubrik=(
            f"Elevernas genomsnittliga frånvaro i procent av undervisningstiden. {run.kommunnamn} {lasar}."
        ),
        vad=f"genomsnittlig giltig och ogiltig frånvaro per stadium, {lasar}",
        id="franvaro_slag",
        farg=run.parameters.farg,
    )


def _group_rows(run: Underlag) -> list[Key]:
    lasar = run.parameters.termin.lasar
    return [Key(name_group(one, lasar), {"grupp": one.kod}, one not in ARSKURSER) for one in list_groups()]


def _band_panels(run: Underlag, **keys: str) -> list[list[Key]]:
    """A panel for each band above the lowest, as evenly as they can stand on lines."""
    panels = [
        Key(name_share(name), {"kategori": name, **keys}) for name in name_bands(run.parameters.band)[1:]
    ]
    lines = -(-len(panels) // MOST_PANELS)
    most = -(-len(panels) // lines)
    return [panels[start : start + most] for start in range(0, len(panels), most)]
