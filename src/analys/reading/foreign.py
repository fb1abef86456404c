"""Files that are not our own semicolon text: workbooks, other separators, columns that a mapping knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from analys.contracts import LAYOUTS
from analys.errors import Problem
from analys.paths import KOLUMNER
from analys.reading.encoding import normalise_text
from analys.reading.grid import SEPARATORS, Grid, join_text, split_text
from analys.reading.header import match_header
from analys.reading.mapping import (
    MAX_ABOVE,
    Mapped,
    describe_misfit,
    find_fit,
    find_unmarked,
    map_grid,
)
from analys.reading.mapping_file import load_builtin, load_mappings
from analys.reading.mapping_form import ColumnMapping, Declared
from analys.reading.mapping_rows import Context
from analys.reading.sheets import read_sheets
from analys.reading.sources import TEXTS, WORKBOOKS, Source, recognise_kind
from analys.reading.text import parse_text
from analys.spelling import fold_name


def parse_foreign(text: bytes, source: Source, problems: list[Problem]) -> Mapped | list[Problem]:
    """Text that `parse_text` found problems in: it may have other separators or other columns."""
    rules = _load_rules(source)
    # The head is enough to know a file by; a large one with one fault should not be taken apart thrice.
    lines = text.split(b"\n", MAX_ABOVE + 1)
    head = b"\n".join(lines[: MAX_ABOVE + 1])
    heads = []
    for separator in SEPARATORS:
        grid = split_text(head, separator) if separator.encode() in head else None
        if grid is None or grid.width < 2:
            continue
        is_ours = separator != ";" and _has_our_header(grid, source)
        is_known = find_fit(grid, rules.mappings) is not None
        whole = split_text(text, separator) if is_ours or is_known else None
        ours = _parse_ours(whole, source) if is_ours and whole is not None else []
        if isinstance(ours, Mapped):
            return ours
        if is_known and whole is not None:
            return _apply([whole], rules, source)
        if ours:
            return ours
        heads.append(grid)
    has_no_header = any(problem.kod == "rubriker" for problem in problems)
    if has_no_header and rules.mappings and heads and not any(_has_our_header(g, source) for g in heads):
        return [*rules.problems, describe_misfit(heads, rules.mappings, source.fil)]
    return problems


def parse_workbook(content: bytes, source: Source) -> Mapped | list[Problem] | None:
    """A workbook's sheets with data; None when the content is separated text under a workbook's name."""
    found = read_sheets(content, source.fil)
    if found is None:
        return None
    if isinstance(found, Problem):
        return [found]
    if not found:
        empty = parse_text(b"", LAYOUTS[source.kind], source.fil)
        return empty if isinstance(empty, list) else Mapped(empty)
    ours = [_parse_ours(grid, source) for grid in found]
    rules = _load_rules(source)
    if any(isinstance(one, Mapped) for one in ours):
        return _join(ours, source)
    if any(find_fit(grid, rules.mappings) for grid in found):
        return _apply(found, rules, source)
    if rules.mappings and not any(_has_our_header(grid, source) for grid in found):
        return [*rules.problems, describe_misfit(found, rules.mappings, source.fil)]
    return _join(ours, source)


def _apply(grids: Sequence[Grid], rules: _Rules, source: Source) -> Mapped | list[Problem]:
    if rules.problems:
        return rules.problems
    context = Context(source.fil, source.lasar, _list_school_codes(rules.declared, source))
    mapped: list[Mapped | list[Problem]] = []
    for grid in grids:
        fit = find_fit(grid, rules.mappings)
        if fit is None:
            mapped.append([describe_misfit([grid], rules.mappings, source.fil)])
            continue
        builtin = fit.mapping in load_builtin()
        doubts = find_unmarked(grid, fit, source.fil) if builtin else []
        mapped.append(doubts or map_grid(grid, fit, context))
    return _join(mapped, source)


def _join(parts: Sequence[Mapped | list[Problem]], source: Source) -> Mapped | list[Problem]:
    problems = [problem for part in parts if isinstance(part, list) for problem in part]
    if problems:
        return [_unlike_sheets(source.fil)] if any(isinstance(part, Mapped) for part in parts) else problems
    good = [part for part in parts if isinstance(part, Mapped)]
    lasar = sorted({one for part in good for one in part.lasar})
    return Mapped(pd.concat([part.frame for part in good], ignore_index=True), tuple(lasar))


def _parse_ours(grid: Grid, source: Source) -> Mapped | list[Problem]:
    """A grid with our own columns, by way of text, so that it is judged as a text file is."""
    layout = LAYOUTS[source.kind]
    last = layout.columns[-1]
    if grid.width == len(layout.columns) - 1 and not last.required and not _has_our_header(grid, source):
        # A sheet ends with its last filled cell, and nobody may have anything in the last column (OVR).
        grid = Grid([[*row, ""] for row in grid.rows], grid.numbers)
    frame = parse_text(join_text(grid), layout, source.fil)
    numbers = dict(enumerate(grid.numbers, 1))
    if isinstance(frame, list):
        return [replace(problem, rader=tuple(numbers[row] for row in problem.rader)) for problem in frame]
    return Mapped(frame.assign(rad=frame["rad"].map(numbers).astype("int64")))


def _has_our_header(grid: Grid, source: Source) -> bool:
    return match_header(grid.rows[0], LAYOUTS[source.kind], source.fil, 1) is not None


@dataclass(frozen=True)
class _Rules:
    """The mappings that may know a file, the municipality's own first, and what is wrong with those."""

    mappings: tuple[ColumnMapping, ...]
    declared: Declared
    problems: list[Problem]


def _load_rules(source: Source) -> _Rules:
    declared, problems = Declared(), list[Problem]()
    path = source.kolumner or _find_beside(source, lambda name: name.casefold() == KOLUMNER)
    if path is not None:
        declared, problems = load_mappings(path, _name_declared(source))
    mappings = (*declared.mappningar, *load_builtin())
    return _Rules(tuple(m for m in mappings if m.slag == source.kind), declared, problems)


def _name_declared(source: Source) -> str:
    parts = source.fil.split("/")
    return "/".join([*(parts[:2] if _is_raw(source) else parts[:-1]), KOLUMNER])


def _is_raw(source: Source) -> bool:
    return source.fil.startswith("raw/")


def _find_beside(source: Source, is_wanted: Callable[[str], bool]) -> Path | None:
    """A file beside one that is not yet in the data folder; there the sources tell."""
    if _is_raw(source):
        return None
    try:
        beside = sorted(source.path.parent.iterdir(), key=lambda path: path.name)
        fits = [path for path in beside if is_wanted(path.name) and path.is_file() and not path.is_symlink()]
    except OSError:
        return None
    return fits[0] if fits else None


def _list_school_codes(declared: Declared, source: Source) -> Mapping[str, str]:
    """School unit codes by folded name: as declared, else as in the municipality's list of schools."""
    codes: dict[str, str] = {}
    path = source.skolenheter or _find_beside(source, _is_school_list)
    if path is not None:
        for listed in _read_schools(path):
            by_name: dict[str, set[str]] = {}
            for name, code in listed:
                by_name.setdefault(fold_name(name), set()).add(code)
            # Two school units of one name, such as F–6 and 7–9: neither is guessed.
            codes |= {name: found.pop() if len(found) == 1 else "" for name, found in by_name.items()}
    return codes | {fold_name(name): code for name, code in declared.skolenhetskoder.items()}


def _is_school_list(name: str) -> bool:
    return recognise_kind(name) == "skolenheter" and name.lower().endswith((*TEXTS, *WORKBOOKS))


def _read_schools(path: Path) -> list[list[tuple[str, str]]]:
    """Names and codes of a list of schools: the former names, then those of today, which outrank them."""
    listed = Source("skolenheter", "", path, path.name)
    try:
        content = path.read_bytes()
    except OSError:
        return []
    found = parse_workbook(content, listed) if path.suffix.lower() in WORKBOOKS else None
    if found is None:
        text = normalise_text(content, path.name)
        frame = [] if isinstance(text, Problem) else parse_text(text, LAYOUTS["skolenheter"], path.name)
        found = frame if isinstance(frame, list) else Mapped(frame)
    if isinstance(found, list):
        return []  # told when the file is read for its own sake
    return [
        list(zip(rows[column], rows["Skolenhetskod"], strict=True))
        for column in ("TidigareNamn", "Namn")
        for rows in [found.frame[found.frame[column] != ""]]
    ]


def _unlike_sheets(fil: str) -> Problem:
    return Problem(
        fil,
        "Arbetsboken har flera blad med innehåll, och alla går inte att läsa på samma sätt.",
        "Behåll bladet med uppgifterna, eller göm de andra, och spara arbetsboken.",
        kod="fil",
    )
