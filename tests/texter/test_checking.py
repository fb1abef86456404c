"""What is written is checked as a whole: with the files' own faults, and against the list of schools."""

import pandas as pd
import pytest

from analys.arbetsbok import make_arbetsbok
from analys.errors import InputError, Problem
from analys.parameters import make_parameters
from analys.texter.checking import check_written, joining, list_unknown_schools
from analys.underlag import Underlag, _name_as_shown

FAULT, OTHER = Problem("a.csv", "Fel.", "Rätta."), Problem("b.xlsx", "Fel.", "Rätta.")


def test_faults_of_files_and_of_what_is_written_are_told_together():
    with pytest.raises(InputError) as caught, joining([OTHER, FAULT]):
        raise InputError([FAULT])
    assert caught.value.problems == (FAULT, OTHER)
    with pytest.raises(InputError) as caught, joining([OTHER, OTHER]):
        pass
    assert caught.value.problems == (OTHER,)
    with joining([]):
        pass


@pytest.fixture
def official(tmp_path):
    folder = tmp_path / "raw" / "1440"
    folder.mkdir(parents=True)
    return folder, Underlag(make_parameters({"kommun": "1440"}), tmp_path)


def test_a_municipality_without_pupil_files_is_checked_too(official):
    folder, run = official
    (folder / "fasta_fynd.yml").write_text("- fynd: a\n", "utf-8")
    (folder / "texter").mkdir()
    (folder / "texter" / "syfte.md").write_text("Ring 20100101-2384.", "utf-8")
    with pytest.raises(InputError) as caught:
        check_written(run)
    assert [(p.fil, p.rader) for p in caught.value.problems] == [
        ("raw/1440/fasta_fynd.yml", (1,)),
        ("raw/1440/texter/syfte.md", (1,)),
    ]


def test_what_is_filled_in_while_one_explores_is_read_again(official):
    folder, run = official
    assert run.arbetsbok().rader("fasta_fynd") == ()
    (folder / "fasta_fynd.yml").write_text("- fynd: a\n  skal: b\n", "utf-8")
    assert run.arbetsbok().rader("fasta_fynd")[0]["skal"] == "b"


BOOK = make_arbetsbok(
    {
        "skolor": [
            {"skolenhet": "12340001", "namn": "Björkskolan", "visas_som": "Björken"},
            {"skolenhet": "12340002", "namn": "Ekskolan"},
            {"skolenhet": "12349999", "namn": "Okänd"},
        ],
        "intervjuer": [{"skolenhet": None}, {"skolenhet": "12348888"}],
    }
)


class Filed:
    """A run with two schools."""

    has_pupils = True

    def arbetsbok(self):
        return BOOK

    def frame(self, kind):
        return pd.DataFrame({"skolenhet": ["12340001", "12340002"], "namn": ["Björkskolan", "Ekskolan"]})


def test_schools_are_named_as_the_municipality_wants():
    schools = Filed().frame("skolenheter")
    assert _name_as_shown(schools, BOOK)["namn"].tolist() == ["Björken", "Ekskolan"]
    assert _name_as_shown(schools, make_arbetsbok({})) is schools


def test_a_school_that_nobody_knows_is_told():
    problems = list_unknown_schools(Filed())
    assert [(p.fil, p.rader, p.kolumn) for p in problems] == [
        ("Skolor", (4,), "skolenhet"),
        ("Intervjuer", (3,), "skolenhet"),
    ]
