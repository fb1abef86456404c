"""Attacks on schools' own editions: beside the municipality's, beside each other, and with classes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from red_team_town import (
    LASAR,
    SCHOOLS,
    TROSKEL,
    Attack,
    Rows,
    hide_cells,
    hide_few,
    level,
    look_up,
    protect_all,
    read_folder,
    subtract,
    table,
    write_tables,
)

from analys.disclosure import Plan, plan, protect
from analys.disclosure.internal import plan_classes
from analys.estimates.cells import cell_id
from analys.estimates.skola import select_school

FIRST, SECOND = "1-kommunen", "2-arbetsmaterial"


def klass(name: str, *, n: int, antal: int, skola: str = "1") -> dict[str, Any]:
    """A class of a school, as the working material has it."""
    unit = {"enhetstyp": "klass", "enhetsnamn": name}
    return level(n=n, antal=antal, enhet=f"{skola}/{name}") | unit


def publish_material(folder: Path, gate: bool, town: Rows, classes: Rows) -> None:
    """The municipality's report by the plan, and a school's working material beside it.

    With the gate off the material is protected by itself, as a spreadsheet for the staff would be.
    """
    whole, own = table(town, "trend_skolor"), table(classes, "skola_klass_resultat")
    decided = protect_all([whole])
    write_tables(folder / FIRST, [whole], decided)
    if not gate:
        write_tables(folder / SECOND, [own], hide_few([own]))
        return
    beside = protect(whole, decided).frame.assign(tabell=whole.id)
    mine = select_school([whole], "1")
    part = Plan(decided.frame[decided.frame["cell"].isin(mine[0].frame["cell"])].reset_index(drop=True))
    known = beside[beside["enhet"].isin(["9999", "1"])]
    told, planned = plan_classes([own], mine, part, known, TROSKEL, "1")
    write_tables(folder / SECOND, [*mine, *told], planned)


_ALM = level(n=30, antal=22, enhet="1")
_TOWN = [level(n=80, antal=60), _ALM, level(n=50, antal=38, enhet="2")]


def publish_classes(folder: Path, gate: bool) -> None:
    """Two classes of a school, one of them with few pupils."""
    classes = [_ALM, klass("9A", n=22, antal=15), klass("9B", n=8, antal=7)]
    publish_material(folder, gate, _TOWN, classes)


def find_class(folder: Path) -> list[str]:
    """The large class is taken from the school."""
    cells = read_folder(folder)
    rest = subtract(look_up(cells, enhet="1"), look_up(cells, enhet="1/9A"))
    if rest is None or look_up(cells, enhet="1/9B") is not None:
        return []
    return [f"{rest.antal} av {rest.n} i klass B nådde alla ämnen"]


CLASSES = Attack("klasserna minus skolan", "arbetsmaterialet döljer bara n < 10", publish_classes, find_class)

_SMALL = [level(n=58, antal=45), level(n=50, antal=38, enhet="1"), level(n=8, antal=7, enhet="2")]


def publish_beside(folder: Path, gate: bool) -> None:
    """A school that is hidden so that another, small one, does not follow; its classes are large."""
    classes = [klass("9A", n=26, antal=20), klass("9B", n=24, antal=18)]
    publish_material(folder, gate, _SMALL, [level(n=50, antal=38, enhet="1"), *classes] if gate else classes)


def find_neighbour(folder: Path) -> list[str]:
    """The classes together are the school, and the school is taken from the municipality."""
    cells = read_folder(folder)
    rest = subtract(look_up(cells), look_up(cells, enhet="1/9A"), look_up(cells, enhet="1/9B"))
    if rest is None or look_up(cells, enhet="2") is not None:
        return []
    return [f"{rest.antal} av {rest.n} i {SCHOOLS['2']} nådde alla ämnen"]


BESIDE = Attack(
    "arbetsmaterialet bredvid det publicerade",
    "arbetsmaterialet döljer bara n < 10",
    publish_beside,
    find_neighbour,
)

BEFORE = "2024/25"


def publish_years(folder: Path, gate: bool) -> None:
    """Last year's school edition told of the school; this year's municipal report has that läsår again."""
    rows = [row | {"lasar": BEFORE} for row in _SMALL]
    town = table(rows, "trend_skolor")
    (school,) = select_school([table(rows[1:2], "trend_skolor")], "1")
    write_tables(folder / "2024-25-skolor", [school], hide_few([school]))
    published = protect(school, hide_few([school])).frame.assign(tabell=school.id)
    hidden = hide_cells(*(cell_id("alla_amnen_ak9", enhet, BEFORE) for enhet in ("1", "2")))
    decided = plan([town], TROSKEL, published=[published]) if gate else hidden([town])
    write_tables(folder / "2025-26", [town], decided)


def find_in_years(folder: Path) -> list[str]:
    """Last year's school is taken from this year's municipality."""
    cells = read_folder(folder)
    rest = subtract(look_up(cells, lasar=BEFORE), look_up(cells, lasar=BEFORE, enhet="1"))
    if rest is None or look_up(cells, lasar=BEFORE, enhet="2") is not None:
        return []
    return [f"{rest.antal} av {rest.n} i {SCHOOLS['2']} nådde alla ämnen {BEFORE}"]


YEARS = Attack(
    "skolans rapport i fjol bredvid årets",
    "årets rapport vet inget om skolans",
    publish_years,
    find_in_years,
)

_GIRLS = level(n=22, antal=16, enhet="1", kon="flickor")
_BOYS = level(n=8, antal=6, enhet="1", kon="pojkar")


def publish_groups(folder: Path, gate: bool) -> None:
    """Girls and boys of a school, in its working material alone."""
    publish_material(folder, gate, _TOWN, [_ALM, _GIRLS, _BOYS])


def find_group(folder: Path) -> list[str]:
    """The girls are taken from the school."""
    cells = read_folder(folder)
    rest = subtract(look_up(cells, enhet="1"), look_up(cells, enhet="1", kon="flickor"))
    if rest is None or look_up(cells, enhet="1", kon="pojkar") is not None:
        return []
    return [f"{rest.antal} av {rest.n} pojkar i {SCHOOLS['1']} nådde alla ämnen {LASAR}"]


GROUPS = Attack(
    "skolans grupper minus skolan", "arbetsmaterialet döljer bara n < 10", publish_groups, find_group
)

ATTACKS = (CLASSES, BESIDE, YEARS, GROUPS)
