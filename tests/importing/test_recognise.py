"""Kind and läsår of every file: content outranks name, and what cannot be told is said."""

import os

import pytest

from analys.contracts import LAYOUTS
from analys.importing.choosing import Choices
from analys.importing.recognise import recognise_folder

ENKAT = ("enkat_svar", "enkat_utskick", "enkat_index")
RESULTAT = ("slutbetyg_ak9", "betyg_ak6", "np_ak3", "np_ak6", "np_ak9")


def without_header(lines):
    return [line for line in lines if not line.startswith("System;")]


@pytest.mark.parametrize("kind", RESULTAT)
def test_headerless_content_alone_tells_the_kind(exporter, kind):
    exporter.put("export 17.txt", kind, change=without_header)

    found = exporter.found()["export 17.txt"]

    lines = without_header(exporter.lines(kind))
    units = sorted({line.split(";")[4] for line in lines})
    assert (found.kind, found.lasar, found.tveksamt, found.fel) == (kind, "2025/26", (), ())
    assert (found.rader, found.skolenheter) == (len(lines), tuple(units))


@pytest.mark.parametrize("kind", [*RESULTAT, "bedomning_ak3", "franvaro", "skolenheter", "elevregister"])
def test_a_header_tells_the_kind(exporter, kind):
    names = list(LAYOUTS[kind].names)
    exporter.put(
        "vt26.csv",
        kind,
        change=lambda lines: [";".join(names), *(x for x in lines if x.split(";")[0] != names[0])],
    )

    found = exporter.found()["vt26.csv"]

    assert (found.kind, found.grund, found.tveksamt) == (kind, "rubrikraden", ())


def test_a_column_of_personnummer_does_not_make_a_list_of_protected_pupils(exporter):
    exporter.put_text("Frånvaro export.csv", "Personnr;Elev;Pass;Missade;Oanmälda\n201003159807;A;9;5;2\n")
    exporter.put_text("skydd.csv", "PersonNr;Namn\n201003159807;A\n")
    found = exporter.found()

    assert found["Frånvaro export.csv"].kind == "franvaro"
    assert "kolumner.yml" in found["Frånvaro export.csv"].fel[0].gor
    assert found["skydd.csv"].kind == "skyddade"


def test_the_two_kinds_with_35_columns_are_told_apart_by_their_codes(exporter):
    for name, kind in (("a.csv", "betyg_ak6"), ("b.csv", "np_ak3")):
        exporter.put(name, kind, change=without_header)
    found = exporter.found()

    assert [len(exporter.lines(kind)[-1].split(";")) for kind in ("betyg_ak6", "np_ak3")] == [35, 35]
    assert (found["a.csv"].kind, found["b.csv"].kind) == ("betyg_ak6", "np_ak3")


@pytest.mark.parametrize("form", [0, 1])
@pytest.mark.parametrize("kind", ["np_ak3", "np_ak6", "np_ak9"])
def test_shorter_test_files_are_known_too(exporter, kind, form):
    names = LAYOUTS[kind].names
    kept = [names.index(name) for name in LAYOUTS[kind].compact[form]]
    rows = [line.split(";") for line in without_header(exporter.lines(kind))]
    exporter.put_text("ut.csv", "\n".join(";".join(row[place] for place in kept) for row in rows))

    found = exporter.found()["ut.csv"]

    assert (found.kind, found.lasar, found.rader, found.fel) == (kind, "2025/26", len(rows), ())


def test_content_that_fits_two_kinds_is_ambiguous(exporter):
    # Without a single code the 35 columns are those of both kinds.
    exporter.put(
        "ut.csv",
        "np_ak3",
        change=lambda lines: [";".join(line.split(";")[:5]) + ";" * 30 for line in without_header(lines)],
    )

    found = exporter.found()["ut.csv"]

    assert found.tveksamt == ("Innehållet kan vara terminsbetyg årskurs 6 eller nationella prov årskurs 3.",)
    assert found.fraga == "slag"


def test_a_row_without_a_school_covers_nothing(exporter):
    exporter.put(
        "ut.csv",
        "slutbetyg_ak9",
        skolor=["99991148"],
        change=lambda lines: [lines[0].replace("99991148", ""), *lines[1:]],
    )

    assert exporter.found()["ut.csv"].omfang == (("99991148",),)


def test_content_outranks_name_and_both_are_said(exporter):
    exporter.put("NP_ak3_MA.csv", "betyg_ak6")

    found = exporter.found()["NP_ak3_MA.csv"]

    assert found.kind == "betyg_ak6"
    assert found.tveksamt == (
        "Namnet säger nationella prov årskurs 3, men innehållet är terminsbetyg årskurs 6.",
    )


def test_the_lasar_comes_from_the_date_of_extraction(exporter):
    exporter.put("slutbetyg.csv", "slutbetyg_ak9", datum="2025-08-01")

    assert exporter.found()["slutbetyg.csv"].lasar == "2025/26"


@pytest.mark.parametrize("name", ["slutbetyg vt25.csv", "2024-25/slutbetyg.csv", "slutbetyg 2023.csv"])
def test_a_name_of_another_lasar_is_ambiguous(exporter, name):
    exporter.put(name, "slutbetyg_ak9")

    found = exporter.found()[name]

    assert found.lasar == "2025/26"
    assert len(found.tveksamt) == 1
    assert "Datum i filen hör till läsåret 2025/26" in found.tveksamt[0]


@pytest.mark.parametrize("name", ["slutbetyg 2026.csv", "slutbetyg 2025.csv", "slutbetyg 2026-06-20.csv"])
def test_a_name_that_agrees_is_not(exporter, name):
    exporter.put(name, "slutbetyg_ak9")

    assert exporter.found()[name].tveksamt == ()


def test_a_school_unit_code_in_the_name_is_no_day(exporter):
    # Read as a day, 20240115 would mean 2023/24.
    exporter.put(
        "slutbetyg 20240115.csv",
        "slutbetyg_ak9",
        change=lambda lines: [line.replace("99991148", "20240115") for line in lines],
    )

    assert exporter.found()["slutbetyg 20240115.csv"].tveksamt == ()


def test_rows_of_two_lasar_are_never_split_in_silence(exporter):
    both = exporter.lines("slutbetyg_ak9", "2024-25") + exporter.lines("slutbetyg_ak9", "2025-26")
    exporter.put_text("slutbetyg.csv", "\n".join(both))

    found = exporter.found()["slutbetyg.csv"]

    assert found.tackning == ("2024/25", "2025/26")
    assert found.fraga == "dela"
    assert found.tveksamt == ("Datum hör till läsåren 2024/25 och 2025/26. Dela filen, en för varje läsår.",)


@pytest.mark.parametrize(
    ("name", "lasar"),
    [
        ("franvaro vt26.csv", "2025/26"),
        ("2024-25/franvaro.csv", "2024/25"),
        ("2024-25/Norra skolan/franvaro.csv", "2024/25"),
        ("franvaro.csv", ""),
        ("franvaro 2026.csv", ""),
    ],
)
def test_absence_takes_its_lasar_from_name_or_folder(exporter, name, lasar):
    exporter.put(name, "franvaro")

    found = exporter.found()[name]

    assert (found.kind, found.lasar) == ("franvaro", lasar)
    assert bool(found.tveksamt) == (not lasar)


def test_the_register_tells_which_lasar_it_covers(exporter):
    for lasar in ("2024-25", "2025-26"):
        exporter.put(f"elever {lasar}.csv", "elevregister", lasar)

    found = exporter.found()["elever 2025-26.csv"]

    assert (found.kind, found.lasar, found.tackning) == ("elevregister", "", ("2025/26",))


def test_old_encodings_are_read(exporter):
    exporter.put("slutbetyg.csv", "slutbetyg_ak9", encoding="cp1252")

    assert exporter.found()["slutbetyg.csv"].kind == "slutbetyg_ak9"


def test_what_strict_reading_refuses_still_has_kind_lasar_and_schools(exporter):
    exporter.put("trasig.csv", "np_ak9", change=lambda lines: [*lines, "avbruten;rad"])

    found = exporter.found()["trasig.csv"]

    assert (found.kind, found.lasar) == ("np_ak9", "2025/26")
    assert found.skolenheter == ("99991148", "99991185", "99991222")
    assert [problem.kod for problem in found.fel] == ["rader"]


def test_another_separator_is_named(exporter):
    exporter.put("ut.csv", "np_ak9", change=lambda lines: [x.replace(";", ",") for x in lines])

    found = exporter.found()["ut.csv"]

    assert (found.kind, found.lasar) == ("np_ak9", "2025/26")
    assert found.fel[0].vad == "Skiljetecknet är komma, inte semikolon."


def test_a_column_too_few_is_known_by_its_name(exporter):
    exporter.put("np9.csv", "np_ak9", change=lambda lines: [x.rpartition(";")[0] for x in lines])

    found = exporter.found()["np9.csv"]

    assert (found.kind, found.grund, bool(found.fel)) == ("np_ak9", "namnet", True)


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("protokoll.docx", b"PK\x03\x04 ...", "Worddokument"),
        ("uttag.zip", b"PK\x03\x04 ...", "arkiv"),
        ("minnes.txt", b"Ring Norra skolan om betygen", "något slag"),
        ("tom.csv", b"", "tom"),
        ("lista.csv", b"a;b;c\n1;2;3\n", "något slag"),
        ("bild.jpg", b"\xff\xd8\xff", "läses inte"),
        ("noll.csv", b"\x00" * 5000, ""),
        ("citat.csv", b'"' * 5000, ""),
        ("lang.csv", b";" * 5_000_000, ""),
    ],
)
def test_junk_is_named_and_never_an_error(exporter, name, content, word):
    (exporter.katalog / name).write_bytes(content)

    found = exporter.found()[name]

    assert (found.kind, found.annat) == ("", "")
    assert word in found.grund
    assert found.grund


@pytest.mark.skipif(os.name != "posix", reason="Windows has no pipes, and links ask for rights")
def test_links_pipes_and_hidden_files_are_not_followed(exporter, tmp_path):
    outside = tmp_path / "annan"
    outside.mkdir()
    exporter.put("slutbetyg.csv", "slutbetyg_ak9").rename(outside / "slutbetyg.csv")
    (exporter.katalog / "lank").symlink_to(outside, target_is_directory=True)
    (exporter.katalog / "lank.csv").symlink_to(outside / "slutbetyg.csv")
    (exporter.katalog / "evig").symlink_to(exporter.katalog, target_is_directory=True)
    exporter.put(".slutbetyg.csv", "slutbetyg_ak9")
    exporter.put("~$slutbetyg.csv", "slutbetyg_ak9")
    os.mkfifo(exporter.katalog / "ror.csv")

    found = exporter.found()

    assert sorted(found) == ["evig", "lank", "lank.csv", "ror.csv"]
    assert {file.kind for file in found.values()} == {""}
    assert [name for name, file in found.items() if "länk" in file.grund] == ["evig", "lank", "lank.csv"]


def test_subfolders_are_followed_to_a_depth(exporter):
    exporter.put("/".join("abcdefgh") + "/slutbetyg.csv", "slutbetyg_ak9")
    exporter.put("/".join("abcdefghi") + "/slutbetyg.csv", "slutbetyg_ak9")

    found = exporter.found()

    assert found["a/b/c/d/e/f/g/h/slutbetyg.csv"].kind == "slutbetyg_ak9"
    assert "a/b/c/d/e/f/g/h/i/slutbetyg.csv" not in found


def test_names_are_shown_printable(exporter):
    exporter.put("slut\x1b[31m\nbetyg.csv", "slutbetyg_ak9")

    assert list(exporter.found()) == ["slut?[31m?betyg.csv"]


def test_the_data_folder_inside_the_folder_is_not_entered(exporter):
    exporter.put("data/raw/1961/2025-26/slutbetyg_ak9.csv", "slutbetyg_ak9")
    exporter.put("slutbetyg.csv", "slutbetyg_ak9")

    assert list(exporter.found(utom=exporter.katalog / "data")) == ["slutbetyg.csv"]


def test_a_municipalitys_raw_folder_can_be_looked_through(exporter, liten_kommun):
    found = recognise_folder(liten_kommun / "raw" / "9999")

    kinds = [(file.kind, file.lasar, file.tveksamt, file.fel) for file in found if file.kind]
    assert {(lasar, tveksamt, fel) for kind, lasar, tveksamt, fel in kinds if kind in RESULTAT} == {
        (lasar, (), ()) for lasar in ("2023/24", "2024/25", "2025/26")
    }
    files = [path.name for path in (liten_kommun / "raw" / "9999").glob("20*/*.csv")]
    assert sorted(kind for kind, lasar, *_ in kinds if lasar) == sorted(
        next(kind for kind in (*RESULTAT, "bedomning_ak3", "franvaro", *ENKAT) if name.startswith(kind))
        for name in files
    )


def test_what_the_user_settles_is_settled(exporter):
    exporter.put("NP_ak3_MA.csv", "betyg_ak6")
    exporter.put("Frånvaro norra.csv", "franvaro")
    exporter.put("frånvaro södra.csv", "franvaro")
    val = Choices({"NP_ak3_MA.csv": "betyg_ak6"}, {"": "2025/26", "frånvaro norra.csv": "2024/25"})

    found = exporter.found(val=val)

    assert {file.tveksamt for file in found.values()} == {()}
    assert found["Frånvaro norra.csv"].lasar == "2024/25"
    assert found["frånvaro södra.csv"].lasar == "2025/26"
    assert found["NP_ak3_MA.csv"].kind == "betyg_ak6"


def test_a_choice_against_the_date_is_not_obeyed(exporter):
    exporter.put("slutbetyg.csv", "slutbetyg_ak9")

    found = exporter.found(val=Choices(lasar={"slutbetyg.csv": "2024/25"}))["slutbetyg.csv"]

    assert found.lasar == "2025/26"
    assert found.tveksamt == ("Du har angett läsåret 2024/25, men Datum i filen hör till läsåret 2025/26.",)


def test_others_recognisers_are_asked(exporter):
    exporter.put_text("exp.csv", "Statistik från Skolverket;\nSlutbetyg;\n")

    found = exporter.found(kannare=[lambda head: "Skolverket" if b"Skolverket" in head else None])["exp.csv"]

    assert (found.kind, found.annat) == ("", "Skolverket")


def test_declarations_are_known_by_name(exporter):
    exporter.put_text("rattelser.yml", "[]")
    exporter.put_text("Kolumner.YML", "{}")

    assert {file.annat for file in exporter.found().values()} == {"rattelser.yml", "kolumner.yml"}


def test_nothing_said_quotes_a_pupil(exporter):
    exporter.put("trasig.csv", "slutbetyg_ak9", change=lambda lines: [*lines, lines[0] + ";x"])
    exporter.put("np3.csv", "slutbetyg_ak9")

    told = "".join(f"{f.grund}{f.tveksamt}{f.fel}{f.fil}" for f in exporter.found().values())

    assert [secret for secret in exporter.secrets() if secret in told] == []
