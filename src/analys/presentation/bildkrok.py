"""What of a chapter also goes on the slides: a hook around it, which the report itself never shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

SLAG: Mapping[str, str] = {
    "uppdrag": "Uppdraget",
    "genomforande": "Så gjorde vi",
    "styrkor": "Styrkor",
    "utmaningar": "Utmaningar",
    "roster": "Röster",
    "atgarder": "Åtgärder",
    "sen": "Vad händer nu",
}
"""Kinds of hooks in the order of the slides, and their titles. A figure of the main part needs no hook."""


class Shown(Protocol):
    """A display object."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Any: ...


@dataclass(frozen=True)
class OnSlide:
    """A display object that also goes on a slide.

    Parameters
    ----------
    shown : Shown
    slag : str
        One of `SLAG`.
    """

    shown: Shown
    slag: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Any:
        bundle = self.shown._repr_mimebundle_(include, exclude)
        data, rest = bundle if isinstance(bundle, tuple) else (bundle, None)
        data = {**data, "text/html": hook(data["text/html"], self.slag)}
        return data if rest is None else (data, rest)


def on_slide(shown: Shown | None, slag: str) -> OnSlide | None:
    """The display object, to be shown on slides of a kind too; None stays None.

    Examples
    --------
    >>> from analys.presentation.text import Text, compose
    >>> on_slide(Text([compose("Alla skolor deltog.")]), "genomforande")._repr_mimebundle_()[0]["text/html"]
    '<div data-bild="genomforande"><p>Alla skolor deltog.</p></div>'
    """
    return None if shown is None else OnSlide(shown, slag)


def hook(html: str, slag: str) -> str:
    """HTML within a hook.

    Raises
    ------
    ValueError
        When there is no such kind.
    """
    if slag not in SLAG:
        raise ValueError(f"no slides of the kind {slag!r}")
    return f'<div data-bild="{slag}">{html}</div>'
