"""A made-up country: slutbetyg åk 9 of every municipality as SCB gets them, with the dirt that files have.

The pupils come from the model of `analys.demo`, so that grades, schools and years look as they do in the demo
municipality; only what the slutbetyg need is written. All of it lies as one municipality, `RIKET`: pupils on
two rows or at two schools are then found in the whole country, and a file holds a läsår, as SCB collects it.
The first four digits of a school unit's code tell its municipality.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from analys.demo.elever import LAST, Cohort, make_cohort
from analys.demo.filer import encode_table, save_files
from analys.demo.installningar import LAST_SPRING
from analys.demo.modell import STANDARD
from analys.demo.register import protected_table, register_table, school_table
from analys.demo.skede import Stage, make_stage
from analys.demo.skolor import Effects, Schools, make_effects, make_schools
from analys.demo.slump import stream
from analys.demo.tabeller import grade_table
from analys.errors import ParameterError
from analys.lasar import from_var, in_path

RIKET = "0000"
"""The folder of the made-up country: no municipality has this code."""

MOST_KOMMUNER = 290
PUPILS_A_UNIT = 16  # of a cohort; one unit in four has åk 9
UNITS_A_KOMMUN = 24
RESENT = 0.005  # share of the rows that come a second time


def write_riket(
    folder: Path, *, slumpfro: int = 2026, elever_per_arskull: int = 115_000, antal_lasar: int = 10
) -> list[Path]:
    """Write slutbetyg åk 9, register, school units and protected identities below ``folder/raw/0000``.

    Personnummer have wrong check digits on purpose, for the numbers that nobody is given do not suffice:
    read them with ``kontrollsiffra=False``.

    Parameters
    ----------
    folder : pathlib.Path
        Data folder.
    slumpfro : int
        Seed; the same seed and sizes give the same bytes.
    elever_per_arskull : int
        Pupils who finish åk 9 each läsår, about: from 60 to 130 000.
    antal_lasar : int
        Läsår, the last is 2025/26.

    Returns
    -------
    list of pathlib.Path
        The files written.

    Raises
    ------
    ParameterError
        On sizes that cannot be simulated.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as data:
    ...     paths = write_riket(Path(data), elever_per_arskull=100, antal_lasar=2)
    >>> sorted(path.name for path in paths)[-3:]
    ['slutbetyg_ak9.csv', 'slutbetyg_ak9_omsandning.csv', 'slutbetyg_ak9_omsandning.csv']
    """
    if not (60 <= elever_per_arskull <= 130_000 and 2 <= antal_lasar <= 15):
        raise ParameterError("Riket kan ha 60–130 000 elever per årskull och 2–15 läsår.")
    root = folder / "raw" / RIKET
    years = range(LAST_SPRING + 1 - antal_lasar, LAST_SPRING + 1)
    country = make_country(slumpfro, elever_per_arskull, years)
    protected: list[Cohort] = []
    paths: list[Path] = []
    for files in _make_files(country, elever_per_arskull, years, protected):
        paths += save_files(root, files)
    return paths + save_files(
        root,
        {
            "skolenheter.csv": encode_table("skolenheter", school_table(country.schools)),
            "skyddade.csv": encode_table("skyddade", protected_table(protected, years), header=True),
        },
    )


@dataclass(frozen=True)
class Country:
    """School units with codes of many municipalities, and what each unit truly adds."""

    slumpfro: int
    schools: Schools
    effects: Effects


def make_country(slumpfro: int, elever_per_arskull: int, years: range) -> Country:
    """Schools enough for the pupils, spread over at most 290 municipalities numbered from 9001."""
    units = max(3, elever_per_arskull // PUPILS_A_UNIT)
    kommuner = min(MOST_KOMMUNER, max(1, units // UNITS_A_KOMMUN))
    schools = make_schools(STANDARD, slumpfro, units, years, RIKET)
    codes = tuple(f"{9001 + unit % kommuner}{1000 + unit // kommuner}" for unit in range(units))
    schools = replace(schools, kod=codes)
    return Country(slumpfro, schools, make_effects(STANDARD, slumpfro, schools, years))


def _make_files(
    country: Country, storlek: int, years: range, protected: list[Cohort]
) -> Iterator[dict[str, bytes]]:
    """The files of a läsår at a time; `protected` is filled with what the list of identities needs."""
    seed, schools = country.slumpfro, country.schools
    for number, spring in enumerate(years):
        cohort = make_cohort(STANDARD, seed, schools, spring, storlek, valid=False)
        protected.append(cohort)
        stage = make_stage(STANDARD, seed, country.effects, cohort, LAST)
        table = grade_table(STANDARD, seed, schools, country.effects, stage)
        lasar = in_path(from_var(spring))
        register = register_table(schools, cohort, LAST, spring)
        yield {
            f"elevregister_{lasar}.csv": encode_table("elevregister", register),
            f"{lasar}/slutbetyg_ak9.csv": _encode(table, number),
            f"{lasar}/slutbetyg_ak9_omsandning.csv": encode_table(
                "slutbetyg_ak9", _resend(country, stage, table)
            ),
        }


def _resend(country: Country, stage: Stage, table: pa.Table) -> pa.Table:
    """Rows that were sent already, and rows of pupils in anpassad grundskola, who do not belong there."""
    adapted = replace(stage, dar=(stage.skola >= 0) & stage.cohort.anpassad)
    again = stream(country.slumpfro, "omsandning", stage.ar).random(table.num_rows) < RESENT
    again[0] = True  # no file is empty
    wrong = grade_table(STANDARD, country.slumpfro, country.schools, country.effects, adapted)
    return pa.concat_tables([table.filter(pa.array(again)), wrong])


def _encode(table: pa.Table, number: int) -> bytes:
    """A läsår's file as one of four systems writes it."""
    if number % 4 == 1:  # an older one
        return encode_table("slutbetyg_ak9", table, "cp1252").replace(b"\n", b"\r\n")
    if number % 4 == 2:  # every filled cell in quotes
        buffer = io.BytesIO()
        options = csv.WriteOptions(include_header=False, delimiter=";", quoting_style="all_valid")
        csv.write_csv(table, buffer, options)
        return buffer.getvalue()
    return encode_table("slutbetyg_ak9", table, header=number % 4 == 3)
