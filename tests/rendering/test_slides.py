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
        title, figure = (page.get_textpage().get_text_bounded() for page in slides)
        assert [round(page.get_width() / page.get_height(), 2) for page in slides] == [1.78, 1.78]
    assert "Barn- och utbildningsnämnden" in title
    assert figure.startswith("Meritvärdet har sjunkit tre läsår i rad")
    again, _ = get_exporter("bilder-pdf")().from_notebook_node(merge(chapters, parameters))
    assert again == content
