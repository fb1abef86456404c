"""Findings: made from shown cells only, refused where they are not of the schema, documented as they are."""

import json
from dataclasses import fields
from pathlib import Path

import pytest

from analys.documentation import FYNDFALT, make_fyndsida
from analys.errors import InputError
from analys.estimates.certainty import KODER
from analys.estimates.deviation_model import DELTA_STEG
from analys.indicators import REGISTRY
from analys.indicators.np_statistik import STATISTICS
from analys.parameters import RunParameters
from analys.presentation.findings import Finding, make_finding, read_findings, write_findings
from analys.presentation.text import compose

NET = REGISTRY["np_netto_ak9_ma"]
SHARES = [
    {"indikator": "np_relation_ak9_ma", "lasar": "2025/26", "kategori": kategori, "n": 454, "antal": antal}
    | {"varde": varde}
    for kategori, antal, varde in (("lägre", 26, 5.7), ("lika", 313, 68.9), ("högre", 115, 25.3))
]
"""The distribution that a net is shown with, or not at all."""
TEXT = compose("Fler fick ett högre betyg än ett lägre.")
PARAMETERS = RunParameters()


@pytest.fixture
def make(make_table):
    """Function from values of one cell to its finding."""

    def one(measure=NET, **values):
        row = {"indikator": measure.code, "lasar": "2025/26", "varde": 19.6, "undre": 14.8, "ovre": 24.4}
        cell, *_ = make_table([row | {"n": 454} | values, *SHARES]).cells()
        return make_finding("np_och_betyg", cell, measure, PARAMETERS, TEXT, "np_relation")

    return one


@pytest.fixture
def saved(make):
    """The JSON of one finding, as a dictionary that a test may spoil."""
    (content,) = json.loads(write_findings([make()]))
    return content


def test_a_measure_without_a_wished_direction_is_neither_good_nor_bad(make):
    finding = make()

    assert (finding.direction, finding.favourable, finding.certainty) == ("upp", "varken", "tydligt_hogre")
    assert (finding.value, finding.unit, finding.lower, finding.upper) == (19.6, "procentenheter", 14.8, 24.4)


def test_a_part_of_a_distribution_says_which(make):
    finding = make(REGISTRY["np_relation_ak6_ma"], kategori="högre", antal=115)

    assert (finding.kategori, finding.unit) == ("högre", "procent")


def test_a_statistic_can_be_found_too(make):
    school = STATISTICS["np_skolmodell_ak9"]
    more, less = DELTA_STEG + 0.01, DELTA_STEG - 0.01

    assert make(school, varde=0.3, undre=more, ovre=0.5).certainty == "tydligt_hogre"
    assert make(school, varde=0.3, undre=less, ovre=0.5).certainty == "hogre_osaker"
    assert make(school, varde=0.0, undre=-less, ovre=less).certainty == "ungefar_lika"


def test_what_is_hidden_gives_no_finding(make):
    assert make(n=9) is None
    # A value without its interval: how sure it is may not be told.
    assert make(undre=float("nan"), ovre=float("nan")) is None


def test_published_figures_have_no_interval(make):
    nan = float("nan")
    finding = make(status="officiell", undre=nan, ovre=nan)

    assert (finding.lower, finding.upper, finding.certainty) == (None, None, "officiell")


def test_area_and_source_follow_from_the_measure(make):
    merit = REGISTRY["meritvarde_17"]

    assert (make().omrade, make().kalla) == ("bedomning", "np")
    assert (make(merit).omrade, make(merit).kalla) == ("kunskaper", "resultat")
    # A difference between groups tells of likvärdighet, whatever is measured.
    assert make(merit, jamforelse="sv-sva").omrade == "likvardighet"


def test_keys_hold_no_lasar_and_tell_findings_apart(make):
    merit = REGISTRY["meritvarde_17"]
    keys = [
        make(merit, **values).nyckel
        for values in (
            {"jamforelse": "mot 2024/25"},
            {"jamforelse": "mot 2021/22"},
            {"jamforelse": "mot 2021/22", "kon": "flickor"},
            {"jamforelse": "mot riket"},
            {"enhetstyp": "skola", "enhet": "99991740", "enhetsnamn": "Östra skolan"},
        )
    ]

    assert keys == [
        "np_och_betyg/meritvarde_17/pa-ett-ar",
        "np_och_betyg/meritvarde_17/over-tid",
        "np_och_betyg/meritvarde_17/over-tid/flickor",
        "np_och_betyg/meritvarde_17/mot-riket",
        "np_och_betyg/meritvarde_17/ostra-skolan",
    ]


def test_levels_and_differences_between_groups_are_neither_good_nor_bad(make):
    merit = REGISTRY["meritvarde_17"]

    assert make(merit).favourable == "varken"
    assert make(merit, jamforelse="flickor-pojkar").favourable == "varken"
    assert make(merit, jamforelse="mot 2024/25").favourable == "ja"
    assert make(merit, jamforelse="mot 2024/25", varde=-3.0, undre=-9.0, ovre=3.0).favourable == "nej"


def test_findings_are_read_as_they_were_written(make):
    findings = [make(), make(REGISTRY["np_relation_ak6_ma"], kategori="högre", antal=115)]

    assert read_findings(write_findings(findings), "fynd_np_och_betyg.json") == findings


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("direction", "uppåt"),
        ("favourable", ""),
        ("certainty", "säkert"),
        ("group", "alla elever"),
        ("unit", "%"),
        ("period", "2025-26"),
        ("value", "19,6"),
        ("value", None),
        ("n", 45.5),
        ("n", -1),
        ("text", ""),
        ("cells", "a|b"),
        ("cells", [1]),
    ],
)
def test_what_the_schema_does_not_allow_is_refused_and_named(saved, field, value):
    with pytest.raises(InputError, match=rf"fynd_x\.json, kolumn {field}\n"):
        read_findings(json.dumps([saved | {field: value}]), "fynd_x.json")


@pytest.mark.parametrize("spoil", [lambda c: {**c, "Anna Andersson": 1}, lambda c: c | {"lower": None}])
def test_foreign_and_contradictory_content_is_refused_without_being_quoted(saved, spoil):
    with pytest.raises(InputError, match="Kör kapitlet igen") as caught:
        read_findings(json.dumps([spoil(saved)]), "fynd_x.json")

    assert "Anna" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "{}", "[1]", "[[]]", '[{"id": NaN}]', "[" * 100_000, "\x00"])
def test_a_file_that_is_no_list_of_findings_is_refused(text):
    with pytest.raises(InputError, match="har inte den form"):
        read_findings(text, "fynd_x.json")


def test_a_missing_field_is_refused(saved):
    for field in saved:
        without = {name: value for name, value in saved.items() if name != field}
        with pytest.raises(InputError, match=field):
            read_findings(json.dumps([without]), "fynd_x.json")


def test_every_certainty_class_has_its_place(saved):
    for code in KODER:
        limits = {"lower": None, "upper": None} if code == "officiell" else {}
        (finding,) = read_findings(json.dumps([saved | limits | {"certainty": code}]), "x")
        assert finding.certainty == code


def test_the_page_of_findings_is_the_class():
    page = Path(__file__).resolve().parents[2] / "docs" / "FYND.md"

    assert page.read_text(encoding="utf-8") == make_fyndsida(), "run python -m analys.documentation"
    assert list(FYNDFALT) == [field.name for field in fields(Finding)]
