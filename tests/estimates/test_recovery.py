"""Short versions of the recovery studies in studies/: 150 or 300 replicates, failing below 91 % coverage."""

from __future__ import annotations

import numpy as np
import pytest
from simulators import draw_means, make_layout, make_pupils

from analys.estimates.comparisons import compute_gaps
from analys.estimates.levels import compute_icc
from analys.indicators import REGISTRY

REPLICATES, FLOOR = 300, 91


@pytest.mark.parametrize("icc", [0.02, 0.05, 0.10])
def test_levels_and_changes(icc: float) -> None:
    import coverage_levels

    table = coverage_levels.study(REPLICATES, (icc,))
    naive = table["enhet"] == "kommun, klass bortsett"
    assert (table.loc[~naive, "täckning"] >= FLOOR).all(), table.to_string()
    # The study can fail: forgetting the classes is found out.
    if icc == 0.10:
        assert (table.loc[naive, "täckning"] < 80).all(), table.to_string()


def test_partially_pooled_schools() -> None:
    import coverage_schools

    table = coverage_schools.study_known_errors(REPLICATES, schools=(6,), iccs=(0.03,))
    assert (table[["utjämnad", "effekt"]] >= FLOOR).all(axis=None), table.to_string()
    assert (table["insatt tau"] < FLOOR).all(), table.to_string()


def test_gaps_within_shared_classes() -> None:
    layout = make_layout((5, 4, 3, 2), (225.0, 220, 215, 205), years=6)
    rng = np.random.default_rng(12)
    hits = []
    for _ in range(REPLICATES // 6):
        pupils = make_pupils(layout, draw_means(layout, 0.10, rng, gap=20.0))
        gaps = compute_gaps(
            pupils, REGISTRY["meritvarde_17"], "kon", ("flicka", "pojke"), ["lasar"], compute_icc(pupils)
        )
        hits += [bool(row.undre <= 20 <= row.ovre) for row in gaps.itertuples()]
    assert len(hits) == REPLICATES
    assert 100 * np.mean(hits) >= FLOOR


def test_net_and_kappa_with_pupils_in_classes() -> None:
    import coverage_agreement

    table = coverage_agreement.study(REPLICATES, (0.3,), coverage_agreement.SITUATIONS[:1])
    assert (table[["netto", "kappa"]] >= FLOOR).all(axis=None), table.to_string()
    # The study can fail: forgetting the classes is found out.
    assert (table[["netto utan klass", "kappa utan klass"]].iloc[0] < FLOOR).all(), table.to_string()


def test_size_of_the_tests_of_homogeneity_and_symmetry() -> None:
    import coverage_agreement

    table = coverage_agreement.study_size(REPLICATES, (0.3,), coverage_agreement.SITUATIONS[:1])
    # 5 % and three Monte Carlo standard errors of 1.26.
    assert (table[["homogenitet", "symmetri"]] <= 8.8).all(axis=None), table.to_string()
    assert (table[["Stuart–Maxwell", "Bowker"]] > 20).all(axis=None), table.to_string()


def test_schools_deviations_from_the_tests() -> None:
    import coverage_deviation

    table = coverage_deviation.study(REPLICATES // 2, (6,), (5,), ("små",))
    assert (table["utjämnad"] >= FLOOR).all(), table.to_string()
    # The study can fail: plugging the variance in is found out.
    assert (table[coverage_deviation.PLUG_IN] < FLOOR).all(), table.to_string()


def test_claims_about_schools_that_differ_in_intake_only() -> None:
    import coverage_deviation

    table = coverage_deviation.study_intake(20, (6,), ("inga",), (0.4,))
    # At most 5 % of reports; 20 of them leave room for one.
    assert (table[f"påstår {coverage_deviation.ALL}"] <= 5).all(), table.to_string()
    assert (table[f"påstår {coverage_deviation.PLAIN}"] > 30).all(), table.to_string()


def test_exact_coverage_of_a_single_share() -> None:
    import wilson_exact

    # By hand: n = 10, p = 0.5, the counts 2 to 8 cover; 1 - 2 × (1 + 10) / 1024.
    assert wilson_exact.compute_coverage(10, 0.5) == pytest.approx(100 * (1 - 22 / 1024))
    table = wilson_exact.study((10, 30, 100))
    assert table["medel"].between(94, 97).all() and (table["lägst"] > 83).all()
