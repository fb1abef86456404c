"""The whole inspection on small folders."""

import pytest

from analys.inspection import checks, registry
from analys.inspection.faults import Fault, Inspection


def test_a_sound_report_passes(made):
    inspection = made.inspect(**{"analys.log": "Rapporten är klar."})

    assert inspection.message() == ""
    assert inspection.sound


def test_an_unknown_kind_of_file_is_a_fault_and_its_name_is_not_told(report):
    (report.folder / "Anna Lind.xyz").write_text("hej", encoding="utf-8")

    report.expect("av ett slag som rapporter inte har", "Anna", "Lind")


@pytest.mark.parametrize("name", ["a.html", "a.pdf", "a.csv", "a.json", "a.docx", "a.pptx", "a.xlsx"])
def test_a_file_that_cannot_be_read_is_a_fault(report, name):
    (report.folder / name).write_bytes(b"\xff\xfe 20100101-2384")
    report.settle()

    inspection = report.expect("Filen kan inte granskas", "2384")

    assert [fault.fil for fault in inspection.faults] == [name]


def test_a_link_out_of_the_folder_is_not_followed(report, tmp_path):
    (tmp_path / "annan.csv").write_text("x", encoding="utf-8")
    try:
        (report.folder / "l.csv").symlink_to(tmp_path / "annan.csv")
    except OSError:
        pytest.skip("no links here")

    report.expect("av ett slag som rapporter inte har")


def test_every_check_is_wired_in():
    from pkgutil import iter_modules

    named = {module.name for module in iter_modules(checks.__path__)}

    assert {check.__module__.rpartition(".")[2] for check in registry.CHECKS} == named
    assert len(registry.CHECKS) == len(named)


def test_alike_faults_are_told_together():
    faults = [Fault("a.csv", f"rad {n}", "Fel.", "Rätta.") for n in range(2, 12)]

    message = Inspection((*faults, Fault("b.pdf", "", "Fel.", "Rätta."))).message()

    assert message.count("Fel.") == 1
    assert "a.csv, rad 2, rad 3, rad 4, rad 5, rad 6, rad 7, och 4 ställen till; b.pdf" in message


def test_the_subject_does_not_tell_what_it_holds(made):
    assert "Lind" not in repr(made.subject) and "k" * 8 not in repr(made.subject)
