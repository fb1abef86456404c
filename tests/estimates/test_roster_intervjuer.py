"""Interviews: counts of interviews and never of persons, what is folded, and how alike two coded."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import pandas as pd
import pytest

from analys.arbetsbok import make_arbetsbok
from analys.demo import intervjuer as demo
from analys.demo.installningar import Settings
from analys.demo.skolor import make_schools
from analys.disclosure import plan
from analys.estimates.roster_intervjuer import interview_estimates
from analys.indicators.intervju import ALFA, DELTAGARE, INTERVJUER, OVRIGA, STYRKOR, TEMA, UTMANINGAR
from analys.parameters import RunParameters
from analys.quoting import choose_quotes, judge_quotes, know

CODED = (
    # interview, role, people, theme, stance, coder
    ("I1", "elev", 6, "Trygghet", "styrka", "A"),
    ("I1", "elev", 6, "trygghet ", "utmaning", "A"),
    ("I1", "elev", 6, "Mat", "utmaning", "A"),
    ("I2", "elev", 5, "Trygghet", "styrka", "A"),
    ("I2", "elev", 5, "Trygghet", "styrka", "A"),
    ("I3", "lärare", 4, "Trygghet", "utmaning", "A"),
    ("I3", "lärare", 4, "Trygghet", "styrka", "B"),
    ("I3", "lärare", 4, "Buss", "styrka", "B"),
    ("I4", "rektor", 1, "Buss", "utmaning", "A"),
)
NAMES = ("intervju", "roll", "deltagare", "tema", "hallning", "kodare")


def make_run(rows, **more):
    book = make_arbetsbok({"intervjuer": [dict(zip(NAMES, row, strict=True)) for row in rows]})
    told = {"arbetsbok": lambda: book, "has_pupils": False, "kommunnamn": "Exempelkommun"}
    return SimpleNamespace(**{**told, "parameters": RunParameters(), **more})


def count(tables, table, code, kategori="", enhet=""):
    frame = {one.id: one.frame for one in tables}[table]
    rows = frame[(frame["indikator"] == code) & (frame["kategori"] == kategori)]
    rows = rows[rows["enhet"] == enhet] if enhet else rows
    (row,) = rows.itertuples()
    assert row.n is None or row.n is pd.NA
    return None if row.status == "saknas" else row.varde


@pytest.fixture(scope="module")
def tables():
    return interview_estimates(make_run(CODED))


def test_interviews_and_participants_are_counted_by_role(tables):
    roles = ("", "elev", "lärare", "rektor", "personal")
    assert [count(tables, "intervju_roller", INTERVJUER, role) for role in roles] == [4, 2, 1, 1, 2]
    assert [count(tables, "intervju_roller", DELTAGARE, role) for role in roles] == [16, 11, 4, 1, 5]


def test_interviews_of_another_lasar_are_not_this_reports():
    rows = [dict(zip(NAMES, row, strict=True)) | {"lasar": "2023/24"} for row in CODED]
    book = make_arbetsbok({"intervjuer": rows})

    assert interview_estimates(make_run(CODED, arbetsbok=lambda: book)) == []


def test_a_theme_is_counted_once_an_interview_and_stance(tables):
    told = [count(tables, "intervju_teman", code, enhet="trygghet") for code in (TEMA, STYRKOR, UTMANINGAR)]
    assert told == [3, 2, 2]


def test_what_a_single_interview_of_a_role_said_is_not_told_of_the_role(tables):
    assert count(tables, "intervju_teman", STYRKOR, "elev", "trygghet") == 2
    assert count(tables, "intervju_teman", UTMANINGAR, "elev", "trygghet") is None
    assert count(tables, "intervju_teman", TEMA, "personal", "trygghet") is None
    assert set({one.id: one.frame for one in tables}["intervju_teman"]["kategori"]) == {
        "",
        "elev",
        "personal",
    }


def test_themes_of_one_interview_are_told_together(tables):
    frame = {one.id: one.frame for one in tables}["intervju_teman"]
    assert list(frame["enhetsnamn"].unique()) == ["Trygghet", OVRIGA]
    # Mat in I1 and, by the coder who counts, Buss in I4.
    assert count(tables, "intervju_teman", TEMA, enhet="ovrigateman") == 2


def test_the_coder_of_most_interviews_counts(tables):
    """In I3 coder A has a challenge and B a strength: A coded four interviews and B one."""
    assert count(tables, "intervju_teman", UTMANINGAR, enhet="trygghet") == 2  # I1 and I3


def test_agreement_is_of_themes_in_interviews_coded_twice(tables):
    """I3 by hand: themes buss, mat, trygghet; A "", "", utmaning; B styrka, "", styrka.

    Four of six codes differ in pairs: D_o = 4/6. Of the codes 3 are "", 2 styrka, 1 utmaning:
    D_e = (36 - 9 - 4 - 1) / 30 = 22/30. Alpha = 1 - (4/6) / (22/30) = 1/11, shown as 0.09.
    """
    assert count(tables, "intervju_kodning", "intervju_dubbelkodade") == 1
    assert count(tables, "intervju_kodning", ALFA) == 0.09


def test_one_coder_gives_no_agreement_and_no_interviews_give_no_tables():
    once = [row for row in CODED if row[-1] == "A"]
    assert [one.id for one in interview_estimates(make_run(once))] == ["intervju_roller", "intervju_teman"]
    assert interview_estimates(make_run(())) == []


def test_unknown_numbers_of_participants_give_no_sum():
    rows = [*CODED, ("I5", "elev", None, "Trygghet", "styrka", "A")]
    tables = interview_estimates(make_run(rows))
    assert count(tables, "intervju_roller", DELTAGARE) is None
    assert count(tables, "intervju_roller", DELTAGARE, "lärare") == 4


@pytest.mark.parametrize("theme", ["20100101-9809", "Läget i 9b", "x" * 61, "ring 070-123 45 67"])
def test_a_theme_that_points_at_somebody_has_no_name(theme):
    rows = [*CODED, *((*row[:3], theme, *row[4:]) for row in CODED[:4:3])]
    frames = [one.frame for one in interview_estimates(make_run(rows))]
    assert not any(
        frame.astype("str").apply(lambda c: c.str.contains(theme)).any(axis=None) for frame in frames
    )


def test_nothing_of_interviews_is_hidden_and_order_of_rows_does_not_matter(tables):
    assert plan(list(tables), 10).hidden == 0
    turned = interview_estimates(make_run(CODED[::-1]))
    for one, other in zip(tables, turned, strict=True):
        assert one.frame.drop(columns="enhetsnamn").equals(other.frame.drop(columns="enhetsnamn"))


def test_the_demos_interviews(liten_underlag):
    settings = Settings()
    schools = make_schools(settings.model, settings.slumpfro, settings.antal_skolor, settings.years, "9999")
    book = make_arbetsbok({"intervjuer": demo.rows(settings, schools)})
    run = make_run((), arbetsbok=lambda: book)
    tables = interview_estimates(run)

    assert count(tables, "intervju_roller", INTERVJUER) == 24
    assert count(tables, "intervju_roller", INTERVJUER, "elev") == 8
    assert count(tables, "intervju_kodning", "intervju_dubbelkodade") == 5
    assert count(tables, "intervju_kodning", ALFA) > 0.8
    assert count(tables, "intervju_teman", UTMANINGAR, "elev", "studiero") == 6
    known = dataclasses.replace(know(liten_underlag), elever=dict.fromkeys(schools.kod, 200))
    chosen = judge_quotes(book.rader("intervjuer"), known)
    assert (len(chosen.godkanda), chosen.nekade) == (12, ())


def test_what_a_run_knows(liten_underlag):
    known = know(liten_underlag)
    register = liten_underlag.frame("elevregister")

    assert known.provat and known.klasser and known.skolor
    assert all(len(one) == 24 for one in known.namn | known.delar)
    assert sum(known.elever.values()) == (register["lasar"] == liten_underlag.parameters.lasar).sum()
    assert not any(one in repr(known) for one in known.delar)
    assert choose_quotes(liten_underlag).godkanda
