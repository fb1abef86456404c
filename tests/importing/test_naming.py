"""What names say, in the spellings that people use."""

import pytest

from analys.importing.naming import kinds_in_name, lasar_in_folders, lasar_in_name, lasar_of_day


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("Slutbetyg åk9 Norra 2026.csv", ("slutbetyg_ak9",)),
        ("SLUTBETYG 2026.CSV", ("slutbetyg_ak9",)),
        ("Betyg_ak6.txt", ("betyg_ak6",)),
        ("betyg årskurs 6 vt26.csv", ("betyg_ak6",)),
        ("terminsbetyg.csv", ("betyg_ak6",)),
        ("Betyg 9:an.csv", ("slutbetyg_ak9",)),
        ("betyg.csv", ("slutbetyg_ak9", "betyg_ak6")),
        ("NP_ak3_MA.csv", ("np_ak3",)),
        ("NP9.csv", ("np_ak9",)),
        ("Ämnesprov 9.txt", ("np_ak9",)),
        ("Ämnesprov.txt", ("np_ak3", "np_ak6", "np_ak9")),
        ("Nationella prov åk 6 2025-26.csv", ("np_ak6",)),
        ("franvaro vt26.xls", ("franvaro",)),
        ("Närvaro per elev.csv", ("franvaro",)),
        ("Elevregister 2025-26.csv", ("elevregister",)),
        ("skyddade personuppgifter.csv", ("skyddade",)),
        ("Skolenheter.csv", ("skolenheter",)),
        ("protokoll.csv", ()),
        ("datafilsbeskrivning_np9_2026.xlsx", ()),
        ("Lathund frånvaro.txt", ()),
        ("Provence 2026.csv", ()),
    ],
)
def test_kinds_in_names(name, kinds):
    assert kinds_in_name(name) == kinds


@pytest.mark.parametrize(
    ("name", "lasar"),
    [
        ("franvaro vt26", ("2025/26",)),
        ("franvaro HT25", ("2025/26",)),
        ("franvaro_vt_2026", ("2025/26",)),
        ("franvaro ht-25 och vt-26", ("2025/26",)),
        ("franvaro ht24 vt26", ("2024/25", "2025/26")),
        ("2026VT franvaro", ("2025/26",)),
        ("2025-26", ("2025/26",)),
        ("2025_2026", ("2025/26",)),
        ("20252026", ("2025/26",)),
        ("Läsåret 2025/26", ("2025/26",)),
        ("uttag 2026-06-15", ("2025/26",)),
        ("uttag 20250901", ("2025/26",)),
        ("Slutbetyg 2026", ("2025/26", "2026/27")),
        ("Betyg 25-26", ()),  # a day, a room or a class is written the same
        ("2025-27", ("2024/25", "2025/26")),  # no läsår: only the year is read
        ("Norra skolan", ()),
        # A läsår beside a term's letters is no year of the term.
        ("franvaro_vt_2025-26.xls", ("2025/26",)),
        ("Frånvaro VT 2025/2026", ("2025/26",)),
        ("franvaro ht25-26", ("2025/26",)),
        ("franvaro vt26-02", ("2025/26",)),
    ],
)
def test_lasar_in_names(name, lasar):
    assert lasar_in_name(name) == lasar


def test_the_nearest_folder_that_tells_decides():
    assert lasar_in_folders(["2024-25", "rättat 2025-26", "Norra"]) == ("2025/26",)


def test_a_lasar_begins_in_august():
    assert (lasar_of_day("2026-07-31"), lasar_of_day("2026-08-01")) == ("2025/26", "2026/27")
