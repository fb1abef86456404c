"""One check: what it is for, what its findings mean, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from analys.contracts import LAYOUTS, Layout
from analys.errors import Problem
from analys.screening.material import Material

Niva = Literal["fel", "varning"]
Status = Literal["fel", "varning", "kunde inte prövas", "godkänd"]

STATUSES: tuple[Status, ...] = ("fel", "varning", "kunde inte prövas", "godkänd")
"""In the order of the account."""


class Unable(Exception):
    """What a check needs is absent; the text is the reason, in Swedish."""


def _tell_nothing(material: Material) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class Check:
    """One check of the screener.

    Parameters
    ----------
    namn : str
        The module's name.
    titel : str
        Short Swedish name for users.
    syfte : str
        What holds when the check is passed: one Swedish sentence.
    niva : {"fel", "varning"}
        "fel" for what stops a report; "varning" for what a human should look at.
    find : callable
        Material -> findings; raises `Unable` when what it needs is absent.
    koder : tuple of str
        Codes of the reading's problems that are this check's; no other check has them.
    tell : callable
        Material -> what else the account should say of it, Swedish sentences.
    """

    namn: str
    titel: str
    syfte: str
    niva: Niva
    find: Callable[[Material], list[Problem]]
    koder: tuple[str, ...] = ()
    tell: Callable[[Material], Sequence[str]] = _tell_nothing


@dataclass(frozen=True)
class Outcome:
    """What came of one check.

    Parameters
    ----------
    check : Check
    status : {"fel", "varning", "kunde inte prövas", "godkänd"}
    problems : tuple of Problem
        Findings, by file and place; empty unless the status is "fel" or "varning".
    skal : str
        Why it could not be tried, else "".
    noter : tuple of str
        What else there is to say.
    """

    check: Check
    status: Status
    problems: tuple[Problem, ...] = ()
    skal: str = ""
    noter: tuple[str, ...] = ()


def carry_out(check: Check, material: Material) -> Outcome:
    """The outcome of one check."""
    try:
        found = check.find(material)
    except Unable as unable:
        return Outcome(check, "kunde inte prövas", skal=str(unable))
    problems = tuple(sorted(found, key=lambda p: (p.fil, p.rader[:1], p.kolumn, p.vad)))
    return Outcome(check, check.niva if problems else "godkänd", problems, noter=tuple(check.tell(material)))


def make_check_of_codes(
    namn: str,
    titel: str,
    syfte: str,
    koder: tuple[str, ...],
    *,
    galler: Callable[[Layout], bool] | None = None,
    saknas: str = "",
    niva: Niva = "fel",
) -> Check:
    """A check that shows what reading found; nothing is tested twice.

    Parameters
    ----------
    koder : tuple of str
        Codes of the problems to show.
    galler : callable, optional
        Layouts that the check is about; without a readable file of any of them it could not be tried.
    saknas : str
        Reason to give then.

    Examples
    --------
    >>> from analys.screening.material import make_material
    >>> check = make_check_of_codes("tal", "Tal", "Tal är tal.", ("heltal",))
    >>> found = [Problem("a.csv", "Fel.", "Rätta.", kod="heltal")]
    >>> carry_out(check, make_material([], problems=found)).status
    'fel'
    """

    def find(material: Material) -> list[Problem]:
        problems = [problem for problem in material.problems if problem.kod in koder]
        if not problems and galler and not any(galler(LAYOUTS[kind]) for kind in material.kinds):
            raise Unable(saknas)
        return problems

    return Check(namn, titel, syfte, niva, find, koder)
