"""Inputs that differ only in hidden values, and in an order of rows that tells them, give the same bytes.

Each table and figure is made twice: from rows in the order of their values, hidden ones included, and again
with other hidden values and the rows in the order of those. What a reader, a screen reader or a machine gets
must not differ: not the axis' limits, not the order of rows or points, not the alternative text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from analys.disclosure import ProtectedTable
from analys.estimates.cells import POOLED, cell_id
from analys.estimates.funnel import GRANSER
from analys.indicators import REGISTRY
from analys.indicators.np_statistik import ALLA, format_overgang
from analys.presentation.csvfiles import write_csv
from analys.presentation.figures import Figure, draw_gap, draw_schools, draw_shares, draw_trend
from analys.presentation.figures_cohorts import draw_cohorts
from analys.presentation.figures_dots import Key, draw_dots
from analys.presentation.figures_dumbbell import draw_dumbbell
from analys.presentation.figures_funnel import draw_funnel
from analys.presentation.figures_multiples import draw_small_multiples
from analys.presentation.pooling import choose_level
from analys.presentation.tables import Table, show_table
from analys.presentation.tables_columns import Column, show_columns
from analys.presentation.tables_gaps import lay_out_gaps
from analys.presentation.tables_subjects import SubjectColumn, show_subjects
from analys.presentation.tables_transition import lay_out_transition

Maker = Callable[..., ProtectedTable]
Rows = list[dict[str, Any]]

CODE = "alla_amnen_ak9"
NOW, THEN = "2025/26", "2024/25"
NAMES = ("Alskolan", "Bokskolan", "Cederskolan", "Dalskolan", "Ekskolan")
WORDS: dict[str, Any] = {"titel": "Så gick det", "underrubrik": "Alla ämnen, procent"}
SEEDS = (1, 2)


def school(place: int, **keys: Any) -> dict[str, Any]:
    unit = {"enhetstyp": "skola", "enhet": str(place), "enhetsnamn": NAMES[place]}
    value = 60.0 + 3 * place
    level = {"indikator": CODE, "lasar": NOW, "varde": value, "undre": value - 8, "ovre": value + 8, "n": 120}
    return {**unit, **level, **keys}


def own(value: float, **keys: Any) -> dict[str, Any]:
    """The municipality's."""
    limits = {"undre": value - 3, "ovre": value + 3}
    return {"indikator": CODE, "lasar": NOW, "varde": value, "n": 480, **limits, **keys}


def schools() -> Rows:
    """Five schools, of which one is hidden in both läsår and one in the newest, and three läsår together."""
    rows = [own(66.0), own(64.0, lasar=THEN), own(65.0, jamforelse=POOLED)]
    for place in range(5):
        rows.append(school(place, dold=place in (1, 3)))
        rows.append(school(place, lasar=THEN, n=110, dold=place == 3))
        rows.append(school(place, jamforelse=POOLED, n=340, dold=place == 3))
    return rows


def groups() -> Rows:
    """Girls and boys with their gap, boys hidden in the newest läsår."""
    rows = []
    for lasar, hidden in ((THEN, False), (NOW, True)):
        rows.append(own(70.0, lasar=lasar, kon="flickor"))
        rows.append(own(61.0, lasar=lasar, kon="pojkar", dold=hidden))
        rows.append(own(9.0, lasar=lasar, jamforelse="flickor-pojkar", dold=hidden))
    return rows


def shares() -> Rows:
    """Lägre, lika and högre of five schools; two parts of one, all of another hidden."""
    code = "np_relation_ak9_ma"
    rows = []
    for place in range(5):
        for part, value in zip(REGISTRY[code].categories, (12.0, 60.0, 28.0), strict=True):
            hidden = place == 3 or (place == 1 and part != "högre")
            rows.append(school(place, indikator=code, kategori=part, varde=value, dold=hidden))
    return rows


def funnel() -> Rows:
    net = "np_netto_ak9"
    rows = [own(-6.7, indikator=net)]
    for place in range(5):
        common = {"indikator": net, "n": 60 + 10 * place, "dold": place in (0, 4)}
        rows.append(school(place, **common))
        for kind, half in zip(GRANSER, (10.0, 20.0), strict=True):
            limits = {"varde": -6.7, "undre": -6.7 - half, "ovre": -6.7 + half}
            rows.append(school(place, **common, jamforelse=kind, **limits))
    return rows


def transition() -> Rows:
    code = "np_overgang_ak9_ma"
    grades = (*"ABCDEF", ALLA)
    hidden = {("A", "B"), ("A", "C"), ("B", "B"), ("B", "C"), ("F", ALLA)}
    return [
        {"indikator": code, "lasar": NOW, "kategori": format_overgang(p, b), "varde": 12.0, "n": 12,
         "dold": (p, b) in hidden}
        for p in grades
        for b in grades
    ]  # fmt: skip


def bands() -> Rows:
    """Two bands of three year groups in two terms; each group has a hidden one."""
    return [
        own(10.0 + place, indikator=f"franvaroband_vt_ak{grade}", kategori=band, lasar=lasar, n=430,
            dold=(grade, band) in ((7, "10–19"), (8, "20–29"), (9, "20–29")))
        for place, grade in enumerate((7, 8, 9))
        for band in ("10–19", "20–29")
        for lasar in (THEN, NOW)
    ]  # fmt: skip


class Subject:
    """Mathematics in two year groups, as rows."""

    def __init__(self, arskurs: int) -> None:
        self.namn, self.arskurs, self.suffix = "matematik", arskurs, f"ak{arskurs}_ma"


def nets() -> Rows:
    return [
        own(5.0, indikator=f"np_netto_ak{year}_ma", kon=kon, dold=(year, kon) in ((9, "pojkar"), (6, "alla")))
        for year in (9, 6)
        for kon in ("alla", "flickor", "pojkar")
    ]


def gaps(table: ProtectedTable) -> Table:
    cells = {(c.lasar, c.kon, c.jamforelse): c for c in table.cells()}
    keys = (("flickor", ""), ("pojkar", ""), ("alla", "flickor-pojkar"))
    lasar = [THEN, NOW]
    rows = [tuple(cells[year, *key] for key in keys) for year in lasar]
    return lay_out_gaps(table, REGISTRY[CODE], rows, lasar, names=["Flickor", "Pojkar"], id="gap")


def cohorts(table: ProtectedTable) -> Figure | None:
    years = (THEN, NOW)
    places = {
        cell_id(f"franvaroband_vt_ak{grade}", "9999", lasar, kategori="10–19"): (
            f"född {2000 + i}",
            grade - 7,
        )
        for grade in (7, 8, 9)
        for i, lasar in enumerate(years)
    }
    born = [f"född {2000 + i}" for i, _ in enumerate(years)]
    axis = ["Åk 7", "Åk 8", "Åk 9"]
    return draw_cohorts(table, places=places, axis=axis, apart=born[:1], vad="frånvaro", id="kull", **WORDS)


def dots(table: ProtectedTable) -> Figure | None:
    return draw_dots(
        table,
        indikator="franvaroband_vt_{grupp}",
        lasar=NOW,
        rader=[Key(f"Åk {grade}", {"grupp": f"ak{grade}"}) for grade in (7, 8, 9)],
        rutor=[[Key(f"{band} %", {"kategori": band}) for band in ("10–19", "20–29")]],
        prickar=[Key(lasar, {"lasar": lasar}, bold=lasar == NOW) for lasar in (NOW, THEN)],
        vad="andel elever i varje frånvaroband",
        id="prickar",
        **WORDS,
    )


def columns(table: ProtectedTable) -> Table:
    key = {"indikator": CODE}
    heads = (Column("Elever", key, "n"), Column("Andel", key), Column("Tre år", key | {"jamforelse": POOLED}))
    return show_columns(
        table.select(lasar=NOW), rader="enhet", kolumner=heads, id="k", titel="Skolor", total="9999"
    )


def subjects(table: ProtectedTable) -> Table | None:
    kon = ("alla", "flickor", "pojkar")
    heads = [SubjectColumn(one, "np_netto", {"kon": one}) for one in kon]
    return show_subjects(
        table, amnen=[Subject(9), Subject(6)], lasar=NOW, kolumner=heads, id="amnen", titel="Ämnen"
    )


MADE: Mapping[str, tuple[Callable[[], Rows], Callable[[ProtectedTable], Any]]] = {
    "skolor": (schools, lambda t: draw_schools(t, indikator=CODE, lasar=NOW, **WORDS)),
    "skolor, tre läsår": (
        schools,
        lambda t: draw_schools(t, indikator=CODE, lasar=NOW, jamforelse=POOLED, **WORDS),
    ),
    "trend": (schools, lambda t: draw_trend(t, indikator=CODE, enhet="1", **WORDS)),
    "rutor": (schools, lambda t: draw_small_multiples(t, indikator=CODE, **WORDS)),
    "två läsår": (schools, lambda t: draw_dumbbell(t, fran=THEN, till=NOW, indikator=CODE, **WORDS)),
    "kön": (groups, lambda t: draw_gap(t, indikator=CODE, **WORDS)),
    "fördelningar": (
        shares,
        lambda t: draw_shares(t, indikatorer=["np_relation_ak9_ma"], lasar=NOW, rader="enhet", **WORDS),
    ),
    "tratt": (funnel, lambda t: draw_funnel(t, indikatorer=["np_netto_ak9"], lasar=NOW, **WORDS)),
    "prickar": (bands, dots),
    "årskullar": (bands, cohorts),
    "tabell": (
        schools,
        lambda t: show_table(t.select(jamforelse=""), rader="enhet", kolumner="lasar", total="9999"),
    ),
    "tabell, delar": (
        schools,
        lambda t: show_table(
            t.select(jamforelse="", lasar=NOW), rader="enhet", visa=("varde", "intervall", "n")
        ),
    ),
    "kolumner": (schools, columns),
    "ämnen": (nets, subjects),
    "gap": (groups, gaps),
    "övergång": (transition, lambda t: lay_out_transition(t, indikator="np_overgang_ak9_ma", lasar=NOW)),
    "val av läsår": (schools, lambda t: choose_level(t.cells(enhetstyp="skola"), NOW)),
}


def hide_anew(rows: Sequence[Mapping[str, Any]], seed: int) -> Rows:
    """The rows with other hidden values and counts, in the order of their values."""
    random = np.random.Generator(np.random.PCG64(seed))
    changed = []
    for row in rows:
        value, half = float(random.uniform(-400, 400)), float(random.uniform(0, 90))
        new = {
            "varde": value,
            "undre": value - half,
            "ovre": value + half,
            "n": int(random.integers(1, 9000)),
        }
        changed.append({**row, **new} if row.get("dold") else dict(row))
    return sorted(changed, key=lambda row: row["varde"])


def everything(made: Any) -> Any:
    """What leaves the notebook; claims are a set, in whatever order."""
    if isinstance(made, Figure):
        return made.svg, made.png, made.alt, made.titel, made.underrubrik, made.kalla
    return made._repr_mimebundle_() if isinstance(made, Table) else made


@pytest.mark.parametrize("name", MADE)
def test_hidden_values_change_no_byte(make_decided: Maker, name: str) -> None:
    rows, make = MADE[name]
    found = [everything(make(make_decided(hide_anew(rows(), seed)))) for seed in SEEDS]
    assert found[0] is not None
    assert all(one == found[0] for one in found[1:])


@pytest.mark.parametrize("name", ["skolor", "fördelningar", "tratt", "tabell", "ämnen", "gap", "övergång"])
def test_a_shown_value_does_change_them(make_decided: Maker, name: str) -> None:
    """The other way round, so that the test above can fail."""
    rows, make = MADE[name]
    first, *rest = [row for row in hide_anew(rows(), 0) if not row.get("dold")]
    hidden = [row for row in hide_anew(rows(), 0) if row.get("dold")]
    other = [{**row, "varde": row["varde"] + 1.5} for row in rest]
    before = everything(make(make_decided([first, *rest, *hidden])))
    assert before != everything(make(make_decided([first, *other, *hidden])))


def test_a_file_of_cells_tells_nothing_of_the_hidden(make_decided: Maker, tmp_path) -> None:
    files = []
    for seed in SEEDS:
        # The file has the order of the estimate's rows, which is not chosen by values: see test_row_order.
        order = {(row["enhet"], row["lasar"], row.get("jamforelse")): i for i, row in enumerate(known())}
        rows = sorted(
            hide_anew(known(), seed), key=lambda row: order[row["enhet"], row["lasar"], row.get("jamforelse")]
        )
        path = tmp_path / f"{seed}.csv"
        write_csv(make_decided(rows), path)
        files.append(path.read_bytes())
    assert files[0] == files[1]
    lines = [line.split(";") for line in files[0].decode("utf-8-sig").splitlines()]
    place = {name: i for i, name in enumerate(lines[0])}
    hidden = [line for line in lines if line[place["status"]] == "skyddad"]
    assert len(hidden) == 4
    assert {line[place[name]] for line in hidden for name in ("varde", "undre", "ovre", "n", "antal")} == {""}


def known() -> Rows:
    return [row for row in schools() if "enhet" in row]
