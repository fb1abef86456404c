"""One input file -> a frame of text cells with line numbers, or the problems that prevent it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pandas as pd

from analys.contracts import LAYOUTS
from analys.errors import Problem
from analys.reading.encoding import MAX_BYTES, normalise_text
from analys.reading.foreign import parse_foreign, parse_workbook
from analys.reading.mapping import Mapped
from analys.reading.sources import ANSWERS, WORKBOOKS, Source
from analys.reading.ss12000 import parse_answers
from analys.reading.text import make_unreadable, parse_text


@dataclass(frozen=True)
class Parsed:
    """One file as read.

    Parameters
    ----------
    sha256 : str
        Of the file's bytes, "" when it could not be read.
    frame : DataFrame or None
        One row per line: the layout's columns as text (blank = ""), and `rad` (1-based line number). Files of
        other systems can have `skal` besides: why a row is left out, "" = kept.
    problems : list of Problem
        Why there is no frame.
    lasar : tuple of str
        Läsår that the periods in a file of another system belong to, sorted.
    """

    sha256: str
    frame: pd.DataFrame | None
    problems: list[Problem]
    lasar: tuple[str, ...] = ()


def parse_source(source: Source) -> Parsed:
    """Read one file; nothing in it can raise."""
    try:
        if source.path.stat().st_size > MAX_BYTES:
            return Parsed("", None, [_too_large(source.fil)])
        content = source.path.read_bytes()
    except OSError:
        return Parsed("", None, [make_unreadable(source.fil)])
    digest = hashlib.sha256(content).hexdigest()
    found = _parse_content(content, source)
    if isinstance(found, list):
        return Parsed(digest, None, found)
    return Parsed(digest, found.frame, [], found.lasar)


def _parse_content(content: bytes, source: Source) -> Mapped | list[Problem]:
    suffix = source.path.suffix.lower()
    if suffix == ANSWERS:
        return parse_answers(content, source)
    if suffix in WORKBOOKS:
        found = parse_workbook(content, source)
        if found is not None:
            return found
    text = normalise_text(content, source.fil)
    if isinstance(text, Problem):
        return [text]
    frame = parse_text(text, LAYOUTS[source.kind], source.fil)
    return parse_foreign(text, source, frame) if isinstance(frame, list) else Mapped(frame)


def _too_large(fil: str) -> Problem:
    return Problem(
        fil,
        f"Filen är större än {MAX_BYTES // 10**9} GB.",
        "Dela upp den, till exempel per skolenhet.",
        kod="fil",
    )
