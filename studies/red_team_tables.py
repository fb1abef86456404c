"""Attacks on the numbers of one report: what adds up, within a table and between tables."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path

from red_team_town import (
    LASAR,
    SCHOOLS,
    Attack,
    find_left,
    hide_cells,
    hide_few,
    level,
    look_up,
    pooled,
    protect_all,
    publisher,
    read_folder,
    subtract,
    table,
    write_tables,
)

from analys.attacker.means import Mean, bound_rest
from analys.estimates.cells import POOLED, cell_id

BEFORE, LONG_BEFORE = "2024/25", "2023/24"


def find_by_subtraction(folder: Path) -> list[str]:
    """Girls are taken from all; boys are left."""
    rest = find_left(read_folder(folder), {"kon": "flickor"}, {"kon": "pojkar"})
    return [] if rest is None else [f"{rest.antal} av {rest.n} pojkar nådde alla ämnen"]


SUBTRACTION = Attack(
    "subtraktion",
    "bara n < 10 döljs",
    publisher(
        table(
            [level(n=60, antal=48), level(n=52, antal=41, kon="flickor"), level(n=8, antal=7, kon="pojkar")]
        ),
        off=hide_few,
    ),
    find_by_subtraction,
)

GROUPS = {("1", "flickor"): 8, ("1", "pojkar"): 12, ("2", "flickor"): 12, ("2", "pojkar"): 8}
"""Pupils by school and gender, from the class lists."""


def find_in_margins(folder: Path) -> list[str]:
    """Two schools by gender: every table of whole numbers with the shown margins is tried."""
    cells = read_folder(folder)
    margins = {enhet: look_up(cells, enhet=enhet) for enhet in ("1", "2")}
    margins |= {kon: look_up(cells, kon=kon) for kon in ("flickor", "pojkar")}
    fitting = []
    for counts in product(*(range(n + 1) for n in GROUPS.values())):
        tried = dict(zip(GROUPS, counts, strict=True))
        sums = {name: sum(k for key, k in tried.items() if name in key) for name in margins}
        if all(seen is None or seen.antal == sums[name] for name, seen in margins.items()):
            fitting.append(counts)
    return [
        f"{fitting[0][place]} av {n} {kon} i {SCHOOLS[enhet]} nådde alla ämnen"
        for place, ((enhet, kon), n) in enumerate(GROUPS.items())
        if len({counts[place] for counts in fitting}) == 1 and look_up(cells, enhet=enhet, kon=kon) is None
    ]


_INNER = {("1", "flickor"): 8, ("1", "pojkar"): 7, ("2", "flickor"): 6, ("2", "pojkar"): 0}
MARGINS = Attack(
    "marginaler i två led",
    "minst två dolda i varje rad och kolumn",
    publisher(
        table(
            [
                level(n=40, antal=21),
                level(n=20, antal=14, kon="flickor"),
                level(n=20, antal=7, kon="pojkar"),
                level(n=20, antal=15, enhet="1"),
                level(n=20, antal=6, enhet="2"),
                *(level(n=GROUPS[k], antal=v, enhet=k[0], kon=k[1]) for k, v in _INNER.items()),
            ]
        ),
        off=hide_cells(*(cell_id("alla_amnen_ak9", enhet, LASAR, kon) for enhet, kon in GROUPS)),
    ),
    find_in_margins,
)


_TREND = table(
    [level(n=60, antal=48), level(n=52, antal=41, kon="flickor"), level(n=8, antal=7, kon="pojkar")], "trend"
)
_GAPS = table([level(n=52, antal=41, kon="flickor"), level(n=30, antal=20, enhet="1")], "skillnader")


def publish_two_chapters(folder: Path, gate: bool) -> None:
    """The same cell in two chapters: each protected by itself, or both at once."""
    tables = [_TREND, _GAPS]
    for one in tables:
        write_tables(folder, [one], protect_all(tables if gate else [one]))


TWO_CHAPTERS = Attack(
    "samma uppgift i två kapitel", "varje kapitel skyddas för sig", publish_two_chapters, find_by_subtraction
)


def find_a_year(folder: Path) -> list[str]:
    """Two läsår are taken from three together."""
    cells = read_folder(folder)
    rest = subtract(
        look_up(cells, jamforelse=POOLED), look_up(cells, lasar=BEFORE), look_up(cells, lasar=LONG_BEFORE)
    )
    return [] if rest is None or look_up(cells) else [f"{rest.antal} av {rest.n} nådde alla ämnen {LASAR}"]


_YEARS = [level(n=22, antal=15, lasar=LONG_BEFORE), level(n=18, antal=12, lasar=BEFORE), level(n=9, antal=3)]
THREE_YEARS = Attack(
    "tre läsår minus två",
    "bara n < 10 döljs",
    publisher(table([*_YEARS, pooled(years=_YEARS)]), off=hide_few),
    find_a_year,
)


def find_by_difference(folder: Path) -> list[str]:
    """A shown change is taken from what it starts at."""
    cells = read_folder(folder)
    before = look_up(cells, enhet="1", lasar=BEFORE)
    change = look_up(cells, enhet="1", jamforelse=f"mot {BEFORE}")
    if before is None or change is None or look_up(cells, enhet="1") is not None:
        return []
    now, pupils = (before.varde or 0) + (change.varde or 0), 9
    return [f"{round(now * pupils / 100)} av {pupils} nådde alla ämnen i {SCHOOLS['1']}"]


_NOW, _THEN = level(n=9, antal=3, enhet="1"), level(n=20, antal=14, enhet="1", lasar=BEFORE)
DIFFERENCE = Attack(
    "en visad förändring",
    "bara n < 10 döljs",
    publisher(
        table(
            [
                _NOW,
                _THEN,
                {
                    **level(n=9, enhet="1", varde=-37.0, jamforelse=f"mot {BEFORE}"),
                    "n": None,
                    "delar": " + ".join(cell_id("alla_amnen_ak9", "1", year) for year in (LASAR, BEFORE)),
                },
            ]
        ),
        off=hide_few,
    ),
    find_by_difference,
)


def find_mean(folder: Path) -> list[str]:
    """Schools' means are taken from the municipality's; whose pupils are left, the class lists tell."""
    cells = read_folder(folder)
    total, *shown = (look_up(cells, indikator="meritvarde_17", enhet=enhet) for enhet in ("9999", "1", "2"))
    means = [Mean(one.varde, one.n) for one in (total, *shown) if one and one.varde and one.n]
    if len(means) < 3:
        return []
    bounds = bound_rest(means[0], means[1:], 6)
    if bounds is None:
        return []
    return [f"meritvärdet i {SCHOOLS['3']}, 6 elever, är {_say(bounds[0])}–{_say(bounds[1])}"]


def _say(value: Fraction) -> str:
    return f"{float(value):.1f}".replace(".", ",")


MEAN = Attack(
    "medelvärde och känt n",
    "bara n < 10 döljs",
    publisher(
        table(
            [  # 85 * 221.5 = 18 827.5; 40 * 230 + 39 * 225 = 17 975; six pupils have 852.5 points: 142.
                level("meritvarde_17", n=85, varde=221.5, undre=214.0, ovre=229.0),
                level("meritvarde_17", n=40, varde=230.0, undre=221.0, ovre=239.0, enhet="1"),
                level("meritvarde_17", n=39, varde=225.0, undre=215.0, ovre=235.0, enhet="2"),
                level("meritvarde_17", n=6, varde=142.1, undre=110.0, ovre=174.0, enhet="3"),
            ]
        ),
        off=hide_few,
    ),
    find_mean,
)


def find_by_net(folder: Path) -> list[str]:
    """The net is higher minus lower: with one of them the other follows."""
    cells = read_folder(folder)
    higher = look_up(cells, indikator="np_relation_ak9_ma", kategori="högre")
    net = look_up(cells, indikator="np_netto_ak9_ma")
    if higher is None or net is None or net.n is None or higher.antal is None:
        return []
    if look_up(cells, indikator="np_relation_ak9_ma", kategori="lägre") is not None:
        return []
    lower = higher.antal - round(float(net.varde or 0) * net.n / 100)
    return [f"{lower} av {net.n} fick lägre betyg än provbetyg"]


NET = Attack(
    "nettot och en av delarna",
    "bara delar med 1–4 elever döljs",
    publisher(
        table(
            [
                *(
                    level("np_relation_ak9_ma", n=40, antal=k, kategori=namn)
                    for namn, k in (("lägre", 3), ("lika", 25), ("högre", 12))
                ),
                level("np_netto_ak9_ma", n=40, varde=22.5, undre=6.0, ovre=38.0),
            ]
        ),
        off=hide_cells(cell_id("np_relation_ak9_ma", "9999", LASAR, kategori="lägre")),
    ),
    find_by_net,
)

ATTACKS = (SUBTRACTION, MARGINS, TWO_CHAPTERS, THREE_YEARS, DIFFERENCE, MEAN, NET)
