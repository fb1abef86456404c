"""Findings as items of a list: the fact as its chapter told it, then how certain it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape, unescape

from analys.presentation.findings import Finding
from analys.presentation.slutsatser_ordning import Ordnat, ask
from analys.presentation.text import Label, Sentence, mark_typed

_TAG = re.compile(r"<[^>]+>")

_CHANGE = {
    "tydligt_hogre": "en tydlig ökning",
    "tydligt_lagre": "en tydlig minskning",
    "hogre_osaker": "en ökning, men hur stor är osäkert",
    "lagre_osaker": "en minskning, men hur stor är osäkert",
    "ungefar_lika": "ungefär samma nivå",
    "oklart": "kan vara tillfälligt",
}
_DISTANCE = {
    "tydligt_hogre": "en tydlig skillnad",
    "tydligt_lagre": "en tydlig skillnad",
    "hogre_osaker": "skillnaden är säker, men inte hur stor den är",
    "lagre_osaker": "skillnaden är säker, men inte hur stor den är",
    "ungefar_lika": "ungefär lika",
    "oklart": "kan vara tillfälligt",
}
_PINNED = "Fäst bland de viktigaste:"


@dataclass(frozen=True)
class Fyndlista:
    """A list of findings, or the sentence that stands in its place.

    Parameters
    ----------
    punkter : tuple of str
        Items as HTML.
    tomt : str
        What is said when there is none.
    rubrik : str
        Heading above the list; "" for none.
    inledning : Sentence
        Paragraph before the list; empty for none.
    """

    punkter: tuple[str, ...]
    tomt: str = ""
    rubrik: str = ""
    inledning: Sentence = field(default_factory=lambda: Sentence(()))

    @property
    def html(self) -> str:
        """As the HTML that rendering accepts."""
        if not self.punkter:
            return f"<p>{escape(self.tomt)}</p>"
        head = f'<h3 class="onumrerad">{escape(self.rubrik)}</h3>' if self.rubrik else ""
        head += f"<p>{self.inledning.html}</p>" if self.inledning.parts else ""
        return head + "<ul>" + "".join(f"<li>{punkt}</li>" for punkt in self.punkter) + "</ul>"

    @property
    def plain(self) -> str:
        """As plain text, a line an item."""
        lines = [self.inledning.plain, *(f"- {strip_tags(punkt)}" for punkt in self.punkter)]
        return "\n".join(filter(None, lines)) or self.tomt

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.plain}


def list_ordered(ordered: Sequence[Ordnat], tomt: str) -> Fyndlista:
    """Findings in their order, each with how certain it is and why it is pinned."""
    return Fyndlista(tuple(tell(one) for one in ordered), tomt)


def tell(one: Ordnat, lead: str = "") -> str:
    """A finding as an item: what was observed, how certain it is, and why it is pinned where it is.

    Parameters
    ----------
    lead : str
        A word before it, such as "Styrka".
    """
    fact = f"{cut_to_sentence(one.fynd.html)}{judge_in_words(one.fynd)}"
    opening = f"<strong>{escape(lead)}.</strong> " if lead else ""
    reason = f" {_PINNED} {mark_typed(' '.join(one.skal.split()))}" if one.skal else ""
    return f'{opening}<span class="kort">{fact}</span>{reason}'


def cut_to_sentence(html: str) -> str:
    """The first sentence of a finding, without its full stop.

    Examples
    --------
    >>> cut_to_sentence("Värdet var högre. Skillnaden har ökat.")
    'Värdet var högre'
    """
    return re.split(r"(?<=[.])\s+(?=(?:<[^>]+>)*[A-ZÅÄÖ])", html, maxsplit=1)[0].removesuffix(".")


def judge_in_words(finding: Finding) -> str:
    """How certain a finding is, in bold after a colon, or only the full stop."""
    words = _CHANGE if ask(finding) == "utveckling" else _DISTANCE
    said = words.get(finding.certainty, "") if ask(finding) != "röst" else ""
    return f": <strong>{escape(said)}</strong>." if said else "."


def strip_tags(html: str) -> str:
    """HTML as plain text.

    Examples
    --------
    >>> strip_tags("a <strong>b</strong> &amp; c")
    'a b & c'
    """
    return unescape(_TAG.sub("", html))


def as_written(text: str) -> str:
    """A sentence of an earlier report: its digits are marked as none that this report has measured."""
    return Sentence((Label(" ".join(text.split())),)).html
