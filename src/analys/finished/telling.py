"""What reports were made of, in words: where two grounds differ, line by line."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from analys.finished.grounds import Grounds, Pair
from analys.spelling import make_printable

MOST = 8
"""More names than this are told as a number."""

SHORT = 12
"""So many characters of a commit are enough to find it."""


def tell_grounds(grounds: Grounds) -> list[str]:
    """One line for each sort of difference, none where nothing differs."""
    return [*_tell_code(grounds), *_tell_pairs(grounds), *_tell_input(grounds)]


def _tell_code(grounds: Grounds) -> Iterator[str]:
    if grounds.kod is None:
        return
    then, now = (commit[:SHORT] for commit in grounds.kod)
    if then and now and then != now:
        yield f"Programmet: annan kod, commit {then} då och {now} nu."
    elif then and now:
        yield f"Programmet: annan kod, fast commit är {then} båda gångerna: koden är ändrad sedan dess."
    else:
        yield "Programmet: annan kod; commit är inte känd båda gångerna."


def _tell_pairs(grounds: Grounds) -> Iterator[str]:
    for word, pairs in (("Paket", grounds.paket), ("Parametrar", grounds.parametrar)):
        if pairs:
            yield f"{word}: {list_names([_tell_pair(pair) for pair in pairs], mark='; ')}."


def _tell_pair(pair: Pair) -> str:
    name, then, now = pair
    return f"{name} {_tell(then)} då, {_tell(now)} nu"


def _tell(value: Any) -> str:
    if value is None:
        return "fanns inte"
    if value == "":
        return "tomt"
    text = make_printable(str(value).replace(".", ",") if isinstance(value, float) else str(value))
    return f"{text[:60]}…" if len(text) > 60 else text


def _tell_input(grounds: Grounds) -> Iterator[str]:
    kinds = (
        (grounds.andrade, "har ändrats", "har ändrats"),
        (grounds.borta, "är borta", "är borta"),
        (grounds.nya, "är ny", "är nya"),
    )
    for names, one, many in kinds:
        if len(names) == 1:
            yield f"Underlag: filen {make_printable(names[0])} {one}."
        elif names:
            yield f"Underlag: {len(names)} filer {many}: {list_names(names)}."


def wrap_line(line: str, width: int) -> list[str]:
    """A line of a block, indented, on as many lines as it needs.

    Examples
    --------
    >>> wrap_line("ett två tre fyra fem sex sju åtta nio tio elva tolv", 40)
    ['  ett två tre fyra fem sex sju åtta nio', '    tio elva tolv']
    """
    if len(line) + 2 <= width:
        return [f"  {line}" if line else ""]
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.wrap(
        line.strip(),
        max(width, 40),
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def list_names(names: Sequence[str], mark: str = ", ") -> str:
    """Names in a row, the first of them when they are many.

    Examples
    --------
    >>> list_names(["a", "b"]), list_names([str(n) for n in range(10)])
    ('a, b', '0, 1, 2, 3, 4, 5, 6, 7 och 2 till')
    """
    shown = mark.join(make_printable(name) for name in names[:MOST])
    return f"{shown} och {len(names) - MOST} till" if len(names) > MOST else shown
