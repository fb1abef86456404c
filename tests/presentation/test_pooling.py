"""Several läsår together where most of one läsår is hidden, chosen from what is shown alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analys.disclosure import ProtectedTable
from analys.estimates.cells import POOLED
from analys.presentation.pooling import choose_level, name_years

Maker = Callable[..., ProtectedTable]


def school(place: int, hidden: bool, *, pooled: bool = False) -> dict[str, object]:
    return {
        "indikator": "np_netto_ak9",
        "enhetstyp": "skola",
        "enhet": str(place),
        "enhetsnamn": f"Skola {place}",
        "varde": 5.0 + place,
        "n": 40,
        "jamforelse": POOLED if pooled else "",
        "dold": hidden,
    }


def choose(make: Maker, levels: str, pooled: str) -> str:
    """Of schools with a dot where hidden and an o where shown."""
    rows = [school(i, one == ".") for i, one in enumerate(levels)]
    rows += [school(i, one == ".", pooled=True) for i, one in enumerate(pooled)]
    return choose_level(make(rows).cells(), "2025/26")


@pytest.mark.parametrize(
    ("levels", "pooled", "chosen"),
    [
        ("o...", "oooo", POOLED),
        ("oo..", "oooo", ""),  # half is not most
        ("o...", "o...", ""),  # no more is shown
        ("o...", "", ""),
        ("....", "o...", POOLED),
        ("oooo", "oooo", ""),
    ],
)
def test_three_lasar_stand_in_when_most_is_hidden_and_they_show_more(
    make_decided: Maker, levels: str, pooled: str, chosen: str
) -> None:
    assert choose(make_decided, levels, pooled) == chosen


def test_another_lasar_does_not_count(make_decided: Maker) -> None:
    rows = [school(0, False), *({**school(i, True), "lasar": "2024/25"} for i in range(3))]
    assert choose_level(make_decided([*rows, school(0, False, pooled=True)]).cells(), "2025/26") == ""


def test_the_lasar_are_told_from_the_parts(make_decided: Maker) -> None:
    parts = " + ".join(f"np_netto_ak9|0|{year}|alla|alla|" for year in ("2023/24", "2024/25", "2025/26"))
    cells = make_decided([school(0, False), school(0, False, pooled=True) | {"delar": parts}]).cells()
    assert name_years(cells) == "läsåren 2023/24–2025/26 tillsammans"
