"""`rattelser.yml` -> corrections as written, each field with its line."""

from __future__ import annotations

from analys.arbetsbok.places import Written
from analys.arbetsbok.yamlfile import MOST_BYTES, Entries, read_entries
from analys.corrections.places import KOD
from analys.errors import Problem

__all__ = ["MOST_BYTES", "read_yaml"]

RATTELSER = Entries("rättelse", "rättelser", KOD)


def read_yaml(content: bytes, fil: str) -> tuple[list[Written], list[Problem]]:
    """Corrections of a file's content, and why some or all of them cannot be read; nothing in it can raise.

    Parameters
    ----------
    content : bytes
    fil : str
        The file, for messages.
    """
    return read_entries(content, fil, RATTELSER)
