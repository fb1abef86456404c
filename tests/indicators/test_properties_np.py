"""What must hold for any grades and tests: swapping turns directions, and a slow reading agrees."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from analys.indicators import REGISTRY
from analys.indicators.np_amnen import PROV, PROVAMNEN, Provamne
from analys.indicators.np_relation import HOGRE, LAGRE, LIKA, RELATIONER
from analys.indicators.np_resultat import RESULTAT

SCALE = "FEDCBA"
GRADES = ["A", "B", "C", "D", "E", "F", "9", "3", "2", None]
TESTS = ["A", "B", "C", "D", "E", "F", "99", "88", "77", None]
CHANCE = [0.08, 0.14, 0.2, 0.16, 0.2, 0.08, 0.04, 0.03, 0.02, 0.05]
PUPILS = 2000


@pytest.fixture(scope="module", params=[9, 6])
def pairs(request: pytest.FixtureRequest) -> tuple[int, pd.DataFrame]:
    """Pupils with every code, in every combination of course and assigned subject, and none of them."""
    rng = np.random.default_rng(20)
    arskurs: int = request.param
    amnen = [amne for amne in PROVAMNEN if amne.arskurs == arskurs]
    columns = {amne.betyg: rng.choice(GRADES, PUPILS, p=CHANCE) for amne in amnen}
    columns |= {name: rng.choice(TESTS, PUPILS, p=CHANCE) for name in {amne.prov: 0 for amne in amnen}}
    columns["SV_KURSPLAN"] = rng.choice(["1", "2", "99", None], PUPILS)
    if arskurs == 9:
        columns["NO_PROV"] = rng.choice(["BI", "FY", "KE", None], PUPILS)
        columns["SO_PROV"] = rng.choice(["GE", "HI", "RE", "SH", None], PUPILS)
    frame = pd.DataFrame({name: pd.Series(values).astype("str") for name, values in columns.items()})
    return arskurs, frame


def _own_subjects(arskurs: int, pupil: dict[str, str | float]) -> Iterator[tuple[Provamne, int]]:
    """Subjects in which the pupil has both, with the number of steps from provbetyg to grade."""
    for amne in PROVAMNEN:
        if amne.arskurs != arskurs or (amne.valt and pupil[amne.valt[0]] != amne.valt[1]):
            continue
        prov, betyg = pupil[amne.prov], pupil[amne.betyg]
        if isinstance(prov, str) and isinstance(betyg, str) and prov in SCALE and betyg in SCALE:
            yield amne, SCALE.index(betyg) - SCALE.index(prov)


def test_a_slow_reading_agrees(pairs: tuple[int, pd.DataFrame]) -> None:
    arskurs, frame = pairs
    rows = [dict(_own_subjects(arskurs, row)) for row in frame.to_dict("records")]
    for amne in PROVAMNEN:
        if amne.arskurs == arskurs:
            names = [np.nan if amne not in row else RELATIONER.index(_direction(row[amne])) for row in rows]
            np.testing.assert_array_equal(_compute(f"np_relation_{amne.suffix}", frame), names)
    nets = [100 * np.mean([np.sign(step) for step in row.values()]) if row else np.nan for row in rows]
    np.testing.assert_allclose(_compute(f"np_netto_ak{arskurs}", frame), nets)


def _direction(step: int) -> str:
    return LIKA if step == 0 else HOGRE if step > 0 else LAGRE


def test_swapping_provbetyg_and_grade_turns_every_direction(pairs: tuple[int, pd.DataFrame]) -> None:
    arskurs, frame = pairs
    for amne in PROVAMNEN:
        if amne.arskurs != arskurs:
            continue
        swapped = frame.rename(columns={amne.prov: amne.betyg, amne.betyg: amne.prov})
        relation, net = f"np_relation_{amne.suffix}", f"np_netto_{amne.suffix}"
        before, after = _compute(relation, frame), _compute(relation, swapped)
        assert {0.0, 1.0, 2.0} <= set(before)
        np.testing.assert_array_equal(after, 2 - before)
        np.testing.assert_array_equal(_compute(net, swapped), -_compute(net, frame))


def test_swapping_all_subjects_changes_the_sign_of_the_net_of_all() -> None:
    # One pupil a row; two subjects without any choice, so that both can be swapped at once.
    frame = pd.DataFrame(
        [["C", "B", "A", "D"], ["F", "F", "E", "A"], ["A", "C", None, "C"]],
        columns=["MA_PROVB", "Ma", "EN_PROVB", "En"],
    )
    swapped = frame.rename(columns={"MA_PROVB": "Ma", "Ma": "MA_PROVB", "EN_PROVB": "En", "En": "EN_PROVB"})

    assert _compute("np_netto_ak6", frame).tolist() == [0, 50, -100]
    assert _compute("np_netto_ak6", swapped).tolist() == [0, -50, 100]


def test_the_net_is_higher_minus_lower(pairs: tuple[int, pd.DataFrame]) -> None:
    arskurs, frame = pairs
    for amne in PROVAMNEN:
        if amne.arskurs == arskurs:
            relation = pd.Series(_compute(f"np_relation_{amne.suffix}", frame)).dropna()
            net = pd.Series(_compute(f"np_netto_{amne.suffix}", frame)).dropna()
            shares = 100 * relation.value_counts(normalize=True)
            assert net.mean() == pytest.approx(shares[2.0] - shares[0.0])


def test_who_has_a_relation_has_a_provbetyg(pairs: tuple[int, pd.DataFrame]) -> None:
    arskurs, frame = pairs
    block = {"MA_PROVB": "ma", "EN_PROVB": "en", "SV_PROVB": "svsva", "NO_PROVB": "no", "SO_PROVB": "so"}
    for amne in PROVAMNEN:
        if amne.arskurs == arskurs:
            related = ~np.isnan(_compute(f"np_relation_{amne.suffix}", frame))
            result = _compute(f"np_resultat_ak{arskurs}_{block[amne.prov]}", frame)
            assert related.any() and (result[related] == RESULTAT.index("provbetyg")).all()


def test_the_share_without_provbetyg_is_the_mean_of_the_tests(pairs: tuple[int, pd.DataFrame]) -> None:
    arskurs, frame = pairs
    tests = [prov for prov in PROV if prov.arskurs == arskurs]
    lacking = [np.mean(_compute(f"np_resultat_{prov.suffix}", frame) != 0) for prov in tests]
    assert _compute(f"np_bortfall_ak{arskurs}", frame).mean() == pytest.approx(100 * np.mean(lacking))


@pytest.mark.parametrize("code", [c for c, i in REGISTRY.items() if i.kind.startswith("prov_betyg")])
def test_pupils_do_not_affect_each_other_and_no_pupil_is_no_fault(
    pairs: tuple[int, pd.DataFrame], code: str
) -> None:
    arskurs, frame = pairs
    if REGISTRY[code].arskurs != arskurs:
        return
    alone = [REGISTRY[code].compute(frame.iloc[[i]]).iloc[0] for i in range(20)]
    np.testing.assert_array_equal(_compute(code, frame)[:20], alone)
    assert REGISTRY[code].compute(frame.iloc[:0]).tolist() == []


def _compute(code: str, frame: pd.DataFrame) -> np.ndarray:
    return REGISTRY[code].compute(frame).to_numpy()
