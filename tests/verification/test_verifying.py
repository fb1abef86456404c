"""Verifying: what differs is found, told, and tells whether it has a cause."""

import json

import pytest

from analys.errors import AnalysError, DisclosureError, ParameterError
from analys.paths import KEY_FILE
from analys.verification import IDENTICAL, KNOWN, UNEXPLAINED, list_reports, tell_verdict
from tests.comparing.conftest import row
from tests.comparing.conftest import write_report as write_any
from tests.verification.conftest import KOMMUN, TEXT, edit, sha256


def told(verdict):
    return " ".join(" ".join(tell_verdict(verdict, "rapporten", 110)).split())


def tree(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_report_that_is_made_again_the_same_is_identical(town):
    found = town.verify()

    assert found.exit_code == IDENTICAL
    assert told(found).endswith("Identisk: alla 2 filer är samma, byte för byte.")


def test_it_is_made_of_the_raw_files_and_the_manifests_parameters_alone(town):
    town.verify()

    (asked,) = town.asked
    assert asked.data == {TEXT, f"raw/{KOMMUN}/arbetsbok.xlsx", KEY_FILE}
    assert (asked.parameters.kommun, asked.parameters.lasar) == (KOMMUN, "2025/26")
    assert asked.reports == set()


@pytest.mark.parametrize("error", [None, DisclosureError("Stopp."), KeyboardInterrupt()])
def test_nothing_of_the_users_is_touched_and_nothing_is_left(town, error):
    before = tree(town.data) | tree(town.home)

    def make(target):
        target.mkdir(parents=True)
        (target / "halv.csv").touch()
        if error:
            raise error

    town.make = make
    if isinstance(error, KeyboardInterrupt):
        with pytest.raises(KeyboardInterrupt):
            town.verify()
    else:
        town.verify()

    assert tree(town.data) | tree(town.home) == before
    assert sorted(path.name for path in (town.data / "processed" / KOMMUN).iterdir()) == ["2025-26"]


def test_quick_makes_nothing(town):
    found = town.verify(quick=True)

    assert (found.exit_code, town.asked) == (IDENTICAL, [])
    assert "Rapporten har inte gjorts om." in told(found)


def test_nowhere_to_make_it_again_is_no_verdict(town, monkeypatch):
    def refuse(*arguments, **options):
        raise OSError

    monkeypatch.setattr("analys.verification.room.shutil.copytree", refuse)

    with pytest.raises(AnalysError, match="tillfällig mapp i datakatalogen"):
        town.verify()
    assert sorted(path.name for path in (town.data / "processed" / KOMMUN).iterdir()) == ["2025-26"]


# The files


def test_a_tampered_file_is_named_and_is_no_known_cause(town):
    table = town.folder / "tabeller" / "trend_kommun.csv"
    table.write_bytes(table.read_bytes().replace(b"60,0", b"90,0"))

    found = town.verify(quick=True)

    assert found.exit_code == UNEXPLAINED
    assert "1 fil har ändrats sedan rapporten gjordes: tabeller/trend_kommun.csv." in told(found)


def test_missing_and_foreign_files_are_named(town):
    (town.folder / "tabeller" / "trend_kommun.csv").rename(town.folder / "tabeller" / "annan.csv")

    found = town.verify(quick=True)

    assert found.exit_code == UNEXPLAINED
    assert "1 fil saknas: tabeller/trend_kommun.csv." in told(found)
    assert "1 fil hör inte till rapporten: tabeller/annan.csv." in told(found)


def test_a_file_of_the_users_in_the_folder_is_told_to_be_moved(town):
    (town.folder / "anteckning.txt").touch()

    found = town.verify(quick=True)

    assert found.exit_code == UNEXPLAINED
    assert told(found).endswith("filer som inte hör till rapporten. Flytta dem och verifiera igen.")


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"filer": {"../../x": ""}}'])
def test_a_manifest_that_cannot_be_read_is_a_finding_and_reads_nothing(town, content):
    (town.folder / "manifest.json").write_bytes(content)

    found = town.verify()

    assert (found.exit_code, town.asked) == (UNEXPLAINED, [])
    assert "Rapportens manifest går inte att läsa" in told(found)


# What it was made of


def differ(town):
    """The report made again has another value."""
    town.make = lambda target: town.write(target, "64,0")


CAUSES = {
    "ändrad fil": (lambda town: (town.data / TEXT).write_text("Annat"), f"filen {TEXT} har ändrats"),
    "borta": (lambda town: (town.data / TEXT).unlink(), f"filen {TEXT} är borta"),
    "ny": (
        lambda town: (town.data / TEXT).with_name("syfte.md").write_text("Syfte"),
        f"filen raw/{KOMMUN}/texter/syfte.md är ny",
    ),
    "arbetsboken": (
        lambda town: (town.data / "raw" / KOMMUN / "arbetsbok.xlsx").write_bytes(b"en annan"),
        f"Egna filer: 1 fil är inte som då: raw/{KOMMUN}/arbetsbok.xlsx.",
    ),
}


@pytest.mark.parametrize("name", CAUSES)
def test_what_has_changed_in_the_data_folder_is_a_known_cause(town, name):
    change, part = CAUSES[name]
    change(town)
    differ(town)

    found = town.verify()

    assert found.exit_code == KNOWN
    assert part in told(found)
    assert "Skiljer sig, av en känd orsak: underlaget." in told(found)


def test_the_numbers_that_differ_are_told(town):
    (town.data / TEXT).write_text("Annat", encoding="utf-8")
    differ(town)

    assert "1 uppgift har ett annat värde, och 0 uppgifter skiljer sig på annat sätt" in told(town.verify())
    assert "60 % → 64 % (+4 procentenheter)" in told(town.verify())


def test_what_the_report_hides_is_not_told_by_the_one_made_again(town):
    town.write(town.folder.with_name("2024-25"), "")
    hidden = town.folder.with_name("2024-25")
    town.make = lambda target: town.write(target, "64,0")

    found = town.verify(folder=hidden)

    assert "0 uppgifter har ett annat värde, och 1 uppgift skiljer sig" in told(found)
    assert "64" not in told(found)


def test_another_package_is_a_known_cause(town, monkeypatch):
    monkeypatch.setattr("analys.verification.here.version", lambda name: "0.1")

    found = town.verify(quick=True)

    assert found.exit_code == KNOWN
    assert "0.1 nu" in told(found)
    assert "python start.py" in told(found)


def test_other_code_is_a_known_cause_and_the_commit_is_told(town, monkeypatch):
    edit(town.folder, commit="c" * 40)
    monkeypatch.setattr("analys.verification.here.hash_source", lambda: "f" * 64)

    found = town.verify(quick=True)

    assert found.exit_code == KNOWN
    assert "annan kod, commit cccccccccccc då och" in told(found)
    assert "git checkout cccccccccccc" in told(found)


def test_another_commit_of_the_same_code_is_a_known_cause(town):
    edit(town.folder, commit="c" * 40)

    found = town.verify(quick=True)

    assert found.exit_code == KNOWN
    assert "samma kod, men commit är cccccccccccc då" in told(found)


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"ny_parameter": 1}, "Parametrar som den här versionen inte känner: ny_parameter."),
        ({"troskel": 3}, "Parametern ”troskel” kan inte vara ”3”"),
    ],
)
def test_parameters_that_this_version_cannot_use(town, values, part):
    edit(town.folder, parametrar=values)

    found = town.verify()

    assert (found.exit_code, town.asked) == (KNOWN, [])
    assert part in told(found)


def test_a_parameter_that_the_report_did_not_have_is_told(town):
    manifest = json.loads((town.folder / "manifest.json").read_text(encoding="utf-8"))
    del manifest["parametrar"]["delta_index"]
    (town.folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    found = town.verify(quick=True)

    assert found.exit_code == KNOWN
    assert "delta_index fanns inte då, 0,3 nu" in told(found)


# Without a cause


def test_another_result_of_the_same_is_unexplained(town):
    differ(town)

    found = town.verify()

    assert found.exit_code == UNEXPLAINED
    assert found.redone.andrade == ("manifest.json", "tabeller/trend_kommun.csv")
    assert "Skiljer sig utan känd orsak" in told(found)


def test_a_parameter_that_somebody_changed_in_the_manifest_is_found(town):
    """The files are whole, and the report that is made of the manifest is another."""
    original = (town.folder / "manifest.json").read_bytes()
    edit(town.folder, parametrar={"troskel": 15})

    def make(target):
        town.write(target)
        (target / "manifest.json").write_bytes(original)

    town.make = make
    found = town.verify()

    assert found.exit_code == UNEXPLAINED
    assert town.asked[0].parameters.troskel == 15
    assert found.redone.andrade == ("manifest.json",)


def test_a_report_that_cannot_be_made_again_tells_why(town):
    def make(target):
        raise DisclosureError("Tabellen t1 stoppades.")

    town.make = make
    found = town.verify()

    assert found.exit_code == UNEXPLAINED
    assert "det gick inte. Tabellen t1 stoppades." in told(found)


def test_without_an_imprint_nothing_is_said_of_the_workbook(town):
    (town.data / "processed" / KOMMUN / "2025-26" / "arbete" / "avtryck.json").unlink()

    found = town.verify()

    assert found.exit_code == IDENTICAL
    assert "Arbetsboken och filerna med skyddade elever går inte att jämföra" in told(found)


# Earlier reports


@pytest.fixture
def decided(town):
    """A decided report of the läsår before, which the report was made together with."""
    folder = write_any(
        town.home / KOMMUN / "2024-25", {"trend_kommun": [row("alla_amnen_ak9", "2024/25", "50,0")]},
        lasar="2024/25", kommun=KOMMUN,
    )  # fmt: skip
    earlier = {"lasar": "2024/25", "utgava": 2, "sha256": sha256(folder / "manifest.json"), "skola": ""}
    edit(town.folder, tidigare=[earlier])
    return folder


def test_decided_reports_stand_beside_with_their_number(town, decided):
    decided.rename(decided.with_name("2024-25-utgava-2"))

    town.verify()

    assert town.asked[0].reports == {f"{KOMMUN}/2024-25-utgava-2"}


def test_an_earlier_report_that_is_gone_is_a_known_cause(town, decided):
    (decided / "manifest.json").write_bytes(b"{}")

    found = town.verify(quick=True)

    assert found.exit_code == KNOWN
    assert "2024/25 utgåva 2" in told(found)


def test_only_editions_before_it_stand_beside(town):
    for number, value in enumerate(("51,0", "52,0", "53,0"), 1):
        town.write(town.folder.with_name(f"2025-26-utgava-{number}"), value)
    second = town.folder.with_name("2025-26-utgava-2")

    town.verify(folder=second)

    assert town.asked[0].reports == {f"{KOMMUN}/2025-26-utgava-1"}


# Which reports


def test_a_folder_of_reports_gives_each(town):
    school = town.write(town.home / KOMMUN / "2025-26-skolor" / "10000001")
    hidden = town.home / KOMMUN / ".2025-26-skrivs-abcdefgh" / "ny"
    hidden.mkdir(parents=True)
    (hidden / "manifest.json").touch()

    assert list_reports(town.home) == [town.folder, school]
    assert list_reports(school) == [school]
    with pytest.raises(ParameterError, match="ingen rapport"):
        list_reports(town.data)
