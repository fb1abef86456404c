"""What the checks look at: files, what reading said of them, and their rows beside those of earlier läsår."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from analys.contracts import LAYOUTS
from analys.corrections import Correction
from analys.errors import Problem
from analys.importing.found import Found
from analys.importing.plan import Item

TROSKEL = 10
"""Smallest group of pupils of which a share is told, as in the report."""

_NUMMER = re.compile(r"\d{6}")
"""Columns that have slid apart can put a personnummer where a school's name should be."""

MOST_EARLIER = 3
"""Läsår that a läsår is compared with, the latest before it."""


@dataclass(frozen=True)
class Material:
    """Everything that is screened. Holds names and personnummer: never shown, logged or pickled.

    Parameters
    ----------
    found : tuple of Found
        Files to check, in order.
    items : tuple of Item
        What importing the files of a folder of exports would make of each; none for a raw folder.
    problems : tuple of Problem
        What reading and finding said of these files.
    frames : mapping of str to DataFrame
        Kind -> rows of the files to check and of earlier läsår: the layout's columns as text, `lasar`, `fil`,
        `rad`, and `provas` (True in rows of the files to check). Rows that stood twice are left out.
    lasar : tuple of str
        Läsår that are checked, oldest first.
    sha256 : mapping of str to str
        Hash of each file to check.
    rattelser : tuple of Correction
        Corrections that the municipality has declared.
    officiella : mapping of str to tuple of Problem
        Skolverket's tables among the files, and what is wrong with each.
    troskel : int
        Smallest group of which a share is told.
    ifyllt : mapping of str to int
        What the municipality has written itself: rows of each sheet of its workbook, and texts.
    """

    found: tuple[Found, ...]
    problems: tuple[Problem, ...]
    frames: Mapping[str, pd.DataFrame]
    lasar: tuple[str, ...]
    sha256: Mapping[str, str] = field(default_factory=dict)
    rattelser: tuple[Correction, ...] = ()
    officiella: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    troskel: int = TROSKEL
    ifyllt: Mapping[str, int] = field(default_factory=dict)
    _kept: dict[tuple[str, str], pd.DataFrame] = field(default_factory=dict, init=False, compare=False)

    def __repr__(self) -> str:
        return f"Material({', '.join(self.frames)})"

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Kinds that at least one file to check could be read as."""
        return tuple(kind for kind, frame in self.frames.items() if frame["provas"].any())

    def rows(self, kind: str) -> pd.DataFrame:
        """All rows of a kind, earlier läsår included; none when there is no such file."""
        empty = dict.fromkeys((*LAYOUTS[kind].names, "lasar", "fil", "rad", "provas"), pd.Series(dtype="str"))
        return self.frames.get(kind, pd.DataFrame(empty))

    def checked(self, kind: str) -> pd.DataFrame:
        """The rows of a kind that belong to a läsår to check."""
        if ("checked", kind) not in self._kept:
            rows = self.rows(kind)
            self._kept["checked", kind] = rows[rows["lasar"].isin(self.lasar)]
        return self._kept["checked", kind]

    def own(self, kind: str) -> pd.DataFrame:
        """The rows of a kind in the files to check, whatever their läsår."""
        if ("own", kind) not in self._kept:
            rows = self.rows(kind)
            self._kept["own", kind] = rows[rows["provas"].astype(bool)]
        return self._kept["own", kind]

    def earlier(self, kind: str, lasar: str) -> list[str]:
        """The latest läsår before one that the kind has rows of, oldest first."""
        return [year for year in self.years(kind) if year < lasar][-MOST_EARLIER:]

    def years(self, kind: str) -> list[str]:
        """Läsår that the kind has rows of, oldest first."""
        return sorted(year for year in self.rows(kind)["lasar"].unique() if year)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        rows = self.rows("skolenheter")
        return {
            code: name
            for code, name in zip(rows["Skolenhetskod"], rows["Namn"], strict=True)
            if is_code(code) and name.isprintable() and 0 < len(name) <= 100 and not _NUMMER.search(name)
        }

    @cached_property
    def _large(self) -> frozenset[str]:
        # What stands in the column of codes can be anything; what many rows share is nobody's number.
        counts: pd.Series = pd.concat(
            [f["Skolenhetskod"].value_counts() for f in self.frames.values() if "Skolenhetskod" in f]
            or [pd.Series(dtype="int64")]
        )
        total = counts.groupby(level=0).sum()
        return frozenset(str(code) for code in total.index[total >= TROSKEL] if is_code(str(code)))

    def name_school(self, code: str) -> str:
        """A school unit's name, else its code, else words: never what only a few rows hold."""
        if code in self._names:
            return self._names[code]
        return f"skolenhet {code}" if code in self._large else "en okänd skolenhet"

    def place(self, kind: str, lasar: str) -> str:
        """Where rows of a kind and läsår stand: the file when it is one, else the läsår's files."""
        rows = self.rows(kind)
        files = sorted(set(rows.loc[rows["lasar"] == lasar, "fil"].astype("str")))
        return files[0] if len(files) == 1 else f"{LAYOUTS[kind].title}, {lasar}"


def is_code(text: str) -> bool:
    """True for eight digits, the form of a school unit code."""
    return len(text) == 8 and text.isascii() and text.isdigit()


def make_material(
    found: Iterable[Found],
    *,
    problems: Iterable[Problem] = (),
    frames: Mapping[str, pd.DataFrame] | None = None,
    earlier: Mapping[str, pd.DataFrame] | None = None,
    lasar: Sequence[str] = (),
    sha256: Mapping[str, str] | None = None,
    rattelser: Iterable[Correction] = (),
    officiella: Mapping[str, tuple[Problem, ...]] | None = None,
    items: Iterable[Item] = (),
    ifyllt: Mapping[str, int] | None = None,
) -> Material:
    """Material of raw frames, as `analys.reading` gives them.

    Parameters
    ----------
    frames, earlier : mapping of str to DataFrame
        Rows of the files to check, and of files to compare with.
    lasar : sequence of str
        Läsår to check.
    """
    parts: dict[str, list[pd.DataFrame]] = {}
    for source, checked in ((earlier or {}, False), (frames or {}, True)):
        for kind, frame in source.items():
            kept = frame[frame["skal"] == ""]
            parts.setdefault(kind, []).append(kept.assign(fil=kept["fil"].astype("str"), provas=checked))
    joined = {kind: pd.concat(parts[kind], ignore_index=True) for kind in LAYOUTS if kind in parts}
    return Material(
        tuple(found),
        tuple(problems),
        joined,
        tuple(sorted(lasar)),
        dict(sha256 or {}),
        tuple(rattelser),
        dict(officiella or {}),
        tuple(items),
        ifyllt=dict(ifyllt or {}),
    )


def split_frames(
    frames: Mapping[str, pd.DataFrame], files: Collection[str], earlier: Mapping[str, pd.DataFrame]
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Rows of the files to check, and the other rows together with those of earlier läsår."""
    own, others = {}, dict(earlier)
    for kind, frame in frames.items():
        is_own = frame["fil"].isin(files)
        own[kind] = frame[is_own]
        if not is_own.all():
            before = [others[kind]] if kind in others else []
            others[kind] = pd.concat([*before, frame[~is_own]], ignore_index=True)
    return own, others
