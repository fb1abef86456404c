"""Municipalities drawn pupil by pupil, and the chapter's tables of absence over them, for the attacker.

Tables of the municipality and its schools, of girls and boys, of stages and year groups, for the spring term
of two läsår: the shape of the chapter's own, made here from pupils so that any pupil can be planted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from attack_absence import Sizes
from attack_cells import Cells, Key, read_report

from analys.disclosure import Plan, protect
from analys.estimates.cells import Estimate, cell_id, make_cells
from analys.estimates.rounding import round_cells
from analys.presentation.csvfiles import write_csv

KOMMUN = "9999"
LASAR = ("2024/25", "2025/26")
STAGES: Mapping[str, range] = MappingProxyType(
    {"alla": range(1, 10), "lag": range(1, 4), "mellan": range(4, 7), "hog": range(7, 10)}
)
GROUPS: Mapping[str, range] = MappingProxyType(
    {**STAGES, **{f"ak{n}": range(n, n + 1) for n in range(1, 10)}}
)
BANDS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"under 10": (0, 10), "10–19": (10, 20), "20–29": (20, 30), "30–49": (30, 50), "minst 50": (50, 101)}
)
CHANGE = f"mot {LASAR[0]}"


@dataclass(frozen=True)
class Pupil:
    """A pupil in a läsår, and the share of the spring term that the pupil was absent."""

    lasar: str
    skola: str
    arskurs: int
    kon: str
    andel: float


def draw_town(seed: int, schools: int, pupils: int, *, high: float = 0.02) -> list[Pupil]:
    """Pupils of two läsår: so many a year group, about every third school with years 7–9 too.

    Parameters
    ----------
    high : float
        Share of pupils that are absent at least half the term.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    sizes = rng.integers(1, 6, schools).astype("float64")
    drawn = []
    for lasar in LASAR:
        for arskurs in range(1, 10):
            open_to = np.arange(schools) % 3 == 0 if arskurs > 6 else np.ones(schools, dtype=bool)
            share = np.where(open_to, sizes, 0)
            for school in rng.choice(schools, pupils, p=share / share.sum()):
                andel = min(100 * rng.beta(1.1, 14), 49.0)
                if rng.random() < high:
                    andel = rng.uniform(50, 95)
                drawn.append(Pupil(lasar, str(school), arskurs, rng.choice(["flickor", "pojkar"]), andel))
    return drawn


def cap(pupils: Sequence[Pupil], highest: float = 29.0) -> list[Pupil]:
    """The same pupils, none of them absent more than so many percent: a town to plant pupils in."""
    return [replace(one, andel=min(one.andel, highest)) for one in pupils]


def make_tables(pupils: Sequence[Pupil]) -> list[Estimate]:
    """The tables, and the changes between the two läsår."""
    levels = [row for row in _describe(pupils) if row["n"]]
    cells = {cell_id(**{key: row[key] for key in (*_KEYS, "kategori")}): row for row in levels}
    changes = []
    for name, row in cells.items():
        before = cell_id(row["indikator"], row["enhet"], LASAR[0], row["kon"], "alla", "", row["kategori"])
        if row["lasar"] == LASAR[1] and before in cells:
            old = cells[before]
            change = {
                "varde": round(row["varde"], 1) - round(old["varde"], 1),
                "n": min(row["n"], old["n"]),
                "antal": None,
                "jamforelse": CHANGE,
                "delar": f"{name} + {before}",
            }
            changes.append(row | change)
    return [Estimate("franvaro", "Frånvaro", round_cells(make_cells([*levels, *changes])))]


_KEYS = ("indikator", "enhet", "lasar", "kon", "svsva")


def _describe(pupils: Sequence[Pupil]) -> Iterator[dict[str, Any]]:
    schools = sorted({one.skola for one in pupils})
    for lasar in LASAR:
        year = [one for one in pupils if one.lasar == lasar]
        for enhet in (KOMMUN, *schools):
            unit = [one for one in year if enhet in (KOMMUN, one.skola)]
            for kon in ("alla", "flickor", "pojkar") if enhet == KOMMUN else ("alla",):
                group = [one for one in unit if kon in ("alla", one.kon)]
                for kod in GROUPS if enhet == KOMMUN else STAGES:
                    shares = [one.andel for one in group if one.arskurs in GROUPS[kod]]
                    keys = {
                        "enhetstyp": "kommun" if enhet == KOMMUN else "skola",
                        "enhet": enhet,
                        "enhetsnamn": enhet,
                        "lasar": lasar,
                        "kon": kon,
                        "svsva": "alla",
                        "n": len(shares),
                    }
                    yield from _measure(kod, shares, keys)


def _measure(kod: str, shares: Sequence[float], keys: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    n = max(len(shares), 1)
    for name, (low, high) in BANDS.items():
        antal = sum(low <= share < high for share in shares)
        own = {"indikator": f"franvaroband_vt_{kod}", "kategori": name, "varde": 100 * antal / n}
        yield {**keys, **own, "antal": antal}
    mean = {"indikator": f"franvaro_vt_{kod}", "kategori": "", "varde": sum(shares) / n, "antal": None}
    yield {**keys, **mean}


def publish(tables: Sequence[Estimate], decided: Plan, folder: Path) -> tuple[Cells, Sizes]:
    """What an attacker has: the report's files, and the class lists."""
    (folder / "tabeller").mkdir(parents=True)
    for table in tables:
        write_csv(protect(table, decided), folder / "tabeller" / f"{table.id}.csv")
    return read_report(folder), count_pupils(tables)


def count_pupils(tables: Sequence[Estimate]) -> Sizes:
    """Pupils of every group, as class lists tell them."""
    sizes: dict[Key, int] = {}
    for table in tables:
        own = table.frame[(table.frame["kategori"] != "") & (table.frame["jamforelse"] == "")]
        own = own[own["indikator"].str.startswith("franvaroband_")]
        keys = zip(*(own[name] for name in ("indikator", "enhet", "lasar", "kon", "svsva")), strict=True)
        sizes |= {(*key, "", ""): int(n) for key, n in zip(keys, own["n"], strict=True)}
    return sizes
