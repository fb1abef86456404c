"""What an indicator is: a definition with its validity, and one function from pupils to a number a pupil."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pandas as pd

from analys.lasar import parse_lasar

Compute = Callable[[pd.DataFrame], pd.Series]


@dataclass(frozen=True)
class Indicator:
    """One measure of results; every label, table, axis and glossary entry derives from it.

    Parameters
    ----------
    code : str
        ASCII code, the key of the registry.
    label, short_label : str
        Swedish names: for headings, and for axes and tables.
    definition, denominator : str
        Swedish sentences for the report's definitions: how it is counted, and on which pupils.
    unit : {"procent", "poäng", "procentenheter", "indexpoäng", "per hundra", "antal"}
        "procent" for shares (0-100 once aggregated), "poäng" for means, "procentenheter" for means of what
        is itself a difference of shares (-100 to 100), "indexpoäng" for means of survey indices (0-10),
        "per hundra" and "antal" for local measures that are numbers by themselves.
    decimals : int
        Decimals to show.
    valid_from, valid_to : str
        First and last läsår of the series, "" when open.
    source : str
        Whose definition it is, in Swedish.
    kind : str
        Kind of processed frame that `compute` needs.
    arskurs : int
        Year group, numbered as before the ten-year grundskola.
    compute : callable
        Processed frame -> float Series on the same index: 1/0 for shares, points for means, the position in
        `categories` for distributions, NaN for pupils outside the denominator.
    is_net : bool
        True where `compute` gives 100, 0 or -100 only, so that the level is the difference of two shares of
        the same pupils.
    is_mean : bool
        True where `compute` gives each pupil's own share in procent, 0-100, so that the level is their mean.
    higher_is_better : bool or None
        None where neither direction is the wished one.
    categories : tuple of str
        Parts of a distribution in order, Swedish; () for a measure with one value. The shares of all parts
        add up to 100.
    kategorifraser : tuple of str
        Each category's share as the subject of a sentence, "andelen elever med …"; () where the measure has
        no categories.
    summor : tuple of (str, str)
        Categories that cells may tell together, and each one's phrase.
    troskel : int
        Fewest pupils behind a shown value where the measure demands more than the run; else 0.
    kapitel : str
        Chapter that shows the measure.
    breaks, break_notes : tuple of str
        Läsår that cannot be joined to the year before, and why (Swedish, same order).
    missing_lasar : tuple of str
        Läsår without any results (no tests were given).
    klasskolumn : str
        Column of the teaching group when the frame has no `klass`.
    counted_as : str
        Code of the indicator whose number of pupils is published in place of the exact denominator, which
        would tell how few were left out; "" for none.
    older_labels : tuple of (str, str)
        Last läsår and label of earlier names, oldest first: a report on that time speaks its language.
    family, family_definition : str
        Name and definition of a family whose members differ in subject only: the report defines it once. ""
        for an indicator that stands alone.
    kolada : str
        KPI of the same measure for kommunala skolor in Kolada, "" when there is none.
    kolada_kategorier : tuple of (str, str)
        Category and KPI, for a distribution whose parts have KPI of their own.
    banded : callable or None
        Edges of bands -> the fields that depend on them, for a distribution over the run's bands.
    """

    code: str
    label: str
    short_label: str
    definition: str
    unit: Literal["procent", "poäng", "procentenheter", "indexpoäng", "per hundra", "antal"]
    decimals: int
    denominator: str
    valid_from: str
    valid_to: str
    source: str
    kind: str
    arskurs: int
    compute: Compute = field(repr=False)
    is_net: bool = False
    is_mean: bool = False
    higher_is_better: bool | None = True
    categories: tuple[str, ...] = ()
    kategorifraser: tuple[str, ...] = ()
    summor: tuple[tuple[str, str], ...] = ()
    troskel: int = 0
    kapitel: str = "trend"
    breaks: tuple[str, ...] = ()
    break_notes: tuple[str, ...] = ()
    missing_lasar: tuple[str, ...] = ()
    klasskolumn: str = "klass"
    counted_as: str = ""
    older_labels: tuple[tuple[str, str], ...] = ()
    family: str = ""
    family_definition: str = ""
    kolada: str = ""
    kolada_kategorier: tuple[tuple[str, str], ...] = ()
    banded: Callable[[tuple[int, ...]], Mapping[str, Any]] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if len(self.breaks) != len(self.break_notes):
            raise ValueError(f"{self.code}: every break needs its note")
        if self.kategorifraser and len(self.kategorifraser) != len(self.categories):
            raise ValueError(f"{self.code}: every category needs its phrase")
        for lasar in (*self.breaks, *self.missing_lasar, *filter(None, (self.valid_from, self.valid_to))):
            if parse_lasar(lasar) != lasar:
                raise ValueError(f"{self.code}: write läsår as 2025/26")

    @property
    def is_share(self) -> bool:
        """Whether `compute` gives 1/0 and the level is a share in procent."""
        return self.unit == "procent" and not self.is_mean

    def is_valid(self, lasar: str) -> bool:
        """Whether the series covers the läsår and results exist for it."""
        within = self.valid_from <= lasar and (not self.valid_to or lasar <= self.valid_to)
        return within and lasar not in self.missing_lasar

    def named_in(self, lasar: str) -> Indicator:
        """The indicator under the label that it had in a läsår."""
        if not self.older_labels:
            return self
        label = next((label for last, label in self.older_labels if lasar <= last), self.label)
        return replace(self, label=label, older_labels=())

    @property
    def fras(self) -> str:
        """The label as the subject of a sentence: "andelen elever … i årskurs 9"."""
        phrase = self.label.replace("Genomsnittligt meritvärde", "meritvärdet", 1)
        phrase = phrase.replace("Nettoavvikelse ", "nettoavvikelsen ", 1)
        phrase = re.sub("^Genomsnittlig (giltig |ogiltig )?frånvaro ", _decline_absence, phrase)
        phrase = re.sub("^Index för ([^,]+), ", r"indexet för \1 bland ", phrase)
        phrase = re.sub(", (?=(låg|mellan|hög)stadiet$)", " på ", phrase)
        phrase = phrase.replace("Andel ", "andelen ", 1).replace(", årskurs ", " i årskurs ")
        return phrase.replace(", nationella prov i årskurs ", " på nationella proven i årskurs ").replace(
            ", nationella prov årskurs ", " på de nationella proven i årskurs "
        )

    def phrase(self, kategori: str = "") -> str:
        """The measure, or the share of one of its categories, as the subject of a sentence.

        Raises
        ------
        ValueError
            When the measure has no such category.
        """
        if not kategori:
            return self.fras
        if kategori in dict(self.summor):
            return dict(self.summor)[kategori]
        if kategori not in self.categories:
            raise ValueError(f"{self.code} has no category {kategori}")
        phrases = self.kategorifraser or (self.fras,) * len(self.categories)
        return phrases[self.categories.index(kategori)]


def _decline_absence(found: re.Match[str]) -> str:
    kind = f"{found[1].strip()}a " if found[1] else ""
    return f"den genomsnittliga {kind}frånvaron "
