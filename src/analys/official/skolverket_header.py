"""The head of one of Skolverket's files: which table, which läsår, which column holds which measure.

The preamble has any number of lines and the header is found by its first cell. Where a line above it groups
the columns, a heading is the group and the column's own name together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analys.errors import Problem
from analys.lasar import from_var
from analys.official.skolverket_frame import KON
from analys.official.tabeller import TABELLER, Matt, Tabell
from analys.spelling import fold_name

MOST_PREAMBLE = 100
MOST_COLUMNS = 200
SENDER = fold_name("Statistik från Skolverket")
TAKE_OUT_AGAIN = "Ta ut tabellen på nytt hos Skolverket, och spara filen utan att öppna den i Excel."

# Where a row's unit is told, by enhetstyp; the type is known by the header's first cell.
_IDENTITY: Mapping[str, Mapping[str, str]] = {
    "skolenhet": {
        "skola": "namn",
        "skolenhetskod": "enhet",
        "kommunkod": "kommun",
        "typavhuvudman": "huvudman",
    },
    "kommun": {"kommun": "namn", "kommunkod": "enhet", "typavhuvudman": "huvudman"},
}
_KON_HEADING = fold_name("Kön")
_LEFT_OUT = {fold_name(name) for name in ("Skolkommun", "Huvudman", "Huvudman orgnr", "Län", "Läns-kod")}
_CHOSEN = re.compile(r"Valt läsår:\s*((?:19|20)[0-9]{2})/((?:[0-9]{2})?[0-9]{2})(?![0-9])")
_SPAN = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[-_/ ](?:20)?([0-9]{2})(?![0-9])")
# Skolverket names its files after the läsår's spring: "… samtliga elever 2025 Skolenhet.csv".
_OWN_NAME = re.compile(r" ((?:19|20)[0-9]{2}) (?:Skol|Kommun|Huvudman|Län|Rik)")


@dataclass(frozen=True)
class Column:
    """A column of values: its place from 0, its measure, and the gender that its heading names."""

    plats: int
    matt: Matt
    kon: str


@dataclass(frozen=True)
class Head:
    """What the first lines say about the rest.

    Parameters
    ----------
    tabell : Tabell
    lasar : str
        "2024/25".
    enhetstyp : str
        skolenhet or kommun.
    rad : int
        Index of the first line after the header.
    plats : mapping of str to int
        Place of namn, enhet, huvudman and, where they are told, kommun and kon.
    kolumner : tuple of Column
    bredd : int
        Cells of a row; beyond them all is blank.
    """

    tabell: Tabell
    lasar: str
    enhetstyp: str
    rad: int
    plats: Mapping[str, int]
    kolumner: tuple[Column, ...]
    bredd: int


def recognise_table(rows: Sequence[Sequence[str]]) -> Tabell | None:
    """The table that a preamble names, None when it is none of Skolverket's or one that is not read.

    Examples
    --------
    >>> recognise_table([["Statistik från Skolverket"], ["Grundskola - Behörighet till gymnasieskolan"]]).namn
    'behorighet_ak9'
    """
    first = next((row[0] for row in rows if row and row[0].strip()), "")
    if not fold_name(first[:200]).startswith(SENDER):
        return None
    titles = [fold_name(row[0][:500]) for row in rows[:MOST_PREAMBLE] if row]
    return next((table for table in TABELLER if any(fold_name(table.rubrik) in t for t in titles)), None)


def find_head(rows: Sequence[Sequence[str]], fil: str) -> Head | list[Problem]:
    """Head of a file, or everything that is wrong with it."""
    table = recognise_table(rows)
    if table is None:
        known = "; ".join(table.titel for table in TABELLER)
        what = "Filen är ingen av de tabeller från Skolverket som programmet läser."
        return [Problem(fil, what, f"Tabellerna är: {known}.", kod="fil")]
    place = _find_header(rows)
    if place is None:
        what = "Rubrikraden saknas: ingen rad börjar med ”Skola” eller ”Kommun”."
        return [Problem(fil, what, TAKE_OUT_AGAIN, kod="rubriker")]
    lasar = _find_lasar(rows[:place], fil)
    columns = _find_columns(rows, place, table, fil)
    problems = [part for part in (lasar, columns) if isinstance(part, Problem)]
    if isinstance(lasar, Problem) or isinstance(columns, Problem):
        return problems
    enhetstyp, places, found = columns
    width = max([*places.values(), *(column.plats for column in found)]) + 1
    return Head(table, lasar, enhetstyp, place + 1, places, tuple(found), width)


def lasar_in_name(name: str) -> set[str]:
    """Läsår that a file's name states, in Skolverket's own way or as "2024-25"; none when it does not.

    Examples
    --------
    >>> lasar_in_name("slutbetyg_2024-25.csv"), lasar_in_name("samtliga elever 2025 Skolenhet.csv")
    ({'2024/25'}, {'2024/25'})
    >>> lasar_in_name("slutbetyg 2025.csv")
    set()
    """
    spans = {
        from_var(int(match[1]) + 1)
        for match in _SPAN.finditer(name)
        if (int(match[1]) + 1) % 100 == int(match[2])
    }
    return spans or {from_var(int(match[1])) for match in _OWN_NAME.finditer(name)}


def _find_header(rows: Sequence[Sequence[str]]) -> int | None:
    for place, row in enumerate(rows[:MOST_PREAMBLE]):
        names = [fold_name(cell[:200]) for cell in row[:MOST_COLUMNS]]
        for identity in _IDENTITY.values():
            if names and names[0] == next(iter(identity)) and sum(name in identity for name in names) > 1:
                return place
    return None


def _find_lasar(preamble: Sequence[Sequence[str]], fil: str) -> str | Problem:
    found = [match for row in preamble if (match := _CHOSEN.match(row[0].strip() if row else ""))]
    told = {from_var(int(match[1]) + 1) for match in found}
    whole = all((int(match[1]) + 1) % 100 == int(match[2][-2:]) for match in found)
    if len(told) != 1 or not whole:
        what = "Läsåret saknas eller är oläsligt: raden ”Valt läsår: …” ska stå före rubrikerna."
        return Problem(fil, what, TAKE_OUT_AGAIN, kod="lasar")
    lasar = told.pop()
    # The name, else the nearest folder that tells a läsår.
    named = next((told for part in reversed(fil.split("/")) if (told := lasar_in_name(part))), set())
    if named and lasar not in named:
        what = (
            f"Filens namn eller mapp säger läsåret {' och '.join(sorted(named))}, men filen gäller {lasar}."
        )
        return Problem(fil, what, "Ge filen ett namn med rätt läsår, eller byt ut den.", kod="namn")
    return lasar


def _find_columns(
    rows: Sequence[Sequence[str]], place: int, table: Tabell, fil: str
) -> tuple[str, dict[str, int], list[Column]] | Problem:
    own = [fold_name(cell[:300]) for cell in rows[place][:MOST_COLUMNS]]
    groups = _groups(rows[place - 1] if place else [], len(own))
    enhetstyp = next(kind for kind, identity in _IDENTITY.items() if own[0] in list(identity)[:1])
    places: dict[str, int] = {}
    found: dict[tuple[str, str, str], Column] = {}
    unknown: list[int] = []
    double: list[int] = []
    for number, (group, name) in enumerate(zip(groups, own, strict=True)):
        role = _IDENTITY[enhetstyp].get(name) or ("kon" if name == _KON_HEADING else "")
        if not group and (role or not name or name in _LEFT_OUT):
            if role in places:
                double.append(number)
            elif role:
                places[role] = number
        elif (column := _match(group + name, table, number)) is None:
            unknown.append(number)
        elif (key := (column.matt.namn, column.matt.amne, column.kon)) in found:
            double.append(number)
        else:
            found[key] = column
    if "kon" in places:
        # Rows for each gender and columns for each gender in one table: whom a value is about is not told.
        unknown += [column.plats for column in found.values() if column.kon != "alla"]
    unknown += [MOST_COLUMNS] if any(cell.strip() for cell in rows[place][MOST_COLUMNS:]) else []
    missing = [name for name in _IDENTITY[enhetstyp].values() if name not in places]
    if not (unknown or double or missing) and found:
        return enhetstyp, places, list(found.values())
    return _misfit(table, fil, place, unknown, double, bool(missing) or not found)


def _groups(above: Sequence[str], width: int) -> list[str]:
    """Group of each column, from the line above the header; a group reaches until the next one starts."""
    cells = [fold_name(cell[:300]) for cell in above[:width]]
    if not cells or cells[0] or not any(cells):
        return [""] * width
    groups: list[str] = []
    for cell in [*cells, *[""] * (width - len(cells))]:
        groups.append(cell or (groups[-1] if groups else ""))
    return groups


def _match(heading: str, table: Tabell, place: int) -> Column | None:
    wordings = {fold_name(text): matt for matt in table.matt for text in matt.rubriker}
    if heading in wordings:
        return Column(place, wordings[heading], "alla")
    for word, kon in KON.items():
        for bare in (heading.removeprefix(word), heading.removesuffix(word)):
            if bare != heading and bare in wordings:
                return Column(place, wordings[bare], kon)
    return None


def _misfit(
    table: Tabell, fil: str, place: int, unknown: list[int], double: list[int], missing: bool
) -> Problem:
    def count(places: list[int]) -> str:
        return ", ".join(str(number + 1) for number in places[:20])

    parts = [f"Okänd rubrik på plats: {count(unknown)}."] if unknown else []
    parts += [f"Samma rubrik en gång till på plats: {count(double)}."] if double else []
    parts += ["Rubriker saknas."] if missing else []
    return Problem(
        fil,
        f"Rubrikraden stämmer inte med tabellen ”{table.titel}”. {' '.join(parts)}",
        "Har Skolverket ändrat en rubrik behöver programmet lära sig den: hör av dig till den som förvaltar"
        f" det. Annars: {TAKE_OUT_AGAIN[0].lower()}{TAKE_OUT_AGAIN[1:]}",
        rader=(place + 1,),
        kod="rubriker",
    )
