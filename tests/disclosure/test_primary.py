"""Primary suppression, case by case as the rule is written: n below ten, one to four, none or all."""

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
