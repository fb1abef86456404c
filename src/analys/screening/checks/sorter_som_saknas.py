"""The kinds of files that the läsår before had are there this läsår too."""

from __future__ import annotations

from analys.contracts import LAYOUTS
from analys.errors import Problem
from analys.lasar import shift
from analys.screening.check import Check, Unable
from analys.screening.material import Material
from analys.screening.pupils import INGA_PROV
from analys.screening.words import listed, make_warning, title


def find(material: Material) -> list[Problem]:
    """Kinds of files that are gone since the läsår before, one finding a läsår."""
    # A file that is there but cannot be read has its own message.
    there = {(found.kind, found.lasar) for found in material.found}
    years = {
        kind: {*material.years(kind), *(lasar for name, lasar in there if name == kind)}
        for kind, layout in LAYOUTS.items()
        if layout.place == "lasar" and not layout.skips_lasar
    }
    compared = [
        lasar for lasar in material.lasar if any(shift(lasar, -1) in known for known in years.values())
    ]
    if not compared:
        raise Unable("Det finns inga filer från läsåret före att jämföra med.")
    problems = []
    for lasar in compared:
        gone = [
            title(kind)
            for kind, known in years.items()
            if shift(lasar, -1) in known
            and lasar not in known
            and not (kind.startswith("np_") and lasar in INGA_PROV)
        ]
        if gone:
            vad = f"Läsåret före fanns filer av ett slag som saknas nu: {listed(gone)}."
            problems.append(make_warning(f"läsåret {lasar}", vad, "Lägg till filerna om de ska vara med."))
    return problems


CHECK = Check(
    "sorter_som_saknas",
    "Slag av filer som saknas",
    "Samma slag av filer finns som läsåret före.",
    "varning",
    find,
)
