"""Reading Skolverket's exports strictly: every cell is a number or a marker that we know, or a named fault.

Notes follow the rows without a word of warning, so the rows end at the first line that gives no value; a unit
that stands after that is a fault, for otherwise it would be lost in silence.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from analys.errors import Problem
from analys.official.kommuner import RIKET
from analys.official.markers import Reading, read_value
from analys.official.skolverket_frame import HUVUDMAN, KON, Value, cite, clean_name, make_frame
from analys.official.skolverket_header import (
    MOST_PREAMBLE,
    TAKE_OUT_AGAIN,
    Column,
    Head,
    find_head,
    recognise_table,
)
from analys.reading.encoding import normalise_text

HEAD_BYTES = 65_536
MOST_BYTES = 20_000_000
MOST_LINES = 100_000
"""All of Sweden's school units, with a row for each gender, are some five thousand lines."""
TOLERANCE = 0.2
"""How far from 100 three shares may sum that are each rounded to a tenth."""

MOST_HEADER = 20
"""Lines that one header can run over."""

_BROKEN_HEADER = re.compile(r'"?(?:Skola|Kommun)"?;')
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_CODES = {"skolenhet": re.compile(r"[0-9]{8}"), "kommun": re.compile(r"[0-9]{4}")}
_MOST_NAME = 200


@dataclass(frozen=True)
class Export:
    """One file of Skolverket's, read: its values, or every fault.

    Parameters
    ----------
    tabell, lasar, enhetstyp : str
        What it holds; "" when the head cannot be read.
    frame : pandas.DataFrame
        See `analys.official.skolverket_frame`; empty when there is any fault.
    problems : tuple of Problem
    """

    tabell: str
    lasar: str
    enhetstyp: str
    frame: pd.DataFrame
    problems: tuple[Problem, ...]


def recognise_export(content: bytes) -> str | None:
    """What Skolverket calls the table, when the bytes begin as one that we read; None for everything else.

    Only the head is looked at, and nothing in it can raise.

    Examples
    --------
    >>> recognise_export("Statistik från Skolverket;\\nGrundskola - Behörighet till gymnasieskolan;".encode())
    'Skolverkets tabell ”Behörighet till gymnasieskolan”'
    >>> recognise_export(b"PK") is None
    True
    """
    head = content[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf")
    try:
        # The head can end in half a character.
        text = codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        text = head.decode("cp1252", errors="replace")
    table = recognise_table([_split(line) for line in text.splitlines()[:MOST_PREAMBLE]])
    return f"Skolverkets tabell ”{table.titel}”" if table else None


def parse_export(content: bytes, fil: str) -> Export:
    """Values of one export; everything that is wrong is in `problems`, with line numbers.

    Parameters
    ----------
    content : bytes
        The file as Skolverket gave it.
    fil : str
        Its place for messages; a läsår in the name must be the file's own.
    """
    too_large = Problem(fil, "Filen är orimligt stor.", TAKE_OUT_AGAIN, kod="fil")
    if len(content) > MOST_BYTES:
        return _unreadable([too_large])
    text = normalise_text(content, fil)
    if isinstance(text, Problem):
        return _unreadable([text])
    if text.count(b"\n") > MOST_LINES:
        return _unreadable([too_large])
    lines = text.decode("utf-8").split("\n")
    control = tuple(number for number, line in enumerate(lines, 1) if _CONTROL.search(line))
    if control:
        what = "Filen har styrtecken som inte hör hemma i text."
        return _unreadable([Problem(fil, what, TAKE_OUT_AGAIN, rader=control, kod="rader")])
    rows = [_split(line) for line in _join_header(lines)]
    head = find_head(rows, fil)
    if isinstance(head, list):
        return _unreadable(head)
    faults = _Faults(fil)
    values = list(_read_rows(rows, head, faults))
    if not content.rstrip(b" \t\x1a").endswith((b"\n", b"\r")) and _gives_values(rows[-1], head):
        faults.add(len(rows), _CUT_OFF, "rader")
    problems = tuple(faults.tell())
    if not values and not problems:
        problems = (Problem(fil, "Tabellen har inga rader.", TAKE_OUT_AGAIN, kod="fil"),)
    frame = make_frame([] if problems else values)
    return Export(head.tabell.namn, head.lasar, head.enhetstyp, frame, problems)


def _unreadable(problems: Sequence[Problem]) -> Export:
    return Export("", "", "", make_frame([]), tuple(problems))


def _join_header(lines: list[str]) -> list[str]:
    """Lines, a header whose quoted headings run over several of them joined on the last one."""
    for first, line in enumerate(lines[:MOST_PREAMBLE]):
        if _BROKEN_HEADER.match(line) and line.count('"') % 2:
            for last in range(first + 1, min(first + MOST_HEADER, len(lines))):
                whole = " ".join(lines[first : last + 1])
                if whole.count('"') % 2 == 0:
                    return [*lines[:first], *[""] * (last - first), whole, *lines[last + 1 :]]
    return lines


def _split(line: str) -> list[str]:
    """Cells of one line; a lone quote can spoil its own line but never the next."""
    if '"' not in line:
        return line.split(";")
    try:
        return next(csv.reader([line], delimiter=";"))
    except csv.Error:
        return [line]


class _Faults:
    """Faults by what they are and in which column, with every line that has them."""

    def __init__(self, fil: str) -> None:
        self.fil = fil
        self._lines: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)

    def add(self, line: int, what: str, kod: str, kolumn: str = "", to_do: str = TAKE_OUT_AGAIN) -> None:
        """One line that has a fault."""
        self._lines[what, to_do, kolumn, kod].append(line)

    def tell(self) -> Iterator[Problem]:
        """Each fault once, in the order of finding."""
        for (what, to_do, kolumn, kod), lines in self._lines.items():
            yield Problem(self.fil, what, to_do, kolumn, tuple(sorted(set(lines))), kod)


@dataclass(frozen=True)
class _Unit:
    """Whom a row is about."""

    enhetstyp: str
    enhet: str
    namn: str
    kommun: str
    huvudman: str
    kon: str


def _read_rows(rows: Sequence[Sequence[str]], head: Head, faults: _Faults) -> Iterator[Value]:
    seen: dict[tuple[str, str, str], tuple[int, Sequence[str]]] = {}
    ended = False
    for number, row in enumerate(rows[head.rad :], head.rad + 1):
        if ended or not _gives_values(row, head):
            if _is_lost(row, head):
                faults.add(number, "En enhet saknar värden, eller står efter tabellens slut.", "rader")
            elif not ended and number == len(rows) and any(row) and len(row) < head.bredd:
                faults.add(number, _CUT_OFF, "rader")
            ended = True
            continue
        if len(row) < head.bredd or any(cell.strip() for cell in row[head.bredd :]):
            faults.add(number, "Raden har ett annat antal värden än det finns rubriker.", "kolumner")
            continue
        unit = _read_unit(row, head, number, faults)
        if unit is None:
            continue
        key = (unit.enhet, unit.huvudman, unit.kon)
        if key in seen:
            # An export can repeat a row; two that disagree cannot both be true.
            if seen[key][1] != row:
                faults.add(number, "Samma enhet förekommer två gånger med olika värden.", "dubblett")
                faults.add(seen[key][0], "Samma enhet förekommer två gånger med olika värden.", "dubblett")
            continue
        seen[key] = (number, row)
        yield from _read_values(row, unit, head, number, faults)


def _gives_values(row: Sequence[str], head: Head) -> bool:
    return any(_cell(row, column.plats) for column in head.kolumner) and any(
        _cell(row, head.plats[part]) for part in ("namn", "enhet")
    )


def _is_lost(row: Sequence[str], head: Head) -> bool:
    """Whether a line among the notes has what only a unit has: its code, or values."""
    # A lone quote makes one cell of a whole line.
    parts = ";".join(row).replace('"', "").split(";")
    coded = any(_CODES[head.enhetstyp].fullmatch(part.strip()) for part in parts[: head.bredd])
    return coded or any(read_value(_cell(row, column.plats)) for column in head.kolumner)


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _read_unit(row: Sequence[str], head: Head, number: int, faults: _Faults) -> _Unit | None:
    told = {part: _cell(row, place) for part, place in head.plats.items()}
    told["namn"] = clean_name(told["namn"])
    if head.enhetstyp == "kommun" and told["namn"] == "Riket" and told["enhet"] in ("", "00", RIKET):
        kind, enhet, kommun = "riket", RIKET, RIKET
    else:
        kind, enhet, kommun = head.enhetstyp, told["enhet"], told.get("kommun", told["enhet"])
    huvudman = HUVUDMAN.get(told["huvudman"].casefold(), "")
    kon = KON.get(told["kon"].casefold(), "") if "kon" in told else "alla"
    checks = (
        (bool(_CODES[head.enhetstyp].fullmatch(enhet)), *_CODE_FAULTS[head.enhetstyp]),
        (bool(_CODES["kommun"].fullmatch(kommun)), *_CODE_FAULTS["kommun"]),
        (bool(huvudman), "Huvudmannens typ är okänd.", "kod", "Typ av huvudman"),
        (bool(kon), "Könet är okänt.", "kod", "Kön"),
        (0 < len(told["namn"]) <= _MOST_NAME, "Enhetens namn saknas eller är orimligt långt.", "rader", ""),
    )
    wrong = {check[1:] for check in checks if not check[0]}
    for what, kod, kolumn in sorted(wrong):
        faults.add(number, what, kod, kolumn)
    return None if wrong else _Unit(kind, enhet, told["namn"], kommun, huvudman, kon)


_CODE_FAULTS = {
    "skolenhet": ("Skolenhetskoden ska ha åtta siffror.", "skolenhet", "Skol-enhetskod"),
    "kommun": (
        "Kommunkoden ska ha fyra siffror; Excel tar bort nollan i till exempel 0604.",
        "kod",
        "Kommun-kod",
    ),
}


def _read_values(
    row: Sequence[str], unit: _Unit, head: Head, number: int, faults: _Faults
) -> Iterator[Value]:
    read: dict[Column, Reading] = {}
    for column in head.kolumner:
        found = read_value(_cell(row, column.plats))
        if found is None:
            faults.add(number, _UNKNOWN, "kod", column.matt.rubriker[0])
        elif not column.matt.allows(found.varde):
            faults.add(number, "Värdet kan inte stämma.", "kod", column.matt.rubriker[0])
        else:
            read[column] = found
    if head.tabell.fordelning:
        read |= _read_shares(read, head, number, faults)
    source = cite(head.tabell.titel, head.lasar)
    for column, found in read.items():
        # The row's gender or the heading's: a table that tells both has "alla" in the other.
        kon = column.kon if unit.kon == "alla" else unit.kon
        yield Value(
            kalla=source,
            tabell=head.tabell.namn,
            lasar=head.lasar,
            enhetstyp=unit.enhetstyp,
            enhet=unit.enhet,
            enhetsnamn=unit.namn,
            kommun=unit.kommun,
            huvudman=unit.huvudman,
            matt=column.matt.namn,
            kon=kon,
            amne=column.matt.amne,
            **found._asdict(),
        )


_CUT_OFF = "Filen slutar mitt i en rad."
_UNKNOWN = "Värdet är varken ett tal med decimalkomma eller någon av Skolverkets markörer."


def _read_shares(
    read: dict[Column, Reading], head: Head, number: int, faults: _Faults
) -> dict[Column, Reading]:
    """Shares of each distribution: "." is 0 percent where there is a count and another share is a number."""
    count_name, *share_names = head.tabell.fordelning
    groups: dict[tuple[str, str], dict[str, Column]] = defaultdict(dict)
    for column in read:
        groups[column.matt.amne, column.kon][column.matt.namn] = column
    changed: dict[Column, Reading] = {}
    for group in groups.values():
        columns = [group[name] for name in share_names if name in group]
        if count_name not in group or len(columns) < len(share_names):
            continue
        shares = [read[column] for column in columns]
        numbers = [share.varde for share in shares if share.status == "officiell"]
        counted = read[group[count_name]].status == "officiell"
        if numbers and not counted:
            faults.add(number, "Andelar är utsatta fast antalet elever saknas.", "regel")
        hidden = any(share.status not in ("officiell", "saknas") for share in shares)
        if not (numbers and counted) or hidden:
            continue
        if abs(sum(numbers) - 100) > TOLERANCE + 1e-9:
            faults.add(number, "Andelarna lägre, lika och högre blir inte 100 procent tillsammans.", "regel")
        for column, share in zip(columns, shares, strict=True):
            if share.status == "saknas":
                changed[column] = Reading(0.0, "officiell", share.marke)
    return changed
