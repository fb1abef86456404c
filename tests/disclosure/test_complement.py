"""The row-wise complement: no hidden cell follows from a total and the other parts."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analys.disclosure import plan, protect
from analys.disclosure.quantities import read_quantities
from analys.disclosure.rows import find_rows
from analys.estimates.cells import POOLED, Estimate, cell_id, make_cells

CODE = "alla_amnen_ak9"
LASAR = "2025/26"


def row(enhetstyp="kommun", enhet="9999", n=100, antal=50, **keys):
    return {
        "indikator": CODE,
        "enhetstyp": enhetstyp,
        "enhet": enhet,
        "enhetsnamn": enhet,
        "lasar": LASAR,
        "varde": 50.0 if pd.isna(antal) else 100 * antal / n,
        "n": n,
        "antal": antal,
    } | keys


def statuses(rows, troskel=10):
    estimate = Estimate("t", "T", make_cells(rows))
    shown = protect(estimate, plan([estimate], troskel)).frame
    return dict(zip(shown["cell"], shown["status"], strict=True))


def test_boys_are_hidden_when_girls_are():
    found = statuses(
        [
            row("skola", "1", 40, 20),
            row("skola", "1", 8, 4, kon="flickor"),
            row("skola", "1", 32, 16, kon="pojkar"),
        ]
    )

    assert list(found.values()) == ["visad", "skyddad", "skyddad"]


def test_a_second_school_is_hidden_the_one_with_fewest_pupils():
    schools = [row("skola", "1", 8, 4), row("skola", "2", 60, 30), row("skola", "3", 32, 16)]
    found = statuses([row(), *schools])

    assert found[cell_id(CODE, "9999", LASAR)] == "visad"
    assert found[cell_id(CODE, "1", LASAR)] == "skyddad"
    assert found[cell_id(CODE, "2", LASAR)] == "visad"
    assert found[cell_id(CODE, "3", LASAR)] == "skyddad"


def test_the_total_is_hidden_when_there_is_no_other_part():
    found = statuses([row(n=8, antal=4), row(n=8, antal=4, kon="flickor")])

    assert set(found.values()) == {"skyddad"}


def test_pooled_years_do_not_give_a_hidden_year_away():
    years = ["2023/24", "2024/25", "2025/26"]
    rows = [row("skola", "1", n, n // 2, lasar=year) for year, n in zip(years, (8, 30, 30), strict=True)]
    parts = " + ".join(cell_id(CODE, "1", year) for year in years)
    found = statuses([*rows, row("skola", "1", 68, 34, jamforelse=POOLED, delar=parts)])

    hidden = {cell for cell, status in found.items() if status == "skyddad"}
    assert cell_id(CODE, "1", "2023/24") in hidden
    assert len(hidden) >= 2


def test_a_change_falls_with_its_parts_and_a_change_of_a_gap_with_its_gaps():
    girls, boys = cell_id(CODE, "9999", LASAR, "flickor"), cell_id(CODE, "9999", LASAR, "pojkar")
    gap = cell_id(CODE, "9999", LASAR, jamforelse="flickor-pojkar")
    found = statuses(
        [
            row(n=108, antal=54, kon="alla"),
            row(n=8, antal=4, kon="flickor"),
            row(n=100, antal=50, kon="pojkar"),
            # The change of the gap stands before the gap: order must not matter.
            row(jamforelse="flickor-pojkar mot 2024/25", n=8, antal=pd.NA, delar=gap),
            row(jamforelse="flickor-pojkar", n=20, antal=pd.NA, delar=f"{girls} + {boys}"),
        ]
    )

    assert found[gap] == "skyddad"
    assert found[cell_id(CODE, "9999", LASAR, jamforelse="flickor-pojkar mot 2024/25")] == "skyddad"


@st.composite
def municipality(draw):
    """Schools by gender with any sizes: a two-way table with both margins."""
    rows = []
    totals = {"flickor": [0, 0], "pojkar": [0, 0]}
    for school in range(draw(st.integers(1, 6))):
        own = [0, 0]
        for kon in ("flickor", "pojkar"):
            n = draw(st.integers(1, 40))
            antal = draw(st.integers(0, n))
            rows.append(row("skola", str(school), n, antal, kon=kon))
            for sums in (own, totals[kon]):
                sums[0] += n
                sums[1] += antal
        rows.append(row("skola", str(school), *own))
    for kon, (n, antal) in totals.items():
        rows.append(row("kommun", "9999", n, antal, kon=kon))
    n, antal = (sum(part[i] for part in totals.values()) for i in (0, 1))
    rows.append(row("kommun", "9999", n, antal))
    return rows


@settings(max_examples=60, deadline=None)
@given(municipality())
def test_no_row_has_exactly_one_hidden_member(rows):
    cells = make_cells(rows)
    found = statuses(rows)

    partitions = find_rows(read_quantities(cells), 10)
    assert partitions
    for part in partitions:
        hidden = sum(found[cell] == "skyddad" for cell in (part.total, *part.parts))
        assert hidden != 1


@settings(max_examples=30, deadline=None)
@given(municipality())
def test_every_primary_cell_is_hidden_and_values_are_gone(rows):
    estimate = Estimate("t", "T", make_cells(rows))
    shown = protect(estimate, plan([estimate], 10)).frame

    small = estimate.frame["n"] < 10
    assert (shown.loc[small, "status"] == "skyddad").all()
    hidden = shown[shown["status"] == "skyddad"]
    assert hidden[["varde", "undre", "ovre", "n", "antal"]].isna().all().all()


def test_a_total_of_which_no_part_is_told_ends_the_search():
    parts = {"lägre": 25, "lika": 45, "högre": 30}
    shares = [
        row(indikator="np_relation_ak9_ma", kategori=name, antal=antal) for name, antal in parts.items()
    ]
    # The only group of the transition table stands above the diagonal: lika and lägre have no groups there.
    lone = row(indikator="np_overgang_ak9_ma", kategori="C till B", varde=12.0, n=12, antal=pd.NA)
    found = statuses([*shares, lone])

    # The only group would follow from högre, and högre from the two others.
    assert list(found.values()) == ["visad", "skyddad", "skyddad", "skyddad"]
