"""The Metodbilaga's tables of surveys and interviews; None where there is nothing to show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.indicators.enkat import ARSKURSER, GRUPPER, INDEX, Svarsgrupp, code_of
from analys.indicators.enkat_statistik import SKOLENKATEN_BROTT, VIKTAD
from analys.indicators.intervju import DELTAGARE, INTERVJUER, STYRKOR, UTMANINGAR
from analys.presentation.formats import join_list, upper_first
from analys.presentation.roster_lasning import read_survey
from analys.presentation.roster_tabell import lay_out_grid
from analys.presentation.selection import has_value
from analys.presentation.tables import Table, show_table
from analys.presentation.wording_roster_intervjuer import WITH
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]
FindBreaks = Callable[[Underlag, Svarsgrupp, str], Sequence[str]]

MERIT = "meritvarde_17"
SKALA = "Medelvärde, skalan noll till tio."
_GRUPP = {"elev": "Elever", "personal": "Personal", "vardnadshavare": "Vårdnadshavare"}


def show_sides(run: Underlag, tables: Tables, code: str) -> Table | None:
    """Interviews that raised each theme as a challenge, or as a strength, by who was interviewed."""
    if "intervju_teman" not in tables:
        return None
    every = tables["intervju_teman"].select(indikator=code)
    raised = [cell.enhet for cell in every.cells(kategori="") if has_value(cell) and cell.varde > 0]
    table = every.select(enhet=raised)
    sides = [cell.kategori for cell in table.cells() if cell.kategori]
    if not any(has_value(cell) for cell in table.cells() if cell.kategori):
        return None
    word = {STYRKOR: "en styrka", UTMANINGAR: "en utmaning"}[code]
    return show_table(
        table,
        rader="enhet",
        kolumner="kategori",
        id=code,
        titel=f"Teman som {word}, efter vilka som intervjuades: antal intervjuer",
        stubb="Tema",
        etiketter={"": "Totalt", **{side: upper_first(WITH[side]) for side in sides}},
        noter=["Uppgift saknas när färre än två intervjuer med gruppen tog upp temat så."],
    )


def show_roles(run: Underlag, tables: Tables) -> Table | None:
    """Interviews and participants by role."""
    if "intervju_roller" not in tables:
        return None
    table = tables["intervju_roller"]
    roles = [cell.kategori for cell in table.cells() if cell.kategori not in ("", "personal")]
    return show_table(
        table.select(kategori=["", *roles], indikator=[INTERVJUER, DELTAGARE]),
        rader="kategori",
        kolumner="indikator",
        id="intervju_roller",
        titel="Intervjuer och deltagare efter roll",
        stubb="Roll",
        etiketter={"": "Totalt", **{role: upper_first(WITH[role]) for role in roles}},
        total="",
    )


def show_rates(run: Underlag, tables: Tables) -> Table | None:
    """Who was asked and who answered, by group and läsår."""
    if "roster_svar" not in tables:
        return None
    codes = [one.rate for one in GRUPPER.values()]
    table = tables["roster_svar"].select(indikator=codes, enhetstyp="kommun", kon="alla")
    return _table(
        table,
        rader="indikator",
        kolumner="lasar",
        id="roster_svar",
        titel="Andel som svarade på enkäterna, efter läsår",
        stubb="Vilka",
        etiketter={one.rate: _GRUPP[kod] for kod, one in GRUPPER.items()},
        senaste=6,
    )


def show_year_rates(run: Underlag, tables: Tables) -> Table | None:
    """Pupils who were asked and who answered, by year group, in the newest survey."""
    enkat = read_survey(run, tables, "elev")
    if enkat is None or "roster_svar" not in tables:
        return None
    codes = [f"{enkat.grupp.rate}_ak{arskurs}" for arskurs in ARSKURSER]
    table = tables["roster_svar"].select(indikator=codes, enhetstyp="kommun", kon="alla", lasar=enkat.lasar)
    return _table(
        table,
        rader="indikator",
        visa=("n", "antal", "varde"),
        id="roster_svar_arskurs",
        titel=f"Elever som svarade på enkäten, efter årskurs, läsåret {enkat.lasar}",
        stubb="Årskurs",
        etiketter={code: f"Årskurs {n}" for code, n in zip(codes, ARSKURSER, strict=True)}
        | {"n": "Tillfrågade", "antal": "Svarade", "varde": "Andel"},
    )


def show_levels(run: Underlag, tables: Tables, grupp: str, find_breaks: FindBreaks) -> Table | None:
    """A group's indices by läsår; below it which of them have other questions than before.

    Parameters
    ----------
    find_breaks : callable
        Läsår in which an index of a group has other questions than in the survey before it.
    """
    if f"roster_{grupp}" not in tables:
        return None
    codes = {code_of(grupp, index): index for index in INDEX}
    table = tables[f"roster_{grupp}"].select(
        indikator=list(codes), enhetstyp="kommun", kon="alla", jamforelse=""
    )
    there = {codes[cell.indikator] for cell in table.cells()}
    breaks = {index: find_breaks(run, GRUPPER[grupp], index) for index in INDEX if index in there}
    return _table(
        table,
        rader="indikator",
        kolumner="lasar",
        id=f"roster_{grupp}",
        titel=f"Index efter läsår, {_GRUPP[grupp].lower()}",
        stubb="Index",
        senaste=6,
        noter=[
            f"{INDEX[index].kort}: andra frågor från {join_list(years)}, så äldre värden jämförs inte."
            for index, years in breaks.items()
            if years
        ],
    )


def show_groups(run: Underlag, tables: Tables) -> Table | None:
    """Pupils' indices by gender, in the newest survey."""
    enkat = read_survey(run, tables, "elev")
    if enkat is None:
        return None
    table = tables["roster_elev"].select(
        indikator=[code_of("elev", index) for index in INDEX],
        enhetstyp="kommun",
        kon=["flickor", "pojkar"],
        jamforelse="",
        lasar=enkat.lasar,
    )
    return _table(
        table,
        rader="indikator",
        kolumner="kon",
        visa=("varde", "intervall"),
        id="roster_elev_kon",
        titel=f"Elevernas index, flickor och pojkar, läsåret {enkat.lasar}",
        stubb="Index",
    )


def show_year_groups(run: Underlag, tables: Tables) -> Table | None:
    """Pupils' indices by year group, in the newest survey."""
    enkat = read_survey(run, tables, "elev")
    if enkat is None:
        return None
    keys = {"enhetstyp": "kommun", "kon": "alla", "jamforelse": "", "lasar": enkat.lasar}
    cells = {cell.indikator: cell for cell in tables["roster_elev"].cells(**keys)}
    rows = {
        f"Årskurs {n}": [(cells.get(code_of("elev", index, n)), "varde") for index in enkat.index]
        for n in ARSKURSER
    }
    return lay_out_grid(
        tables["roster_elev"],
        "roster_elev_arskurs",
        f"Elevernas index efter årskurs, läsåret {enkat.lasar}",
        ("Årskurs", *(INDEX[index].kort for index in enkat.index)),
        rows,
        SKALA,
    )


def show_schools(run: Underlag, tables: Tables, grupp: str) -> Table | None:
    """A group's indices by school, in alphabetical order, in the newest survey."""
    enkat = read_survey(run, tables, grupp)
    if enkat is None:
        return None
    every = tables[f"roster_{grupp}"].select(
        indikator=[code_of(grupp, index) for index in INDEX],
        enhetstyp=["skola", "kommun"],
        kon="alla",
        jamforelse="",
        lasar=enkat.lasar,
    )
    codes = {cell.indikator for cell in every.cells(enhetstyp="skola") if has_value(cell)}
    table = every.select(indikator=sorted(codes))
    if not codes:
        return None
    return _table(
        table,
        rader="enhet",
        kolumner="indikator",
        id=f"roster_{grupp}_skolor",
        titel=f"Index per skola, {_GRUPP[grupp].lower()}, läsåret {enkat.lasar}",
        stubb="Skola",
        total=run.parameters.kommun,
        noter=["Skolorna rangordnas inte. Antal svarande och osäkerhetsintervall finns i CSV-filen."],
    )


def show_beside_results(run: Underlag, tables: Tables, trend: Tables) -> Table | None:
    """Pupils' indices beside the merit value, school by school: points only, nothing is fitted."""
    enkat = read_survey(run, tables, "elev")
    if enkat is None or "trend_skolor" not in trend:
        return None
    keys = {"enhetstyp": "skola", "kon": "alla", "svsva": "alla", "jamforelse": ""}
    merit = trend["trend_skolor"].select(indikator=MERIT, lasar=enkat.lasar, **keys)
    own = {cell.enhet for cell in merit.cells() if has_value(cell)}
    codes = [code_of("elev", index) for index in ("trygghet", "studiero", "stimulans", "stod")]
    levels = tables["roster_elev"].select(indikator=codes, lasar=enkat.lasar, enhet=sorted(own), **keys)
    if not any(has_value(cell) for cell in levels.cells()):
        return None
    return _table(
        [levels, merit.select(enhet=sorted(own))],
        rader="enhet",
        kolumner="indikator",
        id="roster_resultat",
        titel=f"Elevernas index bredvid meritvärdet, per skola, läsåret {enkat.lasar}",
        stubb="Skola",
    )


def show_weights(run: Underlag, tables: Tables) -> Table | None:
    """Pupils' indices as they are and weighted, and what the weights cost in precision."""
    enkat = read_survey(run, tables, "elev")
    if enkat is None or "roster_vikt" not in tables:
        return None
    keys = {"enhetstyp": "kommun", "kon": "alla", "lasar": enkat.lasar}
    cells = {(cell.indikator, cell.jamforelse): cell for cell in tables["roster_vikt"].cells(**keys)}
    rows = {}
    for index, plain in enkat.index.items():
        weighted = cells.get((code_of("elev", index), VIKTAD))
        effect = cells.get((f"enkat_designeffekt_elev_{index}", ""))
        both = [(cell, part) for cell in (plain, weighted) for part in ("varde", "intervall")]
        rows[INDEX[index].kort] = [*both, (effect, "varde")]
    return lay_out_grid(
        tables["roster_vikt"],
        "roster_vikt",
        f"Elevernas index utan och med vikter, läsåret {enkat.lasar}",
        ("Index", "Utan vikter", "95 % intervall", "Med vikter", "95 % intervall", "Designeffekt"),
        rows,
        "Designeffekten säger hur många gånger större osäkerheten i kvadrat blir av vikterna.",
    )


def show_reliability(run: Underlag, tables: Tables, grupp: str) -> Table | None:
    """How well the questions of each index hang together: alpha and omega."""
    if "roster_reliabilitet" not in tables:
        return None
    pairs = {index: [f"enkat_{kind}_{grupp}_{index}" for kind in ("alfa", "omega")] for index in INDEX}
    codes = [code for own in pairs.values() for code in own]
    every = tables["roster_reliabilitet"].cells(enhetstyp="kommun", indikator=codes)
    newest = max((cell.lasar for cell in every), default="")
    cells = {cell.indikator: cell for cell in every if cell.lasar == newest}
    rows = {
        INDEX[index].kort: [(cells.get(code), part) for code in own for part in ("varde", "intervall")]
        for index, own in pairs.items()
        if any(code in cells for code in own)
    }
    return lay_out_grid(
        tables["roster_reliabilitet"],
        f"roster_reliabilitet_{grupp}",
        f"Hur väl frågorna i ett index hänger ihop, {_GRUPP[grupp].lower()}, läsåret {newest}",
        ("Index", "Alfa", "95 % intervall", "Omega", "95 % intervall"),
        rows,
        "Cronbachs alfa och McDonalds omega går från noll till ett.",
    )


def show_published(run: Underlag, tables: Tables, grupp: str) -> Table | None:
    """A group's indices that somebody else has published, such as Skolenkäten's."""
    if "roster_publicerade" not in tables:
        return None
    start = f"enkat_publicerad_{grupp}_"
    cells = tables["roster_publicerade"].cells(enhetstyp="kommun")
    codes = {cell.indikator for cell in cells if cell.indikator.startswith(start)}
    years = [cell.lasar for cell in cells if cell.indikator in codes]
    if not codes:
        return None
    breaks = [year for year in SKOLENKATEN_BROTT if min(years) < year <= max(years)]
    return _table(
        tables["roster_publicerade"].select(indikator=sorted(codes), enhetstyp="kommun"),
        rader="indikator",
        kolumner="lasar",
        id=f"roster_publicerade_{grupp}",
        titel=f"Publicerade index, {_GRUPP[grupp].lower()}",
        stubb="Index",
        senaste=6,
        noter=[f"Frågorna ändrades {join_list(breaks)}, så värden före och efter jämförs inte."]
        if breaks
        else [],
    )


def _table(table: ProtectedTable | list[ProtectedTable], **layout: object) -> Table | None:
    """A table, or None where its cells are none."""
    every = table if isinstance(table, list) else [table]
    if not any(one.cells() for one in every):
        return None
    return show_table(table, **layout)  # type: ignore[arg-type]
