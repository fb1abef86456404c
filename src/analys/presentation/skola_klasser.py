"""Tables of a school's classes and groups, in its internal working material alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.indicators.franvaro import ALLA
from analys.indicators.franvaro_band import name_bands
from analys.presentation.formats import NBSP, upper_first
from analys.presentation.tables import Table
from analys.presentation.tables_columns import Column, show_columns
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

RESULTAT = {
    9: {
        "Meritvärde": "meritvarde_17",
        "Alla ämnen": "alla_amnen_ak9",
        "Behöriga": "behorighet_yrkes",
    },
    6: {"Alla ämnen": "alla_amnen_ak6"},
}
PROV = {"Matematik": "ma", "Engelska": "en", "Svenska": "sv", "Svenska som andraspråk": "sva"}


def show_results(run: Underlag, tables: Tables, arskurs: int) -> Table | None:
    """Grades by class in a year group, the school last; None where no class may be shown."""
    columns = RESULTAT[arskurs]
    title = f"Betyg per klass i årskurs {arskurs}, {run.parameters.lasar}"
    return _show(run, tables, "skola_klass_resultat", columns, f"skola_klass_ak{arskurs}", title)


def show_groups(run: Underlag, tables: Tables, arskurs: int) -> Table | None:
    """Grades of the school's girls and boys in a year group; None where neither may be shown."""
    columns = RESULTAT[arskurs]
    title = f"Betyg för skolans flickor och pojkar i årskurs {arskurs}, {run.parameters.lasar}"
    return _show(run, tables, "skola_kon", columns, f"skola_kon_ak{arskurs}", title, rader="kon")


def show_tests(run: Underlag, tables: Tables, arskurs: int) -> Table | None:
    """National tests by class in a year group: at least E, or at åk 3 the level of every part."""
    known = run.indicators()
    codes = {head: f"np_ak{arskurs}_{subject}" for head, subject in PROV.items()}
    columns = {head: code for head, code in codes.items() if code in known}
    what = "kravnivån i alla delprov" if arskurs == 3 else "minst betyget E på provet"
    title = f"Andel elever med {what} per klass i årskurs {arskurs}, {run.parameters.lasar}"
    return _show(run, tables, "skola_klass_np", columns, f"skola_klass_np_ak{arskurs}", title)


def show_absence(run: Underlag, tables: Tables) -> Table | None:
    """Mean absence by class, and the share of pupils in the lowest band."""
    termin, lowest = run.parameters.termin, name_bands(run.parameters.band)[0]
    mean, band = (f"{prefix}_{termin.termin}_{ALLA.kod}" for prefix in ("franvaro", "franvaroband"))
    columns = (
        Column("Elever", {"indikator": mean}, "n"),
        Column("Genomsnitt", {"indikator": mean}),
        Column(f"{upper_first(lowest)}{NBSP}% frånvaro", {"indikator": band, "kategori": lowest}),
    )
    return _lay_out(
        run, tables, "skola_klass_franvaro", columns, "skola_klass_franvaro", f"Frånvaro per klass, {termin}"
    )


def _show(
    run: Underlag,
    tables: Tables,
    name: str,
    codes: Mapping[str, str],
    id: str,
    title: str,
    *,
    rader: str = "enhet",
) -> Table | None:
    known = {head: code for head, code in codes.items() if code in run.indicators()}
    if not known:
        return None
    first = next(iter(known.values()))
    columns = [Column("Elever", {"indikator": first}, "n")]
    columns += [Column(head, {"indikator": code}) for head, code in known.items()]
    return _lay_out(run, tables, name, columns, id, title, rader=rader)


def _lay_out(
    run: Underlag,
    tables: Tables,
    name: str,
    columns: Sequence[Column],
    id: str,
    title: str,
    *,
    rader: str = "enhet",
) -> Table | None:
    if name not in tables:
        return None
    codes = [column.val["indikator"] for column in columns]
    table = tables[name].select(indikator=codes)
    total = run.parameters.skola if rader == "enhet" else "alla"
    parts = [cell for cell in table.cells() if getattr(cell, rader) != total]
    if not any(cell.shown for cell in parts):
        return None
    return show_columns(
        table,
        rader=rader,
        kolumner=columns,
        id=id,
        titel=title,
        stubb="Klass" if rader == "enhet" else "",
        total=total,
        etiketter={run.parameters.skola: "Hela skolan"} if rader == "enhet" else {"alla": "Alla elever"},
        noter=[NOTE],
    )


NOTE = (
    "Små klasser skiljer sig åt av slump. Arbetsmaterial: en klass visas bara där uppgiften inte pekar ut "
    "någon elev."
)
