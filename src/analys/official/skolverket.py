"""Fetching the statistics of a municipality's school units from Skolverket's Planned Educations API v4.

First the list of units with grundskola, then one question for each of them. Every answer is kept as it comes,
aside; when the last has come they take the place of the earlier ones all at once. An interrupted fetch goes
on where it stopped, the same day.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from analys.errors import AnalysError, InputError, ParameterError
from analys.official import patience
from analys.official.client import open_line
from analys.official.kommuner import DEMO_KOD, find_kommun, kommunnamn
from analys.official.patience import Line, ServiceError, get_patiently
from analys.official.service import SKOLVERKET
from analys.official.skolverket_answers import (
    PAGE_SIZE,
    SKOLFORM,
    Given,
    Unit,
    UnitsPage,
    read_statistics,
    read_units,
)
from analys.official.skolverket_store import (
    Answer,
    load_begun,
    load_skolverket,
    save_answers,
    save_begun,
)

NOT_FOUND = 404

Progress = Callable[[str], None]


def fetch_skolverket(
    kommun: str, *, data: Path, bas_url: str = SKOLVERKET.bas_url, progress: Progress | None = None
) -> Path:
    """Fetch and keep the statistics of every school unit with grundskola in a municipality.

    Parameters
    ----------
    kommun : str
        Municipality code or name.
    data : pathlib.Path
        Data folder.
    bas_url : str
        Everything up to and including /v4.
    progress : callable, optional
        Is told in Swedish what happens, one sentence at a time.

    Returns
    -------
    pathlib.Path
        Folder of the store.

    Raises
    ------
    ParameterError
        On an unknown municipality, the demo municipality or a bad address.
    AnalysError
        When the statistics cannot be had; what was kept before is untouched then.
    """
    code = find_kommun(kommun)
    if code == DEMO_KOD:
        raise ParameterError("Exempelkommun är påhittad och finns inte hos Skolverket.")
    tell = progress or (lambda sentence: None)
    with open_line(SKOLVERKET, bas_url, tell) as line:
        tell(f"Frågar efter skolenheterna i {kommunnamn(code)}")
        lists, units = _fetch_units(line, code)
        statistics = _fetch_statistics(line, data, code, units)
    if not statistics:
        raise AnalysError(
            f"Skolverket har ingen statistik om grundskolan i {kommunnamn(code)}. Inget har sparats."
        )
    folder = save_answers(data, code, [*lists, *statistics], patience.today())
    tell(f"Statistiken om {_count(len(statistics), 'skolenhet', 'skolenheter')} är sparad")
    _tell_unreadable(data, code, tell)
    return folder


def _fetch_units(line: Line, code: str) -> tuple[list[Answer], list[Unit]]:
    """Every page of the list. Its own links to further pages are never asked, only their numbers."""
    answers: list[Answer] = []
    pages: list[UnitsPage] = []

    def read(raw: bytes) -> UnitsPage:
        return read_units(raw, code, len(pages))

    while not pages or len(pages) < pages[0].sidor:
        query = f"typeOfSchooling={SKOLFORM}&geographicalAreaCode={code}&page={len(pages)}&size={PAGE_SIZE}"
        url = f"{line.base}/school-units?{query}"
        raw, page = get_patiently(line, url, read)
        answers.append(Answer("skolenheter", url, raw))
        pages.append(page)
    units = {unit.enhet: unit for page in pages for unit in page.enheter}
    same = all((page.sidor, page.antal) == (pages[0].sidor, pages[0].antal) for page in pages)
    listed = sum(len(page.enheter) for page in pages)
    if not same or sum(page.poster for page in pages) != pages[0].antal or len(units) != listed:
        raise ServiceError(SKOLVERKET, "sidorna i listan över skolenheter går inte ihop")
    if not units:
        raise AnalysError(
            f"Skolverket har inga skolenheter med grundskola i {kommunnamn(code)}. Inget har sparats."
        )
    return answers, sorted(units.values(), key=lambda unit: (unit.namn, unit.enhet))


def _fetch_statistics(line: Line, data: Path, code: str, units: list[Unit]) -> list[Answer]:
    begun = load_begun(data, code, patience.today())
    answers = []
    urls = [f"{line.base}/school-units/{unit.enhet}/statistics/{SKOLFORM}" for unit in units]
    already = sum(url in begun for url in urls)
    if already:
        line.tell(f"{_count(already, 'skolenhet', 'skolenheter')} hämtades tidigare i dag och hämtas inte om")
    for number, (unit, url) in enumerate(zip(units, urls, strict=True), 1):
        answer = begun.get(url)
        if answer is None:
            line.tell(f"Skolenhet {number} av {len(units)}: {unit.namn}")
            answer = _ask(line, url, unit)
            if answer is None:
                line.tell(f"{unit.namn} har ingen statistik om grundskolan och hoppas över")
                continue
            save_begun(data, code, answer, patience.today())
        answers.append(answer)
    return answers


def _ask(line: Line, url: str, unit: Unit) -> Answer | None:
    def read(raw: bytes) -> list[Given]:
        return read_statistics(raw, unit.enhet)

    try:
        raw, _ = get_patiently(line, url, read)
    except ServiceError as error:
        if error.status == NOT_FOUND:
            return None
        raise AnalysError(
            f"{error} Kör du kommandot igen i dag fortsätter hämtningen där den slutade."
        ) from None
    return Answer("statistik", url, raw, unit.enhet)


def _tell_unreadable(data: Path, code: str, tell: Progress) -> None:
    """What is kept is kept; that some of it cannot be read is told at once and not in a month."""
    try:
        load_skolverket(data, code)
    except InputError as error:
        tell(f"Men allt kan inte läsas. {error.problems[0].vad} {error.problems[0].gor}")


def _count(number: int, one: str, many: str) -> str:
    return f"En {one}" if number == 1 else f"{number} {many}"
