"""Boxes of a school's working material: what the principal writes, and what was written a year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analys.arbetsbok import Rad
from analys.arbetsbok.blad import RUTOR
from analys.lasar import shift
from analys.presentation.text import Label, Sentence, Text, compose
from analys.underlag import Underlag

DIALOG = "dialog"
LINES = 4
"""Empty lines of a box to write in by hand."""


@dataclass(frozen=True)
class Boxes:
    """The boxes of a chapter, ready to be shown in a notebook."""

    rutor: Sequence[Text]

    @property
    def html(self) -> str:
        """Box after box."""
        return "".join(box.html for box in self.rutor)

    @property
    def plain(self) -> str:
        """As plain text."""
        return "\n\n".join(box.plain for box in self.rutor)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.plain}


def show_boxes(run: Underlag, kapitel: str) -> Boxes | None:
    """The boxes of a chapter; None but in a school's internal edition.

    Parameters
    ----------
    kapitel : str
        The chapter's name. What the sheet `kommentarer` holds for the school, the chapter and the box is
        shown: this läsår's as written, last läsår's as "Förra året skrev ni".
    """
    if run.parameters.utgava != DIALOG:
        return None
    rows = [
        row
        for row in run.arbetsbok().rader("kommentarer")
        if row.text("skolenhet") == run.parameters.skola and row.text("kapitel") == kapitel
    ]
    return Boxes([_make_box(ruta, rows, run.parameters.lasar) for ruta in RUTOR])


def explain_edition(run: Underlag) -> Text | None:
    """What the working material is, and who may have it; None in a published edition."""
    if run.parameters.utgava != DIALOG:
        return None
    return Text([_ABOUT], form="ruta", rubrik="Arbetsmaterial för skolans kvalitetsdialog")


_ABOUT = compose(
    "Det här är internt arbetsmaterial för skolan och huvudmannen, inte för publicering. Det visar klasser "
    "och grupper som kommunens rapporter inte visar. Sprid det inte vidare. Uppgifter som gäller få elever "
    "är skyddade också här. Skriv i rutorna, och för in texten i arbetsbokens blad Kommentarer, så står den "
    "här nästa år."
)


def _make_box(ruta: str, rows: Sequence[Rad], lasar: str) -> Text:
    own = [row for row in rows if row.text("ruta") == ruta]
    now = [row.text("text") for row in own if row.text("lasar") in ("", lasar)]
    before = [row.text("text") for row in own if row.text("lasar") == shift(lasar, -1)]
    told = [Sentence((Label(text),)) for text in now]
    told += [compose("Förra året skrev ni: {t}", t=Label(text)) for text in before]
    blank = [] if now else [Sentence(("\u00a0",))] * LINES
    return Text([*told, *blank], form="ruta", rubrik=ruta[:1].upper() + ruta[1:])
