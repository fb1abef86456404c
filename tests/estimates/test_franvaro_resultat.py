"""Outcomes beside absence, by hand: what is adjusted, what falls with what, and data that can tell little."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analys.disclosure import plan, protect
from analys.estimates import franvaro_modeller_skattning
from analys.estimates.cells import Estimate
from analys.estimates.franvaro_modeller_analys import Analys, make_analysis
from analys.estimates.franvaro_modeller_design import BAND, LINJE
from analys.estimates.franvaro_modeller_elever import Elever, read_outcome
from analys.estimates.franvaro_modeller_imputering import impute_associations
from analys.estimates.franvaro_modeller_skattning import answer, ask_bands, ask_levels, ask_ten
from analys.estimates.franvaro_resultat import make_tables, result_estimates
from analys.estimates.franvaro_resultat_justerad import find_level_limits
from analys.estimates.franvaro_resultat_metoder import compare_methods
from analys.estimates.franvaro_resultat_niva import Medel
from analys.estimates.regression.effects import CR2, NAIVE, Effects
from analys.indicators.franvaro_band import find_bands
from analys.indicators.franvaro_utfall import (
    BETYG_6,
    CRV3,
    DELTA,
    GRUND,
    IMPUTERAD,
    INOM,
    JUSTERAD,
    KOMPLETTA,
    LINJAR,
    METODER,
    NAIV,
    OBSERVERAD,
    OJUSTERAD,
    PER_TIO,
    SKOLA,
    STEG,
    UTFALL,
    Utfall,
)
from analys.indicators.franvaro_utfall import CR2 as METOD_CR2
from analys.indicators.np_statistik import ALLA
from analys.parameters import RunParameters
from analys.underlag import Underlag

EDGES = (10, 20, 30, 50)
BY_CODE = {one.kod: one for one in UTFALL}
MERIT, ALLA_AMNEN, MA_E, MA_C = (BY_CODE[kod] for kod in ("merit", "alla_amnen", "betyg_ma_e", "betyg_ma_c"))
TABLES = {"resultat_franvaro", "resultat_samband", "resultat_metoder", "resultat_diagnos"}


def make_frame(count: int, **columns: Any) -> pd.DataFrame:
    """Pupils of one school and class who are alike unless told."""
    alike: dict[str, Any] = {
        "elev": [f"p{place:05}" for place in range(count)],
        "lasar": "2025/26",
        "skolenhet": "10000001",
        "klass": "9A",
        "kon": "flicka",
        "svsva": "sv",
        "franvaro": 5.0,
        "betyg_6": np.nan,
        "utbildning": "okänd",
        "nyinvandrad": "okänd",
        "merit": 200.0,
        "alla_amnen": 1.0,
        "behorighet": 1.0,
        "ma": 2.0,
        "sv": 2.0,
        "en": 2.0,
    }
    frame = pd.DataFrame(alike | columns)
    frame["band"] = find_bands(frame["franvaro"] / 100, EDGES)
    return frame


def analyse(frame: pd.DataFrame) -> Analys:
    return make_analysis(Elever(frame), EDGES, 10)


@pytest.fixture
def run(tmp_path: Path) -> Underlag:
    return Underlag(RunParameters(), tmp_path)


FEW = (MERIT, ALLA_AMNEN, MA_E)
"""One outcome of each kind of model."""


def tables(frame: pd.DataFrame, run: Underlag, utfall: Sequence[Utfall] = FEW) -> dict[str, pd.DataFrame]:
    return {one.id: one.frame for one in make_tables(analyse(frame), run, utfall)}


def simulate(pupils: int, schools: int = 6, seed: int = 1, **columns: Any) -> pd.DataFrame:
    """Pupils whose merit falls by 2 points a percentage point, given the grades of åk 6."""
    rng = np.random.Generator(np.random.PCG64(seed))
    six = rng.normal(2.5, 1, pupils).clip(0, 5)
    absence = np.clip(rng.gamma(1.3, 6, pupils) + 3 * (2.5 - six), 0.1, 90)
    school = rng.integers(schools, size=pupils)
    merit = 140 + 40 * six - 2 * absence + 5 * school + rng.normal(0, 25, pupils)
    step = np.clip(np.round((merit - 60) / 45), 0, 5)
    own = {
        "skolenhet": [f"1000000{one}" for one in school],
        "lasar": np.where(rng.random(pupils) < 0.5, "2024/25", "2025/26"),
        "klass": np.where(rng.random(pupils) < 0.5, "9A", "9B"),
        "kon": np.where(rng.random(pupils) < 0.5, "flicka", "pojke"),
        "svsva": np.where(rng.random(pupils) < 0.1, "sva", "sv"),
        "utbildning": rng.choice(["1", "2", "3"], pupils),
        "nyinvandrad": np.where(rng.random(pupils) < 0.05, "ja", "nej"),
        "franvaro": absence,
        "betyg_6": six,
        "merit": merit.clip(10, 340),
        "alla_amnen": (merit + rng.normal(0, 20, pupils) > 150).astype(float),
        "behorighet": (merit + rng.normal(0, 20, pupils) > 110).astype(float),
        **{
            name: np.clip(step + rng.integers(-1, 2, pupils), 0, 5).astype(float)
            for name in ("ma", "sv", "en")
        },
    }
    return make_frame(pupils, **(own | columns))


def find(frame: pd.DataFrame, indikator: str, **keys: str) -> pd.DataFrame:
    chosen = frame[frame["indikator"] == indikator]
    for name, value in keys.items():
        chosen = chosen[chosen[name] == value]
    return chosen.set_index("kategori")


def test_adjusted_merit_by_hand(run: Underlag) -> None:
    # Girls 200 and 160, boys 180 and 140: forty points between bands, twenty between genders. Three girls of
    # four have low absence, one of four high; half of all are girls.
    frame = make_frame(
        8,
        kon=["flicka"] * 3 + ["pojke"] + ["flicka"] + ["pojke"] * 3,
        franvaro=[5.0] * 4 + [15.0] * 4,
        merit=[200.0, 200, 200, 180, 160, 140, 140, 140],
    )
    levels = tables(frame, run)["resultat_franvaro"]
    observed = find(levels, "franvaro_niva_merit", jamforelse=OBSERVERAD)
    adjusted = find(levels, "franvaro_niva_merit", jamforelse=JUSTERAD)
    assert observed["varde"].to_dict() == {ALLA: 170, "under 10": 195, "minst 10": 145}
    assert adjusted["varde"].to_dict() == {"under 10": 190, "minst 10": 150}
    # One school and one class: nothing to infer from, so nothing is inferred.
    assert adjusted[["undre", "ovre"]].isna().all(axis=None)
    steps = tables(frame, run)["resultat_samband"]
    band = steps[(steps["indikator"] == "franvaro_samband_merit") & (steps["kategori"] == "minst 10")]
    assert band.set_index("jamforelse")["varde"].to_dict() == {OJUSTERAD: -50, GRUND: -40}


def logit_frame(copies: int = 1, **columns: Any) -> pd.DataFrame:
    """Pass: 3/4 of girls and 1/2 of boys with low absence, 1/2 and 1/4 with high: log odds that add up."""
    groups = [("flicka", 5.0, 8, 6), ("pojke", 5.0, 4, 2), ("flicka", 15.0, 4, 2), ("pojke", 15.0, 8, 2)]
    rows = [
        (kon, share, float(place < passed))
        for kon, share, count, passed in groups
        for place in range(count)
        for _ in range(copies)
    ]
    kon, share, passed = (list(part) for part in zip(*rows, strict=True))
    return make_frame(len(rows), kon=kon, franvaro=share, alla_amnen=passed, **columns)


def test_adjusted_shares_by_hand(run: Underlag) -> None:
    found = tables(logit_frame(10), run)
    levels = found["resultat_franvaro"]
    observed = find(levels, "franvaro_niva_alla_amnen", jamforelse=OBSERVERAD)
    assert observed["varde"].to_dict() == {ALLA: 50, "under 10": 67, "minst 10": 33}
    assert observed["antal"].to_dict() == {ALLA: 120, "under 10": 80, "minst 10": 40}
    # Half girls, half boys: (3/4 + 1/2) / 2 and (1/2 + 1/4) / 2.
    adjusted = find(levels, "franvaro_niva_alla_amnen", jamforelse=JUSTERAD)
    assert adjusted["varde"].to_dict() == {"under 10": 63, "minst 10": 38}
    steps = found["resultat_samband"]
    band = steps[(steps["indikator"] == "franvaro_samband_alla_amnen") & (steps["kategori"] == "minst 10")]
    assert band.set_index("jamforelse")["varde"].to_dict() == pytest.approx({OJUSTERAD: -33.3, GRUND: -25.0})


def test_a_grade_is_the_same_as_its_share_without_adjustment() -> None:
    frame = simulate(300)
    analys = analyse(frame)
    urval = analys.alla
    for utfall in (MA_E, MA_C):
        fraga = ask_bands(urval.design(BAND, (OJUSTERAD,)), analys.band)
        found = answer(urval, utfall, BAND, (OJUSTERAD,), fraga)
        by_band = pd.Series(100 * read_outcome(frame, utfall)).groupby(urval.pupils["band"]).mean()
        assert found.effects.varde == pytest.approx((by_band - by_band[0]).iloc[1:].to_numpy())
        assert not found.linear


def test_limits_of_a_level_by_hand() -> None:
    # Errors of 3 and 4 make 5; a normal interval reaches 9.8.
    apart = Effects(np.array([10.0]), np.array([4.0]), np.array([np.inf]))
    undre, ovre = find_level_limits(Medel(200, 3, np.inf), apart, share=False)
    assert (undre[0], ovre[0]) == pytest.approx((210 - 9.8, 210 + 9.8), abs=0.01)
    # Half with 4 degrees of freedom each: (1 + 1)² / (1/4 + 1/4) = 8, t = 2.306.
    apart = Effects(np.array([0.0]), np.array([1.0]), np.array([4.0]))
    undre, ovre = find_level_limits(Medel(200, 1, 4), apart, share=False)
    assert ovre[0] - 200 == pytest.approx(2.306 * np.sqrt(2), abs=0.001)
    # Shares keep within 0 and 1.
    apart = Effects(np.array([0.45, -0.45]), np.array([0.3, 0.3]), np.array([5.0, 5.0]))
    undre, ovre = find_level_limits(Medel(0.5, 0.02, 50), apart, share=True)
    assert (undre >= 0).all() and (ovre <= 1).all() and (undre < [0.95, 0.05]).all()


def test_every_step_has_the_same_pupils_and_the_last_is_the_adjusted_level(run: Underlag) -> None:
    found = tables(simulate(400), run)
    steps, levels = found["resultat_samband"], found["resultat_franvaro"]
    for utfall in FEW:
        own = steps[steps["indikator"] == f"franvaro_samband_{utfall.kod}"]
        assert own["jamforelse"].drop_duplicates().tolist() == list(STEG)
        assert set(own[own["kategori"] == PER_TIO]["n"]) == {400}
        level = find(levels, f"franvaro_niva_{utfall.kod}", jamforelse=JUSTERAD)["varde"]
        last = find(steps, f"franvaro_samband_{utfall.kod}", jamforelse=SKOLA)["varde"]
        assert len(level) > 2
        for band in level.index[1:]:
            # Levels of shares have no decimals.
            assert level[band] - level["under 10"] == pytest.approx(last[band], abs=1.1)


def test_what_is_known_is_adjusted_for() -> None:
    analys = analyse(simulate(2000, seed=3))
    urval = analys.select(MERIT)
    by_step = {
        steg: answer(
            urval, MERIT, LINJE, analys.steps_to(steg), ask_ten(urval.design(LINJE, steps), urval.pupils)
        )
        for steg in analys.steg
        for steps in [analys.steps_to(steg)]
    }
    # The simulation's own: 20 points for ten percentage points. Without åk 6 it looks like much more.
    assert by_step[OJUSTERAD].effects.varde[0] < -35
    for steg in (BETYG_6, SKOLA):
        found = by_step[steg].effects
        assert found.undre[0] < -20 < found.ovre[0] and found.ovre[0] - found.undre[0] < 8


def test_bands_make_up_the_whole(run: Underlag) -> None:
    frame = simulate(400, utbildning="2", nyinvandrad="nej")
    frame.loc[frame["franvaro"] > 25, "merit"] = np.nan
    frame.loc[5, "franvaro"] = np.nan
    levels = tables(frame, run)["resultat_franvaro"]
    for utfall in FEW:
        own = find(levels, f"franvaro_niva_{utfall.kod}", jamforelse=OBSERVERAD)
        parts = own.drop(index=ALLA)
        if utfall.enhet == "procent":
            assert parts["antal"].sum() == own.loc[ALLA, "antal"]
        if utfall.kod != "merit":
            assert parts["n"].sum() == own.loc[ALLA, "n"] == 399
    merit = find(levels, "franvaro_niva_merit", jamforelse=OBSERVERAD)
    shares = find(levels, "franvaro_niva_alla_amnen", jamforelse=OBSERVERAD)
    # So that the numbers together do not tell how many have no passing grade.
    assert merit.loc[[ALLA, "10–19"], "n"].tolist() == shares.loc[[ALLA, "10–19"], "n"].tolist()


def test_few_pupils_in_the_highest_bands_are_told_together(run: Underlag) -> None:
    shares = np.concatenate([np.linspace(0.5, 9.5, 150), np.linspace(10, 19, 60), np.linspace(20, 29, 40)])
    # Twelve in 30–49 and nine with at least half: together 21.
    high = np.concatenate([np.linspace(30, 45, 12), np.full(9, 60.0)])
    frame = simulate(271, franvaro=np.concatenate([shares, high]))
    analys = analyse(frame)
    assert analys.band == ("under 10", "10–19", "20–29", "minst 30")
    levels = tables(frame, run, (MERIT,))["resultat_franvaro"]
    observed = find(levels, "franvaro_niva_merit", jamforelse=OBSERVERAD)
    assert observed["n"].to_dict() == {ALLA: 271, "under 10": 150, "10–19": 60, "20–29": 40, "minst 30": 21}
    # Nine pupils are beyond 50, so the curve is not told there.
    assert dict(analys.punkter) == {5.0: "under 10", 15.0: "10–19", 25.0: "20–29", 40.0: "minst 30"}
    # A tenth makes it a band of its own.
    frame.loc[len(frame) - 10, "franvaro"] = 60.0
    assert analyse(frame).band[-2:] == ("30–49", "minst 50")


def test_a_small_band_falls_and_everything_on_it(run: Underlag) -> None:
    frame = simulate(300, franvaro=[60.0] * 20 + [25.0] * 4 + [15.0] * 76 + list(np.linspace(0.5, 9.5, 200)))
    estimates = make_tables(analyse(frame), run, FEW)
    decided = plan(estimates, 10)
    shown = {one.id: protect(one, decided).frame for one in estimates}
    for table in ("resultat_franvaro", "resultat_samband"):
        band = shown[table][shown[table]["kategori"] == "20–29"]
        assert len(band) >= len(FEW)
        assert (band["status"] == "skyddad").all() and band[["varde", "n"]].isna().all(axis=None)
    curve = shown["resultat_samband"]
    assert (curve[curve["kategori"] == "25 mot 5 procent"]["status"] == "skyddad").all()
    # Whatever is compared stands on cells that are in the tables.
    cells = pd.concat(shown.values())
    parts = {part for parts in cells["delar"] for part in parts.split(" + ") if part}
    assert parts <= set(cells["cell"])
    hidden = set(cells.loc[cells["status"] == "skyddad", "cell"])
    for _, cell in cells[cells["delar"] != ""].iterrows():
        if hidden & set(cell["delar"].split(" + ")):
            assert cell["status"] == "skyddad"


def test_the_same_bits_again(run: Underlag) -> None:
    frame = simulate(100)
    frame.loc[::9, "franvaro"] = np.nan
    first, second = (make_tables(analyse(frame.copy()), run, (MERIT, MA_E)) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        pd.testing.assert_frame_equal(one.frame, other.frame, check_exact=True)


@pytest.mark.parametrize(
    ("schools", "classes", "slag"),
    [(4, 1, "skola"), (3, 3, "klass"), (3, 2, ""), (1, 8, "klass"), (1, 7, "")],
)
def test_clusters_by_what_there_is(schools: int, classes: int, slag: str) -> None:
    frame = simulate(360, lasar="2025/26")
    place = np.arange(360)
    frame["skolenhet"] = [f"1000000{one}" for one in place % schools]
    frame["klass"] = [f"9{'ABCDEFGH'[one]}" for one in (place // schools) % classes]
    analys = analyse(frame)
    assert analys.alla.kluster.slag == slag
    assert (SKOLA in analys.steg) == (schools > 1)
    urval = analys.alla
    for utfall in (MERIT, ALLA_AMNEN, MA_E):
        fraga = ask_ten(urval.design(LINJE, analys.steg), urval.pupils)
        found = answer(urval, utfall, LINJE, analys.steg, fraga).effects
        assert np.isfinite(found.varde).all()
        assert np.isfinite(found.fel).all() == bool(slag)


def test_with_many_schools_logits_need_no_jackknife(run: Underlag) -> None:
    frame = simulate(480)
    frame["skolenhet"] = [f"100000{one % 40:02}" for one in range(480)]
    few = frame.assign(skolenhet=[f"100000{one % 39:02}" for one in range(480)])
    for pupils, metod, other in ((frame, METOD_CR2, CRV3), (few, CRV3, METOD_CR2)):
        own = [row["jamforelse"] for row in compare_methods(analyse(pupils), ALLA_AMNEN, {}, run)]
        assert metod in own and other not in own


def test_a_school_where_everyone_passes_is_no_obstacle() -> None:
    frame = simulate(400)
    frame.loc[frame["skolenhet"] == "10000002", ["alla_amnen", "behorighet"]] = 1.0
    analys = analyse(frame)
    urval = analys.alla
    fraga = ask_ten(urval.design(LINJE, analys.steg), urval.pupils)
    svar = answer(urval, ALLA_AMNEN, LINJE, analys.steg, fraga)
    assert not svar.linear and -100 < svar.effects.varde[0] < 0 and 0 < svar.effects.fel[0] < 100


def test_a_linear_model_answers_where_a_logit_cannot(run: Underlag, monkeypatch) -> None:
    real = franvaro_modeller_skattning.fit_ordered
    monkeypatch.setattr(
        franvaro_modeller_skattning,
        "fit_ordered",
        lambda *args, **keys: dataclasses.replace(real(*args, **keys), settled=False),
    )
    found = tables(simulate(200), run)
    steps = find(found["resultat_samband"], "franvaro_samband_alla_amnen", jamforelse=GRUND)
    assert steps["kalla"].str.contains(LINJAR).all()
    line = find(found["resultat_metoder"], "franvaro_metod_alla_amnen", jamforelse=LINJAR).loc[PER_TIO]
    last = find(found["resultat_samband"], "franvaro_samband_alla_amnen", jamforelse=SKOLA).loc[PER_TIO]
    assert (line["varde"], line["undre"], line["ovre"]) == (last["varde"], last["undre"], last["ovre"])
    adjusted = find(found["resultat_franvaro"], "franvaro_niva_betyg_ma_e", jamforelse=JUSTERAD)
    assert adjusted["kalla"].str.contains(LINJAR).all()
    merit = found["resultat_samband"]["indikator"] == "franvaro_samband_merit"
    assert not found["resultat_samband"].loc[merit, "kalla"].str.contains(LINJAR).any()


def nothing_known(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(utbildning="okänd", nyinvandrad="okänd", betyg_6=np.nan)


DEGENERATE = {
    "one läsår": lambda: simulate(120, lasar="2025/26"),
    "one school": lambda: simulate(120, skolenhet="10000001"),
    "no åk 6": lambda: simulate(120, betyg_6=np.nan),
    "no background": lambda: nothing_known(simulate(120)),
    "nothing to adjust for": lambda: nothing_known(
        simulate(120, lasar="2025/26", kon="pojke", svsva="sv", skolenhet="10000001")
    ),
    "everyone passes": lambda: simulate(120, alla_amnen=1.0, behorighet=1.0, ma=3.0, sv=5.0, en=1.0),
    "nobody passes": lambda: simulate(120, alla_amnen=0.0, behorighet=0.0, ma=0.0, sv=0.0, en=0.0),
    "nobody has a grade": lambda: simulate(120, merit=np.nan, alla_amnen=0.0, behorighet=0.0, ma=0.0),
    "the same merit": lambda: simulate(120, merit=200.0),
    "the same absence": lambda: simulate(120, franvaro=5.0),
    "a single high absence": lambda: simulate(120, franvaro=[5.0] * 119 + [60.0]),
    "nobody in the lowest band": lambda: simulate(120, franvaro=list(np.linspace(12, 70, 120))),
    "twelve pupils": lambda: simulate(12),
    "two pupils": lambda: simulate(2),
    "one pupil": lambda: simulate(1),
    "a school with one pupil": lambda: simulate(
        120, skolenhet=["10000009"] + [f"1000000{i % 4}" for i in range(119)]
    ),
    "a band in one school only": lambda: simulate(
        120,
        skolenhet=[f"1000000{i % 5}" for i in range(120)],
        franvaro=[25.0 if i % 5 == 4 else 5.0 + i % 7 for i in range(120)],
    ),
    "hardly any åk 6": lambda: simulate(120, betyg_6=[3.0] + [np.nan] * 119),
}


@pytest.mark.parametrize("name", DEGENERATE)
def test_data_that_can_tell_little(name: str, run: Underlag) -> None:
    frame = DEGENERATE[name]()
    # A grade's ordered model where no other has the same difficulty: it takes most of the time.
    utfall = FEW if "pupil" in name or "passes" in name else FEW[:2]
    estimates = make_tables(analyse(frame), run, utfall)
    assert {one.id for one in estimates} <= TABLES and estimates
    decided = plan(estimates, 10)
    cells = pd.concat([protect(one, decided).frame for one in estimates])
    raw = pd.concat([one.frame for one in estimates])
    assert raw["varde"].notna().all()
    assert not np.isinf(raw[["varde", "undre", "ovre"]].to_numpy()).any()
    limits = raw.dropna(subset=["undre", "ovre"])
    assert ((limits["undre"] <= limits["varde"]) & (limits["varde"] <= limits["ovre"])).all()
    levels = raw[raw["indikator"].str.startswith("franvaro_niva") & ~raw["indikator"].str.endswith("merit")]
    assert levels["varde"].between(-0.5, 100.5).all()
    small = cells["indikator"].str.startswith("franvaro_niva") & (cells["jamforelse"] == OBSERVERAD)
    assert (cells.loc[small & (cells["status"] == "visad"), "n"] >= 10).all()


def test_a_step_without_data_is_left_out(run: Underlag) -> None:
    steps = tables(DEGENERATE["no background"](), run, (MERIT,))["resultat_samband"]
    assert steps["jamforelse"].drop_duplicates().tolist() == [OJUSTERAD, GRUND, SKOLA]
    levels = tables(DEGENERATE["nothing to adjust for"](), run, (MERIT,))["resultat_franvaro"]
    assert (levels["jamforelse"] == OBSERVERAD).all()


def test_all_alike_says_nothing(run: Underlag) -> None:
    found = tables(DEGENERATE["everyone passes"](), run)
    for table in ("resultat_samband", "resultat_metoder", "resultat_diagnos"):
        codes = found[table]["indikator"]
        own = found[table][codes.str.endswith("alla_amnen")]
        # The observed difference between bands is nothing, and is told as such; no model has anything to say.
        assert own.empty or (set(own["jamforelse"]) == {OJUSTERAD} and (own["varde"] == 0).all())


def test_nobody_with_absence(tmp_path: Path) -> None:
    class Empty(Underlag):
        def frame(self, kind: str) -> pd.DataFrame:
            return pd.DataFrame({"lasar": pd.Series(dtype="str")})

    assert result_estimates(Empty(RunParameters(), tmp_path)) == []


def test_methods_stand_beside_each_other(run: Underlag) -> None:
    frame = simulate(200, seed=5)
    frame.loc[::15, "utbildning"] = "okänd"
    frame.loc[1::20, "franvaro"] = np.nan
    found = tables(frame, run)["resultat_metoder"]
    for utfall in FEW:
        own = found[found["indikator"] == f"franvaro_metod_{utfall.kod}"].set_index("jamforelse")
        assert set(own["kategori"]) == {PER_TIO}
        assert own.index.tolist() == [name for name in METODER if name in own.index]
        assert {NAIV, CRV3, INOM, KOMPLETTA, IMPUTERAD, DELTA} <= set(own.index)
        assert (LINJAR in own.index) == (utfall.modell != "linjär")
        assert own["varde"].nunique() > 3
        whole = f"franvaro_niva_{utfall.kod}|9999|2025/26|alla|alla||{ALLA}"
        assert own["delar"].str.split(" + ", regex=False).str[0].eq(whole).all()


def test_without_gaps_nothing_is_filled_in(run: Underlag) -> None:
    found = tables(simulate(100), run, (MERIT,))["resultat_metoder"]
    assert not set(found["jamforelse"]) & {IMPUTERAD, DELTA, KOMPLETTA}


def test_imputation_by_way_of_absence_that_goes_missing_with_results() -> None:
    frame = simulate(1500, seed=11)
    rng = np.random.Generator(np.random.PCG64(4))
    # Those with low merit lack absence data more often: MAR, since merit is known.
    gone = rng.random(1500) < 0.5 / (1 + np.exp((frame["merit"] - 180) / 15))
    holes = frame.assign(franvaro=frame["franvaro"].where(~gone), band=frame["band"].where(~gone))
    filled = impute_associations(analyse(holes))
    found = filled[IMPUTERAD][MERIT]
    assert found.varde[0] == pytest.approx(-20, abs=4) and found.undre[0] < found.varde[0] < found.ovre[0]
    # Ten percentage points more for those without data is another answer.
    assert abs(filled[DELTA][MERIT].varde[0] - found.varde[0]) > 0.1


def test_naive_errors_are_too_small_where_slopes_differ_between_schools() -> None:
    frame = simulate(600, seed=2)
    slope = {f"1000000{i}": value for i, value in enumerate((-3, -2, -1, 1, 2, 3))}
    frame["merit"] += frame["franvaro"] * frame["skolenhet"].map(slope)
    analys = analyse(frame)
    urval = analys.select(MERIT)
    fraga = ask_ten(urval.design(LINJE, analys.steg), urval.pupils)
    naive, robust = (answer(urval, MERIT, LINJE, analys.steg, fraga, m).effects for m in (NAIVE, CR2))
    assert robust.fel[0] > 2 * naive.fel[0] and robust.df[0] < 6 < naive.df[0]


def test_levels_are_asked_of_the_model_as_deviations_from_the_mean() -> None:
    analys = analyse(simulate(300))
    urval = analys.select(MERIT)
    fraga = ask_ten(urval.design(LINJE, analys.steg), urval.pupils)
    assert fraga.weights.sum(axis=1).tolist() == [0]
    design = urval.design(BAND, analys.steg)
    levels = ask_levels(design, analys.band)
    assert levels.weights.sum(axis=1) == pytest.approx(0)
    found = answer(urval, MERIT, BAND, analys.steg, levels).effects
    share = urval.pupils["band"].value_counts(normalize=True).sort_index().to_numpy()
    assert share @ found.varde == pytest.approx(0, abs=1e-9)


def test_tables_of_the_small_municipality(liten_underlag: Underlag) -> None:
    estimates = result_estimates(liten_underlag)
    assert {one.id for one in estimates} == TABLES
    assert all(isinstance(one, Estimate) for one in estimates)
    decided = plan(estimates, liten_underlag.parameters.troskel)
    cells = pd.concat([protect(one, decided).frame for one in estimates])
    assert set(cells["lasar"]) == {"2025/26"} and set(cells["enhetstyp"]) == {"kommun"}
    assert cells["kalla"].str.contains("årskurs 9 läsåre").all()
    assert (cells["status"] == "visad").sum() > 30


def test_an_error_with_almost_no_degrees_of_freedom_gives_no_interval() -> None:
    """By hand: t is 12.706 with one degree of freedom; with 0.05 it would be beyond every number."""
    found = Effects(np.array([10.0, 10.0]), np.array([2.0, 2.0]), np.array([1.0, 0.05]))
    np.testing.assert_allclose(found.undre, [10 - 2 * 12.706205, np.nan], rtol=1e-6)
    np.testing.assert_allclose(found.ovre, [10 + 2 * 12.706205, np.nan], rtol=1e-6)

    # Of a mean without error and such a deviation nothing more is known than of the deviation.
    undre, ovre = find_level_limits(Medel(200.0, 0.0, 5.0), found, share=False)
    np.testing.assert_allclose(undre, [210 - 2 * 12.706205, np.nan], rtol=1e-6)
    assert np.isnan(ovre[1])
