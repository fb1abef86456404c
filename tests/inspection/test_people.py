"""Names, keys and classes of pupils, and the machine."""

import pytest

NAME = "Här står ett namn som finns i elevernas filer."
KEY = "Här står en elevnyckel."
CLASS = "Här står namnet på en klass."
MACHINE = "Här står en mapp eller ett namn från datorn som gjorde rapporten."
START = "<p>Meritvärdet var"


def plant(report, text):
    report.edit(START, f"<p>{text}. Meritvärdet var")


@pytest.mark.parametrize(
    "written",
    [
        "Anna Lind",
        "ANNA LIND",
        "Lind, Anna",
        "Anna Linds",
        "Anna <em>Lind</em>",
        "An\u00adna Li\u200bnd",
        "A\u030angest An\u0061 och Anna\u00a0Lind",
        "Anna-Maria Åkesson",
        "Åkesson Anna Maria",
        "Anna Maria A\u030akesson",
    ],
)
def test_a_name_is_found(report, written):
    plant(report, written)

    report.expect(NAME, "Lind", "Åkesson")


def test_a_name_is_found_over_two_cells(report):
    report.edit('<td class="tal">240,5', '<td class="tal">Anna</td><td class="tal">Lind')

    report.expect(NAME, "Lind")


@pytest.mark.parametrize(
    "written",
    [
        "Anna Lindskolan",  # named after somebody; another word
        "Anna gick. Maria Åkesson kom",  # names that no pupil has together
        "vi sade hej du till alla",  # words of every day, none with a capital
    ],
)
def test_what_is_no_name_is_passed_over(report, written):
    plant(report, written)

    assert NAME not in report.inspect().message()


def test_a_school_that_bears_a_pupils_whole_name_does_not_stop_the_report(made):
    # Karin Boye is a pupil, and the hidden school's name, which the table of schools writes out.
    assert "Karin Boye" in made.html.read_text(encoding="utf-8")
    assert made.inspect().sound


def test_a_name_is_found_in_the_other_files(report):
    report.settle(gjord="Anna Lind")

    assert "manifest.json" in report.expect(NAME, "Lind", **{"analys.log": "Läste Anna Lind"}).message()
    assert "analys.log" in report.inspect(**{"analys.log": "Läste Anna Lind"}).message()


@pytest.mark.parametrize(
    "key",
    [
        "0123456789abcdef01234567",
        "0123456789ABCDEF01234567",
        "0123456789abcdef",  # its first part
        "aaaa0123456789abcdef01234567bbbb",
        "abcabcabcabcabcabcabcabc",  # nobody's, but of the form
    ],
)
def test_a_key_is_found(report, key):
    plant(report, key)

    report.expect(KEY, key)


@pytest.mark.parametrize(
    "text", ["a3c54897ac75288b", "5d54897ac75288beb4055d958d6fea04139f49b80b37242c98595d834d028865"]
)
def test_a_checksum_is_no_key(report, text):
    plant(report, text)

    assert KEY not in report.inspect().message()


@pytest.mark.parametrize("name", ["9A", "9 A", "9B"])
def test_a_class_is_found(report, name):
    plant(report, f"I klass {name} gick det bra")

    report.expect(CLASS, name)


def test_no_class_is_seen_where_none_is(report):
    plant(report, "Bilaga A9, figur 9, 9C och 2019/20")

    assert CLASS not in report.inspect().message()


@pytest.mark.parametrize(
    "place",
    [
        "/home/" + "kalle/data",
        "C:\\" + "Users\\kalle",
        "file:///x",
        "\\\\server\\delad",
        "/hem/hemlig/data/raw",
        "192.168.0.12",
    ],
)
def test_a_place_on_the_machine_is_found(report, place):
    report.settle(plats=place)

    report.expect(MACHINE, "kalle", "hemlig", "server")


def test_a_user_is_found_in_what_is_hidden_only(report):
    report.edit(' alt="', ' alt="kalkar: ')

    report.expect(MACHINE)


def test_a_user_may_be_called_what_a_page_says(report):
    plant(report, "Vi kalkar")
    report.edit(' alt="', ' alt="Vi kalkar: ')

    assert MACHINE not in report.inspect().message()


def test_an_address_on_the_web_is_no_folder(report):
    plant(report, "Se https://www.skolverket.se/home/statistik och /100 elever")

    assert MACHINE not in report.inspect().message()
