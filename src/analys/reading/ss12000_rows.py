"""Rows made of SS12000 items, as a frame like any other file's; and how many items a fault is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analys.contracts import LAYOUTS


def make_rows(kind: str, rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Frame of text cells with `rad`, blank where a row does not tell a column."""
    names = LAYOUTS[kind].names
    frame = pd.DataFrame(
        {name: pd.Series([row.get(name, "") for row in rows], dtype="str") for name in names}
    )
    return frame.assign(rad=pd.Series([row["rad"] for row in rows], dtype="int64"))


def count_items(numbers: Sequence[int]) -> str:
    """Number of items in words for a message.

    Examples
    --------
    >>> count_items([3]), count_items([3, 4])
    ('en post', '2 poster')
    """
    return "en post" if len(numbers) == 1 else f"{len(numbers)} poster"
