"""What the data folder lends to exports: schools, register, corrections, names and earlier läsår."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from analys.corrections import Corrections, load_corrections
from analys.importing.kept import list_kommuner
from analys.paths import KOLUMNER, raw_folder
from analys.reading import Source, find_sources, read_sources
from analys.screening.material import MOST_EARLIER
from analys.screening.places import Place, list_lasar


def lend_names(source: Source, folder: Path | None) -> Source:
    """A source that knows the municipality's column mappings and schools when its own folder has none."""
    if folder is None:
        return source
    kolumner, skolenheter = folder / KOLUMNER, folder / "skolenheter.csv"
    return replace(
        source,
        kolumner=source.kolumner or (kolumner if kolumner.is_file() else None),
        skolenheter=source.skolenheter or (skolenheter if skolenheter.is_file() else None),
    )


def find_corrections(place: Place, kommun: str) -> Corrections:
    """The folder's own corrections, else those of the municipality in the data folder."""
    own = load_corrections(place.folder)
    if own.entries or own.problems or not kommun:
        return own
    return load_corrections(raw_folder(place.data, kommun), f"raw/{kommun}")


def match_kommun(data: Path, codes: set[str]) -> str:
    """The municipality of the data folder that knows most of the school units, "" when none knows any."""
    best, most = "", 0
    for kommun in list_kommuner(data):
        for source in _sources_of(data, kommun, []):
            if source.kind == "skolenheter":
                frames = read_sources([source], "").raw.frames
                known = set(frames["skolenheter"]["Skolenhetskod"]) if "skolenheter" in frames else set()
                if len(known & codes) > most:
                    best, most = kommun, len(known & codes)
    return best


def _sources_of(data: Path, kommun: str, lasar: Sequence[str]) -> list[Source]:
    there = list_lasar(data, kommun)
    window = [*lasar] or there[-1:]
    sources = find_sources(data, kommun, window)[0] if window else []
    return sources if lasar else [source for source in sources if not source.lasar]


def find_earlier(
    data: Path, kommun: str, own: Sequence[Source], checked: Sequence[str]
) -> tuple[list[Source], list[Source]]:
    """What the data folder lends: schools and register when the folder has none, and earlier läsår."""
    if not kommun or not checked:
        return [], []
    has = {source.kind for source in own}
    borrowed = [s for s in _sources_of(data, kommun, []) if s.kind not in has]
    years = [year for year in list_lasar(data, kommun) if year < checked[0]][-MOST_EARLIER:]
    return borrowed, [source for source in _sources_of(data, kommun, years) if source.lasar] if years else []
