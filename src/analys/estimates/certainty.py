"""How sure a difference is, in the fixed classes that the words are chosen from (METHODS section 7).

The order of the questions is part of the rule: a difference that is surely small is "ungefär lika" even
when it is certainly not zero.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from analys.estimates.intervals import Level

UNGEFAR_LIKA = "ungefar_lika"
TYDLIGT_HOGRE = "tydligt_hogre"
HOGRE_OSAKER = "hogre_osaker"
TYDLIGT_LAGRE = "tydligt_lagre"
LAGRE_OSAKER = "lagre_osaker"
OKLART = "oklart"
OFFICIELL = "officiell"

KODER = (UNGEFAR_LIKA, TYDLIGT_HOGRE, HOGRE_OSAKER, TYDLIGT_LAGRE, LAGRE_OSAKER, OKLART, OFFICIELL)


@dataclass(frozen=True)
class Certainty:
    """Class of a difference.

    Parameters
    ----------
    kod : str
        One of `KODER`.
    gynnsam : bool or None
        Whether the difference goes the way one wants; None where its direction is not settled, or neither is
        the wished one.
    """

    kod: str
    gynnsam: bool | None = None


def classify(difference: Level, delta: float, higher_is_better: bool | None = True) -> Certainty:
    """Class of a difference from its interval [L, U].

    In order: inside [-delta, delta] -> ungefar_lika; L > delta -> tydligt_hogre; L > 0 -> hogre_osaker;
    U < -delta -> tydligt_lagre; U < 0 -> lagre_osaker; else oklart. Without an interval: officiell.

    Parameters
    ----------
    difference : Level
        In percentage points or points.
    delta : float
        Smallest difference that matters, in the same unit; declared beforehand.
    higher_is_better : bool or None
        None where neither direction is the wished one.

    Raises
    ------
    ValueError
        When delta is not above 0.

    Examples
    --------
    >>> classify(Level(8.4, 3.5, 13.1, 160), 3).kod
    'tydligt_hogre'
    """
    if not delta > 0:
        raise ValueError("delta must be above 0")
    low, high = difference.undre, difference.ovre
    if math.isnan(low) or math.isnan(high):
        return Certainty(OFFICIELL)
    if -delta <= low and high <= delta:
        return Certainty(UNGEFAR_LIKA)
    if low > 0:
        return Certainty(TYDLIGT_HOGRE if low > delta else HOGRE_OSAKER, higher_is_better)
    if high < 0:
        lower_is_better = None if higher_is_better is None else not higher_is_better
        return Certainty(TYDLIGT_LAGRE if high < -delta else LAGRE_OSAKER, lower_is_better)
    return Certainty(OKLART)
