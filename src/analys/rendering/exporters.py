"""nbconvert exporters: a merged notebook, or a single chapter, to the report as HTML or PDF."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import mistune
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbformat import NotebookNode
from traitlets import default

from analys.parameters import make_parameters
from analys.rendering.document import build_document
from analys.rendering.front import Front
from analys.rendering.merging import merge
from analys.rendering.pdf import make_pdf, make_slides

TEMPLATES = Path(__file__).parent / "templates"

_PROLOGUE = re.compile(r"^.*?(?=<svg\b)", re.DOTALL)


class RapportExporter(HTMLExporter):
    """The report as XHTML text.

    A notebook that `merge` has not made is merged first, with default parameters. The municipality's and
    the school's names and the logotype (a data URI) are read from ``metadata.analys`` (``kommunnamn``,
    ``skolnamn``, ``logotyp``).
    """

    export_from_notebook = "Rapport (HTML)"
    template_name = "rapport"

    @default("extra_template_basedirs")
    def _template_folder(self) -> list[str]:
        return [str(TEMPLATES)]

    @default("template_extension")
    def _extension(self) -> str:
        return ".html.j2"

    @default("default_preprocessors")
    def _no_preprocessors(self) -> list[str]:
        return []

    def default_filters(self) -> Any:
        """Filters of the template: markdown with footnotes, and images as data URIs."""
        yield from TemplateExporter.default_filters(self)
        yield ("markdown2html", render_markdown)
        yield ("image_uri", make_image_uri)

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """The document of a notebook, and nbconvert's resources."""
        if "parametrar" not in nb.metadata.get("analys", {}):
            nb = merge([nb], make_parameters({}))
        # Past HTMLExporter's own step: it writes an alt text of its own where one is missing.
        cells, resources = TemplateExporter.from_notebook_node(self, nb, resources, **kw)
        about = nb.metadata["analys"]
        parameters = make_parameters(about["parametrar"])
        name = about.get("kommunnamn") or f"Kommun {parameters.kommun}"
        front = Front(name, about.get("logotyp", ""), about.get("skolnamn", ""))
        return build_document(cells, parameters, front), resources


class RapportPdfExporter(RapportExporter):
    """The report as PDF/UA-1 and PDF/A-2a, made from the same XHTML."""

    export_from_notebook = "Rapport (PDF)"
    output_mimetype = "application/pdf"
    make = staticmethod(make_pdf)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """The PDF's bytes, and nbconvert's resources."""
        document, resources = super().from_notebook_node(nb, resources, **kw)
        resources["output_extension"] = ".pdf"
        return self.make(document), resources


class BilderPdfExporter(RapportPdfExporter):
    """The figures as slides, 16:9, made from the same XHTML."""

    export_from_notebook = "Bilder (PDF)"
    make = staticmethod(make_slides)


def render_markdown(source: str) -> str:
    """HTML of a markdown cell, with tables and footnotes.

    Examples
    --------
    >>> render_markdown("**Läsår** 2025/26").strip()
    '<p><strong>Läsår</strong> 2025/26</p>'
    """
    markdown = mistune.create_markdown(escape=False, plugins=["table", "footnotes", "strikethrough"])
    return str(markdown(source))


def make_image_uri(data: Mapping[str, str | list[str]]) -> str:
    """Data URI of an output's image: the drawing when there is one, else the bitmap."""
    if "image/svg+xml" in data:
        svg = data["image/svg+xml"]
        text = _PROLOGUE.sub("", svg if isinstance(svg, str) else "".join(svg), count=1)
        return "data:image/svg+xml;base64," + base64.b64encode(text.encode("utf-8")).decode("ascii")
    png = data["image/png"]
    return "data:image/png;base64," + "".join(png if isinstance(png, str) else "".join(png)).replace("\n", "")
