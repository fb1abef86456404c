"""A layout as a pandera schema: pandera finds the cells, `checks` puts words to them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pandera.pandas as pa

from analys.contracts import Column, Layout
from analys.lasar import parse_lasar
from analys.reading.damage import SKADA
from analys.reading.damage_kinds import is_sound
from analys.reading.personnummer import has_check_digit, has_date, has_form


def make_schema(layout: Layout, lasar: str, kontrollsiffra: bool) -> pa.DataFrameSchema:
    """Schema whose failed checks bear the names that `checks.MESSAGES` explains."""
    checks = {c.name: _make_checks(c, layout, lasar, kontrollsiffra) for c in layout.columns}
    return pa.DataFrameSchema({name: pa.Column(checks=made) for name, made in checks.items() if made})


def _make_checks(column: Column, layout: Layout, lasar: str, kontrollsiffra: bool) -> list[pa.Check]:
    checks = [_check("tom", lambda s: s != "")] if column.required else []
    codes = layout.codes(column.name, lasar)
    if codes:
        return [*checks, _check("kod", lambda s: s.isin([*codes, ""]))]
    match column.dtype:
        case "personnummer":
            return [
                *checks,
                _check("personnummer", lambda s: (s == "") | has_form(s)),
                _check("fodelsedatum", lambda s: ~has_form(s) | has_date(s)),
                *([_check("kontrollsiffra", _is_check_digit_right)] if kontrollsiffra else []),
            ]
        case "skolenhet":
            return [*checks, _check("skolenhet", lambda s: s.str.fullmatch("(?:[0-9]{8})?"))]
        case "datum":
            return [*checks, _check("datum", lambda s: _on_unique(s, _is_date))]
        case "lasar":
            return [*checks, _check("lasar", lambda s: _on_unique(s, _is_lasar))]
        case "Int64":
            return [*checks, _check("heltal", lambda s: s.str.fullmatch("[0-9]{0,7}"))]
    # Damage shows how the whole file was treated, so it is sought in text that is dropped at load, too.
    checks.append(_check(SKADA, lambda s: _on_unique(s, lambda u: is_sound(u, column))))
    if column.processed_name == "":
        return checks
    return [
        *checks,
        _check("langd", lambda s: s.str.len() <= column.max_length),
        _check("tecken", lambda s: _on_unique(s, lambda u: u.map(str.isprintable).astype(bool))),
    ]


def _check(name: str, is_right: Callable[[pd.Series], pd.Series]) -> pa.Check:
    return pa.Check(is_right, name=name, error=name)


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
