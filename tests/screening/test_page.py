"""The page: readable by everyone, the same bytes every time, and nothing in a file can add to it."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from analys.errors import ParameterError, Problem
from analys.importing.found import Found
from analys.rendering.audit import find_browser, list_axe_violations, list_network_requests
from analys.screening import screen
from analys.screening.account import write_account
from analys.screening.check import Outcome
from analys.screening.checks import CHECKS
from analys.screening.page import check_target, make_page, write_page

HOSTILE = "<script>alert(1)</script>\"&'.csv"


@pytest.fixture
def outcomes(generated):
    """One fault, one warning with a hostile file name, one untried, the rest passed."""
    fault, warning, untried, *others = CHECKS
    return [
        Outcome(fault, "fel", (Problem("a.csv", "Filen är tom.", "Ta ut den på nytt.", rader=(3, 4)),)),
        Outcome(warning, "varning", (Problem(HOSTILE, "Något är ovanligt.", "Titta efter.", "Ma"),)),
        Outcome(untried, "kunde inte prövas", skal="Det finns inget elevregister."),
        *(Outcome(check, "godkänd") for check in others),
    ]


@pytest.fixture
def material(generated):
    return replace(generated, found=(Found(Path(HOSTILE), HOSTILE), *generated.found))


def test_nothing_in_a_name_becomes_markup(material, outcomes):
    page = html.fromstring(make_page(f"mappen {HOSTILE}", material, outcomes))

    assert page.findall(".//script") == []
    assert HOSTILE in page.findtext(".//h1")
    assert HOSTILE in page.text_content()


def test_the_page_has_one_h1_landmarks_and_headed_tables(material, outcomes):
    page = html.fromstring(make_page("mappen juni", material, outcomes))

    assert page.get("lang") == "sv"
    assert [len(page.findall(f".//{tag}")) for tag in ("h1", "header", "main", "footer")] == [1, 1, 1, 1]
    assert [th for th in page.iter("th") if th.get("scope") not in ("col", "row")] == []
    assert [table for table in page.iter("table") if table.find("caption") is None] == []
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3")]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_faults_stand_before_warnings_before_what_passed(material, outcomes):
    page = html.fromstring(make_page("mappen juni", material, outcomes))

    assert [h.text for h in page.iter("h2")] == [
        "Fel: rätta innan du gör rapporten",
        "Varningar: titta efter om det stämmer",
        "Kunde inte prövas",
        "Godkända",
        "Filerna",
    ]
    assert "1 fel. 1 varning." in page.text_content()


def test_the_top_says_that_no_pupil_is_told_of(material, outcomes):
    head = html.fromstring(make_page("mappen juni", material, outcomes)).find(".//header").text_content()

    assert "inga uppgifter om enskilda elever" in head
    assert "färre än tio" in head


def test_the_same_outcomes_give_the_same_bytes(material, outcomes, tmp_path):
    for name in ("a.html", "b.html"):
        write_page(tmp_path / name, "mappen juni", material, outcomes)

    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "b.html"]


def test_an_earlier_page_is_replaced_whole(material, outcomes, tmp_path):
    (tmp_path / "a.html").write_text("förra", encoding="utf-8")

    write_page(tmp_path / "a.html", "mappen juni", material, outcomes)

    assert "förra" not in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(ParameterError, match="är en mapp"):
        check_target(tmp_path)


def test_the_folder_must_be_there(tmp_path):
    with pytest.raises(ParameterError, match=r"mappen saknas\.d finns inte"):
        check_target(tmp_path / "saknas.d" / "kontroll.html")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="rights bind neither root nor Windows")
def test_a_closed_folder_is_told_of(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(ParameterError, match="går inte att skriva"):
        check_target(tmp_path / "kontroll.html")


def test_a_page_that_cannot_take_its_place_leaves_nothing_behind(material, outcomes, tmp_path, monkeypatch):
    def locked(self, target):
        raise PermissionError

    monkeypatch.setattr(Path, "replace", locked)

    with pytest.raises(ParameterError, match="Stäng filen"):
        write_page(tmp_path / "a.html", "mappen juni", material, outcomes)
    assert list(tmp_path.iterdir()) == []


def test_text_and_page_tell_the_same(generated):
    outcomes = screen(generated)
    page = html.fromstring(make_page("mappen juni", generated, outcomes)).text_content()

    told = [problem.vad for outcome in outcomes for problem in outcome.problems]
    # Long findings are wrapped.
    text = " ".join("\n".join(write_account("mappen juni", outcomes)).split())
    assert told
    assert [vad for vad in told if vad not in page or vad not in text] == []


@pytest.fixture(scope="module")
def browser():
    found = find_browser()
    if found is None:
        if os.environ.get("ANALYS_KRAV_WEBBLASARE") == "1":
            pytest.fail("Ingen Chromium hittades, och ANALYS_KRAV_WEBBLASARE kräver en.")
        pytest.skip("Ingen Chromium hittades.")
    return found


@pytest.mark.parametrize("width", [1280, 500])
def test_axe_finds_nothing(material, outcomes, tmp_path, browser, width):
    write_page(tmp_path / "a.html", "mappen juni", material, outcomes)

    found = list_axe_violations(tmp_path / "a.html", browser, width)

    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_the_page_asks_for_nothing(material, outcomes, tmp_path, browser):
    write_page(tmp_path / "a.html", "mappen juni", material, outcomes)

    assert list_network_requests(tmp_path / "a.html", browser) == []
