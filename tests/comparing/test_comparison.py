"""What differs between two reports, worked out by hand."""

from decimal import Decimal

import pytest

from analys.comparing import compare, write_account, write_listing
from analys.comparing.changes import Kind
from analys.comparing.listing import HEADS, check_place
from analys.errors import InputError, ParameterError
from analys.finished import load_report
from tests.comparing.conftest import EKSKOLAN, KOMMUN, row, write_report

MERIT = "meritvarde_17"  # poäng: 5 count
ALLA = "alla_amnen_ak9"  # procent: 3 count


def kinds(comparison):
    return [(change.kind, change.cell.cell) for change in comparison.changes]


def text(comparison, width=110):
    return "\n".join(write_account(comparison, width))


def test_the_same_cells_are_no_difference(pair):
    rows = [row(MERIT, "2025/26", "220,0", "210,0", "230,0", "400"), row(ALLA, "2025/26")]

    found = pair(rows, list(reversed(rows)))

    assert found.same
    assert found.gemensamma == 2
    assert "samma 2 uppgifter, och alla är desamma" in text(found)


def test_the_change_that_counts_most_comes_first(pair):
    """4.0 of 5 poäng are 0.8 of what counts, 4.5 of 3 procentenheter are 1.5."""
    before = [
        row(MERIT, "2025/26", "220,0", n="400"),
        row(ALLA, "2025/26", "75,0", "70,6", "79,0", "400", "300"),
    ]
    now = [
        row(MERIT, "2025/26", "224,0", n="400"),
        row(ALLA, "2025/26", "70,5", "65,8", "74,8", "400", "282"),
    ]

    found = pair(before, now)

    assert [(c.cell.indikator, c.skillnad) for c in found.changes] == [
        (ALLA, Decimal("-4.5")),
        (MERIT, Decimal("4.0")),
    ]
    assert [found.words.weight(change) for change in found.changes] == pytest.approx([1.5, 0.8])
    said = text(found)
    assert (
        "75,0 % → 70,5 % (−4,5 procentenheter); intervall 70,6–79,0 → 65,8–74,8; antal 300 av 400 →" in said
    )
    assert "220,0 poäng → 224,0 poäng (+4,0 poäng); antal 400" in said
    assert said.index("75,0 %") < said.index("220,0 poäng")


def test_the_reports_own_limits_decide_what_counts(pair):
    """With 10 procentenheter as the least that counts, 4.5 are 0.45 and the 4 poäng of 5 come first."""
    before = [row(MERIT, "2025/26", "220,0", n="400"), row(ALLA, "2025/26", "75,0", n="400")]
    now = [row(MERIT, "2025/26", "224,0", n="400"), row(ALLA, "2025/26", "70,5", n="400")]

    found = pair(before, now, last={"delta_procent": 10.0})

    assert [change.cell.indikator for change in found.changes] == [MERIT, ALLA]


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        (("60,0",), ("",), Kind.DOLD),
        (("",), ("60,0",), Kind.VISAD),
        (("60,0", "50,0", "70,0"), ("60,0", "51,0", "70,0"), Kind.OSAKERHET),
        (("60,0", "", "", "200"), ("60,0", "", "", "201"), Kind.OSAKERHET),
    ],
)
def test_what_can_become_of_a_cell(pair, before, now, kind):
    found = pair([row(ALLA, "2025/26", *before)], [row(ALLA, "2025/26", *now)])

    assert [change.kind for change in found.changes] == [kind]


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        ("saknas", "visad", Kind.FINNS),
        ("visad", "saknas", Kind.SAKNAS),
        ("saknas", "skyddad", Kind.DOLD),
        ("visad", "officiell", Kind.KALLA),
    ],
)
def test_statuses(pair, before, now, kind):
    cells = [
        row(ALLA, "2025/26", "60,0" if status in ("visad", "officiell") else "", status=status)
        for status in (before, now)
    ]

    found = pair(cells[:1], cells[1:])

    assert [change.kind for change in found.changes] == [kind]


def test_a_hidden_value_is_told_by_its_sign_only(pair):
    found = pair([row(ALLA, "2025/26", "60,0", n="80", antal="48")], [row(ALLA, "2025/26")])

    assert "60 % → .. (skyddad); antal 48 av 80" in text(found)


def test_new_and_gone_measures_lasar_and_schools(pair):
    before = [row(ALLA, "2023/24", "60,0"), row(ALLA, "2024/25", "61,0")]
    now = [
        row(ALLA, "2024/25", "61,0"),
        row(ALLA, "2025/26", "62,0"),
        row(MERIT, "2025/26", "220,0", unit=EKSKOLAN),
    ]

    found = pair(before, now)

    assert found.nytt.lasar == ("2025/26",)
    assert found.nytt.skolor == ("Ekskolan",)
    assert found.nytt.matt == ("Genomsnittligt meritvärde (17 ämnen)",)
    assert found.borta.lasar == ("2023/24",)
    assert (found.borta.matt, found.borta.skolor) == ((), ())
    assert [change.kind for change in found.changes] == [Kind.NY, Kind.NY, Kind.BORTA]
    assert "1 uppgift finns i båda rapporterna, och alla är desamma." in text(found)


def test_a_cell_in_two_tables_is_compared_once(home):
    cell, other = row(ALLA, "2025/26", "60,0"), row(ALLA, "2025/26", "62,0")
    old = write_report(home / "2024-25", {"trend_kommun": [cell], "trend_oversikt": [cell]})
    new = write_report(home / "2025-26", {"trend_kommun": [other], "trend_oversikt": [other]})

    assert len(compare(load_report(old), load_report(new)).changes) == 1


def test_the_newest_lasar_against_the_one_before(pair):
    """The level of each report's own läsår: 230 less 220. What is no level, or hidden, is not compared."""
    before = [
        row(MERIT, "2024/25", "220,0", n="390"),
        row(ALLA, "2024/25", "70,0"),
        row(MERIT, "2024/25", "3,0", jamforelse="mot 2023/24"),
    ]
    now = [
        row(MERIT, "2024/25", "220,0", n="390"),
        row(MERIT, "2025/26", "230,0", n="400"),
        row(ALLA, "2025/26"),
        row(MERIT, "2025/26", "10,0", jamforelse="mot 2024/25"),
    ]

    found = pair(before, now, first={"lasar": "2024/25"})

    assert [(c.cell.lasar, c.fore.lasar, c.skillnad) for c in found.newest] == [
        ("2025/26", "2024/25", Decimal("10"))
    ]
    assert "Läsåret 2025/26 mot 2024/25" in text(found)
    assert "220,0 poäng → 230,0 poäng (+10,0 poäng); antal 390 → 400" in text(found)


# What the reports were made of

BEFORE, NOW = [row(ALLA, "2025/26", "60,0")], [row(ALLA, "2025/26", "64,0")]


def test_only_the_method_changed(pair):
    found = pair(BEFORE, NOW, last={"kallkod": "c" * 64, "commit": "d" * 40, "titel": "En annan titel"})

    assert found.only_method
    said = text(found)
    assert "Bara metoden ändrades" in said
    assert "commit bbbbbbbbbbbb då och dddddddddddd nu" in said


@pytest.mark.parametrize(
    ("last", "part"),
    [
        ({"indata": {"raw/9999/a.csv": "2" * 64}}, "filen raw/9999/a.csv har ändrats"),
        ({"indata": {}}, "filen raw/9999/a.csv är borta"),
        ({"indata": {"raw/9999/a.csv": "1" * 64, "raw/9999/b.csv": "1" * 64}}, "filen raw/9999/b.csv är ny"),
        ({"troskel": 15}, "troskel 10 då, 15 nu"),
        ({"paket": {"python": "3.11", "pandas": "3.2.0"}}, "pandas 3.1.1 då, 3.2.0 nu"),
    ],
)
def test_what_else_differs_is_told(pair, last, part):
    found = pair(BEFORE, NOW, last=last)

    assert part in text(found)
    assert found.only_method == ("paket" in last)


def test_two_municipalities_are_not_compared(home):
    old = write_report(home / "2024-25", {}, kommun="1961")
    new = write_report(home / "2025-26", {})

    with pytest.raises(ParameterError, match="olika kommuner"):
        compare(load_report(old), load_report(new))


def test_a_table_that_was_changed_is_not_compared(home):
    folder = write_report(home / "2025-26", {"trend_kommun": NOW})
    table = folder / "tabeller" / "trend_kommun.csv"
    table.write_bytes(table.read_bytes().replace(b"64,0", b"99,0"))

    with pytest.raises(InputError, match="En tabell i rapporten har ändrats"):
        load_report(folder)


# Who may see it


def test_decided_reports_are_public_and_drafts_are_not(pair):
    assert "ARBETSMATERIAL" not in text(pair(BEFORE, NOW))


@pytest.mark.parametrize(
    ("first", "word"),
    [
        ({"status": "utkast"}, "ARBETSMATERIAL: ett utkast"),
        ({"status": "utkast", "skola": "99990001", "utgava": "dialog"}, "INTERNT ARBETSMATERIAL"),
    ],
)
def test_working_material_is_told_to_be(pair, first, word):
    found = pair(BEFORE, NOW, first=first)

    assert not found.is_public
    assert word in text(found)


# The table


def listed(comparison, path):
    write_listing(comparison, path)
    return path.read_bytes()


def test_the_file_holds_every_difference(pair, tmp_path):
    evil = ("skola", "99990001", "=HYPERLINK(1)")
    found = pair(
        [row(ALLA, "2025/26", "75,0", "70,6", "79,0", "400"), row(MERIT, "2025/26", "220,0", unit=evil)],
        [row(ALLA, "2025/26", "70,5", "65,8", "74,8", "400"), row(MERIT, "2025/26", unit=evil)],
    )

    lines = listed(found, tmp_path / "j.csv").decode("utf-8-sig").splitlines()

    assert [dict(zip(HEADS, line.split(";"), strict=True)) for line in lines[1:]] == [
        dict(zip(HEADS, values, strict=True))
        for values in (
            ("Ändrat värde", "Resultatens utveckling",
             "Andel elever som uppfyllt betygskriterierna i alla ämnen, årskurs 9", "", "Exempelkommun",
             "2025/26", "", "Alla", "Alla", "Nivå", "75", "70,5", "-4,5", "procent", "1,50",
             "70,6", "79", "65,8", "74,8", "400", "400", "Egen beräkning", "Egen beräkning", "9999", ALLA),
            ("Nu skyddad", "Resultatens utveckling", "Genomsnittligt meritvärde (17 ämnen)", "",
             "'=HYPERLINK(1)", "2025/26", "", "Alla", "Alla", "Nivå", "220", "", "", "poäng", "",
             "", "", "", "", "", "", "Egen beräkning", "Skyddad uppgift", "99990001", MERIT),
        )
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["j.csv", "j.xlsx"])
def test_the_same_comparison_gives_the_same_bytes(pair, tmp_path, name):
    found = pair(BEFORE, NOW)

    assert listed(found, tmp_path / name) == listed(found, tmp_path / f"en till {name}")


def test_the_workbook_holds_the_numbers(pair, tmp_path):
    import openpyxl

    write_listing(pair(BEFORE, NOW), tmp_path / "j.xlsx")

    head, line = openpyxl.load_workbook(tmp_path / "j.xlsx").active.iter_rows(values_only=True)
    found = dict(zip(head, line, strict=True))
    assert (found["Före"], found["Nu"], found["Skillnad"]) == (60, 64, 4)
    assert found["Enhet"] == KOMMUN[2]


def test_where_the_file_may_not_be(pair, home, tmp_path):
    found = pair(BEFORE, NOW, first={"status": "utkast"})
    reports = (found.fore, found.nu)
    (tmp_path / "finns.csv").touch()

    for target, part in (
        (tmp_path / "j.pdf", ".csv eller .xlsx"),
        (home / "2025-26" / "j.csv", "i en rapports mapp"),
        (home / "2025-26" / "tabeller" / "j.csv", "i en rapports mapp"),
        (tmp_path / "finns.csv", "finns redan"),
        (home / "j.csv", "bland publicerade rapporter"),
        (home / ".." / "j.csv", "bland publicerade rapporter"),
    ):
        with pytest.raises(ParameterError, match=part):
            check_place(target, reports, internal=True)
    assert check_place(home / "j.csv", reports, internal=False) == (home / "j.csv").resolve()
    assert check_place(tmp_path / "j.csv", reports, internal=True) == (tmp_path / "j.csv").resolve()
    inside = home / "internt" / "j.csv"
    assert check_place(inside, reports, internal=True) == inside.resolve()
