"""Titles of the figures on absence: the finding, in words that are true for any data and name no cause."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.estimates.certainty import UNGEFAR_LIKA, classify
from analys.estimates.intervals import Level
from analys.indicators.franvaro import ALLA, STADIER, Grupp
from analys.indicators.franvaro_arskull import MOT_HOST
from analys.indicators.franvaro_band import list_sums, phrase_band
from analys.indicators.franvaro_utfall import OBSERVERAD, OJUSTERAD, list_bands
from analys.official.place import number_in_words
from analys.presentation.claims import claim_count, claim_most
from analys.presentation.formats import join_list, upper_first
from analys.presentation.franvaro_andringar import Svep, summarise_changes
from analys.presentation.franvaro_arskullar import find_settled, has_hidden, read_deviations
from analys.presentation.franvaro_lasning import (
    Niva,
    find_cell,
    find_delta,
    find_few,
    read_level,
    read_registered,
)
from analys.presentation.selection import has_interval
from analys.presentation.text import Sentence, say
from analys.presentation.wording import SURE
from analys.presentation.wording_franvaro import PLACES
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

MOST_NAMED = 2
"""So many changes a title names; more are only said to be several."""


def title_grades(run: Underlag, tables: Tables) -> Sentence:
    """Finding of the figure of bands by year group: which stage surely has most pupils above the lowest."""
    edge, termin = run.parameters.band[0], run.parameters.termin
    stages = [read_level(run, tables, stage) for stage in STADIER]
    low = {niva.grupp: cell for niva in stages if (cell := _lowest(niva)) is not None}
    if len(low) == len(STADIER):
        first, *others = sorted(low, key=lambda stage: low[stage].varde)
        if low[first].ovre < min(low[other].undre for other in others):
            lowest = claim_most(low[first], low.values(), least=True)
            return say(f"{first.kort} har störst andel elever med minst {edge} procents frånvaro", lowest)
    return say(f"Elever med minst {edge} procents frånvaro {termin}, årskurs för årskurs")


def _lowest(niva: Niva) -> ShownCell | None:
    """The share of pupils in the lowest band, with its interval; None where either may not be shown."""
    cell = next((cell for name, cell in niva.band.items() if name.startswith("under ")), None)
    return cell if cell is not None and has_interval(cell) else None


def title_changes(run: Underlag, tables: Tables, bands: Sequence[str]) -> str:
    """Finding of the figure of changes: in which of its bands and stages the share of pupils has changed."""
    since = f"sedan {run.parameters.jamforelsetermin}"
    found = summarise_changes(run, tables)
    if found is None or not found.provade:
        return f"Elever efter frånvaro {run.parameters.termin} och {run.parameters.jamforelsetermin}"
    # What holds for all year groups together is only told where no stage of its own stands out.
    sums = list_sums(run.parameters.band)
    drawn = {*bands, *(name for name, parts in sums.items() if set(parts) <= set(bands))}
    told = _list_moved(found.stadier, drawn) or _list_moved(found.alla, drawn)
    moved = list(dict.fromkeys(one.riktning for one in told))
    if not told:
        where = " i de redovisade banden" if found.dolda else ""
        return f"Ingen säker förändring av andelen elever med hög frånvaro{where} {since}"
    if len(told) == 1:
        one = told[0]
        return f"Andelen elever med {phrase_band(one.kategori)} har {one.riktning} {_list(one)} {since}"
    if len(told) <= MOST_NAMED:
        parts = [f"i bandet {one.kategori} procent {_list(one)}" for one in told]
        verbs = [moved[0], *(told[i].riktning if len(moved) > 1 else "" for i in range(1, len(told)))]
        sides = [f"{verb} {part}".strip() for verb, part in zip(verbs, parts, strict=True)]
        return f"Andelen elever har {join_list(sides)} {since}"
    if len(moved) > 1:
        return f"Andelen elever har ökat i några frånvaroband och minskat i andra {since}"
    return f"Andelen elever har {moved[0]} i flera frånvaroband {since}"


def _list_moved(sweeps: Sequence[Svep], bands: Collection[str]) -> list[Svep]:
    return [one for one in sweeps if one.riktning != "oförändrat" and one.kategori in bands]


def _list(svep: Svep) -> str:
    return join_list("sammantaget" if grupp == ALLA else PLACES[grupp.kod] for grupp in svep.grupper)


def is_sure(cell: ShownCell, delta: float) -> bool:
    """Whether the direction of a shown difference is settled, and the difference not surely small."""
    return classify_cell(cell, delta) in SURE


def classify_cell(cell: ShownCell, delta: float) -> str:
    """Certainty class of a shown difference with its interval."""
    return classify(Level(cell.varde, cell.undre, cell.ovre, cell.n or 0), delta).kod


def title_outcomes(run: Underlag, tables: Tables) -> str:
    """Finding of the board's figure: merit values of pupils with most and with least absence."""
    table = tables.get("resultat_franvaro")
    keys = {"enhetstyp": "kommun", "indikator": "franvaro_niva_merit", "jamforelse": OBSERVERAD}
    cells = {cell.kategori: cell for cell in table.cells(**keys)} if table is not None else {}
    # A band without pupils has no cell; associations are told against the lowest that has any.
    bands = [band for band in list_bands(run.parameters.band) if band in cells]
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


def title_kinds(run: Underlag, tables: Tables) -> Sentence:
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
            claims = [claim_most(valid, (invalid,)) for valid, invalid in pairs]
            return say("Det mesta av frånvaron är giltig på alla stadier", *claims)
        if all(invalid.undre > valid.ovre for valid, invalid in pairs):
            claims = [claim_most(invalid, (valid,)) for valid, invalid in pairs]
            return say("Det mesta av frånvaron är ogiltig på alla stadier", *claims)
    return say("Giltig och ogiltig frånvaro på de tre stadierna")


def title_course(run: Underlag, tables: Tables) -> str:
    """Finding of the figure of autumn and spring: in which stages the same pupils' absence surely differs."""
    lasar = run.parameters.termin.lasar
    keys = {"enhetstyp": "kommun", "lasar": lasar, "jamforelse": MOT_HOST}
    found = {
        stage: cell
        for stage in STADIER
        if (cell := find_cell(tables, ("franvaro_lasaret",), indikator=f"franvarolasar_{stage.kod}", **keys))
        and has_interval(cell)
    }
    if not found:
        return f"Frånvaron på höstterminen och på vårterminen {lasar}"
    delta = find_delta(run)
    sure = {stage: cell.varde > 0 for stage, cell in found.items() if is_sure(cell, delta)}
    sides = [
        f"{word} {join_list(PLACES[stage.kod] for stage, up in sure.items() if up == higher)}"
        for word, higher in (("högre", True), ("lägre", False))
        if higher in sure.values()
    ]
    alike = all(classify_cell(cell, delta) == UNGEFAR_LIKA for cell in found.values())
    if alike and len(found) == len(STADIER):
        return f"Frånvaron är ungefär lika stor på höstterminen och på vårterminen {lasar}"
    if not sides:
        where = "" if len(found) == len(STADIER) else " på redovisade stadier"
        return f"Ingen säker skillnad i frånvaro{where} mellan höstterminen och vårterminen {lasar}"
    return f"Frånvaron är på vårterminen {join_list(sides)} än på höstterminen"


def title_cohorts(run: Underlag, tables: Tables) -> Sentence:
    """Finding of the figure of birth years: which surely deviate from others in the same year group."""
    found = find_apart(run, tables)
    if found is None:
        return say("Frånvaro för elever födda samma år, årskurs för årskurs")
    told = read_deviations(run, tables)
    counted = claim_count(find_settled(run, told), told)
    sides = [
        f"{_name_years([one for one, up in found.items() if up == higher])} har {word} frånvaro"
        for word, higher in (("högre", True), ("lägre", False))
        if higher in found.values()
    ]
    if not sides:
        which = "Ingen redovisad årskull" if has_hidden(run, tables) else "Ingen årskull"
        return say(f"{which} skiljer sig säkert från vad andra årskullar hade i samma årskurs", counted)
    if len(found) > MOST_NAMED:
        return say("Flera årskullar skiljer sig från vad andra årskullar hade i samma årskurs", counted)
    return say(f"{upper_first(join_list(sides))} än andra årskullar hade i samma årskurs", counted)


def _name_years(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"årskullen {names[0]}"
    return f"årskullarna födda {join_list(name.removeprefix('född ') for name in names)}"


def find_apart(run: Underlag, tables: Tables) -> dict[str, bool] | None:
    """Birth years that surely deviate, and whether upwards; None where none is told."""
    told = read_deviations(run, tables)
    return {cell.kategori: cell.varde > 0 for cell in find_settled(run, told)} if told else None


def title_schools(run: Underlag, tables: Tables, grupp: Grupp) -> Sentence:
    """Finding of the figure of schools: whether any surely differs from the municipality's mean."""
    when = run.parameters.termin
    where = PLACES[grupp.kod]
    table = tables.get("franvaro_skolor")
    keys = {"indikator": f"franvaro_{when.termin}_{grupp.kod}", "lasar": when.lasar, "jamforelse": ""}
    own = find_cell(tables, ("franvaro_skolor", "franvaro_band"), enhetstyp="kommun", kon="alla", **keys)
    schools = table.cells(enhetstyp="skola", kon="alla", **keys) if table is not None else []
    few = find_few(run, read_registered(run, tables, grupp))
    shown = [cell for cell in schools if has_interval(cell) and cell.enhet not in few]
    if own is None or len(shown) < 2:
        return say(f"Frånvaron {where}, skola för skola")
    apart = [cell for cell in shown if not cell.undre <= own.varde <= cell.ovre]
    counted = claim_count(apart, shown)
    if not apart:
        none = f"Frånvaron {where}: ingen redovisad skola skiljer sig säkert från kommunens genomsnitt"
        return say(none, counted)
    return say(
        f"Frånvaron {where}: {number_in_words(len(apart))} av {number_in_words(len(shown))} redovisade "
        "skolor har hela sitt intervall över eller under kommunens genomsnitt",
        counted,
    )
