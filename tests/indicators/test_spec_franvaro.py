"""The hand-worked cases of spec_franvaro.csv: minutes of a pupil's two terms, with the answers."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from analys.indicators import REGISTRY
from analys.indicators.franvaro_band import STANDARD, find_bands, name_bands, set_bands
from analys.indicators.franvaro_elev import FRANVARO_ELEV, describe_absence

HERE = Path(__file__).parent
OUTSIDE = "räknas inte"
COLUMN = {
    "franvaroband": "band",
    "franvaro": "franvaro",
    "giltig": "giltig_andel",
    "ogiltig": "ogiltig_andel",
}
CODES = [code for code, indicator in REGISTRY.items() if indicator.kind == FRANVARO_ELEV]


@cache
def _read() -> pd.DataFrame:
    table = pd.read_csv(HERE / "spec_franvaro.csv", sep=";", dtype="str", encoding="utf-8-sig")
    return table.set_index("fall", drop=False)


@cache
def _describe() -> pd.DataFrame:
    """The pupils as the two files hold them, put together by the code under test."""
    table = _read()
    register = pd.DataFrame(
        {"elev": table["fall"], "lasar": "2025/26", "arskurs": table["arskurs"].astype("Int64")}
    )
    terms = []
    for termin in ("HT", "VT"):
        minutes = {
            f"{name}_min": table[f"{name}_{termin.lower()}"].astype("Int64")
            for name in ("erbjudna", "giltig", "ogiltig")
        }
        terms.append(register[["elev", "lasar"]].assign(termin=termin, **minutes))
    franvaro = pd.concat(terms).dropna(subset="erbjudna_min")
    return describe_absence(register, franvaro.sample(frac=1, random_state=5))


def _expect(case: pd.Series, code: str) -> float:
    family, termin, grupp = code.split("_")
    if family == "franvarobortfall":
        counted = grupp in str(case["grupper"]).split()
        return float(case[f"band_{termin}"] == OUTSIDE) if counted else float("nan")
    text = case[f"{COLUMN[family]}_{termin}"]
    if grupp not in str(case["grupper"]).split() or text == OUTSIDE:
        return float("nan")
    if family == "franvaroband":
        return float(name_bands(STANDARD).index(text))
    return float(text.replace(",", "."))


@pytest.mark.parametrize("code", CODES)
def test_cases(code: str) -> None:
    table = _read()
    expected = [_expect(case, code) for _, case in table.iterrows()]
    found = REGISTRY[code].compute(_describe())
    told = dict(zip(table["fall"], zip(found, expected, strict=True), strict=True))
    for fall, (value, answer) in told.items():
        assert value == pytest.approx(answer, nan_ok=True, abs=1e-9), fall


def test_every_group_and_band_has_a_case() -> None:
    table = _read()
    named = " ".join(table["grupper"].dropna()).split()
    assert set(named) == {code.split("_")[2] for code in CODES}
    assert set(table["band_vt"]) == {*name_bands(STANDARD), OUTSIDE}


@pytest.mark.parametrize(
    ("edges", "names", "answers"),
    # By hand from band_vt's shares: 0, 10, 9.99, 20, 50, 100, 9.99975 and so on.
    [
        (
            (5, 15, 30, 50),
            ("under 5", "5–14", "15–29", "30–49", "minst 50"),
            {
                "Ingen frånvaro": 0,
                "Precis tio procent": 1,
                "Ogiltig frånvaro tom": 2,
                "Hela terminen borta": 4,
            },
        ),
        (
            (15,),
            ("under 15", "minst 15"),
            {"Precis tio procent": 0, "Ogiltig frånvaro tom": 1, "Bara vårterminen": 1},
        ),
        ((9, 10), ("under 9", "9", "minst 10"), {"Strax under tio procent": 1, "Precis tio procent": 2}),
    ],
)
def test_cases_with_other_edges(
    edges: tuple[int, ...], names: tuple[str, ...], answers: dict[str, int]
) -> None:
    indicator = set_bands(REGISTRY["franvaroband_vt_alla"], edges)
    assert indicator.categories == names
    assert len(indicator.kategorifraser) == len(names)
    found = dict(zip(_read()["fall"], indicator.compute(_describe()), strict=True))
    assert {fall: found[fall] for fall in answers} == answers


def test_texts_follow_the_edges() -> None:
    indicator = set_bands(REGISTRY["franvaroband_ht_ak9"], (5, 15, 30))
    assert indicator.phrase("5–14") == (
        "andelen elever i årskurs 9 med 5–14 procents frånvaro under höstterminen"
    )
    assert "Bandet 5–14 rymmer elever med minst 5 men mindre än 15 procents frånvaro." in (
        indicator.family_definition
    )
    assert set_bands(REGISTRY["franvaroband_ht_ak9"], STANDARD) is REGISTRY["franvaroband_ht_ak9"]
    assert set_bands(REGISTRY["franvaro_ht_ak9"], (5, 15)) is REGISTRY["franvaro_ht_ak9"]


@pytest.mark.parametrize("edge", range(1, 100))
@pytest.mark.parametrize("offered", [33, 47_123, 99_999])
def test_a_share_on_the_edge_belongs_to_the_band_above_whatever_the_float(edge: int, offered: int) -> None:
    # edge × offered of 100 × offered minutes is exactly edge percent; one minute less is below it.
    shares = pd.Series([edge * offered, edge * offered - 1]) / (100 * offered)
    assert find_bands(shares, (edge,)).tolist() == [1.0, 0.0]
