"""Classes of a school: decided beside what is published, and never telling what that hides."""

import pytest

from analys.disclosure import Plan, plan, protect
from analys.disclosure.internal import plan_classes
from analys.estimates.cells import Estimate, make_cells
from analys.estimates.skola import select_school

SKOLA = "10000001"


def share(antal, n, enhet="9999", **keys):
    """A row of pupils who passed all subjects."""
    kind = "kommun" if enhet == "9999" else "klass" if "/" in enhet else "skola"
    row = {"indikator": "alla_amnen_ak9", "enhetstyp": kind, "enhet": enhet, "enhetsnamn": enhet}
    return row | {"lasar": "2025/26", "varde": 100 * antal / n, "n": n, "antal": antal} | keys


def klass(name, antal, n, **keys):
    return share(antal, n, f"{SKOLA}/{name}", **keys)


def table(*rows, id="trend_skolor"):
    return Estimate(id, "Tabell", make_cells(rows))


def decide(town, classes, *, troskel=10):
    """Status of every cell that the material tells of, by unit and gender."""
    whole = table(*town)
    decided = plan([whole], troskel)
    own = select_school([whole], SKOLA)
    mine = Plan(decided.frame[decided.frame["cell"].isin(own[0].frame["cell"])].reset_index(drop=True))
    beside = protect(whole, decided).frame.assign(tabell=whole.id)
    beside = beside[beside["enhet"].isin(["9999", SKOLA])]
    told, made = plan_classes([table(*classes, id="klass")], own, mine, beside, troskel, SKOLA)
    frames = [protect(one, made).frame for one in told]
    return {(row.enhet, row.kon): row.status for frame in frames for row in frame.itertuples()}


TOWN = (share(100, 130), share(60, 80, SKOLA), share(40, 50, "10000002"))
SCHOOL = share(60, 80, SKOLA)


def test_classes_are_shown_beside_their_school():
    told = decide(TOWN, [SCHOOL, klass("9A", 30, 40), klass("9B", 30, 40)])

    assert told == {
        (SKOLA, "alla"): "visad",
        (f"{SKOLA}/9A", "alla"): "visad",
        (f"{SKOLA}/9B", "alla"): "visad",
    }


@pytest.mark.parametrize("troskel", [5, 10])
def test_a_class_below_ten_takes_others_with_it(troskel):
    """Without 9A the rest is 30 of 40: 9B would have 21 to 30 of 31, too few numbers for 31 pupils."""
    classes = [SCHOOL, klass("9A", 30, 40), klass("9B", 24, 31), klass("9C", 6, 9)]

    told = decide(TOWN, classes, troskel=troskel)

    assert [told[f"{SKOLA}/9{letter}", "alla"] for letter in "ABC"] == ["skyddad"] * 3


def test_a_class_needs_fifteen_pupils_with_a_national_test():
    """12 and 14 pupils of 26 may be told of grades, not of tests."""
    rows = [share(60, 80, SKOLA), klass("9A", 7, 14), klass("9B", 53, 66)]
    grades = decide(TOWN, rows)
    tests = decide(
        [row | {"indikator": "np_ak9_ma"} for row in TOWN], [row | {"indikator": "np_ak9_ma"} for row in rows]
    )

    assert grades[f"{SKOLA}/9A", "alla"] == "visad"
    assert tests[f"{SKOLA}/9A", "alla"] == "skyddad"
    assert tests[f"{SKOLA}/9B", "alla"] == "skyddad"


def test_where_the_school_is_hidden_no_class_is_told_of():
    """The school stands aside for a school of 6; its classes would bring it back."""
    town = (share(64, 86), share(60, 80, SKOLA), share(4, 6, "10000002"))

    told = decide(town, [SCHOOL, klass("9A", 30, 40), klass("9B", 30, 40)])

    assert told == {}


def test_groups_of_the_school_are_decided_too():
    """The girls alone would give the eight boys."""
    girls, boys = share(54, 72, SKOLA, kon="flickor"), share(6, 8, SKOLA, kon="pojkar")

    told = decide(TOWN, [SCHOOL, girls, boys])

    assert told[SKOLA, "flickor"] == told[SKOLA, "pojkar"] == "skyddad"


def test_what_is_published_stays_as_it_is():
    """Hiding a published value again would keep nothing secret."""
    told = decide(TOWN, [SCHOOL, klass("9A", 54, 72), klass("9B", 6, 8)])

    assert told[SKOLA, "alla"] == "visad"
    assert told[f"{SKOLA}/9A", "alla"] == told[f"{SKOLA}/9B", "alla"] == "skyddad"
