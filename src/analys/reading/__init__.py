"""Reading: raw files -> text frames, or one message with every fault of every file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analys.contracts import LAYOUTS
from analys.corrections import Corrections, apply, load_corrections, make_account
from analys.errors import InputError, Problem
from analys.lasar import parse_lasar
from analys.paths import raw_folder
from analys.reading.blaming import blame
from analys.reading.checks import check_frame
from analys.reading.joining import check_register, check_skolenheter, mark_duplicates
from analys.reading.parsing import parse_source
from analys.reading.sources import Source, find_sources
from analys.reading.surveys import check_surveys

__all__ = ["Raw", "Reading", "Source", "find_sources", "read_folder", "read_sources"]


@dataclass(frozen=True)
class Raw:
    """Everything read for one run. Holds names and personnummer: never shown, logged or pickled.

    Parameters
    ----------
    frames : mapping of str to DataFrame
        Kind -> one row per line of all its files. The layout's columns as text (blank = ""), `lasar`
        (from the path, or from the column Lasar; else ""), `fil` (category), `rad` (1-based line number)
        and `skal` (why the row is left out, "" = kept). Declared corrections have been applied.
    sha256 : mapping of str to str
        File relative to the data folder -> hash of its bytes.
    rattelser : DataFrame
        The corrections that were applied, see `analys.corrections.Applied.account`.
    """

    frames: Mapping[str, pd.DataFrame]
    sha256: Mapping[str, str]
    rattelser: pd.DataFrame = field(default_factory=make_account)

    def __repr__(self) -> str:
        return f"Raw({', '.join(self.frames)})"


def read_folder(data: Path, kommun: str, lasar: Sequence[str], *, kontrollsiffra: bool = True) -> Raw:
    """Read, correct and check all files of a municipality for some läsår.

    Of läsår before the first one the files that `Layout.earlier` names are read too, where there are any.
    Mandatory are skolenheter, elevregister (with the last läsår) and at least one file of results for
    the last läsår. What else is missing is no fault.

    Parameters
    ----------
    data : Path
        The data folder that holds `raw/`.
    kommun : str
        Four-digit municipality code.
    lasar : sequence of str
        Läsår to read; the last is the report's.
    kontrollsiffra : bool
        False accepts wrong check digits (generated benchmark sets have them on purpose).

    Raises
    ------
    InputError
        With every fault of every file.
    ParameterError
        When `kommun` or a läsår has the wrong form.
    """
    sources, problems = find_sources(data, kommun, lasar, earlier=True)
    reading = read_sources(
        sources,
        max(parse_lasar(text) for text in lasar),
        kontrollsiffra=kontrollsiffra,
        rattelser=load_corrections(raw_folder(data, kommun), f"raw/{kommun}"),
    )
    problems += reading.problems
    if problems:
        raise InputError(sort_problems(problems))
    return reading.raw


@dataclass(frozen=True)
class Reading:
    """What was read of some files, and every fault found in them; `raw` is sound when there is none."""

    raw: Raw
    problems: list[Problem]


def read_sources(
    sources: Sequence[Source],
    lasar: str,
    *,
    kontrollsiffra: bool = True,
    rattelser: Corrections | None = None,
) -> Reading:
    """Read and check files, wherever they lie; nothing in them can raise.

    Parameters
    ----------
    sources : sequence of Source
        From `find_sources`, or from a folder that somebody wants checked.
    lasar : str
        The report's läsår, which the register must hold.
    kontrollsiffra : bool
        See `read_folder`.
    rattelser : Corrections or None
        From `load_corrections`; applied before the checks, so that a corrected fault is none.
    """
    rattelser = rattelser or Corrections()
    problems: list[Problem] = []
    incomplete: set[str] = set()
    parts: dict[str, list[pd.DataFrame]] = {}
    sha256: dict[str, str] = {}
    for source in sources:
        parsed = parse_source(source)
        sha256[source.fil] = parsed.sha256
        problems += parsed.problems
        if parsed.problems:
            incomplete.add(source.kind)
        if parsed.frame is not None:
            frame = parsed.frame.assign(lasar=_derive_lasar(parsed.frame, source), fil=source.fil)
            parts.setdefault(source.kind, []).append(frame)
    as_read, summed = _set_apart({kind: _join(parts[kind]) for kind in LAYOUTS if kind in parts})
    window = {lasar, *(source.lasar for source in sources if not source.is_earlier)}
    corrected = apply(rattelser.entries, as_read, window, incomplete)
    frames = dict(corrected.frames)
    found: list[Problem] = []
    for kind, frame in frames.items():
        found += check_frame(kind, frame, kontrollsiffra)
    found += _check_together(frames, lasar)
    problems += [*rattelser.problems, *corrected.problems, *blame(found, corrected.cells)]
    for kind, removed in (*corrected.removed.items(), *summed.items()):
        frames[kind] = pd.concat([frames[kind], removed], ignore_index=True)
    return Reading(Raw(frames, sha256, corrected.account), problems)


def sort_problems(problems: Sequence[Problem]) -> list[Problem]:
    """Problems by file, place and text, the order of every message."""
    return sorted(dict.fromkeys(problems), key=lambda p: (p.fil, p.rader[:1], p.kolumn, p.vad))


def _derive_lasar(frame: pd.DataFrame, source: Source) -> pd.Series | str:
    # The register holds many läsår; a dash is as good as a slash.
    return frame["Lasar"].str.replace("-", "/") if "Lasar" in LAYOUTS[source.kind] else source.lasar


def _join(parts: list[pd.DataFrame]) -> pd.DataFrame:
    frame = pd.concat(parts, ignore_index=True)
    return frame.assign(fil=frame["fil"].astype("category"))


def _set_apart(
    frames: dict[str, pd.DataFrame],
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Frames without the rows that reading has given a reason for leaving out, and those rows."""
    kept, apart = {}, {}
    for kind, frame in frames.items():
        if "skal" in frame:
            skal = frame["skal"].fillna("")
            apart[kind] = frame[skal != ""]
            frame = frame[skal == ""].drop(columns="skal").reset_index(drop=True)
        kept[kind] = frame
    return kept, {kind: rows for kind, rows in apart.items() if len(rows)}


def _check_together(frames: dict[str, pd.DataFrame], lasar: str) -> list[Problem]:
    problems: list[Problem] = []
    for kind, frame in frames.items():
        skal, wrong = mark_duplicates(kind, frame)
        frames[kind] = frame.assign(skal=skal)
        problems += wrong
    if "elevregister" in frames:
        problems += check_register(frames["elevregister"], lasar)
    if "skolenheter" in frames:
        known = frozenset(frames["skolenheter"]["Skolenhetskod"])
        for kind, frame in frames.items():
            if kind != "skolenheter" and "Skolenhetskod" in LAYOUTS[kind]:
                problems += check_skolenheter(kind, frame, known)
    return problems + check_surveys(frames)
