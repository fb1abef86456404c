"""Surveys are protected: means, year groups, genders, schools, and how many did not answer."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analys.attacker import attack
from analys.attacker.verdict import MEAN, MEASURE, PRIMARY
from analys.disclosure import plan, protect
from analys.estimates.cells import Estimate, make_cells
from analys.indicators.enkat import ELEV, PERSONAL

KOMMUN, LASAR, TROSKEL = "9999", "2025/26", 10
INDEX, RATE = "enkat_elev_trygghet", ELEV.rate


def level(indikator, enhet, n, varde, antal=None, kon="alla"):
    return {
        "indikator": indikator, "enhetstyp": "kommun" if enhet == KOMMUN else "skola", "enhet": enhet,
        "enhetsnamn": enhet, "lasar": LASAR, "kon": kon, "varde": varde, "n": n, "antal": antal,
        "undre": np.nan if antal is not None else varde - 0.4,
        "ovre": np.nan if antal is not None else varde + 0.4,
    }  # fmt: skip


def describe(people, indikator, enhet, kon="alla", rate=RATE):
    """Cells of a group: asked, answered and mean of who answered."""
    asked, points = people
    return [
        level(indikator, enhet, len(points), round(float(np.mean(points)), 1), kon=kon),
        level(
            rate, enhet, asked, round(100 * len(points) / asked, 0 if asked < 100 else 1), len(points), kon
        ),
    ]


def make_table(groups):
    """The municipality, schools, genders and year groups of (school, åk, gender) -> asked and points."""

    def collect(wanted):
        own = [group for key, group in groups.items() if wanted(*key)]
        return sum(asked for asked, _ in own), np.concatenate([points for _, points in own])

    rows = describe(collect(lambda *_: True), INDEX, KOMMUN)
    for skola in sorted({key[0] for key in groups}):
        rows += describe(collect(lambda s, a, k, skola=skola: s == skola), INDEX, skola)
    for kon in ("flickor", "pojkar"):
        rows += describe(collect(lambda s, a, k, kon=kon: k == kon), INDEX, KOMMUN, kon)
    for ak in sorted({key[1] for key in groups}):
        codes = (f"{INDEX}_ak{ak}", f"{RATE}_ak{ak}")
        rows += describe(collect(lambda s, a, k, ak=ak: a == ak), codes[0], KOMMUN, rate=codes[1])
    return Estimate("roster_elev", "Elevernas svar", make_cells(rows))


def draw(seed, sizes, rate=0.75):
    """Groups of a town: by school, pupils of each year group and gender."""
    rng = np.random.default_rng(seed)
    return {
        (skola, ak, kon): (asked, np.round(rng.uniform(2, 10, max(int(rng.binomial(asked, rate)), 1)), 2))
        for skola, asked in sizes.items()
        for ak in (8, 9)
        for kon in ("flickor", "pojkar")
    }


def publish(table, decided=None):
    decided = plan([table], TROSKEL) if decided is None else decided
    frame = protect(table, decided).frame.assign(tabell=table.id)
    return frame, decided


def bare(table):
    """Everything shown, as if nothing were protected."""
    return table.frame.assign(status="visad", tabell=table.id)


SIZES = {"1": 40, "2": 25, "3": 12, "4": 3, "5": 30}


@pytest.mark.parametrize("seed", range(6))
def test_a_protected_survey_withstands_the_attack_that_breaks_an_unprotected_one(seed):
    table = make_table(draw(seed, SIZES))
    frame, decided = publish(table)
    assert attack(bare(table), TROSKEL, sizes=decided.sizes).leaks
    verdict = attack(frame, TROSKEL, sizes=decided.sizes)
    assert verdict.passed, verdict
    # And something is left to read.
    shown = frame[(frame["status"] == "visad") & (frame["indikator"] == INDEX)]
    assert {KOMMUN, "1"} <= set(shown["enhet"])


def test_fewer_answers_than_the_threshold_are_hidden_whatever_the_municipality_asks_for():
    # Five answers are Skolenkäten's least: a threshold below that does not lower it.
    few = {("1", 8, "flickor"): (30, np.full(20, 6.0)), ("2", 8, "pojkar"): (20, np.array([4.0, 5, 7, 8]))}
    decided = plan([make_table(few)], 3).frame.set_index("cell")
    assert decided.loc[f"{INDEX}|2|{LASAR}|alla|alla|", "skal"] == "fa_elever"
    assert decided.loc[f"{INDEX}|1|{LASAR}|alla|alla|", "status"] == "skyddad"


def test_the_only_hidden_school_does_not_follow_from_the_others():
    frame, _ = publish(make_table(draw(1, {"1": 40, "2": 30, "4": 1}, rate=0.8)))
    schools = frame[(frame["indikator"] == INDEX) & (frame["enhetstyp"] == "skola")]
    assert (schools["status"] == "skyddad").sum() >= 2


def test_an_attacker_finds_a_mean_that_only_the_small_school_hides():
    table = make_table(draw(1, {"1": 40, "2": 30, "4": 1}, rate=0.8))
    sizes = plan([table], TROSKEL).sizes
    frame = bare(table)
    small = (frame["enhet"] == "4") & (frame["indikator"] == INDEX)
    frame.loc[small, "status"] = "skyddad"
    frame.loc[small, ["varde", "undre", "ovre"]] = np.nan
    frame.loc[small, "n"] = pd.NA
    leaks = attack(frame, TROSKEL, sizes=sizes).leaks
    assert (MEAN, f"{INDEX}|4|{LASAR}|alla|alla|") in {(leak.kind, leak.cell) for leak in leaks}


def test_an_attacker_knows_that_year_groups_are_all():
    table = make_table(draw(2, {"1": 40, "2": 40}))
    sizes = plan([table], TROSKEL).sizes
    frame = bare(table)
    hidden = frame["indikator"].isin([f"{INDEX}_ak9"])
    frame.loc[hidden, "status"] = "skyddad"
    frame.loc[hidden, ["varde", "undre", "ovre"]] = np.nan
    frame.loc[hidden, "n"] = pd.NA
    leaks = attack(frame, TROSKEL, sizes=sizes).leaks
    assert (MEAN, f"{INDEX}_ak9|{KOMMUN}|{LASAR}|alla|alla|") in {(leak.kind, leak.cell) for leak in leaks}


NEARLY_ALL = {
    ("1", 8, "flickor"): (40, np.linspace(3, 9, 38)),
    ("1", 8, "pojkar"): (40, np.linspace(2, 8, 39)),
    ("2", 8, "flickor"): (45, np.linspace(3, 9, 30)),
    ("2", 8, "pojkar"): (45, np.linspace(2, 8, 32)),
    ("3", 8, "flickor"): (50, np.linspace(3, 9, 30)),
    ("3", 8, "pojkar"): (50, np.linspace(2, 8, 31)),
}
"""Three of the first school's eighty did not answer, in the others more."""


def test_so_few_who_did_not_answer_cannot_be_counted():
    table = make_table(NEARLY_ALL)
    frame, decided = publish(table)
    told = frame.set_index("cell")
    rates = told[(told["indikator"] == RATE) & (told["enhetstyp"] == "skola")]
    silent = set(rates.index[rates["status"] == "skyddad"].str.split("|").str[1])
    # The school's own rate, and another's so that the first does not follow from the municipality's.
    assert "1" in silent and len(silent) >= 2
    for skola in ("1", "2", "3"):
        cell = told.loc[f"{INDEX}|{skola}|{LASAR}|alla|alla|"]
        # The index is shown, without its number of answers where the rate is hidden.
        assert cell["status"] == "visad" and not np.isnan(cell["varde"])
        assert pd.isna(cell["n"]) == (skola in silent)
    assert attack(frame, TROSKEL, sizes=decided.sizes).passed


def test_an_attacker_reads_a_hidden_rate_out_of_a_number_of_answers():
    table = make_table(NEARLY_ALL)
    frame, decided = publish(table)
    cell = f"{INDEX}|1|{LASAR}|alla|alla|"
    frame.loc[frame["cell"] == cell, "n"] = 77
    leaks = attack(frame, TROSKEL, sizes=decided.sizes).leaks
    assert (MEASURE, cell) in {(leak.kind, leak.cell) for leak in leaks}


def test_a_difference_has_no_number_of_answers_either():
    rows = make_table(NEARLY_ALL).frame
    left, right = (f"{INDEX}|{enhet}|{LASAR}|alla|alla|" for enhet in ("1", KOMMUN))
    difference = level(INDEX, "1", 77, 0.4) | {"jamforelse": "mot 99990002", "delar": f"{left} + {right}"}
    table = Estimate(
        "roster_elev",
        "Elevernas svar",
        make_cells(pd.concat([rows.drop(columns="cell"), pd.DataFrame([difference])])),
    )
    frame, _ = publish(table)
    assert frame["n"].isna()[frame["jamforelse"] != ""].all()


def test_a_mean_at_the_end_of_the_scale_tells_of_everybody():
    rows = [level(INDEX, KOMMUN, 12, 10.0), level(INDEX, "1", 12, 9.9)]
    decided = plan([Estimate("roster_elev", "t", make_cells(rows))], TROSKEL).frame
    assert set(decided["skal"]) == {"medelvarde"}


def test_staff_minus_pupils_falls_with_either():
    pupils = [level(INDEX, KOMMUN, 4, 6.0)]
    staff = [level("enkat_personal_trygghet", KOMMUN, 50, 8.0)]
    parts = [f"{one['indikator']}|{KOMMUN}|{LASAR}|alla|alla|" for one in (*staff, *pupils)]
    between = staff[0] | {"varde": 2.0, "undre": 1.0, "ovre": 3.0, "jamforelse": "personal-elever"}
    rows = [*pupils, *staff, between | {"delar": " + ".join(parts)}]
    table = Estimate("roster_jamforelse", "t", make_cells(rows))
    frame, decided = publish(table)
    told = frame.set_index("jamforelse")["status"]
    assert told["personal-elever"] == "skyddad"
    shown = frame.assign(status=["skyddad", "visad", "visad"], varde=[np.nan, 8.0, 2.0])
    leaks = attack(shown, TROSKEL, sizes=decided.sizes).leaks
    assert MEASURE in {leak.kind for leak in leaks}


def test_a_rate_of_few_is_hidden():
    rows = [level(PERSONAL.rate, KOMMUN, 60, 75.0, 45), level(PERSONAL.rate, "1", 9, 67, 6)]
    decided = plan([Estimate("roster_svar", "t", make_cells(rows))], TROSKEL).frame.set_index("cell")
    assert decided.loc[f"{PERSONAL.rate}|1|{LASAR}|alla|alla|", "skal"] == "fa_elever"
    frame = Estimate("roster_svar", "t", make_cells(rows)).frame.assign(status="visad", tabell="roster_svar")
    assert PRIMARY in {leak.kind for leak in attack(frame, TROSKEL).leaks}
