"""One row of another system's file -> the cells of one of our rows, and the faults met on the way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

from analys.contracts import LAYOUTS
from analys.errors import Problem
from analys.lasar import in_path
from analys.reading.mapping_faults import FAULTS
from analys.reading.mapping_form import ColumnMapping, Way
from analys.reading.mapping_values import (
    may_be_shares,
    normalise_personnummer,
    read_arskurs,
    read_minutes,
    read_share,
    read_term,
    round_minutes,
)
from analys.spelling import fold_name

MOST_IN_LABEL_ROW = 4
"""Filled cells of a row that only says what the rows below are about."""

_HAS_NUMBER = re.compile("[0-9]{6}")


@dataclass(frozen=True)
class Context:
    """What a mapping knows besides the rows: file name, läsår, school unit codes by folded school name."""

    fil: str
    lasar: str
    skolenhetskoder: Mapping[str, str] = field(default_factory=dict)

    @property
    def namn(self) -> str:
        """The file's own name."""
        return self.fil.rsplit("/", 1)[-1].rsplit(".", 1)[0]

    def find_school(self, text: str, *, anywhere: bool = False) -> str:
        """Code of a school given by code or name, "" when it is none or several; in a file name anywhere.

        Examples
        --------
        >>> context = Context("franvaro_bjorkskolan_vt26.xls", "", {"bjorkskolan": "99990001"})
        >>> context.find_school("Björkskolan"), context.find_school(context.namn, anywhere=True)
        ('99990001', '99990001')
        """
        if re.fullmatch("[0-9]{8}", text):
            return text
        if not anywhere:
            return self.skolenhetskoder.get(fold_name(text), "")
        codes = set(re.findall("(?<![0-9])[0-9]{8}(?![0-9])", text)) & {*self.skolenhetskoder.values()}
        # Whole words: Eken is no part of Ekenäs.
        words = [fold_name(word) for word in re.split(r"[\W_]+", unicodedata.normalize("NFC", text))]
        runs = {"".join(words[start:end]) for start, end in combinations(range(len(words) + 1), 2)} - {""}
        codes = codes or {code for name, code in self.skolenhetskoder.items() if name in runs}
        return codes.pop() if len(codes) == 1 else ""


class RowMapper:
    """Reads the rows of one grid in order; group rows change what the next rows inherit."""

    def __init__(self, mapping: ColumnMapping, columns: Mapping[str, int], context: Context) -> None:
        self.context = context
        self.saknas = frozenset(text.casefold() for text in mapping.saknas)
        self.fields: dict[str, str] = {}
        self.faults: dict[tuple[str, str], list[int]] = {}
        self.shares: dict[str, set[str]] = {}
        self.other_lasar = ""
        self.lasar: set[str] = set()
        layout = LAYOUTS[mapping.slag]
        self.names = layout.names
        self.minutes = {column.name for column in layout.columns if column.name.endswith("_min")}
        self.ways = {
            name: [(way, _find_column(way, columns)) for way in ways]
            for name, ways in mapping.kolumner.items()
        }
        self.order = sorted(mapping.kolumner, key=lambda name: _depth(name, mapping.kolumner[name]))

    def read_labels(
        self, row: Sequence[str], labels: Mapping[str, Sequence[str]], *, once: bool = False
    ) -> bool:
        """Keep what a row says about those below ("Klass: 9x"); False when it is no such row.

        With `once` what was said first stands: a date of printing may follow the period.
        """
        if not labels or sum(map(bool, row)) > MOST_IN_LABEL_ROW:
            return False
        found = False
        for at, cell in enumerate(row):
            label, colon, value = cell.partition(":")
            for name, options in labels.items():
                if not label or fold_name(label) not in map(fold_name, options):
                    continue
                following = [other for other in row[at + 1 :] if other]
                if colon or following:
                    if once and name in self.fields:
                        continue
                    self.fields[name] = value.strip() or " ".join(following)
                    found = True
        return found

    def is_pupil(self, row: Sequence[str]) -> bool:
        """Whether the row has anything like a personnummer where one should be."""
        return any(
            column is not None and _HAS_NUMBER.search(row[column]) is not None
            for _, column in self.ways.get("PersonNr", [])
        )

    def read(self, row: Sequence[str], number: int) -> list[str]:
        """Cells in the layout's order."""
        cells = dict.fromkeys(self.names, "")
        exact: dict[str, Fraction] = {}
        for name in self.order:
            text, way = self._find(name, row)
            if name in self.minutes:
                cells[name] = self._read_minutes(name, text, way, exact, number)
            else:
                cells[name] = self._read_text(name, text, way, number)
        self._even_out(cells, exact)
        return [cells[name] for name in self.names]

    def list_faults(self) -> list[Problem]:
        """What could not be read, one problem a column and fault."""
        problems = []
        for (name, fault), rows in sorted(self.faults.items()):
            vad, gor = FAULTS[fault]
            here = in_path(self.context.lasar) if self.context.lasar else ""
            vad = vad.format(other=self.other_lasar, mapp=here)
            kod = "datum_lasar" if fault == "lasar" else "mappning"
            problems.append(Problem(self.context.fil, vad, gor, name, tuple(rows), kod=kod))
        # One system writes all its shares in one way: a single 6,25 tells that the others are per cent too.
        if may_be_shares({text for texts in self.shares.values() for text in texts}):
            vad, gor = FAULTS["andelar"]
            columns = ", ".join(name for name in self.names if name in self.shares)
            problems.append(Problem(self.context.fil, vad, gor, columns, kod="mappning"))
        return problems

    def _find(self, name: str, row: Sequence[str]) -> tuple[str, Way]:
        for way, column in self.ways[name]:
            text = way.varde or self.fields.get(way.fran, "")
            if column is not None:
                text = row[column]
            elif way.filnamn:
                text = self.context.namn
            if text and text.casefold() not in self.saknas:
                return text, way
        return "", self.ways[name][0][0]

    def _read_text(self, name: str, text: str, way: Way, number: int) -> str:
        if not text:
            fault = {"Termin": "termin", "Arskurs": "arskurs", "Skolenhetskod": "ingen_skola"}.get(name)
            return self._fail(name, fault, number) if fault else ""
        if name == "PersonNr":
            return normalise_personnummer(text, self.context.lasar or max(self.lasar, default=""))
        if name == "Arskurs":
            return read_arskurs(text) or self._fail(name, "arskurs", number)
        if name == "Termin":
            return self._read_term(text, number)
        if name == "Skolenhetskod":
            code = self.context.find_school(text, anywhere=way.filnamn)
            return code or self._fail(name, "ingen_skola" if way.filnamn else "skolenhet", number)
        return text

    def _read_term(self, text: str, number: int) -> str:
        term = read_term(text)
        if term is None:
            return self._fail("Termin", "termin", number)
        if term.lasar and self.context.lasar and term.lasar != self.context.lasar:
            self.other_lasar = term.lasar
            return self._fail("Termin", "lasar", number)
        if term.lasar:
            self.lasar.add(term.lasar)
        return term.termin

    def _read_minutes(self, name: str, text: str, way: Way, exact: dict[str, Fraction], number: int) -> str:
        if not text:
            return ""
        if way.av:
            share = read_share(text, way.enhet)
            if way.enhet == "procent":
                self.shares.setdefault(name, set()).add(text)
            if share is None:
                return self._fail(name, "procent", number)
            if way.av not in exact:
                return ""  # a share of nothing known
            minutes: Fraction | None = exact[way.av] * (1 - share if way.omvand else share)
        else:
            minutes = read_minutes(text, way.enhet)
            if minutes is not None and way.omvand:
                minutes = exact.get("Erbjudna_min", Fraction(0)) - minutes
        if minutes is None:
            return self._fail(name, way.enhet, number)
        if way.minus:
            if way.minus not in exact:
                return ""  # what is left when something unknown is taken away
            minutes -= exact[way.minus]
        if minutes < 0:
            return self._fail(name, "negativ", number)
        exact[name] = minutes
        return round_minutes(minutes)

    def _even_out(self, cells: dict[str, str], exact: Mapping[str, Fraction]) -> None:
        # 50 % + 50 % of 101 minutes are not 51 + 51: what rounding adds is taken from the larger.
        parts = [name for name in ("Giltig_min", "Ogiltig_min") if name in exact]
        if "Erbjudna_min" not in exact or sum(exact[name] for name in parts) > exact["Erbjudna_min"]:
            return
        excess = sum(int(cells[name]) for name in parts) - int(cells["Erbjudna_min"])
        if excess > 0:
            larger = max(parts, key=lambda name: int(cells[name]))
            cells[larger] = str(int(cells[larger]) - excess)

    def _fail(self, name: str, fault: str, number: int) -> str:
        self.faults.setdefault((name, fault), []).append(number)
        return ""


def _find_column(way: Way, columns: Mapping[str, int]) -> int | None:
    return next((columns[fold_name(name)] for name in way.kolumn if fold_name(name) in columns), None)


def _depth(name: str, ways: Sequence[Way]) -> int:
    """The term first, since it tells the läsår; then what others are shares of; last what is a rest."""
    if name == "Termin":
        return -1
    return max((2 if way.minus else 1 if way.av or way.omvand else 0) for way in ways)
