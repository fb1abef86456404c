"""Attacks on figures and sentences: axes, alternative texts, order, words that compare with the hidden."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from pathlib import Path

from lxml import etree, html
from red_team_town import (
    LASAR,
    SCHOOLS,
    Attack,
    Seen,
    hide_few,
    hide_nothing,
    level,
    look_up,
    protect_all,
    read_folder,
    table,
    write_tables,
)

from analys.disclosure import ProtectedTable, protect
from analys.indicators import REGISTRY
from analys.presentation.figures_axes import make_scale
from analys.presentation.figures_display import Figure
from analys.presentation.figures_rows import Row, open_rows
from analys.presentation.figures_schools import draw_schools
from analys.presentation.tables import show_table
from analys.presentation.theme import house_style, save_svg
from analys.presentation.wording import describe_extreme
from analys.secrecy import has_room

MERIT = REGISTRY["meritvarde_17"]
PASSED = REGISTRY["alla_amnen_ak9"]


def _merit(n: int, varde: float, half: float, **keys: str) -> dict[str, object]:
    return level("meritvarde_17", n=n, varde=varde, undre=varde - half, ovre=varde + half, **keys)


_SCHOOLS = table(
    [
        _merit(171, 222.9, 8.0),
        _merit(40, 230.0, 12.0, enhet="1"),
        _merit(50, 226.1, 11.0, enhet="2"),
        _merit(6, 131.7, 60.0, enhet="3"),
        _merit(30, 215.0, 13.0, enhet="4"),
        _merit(45, 228.1, 12.0, enhet="5"),
    ]
)


def _write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def _read(folder: Path, name: str) -> str:
    path = folder / name
    return path.read_text(encoding="utf-8") if path.exists() else "<p/>"


def publish_axis(folder: Path, gate: bool) -> None:
    """A figure of schools; off: the axis is made for all of them, and the hidden school is not drawn."""
    decided = (protect_all if gate else hide_few)([_SCHOOLS])
    write_tables(folder, [_SCHOOLS], decided)
    if gate:
        _write(folder, "figur.svg", _draw(protect(_SCHOOLS, decided)).svg)
        return
    everything = _SCHOOLS.frame[["varde", "undre", "ovre"]].to_numpy().ravel().tolist()
    with house_style("fig-naiv"):
        rows = [Row(name, "", "") for name in SCHOOLS.values()]
        canvas, _, _ = open_rows(rows, make_scale(everything, MERIT), 25.0)
        _write(folder, "figur.svg", save_svg(canvas, "fig-naiv", "Skolornas meritvärden"))


def _draw(tabell: ProtectedTable) -> Figure:
    return draw_schools(tabell, indikator="meritvarde_17", lasar=LASAR, titel="Skolorna", underrubrik="Poäng")


def find_by_axis(folder: Path) -> list[str]:
    """The axis is drawn around what it holds, by a rule that anyone can read: does it fit what is shown?"""
    svg = _read(folder, "figur.svg")
    ticks = [float(text) for text in re.findall(r"<!-- ([0-9]+)(?:\s\w+)? -->", svg)]
    shown = [cell for cell in read_folder(folder) if cell.varde is not None]
    expected = make_scale([float(v) for cell in shown for v in cell[7:10] if v is not None], MERIT)
    if not ticks or min(ticks) >= expected.low:
        return []
    return [f"någon gömd skola har en gräns under {expected.low:.0f} poäng, ned mot {min(ticks):.0f}"]


AXIS = Attack("axelns gränser", "axeln görs av alla värden", publish_axis, find_by_axis)


def publish_alt(folder: Path, gate: bool) -> None:
    """The same figure; off: its words are made of all values."""
    decided = (protect_all if gate else hide_few)([_SCHOOLS])
    write_tables(folder, [_SCHOOLS], decided)
    _write(folder, "figur.svg", _draw(protect(_SCHOOLS, decided if gate else hide_nothing([_SCHOOLS]))).svg)


def find_in_alt(folder: Path) -> list[str]:
    """What the alternative text says that no table shows."""
    root = etree.fromstring(_read(folder, "figur.svg").encode("utf-8"))
    words = root.get("aria-label", "").replace("\xa0", " ")
    shown = {f"{cell.varde:.1f}".replace(".", ",") for cell in read_folder(folder) if cell.varde is not None}
    told = [number for number in re.findall(r"[0-9]+,[0-9]", words) if number not in shown]
    return [f"meritvärdet i {SCHOOLS['3']} är {number}" for number in told]


ALT = Attack("alternativtexten", "texten skrivs av alla värden", publish_alt, find_in_alt)

_RESULTS = {"1": (40, 34), "2": (50, 30), "3": (9, 5), "4": (30, 16), "5": (45, 30)}
_RANKED = table(
    [
        level(n=174, antal=115),
        *(
            level(n=n, antal=k, enhet=enhet)
            for enhet, (n, k) in sorted(_RESULTS.items(), key=lambda one: -one[1][1] / one[1][0])
        ),
    ]
)
"""A table that its author has put in order of result."""


def publish_ranked(folder: Path, gate: bool) -> None:
    """The table as its author made it, as a file and on a page."""
    decided = (protect_all if gate else hide_few)([_RANKED])
    write_tables(folder, [_RANKED], decided)
    page = show_table(protect(_RANKED, decided), rader="enhet").html
    _write(folder, "tabell.html", page)


def find_by_order(folder: Path) -> list[str]:
    """Rows in order of result: what is hidden lies between its neighbours, and adds up to the rest."""
    return sorted(
        {
            f"{counts[0]} av {_RESULTS['3'][0]} i {SCHOOLS['3']} nådde alla ämnen"
            for order in (_order_in_file(folder), _order_on_page(folder))
            for counts in [_fit_order(order, read_folder(folder))]
            if len(counts) == 1
        }
    )


def _order_in_file(folder: Path) -> list[str]:
    return [cell.enhet for cell in read_folder(folder) if cell.enhet in SCHOOLS]


def _order_on_page(folder: Path) -> list[str]:
    codes = {name: enhet for enhet, name in SCHOOLS.items()}
    root = html.fromstring(_read(folder, "tabell.html"))
    heads = [head.text_content() for head in root.xpath("//tbody/tr/th")]
    return [codes[head] for head in heads if head in codes]


def _fit_order(order: Sequence[str], cells: Sequence[Seen]) -> list[int]:
    """Counts of the school that is always hidden, for which the shares can fall from row to row."""
    total = look_up(cells)
    shown = {enhet: look_up(cells, enhet=enhet) for enhet in order}
    known = {
        enhet: cell.antal for enhet, cell in shown.items() if cell is not None and cell.antal is not None
    }
    if total is None or total.antal is None or len(known) < 3 or not _falls(order, known):
        return []
    left = total.antal - sum(known.values())
    unknown = [enhet for enhet in order if enhet not in known]
    fitting = set()
    for counts in product(*(range(_RESULTS[enhet][0] + 1) for enhet in unknown)):
        tried = known | dict(zip(unknown, counts, strict=True))
        if sum(counts) == left and _falls(order, tried):
            fitting.add(tried["3"])
    return sorted(fitting)


def _falls(order: Sequence[str], counts: Mapping[str, int]) -> bool:
    shares = [counts[enhet] / _RESULTS[enhet][0] for enhet in order if enhet in counts]
    return all(first >= second for first, second in pairwise(shares))


ORDER = Attack("raderna i resultatordning", "bara n < 10 döljs", publish_ranked, find_by_order)

_BOYS = {"2022/23": (30, 14), "2023/24": (28, 15), "2024/25": (31, 17), LASAR: (9, 2)}
_COURSE = table(
    [level(n=n, antal=k, lasar=lasar, kon="pojkar") for lasar, (n, k) in _BOYS.items()]
    + [level(n=n + 40, antal=k + 25, lasar=lasar) for lasar, (n, k) in _BOYS.items()]
)


def publish_superlative(folder: Path, gate: bool) -> None:
    """A sentence on the newest value; off: it is composed of all values."""
    decided = (protect_all if gate else hide_few)([_COURSE])
    write_tables(folder, [_COURSE], decided)
    read = protect(_COURSE, decided if gate else hide_nothing([_COURSE])).cells(kon="pojkar")
    said = describe_extreme(read, next(cell for cell in read if cell.lasar == LASAR), PASSED)
    _write(folder, "text.html", f"<p>{said.html if said else ''}</p>")


def find_by_superlative(folder: Path) -> list[str]:
    """The lowest of all is below the lowest that is shown."""
    cells = read_folder(folder)
    years = [look_up(cells, lasar=lasar, kon="pojkar") for lasar in _BOYS]
    known = [cell.antal / cell.n for cell in years if cell and cell.n and cell.antal is not None]
    text = _read(folder, "text.html")
    if "lägsta" not in text or len(known) == len(years) or not known:
        return []
    n = _BOYS[LASAR][0]
    most = max(k for k in range(n + 1) if k / n < min(known))
    return [f"högst {most} av {n} pojkar nådde alla ämnen {LASAR}"] if not has_room(0, most, n) else []


SUPERLATIVE = Attack(
    "ett superlativ i en mening", "meningen skrivs av alla värden", publish_superlative, find_by_superlative
)

ATTACKS = (AXIS, ALT, ORDER, SUPERLATIVE)
