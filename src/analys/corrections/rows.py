"""One kind's raw rows: which of them a correction hits, and which correction claims each cell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from analys.arbetsbok.places import Place
from analys.corrections.declaring import Correction
from analys.corrections.places import fold_number

BORTTAGEN = "Raden är borttagen enligt kommunens rättelser"
NOBODY = -1
UNKNOWN = -2

Ints = npt.NDArray[np.int64]
NONE: Ints = np.zeros(0, dtype=np.int64)


class Rows:
    """The rows of one kind of file and the corrections that claim them. Personal, as the frame is.

    Parameters
    ----------
    frame : DataFrame
        Raw frame: text columns, `lasar`, `fil` and `rad`.
    corrections : sequence of Correction
        Those of the kind.
    """

    def __init__(self, frame: pd.DataFrame, corrections: Sequence[Correction]) -> None:
        self.frame = frame
        self.claims: dict[str, Ints] = {}
        self.by: list[Correction] = []
        self.removed = np.full(len(frame), NOBODY, dtype=np.int64)
        self.removed_by = False
        self.pupils: dict[str, Ints] = {}
        self._codes: dict[str, tuple[Ints, dict[str, int]]] = {}
        wanted = {c.elev for c in corrections if c.elev}
        wanted |= {c.till for c in corrections if c.kolumn == "PersonNr"}
        if wanted:
            codes, numbers = pd.factorize(frame["PersonNr"])
            folded = pd.Series([fold_number(str(number)) for number in numbers], dtype="str").take(codes)
            rows = np.flatnonzero(folded.isin({fold_number(number) for number in wanted}))
            found = folded.iloc[rows]
            self.pupils = {str(number): rows[at] for number, at in found.groupby(found).indices.items()}

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
        places = self._find_pupil(elev) if elev else np.arange(len(self.frame))
        fits = np.ones(len(places), dtype=bool)
        if correction.kolumn != "Lasar":  # there it is the läsår that is wrong
            fits &= self._is_equal("lasar", correction.lasar, places)
        if skolenhet:
            fits &= self._is_equal("Skolenhetskod", skolenhet, places)
        if correction.fil:
            files = [f for f in self.frame["fil"].unique() if _is_named(str(f), correction.fil)]
            fits &= np.logical_or.reduce([self._is_equal("fil", f, places) for f in files], initial=False)
        return places[fits]

    def _find_pupil(self, elev: str) -> Ints:
        alike = self.pupils.get(fold_number(elev), NONE)
        exact = alike[self._is_equal("PersonNr", elev, alike)]
        return exact if exact.size else alike

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
