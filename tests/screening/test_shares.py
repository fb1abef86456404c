"""A change counts when it is both large and beyond chance; expected values are worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from analys.screening.material import make_material
from analys.screening.shares import count_codes, find_changes, share_parts


def make_rows(*parts):
    """Rows of grades in Ma at one school: (läsår, grade, how many)."""
    grades = [(lasar, grade) for lasar, grade, count in parts for _ in range(count)]
    return pd.DataFrame(
        {
            "lasar": [lasar for lasar, _ in grades],
            "Ma": [grade for _, grade in grades],
            "Skolenhetskod": "99990001",
            "fil": "a.csv",
            "rad": 1,
            "skal": "",
        }
    )


def changes(*parts, skillnad=15.0, z=3.0, deff=1.0):
    rows = make_rows(*parts)
    material = make_material([], frames={"slutbetyg_ak9": rows}, lasar=["2025/26"])
    shares = share_parts(count_codes(rows, ["Ma"]), ["lasar", "kolumn"], {"F": ("F",)}, ("E", "F"))
    return find_changes(shares, ["kolumn"], material, "slutbetyg_ak9", skillnad=skillnad, z=z, deff=deff)


def test_a_share_is_of_those_with_one_of_the_codes():
    rows = make_rows(("2025/26", "F", 3), ("2025/26", "E", 9), ("2025/26", "", 5))

    (share,) = share_parts(count_codes(rows, ["Ma"]), ["lasar", "kolumn"], {"F": ("F",)}, ("E", "F")).to_dict(
        "records"
    )

    assert share == {"lasar": "2025/26", "kolumn": "Ma", "n": 12, "antal": 3, "del": "F"}


def test_a_part_that_nobody_has_is_zero():
    rows = make_rows(("2025/26", "E", 9))

    shares = share_parts(count_codes(rows, ["Ma"]), ["lasar", "kolumn"], {"F": ("F",)}, ("E", "F"))

    assert shares[["antal", "n"]].to_numpy().tolist() == [[0, 9]]


def test_a_large_and_certain_change_is_found():
    # Wilson at z = 3, n = 100: 90 % has (77,5; 95,9), 50 % has (35,6; 64,4).
    # MOVER: 40 - sqrt((90 - 77,5)² + (64,4 - 50)²) = 40 - 19,1 = 20,9 > 0.
    found = changes(("2024/25", "F", 50), ("2024/25", "E", 50), ("2025/26", "F", 90), ("2025/26", "E", 10))

    assert found[["andel_forr", "andel", "n"]].to_numpy().tolist() == [[50, 90, 100]]
    assert found["forr"].tolist() == [("2024/25",)]


def test_the_same_change_among_ten_pupils_can_be_chance():
    # n = 10: 90 % has (43,0; 99,1), 50 % has (15,6; 84,4): 40 - sqrt(47,0² + 34,4²) = 40 - 58,2 < 0.
    found = changes(("2024/25", "F", 5), ("2024/25", "E", 5), ("2025/26", "F", 9), ("2025/26", "E", 1))

    assert found.empty


def test_a_certain_change_that_is_small_is_no_matter():
    found = changes(
        ("2024/25", "F", 500), ("2024/25", "E", 9500), ("2025/26", "F", 1900), ("2025/26", "E", 8100)
    )

    assert found.empty, "14 points is below 15, however many pupils"


def test_the_earlier_years_are_the_three_latest_together():
    # 2021/22 is left out: with it the earlier share would be 30 / 40.
    found = changes(
        ("2021/22", "F", 100),
        *((year, "E", 100) for year in ("2022/23", "2023/24", "2024/25")),
        ("2025/26", "F", 100),
    )

    assert found["andel_forr"].tolist() == [0]
    assert found["forr"].tolist() == [("2022/23", "2023/24", "2024/25")]


@pytest.mark.parametrize("n", [9, 10])
def test_fewer_than_ten_are_not_compared(n):
    found = changes(("2024/25", "E", 100), ("2025/26", "F", n))

    assert len(found) == (n == 10)
