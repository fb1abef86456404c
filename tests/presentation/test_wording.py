"""The fixed sentences: facts first, certainty by the declared rule, nothing about what is hidden.

Each expected sentence is worked by hand from the numbers in the test.
"""

import pytest

from analys.disclosure import plan, protect
from analys.estimates.cells import Estimate, cell_id, make_cells
from analys.indicators import REGISTRY
from analys.official.place import Place
from analys.parameters import RunParameters
from analys.presentation import wording
from analys.presentation.wording_gaps import (
    CHANGE_CERTAINTY,
    GAP_CERTAINTY,
    describe_fall,
    describe_gap,
    describe_slope,
    describe_who_moved,
    gap_closed_by_fall,
)
from analys.presentation.wording_references import Compared, describe_reference, describe_references

MERIT = REGISTRY["meritvarde_17"]
SHARE = REGISTRY["behorighet_yrkes"]
PARAMETERS = RunParameters()


def shown(*rows, code="meritvarde_17"):
    """Protected cells of the municipality, in order."""
    base = {
        "indikator": code,
        "enhetstyp": "kommun",
        "enhet": "1961",
        "enhetsnamn": "Hallstahammar",
        "lasar": "2018/19",
        "n": 150,
    }
    estimate = Estimate("t", "T", make_cells([base | row for row in rows]))
    return protect(estimate, plan([estimate], 10)).cells()


def change(value, lower, upper, code="meritvarde_17"):
    (cell,) = shown(
        {"varde": value, "undre": lower, "ovre": upper, "jamforelse": "mot 2017/18", "delar": "x"}, code=code
    )
    return cell


def test_a_change_is_stated_as_a_fact():
    before, now, moved = shown(
        {"varde": 208.5, "lasar": "2017/18"}, {"varde": 218.2}, {"varde": 9.7, "jamforelse": "mot 2017/18"}
    )

    assert wording.describe_change(before, now, moved, MERIT).plain == (
        "Meritvärdet (17 ämnen) steg från 208,5 till 218,2 poäng mellan läsåren 2017/18 och 2018/19."
    )


@pytest.mark.parametrize(
    ("value", "verb"), [(-0.04, "låg stilla på"), (0.0, "låg stilla på"), (-0.1, "sjönk från")]
)
def test_what_rounds_to_nothing_stands_still(value, verb):
    before, now, moved = shown(
        {"varde": 218.2 - value, "lasar": "2017/18"},
        {"varde": 218.2},
        {"varde": value, "jamforelse": "mot 2017/18"},
    )

    assert verb in wording.describe_change(before, now, moved, MERIT).plain


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        # delta is 5 merit points
        ((-4.9, 4.9), "nivån är ungefär densamma"),
        ((0.1, 4.9), "nivån är ungefär densamma"),
        ((5.1, 12.0), "Ökningen på ett år är tydlig"),
        ((0.1, 12.0), "Ökningen på ett år är säkerställd, men inte hur stor den är"),
        ((-12.0, -5.1), "Minskningen på ett år är tydlig"),
        ((-12.0, -0.1), "Minskningen på ett år är säkerställd, men inte hur stor den är"),
        ((-6.0, 12.0), "Underlaget räcker inte för att avgöra"),
    ],
)
def test_certainty_follows_the_interval(interval, words):
    lower, upper = interval
    sentence = wording.describe_certainty(change((lower + upper) / 2, lower, upper), MERIT, PARAMETERS)

    assert words in sentence.plain


def test_the_interval_is_said_with_signs_and_a_decimal_comma():
    sentence = wording.describe_certainty(change(4.4, -7.0, 15.8), MERIT, PARAMETERS)

    assert sentence.plain == (
        "Underlaget räcker inte för att avgöra om förändringen på ett år är verklig eller tillfällig "
        "(+4,4\u00a0poäng; osäkerhetsintervall −7,0 till +15,8)."
    )


def test_a_longer_time_is_named_by_its_first_lasar():
    (cell,) = shown({"varde": 8.0, "undre": 6.0, "ovre": 10.0, "jamforelse": "mot 2015/16", "delar": "x"})

    assert wording.describe_certainty(cell, MERIT, PARAMETERS).plain == (
        "Ökningen sedan läsåret 2015/16 är tydlig (+8,0\u00a0poäng; osäkerhetsintervall +6,0 till +10,0)."
    )


def test_official_figures_get_no_certainty():
    (cell,) = shown({"varde": 9.7, "jamforelse": "mot 2017/18", "status": "officiell"})

    assert "går inte att bedöma" in wording.describe_certainty(cell, MERIT, PARAMETERS).plain


def test_what_may_not_be_judged_is_said_to_be_hidden():
    nan = float("nan")
    cell = change(9.7, nan, nan)

    assert wording.certainty_of(cell, MERIT, PARAMETERS) == wording.WITHHELD
    assert wording.describe_certainty(cell, MERIT, PARAMETERS).plain == (
        "Hur säkert det är visas inte, av hänsyn till enskilda."
    )
    assert describe_slope(cell, MERIT) is None


def test_head_counts_behind_a_share():
    (cell,) = shown({"varde": 85.2, "n": 155, "antal": 132}, code="behorighet_yrkes")

    assert wording.describe_failing(cell, SHARE, "blev inte behöriga").plain == (
        "23 av 155 elever blev inte behöriga."
    )


def test_nothing_is_said_of_hidden_cells():
    (cell,) = shown({"varde": 98.7, "n": 155, "antal": 153}, code="behorighet_yrkes")

    assert cell.status == "skyddad"
    assert wording.describe_failing(cell, SHARE, "blev inte behöriga") is None
    assert wording.describe_level(cell, SHARE) is None
    with pytest.raises(ValueError, match="not shown"):
        from analys.presentation.text import make_number

        make_number(cell, str)


def test_the_extreme_counts_comparable_and_open_values_only():
    levels = shown(
        {"varde": 240.0, "lasar": "2021/22"},  # before the break of 2022/23
        {"varde": 215.6, "lasar": "2022/23"},
        {"varde": 198.5, "lasar": "2023/24"},
        {"varde": 218.2, "lasar": "2024/25"},
    )

    assert wording.describe_extreme(levels, levels[-1], MERIT).plain == (
        "Det är det högsta värdet under läsåren 2022/23–2024/25."
    )
    assert wording.describe_extreme(levels[2:], levels[-1], MERIT) is None


def test_a_tie_is_no_extreme():
    levels = shown(
        {"varde": 218.2, "lasar": "2016/17"}, {"varde": 198.5, "lasar": "2017/18"}, {"varde": 218.2}
    )

    assert wording.describe_extreme(levels, levels[-1], MERIT) is None


def gaps(girls_then, boys_then, girls_now, boys_now):
    """Cells of two läsår: the pairs (gap, girls, boys), each (then, now)."""
    cells = shown(
        {"varde": girls_then - boys_then, "lasar": "2017/18", "jamforelse": "flickor-pojkar"},
        {"varde": girls_now - boys_now, "jamforelse": "flickor-pojkar"},
        {"varde": girls_then, "lasar": "2017/18", "kon": "flickor"},
        {"varde": girls_now, "kon": "flickor"},
        {"varde": boys_then, "lasar": "2017/18", "kon": "pojkar"},
        {"varde": boys_now, "kon": "pojkar"},
    )
    return (cells[0], cells[1]), (cells[2], cells[3]), (cells[4], cells[5])


NAMES = ("flickor", "pojkar")


def test_who_moved_when_a_gap_closed_partly_because_girls_fell():
    """Hallstahammar, Kolada N15505: 234.9 and 186.1 became 224.3 and 212.9."""
    pairs = gaps(234.9, 186.1, 224.3, 212.9)

    assert describe_who_moved(*pairs, MERIT, NAMES).plain == (
        "Skillnaden har minskat från 48,8 till 11,4 poäng sedan läsåret 2017/18: bland flickor sjönk värdet "
        "från 234,9 till 224,3 och bland pojkar steg värdet från 186,1 till 212,9."
    )
    assert describe_fall(*pairs, MERIT, NAMES).plain == (
        "Minskningen kommer alltså delvis av att värdet sjönk bland flickor."
    )
    assert gap_closed_by_fall(*pairs, MERIT)


@pytest.mark.parametrize(
    ("values", "words", "fall"),
    [
        ((230.0, 210.0, 220.0, 208.0), "minskat från 20,0 till 12,0", "Minskningen kommer alltså helt"),
        ((230.0, 210.0, 230.0, 220.0), "minskat från 20,0 till 10,0", ""),
        ((230.0, 220.0, 240.0, 220.0), "ökat från 10,0 till 20,0", ""),
        ((230.0, 220.0, 235.0, 215.0), "ökat från 10,0 till 20,0", "Ökningen kommer alltså delvis"),
        ((230.0, 220.0, 228.0, 210.0), "ökat från 10,0 till 18,0", "Ökningen kommer alltså helt"),
        (
            (210.0, 230.0, 212.0, 222.0),
            "minskat från 20,0 till 10,0",
            "delvis av att värdet sjönk bland pojkar",
        ),
        ((230.0, 220.0, 235.0, 225.0), "lika stor som läsåret 2017/18, 10,0", ""),
        ((230.0, 220.0, 225.0, 231.0), "vänt sedan läsåret 2017/18, då den var 10,0", ""),
        ((230.0, 220.0, 220.0, 220.0), "minskat från 10,0 till 0,0", "Minskningen kommer alltså helt"),
    ],
)
def test_gaps_that_close_grow_stand_or_turn(values, words, fall):
    pairs = gaps(*values)

    assert words in describe_who_moved(*pairs, MERIT, NAMES).plain
    told = describe_fall(*pairs, MERIT, NAMES)
    assert (fall in told.plain) if fall else told is None
    assert gap_closed_by_fall(*pairs, MERIT) == fall.startswith(("Minskningen", "delvis"))


def test_a_gap_says_which_group_is_ahead():
    (gap,) = shown({"varde": -2.4, "jamforelse": "flickor-pojkar"}, code="behorighet_yrkes")

    assert describe_gap(gap, SHARE, *NAMES).plain == (
        "Andelen elever behöriga till yrkesprogram var 2,4 procentenheter lägre bland flickor än bland "
        "pojkar läsåret 2018/19."
    )


@pytest.mark.parametrize(
    ("limits", "words"), [((-3.0, 1.0), "går det inte att säga"), ((-3.0, -0.5), "syns en riktning")]
)
def test_a_slope_is_judged_by_its_interval(limits, words):
    (cell,) = shown(
        {"varde": -1.5, "undre": limits[0], "ovre": limits[1], "jamforelse": "flickor-pojkar per läsår"}
    )

    assert words in describe_slope(cell, MERIT).plain


def test_references_stand_in_one_sentence_a_year_with_their_year():
    level, nation, county, above, below = shown(
        {"varde": 218.2},
        {"varde": 224.5, "enhetstyp": "riket", "enhet": "0000", "enhetsnamn": "riket", "status": "officiell"},
        {"varde": 208.7, "enhetstyp": "lan", "enhet": "lan", "enhetsnamn": "länet", "status": "officiell"},
        {"varde": -6.3, "jamforelse": "mot riket"},
        {"varde": 9.5, "jamforelse": "mot lan"},
    )
    both = [Compared(level, nation, above), Compared(level, county, below)]

    assert describe_references(both, MERIT, "2019/20").plain == (
        "Läsåret 2018/19 (senaste publicerade) låg kommunen på 218,2: 6,3 poäng under riket (224,5) och 9,5 "
        "över länet (208,7)."
    )
    assert describe_references(both, MERIT, "2018/19").plain == (
        "Läsåret 2018/19 låg kommunen 6,3 poäng under riket (224,5) och 9,5 över länet (208,7)."
    )
    (alone,) = (compared._replace(later=True) for compared in both[:1])
    assert describe_references([alone], MERIT, "2019/20").plain == (
        "Läsåret 2018/19 (senaste som kommunen har) låg kommunen på 218,2: 6,3 poäng under riket (224,5)."
    )
    assert describe_reference(both[0], MERIT).plain == (
        "Meritvärdet (17 ämnen) låg 6,3 poäng under riket läsåret 2018/19 (218,2 mot 224,5 poäng)."
    )


def test_the_unit_follows_the_first_distance():
    level, nation, county, same, below = shown(
        {"varde": 85.0},
        {"varde": 85.0, "enhetstyp": "riket", "enhet": "0000", "enhetsnamn": "riket", "status": "officiell"},
        {"varde": 84.0, "enhetstyp": "lan", "enhet": "lan", "enhetsnamn": "länet", "status": "officiell"},
        {"varde": 0.0, "jamforelse": "mot riket", "status": "officiell"},
        {"varde": 1.0, "jamforelse": "mot lan", "n": 60},
        code="behorighet_yrkes",
    )

    assert describe_references(
        [Compared(level, nation, same), Compared(level, county, below)], SHARE, "2018/19"
    ).plain == (
        "Läsåret 2018/19 låg kommunen på samma nivå som riket (85,0) och 1 procentenhet över länet (84,0)."
    )


def test_place_in_the_county_is_in_words():
    sentence = wording.describe_place(Place(2, 10, 0), MERIT, "1961").plain

    assert sentence == "Värdet var näst högst av tio kommuner i Västmanlands län."
    assert wording.describe_place(None, MERIT, "1961") is None


def test_no_causal_words_in_the_fixed_sentences():
    texts = [*wording.CERTAINTY.values(), *GAP_CERTAINTY.values(), *CHANGE_CERTAINTY.values()]

    for banned in ("leder till", "orsakar", "beror på", "effekt av"):
        assert not any(banned in text for text in texts)


def test_cells_of_a_sentence_are_those_of_its_numbers():
    before, now, moved = shown(
        {"varde": 208.5, "lasar": "2017/18"}, {"varde": 218.2}, {"varde": 9.7, "jamforelse": "mot 2017/18"}
    )

    assert wording.describe_change(before, now, moved, MERIT).cells == (
        cell_id("meritvarde_17", "1961", "2017/18"),
        cell_id("meritvarde_17", "1961", "2018/19"),
    )
