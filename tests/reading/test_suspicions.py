"""What may be right but looks wrong: told as warnings, never raised."""

import pytest

from analys.reading import read_folder
from analys.reading.suspicions import MISSTANKAR, find_other_school, find_suspicions

LASAR = ["2025/26"]


def frames(underlag):
    return read_folder(underlag.data, underlag.kommun, LASAR).frames


def write_classes(underlag, *classes):
    underlag.write_complete()
    rows = [underlag.row("slutbetyg_ak9", i, Klass=name) for i, name in enumerate(classes)]
    underlag.write("slutbetyg_ak9", rows)


@pytest.mark.parametrize(
    ("classes", "rows"),
    [
        (("9A", "9B", "90"), (3,)),
        (("9E2", "900", "90"), (2, 3)),
        (("1A", "10"), (2,)),
        # No class of åk 7 has a letter, and 95 is no power of ten.
        (("9A", "70", "95"), ()),
        (("90", "91", "92"), ()),
    ],
)
def test_a_round_class_is_judged_by_its_sisters(underlag, classes, rows):
    write_classes(underlag, *classes)
    found = find_suspicions(frames(underlag))
    assert [(p.kod, p.kolumn, p.rader) for p in found] == ([("klass_tal", "Klass", rows)] if rows else [])


def test_sisters_are_those_of_the_same_file(underlag):
    write_classes(underlag, "90", "91")
    underlag.write(
        "slutbetyg_ak9", [underlag.row("slutbetyg_ak9", 5, Klass="9A")], name="slutbetyg_ak9_b.csv"
    )
    assert find_suspicions(frames(underlag)) == []


def test_a_question_mark_inside_a_word_is_suspect(underlag):
    underlag.write_complete()
    rows = [
        underlag.row("skolenheter", 0, Namn="Bj?rkskolan"),
        underlag.row("skolenheter", 1, Namn="Var? Nu"),
    ]
    underlag.write("skolenheter", rows)
    found = find_suspicions(frames(underlag))
    assert [(p.kod, p.kolumn, p.rader) for p in found] == [("fragetecken", "Namn", (2,))]
    assert "Bj?rk" not in str(found[0])


def test_results_at_another_school_than_the_registers_are_told(underlag):
    underlag.write_complete()
    rows = [underlag.row("elevregister", i) for i in range(3)]
    rows[1] |= {"Skolenhetskod": "99990002"}
    rows[2] |= {"Skolenhetskod": "99990002", "Skolform": "ANP"}
    underlag.write("elevregister", rows)
    (problem,) = find_other_school(frames(underlag))
    # Pupil 3 goes to anpassad grundskola, pupil 4 is not in the register.
    assert (problem.kod, problem.rader) == ("annan_skola", (2,))
    assert problem.fil == "raw/1234/2025-26/slutbetyg_ak9.csv"


def test_suspicions_have_codes_of_their_own(underlag):
    from analys.reading import codes

    assert not set(MISSTANKAR) & set(codes.ALL)
    assert find_other_school({}) == []
