"""What the municipality says about the report itself: why it was made, by whom, how, and what comes next."""

from __future__ import annotations

from analys.paths import TEXTER
from analys.presentation.bildkrok import OnSlide, on_slide
from analys.presentation.egen_text import EgenText
from analys.presentation.text import Sentence, Text, compose
from analys.texter import gather_texts
from analys.underlag import Underlag

SLIDES = {"uppdrag": "uppdrag", "genomforande": "genomforande", "vad_hander_nu": "sen"}
"""Texts that stand on slides too, and the kind of slide."""

_MISSING = {
    "bakgrund": "Här är plats för bakgrunden. Skriv den i {file} i kommunens mapp.",
    "uppdrag": "Här är plats för nämndens uppdrag. Skriv det i {file} i kommunens mapp.",
    "syfte": "Här är plats för syftet. Skriv det i {file} i kommunens mapp.",
    "genomforande": "Här är plats för hur arbetet gick till. Skriv det i {file} i kommunens mapp.",
    "vad_hander_nu": "Här är plats för vad som händer nu. Skriv det i {file} i kommunens mapp.",
}


def show_text(run: Underlag, namn: str) -> EgenText | Text | OnSlide:
    """One of the texts with a place of their own in the report, or a line about where to write it.

    Parameters
    ----------
    run : Underlag
    namn : str
        "bakgrund", "uppdrag", "syfte", "genomforande" or "vad_hander_nu".
    """
    blocks = [block for text in gather_texts(run).of(namn) for block in text.stycken]
    if not blocks:
        return Text([tell_missing(namn)])
    shown = EgenText(blocks)
    return on_slide(shown, SLIDES[namn]) or shown if namn in SLIDES else shown


def tell_missing(namn: str) -> Sentence:
    """That a text is not written, and where to write it.

    Examples
    --------
    >>> tell_missing("syfte").plain
    'Här är plats för syftet. Skriv det i texter/syfte.md i kommunens mapp.'
    """
    return compose(_MISSING[namn], file=f"{TEXTER}/{namn}.md")
