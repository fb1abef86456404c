"""Office files as archives that are the same every time: sorted parts, one date, nothing of the machine's."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

from analys.rendering.markup import Element
from analys.rendering.tree import meta

_FIRST = "[Content_Types].xml"
_THEN = (1980, 1, 1, 0, 0, 0)
"""The first date that an archive can hold."""
APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>{}</Application></Properties>"
)
"""The properties that the template's own program left, without them."""


def settle(content: bytes) -> bytes:
    """An archive with its parts sorted, dated alike and packed alike.

    Parameters
    ----------
    content : bytes
        As the office library has saved it.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != _FIRST, name)):
            entry = zipfile.ZipInfo(name, _THEN)
            entry.create_system, entry.external_attr = 0, 0
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED, 6)
    return packed.getvalue()


def describe(properties: Any, tree: Element) -> None:
    """Fill all core properties from the document's head, so that the template's and the clock's are gone."""
    when = datetime.datetime.fromisoformat(f"{meta(tree, 'date')}T00:00:00")
    author = meta(tree, "author")
    for name, value in {
        **{"title": str(tree.findtext("head/title")), "author": author, "last_modified_by": author},
        **{"subject": meta(tree, "undertitel"), "keywords": meta(tree, "keywords")},
        **{"language": "sv-SE", "comments": "", "category": "", "content_status": ""},
        **{"created": when, "modified": when, "revision": 1, "version": "", "identifier": ""},
    }.items():
        setattr(properties, name, value)


def drop_parts(relations: Any, *kinds: str) -> None:
    """Take away relations of some kinds, and with them the parts that only they lead to."""
    for key in [key for key, relation in relations.items() if relation.reltype.rpartition("/")[2] in kinds]:
        relations.pop(key)


def replace_app(relations: Any, program: str) -> None:
    """Let the extended properties say nothing but the kind of program."""
    for relation in relations.values():
        if relation.reltype.endswith("/extended-properties"):
            relation.target_part._blob = APP.format(program).encode("utf-8")
