"""From raw files to processed ones: what is derived, dropped, left out, counted and kept."""

import json
import os
import stat

import pandas as pd
import pytest

import analys.pseudonyms
from analys.cleaning import list_columns, load_manifest, load_processed, make_empty, prepare
from analys.cleaning.sorting import ANNAT_LASAR, ANPASSAD, check_balance
from analys.contracts import LAYOUTS
from analys.errors import AnalysError, InputError

LASAR = ["2024/25", "2025/26"]


def run(underlag, **options):
    return prepare(underlag.data, underlag.kommun, LASAR, run_lasar="2025/26", **options)


def test_slutbetyg_comes_out_derived_typed_and_without_names(underlag):
    underlag.write_complete()
    # Serial 980 is a girl's, TF10 a boy's.
    rows = [
        underlag.row("slutbetyg_ak9", 0, Ma="E", ML="2", Klass="9999999999"),
        underlag.row("slutbetyg_ak9", PersonNr="20091224TF10", Sv="", Sva="C"),
    ]
    underlag.write("slutbetyg_ak9", rows)
    underlag.write("skyddade", [underlag.row("skyddade", PersonNr="20091224TF10")])
    frame = load_processed(run(underlag), "slutbetyg_ak9")
    assert list(frame.columns[:7]) == ["elev", "lasar", "skolenhet", "klass", "kon", "fodelsear", "skyddad"]
    assert frame["kon"].tolist() == ["flicka", "pojke"]
    assert frame["fodelsear"].tolist() == [2010, 2009]
    assert frame["skyddad"].tolist() == [False, True]
    assert frame["lasar"].tolist() == ["2025/26"] * 2
    assert frame["skolenhet"].tolist() == ["99990001"] * 2
    assert frame["klass"].isna().tolist() == [True, False]
    assert frame["Ma"].tolist() == ["E", "C"]
    assert frame["ML"].iloc[0] == "2"
    assert frame["Sva"].isna().tolist() == [True, False]
    assert not {"Fornamn", "Efternamn", "PersonNr", "System"} & set(frame.columns)


def test_every_kind_has_its_columns_and_types_with_and_without_rows(underlag):
    underlag.write_complete()
    for kind in ("betyg_ak6", "np_ak3", "np_ak6", "np_ak9", "franvaro"):
        underlag.write(kind, [underlag.row(kind)])
    underlag.write("skyddade", [], header=True)
    folder = run(underlag)
    for kind in [*LAYOUTS, "radrakning", "bortsorterade", "namnhashar", "namndelar"]:
        if kind == "skyddade":
            continue
        frame, empty = load_processed(folder, kind), make_empty(kind)
        assert list(frame.columns) == list(empty.columns) == list(list_columns(kind))
        assert frame.dtypes.astype("str").to_dict() == empty.dtypes.astype("str").to_dict(), kind


def test_a_kind_without_files_gives_no_rows(underlag):
    underlag.write_complete()
    frame = load_processed(run(underlag), "franvaro")
    assert len(frame) == 0
    assert list(frame.columns) == list(list_columns("franvaro"))


def test_the_protected_list_is_not_stored(underlag):
    underlag.write_complete()
    underlag.write("skyddade", [underlag.row("skyddade", 1)])
    folder = run(underlag)
    assert not (folder / "skyddade.parquet").exists()
    assert "skyddade" not in (folder / "manifest.json").read_text(encoding="utf-8")
    assert "skyddade" not in set(load_processed(folder, "radrakning")["slag"])
    with pytest.raises(KeyError):
        load_processed(folder, "skyddade")


def test_register_absence_and_schools_have_lower_case_columns_and_numbers(underlag):
    underlag.write_complete()
    underlag.write("elevregister", [underlag.row("elevregister", Nyinvandrad="1", Foraldrautbildning="")])
    underlag.write("franvaro", [underlag.row("franvaro", Ogiltig_min="")])
    folder = run(underlag)
    pupil = load_processed(folder, "elevregister").iloc[0]
    assert (pupil["arskurs"], pupil["skolform"], pupil["nyinvandrad"]) == (9, "GR", True)
    assert pd.isna(pupil["foraldrautbildning"])
    absence = load_processed(folder, "franvaro").iloc[0]
    assert (absence["erbjudna_min"], absence["giltig_min"], absence["termin"]) == (20000, 900, "HT")
    assert pd.isna(absence["ogiltig_min"])
    school = load_processed(folder, "skolenheter").iloc[0]
    assert (school["skolenhet"], school["namn"], school["fran_lasar"]) == (
        "99990001",
        "Björkskolan",
        "2016/17",
    )
    assert pd.isna(school["till_lasar"])


def test_rows_in_are_rows_out_and_rows_left_out_with_a_reason(underlag):
    underlag.write_complete()
    register = [
        underlag.row("elevregister", 0),
        underlag.row("elevregister", 1, Skolform="ANP"),
        underlag.row("elevregister", 1, Lasar="2024/25"),
        underlag.row("elevregister", 2, Lasar="2019/20"),
    ]
    underlag.write("elevregister", register)
    results = [underlag.row("slutbetyg_ak9", i) for i in (0, 1, 2, 2)]
    underlag.write("slutbetyg_ak9", results)
    # The pupil went to grundskola the year before, so those results count.
    underlag.write("np_ak3", [underlag.row("np_ak3", 1, Datum="2025-05-01")], lasar="2024-25")
    folder = run(underlag)
    counts = load_processed(folder, "radrakning").set_index(["slag", "lasar"])
    assert counts.loc[("slutbetyg_ak9", "2025/26")].tolist() == [
        "raw/1234/2025-26/slutbetyg_ak9.csv",
        4,
        2,
    ]
    assert counts.loc[("elevregister", "2025/26"), ["rader_in", "rader_ut"]].tolist() == [2, 2]
    assert counts.loc[("elevregister", "2019/20"), ["rader_in", "rader_ut"]].tolist() == [1, 0]
    assert counts.loc[("np_ak3", "2024/25"), ["rader_in", "rader_ut"]].tolist() == [1, 1]
    assert counts.loc[("skolenheter", ""), ["rader_in", "rader_ut"]].tolist() == [2, 2]
    left_out = load_processed(folder, "bortsorterade")
    assert set(
        zip(left_out["slag"], left_out["lasar"], left_out["skal"], left_out["antal"], strict=True)
    ) == {
        ("elevregister", "2019/20", ANNAT_LASAR, 1),
        ("slutbetyg_ak9", "2025/26", ANPASSAD, 1),
        ("slutbetyg_ak9", "2025/26", "Raden finns flera gånger med samma innehåll", 1),
    }
    assert len(load_processed(folder, "slutbetyg_ak9")) == 2


def test_accounts_that_do_not_balance_stop_the_run():
    counts = pd.DataFrame(
        {"slag": ["np_ak3"], "lasar": ["2025/26"], "fil": ["a.csv"], "rader_in": [10], "rader_ut": [8]}
    )
    left_out = pd.DataFrame(
        {"slag": ["np_ak3"], "lasar": ["2025/26"], "fil": ["a.csv"], "skal": ["x"], "antal": [2]}
    )
    check_balance(counts, left_out)
    with pytest.raises(AnalysError, match=r"a\.csv"):
        check_balance(counts, left_out.assign(antal=1))


def test_rows_stand_by_lasar_school_and_file_order(underlag):
    underlag.write_complete()
    rows = [
        underlag.row("slutbetyg_ak9", i, Skolenhetskod=f"9999000{2 - i % 2}", Klass=str(i)) for i in range(6)
    ]
    underlag.write("slutbetyg_ak9", rows)
    earlier = [underlag.row("slutbetyg_ak9", i, Datum="2025-06-10", Klass=f"f{i}") for i in (8, 7)]
    underlag.write("slutbetyg_ak9", earlier, lasar="2024-25")
    assert load_processed(run(underlag), "slutbetyg_ak9")["klass"].tolist() == [
        "f8",
        "f7",
        "1",
        "3",
        "5",
        "0",
        "2",
        "4",
    ]


def test_two_keys_give_the_same_frames_apart_from_the_pseudonyms(underlag):
    underlag.write_complete(pupils=8)
    underlag.write("franvaro", [underlag.row("franvaro", i) for i in range(8)])
    first = run(underlag)
    kinds = ["slutbetyg_ak9", "elevregister", "franvaro", "skolenheter", "radrakning", "bortsorterade"]
    before = {kind: load_processed(first, kind) for kind in kinds}
    manifest = (first / "manifest.json").read_bytes()
    (underlag.data / ".nyckel").unlink()
    after = {kind: load_processed(run(underlag), kind) for kind in kinds}
    assert (first / "manifest.json").read_bytes() == manifest
    for kind in kinds:
        same = [name for name in before[kind] if name != "elev"]
        pd.testing.assert_frame_equal(before[kind][same], after[kind][same])
        if "elev" in before[kind]:
            assert not set(before[kind]["elev"]) & set(after[kind]["elev"])
            # The same pupil is the same pupil everywhere, with either key.
            assert (pd.factorize(before[kind]["elev"])[0] == pd.factorize(after[kind]["elev"])[0]).all()


def test_a_pupil_has_one_pseudonym_in_all_kinds(underlag):
    underlag.write_complete()
    folder = run(underlag)
    pupils = [set(load_processed(folder, kind)["elev"]) for kind in ("slutbetyg_ak9", "elevregister")]
    assert pupils[0] == pupils[1]
    assert len(pupils[0]) == 4


def test_nothing_of_the_input_identifies_a_pupil_in_the_processed_files(underlag):
    underlag.write_complete()
    folder = run(underlag)
    content = b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
    for kind in ("slutbetyg_ak9", "elevregister", "namnhashar", "namndelar"):
        content += load_processed(folder, kind).to_csv().encode()
    assert [s for s in underlag.secrets() if s.encode() in content] == []


def test_the_manifest_says_what_the_folder_depends_on(underlag):
    import hashlib

    underlag.write_complete()
    folder = run(underlag)
    manifest = load_manifest(folder)
    path = underlag.data / "raw" / "1234" / "2025-26" / "slutbetyg_ak9.csv"
    assert manifest["indata"]["raw/1234/2025-26/slutbetyg_ak9.csv"] == (
        hashlib.sha256(path.read_bytes()).hexdigest()
    )
    assert list(manifest["indata"]) == sorted(manifest["indata"])
    assert set(manifest["versioner"]) == {"pandas", "pyarrow", "python"}
    assert manifest["versioner"]["python"].count(".") == 1
    assert manifest["rader"]["slutbetyg_ak9"] == 4
    assert str(underlag.data) not in json.dumps(manifest)


def test_an_unchanged_folder_is_used_again_and_a_changed_one_is_not(underlag, monkeypatch):
    underlag.write_complete()
    folder = run(underlag)
    made = (folder / "slutbetyg_ak9.parquet").stat().st_mtime_ns

    def read_again():
        run(underlag)
        return (folder / "slutbetyg_ak9.parquet").stat().st_mtime_ns

    assert read_again() == made
    underlag.write("skyddade", [underlag.row("skyddade", 1)])
    changed = read_again()
    assert changed != made
    assert load_processed(folder, "slutbetyg_ak9")["skyddad"].sum() == 1
    assert prepare(underlag.data, "1234", LASAR, run_lasar="2025/26", kontrollsiffra=False) == folder
    assert (folder / "slutbetyg_ak9.parquet").stat().st_mtime_ns != changed
    run(underlag)
    monkeypatch.setattr("analys.cleaning.store.hash_code", lambda: "annan kod")
    before = (folder / "slutbetyg_ak9.parquet").stat().st_mtime_ns
    assert read_again() != before


def test_a_missing_parquet_file_is_made_again(underlag):
    underlag.write_complete()
    folder = run(underlag)
    (folder / "elevregister.parquet").unlink()
    assert len(load_processed(run(underlag), "elevregister")) == 4


def test_lasar_may_be_spelled_either_way(underlag):
    underlag.write_complete()
    first = run(underlag)
    manifest = load_manifest(first)
    assert manifest["lasar_i_trend"] == LASAR
    assert prepare(underlag.data, "1234", ["2025-26", "2024-25"], run_lasar="2025-26") == first
    assert load_manifest(first) == manifest


def test_faults_write_nothing(underlag):
    underlag.write_complete()
    underlag.write("slutbetyg_ak9", [underlag.row("slutbetyg_ak9", Ma="G")])
    with pytest.raises(InputError):
        run(underlag)
    assert sorted(p.name for p in underlag.data.iterdir()) == ["raw"]


def test_an_interrupted_writing_leaves_no_half_folder(underlag, monkeypatch):
    underlag.write_complete()
    folder = run(underlag)
    (folder / "arbete").mkdir()
    underlag.write("slutbetyg_ak9", [underlag.row("slutbetyg_ak9", i) for i in range(2)])

    def full(*_args, **_options):
        raise OSError("full")

    with monkeypatch.context() as patch:
        patch.setattr(pd.DataFrame, "to_parquet", full)
        with pytest.raises(AnalysError, match="går inte att skriva"):
            run(underlag)
    assert len(load_processed(folder, "slutbetyg_ak9")) == 4
    assert [p.name for p in folder.parent.iterdir()] == ["2025-26"]
    assert len(load_processed(run(underlag), "slutbetyg_ak9")) == 2
    assert (folder / "arbete").is_dir()


def test_a_kind_that_is_no_longer_delivered_leaves_the_folder(underlag):
    underlag.write_complete()
    path = underlag.write("np_ak3", [underlag.row("np_ak3")])
    assert len(load_processed(run(underlag), "np_ak3")) == 1
    path.unlink()
    assert len(load_processed(run(underlag), "np_ak3")) == 0


def test_a_folder_without_manifest_is_not_read(underlag):
    underlag.write_complete()
    folder = run(underlag)
    (folder / "manifest.json").unlink()
    with pytest.raises(AnalysError, match="saknas eller är inte hela"):
        load_processed(folder, "slutbetyg_ak9")


@pytest.mark.skipif(os.name != "posix", reason="behörighetsbitar finns bara i POSIX")
def test_the_folder_and_the_key_are_for_their_owner_only(underlag):
    underlag.write_complete()
    folder = run(underlag)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((underlag.data / ".nyckel").stat().st_mode) == 0o600


def test_the_demo_municipality_has_a_fixed_key_and_makes_no_file(underlag):
    underlag.kommun = "9999"
    underlag.write_complete()
    folder = run(underlag)
    assert not (underlag.data / ".nyckel").exists()
    number = pd.Series([underlag.row("slutbetyg_ak9", 0)["PersonNr"]], dtype="str")
    expected = analys.pseudonyms.make_pseudonyms(number, analys.pseudonyms.DEMO_KEY)
    assert load_processed(folder, "slutbetyg_ak9")["elev"].iloc[0] == expected.iloc[0]


# The window is 2024/25–2025/26, so that the läsår before it are 2021/22–2023/24.
EARLIER = {"2020-21": 0, "2021-22": 1, "2023-24": 2}


@pytest.fixture
def with_earlier(underlag):
    """Åk 6 of three läsår before the window, the first of them too far back, beside files of other kinds."""
    underlag.write_complete()
    for folder, index in EARLIER.items():
        datum = f"20{folder[-2:]}-06-15"
        for kind in ("betyg_ak6", "np_ak6", "np_ak9"):
            underlag.write(kind, [underlag.row(kind, index, Datum=datum)], lasar=folder)
    underlag.write("betyg_ak6", [underlag.row("betyg_ak6", 3)])
    return underlag


def test_what_pupils_did_in_ak_6_is_read_of_three_lasar_before(with_earlier):
    folder = run(with_earlier)
    assert load_processed(folder, "betyg_ak6")["lasar"].tolist() == ["2025/26"]
    assert load_processed(folder, "betyg_ak6_tidigare")["lasar"].tolist() == ["2021/22", "2023/24"]
    assert load_processed(folder, "np_ak6").empty
    assert load_processed(folder, "np_ak6_tidigare")["lasar"].tolist() == ["2021/22", "2023/24"]
    assert load_processed(folder, "np_ak9").empty
    earlier = load_processed(folder, "betyg_ak6_tidigare")
    assert list(earlier.columns) == list(list_columns("betyg_ak6"))
    # The same pupil has the same pseudonym wherever the row is stored.
    pupils = load_processed(folder, "elevregister")["elev"]
    assert set(earlier["elev"]) == {pupils[1], pupils[2]}
    counts = load_processed(folder, "radrakning").set_index(["slag", "lasar"])["rader_ut"]
    assert counts["betyg_ak6"].to_dict() == {"2021/22": 1, "2023/24": 1, "2025/26": 1}
    assert "np_ak9" not in counts
    files = load_manifest(folder)["indata"]
    assert "raw/1234/2021-22/betyg_ak6.csv" in files
    assert not any("2020-21" in fil or "/2021-22/np_ak9" in fil for fil in files)


def test_without_earlier_files_nothing_is_stored_for_them(with_earlier):
    folder = run(with_earlier)
    assert (folder / "betyg_ak6_tidigare.parquet").exists()
    for name in EARLIER:
        for kind in ("betyg_ak6", "np_ak6"):
            (with_earlier.data / "raw" / "1234" / name / f"{kind}.csv").unlink()
    folder = run(with_earlier)
    assert not (folder / "betyg_ak6_tidigare.parquet").exists()
    assert load_processed(folder, "betyg_ak6_tidigare").empty
    assert "betyg_ak6_tidigare" not in load_manifest(folder)["rader"]


def test_a_fault_in_an_earlier_file_is_told_and_other_files_beside_are_not_asked_about(with_earlier):
    base = with_earlier.data / "raw" / "1234"
    (base / "2021-22" / "minnesanteckning.csv").write_text("x", encoding="utf-8")
    (base / "2021-22" / "np_ak9.csv").write_text("x", encoding="utf-8")
    run(with_earlier)
    with_earlier.write(
        "betyg_ak6", [with_earlier.row("betyg_ak6", Ma="X", Datum="2022-06-15")], lasar="2021-22"
    )
    with pytest.raises(InputError) as caught:
        run(with_earlier)
    (problem,) = caught.value.problems
    assert (problem.fil, problem.kolumn, problem.rader) == ("raw/1234/2021-22/betyg_ak6.csv", "Ma", (1,))
