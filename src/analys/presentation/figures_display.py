"""The figure as a display object: what a notebook's output holds and rendering picks up."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure as Canvas

from analys.presentation.claims import Claim, write_claims
from analys.presentation.text import Sentence, Words
from analys.presentation.theme import WIDTH_CM, save_png, save_svg

ALT_LENGTH = 300


@dataclass(frozen=True)
class Figure:
    """A drawn figure with the words around it.

    Parameters
    ----------
    id : str
        ASCII id; rendering makes it "fig-ID".
    titel, underrubrik : str
        The finding, and measure, unit and population. They stand in the caption, not in the drawing.
    alt : str
        Alternative text, at most 300 characters.
    kalla : str
        Source line: source, pupils, what the band is, symbols, where the axis begins.
    tabeller : tuple of str
        Ids of the protected tables that it shows.
    svg : str
        One `<svg>` element.
    png : bytes
    bredd_cm : float
        Printed width.
    claims : tuple of Claim
        What title and alternative text tell of cells.

    Raises
    ------
    ValueError
        When the alt text is empty or too long.
    """

    id: str
    titel: str
    underrubrik: str
    alt: str
    kalla: str
    tabeller: tuple[str, ...]
    svg: str
    png: bytes
    bredd_cm: float = WIDTH_CM
    claims: tuple[Claim, ...] = ()

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError(f"figuren {self.id} saknar alternativtext")
        if len(self.alt) > ALT_LENGTH:
            raise ValueError(f"figuren {self.id}: alternativtexten är längre än {ALT_LENGTH} tecken")

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What rendering needs beside the picture."""
        return {
            "slag": "figur",
            "id": self.id,
            "titel": self.titel,
            "underrubrik": self.underrubrik,
            "alt": self.alt,
            "kalla": self.kalla,
            "bredd_cm": self.bredd_cm,
            "tabeller": list(self.tabeller),
            **write_claims(self.claims).get("analys", {}),
        }

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        data = {
            "image/svg+xml": self.svg,
            "image/png": base64.b64encode(self.png).decode("ascii"),
            "text/plain": self.alt,
        }
        return data, {"analys": dict(self.metadata)}

    def __repr__(self) -> str:
        return f"<Figure {self.id}: {self.alt}>"


def finish(
    canvas: Canvas,
    *,
    id: str,
    titel: Words,
    underrubrik: str,
    alt: Words,
    kalla: str,
    tabeller: tuple[str, ...],
) -> Figure:
    """Save the drawing and let it go."""
    title, words = (text if isinstance(text, Sentence) else Sentence((text,)) for text in (titel, alt))
    svg, png = save_svg(canvas, f"fig-{id}", words.plain), save_png(canvas)
    width = round(canvas.get_figwidth() * 2.54, 2)
    canvas.clear()
    claims = title.claiming(*words.claims).claims
    return Figure(id, title.plain, underrubrik, words.plain, kalla, tabeller, svg, png, width, claims)
