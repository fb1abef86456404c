"""Personnummer in every spelling. All are invented; 20100101-2382 has a right check digit.

By hand: 1·2, 0, 0·2, 1, 0·2, 1, 2·2, 3, 8·2 = 16 give 2+0+0+1+0+1+4+3+(1+6) = 18, and 2 is left to 20.
"""

import pytest

from analys.inspection.checks.personnummer import find_personnummer
from analys.inspection.spelling import settle

FOUND = "Här står något som ser ut som ett personnummer."


@pytest.mark.parametrize(
    "written",
    [
        "20100101-2382",
        "201001012382",
        "20100101 2382",
        "100101-2382",
        "100101+2382",
        "1001012382",
        "100101 2382",
        "20100101-2383",  # mistyped, still somebody's
        "100101-2383",
        "20100161-2382",  # samordningsnummer
        "20100101TF12",
        "20100101-TF12",
        "20100101tf12",
        "100101-T123",
        "20100101\u20132382",
        "20100101\u22122382",
        "2010\u00ad0101\u00ad2382",
        "20\u200b10\u200b01\u200b01\u200b-\u200b23\u200b82",
        "20100101\u00a02382",
        "20100101\u202f-\u202f2382",
        "20100101\n2382",
        "２０１００１０１２３８２",
        "\u0662\u0660\u0661\u0660\u0660\u0661\u0660\u0661\u0662\u0663\u0668\u0662",
        "2010-01-01-2382",
        "10 01 01 2382",
        "elev201001012382x",
    ],
)
def test_is_found(written):
    assert find_personnummer(settle(f"Texten {written} slutar."))


@pytest.mark.parametrize(
    "written",
    [
        "1001012383",  # any ten digits
        "212000-1355",  # an organisation: month 20
        "20101301-2382",  # no month 13
        "20100132-2382",  # no day 32, and 61-91 only for samordningsnummer
        "2016/17–2025/26",
        "63,2 12,5 1001",
        "2 384",
        "2026-10-01",
        "diarienummer KS 2026-1234",
        "0c808f2b70520a9b0120100101238211",
        "234,3 221,1 1\u202f001 2382",
    ],
)
def test_is_none(written):
    assert find_personnummer(settle(f"Texten {written} slutar.")) == []


@pytest.mark.parametrize(
    "planted",
    [
        "201001012382",
        "<em>20100101</em>-<strong>2382</strong>",
        "2010<em>01</em>01<span>23</span>82",
        "20&#173;100101&#8203;2382",
        "20100101<br/>2382",
    ],
)
def test_is_found_in_the_page_though_tags_part_it(report, planted):
    report.edit("<p>Meritvärdet var", f"<p>Eleven {planted} finns. Meritvärdet var")

    report.expect(FOUND, "2010", "2382")


def test_is_found_though_cells_part_it(report):
    report.edit('<td class="tal">240,5', '<td class="tal">100101</td><td class="tal">2382')

    report.expect(FOUND, "100101", "2382")


@pytest.mark.parametrize("where", ["alt", "aria-label", "id"])
def test_is_found_in_attributes(report, where):
    old = {"alt": ' alt="', "aria-label": ' aria-label="', "id": '<h2 id="'}[where]
    report.edit(old, f"{old}201001012382 ")

    report.expect(FOUND, "2382")


def test_is_found_in_a_drawings_ids(report, made):
    import base64
    import re

    page = report.html.read_text(encoding="utf-8")
    coded = re.search(r"svg\+xml;base64,([^\"]+)", page)[1]
    drawing = base64.b64decode(coded).decode()
    spoiled = drawing.replace('id="fig-', 'id="elev-20100101-2382-', 1)
    report.edit(coded, base64.b64encode(spoiled.encode()).decode())

    report.expect(FOUND, "2382")


@pytest.mark.parametrize("name", ["tabeller/trend_kommun.csv", "manifest.json"])
def test_is_found_in_the_other_files(report, name):
    if name.endswith("csv"):
        report.edit("Anna Lindskolan", "201001012382", name)
    else:
        report.settle(anteckning="20100101-2382")

    assert name in report.expect(FOUND, "2382").message()


def test_is_found_in_a_log(report):
    report.expect(FOUND, "2382", **{"analys.log": "Läser filen.\nRad 12: 20100101-2382"})
