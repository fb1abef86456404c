"""What a correction hits, what it must not, and that it stops when it no longer fits."""

import pandas as pd
import pytest

from analys.corrections import BORTTAGEN
from analys.reading import read_folder

LASAR = ["2024/25", "2025/26"]
FIXED = "Källan är rättad: ta bort rättelsen."


@pytest.fixture
def files(underlag):
    """Four pupils with C in mathematics, the third in another school and the fourth without a grade."""
    underlag.write_complete()
    rows = [underlag.row("slutbetyg_ak9", i) for i in range(4)]
    rows[2]["Skolenhetskod"] = "99990002"
    rows[3]["Ma"] = ""
    underlag.write("slutbetyg_ak9", rows)
    return underlag


def read(underlag, kind="slutbetyg_ak9"):
    return read_folder(underlag.data, "1234", LASAR).frames[kind]


def number(underlag, index):
    return underlag.row("slutbetyg_ak9", index)["PersonNr"]


def test_a_pupils_cell_gets_its_right_value_and_nothing_else_changes(files, declared):
    before = read(files)
    declared.write(declared.describe())
    after = read(files)
    assert after["Ma"].tolist() == ["D", "C", "C", ""]
    pd.testing.assert_frame_equal(before.drop(columns="Ma"), after.drop(columns="Ma"))
    assert after.dtypes.astype("str").tolist() == before.dtypes.astype("str").tolist()


def test_a_value_is_corrected_in_a_whole_school_or_everywhere(files, declared):
    declared.write(declared.describe(elev=None, skolenhet="99990001", forvantat=2))
    assert read(files)["Ma"].tolist() == ["D", "D", "C", ""]
    declared.write(declared.describe(elev=None, forvantat=3))
    assert read(files)["Ma"].tolist() == ["D", "D", "D", ""]


def test_a_blank_may_be_filled_and_a_value_blanked(files, declared):
    declared.write(declared.describe(elev=None, fran='""', till="F") + declared.describe(till='""'))
    assert read(files)["Ma"].tolist() == ["", "C", "C", "F"]


def test_one_of_several_files_is_told_by_its_name(files, declared, stops):
    files.write("slutbetyg_ak9", [files.row("slutbetyg_ak9", 7)], name="slutbetyg_ak9_B.csv")
    declared.write(declared.describe(elev=None, fil="slutbetyg_ak9_b.CSV"))
    assert read(files)["Ma"].tolist() == ["C", "C", "C", "", "D"]
    declared.write(declared.describe(elev=None, fil="annan.csv"))
    assert "träffar ingenting" in stops(read, files)


def test_other_lasar_are_left_alone(files, declared):
    rows = [files.row("slutbetyg_ak9", 0, Datum="2025-06-10")]
    files.write("slutbetyg_ak9", rows, lasar="2024-25")
    declared.write(declared.describe(lasar="2024/25") + declared.describe(lasar="2019/20", forvantat=9))
    frame = read(files)
    assert frame.loc[frame["lasar"] == "2024/25", "Ma"].tolist() == ["D"]
    assert frame.loc[frame["lasar"] == "2025/26", "Ma"].tolist() == ["C", "C", "C", ""]
    # The same municipality, another report: the correction of a läsår outside it is neither hit nor missed.
    raw = read_folder(files.data, "1234", ["2025/26"])
    assert raw.rattelser.empty


def test_the_register_is_corrected_by_the_lasar_of_its_rows(files, declared):
    rows = [files.row("elevregister", i) for i in range(4)] + [files.row("elevregister", 0, Lasar="2024-25")]
    files.write("elevregister", rows)
    declared.write(
        declared.describe(slag="elevregister", lasar="2024/25", kolumn="Arskurs", fran="9", till="8")
    )
    assert read(files, "elevregister")["Arskurs"].tolist() == ["9", "9", "9", "9", "8"]


def test_a_wrong_lasar_in_the_register_is_corrected(files, declared):
    rows = [files.row("elevregister", i) for i in range(4)]
    rows[0]["Lasar"] = "2025/62"
    files.write("elevregister", rows)
    declared.write(declared.describe(slag="elevregister", kolumn="Lasar", fran="2025/62", till="2025-26"))
    frame = read(files, "elevregister")
    assert frame["Lasar"].tolist() == ["2025-26", "2025/26", "2025/26", "2025/26"]
    assert frame["lasar"].tolist() == ["2025/26"] * 4


def test_a_mistyped_personnummer_is_corrected(files, declared, stops):
    rows = [files.row("slutbetyg_ak9", i) for i in range(4)]
    right, wrong = rows[0]["PersonNr"], "100315-" + rows[0]["PersonNr"][8:]
    rows[0]["PersonNr"] = wrong
    files.write("slutbetyg_ak9", rows)
    text = declared.describe(elev=wrong, kolumn="PersonNr", fran=None, till=right)
    declared.write(text)
    assert read(files)["PersonNr"].tolist() == [number(files, i) for i in range(4)]
    # Other corrections name the pupil as the file does.
    declared.write(text + declared.describe(elev=wrong))
    assert read(files)["Ma"].tolist()[0] == "D"
    files.write("slutbetyg_ak9", [files.row("slutbetyg_ak9", i) for i in range(4)])
    declared.write(text)
    assert FIXED in stops(read, files)


@pytest.mark.parametrize(
    "spell", [lambda n: f"{n[2:8]}-{n[8:]}", lambda n: n[2:], lambda n: f"{n[:8]} {n[8:]}"]
)
def test_the_pupil_may_be_written_as_in_the_original_export(files, declared, stops, spell):
    declared.write(declared.describe(elev=f"'{spell(declared.elev)}'"))
    assert read(files)["Ma"].tolist() == ["D", "C", "C", ""]
    declared.write(declared.describe(elev=f"'{spell(declared.elev)}'", skal="Zanzibarella fick fel betyg"))
    assert "ett namn" in stops(read, files)


def test_the_number_as_it_stands_goes_before_one_that_is_like_it(files, declared):
    rows = [files.row("slutbetyg_ak9", i) for i in range(2)]
    rows.append(files.row("slutbetyg_ak9", 0, PersonNr=declared.elev[2:], Klass="9B"))
    files.write("slutbetyg_ak9", rows)
    fields = {"ta_bort": "ja", "kolumn": None, "fran": None, "till": None}
    declared.write(declared.describe(elev=f"'{declared.elev[2:]}'", **fields))
    frame = read(files)
    assert frame.loc[frame["skal"] == "", "Klass"].tolist() == ["9A", "9A"]


def test_a_pupil_at_two_schools_is_settled(files, declared):
    rows = [files.row("slutbetyg_ak9", i) for i in range(3)]
    rows.append(files.row("slutbetyg_ak9", 0, Skolenhetskod="99990002", Ma="F"))
    files.write("slutbetyg_ak9", rows)
    fields = {"till": None, "ta_bort": "ja", "kolumn": None, "fran": None}
    declared.write(declared.describe(skolenhet="99990002", **fields))
    frame = read(files)
    assert frame["skal"].tolist() == ["", "", "", BORTTAGEN]
    assert frame.loc[frame["skal"] == "", "Ma"].tolist() == ["C", "C", "C"]


def test_of_two_rows_at_one_school_the_wrong_one_is_told_by_a_value(files, declared):
    rows = [files.row("slutbetyg_ak9", 0, Ma=grade) for grade in "CF"]
    files.write("slutbetyg_ak9", rows)
    declared.write(declared.describe(ta_bort="ja", fran="F", till=None))
    frame = read(files)
    assert frame.loc[frame["skal"] == "", "Ma"].tolist() == ["C"]


def test_all_rows_of_a_file_may_go(files, declared):
    files.write("np_ak9", [files.row("np_ak9", 0)])
    declared.write(declared.describe(slag="np_ak9", ta_bort="ja", kolumn=None, fran=None, till=None))
    assert read(files, "np_ak9")["skal"].tolist() == [BORTTAGEN]


# What is declared, and what is said about it.
MISSES = [
    ({"fran": "E", "till": "C"}, FIXED),
    ({"fran": "E", "till": "D"}, "kolumnen Ma har ett annat värde än fran"),
    ({"elev": "201003150000"}, "träffar ingenting"),
    ({"skolenhet": "99990002"}, "träffar ingenting"),
    ({"elev": None}, "träffar 3 celler, men forvantat är 1"),
    ({"forvantat": 2}, "träffar 1 cell, men forvantat är 2"),
    ({"elev": None, "fran": "E", "till": "C", "forvantat": 3}, FIXED),
    ({"elev": None, "fran": "E", "till": "C", "forvantat": 4}, "har ett annat värde än fran"),
    ({"slag": "np_ak9", "kolumn": "MA_PROVB"}, "inga sådana rader för läsåret"),
    ({"skolenhet": "99990002", "ta_bort": "ja", "till": None}, FIXED),
    ({"fran": "F", "ta_bort": "ja", "till": None}, FIXED),
    ({"elev": "201003150000", "ta_bort": "ja", "till": None}, "Raden som ska tas bort finns inte"),
    ({"kolumn": "Skolenhetskod", "fran": "99990002", "till": "99990001"}, FIXED),
    (
        {"kolumn": "Skolenhetskod", "skolenhet": "99990002", "fran": "99990002", "till": "99990001"},
        FIXED,
    ),
]


@pytest.mark.parametrize(("fields", "said"), MISSES, ids=range(len(MISSES)))
def test_a_correction_that_no_longer_fits_stops_the_run(files, declared, stops, fields, said):
    declared.write("\n# en rad före\n" + declared.describe(**fields))
    message = stops(read, files)
    assert said in message
    assert "raw/1234/rattelser.yml, rad 3" in message
    assert "Ett fel hittades" in message


def test_the_right_value_is_not_a_pupils_secret(files, declared, stops):
    """fran and till are content of a row: no message says them."""
    declared.write(declared.describe(kolumn="Klass", fran="Zanzibarella", till="Kanariefågelsson"))
    assert "ett annat värde" in stops(read, files)


def test_two_corrections_of_one_cell_contradict_each_other(files, declared, stops):
    declared.write(declared.describe() + declared.describe(elev=None, till="E", forvantat=3))
    message = stops(read, files)
    assert "Två rättelser gäller samma uppgift: den här och den på rad 1." in message
    assert "rattelser.yml, rad 8" in message


def test_order_means_nothing(files, declared):
    """Both look at the file: the second is about the cells that held D, not those that got it."""
    other = files.row("slutbetyg_ak9", 5, Ma="D")
    files.write("slutbetyg_ak9", [files.row("slutbetyg_ak9", i) for i in range(2)] + [other])
    texts = [declared.describe(elev=None, forvantat=2), declared.describe(elev=None, fran="D", till="E")]
    for text in ("".join(texts), "".join(reversed(texts))):
        declared.write(text)
        assert read(files)["Ma"].tolist() == ["D", "D", "E"]


def test_a_cell_of_a_row_that_goes_cannot_be_corrected(files, declared, stops):
    gone = declared.describe(ta_bort="ja", kolumn=None, fran=None, till=None)
    declared.write(gone + declared.describe())
    assert "den på rad 1" in stops(read, files)
    declared.write(gone + gone)
    assert "Två rättelser gäller samma uppgift" in stops(read, files)


# A value that the ordinary checks refuse is the correction's fault, not the file's.
BAD = [
    ({"till": "Q"}, "Koden är inte tillåten."),
    ({"kolumn": "Skolenhetskod", "fran": "99990001", "till": "9999000X"}, "Skolenhetskoden har fel form."),
    ({"kolumn": "Skolenhetskod", "fran": "99990001", "till": "99990009"}, "finns inte i skolenheter.csv"),
    ({"kolumn": "Datum", "fran": "2026-06-15", "till": "2025-06-15"}, "Datum hör till läsåret"),
    ({"kolumn": "PersonNr", "fran": None, "till": "okänt"}, "Personnumret har fel form."),
    ({"kolumn": "PersonNr", "fran": None, "till": "201003159800"}, "kontrollsiffra stämmer inte"),
    ({"kolumn": "Sva", "fran": '""', "till": "A"}, "betyg i både svenska och svenska som andraspråk"),
    ({"kolumn": "Klass", "fran": "9A", "till": "x" * 30}, "Texten är för lång."),
]


@pytest.mark.parametrize(("fields", "said"), BAD, ids=range(len(BAD)))
def test_a_bad_value_is_the_corrections_fault(files, declared, stops, fields, said):
    declared.write(declared.describe(**fields))
    message = stops(read, files)
    assert "Rättelsen leder till ett fel" in message
    assert said in message
    assert "Var: raw/1234/rattelser.yml, rad 1" in message
    assert "slutbetyg_ak9.csv" not in message
    assert "ta ut filen på nytt" not in message


def test_a_fault_of_the_file_stays_the_files(files, declared, stops):
    rows = [files.row("slutbetyg_ak9", i, Ma="G") for i in range(3)]
    files.write("slutbetyg_ak9", rows)
    declared.write(declared.describe(fran="G", till="H"))
    message = stops(read, files)
    assert "2 fel hittades" in message
    assert "slutbetyg_ak9.csv, kolumn Ma, rader 2, 3" in message
    assert "rattelser.yml, rad 1" in message


def test_a_correction_that_makes_two_pupils_one_is_told(files, declared, stops):
    declared.write(
        declared.describe(kolumn="PersonNr", fran=None, till=number(files, 1))
        + declared.describe(kolumn="Bl", fran="C", till="A")
    )
    message = stops(read, files)
    assert "Rättelsen leder till ett fel" in message
    assert "rattelser.yml, rad 1" in message


def test_a_file_that_cannot_be_read_is_the_only_thing_told(files, declared, stops):
    files.write_bytes("slutbetyg_ak9", b"\x00\x81\xff", name="slutbetyg_ak9_B.csv")
    declared.write(declared.describe(elev="201003150000"))
    message = stops(read, files)
    assert "rattelser.yml" not in message


def test_faults_of_files_and_corrections_are_told_together(files, declared, stops):
    files.write("slutbetyg_ak9", [files.row("slutbetyg_ak9", i, Bl="G") for i in range(3)])
    declared.write(declared.describe(slag="x") + declared.describe(fran="A"))
    message = stops(read, files)
    assert "3 fel hittades" in message


def test_the_account_counts_rows_and_pupils_by_reason(files, declared):
    rows = [files.row("franvaro", 0, Termin=term, Giltig_min="1") for term in ("HT", "VT")]
    files.write("franvaro", [*rows, files.row("franvaro", 1)])
    common = {"slag": "franvaro", "kolumn": "Giltig_min", "fran": "1", "till": "10"}
    text = declared.describe(forvantat=2, **common)
    text += declared.describe(**{**common, "elev": number(files, 1), "fran": "900", "till": "90"})
    text += declared.describe(ta_bort="ja", kolumn=None, fran=None, till=None, skal="Dubblett")
    declared.write(text)
    account = read_folder(files.data, "1234", LASAR).rattelser
    assert account.values.tolist() == [
        ["franvaro", "2025/26", "Giltig_min", "Felskrivet enligt betygskatalogen", 3, 2],
        ["slutbetyg_ak9", "2025/26", "", "Dubblett", 1, 1],
    ]
