"""Swedish numbers: worked by hand. `_` stands for a no-break space, `'` for the narrow one."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analys.indicators import REGISTRY
from analys.indicators.measures import MEASURES
from analys.presentation.formats import (
    comparison_words,
    decimals_of,
    format_cell,
    format_change,
    format_interval,
    format_number,
    format_percent,
    format_span,
    format_value,
    join_list,
    plural,
    round_half_up,
    swedish_order,
    unit_of,
)

MERIT = REGISTRY["meritvarde_17"]
SHARE = REGISTRY["alla_amnen_ak9"]
NET = REGISTRY["np_netto_ak9_ma"]
P_VALUE = MEASURES["np_homogenitet_ak9_ma"]


def plain(text: str) -> str:
    return text.replace("\u00a0", "_").replace("\u202f", "'")


@dataclass(frozen=True)
class Cell:
    varde: float = 63.25
    undre: float = 58.4
    ovre: float = 67.86
    n: int | None = 400
    antal: int | None = 253
    jamforelse: str = ""
    status: str = "visad"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (63.25, 1, "63,3"),  # half away from zero, not to even
        (63.15, 1, "63,2"),  # stored as 63.1499999…; its decimal form decides
        (-2.5, 0, "−3"),
        (-0.04, 1, "0,0"),  # never minus zero
        (0.1 + 0.2, 1, "0,3"),
        (29 * 2.5, 1, "72,5"),
        (1234567.8, 0, "1'234'568"),
        (1234.5, 1, "1'234,5"),
        (999.95, 1, "1'000,0"),
        (None, 1, "–"),
        (math.nan, 1, "–"),
    ],
)
def test_number(value: float | None, decimals: int, text: str) -> None:
    assert plain(format_number(value, decimals)) == text


@pytest.mark.parametrize(("value", "text"), [(8.4, "+8,4"), (-10.6, "−10,6"), (0.0, "0,0"), (0.04, "0,0")])
def test_sign(value: float, text: str) -> None:
    assert format_number(value, 1, signed=True) == text


def test_values_carry_their_unit() -> None:
    assert plain(format_value(63.25, SHARE)) == "63,3_%"
    assert plain(format_value(218.2, MERIT)) == "218,2_poäng"
    assert format_value(218.2, MERIT, unit=False) == "218,2"
    assert format_value(math.nan, MERIT) == "–"
    assert plain(format_change(8.4, SHARE)) == "+8,4_procentenheter"
    assert plain(format_change(-10.6, MERIT)) == "−10,6_poäng"
    assert plain(format_percent(7, 0)) == "7_%"
    assert unit_of(SHARE) == "procent"
    assert unit_of(MERIT, change=True) == "poäng"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (19.6, None, "+19,6_procentenheter"),
        (-28.0, 0, "−28_procentenheter"),
        (1.0, 0, "+1_procentenhet"),
        (-1.0, 0, "−1_procentenhet"),
        (1.0, 1, "+1,0_procentenheter"),
        (0.04, 1, "0,0_procentenheter"),
        (math.nan, 1, "–"),
    ],
)
def test_levels_that_are_differences_have_a_sign(value: float, decimals: int | None, text: str) -> None:
    assert plain(format_value(value, NET, decimals=decimals)) == text
    assert plain(format_value(value, NET, decimals=decimals, unit=False)) == text.split("_")[0]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.031, "p_=_0,031"),
        (0.0004, "p_<_0,001"),
        (0.0, "p_<_0,001"),
        (0.0005, "p_=_0,001"),
        (1.0, "p_=_1,000"),
        (math.nan, "–"),
        (None, "–"),
    ],
)
def test_p_values(value: float | None, text: str) -> None:
    assert plain(format_value(value, P_VALUE)) == text
    assert plain(format_value(value, P_VALUE, unit=False)) == text.removeprefix("p_").removeprefix("=_")


def test_numbers_without_unit_and_steps() -> None:
    assert format_value(0.874, MEASURES["np_kappa_ak9_ma"]) == "0,87"
    assert plain(format_value(0.12, MEASURES["np_skolmodell_ak9"])) == "+0,12_betygssteg"
    assert plain(format_value(-0.12, MEASURES["np_skolmodell_ak9"])) == "−0,12_betygssteg"
    assert plain(format_value(0.12, MEASURES["np_skolspridning_ak9"])) == "0,12_betygssteg"  # a spread
    assert plain(format_value(12.5, MEASURES["np_trattspridning_ak9"])) == "12,5_procentenheter"
    assert format_value(35, MEASURES["np_overgang_ak9_ma"]) == "35"


def test_cells_of_nets_are_signed_in_every_part() -> None:
    cell = Cell(varde=19.6, undre=-2.1, ovre=24.4, n=454)
    assert [format_cell(cell, NET, part) for part in ("varde", "intervall", "n")] == [
        "+19,6", "−2,1 till +24,4", "454",
    ]  # fmt: skip
    assert format_cell(Cell(varde=-16.0, n=51), NET) == "−16"
    sure = Cell(varde=0.94, undre=0.81, ovre=0.99, jamforelse="utjämnad mot skolornas medel")
    reliability = MEASURES["np_skolreliabilitet_ak9"]
    assert [format_cell(sure, reliability, part) for part in ("varde", "intervall")] == ["0,94", "0,81–0,99"]
    gap = Cell(varde=4.0, jamforelse="flickor-pojkar", n=454)
    assert plain(format_cell(gap, NET, unit=True)) == "+4,0_procentenheter"


@pytest.mark.parametrize(
    ("indicator", "n", "officiell", "decimals"),
    [
        (SHARE, 99, False, 0),
        (NET, 99, False, 0),
        (NET, 100, False, 1),
        (SHARE, 100, False, 1),
        (SHARE, None, False, 0),  # unknown number of pupils: no decimals
        (SHARE, None, True, 1),  # as the authority published it
        (MERIT, 12, False, 1),
    ],
)
def test_decimals_follow_the_number_of_pupils(
    indicator: object, n: int | None, officiell: bool, decimals: int
) -> None:
    assert decimals_of(indicator, n, officiell=officiell) == decimals


def test_interval() -> None:
    assert format_interval(61.04, 65.35, 1) == "61,0–65,4"
    assert format_interval(-3.24, 5.05, 1) == "−3,2 till 5,1"
    assert format_interval(1.0, 5.0, 1, signed=True) == "+1,0 till +5,0"
    assert format_interval(math.nan, 5.0, 1) == "–"


def test_cell_parts() -> None:
    assert [format_cell(Cell(), SHARE, part) for part in ("varde", "intervall", "n", "antal")] == [
        "63,3", "58,4–67,9", "400", "253",
    ]  # fmt: skip
    assert format_cell(Cell(n=40), SHARE) == "63"
    assert plain(format_cell(Cell(varde=-4.0, jamforelse="mot 2024/25"), SHARE, unit=True)) == (
        "−4,0_procentenheter"
    )
    assert format_cell(Cell(varde=4.0, jamforelse="tre läsår"), SHARE) == "4,0"
    assert format_cell(Cell(n=None, status="officiell"), SHARE, "n") == "–"


def test_hidden_cell_is_one_symbol_whatever_it_holds() -> None:
    hidden = Cell(status="skyddad")
    assert {format_cell(hidden, SHARE, part) for part in ("varde", "intervall", "n", "antal")} == {".."}


def test_unknown_part() -> None:
    with pytest.raises(ValueError, match="medel"):
        format_cell(Cell(), SHARE, "medel")


def test_words() -> None:
    assert [plain(plural(n, "elev", "elever")) for n in (0, 1, 23, 1234)] == [
        "0_elever", "1_elev", "23_elever", "1'234_elever",
    ]  # fmt: skip
    assert [join_list(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a och b", "a, b och c",
    ]  # fmt: skip
    assert join_list(["a", "b"], "eller") == "a eller b"
    assert format_span("2016-17", "2025/26") == "2016/17–2025/26"
    assert format_span("2025/26", "2025/26") == "2025/26"


def test_comparisons_in_words() -> None:
    assert comparison_words("") == "Nivå"
    assert comparison_words("mot 2024/25") == "Förändring sedan 2024/25"
    assert comparison_words("mot riket") == "Skillnad mot riket"
    assert comparison_words("flickor-pojkar") == "Flickor minus pojkar"
    assert comparison_words("sv-sva mot 2021/22") == (
        "Svenska minus svenska som andraspråk, förändring sedan 2021/22"
    )
    assert comparison_words("tre läsår") == "Tre läsår"
    assert comparison_words("utjämnad mot skolornas medel") == "Utjämnat avstånd till skolornas medel"
    assert plain(comparison_words("gräns 99,8")) == "Gräns 99,8_%"


def test_swedish_alphabet_and_numbers_by_size() -> None:
    names = ["Ö 2", "Ängskolan", "åsen", "Zonen", "Skola 10", "Skola 9", "Ekens skola", "Éden"]
    expected = ["Éden", "Ekens skola", "Skola 9", "Skola 10", "Zonen", "åsen", "Ängskolan", "Ö 2"]
    assert sorted(names, key=swedish_order) == expected


@given(st.floats(-1e6, 1e6), st.integers(0, 3))
def test_rounding_moves_at_most_half_a_unit(value: float, decimals: int) -> None:
    assert abs(float(round_half_up(value, decimals)) - value) <= 0.5 * 10**-decimals + 1e-8
