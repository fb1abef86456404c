"""Every class of certainty, at its edges."""

from __future__ import annotations

import pytest

from analys.estimates.certainty import KODER, classify
from analys.estimates.intervals import Level

NAN = float("nan")
CASES = [
    # lower, upper, class (delta 3)
    (-2.9, 2.9, "ungefar_lika"),
    (-3.0, 3.0, "ungefar_lika"),
    (0.5, 2.0, "ungefar_lika"),  # surely not zero, surely small
    (-2.0, -0.5, "ungefar_lika"),
    (3.1, 9.0, "tydligt_hogre"),
    (3.0, 9.0, "hogre_osaker"),
    (0.1, 9.0, "hogre_osaker"),
    (0.0, 9.0, "oklart"),
    (-9.0, -3.1, "tydligt_lagre"),
    (-9.0, -3.0, "lagre_osaker"),
    (-9.0, -0.1, "lagre_osaker"),
    (-9.0, 0.0, "oklart"),
    (-4.0, 2.0, "oklart"),
    (-20.0, 20.0, "oklart"),
    (NAN, NAN, "officiell"),
]


@pytest.mark.parametrize(("undre", "ovre", "kod"), CASES)
def test_class(undre: float, ovre: float, kod: str) -> None:
    assert classify(Level((undre + ovre) / 2, undre, ovre, 100), 3).kod == kod


def test_every_class_is_tried() -> None:
    assert {case[2] for case in CASES} == set(KODER)


def test_favourable_follows_the_direction_of_the_indicator() -> None:
    up, down, unclear = (Level(v, v - 4, v + 4, 100) for v in (8, -8, 0))
    assert [classify(d, 3).gynnsam for d in (up, down, unclear)] == [True, False, None]
    assert [classify(d, 3, higher_is_better=False).gynnsam for d in (up, down)] == [False, True]


def test_methods_example() -> None:
    # METHODS: 18/20 -> 15/20 has an interval from -38 to +9 points; nothing can be said.
    from analys.estimates.intervals import difference, share

    change = difference(share(15, 20), share(18, 20))
    assert (round(change.undre), round(change.ovre)) == (-38, 9)
    assert classify(change, 3).kod == "oklart"


def test_delta_must_be_positive() -> None:
    with pytest.raises(ValueError, match="delta"):
        classify(Level(1, 0, 2, 10), 0)
