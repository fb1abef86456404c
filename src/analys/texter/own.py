"""A run's texts, and the words of people that its report may show: what the inspection knows them by."""

from __future__ import annotations

from analys.arbetsbok import BLAD
from analys.paths import raw_folder
from analys.pseudonyms import load_key
from analys.reads import note
from analys.recognition.names import NameFinder
from analys.texter.blocks import parse_markdown
from analys.texter.loading import Texter, load_texter, own_texts
from analys.underlag import Underlag

SHOWN = ("atgarder", "fasta_fynd", "kommentarer", "matt", "malvarden", "lokala_matt", "intervjuer")
"""Sheets whose words a report may show."""


def gather_texts(run: Underlag) -> Texter:
    """The texts of a run: the files, and the workbook's comments for its läsår."""
    note("texter")
    kommun = run.parameters.kommun
    read = load_texter(raw_folder(run.data, kommun), f"raw/{kommun}")
    return own_texts(read, run.arbetsbok(), run.parameters.lasar)


def list_typed(run: Underlag) -> list[str]:
    """Every block of text with digits that people have typed and a report may show."""
    typed = [block.text for text in gather_texts(run).texter for block in text.stycken]
    for namn in SHOWN:
        columns = [kolumn.namn for kolumn in BLAD[namn].kolumner if kolumn.form == "text"]
        for row in run.arbetsbok().rader(namn):
            for column in columns:
                source = row.text(column)
                typed += [source, *(block.text for block in parse_markdown(source)[0])]
    return sorted({text for text in typed if any(letter.isdigit() for letter in text)})


def make_finder(run: Underlag) -> NameFinder | None:
    """Looks for the names of the run's pupils; None without pupil files."""
    if not run.has_pupils:
        return None
    schools = run.frame("skolenheter")
    named = [run.kommunnamn, *schools["namn"].dropna().tolist(), *schools["tidigare_namn"].dropna().tolist()]
    namn = frozenset(run.frame("namnhashar")["namn"])
    return NameFinder(namn, load_key(run.data, run.parameters.kommun), named)
