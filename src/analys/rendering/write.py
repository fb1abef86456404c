"""The report's files: one document, rendered once, as HTML and PDF, slides and editable forms."""

from __future__ import annotations

from pathlib import Path

from nbformat import NotebookNode

from analys.parameters import RunParameters
from analys.rendering.bilder import list_slides
from analys.rendering.bitmaps import make_bitmaps
from analys.rendering.exporters import RapportExporter
from analys.rendering.kontor.bilder import make_presentation
from analys.rendering.kontor.dokument import make_document
from analys.rendering.logotype import load_logotype
from analys.rendering.pdf import make_pdf, make_slides
from analys.rendering.tree import read_document

HTML_NAME = "genomlysning.html"
PDF_NAME = "genomlysning.pdf"
SLIDES_NAME = "genomlysning-bilder.pdf"
PRESENTATION_NAME = "genomlysning-bilder.pptx"
DOCUMENT_NAME = "genomlysning.docx"


def render(
    merged: NotebookNode,
    parameters: RunParameters,
    folder: Path,
    *,
    kommunnamn: str,
    skolnamn: str = "",
    data: Path | None = None,
) -> list[Path]:
    """Write the report of a merged notebook and return the files.

    Parameters
    ----------
    merged : NotebookNode
        As `analys.rendering.merging.merge` makes it; not changed.
    parameters : RunParameters
        The run's parameters.
    folder : Path
        Where the files go; made when missing.
    kommunnamn : str
        The municipality's name as the title page shall say it.
    skolnamn : str
        The school's name, for a report of one school.
    data : Path, optional
        The data folder, from which ``parameters.logotyp`` is read.

    Raises
    ------
    ParameterError
        When the logotype cannot be used.
    NotebookError
        What the document refuses, with notebook and cell.
    """
    about = {
        "parametrar": parameters.model_dump(),
        "kommunnamn": kommunnamn,
        "skolnamn": skolnamn,
        "logotyp": load_logotype(parameters.logotyp, data),
    }
    notebook = NotebookNode({**merged, "metadata": NotebookNode({**merged.metadata, "analys": about})})
    document, _ = RapportExporter().from_notebook_node(notebook)
    tree = read_document(document)
    bitmaps = make_bitmaps(image.get("src") for image in tree.iter("img"))
    files = {
        HTML_NAME: document.encode("utf-8"),
        PDF_NAME: make_pdf(document),
        SLIDES_NAME: make_slides(document),
        PRESENTATION_NAME: make_presentation(tree, list_slides(tree), bitmaps),
        DOCUMENT_NAME: make_document(tree, bitmaps),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]
