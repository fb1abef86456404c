"""Codes of the faults that reading finds, for those who sort them: `Problem.kod` holds one of these.

The checks of single cells (`analys.reading.checks.MESSAGES`) bear their own names as codes besides.
"""

from __future__ import annotations

from types import MappingProxyType

KODER = MappingProxyType(
    {
        "fil": "the file cannot be read at all, or is empty",
        "rader": "lines of another form than the rest",
        "rubriker": "the header is missing or names other columns",
        "kolumner": "another number or order of columns",
        "mapp": "a folder is missing or closed",
        "namn": "the name does not say what the file holds",
        "plats": "the file lies in the wrong folder, or is a link out of it",
        "saknas": "a file that is needed is not there",
        "regel": "codes of one row contradict each other",
        "datum_lasar": "the date of extraction belongs to another läsår",
        "dubblett": "one pupil on several rows that disagree",
        "okand_skolenhet": "a school unit that skolenheter.csv does not know",
        "register": "the register lacks the läsår",
    }
)
