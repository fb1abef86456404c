"""Fetching what a municipality's report needs from Kolada's API v3, and keeping it as it came.

API: https://api.kolada.se/v3/docs. At most 25 ids stand in one segment of an address and at most 5 000 posts
on a page. Terms of use: cite "Källa: Kolada" for its figures, never for one's own processing of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from analys.errors import AnalysError, ParameterError
from analys.lasar import from_var
from analys.official import patience
from analys.official.answers import Group, parse_body, read_groups, read_titles, read_values
from analys.official.client import Page
from analys.official.kolada_pages import Ask, open_kolada
from analys.official.kommuner import DEMO_KOD, RIKET, find_kommun, kommuner_i_lan, kommunnamn
from analys.official.nyckeltal import wanted_kpi
from analys.official.patience import ServiceError
from analys.official.service import KOLADA
from analys.official.similar import select_group
from analys.official.store import Answer, load_group, save_answers

BAS_URL = KOLADA.bas_url
MOST_IDS = 25
PER_PAGE = 5000
EXTRA_ATTEMPTS = 3
_FIRST_YEAR, _LAST_YEAR = 1990, 2100

Progress = Callable[[str], None]
T = TypeVar("T")


def fetch_kolada(
    kommun: str,
    fran: int,
    till: int,
    *,
    data: Path,
    bas_url: str = BAS_URL,
    progress: Progress | None = None,
) -> Path:
    """Fetch and keep the key figures of a municipality, riket, its county and similar municipalities.

    Nothing is written before everything has come.

    Parameters
    ----------
    kommun : str
        Municipality code or name.
    fran, till : int
        First and last year; Kolada's year is the läsår's spring (2019 = 2018/19).
    data : pathlib.Path
        Data folder.
    bas_url : str
        Everything up to and including /v3.
    progress : callable, optional
        Is told in Swedish what happens, one sentence at a time.

    Returns
    -------
    pathlib.Path
        Folder of the store.

    Raises
    ------
    ParameterError
        On an unknown municipality, bad years or a bad address.
    AnalysError
        When the figures cannot be had.
    """
    code = find_kommun(kommun)
    years = _check_years(fran, till)
    _check_not_demo(code)
    tell = progress or (lambda sentence: None)
    with open_kolada(bas_url, tell) as ask:
        group, group_answers = _fetch_group(ask, data, code, tell)
        title_answers = _fetch_titles(ask, code, tell)
        data_answers = _fetch_values(ask, code, _places(code, group), years, tell)
    folder = save_answers(data, code, [*group_answers, *title_answers, *data_answers], patience.today())
    tell(f"Uppgifterna för {kommunnamn(code)} är sparade.")
    return folder


def _check_years(fran: int, till: int) -> tuple[int, ...]:
    if not _FIRST_YEAR <= fran <= till <= _LAST_YEAR:
        raise ParameterError(
            f"Åren {fran} till {till} går inte att hämta. Ange första och sista år, till exempel"
            " 2016 och 2019 (2019 är läsåret 2018/19)."
        )
    return tuple(range(fran, till + 1))


def _check_not_demo(code: str) -> None:
    if code == DEMO_KOD:
        raise ParameterError(
            "Exempelkommun är påhittad och finns inte i Kolada; dess jämförelsetal följer med demokommunen."
        )


def _places(code: str, group: Group | None) -> tuple[str, ...]:
    others = {*kommuner_i_lan(code), *(group.medlemmar if group else ())} - {code}
    return (RIKET, code, *sorted(others))


def _fetch_group(ask: Ask, data: Path, code: str, tell: Progress) -> tuple[Group | None, list[Answer]]:
    query = f"title={quote(kommunnamn(code), safe='')}&per_page={PER_PAGE}"
    pages = _ask_for_extra(ask, "/municipality_groups", query, read_groups)
    group = _group_in(pages, code)
    if group and not group.medlemmar and group.id.isalnum():
        pages = _ask_for_extra(ask, f"/municipality_groups/{group.id}", f"per_page={PER_PAGE}", read_groups)
        group = _group_in(pages, code)
    if group and group.medlemmar:
        tell(f"Liknande kommuner: {len(group.medlemmar)} kommuner i gruppen ”{group.titel}”.")
        return group, _answers(f"{code}_grupper", "grupper", pages)
    kept = load_group(data, code)
    tell(
        f"Kolada gav ingen grupp av kommuner som liknar {kommunnamn(code)}; "
        + ("den som hämtades tidigare används." if kept else "jämförelsen med liknande kommuner utgår.")
    )
    return kept, []


def _group_in(pages: Sequence[Page], code: str) -> Group | None:
    return select_group((group for page in pages for group in read_groups(parse_body(page.raw))), code)


def _fetch_titles(ask: Ask, code: str, tell: Progress) -> list[Answer]:
    answers = []
    for number, kpis in enumerate(segments(wanted_kpi()), 1):
        pages = _ask_for_extra(ask, f"/kpi/{','.join(kpis)}", f"per_page={PER_PAGE}", read_titles)
        answers += _answers(f"{code}_nyckeltal_n{number}", "nyckeltal", pages, nyckeltal=kpis)
    if not any(parse_body(answer.innehall)["values"] for answer in answers):
        tell("Kolada gav inga beskrivningar av nyckeltalen; rapporten använder sina egna.")
        return []
    return answers


def _ask_for_extra(ask: Ask, path: str, query: str, read: Callable[[dict[str, Any]], object]) -> list[Page]:
    """Pages of a question that the report can do without; none when Kolada has no answer to it."""
    try:
        return ask(path, query, read, EXTRA_ATTEMPTS)
    except ServiceError as error:
        if not error.contact:
            raise
        return []


def _fetch_values(
    ask: Ask, code: str, places: Sequence[str], years: tuple[int, ...], tell: Progress
) -> list[Answer]:
    kpis = wanted_kpi()
    tell(
        f"Hämtar {len(kpis)} nyckeltal för {kommunnamn(code)}, riket och {len(places) - 2} andra kommuner,"
        f" läsåren {from_var(years[0])} till {from_var(years[-1])}."
    )
    answers = []
    portions = itertools.product(
        enumerate(segments(years), 1), enumerate(segments(kpis), 1), enumerate(segments(places), 1)
    )
    for (a, some_years), (n, some_kpis), (k, some_places) in portions:
        ar = ",".join(str(year) for year in some_years)
        path = f"/data/kpi/{','.join(some_kpis)}/municipality/{','.join(some_places)}/year/{ar}"
        pages = ask(path, f"per_page={PER_PAGE}", lambda body: list(read_values(body)))
        name = f"{code}_data_{years[0]}-{years[-1]}_a{a}_n{n}_k{k}"
        answers += _answers(name, "data", pages, nyckeltal=some_kpis, kommuner=some_places, ar=years)
    values = (value for answer in answers for value in read_values(parse_body(answer.innehall)))
    if not any(value.enhet == code and value.varde is not None for value in values):
        raise AnalysError(
            f"Kolada har inga uppgifter om grundskolan i {kommunnamn(code)} för {years[0]} till {years[-1]}."
            " Inget har sparats; välj andra år."
        )
    return answers


def _answers(
    name: str,
    slag: str,
    pages: Sequence[Page],
    nyckeltal: tuple[str, ...] = (),
    kommuner: tuple[str, ...] = (),
    ar: tuple[int, ...] = (),
) -> list[Answer]:
    return [
        Answer(f"{name}_s{number}", slag, page.url, page.raw, nyckeltal, kommuner, ar)
        for number, page in enumerate(pages, 1)
    ]


def segments(ids: Sequence[T]) -> list[tuple[T, ...]]:
    """Ids in portions that one segment of an address may hold.

    Examples
    --------
    >>> [len(portion) for portion in segments(range(30))]
    [25, 5]
    """
    return [tuple(ids[start : start + MOST_IDS]) for start in range(0, len(ids), MOST_IDS)]
