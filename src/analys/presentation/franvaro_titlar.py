"""Titles of the figures on absence: the finding, in words that are true for any data and name no cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.franvaro import ALLA, STADIER, Grupp
from analys.indicators.franvaro_band import name_bands
from analys.indicators.franvaro_utfall import OBSERVERAD, OJUSTERAD
from analys.presentation.figures_dots import is_sure
from analys.presentation.formats import join_list
from analys.presentation.franvaro_lasning import Niva, find_cell, find_delta, read_change, read_level
from analys.presentation.selection import has_interval
from analys.presentation.wording_franvaro import PLACES
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

MOST_NAMED = 2
"""So many changes a title names; more are only said to be several."""


def title_grades(run: Underlag, tables: Tables) -> str:
    """Finding of the figure of bands by year group: which stage surely has most pupils above the lowest."""
    edge, termin = run.parameters.band[0], run.parameters.termin
    stages = [read_level(run, tables, stage) for stage in STADIER]
    low = {niva.grupp: cell for niva in stages if (cell := _lowest(niva)) is not None}
    if len(low) == len(STADIER):
        first, *others = sorted(low, key=lambda stage: low[stage].varde)
        if low[first].ovre < min(low[other].undre for other in others):
            return f"{first.kort} har störst andel elever med minst {edge} procents frånvaro"
    return f"Elever med minst {edge} procents frånvaro {termin}, årskurs för årskurs"


def _lowest(niva: Niva) -> ShownCell | None:
    """The share of pupils in the lowest band, with its interval; None where either may not be shown."""
    cell = next((cell for name, cell in niva.band.items() if name.startswith("under ")), None)
    return cell if cell is not None and has_interval(cell) else None


def title_changes(run: Underlag, tables: Tables) -> str:
    """Finding of the figure of changes: in which bands and stages the share of pupils has surely changed."""
    since = f"sedan {run.parameters.jamforelsetermin}"
    found = {
        (stage, band): change.andring
        for stage, band in product((*STADIER, ALLA), name_bands(run.parameters.band)[1:])
        if (change := read_change(run, tables, stage, band)) is not None and has_interval(change.andring)
    }
    if not found:
        return f"Elever efter frånvaro {run.parameters.termin} och {run.parameters.jamforelsetermin}"
    delta = find_delta(run)
    sure = {place: cell for place, cell in found.items() if is_sure(cell, delta)}
    # What holds for all year groups together is only told where no stage of its own stands out.
    told = {place: cell for place, cell in sure.items() if place[0] != ALLA} or sure
    up = [place for place, cell in told.items() if cell.varde > 0]
    down = [place for place in told if place not in up]
    if not told:
        return f"Ingen säker förändring av andelen elever med hög frånvaro {since}"
    if len(told) > MOST_NAMED:
        if up and down:
            return f"Andelen elever har ökat i några frånvaroband och minskat i andra {since}"
        return f"Andelen elever har {'ökat' if up else 'minskat'} i flera av de högre frånvarobanden {since}"
    sides = [f"{verb} {_list(side)}" for verb, side in (("ökat", up), ("minskat", down)) if side]
    return f"Andelen elever har {join_list(sides)} {since}"


def _list(places: Sequence[tuple[Grupp, str]]) -> str:
    return join_list(f"i bandet {band} procent {PLACES[stage.kod]}" for stage, band in places)


def title_outcomes(run: Underlag, tables: Tables) -> str:
    """Finding of the board's figure: merit values of pupils with most and with least absence."""
    table = tables.get("resultat_franvaro")
    keys = {"enhetstyp": "kommun", "indikator": "franvaro_niva_merit", "jamforelse": OBSERVERAD}
    cells = {cell.kategori: cell for cell in table.cells(**keys)} if table is not None else {}
    # A band without pupils has no cell; associations are told against the lowest that has any.
    bands = [band for band in name_bands(run.parameters.band) if band in cells]
    high = next((band for band in reversed(bands) if cells[band].shown), "")
    told = {"enhetstyp": "kommun", "indikator": "franvaro_samband_merit", "jamforelse": OJUSTERAD}
    gap = find_cell(tables, ("resultat_samband",), **told, kategori=high) if high else None
    if gap is None or not has_interval(gap):
        return "Resultat för elever med olika frånvaro"
    if not is_sure(gap, run.parameters.delta_poang):
        return "Meritvärde och frånvaro: ingen säker skillnad mellan elever med mest och minst frånvaro"
    how = "lägre" if gap.varde < 0 else "högre"
    return (
        f"Elever med {high} procents frånvaro har i genomsnitt {how} meritvärde än elever med {bands[0]} "
        "procents frånvaro"
    )


def title_kinds(run: Underlag, tables: Tables) -> str:
    """Finding of the figure of valid and invalid absence: whether one is surely more common everywhere."""
    when = run.parameters.termin
    pairs = []
    for stage in STADIER:
        keys = {"enhetstyp": "kommun", "lasar": when.lasar, "kon": "alla", "jamforelse": ""}
        valid, invalid = (
            find_cell(tables, ("franvaro_slag",), indikator=f"{kind}_{when.termin}_{stage.kod}", **keys)
            for kind in ("giltig", "ogiltig")
        )
        if valid is not None and invalid is not None and has_interval(valid) and has_interval(invalid):
            pairs.append((valid, invalid))
    if len(pairs) == len(STADIER):
        if all(valid.undre > invalid.ovre for valid, invalid in pairs):
            return "Det mesta av frånvaron är giltig på alla stadier"
        if all(invalid.undre > valid.ovre for valid, invalid in pairs):
            return "Det mesta av frånvaron är ogiltig på alla stadier"
    return "Giltig och ogiltig frånvaro på de tre stadierna"


def title_schools(run: Underlag, tables: Tables, grupp: Grupp) -> str:
    """Finding of the figure of schools: whether any surely differs from the municipality's mean."""
    when = run.parameters.termin
    where = PLACES[grupp.kod]
    table = tables.get("franvaro_skolor")
    keys = {"indikator": f"franvaro_{when.termin}_{grupp.kod}", "lasar": when.lasar, "jamforelse": ""}
    own = find_cell(tables, ("franvaro_skolor", "franvaro_band"), enhetstyp="kommun", kon="alla", **keys)
    schools = table.cells(enhetstyp="skola", kon="alla", **keys) if table is not None else []
    shown = [cell for cell in schools if has_interval(cell)]
    if own is None or not shown:
        return f"Frånvaron {where}, skola för skola"
    apart = [cell for cell in shown if not cell.undre <= own.varde <= cell.ovre]
    if not apart:
        return f"Frånvaron {where}: ingen redovisad skola skiljer sig säkert från kommunens genomsnitt"
    some = "en redovisad skola" if len(apart) == 1 else "flera redovisade skolor"
    return f"Frånvaron {where}: {some} skiljer sig från kommunens genomsnitt"
