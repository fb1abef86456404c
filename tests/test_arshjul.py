"""The municipal year: complete, in order, readable, and the same calendar every time."""

import re
from datetime import date

import pytest
from rich.console import Console

from analys.arshjul import ARSHJUL, describe_files, write_calendar
from analys.cli import run
from analys.contracts import LAYOUTS


@pytest.fixture
def analys(capsys, monkeypatch):
    """Type a command line in a window of so many columns; returns exit code, stdout and stderr."""

    def type_line(*arguments, columns=80):
        monkeypatch.setenv("COLUMNS", str(columns))
        code = run(arguments)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return type_line


def test_every_kind_of_file_has_its_time():
    assert {kind for syssla in ARSHJUL for kind in syssla.kinds} == set(LAYOUTS)


def test_the_year_runs_from_august_to_june():
    first = [syssla.dates("2026/27")[0] for syssla in ARSHJUL]

    assert first == sorted(first)
    assert first[0].month == 8 and first[-1].month == 6
    assert 10 <= len(ARSHJUL) <= 15


@pytest.mark.parametrize("syssla", ARSHJUL, ids=lambda syssla: syssla.nyckel)
def test_a_task_says_when_what_whence_whereto_and_why(syssla):
    first, last = syssla.dates("2027/28")  # Its spring has a leap day.

    assert first <= last and (last - first).days <= 31
    assert all([syssla.nar, syssla.vad, syssla.varifran, syssla.varfor, describe_files(syssla)])
    assert bool(syssla.kinds) != bool(syssla.till_fil)
    assert syssla.varfor.endswith(".")


def test_times_are_those_of_the_domain():
    """Issue and DOMAIN: SCB's files mid-June, statistics åk 9 late September, åk 6 October, NP November."""
    months = {syssla.nyckel: syssla.dates("2026/27")[0].isoformat()[:7] for syssla in ARSHJUL}

    assert months["betyg"] == months["np"] == "2027-06"
    assert months["officiellt-ak9"] == "2026-09"
    assert months["officiellt-ak6"] == "2026-10"
    assert months["officiellt-np"] == "2026-11"
    assert months["resultatdagar"] == "2026-12"


def test_what_leaves_the_systems_is_taken_out_before_the_18th_of_june():
    """SCB's last day in the years that are known: 18 June 2017, 2018 and 2022."""
    for syssla in ARSHJUL:
        if {"slutbetyg_ak9", "np_ak9", "betyg_ak6"} & set(syssla.kinds):
            assert syssla.dates("2021/22")[1] < date(2022, 6, 18)


def test_absence_is_followed_up_four_times_a_year():
    assert sum("franvaro" in syssla.kinds for syssla in ARSHJUL) == 4


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_piped_it_is_paragraphs_that_fit(analys, columns):
    code, out, err = analys("arshjul", columns=columns)

    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= min(columns, 100)
    assert out.count("  Varför: ") == len(ARSHJUL)
    assert not re.search("[─│┃\x1b]", out)
    assert all(line == line.rstrip() for line in out.splitlines())


def test_columns_of_own_layouts_are_named(analys):
    _, out, _ = analys("arshjul", columns=200)

    assert "franvaro.csv: PersonNr, Skolenhetskod, Arskurs, Termin, Erbjudna_min, Giltig_min" in out
    assert "slutbetyg_ak9.csv: 33 kolumner enligt SCB:s filbeskrivning" in out


def test_a_wide_terminal_gets_a_table(analys, monkeypatch):
    monkeypatch.setattr(Console, "is_terminal", True)

    _, out, _ = analys("arshjul", columns=120)
    rows = out.splitlines()

    assert max(map(len, rows)) <= 120
    header = next(row for row in rows if "Varför då" in row)
    assert [word for word in ("När", "Vad", "Ur", "Blir") if word not in header] == []
    assert sum("Mitten av juni" in re.sub(r"\x1b\[[0-9;]*m", "", row) for row in rows) == 4


def test_the_calendar_is_the_same_bytes_whenever_it_is_written(analys, tmp_path):
    for name in ("a.ics", "b.ics"):
        code, out, _ = analys("arshjul", "--lasar", "2026/27", "--ics", str(tmp_path / name))
        assert code == 0 and name in out

    assert (tmp_path / "a.ics").read_bytes() == (tmp_path / "b.ics").read_bytes()


def test_the_calendar_follows_rfc_5545():
    calendar = write_calendar("2026-27")

    assert calendar.endswith("END:VCALENDAR\r\n")
    assert "\n" not in calendar.replace("\r\n", "")
    assert max(len(line.encode("utf-8")) for line in calendar.split("\r\n")) <= 75
    unfolded = calendar.replace("\r\n ", "")
    assert unfolded.count("BEGIN:VEVENT") == len(ARSHJUL)
    assert len(set(re.findall("UID:(.+?)\r\n", unfolded))) == len(ARSHJUL)
    # An all-day event ends the day after its last (RFC 5545, 3.6.1): 10–17 June.
    assert "DTSTART;VALUE=DATE:20270610\r\nDTEND;VALUE=DATE:20270618\r\n" in unfolded
    assert "SUMMARY:Skolenheterna: nya\\, nedlagda\\, delade och omdöpta\r\n" in unfolded
    assert "slutbetyg_ak9.csv och betyg_ak6.csv\\nVarför då: Ta ut dem innan" in unfolded


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (("--ics", "a.ics"), "Ange både --lasar och --ics"),
        (("--lasar", "2026/27"), "Ange både --lasar och --ics"),
        (("--lasar", "2026/28", "--ics", "a.ics"), "--lasar: ”2026/28” är inget läsår."),
        (("--lasar", "2026/27", "--ics", "a.txt"), "--ics: filens namn ska sluta på .ics"),
        (("--lasar", "2026/27", "--ics", "nej/a.ics"), "--ics: filen a.ics går inte att skriva."),
    ],
)
def test_what_cannot_be_done_is_told_in_swedish(analys, line, answer, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    code, out, err = analys("arshjul", *line)

    assert (code, out) == (3, "")
    assert err.startswith(answer)
    assert list(tmp_path.iterdir()) == []
