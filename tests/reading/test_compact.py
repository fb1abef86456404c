"""Shorter NP files: what may be left out is missing afterwards, and never makes a number wrong."""

import pandas as pd
import pytest

from analys.cleaning import clean_frames
from analys.contracts import LAYOUTS
from analys.errors import InputError
from analys.importing.recognise import recognise_folder
from analys.indicators.registry import REGISTRY
from analys.reading import read_folder

LASAR = ["2025/26"]
PUPIL = ("Datum", "PersonNr", "Skolenhetskod")
MA_PR = tuple(f"MA_{part}_PR" for part in ("A", "B", "C", "D", "E", "F", "G"))
SV_PR = ("SV_KURSPLAN", *(f"SV_{part}_PR" for part in "ABCDEFGH"))


def write_columns(underlag, kind, names, rows, *, header=True, name=""):
    lines = [";".join(row[column] for column in names) for row in rows]
    underlag.write_bytes(kind, "\n".join([";".join(names)] * header + lines).encode(), name=name)


def read(underlag, kind):
    return read_folder(underlag.data, "1234", LASAR).frames[kind]


def fault(underlag):
    with pytest.raises(InputError) as caught:
        read_folder(underlag.data, "1234", LASAR)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("kind", "names", "cells"),
    [
        ("np_ak9", (*PUPIL, "MA_PROVB"), {"MA_PROVB": "C"}),
        ("np_ak9", ("NO_PROVB", *PUPIL, "NO_PROV", "System"), {"NO_PROVB": "77", "NO_PROV": "FY"}),
        ("np_ak6", (*PUPIL, "SV_KURSPLAN", "SV_PROVB", "EN_PROVB"), {"SV_KURSPLAN": "2", "SV_PROVB": "E"}),
        ("np_ak3", (*PUPIL, *MA_PR), dict.fromkeys(MA_PR, "1")),
        ("np_ak3", (*PUPIL, *MA_PR[:-1], "MA_G1_PR", "MA_G2_PR", "MA_GRUPP"), {"MA_GRUPP": "3A"}),
    ],
)
def test_a_header_may_leave_whole_subjects_and_details_out(underlag, kind, names, cells):
    underlag.write_complete()
    rows = [underlag.row(kind, i, **cells) for i in range(3)]
    write_columns(underlag, kind, names, rows)
    frame = read(underlag, kind)
    assert frame[list(names)].to_dict("records") == [{name: row[name] for name in names} for row in rows]
    absent = [name for name in LAYOUTS[kind].names if name not in names]
    assert (frame[absent] == "").all(axis=None)
    assert frame["rad"].tolist() == [2, 3, 4]
    assert (frame.dtypes[absent] == "str").all()


@pytest.mark.parametrize(
    ("kind", "names", "vad"),
    [
        ("np_ak9", ("PersonNr", "Skolenhetskod", "MA_PROVB"), "Saknas: Datum."),
        ("np_ak9", (*PUPIL, "MA_A_DELT", "MA_GRUPP"), "Saknas: MA_PROVB."),
        ("np_ak9", (*PUPIL, "MA_PROVB", "SV_PROVB"), "Saknas: SV_KURSPLAN."),
        ("np_ak9", (*PUPIL, "MA_PROVB", "SO_PROVB"), "Saknas: SO_PROV."),
        ("np_ak6", PUPIL, "Saknas: MA_PROVB, SV_KURSPLAN, SV_PROVB, EN_PROVB."),
        ("np_ak3", (*PUPIL, *MA_PR[:-1]), "Saknas: MA_G_PR."),
        ("np_ak3", (*PUPIL, *MA_PR[:-1], "MA_G1_PR"), "Saknas: MA_G_PR."),
        ("np_ak3", (*PUPIL, *MA_PR, "SV_KURSPLAN", "SV_A_PR"), f"Saknas: {', '.join(SV_PR[2:])}."),
    ],
)
def test_half_a_subject_is_a_fault(underlag, kind, names, vad):
    underlag.write_complete()
    write_columns(underlag, kind, names, [underlag.row(kind)])
    problem = fault(underlag)
    assert (problem.vad, problem.rader) == (f"Rubrikraden stämmer inte. {vad}", (1,))
    assert "minst ett ämne" in problem.gor


def test_an_unknown_column_is_a_fault(underlag):
    underlag.write_complete()
    row = underlag.row("np_ak9") | {"Okant": "x"}
    write_columns(underlag, "np_ak9", (*PUPIL, "MA_PROVB", "Okant"), [row])
    assert fault(underlag).vad == "Rubrikraden stämmer inte. Okänt namn på plats: 5."


def test_a_repeated_column_is_a_fault(underlag):
    underlag.write_complete()
    write_columns(underlag, "np_ak9", (*PUPIL, "MA_PROVB", "MA_PROVB"), [underlag.row("np_ak9")])
    assert fault(underlag).vad == "Rubrikraden stämmer inte. En kolumn förekommer flera gånger."


@pytest.mark.parametrize(
    ("kind", "names"), [(kind, names) for kind, layout in LAYOUTS.items() for names in layout.compact]
)
def test_declared_shorter_files_need_no_header(underlag, kind, names):
    underlag.write_complete()
    rows = [underlag.row(kind, i) | {"SV_KURSPLAN": "1"} for i in range(2)]
    write_columns(underlag, kind, names, rows, header=False)
    frame = read(underlag, kind)
    assert frame[list(names)].to_dict("records") == [{name: row[name] for name in names} for row in rows]


def test_numbers_of_columns_tell_the_declared_files_apart():
    whole = {kind: {len(layout.columns)} for kind, layout in LAYOUTS.items()}
    shorter = [len(names) for layout in LAYOUTS.values() for names in layout.compact]
    assert sorted(shorter) == [9, 12, 13, 18, 23, 25]
    assert not set(shorter) & set.union(*whole.values())


def test_declared_shorter_files_can_be_read():
    for layout in LAYOUTS.values():
        for names in layout.compact:
            assert layout.lacks(names) == []
        assert layout.lacks(layout.names) == []


def test_another_number_of_columns_asks_for_a_header(underlag):
    underlag.write_complete()
    underlag.write_bytes("np_ak9", b"a;b;c;d\n")
    problem = fault(underlag)
    assert problem.vad == ("Filen har 4 kolumner, men nationella prov årskurs 9 ska ha 32, 13 eller 18.")
    assert problem.gor.endswith("Har filen färre kolumner måste den ha en rubrikrad.")


def test_a_short_row_under_a_short_header_is_counted_against_it(underlag):
    underlag.write_complete()
    underlag.write_bytes("np_ak9", b"Datum;PersonNr;Skolenhetskod;MA_PROVB\na;b;c\na;b;c;d\n")
    problem = fault(underlag)
    assert problem.vad.endswith("Nationella prov årskurs 9 ska ha 4 enligt rubrikraden.")
    assert problem.rader == (2,)


# --- what becomes of the numbers ---


def values(underlag, code):
    """The indicator per pupil, in the order of personnummer."""
    frames = read_folder(underlag.data, "1234", LASAR).frames
    kind = REGISTRY[code].kind
    number = frames[kind].sort_values(["Skolenhetskod", "fil", "rad"])["PersonNr"].to_numpy()
    cleaned = clean_frames(frames, LASAR, b"k" * 32)[kind]
    computed = REGISTRY[code].compute(cleaned).to_numpy()
    return pd.Series(computed, index=number).sort_index().tolist()


def test_a_subject_left_out_is_missing_and_not_wrong(underlag):
    underlag.write_complete()
    rows = [underlag.row("np_ak3", i, **dict.fromkeys(MA_PR, "1")) for i in range(2)]
    rows[1] |= {"MA_C_PR": "0"}
    write_columns(underlag, "np_ak3", (*PUPIL, *MA_PR), rows)
    assert sorted(values(underlag, "np_ak3_ma")) == [0, 1]
    for code in ("np_ak3_svsva", "np_ak3_sv", "np_ak3_sva"):
        assert pd.isna(values(underlag, code)).all()


def test_a_school_that_leaves_a_subject_out_does_not_change_the_others(underlag):
    underlag.write_complete()
    whole = underlag.row("np_ak3", 0, **dict.fromkeys((*MA_PR, *SV_PR), "1"))
    underlag.write("np_ak3", [whole], name="np_ak3_a.csv")
    short = underlag.row("np_ak3", 1, Skolenhetskod="99990002", **dict.fromkeys(MA_PR, "1"))
    write_columns(underlag, "np_ak3", (*PUPIL, *MA_PR), [short], name="np_ak3_b.csv")
    assert values(underlag, "np_ak3_ma") == [1, 1]
    # The second pupil has no part in Sv: neither reached nor failed.
    assert pd.Series(values(underlag, "np_ak3_svsva")).isna().tolist() == [False, True]


def test_provbetyg_left_out_are_missing(underlag):
    underlag.write_complete()
    rows = [underlag.row("np_ak9", i, EN_PROVB=grade) for i, grade in enumerate(("F", "A", "99"))]
    write_columns(underlag, "np_ak9", (*PUPIL, "EN_PROVB"), rows)
    assert pd.Series(values(underlag, "np_ak9_en")).sum() == 1
    assert pd.Series(values(underlag, "np_ak9_en")).count() == 2
    assert pd.isna(values(underlag, "np_ak9_ma")).all()


def test_rules_do_not_fire_on_columns_left_out(underlag):
    underlag.write_complete()
    # 77 on a part demands 77 on the test: NO is whole, SO is left out.
    row = underlag.row("np_ak9", NO_PROV="FY", NO_A_DELT="77", NO_PROVB="77", EN_PROVB="C")
    write_columns(underlag, "np_ak9", (*PUPIL, "NO_PROV", "NO_A_DELT", "NO_PROVB", "EN_PROVB"), [row])
    assert len(read(underlag, "np_ak9")) == 1


@pytest.mark.parametrize(
    ("name", "kind"), [("NP åk 6 norra.csv", "np_ak6"), ("np_ak9.csv", "np_ak9"), ("export.csv", "")]
)
def test_a_shorter_file_with_a_header_is_known_by_its_name_when_imported(tmp_path, name, kind):
    header = "Datum;PersonNr;Skolenhetskod;MA_PROVB"
    (tmp_path / name).write_text(f"{header}\n2026-06-15;20100315TF10;99990001;C\n", encoding="utf-8")
    (found,) = recognise_folder(tmp_path)
    if kind:
        assert (found.kind, found.tveksamt, found.rader) == (kind, (), 1)
    else:
        assert "årskurs 6 eller nationella prov årskurs 9" in found.tveksamt[0]
