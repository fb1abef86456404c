"""Hand-worked cases of surveys: answers on the scale 0–10, who has an index, and turned questions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analys.indicators import REGISTRY
from analys.indicators.enkat_svar import (
    correlate_items,
    describe_asked,
    describe_respondents,
    find_turned,
    score_answers,
    sign_questions,
)

NU, DA = "2025/26", "2021/22"
SKOLA, ANNAN = "99990001", "99990002"


def ask(fraga, index="studiero", minst=1, mest=4, vand="nej", vet_ej="5", fran=None, till=None, enkat="elev"):
    return {
        "enkat": enkat, "fraga": fraga, "index": index, "text": "…", "minst": minst, "mest": mest,
        "vand": vand, "vet_ej": vet_ej, "fran": fran, "till": till,
    }  # fmt: skip


def answer(number, lasar=NU, skola=SKOLA, arskurs=8, kon="flicka", klass=None, enkat="elev", **svar):
    return [
        {
            "lasar": lasar, "enkat": enkat, "svarande": number, "skolenhet": skola, "arskurs": arskurs,
            "klass": klass, "kon": kon, "fraga": fraga, "svar": text,
        }
        for fraga, text in svar.items()
    ]  # fmt: skip


def frames(questions, *people):
    fragor = pd.DataFrame(questions).astype(dict.fromkeys(("index", "vand", "vet_ej", "fran", "till"), "str"))
    svar = pd.DataFrame([row for person in people for row in person])
    types = {"arskurs": "Int64", "klass": "str", "kon": "str", "svar": "str"}
    return svar.astype(types), fragor


FOUR = [ask("a"), ask("b", vand="ja"), ask("c", minst=0, mest=10, vet_ej=None), ask("d")]


@pytest.mark.parametrize(
    ("fraga", "svar", "poang"),
    [
        # 10 × (svar − 1) / 3
        ("a", "1", 0.0),
        ("a", "2", 10 / 3),
        ("a", "4", 10.0),
        # reversed: 10 × (4 − svar) / 3
        ("b", "1", 10.0),
        ("b", "3", 10 / 3),
        # a scale of eleven steps from 0
        ("c", "7", 7.0),
        ("c", "0", 0.0),
        # do not know, and what is no code
        ("a", "5", np.nan),
        ("b", "5", np.nan),
        ("c", "vet ej", np.nan),
        # outside the scale
        ("a", "0", np.nan),
        ("c", "11", np.nan),
    ],
)
def test_rescaling(fraga, svar, poang):
    told, fragor = frames(FOUR, answer(1, **{fraga: svar}))
    assert score_answers(told, fragor, "elev")["poang"].tolist() == pytest.approx([poang], nan_ok=True)


def test_an_index_needs_half_of_the_questions_asked():
    svar, fragor = frames(
        FOUR,
        answer(1, a="4", b="1", c="10", d="4"),  # (10 + 10 + 10 + 10) / 4
        answer(2, a="4", b="4"),  # two of four: (10 + 0) / 2
        answer(3, a="4", b="5", c=None),  # one of four
        answer(4, a="5"),  # answered, and does not know
    )
    people = describe_respondents(svar, fragor, "elev")
    assert len(people) == 4
    assert people["studiero"].tolist() == pytest.approx([10, 5, np.nan, np.nan], nan_ok=True)
    assert people["trygghet"].isna().all()


def test_questions_that_nobody_was_asked_do_not_count():
    # d is declared and stands in no answer: three were asked, so two are enough.
    svar, fragor = frames(FOUR, answer(1, a="4", b="1", c="5"), answer(2, a="1", b="1"), answer(3, c="8"))
    people = describe_respondents(svar, fragor, "elev")
    assert people["studiero"].tolist() == pytest.approx([(10 + 10 + 5) / 3, 5, np.nan], nan_ok=True)


def test_an_indicator_is_of_its_year_group_and_of_all():
    svar, fragor = frames(
        [ask("a")], answer(1, a="4"), answer(2, arskurs=9, a="1"), answer(3, arskurs=None, a="2")
    )
    people = describe_respondents(svar, fragor, "elev")
    values = {
        code: REGISTRY[code].compute(people).tolist()
        for code in ("enkat_elev_studiero", "enkat_elev_studiero_ak8", "enkat_elev_studiero_ak9")
    }
    assert values["enkat_elev_studiero"] == pytest.approx([10, 0, 10 / 3])
    assert values["enkat_elev_studiero_ak8"] == pytest.approx([10, np.nan, np.nan], nan_ok=True)
    assert values["enkat_elev_studiero_ak9"] == pytest.approx([np.nan, 0, np.nan], nan_ok=True)


def test_every_survey_has_its_own_questions_and_answers():
    questions = [ask("a"), ask("a", enkat="personal", mest=2)]
    svar, fragor = frames(questions, answer(1, a="2"), answer(2, enkat="personal", arskurs=None, a="2"))
    assert describe_respondents(svar, fragor, "elev")["studiero"].tolist() == pytest.approx([10 / 3])
    assert describe_respondents(svar, fragor, "personal")["studiero"].tolist() == [10.0]


def test_who_answers_bears_no_name_and_no_number():
    svar, fragor = frames([ask("a")], answer(17, klass="8B", a="1"), answer(4, a="1"))
    people = describe_respondents(svar, fragor, "elev")
    assert people["elev"].tolist() == ["", ""]
    assert "svarande" not in people
    # Where no class is told those of a year group are one.
    assert people["klass"].tolist() == ["8B", "8"]


LIKA = [answer(n, a=str(1 + n % 4), b=str(1 + n % 4), c=str(1 + n % 4)) for n in range(12)]


def test_a_turned_question_stops_its_index_and_is_named():
    questions = [ask("a"), ask("b"), ask("c", vand="ja"), ask("d", index="trygghet")]
    svar, fragor = frames(questions, *LIKA, answer(99, d="3"))
    turned = find_turned(score_answers(svar, fragor, "elev"))
    assert turned[["lasar", "index", "fraga"]].to_numpy().tolist() == [[NU, "studiero", "c"]]
    assert turned["korrelation"].tolist() == pytest.approx([-1.0])
    people = describe_respondents(svar, fragor, "elev")
    assert people["studiero"].isna().all()
    assert people["trygghet"].notna().sum() == 1


def test_a_sound_index_of_the_same_answers_is_formed():
    svar, fragor = frames([ask("a"), ask("b"), ask("c")], *LIKA)
    assert find_turned(score_answers(svar, fragor, "elev")).empty
    assert describe_respondents(svar, fragor, "elev")["studiero"].notna().all()


def test_few_respondents_turn_no_question():
    svar, fragor = frames([ask("a"), ask("b"), ask("c", vand="ja")], *LIKA[:9])
    assert find_turned(score_answers(svar, fragor, "elev")).empty


def test_item_rest_correlation():
    # The rest of a is the mean of b and c: 2, 4, 6 beside 1, 2, 3.
    items = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [2.0, 4.0, 9.0], "c": [2.0, 4.0, 3.0]})
    assert correlate_items(items)["a"] == pytest.approx(1.0)
    assert np.isnan(correlate_items(items[["a"]])["a"])


def test_questions_are_signed_by_their_rows():
    questions = [ask("a"), ask("b", till=DA), ask("b", fran="2022/23", mest=5), ask("c", index=None)]
    people = [answer(1, a="1", b="2", c="1"), answer(2, lasar=DA, a="1", b="2")]
    svar, fragor = frames(questions, *people)
    signs = sign_questions(score_answers(svar, fragor, "elev"))
    assert signs == {
        (NU, "studiero"): {("a", ""), ("b", "2022/23")},
        (DA, "studiero"): {("a", ""), ("b", "")},
    }
    # 10 × (2 − 1) / 4 on the new scale, / 3 on the old.
    points = score_answers(svar, fragor, "elev").query("fraga == 'b'")["poang"]
    assert points.tolist() == pytest.approx([2.5, 10 / 3])


def sent(*rows):
    names = ("lasar", "enkat", "skolenhet", "arskurs", "kon", "antal")
    frame = pd.DataFrame(rows, columns=names)
    return frame.astype({"arskurs": "Int64", "kon": "str", "antal": "Int64"})


def test_those_asked_are_counted_by_school_year_group_and_gender():
    svar, fragor = frames(
        [ask("a")], answer(1, a="1"), answer(2, kon="pojke", a="1"), answer(3, skola=ANNAN, arskurs=9, a="2")
    )
    utskick = sent(
        (NU, "elev", SKOLA, 8, "flicka", 3), (NU, "elev", SKOLA, 8, "pojke", 1),
        (NU, "elev", ANNAN, 9, "flicka", 2), (NU, "personal", SKOLA, None, None, 7),
        (DA, "elev", SKOLA, 8, "flicka", 9),
    )  # fmt: skip
    asked = describe_asked(utskick, describe_respondents(svar, fragor, "elev"), "elev")
    told = asked.groupby(["skolenhet", "arskurs", "kon"])["svarat"].agg(["size", "sum"])
    assert told.to_numpy().tolist() == [[3, 1], [1, 1], [2, 1]]
    assert REGISTRY["enkat_elev_svarsfrekvens"].compute(asked).mean() == pytest.approx(3 / 6)
    assert REGISTRY["enkat_elev_svarsfrekvens_ak9"].compute(asked).mean() == pytest.approx(1 / 2)
    # Nobody was asked in the läsår without answers.
    assert set(asked["lasar"]) == {NU}


def test_nobody_has_a_gender_where_some_do_not_tell_it():
    svar, fragor = frames([ask("a")], answer(1, a="1"), answer(2, kon=None, a="1"))
    utskick = sent((NU, "elev", SKOLA, 8, "flicka", 2), (NU, "elev", SKOLA, 8, "pojke", 2))
    asked = describe_asked(utskick, describe_respondents(svar, fragor, "elev"), "elev")
    assert asked["kon"].isna().all()
    assert asked["svarat"].tolist() == [1, 1, 0, 0]
    assert asked["arskurs"].tolist() == [8, 8, 8, 8]
