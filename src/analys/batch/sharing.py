"""Sharing: what several reports have in common is made once, before them.

Nobody but this process asks the network or makes the key: those that make reports beside each other would
write the same files.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from analys.chapters import choose_chapters, load_chapters
from analys.cleaning import prepare
from analys.deciding import decide
from analys.earlier import list_published
from analys.errors import ParameterError
from analys.parameters import RunParameters
from analys.paths import work_folder
from analys.preparation import fetch_references, settle, settle_school
from analys.progress import Progress
from analys.pseudonyms import load_key
from analys.run import ESTIMATES_FILE
from analys.underlag import Underlag
from analys.workshop import make_bench


def open_underlag(asked: RunParameters, data: Path, progress: Progress) -> Underlag:
    """What one report is made from, with läsår and school settled, and nothing left to fetch.

    Files are cleaned where a school is asked for: its name stands in them.

    Raises
    ------
    AnalysError
        When there is nothing to report on, or a file has faults.
    """
    run = Underlag(settle(asked, data, progress), data)
    if not run.has_pupils:
        return replace(run, parameters=settle_school(run))
    load_key(data, asked.kommun)
    if asked.skola:
        clean(run, progress)
    fetch_references(asked, data, progress)
    return replace(run, parameters=settle_school(run))


def clean(run: Underlag, progress: Progress) -> None:
    """Read, check and pseudonymise the files of a run."""
    about = run.parameters
    progress.step(f"Läser, granskar och pseudonymiserar filerna för {run.kommunnamn} {about.lasar}")
    prepare(run.data, about.kommun, about.lasar_i_trend, run_lasar=about.lasar)


def decide_ahead(asked: RunParameters, data: Path, out: Path, progress: Progress) -> Underlag:
    """Make the plan that the reports of a municipality's schools have in common, where it is not kept.

    Parameters
    ----------
    asked : RunParameters
        Of any of the schools' reports.
    """
    run = open_underlag(asked, data, progress)
    run.declare()
    about = run.parameters
    progress.step(f"Räknar och prövar varje uppgift för {run.kommunnamn} {about.lasar}, för alla skolor")
    published = list_published(out, about.kommun, about.lasar)
    decide(run, choose_chapters(load_chapters(), run), published, out, make_bench(run, progress))
    return run


def open_schools(
    asked: RunParameters, data: Path, out: Path, progress: Progress
) -> tuple[Underlag, list[str]]:
    """The municipality's underlag, and codes of the schools that it has something to say about in its läsår.

    Raises
    ------
    ParameterError
        When the municipality has no pupil files, or none of its schools has anything.
    """
    run = open_underlag(asked.model_copy(update={"skola": ""}), data, progress)
    if not run.has_pupils:
        raise ParameterError(
            "Skolornas rapporter kräver kommunens elevfiler. Utan dem finns bara uppgifter om hela kommunen."
        )
    clean(run, progress)
    known = sorted(run.frame("skolenheter")["skolenhet"].astype("str"))
    if known:
        decide_ahead(asked.model_copy(update={"skola": known[0]}), data, out, progress)
    about = run.parameters
    cells = pd.read_parquet(
        work_folder(data, about.kommun, about.lasar) / ESTIMATES_FILE, columns=["enhetstyp", "enhet", "lasar"]
    )
    told = set(cells.loc[(cells["enhetstyp"] == "skola") & (cells["lasar"] == about.lasar), "enhet"])
    codes = [code for code in known if code in told]
    if not codes:
        raise ParameterError(f"Ingen skola har några uppgifter för läsåret {about.lasar}.")
    return run, codes
