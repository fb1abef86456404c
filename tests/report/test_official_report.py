"""Official mode for Hallstahammar 2018/19: what the municipality published, and what it left out.

The municipality's own account of the year (Kolada's figures, see ../shared/underlag/kolada): meritvärde
218.2, the highest in the series; alla ämnen 71.6 %; yrkesbehörighet 85.2 %, above the nation. It left out
that meritvärde and alla ämnen lie below the nation, and that the gender gap closed partly because girls fell.
"""

import re
from itertools import pairwise

import pytest
from lxml import html as lxml_html

from analys.presentation.csvfiles import read_csv


@pytest.fixture(scope="module")
def text(official_report):
    content = lxml_html.fromstring(official_report.html.encode()).text_content()
    return re.sub(r"\s+", " ", content)


@pytest.mark.parametrize(
    "sentence",
    [
        "Meritvärdet (17 ämnen) steg från 208,5 till 218,2 poäng mellan läsåren 2017/18 och 2018/19.",
        "Det är det högsta värdet under läsåren 2015/16–2018/19.",
        "Andelen elever som uppnått kunskapskraven i alla ämnen i årskurs 9 steg från 63,2 till 71,6 procent",
        "Andelen elever behöriga till yrkesprogram steg från 79,8 till 85,2 procent",
        # 85.2 - 82.5 = 2.7, 224.5 - 218.2 = 6.3, 73.4 - 71.6 = 1.8
        "Läsåret 2018/19 låg kommunen 2,7 procentenheter över riket, kommunala skolor (82,5)",
        "Läsåret 2018/19 låg kommunen 6,3 poäng under riket, kommunala skolor (224,5)",
        "Läsåret 2018/19 låg kommunen 1,8 procentenheter under riket, kommunala skolor (73,4)",
        # 234.9 - 186.1 = 48.8; 224.3 - 212.9 = 11.4
        "Skillnaden har minskat från 48,8 till 11,4 poäng sedan läsåret 2017/18: bland flickor sjönk värdet "
        "från 234,9 till 224,3 och bland pojkar steg värdet från 186,1 till 212,9.",
        "Minskningen kommer alltså delvis av att värdet sjönk bland flickor.",
        "Det går inte att bedöma, eftersom statistiken inte anger hur många elever den bygger på.",
        # Kolada N15571 0.7 and N15572 36.6; riket 1.0 and 40.1.
        "I matematik fick 36,6 procent av eleverna ett högre slutbetyg än provbetyg och 0,7 procent ett "
        "lägre.",
        "är +35,9 procentenheter",
        "I riket, kommunala skolor, var nettoavvikelsen i matematik +39,1 procentenheter läsåret 2018/19, "
        "mot +35,9 i kommunen samma läsår.",
    ],
)
def test_the_report_says(text, sentence):
    assert sentence in text


def test_official_figures_are_never_given_certainty(text, official_report):
    assert not re.search(r"osäkerhetsintervall [+−\d]", text)
    for words in ("tydlig ökning", "tydlig minskning", "verklig förändring"):
        assert words not in text
    table = read_csv(official_report.folder / "tabeller" / "trend_jamforelse.csv")
    assert set(table["status"]) <= {"officiell", "saknas"}
    assert table[["undre", "ovre", "n", "antal"]].isna().all().all()


def test_the_comparison_excludes_the_municipality_itself(text):
    assert "övriga kommuner i Västmanlands län" in text


def test_no_heading_stands_empty(official_report):
    tree = lxml_html.fromstring(official_report.html.encode())
    headings = tree.xpath("//main//*[self::h2 or self::h3 or self::h4]")
    assert headings
    for first, second in pairwise(headings):
        between = first.xpath("following::*[self::p or self::figure or self::ul or self::table or self::nav]")
        content = between[0] if between else None
        assert content is not None, first.text_content()
        after = list(tree.iter()).index(content)
        if int(second.tag[1]) <= int(first.tag[1]):
            assert after < list(tree.iter()).index(second), f"{first.text_content()} is empty"
