"""Statistics that people have typed, held against those that the report shows.

A number is held against cells only where its sentence names a measure that the report knows, and gives the
number a unit. What the sentence says of läsår, group and school chooses the cells; where it leaves a choice,
any of them will do. Targets, comparisons with others and rough figures are left alone or given room: a
warning that cries wolf is not read.

What is hidden is told by the cell alone and never by the number, which may be right or wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.errors import InputError, Problem
from analys.indicators.measures import MEASURES
from analys.lasar import from_var, shift
from analys.presentation.formats import format_number
from analys.progress import Progress
from analys.texter import Egentext, gather_texts
from analys.underlag import Underlag

PROCENT, ENHETER, POANG, ELEVER = "procent", "procentenheter", "poäng", "elever"

_NUMBER = re.compile(
    r"(?<![\d/,.–-])(?P<whole>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,6})(?:[,.](?P<part>\d{1,3}))?\s*"
    r"(?P<unit>%|procentenhet(?:er)?\b|procent\b|(?:merit)?poäng\b|elever(?:na)?\b)",
    re.IGNORECASE,
)
_MERIT = re.compile(
    r"\bmeritvärde\w*(?:\s+[^\W\d]+){0,6}\s+(?P<whole>\d{2,3})(?:[,.](?P<part>\d))?(?![\d/]|\s*[%\w])",
    re.IGNORECASE,
)
"""A merit value is often written without its unit, last in its clause."""

_SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=[A-ZÅÄÖ])|\n\s*\n|\n(?=\s*(?:[-*+#]|\d+[.)])\s)")
_OTHER = re.compile(
    r"\b(?:målet|målvärde\w*|(?:vårt|ett|nämndens|kommunens|satt) mål\w*|mål och budget|ska|bör|riket\w*|"
    r"rikssnitt\w*|länet\w*|länssnitt\w*|(?:andra|liknande|jämförbara) kommuner\w*|skolverket\w*|kolada|"
    r"skolinspektion\w*|prognos\w*|om (?:vi|fler|alla)|skulle)\b",
    re.IGNORECASE,
)
"""Words that say that the number is no outcome of the municipality's."""

_ROUGH = re.compile(
    r"\b(?:cirka|ca|drygt|knappt|nästan|närmare|omkring|runt|ungefär|minst|högst|över|under|mer än|fler än|"
    r"mindre än|färre än|uppemot)\.?\s*$",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\bmed\s+(?:\w+\s+)?$", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:ök|minsk|höj|sänk|stig|steg|sjunk|sjönk|föll|förbättr|försämr|skill|skilj|högre|lägre|upp|ned)\w*",
    re.IGNORECASE,
)
_ARSKURS = r"(?:årskurs|åk|klass)\s*"
_LASAR = re.compile(r"\b((?:19|20)\d\d)/\d\d\b")
_TERM = re.compile(r"\b(våren|vårterminen|vt|hösten|höstterminen|ht)\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d/])((?:19|20)\d\d)(?![\d/])")
_BEFORE = re.compile(
    r"\b(?:i fjol|förra (?:året|läsåret)|året innan|föregående (?:år|läsår))\b", re.IGNORECASE
)

_SCHOOL = re.compile(r"\b[A-ZÅÄÖ]\w+skolan?\b|\bskolas?\b")

_MEASURES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\bmeritvärde\w*", ("meritvarde_17", "meritvarde_16")),
    (r"\b(?:behörig\w*|behörighet\w*)\b(?!.*program)|\byrkesprogram\w*", ("behorighet_yrkes",)),
    (r"\bestetisk\w* program\w*", ("behorighet_es",)),
    (r"\b(?:ekonomi|humanist|samhällsvetenskap)\w*", ("behorighet_ekhusa",)),
    (r"\b(?:naturvetenskap|teknik)\w*program\w*", ("behorighet_nate",)),
    (r"\bsvarsfrekvens\w*|\bbesvarade enkäten|\bsvarade på enkäten", ("enkat_*_svarsfrekvens",)),
    (r"\bogiltig\w* frånvaro", ("ogiltig_*",)),
    (r"(?<!o)giltig\w* frånvaro", ("giltig_*",)),
    (r"(?<!giltig )(?<!giltiga )(?<!anmäld )\bfrånvaro(?:n|grad\w*)?\b", ("franvaro_*",)),
)
_COUNTED = ("alla_amnen", "behorighet", "np_ak")
"""Measures whose pupils one writes about by number."""

_GRADES = re.compile(r"\balla ämnen\b", re.IGNORECASE)
_TESTS = re.compile(r"\bnationell\w* prov\w*|\bNP\b|\bprovbetyg\w*|\bkravnivå\w*", re.IGNORECASE)
_SUBJECTS = {"ma": r"matematik", "en": r"engelska", "sva": r"andraspråk", "sv": r"svenska(?! som)"}
_STAGES = {"lag": "lågstadi", "mellan": "mellanstadi", "hog": "högstadi"}
_GROUPS = {"elev": r"elev", "personal": r"personal|lärar", "vardnadshavare": r"vårdnadshavar|föräldr"}


@dataclass(frozen=True)
class Tal:
    """A number with its unit, and the sentence that says what it is of.

    Parameters
    ----------
    varde : float
    decimaler : int
    enhet : str
        "procent", "procentenheter", "poäng" or "elever".
    plats : int
        Where in the text it stands.
    mening : str
    fore : str
        The sentence before the number.
    """

    varde: float
    decimaler: int
    enhet: str
    plats: int
    mening: str
    fore: str


def compare_texts(run: Underlag, tables: Iterable[ProtectedTable], progress: Progress) -> None:
    """Hold a run's texts against its tables: told as warnings, and no fastställd report is made of them.

    Raises
    ------
    InputError
        When the report is to be fastställd and a typed number contradicts it.
    """
    if run.parameters.skola:
        return
    cells = {cell.cell: cell for table in tables for cell in table.cells()}
    problems = check_statistics(gather_texts(run).texter, list(cells.values()), run.parameters.lasar)
    if problems and run.parameters.status == "fastställd":
        raise InputError(problems)
    for problem in problems:
        where = ", rad ".join([problem.fil, *map(str, problem.rader)])
        progress.step(f"Varning, {where}: {problem.vad} {problem.gor}")


def check_statistics(texts: Iterable[Egentext], cells: Sequence[ShownCell], lasar: str) -> list[Problem]:
    """Typed statistics that contradict the report, or that it hides; each with file and line.

    Parameters
    ----------
    texts : iterable of Egentext
    cells : sequence of ShownCell
        Every cell that the report shows or hides.
    lasar : str
        The report's läsår, which a sentence without any speaks of.
    """
    by_code: dict[str, list[ShownCell]] = {}
    for cell in cells:
        by_code.setdefault(cell.indikator, []).append(cell)
    problems = []
    for text in texts:
        for number in find_numbers(text.kalla):
            told = _judge(number, by_code, lasar)
            if told:
                problems.append(text.at(number.plats).problem(*told))
    return list(dict.fromkeys(problems))


def find_numbers(source: str) -> Iterator[Tal]:
    """Numbers with a unit that may be an outcome.

    Examples
    --------
    >>> [(one.varde, one.enhet) for one in find_numbers("I åk 9 var 63,2 % behöriga 2025/26. Målet är 70 %.")]
    [(63.2, 'procent')]
    """
    start = 0
    for end in [*(match.end() for match in _SENTENCE.finditer(source)), len(source)]:
        sentence = " ".join(source[start:end].split("\n"))
        if not _OTHER.search(sentence):
            for match in _NUMBER.finditer(sentence):
                yield _make(match, _unit(match["unit"]), start)
            for match in _MERIT.finditer(sentence):
                yield _make(match, POANG, start)
        start = end


def _make(match: re.Match[str], unit: str, start: int) -> Tal:
    whole, part = re.sub(r"\D", "", match["whole"]), match["part"] or ""
    at = match.start("whole")
    return Tal(float(f"{whole}.{part or 0}"), len(part), unit, start + at, match.string, match.string[:at])


def _unit(written: str) -> str:
    folded = written.lower()
    if folded.startswith("procentenhet"):
        return ENHETER
    if folded.startswith(("%", "procent")):
        return PROCENT
    return POANG if folded.endswith("poäng") else ELEVER


def _judge(number: Tal, by_code: Mapping[str, Sequence[ShownCell]], lasar: str) -> tuple[str, str] | None:
    """What is wrong with a number and what to do; None where nothing is, or nobody can say."""
    if number.enhet == PROCENT and _RELATIVE.search(number.fore):
        return None  # "ökade med tio procent" is no level, and no difference of levels
    codes = list(_find_codes(number.mening, by_code))
    found = [cell for code in codes for cell in by_code[code] if _is_meant(cell, number, lasar)]
    shown = [cell for cell in found if cell.shown]
    room = 0.5 * 10.0**-number.decimaler + 1e-9
    if _ROUGH.search(number.fore):
        room = max(2.0, 0.03 * number.varde)
    if any(abs(value - number.varde) <= room for cell in shown for value in _values(cell, number.enhet)):
        return None
    if any(cell.status == "skyddad" for cell in found):
        return "Uppgiften är skyddad och kan inte stå i texten.", "Skriv om meningen utan talet."
    if not shown:
        return None
    return (
        f"Talet stämmer inte med rapporten, som visar {_tell(shown, number)}.",
        "Rätta talet, eller ta bort det.",
    )


def _find_codes(sentence: str, by_code: Mapping[str, Sequence[ShownCell]]) -> Iterator[str]:
    """Codes of the measures that a sentence names, of those that the report has."""
    wanted: list[str] = []
    for pattern, codes in _MEASURES:
        if re.search(pattern, sentence, re.IGNORECASE):
            wanted += [_complete(code, sentence) for code in codes]
    years = re.findall(rf"{_ARSKURS}([1-9])", sentence, re.IGNORECASE)
    if _GRADES.search(sentence):
        wanted += [f"alla_amnen_ak{year}" for year in years or ["9"]]
    if _TESTS.search(sentence):
        subjects = [name for name, word in _SUBJECTS.items() if re.search(word, sentence, re.IGNORECASE)]
        wanted += [f"np_ak{year}_{subject}" for year in years for subject in subjects]
    folded = sentence.casefold()
    wanted += [code for code in by_code if code.startswith("lokalt_") and _label(code) in folded]
    yield from (code for code in dict.fromkeys(wanted) if code in by_code)


def _complete(code: str, sentence: str) -> str:
    """The code of a family's member that a sentence means."""
    if code.startswith("enkat"):
        groups = (name for name, word in _GROUPS.items() if re.search(word, sentence, re.IGNORECASE))
        return code.replace("*", next(groups, "elev"))
    if not code.endswith("*"):
        return code
    term = "ht" if re.search(r"\bhöst|\bht\b", sentence, re.IGNORECASE) else "vt"
    year = re.search(rf"{_ARSKURS}([1-9])(?!\s*[–-])", sentence, re.IGNORECASE)
    stage = next((name for name, word in _STAGES.items() if word in sentence.lower()), "alla")
    return code.replace("*", f"{term}_ak{year[1]}" if year else f"{term}_{stage}")


def _label(code: str) -> str:
    measure = MEASURES.get(code)
    return measure.label.casefold() if measure else code


def _is_meant(cell: ShownCell, number: Tal, lasar: str) -> bool:
    """Whether a sentence may speak of a cell."""
    measure = MEASURES.get(cell.indikator)
    unit = measure.unit if measure else ""
    is_change = cell.jamforelse.startswith("mot 2") or "-" in cell.jamforelse
    says_change = bool(_CHANGE.search(number.mening))
    fits = {
        PROCENT: unit == "procent" and not cell.jamforelse,
        ENHETER: unit == "procent" and is_change,
        POANG: unit == "poäng" and (not cell.jamforelse or (is_change and says_change)),
        ELEVER: cell.indikator.startswith(_COUNTED) and not cell.jamforelse,
    }[number.enhet]
    return (
        fits
        and not cell.kategori
        and cell.lasar in _lasar(number.mening, lasar)
        and _is_group(cell, number.mening)
        and _is_unit(cell, number.mening)
    )


def _lasar(sentence: str, lasar: str) -> set[str]:
    years = {f"{first}/{(int(first) + 1) % 100:02d}" for first in _LASAR.findall(sentence)}
    for term, year in _TERM.findall(sentence):
        years.add(from_var(int(year) + term.lower().startswith("h")))
    if not years:
        plain = [int(year) for year in _YEAR.findall(sentence)]
        years = {from_var(year) for year in plain} | {from_var(year + 1) for year in plain}
    if _BEFORE.search(sentence):
        several = len(_NUMBER.findall(sentence)) + len(_MERIT.findall(sentence)) > 1
        years |= {shift(lasar, -1), lasar} if several else {shift(lasar, -1)}
    return years or {lasar}


def _is_group(cell: ShownCell, sentence: str) -> bool:
    folded = sentence.lower()
    girls, boys = "flick" in folded, "pojk" in folded
    genders = {name for name, said in (("flickor", girls), ("pojkar", boys), ("alla", girls == boys)) if said}
    courses = {"sva", "alla"} if "andraspråk" in folded else {"alla"}
    return cell.kon in genders and cell.svsva in courses


def _is_unit(cell: ShownCell, sentence: str) -> bool:
    """The school that is named; the municipality where none is."""
    if cell.enhetstyp == "skola":
        return cell.enhetsnamn.casefold() in sentence.casefold()
    return cell.enhetstyp == "kommun" and not re.search(
        r"\b[A-ZÅÄÖ]\w+(?:skolan|skola)\b|\bskolas?\b", sentence
    )


def _values(cell: ShownCell, unit: str) -> Iterator[float]:
    if unit == ELEVER:
        counts = [count for count in (cell.n, cell.antal) if count is not None]
        yield from (float(count) for count in counts)
        if len(counts) == 2:
            yield float(counts[0] - counts[1])
        return
    yield abs(cell.varde)
    if unit == PROCENT:
        yield 100 - cell.varde


def _tell(shown: Sequence[ShownCell], number: Tal) -> str:
    """The values that the report shows, each with its läsår."""
    told = []
    for cell in shown[:3]:
        values = list(_values(cell, number.enhet))
        measure = MEASURES.get(cell.indikator)
        decimals = 0 if number.enhet == ELEVER else (measure.decimals if measure else 1)
        told += [f"{format_number(values[0], decimals)} {number.enhet} {cell.lasar}"] if values else []
    return " och ".join(dict.fromkeys(told)) or "andra tal"
