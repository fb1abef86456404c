"""The trend chapter's words about schools: who stands apart, who has moved, and how far apart they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.estimates.cells import SMOOTHED
from analys.estimates.school_levels import APART
from analys.indicators.base import Indicator
from analys.presentation import questions, wording, wording_gaps
from analys.presentation.sections import make_section
from analys.presentation.text import Label, Reference, Sentence, Text, compose, join_sentences
from analys.presentation.wording import SURE
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]


def describe_schools(run: Underlag, tables: Tables, code: str) -> Text | None:
    """Section text of the schools: who stands apart when chance is allowed for, and distances over time."""
    if "trend_skolor" not in tables:
        return None
    indicator = run.indicators()[code]
    table = tables["trend_skolor"].select(indikator=code)
    apart = [cell for cell in table.cells(jamforelse=APART) if cell.shown]
    if not apart:
        return None
    seen: list[Sentence | None] = [
        describe_apart(apart, indicator, run),
        _describe_distance(run, table, indicator),
    ]
    moved = [
        cell for cell in table.cells() if cell.jamforelse.startswith(f"{SMOOTHED} mot ") and cell not in apart
    ]
    seen.append(_describe_moved(moved, indicator, run))
    yearly = Reference(f"tab-skolor_lasar_{code}")
    seen.append(compose("Varje skolas värden läsår för läsår finns i {t}.", t=yearly))
    sure = [
        compose(
            "Jämförelsen bygger på flera läsår tillsammans och är utjämnad: ju färre elever en skola har, "
            "desto närmare de andras värde läggs den. Skolorna rangordnas inte, eftersom ordningen mellan "
            "dem till stor del är slump. Skillnader mellan skolor speglar också vilka elever som går där."
        )
    ]
    differ = any(wording.certainty_of(cell, indicator, run.parameters) in SURE for cell in apart)
    ask = compose(questions.SCHOOLS_DIFFER if differ else questions.SCHOOLS_ALIKE)
    return make_section(seen, sure, ask)


def describe_apart(cells: Sequence[ShownCell], indicator: Indicator, run: Underlag) -> Sentence | None:
    """Schools whose shrunken distance to the mean is settled, and that the others cannot be told apart."""
    parts = []
    for cell in cells:
        kind = wording.certainty_of(cell, indicator, run.parameters)
        if kind not in SURE:
            continue
        parts.append(
            compose(
                "{school} ligger {how} genomsnittet för kommunens skolor ({d} efter utjämning).",
                school=Label(cell.enhetsnamn),
                how=("tydligt " if kind.startswith("tydligt") else "")
                + ("över" if wording.direction(cell, indicator) > 0 else "under"),
                d=wording.signed(cell, indicator),
            )
        )
    rest = compose(
        "För {which} skolor räcker underlaget inte för att skilja dem från genomsnittet.",
        which="övriga" if parts else "alla redovisade",
    )
    return join_sentences([*parts, rest] if len(cells) > len(parts) else parts)


def _describe_moved(cells: Sequence[ShownCell], indicator: Indicator, run: Underlag) -> Sentence | None:
    parts = []
    for cell in cells:
        if not cell.shown or wording.certainty_of(cell, indicator, run.parameters) not in SURE:
            continue
        parts.append(
            compose(
                "{school} har utvecklats {how} än skolornas genomsnitt sedan läsåret {l} ({d} efter "
                "utjämning).",
                school=Label(cell.enhetsnamn),
                how="starkare" if wording.direction(cell, indicator) > 0 else "svagare",
                l=Label(cell.jamforelse.removeprefix(f"{SMOOTHED} mot ")),
                d=wording.signed(cell, indicator),
            )
        )
    return join_sentences(parts) if parts else None


def _describe_distance(run: Underlag, table: ProtectedTable, indicator: Indicator) -> Sentence | None:
    """The widest distance between two shown schools at the start, how wide it is now, and who moved."""
    lasar = run.parameters.lasar
    schools = {cell.enhet: cell for cell in table.cells(enhetstyp="skola", lasar=lasar, jamforelse="")}
    pairs = [
        cell for cell in table.cells(enhetstyp="skola") if cell.jamforelse.removeprefix("mot ") in schools
    ]
    early = [cell for cell in pairs if cell.lasar != lasar and cell.shown]
    if not early:
        return None
    then = max(early, key=lambda cell: (abs(cell.varde), cell.cell))
    now = next(
        (c for c in pairs if c.lasar == lasar and (c.enhet, c.jamforelse) == (then.enhet, then.jamforelse)),
        None,
    )
    if now is None or not now.shown:
        return None
    units = (then.enhet, then.jamforelse.removeprefix("mot "))
    old = {cell.enhet: cell for cell in table.cells(enhetstyp="skola", lasar=then.lasar, jamforelse="")}
    if not all(unit in old and old[unit].shown and schools[unit].shown for unit in units):
        return None
    moves = wording_gaps.describe_who_moved(
        (then, now),
        (old[units[0]], schools[units[0]]),
        (old[units[1]], schools[units[1]]),
        indicator,
        tuple(Label(schools[unit].enhetsnamn) for unit in units),  # type: ignore[arg-type]
        subject="Det största avståndet mellan två redovisade skolor",
    )
    caution = compose(
        "Ett avstånd som är störst ett visst läsår brukar minska av sig självt, eftersom en del av det är "
        "slump."
    )
    return join_sentences([moves, caution])
