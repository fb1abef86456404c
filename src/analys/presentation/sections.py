"""A section's three paragraphs: what we see, how certain it is, and what to ask."""

from __future__ import annotations

from collections.abc import Sequence

from analys.presentation.text import Sentence, Text, join_sentences

LEDORD = ("Vad vi ser", "Hur säkert det är", "Frågor att ställa")


def make_section(
    seen: Sequence[Sentence | None],
    sure: Sequence[Sentence | None],
    ask: Sentence,
    *,
    more: Sequence[Sequence[Sentence | None]] = (),
) -> Text | None:
    """The paragraphs with their lead words; None when there is nothing to see.

    Parameters
    ----------
    more : sequence of sequences of Sentence
        Further paragraphs of what we see.
    """
    first, second = join_sentences(seen), join_sentences(sure)
    if not first.parts:
        return None
    led = [(LEDORD[0], first), *(("", join_sentences(part)) for part in more)]
    led += [(LEDORD[1], second), (LEDORD[2], ask)]
    filled = [(lead, part) for lead, part in led if part.parts]
    return Text([part for _, part in filled], ledord=[lead for lead, _ in filled])
