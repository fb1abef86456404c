"""The numbers of local measures: the rows of the sheet Lokala mått, checked, with their periods and units."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from analys.arbetsbok import Arbetsbok, Rad
from analys.errors import Problem
from analys.indicators.lokala import (
    ANTAL,
    HT,
    KALENDERAR,
    MOST_NAME,
    VT,
    Definitioner,
    LokaltMatt,
    read_definitions,
)
from analys.lasar import from_var, parse_lasar
from analys.spelling import find_near, fold, fold_name
from analys.termin import Termin, parse_termin

KINDS = {"": "läsår", HT: "terminer", VT: "terminer", KALENDERAR: "kalenderår"}
"""What a measure's periods are, by the `kategori` of its cells."""

_GROUPS = {
    "alla": ("alla", "alla"),
    "flickor": ("flickor", "alla"),
    "pojkar": ("pojkar", "alla"),
    "sv": ("alla", "sv"),
    "sva": ("alla", "sva"),
}
_PARTS = (("flickor", "pojkar"), ("sv", "sva"))
_CODE = re.compile("[0-9]{8}")


class Period(NamedTuple):
    """A läsår, a term or a calendar year: the läsår of its cells and their `kategori`.

    Examples
    --------
    >>> str(Period("2025/26", "")), str(Period("2025/26", "HT")), str(Period("2024/25", "kalenderår"))
    ('2025/26', 'HT 2025', '2025')
    """

    lasar: str
    kategori: str

    def __str__(self) -> str:
        if self.kategori in (HT, VT):
            return str(Termin("ht" if self.kategori == HT else "vt", self.lasar))
        return str(int(self.lasar[:4]) + 1) if self.kategori == KALENDERAR else self.lasar


class Enhet(NamedTuple):
    """Whom a number is about: the municipality (`kod` "") or a unit."""

    kod: str
    namn: str


Key: TypeAlias = tuple[str, Period, str, str, str]
"""Measure, period, unit, gender and language group of a number."""


@dataclass(frozen=True)
class Uppgift:
    """One number of one measure.

    Parameters
    ----------
    matt : str
        Code.
    period : Period
    enhet : Enhet
    kon, svsva : str
        As of a cell.
    taljare : int
    namnare : int or None
    rad : Rad
    """

    matt: str
    period: Period
    enhet: Enhet
    kon: str
    svsva: str
    taljare: int
    namnare: int | None
    rad: Rad = field(repr=False, compare=False)

    @property
    def key(self) -> Key:
        """What no two numbers share."""
        return self.matt, self.period, self.enhet.kod, self.kon, self.svsva


@dataclass(frozen=True)
class Lokala:
    """The local measures of a workbook and their numbers.

    Parameters
    ----------
    matt : mapping of str to LokaltMatt
    uppgifter : tuple of Uppgift
        In the order of the sheet.
    problems : tuple of Problem
        Every fault of the two sheets, each at its cell.
    """

    matt: Mapping[str, LokaltMatt]
    uppgifter: tuple[Uppgift, ...]
    problems: tuple[Problem, ...] = ()


def parse_period(text: str) -> Period:
    """Period that a text names.

    Raises
    ------
    ValueError
        When it names none.

    Examples
    --------
    >>> [str(parse_period(text)) for text in ("2025-26", "ht 2025", "2025")]
    ['2025/26', 'HT 2025', '2025']
    """
    if re.fullmatch("(19|20)[0-9]{2}", text.strip()):
        return Period(from_var(int(text)), KALENDERAR)
    try:
        termin = parse_termin(text)
    except ValueError:
        return Period(parse_lasar(text), "")
    return Period(termin.lasar, HT if termin.termin == "ht" else VT)


def read_lokala(bok: Arbetsbok, skolor: Mapping[str, str]) -> Lokala:
    """The local measures of a workbook, with every fault of them.

    Parameters
    ----------
    bok : Arbetsbok
    skolor : mapping of str to str
        Names of the municipality's schools by skolenhetskod; those of the workbook's own sheet are added.
    """
    definitions = read_definitions(bok)
    known = dict(skolor) | {
        rad.text("skolenhet"): rad.text("visas_som") or rad.text("namn") for rad in bok.rader("skolor")
    }
    problems = list(definitions.problems)
    found: list[Uppgift] = []
    for rad in bok.rader("lokala_matt"):
        read = _read_row(rad, definitions, known)
        if isinstance(read, Uppgift):
            found.append(read)
        else:
            problems += read
    problems += [*_find_repeated(found), *_find_mixed(found), *_find_too_many(found)]
    return Lokala(definitions.matt, tuple(found), tuple(problems))


def _read_row(rad: Rad, definitions: Definitioner, known: Mapping[str, str]) -> Uppgift | list[Problem]:
    problems: list[Problem] = []
    code = definitions.namn.get(fold_name(rad.text("matt")))
    if code is None:
        problems.append(
            rad.problem("matt", "Måttet är inte definierat i bladet Mått.", _advise(rad, definitions))
        )
    period = None
    try:
        period = parse_period(rad.text("period"))
    except ValueError:
        gor = "Skriv ett läsår, en termin eller ett år: 2025/26, VT 2026 eller 2025."
        problems.append(rad.problem("period", "Perioden går inte att läsa.", gor))
    enhet = _find_unit(rad.text("enhet"), known)
    if isinstance(enhet, tuple) and not isinstance(enhet, Enhet):
        problems.append(rad.problem("enhet", *enhet))
    if code is not None:
        problems += _check_numbers(rad, definitions.matt[code])
    if problems or code is None or period is None or not isinstance(enhet, Enhet):
        return problems
    kon, svsva = _GROUPS[rad.text("grupp") or "alla"]
    taljare, namnare = rad["taljare"], rad["namnare"]
    assert isinstance(taljare, int)
    assert namnare is None or isinstance(namnare, int)
    return Uppgift(code, period, enhet, kon, svsva, taljare, namnare, rad)


def _advise(rad: Rad, definitions: Definitioner) -> str:
    near = find_near(rad.text("matt"), [one.label for one in definitions.matt.values()])
    if near:
        return f"Menade du ”{near}”? Annars: lägg till måttet i bladet Mått."
    return "Lägg till måttet i bladet Mått, eller rätta namnet."


def _find_unit(text: str, known: Mapping[str, str]) -> Enhet | tuple[str, str]:
    """The unit that a text names, or what is wrong with it and what to do."""
    name = " ".join(text.split())
    if not name:
        return Enhet("", "")
    if name in known:
        return Enhet(name, known[name])
    same = [code for code, own in known.items() if fold_name(own) == fold_name(name)]
    if len(same) == 1:
        return Enhet(same[0], known[same[0]])
    if not re.search("[^0-9 ]", name):
        gor = "Rätta koden, eller lägg till skolan i bladet Skolor."
        form = "" if _CODE.fullmatch(name) else " En skolenhetskod har åtta siffror."
        return f"Skolenhetskoden hör inte till någon av kommunens skolor.{form}", gor
    slug = re.sub("[^a-z0-9]+", "_", fold(name)).strip("_")
    if not slug or len(name) > MOST_NAME or not name.isprintable():
        gor = f"Ge enheten ett namn med bokstäver, högst {MOST_NAME} tecken långt."
        return "Enhetens namn går inte att använda.", gor
    return Enhet(slug, name)


def _check_numbers(rad: Rad, matt: LokaltMatt) -> Iterator[Problem]:
    taljare, namnare = rad["taljare"], rad["namnare"]
    if not isinstance(taljare, int) or taljare < 0:
        yield rad.problem("taljare", "Täljaren är inget antal.", "Skriv ett helt tal, 0 eller större.")
    if matt.unit == ANTAL:
        if namnare is not None:
            gor = "Ta bort nämnaren, eller ändra måttenheten i bladet Mått."
            yield rad.problem("namnare", "Ett mått i antal har ingen nämnare.", gor)
        return
    if not isinstance(namnare, int) or namnare < 1:
        gor = "Skriv hur många det räknas av, ett helt tal större än 0."
        yield rad.problem("namnare", f"Ett mått i {matt.unit} behöver en nämnare.", gor)
    elif matt.unit == "procent" and isinstance(taljare, int) and taljare > namnare:
        gor = "Rätta talen. Om täljaren räknar händelser är måttenheten per hundra."
        yield rad.problem("taljare", "Täljaren är större än nämnaren.", gor)


def _find_repeated(found: Sequence[Uppgift]) -> Iterator[Problem]:
    seen = set()
    for one in found:
        if one.key in seen:
            vad = "Samma mått, period, enhet och grupp finns på en tidigare rad."
            yield one.rad.problem("matt", vad, "Behåll en av raderna.")
        seen.add(one.key)


def _find_mixed(found: Sequence[Uppgift]) -> Iterator[Problem]:
    """A measure has läsår, terms or calendar years, since only like periods can be compared."""
    first: dict[str, str] = {}
    for one in found:
        kind = KINDS[one.period.kategori]
        if first.setdefault(one.matt, kind) != kind:
            vad = f"Måttets andra perioder är {first[one.matt]}, men den här är ett annat slag."
            yield one.rad.problem("period", vad, "Använd samma slags period för hela måttet.")


def _find_too_many(found: Sequence[Uppgift]) -> Iterator[Problem]:
    """Parts that are more than their whole."""
    by_key = {one.key: one for one in found}
    units: dict[Key, list[Uppgift]] = defaultdict(list)
    for one in found:
        if one.enhet.kod:
            units[one.matt, one.period, "", one.kon, one.svsva].append(one)
    for key, parts in units.items():
        if key in by_key and _exceed(parts, by_key[key]):
            vad = "Enheterna är tillsammans fler än hela kommunen."
            yield by_key[key].rad.problem("taljare", vad, "Rätta kommunens eller enheternas rader.")
    for one in found:
        if (one.kon, one.svsva) != ("alla", "alla"):
            continue
        for names in _PARTS:
            keys = [(*one.key[:3], *_GROUPS[name]) for name in names]
            parts = [by_key[key] for key in keys if key in by_key]
            if _exceed(parts, one):
                vad = f"Grupperna {names[0]} och {names[1]} är tillsammans fler än alla."
                yield one.rad.problem("taljare", vad, "Rätta gruppernas rader eller raden för alla.")


def _exceed(parts: Sequence[Uppgift], whole: Uppgift) -> bool:
    if sum(part.taljare for part in parts) > whole.taljare:
        return True
    return whole.namnare is not None and sum(part.namnare or 0 for part in parts) > whole.namnare
