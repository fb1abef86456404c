"""Imprints: they tell that a file is another, to those who have the key, and nothing else."""

import json

from analys.imprints import FILE, MOST, compare_imprint, save_imprint
from analys.parameters import make_parameters
from analys.paths import KEY_FILE
from analys.underlag import Underlag
from tests.verification.conftest import sha256


def make_run(tmp_path, name="data", **values):
    raw = tmp_path / name / "raw" / "1961"
    (raw / "2025-26").mkdir(parents=True)
    (raw / "arbetsbok.xlsx").write_bytes(b"bok")
    (raw / "2025-26" / "skyddade.csv").write_bytes(b"nummer")
    (raw / "skolenheter.csv").write_bytes(b"skolor")
    return Underlag(make_parameters({"kommun": "1961", "lasar": "2025/26"} | values), tmp_path / name)


def kept(run):
    return json.loads((run.work / FILE).read_text(encoding="utf-8"))


def test_what_is_another_gone_or_new_is_named(tmp_path):
    run = make_run(tmp_path)
    save_imprint(run, "a" * 64)
    assert compare_imprint(run, "a" * 64) == ()

    raw = run.data / "raw" / "1961"
    (raw / "arbetsbok.xlsx").write_bytes(b"en annan bok")
    (raw / "2025-26" / "skyddade.csv").unlink()
    (raw / "rattelser.yml").touch()

    assert compare_imprint(run, "a" * 64) == (
        "raw/1961/2025-26/skyddade.csv",
        "raw/1961/arbetsbok.xlsx",
        "raw/1961/rattelser.yml",
    )


def test_another_report_is_not_known(tmp_path):
    run = make_run(tmp_path)
    save_imprint(run, "a" * 64)

    assert compare_imprint(run, "b" * 64) is None


def test_the_same_file_has_another_imprint_under_another_key(tmp_path):
    first, second = make_run(tmp_path, "en"), make_run(tmp_path, "två")
    for run in (first, second):
        save_imprint(run, "a" * 64)

    mine, others = (kept(run)["a" * 64]["raw/1961/arbetsbok.xlsx"] for run in (first, second))
    assert mine != others
    assert sha256(first.data / "raw" / "1961" / "arbetsbok.xlsx")[:24] not in (mine, others)


def test_asking_makes_no_key(tmp_path):
    run = make_run(tmp_path)
    save_imprint(run, "a" * 64)
    (run.data / KEY_FILE).unlink()

    assert compare_imprint(run, "a" * 64) is None
    assert not (run.data / KEY_FILE).exists()


def test_the_logotype_is_among_them(tmp_path):
    run = make_run(tmp_path, logotyp="bilder/vapen.svg")
    (run.data / "bilder").mkdir()
    (run.data / "bilder" / "vapen.svg").write_text("<svg/>", encoding="utf-8")
    save_imprint(run, "a" * 64)
    (run.data / "bilder" / "vapen.svg").write_text("<svg />", encoding="utf-8")

    assert compare_imprint(run, "a" * 64) == ("bilder/vapen.svg",)


def test_the_oldest_goes_first(tmp_path):
    run = make_run(tmp_path)
    run.work.mkdir(parents=True)
    full = {f"{number:064d}": {} for number in range(MOST)}
    (run.work / FILE).write_text(json.dumps(full), encoding="utf-8")

    save_imprint(run, "a" * 64)

    names = list(kept(run))
    assert (len(names), names[0], names[-1]) == (MOST, f"{1:064d}", "a" * 64)


def test_what_is_no_imprint_is_passed_over(tmp_path):
    run = make_run(tmp_path)
    run.work.mkdir(parents=True)
    for content in ("[", "[]", '{"a": 1}', "[" * 100_000):
        (run.work / FILE).write_text(content, encoding="utf-8")
        assert compare_imprint(run, "a" * 64) is None
    save_imprint(run, "a" * 64)
    assert compare_imprint(run, "a" * 64) == ()
