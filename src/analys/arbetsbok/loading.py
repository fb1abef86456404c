"""The workbook and its YAML twins -> typed rows, with every fault at its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from analys.arbetsbok.blad import BLAD, Blad
from analys.arbetsbok.bok import Arbetsbok, Rad, Varde
from analys.arbetsbok.excel import MOST_BYTES, read_sheets
from analys.arbetsbok.files import list_names, load_bytes
from analys.arbetsbok.places import Place, Written
from analys.arbetsbok.sheets import Sheet
from analys.arbetsbok.values import Unfit, cut, parse_value, suggest
from analys.arbetsbok.yamlfile import MOST_BYTES as MOST_YAML
from analys.arbetsbok.yamlfile import Entries, read_entries
from analys.errors import Problem
from analys.paths import ARBETSBOK, ARBETSBOK_NY, BLADFILER, RATTELSER
from analys.spelling import fold_name, make_printable

READ = tuple(blad for blad in BLAD.values() if f"{blad.namn}.yml" != RATTELSER)
"""The sheets that are read here. Corrections hold personnummer: `analys.corrections` alone reads them."""

SHEET_NEARNESS = 0.75
"""How near one of our sheets another sheet's name must be to be taken for it, of 1."""

EVERYBODY = "alla"
"""In a column of groups the same as a blank cell."""


def load_arbetsbok(folder: Path, place: str = "") -> Arbetsbok:
    """What a municipality has filled in; without rows when it has filled in nothing.

    Nothing in the files can raise. Rows with faults are left out; each fault is told at its cell.

    Parameters
    ----------
    folder : pathlib.Path
        The municipality's raw folder.
    place : str
        The folder as messages name it, "raw/1234".
    """
    prefix = f"{place}/" if place else ""
    rows: dict[str, list[Rad]] = {blad.namn: [] for blad in READ}
    problems = _find_misnamed(folder, prefix)
    sheets, wrong = _load_workbook(folder, prefix + ARBETSBOK)
    problems += wrong
    for blad in READ:
        if blad.rubrik in sheets:
            found, wrong = _read_sheet(blad, sheets[blad.rubrik])
            rows[blad.namn] += found
            problems += wrong
        found, wrong = _load_twin(blad, folder, prefix)
        rows[blad.namn] += found
        problems += wrong
        problems += _find_duplicates(blad, rows[blad.namn])
    filled = {namn: tuple(listed) for namn, listed in rows.items() if listed}
    return Arbetsbok(filled, tuple(problems))


def _load_workbook(folder: Path, fil: str) -> tuple[dict[str, Sheet], list[Problem]]:
    content = load_bytes(folder / ARBETSBOK, folder, MOST_BYTES, fil)
    if content is None:
        return {}, []
    if isinstance(content, Problem):
        return {}, [content]
    wanted = {blad.rubrik: _known(blad) for blad in READ}
    sheets, problems, others = read_sheets(content, fil, wanted)
    own = {fold_name(blad.rubrik) for blad in BLAD.values()}
    rubriker = [blad.rubrik for blad in BLAD.values()]
    for title in others:
        # A sheet of somebody's own is left alone; one that was meant as ours must not be passed over.
        meant = "" if fold_name(title) in own else suggest(title, rubriker, SHEET_NEARNESS)
        if meant:
            gor = f"{meant}Byt namn på bladet, eller ge det ett namn som inte liknar något av våra."
            problems.append(
                Place(fil).problem("Ett blad heter nästan som ett av arbetsbokens och läses inte.", gor)
            )
    return sheets, problems


def _known(blad: Blad) -> frozenset[str]:
    return frozenset(fold_name(name) for kolumn in blad.kolumner for name in (kolumn.namn, kolumn.rubrik))


def _match(blad: Blad, head: str) -> str:
    """Name of the column that a heading means, "" when there is none."""
    folded = fold_name(head)
    return next((k.namn for k in blad.kolumner if folded in (fold_name(k.namn), fold_name(k.rubrik))), "")


def _read_sheet(blad: Blad, sheet: Sheet) -> tuple[list[Rad], list[Problem]]:
    problems: list[Problem] = []
    columns: dict[str, int] = {}
    for column, head in enumerate(sheet.heads):
        namn = _match(blad, head) if head else ""
        if namn and namn not in columns:
            columns[namn] = column
        elif head:
            problems.append(sheet.at(column, sheet.head_row).problem(*_unknown(blad, head, "Rubriken")))
    for column, head in enumerate(sheet.heads):
        if not head and (number := next((n for n, texts in sheet.rows if texts[column]), 0)):
            vad, gor = "Texten står i en kolumn utan rubrik.", "Ge kolumnen en rubrik, eller ta bort texten."
            problems.append(sheet.at(column, number).problem(vad, gor))
    if missing := [k.rubrik for k in blad.kolumner if k.kravs and k.namn not in columns]:
        row = Place(sheet.place.fil, sheet.head_row)
        gor = f"Lägg till {_list(missing)} på rubrikraden. ”analys mall” skriver ett blad med alla rubriker."
        problems.append(row.problem("Bladet saknar rubriker som behövs.", gor))
        return [], problems
    rows = []
    for number, texts in sheet.rows:
        given = {namn: texts[column] for namn, column in columns.items()}
        if not any(given.values()):
            continue
        places = {namn: sheet.at(column, number) for namn, column in columns.items()}
        values, wrong = _type(blad, given, places, Place(sheet.place.fil, number))
        problems += wrong
        if not wrong:
            cells = {namn: sheet.cell(column, number) for namn, column in columns.items()}
            rows.append(Rad(values, sheet.place.fil, number, cells))
    return rows, problems


def _load_twin(blad: Blad, folder: Path, prefix: str) -> tuple[list[Rad], list[Problem]]:
    name = f"{blad.namn}.yml"
    content = load_bytes(folder / name, folder, MOST_YAML, prefix + name)
    if content is None:
        return [], []
    if isinstance(content, Problem):
        return [], [content]
    written, problems = read_entries(content, prefix + name, Entries())
    rows = []
    for one in written:
        row, wrong = _read_entry(blad, one)
        problems += wrong
        rows += [row] if row else []
    return rows, problems


def _read_entry(blad: Blad, one: Written) -> tuple[Rad | None, list[Problem]]:
    problems: list[Problem] = []
    given: dict[str, str] = {}
    places: dict[str, Place] = {}
    for key, text in one.texts.items():
        namn = _match(blad, key)
        if not namn or namn in given:
            problems.append(one.places[key].problem(*_unknown(blad, key, "Namnet")))
            continue
        given[namn], places[namn] = text, one.places[key]
    values, wrong = _type(blad, given, places, one.place)
    problems += wrong
    return (None if problems else Rad(values, one.place.fil, one.place.rad)), problems


def _type(
    blad: Blad, given: Mapping[str, str], places: Mapping[str, Place], start: Place
) -> tuple[dict[str, Varde], list[Problem]]:
    """Values of a row's texts, and the fault of each cell that does not hold what it should."""
    values: dict[str, Varde] = {}
    problems = []
    for kolumn in blad.kolumner:
        place = places.get(kolumn.namn, start)
        try:
            values[kolumn.namn] = parse_value(kolumn, cut(kolumn, given.get(kolumn.namn, "")))
        except Unfit as fault:
            values[kolumn.namn] = None
            problems.append(place.problem(f"{kolumn.rubrik}: {_lower(fault.vad)}", fault.gor))
            continue
        if kolumn.kravs and values[kolumn.namn] is None:
            problems.append(place.problem(f"{kolumn.rubrik} saknas.", kolumn.hjalp))
    return values, problems


def _find_duplicates(blad: Blad, rows: Sequence[Rad]) -> list[Problem]:
    if not blad.nyckel:
        return []
    first: dict[tuple[str, ...], Rad] = {}
    problems = []
    rubriker = _list([k.rubrik.lower() for k in blad.kolumner if k.namn in blad.nyckel])
    for row in rows:
        key = tuple(_key(row, namn) for namn in blad.nyckel)
        before = first.setdefault(key, row)
        if before is not row:
            where = f"rad {before.rad}" if before.fil == row.fil else f"rad {before.rad} i {before.fil}"
            vad = f"Raden upprepar en annan: samma {rubriker} står på {where}."
            problems.append(Place(row.fil, row.rad).problem(vad, "Behåll en av raderna."))
    return problems


def _key(row: Rad, namn: str) -> str:
    folded = fold_name(row.text(namn))
    return "" if folded == EVERYBODY else folded


def _unknown(blad: Blad, written: str, what: str) -> tuple[str, str]:
    rubriker = [kolumn.rubrik for kolumn in blad.kolumner]
    hint = suggest(written, rubriker)
    if _match(blad, written):
        return f"{what} står två gånger.", "Behåll en av dem."
    return f"{what} finns inte på bladet {blad.rubrik}.", f"{hint}De som finns: {', '.join(rubriker)}."


def _find_misnamed(folder: Path, prefix: str) -> list[Problem]:
    """Files that are meant as ours and would be passed over, such as Arbetsbok (1).xlsx or atgarder.yaml."""
    names = list_names(folder)
    return [
        Place(make_printable(prefix + name)).problem(
            f"Filen ser ut att vara {meant} men läses inte.",
            f"Byt namn på den till {meant}, eller flytta den om den inte ska gälla.",
        )
        for name, meant in _pair_misnamed(names)
    ]


def _pair_misnamed(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        stem, _, suffix = name.rpartition(".")
        if name.startswith(("~", ".")) or name == ARBETSBOK_NY:
            continue
        if ARBETSBOK not in names and fold_name(name).startswith("arbetsbok"):
            yield name, ARBETSBOK
        if suffix.lower() in ("yml", "yaml", "txt"):
            meant = next((twin for twin in BLADFILER if fold_name(stem) in _stems(twin)), "")
            if meant and meant not in names:
                yield name, meant


def _stems(twin: str) -> tuple[str, str]:
    """How a twin's name may be written: its own, and the one that Windows gives it, `atgarder.yml.txt`."""
    stem = fold_name(twin.removesuffix(".yml"))
    return stem, f"{stem}yml"


def _list(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} och {texts[-1]}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
