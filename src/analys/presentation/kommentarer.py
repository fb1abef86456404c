"""The municipality's comment on a chapter, in a box of its own: the report's words and theirs never mix."""

from __future__ import annotations

from analys.presentation.egen_text import EgenText
from analys.texter import gather_texts
from analys.underlag import Underlag

RUBRIK = "Kommunens kommentar"


def show_comment(run: Underlag, kapitel: str) -> EgenText | None:
    """What the municipality has written about a chapter; None when it has written nothing.

    It stands in `texter/<kapitel>.md` or in the workbook's sheet Kommentarer, and both are shown. A school's
    report has no room for it.

    Parameters
    ----------
    run : Underlag
    kapitel : str
        The chapter's name, such as "trend".
    """
    if run.parameters.skola:
        return None
    blocks = [block for text in gather_texts(run).of(kapitel) for block in text.stycken]
    return EgenText(blocks, RUBRIK) if blocks else None
