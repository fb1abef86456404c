"""From pupils to levels: who is counted, in which group, and the same answer as one group at a time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analys.estimates.clustering import design_effect
from analys.estimates.intervals import compute_net_limits, mean, share
from analys.estimates.levels import (
    compute_design_effects,
    compute_icc,
    compute_levels,
    derive_svsva,
    pupil_values,
)
from analys.indicators import REGISTRY
from analys.indicators.betyg import AMNEN_AK9

SHARE, MEAN = REGISTRY["behorighet_yrkes"], REGISTRY["meritvarde_17"]
NAN = float("nan")


def _pupils(rows: list[tuple[str, str, str, str, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["lasar", "skolenhet", "klass", "kon", "varde"])
    return frame.assign(elev=[f"p{i}" for i in frame.index], svsva="sv")


TEN = _pupils(
    # School 1 has classes of 3 and 1, school 2 one class of 4; two pupils are outside the denominator.
    [
        ("2025/26", "1", "9A", "flicka", 1),
        ("2025/26", "1", "9A", "flicka", 1),
        ("2025/26", "1", "9A", "pojke", 0),
        ("2025/26", "1", "9B", "pojke", 1),
        ("2025/26", "2", "9A", "flicka", 1),
        ("2025/26", "2", "9A", "pojke", 0),
        ("2025/26", "2", "9A", "pojke", 0),
        ("2025/26", "2", "9A", "flicka", 1),
        ("2025/26", "2", "9A", "flicka", NAN),
        ("2025/26", "1", "9B", "flicka", NAN),
    ]
)


def test_shares_by_hand() -> None:
    levels = compute_levels(TEN, SHARE, ("skolenhet",), icc=0.1)
    assert levels["skolenhet"].tolist() == ["1", "2"]
    assert levels["varde"].tolist() == [75, 50]
    assert levels["n"].tolist() == [4, 4] and levels["antal"].tolist() == [3, 2]
    # School 1: class sizes 3 and 1, (9 + 1) / 4 = 2.5, deff 1.15. School 2: one class of 4, deff 1.3.
    for row, (antal, deff) in zip(levels.itertuples(), [(3, 1.15), (2, 1.3)], strict=True):
        expected = share(antal, 4, deff)
        assert (row.undre, row.ovre) == pytest.approx((expected.undre, expected.ovre))


def test_nets_of_one_subject_count_directions_and_means_over_subjects_do_not() -> None:
    net, overall = REGISTRY["np_netto_ak9_ma"], REGISTRY["np_netto_ak9"]
    assert net.is_net and not overall.is_net and not SHARE.is_net and not MEAN.is_net
    values = [100, 0, 100, -100, 0, 0, -100, -100, NAN, NAN]
    pupils = TEN.assign(varde=values)
    levels = compute_levels(pupils, net, ("skolenhet",), icc=0.1)
    # School 1: two higher and one lower of four, +25; school 2: two lower of four, -50.
    assert levels["varde"].tolist() == [25, -50] and levels["n"].tolist() == [4, 4]
    assert levels["antal"].isna().all()
    for row, (hogre, lagre, deff) in zip(levels.itertuples(), [(2, 1, 1.15), (0, 2, 1.3)], strict=True):
        undre, ovre = compute_net_limits(hogre, lagre, 4, deff)
        assert (row.undre, row.ovre) == pytest.approx((float(undre), float(ovre)))
    swapped = compute_levels(pupils.assign(varde=-pupils["varde"]), net, ("skolenhet",), icc=0.1)
    assert swapped[["varde", "undre", "ovre"]].to_numpy().ravel() == pytest.approx(
        -levels[["varde", "ovre", "undre"]].to_numpy().ravel()
    )
    one = mean([100, 0, 100, -100], 1.15)
    whole = compute_levels(pupils, overall, ("skolenhet",), icc=0.1)
    assert (whole["undre"][0], whole["ovre"][0]) == pytest.approx((one.undre, one.ovre))


def test_class_names_are_unique_within_a_school_and_lasar_only() -> None:
    deff = compute_design_effects(TEN[TEN["varde"].notna()], ["lasar"], icc=0.1)["deff"]
    # Sizes 3, 1 and 4, though two classes are called 9A: (9 + 1 + 16) / 8 = 3.25.
    assert deff.tolist() == pytest.approx([1.225])


def test_groups_have_their_own_class_sizes() -> None:
    levels = compute_levels(TEN, SHARE, ("lasar", "kon"), icc=0.1).set_index("kon")
    # Girls: two in 1-9A, two in 2-9A: deff 1 + 0.1 × (8 / 4 - 1). Boys: 1, 1 and 2: 1 + 0.1 × (6 / 4 - 1).
    girls, boys = share(4, 4, 1.1), share(1, 4, 1.05)
    assert levels.loc["flicka", ["undre", "ovre"]].tolist() == pytest.approx([girls.undre, girls.ovre])
    assert levels.loc["pojke", ["undre", "ovre"]].tolist() == pytest.approx([boys.undre, boys.ovre])


def test_many_groups_equal_one_at_a_time() -> None:
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(
        {
            "lasar": rng.choice(["2024/25", "2025/26"], 500),
            "skolenhet": rng.choice(["1", "2", "3"], 500),
            "klass": rng.choice(["9A", "9B", None], 500),
            "varde": rng.normal(220, 60, 500),
        }
    )
    levels = compute_levels(frame, MEAN, ("lasar", "skolenhet"), icc=0.05)
    assert len(levels) == 6 and levels["antal"].isna().all()
    for row in levels.itertuples():
        part = frame[(frame["lasar"] == row.lasar) & (frame["skolenhet"] == row.skolenhet)]
        deff = design_effect(0.05, part["klass"].fillna("").value_counts())
        expected = mean(part["varde"], deff)
        assert (row.varde, row.undre, row.ovre, row.n) == pytest.approx(
            (expected.varde, expected.undre, expected.ovre, expected.n)
        )


def test_row_order_does_not_matter() -> None:
    shuffled = TEN.sample(frac=1, random_state=1)
    by = ("lasar", "skolenhet", "kon")
    pd.testing.assert_frame_equal(
        compute_levels(TEN, SHARE, by, 0.05), compute_levels(shuffled, SHARE, by, 0.05)
    )
    assert compute_icc(TEN) == pytest.approx(compute_icc(shuffled))


def test_without_pupils_and_without_groups() -> None:
    empty = compute_levels(TEN.iloc[:0], SHARE, ("lasar",), 0.05)
    assert list(empty.columns) == ["lasar", "varde", "undre", "ovre", "n", "antal"] and len(empty) == 0
    assert compute_icc(TEN.iloc[:0]) == 0
    with pytest.raises(ValueError, match="by"):
        compute_levels(TEN, SHARE, (), 0.05)


def _grades(**columns: list[str | float]) -> pd.DataFrame:
    count = len(next(iter(columns.values())))
    blank = {name: pd.Series([NAN] * count, dtype="str") for name in AMNEN_AK9}
    fixed = {"lasar": "2025/26", "skolenhet": "1", "klass": "9A", "kon": "flicka"}
    frame = pd.DataFrame(blank | {name: pd.Series(v, dtype="str") for name, v in columns.items()})
    return frame.assign(elev=[f"p{i}" for i in range(count)], **fixed)


@pytest.mark.parametrize(
    ("sv", "sva", "expected"),
    [
        ("C", NAN, "sv"),
        ("F", NAN, "sv"),
        ("9", "2", "sv"),
        ("C", "2", "sv"),
        ("2", "E", "sva"),
        (NAN, "F", "sva"),
        (NAN, "9", "sva"),
        ("3", "E", "sva"),
        ("C", "3", "sv"),
        ("C", "E", "sva"),  # registered twice: the pupil has been graded in Sva
        ("3", NAN, "sv"),
        ("3", "3", None),
        (NAN, NAN, None),
        ("2", "2", None),
        ("Z", "Z", None),
    ],
)
def test_sv_or_sva_from_grades(sv: str, sva: str, expected: str | None) -> None:
    got = derive_svsva(_grades(Sv=[sv], Sva=[sva])).iloc[0]
    assert (None if pd.isna(got) else got) == expected


def test_sv_or_sva_from_tests() -> None:
    codes = pd.Series(["1", "2", "99", NAN], dtype="str")
    got = derive_svsva(pd.DataFrame({"SV_KURSPLAN": codes}))
    assert got.fillna("").tolist() == ["sv", "sva", "", ""]


def test_sv_or_sva_of_pairs_is_the_grades_and_the_tests_where_they_do_not_tell() -> None:
    grades = _grades(Sv=["C", NAN, "3", "2"], Sva=[NAN, "E", "3", "2"])
    got = derive_svsva(grades.assign(SV_KURSPLAN=pd.Series(["2", NAN, "2", "99"], dtype="str")))
    assert got.fillna("").tolist() == ["sv", "sva", "sva", ""]


def test_pupil_values_counts_who_it_should() -> None:
    frame = _grades(Ma=["C", "F", "E"], Sv=["B", "F", "E"])
    frame["lasar"] = ["2025/26", "2025/26", "2013/14"]
    pupils = pupil_values(frame, MEAN)
    # p1 has no passing grade; p2 is from before the series of 17 subjects begins.
    assert pupils["elev"].tolist() == ["p0"] and pupils["varde"].tolist() == [32.5]
    assert pupils["svsva"].tolist() == ["sv"] and pupils["klass"].tolist() == ["9A"]
    assert pupil_values(frame, SHARE)["elev"].tolist() == ["p0", "p1", "p2"]


def test_anpassad_grundskola_is_never_counted() -> None:
    frame = _grades(Ma=["C", "C"]).assign(skolform=pd.Series(["GR", "ANP"], dtype="str"))
    assert pupil_values(frame, SHARE)["elev"].tolist() == ["p0"]


def test_test_files_use_the_teaching_group_as_class() -> None:
    frame = pd.DataFrame(
        {
            "elev": ["a", "b", "c"],
            "lasar": "2025/26",
            "skolenhet": "1",
            "kon": "pojke",
            "SV_GRUPP": pd.Series(["Sv1", "99", NAN], dtype="str"),
            "SV_KURSPLAN": pd.Series(["1", "1", "1"], dtype="str"),
            "SV_PROVB": pd.Series(["C", "F", "E"], dtype="str"),
        }
    )
    pupils = pupil_values(frame, REGISTRY["np_ak9_sv"])
    assert pupils["klass"].tolist() == ["Sv1", "", ""]
    assert pupils["varde"].tolist() == [1, 0, 1]


def test_empty_frames_pass_through() -> None:
    assert pupil_values(_grades(Ma=["C"]).iloc[:0], SHARE).empty


def test_single_classes_are_compared_with_their_schools_other_lasar() -> None:
    rows = [
        (lasar, school, "9A", "flicka", level + step)
        for lasar, level in (("2024/25", 1), ("2025/26", 5))
        for school in ("1", "2")
        for step in (0, 1, 2)
    ]
    # In each school 1, 2, 3 and 5, 6, 7: MSB 24 each, MSW 1, ICC (24 - 1) / (24 + 2 × 1).
    assert compute_icc(_pupils(rows)) == pytest.approx(23 / 26)
    # One school with two classes in a läsår is enough to compare within läsår: 1, 2, 3 and 9, 10, 11.
    two = [*rows, *[("2024/25", "1", "9B", "flicka", 9.0 + step) for step in (0, 1, 2)]]
    # MSB 3 × (4² + 4²) / 1 = 96, MSW 1.
    assert compute_icc(_pupils(two)) == pytest.approx(95 / 98)
