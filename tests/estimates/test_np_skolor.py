"""The chapter's tables of schools: what cells there are, what they stand and fall with, and small places."""

from __future__ import annotations

import dataclasses

import pytest

from analys.cleaning import prepare
from analys.demo import write_demo
from analys.disclosure import plan, protect
from analys.estimates import np_skolor
from analys.estimates.deviation_model import RELIABILITIES
from analys.estimates.funnel import GRANSER
from analys.estimates.np_relationer import relation_estimates
from analys.estimates.school_levels import APART
from analys.indicators.np_statistik import (
    KONTEXT,
    MELLAN_AMNEN,
    MELLAN_LASAR,
    MELLAN_SKOLOR,
    format_reliability,
)
from analys.parameters import RunParameters
from analys.underlag import Underlag


@pytest.fixture(scope="module")
def kommun(tmp_path_factory):
    """A municipality with four schools that have åk 9 and eight that have åk 6, cleaned."""
    data = tmp_path_factory.mktemp("tolv_skolor")
    write_demo(data, elever_per_arskull=240, antal_skolor=12, antal_lasar=3)
    parameters = RunParameters(antal_lasar=3)
    prepare(data, parameters.kommun, parameters.lasar_i_trend, run_lasar=parameters.lasar)
    return Underlag(parameters, data)


@pytest.fixture(scope="module")
def tables(kommun):
    return {estimate.id: estimate for estimate in np_skolor.school_estimates(kommun)}


@pytest.fixture(scope="module")
def funnel(tables):
    return tables["np_tratt"].frame


@pytest.fixture(scope="module")
def model(tables):
    return tables["np_skolmodell"].frame


def test_levels_are_those_of_the_table_of_relations(kommun, funnel):
    relations = next(e for e in relation_estimates(kommun) if e.id == "np_relation_skolor").frame
    levels = funnel[(funnel["jamforelse"] == "") & funnel["indikator"].str.startswith("np_netto")]
    other = relations.set_index("cell").loc[levels["cell"]]
    for name in ("varde", "undre", "ovre", "n"):
        assert other[name].tolist() == levels[name].tolist()


def test_every_school_has_its_own_limits_around_the_municipality(funnel, kommun):
    limits = funnel[funnel["jamforelse"].isin(list(GRANSER))]
    assert len(limits)
    whole = funnel[funnel["enhetstyp"] == "kommun"].set_index("indikator")["varde"]
    by_school = limits.groupby(["indikator", "enhet"])
    assert (by_school.size() == len(GRANSER)).all()
    for (indikator, enhet), part in by_school:
        inner, outer = (part[part["jamforelse"] == name].iloc[0] for name in GRANSER)
        assert outer["undre"] < inner["undre"] < whole[indikator] < inner["ovre"] < outer["ovre"]
        own = f"{indikator}|{enhet}|2025/26|alla|alla|"
        assert inner["delar"] == f"{own} + {indikator}|{kommun.parameters.kommun}|2025/26|alla|alla|"
        assert inner["n"] >= 15


def test_a_claim_must_hold_for_every_reliability(model):
    effects = model[model["indikator"].str.startswith("np_skolmodell")]
    assert len(effects)
    for _, part in effects.groupby(["indikator", "enhet"]):
        by_kind = part.set_index("kategori")
        tried = by_kind.loc[[format_reliability(r) for r in RELIABILITIES]]
        main = by_kind.loc[""]
        assert main["undre"] == tried["undre"].min()
        assert main["ovre"] == tried["ovre"].max()
        assert main["varde"] == tried["varde"].iloc[1]
        assert (part["jamforelse"] == APART).all()


def test_what_is_told_of_the_municipality(model):
    whole = model[model["enhetstyp"] == "kommun"]
    for arskurs in set(model["indikator"].str[-3:]):
        spread = whole[whole["indikator"] == f"np_skolspridning_{arskurs}"].set_index("kategori")
        assert {MELLAN_SKOLOR, MELLAN_AMNEN, MELLAN_LASAR} <= set(spread.index)
        assert {f"{MELLAN_SKOLOR}, {format_reliability(r)}" for r in RELIABILITIES} <= set(spread.index)
        between = spread.loc[MELLAN_SKOLOR]
        assert 0 <= between["undre"] <= between["varde"] <= between["ovre"]
        correlation = whole[whole["indikator"] == f"np_skolkorrelation_{arskurs}"].iloc[0]
        assert 0 <= correlation["undre"] <= correlation["varde"] <= correlation["ovre"] <= 1


def test_schools_have_reliabilities_and_a_contextual_model_from_four_on(model):
    schools = model[model["indikator"].str.startswith("np_skolreliabilitet")]
    assert schools["varde"].between(0, 1).all()
    few = schools.groupby("indikator").size()
    for indikator, count in few.items():
        suffix = indikator[-3:]
        contextual = model[(model["indikator"] == f"np_skolmodell_{suffix}") & (model["kategori"] == KONTEXT)]
        assert len(contextual) == (count if count > 3 else 0)


def test_nothing_is_shown_of_a_school_whose_level_is_hidden(kommun, tables):
    estimates = list(tables.values())
    levels = tables["np_tratt"].frame
    school = levels[(levels["enhetstyp"] == "skola") & (levels["jamforelse"] == "")].iloc[0]
    # A school with fewer pupils than the threshold, as the plan sees it.
    small = [
        dataclasses.replace(
            e,
            frame=e.frame.assign(n=e.frame["n"].where(e.frame["cell"] != school["cell"], 14).astype("Int64")),
        )
        for e in estimates
    ]
    decided = plan(small, 10)
    for estimate in small:
        frame = protect(estimate, decided).frame
        own = frame[
            (frame["enhet"] == school["enhet"]) & frame["indikator"].str.endswith(school["indikator"][-3:])
        ]
        assert len(own)
        assert (own["status"] == "skyddad").all()
        assert own[["varde", "undre", "ovre", "n"]].isna().all(axis=None)


def test_schools_with_few_pupils_are_no_part_of_the_model(kommun, monkeypatch):
    seen = []
    real = np_skolor.read_results
    monkeypatch.setattr(np_skolor, "read_results", lambda frame: seen.append(frame) or real(frame))
    np_skolor.school_estimates(kommun)
    for results in seen:
        sizes = results.groupby(["skolenhet", "lasar"])["elev"].nunique()
        assert (sizes >= 15).all()


@pytest.mark.parametrize("schools", [0, 1, 2])
def test_few_schools_give_no_tables_and_no_fault(kommun, monkeypatch, schools):
    real = Underlag.frame

    def few(run, kind):
        frame = real(run, kind)
        if "skolenhet" not in frame or kind == "skolenheter":
            return frame
        kept = sorted(frame["skolenhet"].dropna().unique())[:schools]
        return frame[frame["skolenhet"].isin(kept)].reset_index(drop=True)

    monkeypatch.setattr(Underlag, "frame", few)
    # Another report, so that nothing kept from the whole municipality answers.
    parameters = RunParameters(antal_lasar=2)
    run = Underlag(parameters, kommun.data)
    assert np_skolor.school_estimates(run) == []
