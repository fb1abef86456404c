"""Raw text rows -> a processed frame: derive, pseudonymise, drop names, give types, fix the order."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analys.cleaning.processed import is_pupils, list_columns
from analys.contracts import LAYOUTS, Layout
from analys.contracts.scb import KLASS_SAKNAS
from analys.pseudonyms import make_pseudonyms
from analys.reading.personnummer import derive_fodelsear, derive_kon


def map_pseudonyms(frames: Iterable[pd.DataFrame], key: bytes) -> pd.Series:
    """Pseudonym by personnummer, for all pupils of some raw frames. Each number is hashed once."""
    numbers = [frame["PersonNr"] for frame in frames if "PersonNr" in frame]
    unique = pd.concat([pd.Series(dtype="str"), *numbers]).drop_duplicates()
    return make_pseudonyms(unique, key).set_axis(pd.Index(unique))


def clean_frame(
    kind: str, raw: pd.DataFrame, pseudonyms: pd.Series, skyddade: frozenset[str]
) -> pd.DataFrame:
    """Processed frame of one kind, with `fil` last for the accounting.

    Parameters
    ----------
    kind : str
        Key of the layouts.
    raw : DataFrame
        Rows to keep, as `analys.reading` gives them.
    pseudonyms : Series
        By personnummer, see `map_pseudonyms`.
    skyddade : frozenset of str
        Personnummer of protected identities.

    Returns
    -------
    DataFrame
        One row per raw row, ordered by läsår, school unit, file and line: never by pseudonym.
    """
    layout = LAYOUTS[kind]
    order = ["lasar", *(["Skolenhetskod"] if "Skolenhetskod" in layout else []), "fil", "rad"]
    places = raw[order].reset_index(drop=True).sort_values(order, kind="stable").index.to_numpy()
    columns = {"lasar": _make_typed(raw["lasar"], "str", places)}
    for column in layout.columns:
        if column.processed_name and column.dtype != "personnummer" and column.name != "Lasar":
            numbered = column.dtype == "lopnummer"
            columns[column.processed_name] = (
                _number(raw, layout, column.name, places)
                if numbered
                else _make_typed(raw[column.name], column.dtype, places)
            )
    if is_pupils(layout):
        numbers = raw["PersonNr"].take(places)
        columns |= {
            "elev": _look_up(numbers, pseudonyms),
            "kon": derive_kon(numbers),
            "fodelsear": derive_fodelsear(numbers),
            "skyddad": numbers.isin(skyddade),
        }
    names = list_columns(kind)
    frame = pd.DataFrame({name: columns[name].array for name in names}).astype(names)
    return frame.assign(fil=raw["fil"].array.take(places))


def _look_up(numbers: pd.Series, pseudonyms: pd.Series) -> pd.Series:
    found = pc.index_in(pa.array(numbers), value_set=pa.array(pseudonyms.index))
    return pseudonyms.take(found.to_numpy())


def _number(raw: pd.DataFrame, layout: Layout, name: str, places: np.ndarray) -> pd.Series:
    """Running number, in the order of the rows, of what a column holds together."""
    keys = ["lasar", *layout.key[: layout.key.index(name) + 1]]
    return raw[keys].take(places).groupby(keys, sort=False).ngroup().add(1).astype("Int64")


def _make_typed(text: pd.Series, form: str, places: np.ndarray) -> pd.Series:
    """Cells in the order of their places. Columns hold few distinct values: each is read once."""
    codes, values = pd.factorize(text)
    distinct = pd.Series(values, dtype="str")
    return _read_values(distinct.mask(distinct.isin(["", KLASS_SAKNAS])), form).take(codes[places])


def _read_values(filled: pd.Series, form: str) -> pd.Series:
    match form:
        case "Int64":
            return filled.astype("Int64")
        case "boolean":
            return filled.map({"0": False, "1": True}).astype("boolean")
        case "lasar":
            return filled.str.replace("-", "/")
    return filled
