"""From provbetyg to grade and how well they agree: pupils by hand, the small municipality counted anew."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analys.disclosure import plan, protect
from analys.estimates import np_och_betyg
from analys.estimates.agreement import kappa
from analys.estimates.both_grades import pair_grades
from analys.estimates.cells import POOLED
from analys.estimates.np_overgang import overgang_estimates
from analys.estimates.np_samstammighet import agreement_estimates, compute_kappas
from analys.indicators.np_amnen import PROVAMNEN
from analys.indicators.np_statistik import STEGEN, format_overgang, parse_overgang
from analys.parameters import RunParameters
from analys.underlag import Underlag

NAN = float("nan")
LASAR = "2025/26"
GRADES = "ABCDEF"
_TESTED = ("2021/22", "2022/23", "2023/24", "2024/25", LASAR)


@dataclass(frozen=True)
class Given(Underlag):
    """An underlag whose frame of pairs is given."""

    pairs: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)

    def frame(self, kind: str) -> pd.DataFrame:
        return self.pairs if kind == "prov_betyg_ak9" else pd.DataFrame()


def _given(data: Path, rows: list[tuple[str, str, str | float, str | float]], **columns: list[str]) -> Given:
    """Pairs in mathematics: läsår, class, provbetyg, grade."""
    frame = pd.DataFrame(rows, columns=["lasar", "klass", "MA_PROVB", "Ma"]).astype("str")
    frame = frame.replace("nan", NAN).astype("str")
    frame = frame.assign(elev=[f"p{i}" for i in frame.index], skolenhet="10000001", kon="flicka")
    return Given(RunParameters(), data, frame.assign(**columns))


def _cells(estimates: list, code: str) -> pd.DataFrame:
    frame = estimates[0].frame
    return frame[frame["indikator"] == code]


def test_who_has_both_grades(tmp_path: Path) -> None:
    rows = [
        (LASAR, "9A", "C", "B"),
        (LASAR, "9A", "99", "B"),
        (LASAR, "9A", "88", "B"),
        (LASAR, "9A", "77", "B"),
        (LASAR, "9A", NAN, "B"),
        (LASAR, "9A", "C", "3"),
        (LASAR, "9A", "C", NAN),
        (LASAR, "9A", "F", "E"),
        ("2019/20", "9A", "C", "C"),
    ]
    pairs = pair_grades(_given(tmp_path, rows, skolform=["GR"] * 7 + ["ANP", "GR"]), 9)
    # Left out: no provbetyg or no grade, anpassad grundskola, and a läsår without tests.
    assert pairs[["elev", "amne", "prov", "betyg"]].values.tolist() == [["p0", "ma", 3, 4]]
    assert pair_grades(_given(tmp_path / "sex", rows), 6).empty


def test_transitions_by_hand(tmp_path: Path) -> None:
    rows = [(LASAR, "9A", "E", "E")] * 10 + [(LASAR, "9A", "E", "D")] * 4 + [(LASAR, "9B", "A", "B")] * 2
    rows += [("2023/24", "9A", "F", "A")] * 3
    cells = _cells(overgang_estimates(_given(tmp_path, rows)), "np_overgang_ak9_ma")
    assert len(cells) == 49 and (cells["n"] == cells["varde"]).all() and (cells["lasar"] == LASAR).all()
    counts = dict(zip(cells["kategori"], cells["n"].tolist(), strict=True))
    filled = {name: count for name, count in counts.items() if count}
    assert filled == {
        "E till E": 10,
        "E till D": 4,
        "A till B": 2,
        "F till A": 3,
        "E till alla": 14,
        "A till alla": 2,
        "F till alla": 3,
        "alla till E": 10,
        "alla till D": 4,
        "alla till B": 2,
        "alla till A": 3,
        "alla till alla": 19,
    }
    assert cells[["undre", "ovre", "antal"]].isna().all(axis=None)
    # The läsår that are counted together are the total's parts.
    assert (cells["jamforelse"] == POOLED).all()
    relation = "np_relation_ak9_ma|9999"
    assert cells.set_index("kategori").loc["alla till alla", "delar"] == (
        f"{relation}|2023/24|alla|alla||lika + {relation}|2025/26|alla|alla||lika"
    )


def test_a_subject_without_the_reports_lasar_has_no_table(tmp_path: Path) -> None:
    assert overgang_estimates(_given(tmp_path, [("2023/24", "9A", "F", "A")] * 20)) == []


def test_lasar_together_can_be_shown_where_one_could_not(tmp_path: Path) -> None:
    years = ("2021/22", "2022/23", "2023/24", LASAR)
    # Each läsår 40 with the same grade, 5 one step away and 2 further; together 160, 20 and 8.
    rows = [
        (year, "9A", prov, betyg)
        for year in years
        for prov in GRADES
        for betyg in GRADES
        for _ in range({0: 40, 1: 5}.get(abs(GRADES.index(prov) - GRADES.index(betyg)), 2))
    ]
    estimates = overgang_estimates(_given(tmp_path, rows))
    shown = protect(estimates[0], plan(estimates, 10)).frame.set_index("kategori")["status"]
    assert shown[["C till C", "C till B", "B till C"]].tolist() == ["visad"] * 3
    assert shown["A till F"] == "skyddad"


def test_fewer_than_fifteen_have_no_table(tmp_path: Path) -> None:
    few = _given(tmp_path, [(LASAR, "9A", "E", "D")] * 14)
    assert overgang_estimates(few) == [] and agreement_estimates(few) == []


def test_names_of_parts() -> None:
    for prov in (*STEGEN, "alla"):
        for betyg in (*STEGEN, "alla"):
            assert parse_overgang(format_overgang(prov, betyg)) == (prov, betyg)
    assert "".join(STEGEN) == "FEDCBA"
    for wrong in ("", "C", "C till G", "C till B till A", "lika"):
        with pytest.raises(ValueError, match="transition"):
            parse_overgang(wrong)


def test_agreement_by_hand(tmp_path: Path) -> None:
    # E E, D D, C C and D C four times over: 0.8, as worked in test_agreement; one such four a class.
    four = [("E", "E"), ("D", "D"), ("C", "C"), ("D", "C")]
    rows = [(LASAR, klass, *both) for klass in ("9A", "9B", "9C", "9D", "9E", "9F") for both in four]
    estimates = agreement_estimates(_given(tmp_path, rows))
    cells = estimates[0].frame.set_index("indikator")
    assert cells.loc["np_kappa_ak9_ma", "varde"] == 0.8 and cells.loc["np_kappa_ak9_ma", "n"] == 24
    # All classes are alike, so the measured effect is taken as 1: error √(0.0392 × 4 / 24) = 0.080829,
    # df 6 - 1, t 2.570582; 1.098612 ± 2.570582 × 0.080829 / 0.36 gives 0.521381 and 1.675843.
    limits = cells.loc["np_kappa_ak9_ma", ["undre", "ovre"]].tolist()
    assert limits == [round(math.tanh(0.521381), 2), round(math.tanh(1.675843), 2)]
    # Every class moves one pupil the same way: only the two exchanges of all six are as extreme, 2 / 2⁶.
    for code in ("np_homogenitet_ak9_ma", "np_symmetri_ak9_ma"):
        assert cells.loc[code, ["varde", "n"]].tolist() == [0.031, 24]
        assert pd.isna(cells.loc[code, "undre"]) and pd.isna(cells.loc[code, "antal"])


def test_too_few_classes_have_no_test(tmp_path: Path) -> None:
    rows = [
        (LASAR, klass, *both)
        for klass in "ABCDE"
        for both in [("E", "E"), ("C", "B"), ("D", "D"), ("B", "A")]
    ]
    cells = agreement_estimates(_given(tmp_path, rows))[0].frame
    assert cells["indikator"].tolist() == ["np_kappa_ak9_ma"]


def test_one_class_has_no_interval_unless_other_lasar_have_several(tmp_path: Path) -> None:
    alone = [
        (LASAR, "9A", "E", "E"),
        (LASAR, "9A", "D", "D"),
        (LASAR, "9A", "D", "C"),
        (LASAR, "9A", "A", "B"),
    ] * 4
    cells = agreement_estimates(_given(tmp_path / "en", alone))[0].frame
    assert cells["varde"].notna().all() and cells["ovre"].isna().all()
    before = [("2023/24", klass, *both) for klass in ("9A", "9B", "9C") for _, _, *both in alone[:8]]
    cells = agreement_estimates(_given(tmp_path / "fler", [*alone, *before]))[0].frame
    assert cells["lasar"].tolist() == ["2023/24", LASAR] and cells["ovre"].notna().all()


def test_where_kappa_says_nothing(tmp_path: Path) -> None:
    same = _given(tmp_path / "samma", [(LASAR, "9A", "E", "E")] * 20)
    assert agreement_estimates(same) == []
    full = [(LASAR, klass, grade, grade) for klass in "ABCDEF" for grade in "ACE"]
    cells = agreement_estimates(_given(tmp_path / "full", full))[0].frame.set_index("indikator")
    assert cells.loc["np_kappa_ak9_ma", "varde"] == 1 and pd.isna(cells.loc["np_kappa_ak9_ma", "undre"])
    assert cells.loc["np_homogenitet_ak9_ma", "varde"] == 1


def _draw_pairs(seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    classes = np.repeat(np.arange(40), 20)
    prov = rng.integers(0, 6, len(classes))
    betyg = np.clip(prov + (rng.random(len(classes)) < rng.random(40)[classes]), 0, 5)
    return pd.DataFrame(
        {
            "lasar": np.where(classes < 20, "2024/25", LASAR),
            "skolenhet": "10000001",
            "klass": classes.astype(str),
            "prov": prov,
            "betyg": betyg,
        }
    )


def test_swapped_and_doubled() -> None:
    pairs = _draw_pairs(4)
    once = pd.DataFrame(compute_kappas(pairs))
    swapped = pd.DataFrame(compute_kappas(pairs.rename(columns={"prov": "betyg", "betyg": "prov"})))
    pd.testing.assert_frame_equal(once, swapped)
    # Every row twice within its class: same value, same interval, twice the pupils.
    doubled = pd.DataFrame(compute_kappas(pd.concat([pairs, pairs], ignore_index=True)))
    pd.testing.assert_frame_equal(once.drop(columns="n"), doubled.drop(columns="n"))
    assert (doubled["n"] == 2 * once["n"]).all()
    shuffled = pd.DataFrame(compute_kappas(pairs.sample(frac=1, random_state=2)))
    pd.testing.assert_frame_equal(once, shuffled)


@pytest.fixture(scope="module")
def tables(liten_underlag: Underlag) -> dict[str, pd.DataFrame]:
    return {estimate.id: estimate.frame for estimate in np_och_betyg.tabeller(liten_underlag)}


def test_the_small_municipality_counted_anew(
    liten_underlag: Underlag, tables: dict[str, pd.DataFrame]
) -> None:
    counted: dict[str, Counter] = {}
    newest = set()
    for arskurs in (9, 6):
        frame = liten_underlag.frame(f"prov_betyg_ak{arskurs}")
        for row in frame[frame["lasar"].isin(_TESTED)].fillna("").to_dict("records"):
            if row.get("skolform") == "ANP":
                continue
            for amne in (one for one in PROVAMNEN if one.arskurs == arskurs):
                prov, betyg = row[amne.prov], row[amne.betyg]
                chosen = not amne.valt or row[amne.valt[0]] == amne.valt[1]
                if chosen and prov and prov in GRADES and betyg and betyg in GRADES:
                    counted.setdefault(amne.suffix, Counter())[f"{prov} till {betyg}"] += 1
                    newest |= {amne.suffix} if row["lasar"] == LASAR else set()
    expected = {code: counts for code, counts in counted.items() if counts.total() >= 15 and code in newest}
    cells = tables["np_overgang"]
    assert set(cells["indikator"]) == {f"np_overgang_{code}" for code in expected}
    for code, counts in expected.items():
        mine = cells[cells["indikator"] == f"np_overgang_{code}"].set_index("kategori")["n"]
        inner = {name: int(n) for name, n in mine.items() if "alla" not in name}
        assert {name: n for name, n in inner.items() if n} == dict(counts)
        assert mine["alla till alla"] == counts.total()
        for grade in GRADES:
            assert mine[f"{grade} till alla"] == sum(n for name, n in inner.items() if name[0] == grade)
            assert mine[f"alla till {grade}"] == sum(n for name, n in inner.items() if name[-1] == grade)


def test_transitions_add_up_to_the_relations(tables: dict[str, pd.DataFrame]) -> None:
    relations = tables["np_relation"]
    relations = relations[relations["jamforelse"] == ""]
    for code, cells in tables["np_overgang"].groupby("indikator"):
        found = relations[relations["indikator"] == code.replace("overgang", "relation")]
        expected = found.groupby("kategori")["antal"].sum().to_dict()
        sums = Counter({"lägre": 0, "lika": 0, "högre": 0})
        for name, n in zip(cells["kategori"], cells["n"], strict=True):
            prov, betyg = parse_overgang(name)
            if "alla" not in (prov, betyg):
                step = STEGEN.index(betyg) - STEGEN.index(prov)
                sums["lägre" if step < 0 else "högre" if step else "lika"] += n
        assert dict(sums) == expected, code


def test_agreement_is_that_of_the_pairs(liten_underlag: Underlag, tables: dict[str, pd.DataFrame]) -> None:
    agreement = tables["np_samstammighet"].set_index(["indikator", "lasar"])
    for amne in PROVAMNEN:
        pairs = pair_grades(liten_underlag, amne.arskurs)
        pairs = pairs[(pairs["amne"] == amne.kod) & (pairs["lasar"] == LASAR)]
        if len(pairs) < 15:
            continue
        counts = np.zeros((6, 6))
        for prov, betyg in zip(pairs["prov"], pairs["betyg"], strict=True):
            counts[prov, betyg] += 1
        row = agreement.loc[(f"np_kappa_{amne.suffix}", LASAR)]
        assert row["varde"] == pytest.approx(kappa(counts), abs=0.0051) and row["n"] == counts.sum()
        assert pd.isna(row["undre"]) or row["undre"] < row["varde"] < row["ovre"]
