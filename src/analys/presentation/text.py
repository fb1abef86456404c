"""Composed text in which every number knows its cell, and every comparison the cells it is between.

A sentence is a template plus parts. The template holds no digits; numbers come as `Number`, made from a
protected cell, and names such as läsår or årskurs as `Label`. So no number can reach the report that the
disclosure plan has not decided. What words alone tell of cells, "högst" or "tre av fem skolor", stands in the
sentence's claims, which the notebook's output carries to the attacker.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from string import Formatter
from typing import Any

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.presentation.claims import Claim, write_claims

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Number:
    """A formatted number and the id of the cell it comes from."""

    text: str
    cell: str


@dataclass(frozen=True)
class Label:
    """A name with digits in it that is no measured number: läsår, årskurs, subject, school."""

    text: str


@dataclass(frozen=True)
class Typed:
    """Words that somebody of the municipality has typed, with or without numbers."""

    text: str


@dataclass(frozen=True)
class Reference:
    """A cross-reference to a table or figure, numbered by rendering; `target` is "tab-…" or "fig-…"."""

    target: str


Part = str | Number | Label | Typed | Reference


@dataclass(frozen=True)
class Sentence:
    """A sequence of text, numbers and labels, and what its words claim of cells."""

    parts: tuple[Part, ...]
    claims: tuple[Claim, ...] = ()

    def claiming(self, *claims: Claim) -> Sentence:
        """The sentence with further claims."""
        return replace(self, claims=tuple(dict.fromkeys((*self.claims, *claims))))

    @property
    def plain(self) -> str:
        """As plain text."""
        return "".join(_plain(part) for part in self.parts)

    @property
    def html(self) -> str:
        """As HTML, numbers marked with their cell."""
        return "".join(_html(part) for part in self.parts)

    @property
    def cells(self) -> tuple[str, ...]:
        """Ids of the cells in order, without repeats."""
        return tuple(dict.fromkeys(part.cell for part in self.parts if isinstance(part, Number)))


def _plain(part: Part) -> str:
    if isinstance(part, str):
        return part
    return "" if isinstance(part, Reference) else part.text


def _html(part: Part) -> str:
    match part:
        case Number():
            return f'<span class="tal" data-cell="{escape(part.cell)}">{escape(part.text)}</span>'
        case Reference():
            return f'<a href="#{escape(part.target)}"></a>'
        case Label() if _DIGIT.search(part.text):
            # The inspection takes no other number than a cell's or a marked name's.
            return f'<span data-etikett="">{escape(part.text)}</span>'
        case Label():
            return escape(part.text)
        case Typed():
            return mark_typed(part.text)
        case _:
            return escape(part)


def mark_typed(text: str) -> str:
    """HTML of words that somebody has typed: the inspection looks their numbers up in the words."""
    written = escape(text, quote=False)
    return f'<span data-eget="">{written}</span>' if _DIGIT.search(text) else written


Words = str | Sentence
"""Words of a figure: plain, or with what they claim."""


def say(text: str, *claims: Claim) -> Sentence:
    """Words with numbers already written, as in the alternative text of a figure, and what they claim."""
    return Sentence((Label(text),), claims)


def compose(template: str, /, **parts: Part | Sentence) -> Sentence:
    """Fill a template's {names}.

    Raises
    ------
    ValueError
        When the template or a plain text part holds a digit, or a name is missing or left over: a typed
        number has no cell and must not reach the report.

    Examples
    --------
    >>> compose("Värdet var {v} {when}.", v=Number("63,2", "a|b"), when=Label("2018/19")).plain
    'Värdet var 63,2 2018/19.'
    """
    result: list[Part] = []
    claims: list[Claim] = []
    used = set()
    for literal, name, _, _ in Formatter().parse(template):
        _append(result, literal)
        if name:
            used.add(name)
            part = parts.get(name)
            if part is None:
                raise ValueError(f"no part for {{{name}}} in {template!r}")
            if isinstance(part, Sentence):
                result.extend(part.parts)
                claims += part.claims
            else:
                _append(result, part)
    if used != parts.keys():
        raise ValueError(f"unused parts {sorted(parts.keys() - used)} in {template!r}")
    return Sentence(tuple(result)).claiming(*claims)


def _append(result: list[Part], part: Part) -> None:
    if isinstance(part, str):
        if _DIGIT.search(part):
            raise ValueError(f"a number without a cell in {part!r}")
        if not part:
            return
    result.append(part)


def join_sentences(sentences: Iterable[Sentence | None], separator: str = " ") -> Sentence:
    """One sentence object of several, None left out."""
    parts: list[Part] = []
    claims: list[Claim] = []
    for sentence in sentences:
        if sentence is None:
            continue
        if parts:
            parts.append(separator)
        parts.extend(sentence.parts)
        claims += sentence.claims
    return Sentence(tuple(parts)).claiming(*claims)


def list_sentences(parts: Sequence[Sentence]) -> Sentence:
    """Parts of a sentence as running text.

    Examples
    --------
    >>> list_sentences([compose("ett"), compose("två"), compose("tre")]).plain
    'ett, två och tre'
    """
    joined: list[Sentence] = []
    for place, part in enumerate(parts):
        if place:
            joined.append(compose(" och " if place == len(parts) - 1 else ", "))
        joined.append(part)
    return join_sentences(joined, separator="")


def make_number(cell: ShownCell, formatter: Callable[[float], str], value: float | None = None) -> Number:
    """A number from a shown cell: its value, or `value` when that is derived from the cell alone.

    Raises
    ------
    ValueError
        When the cell is hidden or missing.
    """
    if cell.status not in ("visad", "officiell"):
        raise ValueError(f"{cell.cell} is not shown")
    return Number(formatter(cell.varde if value is None else value), cell.cell)


@dataclass(frozen=True)
class Text:
    """Paragraphs, a list or a box, ready to be shown in a notebook.

    Parameters
    ----------
    paragraphs : sequence of Sentence
    form : str
        "stycken", "lista" or "ruta".
    rubrik : str
        Heading of a box or a list.
    ledord : sequence of str
        A lead word for each paragraph, such as "Vad vi ser"; empty for none.
    """

    paragraphs: Sequence[Sentence]
    form: str = "stycken"
    rubrik: str = ""
    ledord: Sequence[str] = ()

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        claims = [claim for part in self.paragraphs for claim in part.claims]
        return {"text/html": self.html, "text/plain": self.plain}, write_claims(claims)

    @property
    def plain(self) -> str:
        """As plain text, a line between paragraphs."""
        lines = [f"{lead}. {part.plain}" if lead else part.plain for lead, part in self._led()]
        return "\n\n".join([self.rubrik, *lines] if self.rubrik else lines)

    def _led(self) -> Iterable[tuple[str, Sentence]]:
        leads = [*self.ledord, *[""] * (len(self.paragraphs) - len(self.ledord))]
        return zip(leads, self.paragraphs, strict=True)

    @property
    def html(self) -> str:
        """As the HTML that rendering accepts."""
        if self.form == "lista":
            head = f'<h3 class="onumrerad">{escape(self.rubrik)}</h3>' if self.rubrik else ""
            return head + "<ul>" + "".join(f"<li>{p.html}</li>" for p in self.paragraphs) + "</ul>"
        body = "".join(
            f"<p><strong>{escape(lead)}.</strong> {p.html}</p>" if lead else f"<p>{p.html}</p>"
            for lead, p in self._led()
        )
        if self.form == "ruta":
            return f'<aside class="ruta"><p class="rubrik">{escape(self.rubrik)}</p>{body}</aside>'
        return body


def require_protected(table: object) -> ProtectedTable:
    """Return the table, or refuse anything that has not passed the gate.

    Raises
    ------
    TypeError
    """
    if not isinstance(table, ProtectedTable):
        raise TypeError("Bara skyddade tabeller kan visas: använd run.protect.")
    return table
