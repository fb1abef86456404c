"""The form of an input file as data: columns in file order, allowed codes, keys and row rules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

DType = Literal["str", "Int64", "boolean", "datum", "lasar", "personnummer", "skolenhet", "lopnummer"]


@dataclass(frozen=True)
class Column:
    """One column of an input file.

    Parameters
    ----------
    name : str
        ASCII name, unique within the layout.
    codes : tuple of str
        All allowed codes; empty means free text. A blank cell is governed by `required`.
    max_length : int
        Longest allowed value in characters; 0 means no limit of its own.
    processed : str or None
        Name in the processed frame. None: the same as `name`. "": dropped when loading.
    dtype : {"str", "Int64", "boolean", "datum", "lasar", "personnummer", "skolenhet", "lopnummer"}
        What a non-blank value must be. The four before the last are text of a known form. "lopnummer" is any
        text that holds rows together, within the key's columns before it: a running number when loaded.
    required : bool
        True when no cell may be blank.
    sheet_name : str
        The column's name in the source's own description, where that differs from `name`.
    points : bool
        A test score, whose maximum belongs to one year's test: other läsår accept 0–87.
    optional : bool
        True when a file with a header may leave the column out; its cells are then blank.
    """

    name: str
    codes: tuple[str, ...] = ()
    max_length: int = 0
    processed: str | None = None
    dtype: DType = "str"
    required: bool = False
    sheet_name: str = ""
    points: bool = False
    optional: bool = False

    @property
    def processed_name(self) -> str:
        """Name in the processed frame, "" when the column is dropped."""
        return self.name if self.processed is None else self.processed


@dataclass(frozen=True)
class Rule:
    """A rule over several columns of one row.

    Parameters
    ----------
    columns : tuple of str
        The columns concerned; the message names them.
    vad, gor : str
        What is wrong and what to do, in Swedish, without row content.
    broken : callable
        Raw frame (text cells, blank = "") -> boolean Series, True where the rule is broken.
    """

    columns: tuple[str, ...]
    vad: str
    gor: str
    broken: Callable[[pd.DataFrame], pd.Series]


@dataclass(frozen=True)
class Amne:
    """A subject of a national test: what a file that leaves columns out must hold of it.

    Parameters
    ----------
    title : str
        Swedish name.
    columns : tuple of str
        All its columns in the layout.
    whole : tuple of tuple of str
        Sets of columns, any of which is enough for the subject's results.
    """

    title: str
    columns: tuple[str, ...]
    whole: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Layout:
    """One kind of input file.

    Parameters
    ----------
    kind : str
        The first part of the file name.
    columns : tuple of Column
        In file order.
    key : tuple of str
        Columns that identify a row within kind and läsår.
    place : {"lasar", "kommun"}
        Whether the file lies in a läsår folder or beside them.
    header : {"valfri", "obligatorisk"}
        Whether the first line must hold the column names.
    rules : tuple of Rule
        Row rules.
    sheet : str
        File name of the source's description, "" for the package's own layouts.
    sheet_lasar : str
        Läsår that the description was written for.
    title, row_title : str
        Swedish names for users: of the kind, and of what the key identifies.
    mandatory : bool
        True when no report can do without the kind.
    is_result : bool
        True for results of pupils, of which a report needs at least one kind.
    is_optional : bool
        True when many municipalities have no such files: none at all is nothing to tell.
    skips_lasar : bool
        True when there is no such file in many läsår, though there was the läsår before.
    may_be_empty : bool
        True when a file without rows says something.
    amnen : tuple of Amne
        Subjects that a file with a header may leave out, one by one. Empty: every column must be there but
        for the optional ones.
    compact : tuple of tuple of str
        Columns of shorter files that are known without a header, by their number.
    earlier : int
        So many läsår before a run's first are read too where there are files: what pupils did before.
    """

    kind: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    place: Literal["lasar", "kommun"] = "lasar"
    header: Literal["valfri", "obligatorisk"] = "valfri"
    rules: tuple[Rule, ...] = ()
    sheet: str = ""
    sheet_lasar: str = ""
    title: str = ""
    row_title: str = "elev"
    mandatory: bool = False
    is_result: bool = False
    is_optional: bool = False
    skips_lasar: bool = False
    may_be_empty: bool = False
    amnen: tuple[Amne, ...] = ()
    compact: tuple[tuple[str, ...], ...] = ()
    earlier: int = 0
    _by_name: Mapping[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", MappingProxyType({c.name: c for c in self.columns}))
        if len(self._by_name) != len(self.columns):
            raise ValueError(f"{self.kind}: two columns share a name")

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in file order."""
        return tuple(c.name for c in self.columns)

    @property
    def is_yearly(self) -> bool:
        """Whether a pupil has one row a läsår, at the school that answers for what it says."""
        return self.place == "lasar" and self.key == ("PersonNr",)

    def lacks(self, names: Collection[str]) -> list[str]:
        """Columns that a file with these columns lacks, in file order; [] when it can be read.

        A subject is whole or absent: shares of those who took all parts are wrong without one of them.

        Examples
        --------
        >>> from analys.contracts import LAYOUTS
        >>> LAYOUTS["np_ak6"].lacks(("Datum", "PersonNr", "Skolenhetskod", "EN_PROVB", "SV_PROVB"))
        ['SV_KURSPLAN']
        """
        if not self.amnen:
            return [c.name for c in self.columns if c.name not in names and not c.optional]
        lacking = {c.name for c in self.columns if c.required} - set(names)
        begun = [amne for amne in self.amnen if any(name in names for name in amne.columns)]
        for amne in begun or self.amnen:
            lacking |= min((set(whole) - set(names) for whole in amne.whole), key=len)
        return [name for name in self.names if name in lacking]

    def __getitem__(self, name: str) -> Column:
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def codes(self, name: str, lasar: str = "") -> tuple[str, ...]:
        """Allowed codes of a column in a läsår; empty means free text.

        The maximum of a test score is set for each year's test, so outside the läsår of the
        description any score from 0 to 87 is accepted (88 and 99 are markers).
        """
        column = self[name]
        if column.points and lasar != self.sheet_lasar:
            return (*(str(n) for n in range(88)), *(c for c in column.codes if c in ("77", "88", "99")))
        return column.codes
