"""Skolverket's answers about the school units of a municipality, kept as they came; all of this is offline.

A file's name ends with the beginning of a checksum, so that a new answer never overwrites one that the index
still points to: an interrupted fetch leaves what was there before, whole.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from analys.errors import InputError, Problem
from analys.lasar import parse_lasar
from analys.official.index import INDEX, fetch_again, in_data, store_folder
from analys.official.kept import Entry, forget, keep, list_kept, load_kept, make_entry
from analys.official.kommuner import kommunnamn
from analys.official.markers import read_typed
from analys.official.service import SKOLVERKET, Service
from analys.official.skolverket_answers import FIELDS, Given, Unit, UnitsPage, read_statistics, read_units
from analys.official.skolverket_frame import HUVUDMAN, Value, cite, make_frame
from analys.official.tabeller.skolenhet_gr import TABELL

BEGUN = replace(SKOLVERKET, mapp=f"{SKOLVERKET.mapp}/.avbruten")
"""Where the answers of a fetch lie until the last of them has come."""


@dataclass(frozen=True)
class Answer:
    """One answer.

    Parameters
    ----------
    slag : str
        skolenheter or statistik.
    url : str
        What was asked, host included.
    innehall : bytes
        The body, untouched.
    skolenhet : str
        The unit that it is about, "" for a page of units.
    """

    slag: str
    url: str
    innehall: bytes
    skolenhet: str = ""


def save_answers(data: Path, kommun: str, answers: Sequence[Answer], hamtad: str) -> Path:
    """Keep all answers of one fetch; all earlier ones of the municipality give way, in one step.

    Returns
    -------
    pathlib.Path
        The store's folder.
    """
    kept = [_kept(SKOLVERKET, kommun, answer, hamtad) for answer in answers]
    folder = keep(SKOLVERKET, data, kommun, kept, lambda old, new: old["kommun"] == new["kommun"])
    forget(BEGUN, data, kommun)
    return folder


def save_begun(data: Path, kommun: str, answer: Answer, hamtad: str) -> None:
    """Keep one answer of a fetch that goes on; those of another day give way."""
    keep(
        BEGUN,
        data,
        kommun,
        [_kept(BEGUN, kommun, answer, hamtad)],
        lambda old, new: (
            old["kommun"] == new["kommun"] and (old["hamtad"] != new["hamtad"] or old["url"] == new["url"])
        ),
    )


def load_begun(data: Path, kommun: str, hamtad: str) -> dict[str, Answer]:
    """Statistics by address that an interrupted fetch left on the same day; damaged ones are thrown away."""
    try:
        loaded = load_kept(BEGUN, data, kommun, "statistik", lambda entry, raw: raw)
    except InputError:
        shutil.rmtree(store_folder(data, kommun, BEGUN), ignore_errors=True)
        return {}
    return {
        entry["url"]: Answer(entry["slag"], entry["url"], raw, entry["skolenhet"])
        for entry, raw in loaded
        if entry["hamtad"] == hamtad
    }


def load_skolverket(data: Path, kommun: str) -> pd.DataFrame:
    """Statistics that were fetched for the school units of a municipality.

    Returns
    -------
    pandas.DataFrame
        See `analys.official.skolverket_frame`; sorted by unit, measure and läsår. A value that is missing and
        tells no läsår is left out.

    Raises
    ------
    InputError
        When nothing is fetched, a kept answer is missing, changed or broken, or a value cannot be read.
    """
    units, statistics = _load(data, kommun)
    problems: list[Problem] = []
    values: list[Value] = []
    for entry, givens in statistics:
        fil = in_data(data, kommun, entry["fil"], SKOLVERKET)
        unit = units.get(entry["skolenhet"])
        if unit is None:
            what = "Statistiken hör till en skolenhet som inte står i listan över kommunens skolenheter."
            problems.append(Problem(fil, what, fetch_again(kommun, SKOLVERKET), kod="okand_skolenhet"))
            continue
        found = list(_read_values(unit, givens, fil))
        problems += [part for part in found if isinstance(part, Problem)]
        values += [part for part in found if isinstance(part, Value)]
    if problems:
        raise InputError(problems)
    return make_frame(sorted(values, key=lambda value: (value.enhet, value.matt, value.amne, value.lasar)))


def load_units(data: Path, kommun: str) -> list[Unit]:
    """School units with grundskola in a municipality, by code, those without statistics included.

    Raises
    ------
    InputError
        When nothing is fetched, or a kept answer is missing, changed or broken.
    """
    return [unit for _, unit in sorted(_load(data, kommun)[0].items())]


def load_skolverket_index(data: Path, kommun: str) -> list[Entry]:
    """Index entries of a municipality's answers, with addresses, days and checksums; empty before a fetch.

    Raises
    ------
    InputError
        When the index cannot be read or has another form.
    """
    return list_kept(SKOLVERKET, data, kommun)


def _load(data: Path, kommun: str) -> tuple[dict[str, Unit], list[tuple[Entry, list[Given]]]]:
    entries = list_kept(SKOLVERKET, data, kommun)
    if not entries:
        what = f"Inga uppgifter från Skolverket är hämtade för {kommunnamn(kommun)}."
        to_do = fetch_again(kommun, SKOLVERKET).replace(" på nytt", "")
        raise InputError([Problem(in_data(Path(), kommun, INDEX, SKOLVERKET), what, to_do, kod="saknas")])
    pages = load_kept(SKOLVERKET, data, kommun, "skolenheter", _read_page)
    units = {unit.enhet: unit for _, page in pages for unit in page.enheter}
    statistics = load_kept(
        SKOLVERKET, data, kommun, "statistik", lambda entry, raw: read_statistics(raw, entry["skolenhet"])
    )
    return units, statistics


def _read_page(entry: Entry, raw: bytes) -> UnitsPage:
    asked = re.search(r"[?&]page=([0-9]{1,4})", entry["url"])
    return read_units(raw, entry["kommun"], int(asked[1]) if asked else 0)


def _read_values(unit: Unit, givens: Sequence[Given], fil: str) -> Iterator[Value | Problem]:
    huvudman = HUVUDMAN.get(unit.huvudman.casefold(), "")
    if unit.huvudman and not huvudman:
        yield Problem(
            fil, "Skolenhetens huvudman är av ett slag som programmet inte känner.", _ASK, kod="kod"
        )
    told = Counter((given.falt, given.period) for given in givens)
    for given in givens:
        if given.varde is None and given.period is None and given.typ == "MISSING":
            continue
        fault = _UNREADABLE if told[given.falt, given.period] == 1 else _DOUBLE
        found = read_typed(given.varde, given.typ)
        lasar = _read_lasar(given.period)
        matt = FIELDS[given.falt]
        if fault is _DOUBLE or found is None or not lasar or not matt.allows(found.varde):
            yield Problem(fil, fault, _ASK, given.falt, kod="kod")
            continue
        yield Value(
            kalla=cite(TABELL.titel, lasar),
            tabell=TABELL.namn,
            lasar=lasar,
            enhetstyp="skolenhet",
            enhet=unit.enhet,
            enhetsnamn=unit.namn,
            kommun=unit.kommun,
            huvudman=huvudman,
            matt=matt.namn,
            kon="alla",
            amne=matt.amne,
            **found._asdict(),
        )


_UNREADABLE = "Måttet har ett värde, en typ eller ett läsår som programmet inte känner."
_DOUBLE = "Måttet har två värden för samma läsår."
_ASK = (
    "Skolverket kan ha ändrat sina svar. Hämta dem på nytt; om felet är kvar, hör av dig till den som"
    " förvaltar programmet."
)


def _read_lasar(period: str | None) -> str:
    try:
        return parse_lasar(period or "")
    except ValueError:
        return ""


def _kept(service: Service, kommun: str, answer: Answer, hamtad: str) -> tuple[Entry, bytes]:
    mark = hashlib.sha256(answer.url.encode() + b"\0" + answer.innehall).hexdigest()[:12]
    namn = "_".join(part for part in (kommun, answer.slag, answer.skolenhet, mark) if part)
    entry = make_entry(
        service,
        answer.innehall,
        fil=f"{namn}.json",
        kommun=kommun,
        slag=answer.slag,
        url=answer.url,
        hamtad=hamtad,
        skolenhet=answer.skolenhet,
    )
    return entry, answer.innehall
