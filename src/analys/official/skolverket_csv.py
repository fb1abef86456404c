"""Reading Skolverket's exports strictly: each cell is a number or a known marker, or else a named fault."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analys.errors import Problem
from analys.official.skolverket_frame import make_frame
from analys.official.skolverket_header import MOST_PREAMBLE, TAKE_OUT_AGAIN, find_head, recognise_table
from analys.official.skolverket_rows import read_rows
from analys.reading.encoding import normalise_text

HEAD_BYTES = 65_536
MOST_BYTES = 20_000_000
MOST_LINES = 100_000
"""All of Sweden's school units, with a row for each gender, are some five thousand lines."""
MOST_HEADER = 20
"""Lines that one header can run over."""

_BROKEN_HEADER = re.compile(r'"?(?:Skola|Kommun)"?;')
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


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
    ends = content.rstrip(b" \t\x1a").endswith((b"\n", b"\r"))
    values, problems = read_rows(rows, head, fil, ends)
    return Export(head.tabell.namn, head.lasar, head.enhetstyp, make_frame(values), tuple(problems))


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
