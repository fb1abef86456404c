"""Earlier reports and official values: what is public stays public, and what was hidden stays hidden."""

from __future__ import annotations

import pandas as pd
import pytest

from analys.disclosure import plan, protect
from analys.estimates.cells import POOLED, Estimate, cell_id, make_cells

CODE = "alla_amnen_ak9"
LASAR = "2025/26"
SCHOOLS = {"1": (40, 30), "2": (44, 30), "3": (60, 40)}


def row(enhet, n, antal, lasar=LASAR, **keys):
    own = {
        "indikator": CODE,
        "enhetstyp": "kommun" if enhet == "9999" else "skola",
        "enhet": enhet,
        "enhetsnamn": enhet,
        "lasar": lasar,
        "varde": 100 * antal / n,
        "n": n,
        "antal": antal,
    }
    return own | keys


def town(schools=SCHOOLS, lasar=LASAR):
    whole = tuple(map(sum, zip(*schools.values(), strict=True)))
    return [row("9999", *whole, lasar), *(row(enhet, *own, lasar) for enhet, own in schools.items())]


def protected(rows, **known):
    estimate = Estimate("t", "T", make_cells(rows))
    decided = plan([estimate], 10, **known)
    return protect(estimate, decided).frame, decided


def earlier(rows, hidden=()):
    """A report as it was published: status, and nothing of what it hid."""
    frame = make_cells(rows).drop(columns="delar").assign(tabell="t", status="visad")
    gone = frame["cell"].isin([cell_id(CODE, *keys) for keys in hidden])
    frame.loc[gone, "status"] = "skyddad"
    frame.loc[gone, ["varde", "undre", "ovre"]] = float("nan")
    frame.loc[gone, ["n", "antal"]] = pd.NA
    return frame


def reasons(decided):
    frame = decided.frame[decided.frame["status"] == "skyddad"]
    return {cell.split("|")[1]: skal for cell, skal in zip(frame["cell"], frame["skal"], strict=True)}


def test_the_same_numbers_again_hide_nothing():
    _, decided = protected(town(), published=[earlier(town())])

    assert decided.hidden == 0


def test_what_was_hidden_stays_hidden():
    """School 1 was hidden with school 2. Today both could be shown, and would tell what was hidden then."""
    _, decided = protected(town(), published=[earlier(town(), hidden=[("1", LASAR), ("2", LASAR)])])

    assert reasons(decided) == {"1": "tidigare", "2": "tidigare"}


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ((39, 29), False),  # one pupil more, who passed
        ((31, 22), False),  # nine more
        ((30, 22), True),  # ten more are a group that may be told of
        ((40, 28), False),  # as many pupils, two more passed
        ((40, 25), True),  # five more passed
        ((40, 30), True),
    ],
)
def test_a_number_that_differs_by_few_pupils_from_what_was_shown_is_hidden(before, told):
    found = reasons(protected([row("1", 40, 30)], published=[earlier([row("1", *before)])])[1])

    assert found == ({} if told else {"1": "tidigare"})


def test_a_published_number_covers_nothing():
    """School 1 has four of 9. Last year's report told of school 2, so school 3 has to cover."""
    schools = {"1": (9, 4), "2": (30, 15), "3": (60, 30)}
    alone = reasons(protected(town(schools))[1])
    beside = reasons(protected(town(schools), published=[earlier([row("2", 30, 15)])])[1])

    assert alone == {"1": "fa_elever", "2": "komplement"}
    assert beside["3"] == "komplement"


def test_last_years_hidden_school_does_not_follow_from_three_years_together():
    """2022/23 stands in last year's report only: school 1 was hidden there, and its three läsår are new."""
    years = ("2022/23", "2023/24", "2024/25")
    own = [row("1", 40, 30, lasar) for lasar in years]
    parts = " + ".join(cell_id(CODE, "1", lasar) for lasar in years)
    together = row("1", 120, 90, "2024/25", jamforelse=POOLED, delar=parts)
    old = earlier(own, hidden=[("1", "2022/23")])

    shown, _ = protected([*own[1:], together], published=[old])

    assert shown.set_index("cell")["status"][make_cells([together])["cell"][0]] == "skyddad"


def official(*rows):
    return pd.DataFrame(rows, columns=["cell", "varde", "kalla"])


def test_an_official_value_is_shown_in_place_of_a_hidden_one():
    """Three of 120 failed: hidden by us, published by Kolada."""
    cell = cell_id(CODE, "9999", LASAR)
    frame, decided = protected([row("9999", 120, 117)], official=official((cell, 97.5, "Källa: Kolada")))

    assert frame["status"].tolist() == ["officiell"]
    assert frame["varde"].tolist() == [97.5]
    assert frame["kalla"].tolist() == ["Källa: Kolada"]
    assert frame[["undre", "ovre", "n", "antal"]].isna().all().all()
    assert decided.hidden == 0


def test_a_number_that_we_show_ourselves_is_not_replaced():
    cell = cell_id(CODE, "9999", LASAR)
    frame, _ = protected([row("9999", 120, 90)], official=official((cell, 74.9, "Källa: Kolada")))

    assert frame[["status", "varde"]].to_numpy().tolist() == [["visad", 75.0]]


def test_an_official_value_that_would_give_away_another_is_not_shown():
    """School 2 has nine pupils. The other school and the municipality together would tell of it."""
    rows = [row("9999", 49, 40), row("1", 40, 36), row("2", 9, 4)]
    cells = [cell_id(CODE, enhet, LASAR) for enhet in ("9999", "1")]
    values = official((cells[0], 81.6, "Källa: Kolada"), (cells[1], 90.0, "Källa: Skolverket"))
    frame, _ = protected(rows, official=values)

    assert (frame["status"] == "officiell").sum() < 2
    assert frame["status"].tolist()[2] == "skyddad"


def test_an_official_value_covers_nothing():
    """School 2 would cover school 1; Skolverket tells of school 2, so school 3 is hidden too."""
    schools = {"1": (9, 4), "2": (30, 15), "3": (60, 30)}
    cell = cell_id(CODE, "2", LASAR)
    _, decided = protected(town(schools), official=official((cell, 50.0, "Källa: Skolverket")))

    assert reasons(decided)["3"] == "komplement"
