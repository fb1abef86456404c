"""What a multiple imputation fills in, and from what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum


class Draw(Enum):
    """How values of a variable are drawn, given the others.

    SHARE: a share from 0 to the variable's `topp`, by what came before the outcomes and weighed by how well
    it explains the outcomes (see `shares`). DONOR: predictive mean
    matching, the value of an observed pupil whose expected value lies near. LEVEL: a few ordered levels, two
    or more, by a logit of each level against those above it.
    """

    SHARE = "andel"
    DONOR = "givare"
    LEVEL = "nivå"


@dataclass(frozen=True)
class Variable:
    """A column with missing values to fill in.

    Parameters
    ----------
    namn : str
        Column of numbers; NaN is missing.
    draw : Draw
    topp : float
        Highest possible value of a share: 1, or 100 for procent.
    """

    namn: str
    draw: Draw
    topp: float = 1.0


@dataclass(frozen=True)
class Plan:
    """The imputation model: every column is explained by all the others, outcomes also by shares.

    What a later analysis asks about must stand here, the outcome too: what is left out is taken to have
    nothing to do with the missing values, and is drawn towards that.

    Parameters
    ----------
    saknas : tuple of Variable
        Columns to fill in, in this order.
    tal : tuple of str
        Columns of numbers without missing values: earlier results, 0/1.
    utfall : tuple of str
        Outcomes that shares explain in the analysis: columns of numbers without missing values. Few, and
        none that says much the same as another: each weighs as evidence of its own.
    grupper : tuple of str
        Columns of labels without missing values, each label with a level of its own, and those of the first
        (school) with a slope of their own from shares to outcomes. Never pupils: results would depend on
        their pseudonyms.
    """

    saknas: tuple[Variable, ...]
    tal: tuple[str, ...] = ()
    utfall: tuple[str, ...] = ()
    grupper: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a column that is named twice: it would explain itself."""
        twice = [name for name, times in Counter(self.columns).items() if times > 1]
        if twice or not self.saknas:
            raise ValueError(f"each column once, and at least one to fill in: {', '.join(twice)}")

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of the model."""
        return (*(variable.namn for variable in self.saknas), *self.tal, *self.utfall, *self.grupper)
