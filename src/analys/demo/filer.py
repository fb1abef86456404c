"""Writing tables as the semicolon text that school systems deliver."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from analys.contracts import LAYOUTS

_OPTIONS = csv.WriteOptions(include_header=False, delimiter=";", quoting_style="none")
_BOM = b"\xef\xbb\xbf"


def encode_table(kind: str, table: pa.Table, encoding: str = "utf-8-sig", header: bool = False) -> bytes:
    """Bytes of a file of a kind: header where the layout demands it, or when asked for."""
    buffer = io.BytesIO()
    csv.write_csv(table, buffer, _OPTIONS)
    body = buffer.getvalue()
    if header or LAYOUTS[kind].header == "obligatorisk":
        body = ";".join(table.column_names).encode("utf-8") + b"\n" + body
    if encoding == "cp1252":
        return body.decode("utf-8").encode("cp1252")
    return _BOM + body


def encode_json(content: object) -> bytes:
    """JSON as a file holds it: UTF-8, keys as given, one final newline."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def save_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files by their path below `folder`, each in one step; returns the paths."""
    paths = []
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.tmp")
        draft.write_bytes(content)
        draft.replace(path)
        paths.append(path)
    return paths
