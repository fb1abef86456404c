"""Every fault: what is said, where, and that nothing is quoted."""

import pytest

from analys.contracts import LAYOUTS
from analys.errors import InputError
from analys.reading import read_folder

LASAR = ["2024/25", "2025/26"]


@pytest.fixture
def faults(underlag, silent):
    """Reads the folder, expects faults, checks that they keep quiet, returns them."""

    def read(*planted, **options):
        with pytest.raises(InputError) as caught:
            read_folder(underlag.data, underlag.kommun, LASAR, **options)
        silent(caught.value, underlag.secrets() | set(planted))
        assert caught.value.exit_code == 2
        return list(caught.value.problems)

    return read


def write_spoiled(underlag, kind="slutbetyg_ak9", at=2, **cells):
    """A complete municipality where row `at` (1-based) of one file is spoiled."""
    underlag.write_complete()
    rows = [underlag.row(kind, i) for i in range(4)]
    rows[at - 1] |= cells
    underlag.write(kind, rows)


@pytest.mark.parametrize(
    ("cells", "kolumn", "vad"),
    [
        ({"Ma": "Q"}, "Ma", "Koden är inte tillåten."),
        ({"Ma": "2"}, "Ma", "Koden är inte tillåten."),
        ({"PersonNr": ""}, "PersonNr", "Uppgiften saknas."),
        ({"PersonNr": "2010031598070"}, "PersonNr", "Personnumret har fel form."),
        ({"PersonNr": "20100315TX10"}, "PersonNr", "Personnumret har fel form."),
        ({"PersonNr": "201002309807"}, "PersonNr", "Personnumrets datum finns inte."),
        ({"PersonNr": "000101011234"}, "PersonNr", "Personnumrets datum finns inte."),
        ({"PersonNr": "20101301TF10"}, "PersonNr", "Personnumrets datum finns inte."),
        # 19811218-9876 is the tax agency's printed example; its last digit is right, 5 is not.
        ({"PersonNr": "198112189875"}, "PersonNr", "Personnumrets kontrollsiffra stämmer inte."),
        ({"Skolenhetskod": "999900012"}, "Skolenhetskod", "Skolenhetskoden har fel form."),
        ({"Skolenhetskod": "99990003"}, "Skolenhetskod", "Skolenhetskoden finns inte i skolenheter.csv."),
        ({"Datum": "15/6 2026"}, "Datum", "Datumet har fel form eller finns inte."),
        ({"Datum": "2026-06-31"}, "Datum", "Datumet har fel form eller finns inte."),
        (
            {"Datum": "2025-06-15"},
            "Datum",
            "Datum hör till läsåret 2024/25, men filen ligger i mappen 2025-26.",
        ),
        ({"Klass": "9" * 26}, "Klass", "Texten är för lång."),
        ({"Klass": "9\u202eA"}, "Klass", "Texten har osynliga tecken."),
        ({"Sva": "E"}, "Sv, Sva", "Eleven har betyg i både svenska och svenska som andraspråk."),
        ({"Sv": "2"}, "Sv, Sva", "Koden 2 i Sv får bara användas när det finns betyg i Sva."),
    ],
)
def test_a_spoiled_cell_is_found(underlag, faults, cells, kolumn, vad):
    write_spoiled(underlag, **cells)
    (problem,) = faults(*(value for value in cells.values() if len(value) > 8))
    assert (problem.vad, problem.kolumn, problem.rader) == (vad, kolumn, (2,))
    assert problem.fil == "raw/1234/2025-26/slutbetyg_ak9.csv"
    assert problem.gor


@pytest.mark.parametrize(
    ("kind", "cells", "kolumn", "vad"),
    [
        ("elevregister", {"Lasar": "2025/27"}, "Lasar", "Läsåret har fel form."),
        ("elevregister", {"Arskurs": "10"}, "Arskurs", "Koden är inte tillåten."),
        ("elevregister", {"Skolform": ""}, "Skolform", "Uppgiften saknas."),
        ("franvaro", {"Giltig_min": "12,5"}, "Giltig_min", "Värdet är inget heltal."),
        ("franvaro", {"Ogiltig_min": "-5"}, "Ogiltig_min", "Värdet är inget heltal."),
        (
            "franvaro",
            {"Giltig_min": "20001"},
            "Erbjudna_min, Giltig_min, Ogiltig_min",
            "Frånvaron är större än den erbjudna tiden.",
        ),
        ("np_ak3", {"MA_B_POANG": "18"}, "MA_B_POANG", "Koden är inte tillåten."),
    ],
)
def test_a_spoiled_cell_in_other_kinds_is_found(underlag, faults, kind, cells, kolumn, vad):
    write_spoiled(underlag, kind, **cells)
    (problem,) = faults()
    first = 2 if kind in ("elevregister", "franvaro") else 1
    assert (problem.vad, problem.kolumn, problem.rader) == (vad, kolumn, (1 + first,))


def test_the_message_says_what_where_and_what_to_do(underlag):
    write_spoiled(underlag, "np_ak3", MA_A_PR="7")
    with pytest.raises(InputError) as caught:
        read_folder(underlag.data, underlag.kommun, LASAR)
    assert str(caught.value) == (
        "Ett fel hittades i underlaget. Inget har skrivits.\n\n"
        "1. Koden är inte tillåten.\n"
        "  Var: raw/1234/2025-26/np_ak3.csv, kolumn MA_A_PR, rad 2\n"
        "  Gör så här: Tillåtna koder: 0, 1, 88, 99. Rätta i skolans system och ta ut filen på nytt."
    )


def test_scores_of_other_years_follow_their_own_test(underlag):
    underlag.write_complete()
    row = underlag.row("np_ak3", Datum="2025-05-30", MA_B_POANG="18")
    underlag.write("np_ak3", [row], lasar="2024-25")
    assert len(read_folder(underlag.data, underlag.kommun, LASAR).frames["np_ak3"]) == 1


def test_all_faults_of_all_files_are_told_at_once(underlag, faults):
    write_spoiled(underlag, Ma="Q", En="Q")
    underlag.write("np_ak9", [underlag.row("np_ak9", MA_PROVB="G")])
    underlag.write_bytes("franvaro", b"")
    assert [(p.fil.rsplit("/", 1)[-1], p.kolumn) for p in faults()] == [
        ("franvaro.csv", ""),
        ("np_ak9.csv", "MA_PROVB"),
        ("slutbetyg_ak9.csv", "En"),
        ("slutbetyg_ak9.csv", "Ma"),
    ]


def test_shifted_columns_are_one_fault(underlag, faults):
    underlag.write_complete()
    row = underlag.row("slutbetyg_ak9") | dict.fromkeys(("Bl", "En", "Hkk", "Idh", "Ma", "Mu", "Bi"), "FRA")
    underlag.write("slutbetyg_ak9", [row])
    (problem,) = faults()
    assert problem.rader == (1,)
    assert problem.vad == "7 kolumner har koder som inte är tillåtna: Bl, En, Hkk, Idh, Ma, Mu, Bi."


def test_a_wrong_check_digit_is_accepted_where_it_is_declared(underlag):
    write_spoiled(underlag, PersonNr="201003159800")
    assert len(read_folder(underlag.data, "1234", LASAR, kontrollsiffra=False).frames["slutbetyg_ak9"]) == 4


def test_rows_with_wrong_number_of_columns_are_named(underlag, faults):
    underlag.write_complete()
    rows = [";".join(underlag.row("slutbetyg_ak9", i).values()) for i in range(4)]
    rows[1] += ";A"
    rows[3] = rows[3][:60]
    underlag.write_bytes("slutbetyg_ak9", "\n".join(rows).encode())
    (problem,) = faults(rows[3][30:60])
    assert problem.vad == "Raden har fel antal kolumner. Slutbetyg årskurs 9 ska ha 33."
    assert problem.rader == (2, 4)


def test_a_file_of_another_kind_is_recognised_by_its_columns(underlag, faults):
    underlag.write_complete()
    rows = [underlag.row("np_ak6", i) for i in range(2)]
    underlag.write("np_ak6", rows, name="slutbetyg_ak9.csv")
    (problem,) = faults()
    assert problem.vad == (
        "Filen har 29 kolumner, men slutbetyg årskurs 9 ska ha 33. Det är antalet i np_ak6."
    )


@pytest.mark.parametrize(
    ("content", "vad", "rader"),
    [
        (b"", "Filen är tom.", ()),
        (b"\xef\xbb\xbf\r\n\r\n", "Filen är tom.", ()),
        (b"System;Datum\n", "Filen har 2 kolumner, men slutbetyg årskurs 9 ska ha 33.", ()),
        (b"a;b\nc;\x00d\n", "Filen har styrtecken som inte hör hemma i text.", (2,)),
        ("åäö;\n".encode("utf-16"), "Filen är sparad som UTF-16.", ()),
        (b"PK\x03\x04rest", "Filen är en Excelfil eller ett arkiv, inte en textfil.", ()),
        (b"a;b\nc;\x81d\n", "Filen har tecken som inte går att läsa.", (2,)),
        (b"\xef\xbb\xbfa;b\n\nc;\xe5d\n", "Filen har tecken som inte går att läsa.", (3,)),
        (b"a" * 4001 + b"\n", "Raden är längre än 4000 tecken.", (1,)),
        (b'a;b\n"c;d\n', "Raden har ett ensamt eller felplacerat citattecken.", (2,)),
        (b'a;"b"c;d\n', "Raden har ett ensamt eller felplacerat citattecken.", (1,)),
    ],
)
def test_a_damaged_file_is_explained(underlag, faults, content, vad, rader):
    underlag.write_complete()
    underlag.write_bytes("slutbetyg_ak9", content)
    (problem,) = faults()
    assert (problem.vad, problem.rader) == (vad, rader)


def test_a_header_alone_is_an_empty_file(underlag, faults):
    underlag.write_complete()
    underlag.write("slutbetyg_ak9", [], header=True)
    assert [p.vad for p in faults()] == ["Filen är tom."]


def test_a_misspelt_header_names_what_is_missing(underlag, faults):
    underlag.write_complete()
    path = underlag.data / "raw" / "1234" / "elevregister.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("Skolform", "Form"), encoding="utf-8")
    (problem,) = faults()
    assert problem.vad == "Rubrikraden stämmer inte. Saknas: Skolform. Okänt namn på plats: 8."
    assert problem.rader == (1,)


def test_grades_must_be_whole(underlag, faults):
    underlag.write_complete()
    row = {name: cell for name, cell in underlag.row("slutbetyg_ak9").items() if name != "Ma"}
    underlag.write_bytes("slutbetyg_ak9", f"{';'.join(row)}\n{';'.join(row.values())}".encode())
    (problem,) = faults()
    assert problem.vad == "Rubrikraden stämmer inte. Saknas: Ma."
    assert problem.gor.endswith("Alla betyg måste finnas med: utan ett ämne blir meritvärdet fel.")


def test_our_own_layouts_need_their_header(underlag, faults):
    underlag.write_complete()
    underlag.write("elevregister", [underlag.row("elevregister")], header=False)
    (problem,) = faults()
    assert problem.vad == "Rubrikraden saknas eller hör till ett annat slag av fil."


def test_conflicting_rows_of_a_pupil_are_named_in_each_file(underlag, faults):
    underlag.write_complete()
    underlag.write(
        "slutbetyg_ak9", [underlag.row("slutbetyg_ak9", i) for i in (0, 1, 2)], name="slutbetyg_ak9_a.csv"
    )
    (underlag.data / "raw" / "1234" / "2025-26" / "slutbetyg_ak9.csv").unlink()
    underlag.write("slutbetyg_ak9", [underlag.row("slutbetyg_ak9", 1, Ma="F")], name="slutbetyg_ak9_b.csv")
    vad = "Samma elev finns på flera rader med olika innehåll i Ma."
    assert [(p.fil[-5:], p.vad, p.rader) for p in faults()] == [
        ("a.csv", vad, (2,)),
        ("b.csv", vad, (1,)),
    ]


def test_a_pupil_at_two_schools_has_its_own_message(underlag, faults):
    underlag.write_complete()
    rows = [underlag.row("slutbetyg_ak9", i) for i in (0, 1, 2)]
    moved = underlag.row("slutbetyg_ak9", 1, Skolenhetskod="99990002", Ma="F")
    changed = underlag.row("slutbetyg_ak9", 2, Ma="F", En="F", Klass="9B")
    underlag.write("slutbetyg_ak9", [*rows, moved, changed])
    assert [(p.kod, p.vad, p.rader) for p in faults()] == [
        ("tva_skolor", "Samma elev finns på två skolor.", (2, 4)),
        ("dubblett", "Samma elev finns på flera rader med olika innehåll i Klass, En och Ma.", (3, 5)),
    ]


def test_a_long_list_of_differing_columns_is_cut(underlag, faults):
    underlag.write_complete()
    rows = [underlag.row("slutbetyg_ak9", 0), underlag.row("slutbetyg_ak9", 0)]
    graded = [name for name, cell in rows[1].items() if cell in ("C", "D")]
    rows[1] |= dict.fromkeys(graded, "A")
    underlag.write("slutbetyg_ak9", rows)
    (problem,) = faults()
    # 9 subjects have C and 7 have D in a valid row.
    assert problem.vad.endswith("olika innehåll i Bl, En, Hkk, Idh, Ma, Mu, Bi, Fy och 8 kolumner till.")


def test_absence_at_two_schools_is_no_fault(underlag):
    underlag.write_complete()
    rows = [underlag.row("franvaro", 0), underlag.row("franvaro", 0, Skolenhetskod="99990002")]
    underlag.write("franvaro", rows)
    assert len(read_folder(underlag.data, "1234", LASAR).frames["franvaro"]) == 2


def test_what_is_mandatory_and_missing_is_told(underlag, faults):
    underlag.write("np_ak3", [underlag.row("np_ak3", Datum="2025-05-30")], lasar="2024-25")
    assert [(p.fil, p.vad) for p in faults()] == [
        ("raw/1234/2025-26", "Det finns inga resultat för läsåret 2025/26."),
        ("raw/1234/elevregister.csv", "Filen med elevregister saknas."),
        ("raw/1234/skolenheter.csv", "Filen med skolenheter saknas."),
    ]


def test_a_register_without_the_lasar_of_the_report_is_a_fault(underlag, faults):
    underlag.write_complete()
    underlag.write("elevregister", [underlag.row("elevregister", Lasar="2024/25")])
    assert [(p.vad, p.kolumn) for p in faults()] == [
        ("Elevregistret har inga elever för läsåret 2025/26.", "Lasar")
    ]


def test_a_missing_municipality_is_one_fault(underlag, faults):
    assert [(p.fil, p.vad) for p in faults()] == [("raw/1234", "Kommunens mapp saknas.")]


def test_names_and_places_of_files_are_checked(underlag, faults):
    underlag.write_complete()
    underlag.write("slutbetyg_ak9", [underlag.row("slutbetyg_ak9", 9)], name="slutbetyg_åk9.csv")
    wrong_place = underlag.data / "raw" / "1234" / "np_ak3.csv"
    wrong_place.write_text("", encoding="utf-8")
    problems = faults()
    assert [p.vad for p in problems] == [
        "Filens namn säger inte vad den innehåller.",
        "Filen ligger i fel mapp.",
    ]
    assert problems[0].gor.startswith("Menade du slutbetyg_ak9.csv?")


def test_other_programs_files_are_left_alone(underlag):
    underlag.write_complete()
    folder = underlag.data / "raw" / "1234" / "2025-26"
    for name in ("original.xlsx", "läsmig.md", ".~lock.slutbetyg_ak9.csv", "~$slutbetyg.csv", "._np_ak3.csv"):
        (folder / name).write_bytes(b"\x00")
    assert set(read_folder(underlag.data, "1234", LASAR).frames) == {
        "skolenheter",
        "elevregister",
        "slutbetyg_ak9",
    }


def test_links_out_of_the_data_folder_are_refused(underlag, faults, tmp_path_factory):
    underlag.write_complete()
    outside = tmp_path_factory.mktemp("utanfor") / "np_ak9.csv"
    outside.write_text("hemligt", encoding="utf-8")
    try:
        (underlag.data / "raw" / "1234" / "2025-26" / "np_ak9.csv").symlink_to(outside)
    except OSError:
        pytest.skip("länkar får inte skapas här")
    (problem,) = faults("hemligt", str(outside))
    assert problem.vad == "Filen är en länk ut ur datakatalogen eller ingen vanlig fil."


def test_a_folder_that_looks_like_a_file_is_refused(underlag, faults):
    underlag.write_complete()
    (underlag.data / "raw" / "1234" / "2025-26" / "np_ak9.csv").mkdir()
    assert [p.vad for p in faults()] == ["Filen är en länk ut ur datakatalogen eller ingen vanlig fil."]


def test_a_file_or_folder_that_cannot_be_opened_is_told(underlag, faults, monkeypatch):
    underlag.write_complete()

    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.read_bytes", refuse)
        assert {p.vad for p in faults(str(underlag.data))} == {"Filen går inte att läsa."}
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.iterdir", refuse)
        assert {p.fil for p in faults(str(underlag.data)) if p.vad == "Mappen går inte att läsa."} == {
            "raw/1234",
            "raw/1234/2025-26",
        }


def test_a_file_beyond_all_reason_is_not_read(underlag, faults, monkeypatch):
    underlag.write_complete()
    monkeypatch.setattr("analys.reading.parsing.MAX_BYTES", 10)
    assert {p.vad for p in faults()} == {"Filen är större än 0 GB."}


def test_a_repeated_header_further_down_is_found(underlag, faults):
    underlag.write_complete()
    lines = [";".join(underlag.row("slutbetyg_ak9", i).values()) for i in range(2)]
    lines.insert(1, ";".join(LAYOUTS["slutbetyg_ak9"].names))
    underlag.write_bytes("slutbetyg_ak9", "\n".join(lines).encode())
    assert {p.rader for p in faults()} == {(2,)}


def test_unprintable_characters_of_file_names_are_not_repeated(underlag, faults):
    underlag.write_complete()
    try:
        underlag.write_bytes("np_ak3", b"", name="np_ak3\x1b[31m.csv")
    except OSError:
        pytest.skip("filsystemet tillåter inte styrtecken")
    assert [p.fil for p in faults("\x1b")] == ["raw/1234/2025-26/np_ak3?[31m.csv"]
