"""Targets that the demo municipality's board has set: some reached, some not, some too near to tell."""

from __future__ import annotations

from analys.arbetsbok.bok import Varde
from analys.demo.installningar import LAST_SPRING, Settings
from analys.demo.lokala_matt import KRANKNINGAR
from analys.demo.skolor import Schools
from analys.lasar import from_var

BESLUT = "Mål och budget 2026, kommunfullmäktige"
PLAN = "Kvalitetsplanen, utbildningsnämnden"

_MAL: tuple[tuple[str, str, float, str, str], ...] = (
    ("meritvarde_17", "alla", 225.0, "minst", BESLUT),
    ("behorighet_yrkes", "alla", 90.0, "minst", BESLUT),
    ("behorighet_yrkes", "sva", 85.0, "minst", PLAN),
    ("np_ak3_ma", "alla", 75.0, "minst", PLAN),
    ("franvaro_vt_alla", "alla", 6.0, "högst", PLAN),
    ("enkat_elev_trygghet", "alla", 7.5, "minst", PLAN),
    (KRANKNINGAR, "alla", 6.0, "högst", PLAN),
)


def rows(settings: Settings, schools: Schools) -> list[dict[str, Varde]]:
    """Rows of the sheet Målvärden, for the newest läsår."""
    return [
        {
            "matt": matt,
            "grupp": grupp,
            "lasar": from_var(LAST_SPRING),
            "mal": mal,
            "riktning": riktning,
            "kalla": kalla,
        }
        for matt, grupp, mal, riktning, kalla in _MAL
    ]
