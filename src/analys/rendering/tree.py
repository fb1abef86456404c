"""The finished document read back, as slides and office files are made from it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from analys.rendering.markup import Element, has_class, text_of
from analys.rendering.numbering import APPENDIX_TITLE

XHTML = "{http://www.w3.org/1999/xhtml}"
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
UNSEEN = ("dold", "tillbaka")
"""Classes of what is only read aloud, and of a note's way back to the text."""


def read_document(document: str) -> Element:
    """The tree of an XHTML document, its elements without namespace.

    Parameters
    ----------
    document : str
        As `analys.rendering.document.build_document` writes it.
    """
    parser = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)
    tree = etree.fromstring(document.encode("utf-8"), parser)
    for node in tree.iter(f"{XHTML}*"):
        node.tag = node.tag.removeprefix(XHTML)
    etree.cleanup_namespaces(tree)
    return tree


def meta(tree: Element, name: str) -> str:
    """A value of the document's head, "" when it has none."""
    node = tree.find(f"head/meta[@name='{name}']")
    return "" if node is None else str(node.get("content"))


def title_of(node: Element) -> str:
    """Text of a heading or a caption without its number."""
    parts = [node.text or ""]
    for child in node:
        unseen = child.get("class") in ("nr", "notref") or has_class(child, "dold")
        parts += ["" if unseen else "".join(child.itertext()), child.tail or ""]
    return " ".join("".join(parts).split())


def number_of(node: Element) -> str:
    """Number of a heading or a caption ("2.1", "Figur 3"), "" when it has none."""
    for part in node.iter("span"):
        if part.get("class") == "nr":
            return text_of(part).rstrip(".")
    return ""


def iter_main(tree: Element) -> Iterator[Element]:
    """Elements of the main part in order: all before the Metodbilaga and the notes."""
    for node in tree.find("body/main").iter():
        if (node.tag == "h2" and title_of(node) == APPENDIX_TITLE) or node.get("id") == "noter":
            return
        yield node
