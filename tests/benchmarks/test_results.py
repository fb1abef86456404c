"""What was measured becomes tables: medians, ratios the right way round, and targets met or not."""

from results import TARGETS, Target, make_tables
from results_page import write_between

SECONDS = {"a": [100.0, 120.0, 90.0], "b": [25.0, 24.0, 40.0], "c": [20.0], "d": [5.0], "e": [10.0]}


def rows(text, first):
    """Cells of the rows of a Markdown table whose first cell begins so."""
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [cells for cells in lines if cells[0].startswith(first)]


def test_the_median_stands_with_the_fastest_and_the_slowest():
    assert rows(make_tables(SECONDS), "(a) Färdiga")[0][1:] == ["100,0", "90,0–120,0"]


def test_a_target_of_speed_is_the_others_time_through_ours():
    assert Target("b", "a", 4.0).measure(SECONDS) == 4.0  # 100 / 25


def test_a_target_of_nearness_is_our_time_through_the_others():
    assert Target("b", "e", 1.5, is_most=True).measure(SECONDS) == 2.5  # 25 / 10


def test_what_is_just_reached_is_reached():
    assert Target("b", "a", 4.0).is_met(SECONDS)
    assert not Target("b", "a", 4.01).is_met(SECONDS)
    assert Target("b", "e", 2.5, is_most=True).is_met(SECONDS)
    assert not Target("b", "e", 2.4, is_most=True).is_met(SECONDS)


def test_the_table_tells_what_was_asked_and_what_was_found():
    text = make_tables(SECONDS)

    assert rows(text, "(b) mot (a)") == [["(b) mot (a)", "minst 4 gånger snabbare", "4,0", "ja"]]
    assert rows(text, "(b) mot (e)") == [["(b) mot (e)", "högst 1,5 gånger tiden", "2,5", "nej"]]
    assert rows(text, "(d) mot (a)") == [["(d) mot (a)", "minst 20 gånger snabbare", "20,0", "ja"]]


def test_what_was_not_run_stands_in_no_table():
    assert rows(make_tables(SECONDS), "(f)") == []


def test_the_targets_are_those_of_the_plan():
    # The issue: cold at least 4 times as fast as stock and within 1.5 of the floor; unchanged 20; a batch 6.
    assert {(t.ours, t.other): t.limit for t in TARGETS} == {
        ("b", "a"): 4.0,
        ("b", "e"): 1.5,
        ("d", "a"): 20.0,
        ("f", "g"): 6.0,
    }


def test_a_page_without_markers_gets_them_at_its_end(tmp_path):
    page = tmp_path / "sida.md"
    page.write_text("# Prestanda\n", encoding="utf-8")

    write_between(page, "rapporter", "tabellen\n")

    assert page.read_text(encoding="utf-8") == (
        "# Prestanda\n\n<!-- benchmark rapporter: början -->\ntabellen\n<!-- benchmark rapporter: slut -->\n"
    )


def test_what_stands_between_the_markers_is_replaced_and_nothing_else(tmp_path):
    page = tmp_path / "sida.md"
    write_between(page, "rapporter", "gammalt")
    write_between(page, "skala", "annat")
    before = page.read_text(encoding="utf-8")

    write_between(page, "rapporter", "nytt")

    assert page.read_text(encoding="utf-8") == before.replace("gammalt", "nytt")
