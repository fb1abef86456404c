"""Small planted municipalities, published with the gate on or off, and what an enemy reads in the folder.

Nothing is random: every attack has numbers of its own, chosen so that it works when the gate is off. The
enemy has the published files and what everybody in a school knows, class lists among them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analys.disclosure import Plan, plan, protect
from analys.disclosure.primary import find_primary
from analys.estimates.cells import POOLED, Estimate, make_cells
from analys.estimates.intervals import compute_wilson
from analys.presentation.csvfiles import write_csv

KOMMUN = "9999"
LASAR = "2025/26"
TROSKEL = 10
CLASS_LISTS = "klasslistor.json"
SCHOOLS = {"1": "Almskolan", "2": "Björkskolan", "3": "Ekskolan", "4": "Granskolan", "5": "Lindskolan"}

Rows = Sequence[Mapping[str, Any]]
Rule = Callable[[Sequence[Estimate]], Plan]


@dataclass(frozen=True)
class Attack:
    """A way to learn what a report hides.

    Parameters
    ----------
    namn : str
        What the enemy uses, in Swedish.
    utan : str
        What "the gate off" is in this attack, in Swedish.
    publish : callable
        Folder, whether the gate is on -> None; writes what is published. Nothing is written when the gate
        stops it.
    find : callable
        Folder -> what the enemy learns, a sentence each.
    """

    namn: str
    utan: str
    publish: Callable[[Path, bool], None]
    find: Callable[[Path], list[str]]


def level(indikator: str = "alla_amnen_ak9", *, enhet: str = KOMMUN, n: int, **keys: Any) -> dict[str, Any]:
    """A row of a table: a share with its Wilson limits when `antal` is given, else as it is said."""
    row: dict[str, Any] = {
        "indikator": indikator,
        "enhetstyp": "kommun" if enhet == KOMMUN else "skola",
        "enhet": enhet,
        "enhetsnamn": SCHOOLS.get(enhet, "Exempelkommun"),
        "lasar": LASAR,
        "n": n,
        "kalla": "Egen beräkning på kommunens filer",
    }
    if keys.get("antal") is not None:
        undre, ovre = compute_wilson(keys["antal"], n)
        row |= {"varde": 100 * keys["antal"] / n, "undre": float(undre), "ovre": float(ovre)}
    return row | keys


def pooled(indikator: str = "alla_amnen_ak9", *, years: Rows, **keys: Any) -> dict[str, Any]:
    """A row of three läsår together, from the rows of the years."""
    n, antal = (sum(row[name] for row in years) for name in ("n", "antal"))
    parts = make_cells(years)["cell"]
    return level(indikator, n=n, antal=antal, jamforelse=POOLED, delar=" + ".join(parts), **keys)


def table(rows: Rows, id: str = "tabell") -> Estimate:
    """A table of a report."""
    return Estimate(id, "Tabell", make_cells(rows))


def hide_few(estimates: Sequence[Estimate]) -> Plan:
    """Today's common practice: what fewer than ten pupils stand behind is hidden, nothing else."""
    return _hide(estimates, lambda cells: cells["n"].fillna(TROSKEL) < TROSKEL)


def hide_pointed_out(estimates: Sequence[Estimate]) -> Plan:
    """Every rule about a number by itself, and nothing to keep others from being subtracted."""
    return _hide(estimates, lambda cells: find_primary(cells, TROSKEL) != "")


def hide_nothing(estimates: Sequence[Estimate]) -> Plan:
    """Everything is shown."""
    return _hide(estimates, lambda cells: pd.Series(False, index=cells.index))


def hide_cells(*hidden: str) -> Rule:
    """A plan that hides just these cells; each is the keys that differ from the municipality's, in order."""
    return lambda estimates: _hide(estimates, lambda cells: cells["cell"].isin(hidden))


def protect_all(estimates: Sequence[Estimate]) -> Plan:
    """The gate."""
    return plan(estimates, TROSKEL)


def _hide(estimates: Sequence[Estimate], choose: Callable[[pd.DataFrame], pd.Series]) -> Plan:
    frames = pd.concat([one.frame for one in estimates], ignore_index=True)
    cells = frames.drop_duplicates("cell", ignore_index=True)
    own = cells["status"] == "beraknad"
    status = cells["status"].mask(own, "visad").mask(own & choose(cells), "skyddad")
    names = ["cell", "varde", "undre", "ovre", "n", "antal"]
    return Plan(cells[names].assign(status=status, skal="", officiellt=float("nan"), kalla="", utan_n=False))


def write_tables(folder: Path, estimates: Iterable[Estimate], decided: Plan) -> None:
    """The CSV files of a report; and, beside it, the class lists that everybody in a school knows."""
    (folder / "tabeller").mkdir(parents=True, exist_ok=True)
    lists = folder / CLASS_LISTS
    sizes = json.loads(lists.read_text(encoding="utf-8")) if lists.exists() else {}
    for one in estimates:
        write_csv(protect(one, decided), folder / "tabeller" / f"{one.id}.csv")
        known = one.frame.dropna(subset=["n"])
        sizes |= {cell: int(n) for cell, n in zip(known["cell"], known["n"], strict=True)}
    lists.write_text(json.dumps(sizes), encoding="utf-8")


def publisher(*estimates: Estimate, off: Rule, on: Rule = protect_all) -> Callable[[Path, bool], None]:
    """A report of these tables, by one rule or by the other."""

    def publish(folder: Path, gate: bool) -> None:
        write_tables(folder, estimates, (on if gate else off)(estimates))

    return publish


class Seen(NamedTuple):
    """A row of a CSV file as the enemy reads it; None for what is not there."""

    indikator: str
    enhet: str
    lasar: str
    kon: str
    svsva: str
    jamforelse: str
    kategori: str
    varde: Decimal | None
    undre: Decimal | None
    ovre: Decimal | None
    n: int | None
    antal: int | None
    status: str


def read_folder(folder: Path) -> list[Seen]:
    """Every row of every table, in the order of the files."""
    rows = []
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows += [_see(row) for row in csv.DictReader(file, delimiter=";")]
    return rows


def _see(row: Mapping[str, str]) -> Seen:
    values = {name: Decimal(row[name].replace(",", ".")) for name in ("varde", "undre", "ovre") if row[name]}
    counts = {name: int(row[name]) for name in ("n", "antal") if row[name]}
    empty = dict.fromkeys(("varde", "undre", "ovre", "n", "antal"))
    known: dict[str, Any] = {name: row[name] for name in Seen._fields if name not in empty}
    return Seen(**known | empty | values | counts)


def look_up(cells: Sequence[Seen], **keys: str) -> Seen | None:
    """The cell with these keys that has numbers, in whatever file; the whole municipality unless said."""
    usual = {
        "enhet": KOMMUN,
        "lasar": LASAR,
        "kon": "alla",
        "svsva": "alla",
        "jamforelse": "",
        "kategori": "",
    }
    wanted = usual | keys
    for cell in cells:
        if cell.varde is not None and all(getattr(cell, name) == value for name, value in wanted.items()):
            return cell
    return None


class Counted(NamedTuple):
    """Pupils and those with the outcome."""

    n: int
    antal: int


def subtract(total: Seen | None, *parts: Seen | None) -> Counted | None:
    """What is left of a total; None unless all of them are shown with their counts."""
    known = [(cell.n, cell.antal) for cell in (total, *parts) if cell is not None]
    if len(known) <= len(parts) or any(n is None or antal is None for n, antal in known):
        return None
    (n, antal), *taken = ((n or 0, antal or 0) for n, antal in known)
    return Counted(n - sum(one for one, _ in taken), antal - sum(one for _, one in taken))


def find_left(cells: Sequence[Seen], taken: Mapping[str, str], sought: Mapping[str, str]) -> Counted | None:
    """What is left of all when one group is taken from them; None where the group sought is shown anyhow."""
    if look_up(cells, **sought) is not None:
        return None
    return subtract(look_up(cells), look_up(cells, **taken))
