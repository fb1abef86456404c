"""Earlier reports: read back, checked against their manifests, kept, and counted as they should be."""

import hashlib
import json
import os
from itertools import count

import numpy as np
import pandas as pd
import pytest

from analys.disclosure import Plan, plan, protect
from analys.earlier import (
    adds_nothing,
    is_within,
    list_later,
    list_published,
    place_to_keep,
    plan_beside,
)
from analys.earlier.published import CELL_COLUMNS
from analys.errors import InputError
from analys.estimates.cells import Estimate, make_cells
from analys.presentation.csvfiles import format_csv

KOMMUN = "9999"


def level(lasar, antal, n=100, enhet="9999"):
    """A row of a share: `antal` of `n` pupils."""
    return {
        "indikator": "alla_amnen_ak9", "enhetstyp": "kommun", "enhet": enhet, "enhetsnamn": "Exempelkommun",
        "lasar": lasar, "varde": 100 * antal / n, "n": n, "antal": antal,
    }  # fmt: skip


def estimate(*rows, id="trend"):
    return Estimate(id, "Trend", make_cells(rows))


def write_report(folder, estimates, *, status="fastställd", titel="Rapport", decided=None, **values):
    """A finished report's folder, as far as later runs read it."""
    decided = decided or plan(estimates, 10)
    year = folder.name[:7].replace("-", "/")
    files = {}
    (folder / "tabeller").mkdir(parents=True)
    for one in estimates:
        content = format_csv(protect(one, decided))
        (folder / "tabeller" / f"{one.id}.csv").write_bytes(content)
        files[f"tabeller/{one.id}.csv"] = hashlib.sha256(content).hexdigest()
    parameters = {"kommun": KOMMUN, "lasar": year, "troskel": 10, "status": status, "titel": titel} | values
    text = json.dumps({"parametrar": parameters, "filer": files})
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path):
    """The municipality's folder among the reports."""
    folder = tmp_path / "reports" / KOMMUN
    folder.mkdir(parents=True)
    return folder


def read(home, lasar="2025/26"):
    return list_published(home.parent, KOMMUN, lasar)


def names(published):
    return [report.namn for report in published]


def refused(home, lasar="2025/26"):
    with pytest.raises(InputError) as caught:
        read(home, lasar)
    return caught.value.problems


# Which reports there are


def test_where_nothing_was_published_there_is_nothing(tmp_path):
    assert list_published(tmp_path / "reports", KOMMUN, "2025/26") == ()


def test_decided_reports_until_the_lasar_by_lasar_and_edition(home):
    for name, antal in {
        "2025-26": 60,
        "2024-25": 50,
        "2024-25-utgava-2": 51,
        "2024-25-utgava-1": 52,
        "2026-27": 53,
        "2023-24": 54,
    }.items():
        write_report(home / name, [estimate(level("2023/24", antal))])

    found = read(home)

    assert names(found) == ["2023-24", "2024-25-utgava-1", "2024-25-utgava-2", "2024-25", "2025-26"]
    assert [report.utgava for report in found] == [1, 1, 2, 3, 1]
    assert names(list_later(home.parent, KOMMUN, "2025/26")) == ["2026-27"]
    assert found[0].sha256 == hashlib.sha256((home / "2023-24" / "manifest.json").read_bytes()).hexdigest()


def test_drafts_and_folders_of_other_kinds_are_no_reports(home):
    write_report(home / "2023-24", [estimate(level("2023/24", 50))], status="utkast")
    for name in ("2024-25 (kopia)", "2024-25-ny", ".2024-25-skrivs-abcd1234", "2024-26", "2024-25-utgava-0"):
        write_report(home / name, [estimate(level("2023/24", 50))])
    (home / "2022-23" / "tabeller").mkdir(parents=True)
    (home / "2021-22").touch()

    assert read(home) == ()


def test_the_same_tables_twice_are_one_edition(home):
    for name, titel in {"2024-25-utgava-1": "En", "2024-25": "En annan"}.items():
        write_report(home / name, [estimate(level("2023/24", 50))], titel=titel)

    assert names(read(home)) == ["2024-25-utgava-1"]


def test_cells_come_back_with_their_table_and_nothing_that_was_hidden(home):
    rows = [level("2023/24", 50), level("2024/25", 98)]
    write_report(home / "2024-25", [estimate(*rows), estimate(rows[0], id="oversikt")])

    (report,) = read(home)

    assert list(report.cells.columns) == list(CELL_COLUMNS)
    assert report.cells["tabell"].tolist() == ["oversikt", "trend", "trend"]
    assert report.cells["status"].tolist() == ["visad", "visad", "skyddad"]
    assert report.cells["varde"].isna().tolist() == [False, False, True]
    assert report.cells["antal"].astype("object").where(report.cells["antal"].notna(), None).tolist() == [
        50,
        50,
        None,
    ]
    assert report.troskel == 10


# What cannot be trusted


def test_every_changed_and_missing_table_is_told_at_once(home):
    for name in ("2023-24", "2024-25"):
        write_report(home / name, [estimate(level("2023/24", 50)), estimate(level("2023/24", 50), id="b")])
    (home / "2023-24" / "tabeller" / "b.csv").unlink()
    changed = home / "2024-25" / "tabeller" / "trend.csv"
    changed.write_bytes(changed.read_bytes().replace(b"50", b"51"))

    told = refused(home)

    assert [(problem.fil, problem.vad) for problem in told] == [
        (
            "reports/9999/2023-24/tabeller/b.csv",
            "En tabell i en fastställd rapport saknas eller går inte att läsa.",
        ),
        ("reports/9999/2024-25/tabeller/trend.csv", "En tabell i en fastställd rapport har ändrats."),
    ]
    assert all("säkerhetskopia" in problem.gor for problem in told)


def sign(folder, name, content):
    """Write a table and make the manifest agree."""
    (folder / name).write_bytes(content)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["filer"][name] = hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"50,0", b"1e999"),
        (b";50;", b";-50;"),
        (b"visad", b"synlig"),
        (b"visad", b"skyddad"),
        (b"cell;", b"annat;"),
        (b"|2023/24|", b"|2022/23|"),
        (b"\n", b"\n;;;\n"),
        (b"50,0", b'"50,0'),
    ],
)
def test_a_table_of_another_form_is_refused_without_its_content(home, old, new):
    folder = write_report(home / "2024-25", [estimate(level("2023/24", 50))])
    content = (folder / "tabeller" / "trend.csv").read_bytes()
    assert old in content
    sign(folder, "tabeller/trend.csv", content.replace(old, new, 1))

    (problem,) = refused(home)

    assert problem.vad == "En tabell i en fastställd rapport har fel form."
    assert problem.fil == "reports/9999/2024-25/tabeller/trend.csv"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"parametrar": {}}',
        b"[" * 100_000,
        b'{"parametrar": {"status": 1, "kommun": "9999", "lasar": "2024/25", "troskel": 10}, "filer": {}}',
        b'{"parametrar": {"status": "utkast", "kommun": "9999", "lasar": "2024/25", "troskel": 10}, '
        b'"filer": {"tabeller/a.csv": 1}}',
        b"\xff\xfe",
    ],
)
def test_a_manifest_that_cannot_be_read_stops_the_run(home, content):
    (home / "2024-25").mkdir()
    (home / "2024-25" / "manifest.json").write_bytes(content)

    (problem,) = refused(home)

    assert problem.vad == "Manifestet till en tidigare rapport går inte att läsa."


@pytest.mark.parametrize("name", ["tabeller/../../../hemligt.csv", "tabeller/a/b.csv", "tabeller/.csv"])
def test_a_manifest_leads_nowhere_else(home, name):
    folder = write_report(home / "2024-25", [estimate(level("2023/24", 50))])
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["filer"][name] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    (problem,) = refused(home)

    assert problem.vad == "Manifestet till en fastställd rapport har ändrats."


@pytest.mark.parametrize("values", [{"lasar": "2023/24"}, {"kommun": "1961"}])
def test_a_report_in_another_ones_folder_is_told(home, values):
    write_report(home / "2024-25", [estimate(level("2023/24", 50))], **values)

    (problem,) = refused(home)

    assert "något annat än mappens namn" in problem.vad


@pytest.mark.skipif(os.name == "nt", reason="no such files on Windows")
def test_a_file_that_never_ends_is_not_waited_for(home):
    folder = write_report(home / "2024-25", [estimate(level("2023/24", 50))])
    (folder / "tabeller" / "trend.csv").unlink()
    os.mkfifo(folder / "tabeller" / "trend.csv")

    (problem,) = refused(home)

    assert "saknas eller går inte att läsa" in problem.vad


# Which count


class Planner:
    """Plans as the program does, and hides what an earlier report hid: masks persist."""

    def __init__(self, estimates, hide=()):
        self.estimates, self.hide, self.asked = estimates, set(hide), []

    def __call__(self, earlier):
        self.asked.append(len(earlier))
        frame = plan(self.estimates, 10).frame
        masked = {cell for cells in earlier for cell in cells.loc[cells["status"] == "skyddad", "cell"]}
        hidden = frame["cell"].isin(masked | self.hide)
        return Plan(
            frame.assign(status=frame["status"].mask(hidden & (frame["status"] == "visad"), "skyddad"))
        )


def counted(home, estimates, lasar="2025/26", hide=()):
    planner = Planner(estimates, hide)
    decided, reports = plan_beside(estimates, lasar, read(home, lasar), planner)
    return decided, names(reports), planner.asked


def test_every_earlier_lasar_counts(home):
    for name in ("2023-24", "2024-25-utgava-1", "2024-25"):
        write_report(home / name, [estimate(level("2022/23", 50 + int(name[-1])))])

    assert counted(home, [estimate(level("2025/26", 50))])[1:] == (
        ["2023-24", "2024-25-utgava-1", "2024-25"],
        [3],
    )


def test_a_report_made_again_is_no_input_of_itself(home):
    made = [estimate(level("2025/26", 50))]
    write_report(home / "2025-26", made)

    assert counted(home, made)[1:] == ([], [0])


def test_an_edition_with_other_numbers_counts(home):
    write_report(home / "2025-26", [estimate(level("2025/26", 60))])

    assert counted(home, [estimate(level("2025/26", 50))])[1:] == (["2025-26"], [0, 1])


def test_an_edition_with_a_table_that_is_gone_counts(home):
    made = [estimate(level("2025/26", 50))]
    write_report(home / "2025-26", [*made, estimate(level("2025/26", 50), id="borta")])

    assert counted(home, made)[1] == ["2025-26"]


def test_a_later_report_never_counts_when_an_older_lasar_is_made_again(home):
    made = [estimate(level("2024/25", 50))]
    write_report(home / "2024-25", made)
    write_report(home / "2025-26", [estimate(level("2024/25", 60))])

    assert counted(home, made, "2024/25")[1:] == ([], [0])


def test_an_edition_that_the_others_make_differ_counts_too(home):
    """The first edition showed what the second hides; the third hides it as well, and then differs."""
    rows = level("2024/25", 50), level("2025/26", 50)
    made = [estimate(*rows)]
    write_report(home / "2025-26-utgava-1", made)
    hidden = Planner(made, hide=[made[0].frame["cell"][0]])([])
    write_report(home / "2025-26", made, decided=hidden)

    decided, reports, _ = counted(home, made)

    assert decided.frame["status"].tolist() == ["skyddad", "visad"]
    # What the second edition says is just what is decided, so it is not told as an input of its own.
    assert reports == ["2025-26-utgava-1"]


@pytest.mark.parametrize("seed", range(10))
def test_making_a_report_again_and_again_changes_nothing(home, seed):
    """Whatever was published before, in whatever order: a report beside its own edition is the same."""
    rng = np.random.Generator(np.random.PCG64(seed))
    numbers = count(1)
    for _ in range(int(rng.integers(0, 4))):
        made = [estimate(level("2024/25", int(rng.integers(49, 51))), level("2025/26", 50))]
        hide = made[0].frame["cell"][rng.random(2) < 0.4]
        decided, _, _ = counted(home, made, hide=hide)
        write_report(home / f"2025-26-utgava-{next(numbers)}", made, decided=decided)
    made = [estimate(level("2024/25", 50), level("2025/26", 50))]
    first, inputs, _ = counted(home, made)
    write_report(home / "2025-26", made, decided=first)

    again, same, _ = counted(home, made)

    pd.testing.assert_frame_equal(again.frame, first.frame)
    assert same == inputs


# What is kept


@pytest.fixture
def target(home):
    return write_report(home / "2025-26", [estimate(level("2025/26", 50))])


def fresh_report(tmp_path, antal=50, **values):
    return write_report(tmp_path / "9999" / "2025-26", [estimate(level("2025/26", antal))], **values)


def test_the_same_tables_are_not_kept_twice(target, tmp_path):
    fresh = fresh_report(tmp_path, titel="En annan titel")

    assert place_to_keep(target, fresh, status="fastställd") is None
    (report,) = read(target.parent)
    assert is_within(report, fresh)
    assert adds_nothing(fresh, [report], "2025/26")


def test_other_tables_keep_the_decided_report(target, tmp_path):
    fresh = fresh_report(tmp_path, antal=51)

    assert place_to_keep(target, fresh, status="fastställd").name == "2025-26-utgava-1"
    (report,) = read(target.parent)
    assert not is_within(report, fresh)
    assert not adds_nothing(fresh, [report], "2025/26")


def test_a_draft_keeps_the_decided_report_and_takes_the_next_free_name(target, tmp_path):
    write_report(target.with_name("2025-26-utgava-2"), [estimate(level("2025/26", 52))])
    target.with_name("2025-26-utgava-3").touch()

    kept = place_to_keep(target, fresh_report(tmp_path, status="utkast"), status="utkast")

    assert kept.name == "2025-26-utgava-4"


def test_what_is_kept_already_is_not_kept_again(target, tmp_path):
    write_report(target.with_name("2025-26-utgava-1"), [estimate(level("2025/26", 50))])

    assert place_to_keep(target, fresh_report(tmp_path, status="utkast"), status="utkast") is None


@pytest.mark.parametrize("status", ["utkast", "fastställd"])
def test_a_draft_or_no_report_at_all_is_not_kept(home, tmp_path, status):
    fresh = fresh_report(tmp_path, antal=51)
    assert place_to_keep(home / "2025-26", fresh, status=status) is None

    write_report(home / "2025-26", [estimate(level("2025/26", 50))], status="utkast")

    assert place_to_keep(home / "2025-26", fresh, status=status) is None


# Schools' reports


def write_school(home, name="10000001", year="2025-26", **values):
    """A school's fastställda report: 40 of 50 pupils."""
    one = estimate(level("2025/26", 40, n=50, enhet="10000001") | {"enhetstyp": "skola"}, id="trend_skolor")
    folder = home / f"{year}-skolor" / name
    return write_report(folder, [one], **{"lasar": "2025/26", "skola": name[:8]} | values)


def test_a_schools_report_is_published_too(home):
    write_report(home / "2025-26", [estimate(level("2025/26", 60))])
    write_school(home)
    write_school(home, "10000001-utgava-1", titel="Förra")
    write_school(home, "10000002", status="utkast")

    assert [(report.namn, report.skola, report.utgava) for report in read(home)] == [
        ("2025-26", "", 1),
        ("2025-26-skolor/10000001-utgava-1", "10000001", 1),
    ]


def test_what_a_school_published_stays_known(home):
    """50 of the school's pupils of 58: a municipality's report must not leave eight others to be counted."""
    write_school(home)
    school = level("2025/26", 40, n=50, enhet="10000001") | {"enhetstyp": "skola"}
    other = level("2025/26", 7, n=8, enhet="10000002") | {"enhetstyp": "skola"}
    made = estimate(level("2025/26", 47, n=58), school, other, id="trend_skolor")

    decided, inputs = plan_beside(
        [made], "2025/26", read(home), lambda earlier: plan([made], 10, published=earlier)
    )

    assert [report.skola for report in inputs] == ["10000001"]
    status = dict(zip(decided.frame["cell"], decided.frame["status"], strict=True))
    assert status["alla_amnen_ak9|9999|2025/26|alla|alla|"] == "skyddad"


def test_a_school_that_shows_what_the_plan_gives_changes_nothing(home):
    write_school(home)
    school = level("2025/26", 40, n=50, enhet="10000001") | {"enhetstyp": "skola"}
    other = level("2025/26", 20, n=30, enhet="10000002") | {"enhetstyp": "skola"}
    made = estimate(level("2025/26", 60, n=80), school, other, id="trend_skolor")
    for cell in (home / "2025-26-skolor").rglob("*"):
        assert cell.exists()

    _, inputs = plan_beside(
        [made], "2025/26", read(home), lambda earlier: plan([made], 10, published=earlier)
    )

    # The municipality's row stands in the school's table too, and did not when it was published.
    assert [report.skola for report in inputs] == ["10000001"]


def test_a_report_about_another_school_than_its_folder_says_is_refused(home):
    write_school(home, skola="10000009")

    (problem,) = refused(home)

    assert problem.fil == "reports/9999/2025-26-skolor/10000001/manifest.json"


def test_internal_material_is_never_among_the_published(home):
    write_report(home / "internt" / "2025-26" / "10000001", [estimate(level("2025/26", 40))])

    assert read(home) == ()


def test_a_schools_decided_report_is_kept_beside_it(home, tmp_path):
    target = write_school(home)
    fresh = fresh_report(tmp_path, antal=51)

    assert place_to_keep(target, fresh, status="fastställd") == target.with_name("10000001-utgava-1")
