"""The demo municipality's own words in the whole report: all there, marked, and true to its tables."""

import re
from html import unescape

import pytest

from analys.arbetsbok.places import Place
from analys.disclosure import Plan, protect
from analys.egna_tal import check_statistics
from analys.paths import work_folder
from analys.run import ESTIMATES_FILE, PLAN_FILE, load_estimates
from analys.texter import gather_texts
from analys.texter.loading import make_text
from analys.underlag import Underlag


@pytest.fixture(scope="module")
def run(demo_report):
    return Underlag(demo_report.parameters, demo_report.data)


@pytest.fixture(scope="module")
def cells(demo_report):
    parameters = demo_report.parameters
    work = work_folder(demo_report.data, parameters.kommun, parameters.lasar)
    plan = Plan.load(work / PLAN_FILE)
    return [cell for _, e in load_estimates(work / ESTIMATES_FILE) for cell in protect(e, plan).cells()]


def test_every_text_stands_in_the_report(demo_report, run):
    page = " ".join(unescape(re.sub(r"<[^>]+>", "", demo_report.html)).split())
    texts = gather_texts(run)
    assert texts.problems == ()
    assert {"bakgrund", "uppdrag", "syfte", "genomforande", "trend", "franvaro"} <= {
        t.namn for t in texts.texter
    }
    missing = [
        text.namn
        for text in texts.texter
        for block in text.stycken
        if " ".join(block.text.split()) not in page
    ]
    assert missing == []


def test_comments_stand_in_boxes_of_their_own(demo_report):
    assert demo_report.html.count("Kommunens kommentar") >= 2


def test_the_demo_says_nothing_that_its_report_contradicts(run, cells):
    assert check_statistics(gather_texts(run).texter, cells, run.parameters.lasar) == []


def test_a_contradiction_in_the_demo_would_be_told(run, cells):
    own = [c for c in cells if c.indikator == "meritvarde_17" and c.enhetstyp == "kommun" and c.kon == "alla"]
    level = next(
        c.varde for c in own if not c.jamforelse and c.svsva == "alla" and c.lasar == run.parameters.lasar
    )
    for typed, wrong in ((level, 0), (level + 20, 1)):
        text, _ = make_text(
            "trend", Place("texter/trend.md"), f"Meritvärdet är {typed:.1f}.".replace(".", ",", 1)
        )
        assert len(check_statistics([text], cells, run.parameters.lasar)) == wrong
