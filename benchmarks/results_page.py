"""Writing results: numbers as Swedes write them, tables in Markdown, text between the markers of a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path


def format_decimal(value: float, decimals: int = 1) -> str:
    """A number with a decimal comma.

    Examples
    --------
    >>> format_decimal(12.34)
    '12,3'
    """
    return f"{value:.{decimals}f}".replace(".", ",")


def make_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; every column but the first is of numbers.

    Examples
    --------
    >>> print(make_table(("Körning", "s"), [("kall", "9,5")]))
    | Körning | s |
    |---|---:|
    | kall | 9,5 |
    """
    ruler = "|---|" + "---:|" * (len(head) - 1)
    lines = ("| " + " | ".join(cells) + " |" for cells in (head, *rows))
    first, *rest = lines
    return "\n".join((first, ruler, *rest))


def write_between(path: Path, name: str, text: str) -> None:
    """Put text between the markers of `name` in a page; a page without them gets them at its end.

    Parameters
    ----------
    path : pathlib.Path
        Made when missing.
    name : str
        What the markers are called: ``<!-- benchmark NAME: början -->`` and ``… slut -->``.
    text : str
        Markdown.
    """
    begin, end = (f"<!-- benchmark {name}: {which} -->" for which in ("början", "slut"))
    page = path.read_text(encoding="utf-8") if path.exists() else ""
    before, found, rest = page.partition(begin)
    if found and end in rest:
        after = rest.partition(end)[2]
    else:
        before, after = page + ("\n" if page else ""), "\n"
    path.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}", encoding="utf-8", newline="\n")
