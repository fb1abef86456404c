"""Quotations from interviews: what may be quoted, with the role of who said it and nothing more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from analys.disclosure import ProtectedTable
from analys.indicators.intervju import SIDOR, STYRKOR, UTMANINGAR
from analys.presentation.bildkrok import OnSlide, on_slide
from analys.presentation.formats import upper_first
from analys.presentation.text import Sentence, Typed
from analys.presentation.wording_roster_intervjuer import list_themes
from analys.quoting import Citat, choose_quotes
from analys.spelling import fold_name
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

VISADE = 3
"""So many quotations of a side stand in the main part; the others stand in the Metodbilaga."""

NAMN: Mapping[str, str] = {
    "elev": "elev",
    "vårdnadshavare": "vårdnadshavare",
    "lärare": "lärare",
    "elevhälsa": "elevhälsan",
    "fritidspersonal": "fritidspersonal",
    "rektor": "rektor",
    "annan": "annan roll",
}
RUBRIKER: Mapping[str, str] = {
    "elev": "Elever säger",
    "vårdnadshavare": "Vårdnadshavare säger",
    "personal": "Personal säger",
    "annan": "Andra säger",
}

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Quotes:
    """Quotations under a heading, ready to be shown in a notebook.

    Parameters
    ----------
    rubrik : str
    citat : tuple of Citat
    """

    rubrik: str
    citat: tuple[Citat, ...]

    @property
    def html(self) -> str:
        """As the HTML that rendering accepts; numbers in quotations are marked as names are."""
        quoted = "".join(f"<li>{part.html}</li>" for part in self._tell())
        return f"<p><strong>{escape(self.rubrik)}</strong></p><ul>{quoted}</ul>"

    @property
    def plain(self) -> str:
        """As plain text."""
        return "\n".join([self.rubrik, *(part.plain for part in self._tell())])

    def _tell(self) -> list[Sentence]:
        """The quotations; each tells its role where the heading does not."""
        return [_quote(one, named=RUBRIKER.get(one.roll) != self.rubrik) for one in self.citat]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {"text/html": self.html, "text/plain": self.plain}


def show_quotes(run: Underlag, tables: Tables, side: str) -> OnSlide | None:
    """The quotations of pupils, guardians or staff that stand in the main part; None without any."""
    chosen = select_quotes(run, tables, side)[:VISADE]
    return on_slide(Quotes(RUBRIKER[side], tuple(chosen)) if chosen else None, "roster")


def show_more_quotes(run: Underlag, tables: Tables) -> Quotes | None:
    """The quotations that the main part has no room for."""
    sides = [select_quotes(run, tables, side)[VISADE if side != "annan" else 0 :] for side in SIDOR]
    rest = [one for side in sides for one in side]
    return Quotes("Fler citat", tuple(rest)) if rest else None


def select_quotes(run: Underlag, tables: Tables, side: str) -> list[Citat]:
    """A side's quotations: one of each theme and stance first, the themes that many raised before others."""
    own = [one for one in choose_quotes(run).godkanda if one.roll in SIDOR[side]]
    raised = {
        (fold_name(cell.enhetsnamn), stance): cell.varde
        for code, stance in ((UTMANINGAR, "utmaning"), (STYRKOR, "styrka"))
        for cell in list_themes(tables, code, "")
    }
    turns: dict[tuple[str, str], int] = {}
    ranked: list[tuple[int, float, int]] = []
    for number, one in enumerate(own):
        key = (fold_name(one.tema), one.hallning)
        turns[key] = turns.get(key, -1) + 1
        ranked.append((turns[key], -raised.get(key, 0.0), number))
    return [own[number] for _, _, number in sorted(ranked)]


def _quote(one: Citat, *, named: bool) -> Sentence:
    text = Typed(f"”{upper_first(_SPACES.sub(' ', one.text))}”")
    return Sentence((text, f" ({NAMN[one.roll]})")) if named else Sentence((text,))
