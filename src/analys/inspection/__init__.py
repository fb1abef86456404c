"""Inspection of a finished report, file by file, before it is moved into its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from analys.inspection.faults import Fault, Inspection, collect
from analys.inspection.reading import read_material
from analys.inspection.registry import CHECKS
from analys.inspection.subject import Subject, make_subject

__all__ = ["Fault", "Inspection", "Subject", "inspect", "make_subject"]


def inspect(folder: Path, subject: Subject, *, logs: Mapping[str, str] | None = None) -> Inspection:
    """Read every file of a finished report and look for what must not leave the house.

    Parameters
    ----------
    folder : pathlib.Path
        The whole report, as it will be moved into its place.
    subject : Subject
        What the files are compared with.
    logs : mapping of str to str, optional
        Names and texts of logs that are kept beside the report.

    Returns
    -------
    Inspection
        Every fault; `message` tells the user, without the content that was found.
    """
    material, unreadable = read_material(folder, logs or {})
    found = [fault for document in material.documents for fault in document.faults]
    found += [fault for check in CHECKS for fault in check(material, subject)]
    return collect([*unreadable, *found])
