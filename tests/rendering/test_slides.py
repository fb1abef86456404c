"""Slides: one for the title, one a figure, accessible like the report."""

from __future__ import annotations

import pypdfium2
from nbconvert.exporters import get_exporter

from analys.rendering.audit import list_pdf_faults
from analys.rendering.merging import merge


def test_one_slide_a_figure_with_its_sentence(chapters, parameters, tmp_path):
    content, _ = get_exporter("bilder-pdf")().from_notebook_node(merge(chapters, parameters))
    path = tmp_path / "bilder.pdf"
    path.write_bytes(content)
    assert list_pdf_faults(path) == []
    with pypdfium2.PdfDocument(content) as slides:
        title, _, figure, _ = (page.get_textpage().get_text_bounded() for page in slides)
        assert [round(page.get_width() / page.get_height(), 2) for page in slides] == [1.78] * 4
    assert "Barn- och utbildningsnämnden" in title
    assert "Meritvärdet har sjunkit tre läsår i rad" in figure
    assert "UTKAST" in title and "UTKAST" in figure
    again, _ = get_exporter("bilder-pdf")().from_notebook_node(merge(chapters, parameters))
    assert again == content


def test_slides_of_a_decided_report_are_no_drafts(chapters, parameters):
    decided = parameters.model_copy(update={"status": "fastställd"})
    content, _ = get_exporter("bilder-pdf")().from_notebook_node(merge(chapters, decided))
    with pypdfium2.PdfDocument(content) as slides:
        text = " ".join(page.get_textpage().get_text_bounded() for page in slides)
    assert "Fastställd" in text
    assert "utkast" not in text.lower()
