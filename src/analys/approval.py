"""Approval: what a report must have passed, beside what every report must, to be called fastställd.

An utkast is public as soon as it is handed in, so the attacker and the inspection stop it too. What differs
is that others will rely on a fastställd report: its files have been checked, they still lie in the data
folder as they were read, and it is kept when a later report takes its place. Faults in the files stop it.
Warnings do not, for most of what is unusual is true: they are told while the report is made, and stand in its
manifest.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from analys.cleaning import is_prepared
from analys.errors import DisclosureError, InputError
from analys.paths import hash_file, raw_folder
from analys.progress import Progress
from analys.screening import screen
from analys.screening.gathering import gather
from analys.screening.places import Place
from analys.underlag import Underlag


def check_files(run: Underlag, progress: Progress) -> dict[str, int]:
    """Check the läsår's files as `analys kontrollera` does, and tell of the warnings.

    Returns
    -------
    dict of str to int
        Checks that warned, by their Swedish titles, and how many warnings each gave.

    Raises
    ------
    InputError
        With every fault.
    """
    if not run.has_pupils:
        return {}
    kommun, lasar = run.parameters.kommun, run.parameters.lasar
    place = Place(raw_folder(run.data, kommun), run.data, kommun, lasar, is_raw=True)
    outcomes = screen(gather(place, progress), progress)
    if faults := [problem for o in outcomes if o.status == "fel" for problem in o.problems]:
        raise InputError(faults)
    warnings = {o.check.titel: len(o.problems) for o in outcomes if o.status == "varning"}
    if warnings:
        listed = ", ".join(f"{title} ({number})" for title, number in warnings.items())
        progress.step(f"Kontrollen av filerna varnar: {listed}. Läs mer med analys kontrollera")
    return warnings


def check_unchanged(run: Underlag, indata: Mapping[str, str]) -> None:
    """See that the input files are still those that the report was made from.

    Parameters
    ----------
    run : Underlag
    indata : mapping of str to str
        Path from the data folder to SHA-256, as the provenance has them.

    Raises
    ------
    DisclosureError
        Naming the files, as far as they may be named.
    """
    changed = [fil for fil, sha256 in indata.items() if hash_file(Path(run.data, fil)) != sha256]
    if not changed and (not run.has_pupils or is_prepared(run.processed, run.data)):
        return
    named = f": {', '.join(changed[:5])}{' med flera' if changed[5:] else ''}" if changed else ""
    raise DisclosureError(
        f"Filer i datakatalogen har ändrats medan rapporten gjordes{named}.\n"
        "En fastställd rapport ska gå att göra om ur samma filer, så den här har inte sparats. Kör igen."
    )
