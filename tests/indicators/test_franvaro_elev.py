"""Absence a pupil: units of a term together, and what is not known stays unknown."""

from __future__ import annotations

import pandas as pd
import pytest

from analys.indicators.franvaro_elev import PERIODER, describe_absence

MINUTES = ("erbjudna_min", "giltig_min", "ogiltig_min", "registrerade_min")
LASAR = "2025/26"


def describe(*rows, register=("p1",), lasar=LASAR):
    """The one pupil's row (or the frame, with other registers) from rows of elev, termin and minutes."""
    people = pd.DataFrame({"elev": pd.Series(register, dtype="str"), "lasar": lasar, "arskurs": 7})
    names = ["elev", "lasar", "termin", *MINUTES]
    frame = pd.DataFrame([(elev, LASAR, termin, *minutes) for elev, termin, *minutes in rows], columns=names)
    frame = frame.astype({"elev": "str", "lasar": "str", "termin": "str"} | dict.fromkeys(MINUTES, "Int64"))
    found = describe_absence(people, frame)
    return found.iloc[0] if len(register) == 1 else found


def test_both_terms_and_the_lasar():
    one = describe(("p1", "HT", 1000, 40, 10, 900), ("p1", "VT", 3000, 450, 150, 3000))

    assert [one[f"franvaro_{p}"] for p in PERIODER] == pytest.approx([0.05, 0.2, 650 / 4000])
    assert [one[f"giltig_{p}"] for p in PERIODER] == pytest.approx([0.04, 0.15, 490 / 4000])
    assert [one[f"ogiltig_{p}"] for p in PERIODER] == pytest.approx([0.01, 0.05, 160 / 4000])
    assert [one[f"registrerat_{p}"] for p in PERIODER] == pytest.approx([0.9, 1.0, 3900 / 4000])


def test_minutes_of_two_units_in_a_term_are_added_not_averaged():
    one = describe(("p1", "VT", 1000, 100, 0, 1000), ("p1", "VT", 9000, 0, 0, 4500))

    # 100 of 10 000, not the mean of 10 and 0 percent.
    assert one["franvaro_vt"] == pytest.approx(0.01)
    assert one["registrerat_vt"] == pytest.approx(0.55)


def test_one_term_alone_gives_no_lasar():
    one = describe(("p1", "VT", 1000, 100, 0, 1000))

    assert one["franvaro_vt"] == pytest.approx(0.1)
    assert one[["franvaro_ht", "franvaro_ar", "giltig_ar", "registrerat_ar"]].isna().all()


@pytest.mark.parametrize(
    ("giltig", "ogiltig", "franvaro"), [(50, None, 0.05), (None, 70, 0.07), (None, None, None), (0, 0, 0.0)]
)
def test_one_blank_kind_is_none_of_it_and_two_are_unknown(giltig, ogiltig, franvaro):
    one = describe(("p1", "VT", 1000, giltig, ogiltig, None))

    if franvaro is None:
        assert one[["franvaro_vt", "giltig_vt", "ogiltig_vt"]].isna().all()
    else:
        assert one["franvaro_vt"] == pytest.approx(franvaro)
        assert one["giltig_vt"] + one["ogiltig_vt"] == pytest.approx(franvaro)


def test_one_unit_without_a_number_makes_the_term_unknown():
    one = describe(("p1", "VT", 1000, None, None, 1000), ("p1", "VT", 1000, 100, 0, 1000))

    # The offered minutes of the first unit count, so its unknown absence may not count as none.
    assert one[["franvaro_vt", "giltig_vt", "ogiltig_vt"]].isna().all()


def test_registered_minutes_of_one_unit_only_tell_nothing_of_both():
    one = describe(("p1", "VT", 1000, 0, 0, None), ("p1", "VT", 1000, 100, 0, 1000))

    assert one["franvaro_vt"] == pytest.approx(0.05)
    assert pd.isna(one["registrerat_vt"])


def test_no_offered_time_gives_no_share():
    one = describe(("p1", "VT", 0, 0, 0, 0))

    assert one[["franvaro_vt", "giltig_vt", "ogiltig_vt", "registrerat_vt"]].isna().all()


def test_who_is_not_in_the_register_is_left_out_and_who_is_not_in_the_files_is_kept():
    found = describe(
        ("p3", "VT", 1000, 100, 0, 1000), ("p1", "VT", 1000, 200, 0, 1000), register=("p2", "p1")
    )

    assert found["elev"].tolist() == ["p2", "p1"]
    assert pd.isna(found["franvaro_vt"][0])
    assert found["franvaro_vt"][1] == pytest.approx(0.2)


def test_another_lasar_of_the_same_pupil_is_another_matter():
    one = describe(("p1", "VT", 1000, 100, 0, 1000), lasar="2024/25")

    assert pd.isna(one["franvaro_vt"])


def test_the_registers_columns_and_order_stay():
    people = pd.DataFrame(
        {"elev": ["p2", "p1"], "lasar": LASAR, "arskurs": [9, 1], "klass": ["9A", "1B"]}, index=[7, 3]
    )
    nobody = pd.DataFrame({name: [] for name in ("elev", "lasar", "termin", *MINUTES)})

    found = describe_absence(people, nobody)

    assert found[["elev", "lasar", "arskurs", "klass"]].to_numpy().tolist() == (people.to_numpy().tolist())
    assert found.loc[:, "giltig_ht":].isna().all(axis=None)
    assert len(found.columns) == 4 + 4 * len(PERIODER)


def test_a_layout_without_registered_minutes():
    people = pd.DataFrame({"elev": ["p1"], "lasar": LASAR, "arskurs": 7})
    frame = pd.DataFrame(
        {
            "elev": ["p1"],
            "lasar": LASAR,
            "termin": "VT",
            "erbjudna_min": 1000,
            "giltig_min": 10,
            "ogiltig_min": 5,
        }
    )

    found = describe_absence(people, frame).iloc[0]

    assert found["franvaro_vt"] == pytest.approx(0.015)
    assert pd.isna(found["registrerat_vt"])
