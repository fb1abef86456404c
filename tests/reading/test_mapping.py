"""Other systems' absence files, made here with values worked by hand, and all that can be wrong in them."""

import re
from pathlib import Path

import pytest

from analys.cleaning import load_processed, prepare
from analys.contracts import LAYOUTS
from analys.errors import InputError
from analys.paths import KOLUMNER
from analys.reading import read_folder
from analys.reading.mapping import SUMMERAD
from analys.reading.mapping_file import load_builtin, read_mappings
from analys.reading.parsing import parse_source
from analys.reading.sources import Source
from tests.reading.conftest import ANNAN_SKOLA, EFTERNAMN, FORNAMN, SKOLA, make_number
from tests.reading.exports import write_ods, write_xls, write_xlsx

LASAR = ["2025/26"]
PUPILS = [make_number(i) for i in range(4)]
ROWS = ["PersonNr", "Skolenhetskod", "Arskurs", "Termin", "Erbjudna_min", "Giltig_min", "Ogiltig_min"]


def hyphened(number):
    return f"{number[:8]}-{number[8:]}"


def short(number):
    return f"{number[2:8]}-{number[8:]}"


VKLASS = [
    ["Frånvarostatistik"],
    ["Skola: Björkskolan", "", "", "Utskriven: 2026-06-15"],
    ["Period: 2026-01-08 – 2026-06-12"],
    [],
    [
        "Namn",
        "Personnummer",
        "Närvaro",
        "Lektionstid (min)",
        "Giltig frånvaro (min)",
        "Ogiltig frånvaro (min)",
    ],
    ["Klass: 9x"],
    [FORNAMN, int(PUPILS[0]), "94 %", 20000, 900, 300],
    [EFTERNAMN, hyphened(PUPILS[1]), "100 %", "18\u00a0000", 0, 0],
    ["Klass: 8B"],
    [
        "Namn",
        "Personnummer",
        "Närvaro",
        "Lektionstid (min)",
        "Giltig frånvaro (min)",
        "Ogiltig frånvaro (min)",
    ],
    [FORNAMN, short(PUPILS[2]), "94 %", 19999.0, "1 000", None],
    ["Summa", None, "96 %", 57999, 1900, 300],
]
VKLASS_READ = [
    [PUPILS[0], SKOLA, "9", "VT", "20000", "900", "300"],
    [PUPILS[1], SKOLA, "9", "VT", "18000", "0", "0"],
    [PUPILS[2], SKOLA, "8", "VT", "19999", "1000", ""],
]

# 320,5 h = 19 230 min; 6,25 % of it 1 201,875 -> 1 202; 1 % 192,3 -> 192. 300 h = 18 000 min; 0,5 % = 90.
MATT = ["Schemalagd tid (h)", "Giltig frånvaro (%)", "Ogiltig frånvaro (%)"]
SKOLA24 = [
    ["Elev", "Personnummer", "Skola", "Klass", "Period", *MATT],
    [FORNAMN, hyphened(PUPILS[0]), "Björkskolan", "9A", "HT25", "320,5", "6,25", "1"],
    [EFTERNAMN, PUPILS[1], "Granskolan", "7B", "HT25", "300:00", "0,5 %", "0"],
    ["Totalt", "", "", "", "", "620,5", "3,4", "0,5"],
]
SKOLA24_READ = [
    [PUPILS[0], SKOLA, "9", "HT", "19230", "1202", "192"],
    [PUPILS[1], ANNAN_SKOLA, "7", "HT", "18000", "90", "0"],
]

IST = [
    ["Personnr", "Skolenhetskod", "Årskurs", "Termin", "Planerad tid", "Frånvaro giltig", "Frånvaro ogiltig"],
    [hyphened(PUPILS[0]), SKOLA, "9", "VT 2026", "21000", "1050", "0"],
    [PUPILS[1], ANNAN_SKOLA, "8", "vt26", "20500", "", "15"],
]
IST_READ = [
    [PUPILS[0], SKOLA, "9", "VT", "21000", "1050", "0"],
    [PUPILS[1], ANNAN_SKOLA, "8", "VT", "20500", "", "15"],
]


def write_text(rows, separator=";", encoding="utf-8-sig"):
    return "\r\n".join(separator.join("" if c is None else str(c) for c in row) for row in rows).encode(
        encoding
    )


SHAPES = {
    "franvaro_vklass.xls": (write_xls(VKLASS), VKLASS_READ),
    "franvaro_vklass.xlsx": (write_xlsx(VKLASS), VKLASS_READ),
    "franvaro_vklass.ods": (write_ods(VKLASS), VKLASS_READ),
    "franvaro_vklass_text.xls": (write_text(VKLASS, "\t", "cp1252"), VKLASS_READ),
    "franvaro_skola24.xlsx": (write_xlsx(SKOLA24), SKOLA24_READ),
    "franvaro_skola24.csv": (write_text(SKOLA24), SKOLA24_READ),
    "franvaro_ist.csv": (write_text(IST), IST_READ),
    "franvaro_ist.txt": (write_text(IST, "\t"), IST_READ),
    "franvaro_ist_komma.csv": (write_text(IST, ","), IST_READ),
}


@pytest.fixture
def read(underlag):
    """Reads a complete municipality with one absence file."""

    def read(name, content, kolumner=""):
        underlag.write_complete()
        underlag.write_bytes("franvaro", content, name=name)
        if kolumner:
            (underlag.data / "raw" / "1234" / KOLUMNER).write_text(kolumner, encoding="utf-8")
        return read_folder(underlag.data, "1234", LASAR).frames["franvaro"]

    return read


@pytest.fixture
def faults(underlag, read, silent):
    """Expects faults, checks that they keep quiet, returns them."""

    def faults(name, content, kolumner=""):
        with pytest.raises(InputError) as caught:
            read(name, content, kolumner)
        forms = {form(number) for number in PUPILS for form in (hyphened, short)}
        silent(caught.value, underlag.secrets() | forms)
        return list(caught.value.problems)

    return faults


def told(problems):
    return [(p.vad, p.kolumn, p.rader) for p in problems]


@pytest.mark.parametrize("name", SHAPES)
def test_each_shape_gives_the_minutes_worked_by_hand(read, name):
    content, expected = SHAPES[name]
    frame = read(name, content)
    assert frame[frame["skal"] == ""][ROWS].to_numpy().tolist() == expected


def test_rows_have_their_numbers_in_the_original_and_sums_a_reason(read):
    frame = read("franvaro_vklass.xls", write_xls(VKLASS)).sort_values("rad")
    assert frame["rad"].tolist() == [7, 8, 11, 12]
    assert frame["skal"].tolist() == ["", "", "", SUMMERAD]


def test_a_vklass_file_goes_all_the_way_with_its_rows_accounted_for(underlag):
    underlag.write_complete()
    underlag.write_bytes("franvaro", write_xls(VKLASS), name="franvaro_vklass.xls")
    folder = prepare(underlag.data, "1234", LASAR, run_lasar="2025/26")
    frame = load_processed(folder, "franvaro").sort_values("erbjudna_min")
    assert frame["erbjudna_min"].tolist() == [18000, 19999, 20000]
    assert frame["giltig_min"].tolist() == [0, 1000, 900]
    assert frame["ogiltig_min"].isna().tolist() == [False, True, False]
    assert frame["arskurs"].tolist() == [9, 8, 9]
    counts = load_processed(folder, "radrakning").set_index("slag").loc["franvaro"]
    assert (counts["rader_in"], counts["rader_ut"]) == (4, 3)
    left_out = load_processed(folder, "bortsorterade")
    assert left_out[["slag", "skal", "antal"]].to_numpy().tolist() == [["franvaro", SUMMERAD, 1]]


def test_a_changed_mapping_or_school_list_makes_the_files_anew(underlag):
    underlag.write_complete()
    underlag.write_bytes("franvaro", write_xls(VKLASS), name="franvaro_vklass.xls")
    folder = prepare(underlag.data, "1234", LASAR, run_lasar="2025/26")
    (underlag.data / "raw" / "1234" / KOLUMNER).write_text(
        f'skolenhetskoder:\n  Björkskolan: "{ANNAN_SKOLA}"\n', encoding="utf-8"
    )
    prepare(underlag.data, "1234", LASAR, run_lasar="2025/26")
    assert set(load_processed(folder, "franvaro")["skolenhet"]) == {ANNAN_SKOLA}


def test_rounding_never_makes_absence_exceed_what_was_offered(read):
    # 101 minutes are 1,683333 h; two halves of 101 are 50,5 each: 51 and 50.
    rows = [SKOLA24[0], [FORNAMN, PUPILS[0], SKOLA, "9A", "HT25", "1:41", "50", "50"]]
    (row,) = read("franvaro.csv", write_text(rows))[ROWS].to_numpy().tolist()
    assert row[4:] == ["101", "50", "51"]


def test_shares_stored_as_excel_stores_them_are_those_that_are_shown(read):
    rows = [SKOLA24[0], [*SKOLA24[1][:6], 0.0625, 0.01], [*SKOLA24[2][:6], 0.005, 0]]
    cells = {f"{column}{row}": "0.00%" for column in "GH" for row in (2, 3)}
    assert read("franvaro.xlsx", write_xlsx(rows, formats=cells))[ROWS].to_numpy().tolist() == SKOLA24_READ


def test_the_term_can_come_from_the_file_name(read):
    rows = [[cell for cell in row if cell not in ("Period", "HT25")] for row in SKOLA24[:3]]
    assert set(read("franvaro_granskolan_ht25.csv", write_text(rows))["Termin"]) == {"HT"}


def test_the_school_can_come_from_the_file_name(read):
    rows = [row for row in VKLASS if not str(row[:1]).startswith("['Skola")]
    frame = read("Franvaro_Granskolan.xls", write_xls(rows))
    assert set(frame[frame["skal"] == ""]["Skolenhetskod"]) == {ANNAN_SKOLA}


def test_a_former_name_of_a_school_is_known(underlag, read):
    rows = [["Skola: Gamla skolan"] if "Skola" in str(row[:1]) else row for row in VKLASS]
    underlag.write_complete()
    schools = [underlag.row("skolenheter", i) for i in range(2)]
    schools[1] |= {"TidigareNamn": "Gamla skolan", "NamnFranLasar": "2020/21"}
    original = underlag.write_complete

    def write_complete(*args):
        original(*args)
        underlag.write("skolenheter", schools)
        return underlag

    underlag.write_complete = write_complete
    frame = read("franvaro.xls", write_xls(rows))
    assert set(frame[frame["skal"] == ""]["Skolenhetskod"]) == {ANNAN_SKOLA}


OWN = """
skolenhetskoder:
  Norra: "99990002"
mappningar:
  egen:
    slag: franvaro
    saknas: ["-", "saknas"]
    summarader: [Hela skolan]
    kolumner:
      PersonNr: Id
      Skolenhetskod: Enhet
      Arskurs: Åk
      Termin: {varde: HT}
      Erbjudna_min: {kolumn: Timmar, enhet: timmar}
      Giltig_min: {kolumn: Närvaro, enhet: andel, av: Erbjudna_min, omvand: ja, minus: Ogiltig_min}
      Ogiltig_min: {kolumn: Skolk, enhet: minuter}
"""


def test_the_municipalitys_own_mapping_is_used(read):
    rows = [
        ["Id", "Enhet", "Åk", "Timmar", "Närvaro", "Skolk"],
        # 100 h = 6 000 min; 6 % absent = 360, of which 60 invalid.
        [PUPILS[0], "Norra", "Åk 9", "100", "0,94", "60"],
        [PUPILS[1], SKOLA, "F", "10", "-", "Saknas"],
        ["Hela skolan", "", "", "110", "", ""],
    ]
    frame = read("franvaro_egen.csv", write_text(rows), OWN)
    assert frame[frame["skal"] == ""][ROWS[1:]].to_numpy().tolist() == [
        [ANNAN_SKOLA, "9", "HT", "6000", "300", "60"],
        [SKOLA, "0", "HT", "600", "", ""],
    ]


def test_an_own_mapping_goes_before_a_built_in_one(read):
    own = OWN.replace("Id", "Personnr").replace("Enhet", "Skolenhetskod").replace("Åk", "Årskurs")
    own = own.replace("{varde: HT}", "Termin").replace("{kolumn: Timmar, enhet: timmar}", "Planerad tid")
    own = own.replace(
        "{kolumn: Närvaro, enhet: andel, av: Erbjudna_min, omvand: ja, minus: Ogiltig_min}",
        "Frånvaro ogiltig",
    )
    own = own.replace("{kolumn: Skolk, enhet: minuter}", "Frånvaro giltig")
    frame = read("franvaro_ist.csv", write_text(IST), own)
    assert frame["Ogiltig_min"].tolist() == ["1050", ""]


def test_a_mapping_for_another_kind(underlag):
    own = """
mappningar:
  register:
    slag: elevregister
    kolumner:
      Lasar: {varde: 2025/26}
      PersonNr: Personnummer
      Skolenhetskod: {varde: "99990001"}
      Arskurs: Klass
      Klass: Klass
      Skolform: {varde: GR}
"""
    underlag.write_complete()
    (underlag.data / "raw" / "1234" / KOLUMNER).write_text(own, encoding="utf-8")
    rows = [["Personnummer", "Klass"], *([hyphened(number), "9A"] for number in PUPILS)]
    underlag.write_bytes("elevregister", write_xls(rows), name="elevregister.xls")
    (underlag.data / "raw" / "1234" / "elevregister.csv").unlink()
    frame = read_folder(underlag.data, "1234", LASAR).frames["elevregister"]
    assert frame["PersonNr"].tolist() == PUPILS
    assert frame["Klass"].tolist() == ["9A"] * 4


# Faults in files.


def vklass_with(at, column, value):
    rows = [list(row) for row in VKLASS]
    rows[at - 1][column] = value
    return write_xls(rows)


@pytest.mark.parametrize(
    ("at", "column", "value", "vad", "kolumn"),
    [
        (7, 3, "333:20", "Värdet går inte att läsa som hela minuter.", "Erbjudna_min"),
        (7, 3, 12.5, "Värdet går inte att läsa som hela minuter.", "Erbjudna_min"),
        (7, 3, "1.234", "Värdet går inte att läsa som hela minuter.", "Erbjudna_min"),
        (7, 4, "-", "Värdet går inte att läsa som hela minuter.", "Giltig_min"),
        (7, 4, -5, "Värdet går inte att läsa som hela minuter.", "Giltig_min"),
        (7, 3, None, "Uppgiften saknas.", "Erbjudna_min"),
        (7, 4, 20001, "Frånvaron är större än den erbjudna tiden.", "Erbjudna_min, Giltig_min, Ogiltig_min"),
        (
            7,
            3,
            0,
            "Den erbjudna tiden är noll minuter, så andelen frånvaro går inte att räkna.",
            "Erbjudna_min",
        ),
        (7, 1, None, "Uppgiften saknas.", "PersonNr"),
        (7, 1, "Skyddad", "Personnumret har fel form.", "PersonNr"),
    ],
)
def test_a_spoiled_cell_is_told_with_its_row(faults, at, column, value, vad, kolumn):
    assert told(faults("franvaro.xls", vklass_with(at, column, value))) == [(vad, kolumn, (at,))]


@pytest.mark.parametrize(
    ("old", "new", "vad", "kolumn", "rader"),
    [
        ("Klass: 9x", "Klass: Blå", "Årskursen går inte att läsa ut.", "Arskurs", (7, 8)),
        ("Klass: 9x", "Klass: 7-9", "Årskursen går inte att läsa ut.", "Arskurs", (7, 8)),
        (
            "Period: 2026-01-08 – 2026-06-12",
            "Period: 2025-08-18 – 2026-06-12",
            "Terminen går inte att läsa ut, eller så är det flera.",
            "Termin",
            (7, 8, 11),
        ),
        (
            "Period: 2026-01-08 – 2026-06-12",
            "Period: 2025-01-08 – 2025-06-12",
            "Terminen hör till läsåret 2024/25, men filen ligger i mappen 2025-26.",
            "Termin",
            (7, 8, 11),
        ),
        (
            "Skola: Björkskolan",
            "Skola: Okända skolan",
            "Skolans namn hör inte till någon känd skolenhetskod, eller till flera.",
            "Skolenhetskod",
            (7, 8, 11),
        ),
        (
            "Skola: Björkskolan",
            "Utskrift",
            "Filen säger inte vilken skolenhet eleverna går på.",
            "Skolenhetskod",
            (7, 8, 11),
        ),
    ],
)
def test_what_a_file_says_above_its_rows_is_checked(faults, old, new, vad, kolumn, rader):
    rows = [[new if cell == old else cell for cell in row] for row in VKLASS]
    assert told(faults("franvaro.xls", write_xls(rows))) == [(vad, kolumn, rader)]


def test_a_pupil_with_other_minutes_on_a_second_row_is_told(faults):
    rows = [*IST, [PUPILS[0], SKOLA, "9", "VT", "100", "0", "0"]]
    (problem,) = faults("franvaro.csv", write_text(rows))
    assert problem.rader == (2, 4)
    assert "flera rader" in problem.vad


@pytest.mark.parametrize(
    ("giltig", "vad"),
    [
        (["0,06", "0,1"], "Alla värden är högst 1, så det går inte att veta om de är procent eller andelar."),
        (["106", "2"], "Värdet går inte att läsa som en andel mellan 0 och 100 procent."),
        (["sex", "2"], "Värdet går inte att läsa som en andel mellan 0 och 100 procent."),
    ],
)
def test_shares_that_cannot_be_understood_are_told(faults, giltig, vad):
    rows = [SKOLA24[0], *([*row[:6], share, "0"] for row, share in zip(SKOLA24[1:3], giltig, strict=True))]
    assert vad in [p.vad for p in faults("franvaro.csv", write_text(rows))]


@pytest.mark.parametrize(
    ("rubriker", "kolumn"),
    [
        (["Schemalagd tid (h)", "Giltig frånvaro", "Ogiltig frånvaro"], "Giltig_min, Ogiltig_min"),
        (["Schemalagd tid", "Giltig frånvaro (%)", "Ogiltig frånvaro (%)"], "Erbjudna_min"),
    ],
)
def test_numbers_whose_unit_stands_nowhere_are_told_and_not_guessed(faults, rubriker, kolumn):
    rows = [[*SKOLA24[0][:5], *rubriker], [*SKOLA24[1][:5], "320", "6", "1"]]
    (problem,) = faults("franvaro.csv", write_text(rows))
    assert (problem.vad[:7], problem.kolumn, problem.rader) == ("Varken ", kolumn, (1,))


def test_a_unit_beside_the_values_is_enough(read):
    rows = [
        [*SKOLA24[0][:5], "Schemalagd tid", "Giltig frånvaro", "Ogiltig frånvaro"],
        [*SKOLA24[1][:5], "320:30", "6,25 %", "1 %"],
    ]
    assert read("franvaro.csv", write_text(rows))[ROWS].to_numpy().tolist() == SKOLA24_READ[:1]


def test_a_file_that_no_mapping_knows_is_told_without_being_quoted(faults):
    rows = [["Personnummer", EFTERNAMN, "Lektionstid (min)"], [PUPILS[0], "Testsystem", "5"]]
    (problem,) = faults("franvaro.xlsx", write_xlsx(rows))
    assert problem.vad == (
        "Ingen kolumnmappning känner igen filen. Kolumner som inte hittades: Giltig_min, Ogiltig_min. "
        "Filen har 3 kolumner."
    )
    assert "kolumner.yml" in problem.gor


@pytest.mark.parametrize("write", [write_xls, write_text])
def test_a_file_without_any_known_name_is_told(faults, write):
    (problem,) = faults("franvaro.xls", write([[FORNAMN, EFTERNAMN], [PUPILS[0], "1"]]))
    assert problem.vad == "Ingen kolumnmappning känner igen filen. Filen har 2 kolumner."


def test_a_heading_that_stands_twice_is_told(faults):
    rows = [[*row, row[3]] if len(row) > 3 else row for row in VKLASS]
    (problem,) = faults("franvaro.xls", write_xls(rows))
    assert (problem.vad, problem.rader) == ("Rubriken för Erbjudna_min står i flera kolumner.", (5,))


def test_a_file_with_a_header_and_sums_only_is_told(faults):
    (problem,) = faults("franvaro.xls", write_xls([*VKLASS[:5], VKLASS[-1]]))
    assert problem.vad == "Filen har inga rader med elever under rubrikraden."


def test_short_numbers_stay_wrong_in_files_with_our_own_columns(faults):
    rows = [ROWS, [short(PUPILS[0]), SKOLA, "9", "HT", "1", "0", "0"]]
    assert [p.kolumn for p in faults("franvaro.xlsx", write_xlsx(rows))] == ["PersonNr"]


# Declarations.


def test_the_built_in_mappings_are_sound_and_for_absence():
    assert [(m.namn, m.slag) for m in load_builtin()] == [
        ("ist", "franvaro"),
        ("skola24", "franvaro"),
        ("vklass", "franvaro"),
    ]
    assert all(set(m.kolumner) == set(LAYOUTS["franvaro"].names) for m in load_builtin())


def test_all_faults_of_a_mapping_are_told_at_once_with_their_lines(faults):
    own = """mappningar:
  egen:
    slag: franvaro
    banner: x
    kolumner:
      PersonNr: Id
      Skolenhetskod: {fran: skolan}
      Arskur: Åk
      Termin: {kolumn: T, varde: HT}
      Erbjudna_min: {kolumn: Tid, enhet: sekunder}
      Giltig_min: {kolumn: G, enhet: procent}
      Ogiltig_min: {kolumn: O, minus: Giltig_min, enhet: minuter, av: Erbjudna_min}
  annan:
    slag: fravaro
    kolumner: {PersonNr: a}
skolenhetskod:
  Norra: "1"
"""
    problems = [p for p in faults("franvaro.xls", write_xls(VKLASS), own) if p.fil == "raw/1234/kolumner.yml"]
    assert [(p.rader, p.vad) for p in problems] == [
        ((4,), "Namnet ”banner” finns inte."),
        ((6,), "Mappningen säger inte var Arskurs står."),
        ((7,), "Värdet på fran ”skolan” finns inte."),
        ((8,), "Namnet ”Arskur” finns inte."),
        ((9,), "Kolumnen ska ha ett av kolumn, fran, varde och filnamn."),
        ((10,), "Värdet på enhet ”sekunder” finns inte."),
        ((11,), "Procent och andel ska vara av en annan kolumn."),
        ((12,), "Procent och andel ska vara av en annan kolumn."),
        ((14,), "Slaget ”fravaro” finns inte."),
        ((16,), "Namnet ”skolenhetskod” finns inte."),
    ]
    assert problems[3].gor.startswith("Menade du ”Arskurs”?")
    assert problems[8].gor.startswith("Menade du ”franvaro”?")
    assert problems[9].gor.startswith("Menade du ”skolenhetskoder”?")


@pytest.mark.parametrize(
    ("own", "vad"),
    [
        ("mappningar: [", "Filen är inte giltig YAML."),
        ("a: &x [1]\nb: *x\n", "Filen har YAML-alias (*)."),
        ("skolenhetskoder: {Norra: 9999}", "Skolenhetskoden har fel form."),
        ("mappningar:\n  egen: 3", "Här ska det stå rader med ”namn: värde”."),
        ("mappningar:\n  egen: {slag: franvaro}", "Mappningen saknar slag eller kolumner."),
        ("- a\n- b\n", "Här ska det stå rader med ”namn: värde”."),
        (f"{EFTERNAMN} {PUPILS[0]}: 1\n", "Namnet finns inte."),
        ("skolenhetskoder: {Norra: ['1']}", "Här ska det stå en text."),
        ("!!python/object/apply:os.system ['ls']: 1", "Här ska det stå en text."),
        ("[" * 5_000, "Filen har fler än 20 nivåer."),
        ("x" * 300_000, "Filen är större än 200 kB."),
        ("a: \x00", "Filen är inte giltig YAML."),
    ],
)
def test_a_declaration_that_cannot_be_used_is_told(faults, own, vad):
    problems = [p for p in faults("franvaro.csv", write_text(IST), own) if p.fil.endswith(KOLUMNER)]
    assert vad in [p.vad for p in problems]


def test_circles_between_columns_are_told():
    own = OWN.replace("{kolumn: Timmar, enhet: timmar}", "{kolumn: T, enhet: andel, av: Giltig_min}")
    _, problems = read_mappings(own, "x")
    assert {p.vad for p in problems} == {
        "Giltig_min står inte i minuter eller timmar.",
        "Erbjudna_min står inte i minuter eller timmar.",
    }


def test_a_declaration_in_another_encoding_is_told(underlag, read):
    underlag.write_complete()
    (underlag.data / "raw" / "1234" / KOLUMNER).write_bytes(OWN.encode("utf-16"))
    with pytest.raises(InputError) as caught:
        read("franvaro.csv", write_text(IST))
    assert [p.vad for p in caught.value.problems] == ["Filen går inte att läsa."]


def test_faults_of_a_declaration_are_told_even_when_nothing_needs_it(underlag):
    underlag.write_complete()
    (underlag.data / "raw" / "1234" / KOLUMNER).write_text("mapningar: {}", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_folder(underlag.data, "1234", LASAR)
    (problem,) = caught.value.problems
    assert problem.gor.startswith("Menade du ”mappningar”?")


def test_a_file_outside_the_data_folder_finds_its_declarations_beside_it(tmp_path):
    (tmp_path / "Frånvaro vt26.xls").write_bytes(write_xls(VKLASS))
    (tmp_path / KOLUMNER).write_text(f'skolenhetskoder: {{Björkskolan: "{SKOLA}"}}', encoding="utf-8")
    parsed = parse_source(Source("franvaro", "", tmp_path / "Frånvaro vt26.xls", "Frånvaro vt26.xls"))
    assert parsed.problems == []
    assert parsed.lasar == ("2025/26",)
    # The period tells the läsår, and so the century of a short number.
    assert parsed.frame["PersonNr"].tolist() == [*PUPILS[:3], ""]


def test_the_example_in_the_documentation_is_a_mapping():
    page = (Path(__file__).parents[2] / "docs" / "FILER.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (example,) = [block for block in blocks if "mappningar:" in block]

    declared, problems = read_mappings(example, "kolumner.yml")

    assert problems == []
    (mapping,) = declared.mappningar
    needed = {column.name for column in LAYOUTS["franvaro"].columns if not column.optional}
    assert (mapping.slag, set(mapping.kolumner)) == ("franvaro", needed)


# An old export with attendance in per cent, and what the teachers have reported: 94 % present of 20 000
# minutes is 1 200 absent, of which 300 invalid; 97,5 % reported is 19 500.
GAMMAL = [
    ["Frånvarorapport"],
    ["Skola: Björkskolan"],
    ["Period: 2026-01-08 – 2026-06-12"],
    [],
    ["Elev", "Personnummer", "Lektionstid", "Närvaro", "Ogiltig frånvaro (min)", "Rapporterat"],
    ["Klass: 9x"],
    [FORNAMN, short(PUPILS[0]), 20000, "94 %", 300, "97,5 %"],
    ["Klass: 8y"],
    [EFTERNAMN, hyphened(PUPILS[1]), 18000, "100 %", 0, ""],
    ["Summa", "", 38000, "97 %", 300, ""],
]
GAMMAL_KOLUMNER = """
mappningar:
  gammal:
    slag: franvaro
    ovanfor: {skola: Skola, period: Period}
    grupprader: {klass: Klass}
    summarader: [Summa]
    kolumner:
      PersonNr: Personnummer
      Skolenhetskod: {fran: skola}
      Arskurs: {fran: klass}
      Termin: {fran: period}
      Erbjudna_min: Lektionstid
      Ogiltig_min: Ogiltig frånvaro (min)
      Giltig_min: {kolumn: Närvaro, enhet: procent, av: Erbjudna_min, omvand: ja, minus: Ogiltig_min}
      Registrerade_min: {kolumn: Rapporterat, enhet: procent, av: Erbjudna_min}
"""
MED_REGISTRERAT = [*ROWS, "Registrerade_min"]


def test_what_is_reported_is_read_by_a_declared_mapping(read):
    frame = read("franvaro_gammal.xls", write_xls(GAMMAL), GAMMAL_KOLUMNER)
    assert frame[frame["skal"] == ""][MED_REGISTRERAT].to_numpy().tolist() == [
        [PUPILS[0], SKOLA, "9", "VT", "20000", "900", "300", "19500"],
        [PUPILS[1], SKOLA, "8", "VT", "18000", "0", "0", ""],
    ]


def with_registered(rows, heading, *minutes):
    """Rows of an export with one more column; a value a pupil."""
    left = list(minutes)
    header = next(i for i, row in enumerate(rows) if len(row) > 4)
    return [
        [*row, heading if i == header else left.pop(0) if len(row) > 4 and left and i > header else ""]
        for i, row in enumerate(rows)
    ]


def test_the_built_in_mappings_read_registered_time_where_there_is_any(read):
    ist = with_registered(IST, "Registrerad tid (min)", "20900", "20000")
    frame = read("franvaro_ist.csv", write_text(ist))
    assert frame["Registrerade_min"].tolist() == ["20900", "20000"]
    skola24 = with_registered(SKOLA24, "Registrerad tid (h)", "320", "299:30", "")
    frame = read("franvaro_ist.csv", write_text(skola24))
    assert frame.loc[frame["skal"] == "", "Registrerade_min"].tolist() == ["19200", "17970"]


def test_more_registered_than_offered_in_an_export_is_told_with_its_row(faults):
    ist = with_registered(IST, "Registrerad tid (min)", "21001", "20000")
    assert told(faults("franvaro_ist.csv", write_text(ist))) == [
        ("Den registrerade tiden är längre än den erbjudna.", "Erbjudna_min, Registrerade_min", (2,))
    ]


def test_a_registered_time_that_is_no_number_is_told_with_its_row(faults):
    rows = [list(row) for row in GAMMAL]
    rows[6][5] = "nästan alla"
    assert told(faults("franvaro_gammal.xls", write_xls(rows), GAMMAL_KOLUMNER)) == [
        ("Värdet går inte att läsa som en andel mellan 0 och 100 procent.", "Registrerade_min", (7,))
    ]
