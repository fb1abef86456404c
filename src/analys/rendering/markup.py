"""The document's tree: parsed from HTML, written as XHTML that browsers and XML readers understand alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

VOID = frozenset({"br", "hr", "img", "meta", "link"})
INLINE = frozenset(
    {
        "a",
        "em",
        "strong",
        "sup",
        "sub",
        "span",
        "small",
        "q",
        "abbr",
        "cite",
        "del",
        "br",
        "code",
        "img",
        "b",
        "i",
        "s",
    }
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SLUG = str.maketrans("åäöéü", "aaoeu")


@dataclass(frozen=True)
class Fault:
    """Something in the chapters that the document cannot hold: where, and what to do."""

    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


def parse(html: str) -> Element:
    """The <main> element that holds the cells' HTML; white space collapsed, comments gone.

    Examples
    --------
    >>> write(parse("<p>a &amp; b<br></p>"))
    '<main><p>a &amp; b<br/></p></main>'
    """
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    page = etree.fromstring(f"<html><body><main>{_NOT_XML.sub('', html)}</main></body></html>", parser)
    main = page.find("body/main")
    _collapse(main)
    return main


def write(tree: Element) -> str:
    """XHTML of an element; elements that browsers never see as empty get an end tag."""
    for node in tree.iter():
        if len(node) == 0 and not node.text and node.tag not in VOID:
            node.text = ""
    return etree.tostring(tree, encoding="unicode", with_tail=False)


def make(tag: str, attributes: Mapping[str, str] | None = None, *content: Element | str) -> Element:
    """A new element with attributes, text and children in order."""
    node = etree.Element(tag, dict(attributes or {}))
    for part in content:
        if isinstance(part, str):
            append_text(node, part)
        else:
            node.append(part)
    return node


def append_text(node: Element, text: str) -> None:
    """Add text at the end of a node."""
    if len(node):
        node[-1].tail = (node[-1].tail or "") + text
    else:
        node.text = (node.text or "") + text


def prepend(node: Element, first: Element, text: str = "") -> None:
    """Put an element, and text after it, before all that a node holds."""
    first.tail = text + (node.text or "")
    node.text = None
    node.insert(0, first)


def remove(node: Element) -> None:
    """Take a node away; the text after it stays."""
    parent, before = node.getparent(), node.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (node.tail or "") or None
    else:
        parent.text = (parent.text or "") + (node.tail or "") or None
    parent.remove(node)


def unwrap(node: Element) -> None:
    """Take a node away; what it held, and the text after it, stay in its place."""
    parent, place = node.getparent(), node.getparent().index(node)
    children, tail = list(node), node.tail
    text_before = node.text or ""
    node.tail = None
    before = node.getprevious()
    parent.remove(node)
    if before is not None:
        before.tail = (before.tail or "") + text_before or None
    else:
        parent.text = (parent.text or "") + text_before or None
    for step, child in enumerate(children):
        parent.insert(place + step, child)
    if tail:
        last = children[-1] if children else before
        if last is not None:
            last.tail = (last.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail


def text_of(node: Element) -> str:
    """All text of a node, white space collapsed."""
    return _SPACE.sub(" ", "".join(node.itertext())).strip(" ")


def by_class(tree: Element, tag: str, name: str) -> Iterator[Element]:
    """Elements of a tag that have a class."""
    return (node for node in tree.iter(tag) if has_class(node, name))


def has_class(node: Element, name: str) -> bool:
    """Whether the class attribute holds a name."""
    return name in (node.get("class") or "").split()


def find_origin(node: Element) -> str:
    """Notebook and cell that a node comes from."""
    while node is not None:
        if origin := node.get("data-ursprung"):
            return str(origin)
        node = node.getparent()
    return "dokumentet"


def make_slug(text: str) -> str:
    """Text as part of an id.

    Examples
    --------
    >>> make_slug("Vad är säkert? Åk 9")
    'vad-ar-sakert-ak-9'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower().translate(_SLUG)).strip("-") or "avsnitt"


def _collapse(tree: Element) -> None:
    """One space for each run of white space, none at the edges of blocks, so that both formats agree."""
    kept = {node for pre in tree.iter("pre") for node in pre.iter()}
    for node in tree.iter():
        block = node.tag not in INLINE
        if node.text and node not in kept:
            node.text = _SPACE.sub(" ", node.text)
        if node.tail and (node not in kept or node.tag == "pre"):
            node.tail = _SPACE.sub(" ", node.tail)
            if block:
                node.tail = node.tail.lstrip(" ")
        if node.tag not in INLINE and node not in kept:
            if node.text:
                node.text = node.text.lstrip(" ")
            if len(node):
                if node[0].tag not in INLINE and node.text:
                    node.text = node.text.rstrip(" ")
                if node[-1].tail:
                    node[-1].tail = node[-1].tail.rstrip(" ")
            elif node.text:
                node.text = node.text.rstrip(" ")
