"""What is still missing once a plan is carried out: files, schools, läsår of the register."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from analys.contracts import LAYOUTS
from analys.importing.found import Found
from analys.importing.plan import Outcome, Plan
from analys.lasar import parse_lasar
from analys.reading.parsing import parse_source
from analys.reading.sources import OBLIGATORISKA

SHOWN_SCHOOLS = 6
I_LASAR = tuple(kind for kind, layout in LAYOUTS.items() if layout.place == "lasar")


@dataclass(frozen=True)
class Gap:
    """Something that is missing.

    Parameters
    ----------
    lasar : str
        The läsår concerned, "" when the file lies beside the läsår folders.
    vad : str
        What is missing, in Swedish.
    stoppar : bool
        True when no report can be made without it.
    """

    lasar: str
    vad: str
    stoppar: bool = False


@dataclass(frozen=True)
class Schools:
    """Municipal and other school units as skolenheter.csv has them: code -> name, and who has which year."""

    names: dict[str, str]
    frame: pd.DataFrame

    def expected(self, arskurs: int, lasar: str) -> list[str]:
        """Codes of the municipality's own units that have a year group in a läsår, sorted."""
        rows = self.frame[self.frame["Huvudman"] == "kommunal"]
        return sorted(
            code
            for code, groups, first, last in zip(
                rows["Skolenhetskod"], rows["Arskurser"], rows["FranLasar"], rows["TillLasar"], strict=True
            )
            if arskurs in parse_arskurser(groups)
            and (not _lasar(first) or _lasar(first) <= lasar)
            and (not _lasar(last) or _lasar(last) >= lasar)
        )

    def describe(self, codes: Collection[str]) -> str:
        """Names with codes, shortened when they are many."""
        shown = [f"{self.names[code]} ({code})" if code in self.names else code for code in sorted(codes)]
        rest = len(shown) - SHOWN_SCHOOLS
        more = f" och {rest} till" if rest > 0 else ""
        return ", ".join(shown[:SHOWN_SCHOOLS]) + more


def load_schools(founds: Collection[Found]) -> Schools:
    """School units of the skolenheter files among some files."""
    frames = [
        frame
        for found in founds
        if found.kind == "skolenheter" and (frame := parse_source(found.source).frame) is not None
    ]
    columns = list(LAYOUTS["skolenheter"].names)
    frame = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns, dtype="str")
    return Schools(dict(zip(frame["Skolenhetskod"], frame["Namn"], strict=True)), frame)


def parse_arskurser(text: str) -> frozenset[int]:
    """Year groups of a span, förskoleklass as 0; none when it is no span.

    Examples
    --------
    >>> sorted(parse_arskurser("F-3")), sorted(parse_arskurser("7-9"))
    ([0, 1, 2, 3], [7, 8, 9])
    """
    groups: set[int] = set()
    for part in text.upper().replace("F", "0").replace("–", "-").split(","):
        if match := re.fullmatch(r" *([0-9]) *(?:- *([0-9]) *)?", part):
            groups |= set(range(int(match[1]), int(match[2] or match[1]) + 1))
    return frozenset(groups)


def list_gaps(plan: Plan, schools: Schools, utan_prov: Collection[str] = ()) -> list[Gap]:
    """What is missing, beside the läsår first and then läsår by läsår.

    Parameters
    ----------
    plan : Plan
    schools : Schools
    utan_prov : collection of str
        Läsår in which the national tests were cancelled.
    """
    after = plan.after
    if not after and not any(item.found.kind for item in plan.items):
        return []  # official statistics alone need nothing beside them
    kinds = {found.kind for found in after}
    gaps = [Gap("", _describe_needed(plan, kind), True) for kind in OBLIGATORISKA if kind not in kinds]
    if "skyddade" not in kinds:
        gaps.append(
            Gap("", "Filen skyddade.csv, med personnummer för elever som har skyddade personuppgifter.")
        )
    if schools.names:
        unheard = {code for found in after for code in found.skolenheter} - set(schools.names)
        if unheard:
            gaps.append(Gap("", f"Skolenheter i skolenheter.csv: {schools.describe(unheard)}.", stoppar=True))
    for lasar in plan.lasar:
        gaps += _list_in_lasar(plan, after, schools, lasar, utan_prov)
    return gaps


def _list_in_lasar(
    plan: Plan, after: Collection[Found], schools: Schools, lasar: str, utan_prov: Collection[str]
) -> list[Gap]:
    gaps = []
    if "elevregister" in {found.kind for found in after} and not any(
        found.kind == "elevregister" and lasar in found.tackning for found in after
    ):
        gaps.append(Gap(lasar, "Elevregister: inga elever för läsåret.", stoppar=True))
    for kind in I_LASAR:
        if kind.startswith("np_") and lasar in utan_prov:
            continue
        if LAYOUTS[kind].is_optional and not any(found.kind == kind for found in after):
            continue
        there = {
            code
            for found in after
            if found.kind == kind and found.lasar == lasar
            for code in found.skolenheter
        }
        title = LAYOUTS[kind].title
        if not any(found.kind == kind and found.lasar == lasar for found in after):
            gaps.append(Gap(lasar, f"{title}: ingen fil{_waiting(plan, kind, lasar)}."))
        elif lacking := set(schools.expected(_arskurs(kind), lasar)) - there:
            gaps.append(Gap(lasar, f"{title}: {schools.describe(lacking)}{_waiting(plan, kind, lasar)}."))
    return gaps


def _describe_needed(plan: Plan, kind: str) -> str:
    columns = "; ".join(LAYOUTS[kind].names)
    return (
        f"Filen {kind}.csv, som en rapport med elevfiler behöver{_waiting(plan, kind, '')}. "
        f"Kolumner: {columns}. Demokommunens fil är en förebild (analys demo, mappen raw/9999). "
        "Orden förklaras i docs/ORDLISTA.md."
    )


def _waiting(plan: Plan, kind: str, lasar: str) -> str:
    held = [
        item.found.fil
        for item in plan.having(Outcome.TVEKSAM, Outcome.TRASIG)
        if item.found.kind == kind and item.found.lasar in (lasar, "")
    ]
    return f" (se {held[0]} ovan)" if held else ""


def _arskurs(kind: str) -> int:
    # Absence is delivered for every year group; no single one can be expected of all schools.
    return int(kind[-1]) if kind[-1].isdigit() else -1


def _lasar(text: str) -> str:
    try:
        return parse_lasar(text)
    except ValueError:
        return ""
