"""Writing: the same bytes from the same seed, and switches that change what they should and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analys.demo import write_demo
from analys.demo.kontroll import committed_checksums, make_checksums
from analys.errors import ParameterError

SMALL = {"elever_per_arskull": 60, "antal_skolor": 6, "antal_lasar": 3}


def write(folder: Path, **settings: object) -> dict[str, bytes]:
    """Content of a small set's files by path below the municipality's folder."""
    paths = write_demo(folder, **SMALL | settings)  # type: ignore[arg-type]
    return {path.relative_to(folder / "raw").as_posix().split("/", 1)[1]: path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def standard(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return write(tmp_path_factory.mktemp("standard"))


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> set[str]:
    assert one.keys() == other.keys()
    return {
        name.rsplit("/", 1)[-1].split(".")[0].split("_9999")[0] for name in one if one[name] != other[name]
    }


def test_same_seed_same_bytes_in_another_folder(standard: dict[str, bytes], tmp_path: Path):
    assert write(tmp_path / "a folder å") == standard


def test_another_seed_gives_other_pupils(standard: dict[str, bytes], tmp_path: Path):
    other = write(tmp_path, slumpfro=7)
    assert other["elevregister_2025-26.csv"] != standard["elevregister_2025-26.csv"]


def test_the_default_set_is_what_the_committed_checksums_say(exempelkommun: Path):
    root = exempelkommun / "raw" / "9999"
    wanted = committed_checksums()
    assert make_checksums(root, (root / name for name in wanted)) == wanted
    size = sum((root / name).stat().st_size for name in wanted)
    assert size < 40_000_000


def test_every_file_of_a_set_is_named_in_its_note(standard: dict[str, bytes]):
    note = json.loads(standard["kontrollsummor.json"])
    assert note.keys() == standard.keys() - {"kontrollsummor.json"}
    assert "kolada/hamtningar.json" in note


NOTES = {"sanning", "kontrollsummor"}


def test_the_null_municipality_changes_results_only(standard: dict[str, bytes], tmp_path: Path):
    changed = differing(standard, write(tmp_path, modell="noll"))
    assert {"slutbetyg_ak9", "betyg_ak6", "np_ak9"} <= changed
    assert not changed & {
        "franvaro",
        "skolenheter",
        "skyddade",
        "elevregister_2025-26",
        "elevregister_2023-24",
    }


@pytest.mark.parametrize("modell", ["mar", "mnar"])
def test_missing_absence_changes_the_absence_files_only(
    standard: dict[str, bytes], tmp_path: Path, modell: str
):
    other = write(tmp_path, modell=modell)
    assert differing(standard, other) == {"franvaro", *NOTES}
    kept, whole = (files["2025-26/franvaro.csv"].splitlines() for files in (other, standard))
    assert len(kept) < 0.97 * len(whole)


def test_without_mobility_nobody_comes_goes_or_changes_school(tmp_path: Path):
    files = write(tmp_path, modell="utan_rorlighet")
    registers = [
        {
            tuple(line.split(";")[1:4:2]): line.split(";")[2]
            for line in content.decode("utf-8-sig").splitlines()[1:]
        }
        for content in (files[f"elevregister_{lasar}.csv"] for lasar in ("2024-25", "2025-26"))
    ]
    before, after = registers
    moved_up = {(number, str(int(ak) + 1)) for number, ak in before if ak != "9"}
    assert moved_up == {key for key in after if key[1] != "0"}
    # 2023/24 was the closed school's last läsår, so nothing but the change before åk 7 is left.
    changed = [
        key for key in moved_up if key[1] != "7" and after[key] != before[(key[0], str(int(key[1]) - 1))]
    ]
    assert changed == []


def test_a_smaller_set_leaves_nothing_of_a_larger_one(tmp_path: Path):
    write(tmp_path)
    own = tmp_path / "raw" / "9999" / "rattelser.yml"
    own.write_text("egen fil", encoding="utf-8")
    write(tmp_path, antal_lasar=2)
    assert not list((tmp_path / "raw" / "9999" / "2023-24").glob("*"))
    assert own.exists()


def test_another_municipality_code_never_touches_the_store_of_real_answers(tmp_path: Path):
    write_demo(tmp_path, **SMALL, kommun="9990")
    assert [path.name for path in (tmp_path / "raw").iterdir()] == ["9990"]
    assert not (tmp_path / "raw" / "9990" / "kolada").exists()


def test_the_truth_says_what_made_the_set(standard: dict[str, bytes], exempelkommun: Path):
    small = json.loads(standard["sanning.json"])
    assert small["installningar"] == {**SMALL, "slumpfro": 2026, "kommun": "9999", "modell": "standard"}
    assert small["kontrollsiffror"] == "giltiga"
    assert small["estimander"] is None  # they belong to the default schools
    whole = json.loads((exempelkommun / "raw" / "9999" / "sanning.json").read_text(encoding="utf-8"))
    assert whole["estimander"]["antal_elever_ak9"] >= 1_000_000
    assert whole["parametrar"]["pojkar_ikapp_per_ar"] > 0


def test_impossible_settings_are_refused_in_swedish(tmp_path: Path):
    with pytest.raises(ParameterError) as error:
        write_demo(tmp_path, antal_skolor=2, antal_lasar=0, modell="fel", elever_per_arskull=1, slumpfro=-1)
    text = str(error.value)
    for word in ("modellen ”fel”", "skolor", "läsår", "årskull", "slumpfröet"):
        assert word in text.lower()
    assert list(tmp_path.iterdir()) == []
