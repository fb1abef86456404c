"""Attacks on several publications at once: last year's report, another edition, an authority's figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from red_team_town import (
    SCHOOLS,
    TROSKEL,
    Attack,
    find_left,
    hide_cells,
    hide_few,
    level,
    look_up,
    pooled,
    protect_all,
    read_folder,
    subtract,
    table,
    write_tables,
)

from analys.attacker.shares import bound_counts
from analys.disclosure import Plan, plan, protect
from analys.estimates.cells import POOLED, Estimate, cell_id

BEFORE = "2024/25"
LAST_YEAR, THIS_YEAR = "2024-25", "2025-26"


def publish_after(folder: Path, gate: bool, before: Estimate, hidden: Sequence[str], now: Estimate) -> None:
    """Last year's report, of which these cells were hidden, and this year's, which with the gate knows it."""
    decided = hide_cells(*hidden)([before])
    write_tables(folder / LAST_YEAR, [before], decided)
    shown = protect(before, decided).frame.assign(tabell=before.id)
    ours = plan([now], TROSKEL, published=[shown] if gate else [])
    write_tables(folder / THIS_YEAR, [now], ours)


_YEAR = [
    level(n=60, antal=48, lasar=BEFORE),
    level(n=52, antal=41, lasar=BEFORE, kon="flickor"),
    level(n=8, antal=7, lasar=BEFORE, kon="pojkar"),
]


def publish_two_reports(folder: Path, gate: bool) -> None:
    """Last year girls stood alone; this year everybody does."""
    hidden = [cell_id("alla_amnen_ak9", "9999", BEFORE, kon) for kon in ("alla", "pojkar")]
    publish_after(folder, gate, table(_YEAR), hidden, table(_YEAR))


def find_in_two_reports(folder: Path) -> list[str]:
    """One report's girls are taken from the other's total."""
    cells = read_folder(folder)
    rest = subtract(look_up(cells, lasar=BEFORE), look_up(cells, lasar=BEFORE, kon="flickor"))
    if rest is None or look_up(cells, lasar=BEFORE, kon="pojkar") is not None:
        return []
    return [f"{rest.antal} av {rest.n} pojkar nådde alla ämnen {BEFORE}"]


TWO_REPORTS = Attack(
    "förra årets rapport", "årets rapport vet inget om den förra", publish_two_reports, find_in_two_reports
)


def publish_corrected(folder: Path, gate: bool) -> None:
    """A school sent its file again: one pupil came to, who did not pass."""
    before, now = (table([level(n=n, antal=48, lasar=BEFORE)]) for n in (60, 61))
    publish_after(folder, gate, before, (), now)


def find_correction(folder: Path) -> list[str]:
    """The same number in two reports, and who started in the class in May."""
    then, now = (look_up(read_folder(folder / name), lasar=BEFORE) for name in (LAST_YEAR, THIS_YEAR))
    rest = subtract(now, then)
    if rest is None or rest.n == 0:
        return []
    return [f"{rest.antal} av {rest.n} som kom till i rättelsen nådde alla ämnen {BEFORE}"]


CORRECTED = Attack(
    "ett rättat tal", "årets rapport vet inget om den förra", publish_corrected, find_correction
)

_FIRST, _SECOND, _THIRD = (
    level(n=9, antal=3, lasar="2022/23"),
    level(n=22, antal=15, lasar="2023/24"),
    level(n=24, antal=16, lasar=BEFORE),
)


def publish_windows(folder: Path, gate: bool) -> None:
    """Three läsår together last year, of which two were hidden; this year the later of them stands alone."""
    years = [_FIRST, _SECOND, _THIRD]
    before = table([*years, pooled(years=years, lasar=BEFORE)])
    hidden = [cell_id("alla_amnen_ak9", "9999", lasar) for lasar in ("2022/23", "2023/24")]
    publish_after(folder, gate, before, hidden, table([_SECOND, _THIRD, level(n=26, antal=18)]))


def find_in_windows(folder: Path) -> list[str]:
    """This year's läsår are taken from last year's three."""
    cells = read_folder(folder)
    together = look_up(cells, lasar=BEFORE, jamforelse=POOLED)
    rest = subtract(together, look_up(cells, lasar=BEFORE), look_up(cells, lasar="2023/24"))
    return [] if rest is None else [f"{rest.antal} av {rest.n} nådde alla ämnen 2022/23"]


WINDOWS = Attack(
    "förra årets tre läsår minus årets",
    "årets rapport vet inget om den förra",
    publish_windows,
    find_in_windows,
)

_TOWN = table([level(n=58, antal=45), level(n=50, antal=38, enhet="1"), level(n=8, antal=7, enhet="2")])
_SCHOOL = table([level(n=50, antal=38, enhet="1")])


def publish_editions(folder: Path, gate: bool) -> None:
    """The municipality's edition and one school's own, each protected by itself or both by one plan."""
    editions = {"kommun": _TOWN, "skola": _SCHOOL}
    for name, one in editions.items():
        write_tables(folder / name, [one], protect_all(list(editions.values()) if gate else [one]))


def find_other_school(folder: Path) -> list[str]:
    """The school's own edition is taken from the municipality's."""
    rest = find_left(read_folder(folder), {"enhet": "1"}, {"enhet": "2"})
    return [] if rest is None else [f"{rest.antal} av {rest.n} i {SCHOOLS['2']} nådde alla ämnen"]


EDITIONS = Attack(
    "skolans utgåva minus kommunens", "varje utgåva skyddas för sig", publish_editions, find_other_school
)


def find_by_official(folder: Path) -> list[str]:
    """The authority's share of all, whose pupils the class lists count, minus the schools that are shown."""
    cells = read_folder(folder)
    official, school = look_up(cells), look_up(cells, enhet="1")
    if official is None or official.varde is None or school is None or school.antal is None:
        return []
    low, high = (int(bound) for bound in bound_counts(official.varde, 58))
    if low != high or look_up(cells, enhet="2") is not None:
        return []
    return [f"{low - school.antal} av 8 i {SCHOOLS['2']} nådde alla ämnen"]


_OURS = table([level(n=58, antal=45), level(n=50, antal=38, enhet="1"), level(n=8, antal=7, enhet="2")])
_THEIRS = pd.DataFrame({"cell": _OURS.frame["cell"][:1], "varde": [77.6], "kalla": ["Kolada"]})


def publish_official(folder: Path, gate: bool) -> None:
    """The municipality's own total is hidden and the authority's shown; with the gate the plan knows it."""
    if gate:
        write_tables(folder, [_OURS], plan([_OURS], TROSKEL, official=_THEIRS))
        return
    decided = hide_few([_OURS]).frame
    total = decided["cell"].isin(_THEIRS["cell"])
    shown = {"status": "officiell", "officiellt": _THEIRS["varde"][0], "kalla": _THEIRS["kalla"][0]}
    changed = {name: decided[name].mask(total, value) for name, value in shown.items()}
    write_tables(folder, [_OURS], Plan(decided.assign(**changed)))


OFFICIAL = Attack(
    "myndighetens total minus visade skolor", "bara n < 10 döljs", publish_official, find_by_official
)

ATTACKS = (TWO_REPORTS, CORRECTED, WINDOWS, EDITIONS, OFFICIAL)
