"""How corrections are written: every field, every fault with its line, and nothing quoted."""

import re
from pathlib import Path

import pytest

from analys.corrections import load_corrections


def test_every_field_is_read_as_the_text_that_is_written(declared):
    text = declared.describe(
        lasar="2025-26", skolenhet="99990001", fil="slutbetyg_ak9.csv", fran='""', till="01", forvantat="2",
        kolumn="Klass", skal="'Fel klass:  9A'",
    )  # fmt: skip
    (one,) = declared.load(text).entries
    assert (one.slag, one.lasar, one.kolumn, one.ta_bort) == ("slutbetyg_ak9", "2025/26", "Klass", False)
    # A number without quotes stays the text it is, and 01 is not 1.
    assert (one.elev, one.skolenhet, one.fil) == (declared.elev, "99990001", "slutbetyg_ak9.csv")
    assert (one.fran, one.till, one.forvantat, one.skal) == ("", "01", 2, "Fel klass: 9A")
    assert (one.place.rad, one.skal_place.rad) == (1, 7)


def test_fields_columns_and_kinds_may_be_spelled_as_people_do(declared):
    text = f"""
- Slag: Slutbetyg_ak9
  läsår: 2025/26
  Elev: {declared.elev}
  kolumn: M1 (betyg)
  från: A
  till: ""
  skäl: Betyget hör till en annan elev
"""
    (one,) = declared.load(text).entries
    assert (one.slag, one.kolumn, one.fran, one.till) == ("slutbetyg_ak9", "M1", "A", "")
    assert one.forvantat == 1


@pytest.mark.parametrize("text", ["", "# ingenting än\n", "[]", "\ufeff# ingenting\n", "---\n"])
def test_a_file_without_corrections_is_no_fault(declared, text):
    loaded = declared.load(text)
    assert (loaded.entries, loaded.problems) == ((), ())


def test_a_municipality_without_the_files_has_no_corrections(declared):
    loaded = load_corrections(declared.folder)
    assert (loaded.entries, loaded.problems) == ((), ())
    assert load_corrections(declared.folder / "saknas").problems == ()


def test_a_row_is_left_out_by_pupil_school_and_value(declared):
    text = declared.describe(ta_bort="ja", till=None, skolenhet="99990002") + declared.describe(
        ta_bort="true", till=None, kolumn=None, fran=None
    )
    first, second = declared.load(text).entries
    assert (first.ta_bort, first.kolumn, first.fran, first.skolenhet) == (True, "Ma", "C", "99990002")
    assert (second.ta_bort, second.kolumn, second.fran) == (True, "", "")


def test_the_number_to_correct_need_not_be_written_twice(declared):
    (one,) = declared.load(declared.describe(kolumn="PersonNr", fran=None, till="20100315TF10")).entries
    assert (one.elev, one.fran, one.till) == (declared.elev, declared.elev, "20100315TF10")


FAULTS = [
    ({"slag": "slutbetyg_ak6"}, 1, "inget slag av fil", "Menade du slutbetyg_ak9?"),
    ({"slag": "skolenheter"}, 1, "inget slag av fil", "rätta direkt i filen"),
    ({"slag": "skyddade"}, 1, "inget slag av fil", "rätta direkt i filen"),
    ({"slag": None}, 1, "slag saknas", "Lägg till"),
    ({"lasar": "2025/27"}, 2, "Läsåret har fel form", "2025/26"),
    ({"lasar": None}, 1, "lasar saknas", "Lägg till"),
    ({"kolumn": "Matte"}, 4, "Kolumnen finns inte", "Kolumnerna är: System"),
    ({"kolumn": "Ide"}, 4, "Kolumnen finns inte", "Menade du Idh?"),
    ({"kolumn": "Fornamn"}, 4, "följer inte med in i analysen", "Ta bort rättelsen"),
    ({"kolumn": None}, 1, "kolumn saknas", "Lägg till"),
    ({"fran": None}, 1, "fran saknas", "värdet som står i filen nu"),
    ({"till": None}, 1, "till saknas", "det rätta värdet"),
    ({"till": "C"}, 6, "ändrar ingenting", "Rätta eller ta bort"),
    ({"skal": None}, 1, "skal saknas", "visas i rapporten"),
    ({"skal": '""'}, 7, "skal saknas", "visas i rapporten"),
    ({"skal": '"a\\u200bb"'}, 7, "osynliga tecken", "på nytt"),
    ({"skal": '"a\\nb"'}, 7, "osynliga tecken eller radbrytningar", "på nytt"),
    ({"skal": "två ord " * 26}, 7, "för lång", "200 tecken"),
    ({"skal": "ett " + "x" * 41}, 7, "för långt ord", "40 tecken"),
    ({"forvantat": "ja"}, 8, "inget antal", "minst 1"),
    ({"forvantat": "0"}, 8, "inget antal", "minst 1"),
    ({"forvantat": "-1"}, 8, "inget antal", "minst 1"),
    ({"forvantat": "1.5"}, 8, "inget antal", "minst 1"),
    ({"forvantat": "٣"}, 8, "inget antal", "minst 1"),
    ({"forvantat": "9" * 5000}, 8, "för lång", "200 tecken"),
    ({"ta_bort": "kanske"}, 8, "ta_bort har fel form", "Skriv ja"),
    ({"ta_bort": "ja"}, 6, "både tar bort rader och skriver", "antingen"),
    ({"ta_bort": "ja", "till": None, "elev": None}, 1, "elev saknas", "vilken elevs rad"),
    ({"ta_bort": "ja", "till": None, "fran": None}, 1, "fran saknas", "vilket värde raden har"),
    ({"ta_bort": "ja", "till": None, "kolumn": None}, 1, "kolumn saknas", "vilken kolumn"),
    ({"forvntat": "1"}, 8, "ett namn som inte finns", "Menade du forvantat?"),
    ({"Zanzibarella": "1"}, 8, "ett namn som inte finns", "De som finns: slag, lasar"),
]


@pytest.mark.parametrize(("fields", "line", "vad", "gor"), FAULTS, ids=lambda v: str(v)[:30])
def test_a_fault_is_told_with_its_line(declared, fields, line, vad, gor):
    told = declared.tell(declared.describe(**fields))
    assert any(at == line and vad in what and gor in todo for at, what, todo in told), told
    assert declared.load(declared.describe(**fields)).entries == ()


def test_all_faults_are_told_at_once(declared):
    text = (
        declared.describe(slag="x")
        + declared.describe()
        + declared.describe(lasar="x", kolumn="x", skal='""')
    )
    told = declared.tell(text)
    assert [line for line, _, _ in told] == [1, 16, 18, 21]
    assert len(declared.load(text).entries) == 1


def test_personal_fields_in_the_wrong_place_are_not_repeated(declared):
    """A personnummer or a name may stand anywhere by mistake; `tell` searches for both."""
    name, number = "Zanzibarella Kanariefågelsson", declared.elev
    for value in (name, number):
        text = declared.describe(
            slag=value, lasar=value, kolumn=value, forvantat=value, ta_bort=value, skal=value
        )
        assert declared.tell(text + f"  {value}: {value}\n")


@pytest.mark.parametrize(
    "name",
    [
        "rattelser.yaml",
        "rättelser.xlsx",
        "Rättelser.yml",
        "rattelser.yml.txt",
        "rattelse.yml",
        "rattelser.txt",
    ],
)
def test_a_file_that_would_be_passed_over_is_told(declared, name):
    declared.write(declared.describe(), name)
    (problem,) = load_corrections(declared.folder, "raw/1234").problems
    assert problem.fil == f"raw/1234/{name}"
    assert "läses ur rattelser.yml" in problem.gor


def test_a_copy_beside_the_file_is_nobodys_business(declared):
    declared.write(declared.describe(), "rattelser_gammal.yml")
    assert len(declared.load(declared.describe()).entries) == 1


def test_a_link_out_of_the_folder_is_not_followed(declared, tmp_path_factory):
    outside = tmp_path_factory.mktemp("utanfor") / "rattelser.yml"
    outside.write_text(declared.describe(), encoding="utf-8")
    (declared.folder / "rattelser.yml").symlink_to(outside)
    loaded = load_corrections(declared.folder, "raw/1234")
    assert loaded.entries == ()
    assert "länk ut ur mappen" in loaded.problems[0].vad


def test_a_folder_in_the_place_of_the_file_is_told(declared):
    (declared.folder / "rattelser.yml").mkdir()
    assert "ingen vanlig fil" in load_corrections(declared.folder).problems[0].vad


def test_showing_a_correction_shows_nobody(declared):
    loaded = declared.load(declared.describe(fran="Zanzibarella", till="Kanariefågelsson"))
    assert len(loaded.entries) == 1
    assert not [s for s in declared.underlag.secrets() if s in repr(loaded)]


def test_the_example_of_the_documentation_is_right(declared):
    page = (Path(__file__).parents[2] / "docs" / "FILER.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(# Rättelser.*?)```", page, flags=re.DOTALL)
    loaded = declared.load(example)
    assert loaded.problems == ()
    assert len(loaded.entries) == example.count("- slag:") >= 5
