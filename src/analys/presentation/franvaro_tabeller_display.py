"""Tables on absence, from protected tables; None where there is nothing to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analys.disclosure import ProtectedTable
from analys.indicators.franvaro import ALLA, STADIER, Grupp
from analys.indicators.franvaro_arskull import HOST, MOT_ANDRA, MOT_HOST, VAR
from analys.indicators.franvaro_band import name_bands
from analys.presentation.franvaro_display import (
    KOMMUN,
    format_limit,
    list_groups,
    name_group,
    name_share,
    pick,
)
from analys.presentation.franvaro_lasning import name_comparison
from analys.presentation.pooling import choose_level, explain_pooled, name_years
from analys.presentation.tables import MOST_COLUMNS, Table
from analys.presentation.tables_columns import Column, show_columns
from analys.presentation.tables_steps import INTERVALL
from analys.presentation.tables_subjects import SubjectColumn, show_subjects
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]


ANDRING = "Förändringar anges i procentenheter."
_SYMBOLS = (" (%)", " (procentenheter)")
_UNITS = ("franvaro_skolor", "franvaro_registrering", *KOMMUN)


@dataclass(frozen=True)
class GroupRow:
    """A group of year groups as a row of a table."""

    namn: str
    suffix: str
    arskurs: int = 0


def show_means(run: Underlag, tables: Tables) -> Table | None:
    """Mean absence by year group and stage in both terms, with the change and its interval."""
    return _show_change(run, tables, "franvaro", "", "franvaro_medel", "Genomsnittlig frånvaro")


def show_band(run: Underlag, tables: Tables, place: int) -> Table | None:
    """Share of pupils in a band by year group and stage in both terms, with the change and its interval.

    Parameters
    ----------
    place : int
        The band from below, 0 for the lowest. None is returned when there is no such band.
    """
    names = name_bands(run.parameters.band)
    if place >= len(names):
        return None
    title = f"Elever med {names[place]} procents frånvaro"
    return _show_change(run, tables, "franvaroband", names[place], f"franvaro_band_{place}", title)


def _show_change(
    run: Underlag, tables: Tables, prefix: str, kategori: str, id: str, title: str
) -> Table | None:
    now, then = run.parameters.termin, run.parameters.jamforelsetermin
    own, part = f"{prefix}_{now.termin}", {"kategori": kategori}
    change = {**part, "jamforelse": name_comparison(run)}
    columns = (
        SubjectColumn("Elever", f"franvaro_{now.termin}", visa="n"),
        SubjectColumn(str(now), own, part),
        SubjectColumn(INTERVALL, own, part, "intervall"),
        SubjectColumn(str(then), f"{prefix}_{then.termin}", {**part, "lasar": then.lasar}),
        SubjectColumn("Förändring", own, change),
        SubjectColumn(f"{INTERVALL}, förändring", own, change, "intervall"),
    )
    whole = f"{title}, {run.kommunnamn} (procent)"
    return _show_groups(run, pick(tables, KOMMUN), columns, id, whole, [f"Elever: antalet {now}.", ANDRING])


def show_bands(run: Underlag, tables: Tables, part: int = 1) -> Table | None:
    """Share of pupils in each band by year group and stage in the report's term.

    Parameters
    ----------
    part : int
        1 for the first bands; 2 for those that have no room beside them. None is returned when there are
        none.
    """
    termin = run.parameters.termin
    names = _part_of(name_bands(run.parameters.band), part)
    if not names:
        return None
    code = f"franvaroband_{termin.termin}"
    columns = (
        SubjectColumn("Elever", f"franvaro_{termin.termin}", visa="n"),
        *(SubjectColumn(name_share(name), code, {"kategori": name}) for name in names),
    )
    id = "franvaro_band" if part == 1 else f"franvaro_band_del{part}"
    title = f"Andel elever i varje frånvaroband, {run.kommunnamn} {termin} (procent)"
    return _show_groups(run, pick(tables, KOMMUN), columns, id, title)


def _part_of(names: Sequence[str], part: int) -> Sequence[str]:
    """The bands that stand in one of the tables that so many bands need."""
    most = MOST_COLUMNS - 2
    return names[most * (part - 1) : most * part]


def show_genders(run: Underlag, tables: Tables, place: int | None = None) -> Table | None:
    """Girls' and boys' mean absence, or share in a band, by year group and stage, with their gap.

    Parameters
    ----------
    place : int, optional
        The band from below; the mean when left out.
    """
    termin = run.parameters.termin
    names = name_bands(run.parameters.band)
    if place is not None and place >= len(names):
        return None
    kategori = "" if place is None else names[place]
    code = f"{'franvaroband' if kategori else 'franvaro'}_{termin.termin}"
    part, gap = {"kategori": kategori}, {"kategori": kategori, "jamforelse": "flickor-pojkar"}
    groups = (("Flickor", "flickor"), ("Pojkar", "pojkar"))
    columns = (
        *(SubjectColumn(f"{head}, elever", code, {**part, "kon": key}, "n") for head, key in groups),
        *(SubjectColumn(head, code, {**part, "kon": key}) for head, key in groups),
        SubjectColumn("Skillnad", code, gap),
        SubjectColumn(INTERVALL, code, gap, "intervall"),
    )
    what = (
        f"Flickor och pojkar med {kategori} procents frånvaro"
        if kategori
        else "Flickors och pojkars frånvaro"
    )
    return _show_groups(
        run,
        pick(tables, ("franvaro_kon",)),
        columns,
        f"franvaro_kon_{place}" if kategori else "franvaro_kon",
        f"{what}, {run.kommunnamn} {termin} (procent)",
        ["Skillnad: flickor minus pojkar, i procentenheter."],
    )


def show_kinds(run: Underlag, tables: Tables) -> Table | None:
    """Valid and invalid absence by year group and stage in the report's term, with their intervals."""
    termin = run.parameters.termin
    valid, invalid = (f"{kind}_{termin.termin}" for kind in ("giltig", "ogiltig"))
    columns = (
        SubjectColumn("Elever", valid, visa="n"),
        SubjectColumn("Giltig", valid),
        SubjectColumn(f"{INTERVALL}, giltig", valid, visa="intervall"),
        SubjectColumn("Ogiltig", invalid),
        SubjectColumn(f"{INTERVALL}, ogiltig", invalid, visa="intervall"),
    )
    title = f"Giltig och ogiltig frånvaro i genomsnitt, {run.kommunnamn} {termin} (procent)"
    return _show_groups(run, pick(tables, ("franvaro_slag",)), columns, "franvaro_slag", title)


def show_course(run: Underlag, tables: Tables) -> Table | None:
    """The same pupils' absence in autumn and spring by year group and stage, with the difference."""
    code, gap = "franvarolasar", {"jamforelse": MOT_HOST}
    columns = (
        SubjectColumn("Elever", code, {"kategori": VAR}, "n"),
        SubjectColumn("Höstterminen", code, {"kategori": HOST}),
        SubjectColumn("Vårterminen", code, {"kategori": VAR}),
        SubjectColumn("Skillnad", code, gap),
        SubjectColumn(INTERVALL, code, gap, "intervall"),
    )
    title = f"Samma elevers frånvaro under läsåret {run.parameters.termin.lasar}, {run.kommunnamn} (procent)"
    found = pick(tables, ("franvaro_lasaret",))
    notes = ["Skillnad: vårterminen minus höstterminen, i procentenheter."]
    return _show_groups(run, found, columns, "franvaro_lasaret", title, notes)


def show_cohorts(run: Underlag, tables: Tables) -> Table | None:
    """How each birth year deviates from others in the same year groups, with simultaneous intervals."""
    if "franvaro_arskullar" not in tables:
        return None
    termin = run.parameters.termin.termin
    table = tables["franvaro_arskullar"].select(enhetstyp="kommun", jamforelse=MOT_ANDRA)
    gap = {"indikator": f"franvaroavvikelse_{termin}", "jamforelse": MOT_ANDRA}
    if not any(cell.shown for cell in table.cells(indikator=gap["indikator"])):
        return None
    return show_columns(
        table,
        rader="kategori",
        kolumner=(
            Column("Elever", gap, "n"),
            Column("Skillnad", gap, enhet=False),
            Column(INTERVALL, gap, "intervall", enhet=False),
        ),
        id="franvaro_arskullar",
        titel=f"Årskullarnas frånvaro mot andras i samma årskurser, {run.kommunnamn} (procentenheter)",
        stubb="Årskull",
        noter=["Intervallen är så breda att de gäller för alla årskullar tillsammans."],
    )


def show_registration(run: Underlag, tables: Tables) -> Table | None:
    """Registered share of offered time of each school and stage in the report's term."""
    return _show_stages(
        run,
        tables,
        "franvaro_registrering",
        "franvaroregistrering",
        "Registrerad lektionstid",
        [f"För att frånvaron ska jämföras krävs minst {format_limit(run)} procent."],
    )


def show_missing(run: Underlag, tables: Tables) -> Table | None:
    """Share of the register's pupils without absence data, of each school and stage."""
    title = "Elever utan uppgift om frånvaro"
    return _show_stages(run, tables, "franvaro_bortfall", "franvarobortfall", title, [])


def _show_stages(
    run: Underlag, tables: Tables, name: str, prefix: str, title: str, notes: Sequence[str]
) -> Table | None:
    """A row for each school, a column for all its pupils and each stage."""
    if name not in tables:
        return None
    termin = run.parameters.termin
    table = tables[name].select(lasar=termin.lasar)
    codes = {one: f"{prefix}_{termin.termin}_{one.kod}" for one in (ALLA, *STADIER)}
    if not any(cell.shown for cell in table.cells(indikator=list(codes.values()))):
        return None
    return show_columns(
        table,
        rader="enhet",
        kolumner=(
            Column("Elever", {"indikator": codes[ALLA]}, "n"),
            *(
                Column(name_group(one, termin.lasar), {"indikator": code}, enhet=False)
                for one, code in codes.items()
            ),
        ),
        id=name,
        titel=f"{title} per skola, {termin} (procent)",
        stubb="Skola",
        total=run.parameters.kommun,
        noter=notes,
    )


def show_schools(run: Underlag, tables: Tables, grupp: Grupp) -> Table | None:
    """Each school's mean absence in a stage with its interval, its change, and how much is registered."""
    termin = run.parameters.termin
    code = f"franvaro_{termin.termin}_{grupp.kod}"
    change = {"indikator": code, "jamforelse": name_comparison(run)}
    columns = (
        Column("Elever", {"indikator": code}, "n"),
        Column(str(termin), {"indikator": code}, enhet=False),
        Column(INTERVALL, {"indikator": code}, "intervall", enhet=False),
        Column("Förändring", change, enhet=False),
        Column(f"{INTERVALL}, förändring", change, "intervall", enhet=False),
        Column(
            "Registrerat", {"indikator": f"franvaroregistrering_{termin.termin}_{grupp.kod}"}, enhet=False
        ),
    )
    title = f"Genomsnittlig frånvaro per skola, {grupp.namn} (procent)"
    return _show_units(
        run,
        tables,
        columns,
        f"franvaro_skolor_{grupp.kod}",
        title,
        [ANDRING, *_explain_registered(run, tables)],
    )


def _explain_registered(run: Underlag, tables: Tables) -> list[str]:
    if "franvaro_registrering" not in tables:
        return []
    least = format_limit(run)
    return [
        "Registrerat: hur stor del av den erbjudna undervisningstiden som skolan har registrerat. Under "
        f"{least} procent görs ingen jämförelse."
    ]


def show_school_bands(run: Underlag, tables: Tables, grupp: Grupp = ALLA, part: int = 1) -> Table | None:
    """Each school's share of pupils in each band; `part` as in `show_bands`."""
    termin = run.parameters.termin
    names = _part_of(name_bands(run.parameters.band), part)
    if not names:
        return None
    code = f"franvaroband_{termin.termin}_{grupp.kod}"
    found = [cell for table in pick(tables, _UNITS) for cell in table.cells(indikator=code)]
    level = choose_level(found, termin.lasar)
    kind = {"vt": "vårterminerna", "ht": "höstterminerna"}[termin.termin]
    when = f", {kind} {name_years(found)}" if level else f" {termin}"
    own = {"indikator": code, "jamforelse": level}
    columns = (
        Column("Elever", {**own, "kategori": names[0]}, "n"),
        *(Column(name_share(name), {**own, "kategori": name}, enhet=False) for name in names),
    )
    id = f"franvaro_skolor_band_{grupp.kod}" + ("" if part == 1 else f"_del{part}")
    title = f"Andel elever i varje frånvaroband per skola, {grupp.namn}{when} (procent)"
    notes = [explain_pooled(str(termin))] if level else []
    return _show_units(run, tables, columns, id, title, notes)


def _show_units(
    run: Underlag, tables: Tables, columns: Sequence[Column], id: str, title: str, notes: Sequence[str]
) -> Table | None:
    lasar = run.parameters.termin.lasar
    found = [table.select(lasar=lasar) for table in pick(tables, _UNITS)]
    first = columns[0].val["indikator"]
    if not any(cell.shown for table in found for cell in table.cells(indikator=first, enhetstyp="skola")):
        return None
    return show_columns(
        found,
        rader="enhet",
        kolumner=columns,
        id=id,
        titel=title,
        stubb="Skola",
        total=run.parameters.kommun,
        noter=notes,
    )


def _show_groups(
    run: Underlag,
    found: Sequence[ProtectedTable],
    columns: Sequence[SubjectColumn],
    id: str,
    title: str,
    notes: Sequence[str] = (),
) -> Table | None:
    """A row for each year group, each stage set apart under its own, all together last."""
    lasar = run.parameters.termin.lasar
    rows = [GroupRow(name_group(one, lasar), one.kod) for one in list_groups()[1:]]
    rows.append(GroupRow(name_group(ALLA, lasar), ALLA.kod))
    laid = show_subjects(
        found, amnen=rows, lasar=lasar, kolumner=columns, id=id, titel=title, stubb="Årskurs", noter=notes
    )
    if laid is None:
        return None
    apart = {stage.kort: "markerad" for stage in STADIER} | {name_group(ALLA, lasar): "total"}
    heads = tuple(_without_unit(head) for head in laid.kolumner)
    return replace(laid, kolumner=heads, klasser=tuple(apart.get(row[0], "") for row in laid.rader))


def _without_unit(head: str) -> str:
    for unit in _SYMBOLS:
        head = head.removesuffix(unit)
    return head
