"""Corrections applied to raw frames, each guarded by the number of cells that it must hit.

All are looked for in the files as they are, so that their order means nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from analys.corrections.declaring import Correction
from analys.corrections.places import Place
from analys.corrections.reasons import find_names
from analys.errors import Problem

BORTTAGEN = "Raden är borttagen enligt kommunens rättelser"
ACCOUNT = {"slag": "str", "lasar": "str", "kolumn": "str", "skal": "str", "antal": "int64", "elever": "int64"}
NOBODY = -1
UNKNOWN = -2

Ints = npt.NDArray[np.int64]
NONE: Ints = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Applied:
    """What corrections made of some frames. Personal, as the frames are.

    Parameters
    ----------
    frames : mapping of str to DataFrame
        Corrected frames, without the rows that are left out.
    removed : mapping of str to DataFrame
        The rows that are left out, with `skal`.
    cells : mapping of (str, int, str) to Place
        (file, line, column) of every corrected cell -> where its correction is written.
    account : DataFrame
        slag, lasar, kolumn ("" = whole rows), skal, antal (rows) and elever (pupils); one row for each
        distinct combination of the first four, in the order of the corrections.
    problems : list of Problem
        Corrections that no longer fit, contradict each other or have a reason that cannot be published.
    """

    frames: Mapping[str, pd.DataFrame]
    removed: Mapping[str, pd.DataFrame]
    cells: Mapping[tuple[str, int, str], Place]
    account: pd.DataFrame
    problems: list[Problem]


def apply(
    corrections: Sequence[Correction],
    frames: Mapping[str, pd.DataFrame],
    lasar: Collection[str],
    incomplete: Collection[str] = (),
) -> Applied:
    """Correct frames.

    Parameters
    ----------
    corrections : sequence of Correction
    frames : mapping of str to DataFrame
        Raw frames by kind: text columns, `lasar`, `fil` and `rad`.
    lasar : collection of str
        Läsår that are read: corrections of others are left alone, unless the kind holds rows of them.
    incomplete : collection of str
        Kinds with a file that could not be read: nothing is said of corrections that miss there.
    """
    problems = find_names(corrections, frames)
    kinds = {kind: _Kind(frame, [c for c in corrections if c.slag == kind]) for kind, frame in frames.items()}
    hits: list[tuple[Correction, Ints]] = []
    for correction in corrections:
        kind = kinds.get(correction.slag)
        if correction.lasar not in lasar and (kind is None or not kind.holds(correction)):
            continue
        found = kind.find(correction) if kind is not None else NONE
        if len(found) != correction.forvantat:
            if correction.slag not in incomplete:
                problems.append(_missed(correction, len(found), kind))
        elif kind is not None:
            earlier = kind.claim(correction, found)
            if earlier is None:
                hits.append((correction, found))
            else:
                problems.append(_contradicts(correction, earlier))
    for kind in kinds.values():
        problems += [_contradicts(cell, row) for cell, row in kind.list_wasted()]
    cells: dict[tuple[str, int, str], Place] = {}
    for kind in kinds.values():
        cells |= kind.list_cells()
    return Applied(
        {name: kind.correct() for name, kind in kinds.items()},
        {name: kind.take_out() for name, kind in kinds.items() if kind.removed_by},
        cells,
        _count(hits, frames),
        problems,
    )


class _Kind:
    """One kind's frame, and which correction claims each of its cells and rows."""

    def __init__(self, frame: pd.DataFrame, corrections: Sequence[Correction]) -> None:
        self.frame = frame
        self.claims: dict[str, Ints] = {}
        self.by: list[Correction] = []
        self.removed = np.full(len(frame), NOBODY, dtype=np.int64)
        self.removed_by = False
        self.pupils: dict[str, Ints] = {}
        self._codes: dict[str, tuple[Ints, dict[str, int]]] = {}
        wanted = {c.elev for c in corrections if c.elev} | {
            c.till for c in corrections if c.kolumn == "PersonNr"
        }
        if wanted:
            rows = np.flatnonzero(frame["PersonNr"].isin(wanted))
            numbers = frame["PersonNr"].iloc[rows]
            self.pupils = {str(number): rows[at] for number, at in numbers.groupby(numbers).indices.items()}

    def holds(self, correction: Correction) -> bool:
        """Whether there are rows of the läsår at all."""
        everywhere = np.arange(len(self.frame))
        return correction.kolumn == "Lasar" or bool(
            self._is_equal("lasar", correction.lasar, everywhere).any()
        )

    def find(self, correction: Correction) -> Ints:
        """Rows that the correction hits."""
        places = self.select(correction)
        if not correction.kolumn:
            return places
        return places[self._is_equal(correction.kolumn, correction.fran, places)]

    def find_corrected(self, correction: Correction) -> Ints:
        """Rows that would be hit if the source already held the right value."""
        elev = correction.till if correction.kolumn == "PersonNr" and correction.elev else correction.elev
        skolenhet = correction.skolenhet
        if correction.kolumn == "Skolenhetskod" and skolenhet == correction.fran:
            skolenhet = correction.till
        places = self.select(correction, elev, skolenhet)
        return places[self._is_equal(correction.kolumn, correction.till, places)]

    def select(self, correction: Correction, elev: str | None = None, skolenhet: str | None = None) -> Ints:
        """Rows of the pupil, school unit, file and läsår, whatever stands in the column."""
        elev = correction.elev if elev is None else elev
        skolenhet = correction.skolenhet if skolenhet is None else skolenhet
        places = self.pupils.get(elev, NONE) if elev else np.arange(len(self.frame))
        fits = np.ones(len(places), dtype=bool)
        if correction.kolumn != "Lasar":  # there it is the läsår that is wrong
            fits &= self._is_equal("lasar", correction.lasar, places)
        if skolenhet:
            fits &= self._is_equal("Skolenhetskod", skolenhet, places)
        if correction.fil:
            files = [f for f in self.frame["fil"].unique() if _is_named(str(f), correction.fil)]
            fits &= np.logical_or.reduce([self._is_equal("fil", f, places) for f in files], initial=False)
        return places[fits]

    def _is_equal(self, column: str, text: str, places: Ints) -> npt.NDArray[np.bool_]:
        if column not in self._codes:
            codes, values = pd.factorize(self.frame[column])
            self._codes[column] = codes, {str(value): code for code, value in enumerate(values)}
        codes, known = self._codes[column]
        return codes[places] == known.get(text, UNKNOWN)

    def claim(self, correction: Correction, places: Ints) -> Correction | None:
        """Take the cells or rows, or tell who has taken one of them."""
        if correction.ta_bort:
            owner = self.removed
            self.removed_by = True
        else:
            owner = self.claims.setdefault(
                correction.kolumn, np.full(len(self.frame), NOBODY, dtype=np.int64)
            )
        taken = owner[places]
        if (taken != NOBODY).any():
            return self.by[int(taken[taken != NOBODY][0])]
        owner[places] = len(self.by)
        self.by.append(correction)
        return None

    def list_wasted(self) -> list[tuple[Correction, Correction]]:
        """Corrections of cells in rows that another one leaves out, with that one."""
        pairs = {
            (int(cell), int(row))
            for owner in self.claims.values()
            for cell, row in zip(*_both(owner, self.removed), strict=True)
        }
        return [(self.by[cell], self.by[row]) for cell, row in sorted(pairs)]

    def list_cells(self) -> dict[tuple[str, int, str], Place]:
        """The corrected cells, see `Applied`."""
        cells = {}
        for column, owner in self.claims.items():
            places = np.flatnonzero(owner != NOBODY)
            where = self.frame[["fil", "rad"]].iloc[places]
            for fil, rad, by in zip(where["fil"], where["rad"], owner[places], strict=True):
                cells[str(fil), int(rad), column] = self.by[int(by)].place
        return cells

    def correct(self) -> pd.DataFrame:
        """The frame with its new values, without the rows that are left out."""
        frame = self.frame
        if self.claims:
            columns = {name: self._fill(name, owner) for name, owner in self.claims.items()}
            frame = frame.assign(**columns)
            if "Lasar" in columns:
                frame = frame.assign(lasar=frame["Lasar"].str.replace("-", "/"))
        return frame[self.removed == NOBODY].reset_index(drop=True) if self.removed_by else frame

    def _fill(self, name: str, owner: Ints) -> pd.Series:
        places = np.flatnonzero(owner != NOBODY)
        column = self.frame[name].copy()
        column.iloc[places] = [self.by[int(by)].till for by in owner[places]]
        return column

    def take_out(self) -> pd.DataFrame:
        """The rows that are left out, with the reason."""
        return self.frame[self.removed != NOBODY].assign(skal=BORTTAGEN)


def _both(cells: Ints, rows: Ints) -> tuple[Ints, Ints]:
    taken = (cells != NOBODY) & (rows != NOBODY)
    return cells[taken], rows[taken]


def _is_named(fil: str, name: str) -> bool:
    return fil.rpartition("/")[2].casefold() == name.rpartition("/")[2].casefold()


def _missed(correction: Correction, count: int, kind: _Kind | None) -> Problem:
    one, many = ("rad", "rader") if correction.ta_bort else ("cell", "celler")
    check = "Kontrollera slag, lasar, elev, skolenhet och fil. Personnumret ska skrivas som det står i filen."
    if count:
        return correction.place.problem(
            f"Rättelsen träffar {count} {one if count == 1 else many}, men forvantat är "
            f"{correction.forvantat}.",
            "Gör rättelsen mer precis, eller ange i forvantat det antal som du menar.",
        )
    if kind is None or not kind.holds(correction):
        return correction.place.problem(
            "Rättelsen träffar ingenting: det finns inga sådana rader för läsåret.", check
        )
    others = len(kind.select(correction))
    if correction.ta_bort:
        if _holds_pupil(kind, correction):
            return _fixed(correction)
        return correction.place.problem("Raden som ska tas bort finns inte.", f"{check} {TAKE_AWAY}")
    if len(kind.find_corrected(correction)) >= correction.forvantat:
        return _fixed(correction)
    if others:
        return correction.place.problem(
            f"Rättelsen träffar ingenting: kolumnen {correction.kolumn} har ett annat värde än fran.",
            f"Kontrollera vad som står i filen. {TAKE_AWAY}",
        )
    return correction.place.problem("Rättelsen träffar ingenting.", check)


TAKE_AWAY = "Har källan ändrats och är rätt nu, ta bort rättelsen."


def _holds_pupil(kind: _Kind, correction: Correction) -> bool:
    return bool(kind.select(replace(correction, skolenhet="", fil="")).size)


def _fixed(correction: Correction) -> Problem:
    now = "Raden finns inte längre i filen." if correction.ta_bort else "Det rätta värdet står redan i filen."
    return correction.place.problem(
        "Källan är rättad: ta bort rättelsen.", f"{now} Ta bort rättelsen ur listan."
    )


def _contradicts(correction: Correction, earlier: Correction) -> Problem:
    where = earlier.place.words
    if earlier.place.fil.partition(",")[0] != correction.place.fil.partition(",")[0]:
        where = f"{where} i {earlier.place.fil.partition(',')[0]}"
    return correction.place.problem(
        f"Två rättelser gäller samma uppgift: den här och den på {where}.", "Behåll en av dem."
    )


def _count(hits: Sequence[tuple[Correction, Ints]], frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    groups: dict[tuple[str, str, str, str], list[Ints]] = {}
    for correction, places in hits:
        kolumn = "" if correction.ta_bort else correction.kolumn
        groups.setdefault((correction.slag, correction.lasar, kolumn, correction.skal), []).append(places)
    rows: list[tuple[str, str, str, str, int, int]] = []
    for (slag, lasar, kolumn, skal), parts in groups.items():
        places = np.concatenate(parts)
        pupils = frames[slag]["PersonNr"].iloc[places].nunique()
        rows.append((slag, lasar, kolumn, skal, len(places), pupils))
    return make_account(rows)


def make_account(rows: Sequence[tuple[str, str, str, str, int, int]] = ()) -> pd.DataFrame:
    """An account of corrections, see `Applied`; without rows where nothing is corrected."""
    return pd.DataFrame(list(rows), columns=list(ACCOUNT)).astype(ACCOUNT)
