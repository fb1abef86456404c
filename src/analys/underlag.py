"""Underlag: what a run may read — parameters, cleaned pupil frames and official cells — and nothing else.

The layer that estimates stand on. `analys.run.Run` adds protection and findings for the notebooks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from analys.arbetsbok import Arbetsbok, load_arbetsbok
from analys.arbetsbok.files import Stamp, stamp_files
from analys.cleaning import load_manifest, load_processed
from analys.cleaning.processed import EARLIER
from analys.cleaning.store import MANIFEST
from analys.estimates.cells import make_cells
from analys.indicators import REGISTRY
from analys.indicators.base import Indicator
from analys.indicators.enkat_svar import ASKED, RESPONDENTS, describe_asked, describe_respondents
from analys.indicators.franvaro_band import set_bands
from analys.indicators.franvaro_elev import FRANVARO_ELEV, describe_absence
from analys.indicators.lokala import read_definitions
from analys.indicators.lokala_uppgifter import Lokala, read_lokala
from analys.indicators.measures import declare_local
from analys.indicators.parning import PAIRED, pair_results
from analys.lasar import last_lasar
from analys.official.cells import condition_cells, official_cells
from analys.official.kommuner import kommunnamn
from analys.official.skolverket_exports import load_exports
from analys.official.store import load_index
from analys.parameters import RunParameters
from analys.paths import processed_folder, raw_folder, school_work_folder, work_folder
from analys.reads import note

BASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {FRANVARO_ELEV: ("elevregister", "franvaro"), **PAIRED}
    | dict.fromkeys(RESPONDENTS, ("enkat_svar", "enkat_fragor"))
    | dict.fromkeys(ASKED, ("enkat_utskick", "enkat_svar", "enkat_fragor"))
)
"""Joined kind of frame -> the kinds that it is made of."""


@dataclass(frozen=True)
class Underlag:
    """Read access to one municipality's data for one run.

    Parameters
    ----------
    parameters : RunParameters
    data : pathlib.Path
        The data folder, the one that holds raw/ and processed/.
    """

    parameters: RunParameters
    data: Path

    @property
    def kommunnamn(self) -> str:
        """The municipality's name."""
        return kommunnamn(self.parameters.kommun)

    @property
    def processed(self) -> Path:
        """Folder of the cleaned frames."""
        return processed_folder(self.data, self.parameters.kommun, self.parameters.lasar)

    @property
    def work(self) -> Path:
        """Private work folder of the run."""
        about = self.parameters
        if not about.skola:
            return work_folder(self.data, about.kommun, about.lasar)
        return school_work_folder(self.data, about.kommun, about.lasar, about.skola, about.utgava)

    @property
    def skolnamn(self) -> str:
        """Name of the school that the report is about, "" for the municipality's."""
        frame = self.frame("skolenheter") if self.parameters.skola else None
        own = () if frame is None else frame.loc[frame["skolenhet"] == self.parameters.skola, "namn"]
        return next((str(name) for name in own), "")

    @property
    def has_pupils(self) -> bool:
        """True when there are pupil files; otherwise the report is in official mode."""
        note("elevfiler")
        return has_pupil_files(self.data, self.parameters.kommun)

    def frame(self, kind: str) -> pd.DataFrame:
        """The cleaned frame of one kind, or of a joined kind; empty when there are no such files.

        The joined kinds are those of `parning.PAIRED`, and `franvaro_elev.FRANVARO_ELEV`, and those
        of `enkat_svar.RESPONDENTS` and `enkat_svar.ASKED`.
        """
        for base in BASES.get(kind, (kind,)):
            note("tabell", base)
        if kind == FRANVARO_ELEV:
            return _absence(self.processed)
        if kind in RESPONDENTS:
            return _respondents(self.processed, RESPONDENTS[kind])
        if kind in ASKED:
            return _asked(self.processed, ASKED[kind])
        if kind in PAIRED:
            return _pair(self.processed, *PAIRED[kind])
        if kind == "skolenheter":
            return _name_as_shown(_load(self.processed, kind), self.arbetsbok())
        return _load(self.processed, kind)

    def earlier_frame(self, kind: str) -> pd.DataFrame:
        """The cleaned frame of the läsår before the trend's first, for kinds that are read of them.

        What the run's pupils did before (`Layout.earlier`); `frame` has none of it. Empty without files.
        """
        note("tabell", EARLIER[kind])
        return _load(self.processed, EARLIER[kind])

    def official(self) -> pd.DataFrame:
        """Official cells of the trend's läsår and the municipality's comparison groups; empty without any.

        One läsår more than the trend is read, since autumn reports compare with the latest published one.
        """
        note("kolada")
        wanted = last_lasar(self.parameters.lasar, self.parameters.antal_lasar + 1)
        return _official(self.data, self.parameters.kommun, tuple(wanted))

    def forutsattningar(self) -> pd.DataFrame:
        """Official cells of the schools' preconditions in the trend's läsår; empty without any."""
        note("kolada")
        return _conditions(self.data, self.parameters.kommun, tuple(self.parameters.lasar_i_trend))

    def skolverket(self) -> pd.DataFrame:
        """Values of Skolverket's kept exports about the municipality's own schools and the trend's läsår.

        Returns
        -------
        pandas.DataFrame
            See `analys.official.skolverket_frame`; empty when nothing is kept.
        """
        note("skolverket")
        frame = _exports(self.data)
        wanted = frame["lasar"].isin(self.parameters.lasar_i_trend) & (frame["huvudman"] == "kommunal")
        return frame[wanted & (frame["kommun"] == self.parameters.kommun)].reset_index(drop=True)

    def arbetsbok(self) -> Arbetsbok:
        """What the municipality has filled in itself; without rows where it has no workbook."""
        folder = raw_folder(self.data, self.parameters.kommun)
        return _workbook(folder, f"raw/{self.parameters.kommun}", stamp_files(folder))

    def lokala(self) -> Lokala:
        """The municipality's own measures and their numbers, with every fault of them."""
        schools = self.frame("skolenheter") if self.has_pupils else pd.DataFrame()
        names = dict(zip(schools["skolenhet"], schools["namn"], strict=True)) if len(schools) else {}
        return read_lokala(self.arbetsbok(), names)

    def declare(self) -> None:
        """Let `analys.indicators.measures` know this run's local measures, in place of any other run's."""
        declare_local(read_definitions(self.arbetsbok()).matt)

    def indicators(self, kapitel: str = "") -> Mapping[str, Indicator]:
        """Indicators that are valid in the report's läsår and named as then: the registered, then local ones.

        Parameters
        ----------
        kapitel : str
            Only those of this chapter; "" for all.
        """
        lasar, band = self.parameters.lasar, self.parameters.band
        local = _adapt(read_definitions(self.arbetsbok()).matt, lasar, band)
        every = {**_registered(lasar, band), **local}
        return {code: one for code, one in every.items() if kapitel in ("", one.kapitel)}

    def manifest(self) -> dict[str, Any]:
        """The cleaning's manifest, empty in official mode."""
        note("manifest")
        return load_manifest(self.processed) if (self.processed / MANIFEST).exists() else {}


def has_pupil_files(data: Path, kommun: str) -> bool:
    """True when the municipality's raw folder holds at least one läsår."""
    folder = raw_folder(data, kommun)
    return folder.is_dir() and any(child.is_dir() and child.name[:4].isdigit() for child in folder.iterdir())


def _adapt(indicators: Mapping[str, Indicator], lasar: str, band: tuple[int, ...]) -> dict[str, Indicator]:
    """Indicators that are valid in a läsår, named as then and with the run's bands."""
    return {
        code: set_bands(indicator.named_in(lasar), band)
        for code, indicator in indicators.items()
        if (not indicator.valid_from or indicator.valid_from <= lasar)
        and (not indicator.valid_to or indicator.valid_to >= lasar)
    }


@cache
def _registered(lasar: str, band: tuple[int, ...]) -> Mapping[str, Indicator]:
    return MappingProxyType(_adapt(REGISTRY, lasar, band))


@cache
def _load(folder: Path, kind: str) -> pd.DataFrame:
    return load_processed(folder, kind)


def _name_as_shown(schools: pd.DataFrame, book: Arbetsbok) -> pd.DataFrame:
    """Schools under the names that the municipality wants in its reports."""
    shown = {row["skolenhet"]: row.text("visas_som") for row in book.rader("skolor") if row["visas_som"]}
    if not shown:
        return schools
    return schools.assign(namn=schools["skolenhet"].map(shown).fillna(schools["namn"]).astype("str"))


@cache
def _pair(folder: Path, first: str, tests: str) -> pd.DataFrame:
    return pair_results(_load(folder, first), _load(folder, tests))


@cache
def _absence(folder: Path) -> pd.DataFrame:
    return describe_absence(_load(folder, "elevregister"), _load(folder, "franvaro"))


@cache
def _respondents(folder: Path, grupp: str) -> pd.DataFrame:
    return describe_respondents(_load(folder, "enkat_svar"), _load(folder, "enkat_fragor"), grupp)


@cache
def _asked(folder: Path, grupp: str) -> pd.DataFrame:
    return describe_asked(_load(folder, "enkat_utskick"), _respondents(folder, grupp), grupp)


@cache
def _workbook(folder: Path, place: str, stamp: Stamp) -> Arbetsbok:
    # Whoever explores fills in a cell and looks again: what has been read holds for the files as they were.
    return load_arbetsbok(folder, place)


@cache
def _exports(data: Path) -> pd.DataFrame:
    return load_exports(data)


@cache
def _official(data: Path, kommun: str, lasar: tuple[str, ...]) -> pd.DataFrame:
    return official_cells(data, kommun, lasar) if load_index(data, kommun) else make_cells([])


@cache
def _conditions(data: Path, kommun: str, lasar: tuple[str, ...]) -> pd.DataFrame:
    return condition_cells(data, kommun, lasar) if load_index(data, kommun) else make_cells([])
