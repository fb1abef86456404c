"""Faults in cells and rows, in words: what, where (file, column and rows), what to do."""

from __future__ import annotations

import pandas as pd

from analys.contracts import LAYOUTS, Layout
from analys.errors import Problem
from analys.lasar import from_month, in_path
from analys.reading.damage import SKADA, Damage
from analys.reading.damage_kinds import BY_KOD, name_damage
from analys.reading.schema import holds, make_schema

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
    "heltal": ("Värdet är inget heltal.", "Skriv ett heltal utan decimaler och mellanslag."),
    "langd": (
        "Texten är för lång.",
        "Högst {langd} tecken är tillåtna. Kontrollera att kolumnerna ligger rätt.",
    ),
    "tecken": ("Texten har osynliga tecken.", RATTA),
}
# This many columns with unknown codes at once mean that the columns are shifted or the file another one.
SHIFTED = 6


def check_frame(kind: str, frame: pd.DataFrame, kontrollsiffra: bool) -> list[Problem]:
    """All faults that the rows of one kind show, file by file.

    Parameters
    ----------
    kind : str
        Key of the layouts.
    frame : DataFrame
        All rows of the kind: the layout's columns as text, `lasar`, `fil` and `rad`.
    kontrollsiffra : bool
        Whether check digits must be right.
    """
    layout = LAYOUTS[kind]
    problems = _check_rules(frame, layout)
    # Test scores have a maximum of their own in the läsår of the sheet; see `Layout.codes`.
    has_scores = any(column.points for column in layout.columns)
    is_sheet = (frame["lasar"] == layout.sheet_lasar) | (not has_scores)
    for lasar, part in ((layout.sheet_lasar, frame[is_sheet]), ("", frame[~is_sheet])):
        if len(part):
            problems += _check_cells(part.reset_index(drop=True), layout, lasar, kontrollsiffra)
    if "Datum" in layout:
        problems += _check_datum(frame)
    return problems


def _check_cells(frame: pd.DataFrame, layout: Layout, lasar: str, kontrollsiffra: bool) -> list[Problem]:
    if holds(frame, layout, lasar, kontrollsiffra):
        return []
    # Imported here: sound files should not wait for pandera.
    import pandera.errors

    try:
        make_schema(layout, lasar, kontrollsiffra).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases[["column", "check", "index"]]
    else:
        return []
    place = frame[["fil", "rad"]].take(cases["index"].astype("int64"))
    cases = cases.assign(fil=place["fil"].to_numpy(), rad=place["rad"].to_numpy())
    cases = _name_cases(cases, frame, layout, lasar)
    problems = []
    for fil, in_file in cases.groupby("fil", sort=True):
        problems += _describe_cases(in_file, layout, lasar, str(fil))
    return problems


def _name_cases(cases: pd.DataFrame, frame: pd.DataFrame, layout: Layout, lasar: str) -> pd.DataFrame:
    """Failing cells with `kod`: the damage that explains the cell, or the check. One per cell."""
    named = []
    for (name, check), group in cases.groupby(["column", "check"], sort=True):
        column = layout[str(name)]
        values = frame[column.name].take(group["index"].astype("int64")).set_axis(group.index)
        codes = layout.codes(column.name, lasar)
        is_kept = check != SKADA or bool(column.processed_name)
        kod = name_damage(values, str(check), codes, kept=is_kept)
        named.append(group.assign(kod=kod.where(kod != "", str(check)), is_damage=kod != ""))
    ordered = pd.concat(named).sort_values("is_damage", ascending=False, kind="stable")
    return ordered.drop_duplicates(["column", "index"])


def _describe_cases(cases: pd.DataFrame, layout: Layout, lasar: str, fil: str) -> list[Problem]:
    problems = []
    is_unknown = cases["check"] == "kod"
    unknown = set(cases["column"][is_unknown & ~cases["is_damage"]])
    if len(unknown) >= SHIFTED:
        columns = [name for name in layout.names if name in unknown]
        problems.append(_shifted(layout, fil, columns, _rows(cases["rad"][is_unknown])))
        cases = cases[~is_unknown]
    for kod, group in cases[cases["is_damage"]].groupby("kod", sort=True):
        problems += _describe_damage(BY_KOD[str(kod)], group, layout, fil)
    for (column, check), group in cases[~cases["is_damage"]].groupby(["column", "check"], sort=True):
        vad, gor = MESSAGES[str(check)]
        codes = describe_codes(layout.codes(str(column), lasar))
        gor = gor.format(koder=codes, langd=layout[str(column)].max_length)
        problems.append(Problem(fil, vad, gor, str(column), _rows(group["rad"]), kod=str(check)))
    return problems


def _describe_damage(damage: Damage, cases: pd.DataFrame, layout: Layout, fil: str) -> list[Problem]:
    # What has happened to a whole file is one fault, not one for each of its columns.
    columns = [name for name in layout.names if name in set(cases["column"])]
    parts = [columns] if len(columns) >= SHIFTED else [[name] for name in columns]
    return [
        Problem(
            fil,
            damage.vad,
            damage.gor,
            ", ".join(part),
            _rows(cases["rad"][cases["column"].isin(part)]),
            kod=damage.kod,
        )
        for part in parts
    ]


def _rows(numbers: pd.Series) -> tuple[int, ...]:
    return tuple(sorted(set(numbers.tolist())))


def _shifted(layout: Layout, fil: str, columns: list[str], rows: tuple[int, ...]) -> Problem:
    return Problem(
        fil,
        f"{len(columns)} kolumner har koder som inte är tillåtna: {', '.join(columns)}.",
        f"Kontrollera att filen är {layout.title.lower()} och att kolumnerna ligger i rätt ordning.",
        rader=rows,
        kod="kolumner",
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


def _check_rules(frame: pd.DataFrame, layout: Layout) -> list[Problem]:
    problems = []
    for rule in layout.rules:
        is_broken = rule.broken(frame)
        if not is_broken.any():
            continue
        broken = frame[is_broken]
        columns = ", ".join(rule.columns)
        for fil, rows in broken.groupby("fil", sort=True, observed=True):
            problems.append(Problem(str(fil), rule.vad, rule.gor, columns, _rows(rows["rad"]), kod="regel"))
    return problems


def _check_datum(frame: pd.DataFrame) -> list[Problem]:
    codes, values = pd.factorize(frame["Datum"])
    dates = pd.to_datetime(values, format="%Y-%m-%d", errors="coerce")
    belongs = pd.Series(["" if pd.isna(d) else from_month(d.year, d.month) for d in dates], dtype="str")
    lasar = belongs.take(codes).set_axis(frame.index)
    is_wrong = (lasar != "") & (lasar != frame["lasar"])
    if not is_wrong.any():
        return []
    wrong = frame.assign(hor_till=lasar)[is_wrong]
    problems = []
    for fil, rows in wrong.groupby("fil", sort=True, observed=True):
        others = ", ".join(sorted(rows["hor_till"].unique()))
        everywhere = len(rows) == (frame["fil"] == fil).sum()
        folder = in_path(rows["lasar"].iloc[0])
        problems.append(
            Problem(
                str(fil),
                f"Datum hör till läsåret {others}, men filen ligger i mappen {folder}.",
                "Flytta filen till rätt läsår, eller kontrollera vilket uttag det är.",
                "Datum",
                () if everywhere else _rows(rows["rad"]),
                kod="datum_lasar",
            )
        )
    return problems
