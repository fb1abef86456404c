"""Which finding people mean by a key: the whole key, or its beginning for what is told of a measure."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from analys.arbetsbok import Rad
from analys.errors import Problem
from analys.indicators.measures import MEASURES
from analys.presentation.findings import GAPS, OVER_TID, PA_ETT_AR, Finding, fold_key

_ORDER = (OVER_TID, PA_ETT_AR, "mot-riket")
"""What speaks for a measure that people name without saying of which comparison."""


def find_by_key(key: str, findings: Sequence[Finding]) -> Finding | None:
    """The finding of a key, None when there is none.

    "trend/meritvarde_17" means the whole municipality's finding about the measure: its longest change, else
    the latest, else the distance to the nation, else the first that there is.

    Parameters
    ----------
    key : str
        As people write it; case, accents and spaces do not matter.
    """
    wanted = fold_key(key)
    known = {finding.nyckel: finding for finding in findings}
    if wanted in known:
        return known[wanted]
    below = [f for f in findings if f.nyckel.startswith(f"{wanted}/") and f.enhetstyp == "kommun"]
    for last in _ORDER:
        for finding in below:
            if finding.nyckel == f"{wanted}/{last}":
                return finding
    return min(below, key=lambda finding: (finding.nyckel.count("/"), finding.nyckel), default=None)


def is_absent(key: str, findings: Sequence[Finding]) -> bool:
    """Whether a key is right though the report has no such finding, as when it is protected this läsår.

    Its chapter and measure are known, and so is what it is compared with.
    """
    chapter, _, rest = fold_key(key).partition("/")
    code, _, more = rest.partition("/")
    words = {part for finding in findings for part in finding.nyckel.split("/")[2:]} | {*_ORDER, *GAPS}
    known = {finding.chapter for finding in findings}
    return chapter in known and code in MEASURES and (not more or {*more.split("/")} <= words)


def list_keys(findings: Sequence[Finding]) -> list[str]:
    """Every key that `find_by_key` knows, the shortest first."""
    whole = {finding.nyckel for finding in findings}
    begun = {"/".join(key.split("/")[:2]) for key in whole}
    return sorted(whole | begun, key=lambda key: (key.count("/"), key))


def explain_missing(row: Rad, findings: Sequence[Finding]) -> Problem:
    """That a row names a finding that the report does not have, with the key that is nearest."""
    near = suggest(row.text("fynd"), list_keys(findings))
    return row.problem(
        "fynd",
        f"Fyndet som raden anger finns inte i rapporten.{near}",
        "Ta nyckeln ur listan över fynd i metodbilagan, eller ta bort raden.",
    )


def suggest(text: str, known: Sequence[str]) -> str:
    """A question that names what is nearest to a text, "" when nothing is near.

    Examples
    --------
    >>> suggest("trend/meritvarde17", ["trend/meritvarde_17", "franvaro/franvaro_vt_alla"])
    ' Menade du trend/meritvarde_17?'
    >>> suggest("något annat", ["trend/meritvarde_17"])
    ''
    """
    near = get_close_matches(fold_key(text), known, 1)
    if not near and "/" not in text:
        near = get_close_matches(fold_key(text), [key.rpartition("/")[2] for key in known], 1)
        near = [key for key in known if key.rpartition("/")[2] == near[0]][:1] if near else []
    return f" Menade du {near[0]}?" if near else ""
