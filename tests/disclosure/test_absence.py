"""Pupils in high bands of absence cannot be worked out, whatever is put together: the study in short."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from absence_towns import KOMMUN, LASAR, Pupil, cap, draw_town, make_tables, publish
from attack_absence import find_narrow

from analys.disclosure import Plan, plan
from analys.disclosure.primary import find_primary
from analys.estimates.cells import Estimate, make_cells

HIGH = ("30–49", "minst 50")
TOP = "minst 50"


def plan_without_gate(tables: Sequence[Estimate]) -> Plan:
    """Every small number hidden by itself, and nothing else."""
    decided = plan(tables, 10).frame
    frame = tables[0].frame
    reasons = dict(zip(frame["cell"], find_primary(frame, 10), strict=True))
    status = ["skyddad" if reasons[cell] else "visad" for cell in decided["cell"]]
    return Plan(decided.assign(status=status))


def plant(pupils: Sequence[Pupil], planted: Sequence[Pupil]) -> list[Pupil]:
    """The town of the planted pupils' läsår, in which nobody else is absent as much."""
    years = {one.lasar for one in planted}
    return [*cap([one for one in pupils if one.lasar in years]), *planted]


def high(lasar: str = LASAR[1], skola: str = "1", arskurs: int = 5, kon: str = "flickor") -> Pupil:
    return Pupil(lasar, skola, arskurs, kon, 71.0)


def many(count: int, **keys) -> list[Pupil]:
    return [high(**keys) for _ in range(count)]


TOWN = draw_town(1, 3, 100, high=0.0)

PLANTED = {
    "one pupil in a school": [high()],
    "four of a school of 300": many(4, skola="9")
    + [Pupil(LASAR[1], "9", 1 + i % 6, "pojkar", 4.0 + i % 20) for i in range(296)],
    "a band that only one school has": many(6, skola="2"),
    "girls only": [high(skola=str(i % 3), kon="flickor", arskurs=1 + i % 6) for i in range(7)],
    "one year group only": many(7, arskurs=4),
    "the same pupil in both läsår": [high(LASAR[0], arskurs=4), high(LASAR[1], arskurs=5)],
    "last läsår but not this": [*many(3, lasar=LASAR[0], skola="2"), Pupil(LASAR[1], "2", 6, "pojkar", 3.0)],
}


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED.keys())
def test_planted_pupils_are_found_without_the_complement_and_not_with_it(planted, tmp_path):
    tables = make_tables(plant(TOWN, planted))
    bare, sizes = publish(tables, plan_without_gate(tables), tmp_path / "utan")
    safe, _ = publish(tables, plan(tables, 10), tmp_path / "med")

    small = {key for key, cell in bare.items() if cell.hidden and key[-1] == TOP and key[5] == ""}
    assert small
    assert {one.key for one in find_narrow(bare, sizes, means=False, only=small)} == small
    high = {key for key in safe if key[-1] in HIGH}
    assert find_narrow(safe, sizes, means=False, only=high) == []
    assert find_narrow(safe, sizes, means=True, only=high) == []


@pytest.mark.parametrize(("seed", "schools", "pupils", "share"), [(400, 4, 30, 0.05), (600, 6, 60, 0.03)])
def test_several_rows_together_leave_room(seed, schools, pupils, share, tmp_path):
    """Towns in which rows judged one by one left a number between 0 and 3."""
    tables = make_tables(draw_town(seed, schools, pupils, high=share))
    cells, sizes = publish(tables, plan(tables, 10), tmp_path)

    assert sum(not cell.hidden for cell in cells.values()) > 200
    assert find_narrow(cells, sizes, means=False) == []


def level(indikator: str, n: int, antal: int | None = None, **keys: object) -> dict[str, object]:
    own = {
        "indikator": indikator,
        "enhetstyp": "kommun",
        "enhet": KOMMUN,
        "enhetsnamn": KOMMUN,
        "lasar": LASAR[1],
        "varde": 12.0 if antal is None else 100 * antal / n,
        "n": n,
    }
    return own | ({} if antal is None else {"antal": antal}) | keys


def hidden(rows: list[dict[str, object]]) -> set[tuple[str, str]]:
    decided = plan([Estimate("t", "T", make_cells(rows))], 10).frame
    cells = decided.loc[decided["status"] == "skyddad", "cell"].str.split("|")
    return {(keys[0], keys[6] if len(keys) > 6 else "") for keys in cells}


BANDS = ("under 10", "10–19", "20–29", "30–49", "minst 50")


def bands(counts: Sequence[int], kod: str = "ak7", **keys: object) -> list[dict[str, object]]:
    code = f"franvaroband_vt_{kod}"
    named = zip(BANDS, counts, strict=True)
    return [level(code, sum(counts), antal, kategori=name, **keys) for name, antal in named]


def test_the_next_highest_band_covers_the_highest():
    """2 of 300 absent half the term: the 12 in the band below are hidden too, and together they stand."""
    together = level("franvaroband_vt_ak7", 300, 14, kategori="minst 30")

    assert hidden([*bands((200, 60, 26, 12, 2)), together]) == {
        ("franvaroband_vt_ak7", "30–49"),
        ("franvaroband_vt_ak7", "minst 50"),
    }


def test_a_sum_of_bands_that_is_few_is_hidden_and_covered_from_below():
    """1 and 2 in the two highest bands: 3 together, so the band below them is hidden too."""
    together = level("franvaroband_vt_ak7", 300, 3, kategori="minst 30")

    assert {name for _, name in hidden([*bands((220, 57, 20, 1, 2)), together])} == {
        "20–29",
        "30–49",
        "minst 50",
        "minst 30",
    }


def test_one_year_group_does_not_follow_from_its_stage():
    """3 of åk 7's pupils are in 20–29; the stage has 23, so another year group's 20–29 is hidden too."""
    rows = [
        *bands((180, 60, 23, 20, 17), "hog"),
        *bands((60, 21, 3, 8, 8), "ak7"),
        *bands((60, 19, 11, 5, 5), "ak8"),
        *bands((60, 20, 9, 7, 4), "ak9"),
    ]

    names = hidden(rows)
    assert ("franvaroband_vt_ak7", "20–29") in names
    assert len({code for code, name in names if name == "20–29"}) >= 2
    assert ("franvaroband_vt_hog", "20–29") not in names


def test_valid_absence_falls_with_invalid():
    rows = [level(f"{kind}_vt_alla", n) for kind, n in (("franvaro", 40), ("giltig", 40), ("ogiltig", 9))]

    assert {code for code, _ in hidden(rows)} == {"giltig_vt_alla", "ogiltig_vt_alla"}


@pytest.mark.parametrize(("n", "both", "told"), [(200, 197, False), (200, 188, True), (200, 200, True)])
def test_the_few_with_absence_in_one_term_do_not_follow(n, both, told):
    """197 of 200 have absence in both: means with one decimal tell the three others' within 13 points."""
    rows = [
        level("franvaro_vt_ak7", n),
        level("franvarolasar_ak7", both, kategori="vårterminen"),
        level("franvarolasar_ak7", both, kategori="höstterminen"),
    ]

    assert (("franvarolasar_ak7", "vårterminen") not in hidden(rows)) is told


def test_rounding_hides_few_among_many():
    """4 of 4 000: sums of 4 000 rounded values are uncertain by 400 points each, 100 a pupil and more."""
    rows = [level("franvaro_vt_alla", 4000), level("franvarolasar_alla", 3996, kategori="vårterminen")]

    assert hidden(rows) == set()


def outcome(counts: Sequence[tuple[int, int]], kod: str = "alla_amnen") -> list[dict[str, object]]:
    """Bands of an outcome as (pupils, of them with it), and all together."""
    code = f"franvaro_niva_{kod}"
    rows = [level(code, n, antal, kategori=name) for name, (n, antal) in zip(BANDS, counts, strict=True)]
    n, antal = (sum(column) for column in zip(*counts, strict=True))
    return [level(code, n, antal, kategori="alla"), *rows]


RESULTS = ((300, 280), (80, 60), (40, 25), (20, 9), (8, 1))


def test_results_of_a_few_in_the_highest_band_do_not_follow_from_all():
    """1 of 8 and 9 of 20 leave the 20 at most ten. With the 40's 25, which are enough, the 20 can stand."""
    assert {name for _, name in hidden(outcome(RESULTS))} == {"20–29", "minst 50"}


@pytest.mark.parametrize(("left", "passed", "told"), [(4, 3, False), (40, 20, True), (40, 38, False)])
def test_results_of_those_left_out_do_not_follow_from_the_trend(left, passed, told):
    """The trend tells of 452 pupils, the analysis of 448: the four without absence data had 3 who passed."""
    rows = [*outcome(RESULTS), level("alla_amnen_ak9", 448 + left, 375 + passed)]

    assert (("franvaro_niva_alla_amnen", "alla") not in hidden(rows)) is told


def test_few_pupils_left_out_for_one_reason_do_not_follow():
    """3 pupils without absence data: of everybody in åk 9 and two other numbers, one more is hidden."""
    reasons = ("elever i analysen", "elever utan uppgift om frånvaro")
    third = "elever med uppgift om frånvaro men utan betyg i årskurs 6"
    counts = zip((*reasons, third), (400, 3, 25), strict=True)
    rows = [level("franvaro_antal_ak9", n, kategori=name) for name, n in counts]

    assert {name for _, name in hidden(rows)} == {reasons[1], third}


def test_those_without_all_information_do_not_follow_from_complete_cases():
    rows = [
        level("franvaro_antal_ak9", 400, kategori="elever i analysen"),
        level("franvaro_antal_ak9", 396, kategori="elever i analysen med alla uppgifter"),
    ]

    assert {name for _, name in hidden(rows)} == {"elever i analysen med alla uppgifter"}
