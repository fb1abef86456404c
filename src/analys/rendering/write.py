"""The report's files: one document, made once, as HTML and PDF, slides and editable forms.

`prepare` makes the document, `draw` the bitmaps of its figures, and each of `FORMS` a file. They meet in a
folder: nothing but paths goes from one to the next, so each may run in a process of its own, and the files'
bytes are the same in whatever order, and beside whatever, they are made. What waits for what:

- `prepare` comes first;
- then `draw` and the forms with ``drawn=False`` may run beside each other;
- forms with ``drawn=True`` wait for `draw`, and may then run beside all else.

What makes a form is imported by whoever makes it: those who only ask for forms need not wait for that.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from analys.parameters import RunParameters
from analys.rendering.logotype import load_logotype

HTML_NAME = "genomlysning.html"
PDF_NAME = "genomlysning.pdf"
SLIDES_NAME = "genomlysning-bilder.pdf"
PRESENTATION_NAME = "genomlysning-bilder.pptx"
DOCUMENT_NAME = "genomlysning.docx"

SOURCE = "dokument.xhtml"
"""The document among what is prepared."""


def render(
    merged: NotebookNode,
    parameters: RunParameters,
    folder: Path,
    *,
    kommunnamn: str,
    skolnamn: str = "",
    data: Path | None = None,
) -> list[Path]:
    """Write the report of a merged notebook, one form after the other, and return the files.

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
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        source = Path(name)
        prepare(merged, parameters, source, kommunnamn=kommunnamn, skolnamn=skolnamn, data=data)
        draw(source)
        folder.mkdir(parents=True, exist_ok=True)
        return [form.write(source, folder) for form in FORMS]


def prepare(
    merged: NotebookNode,
    parameters: RunParameters,
    source: Path,
    *,
    kommunnamn: str,
    skolnamn: str = "",
    data: Path | None = None,
) -> None:
    """Make the document that all forms are made from, and leave it in the folder `source`.

    Parameters and errors are those of `render`; `source` is an empty folder.
    """
    from analys.rendering.exporters import RapportExporter

    about = {
        "parametrar": parameters.model_dump(),
        "kommunnamn": kommunnamn,
        "skolnamn": skolnamn,
        "logotyp": load_logotype(parameters.logotyp, data),
    }
    notebook = NotebookNode({**merged, "metadata": NotebookNode({**merged.metadata, "analys": about})})
    document, _ = RapportExporter().from_notebook_node(notebook)
    (source / SOURCE).write_bytes(document.encode("utf-8"))


def draw(source: Path) -> None:
    """Draw the figures of the prepared document as bitmaps, in the same folder, for those who need them."""
    from analys.rendering.bitmaps import write_bitmaps
    from analys.rendering.tree import read_document

    write_bitmaps(read_document(_read(source)), source)


@dataclass(frozen=True)
class Form:
    """One form of the report; can be sent to another process.

    Parameters
    ----------
    name : str
    file : str
        Name of its file.
    make : callable
        Its bytes, from the folder of the prepared document. Reads there, writes nothing there, and keeps
        nothing from one call to the next.
    drawn : bool
        Whether it needs the bitmaps of `draw`.
    """

    name: str
    file: str
    make: Callable[[Path], bytes]
    drawn: bool = False

    def write(self, source: Path, folder: Path) -> Path:
        """Write its file from a prepared document.

        Parameters
        ----------
        source : pathlib.Path
            The folder that `prepare`, and `draw` where `drawn` says so, have filled.
        folder : pathlib.Path
            Where the file goes; must exist.
        """
        path = folder / self.file
        path.write_bytes(self.make(source))
        return path


def _read(source: Path) -> str:
    return (source / SOURCE).read_bytes().decode("utf-8")


def _make_html(source: Path) -> bytes:
    return (source / SOURCE).read_bytes()


def _make_pdf(source: Path) -> bytes:
    from analys.rendering.pdf import make_pdf

    return make_pdf(_read(source))


def _make_slides(source: Path) -> bytes:
    from analys.rendering.pdf import make_slides

    return make_slides(_read(source))


def _make_presentation(source: Path) -> bytes:
    from analys.rendering.bilder import list_slides
    from analys.rendering.bitmaps import load_bitmaps
    from analys.rendering.kontor.bilder import make_presentation
    from analys.rendering.tree import read_document

    tree = read_document(_read(source))
    return make_presentation(tree, list_slides(tree), load_bitmaps(tree, source))


def _make_document(source: Path) -> bytes:
    from analys.rendering.bitmaps import load_bitmaps
    from analys.rendering.kontor.dokument import make_document
    from analys.rendering.tree import read_document

    tree = read_document(_read(source))
    return make_document(tree, load_bitmaps(tree, source))


FORMS = (
    Form("pdf", PDF_NAME, _make_pdf),
    Form("docx", DOCUMENT_NAME, _make_document, drawn=True),
    Form("bilder-pdf", SLIDES_NAME, _make_slides),
    Form("pptx", PRESENTATION_NAME, _make_presentation, drawn=True),
    Form("html", HTML_NAME, _make_html),
)
"""All forms, the one that takes longest first: started in this order, the last is soonest done."""
