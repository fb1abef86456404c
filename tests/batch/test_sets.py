"""Files of parameter sets: what they mean, and every fault of them at once."""

import pytest

from analys.batch.sets import load_sets
from analys.errors import ParameterError


@pytest.fixture
def read(tmp_path):
    def write_and_read(text, flags=None):
        path = tmp_path / "rapporter.yml"
        path.write_text(text, encoding="utf-8")
        return load_sets(path, flags or {})

    return write_and_read


def test_what_is_common_is_said_once(read):
    first, second = read(
        "alla:\n  antal_lasar: 3\n  titel: Våra resultat\n"
        "rapporter:\n  - kommun: Hallstahammar\n  - kommun: 0114\n    titel: Egen titel\n"
    )

    assert (first.kommun, first.antal_lasar, first.titel) == ("1961", 3, "Våra resultat")
    # The text that is written there: to YAML itself 0114 is the number 76.
    assert (second.kommun, second.antal_lasar, second.titel) == ("0114", 3, "Egen titel")


def test_a_bare_list_will_do(read):
    assert [one.kommun for one in read("- kommun: 1961\n- kommun: 1980\n")] == ["1961", "1980"]


def test_the_command_line_goes_before_the_file(read):
    (only,) = read("alla:\n  troskel: 20\nrapporter:\n  - troskel: 15\n", {"troskel": "12"})

    assert only.troskel == 12


def test_every_fault_at_once_with_its_place(read):
    with pytest.raises(ParameterError) as stopped:
        read(
            "alla:\n  titl: X\nrapporter:\n"
            "  - kommun: Halstahammar\n    troskel: tio\n"
            "  - troskel: 10\n    troskel: 12\n"
            "  - skola\n"
            "rapport:\n"
        )

    said = str(stopped.value)
    for part in (
        "Under ”alla”: Parametern ”titl” finns inte. Menade du ”titel”?",
        "Uppsättningen på rad 4: Kommunen ”Halstahammar” finns inte.",
        "Uppsättningen på rad 4: Parametern ”troskel” kan inte vara ”tio”: ett heltal krävs.",
        "Rad 7: en parameter anges en gång till.",
        "Rad 8: en uppsättning består av rader med ”namn: värde”.",
        "Rad 9: ”rapport” hör inte hemma ytterst i filen. Menade du ”rapporter”?",
    ):
        assert part in said
    assert said.count("titl”") == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "har inga uppsättningar"),
        ("rapporter: []\n", "har inga uppsättningar"),
        ("rapporter: ja\n", "har inga uppsättningar"),
        ("- kommun: [", "är inte giltig YAML"),
        ("- kommun: [1961]\n", "Rad 1: en parameter har ett enda värde"),
        ("- !!python/object/apply:os.getcwd []\n", "Rad 1: en uppsättning består av rader"),
    ],
)
def test_what_is_no_such_file(read, text, said):
    with pytest.raises(ParameterError, match=said):
        read(text)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ParameterError, match=r"Filen rapporter\.yml med uppsättningar kan inte läsas"):
        load_sets(tmp_path / "rapporter.yml", {})
