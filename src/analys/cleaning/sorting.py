"""Which rows are left out, and why. Every row that goes in comes out or is counted here with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analys.cleaning.processed import NOT_STORED, is_pupils
from analys.contracts import LAYOUTS
from analys.contracts.elevregister import ANPASSAD_GRUNDSKOLA
from analys.errors import AnalysError

ANPASSAD = "Eleven går i anpassad grundskola och räknas inte i grundskolans resultat"
ANNAT_LASAR = "Läsåret ingår inte i analysen"


def mark_rows(frames: Mapping[str, pd.DataFrame], lasar: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Raw frames whose `skal` also says which rows belong to another läsår or to anpassad grundskola.

    Rows of the kinds that are read of earlier läsår belong to the run wherever they are from.
    """
    register = frames["elevregister"]
    in_anpassad = register[(register["Skolform"] == ANPASSAD_GRUNDSKOLA) & (register["skal"] == "")]
    marked = {}
    for kind, frame in frames.items():
        skal = frame["skal"]
        if (frame["lasar"] != "").any() and not LAYOUTS[kind].earlier:
            skal = skal.mask((skal == "") & ~frame["lasar"].isin(lasar), ANNAT_LASAR)
        if is_pupils(LAYOUTS[kind]) and kind not in (*NOT_STORED, "elevregister"):
            skal = skal.mask((skal == "") & _is_among(frame, in_anpassad), ANPASSAD)
        marked[kind] = frame.assign(skal=skal)
    return marked


def _is_among(frame: pd.DataFrame, pupils: pd.DataFrame) -> pd.Series:
    is_among = frame["PersonNr"].isin(pupils["PersonNr"])
    if not is_among.any():
        return is_among
    same = frame[["lasar", "PersonNr"]][is_among]
    is_among[is_among] = (same["lasar"] + same["PersonNr"]).isin(pupils["lasar"] + pupils["PersonNr"])
    return is_among


def count_rows(
    raw: Mapping[str, pd.DataFrame], cleaned: Mapping[str, pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows in and out per kind, läsår and file, and the rows left out per reason.

    Parameters
    ----------
    raw : mapping of str to DataFrame
        All rows read, with `skal`.
    cleaned : mapping of str to DataFrame
        What `clean_frame` made of the rows that were kept.

    Returns
    -------
    tuple of DataFrame
        `radrakning` and `bortsorterade` (see `processed.ACCOUNTS`).

    Raises
    ------
    AnalysError
        When rows in differ from rows out plus rows left out.
    """
    counts, reasons = [], []
    for kind, frame in raw.items():
        if kind in NOT_STORED:
            continue
        rows_in = frame.groupby(["lasar", "fil"], observed=True).size().rename("rader_in")
        out = cleaned[kind]
        lasar = out["lasar"] if "lasar" in out else _no_lasar(out)
        rows_out = out.groupby([lasar, "fil"], observed=True).size().reindex(rows_in.index, fill_value=0)
        counts.append(rows_in.reset_index().assign(rader_ut=rows_out.to_numpy(), slag=kind))
        left_out = frame[frame["skal"] != ""].groupby(["lasar", "fil", "skal"], observed=True).size()
        reasons.append(left_out.rename("antal").reset_index().assign(slag=kind))
    radrakning = pd.concat(counts, ignore_index=True).astype({"fil": "str"})
    bortsorterade = pd.concat(reasons, ignore_index=True).astype({"fil": "str"})
    check_balance(radrakning, bortsorterade)
    return radrakning, bortsorterade


def _no_lasar(frame: pd.DataFrame) -> pd.Series:
    return pd.Series("", index=frame.index, dtype="str", name="lasar")


def check_balance(radrakning: pd.DataFrame, bortsorterade: pd.DataFrame) -> None:
    """Raise when rows in differ from rows out plus rows left out, for any file.

    Raises
    ------
    AnalysError
        Names the files, never rows.
    """
    where = ["slag", "lasar", "fil"]
    counts = radrakning.set_index(where)
    left_out = bortsorterade.groupby(where)["antal"].sum().reindex(counts.index, fill_value=0)
    difference = counts["rader_in"] - counts["rader_ut"] - left_out
    if (difference != 0).any():
        files = ", ".join(sorted({str(index[2]) for index in difference.index[difference != 0]}))
        raise AnalysError(f"Radräkningen går inte ihop i {files}. Inget har skrivits.")
