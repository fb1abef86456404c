"""Figures on absence, from protected tables; None where there is nothing to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.indicators.arskurser import label_arskurs
from analys.indicators.franvaro import ALLA, ARSKURSER, STADIER, Grupp
from analys.indicators.franvaro_arskull import HOST, VAR, name_arskull
from analys.indicators.franvaro_band import list_sums, name_bands
from analys.indicators.franvaro_elev import HT
from analys.lasar import var
from analys.presentation import franvaro_titlar as titles
from analys.presentation.figures import Figure
from analys.presentation.figures_cohorts import draw_cohorts
from analys.presentation.figures_dots import Judgement, Key, draw_dots
from analys.presentation.figures_schools import draw_schools
from analys.presentation.formats import NBSP, format_cell, format_number, upper_first
from analys.presentation.franvaro_andringar import claim_changes, find_delta
from analys.presentation.franvaro_lasning import find_few, name_comparison, read_registered
from analys.presentation.selection import find_measure, has_interval, has_value
from analys.presentation.wording import SURE
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

KOMMUN = ("franvaro_band", "franvaro_arskurser", "franvaro_andring")
_COUNTED = {"matt": "franvaro", "kategori": "", "jamforelse": ""}
"""The mean's cell tells the number of pupils where every band is hidden too."""
SCHOOL_AGE = 7
"""The year that a pupil turns so old, the pupil's first läsår begins; it ends the year after."""
SPAN = 10.0
"""Narrowest axis of mean absence, in percent: means lie closer to each other than shares do."""
_SLAG = (("Giltig frånvaro", "giltig"), ("Ogiltig frånvaro", "ogiltig"))
FOR_LITE = "för lite registrerat för att jämföras"
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


def format_limit(run: Underlag) -> str:
    """The least registered share in percent, as text."""
    least = run.parameters.minst_registrerat
    return format_number(least, 0 if least == int(least) else 1)


def show_grades(run: Underlag, tables: Tables) -> Figure | None:
    """Share of pupils in each band above the lowest, by year group and stage, in the report's term."""
    termin = run.parameters.termin
    edge = run.parameters.band[0]
    return draw_dots(
        pick(tables, KOMMUN),
        indikator=f"{{matt}}_{termin.termin}_{{grupp}}",
        lasar=termin.lasar,
        rader=_group_rows(run),
        rutor=_band_panels(run, tables),
        titel=titles.title_grades(run, tables),
        underrubrik=(
            f"Andel elever i varje frånvaroband från {edge} procent och uppåt, procent av eleverna. "
            f"{run.kommunnamn} {termin}."
        ),
        elever=_COUNTED,
        vad=f"andel elever i varje frånvaroband per årskurs och stadium {termin}",
        id="franvaro_arskurser",
        farg=run.parameters.farg,
    )


def show_changes(run: Underlag, tables: Tables) -> Figure | None:
    """Change of the share of pupils in each band between the run's terms, by year group and stage."""
    termin, then = run.parameters.termin, run.parameters.jamforelsetermin
    return draw_dots(
        pick(tables, KOMMUN),
        indikator=f"{{matt}}_{termin.termin}_{{grupp}}",
        lasar=termin.lasar,
        rader=_group_rows(run),
        rutor=_band_panels(run, tables, name_comparison(run)),
        titel=titles.title_changes(run, tables, choose_bands(run, tables, name_comparison(run))),
        underrubrik=(
            f"Förändring av andelen elever i varje frånvaroband från {then} till {termin}, procentenheter. "
            f"{run.kommunnamn}."
        ),
        vad=f"förändring av andelen elever i varje frånvaroband från {then} till {termin}",
        elever=_COUNTED,
        domar=judge_changes(run, tables),
        noter=[
            f"Elever: antalet {termin}.",
            "Säkerställd: också när hänsyn tas till att många förändringar jämförs.",
        ],
        id="franvaro_andring",
        farg=run.parameters.farg,
    )


def show_schools(run: Underlag, tables: Tables, grupp: Grupp) -> Figure | None:
    """Schools' mean absence in a stage around the municipality's, with how much each has registered."""
    if "franvaro_skolor" not in tables:
        return None
    termin = run.parameters.termin
    code = f"franvaro_{termin.termin}_{grupp.kod}"
    found = pick(tables, ("franvaro_skolor", *KOMMUN, "franvaro_registrering"))
    schools = tables["franvaro_skolor"].cells(
        indikator=code, lasar=termin.lasar, enhetstyp="skola", kon="alla", jamforelse=""
    )
    if not any(cell.shown for cell in schools):
        return None
    registered = read_registered(run, tables, grupp)
    few = find_few(run, registered)
    limit = format_limit(run)
    return draw_schools(
        found,
        indikator=code,
        lasar=termin.lasar,
        titel=titles.title_schools(run, tables, grupp),
        underrubrik=(
            f"Elevernas genomsnittliga frånvaro i procent av undervisningstiden, {grupp.namn}. "
            f"{run.kommunnamn} {termin}, skolorna i bokstavsordning."
        ),
        bredvid={
            unit: format_cell(cell, find_measure(cell.indikator), unit=True)
            for unit, cell in registered.items()
        },
        bredvid_rubrik="Registrerat",
        utan=dict.fromkeys(few, FOR_LITE),
        minst=SPAN,
        noter=[
            f"Registrerat: andel av undervisningstiden som skolan har registrerat. Minst {limit} procent "
            "krävs för att skolan ska jämföras."
        ]
        if registered
        else [],
        id=f"franvaro_skolor_{grupp.kod}",
        farg=run.parameters.farg,
    )


def show_kinds(run: Underlag, tables: Tables) -> Figure | None:
    """Valid and invalid absence by stage in the report's term and, where of one kind, the one before."""
    termin, then = run.parameters.termin, run.parameters.jamforelsetermin
    before = [Key(str(then), {"lasar": then.lasar})] if then.termin == termin.termin else []
    return draw_dots(
        pick(tables, ("franvaro_slag",)),
        indikator=f"{{slag}}_{termin.termin}_{{grupp}}",
        lasar=termin.lasar,
        rader=_stage_rows(run),
        rutor=[[Key(name, {"slag": slag}) for name, slag in _SLAG]],
        prickar=[*before, Key(str(termin), bold=True)],
        titel=titles.title_kinds(run, tables),
        underrubrik=(
            "Elevernas genomsnittliga giltiga och ogiltiga frånvaro i procent av undervisningstiden. "
            f"{run.kommunnamn} {termin}."
        ),
        vad=f"genomsnittlig giltig och ogiltig frånvaro per stadium {termin}",
        minst=SPAN,
        id="franvaro_slag",
        farg=run.parameters.farg,
    )


def show_course(run: Underlag, tables: Tables) -> Figure | None:
    """The same pupils' absence in the autumn and the spring of the läsår, by stage."""
    lasar = run.parameters.termin.lasar
    return draw_dots(
        pick(tables, ("franvaro_lasaret",)),
        indikator="franvarolasar_{grupp}",
        lasar=lasar,
        rader=_stage_rows(run),
        rutor=[[Key("Frånvaro, procent")]],
        prickar=[Key(HOST, {"kategori": HOST}), Key(VAR, {"kategori": VAR}, bold=True)],
        titel=titles.title_course(run, tables),
        underrubrik=(
            "Samma elevers genomsnittliga frånvaro de två terminerna, procent av undervisningstiden. "
            f"{run.kommunnamn} {lasar}."
        ),
        vad=f"samma elevers frånvaro på höst- och vårterminen {lasar}, per stadium",
        minst=SPAN,
        id="franvaro_lasaret",
        farg=run.parameters.farg,
    )


def show_cohorts(run: Underlag, tables: Tables) -> Figure | None:
    """Mean absence of each birth year through the year groups, those that stand apart in colour."""
    if "franvaro_arskullar" not in tables:
        return None
    table = tables["franvaro_arskullar"]
    termin = run.parameters.termin
    grades = {f"franvaro_{termin.termin}_{grupp.kod}": grupp.arskurser[0] for grupp in ARSKURSER}
    places = {
        cell.cell: (name_arskull(var(cell.lasar) - SCHOOL_AGE - grade), grade - 1)
        for code, grade in grades.items()
        for cell in table.cells(indikator=code, enhetstyp="kommun", kon="alla", jamforelse="")
    }
    kind = "höstterminerna" if termin.termin == HT else "vårterminerna"
    return draw_cohorts(
        table,
        places=places,
        axis=[name_group(grupp, termin.lasar) for grupp in ARSKURSER],
        apart=list(titles.find_apart(run, tables) or ()),
        titel=titles.title_cohorts(run, tables),
        underrubrik=(
            f"Genomsnittlig frånvaro {kind}, procent av undervisningstiden. Varje linje är en årskull, som "
            f"heter efter det år då de flesta i den är födda. {run.kommunnamn}."
        ),
        vad=f"genomsnittlig frånvaro {kind}, en linje för varje årskull, årskurs för årskurs",
        minst=SPAN,
        id="franvaro_arskullar",
        farg=run.parameters.farg,
    )


def _stage_rows(run: Underlag) -> list[Key]:
    lasar = run.parameters.termin.lasar
    return [Key(name_group(one, lasar), {"grupp": one.kod}, one == ALLA) for one in (ALLA, *STADIER)]


def judge_changes(run: Underlag, tables: Tables) -> dict[str, Judgement]:
    """Which changes of bands are claimed to be more than chance, as in the chapter's words, by cell id."""
    table = tables.get("franvaro_andring")
    if table is None:
        return {}
    prefix = f"franvaroband_{run.parameters.termin.termin}_"
    before = {cell.cell: cell.varde for cell in table.cells(jamforelse="") if has_value(cell)}
    changes = [
        cell
        for cell in table.cells(jamforelse=name_comparison(run))
        if cell.indikator.startswith(prefix) and has_interval(cell)
    ]
    judged: dict[str, Judgement] = {}
    for groups in ((ALLA,), STADIER, ARSKURSER):
        family = {
            (grupp, cell.kategori): cell
            for grupp in groups
            for cell in changes
            if cell.indikator == f"{prefix}{grupp.kod}"
        }
        delta = {
            place: find_delta(before.get(cell.delar.split(" + ")[-1], 0.0), run)
            for place, cell in family.items()
        }
        claims = claim_changes(family, delta)
        judged |= {
            cell.cell: Judgement(claims.get(place, "") in SURE, delta[place])
            for place, cell in family.items()
        }
    return judged


def _group_rows(run: Underlag) -> list[Key]:
    lasar = run.parameters.termin.lasar
    return [Key(name_group(one, lasar), {"grupp": one.kod}, one not in ARSKURSER) for one in list_groups()]


def _band_panels(run: Underlag, tables: Tables, jamforelse: str = "") -> list[list[Key]]:
    """A panel for each band above the lowest, as evenly as they can stand on lines."""
    panels = [
        Key(name_share(name), {"matt": "franvaroband", "kategori": name, "jamforelse": jamforelse})
        for name in choose_bands(run, tables, jamforelse)
    ]
    lines = -(-len(panels) // MOST_PANELS)
    most = -(-len(panels) // lines)
    return [panels[start : start + most] for start in range(0, len(panels), most)]


def choose_bands(run: Underlag, tables: Tables, jamforelse: str = "") -> list[str]:
    """The bands above the lowest; the highest ones together where few year groups may show them apart.

    A band that no group may show is none of them where others are: the tables have it.
    """
    termin = run.parameters.termin
    codes = [f"franvaroband_{termin.termin}_{grupp.kod}" for grupp in list_groups()]
    told = {
        (cell.indikator, cell.kategori)
        for table in pick(tables, KOMMUN)
        for cell in table.cells(
            indikator=codes, lasar=termin.lasar, enhetstyp="kommun", kon="alla", jamforelse=jamforelse
        )
        if has_value(cell)
    }
    shown = {name: sum(kategori == name for _, kategori in told) for name in {name for _, name in told}}
    names = list(name_bands(run.parameters.band)[1:])
    sparse = [name for name in names if shown.get(name, 0) < len(codes) / 2]
    # The narrowest sum of bands that holds every band that few year groups may show.
    for name, parts in reversed(list(list_sums(run.parameters.band).items())):
        rest = [one for one in names if one not in parts]
        if sparse and (sparse[0] in parts or not rest[1:]) and shown.get(name, 0) > shown.get(sparse[0], 0):
            names = [*rest, name]
            break
    return [name for name in names if shown.get(name, 0)] or names
