"""The demo municipality's own workbook: rows of every sheet, written as a municipality would send it."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping, Sequence

from analys.arbetsbok.bok import Varde
from analys.arbetsbok.template import write_template
from analys.demo.installningar import LAST_SPRING, Settings
from analys.demo.skolor import Schools, make_schools
from analys.lasar import from_var

SHEETS = (
    ("malvarden", "malvarden", "rows"),
    ("atgarder", "atgarder", "rows"),
    ("fasta_fynd", "atgarder", "pinned"),
    ("intervjuer", "intervjuer", "rows"),
    ("matt", "lokala_matt", "definitions"),
    ("lokala_matt", "lokala_matt", "rows"),
)
"""Sheet, and the module of this package with the function that gives its rows."""

KOMMENTARER = (
    (
        "trend",
        "Förvaltningen och rektorerna gick igenom resultaten tillsammans i augusti. Flera rektorer beskriver "
        "att arbetet med läsning har blivit vardag, också i andra ämnen än svenska.",
    ),
    (
        "franvaro",
        "Kommunen har en gemensam rutin för att följa upp frånvaro. Skolorna använder den olika, och "
        "rektorerna har bett om stöd i samtalen med hemmen.",
    ),
)


def make_workbook(settings: Settings) -> bytes:
    """Bytes of a set's workbook."""
    schools = make_schools(
        settings.model, settings.slumpfro, settings.antal_skolor, settings.years, settings.kommun
    )
    rows: dict[str, Sequence[Mapping[str, Varde]]] = {
        "skolor": school_rows(schools),
        "kommentarer": comment_rows(),
    }
    for sheet, module, function in SHEETS:
        name = f"analys.demo.{module}"
        if importlib.util.find_spec(name) is not None:
            rows[sheet] = getattr(importlib.import_module(name), function)(settings, schools)
    return write_template(rows=rows)


def school_rows(schools: Schools) -> list[dict[str, Varde]]:
    """Rows of the sheet Skolor: the units that are open."""
    return [
        {"skolenhet": int(code), "namn": name}
        for code, name, last in zip(schools.kod, schools.namn, schools.till_ar.tolist(), strict=True)
        if last >= LAST_SPRING
    ]


def comment_rows() -> list[dict[str, Varde]]:
    """Rows of the sheet Kommentarer: the municipality's own words about two chapters."""
    lasar = from_var(LAST_SPRING)
    return [{"kapitel": chapter, "lasar": lasar, "text": text} for chapter, text in KOMMENTARER]
