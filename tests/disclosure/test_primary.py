"""Primary suppression, case by case as the rule is written: n below ten, one to four, none or all."""

import pandas as pd
import pytest

from analys.disclosure.primary import find_primary
from analys.estimates.cells import make_cells


def cell(**values):
    base = {
        "indikator": "alla_amnen_ak9",
        "enhetstyp": "skola",
        "enhet": "10000001",
        "enhetsnamn": "A",
        "lasar": "2025/26",
        "varde": 50.0,
    }
    return make_cells([base | values])


@pytest.mark.parametrize(
    ("n", "antal", "reason"),
    [
        (9, 5, "fa_elever"),
        (10, 5, ""),
        (30, 29, "fa_utfall"),  # one pupil failed
        (30, 26, "fa_utfall"),  # four failed
        (30, 25, ""),  # five failed
        (30, 4, "fa_utfall"),  # four passed
        (30, 5, ""),
        (30, 30, "alla_lika"),
        (30, 0, "alla_lika"),
        (500, 496, "fa_utfall"),  # size does not excuse
        (9, 9, "fa_elever"),
    ],
)
def test_shares(n, antal, reason):
    assert find_primary(cell(n=n, antal=antal), 10).tolist() == [reason]


@pytest.mark.parametrize(("n", "reason"), [(9, "fa_elever"), (10, "")])
def test_means(n, reason):
    assert find_primary(cell(indikator="meritvarde_17", n=n), 10).tolist() == [reason]


def test_the_threshold_is_a_parameter():
    assert find_primary(cell(n=14, antal=7), 15).tolist() == ["fa_elever"]


def test_what_an_authority_has_published_is_public():
    assert find_primary(cell(status="officiell"), 10).tolist() == [""]


def test_nothing_cannot_disclose():
    assert find_primary(cell(varde=float("nan"), status="saknas"), 10).tolist() == [""]


@pytest.mark.parametrize(
    ("code", "n", "mean", "reason"),
    [
        # 10 pupils lack 10 * (340 - 333.2) = 68 points together, a fifth of 340: each has at least 272.
        ("meritvarde_17", 10, 333.2, "medelvarde"),
        ("meritvarde_17", 10, 333.1, ""),
        # Without modern languages the scale ends at 320: 10 * (320 - 313.6) = 64, a fifth of 320.
        ("meritvarde_16", 10, 313.6, "medelvarde"),
        ("meritvarde_16", 10, 313.5, ""),
        # 12 pupils with 1.6 percent on average have 19.2 together, so that nobody has a fifth.
        ("franvaro_vt_alla", 12, 1.6, "medelvarde"),
        ("franvaro_vt_alla", 12, 1.7, ""),
        # 20 pupils: 20 * (100 - 98) = 40, a fifth of the scale from -100 to 100.
        ("np_netto_ak9_ma", 20, 98.0, "medelvarde"),
        ("np_netto_ak9_ma", 20, -98.0, "medelvarde"),
        ("np_netto_ak9_ma", 20, 97.0, ""),
        ("np_kappa_ak9_ma", 20, 0.98, ""),
    ],
)
def test_a_mean_that_forces_everybody_to_an_end_of_the_scale(code, n, mean, reason):
    assert find_primary(cell(indikator=code, n=n, varde=mean), 10).tolist() == [reason]


@pytest.mark.parametrize(
    ("n", "mean", "reason"),
    [
        # 12 pupils with 10 percent on average: 120 together. 80 and 33 leave 7, under a tenth of 80.
        (12, 10.0, "dominans"),
        # 121.2 together leave 8.2: no better estimate of the 80 than within a tenth.
        (12, 10.1, ""),
    ],
)
def test_a_mean_that_is_nearly_one_pupils(n, mean, reason):
    one = cell(indikator="franvaro_vt_alla", n=n, varde=mean)
    bidrag = pd.DataFrame({"cell": one["cell"], "storst": 80.0, "nast": 33.0})

    assert find_primary(one, 10, bidrag).tolist() == [reason]


@pytest.mark.parametrize(("keys", "reason"), [({}, ""), ({"kon": "flickor", "svsva": "sva"}, "fa_elever")])
def test_a_school_s_crossing_of_gender_and_language_takes_ten(keys, reason):
    """Of 7 pupils 2-4 would be few with an outcome; a mean of them may stand where the run says five."""
    assert find_primary(cell(indikator="meritvarde_17", n=7, varde=200.0, **keys), 5).tolist() == [reason]
