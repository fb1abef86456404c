"""The demo municipality's surveys: when they are, who is in them, and the truth beside them."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from analys.demo.enkat_filer import FEWEST
from analys.demo.enkat_fragor import ELEV, QUESTIONS, name_question, question_table


@pytest.fixture(scope="module")
def root(liten_kommun: Path) -> Path:
    return liten_kommun / "raw" / "9999"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def answers(root: Path, grupp: str, folder: str = "2025-26") -> list[dict[str, str]]:
    return rows(root / folder / f"enkat_svar_{grupp}.csv")


def test_surveys_are_every_second_lasar_and_one_is_published_between(root):
    found = sorted(path.relative_to(root).as_posix() for path in root.glob("*/enkat_*.csv"))
    groups = ("elev", "personal", "vardnadshavare")
    own = [f"{year}/enkat_svar_{one}.csv" for year in ("2023-24", "2025-26") for one in groups]
    sent = [f"{year}/enkat_utskick.csv" for year in ("2023-24", "2025-26")]
    assert found == sorted([*own, *sent, "2024-25/enkat_index_skolenkaten.csv"])


def test_an_answer_has_no_personnummer_and_its_order_says_nothing(root):
    register = rows(root / "elevregister_2025-26.csv")
    numbers = {row["PersonNr"] for row in register}
    text = (root / "2025-26/enkat_svar_elev.csv").read_text(encoding="utf-8-sig")
    assert not any(number in text for number in numbers)
    # In the register girls and boys stand by birth; here gender comes in no order: both are near the first.
    order = [row["Kon"] for row in answers(root, "elev") if row["Fraga"] == "trygghet_1"]
    assert {"flicka", "pojke"} <= set(order[:12])


def test_nobody_answers_twice_and_no_more_than_were_asked(root):
    people = {
        (row["Svarsid"], row["Skolenhetskod"], row["Arskurs"], row["Kon"]) for row in answers(root, "elev")
    }
    assert len({number for number, *_ in people}) == len(people)
    answered = Counter(key[1:] for key in people)
    asked = {
        (row["Skolenhetskod"], row["Arskurs"], row["Kon"]): int(row["Antal"])
        for row in rows(root / "2025-26/enkat_utskick.csv")
        if row["Enkat"] == "elev"
    }
    assert set(answered) <= set(asked)
    assert all(answered[key] <= asked[key] for key in answered)
    assert {key[1] for key in asked} == {"6", "7", "8", "9"}


def test_the_truth_counts_those_who_answer(root):
    truth = json.loads((root / "sanning.json").read_text(encoding="utf-8"))["enkat"]["elev"]["2025/26"]
    people = {row["Svarsid"] for row in answers(root, "elev")}
    asked = sum(
        int(row["Antal"]) for row in rows(root / "2025-26/enkat_utskick.csv") if row["Enkat"] == "elev"
    )
    assert truth["svarsfrekvens"]["alla"] == pytest.approx(100 * len(people) / asked, abs=1e-3)


def test_the_truth_is_near_what_was_answered_and_story_and_all(root):
    truth = json.loads((root / "sanning.json").read_text(encoding="utf-8"))["enkat"]["elev"]["2025/26"]
    turned = {name_question(ELEV, place) for place, one in enumerate(QUESTIONS[ELEV]) if one.vand}
    points = [
        10 * (4 - int(row["Svar"]) if row["Fraga"] in turned else int(row["Svar"]) - 1) / 3
        for row in answers(root, "elev")
        if row["Fraga"].startswith("studiero") and row["Svar"] in ("1", "2", "3", "4")
    ]
    # Those who do not answer differ little; 3 standard errors of 170 pupils are 0.6.
    assert np.mean(points) == pytest.approx(truth["index"]["studiero"]["alla"], abs=0.6)
    by_year = truth["index"]["studiero"]
    assert by_year["ak8"] == min(by_year[f"ak{n}"] for n in (6, 7, 8, 9))
    assert truth["index"]["trygghet"]["flickor"] < truth["index"]["trygghet"]["pojkar"]
    assert all(0.5 < value < 0.9 for value in truth["alfa"].values())


def test_few_answers_are_not_published(root):
    published = rows(root / "2024-25/enkat_index_skolenkaten.csv")
    assert {row["Arskurs"] for row in published if row["Enkat"] == "elev"} == {"5", "8"}
    told = [row for row in published if row["Varde"] != "-"]
    assert all(int(row["Antal_svar"]) >= FEWEST for row in told)
    assert all(0 <= float(row["Varde"].replace(",", ".")) <= 10 for row in told)


def test_questions_that_were_changed_have_two_rows():
    table = question_table().to_pylist()
    changed = [one for own in QUESTIONS.values() for one in own if one.tidigare]
    assert len(table) == sum(len(own) for own in QUESTIONS.values()) + len(changed)
    twice = [row for row in table if row["Till"] == "2021/22"]
    assert [row["Text"] for row in twice] == [one.tidigare for one in changed]
