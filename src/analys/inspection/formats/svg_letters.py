"""The letters of a drawn text, and whether its outlines spell them.

Every outline stands for one letter through the drawing, or for a ligature of the figures' font. What the font
lacks is drawn as a box that many letters share: such an outline may stand for several, none of them a letter
that names and numbers here are written with.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

LIGATURES = ("ff", "ft", "fft")
_LATIN_ENDS = 0x250
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def read_comment(comment: str) -> str:
    """The text that a comment tells of, letters and accents joined as they are drawn.

    Examples
    --------
    >>> read_comment(" a &lt; e\\u0301 ")
    'a < é'
    """
    text = comment.strip()
    for written, meant in _ESCAPED:
        text = text.replace(written, meant)
    return unicodedata.normalize("NFC", text)


def spells(outlines: Sequence[str], text: str, letters: dict[str, str]) -> bool:
    """Whether outlines spell a text, given what they stand for elsewhere in the drawing.

    No comment can hold two hyphens in a row, so a space between two is drawn or not.

    Parameters
    ----------
    outlines : sequence of str
        Names of the outlines in the order that they are drawn.
    text : str
    letters : dict of str to str
        What each outline stands for; those that are new here are added when the text is spelled.

    Examples
    --------
    >>> letters = {}
    >>> spells(["a", "b", "a"], "offa", letters), letters
    (False, {})
    >>> spells(["a", "b", "a"], "tfft", letters), letters["b"]
    (True, 'ff')
    """
    # Each trail: next outline, next letter, what new outlines stand for. The likeliest is tried first.
    trails: list[tuple[int, int, Mapping[str, str]]] = [(0, 0, {})]
    tried: set[tuple[int, int, tuple[tuple[str, str], ...]]] = set()
    while trails:
        drawn, read, new = trails.pop()
        trail = drawn, read, tuple(new.items())
        if trail in tried:
            continue
        tried.add(trail)
        if drawn == len(outlines) and read == len(text):
            letters.update(new)
            return True
        if drawn == len(outlines) or read == len(text) or len(outlines) - drawn > len(text) - read:
            continue
        name = outlines[drawn]
        known = new.get(name) or letters.get(name)
        for length, letter in _readings(text, read):
            if known is None or known == letter or (_is_foreign(known) and _is_foreign(letter)):
                trails.append((drawn + 1, read + length, new if known else {**new, name: letter}))
    return False


def _readings(text: str, at: int) -> Iterator[tuple[int, str]]:
    """How many letters the next outline may stand for and what it is, the likeliest last."""
    if text.startswith("- -", at):
        yield 2, "-"
    for ligature in LIGATURES:
        if text.startswith(ligature, at):
            yield len(ligature), ligature
    yield 1, _settle(text[at])


def _settle(letter: str) -> str:
    """A letter that is drawn as nothing is a space."""
    return " " if unicodedata.category(letter) in ("Cf", "Zs") else letter


def _is_foreign(letter: str) -> bool:
    return ord(letter[0]) >= _LATIN_ENDS and not letter.isnumeric()
