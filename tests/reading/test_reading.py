"""What is read: headers, encodings, quotes, line ends, several files, personnummer."""

import pandas as pd
import pytest

from analys.errors import ParameterError
from analys.reading import read_folder
from analys.reading.personnummer import derive_fodelsear, derive_kon, has_check_digit, has_date, has_form

LASAR = ["2025/26"]


def read(underlag, kind="slutbetyg_ak9"):
    return read_folder(underlag.data, underlag.kommun, LASAR).frames[kind]


@pytest.mark.parametrize(
    ("header", "encoding", "newline", "end"),
    [
        (False, "utf-8-sig", "\n", "\n"),
        (False, "cp1252", "\r\n", "\r\n"),
        (False, "utf-8", "\r", ""),
        (True, "utf-8-sig", "\r\n", "\r\n\r\n"),
        (True, "cp1252", "\n", "\n\n  \n"),
        (True, "utf-8", "\n", "\x1a"),
    ],
)
def test_the_same_rows_are_read_from_every_spelling_of_a_file(underlag, header, encoding, newline, end):
    underlag.write_complete()
    rows = [underlag.row("slutbetyg_ak9", i, Klass="9 Å") for i in range(3)]
    underlag.write("slutbetyg_ak9", rows, header=header, encoding=encoding, newline=newline, end=end)
    frame = read(underlag)
    assert frame["Klass"].tolist() == ["9 Å"] * 3
    assert frame["PersonNr"].tolist() == [row["PersonNr"] for row in rows]
    assert frame["rad"].tolist() == [1 + header, 2 + header, 3 + header]
    assert frame["OVR"].tolist() == [""] * 3
    assert set(frame["lasar"]) == {"2025/26"}


@pytest.mark.parametrize(
    "spelling",
    [
        lambda name: name.upper(),
        lambda name: name.lower(),
        lambda name: {
            "M1_sprak": "M1 (språk)",
            "M1": "M1 (betyg)",
            "ML": "ML betyg",
            "Fornamn": "Förnamn",
        }.get(name, name),
    ],
)
def test_headers_are_recognised_in_other_spellings(underlag, spelling):
    underlag.write_complete()
    row = underlag.row("slutbetyg_ak9")
    lines = [";".join(spelling(name) for name in row), ";".join(row.values())]
    underlag.write_bytes("slutbetyg_ak9", "\n".join(lines).encode())
    assert read(underlag)["PersonNr"].tolist() == [row["PersonNr"]]


def test_columns_are_found_by_their_header_in_any_order(underlag):
    underlag.write_complete()
    row = underlag.row("elevregister")
    lines = [";".join(reversed(row)), ";".join(reversed(row.values()))]
    underlag.write_bytes("elevregister", "\n".join(lines).encode())
    assert read(underlag, "elevregister")[list(row)].to_dict("records") == [row]


def test_quotes_enclose_cells_and_are_characters_inside_them(underlag):
    underlag.write_complete()
    row = underlag.row("slutbetyg_ak9", Klass='"9;""A"""', Fornamn='An"na"', Efternamn='O"x')
    underlag.write("slutbetyg_ak9", [row, underlag.row("slutbetyg_ak9", 1)])
    frame = read(underlag)
    assert frame["Klass"].tolist() == ['9;"A"', "9A"]
    assert frame["Fornamn"][0] == 'An"na"'
    assert frame["Efternamn"][0] == 'O"x'


def test_blank_lines_between_rows_keep_the_line_numbers(underlag):
    underlag.write_complete()
    lines = [";".join(underlag.row("slutbetyg_ak9", i).values()) for i in range(2)]
    underlag.write_bytes("slutbetyg_ak9", f"\n{lines[0]}\n\n\n{lines[1]}".encode())
    assert read(underlag)["rad"].tolist() == [2, 5]


def test_spaces_around_cells_do_not_count(underlag):
    underlag.write_complete()
    underlag.write("slutbetyg_ak9", [underlag.row("slutbetyg_ak9", Ma=" C ", Klass="\t9B ")])
    assert read(underlag)[["Ma", "Klass"]].iloc[0].tolist() == ["C", "9B"]


def test_one_file_a_school_is_joined_in_the_order_of_their_names(underlag):
    underlag.write_complete()
    (underlag.data / "raw" / "1234" / "2025-26" / "slutbetyg_ak9.csv").unlink()
    for name, index in (("b", 0), ("a", 1)):
        underlag.write(
            "slutbetyg_ak9", [underlag.row("slutbetyg_ak9", index)], name=f"Slutbetyg_ak9-{name}.CSV"
        )
    frame = read(underlag)
    assert frame["fil"].astype("str").str[-5:].tolist() == ["a.CSV", "b.CSV"]


def test_a_repeated_row_is_marked_and_the_first_is_kept(underlag):
    underlag.write_complete()
    same = [underlag.row("slutbetyg_ak9"), underlag.row("slutbetyg_ak9", Datum="2026-06-20", Version="2")]
    underlag.write("slutbetyg_ak9", [*same, underlag.row("slutbetyg_ak9", 1)])
    assert read(underlag)["skal"].tolist() == ["", "Raden finns flera gånger med samma innehåll", ""]


def test_a_pupil_may_stand_in_the_register_once_a_lasar(underlag):
    underlag.write_complete()
    rows = [underlag.row("elevregister", Lasar=lasar) for lasar in ("2024-25", "2025/26")]
    underlag.write("elevregister", rows)
    frame = read(underlag, "elevregister")
    assert frame["lasar"].tolist() == ["2024/25", "2025/26"]
    assert frame["skal"].tolist() == ["", ""]


@pytest.mark.parametrize("header", [False, True])
def test_the_list_of_protected_identities_may_be_empty_and_needs_no_header(underlag, header):
    underlag.write_complete()
    underlag.write("skyddade", [underlag.row("skyddade", 3)], header=header)
    assert len(read(underlag, "skyddade")) == 1
    underlag.write("skyddade", [], header=header)
    assert len(read(underlag, "skyddade")) == 0


def test_hashes_are_those_of_the_files(underlag):
    import hashlib

    path = underlag.write_complete().write("np_ak3", [underlag.row("np_ak3")])
    sha256 = read_folder(underlag.data, "1234", LASAR).sha256
    assert sha256["raw/1234/2025-26/np_ak3.csv"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert len(sha256) == 4


@pytest.mark.parametrize(
    ("kommun", "lasar"), [("12345", ["2025/26"]), ("..", ["2025/26"]), ("1234", ["2025"])]
)
def test_parameters_of_the_wrong_form_are_refused(underlag, kommun, lasar):
    with pytest.raises(ParameterError):
        read_folder(underlag.data, kommun, lasar)


def test_raw_does_not_show_its_content(underlag):
    raw = read_folder(underlag.write_complete().data, "1234", LASAR)
    assert repr(raw) == "Raw(skolenheter, elevregister, slutbetyg_ak9)"


# --- personnummer ---


def numbers(*texts):
    return pd.Series(texts, dtype="str")


def test_check_digits_of_published_numbers():
    # 811218-9876 is the tax agency's printed example, 19121212-1212 its test person.
    assert has_check_digit(numbers("198112189876", "191212121212", "198112189875")).tolist() == [
        True,
        True,
        False,
    ]


def test_temporary_numbers_have_no_check_digit():
    temporary = numbers("20110412TF10", "20110412TF20")
    assert has_form(temporary).all()
    assert has_date(temporary).all()
    assert has_check_digit(temporary).all()


def test_dates_exist():
    dates = numbers("201202291234", "201102291234", "201104311234", "201104921234", "201104911234")
    # Day 91 is the 31st of a samordningsnummer, and April has none; day 92 never exists.
    assert has_date(dates).tolist() == [True, False, False, False, False]
    assert has_date(numbers("201105911234")).tolist() == [True]


def test_gender_is_the_last_digit_but_one_also_of_temporary_numbers():
    # TF10 is a boy and TF20 a girl.
    assert derive_kon(numbers("20110412TF10", "20110412TF20", "201104121214", "201104121222")).tolist() == [
        "pojke",
        "flicka",
        "pojke",
        "flicka",
    ]


def test_birth_year_is_the_first_four_digits():
    years = derive_fodelsear(numbers("20110412TF10", "199912311234"))
    assert years.tolist() == [2011, 1999]
    assert years.dtype == "Int64"
