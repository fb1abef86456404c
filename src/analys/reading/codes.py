"""Codes of the faults that reading finds, for those who sort them: `Problem.kod` holds one of `ALL`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from analys.reading.checks import MESSAGES
from analys.reading.damage_kinds import BY_KOD

KODER = MappingProxyType(
    {
        "fil": "the file cannot be read at all, or is empty",
        "rader": "lines of another form than the rest",
        "rubriker": "the header is missing or names other columns",
        "kolumner": "another number or order of columns",
        "mapp": "a folder is missing or closed",
        "mappning": "another system's file that no column mapping knows, or a mapping that is wrong",
        "namn": "the name does not say what the file holds",
        "plats": "the file lies in the wrong folder, or is a link out of it",
        "saknas": "a file that is needed is not there",
        "regel": "codes of one row contradict each other",
        "datum_lasar": "the date of extraction belongs to another läsår",
        "dubblett": "one pupil on several rows that disagree",
        "tva_skolor": "one pupil at two schools in the same kind of file",
        "okand_skolenhet": "a school unit that skolenheter.csv does not know",
        "register": "the register lacks the läsår",
        "enkat": "the files of a survey contradict each other",
        "arbetsbok": "a cell of the municipality's own workbook, or of its twin files, that cannot be used",
        "rattelse": "a declared correction that cannot be used, no longer fits or causes a fault",
    }
)

ALL: Mapping[str, str] = MappingProxyType(
    {
        **KODER,
        **{kod: vad for kod, (vad, _) in MESSAGES.items()},
        **{kod: damage.vad for kod, damage in BY_KOD.items()},
    }
)
"""Every code with what it stands for: of files and rows, of cells, and of damaged cells."""
