"""Files: what is written where, the logotype, and the exporters as nbconvert finds them."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile

import pypdfium2
import pytest
from docx import Document
from nbconvert.exporters import get_exporter
from pptx import Presentation

from analys.errors import NotebookError, ParameterError
from analys.parameters import RunParameters
from analys.rendering.front import INTERNAL
from analys.rendering.logotype import load_logotype
from analys.rendering.merging import merge
from analys.rendering.write import FORMS, SOURCE, render


def test_the_files_with_the_municipality_and_unix_line_ends(chapters, parameters, tmp_path):
    paths = render(
        merge(chapters, parameters), parameters, tmp_path / "ny" / "mapp", kommunnamn="Hallstahammar"
    )
    files = {path.name: path for path in paths}
    assert set(files) == {
        "genomlysning.html",
        "genomlysning.pdf",
        "genomlysning-bilder.pdf",
        "genomlysning-bilder.pptx",
        "genomlysning.docx",
    }
    content = files["genomlysning.html"].read_bytes()
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
    paths = render(merged, parameters, tmp_path / "ut", kommunnamn="Exempelkommun", data=tmp_path)
    files = {path.name: path for path in paths}
    html, pdf = files["genomlysning.html"], files["genomlysning.pdf"]
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


def test_each_form_made_elsewhere_in_the_opposite_order_is_the_same_file(whole, tmp_path):
    script = tmp_path / "igen.py"
    script.write_text(AGAIN, encoding="utf-8")
    page = whole["genomlysning.html"]
    elsewhere = {**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-X", "utf8", str(script), str(page), str(tmp_path)]
    subprocess.run(command, check=True, env=elsewhere, cwd=tmp_path)
    assert set(whole) == {form.file for form in FORMS}
    for name, path in whole.items():
        assert (tmp_path / name).read_bytes() == path.read_bytes(), name


AGAIN = """
import pickle
import sys
from pathlib import Path
from analys.rendering.write import FORMS, SOURCE, draw

page, folder = (Path(path) for path in sys.argv[1:])
(folder / SOURCE).write_bytes(page.read_bytes())
draw(folder)
for form in reversed(FORMS):
    pickle.loads(pickle.dumps(form)).write(folder, folder)
"""


def test_what_needs_no_bitmaps_is_made_before_they_are_drawn(whole, tmp_path):
    (tmp_path / SOURCE).write_bytes(whole["genomlysning.html"].read_bytes())
    for form in FORMS:
        if form.drawn:
            with pytest.raises(FileNotFoundError):
                form.make(tmp_path)
        elif form.name != "pdf":  # Typeset above; it takes long.
            assert form.make(tmp_path) == whole[form.file].read_bytes()


def test_nothing_in_the_files_tells_where_they_were_made(whole):
    for path in whole.values():
        contents = [path.read_bytes()]
        if path.suffix in (".docx", ".pptx"):
            with zipfile.ZipFile(path) as archive:
                contents = [archive.read(name) for name in archive.namelist()]
        for content in contents:
            assert path.parent.name.encode() not in content
            assert b"site-packages" not in content


def test_a_schools_working_material_is_marked_everywhere(chapters, tmp_path):
    parameters = RunParameters(skola="99990001", utgava="dialog")
    merged = merge(chapters, parameters)
    paths = render(merged, parameters, tmp_path, kommunnamn="Exempelkommun", skolnamn="Ekskolan")
    files = {path.name: path for path in paths}
    page = files["genomlysning.html"].read_text(encoding="utf-8")
    assert "<h1>Resultatanalys grundskola</h1>" in page
    assert "Ekskolan, Exempelkommun, läsåret 2025/26" in page
    assert f'<p class="marke">{INTERNAL}</p>' in page
    for name in ("genomlysning.pdf", "genomlysning-bilder.pdf"):
        with pypdfium2.PdfDocument(files[name].read_bytes()) as document:
            assert all(INTERNAL in one.get_textpage().get_text_bounded() for one in document)
    for slide in Presentation(str(files["genomlysning-bilder.pptx"])).slides:
        assert INTERNAL in [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    section = Document(str(files["genomlysning.docx"])).sections[0]
    for head in (section.first_page_header, section.header):
        assert head.paragraphs[0].text.endswith(INTERNAL)
