"""The study of surveys in short: intervals cover, weights take away what is known, none what is not."""

from __future__ import annotations

import pytest
from recovery_surveys import draw, find_truth, run

TOWNS = 24


@pytest.fixture(scope="module")
def found():
    return {name: run(name, TOWNS, reliability=False) for name in ("inget", "kant", "okant")}


def test_intervals_cover_the_superpopulation_when_all_answer(found):
    # Binomial error of 24 at 95 %: 4.4 points.
    assert found["inget"].tackning >= 0.85
    assert abs(found["inget"].ovagd) < 0.1


def test_weights_take_away_what_goes_with_school_and_gender(found):
    assert found["kant"].ovagd > 0.05
    assert abs(found["kant"].vagd) < found["kant"].ovagd / 2


def test_no_weight_helps_where_the_attitude_itself_decides(found):
    assert found["okant"].vagd > 0.2
    assert found["okant"].tackning < 0.5


def test_the_study_is_well_posed():
    mean, alpha, omega = find_truth()
    assert 0 < mean < 10
    # Loadings differ, so alpha is below omega (McDonald 1999).
    assert alpha < omega < 1
    asked, answered = draw(3, "kant")
    assert 0.5 < len(answered) / len(asked) < 0.95
