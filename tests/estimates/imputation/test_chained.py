"""Imputations: what they may depend on, what they may not, and what they recover."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analys.estimates.imputation import Draw, Plan, Variable, impute, pool
from analys.estimates.imputation import columns as columns_module

FRANVARO = Variable("franvaro", Draw.SHARE)
PLAN = Plan(
    (
        FRANVARO,
        Variable("betyg_6", Draw.DONOR),
        Variable("utbildning", Draw.LEVEL),
        Variable("nyinvandrad", Draw.LEVEL),
    ),
    ("flicka",),
    ("merit", "godkand"),
    ("skola", "lasar"),
)


def make_pupils(n: int = 400, seed: int = 1, missing: float = 0.15) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    ability = rng.standard_normal(n)
    share = 1 / (1 + np.exp(2.4 + 0.4 * ability - 0.7 * rng.standard_normal(n)))
    merit = 230 + 40 * ability - 200 * share + 20 * rng.standard_normal(n)
    pupils = pd.DataFrame(
        {
            "elev": [f"p{number}" for number in range(n)],
            "franvaro": share,
            "betyg_6": 2 + ability + 0.4 * rng.standard_normal(n),
            "utbildning": np.digitize(ability + rng.standard_normal(n), [-1, 0.5]) + 1.0,
            "nyinvandrad": (rng.random(n) < 0.1).astype(float),
            "flicka": (rng.random(n) < 0.5).astype(float),
            "merit": merit,
            "godkand": (merit > 180).astype(float),
            "skola": rng.choice(["a", "b", "c"], n),
            "lasar": rng.choice(["2024/25", "2025/26"], n),
        }
    )
    for variable in PLAN.saknas:
        pupils.loc[rng.random(n) < missing, variable.namn] = np.nan
    return pupils


@pytest.fixture(scope="module")
def pupils() -> pd.DataFrame:
    return make_pupils()


def test_same_input_same_values(pupils: pd.DataFrame) -> None:
    first, second, other = impute(pupils, PLAN, 3), impute(pupils, PLAN, 3), impute(pupils, PLAN, 3, seed=1)
    for name in first.values:
        assert np.array_equal(first.values[name], second.values[name])
        assert not np.array_equal(first.values[name], other.values[name])
    # More imputations leave the first ones as they were.
    assert np.array_equal(impute(pupils, PLAN, 5).values["franvaro"][:3], first.values["franvaro"])


def test_neither_rows_order_nor_pseudonyms_have_a_say(pupils: pd.DataFrame) -> None:
    moved = pupils.sample(frac=1, random_state=np.random.RandomState(2))
    renamed = moved.assign(elev=[f"annan{number}" for number in range(len(moved))])
    here, there = impute(pupils, PLAN, 2).complete(1), impute(renamed, PLAN, 2).complete(1)
    again = there.loc[pupils.index]
    for variable in PLAN.saknas:
        assert np.array_equal(here[variable.namn], again[variable.namn])


def test_what_is_known_stays(pupils: pd.DataFrame) -> None:
    before = pupils.copy()
    filled = impute(pupils, PLAN, 2)
    pd.testing.assert_frame_equal(pupils, before)
    for one in filled.frames():
        for variable in PLAN.saknas:
            known = before[variable.namn].notna()
            assert one.loc[known, variable.namn].equals(before.loc[known, variable.namn])
            assert one[variable.namn].notna().all()
    assert len(filled) == 2 and len(list(filled.frames())) == 2


def test_values_are_possible_ones(pupils: pd.DataFrame) -> None:
    values = impute(pupils, PLAN, 4).values
    assert ((values["franvaro"] > 0) & (values["franvaro"] < 1)).all()
    assert set(values["betyg_6"].ravel()) <= set(pupils["betyg_6"].dropna())
    assert set(values["utbildning"].ravel()) == {1.0, 2.0, 3.0}
    assert set(values["nyinvandrad"].ravel()) <= {0.0, 1.0}


def test_share_in_percent_is_the_same_share(pupils: pd.DataFrame) -> None:
    percent = Plan((Variable("franvaro", Draw.SHARE, 100.0),), ("flicka",), ("merit",), ("skola",))
    plain = Plan((FRANVARO,), ("flicka",), ("merit",), ("skola",))
    hundred = impute(pupils.assign(franvaro=100 * pupils["franvaro"]), percent, 2).values["franvaro"]
    assert hundred == pytest.approx(100 * impute(pupils, plain, 2).values["franvaro"])


def test_shifted_by_delta(pupils: pd.DataFrame) -> None:
    filled = impute(pupils, PLAN, 2)
    moved = filled.shift("franvaro", 0.1)
    assert moved.values["franvaro"] == pytest.approx(np.minimum(filled.values["franvaro"] + 0.1, 1))
    assert filled.shift("franvaro", 5).values["franvaro"].max() == 1.0
    assert filled.shift("franvaro", -5).values["franvaro"].min() == 0.0
    assert moved.values["betyg_6"] is filled.values["betyg_6"]
    known = pupils["franvaro"].notna()
    assert moved.complete(0).loc[known, "franvaro"].equals(pupils.loc[known, "franvaro"])


def test_labels_kept_apart_give_the_same(pupils: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    dense = impute(pupils, PLAN, 2)
    monkeypatch.setattr(columns_module, "_MANY", 0)
    apart = impute(pupils, PLAN, 2)
    # Not draw by draw, since the roots are taken in another order: the sums that all comes from.
    for name, values in dense.values.items():
        assert apart.values[name].mean() == pytest.approx(values.mean(), abs=4 * values.std() / 8)
    whole = columns_module.make_columns(pupils, PLAN)
    weights = np.linspace(0.1, 1, len(pupils))
    part = columns_module.Part(whole.numbers, whole.labels)
    assert whole.labels is not None
    full = np.concatenate([whole.numbers, whole.labels.toarray()], axis=1)
    assert part.gram(weights) == pytest.approx((full * weights[:, None]).T @ full)
    assert part.gram() == pytest.approx(full.T @ full)
    assert part.project(weights) == pytest.approx(full.T @ weights)
    assert part.predict(np.arange(full.shape[1])) == pytest.approx(full @ np.arange(full.shape[1]))


def test_school_without_any_data_is_drawn_from_the_others() -> None:
    frame = make_pupils(seed=3)
    frame.loc[frame["skola"] == "b", "franvaro"] = np.nan
    frame["borta"] = frame["franvaro"].isna()
    plan = Plan((FRANVARO,), ("flicka",), ("merit",), ("skola",))
    filled = impute(frame, plan, 20).values["franvaro"]
    assert 0.5 < np.median(filled) / frame["franvaro"].median() < 2


def test_outcomes_weigh() -> None:
    # The outcome tells the share all but exactly, so the imputation finds it; without outcomes it cannot.
    frame = make_pupils(seed=4)
    share = frame["franvaro"].fillna(0.1).to_numpy()
    frame["merit"] = 300 - 500 * share + np.random.default_rng(9).normal(0, 1, len(frame))
    gone = np.random.default_rng(5).random(len(frame)) < 0.2
    frame["franvaro"] = np.where(gone, np.nan, share)
    told = impute(frame, Plan((FRANVARO,), ("flicka",), ("merit",), ("skola",)), 4)
    untold = impute(frame, Plan((FRANVARO,), ("flicka",), (), ("skola",)), 4)
    assert np.abs(told.values["franvaro"] - share[told.rows["franvaro"]]).mean() < 0.02
    assert np.abs(untold.values["franvaro"] - share[untold.rows["franvaro"]]).mean() > 0.05


def test_levels_come_as_often_as_they_are() -> None:
    rng = np.random.default_rng(6)
    true = rng.choice([1.0, 2.0, 3.0], 4_000, p=[0.2, 0.5, 0.3])
    frame = pd.DataFrame({"utbildning": np.where(rng.random(4_000) < 0.5, np.nan, true), "x": true * 0})
    values = impute(frame, Plan((Variable("utbildning", Draw.LEVEL),), ("x",)), 20).values["utbildning"]
    shares = [(values == level).mean() for level in (1.0, 2.0, 3.0)]
    assert shares == pytest.approx([0.2, 0.5, 0.3], abs=0.03)


def test_mean_of_normal_values_has_the_known_error() -> None:
    # Half of 800 values missing at random: however many imputations, the mean of all is as unsure as the
    # mean of the 400 observed, and half of what complete data would tell is missing.
    rng = np.random.default_rng(7)
    y = rng.standard_normal(800)
    y[::2] = np.nan
    frame = pd.DataFrame({"y": y, "x": rng.standard_normal(800)})
    filled = impute(frame, Plan((Variable("y", Draw.DONOR),), ("x",)), 200)
    each = np.stack([one["y"].to_numpy() for one in filled.frames()])
    pooled = pool(each.mean(axis=1), each.var(axis=1, ddof=1) / 800, 799)
    assert pooled.fel == pytest.approx(np.nanstd(y, ddof=1) / 20, rel=0.1)
    assert pooled.fmi == pytest.approx(0.5, abs=0.1)
    assert pooled.varde == pytest.approx(np.nanmean(y), abs=0.02)


def test_what_cannot_be_filled_in(pupils: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="utbildning"):
        impute(pupils, Plan((FRANVARO,), ("utbildning",)), 2)
    with pytest.raises(ValueError, match="skola"):
        impute(pupils.assign(skola=None), Plan((FRANVARO,), (), (), ("skola",)), 2)
    with pytest.raises(ValueError, match="franvaro"):
        impute(pupils.assign(franvaro=np.nan), Plan((FRANVARO,), ("flicka",)), 2)
    with pytest.raises(ValueError, match="flicka"):
        Plan((FRANVARO,), ("flicka",), ("flicka",))
    with pytest.raises(ValueError, match="at least one"):
        Plan(())


def test_columns_that_are_the_same_for_all_do_no_harm(pupils: pd.DataFrame) -> None:
    frame = pupils.assign(flicka=1.0, godkand=0.0, skola="a")
    assert np.isfinite(impute(frame, PLAN, 2).values["franvaro"]).all()


def test_nothing_missing_at_all() -> None:
    whole = make_pupils(missing=0.0)
    filled = impute(whole, Plan((FRANVARO,), ("flicka",), ("merit",), ("skola",)), 2)
    assert filled.values["franvaro"].shape == (2, 0)
    assert filled.complete(0)["franvaro"].equals(whole["franvaro"])


def test_most_is_missing() -> None:
    frame = make_pupils(seed=8, missing=0.7)
    for values in impute(frame, PLAN, 2).values.values():
        assert np.isfinite(values).all()
