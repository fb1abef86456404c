"""The survey tables: by hand, over a question break, below half response, and against the raw files."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd
import pytest

from analys.estimates import roster
from analys.estimates.roster_enkat import compute_survey_levels, list_breaks, survey_estimates
from analys.estimates.roster_publicerade import published_estimates
from analys.estimates.roster_vikt import weight_estimates
from analys.indicators.enkat import GRUPPER
from analys.indicators.enkat_svar import ASKED, RESPONDENTS, describe_asked, describe_respondents
from analys.parameters import RunParameters
from analys.underlag import Underlag

NU, FORRA, DA = "2025/26", "2023/24", "2021/22"
SKOLA = "99990001"


@dataclass(frozen=True)
class Made(Underlag):
    """A municipality whose frames are made in the test; `data` tells it from others."""

    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict, compare=False, repr=False)

    @property
    def has_pupils(self) -> bool:
        """There are always pupils."""
        return True

    @cache  # noqa: B019
    def frame(self, kind: str) -> pd.DataFrame:
        """The frame of a kind."""
        if kind in RESPONDENTS:
            return describe_respondents(
                self.frames["enkat_svar"], self.frames["enkat_fragor"], RESPONDENTS[kind]
            )
        if kind in ASKED:
            people = self.frame(f"enkat_{ASKED[kind]}")
            return describe_asked(self.frames["enkat_utskick"], people, ASKED[kind])
        return self.frames[kind]


FRAGA = {
    "enkat": "elev", "index": "trygghet", "text": "…", "minst": 0, "mest": 10, "vand": "nej",
    "vet_ej": None, "fran": None, "till": None,
}  # fmt: skip


@pytest.fixture
def make_run(tmp_path):
    """Function from answers (see `give`), those asked and questions to a run."""
    counter = iter(range(99))

    def make(answers, asked=(), questions=({"fraga": "a"},), **parameters) -> Made:
        svar = [
            {
                "lasar": lasar, "enkat": enkat, "svarande": number, "skolenhet": skola, "arskurs": arskurs,
                "klass": None, "kon": kon, "fraga": "a", "svar": str(svar),
            }
            for number, (enkat, lasar, skola, arskurs, kon, svar) in enumerate(answers)
        ]  # fmt: skip
        names = ("lasar", "enkat", "skolenhet", "arskurs", "kon", "antal")
        types = {"arskurs": "Int64", "klass": "str", "kon": "str", "svar": "str"}
        schools = sorted({one[2] for one in answers})
        frames = {
            "enkat_svar": pd.DataFrame(svar).astype(types),
            "enkat_fragor": pd.DataFrame([FRAGA | one for one in questions]).astype(
                dict.fromkeys(("vet_ej", "fran", "till"), "str")
            ),
            "enkat_utskick": pd.DataFrame(list(asked), columns=names).astype(
                {"arskurs": "Int64", "kon": "str", "antal": "Int64"}
            ),
            "skolenheter": pd.DataFrame({"skolenhet": schools, "namn": schools}),
        }
        return Made(RunParameters(**parameters), tmp_path / str(next(counter)), frames)

    return make


def give(count, svar, lasar=NU, skola=SKOLA, arskurs=8, kon="flicka", enkat="elev"):
    """Answers in turn one above and one below `svar`."""
    return [(enkat, lasar, skola, arskurs, kon, svar + (1 if n % 2 else -1)) for n in range(count)]


def tell(run) -> dict[str, pd.Series]:
    return {row["cell"]: row for one in survey_estimates(run) for _, row in one.frame.iterrows()}


def test_levels_by_hand(make_run):
    run = make_run(
        [*give(20, 6), *give(20, 3, kon="pojke", arskurs=9)],
        [(NU, "elev", SKOLA, 8, "flicka", 25), (NU, "elev", SKOLA, 9, "pojke", 30)],
    )
    cells = tell(run)
    told = {name: (float(row["varde"]), row["n"]) for name, row in cells.items() if "trygghet" in name}
    of = "9999|2025/26|alla|alla|"
    assert told[f"enkat_elev_trygghet|{of}"] == (4.5, 40)
    assert told["enkat_elev_trygghet|9999|2025/26|flickor|alla|"] == (6.0, 20)
    assert told["enkat_elev_trygghet|9999|2025/26|pojkar|alla|"] == (3.0, 20)
    assert told[f"enkat_elev_trygghet|{of}flickor-pojkar"] == (3.0, 20)
    assert told[f"enkat_elev_trygghet_ak8|{of}"] == (6.0, 20)
    assert told[f"enkat_elev_trygghet_ak9|{of}mot övriga årskurser"] == (-3.0, 20)
    assert told[f"enkat_elev_trygghet|{SKOLA}|2025/26|alla|alla|"] == (4.5, 40)
    rate = cells[f"enkat_elev_svarsfrekvens|{of}"]
    assert (rate["n"], rate["antal"]) == (55, 40)
    # 100 × 40 / 55, without decimals below a hundred asked; a fact has no interval.
    assert rate["varde"] == 73 and np.isnan(rate["undre"])


def test_an_index_stays_on_its_scale(make_run):
    cells = tell(make_run(give(20, 9)))
    level = cells["enkat_elev_trygghet|9999|2025/26|alla|alla|"]
    assert level["undre"] < 9.0 < level["ovre"] <= 10.0


ASKED_ALL = [(year, "elev", SKOLA, 8, "flicka", 30) for year in (NU, FORRA, DA)]


def changes(run) -> list[str]:
    return sorted(name for name in tell(run) if "|mot 2" in name)


def test_changes_are_from_the_latest_survey_with_the_same_questions(make_run):
    people = [*give(30, 6), *give(30, 5, FORRA), *give(30, 4, DA)]
    assert changes(make_run(people, ASKED_ALL)) == ["enkat_elev_trygghet|9999|2025/26|alla|alla|mot 2023/24"]
    # The läsår between are missing, which is normal; without 2023/24 the change is from 2021/22.
    assert changes(make_run([*give(30, 6), *give(30, 4, DA)], ASKED_ALL)) == [
        "enkat_elev_trygghet|9999|2025/26|alla|alla|mot 2021/22"
    ]


def test_no_change_is_told_over_a_break_of_the_questions(make_run):
    broken = ({"fraga": "a", "till": DA}, {"fraga": "a", "fran": "2022/23"})
    run = make_run([*give(30, 6), *give(30, 4, DA)], ASKED_ALL, broken)
    assert changes(run) == []
    assert list_breaks(run, GRUPPER["elev"], "trygghet") == [NU]
    # The levels stand, each for itself.
    assert len([name for name in tell(run) if name.endswith("|alla|alla|") and "|9999|" in name]) == 6


@pytest.mark.parametrize(("asked", "compared"), [(60, True), (61, False), (0, False)])
def test_nothing_is_compared_below_half_response(make_run, asked, compared):
    people = [*give(30, 6), *give(30, 4, FORRA)]
    sent = [(FORRA, "elev", SKOLA, 8, "flicka", 30)] + [(NU, "elev", SKOLA, 8, "flicka", asked)] * bool(asked)
    assert bool(changes(make_run(people, sent))) == compared


def test_staff_beside_pupils(make_run):
    staff = give(20, 8, enkat="personal", arskurs=None, kon=None)
    questions = ({"fraga": "a"}, {"fraga": "a", "enkat": "personal"})
    sent = [*ASKED_ALL, (NU, "personal", SKOLA, None, None, 25)]
    cells = tell(make_run([*give(30, 6), *staff], sent, questions))
    row = cells["enkat_personal_trygghet|9999|2025/26|alla|alla|personal-elever"]
    assert float(row["varde"]) == 2.0
    assert row["delar"].split(" + ") == [
        "enkat_personal_trygghet|9999|2025/26|alla|alla|",
        "enkat_elev_trygghet|9999|2025/26|alla|alla|",
    ]
    assert row["undre"] < 2 < row["ovre"]


def test_everybody_who_answered_is_counted_alike(make_run):
    # Three of 40 passed over the only question of studiero: their number is nobody's business.
    people = give(40, 6)
    run = make_run(people, ASKED_ALL[:0], ({"fraga": "a"}, {"fraga": "b", "index": "studiero"}))
    svar = run.frames["enkat_svar"]
    more = svar[svar["svarande"] < 37].assign(fraga="b")
    run.frames["enkat_svar"] = pd.concat([svar, more], ignore_index=True)
    cells = tell(run)
    assert [
        cells[f"enkat_elev_{index}|9999|2025/26|alla|alla|"]["n"] for index in ("trygghet", "studiero")
    ] == [
        40,
        40,
    ]


def test_a_group_with_too_few_answers_keeps_their_number(make_run):
    run = make_run([*give(30, 6), *give(6, 5, skola="99990002")])
    assert tell(run)["enkat_elev_trygghet|99990002|2025/26|alla|alla|"]["n"] == 6


def test_weighted_by_hand(make_run):
    # Two schools of 200: all of one answered, and half of the other.
    other = "99990002"
    people = [*give(200, 8), *give(100, 5, skola=other)]
    sent = [(NU, "elev", skola, 8, "flicka", 200) for skola in (SKOLA, other)]
    run = make_run(people, sent)
    (table,) = weight_estimates(run)
    told = table.frame.set_index("cell")["varde"]
    cell = "enkat_elev_trygghet|9999|2025/26|alla|alla|"
    assert told[cell] == 7.0
    assert told[f"{cell}viktad"] == 6.5
    # Weights 3/4 and 3/2: 300 × (200 × 9/16 + 100 × 9/4) / 300².
    assert told["enkat_designeffekt_elev_trygghet|9999|2025/26|alla|alla|"] == pytest.approx(1.13)


def test_few_answers_are_not_weighed(make_run):
    assert weight_estimates(make_run(give(99, 8), [(NU, "elev", SKOLA, 8, "flicka", 200)])) == []


@pytest.fixture(scope="module")
def tables(liten_underlag):
    return {one.id: one.frame for one in roster.tabeller(liten_underlag)}


def test_all_tables_are_made(tables):
    assert [name for name in tables if name.startswith("roster_")] == [
        *("roster_elev", "roster_personal", "roster_vardnadshavare", "roster_jamforelse", "roster_svar"),
        *("roster_vikt", "roster_reliabilitet", "roster_publicerade"),
    ]


def test_levels_are_those_of_the_raw_answers(tables, liten_underlag):
    """Every municipal level of staff, read without the project's readers."""
    root = liten_underlag.data / "raw" / "9999"
    with (root / "enkat_fragor.csv").open(encoding="utf-8-sig", newline="") as file:
        turned = {
            row["Fraga"]
            for row in csv.DictReader(file, delimiter=";")
            if (row["Enkat"], row["Vand"]) == ("personal", "ja")
        }
    levels = tables["roster_personal"]
    for lasar in ("2023/24", "2025/26"):
        path = root / lasar.replace("/", "-") / "enkat_svar_personal.csv"
        points: dict[tuple[str, str], list[float]] = defaultdict(list)
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                if row["Svar"] in "1234" and row["Svar"]:
                    value = 10 * (int(row["Svar"]) - 1) / 3
                    whose = (row["Svarsid"], row["Fraga"].rpartition("_")[0])
                    points[whose].append(10 - value if row["Fraga"] in turned else value)
        for index in ("trygghet", "studiero", "stod"):
            own = [np.mean(told) for (_, name), told in points.items() if name == index and len(told) >= 2]
            shown = levels[(levels["cell"] == f"enkat_personal_{index}|9999|{lasar}|alla|alla|")]
            assert shown["varde"].item() == pytest.approx(np.mean(own), abs=0.05 + 1e-9)
            assert shown["n"].item() == len({number for number, _ in points})


def test_rates_are_those_of_the_truth(tables, liten_underlag):
    root = liten_underlag.data / "raw" / "9999"
    truth = json.loads((root / "sanning.json").read_text(encoding="utf-8"))["enkat"]
    rates = tables["roster_svar"].set_index("cell")
    for grupp in GRUPPER.values():
        for lasar in ("2023/24", "2025/26"):
            cell = rates.loc[f"{grupp.rate}|9999|{lasar}|alla|alla|"]
            expected = truth[grupp.kod][lasar]["svarsfrekvens"]["alla"]
            assert 100 * cell["antal"] / cell["n"] == pytest.approx(expected, abs=1e-3)


def test_published_indices_stand_as_they_were(liten_underlag):
    (table,) = published_estimates(liten_underlag)
    frame = table.frame
    assert set(frame["status"]) <= {"officiell", "saknas"}
    assert frame["undre"].isna().all()
    raw = (liten_underlag.data / "raw/9999/2024-25/enkat_index_skolenkaten.csv").read_text("utf-8-sig")
    rows = [line.split(";") for line in raw.splitlines()[1:]]
    assert len(frame) == len(rows)
    assert (frame["status"] == "saknas").sum() == sum(row[4] == "-" for row in rows)
    row = next(row for row in rows if row[:4] == ["elev", "", "8", "trygghet"])
    cell = frame.set_index("cell").loc["enkat_publicerad_elev_trygghet_ak8|9999|2024/25|alla|alla|"]
    assert cell["varde"] == float(row[4].replace(",", "."))
    assert cell["kalla"] == "Skolenkäten 2024/25"


def test_a_municipality_without_surveys_has_no_tables(liten_underlag, make_run):
    assert survey_estimates(make_run(give(30, 6, lasar="1999/00"))) == []
    levels = compute_survey_levels(make_run(give(30, 6, lasar="1999/00")))
    assert levels.index.empty and levels.rates.empty
