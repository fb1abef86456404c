"""The store of Kolada's raw answers: kept byte for byte as they came, so that all that follows works offline.

Answers lie in `<data>/raw/kolada/` (the demo municipality's simulated ones in `<data>/raw/9999/kolada/`)
under stable names, beside the index `hamtningar.json`: a list, oldest first, of one mapping an answer with
``fil, kommun, slag, url, hamtad, sha256, nyckeltal, kommuner, ar``. An answer belongs to the municipality
that it was fetched for, so one municipality's report never depends on what was fetched for another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from analys.errors import InputError, Problem
from analys.lasar import from_var
from analys.official.answers import Group, parse_body, read_groups, read_titles, read_values
from analys.official.index import INDEX, fetch_again, in_data
from analys.official.kept import keep, list_kept, load_kept, make_entry
from analys.official.kommuner import kommunnamn
from analys.official.service import KOLADA
from analys.official.similar import select_group

_COLUMNS = {"kpi": "str", "enhet": "str", "lasar": "str", "kon": "str", "varde": "float64", "status": "str"}
_KON_ORDER = {"alla": 0, "flickor": 1, "pojkar": 2}
T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """One answer to one request.

    Parameters
    ----------
    namn : str
        Stable name of the request without suffix, e.g. "1961_data_2016-2019_n1_k1_s1".
    slag : str
        data, grupper or nyckeltal.
    url : str
        What was asked, host included.
    innehall : bytes
        The body, untouched.
    nyckeltal, kommuner : tuple of str
        KPI ids and municipality codes that were asked for.
    ar : tuple of int
        Years that were asked for; Kolada's year is the läsår's spring.
    """

    namn: str
    slag: str
    url: str
    innehall: bytes
    nyckeltal: tuple[str, ...] = ()
    kommuner: tuple[str, ...] = ()
    ar: tuple[int, ...] = ()


def save_answers(data: Path, kommun: str, answers: Sequence[Answer], hamtad: str) -> Path:
    """Keep the answers of one fetch; earlier ones of the same kind to the same or fewer years give way.

    Parameters
    ----------
    data : pathlib.Path
        Data folder.
    kommun : str
        Code of the municipality that the answers were fetched for.
    answers : sequence of Answer
        All answers of one fetch.
    hamtad : str
        Date of the fetch, "2026-10-01".

    Returns
    -------
    pathlib.Path
        The store's folder.
    """
    kept = [
        (
            make_entry(
                KOLADA,
                answer.innehall,
                fil=f"{answer.namn}.json",
                kommun=kommun,
                slag=answer.slag,
                url=answer.url,
                hamtad=hamtad,
                nyckeltal=list(answer.nyckeltal),
                kommuner=list(answer.kommuner),
                ar=list(answer.ar),
            ),
            answer.innehall,
        )
        for answer in answers
    ]
    return keep(KOLADA, data, kommun, kept, _gives_way)


def load_kolada(data: Path, kommun: str) -> pd.DataFrame:
    """Published values fetched for a municipality; no network.

    Returns
    -------
    pandas.DataFrame
        One row per kpi × municipality × läsår × gender, sorted by them: ``kpi``, ``enhet`` (code, "0000" is
        riket), ``lasar`` ("2018/19"), ``kon`` (alla, flickor, pojkar), ``varde`` (procent 0-100 or points, as
        the KPI says; NaN when there is none), ``status`` (officiell, saknas). Where two fetches cover the
        same year the later one counts;
        what was not asked for is left out.

    Raises
    ------
    InputError
        When nothing is fetched, or when a file is missing, changed since it was fetched, or broken.
    """
    loaded = _load(data, kommun, "data", lambda body: list(read_values(body)))
    if not loaded:
        raise InputError([_nothing_fetched(kommun)])
    # Answers with the same span of years come from one fetch; for each year the latest span counts.
    span = {year: entry["ar"] for entry, _ in loaded for year in entry["ar"]}
    values = {
        (value.kpi, value.enhet, value.ar, _KON_ORDER[value.kon], value.kon): value.varde
        for entry, found in loaded
        for value in found
        if span.get(value.ar) == entry["ar"]
        and value.kpi in entry["nyckeltal"]
        and value.enhet in entry["kommuner"]
    }
    rows = [
        (kpi, enhet, from_var(ar), kon, varde, "saknas" if varde is None else "officiell")
        for (kpi, enhet, ar, _, kon), varde in sorted(values.items(), key=lambda item: item[0])
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


def load_group(data: Path, kommun: str) -> Group | None:
    """The group "Liknande kommuner grundskola" of a municipality, or None when none was fetched.

    Raises
    ------
    InputError
        When a file is missing, changed since it was fetched, or broken.
    """
    found = _load(data, kommun, "grupper", read_groups)
    return select_group((group for _, groups in found for group in groups if group.medlemmar), kommun)


def load_titles(data: Path, kommun: str) -> dict[str, str]:
    """Kolada's own titles by KPI id; empty when none were fetched.

    Raises
    ------
    InputError
        When a file is missing, changed since it was fetched, or broken.
    """
    return {
        kpi: title
        for _, titles in _load(data, kommun, "nyckeltal", read_titles)
        for kpi, title in titles.items()
    }


def load_index(data: Path, kommun: str) -> list[dict[str, Any]]:
    """Index entries of a municipality's answers, oldest first; empty when nothing is fetched.

    Raises
    ------
    InputError
        When the index cannot be read or has another form.
    """
    return list_kept(KOLADA, data, kommun)


def _load(
    data: Path, kommun: str, slag: str, read: Callable[[dict[str, Any]], T]
) -> list[tuple[dict[str, Any], T]]:
    return load_kept(KOLADA, data, kommun, slag, lambda entry, raw: read(parse_body(raw)))


def _gives_way(old: dict[str, Any], fresh: dict[str, Any]) -> bool:
    same = all(old[name] == fresh[name] for name in ("kommun", "slag"))
    return old["fil"] == fresh["fil"] or (same and set(old["ar"]) <= set(fresh["ar"]))


def _nothing_fetched(kommun: str) -> Problem:
    what = f"Inga uppgifter från Kolada är hämtade för {kommunnamn(kommun)}."
    return Problem(in_data(Path(), kommun, INDEX), what, fetch_again(kommun).replace(" på nytt", ""))
