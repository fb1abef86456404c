"""Faults in the cells of one file, in words: what, where (column and rows), what to do."""

from __future__ import annotations

import pandas as pd
import pandera.errors

from analys.contracts import LAYOUTS, Layout
from analys.errors import Problem
from analys.lasar import from_var, in_path
from analys.reading.schema import make_schema
from analys.reading.sources import Source

RATTA = "Rätta i skolans system och ta ut filen på nytt."
# Name of the check -> what is wrong and what to do; {koder} and {langd} belong to the column.
MESSAGES = {
    "tom": ("Uppgiften saknas.", f"Fyll i den. {RATTA}"),
    "kod": ("Koden är inte tillåten.", "Tillåtna koder: {koder}. " + RATTA),
    "personnummer": (
        "Personnumret har fel form.",
        f"Personnummer har tolv tecken, ååååmmddxxxx eller ååååmmddTFxx, utan bindestreck. {RATTA}",
    ),
    "fodelsedatum": ("Personnumrets datum finns inte.", RATTA),
    "kontrollsiffra": ("Personnumrets kontrollsiffra stämmer inte.", RATTA),
    "skolenhet": ("Skolenhetskoden har fel form.", f"Skolenhetskoden har åtta siffror. {RATTA}"),
    "datum": ("Datumet har fel form eller finns inte.", "Skriv datum som åååå-mm-dd. " + RATTA),
    "lasar": ("Läsåret har fel form.", "Skriv läsår som 2025/26."),
    "heltal": ("Värdet är inget heltal.", "Skriv hela minuter utan decimaler och mellanslag."),
    "langd": (
        "Texten är för lång.",
        "Högst {langd} tecken är tillåtna. Kontrollera att kolumnerna ligger rätt.",
    ),
    "tecken": ("Texten har osynliga tecken.", RATTA),
}
# This many columns with unknown codes at once mean that the columns are shifted or the file another one.
SHIFTED = 6


def check_frame(frame: pd.DataFrame, source: Source, kontrollsiffra: bool) -> list[Problem]:
    """All faults that one parsed file shows on its own."""
    layout = LAYOUTS[source.kind]
    return [
        *_check_cells(frame, layout, source, kontrollsiffra),
        *_check_rules(frame, layout, source),
        *(_check_datum(frame, source) if "Datum" in layout and source.lasar else []),
    ]


def _check_cells(frame: pd.DataFrame, layout: Layout, source: Source, kontrollsiffra: bool) -> list[Problem]:
    schema = make_schema(layout, source.lasar, kontrollsiffra)
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return []
    order = {name: i for i, name in enumerate(layout.names)}
    found = {
        (column, check): tuple(frame["rad"].to_numpy()[group["index"].astype("int64")].tolist())
        for (column, check), group in cases.groupby(["column", "check"], sort=False)
    }
    unknown = sorted((c for c, check in found if check == "kod"), key=order.__getitem__)
    problems = []
    if len(unknown) >= SHIFTED:
        problems.append(_shifted(layout, source, unknown))
        found = {key: rows for key, rows in found.items() if key[1] != "kod"}
    for (column, check), rows in sorted(found.items(), key=lambda item: (order[item[0][0]], item[0][1])):
        vad, gor = MESSAGES[check]
        codes = describe_codes(layout.codes(column, source.lasar))
        gor = gor.format(koder=codes, langd=layout[column].max_length)
        problems.append(Problem(source.fil, vad, gor, column, rows))
    return problems


def _shifted(layout: Layout, source: Source, columns: list[str]) -> Problem:
    return Problem(
        source.fil,
        f"{len(columns)} kolumner har koder som inte är tillåtna: {', '.join(columns)}.",
        f"Kontrollera att filen är {layout.title.lower()} och att kolumnerna ligger i rätt ordning.",
    )


def describe_codes(codes: tuple[str, ...]) -> str:
    """Codes for a message, runs of numbers shortened.

    Examples
    --------
    >>> describe_codes(("0", "1", "2", "3", "88", "99", "A"))
    '0–3, 88, 99, A'
    """
    numbers = sorted(int(c) for c in codes if c.isdigit())
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = [
        f"{low}–{high}" if high - low > 1 else ", ".join(map(str, range(low, high + 1))) for low, high in runs
    ]
    return ", ".join([*shown, *(c for c in codes if not c.isdigit())])


def _check_rules(frame: pd.DataFrame, layout: Layout, source: Source) -> list[Problem]:
    problems = []
    for rule in layout.rules:
        broken = rule.broken(frame)
        if broken.any():
            rows = tuple(frame["rad"][broken].tolist())
            problems.append(Problem(source.fil, rule.vad, rule.gor, ", ".join(rule.columns), rows))
    return problems


def _check_datum(frame: pd.DataFrame, source: Source) -> list[Problem]:
    unique = pd.Series(frame["Datum"].unique(), dtype="str")
    dates = pd.to_datetime(unique, format="%Y-%m-%d", errors="coerce")
    # A läsår runs from August to July.
    springs = (dates.dt.year + (dates.dt.month >= 8)).astype("Int64")
    wrong = springs.notna() & (springs.map(from_var, na_action="ignore") != source.lasar)
    if not wrong.any():
        return []
    others = sorted({from_var(int(spring)) for spring in springs[wrong]})
    rows = tuple(frame["rad"][frame["Datum"].isin(unique[wrong])].tolist())
    return [
        Problem(
            source.fil,
            f"Datum hör till läsåret {', '.join(others)}, men filen ligger i mappen {in_path(source.lasar)}.",
            "Flytta filen till rätt läsår, eller kontrollera vilket uttag det är.",
            "Datum",
            rows if len(rows) < len(frame) else (),
        )
    ]
