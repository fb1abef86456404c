"""The municipality's workbook and texts can be used, and point at nobody."""

from __future__ import annotations

from collections.abc import Sequence

from analys.errors import Problem
from analys.screening.check import Check, Unable
from analys.screening.material import Material

KODER = ("arbetsbok",)


def find(material: Material) -> list[Problem]:
    """Cells, lines and files that cannot be used."""
    problems = [problem for problem in material.problems if problem.kod in KODER]
    if not problems and not material.ifyllt:
        raise Unable("Ingen arbetsbok och inga egna texter finns. ”analys mall” skriver en arbetsbok.")
    return problems


def tell(material: Material) -> Sequence[str]:
    """How much is filled in, sheet by sheet."""
    return [f"{title}: {number} {_name(title, number)}." for title, number in material.ifyllt.items()]


def _name(title: str, number: int) -> str:
    one, more = ("fil", "filer") if title == "Texter" else ("rad", "rader")
    return one if number == 1 else more


CHECK = Check(
    "arbetsbok",
    "Arbetsbok och texter",
    "Det som kommunen har skrivit själv går att använda, och ingen person nämns.",
    "fel",
    find,
    KODER,
    tell,
)
