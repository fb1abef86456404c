"""Shaded and framed cells: in the style sheet, and in a PDF that still passes both standards."""

from __future__ import annotations

import numpy as np
import pypdfium2
from nbformat.v4 import new_output

from analys.presentation.tables import MIME
from analys.rendering.audit import list_pdf_faults
from analys.rendering.front import TONES, mix_with_white
from analys.rendering.merging import merge
from analys.rendering.pdf import make_pdf
from analys.rendering.write import SOURCE, prepare

CELLS = '<td class="tal ton4 diagonal">35</td><td class="tal ton1">4</td><td class="tal">0</td>'


def test_shades_reach_both_files(make_chapter, cells, parameters, tmp_path):
    html = (
        '<figure class="tabell" id="tab-x"><table><caption>Från provbetyg till betyg</caption>'
        '<thead><tr><th scope="col">Provbetyg</th><th scope="col">Betyg A</th><th scope="col">Betyg B</th>'
        f'<th scope="col">Betyg C</th></tr></thead><tbody><tr><th scope="row">A</th>{CELLS}</tr></tbody>'
        "</table></figure>"
    )
    payload = {"id": "x", "titel": "T", "tabeller": ["x"], "kolumner": [], "rader": []}
    data = {"text/html": html, "text/plain": "T", MIME: payload}
    shown = cells.code(new_output("display_data", data=data))
    merged = merge([make_chapter(shown)], parameters)
    prepare(merged, parameters, tmp_path, kommunnamn="Exempelkommun")
    sheet = (tmp_path / SOURCE).read_text(encoding="utf-8")
    shades = [mix_with_white(parameters.farg, share) for share in TONES]
    assert all(f"--ton{step}: {shade};" in sheet for step, shade in enumerate(shades, 1))
    pdf = tmp_path / "genomlysning.pdf"
    pdf.write_bytes(make_pdf(sheet))
    assert list_pdf_faults(pdf) == []
    document = pypdfium2.PdfDocument(pdf)
    drawn = document[len(document) - 1].render(scale=3).to_numpy()
    assert [_count(drawn, shade) > 500 for shade in shades] == [True, False, False, True]


def _count(page: np.ndarray, colour: str) -> int:
    """Pixels of a colour, as near as rounding in the PDF leaves it; the page is blue, green, red."""
    wanted = [int(colour[i : i + 2], 16) for i in (5, 3, 1)]
    return int((np.abs(page[..., :3].astype(int) - wanted) <= 1).all(axis=-1).sum())
