"""The workbook for a municipality: its schools, the measures, chapters and findings that there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from analys.arbetsbok import load_arbetsbok
from analys.arbetsbok.blad import BLAD, Blad
from analys.arbetsbok.bok import Varde
from analys.arbetsbok.excel import MOST_BYTES, read_sheets
from analys.arbetsbok.files import load_bytes
from analys.arbetsbok.template import SEPARATOR, Choices, write_template
from analys.arbetsbok.values import Unfit, cut, parse_value
from analys.chapters import load_chapters
from analys.corrections.declaring import KINDS
from analys.errors import AnalysError, InputError, Problem
from analys.indicators import REGISTRY
from analys.indicators.enkat import INDICES
from analys.indicators.omraden import OMRADEN, OVRIGT
from analys.lasar import last_lasar
from analys.parameters import RunParameters
from analys.paths import ARBETSBOK, raw_folder
from analys.presentation.findings import read_findings
from analys.reading import find_sources, read_sources
from analys.reading.sources import Source
from analys.spelling import fold_name, make_printable

VERKSAMHETER = ("förskola", "fritidshem", "grundskola", "anpassad grundskola", "gymnasieskola")
LASAR = str(RunParameters.model_fields["lasar"].default)
_FOLDER = re.compile(r"(19|20)\d\d-\d\d")

_DETAIL = re.compile(r"(?:ogiltig|giltig|franvaro_ht)_|(?:franvaro|enkat)_.*_ak\d$")
"""Measures that the list leaves out for its length; their codes may be written all the same."""

SKIPPED = ("sammanfattning", "definitioner")
"""Chapters that nobody comments on."""


def make_mall(data: Path, kommun: str, *, keep: bool = False) -> bytes:
    """Bytes of the workbook for a municipality.

    Parameters
    ----------
    data : pathlib.Path
        The data folder.
    kommun : str
        Four-digit code.
    keep : bool
        True when what the municipality's workbook holds comes with.

    Raises
    ------
    InputError
        When the workbook that is to be kept cannot be read.
    """
    schools = list_schools(data, kommun)
    rows: dict[str, list[dict[str, Varde]]] = _read_filled(data, kommun) if keep else {}
    known = {fold_name(str(row.get("skolenhet"))) for row in rows.get("skolor", [])}
    missing: list[dict[str, Varde]] = [
        {"skolenhet": int(code), "namn": name} for code, name in schools.items() if code not in known
    ]
    rows["skolor"] = [*rows.get("skolor", []), *missing]
    return write_template(list_choices(data, kommun, schools), rows)


def list_choices(data: Path, kommun: str, schools: Mapping[str, str]) -> Choices:
    """What the lists offer, by sheet and column."""
    codes = [f"{code}{SEPARATOR}{name}" for code, name in schools.items()]
    folder = raw_folder(data, kommun)
    local = [row.text("matt") for row in load_arbetsbok(folder).rader("matt")]
    measures = [*(f"{code}{SEPARATOR}{label}" for code, label in list_measures()), *local]
    findings = [f"{key}{SEPARATOR}{text}" for key, text in list_findings(data, kommun)]
    chapters = [f"{name}{SEPARATOR}{title}" for name, title in list_titles()]
    lasar = last_lasar(_find_latest(data, kommun), 4)
    areas = [name for code, name in OMRADEN.items() if code != OVRIGT]
    return {
        ("malvarden", "matt"): measures,
        ("malvarden", "lasar"): lasar,
        ("atgarder", "fynd"): findings,
        ("atgarder", "matt"): measures,
        ("fasta_fynd", "fynd"): findings,
        ("rattelser", "slag"): KINDS,
        ("intervjuer", "skolenhet"): codes,
        ("intervjuer", "tema"): [area.lower() for area in areas],
        ("kommentarer", "kapitel"): chapters,
        ("kommentarer", "skolenhet"): codes,
        ("kommentarer", "lasar"): lasar,
        ("matt", "verksamhet"): VERKSAMHETER,
        ("matt", "omrade"): areas,
        ("lokala_matt", "matt"): local,
        ("lokala_matt", "enhet"): codes,
    }


def _find_latest(data: Path, kommun: str) -> str:
    """The latest läsår that there are files of, the parameters' own when there are none."""
    folder = raw_folder(data, kommun)
    names = [p.name for p in folder.iterdir() if p.is_dir()] if folder.is_dir() else []
    return max((name.replace("-", "/") for name in names if _FOLDER.fullmatch(name)), default=LASAR)


def list_schools(data: Path, kommun: str) -> dict[str, str]:
    """School units that are open, code -> name; none when the list of schools is missing or has faults."""
    sources, _ = find_sources(data, kommun, [LASAR])
    lists = [source for source in sources if source.kind == "skolenheter"]
    return _name_schools(lists) if lists else {}


def _name_schools(lists: list[Source]) -> dict[str, str]:
    frame = read_sources(lists, LASAR).raw.frames.get("skolenheter")
    if frame is None:
        return {}
    frame = frame[(frame["Huvudman"] == "kommunal") & (frame["TillLasar"] == "")].sort_values("Namn")
    return {
        code: make_printable(name)
        for code, name in zip(frame["Skolenhetskod"].tolist(), frame["Namn"].tolist(), strict=True)
        if re.fullmatch("[0-9]{8}", code)
    }


def list_measures() -> Iterator[tuple[str, str]]:
    """Measures that a target or a measure to take can be tied to: code and name."""
    for measure in (*REGISTRY.values(), *INDICES):
        has_direction = measure.higher_is_better is not None and not measure.categories
        if has_direction and not _DETAIL.match(measure.code):
            yield measure.code, measure.label


def list_titles() -> Iterator[tuple[str, str]]:
    """Chapters that can be commented on: name and heading."""
    import nbformat

    for chapter in load_chapters():
        if chapter.namn in SKIPPED:
            continue
        cells = nbformat.read(chapter.path, as_version=4).cells
        heads = (re.match(r"#+ +(.+)", c.source) for c in cells if c.cell_type == "markdown")
        yield chapter.namn, next((head[1].strip() for head in heads if head), chapter.namn)


def list_findings(data: Path, kommun: str) -> list[tuple[str, str]]:
    """Keys and texts of the latest run's findings; none before the first run."""
    folders = sorted((data / "processed" / kommun).glob("[12]*/arbete"))
    for folder in reversed(folders):
        found: dict[str, str] = {}
        for path in sorted(folder.glob("fynd_*.json")):
            try:
                findings = read_findings(path.read_text(encoding="utf-8"), path.name)
            except (AnalysError, OSError, ValueError):  # of an older version, or cut off
                continue
            found |= {one.nyckel: one.text for one in findings if one.nyckel not in found}
        if found:
            return sorted(found.items())
    return []


def _read_filled(data: Path, kommun: str) -> dict[str, list[dict[str, Varde]]]:
    """The workbook's rows as they are written, whether they have faults or not."""
    folder, fil = raw_folder(data, kommun), f"raw/{kommun}/{ARBETSBOK}"
    content = load_bytes(folder / ARBETSBOK, folder, MOST_BYTES, fil)
    if not isinstance(content, bytes):
        raise InputError([content] if isinstance(content, Problem) else [_missing(fil)])
    wanted = {
        blad.rubrik: frozenset(fold_name(name) for k in blad.kolumner for name in (k.namn, k.rubrik))
        for blad in BLAD.values()
    }
    sheets, problems, _ = read_sheets(content, fil, wanted)
    if problems:
        raise InputError(problems)
    return {
        blad.namn: [_as_values(blad, sheet.heads, texts) for _, texts in sheet.rows]
        for blad in BLAD.values()
        if (sheet := sheets.get(blad.rubrik))
    }


def _as_values(blad: Blad, heads: tuple[str, ...], texts: tuple[str, ...]) -> dict[str, Varde]:
    written = {fold_name(head): text for head, text in zip(heads, texts, strict=True) if head}
    row: dict[str, Varde] = {}
    for kolumn in blad.kolumner:
        text = written.get(fold_name(kolumn.rubrik), written.get(fold_name(kolumn.namn), ""))
        try:
            value = parse_value(kolumn, cut(kolumn, text))
            row[kolumn.namn] = int(str(value)) if kolumn.form == "kod" and value else value
        except Unfit:
            row[kolumn.namn] = text
    return row


def _missing(fil: str) -> Problem:
    return Problem(fil, "Det finns ingen arbetsbok att utgå från.", "Skriv en med ”analys mall”.")
