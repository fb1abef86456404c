"""Measures that the demo municipality proposes, and the finding that it has pinned.

Every level and both terms are there. The challenge in åk 6 has no measure, so that the report can say so.
"""

from __future__ import annotations

import datetime

from analys.arbetsbok.blad import KORT, LANG
from analys.arbetsbok.bok import Varde
from analys.demo.installningar import LAST_SPRING, Settings
from analys.demo.skolor import Schools

MATEMATIK, ANDRASPRAK, NARVARO = (
    "trend/np_ak3_ma",
    "trend/alla_amnen_ak9/sv-sva",
    "franvaro/franvaro_vt_alla",
)
LASNING = "trend/np_ak3_svsva"
SPRING, WINTER = (3, 15), (12, 1)
"""Month and day of the two follow-ups of a year."""

_Row = tuple[str, str, str, str, str, str, float, int, tuple[int, int]]

_ROWS: tuple[_Row, ...] = (
    (
        "Begär en delrapport till nämnden om matematiken i årskurs 1–3.",
        *(KORT, "politik", "Utbildningsnämnden", MATEMATIK, "np_ak3_ma", 70.0, 1, SPRING),
    ),
    (
        "Avsätt medel för fler lärare med behörighet i svenska som andraspråk.",
        *(LANG, "politik", "Utbildningsnämnden", ANDRASPRAK, "alla_amnen_ak9", 85.0, 2, WINTER),
    ),
    (
        "Inför en gemensam kartläggning av taluppfattning i årskurs 1–3.",
        *(KORT, "förvaltning", "Skolchef", MATEMATIK, "np_ak3_ma", 70.0, 1, SPRING),
    ),
    (
        "Ge samtliga skolor stöd av en samordnare för skolnärvaro.",
        *(LANG, "förvaltning", "Verksamhetschef", NARVARO, "franvaro_vt_alla", 6.0, 2, WINTER),
    ),
    (
        "Följ upp frånvaron varje månad i elevhälsoteamet och kontakta hemmet tidigt.",
        *(KORT, "rektorer", "Rektor", NARVARO, "franvaro_vt_alla", 6.0, 1, SPRING),
    ),
    (
        "Erbjud studiehandledning på modersmålet i fler ämnen.",
        *(LANG, "rektorer", "Rektor", ANDRASPRAK, "alla_amnen_ak9", 85.0, 2, WINTER),
    ),
    (
        "Planera och utvärdera matematiklektioner tillsammans i ämneslaget.",
        *(KORT, "professioner", "Förstelärare i matematik", MATEMATIK, "np_ak3_ma", 70.0, 1, SPRING),
    ),
)


def rows(settings: Settings, schools: Schools) -> list[dict[str, Varde]]:
    """Rows of the sheet Åtgärder."""
    return [
        {
            "atgard": text,
            "sikt": term,
            "niva": level,
            "ansvarig": role,
            "fynd": finding,
            "matt": measure,
            "mal": target,
            "uppfoljning": datetime.date(LAST_SPRING + years, *day),
            "lage": "ny",
        }
        for text, term, level, role, finding, measure, target, years, day in _ROWS
    ]


def pinned(settings: Settings, schools: Schools) -> list[dict[str, Varde]]:
    """Rows of the sheet Fästa fynd."""
    reason = "Nämnden har bett att läsningen i årskurs 3 följs, också när förändringen är osäker."
    return [{"fynd": LASNING, "skal": reason}]
