"""The manifest: the run's own parameters, files inside the data folder, checksums that are the files' own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from analys.inspection.faults import Fault
from analys.inspection.material import Document, Material
from analys.inspection.subject import Subject

NAME = "manifest.json"
_INSIDE = re.compile(r"(?!.*(?:^|/)\.\.(?:/|$))[^/\\:]+(?:/[^/\\:]+)*")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def check(material: Material, subject: Subject) -> Iterator[Fault]:
    """Faults of the manifest; a report without one is a fault too."""
    manifests = [document for document in material.of("manifest") if document.fil == NAME]
    if not manifests:
        yield Fault(NAME, "", "Rapporten saknar sitt manifest.", "Gör om rapporten.")
    for document in material.of("manifest"):
        for plats, why in _list_faults(document, material, subject):
            yield Fault(document.fil, plats, why, "Gör om rapporten, och ändra inte i dess filer.")


def _list_faults(document: Document, material: Material, subject: Subject) -> Iterator[tuple[str, str]]:
    content = document.content
    if not isinstance(content, Mapping) or document.fil != NAME:
        yield "", "Filen är inget manifest."
        return
    if dict(_mapping(content, "parametrar")) != dict(subject.parametrar):
        yield "parametrar", "Manifestet har andra parametrar än körningen."
    for part in ("indata", "filer"):
        for path, digest in _mapping(content, part).items():
            if not _INSIDE.fullmatch(str(path)) or not _DIGEST.fullmatch(str(digest)):
                yield part, "Manifestet har en sökväg eller en kontrollsumma som inte har rätt form."
                break
    wanted = {path: digest for path, digest in material.checksums.items() if path != NAME}
    if dict(_mapping(content, "filer")) != wanted:
        yield "filer", "Manifestets kontrollsummor är inte filernas."


def _mapping(content: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = content.get(name)
    return part if isinstance(part, Mapping) else {}
