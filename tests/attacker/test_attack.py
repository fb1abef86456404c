"""The verdict on small reports: what is found besides sums, what is no find, and how it is told."""

import itertools
import random
from types import SimpleNamespace

import numpy as np
import pytest
from small_reports import cell, hide, write

from analys.attacker import attack, read_tables
from analys.attacker import verdict as kinds
from analys.secrecy import has_room, points_out

GIRLS = cell("alla_amnen_ak9", 30, 27, kon="flickor")
BOYS = cell("alla_amnen_ak9", 30, 13, kon="pojkar")
ALL = cell("alla_amnen_ak9", 60, 40)


def found(verdict):
    return {(leak.kind, leak.cell) for leak in verdict.leaks}


def test_a_report_that_tells_nothing_passes(try_on):
    verdict = try_on([ALL, hide(GIRLS), hide(BOYS)])

    assert verdict.passed
    assert verdict.message() == ""


def test_a_hidden_number_that_could_have_been_shown_is_no_find(try_on):
    # 18 of 30 follows, and is nobody's secret: it could have stood there.
    girls = cell("alla_amnen_ak9", 30, 18, kon="flickor")

    assert try_on([cell("alla_amnen_ak9", 60, 31), hide(girls), BOYS]).passed


def test_a_number_is_not_found_where_six_of_a_total_are_spread_over_two_schools(try_on):
    # METHODS asks for half the group; a total of six says that no school has seven, whatever is hidden.
    def schools(failed):
        total = cell("alla_amnen_ak9", 60, failed)
        own = [cell("alla_amnen_ak9", 30, failed // 2, enhet=e, enhetstyp="skola", hidden=True) for e in "12"]
        return [total, *own]

    assert try_on(schools(6)).passed
    assert {cell for _, cell in found(try_on(schools(5)))} == {
        "alla_amnen_ak9|1|2025/26|alla|alla|",
        "alla_amnen_ak9|2|2025/26|alla|alla|",
    }


@pytest.mark.parametrize(
    "row",
    [
        cell("alla_amnen_ak9", 9, 5),
        cell("alla_amnen_ak9", 60, 57),
        cell("alla_amnen_ak9", 60, 0),
        cell("meritvarde_17", 9, varde="220.0"),
        # 20 pupils lack 20 * 3 = 60 points of the highest, at most 68 of 340: nobody has under 280.
        cell("meritvarde_17", 20, varde="337.1"),
        cell("franvaro_vt_alla", 20, varde="0.5"),
        cell("np_relation_ak9_ma", 14, 7, kategori="lika"),
    ],
)
def test_a_shown_number_of_too_few_is_found(try_on, row):
    assert (kinds.PRIMARY, row["cell"]) in found(try_on([row]))


def test_a_shown_number_of_enough_is_not(try_on):
    means = [cell("meritvarde_17", 20, varde="336.0"), cell("franvaro_vt_alla", 20, varde="1.1")]

    assert try_on([ALL, cell("np_relation_ak9_ma", 15, 7, kategori="lika"), *means]).passed


def test_girls_or_boys_with_sv_or_sva_at_a_school_are_ten_whatever_the_threshold(tmp_path):
    row = cell("alla_amnen_ak9", 17, 8, enhet="1", enhetstyp="skola", kon="flickor", svsva="sv")
    few = row | {"n": "9", "antal": "5"}

    def kinds_of(one):
        (path := tmp_path / one["n"]).mkdir()
        return [leak.kind for leak in attack(read_tables(write(path, [one])), 5).leaks]

    assert kinds_of(row) == []
    assert kinds_of(few) == [kinds.PRIMARY]


def test_numbers_in_a_hidden_row_are_found(try_on):
    assert found(try_on([hide(ALL) | {"antal": "40"}])) == {(kinds.WRITTEN, ALL["cell"])}


def test_a_cell_that_is_shown_in_one_table_and_hidden_in_another_is_found(try_on):
    assert kinds.TWICE in {kind for kind, _ in found(try_on([ALL, hide(ALL)]))}


def test_what_is_left_of_a_total_is_a_cell_in_disguise(try_on):
    # No part is about 3 of the 60: 2 of them passed.
    parts = [cell("alla_amnen_ak9", 30, 20, svsva="sv"), cell("alla_amnen_ak9", 27, 18, svsva="sva")]

    assert found(try_on([ALL, *parts])) == {(kinds.REST, ALL["cell"])}
    # With one more part hidden, what is left is 30 pupils of whom 20 passed.
    assert try_on([ALL, parts[0], hide(parts[1])]).passed


def test_pupils_in_one_table_and_not_in_the_other_are_a_cell_in_disguise(try_on):
    # 62 took the test, 60 of them are judged: of the other two one reached the kravnivå.
    groups = [
        cell("np_bedomning_ak3_ma", 60, antal, kategori=name)
        for name, antal in [("når båda", 30), ("bara provet", 11), ("bara bedömningen", 9), ("når inget", 10)]
    ]
    tested = cell("np_ak3_ma", 62, 42)

    assert found(try_on([*groups, tested])) == {(kinds.REST, tested["cell"])}
    assert try_on([hide(groups[0]), groups[1], groups[2], hide(groups[3]), tested]).passed


@pytest.mark.parametrize(
    ("row", "hidden"),
    [
        (
            cell("np_kappa_ak9_ma", 60, varde="0.52"),
            cell("np_relation_ak9_ma", 60, 20, kategori="lika", hidden=True),
        ),
        (
            cell("meritvarde_17", 40, varde="5.0", jamforelse="mot 2024/25"),
            cell("meritvarde_17", 40, lasar="2024/25", hidden=True),
        ),
        (
            cell("alla_amnen_ak9", 40, varde=60, jamforelse="utjämnad"),
            cell("alla_amnen_ak9", 40, jamforelse="tre läsår", hidden=True),
        ),
        (
            cell("alla_amnen_ak9", 40, varde=-3, jamforelse="utjämnad mot 2024/25"),
            cell("alla_amnen_ak9", 40, jamforelse="mot 2024/25", hidden=True),
        ),
        (
            cell("meritvarde_17", 40, varde="-3.0", jamforelse="utjämnad mot 2024/25"),
            cell("meritvarde_17", 40, lasar="2024/25", hidden=True),
        ),
    ],
)
def test_a_measure_of_something_hidden_is_found(try_on, row, hidden):
    assert (kinds.MEASURE, row["cell"]) in found(try_on([row, hidden]))
    assert (kinds.MEASURE, row["cell"]) not in found(try_on([row]))


def test_a_smoothed_change_tells_nothing_of_the_years_together(try_on):
    """It is made of the change between two läsår that are shown, and of the other schools' changes."""
    levels = [cell("alla_amnen_ak9", 29, 22), cell("alla_amnen_ak9", 29, 24, lasar="2024/25")]
    change = cell("alla_amnen_ak9", 29, varde=-7, jamforelse="mot 2024/25")
    smoothed = cell("alla_amnen_ak9", 29, varde=-3, jamforelse="utjämnad mot 2024/25")
    together = cell("alla_amnen_ak9", 78, jamforelse="tre läsår", hidden=True)

    assert not {k for k in found(try_on([*levels, change, smoothed, together])) if k[0] == kinds.MEASURE}


def test_a_hidden_mean_follows_from_the_total_and_the_other_part(try_on):
    total = cell("meritvarde_17", 60, varde="220.0")
    girls, boys = (cell("meritvarde_17", 30, varde="230.0", kon=kon) for kon in ("flickor", "pojkar"))

    assert found(try_on([total, girls, hide(boys)])) == {(kinds.MEAN, boys["cell"])}
    assert try_on([total, hide(girls), hide(boys)]).passed


def test_a_mean_of_many_among_whom_one_may_have_anything_is_not_found(try_on):
    """Three others can have 30 to 1 020 points: three times what one pupil can, 17 points of the mean."""
    total = cell("meritvarde_17", 60, varde="220.0")
    many, three = (
        hide(cell("meritvarde_17", n, varde="220.0", svsva=svsva)) for svsva, n in (("sv", 57), ("sva", 3))
    )

    assert try_on([total, many, three], sizes={many["cell"]: 57, three["cell"]: 3}).passed
    assert found(try_on([total, many], sizes={many["cell"]: 60})) == {(kinds.MEAN, many["cell"])}


def test_a_shown_year_group_leaves_two_hidden_ones_too_little(try_on):
    """0.6 percent of 180 is 117 at most, and 58 with 1 percent have 29 at least: 88 are left, less than 100.

    With the third hidden too, nothing but the total limits them.
    """
    code = "ogiltig_vt_{}".format
    total = cell(code("lag"), 180, varde="0.6")
    years = [cell(code(f"ak{i}"), n, varde="1") for i, n in ((1, 62), (2, 60), (3, 58))]
    sizes = {year["cell"]: year["size"] for year in years}
    gone = [hide(year) for year in years]

    assert found(try_on([total, *gone[:2], years[2]], sizes=sizes)) == {
        (kinds.MEAN, year["cell"]) for year in gone[:2]
    }
    assert try_on([total, *gone], sizes=sizes).passed


def test_valid_and_invalid_absence_tell_all_absence(try_on):
    three = [cell(f"{kind}_vt_alla", 60, varde="5.0") for kind in ("giltig", "ogiltig", "franvaro")]

    assert found(try_on([*three[:2], hide(three[2])])) == {(kinds.MEAN, three[2]["cell"])}
    assert try_on([three[0], hide(three[1]), hide(three[2])]).passed


def test_numbers_that_contradict_each_other_do_not_pass(try_on):
    # 10 of 60 in all and 13 of the boys: no number of girls fits.
    verdict = try_on([cell("alla_amnen_ak9", 60, 10), BOYS, hide(GIRLS)])

    assert verdict.undecided == ("tabell",)
    assert not verdict.passed
    assert "inte kunde pröva färdigt" in verdict.message()


@pytest.mark.parametrize(
    "row",
    [
        cell("okänt_mått", 60, 40),
        cell("np_overgang_ak9_ma", 60, varde=60, kategori="Z till okänd"),
        cell("alla_amnen_ak9", 60, 40, lasar="i fjol", jamforelse="tre läsår"),
        cell("alla_amnen_ak6", 999_999_999, 400_000_000),
        cell("franvaroband_vt_alla", 60, 30, kategori="minst 99999999999999999999"),
        cell("alla_amnen_ak9", 60, varde=3, jamforelse="flickor-pojkar mot i fjol"),
    ],
)
def test_what_nobody_publishes_stops_no_attack(try_on, row):
    verdict = try_on([ALL, hide(GIRLS), BOYS, row, hide(row | {"enhet": "1", "cell": move(row)})])

    assert (kinds.ROOM, GIRLS["cell"]) in found(verdict)


def move(row):
    return row["cell"].replace("|9999|", "|1|")


def test_the_message_names_tables_and_no_values(try_on):
    message = try_on([ALL, hide(GIRLS), BOYS]).message()

    assert "Tabellen tabell har skyddade uppgifter som går att räkna fram" in message
    assert not any(text in message for text in ("27", "90", "flickor", "alla_amnen", "9999"))


def claim(kind, cells, other=()):
    return SimpleNamespace(kind=kind, cells=[c["cell"] for c in cells], other=[c["cell"] for c in other])


def test_what_a_sentence_says_of_a_hidden_cell_is_taken_in(try_on):
    # At least as many as 27 of 30, so 27-30.
    high = cell("alla_amnen_ak9", 30, 27, enhet="1", enhetstyp="skola")
    low = cell("alla_amnen_ak9", 30, 9, enhet="2", enhetstyp="skola")
    secret = cell("alla_amnen_ak9", 30, 29, enhet="3", enhetstyp="skola", hidden=True)
    rows = [high, low, secret]

    def room(*claims):
        return (kinds.ROOM, secret["cell"]) in found(try_on(rows, claims=claims))

    assert not room()
    assert room(claim("most", [secret], [high]))
    assert room(claim("sequence", [secret, high, low]))
    assert room(claim("between", [secret], [high, high]))
    assert not room(claim("between", [secret], [low, high]))
    assert room(claim("all", [secret]))
    assert room(claim("none", [secret]))
    assert not room(claim("least", [secret], [high]))
    assert not room(claim("most", [high], [low]))


def test_a_sentence_that_counts_hidden_cells_is_a_find(try_on):
    rows = [ALL, hide(GIRLS), hide(BOYS)]

    assert found(try_on(rows, claims=[claim("count", [ALL], [GIRLS])])) == {(kinds.CLAIM, GIRLS["cell"])}
    assert try_on(rows, claims=[claim("count", [ALL])]).passed


def test_an_earlier_report_fills_in_what_this_one_hides(try_on):
    # The earlier report showed all and the boys' number is new: together they tell the girls'.
    verdict = try_on([BOYS, hide(GIRLS), hide(ALL)], earlier=[[ALL, hide(BOYS), hide(GIRLS)]])

    assert (kinds.ROOM, GIRLS["cell"]) in found(verdict)


def test_what_an_earlier_report_gave_away_by_itself_is_no_find(try_on):
    given = [ALL, BOYS, hide(GIRLS)]

    assert not try_on(given).passed
    assert try_on([hide(row) for row in given], earlier=[given]).passed


def test_two_editions_that_differ_by_few_pupils_point_them_out(try_on):
    later = cell("alla_amnen_ak9", 62, 41)

    verdict = try_on([later], earlier=[[ALL]])

    assert found(verdict) == {(kinds.YEARS, later["cell"])}
    assert try_on([cell("alla_amnen_ak9", 85, 55)], earlier=[[ALL]]).passed
    assert try_on([ALL], earlier=[[ALL]]).passed


def test_without_class_lists_sizes_follow_from_what_is_shown(try_on):
    rows = [
        cell("np_relation_ak9_ma", 60, 40, kategori="lika"),
        cell("np_relation_ak9_ma", 60, 17, kategori="högre"),
        cell("np_relation_ak9_ma", 60, 3, kategori="lägre", hidden=True),
    ]

    assert (kinds.ROOM, rows[2]["cell"]) in found(try_on(rows, sizes={}))


def test_every_verdict_on_small_tables_is_that_of_trying_every_number(try_on):
    # Girls and boys of two schools, 9 numbers with margins; all fillings of the table are tried.
    draw = random.Random(20)
    for _ in range(12):
        inner = {(e, k): draw.randint(0, 12) for e in "12" for k in ("flickor", "pojkar")}
        numbers = dict(inner)
        numbers |= {(e, "alla"): inner[e, "flickor"] + inner[e, "pojkar"] for e in "12"}
        numbers |= {("9999", k): inner["1", k] + inner["2", k] for k in ("flickor", "pojkar")}
        numbers["9999", "alla"] = sum(inner.values())
        hidden = {key for key in numbers if draw.random() < 0.55}
        rows = [make_row(key, number, key in hidden) for key, number in numbers.items()]

        told = {cell for kind, cell in found(try_on(rows)) if kind == kinds.ROOM}

        assert told == {make_row(key, 0, True)["cell"] for key in solve_by_hand(numbers, hidden)}


def make_row(key, antal, hidden):
    enhet, kon = key
    typ = "kommun" if enhet == "9999" else "skola"
    return cell("alla_amnen_ak9", size_of(key), antal, enhet=enhet, kon=kon, enhetstyp=typ, hidden=hidden)


def size_of(key):
    return 12 * (2 if key[0] == "9999" else 1) * (2 if key[1] == "alla" else 1)


def solve_by_hand(numbers, hidden):
    """Hidden keys without room, some number of which would point somebody out: every filling is tried."""
    corners = [("1", "flickor"), ("1", "pojkar"), ("2", "flickor"), ("2", "pojkar")]
    seen = {key: set() for key in hidden}
    for a, b, c, d in itertools.product(range(13), repeat=4):
        filled = dict(zip(corners, (a, b, c, d), strict=True))
        filled |= {("1", "alla"): a + b, ("2", "alla"): c + d}
        filled |= {("9999", "flickor"): a + c, ("9999", "pojkar"): b + d, ("9999", "alla"): a + b + c + d}
        if all(filled[key] == number for key, number in numbers.items() if key not in hidden):
            for key in hidden:
                seen[key].add(filled[key])
    for key, values in seen.items():
        n = size_of(key)
        least, most = bound_by_totals(key, n, numbers, hidden)
        room = bool(np.all(has_room(min(values), max(values), n, least, most)))
        if not room and any(points_out(n, value, 10) for value in range(min(values), max(values) + 1)):
            yield key


def bound_by_totals(key, n, numbers, hidden):
    """What each shown total alone leaves, and what shown parts leave of a hidden total."""
    least, most = 0, n
    for column in (0, 1):
        total = (("9999", key[1]), (key[0], "alla"))[column]
        if total != key and total not in hidden:
            least = max(least, numbers[total] - (size_of(total) - n))
            most = min(most, numbers[total])
        names = (("1", "2"), ("flickor", "pojkar"))[column]
        if key[column] == ("9999", "alla")[column]:
            own = [(part, key[1]) if column == 0 else (key[0], part) for part in names]
            shown = [part for part in own if part not in hidden]
            least = max(least, sum(numbers[part] for part in shown))
            most = min(most, n - sum(size_of(part) - numbers[part] for part in shown))
    return least, most
