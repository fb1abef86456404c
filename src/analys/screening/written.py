"""What a municipality has written itself: its workbook and texts, beside the files that are checked."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from analys.arbetsbok import BLAD, load_arbetsbok
from analys.errors import Problem
from analys.indicators.lokala_uppgifter import read_lokala
from analys.official.kommuner import kommuner, kommunnamn
from analys.paths import raw_folder
from analys.pseudonyms import hash_names, hash_parts
from analys.quoting import Kannedom, list_refused
from analys.recognition.names import NameFinder
from analys.screening.material import TROSKEL, is_code
from analys.texter import find_people, load_texter, own_texts

CITAT = "citat"
"""`Problem.kod` of a statement that is not quoted although its row says so: no fault, but worth telling."""


def read_written(
    data: Path, kommun: str, lasar: str, frames: Mapping[str, pd.DataFrame]
) -> tuple[list[Problem], dict[str, int]]:
    """Every fault of what is written, and how much there is: rows of each sheet, and the texts.

    Parameters
    ----------
    data : pathlib.Path
        The data folder.
    kommun, lasar : str
        Municipality, and the latest läsår that is checked.
    frames : mapping of str to DataFrame
        Raw frames, whose names may not stand in what is written.
    """
    folder, place = raw_folder(data, kommun), f"raw/{kommun}"
    book = load_arbetsbok(folder, place)
    texts = own_texts(load_texter(folder, place), book, lasar)
    schools = _name_schools(frames)
    problems = [
        *book.problems,
        *texts.problems,
        *read_lokala(book, schools).problems,
        *find_people(texts.texter, book, _make_finder(frames, kommun, schools), TROSKEL),
        *(replace(one, kod=CITAT) for one in list_refused(book, _know(frames, lasar, schools))),
    ]
    filled = {blad.rubrik: len(book.rader(blad.namn)) for blad in BLAD.values() if book.rader(blad.namn)}
    if files := sum(text.place.fil.endswith(".md") for text in texts.texter):
        filled["Texter"] = files
    return list(dict.fromkeys(problems)), filled


def _name_schools(frames: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    frame = frames.get("skolenheter")
    if frame is None:
        return {}
    pairs = zip(frame["Skolenhetskod"].tolist(), frame["Namn"].tolist(), strict=True)
    return {code: name for code, name in pairs if is_code(code)}


def _know(frames: Mapping[str, pd.DataFrame], lasar: str, schools: Mapping[str, str]) -> Kannedom:
    """What is known of those whom a quotation could point at, hashed with a key that nobody keeps."""
    named = [frame[["Fornamn", "Efternamn"]] for frame in frames.values() if "Fornamn" in frame]
    if not named:
        return Kannedom(provat=False)
    people = pd.concat(named).drop_duplicates()
    key = secrets.token_bytes(32)
    classes = {name for frame in frames.values() if "Klass" in frame for name in frame["Klass"].unique()}
    register = frames.get("elevregister", pd.DataFrame(columns=["lasar", "Skolenhetskod", "PersonNr"]))
    now = register[register["lasar"] == lasar]
    return Kannedom(
        frozenset(hash_names(people["Fornamn"], people["Efternamn"], key)),
        frozenset(hash_parts(people["Fornamn"], people["Efternamn"], key)),
        key,
        frozenset(classes - {""}),
        tuple(schools.values()),
        now.groupby("Skolenhetskod")["PersonNr"].nunique().to_dict(),
    )


def _make_finder(
    frames: Mapping[str, pd.DataFrame], kommun: str, schools: Mapping[str, str]
) -> NameFinder | None:
    """Looks for the names of the files, hashed with a key that nobody keeps."""
    named = [frame[["Fornamn", "Efternamn"]] for frame in frames.values() if "Fornamn" in frame]
    if not named:
        return None
    people = pd.concat(named).drop_duplicates()
    key = secrets.token_bytes(32)
    hashes = frozenset(hash_names(people["Fornamn"], people["Efternamn"], key))
    return NameFinder(
        hashes, key, [*schools.values(), *([kommunnamn(kommun)] if kommun in kommuner() else [])]
    )
