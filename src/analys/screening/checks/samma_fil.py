"""No file lies there twice under two names."""

from __future__ import annotations

from analys.errors import Problem
from analys.screening.check import Check
from analys.screening.material import Material
from analys.screening.words import listed


def find(material: Material) -> list[Problem]:
    """Groups of files with the same content, one finding a group."""
    groups: dict[str, list[str]] = {}
    for fil, digest in sorted(material.sha256.items()):
        groups.setdefault(digest or fil, []).append(fil)
    return [
        Problem(
            files[0],
            f"Samma innehåll finns i flera filer: {listed(files)}.",
            "Behåll en av dem. Skulle den andra gälla en annan skola eller ett annat läsår, ta ut den igen.",
        )
        for files in groups.values()
        if len(files) > 1
    ]


CHECK = Check(
    "samma_fil",
    "Samma fil två gånger",
    "Ingen fil finns två gånger under olika namn.",
    "varning",
    find,
)
