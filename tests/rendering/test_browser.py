"""The HTML in a real browser: no accessibility violations, no network."""

from __future__ import annotations

import os

import pytest

from analys.rendering.audit import find_browser, list_axe_violations, list_network_requests
from analys.rendering.merging import merge
from analys.rendering.write import SOURCE, prepare


@pytest.fixture(scope="module")
def browser():
    found = find_browser()
    if found is None:
        if os.environ.get("ANALYS_KRAV_WEBBLASARE") == "1":
            pytest.fail("Ingen Chromium hittades, och ANALYS_KRAV_WEBBLASARE kräver en.")
        pytest.skip("Ingen Chromium hittades.")
    return found


@pytest.fixture
def html(chapters, parameters, tmp_path):
    prepare(merge(chapters, parameters), parameters, tmp_path, kommunnamn="Exempelkommun")
    return (tmp_path / SOURCE).rename(tmp_path / "genomlysning.html")


def test_axe_finds_nothing_on_screen_or_phone(html, browser):
    for width in (1400, 400):
        found = list_axe_violations(html, browser, width)
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_axe_would_find_a_fault(html, browser):
    page = html.read_text(encoding="utf-8").replace('alt="Linjediagram. Andelen sjunker."', "")
    html.write_text(page, encoding="utf-8")
    assert "image-alt" in [one["id"] for one in list_axe_violations(html, browser)]


def test_the_page_asks_for_nothing(html, browser):
    assert list_network_requests(html, browser) == []
    page = html.read_text(encoding="utf-8").replace(
        "</h1>", '<img src="https://exempel.invalid/x.png" alt=""/></h1>'
    )
    html.write_text(page, encoding="utf-8")
    assert list_network_requests(html, browser) == ["https://exempel.invalid/x.png"]
