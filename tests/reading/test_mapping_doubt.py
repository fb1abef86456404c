"""What another system's file can mean in two ways is told, never guessed: each of these once gave numbers."""

from __future__ import annotations

import pytest

from analys.reading import Source
from analys.reading.mapping_values import Term, read_arskurs, read_term
from analys.reading.parsing import parse_source

PUPIL = "201003159807"
MINUTES = ["Erbjudna_min", "Giltig_min", "Ogiltig_min"]
SKOLOR = "Skolenhetskod;Namn;Huvudman;Arskurser;FranLasar;TillLasar;TidigareNamn;NamnFranLasar\n"
IST = "Personnr;Skolenhet;Åk;Termin;Planerad tid;Frånvaro giltig;Frånvaro ogiltig\n"
PERCENT = "Personnummer,Skolenhetskod,Åk,Termin,Schemalagd tid (h),Giltig frånvaro (%),Ogiltig frånvaro (%)"


@pytest.fixture
def parse(tmp_path):
    """Reads one absence file that lies beside others."""

    def parse(text, name="franvaro.csv", **beside):
        (tmp_path / name).write_text(text, encoding="utf-8")
        for stem, content in beside.items():
            suffix = "yml" if stem == "kolumner" else "csv"
            (tmp_path / f"{stem}.{suffix}").write_text(content, encoding="utf-8")
        return parse_source(Source("franvaro", "2025/26", tmp_path / name, name))

    return parse


def told(parsed):
    assert parsed.frame is None
    return [(problem.kod, problem.rader) for problem in parsed.problems]


@pytest.mark.parametrize("last", ["6,5,2,0", "6,5,2", "6.5,2,"])
def test_decimals_between_commas_never_move_a_number_to_the_next_column(parse, last):
    rows = f"{PUPIL},12345678,9,VT,400,2,0\n{PUPIL},12345678,9,HT,400,{last}\n"
    assert told(parse(f"{PERCENT}\n{rows}")) == [("kolumner", (3,))]


def test_decimals_within_quotes_are_read(parse):
    parsed = parse(f'{PERCENT}\n{PUPIL},12345678,9,VT,400,"6,5",2\n')
    # 400 h = 24 000 min; 6,5 % = 1 560, 2 % = 480
    assert parsed.frame[MINUTES].to_numpy().tolist() == [["24000", "1560", "480"]]


def test_a_row_that_is_cut_off_is_told_in_a_mapped_text(parse):
    row = f"{PUPIL};12345678;9;VT;21000;5;0\n"
    assert told(parse(f"{IST}{row}{PUPIL};12345678;9;HT;210")) == [("kolumner", (3,))]


def test_a_row_that_is_cut_off_is_told_in_a_text_with_our_columns_and_tabs(parse):
    names = "PersonNr\tSkolenhetskod\tArskurs\tTermin\tErbjudna_min\tGiltig_min\tOgiltig_min\n"
    row = f"{PUPIL}\t12345678\t9\tVT\t21000\t5\t0\n"
    assert told(parse(f"{names}{row}{PUPIL}\t12345678\t9\tHT\t210")) == [("rader", (3,))]


@pytest.mark.parametrize("end", ["", "\n", "\r\n\r\n", "\n\t\t\n", "\n\x1a"])
def test_blank_cells_at_the_end_of_a_text_are_no_cut(parse, end):
    names = "PersonNr\tSkolenhetskod\tArskurs\tTermin\tErbjudna_min\tGiltig_min\tOgiltig_min\n"
    parsed = parse(f"{names}{PUPIL}\t12345678\t9\tVT\t21000\t\t{end}")
    assert parsed.frame[MINUTES].to_numpy().tolist() == [["21000", "", ""]]


@pytest.mark.parametrize(
    "text", ["7–9", "7 och 8", "7,8", "7+8", "7/8", "9A/9B", "F-3", "F–9", "F9A", "F1", "10", "1 till 3"]
)
def test_a_class_of_several_year_groups_has_none(text):
    assert read_arskurs(text) == ""


@pytest.mark.parametrize(("text", "arskurs"), [("9 A 2025", "9"), ("9:1", "9"), ("F", "0"), ("F-klass", "0")])
def test_a_class_of_one_year_group_has_it(text, arskurs):
    assert read_arskurs(text) == arskurs


@pytest.mark.parametrize(
    ("text", "term"),
    [
        # Taken out in January: the day is none of the period.
        ("franvaro_ht_uttag_2026-01-20", Term("HT")),
        ("franvaro_ht25_20260120", Term("HT", "2025/26")),
        ("franvaro_2026-01-20", None),
        ("HT 2025-08-18 – 2025-12-19", Term("HT", "2025/26")),
        ("HT 2026-01-08 – 2026-06-12", None),
        ("VT24 2026-01-08 – 2026-06-12", None),
        # A läsår and no year.
        ("VT 2025/26", Term("VT", "2025/26")),
        ("vt 2025/2026", Term("VT", "2025/26")),
        ("HT 25/26", Term("HT", "2025/26")),
        ("vt26-02", Term("VT", "2025/26")),
    ],
)
def test_a_term_is_that_of_the_words_and_of_a_whole_period(text, term):
    assert read_term(text) == term


def test_two_school_units_of_one_name_are_not_guessed_between(parse):
    schools = f"{SKOLOR}11111111;Björkskolan;;F-6;;;;\n22222222;Björkskolan;;7-9;;;;\n"
    parsed = parse(f"{IST}{PUPIL};Björkskolan;9;VT;400;6;0\n", skolenheter=schools)
    assert told(parsed) == [("mappning", (2,))]


def test_the_name_of_today_outranks_another_schools_former_name(parse):
    schools = f"{SKOLOR}11111111;Björkskolan;;F-6;;;;\n22222222;Granskolan;;7-9;;;Björkskolan;2020/21\n"
    parsed = parse(f"{IST}{PUPIL};Björkskolan;9;VT;400;6;0\n", skolenheter=schools)
    assert parsed.frame["Skolenhetskod"].tolist() == ["11111111"]


def test_a_school_whose_name_is_a_part_of_another_word_is_not_meant_by_a_file_name(parse):
    rows = IST.replace("Skolenhet;", "") + f"{PUPIL};9;VT;400;6;0\n"
    schools = f"{SKOLOR}11111111;Eken;;F-9;;;;\n"
    assert told(parse(rows, "franvaro_ekenas_skola.csv", skolenheter=schools)) == [("mappning", (2,))]
    assert parse(rows, "franvaro_eken.csv", skolenheter=schools).frame["Skolenhetskod"].tolist() == [
        "11111111"
    ]


def test_what_is_left_of_a_total_is_unknown_when_the_other_part_is(parse):
    own = """
        mappningar:
          egen:
            slag: franvaro
            kolumner:
              PersonNr: Pnr
              Skolenhetskod: {varde: "12345678"}
              Arskurs: Klass
              Termin: Termin
              Erbjudna_min: Tid
              Giltig_min: {kolumn: Totalt, minus: Ogiltig_min}
              Ogiltig_min: Ogiltig
    """
    rows = f"Pnr;Klass;Termin;Tid;Totalt;Ogiltig\n{PUPIL};9;HT;400;50;\n{PUPIL};9;VT;400;50;20\n"
    parsed = parse(rows, kolumner=own)
    assert parsed.frame[MINUTES].to_numpy().tolist() == [["400", "", ""], ["400", "30", "20"]]
