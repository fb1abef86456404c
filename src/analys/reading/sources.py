"""Which input files there are: kind and läsår come from the path; no path may lead out of the data folder.

The exporting system's originals may lie there as they came: workbooks (.xls, .xlsx, .ods) and separated text
are named as other files (`franvaro_bjorkskolan_vt26.xls`), answers of an SS12000 interface too
(`franvaro_ss12000.json`); what such answers refer to lies beside them in `ss12000_*.json`. How other systems'
columns are read can be declared in `kolumner.yml` beside the läsår folders.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analys.contracts import LAYOUTS
from analys.errors import ParameterError, Problem
from analys.lasar import in_path, parse_lasar, shift
from analys.paths import KOLUMNER, raw_folder
from analys.reading.mapping_file import load_mappings
from analys.spelling import make_printable

TEXTS = (".csv", ".txt")
WORKBOOKS = (".xls", ".xlsx", ".ods")
ANSWERS = ".json"
"""Answers of an SS12000 interface, see `analys.reading.ss12000`."""

SUPPORT = "ss12000_"
"""First part of the names of files that such answers refer to."""

SUFFIXES = (*TEXTS, *WORKBOOKS, ANSWERS)
RESULTAT = tuple(kind for kind, layout in LAYOUTS.items() if layout.is_result)
OBLIGATORISKA = tuple(kind for kind, layout in LAYOUTS.items() if layout.mandatory)


@dataclass(frozen=True)
class Source:
    """One input file.

    Parameters
    ----------
    kind, lasar : str
        From the path; `lasar` is "" beside the läsår folders.
    path : Path
        Where to read.
    fil : str
        Path relative to the data folder with forward slashes, for messages and the manifest.
    kolumner : Path or None
        The municipality's own column mappings.
    skolenheter : Path or None
        The municipality's list of schools, for files that name schools instead of giving their codes.
    is_earlier : bool
        True when the läsår lies before those asked for, see `Layout.earlier`.
    """

    kind: str
    lasar: str
    path: Path
    fil: str
    kolumner: Path | None = None
    skolenheter: Path | None = None
    is_earlier: bool = False


def find_sources(
    data: Path, kommun: str, lasar: Sequence[str], *, earlier: bool = False
) -> tuple[list[Source], list[Problem]]:
    """Input files of a municipality for some läsår, in a fixed order, and what is wrong with the folders.

    Workbooks and answers whose name is not near any kind's are left alone, as are files of other programs.
    With `earlier` come the files of earlier läsår that some kinds need, see `Layout.earlier`.

    Raises
    ------
    ParameterError
        When `kommun` is no four-digit code or a läsår is none.
    """
    if not re.fullmatch("[0-9]{4}", kommun):
        raise ParameterError("Kommunkoden ska vara fyra siffror, till exempel 9999.")
    try:
        window = sorted({parse_lasar(text) for text in lasar})
    except ValueError as error:
        raise ParameterError(str(error)) from None
    if not window:
        raise ParameterError("Minst ett läsår krävs.")
    base = raw_folder(data, kommun)
    if not base.is_dir():
        return [], [_no_folder(f"raw/{kommun}")]
    sources: list[Source] = []
    problems: list[Problem] = []
    for year, folder in (("", base), *((year, raw_folder(data, kommun, year)) for year in window)):
        try:
            found, wrong = _find_in_folder(data, folder, year) if folder.is_dir() else ([], [])
        except OSError:
            found, wrong = [], [_closed_folder(_describe_path(data, folder))]
        sources += found
        problems += wrong
    if earlier:
        found, wrong = _find_earlier(data, kommun, window[0])
        sources += found
        problems += wrong
    problems += _find_twins(sources)
    kolumner, wrong = _find_mappings(data, base)
    problems += wrong
    skolenheter = next((source.path for source in sources if source.kind == "skolenheter"), None)
    sources = [replace(source, kolumner=kolumner, skolenheter=skolenheter) for source in sources]
    return sources, problems + _list_missing(sources, problems, kommun, window[-1])


def _find_earlier(data: Path, kommun: str, first: str) -> tuple[list[Source], list[Problem]]:
    """Files that lie before the first läsår; what else is in those folders is not asked about."""
    sources: list[Source] = []
    problems: list[Problem] = []
    reach = {kind: layout.earlier for kind, layout in LAYOUTS.items() if layout.earlier}
    for back in range(max(reach.values(), default=0), 0, -1):
        year = shift(first, -back)
        folder = raw_folder(data, kommun, year)
        kinds = {kind for kind, most in reach.items() if back <= most}
        try:
            found, wrong = _find_in_folder(data, folder, year) if folder.is_dir() else ([], [])
        except OSError:
            continue  # nobody has asked for the läsår
        sources += [replace(source, is_earlier=True) for source in found if source.kind in kinds]
        problems += [p for p in wrong if recognise_kind(p.fil.rsplit("/", 1)[-1]) in kinds]
    return sources, problems


def _find_in_folder(data: Path, folder: Path, lasar: str) -> tuple[list[Source], list[Problem]]:
    sources: list[Source] = []
    problems: list[Problem] = []
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        # Hidden files and locks of other programs are nobody's data.
        suffix = path.suffix.lower()
        if suffix not in SUFFIXES or path.name.startswith((".", "~")) or is_support(path.name):
            continue
        fil = _describe_path(data, path)
        kind = recognise_kind(path.name)
        if kind is None:
            if suffix in TEXTS or _near_kind(path.name):
                problems.append(_unknown_file(fil, path.name))
        elif (LAYOUTS[kind].place == "lasar") != bool(lasar):
            problems.append(_wrong_place(fil, kind))
        elif not _is_inside(path, data) or not path.is_file():
            problems.append(_outside(fil))
        else:
            sources.append(Source(kind, lasar, path, fil))
    return sources, problems


def recognise_kind(name: str) -> str | None:
    """Kind of a file from the first part of its name, None when there is none.

    Examples
    --------
    >>> recognise_kind("Slutbetyg_ak9_Bjorkskolan.csv")
    'slutbetyg_ak9'
    """
    fits = [kind for kind in LAYOUTS if name.lower().startswith(kind)]
    return max(fits, key=len, default=None)


def is_support(name: str) -> bool:
    """Whether a file holds what SS12000 answers refer to: persons, organisations, activities, syllabuses.

    Examples
    --------
    >>> is_support("ss12000_persons.json"), is_support("franvaro_ss12000.json")
    (True, False)
    """
    return name.lower().startswith(SUPPORT) and name.lower().endswith(ANSWERS)


def list_support(path: Path) -> list[Path]:
    """Files with what the answers in a file refer to, in a fixed order; links out of the folder are none."""
    try:
        beside = sorted(path.parent.iterdir(), key=lambda p: p.name)
        return [p for p in beside if is_support(p.name) and p.is_file() and not p.is_symlink()]
    except OSError:
        return []


def _find_mappings(data: Path, base: Path) -> tuple[Path | None, list[Problem]]:
    path = base / KOLUMNER
    if not path.exists() and not path.is_symlink():
        return None, []
    fil = _describe_path(data, path)
    if not _is_inside(path, data) or not path.is_file():
        return None, [_outside(fil)]
    return path, load_mappings(path, fil)[1]


def _find_twins(sources: Sequence[Source]) -> list[Problem]:
    """The same file in two formats: which of them counts?"""
    by_stem: dict[str, list[Source]] = {}
    for source in sources:
        by_stem.setdefault(source.fil.rsplit(".", 1)[0].casefold(), []).append(source)
    return [
        Problem(
            twins[0].fil,
            f"Filen finns i {len(twins)} format: {', '.join(twin.path.suffix for twin in twins)}.",
            "Behåll det format som gäller och flytta det andra ur mappen.",
            kod="namn",
        )
        for twins in by_stem.values()
        if len(twins) > 1
    ]


def _near_kind(name: str) -> str:
    return next(iter(difflib.get_close_matches(Path(name).stem.lower(), LAYOUTS, n=1)), "")


def _is_inside(path: Path, data: Path) -> bool:
    try:
        return path.resolve().is_relative_to(data.resolve())
    except (OSError, RuntimeError):  # a loop of links
        return False


def _describe_path(data: Path, path: Path) -> str:
    # The name goes into messages and the report: nothing unprintable, no half characters.
    return make_printable(path.relative_to(data).as_posix())


def _list_missing(
    sources: Sequence[Source], problems: Sequence[Problem], kommun: str, lasar: str
) -> list[Problem]:
    # A file that is there but cannot be used has its own message.
    refused = {recognise_kind(p.fil.rsplit("/", 1)[-1]) for p in problems}
    missing = [
        Problem(
            f"raw/{kommun}/{kind}.csv",
            f"Filen med {LAYOUTS[kind].title.lower()} saknas.",
            f"Lägg filen i mappen raw/{kommun}. Kolumnerna är: {'; '.join(LAYOUTS[kind].names)}.",
            kod="saknas",
        )
        for kind in OBLIGATORISKA
        if kind not in refused and not any(s.kind == kind for s in sources)
    ]
    if not refused & set(RESULTAT) and not any(s.kind in RESULTAT and s.lasar == lasar for s in sources):
        missing.append(
            Problem(
                f"raw/{kommun}/{in_path(lasar)}",
                f"Det finns inga resultat för läsåret {lasar}.",
                f"Lägg minst en av filerna {', '.join(f'{kind}.csv' for kind in RESULTAT)} i mappen, "
                "eller välj ett läsår som har filer.",
                kod="saknas",
            )
        )
    return missing


def _no_folder(fil: str) -> Problem:
    return Problem(
        fil,
        "Kommunens mapp saknas.",
        "Skapa mappen och lägg filerna där, eller kontrollera kommunkoden och datakatalogen.",
        kod="mapp",
    )


def _closed_folder(fil: str) -> Problem:
    return Problem(
        fil, "Mappen går inte att läsa.", "Kontrollera att du har behörighet till mappen.", kod="mapp"
    )


def _unknown_file(fil: str, name: str) -> Problem:
    near = _near_kind(name)
    hint = f"Menade du {near}{Path(name).suffix.lower()}? " if near else ""
    return Problem(
        fil,
        "Filens namn säger inte vad den innehåller.",
        f"{hint}Namnet ska börja med något av: {', '.join(LAYOUTS)}. Hör filen inte hit, flytta den.",
        kod="namn",
    )


def _wrong_place(fil: str, kind: str) -> Problem:
    where = (
        "i mappen för sitt läsår, till exempel 2025-26"
        if LAYOUTS[kind].place == "lasar"
        else "bredvid läsårens mappar"
    )
    return Problem(fil, "Filen ligger i fel mapp.", f"Lägg filen {where}.", kod="plats")


def _outside(fil: str) -> Problem:
    return Problem(
        fil,
        "Filen är en länk ut ur datakatalogen eller ingen vanlig fil.",
        "Lägg själva filen i mappen i stället för en länk.",
        kod="plats",
    )
