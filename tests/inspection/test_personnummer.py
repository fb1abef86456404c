"""Personnummer in every spelling. All are invented; 20100101-9809 has a right check digit.

By hand: 1·2, 0, 0·2, 1, 0·2, 1, 9·2 = 18, 8, 0·2 give 2+0+0+1+0+1+(1+8)+8+0 = 21, and 9 is left to 30. Nobody
is given birth number 980-999.
"""

import pytest

from analys.recognition.personnummer import find_personnummer
from analys.recognition.spelling import settle

FOUND = "Här står något som ser ut som ett personnummer."


@pytest.mark.parametrize(
    "written",
    [
        "20100101-9809",
        "201001019809",
        "20100101 9809",
        "100101-9809",
        "100101+9809",
        "1001019809",
        "100101 9809",
        "20100101-9808",  # mistyped, still somebody's
        "100101-9808",
        "20100161-9806",  # samordningsnummer
        "20100101TF12",
        "20100101-TF12",
        "20100101tf12",
        "100101-T123",
        "20100101\u20139809",
        "20100101\u22129809",
        "2010\u00ad0101\u00ad9809",
        "20\u200b10\u200b01\u200b01\u200b-\u200b98\u200b09",
        "20100101\u00a09809",
        "20100101\u202f-\u202f9809",
        "20100101\n9809",
        "２０１００１０１９８０９",
        "\u0662\u0660\u0661\u0660\u0660\u0661\u0660\u0661\u0669\u0668\u0660\u0669",
        "2010-01-01-9809",
        "10 01 01 9809",
        "elev201001019809x",
    ],
)
def test_is_found(written):
    assert find_personnummer(settle(f"Texten {written} slutar."))


@pytest.mark.parametrize(
    "written",
    [
        "1001019808",  # any ten digits
        "212000-1355",  # an organisation: month 20
        "20101301-9809",  # no month 13
        "20100132-9809",  # no day 32, and 61-91 only for samordningsnummer
        "2016/17–2025/26",
        "63,2 12,5 1001",
        "2 384",
        "2026-10-01",
        "diarienummer KS 2026-1234",
        "0c808f2b70520a9b0120100101980911",
        "234,3 221,1 1\u202f001 9809",
    ],
)
def test_is_none(written):
    assert find_personnummer(settle(f"Texten {written} slutar.")) == []


@pytest.mark.parametrize(
    "planted",
    [
        "201001019809",
        "<em>20100101</em>-<strong>9809</strong>",
        "2010<em>01</em>01<span>23</span>82",
        "20&#173;100101&#8203;9809",
        "20100101<br/>9809",
    ],
)
def test_is_found_in_the_page_though_tags_part_it(report, planted):
    report.edit("<p>Meritvärdet var", f"<p>Eleven {planted} finns. Meritvärdet var")

    report.expect(FOUND, "2010", "9809")


def test_is_found_though_cells_part_it(report):
    report.edit('<td class="tal">240,5', '<td class="tal">100101</td><td class="tal">9809')

    report.expect(FOUND, "100101", "9809")


@pytest.mark.parametrize("where", ["alt", "aria-label", "id"])
def test_is_found_in_attributes(report, where):
    old = {"alt": ' alt="', "aria-label": ' aria-label="', "id": '<h2 id="'}[where]
    report.edit(old, f"{old}201001019809 ")

    report.expect(FOUND, "9809")


def test_is_found_in_a_drawings_ids(report, made):
    import base64
    import re

    page = report.html.read_text(encoding="utf-8")
    coded = re.search(r"svg\+xml;base64,([^\"]+)", page)[1]
    drawing = base64.b64decode(coded).decode()
    spoiled = drawing.replace('id="fig-', 'id="elev-20100101-9809-', 1)
    report.edit(coded, base64.b64encode(spoiled.encode()).decode())

    report.expect(FOUND, "9809")


@pytest.mark.parametrize("name", ["tabeller/trend_kommun.csv", "manifest.json"])
def test_is_found_in_the_other_files(report, name):
    if name.endswith("csv"):
        report.edit("Anna Lindskolan", "201001019809", name)
    else:
        report.settle(anteckning="20100101-9809")

    assert name in report.expect(FOUND, "9809").message()


def test_is_found_in_a_log(report):
    report.expect(FOUND, "9809", **{"analys.log": "Läser filen.\nRad 12: 20100101-9809"})
