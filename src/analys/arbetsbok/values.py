"""What somebody has written in a cell -> the value that its column's form says.

No message repeats what is written: a name or a personnummer may stand in any cell by mistake.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping

from analys.arbetsbok.blad import Form, Kolumn
from analys.arbetsbok.bok import Varde
from analys.lasar import from_var, parse_lasar
from analys.spelling import find_near, fold_name
from analys.termin import parse_termin

MOST_TEXT = 4_000
MOST_DIGITS = 12

EXPLAINED = ("skolenhet", "matt", "fynd", "kapitel", "enhet")
"""Columns whose lists explain each value after a bar."""

_YES = frozenset({"ja", "j", "yes", "y", "sant", "true", "x", "1"})
_NO = frozenset({"nej", "n", "no", "falskt", "false", "0"})
_SILENT = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
_DASHES = str.maketrans("–—‐‑−", "-----")
_NUMBER = re.compile(r"[+-]?\d{1,12}(?:[.,]\d{1,10})?")
_DATE = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?: 00:00:00)?")
_LASAR = re.compile(r"(?:lasaret)?((?:19|20)?\d\d)[/-]((?:19|20)?\d\d)")
_TERM = re.compile(r"(ht|vt|hosttermin(?:en)?|vartermin(?:en)?)-?((?:19|20)?\d\d)")


class Unfit(Exception):
    """A cell that does not hold what its column should."""

    def __init__(self, vad: str, gor: str) -> None:
        super().__init__(vad)
        self.vad = vad
        self.gor = gor


def parse_value(kolumn: Kolumn, text: str) -> Varde:
    """The value of a cell, None when it is blank.

    Raises
    ------
    Unfit
        When the cell does not hold what the column should.

    Examples
    --------
    >>> parse_value(Kolumn("mal", "Målvärde", "", "tal"), "85,5 %")
    85.5
    >>> parse_value(Kolumn("lasar", "Läsår", "", "lasar"), "2025–26")
    '2025/26'
    """
    text = clean(text)
    if not text:
        return None
    return _PARSERS[kolumn.form](kolumn, text)


def cut(kolumn: Kolumn, text: str) -> str:
    """A cell without the explanation that stands after a bar in the template's lists.

    Examples
    --------
    >>> cut(Kolumn("skolenhet", "Skolenhetskod", "", "kod"), "99991038 | Lillsveds skola")
    '99991038'
    """
    return text.partition("|")[0].strip() if kolumn.namn in EXPLAINED else text


def clean(text: str) -> str:
    """Text without what a word processor leaves behind: soft hyphens, invisible joiners, odd spaces.

    Examples
    --------
    >>> clean("till\\u00adsyn\\u00a0av\\r\\n\\r\\nskolan ")
    'tillsyn av\\n\\nskolan'
    """
    text = unicodedata.normalize("NFC", text.replace("_x000D_", "")).translate(_SILENT)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def suggest(text: str, allowed: Collection[str], nearness: float = 0.6) -> str:
    """A name near what is written as a question, "" when none is near.

    Examples
    --------
    >>> suggest("forvaltningen", ("politik", "förvaltning"))
    'Menade du förvaltning? '
    """
    meant = find_near(text[:60], allowed, nearness)
    return f"Menade du {meant}? " if meant else ""


def _parse_text(kolumn: Kolumn, text: str) -> str:
    if not text.replace("\n", "").isprintable():
        raise Unfit("Texten har osynliga tecken.", "Skriv den på nytt.")
    if len(text) > MOST_TEXT:
        raise Unfit("Texten är för lång.", f"Högst {MOST_TEXT} tecken läses. Korta den.")
    return text


def _parse_code(kolumn: Kolumn, text: str) -> str:
    digits = text.replace(" ", "")
    if not re.fullmatch(r"[0-9]{8}", digits):
        raise Unfit("Värdet är ingen skolenhetskod.", "Skriv skolenhetens åtta siffror.")
    return digits


def _parse_number(kolumn: Kolumn, text: str) -> float:
    written = text.translate(_DASHES).removesuffix("%").replace(" ", "")
    if not (written.isascii() and _NUMBER.fullmatch(written)):
        raise Unfit("Värdet är inget tal.", "Skriv bara talet, till exempel 85,5.")
    return float(written.replace(",", "."))


def _parse_count(kolumn: Kolumn, text: str) -> int:
    written = text.replace(" ", "")
    if not (written.isascii() and written.isdigit() and len(written) <= MOST_DIGITS):
        raise Unfit("Värdet är inget antal.", "Skriv ett heltal utan decimaler, till exempel 12.")
    return int(written)


def _parse_flag(kolumn: Kolumn, text: str) -> bool:
    folded = fold_name(text)
    if folded not in _YES | _NO:
        raise Unfit("Värdet är varken ja eller nej.", "Skriv ja eller nej.")
    return folded in _YES


def _parse_choice(kolumn: Kolumn, text: str) -> str:
    by_fold = {fold_name(one): one for one in kolumn.val}
    chosen = by_fold.get(fold_name(text))
    if chosen is None:
        listed = ", ".join(kolumn.val)
        raise Unfit("Värdet finns inte i listan.", f"{suggest(text, kolumn.val)}Välj ett av: {listed}.")
    return chosen


def _parse_date(kolumn: Kolumn, text: str) -> datetime.date:
    match = _DATE.fullmatch(text.translate(_DASHES))
    try:
        return datetime.date(*(int(part) for part in match.groups()) if match else (0, 0, 0))
    except ValueError:
        raise Unfit("Värdet är inget datum.", "Skriv datumet som åååå-mm-dd, till exempel 2026-10-01.") from (
            None
        )


def _parse_lasar(kolumn: Kolumn, text: str) -> str:
    lasar = _read_lasar(text)
    if not lasar:
        raise Unfit("Värdet är inget läsår.", "Skriv läsåret som 2025/26.")
    return lasar


def _parse_period(kolumn: Kolumn, text: str) -> str:
    if lasar := _read_lasar(text):
        return lasar
    folded = _squeeze(text)
    if match := _TERM.fullmatch(folded):
        return str(parse_termin(f"{match[1][0]}t {_whole_year(match[2])}"))
    if re.fullmatch(r"(19|20)\d\d", folded):
        return folded
    raise Unfit("Värdet är ingen period.", "Skriv ett läsår, en termin eller ett år: 2025/26, VT 2026, 2025.")


def _read_lasar(text: str) -> str:
    """The läsår however it is spelled, "" when it is none.

    Excel makes a date of 2010/11: the first of November. Nobody writes a whole date for a läsår.
    """
    folded = _squeeze(text)
    if date := re.fullmatch(r"((?:19|20)\d\d)-(\d\d)-01", folded):
        folded = f"{date[1]}/{date[2]}"
    match = _LASAR.fullmatch(folded)
    if not match:
        return ""
    first, second = _whole_year(match[1]), _whole_year(match[2])
    return parse_lasar(from_var(int(second))) if int(second) == int(first) + 1 else ""


def _whole_year(year: str) -> str:
    return year if len(year) == 4 else f"20{year}"


def _squeeze(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_DASHES)
    return "".join(c for c in folded if not c.isspace() and not unicodedata.combining(c))


_PARSERS: Mapping[Form, Callable[[Kolumn, str], Varde]] = {
    "text": _parse_text,
    "kod": _parse_code,
    "heltal": _parse_count,
    "tal": _parse_number,
    "janej": _parse_flag,
    "val": _parse_choice,
    "datum": _parse_date,
    "lasar": _parse_lasar,
    "period": _parse_period,
}
