"""A workbook as the same bytes every time: parts in order, no clock, no name of a program's user.

The parts are stored as they are: what a compressor makes of them differs between its versions.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

CORE = "docProps/core.xml"
_FIRST_TIME = (1980, 1, 1, 0, 0, 0)
_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Arbetsbok</dc:title></cp:coreProperties>'
)


def pack(book: Any) -> bytes:
    """Bytes of an openpyxl workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    packed = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(packed, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = zipfile.ZipInfo(name, _FIRST_TIME)
            part.external_attr = 0o600 << 16
            new.writestr(part, _PROPERTIES if name == CORE else old.read(name))
    return packed.getvalue()
