"""Areas beside their sources: where grades, tests, absence, surveys and interviews say the same, or not."""

from __future__ import annotations

from collections.abc import Sequence

from analys.arbetsbok.blad import NEUTRAL, STYRKA, UTMANING
from analys.indicators.omraden import KALLOR, OMRADEN, OVRIGT, Kalla, Omrade
from analys.presentation.formats import MINUS, MISSING
from analys.presentation.ordtabell import Ordtabell, word
from analys.presentation.slutsatser_ordning import Ordnat
from analys.presentation.text import compose

BLANDAT, OSAKERT, SAKNAS = "blandat", "osäkert", "uppgift saknas"
TECKEN = {STYRKA: "+", UTMANING: MINUS, BLANDAT: "±", OSAKERT: "○", SAKNAS: MISSING}
STODER, MOTSAGER, EN_KALLA = "källorna stöder varandra", "källorna går isär", "en källa"


def show_triangulation(weighed: Sequence[Ordnat]) -> Ordtabell | None:
    """Table of areas and sources; None where no area has two sources.

    Parameters
    ----------
    weighed : sequence of Ordnat
        Every finding that was tried, settled or not.
    """
    areas = [area for area in OMRADEN if area != OVRIGT and _is_told(weighed, area)]
    sources = [source for source in KALLOR if any(source in list_sources(weighed, area) for area in areas)]
    if not any(len(list_sources(weighed, area)) > 1 for area in areas):
        return None
    rows = tuple(
        (
            word(f"{OMRADEN[area]}: {judge_area(weighed, area)}"),
            *(word(_tell(judge_source(weighed, area, source))) for source in sources),
        )
        for area in areas
    )
    return Ordtabell(
        "triangulering",
        "Vad källorna säger om samma område",
        ("Område", *(KALLOR[source] for source in sources)),
        rows,
        compose(
            "Plus betyder att källans säkra fynd är styrkor, minus att de är utmaningar, plus och minus att "
            "de är både och. Ring betyder att källans fynd är osäkra, streck att den saknar uppgifter. "
            "Källorna stöder varandra när de säkra fynden pekar åt samma håll."
        ),
    )


def _is_told(weighed: Sequence[Ordnat], area: Omrade) -> bool:
    """Whether an area has a settled finding, or several sources."""
    sources = list_sources(weighed, area)
    return len(sources) > 1 or (bool(sources) and judge_area(weighed, area) != OSAKERT)


def list_sources(weighed: Sequence[Ordnat], area: Omrade) -> list[Kalla]:
    """Sources that say anything of an area, in their order."""
    found = {one.fynd.kalla for one in weighed if one.fynd.omrade == area}
    return [source for source in KALLOR if source in found]


def judge_source(weighed: Sequence[Ordnat], area: Omrade, source: Kalla) -> str:
    """What one source says of an area: "styrka", "utmaning", "blandat", "osäkert" or "uppgift saknas"."""
    own = {one.slag for one in weighed if (one.fynd.omrade, one.fynd.kalla) == (area, source)}
    settled = own - {NEUTRAL}
    if len(settled) > 1:
        return BLANDAT
    return next(iter(settled)) if settled else OSAKERT if own else SAKNAS


def judge_area(weighed: Sequence[Ordnat], area: Omrade) -> str:
    """Whether the sources that have settled findings say the same."""
    said = [judge_source(weighed, area, source) for source in list_sources(weighed, area)]
    settled = [one for one in said if one in (STYRKA, UTMANING, BLANDAT)]
    if not settled:
        return OSAKERT
    if len(settled) == 1:
        return EN_KALLA if settled[0] != BLANDAT else BLANDAT
    if set(settled) == {BLANDAT}:
        return BLANDAT
    return STODER if len(set(settled)) == 1 else MOTSAGER


def _tell(said: str) -> str:
    return TECKEN[said] if said == SAKNAS else f"{TECKEN[said]} {said}"
