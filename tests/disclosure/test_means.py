"""Hidden means do not follow from shown ones, even for whoever knows how many every group is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analys.attacker import attack, read_tables
from analys.disclosure import Plan, plan, protect
from analys.estimates.cells import Estimate, cell_id, make_cells
from analys.presentation.csvfiles import write_csv

Row = dict[str, Any]
LASAR = ("2023/24", "2024/25", "2025/26")


def level(indikator: str, n: int, varde: float, **keys: object) -> Row:
    own = {
        "indikator": indikator,
        "enhetstyp": "kommun",
        "enhet": "9999",
        "enhetsnamn": "9999",
        "lasar": LASAR[-1],
        "varde": varde,
        "n": n,
    }
    return own | keys


def decide(rows: Sequence[Row], bidrag: pd.DataFrame | None = None) -> tuple[Estimate, Plan]:
    estimate = Estimate("t", "T", make_cells(rows), bidrag=bidrag)
    return estimate, plan([estimate], 10)


def hidden(rows: Sequence[Row], bidrag: pd.DataFrame | None = None) -> set[str]:
    decided = decide(rows, bidrag)[1].frame
    return set(decided.loc[decided["status"] == "skyddad", "cell"])


def of(row: Row) -> str:
    names = ("indikator", "enhet", "lasar", "kon", "svsva", "jamforelse", "kategori")
    usual = {"kon": "alla", "svsva": "alla", "jamforelse": "", "kategori": ""}
    return cell_id(**(usual | {name: str(row[name]) for name in names if name in row}))


def one_has_all(row: Row) -> pd.DataFrame:
    """One pupil has all of the group's absence: the mean is dominated."""
    return pd.DataFrame({"cell": [of(row)], "storst": [row["n"] * row["varde"]], "nast": [0.0]})


def test_a_dominated_year_group_hides_all_where_the_stage_leaves_them_little():
    """0.6 percent of 180 is at most 117. A year of 58 has at least 29: 88 left, less than one can have."""
    stage = level("ogiltig_vt_lag", 180, 0.6)
    years = [level(f"ogiltig_vt_ak{i}", n, 1.0) for i, n in ((1, 62), (2, 60), (3, 58))]

    assert hidden([stage, *years], one_has_all(years[0])) == {of(year) for year in years}


def test_a_dominated_year_group_needs_one_more_where_the_stage_leaves_them_much():
    """5 percent of 180 is 891 at least; 60 with 5 percent leave 561 and more for two year groups."""
    stage = level("ogiltig_vt_lag", 180, 5.0)
    years = [level(f"ogiltig_vt_ak{i}", n, 5.0) for i, n in ((1, 62), (2, 60), (3, 58))]

    assert hidden([stage, *years], one_has_all(years[0])) == {of(years[0]), of(years[2])}


@pytest.mark.parametrize("gone", ["giltig", "ogiltig", "franvaro"])
def test_of_valid_invalid_and_all_absence_never_one_alone_is_hidden(gone):
    """Valid and invalid are all: 4 + 1 = 5. The dominated one takes another with it."""
    values = {"giltig": 4.0, "ogiltig": 1.0, "franvaro": 5.0}
    three = {kind: level(f"{kind}_vt_alla", 60, value) for kind, value in values.items()}
    decided = hidden(list(three.values()), one_has_all(three[gone]))

    assert of(three[gone]) in decided
    assert len(decided) >= 2


def test_a_net_of_few_is_covered_by_the_rest_and_the_total_stays():
    """Net -8 of 58, three with Sva: 55 with Sv are hidden too; the three can make 600 of their sum."""
    rows = [
        level("np_netto_ak9", 58, -8.0),
        level("np_netto_ak9", 55, -7.0, svsva="sv"),
        level("np_netto_ak9", 3, -33.0, svsva="sva"),
    ]

    assert hidden(rows) == {of(row) for row in rows[1:]}


def draw_town(seed: int, pupils: int) -> list[Row]:
    """Three läsår of a town: merit values by group and school, absence by kind and year group."""
    rng = np.random.Generator(np.random.PCG64(seed))
    rows: list[Row] = []
    for lasar in LASAR:
        n = pupils + int(rng.integers(-5, 6))
        merit = rng.integers(20, 136, n) * 2.5
        rows += _split("meritvarde_17", merit, rng, lasar)
        frames: dict[str, list[np.ndarray]] = {kind: [] for kind in ("giltig", "ogiltig", "franvaro")}
        for year in (7, 8, 9):
            valid = rng.gamma(1.2, 4.0, pupils).clip(0, 60)
            invalid = np.where(rng.random(pupils) < 0.08, rng.gamma(1.0, 12.0, pupils), 0.0).clip(0, 40)
            for kind, values in zip(frames, (valid, invalid, valid + invalid), strict=True):
                frames[kind].append(values)
                rows.append(_mean(f"{kind}_vt_ak{year}", values, lasar=lasar))
        rows += [_mean(f"{kind}_vt_hog", np.concatenate(own), lasar=lasar) for kind, own in frames.items()]
    return rows


def _split(code: str, values: np.ndarray, rng: np.random.Generator, lasar: str) -> Iterator[Row]:
    groups = {
        "kon": np.where(rng.random(len(values)) < 0.5, "flickor", "pojkar"),
        "svsva": np.where(rng.random(len(values)) < 0.9, "sv", "sva"),
        "enhet": rng.choice(["A", "B", "C"], len(values), p=[0.6, 0.3, 0.1]),
    }
    yield _mean(code, values, lasar=lasar)
    for name, of_pupils in groups.items():
        for group in sorted(set(of_pupils)):
            more = {name: str(group)} | ({"enhetstyp": "skola"} if name == "enhet" else {})
            yield _mean(code, values[of_pupils == group], lasar=lasar, **more)


def _mean(code: str, values: np.ndarray, **keys: object) -> Row:
    decimals = 1 if code.startswith("meritvarde") or len(values) >= 100 else 0
    return level(code, len(values), round(float(values.mean()), decimals), **keys)


def _find_largest(rows: Sequence[Row]) -> pd.DataFrame:
    """Of means of invalid absence below one percent, one pupil's is all."""
    low = [row for row in rows if str(row["indikator"]).startswith("ogiltig") and row["varde"] <= 1]
    return pd.concat([one_has_all(row) for row in low], ignore_index=True)


@pytest.mark.parametrize(("seed", "pupils"), [(1, 20), (2, 40), (3, 60)])
def test_a_small_towns_means_are_safe_from_class_lists(seed, pupils, tmp_path):
    rows = draw_town(seed, pupils)
    estimate, decided = decide(rows, _find_largest(rows))
    write_csv(protect(estimate, decided), tmp_path / "t.csv")

    assert 0 < decided.hidden < len(decided.frame)
    assert attack(read_tables(tmp_path), 10, sizes=decided.sizes).leaks == ()
