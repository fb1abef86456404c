"""The rows of one of Skolverket's files: units and their values.

Notes follow the rows without a word of warning, so the rows end at the first line that gives no value; a unit
that stands after that is a fault, for otherwise it would be lost in silence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analys.errors import Problem
from analys.official.kommuner import RIKET
from analys.official.markers import Reading, read_value
from analys.official.skolverket_frame import HUVUDMAN, KON, Value, cite, clean_name
from analys.official.skolverket_header import TAKE_OUT_AGAIN, Column, Head

TOLERANCE = 0.2
"""How far from 100 three shares may sum that are each rounded to a tenth."""

_CODES = {"skolenhet": re.compile(r"[0-9]{8}"), "kommun": re.compile(r"[0-9]{4}")}
_MOST_NAME = 200


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


def read_rows(
    rows: Sequence[Sequence[str]], head: Head, fil: str, ends: bool
) -> tuple[list[Value], list[Problem]]:
    """Values of the rows below a head, and every fault; no values when there is any.

    Parameters
    ----------
    rows : sequence of sequence of str
        Cells of every line of the file.
    head : Head
    fil : str
        The file's place for messages.
    ends : bool
        Whether the last line has its end; a table of Skolverket's always has.
    """
    faults = _Faults(fil)
    values = list(_read_rows(rows, head, faults))
    if not ends and _gives_values(rows[-1], head):
        faults.add(len(rows), _CUT_OFF, "rader")
    problems = list(faults.tell())
    if not values and not problems:
        problems = [Problem(fil, "Tabellen har inga rader.", TAKE_OUT_AGAIN, kod="fil")]
    return [] if problems else values, problems


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
_UNKNOWN = "Värdet är varken ett tal med decimalkomma eller en av Skolverkets markeringar, som .. eller ~100."


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
