"""Grades and judgements beside tests: the truth is what the files give when nothing is missing from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analys.demo.elever import LAST, make_cohort
from analys.demo.modell import MODELS, STANDARD, Model
from analys.demo.relationer import OUTCOMES, Pairs, describe_pairs, describe_third, make_pairs
from analys.demo.sanningsfil import load_estimands
from analys.demo.skede import Stage, make_stage
from analys.demo.skolor import Effects, Schools, make_effects, make_schools
from analys.demo.tabeller import grade_table, judgement_table, np_table
from analys.indicators import REGISTRY
from analys.indicators.parning import PAIRED, pair_results

YEARS = range(2024, 2027)
COMPLETE = replace(
    STANDARD,
    np_deltar_ej=0.0,
    np_forlorat=0.0,
    np_ersattningsprov=0.0,
    np_skola_digitalt=0.0,
    np_skola_ersattningsprov_2025=0.0,
    np_klass_ersattningsprov_2026=0.0,
    bedomning3_saknas=0.0,
)


def simulate(model: Model, ak: int, spring: int = 2026) -> tuple[Schools, Effects, Stage]:
    schools = make_schools(model, 3, 21, YEARS, "9999")
    effects = make_effects(model, 3, schools, YEARS)
    cohort = make_cohort(model, 3, schools, spring + LAST - ak, 1_500, valid=False)
    return schools, effects, make_stage(model, 3, effects, cohort, ak)


def pair_files(model: Model, ak: int, spring: int = 2026) -> tuple[pd.DataFrame, Effects, Stage]:
    """What the two files of a year group say of each pupil, in the cohort's order."""
    schools, effects, stage = simulate(model, ak, spring)
    make_first = judgement_table if ak == 3 else grade_table
    tables = (make_first(model, 3, schools, effects, stage), np_table(model, 3, schools, stage))
    first, tests = (
        table.to_pandas().astype("str").mask(lambda frame: frame == "").assign(lasar=f"{spring - 1}/26")
        for table in tables
    )
    both = pair_results(first.assign(elev=first["PersonNr"]), tests.assign(elev=tests["PersonNr"]))
    order = stage.cohort.personnr[stage.dar].astype("str")
    return both.set_index("PersonNr").loc[order].reset_index(), effects, stage


@pytest.mark.parametrize("spring", [2024, 2026])
def test_the_four_cells_of_ak_3_are_the_files(spring: int):
    files, effects, stage = pair_files(COMPLETE, 3, spring)
    truth = describe_third(COMPLETE, 3, effects, stage)
    for kod in ("ma", "sv", "sva"):
        position = REGISTRY[f"np_bedomning_ak3_{kod}"].compute(files).dropna()
        shares = [100 * (position == place).mean() for place in range(4)]
        assert [truth[kod][name] for name in OUTCOMES] == pytest.approx(shares, abs=1e-9)
        assert sum(shares) == pytest.approx(100)
        assert min(shares) > 1


@pytest.mark.parametrize("ak", [6, 9])
def test_relations_are_the_files(ak: int):
    files, effects, stage = pair_files(COMPLETE, ak)
    pairs = make_pairs(COMPLETE, 3, effects, stage)
    truth = describe_pairs(pairs)
    for kod in ("ma", "en", "sv", "sva"):
        position = REGISTRY[f"np_relation_ak{ak}_{kod}"].compute(files).dropna()
        shares = [100 * (position == place).mean() for place in range(3)]
        assert [truth[kod][name] for name in ("lagre", "lika", "hogre")] == pytest.approx(shares, abs=1e-9)
        net = REGISTRY[f"np_netto_ak{ak}_{kod}"].compute(files).mean()
        assert truth[kod]["netto"] == pytest.approx(net, abs=1e-9)
    if ak == 6:
        net = REGISTRY["np_netto_ak6"].compute(files)
        assert truth["alla"]["netto"] == pytest.approx(net.mean(), abs=1e-9)
        return
    for kod in ("bi", "fy", "ke", "ge", "hi", "re", "sh"):
        # A class takes one subject of the block: those who took it relate as everyone's pairs say of them.
        position = REGISTRY[f"np_relation_ak9_{kod}"].compute(files).to_numpy()
        took = ~np.isnan(position)
        assert 0.1 < took.mean() < 0.6
        assert (np.sign(pairs.steg[kod][took]) + 1 == position[took]).all()


def test_shares_and_nets_by_hand():
    # One lower, one equal, two higher of four; the fifth pupil has no grade in the subject.
    steps = np.array([-1.0, 0.0, 1.0, 2.0, np.nan])
    found = describe_pairs(Pairs({"ma": steps}, np.array([-50.0, 0.0, 25.0]), np.zeros(3)))
    assert found["ma"] == {"lagre": 25.0, "lika": 25.0, "hogre": 50.0, "netto": 25.0}
    assert found["alla"]["netto"] == pytest.approx(-25 / 3)


def test_a_block_counts_as_one_test_and_a_pupil_as_one():
    _, effects, stage = simulate(STANDARD, 9)
    pairs = make_pairs(STANDARD, 3, effects, stage)
    signs = {name: 100 * np.sign(steps) for name, steps in pairs.steg.items()}
    svenska = np.where(np.isnan(signs["sv"]), signs["sva"], signs["sv"])
    tests = [signs["ma"], signs["en"], svenska]
    whole = ~np.isnan([*tests, *(signs[name] for name in ("bi", "fy", "ke", "ge", "hi", "re", "sh"))]).any(
        axis=0
    )
    no = (signs["bi"] + signs["fy"] + signs["ke"]) / 3
    so = (signs["ge"] + signs["hi"] + signs["re"] + signs["sh"]) / 4
    assert whole.sum() > 500
    assert pairs.netto[whole] == pytest.approx(((sum(tests) + no + so) / 5)[whole])


def test_pupils_who_stay_away_are_weaker_so_the_files_show_more_who_reach_both():
    files, effects, stage = pair_files(STANDARD, 3)
    truth = describe_third(STANDARD, 3, effects, stage)["ma"]
    position = REGISTRY["np_bedomning_ak3_ma"].compute(files).dropna()
    assert len(position) < 0.97 * stage.dar.sum()
    assert 100 * (position == 0).mean() > truth["bada"]
    assert 100 * (position == 3).mean() < truth["inget"]


def test_schools_judge_alike_in_the_null_municipality_only():
    _, null, _ = simulate(MODELS["noll"], 3)
    _, effects, _ = simulate(STANDARD, 3)
    assert (null.bedomning3 == 0).all() and (null.bedomning3_ar == 0).all()
    # Lasting, by hand: 0.12² + 0.12² between schools; with the läsår's own 0.08² more.
    many = make_effects(STANDARD, 5, make_schools(STANDARD, 5, 2_000, YEARS, "9999"), YEARS)
    assert many.bedomning3.var() == pytest.approx(0.0288, rel=0.1)
    assert many.bedomning3_ar.var() == pytest.approx(0.0064, rel=0.1)
    assert (effects.bedomning3 != 0).all()
    for parts in load_estimands("noll")["skola_np"].values():
        assert {value for kept in parts.values() for by in kept.values() for value in by.values()} == {0.0}


def test_committed_leniency_goes_the_way_of_the_merit_points():
    found = load_estimands("standard")
    merit = [parts["bedomning"] for parts in found["skola"].values()]
    for measure in ("netto", "betygssteg"):
        net = [found["skola_np"][unit]["varaktig"][measure]["alla"] for unit in found["skola"]]
        # Merit points hold every subject and the nets those with tests, with biases of their own in each.
        assert np.corrcoef(merit, net)[0, 1] > 0.8
        assert max(net) > 0 > min(net)


def test_committed_cells_add_up():
    for modell in MODELS:
        found = load_estimands(modell)
        for by_lasar in found["np_bedomning_ak3"].values():
            assert "2019/20" not in by_lasar and "2025/26" in by_lasar
            for cells in by_lasar.values():
                assert sum(cells.values()) == pytest.approx(100, abs=0.001)
        for ak, by_subject in found["np_relation"].items():
            assert len(by_subject) == {"ak9": 12, "ak6": 5}[ak]
            for subject in by_subject.keys() - {"alla"}:
                for one in by_subject[subject].values():
                    assert one["lagre"] + one["lika"] + one["hogre"] == pytest.approx(100, abs=0.001)
                    assert one["netto"] == pytest.approx(one["hogre"] - one["lagre"], abs=0.001)


def test_the_default_files_lie_near_the_committed_truth(filer: dict[str, pd.DataFrame]):
    truth = load_estimands("standard")
    compared = 0
    for kind in PAIRED:
        files = filer[kind].mask(filer[kind] == "")
        codes = [code for code, one in REGISTRY.items() if one.kind == kind and one.categories]
        for code in codes:
            prefix, _, tail = code.partition("_ak")
            if prefix not in ("np_relation", "np_bedomning"):
                continue
            arskurs, _, subject = tail.partition("_")
            expected = truth["np_bedomning_ak3" if arskurs == "3" else "np_relation"]
            expected = expected[subject] if arskurs == "3" else expected[f"ak{arskurs}"][subject]
            position = REGISTRY[code].compute(files)
            for lasar, found in position.groupby(files["lasar"]):
                found = found.dropna()
                if len(found) < 100:
                    continue
                shares = [v for name, v in expected[lasar].items() if name != "netto"]
                for place, level in enumerate(shares):
                    # 2.5 for classes, 4 standard errors, and two points for those who took no test.
                    allowed = 4 * np.sqrt(2.5 * level * (100 - level) / len(found)) + 2
                    assert abs(100 * (found == place).mean() - level) < allowed, (code, lasar, place)
                    compared += 1
    assert compared > 250
