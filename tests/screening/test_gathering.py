"""Which folder is it, which läsår are checked, and what is borrowed from the data folder?"""

from __future__ import annotations

import shutil

import pytest

from analys.errors import ParameterError
from analys.screening import screen
from analys.screening.gathering import gather
from analys.screening.places import find_place


@pytest.fixture
def complete(underlag):
    return underlag.write_complete()


def test_a_data_folder_its_raw_folder_and_its_municipality_are_one_place(complete):
    data = complete.data
    places = [find_place(folder, data / "annan") for folder in (data, data / "raw", data / "raw" / "1234")]

    assert {(p.data, p.kommun, p.lasar, p.is_raw) for p in places} == {(data, "1234", "", True)}


def test_a_lasar_folder_is_its_lasar(complete):
    place = find_place(complete.data / "raw" / "1234" / "2025-26", complete.data)

    assert (place.kommun, place.lasar, place.is_raw) == ("1234", "2025/26", True)


def test_another_folder_is_one_of_exports(tmp_path):
    place = find_place(tmp_path, tmp_path / "data", "Hallstahammar", "2025-26")

    assert (place.kommun, place.lasar, place.is_raw) == ("1961", "2025/26", False)


def test_a_data_folder_with_official_files_alone_has_nothing_to_check(tmp_path):
    (tmp_path / "raw" / "skolverket").mkdir(parents=True)

    with pytest.raises(ParameterError, match="inga kommuners filer än"):
        find_place(tmp_path, tmp_path)


def test_several_municipalities_must_be_told_apart(complete):
    (complete.data / "raw" / "1961").mkdir()

    with pytest.raises(ParameterError, match=r"1234, 1961\. Välj en med --kommun"):
        find_place(complete.data, complete.data)
    assert find_place(complete.data, complete.data, "1961").kommun == "1961"


@pytest.mark.parametrize(
    ("folder", "choices", "word"),
    [
        ("raw/1234", {"kommun": "1961"}, "--kommun är 1961, men mappen är kommunen 1234"),
        ("raw/1234/2025-26", {"lasar": "2024/25"}, "--lasar är 2024/25, men mappen är 2025/26"),
        ("raw/1234", {"lasar": "2025/27"}, "--lasar: ”2025/27” är inget läsår"),
    ],
)
def test_what_is_given_must_agree_with_the_folder(complete, folder, choices, word):
    with pytest.raises(ParameterError) as error:
        find_place(complete.data / folder, complete.data, **choices)

    assert word in str(error.value)


def test_only_the_chosen_lasar_has_faults(complete):
    complete.write(
        "slutbetyg_ak9", [complete.row("slutbetyg_ak9", 0, Ma="X", Datum="2025-06-15")], lasar="2024-25"
    )

    chosen = gather(find_place(complete.data, complete.data, lasar="2025/26"))
    everything = gather(find_place(complete.data, complete.data))

    assert [p.kod for p in chosen.problems] == []
    assert [p.kod for p in everything.problems] == ["kod"]
    assert chosen.earlier("slutbetyg_ak9", "2025/26") == ["2024/25"]


def test_exports_are_compared_with_the_data_folder(liten_kommun, tmp_path):
    exports = tmp_path / "Nedladdat å ä ö"
    exports.mkdir()
    year = liten_kommun / "raw" / "9999" / "2025-26"
    for index, path in enumerate(sorted(year.glob("slutbetyg_ak9*.csv"))):
        shutil.copy(path, exports / f"Export {index}.txt")

    material = gather(find_place(exports, liten_kommun))
    alone = gather(find_place(exports, tmp_path / "finns inte"))

    assert (material.lasar, material.kinds) == (("2025/26",), ("slutbetyg_ak9",))
    assert material.earlier("slutbetyg_ak9", "2025/26") == ["2023/24", "2024/25"]
    assert {"skolenheter", "elevregister"} <= set(material.frames)
    assert material.problems == ()
    assert alone.earlier("slutbetyg_ak9", "2025/26") == []
    untried = {o.check.namn for o in screen(alone) if o.status == "kunde inte prövas"}
    assert {"kanda_skolenheter", "skola_utan_fil", "betyg_skola"} <= untried


def test_a_folder_without_results_says_so(tmp_path):
    (tmp_path / "brev.txt").write_text("Hej!", encoding="utf-8")

    problems = gather(find_place(tmp_path, tmp_path / "data")).problems

    assert [p.kod for p in problems] == ["saknas"]


def test_material_shows_no_rows(complete):
    material = gather(find_place(complete.data, complete.data))

    assert [secret for secret in complete.secrets() if secret in repr(material)] == []


def test_what_stands_in_the_column_of_schools_is_not_told(complete):
    # A column out of place: a date of birth where the code should be, on a few rows.
    rows = [complete.row("slutbetyg_ak9", i, Skolenhetskod="20100315") for i in range(4)]
    complete.write("slutbetyg_ak9", rows)

    material = gather(find_place(complete.data, complete.data))

    assert material.name_school("20100315") == "en okänd skolenhet"
    assert material.name_school("99990001") == "Björkskolan"
