"""The slides' texts: runs of an element's words, how many lines they take, and how they share slides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from analys.rendering.markup import Element, has_class

SIZES = (24, 22, 20)
"""Points of a slide's lines: the largest, or a smaller where that saves a slide."""
LINE = 1.3
"""From line to line, in the text's own size."""
BETWEEN = 0.5
"""Further between bullets."""
BOLD = 1.06
"""How much wider strong letters are."""

_WIDTHS = {
    **dict.fromkeys(" \u00a0\u202f", 0.21),
    **dict.fromkeys("ijlI|!.,:;'’", 0.3),
    **dict.fromkeys("tfr()[]-", 0.37),
    **dict.fromkeys("acegksvxyzåä?”–/−0123456789", 0.515),
    **dict.fromkeys("bdhnopquö+=<>", 0.57),
    **dict.fromkeys("mwMW@%—…æ", 0.95),
}
_CAPITAL, _FOREIGN = 0.7, 1.0
_TIGHT = 0.97
"""The widths above are those of the widest style: a line of words takes less."""

_LEFT_OUT = ("dold", "nr", "notref", "ej-bild", "tillbaka")
_APART = ("br", "p", "div", "dt", "dd", "li", "blockquote")
_END = re.compile(r"[.!?…]”?$")


class Run(NamedTuple):
    """Some words, strong or not."""

    text: str
    stark: bool = False


Line = tuple[Run, ...]
"""One bullet or paragraph."""
LEAD = Run("")
"""First in a line that leads a list: it has no bullet."""


def read_line(node: Element, *, within: Sequence[str] = ("ul", "ol")) -> Line:
    """The words of an element, without lists in it, numbers of headings and what only the ear gets.

    Where parts of it are marked "kort", those are all.
    """
    short = [part for part in node.iter() if has_class(part, "kort")]
    if not short:
        return join_runs(list(_read(node, False, within)))
    # What stands apart in the page stays apart here.
    return join_runs([run for part in short for run in (Run(" … "), *_read(part, False, within))][1:])


def _read(node: Element, strong: bool, without: Sequence[str]) -> Iterator[Run]:
    if node.text:
        yield Run(node.text, strong)
    for child in node:
        if child.tag in _APART:
            yield Run(" ", strong)
        if child.tag not in without and not any(has_class(child, name) for name in _LEFT_OUT):
            yield from _read(child, strong or child.tag == "strong", without)
        if child.tail:
            yield Run(child.tail, strong)


def join_runs(runs: Sequence[Run]) -> Line:
    """Runs with single spaces, neighbours of one kind joined.

    Examples
    --------
    >>> join_runs([Run(" Det "), Run(" har "), Run("ökat", True), Run(".")])
    (Run(text='Det har ', stark=False), Run(text='ökat', stark=True), Run(text='.', stark=False))
    """
    joined: list[Run] = []
    for run in runs:
        text = re.sub(r"[ \t\r\n]+", " ", run.text)
        if not joined or joined[-1].text.endswith(" "):
            text = text.lstrip(" ")
        if not text:
            continue
        if joined and (joined[-1].stark == run.stark or not text.strip()):
            joined[-1] = Run(joined[-1].text + text, joined[-1].stark)
        else:
            joined.append(Run(text, run.stark))
    if joined:
        joined[-1] = Run(joined[-1].text.rstrip(" "), joined[-1].stark)
    return tuple(run for run in joined if run.text)


def text_of_line(line: Line) -> str:
    """A line's words."""
    return "".join(run.text for run in line)


def measure(text: str, size: float) -> float:
    """Width of a text in points, a little more than any of the fonts takes.

    Examples
    --------
    >>> measure("mil", 10) < measure("MIL", 10)
    True
    """
    return (
        size
        * _TIGHT
        * sum(_WIDTHS.get(letter) or (_CAPITAL if ord(letter) < 0x250 else _FOREIGN) for letter in text)
    )


def count_lines(line: Line, size: float, width: float) -> int:
    """Lines that a bullet takes, each word on one line; too long words are parted."""
    lines, used = 1, 0.0
    space = measure(" ", size)
    for word, wide in _measure_words(line, size):
        if used and used + space + wide > width:
            lines, used = lines + 1, 0.0
        if wide > width:
            lines += int(wide // width)
            wide %= width
        used += (space if used else 0.0) + wide
        del word
    return lines


def _measure_words(line: Line, size: float) -> Iterator[tuple[str, float]]:
    wider = BOLD if any(run.stark for run in line) else 1.0
    return ((word, wider * measure(word, size)) for word in text_of_line(line).split(" "))


def part_line(line: Line, size: float, width: float, most: int) -> list[Line]:
    """A line in as many as needed, none with more lines on the slide than `most`; parted after a sentence."""
    if count_lines(line, size, width) <= most:
        return [line]
    words = [Run(word, run.stark) for run in line for word in re.findall("[^ ]+ *| +", run.text)]
    best = cut = 1
    for place in range(1, len(words)):
        if count_lines(join_runs(words[:place]), size, width) > most:
            break
        best = place
        cut = place if _END.search(words[place - 1].text.strip()) else cut
    cut = cut if cut * 2 > best else best
    return [join_runs(words[:cut]), *part_line(join_runs(words[cut:]), size, width, most)]


def height_of(lines: Sequence[Line], size: float, width: float) -> float:
    """Height of some bullets, in points."""
    counted = sum(count_lines(line, size, width) for line in lines)
    return size * (counted * LINE + max(0, len(lines) - 1) * BETWEEN)


def share(lines: Sequence[Line], width: float, height: float) -> tuple[int, list[tuple[Line, ...]]]:
    """The size of the text, and the lines of each slide: as few slides as can be, about equally full."""
    for size in SIZES:
        if lines and height_of(lines, size, width) <= height:
            return size, [tuple(lines)]
    size = SIZES[0]
    most = int(height / (size * LINE))
    whole = [part for line in lines for part in part_line(line, size, width, most)]
    slides = _fill(whole, size, width, height)
    limit = height
    while limit > 0:
        limit -= size * LINE
        closer = _fill(whole, size, width, limit)
        if len(closer) != len(slides):
            break
        slides = closer
    return size, slides


def _fill(lines: Sequence[Line], size: float, width: float, height: float) -> list[tuple[Line, ...]]:
    slides: list[list[Line]] = []
    for line in lines:
        if slides and height_of([*slides[-1], line], size, width) <= height:
            slides[-1].append(line)
        else:
            slides.append([line])
    return [tuple(slide) for slide in slides]
