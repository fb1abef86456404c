"""Every kind of damage: found by name at its place, and told without the content of the cell."""

import pandas as pd
import pytest

from analys.errors import InputError
from analys.reading import codes, read_folder
from analys.reading.checks import MESSAGES
from analys.reading.damage_kinds import BY_KOD

LASAR = ["2024/25", "2025/26"]

# Kind, column, damaged cell, the damage's code. Worked by hand from what Excel shows for the healthy value.
EXAMPLES = [
    ("slutbetyg_ak9", "PersonNr", "2,01E+11", "pnr_exponent"),
    ("slutbetyg_ak9", "PersonNr", "2.01003E+11", "pnr_exponent"),
    ("franvaro", "PersonNr", "2,01003E+11", "pnr_exponent"),
    ("slutbetyg_ak9", "PersonNr", "201003000000", "pnr_avrundat"),
    ("slutbetyg_ak9", "PersonNr", "201000000000", "pnr_avrundat"),
    ("slutbetyg_ak9", "PersonNr", "1003159807", "pnr_sekel"),
    ("slutbetyg_ak9", "PersonNr", "100315-9807", "pnr_sekel"),
    ("slutbetyg_ak9", "PersonNr", "100315TF10", "pnr_sekel"),
    ("slutbetyg_ak9", "PersonNr", "20100315-9807", "pnr_streck"),
    ("slutbetyg_ak9", "PersonNr", "20100315 9807", "pnr_streck"),
    ("elevregister", "PersonNr", "103159807", "pnr_kort"),
    ("slutbetyg_ak9", "PersonNr", "20100315980", "pnr_kort"),
    ("slutbetyg_ak9", "PersonNr", "10315-9807", "pnr_kort"),
    ("slutbetyg_ak9", "PersonNr", "201003159807.0", "pnr_decimal"),
    ("slutbetyg_ak9", "PersonNr", "201003159807,0", "pnr_decimal"),
    ("slutbetyg_ak9", "PersonNr", "'201003159807", "textmarkering"),
    ("slutbetyg_ak9", "PersonNr", '="201003159807"', "textmarkering"),
    ("slutbetyg_ak9", "PersonNr", "2O1003159807", "bokstav_for_siffra"),
    ("slutbetyg_ak9", "PersonNr", "20100315tf10", "gemener"),
    ("slutbetyg_ak9", "PersonNr", "201003159807\u200b", "osynligt"),
    ("slutbetyg_ak9", "Klass", "07-sep", "text_datum"),
    ("slutbetyg_ak9", "Klass", "2026-09-07", "text_datum"),
    ("slutbetyg_ak9", "Klass", "2026-09-07 00:00:00", "text_datum"),
    ("slutbetyg_ak9", "Klass", "sep-09", "text_datum"),
    ("slutbetyg_ak9", "Klass", "9-jul", "text_datum"),
    ("slutbetyg_ak9", "Klass", "9-Jul", "text_datum"),
    ("np_ak9", "MA_GRUPP", "07-sep", "text_datum"),
    ("skolenheter", "Arskurser", "07-sep", "text_datum"),
    ("elevregister", "Lasar", "dec-11", "text_datum"),
    ("slutbetyg_ak9", "Klass", "9,00E+01", "text_exponent"),
    ("slutbetyg_ak9", "Klass", "9E+01", "text_exponent"),
    ("slutbetyg_ak9", "Skolenhetskod", "9999001", "skolenhet_nollor"),
    ("slutbetyg_ak9", "Skolenhetskod", "1,23E+07", "skolenhet_exponent"),
    ("slutbetyg_ak9", "Skolenhetskod", "99990001.0", "decimaler"),
    ("slutbetyg_ak9", "Skolenhetskod", "99 990 001", "tusental"),
    ("franvaro", "Giltig_min", "12-maj", "tal_datum"),
    ("franvaro", "Giltig_min", "2026-05-12", "tal_datum"),
    ("np_ak3", "MA_B_POANG", "12-maj", "tal_datum"),
    ("franvaro", "Giltig_min", "1,2E+04", "tal_exponent"),
    ("franvaro", "Erbjudna_min", "20 000", "tusental"),
    ("franvaro", "Erbjudna_min", "20\u00a0000", "tusental"),
    ("franvaro", "Erbjudna_min", "20.000", "tusental"),
    ("franvaro", "Giltig_min", "900,0", "decimaler"),
    ("elevregister", "Nyinvandrad", "1.0", "decimaler"),
    ("franvaro", "Giltig_min", "15:30", "timmar"),
    ("franvaro", "Giltig_min", "94 %", "procent"),
    ("elevregister", "Nyinvandrad", "SANT", "sant_falskt"),
    ("elevregister", "Nyinvandrad", "False", "sant_falskt"),
    ("slutbetyg_ak9", "Ma", "MVG", "gammal_betygsskala"),
    ("slutbetyg_ak9", "Ma", "IG", "gammal_betygsskala"),
    ("betyg_ak6", "Ma", "G", "gammal_betygsskala"),
    ("slutbetyg_ak9", "Ma", "-", "streck"),
    ("slutbetyg_ak9", "Ma", "–", "streck"),
    ("slutbetyg_ak9", "Ma", "a", "gemener"),
    ("np_ak9", "NO_PROV", "fy", "gemener"),
    ("np_ak3", "MA_A_PR", "O", "bokstav_for_siffra"),
    ("np_ak3", "MA_A_PR", "l", "bokstav_for_siffra"),
    ("slutbetyg_ak9", "Ma", "C\u200b", "osynligt"),
    ("slutbetyg_ak9", "Datum", "2026-06-15 00:00:00", "datum_tid"),
    ("slutbetyg_ak9", "Datum", "2026-06-15T08:30", "datum_tid"),
    ("slutbetyg_ak9", "Datum", "46188", "datum_serienummer"),
    ("skolenheter", "Namn", "BjÃ¶rkskolan", "teckenkodning"),
    ("skolenheter", "Namn", "Bj\ufffdrkskolan", "teckenkodning"),
    ("skolenheter", "Namn", "Bj”rkskolan", "teckenkodning"),
    ("slutbetyg_ak9", "Fornamn", "Ã…sa", "teckenkodning"),
    ("slutbetyg_ak9", "Klass", "9Ã„", "teckenkodning"),
    ("slutbetyg_ak9", "Klass", "#REF!", "excelfel"),
    ("slutbetyg_ak9", "Ma", "#N/A", "excelfel"),
    ("franvaro", "Giltig_min", "#VÄRDEFEL!", "excelfel"),
    ("franvaro", "Giltig_min", "#DIV/0!", "excelfel"),
    ("slutbetyg_ak9", "Datum", "########", "excelfel"),
    ("slutbetyg_ak9", "Klass", "=9A", "formel"),
    ("slutbetyg_ak9", "Klass", "@9A", "formel"),
    ("skolenheter", "Namn", "+Björkskolan", "formel"),
    ("slutbetyg_ak9", "Ma", "=A1", "formel"),
]


@pytest.fixture
def faults(underlag, silent):
    """Reads the folder, expects faults that do not quote what was planted, returns them."""

    def read(*planted):
        with pytest.raises(InputError) as caught:
            read_folder(underlag.data, underlag.kommun, LASAR)
        # Short cells stand in Swedish words; the examples in the messages are their own.
        told = " ".join(f"{damage.vad} {damage.gor}" for damage in BY_KOD.values())
        silent(caught.value, underlag.secrets() | {p for p in planted if len(p) > 4 and p not in told})
        return list(caught.value.problems)

    return read


@pytest.mark.parametrize(("kind", "column", "cell", "kod"), EXAMPLES)
def test_damage_is_found_by_name(underlag, faults, kind, column, cell, kod):
    underlag.write_complete()
    rows = [underlag.row(kind, i) for i in range(2 if kind == "skolenheter" else 4)]
    rows[1] |= {column: cell}
    underlag.write(kind, rows)

    damaged = [p for p in faults(cell) if p.kolumn == column]

    header = kind in ("elevregister", "franvaro", "skolenheter")
    assert [(p.kod, p.vad, p.rader) for p in damaged] == [(kod, BY_KOD[kod].vad, (2 + header,))]


def test_every_kind_of_damage_has_an_example():
    assert {kod for *_, kod in EXAMPLES} == set(BY_KOD)


def test_every_code_stands_in_one_table():
    assert set(codes.ALL) == set(codes.KODER) | set(MESSAGES) | set(BY_KOD)
    assert len(codes.ALL) == len(codes.KODER) + len(MESSAGES) + len(BY_KOD)
    assert all(codes.ALL.values())


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Klass", "7-9"),
        ("Klass", "9E1"),
        ("Klass", "90"),
        ("Klass", "9-Maj"),
        ("Klass", "Förberedelseklass #2"),
        ("Klass", "-"),
        ("Fornamn", "João"),
        ("Fornamn", "Ângela"),
        ("Fornamn", "D'Arcy"),
        ("Efternamn", "#REF!"),
        ("Efternamn", "SIMÃO-ÅKE"),
        ("M1_sprak", "FRA"),
    ],
)
def test_what_is_sound_passes(underlag, column, cell):
    underlag.write_complete()
    underlag.write("slutbetyg_ak9", [underlag.row("slutbetyg_ak9", 0, **{column: cell})])
    assert read_folder(underlag.data, "1234", LASAR).frames["slutbetyg_ak9"][column].tolist() == [cell]


def test_one_cell_has_one_message_and_the_rest_stay_generic(underlag, faults):
    underlag.write_complete()
    rows = [underlag.row("slutbetyg_ak9", i) for i in range(4)]
    rows[0] |= {"Klass": "#REF!\u202e" + "x" * 30}
    rows[1] |= {"Klass": "=" + "\u202e" * 30}
    rows[2] |= {"Ma": "q", "PersonNr": "2,01E+11"}
    rows[3] |= {"Ma": "MVG", "PersonNr": "20100315TX10"}
    underlag.write("slutbetyg_ak9", rows)
    assert sorted((p.kolumn, p.kod, p.rader) for p in faults()) == [
        ("Klass", "formel", (2,)),
        ("Klass", "langd", (1,)),
        ("Ma", "gammal_betygsskala", (4,)),
        ("Ma", "kod", (3,)),
        ("PersonNr", "personnummer", (4,)),
        ("PersonNr", "pnr_exponent", (3,)),
    ]


def test_a_rounded_number_that_many_share_is_no_duplicate(underlag, faults):
    underlag.write_complete()
    rows = [underlag.row("slutbetyg_ak9", i, PersonNr="2,01E+11", Ma="ABCD"[i]) for i in range(4)]
    underlag.write("slutbetyg_ak9", rows)
    assert [(p.kod, p.rader) for p in faults()] == [("pnr_exponent", (1, 2, 3, 4))]


def test_dates_that_are_all_serial_numbers_are_one_fault(underlag, faults):
    underlag.write_complete()
    rows = [underlag.row("slutbetyg_ak9", i, Datum="46188") for i in range(3)]
    underlag.write("slutbetyg_ak9", rows)
    assert [(p.kod, p.rader) for p in faults()] == [("datum_serienummer", (1, 2, 3))]


def test_a_whole_file_in_the_old_scale_is_one_fault(underlag, faults):
    underlag.write_complete()
    row = {name: "VG" if cell in ("C", "D") else cell for name, cell in underlag.row("slutbetyg_ak9").items()}
    underlag.write("slutbetyg_ak9", [row])
    (problem,) = faults()
    assert (problem.kod, problem.rader) == ("gammal_betygsskala", (1,))
    assert problem.kolumn == "Bl, En, Hkk, Idh, Ma, Mu, Bi, Fy, Ke, Ge, Hi, Re, Sh, Sl, Sv, Tk"


def test_shifted_columns_are_not_told_as_damage(underlag, faults):
    underlag.write_complete()
    row = underlag.row("slutbetyg_ak9") | dict.fromkeys(("Bl", "En", "Hkk", "Idh", "Ma", "Mu"), "FRA")
    underlag.write("slutbetyg_ak9", [row | {"Bi": "a"}])
    assert [(p.kod, p.kolumn) for p in faults()] == [("kolumner", "")]


def test_invisible_spaces_around_a_cell_do_not_count(underlag):
    underlag.write_complete()
    underlag.write("slutbetyg_ak9", [underlag.row("slutbetyg_ak9", Ma="C\u00a0", Klass="\u202f9B\u2003")])
    frame = read_folder(underlag.data, "1234", LASAR).frames["slutbetyg_ak9"]
    assert frame[["Ma", "Klass"]].iloc[0].tolist() == ["C", "9B"]


def test_messages_are_whole_sentences_in_swedish():
    for damage in BY_KOD.values():
        assert damage.vad.endswith(".") and damage.vad[0].isupper()
        assert damage.gor.endswith(".") and damage.gor[0].isupper()
    assert isinstance(pd.Series(codes.ALL), pd.Series)
