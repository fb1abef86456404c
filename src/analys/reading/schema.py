"""A layout as a pandera schema: pandera finds the cells, `checks` puts words to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analys.contracts import Column, Layout
from analys.lasar import parse_lasar
from analys.reading.damage import SKADA
from analys.reading.damage_kinds import is_sound
from analys.reading.personnummer import has_check_digit, has_date, has_form

if TYPE_CHECKING:
    import pandera.pandas as pa


class Check(NamedTuple):
    """A check of cells, each by itself, under the name that `checks.MESSAGES` explains."""

    name: str
    is_right: Callable[[pd.Series], pd.Series]


def holds(frame: pd.DataFrame, layout: Layout, lasar: str, kontrollsiffra: bool) -> bool:
    """Whether every cell passes every check: asked of distinct values, so that sound files cost little."""
    for column in layout.columns:
        checks = list_checks(column, layout, lasar, kontrollsiffra)
        distinct = pd.Series(frame[column.name].unique(), dtype="str") if checks else None
        if distinct is not None and not all(check.is_right(distinct).all() for check in checks):
            return False
    return True


def make_schema(layout: Layout, lasar: str, kontrollsiffra: bool) -> pa.DataFrameSchema:
    """Schema that finds the failing cells of frames that do not hold."""
    # Imported here: sound files should not wait for pandera.
    import pandera.pandas as pa

    columns = {}
    for column in layout.columns:
        if checks := list_checks(column, layout, lasar, kontrollsiffra):
            made = [pa.Check(check.is_right, name=check.name, error=check.name) for check in checks]
            columns[column.name] = pa.Column(checks=made)
    return pa.DataFrameSchema(columns)


def list_checks(column: Column, layout: Layout, lasar: str, kontrollsiffra: bool) -> list[Check]:
    """What the cells of a column must be."""
    checks = [Check("tom", lambda s: s != "")] if column.required else []
    codes = layout.codes(column.name, lasar)
    if codes:
        return [*checks, Check("kod", lambda s: s.isin([*codes, ""]))]
    match column.dtype:
        case "personnummer":
            return [
                *checks,
                Check("personnummer", lambda s: (s == "") | has_form(s)),
                Check("fodelsedatum", lambda s: ~has_form(s) | has_date(s)),
                *([Check("kontrollsiffra", _is_check_digit_right)] if kontrollsiffra else []),
            ]
        case "skolenhet":
            return [*checks, Check("skolenhet", lambda s: s.str.fullmatch("(?:[0-9]{8})?"))]
        case "datum":
            return [*checks, Check("datum", lambda s: _on_unique(s, _is_date))]
        case "lasar":
            return [*checks, Check("lasar", lambda s: _on_unique(s, _is_lasar))]
        case "Int64":
            return [*checks, Check("heltal", lambda s: s.str.fullmatch("[0-9]{0,7}"))]
    # Damage shows how the whole file was treated, so it is sought in text that is dropped at load, too.
    checks.append(Check(SKADA, lambda s: _on_unique(s, lambda u: is_sound(u, column))))
    if column.processed_name == "":
        return checks
    return [
        *checks,
        Check("langd", lambda s: s.str.len() <= column.max_length),
        Check("tecken", lambda s: _on_unique(s, lambda u: u.map(str.isprintable).astype(bool))),
    ]


def _on_unique(series: pd.Series, is_right: Callable[[pd.Series], pd.Series]) -> pd.Series:
    codes, values = pd.factorize(series)
    unique = pd.Series(values, dtype="str")
    right = (is_right(unique) | (unique == "")).to_numpy(dtype=bool)
    return pd.Series(right[codes], index=series.index)


def _is_check_digit_right(series: pd.Series) -> pd.Series:
    testable = has_form(series) & has_date(series)
    return ~testable | has_check_digit(series.where(testable, "0" * 12))


def _is_date(unique: pd.Series) -> pd.Series:
    form = unique.str.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}").astype(bool)
    return form & pd.to_datetime(unique.where(form), format="%Y-%m-%d", errors="coerce").notna()


def _is_lasar(unique: pd.Series) -> pd.Series:
    return unique.map(_parses_as_lasar).astype(bool)


def _parses_as_lasar(text: str) -> bool:
    try:
        parse_lasar(text)
    except ValueError:
        return False
    return True
