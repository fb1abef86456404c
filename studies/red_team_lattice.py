"""Attacks on roundings: a number that is shown beside a hidden one, and whole pupils behind both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from red_team_town import (
    SCHOOLS,
    Attack,
    hide_few,
    hide_nothing,
    hide_pointed_out,
    level,
    look_up,
    protect_all,
    publisher,
    read_folder,
    table,
    write_tables,
)

from analys.attacker.shares import fit_share
from analys.attacker.shares_together import Group, find_solutions
from analys.estimates.cells import Estimate
from analys.secrecy import has_room


def publish_blanked(
    estimate: Estimate, *columns: str, only: str, decimals: Mapping[str, str] | None = None
) -> Callable[[Path, bool], None]:
    """Columns of some rows left empty in the file, or, with the gate, what it shows.

    Parameters
    ----------
    columns : str
        What is left empty.
    only : str
        In which unit's rows.
    decimals : mapping of str to str, optional
        Other numbers to write in those rows, by column.
    """

    def publish(folder: Path, gate: bool) -> None:
        write_tables(folder, [estimate], (protect_all if gate else hide_nothing)([estimate]))
        if not gate:
            changes = dict.fromkeys(columns, "") | dict(decimals or {})
            rewrite(folder, lambda row: changes if row["enhet"] == only else {})

    return publish


def rewrite(folder: Path, change: Callable[[Mapping[str, str]], Mapping[str, str]]) -> None:
    """Write other texts in the rows of the only table: what `change` says of each row."""
    (path,) = (folder / "tabeller").glob("*.csv")
    head, *lines = path.read_text(encoding="utf-8-sig").splitlines()
    rows = [dict(zip(head.split(";"), line.split(";"), strict=True)) for line in lines]
    texts = [head, *(";".join({**row, **change(row)}.values()) for row in rows)]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8-sig", newline="")


def find_n(folder: Path) -> list[str]:
    """Pupils with the outcome and their share: how many they all are."""
    cell = look_up(read_folder(folder), enhet="1")
    if cell is None or cell.antal is None or cell.n is not None or cell.varde is None:
        return []
    fitting = [n for n, antal in fit_share(cell.varde, 40).tolist() if antal == cell.antal]
    return [f"{cell.antal} av {n} nådde alla ämnen i {SCHOOLS['1']}" for n in fitting if len(fitting) == 1]


SHARE_AND_COUNT = Attack(
    "antal och andel ger n",
    "bara kolumnen n töms",
    publish_blanked(table([level(n=60, antal=40), level(n=7, antal=5, enhet="1")]), "n", only="1"),
    find_n,
)


def find_by_lattice(folder: Path) -> list[str]:
    """The share alone: the school has at most nine pupils, or its number would have been shown."""
    cell = look_up(read_folder(folder), enhet="1")
    if cell is None or cell.varde is None or cell.n is not None:
        return []
    fitting = fit_share(cell.varde, 9).tolist()
    return [f"{k} av {n} nådde alla ämnen i {SCHOOLS['1']}" for n, k in fitting if len(fitting) == 1]


LATTICE = Attack(
    "andel med decimal utan n",
    "antalen töms, andelen får stå",
    publish_blanked(
        table([level(n=60, antal=40), level(n=7, antal=5, enhet="1")]),
        *("n", "antal", "undre", "ovre"),
        only="1",
        decimals={"varde": "71,4"},
    ),
    find_by_lattice,
)


def find_by_interval(folder: Path) -> list[str]:
    """The share with its Wilson limits, and no number of pupils."""
    cell = look_up(read_folder(folder), enhet="1")
    if cell is None or cell.varde is None or cell.n is not None:
        return []
    fitting = fit_share(cell.varde, 150, undre=cell.undre, ovre=cell.ovre).tolist()
    return [f"{n - k} av {n} nådde inte alla ämnen i {SCHOOLS['1']}" for n, k in fitting if len(fitting) == 1]


INTERVAL = Attack(
    "intervallet ger antalet",
    "antalen töms, andel och intervall får stå",
    publish_blanked(  # 35 of 38: Wilson's limits are 79.2 and 97.3 percent.
        table([level(n=160, antal=140), level(n=38, antal=35, enhet="1")]),
        *("n", "antal"),
        only="1",
        decimals={"varde": "92,1", "undre": "79,2", "ovre": "97,3"},
    ),
    find_by_interval,
)


def find_together(folder: Path) -> list[str]:
    """Girls', boys' and everybody's shares in two measures, no number: at most 240 pupils in a year."""
    cells = read_folder(folder)
    groups = []
    for kon in ("alla", "flickor", "pojkar"):
        seen = {
            code: look_up(cells, indikator=code, kon=kon) for code in ("alla_amnen_ak9", "behorighet_yrkes")
        }
        mean = look_up(cells, indikator="meritvarde_17", kon=kon)
        shares = {code: cell.varde for code, cell in seen.items() if cell and cell.varde and cell.n is None}
        groups.append(Group(1, 240, shares, mean.varde if mean else None))
    if any(len(group.andelar) < 2 for group in groups):
        return []
    found = find_solutions(groups[0], groups[1:])
    if not found.complete or len(found) != 1:
        return []
    girls, boys = (found.n - found.antal["behorighet_yrkes"])[0]
    return [f"{girls} av {found.n[0, 0]} flickor och {boys} av {found.n[0, 1]} pojkar är inte behöriga"]


def _six_shares() -> Estimate:
    """As in Hallstahammar 2018/19, but only three girls are not eligible: pupils, all subjects, eligible."""
    counts = {"alla": (162, 116, 145), "flickor": (75, 55, 72), "pojkar": (87, 61, 73)}
    rows = []
    for kon, (n, passed, eligible) in counts.items():
        rows.append(level(n=n, antal=passed, kon=kon))
        rows.append(level("behorighet_yrkes", n=n, antal=eligible, kon=kon))
    return table(rows)


def publish_six_shares(folder: Path, gate: bool) -> None:
    """All numbers of pupils left out, and one decimal for all; or what the gate lets through."""
    write_tables(folder, [one := _six_shares()], (protect_all if gate else hide_nothing)([one]))
    if not gate:
        empty = dict.fromkeys(("undre", "ovre", "n", "antal"), "")
        exact = dict(zip(one.frame["cell"], one.frame["varde"], strict=True))
        rewrite(folder, lambda row: empty | {"varde": f"{exact[row['cell']]:.1f}".replace(".", ",")})


SIX_SHARES = Attack(
    "sex andelar utan n", "alla antal töms, andelarna får stå", publish_six_shares, find_together
)

LEVELS = ("behorighet_yrkes", "behorighet_es")


def find_by_nesting(folder: Path) -> list[str]:
    """Whoever is eligible for ES is eligible for yrkesprogram; the two schools are the municipality."""
    cells = read_folder(folder)
    sizes = {"1": 12, "2": 12}
    total = look_up(cells, indikator=LEVELS[0])
    higher = {enhet: look_up(cells, indikator=LEVELS[1], enhet=enhet) for enhet in sizes}
    lower = {enhet: look_up(cells, indikator=LEVELS[0], enhet=enhet) for enhet in sizes}
    low = {e: cell.antal or 0 if (cell := lower[e] or higher[e]) else 0 for e in sizes}
    high = {e: cell.antal or 0 if (cell := lower[e]) else n for e, n in sizes.items()}
    if total is None or total.antal is None:
        return []
    least = max(low["1"], total.antal - high["2"])
    largest = min(high["1"], total.antal - low["2"])
    if lower["1"] is not None or has_room(least, largest, 12):
        return []
    return [f"{12 - largest}–{12 - least} av 12 i {SCHOOLS['1']} är inte behöriga till yrkesprogram"]


NESTING = Attack(
    "nästlade behörigheter",
    "bara det som i sig pekar ut döljs",
    publisher(
        table(
            [
                level(LEVELS[0], n=24, antal=17),
                level(LEVELS[0], n=12, antal=8, enhet="1"),
                level(LEVELS[0], n=12, antal=9, enhet="2"),
                level(LEVELS[1], n=24, antal=14),
                level(LEVELS[1], n=12, antal=7, enhet="1"),
                level(LEVELS[1], n=12, antal=7, enhet="2"),
            ]
        ),
        off=hide_pointed_out,
    ),
    find_by_nesting,
)


def find_as_pupil(folder: Path) -> list[str]:
    """The enemy goes to the school, did not pass himself, and knows his eleven schoolmates."""
    cell = look_up(read_folder(folder), enhet="1")
    if cell is None or cell.antal is None or cell.n is None:
        return []
    others = cell.n - 1
    return [f"alla de andra {others} i {SCHOOLS['1']} nådde alla ämnen"] if cell.antal == others else []


ONE_OF_THE_PUPILS = Attack(
    "en av eleverna med klasslista",
    "bara n < 10 döljs",
    publisher(
        table([level(n=60, antal=45), level(n=12, antal=11, enhet="1"), level(n=48, antal=34, enhet="2")]),
        off=hide_few,
    ),
    find_as_pupil,
)

ATTACKS = (SHARE_AND_COUNT, LATTICE, INTERVAL, SIX_SHARES, NESTING, ONE_OF_THE_PUPILS)
