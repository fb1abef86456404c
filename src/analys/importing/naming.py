"""What names say: the kinds that a file's name can mean, and the läsår that a file or folder name tells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath

from analys.lasar import from_month, from_var
from analys.spelling import fold

# First words that fit decide. The number of the year group is asked for where several kinds share the words.
_WORDS = (
    ("skyddade", r"skydda[dt]"),
    ("skolenheter", r"skolenheter|skolenhetsregister|skolregister"),
    ("enkat_utskick", r"utskick"),
    ("enkat_fragor", r"enkatfragor|\bfragor\b"),
    ("enkat_index", r"skolenkat|enkatindex"),
    ("enkat_svar", r"enkat"),
    ("elevregister", r"elevregister|elevlist|elever\b"),
    ("franvaro", r"franvaro|narvaro|attendance"),
    ("bedomning", r"\bbedomning(?:ar|en|arna)?\b|maluppfyllelse|godtagbara kunskaper"),
    ("np", r"\bnp|amnesprov|nationella prov|natprov|\bprov\b"),
    ("betyg", r"betyg"),
)
_ARSKURS = re.compile(r"(?:ak|arskurs|ars|np|prov|betyg|klass) ?([369])(?!\d)|(?<!\d)([369]) ?(?:an|e)\b")
# Papers about the files, not the files.
_ABOUT = re.compile(r"beskrivning|kravspec|instruktion|lathund|manual|\bmall\b|protokoll")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])(?!\d)")
_LASAR = re.compile(r"(?<!\d)((?:19|20)?\d\d)[-_/ ]?((?:19|20)?\d\d)(?!\d)")
_TERM = re.compile(
    r"(?<![a-z])([hv])t ?[-_]?((?:19|20)?\d\d)(?:[-/ ]((?:19|20)?\d\d))?(?!\d)"
    r"|(?<!\d)((?:19|20)\d\d) ?([hv])t(?![a-z])"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def fold_words(text: str) -> str:
    """Lower case, without accents, every run of other characters than letters and digits one space.

    Examples
    --------
    >>> fold_words("Slutbetyg_Åk9 (Norra)")
    'slutbetyg ak9 norra'
    """
    return re.sub(r"[^a-z0-9]+", " ", fold(text)).strip()


def kinds_in_name(name: str) -> tuple[str, ...]:
    """Kinds that a file name can mean, none when it says nothing.

    Examples
    --------
    >>> kinds_in_name("Slutbetyg åk9 Norra 2026.csv"), kinds_in_name("Ämnesprov 9.txt")
    (('slutbetyg_ak9',), ('np_ak9',))
    >>> kinds_in_name("Betyg vt 2026.csv")
    ('slutbetyg_ak9', 'betyg_ak6')
    """
    text = fold_words(PurePosixPath(name).stem)
    if _ABOUT.search(text):
        return ()
    family = next((family for family, words in _WORDS if re.search(words, text)), "")
    found = _ARSKURS.search(text)
    arskurs = (found[1] or found[2]) if found else ""
    match family:
        case "np":
            return (f"np_ak{arskurs}",) if arskurs else ("np_ak3", "np_ak6", "np_ak9")
        case "bedomning":
            return ("bedomning_ak3",) if arskurs in ("", "3") else ()
        case "betyg":
            if arskurs == "9" or "slutbetyg" in text:
                return ("slutbetyg_ak9",)
            if arskurs == "6" or "terminsbetyg" in text:
                return ("betyg_ak6",)
            return ("slutbetyg_ak9", "betyg_ak6")
    return (family,) if family else ()


def lasar_in_name(name: str) -> tuple[str, ...]:
    """Läsår that a name can mean: one of a läsår, a term or a day; two of a year alone; else none.

    Examples
    --------
    >>> lasar_in_name("franvaro vt26.xls"), lasar_in_name("Läsåret 2025-2026")
    (('2025/26',), ('2025/26',))
    >>> lasar_in_name("franvaro_vt_2025-26.xls"), lasar_in_name("franvaro vt26-06-12.xls")
    (('2025/26',), ('2025/26',))
    >>> lasar_in_name("Slutbetyg 2026.csv")
    ('2025/26', '2026/27')
    """
    text = unicodedata.normalize("NFC", name).casefold()
    terms = {_of_term(m[1] or m[5], m[2] or m[4], m[3] or "") for m in _TERM.finditer(text.replace("_", " "))}
    if terms:
        return tuple(sorted(terms))
    days = {_of_day(m[1], m[2]) for m in _DAY.finditer(text)}
    text = _DAY.sub(" ", text)
    spans = {from_var(_full(m[2])) for m in _LASAR.finditer(text) if _is_span(m[1], m[2])}
    if spans or days:
        return tuple(sorted(spans or days))
    years = {int(m[1]) for m in _YEAR.finditer(text)}
    return tuple(sorted({from_var(year + shift) for year in years for shift in (0, 1)}))


def lasar_in_folders(folders: Sequence[str]) -> tuple[str, ...]:
    """Läsår of the nearest folder that tells one; `folders` from the outermost to the nearest.

    Examples
    --------
    >>> lasar_in_folders(["2024-25", "Norra skolan"])
    ('2024/25',)
    """
    told = (lasar_in_name(folder) for folder in reversed(folders))
    return next((lasar for lasar in told if lasar), ())


def lasar_of_day(day: str) -> str:
    """Läsår that a day "2026-06-15" belongs to; it runs from August to July.

    Examples
    --------
    >>> lasar_of_day("2025-08-01"), lasar_of_day("2026-06-15")
    ('2025/26', '2025/26')
    """
    return _of_day(day[:4], day[5:7])


def _of_day(year: str, month: str) -> str:
    return from_month(int(year), int(month))


def _of_term(term: str, year: str, following: str) -> str:
    is_lasar = bool(following) and _full(following) == _full(year) + 1  # vt 2025/26
    return from_var(_full(year) + (is_lasar or term == "h"))


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _is_span(first: str, second: str) -> bool:
    # "25-26" alone is too little: a day, a room or a class is written the same.
    return len(first) == 4 and _full(second) == int(first) + 1
