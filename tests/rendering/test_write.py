"""Files: what is written where, the logotype, and the exporters as nbconvert finds them."""

from __future__ import annotations

import pytest
from nbconvert.exporters import get_exporter

from analys.errors import NotebookError, ParameterError
from analys.parameters import RunParameters
from analys.rendering.logotype import load_logotype
from analys.rendering.merging import merge
from analys.rendering.write import render


def test_the_files_with_the_municipality_and_unix_line_ends(chapters, parameters, tmp_path):
    paths = render(
        merge(chapters, parameters), parameters, tmp_path / "ny" / "mapp", kommunnamn="Hallstahammar"
    )
    assert [path.name for path in paths] == [
        "genomlysning.html",
        "genomlysning.pdf",
        "genomlysning-bilder.pdf",
        "genomlysning-bilder.pptx",
        "genomlysning.docx",
    ]
    content = paths[0].read_bytes()
    assert "Hallstahammar, läsåret 2025/26".encode() in content
    assert b"\r" not in content


def test_nothing_is_written_when_the_document_is_refused(make_chapter, cells, parameters, tmp_path):
    merged = merge([make_chapter(cells.markdown("[](#tab-borta)"))], parameters)
    with pytest.raises(NotebookError):
        render(merged, parameters, tmp_path / "ut", kommunnamn="Exempelkommun")
    assert not (tmp_path / "ut").exists()


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_the_logotype_has_an_alt_text_in_both_files(suffix, cells, tmp_path):
    content = cells.draw().encode() if suffix == "svg" else cells.pixel
    (tmp_path / f"vapen.{suffix}").write_bytes(content)
    parameters = RunParameters(logotyp=f"vapen.{suffix}", logotyp_text="Kommunens vapen")
    merged = merge([cells.notebook(cells.markdown("# Kapitel"))], parameters)
    html, pdf, *_ = render(merged, parameters, tmp_path / "ut", kommunnamn="Exempelkommun", data=tmp_path)
    assert load_logotype(f"vapen.{suffix}", tmp_path) in html.read_text(encoding="utf-8")
    assert 'alt="Kommunens vapen"' in html.read_text(encoding="utf-8")
    from analys.rendering.audit import list_pdf_faults

    assert list_pdf_faults(pdf) == []


def test_a_logotype_that_cannot_be_used_is_a_fault_in_the_parameters(tmp_path):
    with pytest.raises(ParameterError, match="SVG- eller PNG"):
        load_logotype("vapen.jpg", tmp_path)
    with pytest.raises(ParameterError, match="filen finns inte") as caught:
        load_logotype("hemlig/mapp/vapen.svg", tmp_path)
    assert "hemlig" not in str(caught.value)
    assert load_logotype("", None) == ""


@pytest.mark.parametrize(
    ("name", "start"),
    [("rapport", "<!DOCTYPE html>"), ("rapport-pdf", b"%PDF-1.7"), ("bilder-pdf", b"%PDF-1.7")],
)
def test_nbconvert_finds_the_exporters_and_takes_a_single_chapter(name, start, chapters):
    output, resources = get_exporter(name)().from_notebook_node(chapters[1])
    assert output.startswith(start)
    assert resources["output_extension"] == (".html" if name == "rapport" else ".pdf")
