"""Merging: what comes into the document's notebook, in which order, and what is refused."""

from __future__ import annotations

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analys.errors import DisclosureError, NotebookError
from analys.parameters import RunParameters
from analys.rendering.merging import merge

PARAMETERS = RunParameters()


def test_main_cells_first_then_the_appendix_by_chapter(chapters):
    merged = merge(chapters, PARAMETERS)
    headings = [
        line
        for cell in merged.cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("#")
    ]
    assert headings == [
        "# Underlag och kvalitet",
        "# Trender: resultat över fem läsår",
        "## Meritvärde",
        "### Vad vi ser",
        "### Vad nämnden kan fråga",
        "## Skolorna",
        "# Metodbilaga",
        "# Underlag och kvalitet",
        "## Bortsorterade rader",
        "# Trender: resultat över fem läsår",
        "## Så räknas det",
    ]


def test_code_and_foreign_outputs_do_not_follow(chapters):
    merged = merge(chapters, PARAMETERS)
    written = nbformat.writes(merged)
    assert "hemlig" not in written
    assert all(cell.source == "" for cell in merged.cells if cell.cell_type == "code")
    kinds = {mime for cell in merged.cells for output in cell.get("outputs", []) for mime in output.data}
    assert kinds == {
        "text/html",
        "image/svg+xml",
        "image/png",
        "application/vnd.analys.tabell+json",
    }


def test_same_chapters_give_the_same_valid_notebook(chapters):
    first, second = merge(chapters, PARAMETERS), merge(chapters, PARAMETERS)
    assert nbformat.writes(first) == nbformat.writes(second)
    nbformat.validate(first)


def test_setup_cells_show_nothing(cells):
    chapter = cells.notebook(
        cells.markdown("# Kapitel"),
        cells.code(cells.text("<p>parametrar</p>"), tags=("parameters",)),
        cells.code(cells.text("<p>injicerat</p>"), tags=("injected-parameters",)),
        cells.code(cells.text("<p>start</p>"), tags=("setup",)),
        cells.markdown("Text."),
    )
    assert [cell.source for cell in merge([chapter], PARAMETERS).cells] == ["# Kapitel", "Text."]


def test_no_appendix_without_appendix_cells(cells):
    merged = merge([cells.notebook(cells.markdown("# Ett kapitel\n\nText."))], PARAMETERS)
    assert [cell.source for cell in merged.cells] == ["# Ett kapitel\n\nText."]


def test_a_chapter_that_is_all_appendix_keeps_its_own_heading(cells):
    chapter = cells.notebook(cells.markdown("# Definitioner", "bilaga"), cells.markdown("Text.", "bilaga"))
    merged = merge([chapter], PARAMETERS)
    assert [cell.source for cell in merged.cells] == ["# Metodbilaga", "# Definitioner", "Text."]


def test_a_chapter_with_a_title_only_has_no_main_part(cells):
    chapter = cells.notebook(
        cells.markdown("# Definitioner och ursprung"),
        cells.markdown("# Definitioner\n\nText.", "bilaga"),
    )
    merged = merge([chapter], PARAMETERS)
    assert [cell.source for cell in merged.cells] == ["# Metodbilaga", "# Definitioner\n\nText."]


def test_headings_that_nothing_stands_under_are_left_out(cells):
    chapter = cells.notebook(
        cells.markdown("# Kapitel"),
        cells.markdown("## Tomt avsnitt"),
        cells.markdown("### Tom del"),
        cells.markdown("## Avsnitt"),
        cells.markdown("### Del"),
        cells.markdown("Text."),
        cells.markdown("## Tomt sist"),
    )
    merged = merge([chapter], PARAMETERS)
    assert [cell.source for cell in merged.cells] == ["# Kapitel", "## Avsnitt", "### Del", "Text."]


def test_every_failed_cell_is_named_and_nothing_it_said(make_chapter, cells):
    failed = new_output("error", ename="ValueError", evalue="Anna Andersson", traceback=["Anna Andersson"])
    with pytest.raises(NotebookError) as caught:
        merge([make_chapter(cells.code(failed)), make_chapter(cells.code(), cells.code(failed))], PARAMETERS)
    assert "09_prov, cell 2 och i 09_prov, cell 3" in str(caught.value)
    assert "Anna" not in str(caught.value)


def test_a_bare_data_frame_stops_the_report(make_chapter, cells):
    frame = cells.text('<div><table border="1" class="dataframe"><tr><td>Anna</td></tr></table></div>')
    with pytest.raises(DisclosureError, match=r"09_prov, cell 2") as caught:
        merge([make_chapter(cells.code(frame))], PARAMETERS)
    assert "Anna" not in str(caught.value)


def test_a_bare_plot_stops_the_report(make_chapter, cells):
    plot = new_output("display_data", data={"image/png": "AAAA", "text/plain": "<Figure>"})
    with pytest.raises(NotebookError, match=r"09_prov, cell 2"):
        merge([make_chapter(cells.code(plot))], PARAMETERS)


def test_a_chapter_needs_a_title(cells):
    with pytest.raises(NotebookError, match="05_utan"):
        merge([cells.notebook(cells.markdown("Bara text."), name="05_utan")], PARAMETERS)


def test_a_chapter_without_a_declared_name_is_called_after_its_file(cells):
    chapter = cells.notebook(cells.markdown("Bara text."))
    chapter.metadata.clear()
    chapter.metadata["papermill"] = {"input_path": "C:\\hemma\\03_skolor.ipynb"}
    with pytest.raises(NotebookError, match="Anteckningsboken 03_skolor saknar"):
        merge([chapter], PARAMETERS)


def test_a_cell_that_closes_a_chapter_is_no_sections_content():
    """A comment of the municipality after a section with nothing to say: the section's heading goes."""
    comment = new_code_cell(
        "",
        outputs=[new_output("display_data", data={"text/html": "<p>Egna ord.</p>"})],
        metadata={"tags": ["slutord"]},
    )
    chapter = new_notebook(cells=[new_markdown_cell("# Trend"), new_markdown_cell("## Skolorna"), comment])

    merged = merge([chapter], PARAMETERS)

    assert [cell.source for cell in merged.cells if cell.cell_type == "markdown"] == ["# Trend"]
    assert len(merged.cells) == 2
