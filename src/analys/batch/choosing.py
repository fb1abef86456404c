"""Choosing: from parameters as the user gave them to orders, each with its läsår, school and place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analys.batch.making import Explain, Outcome, fail, forget
from analys.batch.orders import Order, make_order
from analys.batch.sharing import open_schools, open_underlag
from analys.official.kommuner import kommunnamn
from analys.parameters import RunParameters
from analys.pipeline import find_target
from analys.progress import Progress
from analys.underlag import Underlag


def place_all(
    asked: Sequence[RunParameters], data: Path, out: Path, progress: Progress, explain: Explain
) -> tuple[list[Order], list[Outcome]]:
    """Orders of the reports that can be made, and what stops the others.

    Parameters
    ----------
    asked : sequence of RunParameters
        One for each report.
    data, out : pathlib.Path
        Data folder and report folder.
    progress : Progress
        Is told of what is fetched and cleaned.
    explain : callable
        Text for an exception that is not one of ours.
    """
    orders, failed = [], []
    for one in asked:
        forget()
        try:
            orders.append(make_order(one, open_underlag(one, data, progress), out))
        except Exception as error:
            about = [kommunnamn(one.kommun), one.lasar if "lasar" in one.model_fields_set else ""]
            name = ", ".join(filter(None, (" ".join(filter(None, about)), one.skola)))
            failed.append(fail(Order(name, one, one.lasar, find_target(one, out)), error, explain))
    return orders, failed


def place_schools(
    asked: RunParameters, data: Path, out: Path, progress: Progress
) -> tuple[list[Order], list[str]]:
    """Orders of the reports of a municipality's schools, and the names of those that have nothing to tell.

    Parameters
    ----------
    asked : RunParameters
        Of every school's report; its `skola` is not read.
    data, out : pathlib.Path
        Data folder and report folder.
    progress : Progress
        Is told of what is made for all of them.

    Raises
    ------
    AnalysError
        When nothing can be said about any school.
    """
    forget()
    run, codes = open_schools(asked, data, out, progress)
    schools = run.frame("skolenheter")
    silent = sorted(schools.loc[~schools["skolenhet"].isin(codes), "namn"].astype("str"))
    return [make_order(asked, _about(run, code), out) for code in codes], silent


def _about(run: Underlag, code: str) -> Underlag:
    return Underlag(run.parameters.model_copy(update={"skola": code}), run.data)
