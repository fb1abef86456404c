"""The account of a screening as one accessible page: no script, no network, nothing about any pupil."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from analys.contracts import LAYOUTS
from analys.errors import ParameterError
from analys.importing.found import Found
from analys.screening.account import RUBRIKER, group, list_findings, summarise
from analys.screening.check import Outcome
from analys.screening.material import Material

MARKS = {
    "fel": ("fel", "✕", "Fel"),
    "varning": ("varning", "!", "Varning"),
    "kunde inte prövas": ("oprovad", "–", "Kunde inte prövas"),
    "godkänd": ("godkand", "✓", "Godkänd"),
}
"""Class, symbol and word of each status: never colour alone."""


def check_target(path: Path) -> Path:
    """The page's file in full, when it can be written; told before the work begins.

    Raises
    ------
    ParameterError
        When the place is a folder, lies in one that is not there, or cannot be written.
    """
    try:
        whole = path.resolve()
        if whole.is_dir():
            raise ParameterError(
                f"--html: {path.name[:60]} är en mapp. Ange en fil, till exempel kontroll.html."
            )
        if not whole.parent.is_dir():
            raise ParameterError(f"--html: mappen {whole.parent.name[:60]} finns inte. Skapa den först.")
        with tempfile.NamedTemporaryFile(dir=whole.parent, prefix=".kontroll-"):
            return whole
    except (OSError, RuntimeError, ValueError):
        raise ParameterError(
            f"--html: filen {path.name[:60]} går inte att skriva. Välj en annan plats."
        ) from None


def make_page(title: str, material: Material, outcomes: Sequence[Outcome]) -> str:
    """The page as HTML; the same text for the same outcomes."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    source = resources.files("analys.screening").joinpath("page.html.j2").read_text(encoding="utf-8")
    return environment.from_string(source).render(
        title=title,
        summary=summarise(outcomes),
        troskel=material.troskel,
        groups=group(outcomes),
        headings=RUBRIKER,
        captions={
            "kunde inte prövas": "Kontroller som saknar något att pröva mot.",
            "godkänd": "Kontroller utan anmärkning.",
        },
        columns={"kunde inte prövas": "Varför", "godkänd": "Vad som gäller"},
        ids={status: css for status, (css, _, _) in MARKS.items()},
        symbols={status: symbol for status, (_, symbol, _) in MARKS.items()},
        mark=_mark,
        list_findings=list_findings,
        files=[(found.fil, _describe(found)) for found in material.found],
    )


def write_page(path: Path, title: str, material: Material, outcomes: Sequence[Outcome]) -> None:
    """Write the page beside its place and move it there when it is whole.

    Raises
    ------
    ParameterError
        When the place cannot be written.
    """
    page = make_page(title, material, outcomes)
    fresh = ""
    try:
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, prefix=".kontroll-", delete=False, encoding="utf-8", newline="\n"
        ) as file:
            fresh = file.name
            file.write(page)
        Path(fresh).chmod(0o644)
        Path(fresh).replace(path)
    except OSError:
        if fresh and os.path.lexists(fresh):
            Path(fresh).unlink()
        raise ParameterError(
            f"--html: {path.name[:60]} går inte att ersätta. Stäng filen om den är öppen i ett annat "
            "program, eller välj ett annat namn."
        ) from None


def _mark(status: str) -> Markup:
    css, symbol, word = MARKS[status]
    return Markup('<span class="status {}"><span aria-hidden="true">{}</span> {}</span>').format(
        css, symbol, word
    )


def _describe(found: Found) -> str:
    if found.kind:
        return LAYOUTS[found.kind].title + (f", {found.lasar}" if found.lasar else "")
    return found.annat or "Känns inte igen"
