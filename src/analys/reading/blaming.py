"""Faults that the checks find in corrected rows: are they the file's or the correction's?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analys.arbetsbok.places import Place
from analys.errors import Problem
from analys.reading.checks import RATTA


def blame(problems: Sequence[Problem], cells: Mapping[tuple[str, int, str], Place]) -> list[Problem]:
    """Problems with those that a correction has caused told of the correction, not of the file.

    Parameters
    ----------
    problems : sequence of Problem
        Faults that the checks found in corrected frames.
    cells : mapping of (str, int, str) to Place
        The corrected cells, from `Applied`.
    """
    if not cells:
        return list(problems)
    told = []
    for problem in problems:
        caused = _find_causes(problem, cells)
        left = tuple(rad for rad in problem.rader if rad not in caused)
        if left or not caused:
            told.append(replace(problem, rader=left))
        told += [_cause(place, problem) for place in dict.fromkeys(caused.values())]
    return told


def _find_causes(problem: Problem, cells: Mapping[tuple[str, int, str], Place]) -> dict[int, Place]:
    """Line -> the correction that wrote in one of the problem's columns there."""
    columns = problem.kolumn.split(", ")
    return {
        rad: cells[problem.fil, rad, column]
        for rad in problem.rader
        for column in columns
        if (problem.fil, rad, column) in cells
    }


def _cause(place: Place, problem: Problem) -> Problem:
    gor = problem.gor.replace(RATTA, "").strip()
    return place.problem(f"Rättelsen leder till ett fel. {problem.vad}", f"Ändra rättelsen. {gor}".strip())
