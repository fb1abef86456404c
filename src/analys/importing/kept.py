"""What the data folder holds already of a municipality: its raw files and what they cover."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from analys.contracts import LAYOUTS
from analys.importing.beside import find_beside
from analys.importing.coverage import Coverage, cover_frame
from analys.importing.found import Found
from analys.paths import DECLARATIONS, hash_file, raw_folder
from analys.reading.parsing import parse_source
from analys.reading.sources import SUFFIXES, Source, is_support, recognise_kind
from analys.spelling import make_printable


def list_kept(data: Path, kommun: str, lasar: Iterable[str]) -> list[Found]:
    """Raw files of some läsår and beside the läsår folders, sorted by path; `fil` is relative to `data`.

    Nothing in the files can raise. Files that the reading would not take are not listed.
    """
    kept = []
    beside = find_beside([], raw_folder(data, kommun)).nearest("")
    for year in ("", *sorted(set(lasar) - {""})):
        folder = raw_folder(data, kommun, year)
        try:
            paths = sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else []
        except OSError:
            continue
        kept += [found for path in paths if (found := _describe(data, path, year, beside))]
    return kept


def list_kommuner(data: Path) -> list[str]:
    """Codes of the municipalities that have a folder of raw files, sorted.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as data:
    ...     (Path(data) / "raw" / "1961").mkdir(parents=True)
    ...     list_kommuner(Path(data))
    ['1961']
    """
    raw = data / "raw"
    try:
        names = [path.name for path in raw.iterdir() if path.is_dir()] if raw.is_dir() else []
    except OSError:
        return []
    return sorted(name for name in names if len(name) == 4 and name.isascii() and name.isdigit())


def _describe(data: Path, path: Path, lasar: str, beside: tuple[Path | None, Path | None]) -> Found | None:
    fil = make_printable(path.relative_to(data).as_posix())
    if not path.is_file() or path.name.startswith((".", "~")):
        return None
    if (path.name in DECLARATIONS and not lasar) or (is_support(path.name) and lasar):
        return Found(path, fil, lasar=lasar, annat=path.name, sha256=hash_file(path))
    kind = recognise_kind(path.name) if path.suffix.lower() in SUFFIXES else None
    if kind is None or (LAYOUTS[kind].place == "lasar") != bool(lasar):
        return None
    parsed = parse_source(Source(kind, lasar, path, fil, *beside))
    coverage = Coverage() if parsed.frame is None else cover_frame(kind, parsed.frame, parsed.lasar)
    return Found(
        path,
        fil,
        kind,
        lasar,
        coverage.skolenheter,
        coverage.rader,
        coverage.datum,
        tackning=coverage.lasar,
        omfang=coverage.omfang,
        sha256=parsed.sha256,
        fel=tuple(parsed.problems),
        kolumner=beside[0],
        skolenhetslista=beside[1],
    )
