"""What is counted of interviews: how many there are, who took part, and what they raised.

Interviews are counted, never the persons in them: a group of six is one interview.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from analys.indicators.np_statistik import Statistic

INTERVJUER, DELTAGARE, DUBBELKODADE, ALFA = (
    "intervju_antal",
    "intervju_deltagare",
    "intervju_dubbelkodade",
    "intervju_alfa",
)
TEMA, STYRKOR, UTMANINGAR = "intervju_tema", "intervju_styrka", "intervju_utmaning"
CITAT = "intervju_citat"

PERSONAL = "personal"
"""The professions together: what one of them alone has said may be one person's words."""

SIDOR: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "elev": ("elev",),
        "vårdnadshavare": ("vårdnadshavare",),
        PERSONAL: ("lärare", "elevhälsa", "fritidspersonal", "rektor"),
        "annan": ("annan",),
    }
)
"""Whose voices themes are told of, and the roles that belong to each."""

OVRIGA = "Övriga teman"
"""Themes that too few interviews raise to stand by themselves."""


def _count(code: str, label: str, short_label: str) -> Statistic:
    return Statistic(code, label, short_label, "antal", 0, troskel=0)


INTERVJU: Mapping[str, Statistic] = MappingProxyType(
    {
        one.code: one
        for one in (
            _count(INTERVJUER, "Antal intervjuer", "Intervjuer"),
            _count(DELTAGARE, "Antal deltagare i intervjuerna", "Deltagare"),
            _count(DUBBELKODADE, "Antal intervjuer som två personer har kodat", "Dubbelkodade"),
            _count(TEMA, "Antal intervjuer som tog upp temat", "Tog upp temat"),
            _count(STYRKOR, "Antal intervjuer som tog upp temat som en styrka", "Som styrka"),
            _count(UTMANINGAR, "Antal intervjuer som tog upp temat som en utmaning", "Som utmaning"),
            _count(CITAT, "Antal utsagor som kommunen ville citera", "Utsagor"),
            Statistic(ALFA, "Krippendorffs alfa för kodningen av intervjuerna", "Alfa", "", 2, troskel=0),
        )
    }
)
"""Measures of interviews by code."""
