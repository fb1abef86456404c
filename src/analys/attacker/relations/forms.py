"""The forms in which a relation says how numbers hang together."""

from __future__ import annotations

from typing import NamedTuple

from analys.attacker.report import Key


class Sum(NamedTuple):
    """A number of pupils and the numbers that it is the sum of.

    Parameters
    ----------
    kind : str
        Which way of hanging together.
    total : Key or None
        Its cell; None where everybody knows it (`whole`).
    parts : tuple of Key
    whole : int or None
        The total where it is no cell.
    slack : int or None
        At most so many of the total are in no part; None where nobody can tell.
    people : bool
        Whether the parts are groups of the total's pupils, each with its own number of pupils. Else they are
        kinds of outcome of the same pupils.
    """

    kind: str
    total: Key | None
    parts: tuple[Key, ...]
    whole: int | None = None
    slack: int | None = 0
    people: bool = False


class Line(NamedTuple):
    """Numbers of pupils times whole factors, and between which numbers their sum lies."""

    kind: str
    terms: tuple[tuple[Key, int], ...]
    least: int
    most: int


class Left(NamedTuple):
    """Pupils whom two shown groups differ by: a group that stands in no table.

    Parameters
    ----------
    kind : str
    cell : Key
        The cell that they are taken from.
    pupils : int
        How many they are.
    terms : tuple of (Key, int)
        Counts times factors that add up, with `given`, to those of them with an outcome; () where nothing is
        told of them but how many they are.
    given : int
    """

    kind: str
    cell: Key
    pupils: int
    terms: tuple[tuple[Key, int], ...] = ()
    given: int = 0


Relation = Sum | Line | Left
