"""The benchmark's tables in small: decided and attacked in little time, with nothing worked out."""

import benchmark_disclosure as study
import numpy as np


def test_the_margins_of_the_drawn_table_are_sums():
    frame = study.draw_table(schools=3, lasar=2).frame
    # Groups without pupils have no row: at most 3 genders × 3 courses × (3 schools + 1) × 2 läsår.
    assert 60 < len(frame) <= 72
    schools = frame[frame["enhetstyp"] == "skola"].groupby(["lasar", "kon", "svsva"])[["n", "antal"]].sum()
    whole = frame[frame["enhetstyp"] == "kommun"].set_index(["lasar", "kon", "svsva"])[["n", "antal"]]
    assert schools.equals(whole.sort_index())
    both = frame[(frame["kon"] == "alla") & (frame["svsva"] == "alla")]
    parts = frame[(frame["kon"] != "alla") & (frame["svsva"] != "alla")]
    assert both["n"].sum() == parts["n"].sum()
    assert np.allclose(frame["varde"], 100 * (frame["antal"] / frame["n"]).astype("float64"))


def test_a_table_of_schools_is_safe_and_soon_done():
    measured = study.measure_table(schools=6, lasar=5)

    assert measured.passed
    assert 0 < measured.hidden < measured.cells
    assert 0 < measured.largest <= measured.hidden and measured.parts >= 1
    # On two cores that do nothing else it takes a third of a second.
    assert measured.seconds < 10
    assert study.write_line(measured, measured).startswith("| 6 skolor |")
