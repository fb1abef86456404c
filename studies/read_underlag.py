"""Reads every official file beside the project and prints what was found.

Nothing is taken on trust: a file that no reader takes, a value outside its range or a triple that does not
sum to 100 ends the run with an error.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from analys.errors import Problem
from analys.official.answers import parse_body, read_groups, read_titles, read_values
from analys.official.kommuner import find_kommun
from analys.official.markers import read_typed
from analys.official.skolverket_answers import read_statistics
from analys.official.skolverket_csv import parse_export
from analys.reading.sheets import read_sheets

UNDERLAG = Path(__file__).resolve().parents[2] / "shared" / "underlag"
ROUNDING = 0.2
"""How far three shares, each rounded to a tenth, may be from 100 together."""


def read_slutbetyg(path: Path) -> str:
    """Skolverket's export 139."""
    export = parse_export(path.read_bytes(), path.name)
    check(not export.problems)
    return f"{export.frame['enhet'].nunique()} skolenheter, {len(export.frame)} värden, {export.lasar}"


def read_np_relation(path: Path) -> str:
    """Skolverket's export of how grades relate to tests: every counted triple sums to 100."""
    export = parse_export(path.read_bytes(), path.name)
    check(not export.problems)
    frame = export.frame
    shares = frame[frame["matt"].isin(["np_relation_lagre", "np_relation_lika", "np_relation_hogre"])]
    sums = shares.groupby(["enhet", "amne", "kon"])["varde"].agg(["sum", "count"])
    counted = sums[sums["count"] > 0]
    check(bool((counted["count"] == 3).all() and ((counted["sum"] - 100).abs() <= ROUNDING + 1e-9).all()))
    units = frame["enhet"].nunique()
    span = f"{counted['sum'].min():.1f}–{counted['sum'].max():.1f}".replace(".", ",")
    return f"{units} skolenheter, {len(counted)} fördelningar med summan {span}"


def read_bodies(path: Path) -> str:
    """Bodies of the Planned Educations API, with the unit's code added."""
    bodies = [post.get("body", post) for post in load_json(path)]
    codes = [str(body["schoolUnit"]) for body in bodies]
    given = [
        value
        for body, code in zip(bodies, codes, strict=True)
        for value in read_statistics(json.dumps({"body": body}).encode(), code)
    ]
    check(all(read_typed(value.varde, value.typ) is not None for value in given))
    return f"{len(set(codes))} skolenheter, {len(given)} värden"


def read_long(path: Path) -> str:
    """The same for most units of the country, in long form."""
    rows = list(csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode("utf-8-sig"))))
    check(all(read_typed(row["value"] or None, row["valueType"]) is not None for row in rows))
    return f"{len({row['schoolUnitCode'] for row in rows})} skolenheter, {len(rows)} värden"


def read_openapi(path: Path) -> str:
    """The API's description; read by nobody but people and tests."""
    return f"{len(load_json(path)['paths'])} adresser"


def read_meritvarde(path: Path) -> str:
    """Meritvärde of 17 subjects per school, 2014–2022."""
    rows = load_json(path)
    values = [row[name] for row in rows for name in row if name.startswith("m17_") and row[name] is not None]
    check(all(0 <= value <= 340 for value in values))
    return f"{len({row['kod'] for row in rows})} skolenheter, {len(values)} värden"


def read_salsa(path: Path) -> str:
    """SALSA's expected values and deviations per school."""
    rows = load_json(path)
    check(all(len(code) == 8 and 0 <= row["expected"] <= 340 for code, row in rows.items()))
    return f"{len(rows)} skolenheter"


def read_kolada_long(path: Path) -> str:
    """Kolada's values in long form, through the reader of API answers."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    posts = [
        {
            "kpi": row["kpi"],
            "municipality": find_kommun(row["kommun"]),
            "period": int(row["year"]),
            "values": [{"gender": row["gender"], "value": float(row["value"]) if row["value"] else None}],
        }
        for row in rows
    ]
    values = list(read_values({"count": len(posts), "values": posts}))
    kommuner, nyckeltal = {value.enhet for value in values}, {value.kpi for value in values}
    return f"{len(kommuner)} kommuner, {len(nyckeltal)} nyckeltal, {len(values)} värden"


def read_riket(path: Path) -> str:
    """The nation's values."""
    kpis = load_json(path)
    return f"{len(kpis)} nyckeltal, {sum(len(g) for years in kpis.values() for g in years.values())} värden"


def read_metadata(path: Path) -> str:
    """Kolada's titles, through the reader of API answers."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    titles = read_titles({"values": [{"id": row["id"], "title": row["title"]} for row in rows]})
    check(len(titles) == len(rows))
    return f"{len(titles)} nyckeltal"


def read_kommuner(path: Path) -> str:
    """Kolada's municipalities: each is known by its code and by its name."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    kommuner = [row for row in rows if row["type"] == "K"]
    check(all(find_kommun(row["id"]) == find_kommun(row["title"]) == row["id"] for row in kommuner))
    return f"{len(kommuner)} kommuner"


def read_grupper(path: Path) -> str:
    """Kolada's groups of municipalities, through the reader of API answers."""
    groups = read_groups(parse_body(b'{"values": ' + path.read_bytes() + b"}"))
    similar = [group for group in groups if group.titel.startswith("Liknande kommuner grundskola")]
    return f"{len(groups)} grupper, {len(similar)} av dem liknande kommuner grundskola"


def read_sheet(path: Path) -> str:
    """SCB's description of a file, through the reader of workbooks."""
    grids = read_sheets(path.read_bytes(), path.name)
    check(bool(grids) and not isinstance(grids, Problem))
    return f"{sum(len(grid.rows) for grid in grids if isinstance(grids, list))} rader"


READERS: tuple[tuple[str, Callable[[Path], str]], ...] = (
    ("skolverket/slutbetyg_ak9_*.csv", read_slutbetyg),
    ("skolverket/np_relation_*.csv", read_np_relation),
    ("skolverket/planned_*_svar.json", read_bodies),
    ("skolverket/planned_*_long_*.csv.gz", read_long),
    ("skolverket/planned_*_openapi.json", read_openapi),
    ("skolverket/meritvarde17_*.json", read_meritvarde),
    ("kolada/salsa_*.json", read_salsa),
    ("kolada/*_long.csv", read_kolada_long),
    ("kolada/*_riket_*.json", read_riket),
    ("kolada/kolada_kpi_metadata_*.csv", read_metadata),
    ("kolada/kolada_municipality_2*.csv", read_kommuner),
    ("kolada/kolada_municipality_groups_*.json", read_grupper),
    ("scb/*.xlsx", read_sheet),
)


def read_all(underlag: Path = UNDERLAG) -> Iterator[tuple[str, str]]:
    """Each file and what was found in it; every file but the list of sources must have a reader."""
    found = {path: read for pattern, read in READERS for path in sorted(underlag.glob(pattern))}
    everything = {path for path in underlag.rglob("*") if path.is_file() and path.name != "SOURCES.md"}
    check(everything == set(found))
    for path, read in found.items():
        yield path.relative_to(underlag).as_posix(), read(path)


def load_json(path: Path) -> Any:
    """Content of a JSON file."""
    return json.loads(path.read_text(encoding="utf-8-sig"))


def check(holds: bool) -> None:
    """Raise unless it holds, also where Python leaves assertions out."""
    if not holds:
        raise AssertionError("the file is not as it should be")


if __name__ == "__main__":
    if not UNDERLAG.is_dir():
        sys.exit("Mappen shared/underlag finns inte bredvid projektet.")
    for name, told in read_all():
        print(f"{name}: {told}")
