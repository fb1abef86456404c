"""The form of processed frames: which columns a kind has after cleaning, and of which type."""

from __future__ import annotations

import pandas as pd

from analys.contracts import LAYOUTS, Layout
from analys.corrections import ACCOUNT

# Derived from the personnummer before it is replaced by the pseudonym.
DERIVED = {"kon": "str", "fodelsear": "Int64", "skyddad": "bool"}
ACCOUNTS = {
    "radrakning": {"slag": "str", "lasar": "str", "fil": "str", "rader_in": "int64", "rader_ut": "int64"},
    "bortsorterade": {"slag": "str", "lasar": "str", "fil": "str", "skal": "str", "antal": "int64"},
    "namnhashar": {"namn": "str"},
    "namndelar": {"del": "str"},
    "rattelser": ACCOUNT,
}
EARLIER = {kind: f"{kind}_tidigare" for kind, layout in LAYOUTS.items() if layout.earlier}
"""Kind -> name of the frame that holds its läsår before the run's, stored where there are any."""

# The list of protected identities becomes the column `skyddad` and is neither stored nor counted.
NOT_STORED = ("skyddade",)


_KINDS = {name: kind for kind, name in EARLIER.items()}


def list_columns(kind: str) -> dict[str, str]:
    """Columns of a processed frame in order, with their types.

    Examples
    --------
    >>> list(list_columns("franvaro"))[:6]
    ['elev', 'lasar', 'skolenhet', 'kon', 'fodelsear', 'skyddad']
    """
    if kind in ACCOUNTS:
        return dict(ACCOUNTS[kind])
    layout = LAYOUTS[_KINDS.get(kind, kind)]
    own = {c.processed_name: _dtype(c.dtype) for c in layout.columns if c.processed_name}
    if not is_pupils(layout):
        return own if layout.place == "kommun" else {"lasar": "str", **own}
    lead = {"elev": "str", "lasar": "str", "skolenhet": "str"}
    lead |= {"klass": "str"} if "klass" in own else {}
    return {**lead, **DERIVED, **{name: dtype for name, dtype in own.items() if name not in lead}}


def is_pupils(layout: Layout) -> bool:
    """True when each row is about a pupil."""
    return "PersonNr" in layout


def make_empty(kind: str) -> pd.DataFrame:
    """A processed frame without rows."""
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in list_columns(kind).items()})


def _dtype(form: str) -> str:
    return "Int64" if form == "lopnummer" else form if form in ("Int64", "boolean") else "str"
