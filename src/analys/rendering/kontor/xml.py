"""Elements of a Word document, written directly: the library is too slow in long tables."""

from __future__ import annotations

from typing import Any

from lxml import etree

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = f"{{{NS}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def w(tag: str, attributes: dict[str, str] | None = None, *content: Any) -> Any:
    """An element of WordprocessingML with attributes and children; None among them is left out.

    Examples
    --------
    >>> etree.tostring(w("jc", {"val": "right"})).decode().partition("main")[2]
    '" w:val="right"/>'
    """
    node = etree.Element(f"{W}{tag}", {f"{W}{k}": v for k, v in (attributes or {}).items()}, {"w": NS})
    node.extend([part for part in content if part is not None])
    return node


def run(text: str, *properties: Any) -> Any:
    """A run of text with its properties."""
    letters = w("t")
    letters.text = text
    letters.set(_SPACE, "preserve")
    return w("r", {}, w("rPr", {}, *properties) if properties else None, letters)


def paragraph(style: str, *content: Any, **properties: str) -> Any:
    """A paragraph of a style; `properties` such as ``jc="right"`` stand in it alone."""
    own = [w(name, {"val": value}) for name, value in properties.items()]
    return w("p", {}, w("pPr", {}, w("pStyle", {"val": style}), *own), *content)


def field(instruction: str, *content: Any) -> list[Any]:
    """A field that the program fills, with what it shows until then."""

    def mark(kind: str) -> Any:
        return w("r", {}, w("fldChar", {"fldCharType": kind}))

    code = w("instrText")
    code.text = instruction
    code.set(_SPACE, "preserve")
    return [mark("begin"), w("r", {}, code), mark("separate"), *content, mark("end")]


def page_break() -> Any:
    """A paragraph that ends the page."""
    return w("p", {}, w("r", {}, w("br", {"type": "page"})))
