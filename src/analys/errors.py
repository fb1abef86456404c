"""The errors users meet: a family of its own, each with an exit code and Swedish text.

A message says what happened, where (file, column, row numbers) and what to do. It never quotes the content
of a row, a name or a personnummer: messages end up in terminals, logs and support mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


class AnalysError(Exception):
    """Anything the program can explain. Exit code 1 unless a subclass says otherwise."""

    exit_code = 1


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in the input, in three lines: what, where, what to do.

    Parameters
    ----------
    fil : str
        File relative to the data folder, never an absolute path.
    vad : str
        What is wrong, one Swedish sentence without row content.
    gor : str
        What to do about it, one Swedish sentence.
    kolumn : str
        Column name, or "" when the whole file is concerned.
    rader : tuple of int
        1-based line numbers in the file as an editor shows them.
    kod : str
        Which test found it, for those who sort problems; never shown. See `analys.reading.codes`.
    """

    fil: str
    vad: str
    gor: str
    kolumn: str = ""
    rader: tuple[int, ...] = ()
    kod: str = field(default="", compare=False)

    def __str__(self) -> str:
        where = self.fil
        if self.kolumn:
            where += f", kolumn {self.kolumn}"
        if self.rader:
            where += f", {_describe_rows(self.rader)}"
        return f"{self.vad}\n  Var: {where}\n  Gör så här: {self.gor}"


def _describe_rows(rows: Sequence[int], most: int = 10) -> str:
    shown = ", ".join(str(r) for r in sorted(rows)[:most])
    word = "rad" if len(rows) == 1 else "rader"
    rest = f" och {len(rows) - most} till" if len(rows) > most else ""
    return f"{word} {shown}{rest}"


class InputError(AnalysError):
    """Faults in input files, all collected before raising; nothing has been written."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        head = "Ett fel hittades" if len(self.problems) == 1 else f"{len(self.problems)} fel hittades"
        body = "\n\n".join(f"{i}. {p}" for i, p in enumerate(self.problems, 1))
        super().__init__(f"{head} i underlaget. Inget har skrivits.\n\n{body}")


class ParameterError(AnalysError):
    """A parameter or an option that cannot be used; raised before any kernel starts."""

    exit_code = 3


class DisclosureError(AnalysError):
    """Publication stopped to protect individuals. Names tables, never values."""

    exit_code = 4


class NotebookError(AnalysError):
    """A notebook failed; the message names notebook and cell, never their content."""

    exit_code = 5
