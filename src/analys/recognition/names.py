"""Pupils' names in a text: runs of two to four words are hashed with the key and looked up.

Names are kept as hashes of given and family name together, so a given name alone is not found, and no school
that is named after somebody ("Anna Lindskolan" is another word than "Lind"). Where a school or the
municipality bears exactly a pupil's name, that name is passed over inside the school's whole name.

Of a run, at least one word must begin with a capital: names do, and "per elev" is no pupil. The words may
stand in either order, parted by a comma or by the border of a cell, and the last may have a genitive s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from analys.pseudonyms import hash_name, normalise_name
from analys.recognition.spelling import settle

LONGEST = 4
WORD = re.compile(r"[^\W\d_]+(?:['’´.][^\W\d_]+)*")


class NameFinder:
    """Looks runs of words up among names' hashes, each run once.

    Parameters
    ----------
    namn : frozenset of str
        Keyed hashes of given and family name together.
    nyckel : bytes
        The key of those hashes.
    namngivna : iterable of str
        Names of schools and the municipality: a pupil's name is passed over inside one of them.
    """

    def __init__(self, namn: frozenset[str], nyckel: bytes, namngivna: Iterable[str] = ()) -> None:
        self._namn, self._nyckel = namn, nyckel
        self._passed = [WORD.findall(settle(name)) for name in namngivna]
        self._seen: set[tuple[str, ...]] = set()
        self._names: set[tuple[str, ...]] = set()

    def finds(self, words: list[str]) -> bool:
        """Whether a run of the words is a name, wherever it stands."""
        found = False
        for length in range(2, LONGEST + 1):
            runs = set(zip(*(words[start:] for start in range(length)), strict=False))
            for run in runs - self._seen:
                if self._may_be_name(run) and self._is_name(run):
                    self._names.add(run)
            self._seen |= runs
            found = found or not self._names.isdisjoint(runs)
        return found

    def locate(self, words: list[str]) -> list[int]:
        """Where names begin among words; not those within a name that is passed over."""
        return [
            start
            for start in range(len(words))
            for length in range(2, min(LONGEST, len(words) - start) + 1)
            if tuple(words[start : start + length]) in self._names
            and not self._is_passed(words, start, length)
        ]

    def _may_be_name(self, run: tuple[str, ...]) -> bool:
        first, last = run[0][0].isupper(), run[-1][0].isupper()
        return first or last if len(run) == 2 else first and last

    def _is_name(self, run: tuple[str, ...]) -> bool:
        words = normalise_name(" ".join(run)).split(" ")
        spelled = [" ".join(words[turn:] + words[:turn]) for turn in range(len(words))]
        spelled += [text[:-1] for text in spelled if text.endswith("s")]
        return any(hash_name(text, self._nyckel) in self._namn for text in spelled)

    def _is_passed(self, words: list[str], start: int, length: int) -> bool:
        """Whether the run is within a school's name where it stands."""
        return any(
            words[begin : begin + len(name)] == name
            for name in self._passed
            for begin in range(max(0, start + length - len(name)), start + 1)
        )
