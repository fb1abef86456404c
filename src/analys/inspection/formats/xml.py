"""XML from others, parsed so that it can neither fetch, expand nor grow without end."""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element as Element

MOST_BYTES = 60_000_000


class Unreadable(Exception):
    """Why a file cannot be inspected, a Swedish clause without the file's content."""


def parse_xml(content: bytes) -> Element:
    """The root of a document.

    Raises
    ------
    Unreadable
        For definitions of its own, for what is no XML, and for more than a report can hold.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable("den är för stor")
    if b"<!ENTITY" in content or b"<!DOCTYPE" in content.replace(b"<!DOCTYPE html>", b"", 1):
        raise Unreadable("den har egna XML-definitioner")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=False
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError, SyntaxError):  # their messages quote the text
        raise Unreadable("den är ingen hel XML-fil") from None


def local_name(node: Element) -> str:
    """Name of an element without its namespace; "" for comments and instructions."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
