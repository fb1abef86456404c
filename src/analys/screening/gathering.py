"""From a folder that somebody wants checked to the material: what the folder is, which läsår, which rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from analys.contracts import LAYOUTS
from analys.corrections import Correction, Corrections, load_corrections
from analys.errors import ParameterError, Problem
from analys.importing.found import Found
from analys.importing.recognise import DECLARATIONS, recognise_folder
from analys.lasar import in_path, parse_lasar
from analys.official.kommuner import find_kommun, kommuner, kommunnamn
from analys.official.skolverket_csv import parse_export, recognise_export
from analys.paths import raw_folder
from analys.progress import Progress, Silent
from analys.reading import Reading, Source, find_sources, read_sources
from analys.reading.mapping_file import load_mappings
from analys.reading.mapping_form import FILE_NAME as KOLUMNER
from analys.screening.material import MOST_EARLIER, Material, make_material

_KOMMUN = re.compile("[0-9]{4}")


@dataclass(frozen=True)
class Place:
    """A folder and what it is.

    Parameters
    ----------
    folder : Path
    data : Path
        The data folder: the one that `folder` lies in, or where earlier läsår are looked for.
    kommun : str
        Code of the municipality; "" for a folder of exports whose municipality is not known yet.
    lasar : str
        Läsår to check; "" for all that there are.
    is_raw : bool
        True for a municipality's raw folder, False for a folder of exports.
    """

    folder: Path
    data: Path
    kommun: str = ""
    lasar: str = ""
    is_raw: bool = False

    @property
    def title(self) -> str:
        """What is checked, in Swedish, for headings."""
        if not self.is_raw:
            shown = "".join(c for c in self.folder.name if c.isprintable())
            return f"mappen {shown}" + (f", {self.lasar}" if self.lasar else "")
        name = kommunnamn(self.kommun) if self.kommun in kommuner() else self.kommun
        return f"{name}, {self.lasar or 'alla läsår'}"


def find_place(folder: Path, data: Path, kommun: str = "", lasar: str = "") -> Place:
    """What a folder is: a data folder, a municipality's raw folder or one of its läsår, or exports.

    Parameters
    ----------
    folder : Path
        The folder to check.
    data : Path
        Where earlier läsår are when the folder is one of exports.
    kommun : str
        Code or name of a municipality, "" when it is not given.
    lasar : str
        "2025/26" or "2025-26", "" when it is not given.

    Raises
    ------
    ParameterError
        When a value has the wrong form, or a data folder holds several municipalities.
    """
    code = find_kommun(kommun) if kommun else ""
    try:
        year = parse_lasar(lasar) if lasar else ""
    except ValueError as error:
        raise ParameterError(f"--lasar: {error}") from None
    if _is_data(folder):
        return _choose_kommun(folder, code, year)
    if folder.name == "raw" and _is_data(folder.parent):
        return _choose_kommun(folder.parent, code, year)
    if folder.parent.name == "raw" and _KOMMUN.fullmatch(folder.name):
        return Place(folder, folder.parent.parent, _agree(code, folder.name), year, True)
    above = folder.parent
    if above.parent.name == "raw" and _KOMMUN.fullmatch(above.name) and (own := _as_lasar(folder.name)):
        if year and year != own:
            raise ParameterError(f"--lasar är {year}, men mappen är {own}.")
        return Place(folder, above.parent.parent, _agree(code, above.name), own, True)
    return Place(folder, data, code, year)


def _is_data(folder: Path) -> bool:
    return bool(_list_kommuner(folder))


def _list_kommuner(data: Path) -> list[str]:
    try:
        return sorted(p.name for p in (data / "raw").iterdir() if p.is_dir() and _KOMMUN.fullmatch(p.name))
    except OSError:
        return []


def _choose_kommun(data: Path, code: str, lasar: str) -> Place:
    there = _list_kommuner(data)
    if not code and len(there) > 1:
        raise ParameterError(f"Datakatalogen har flera kommuner: {', '.join(there)}. Välj en med --kommun.")
    chosen = code or there[0]
    return Place(raw_folder(data, chosen), data, chosen, lasar, True)


def _agree(given: str, found: str) -> str:
    if given and given != found:
        raise ParameterError(f"--kommun är {given}, men mappen är kommunen {found}.")
    return found


def _as_lasar(name: str) -> str:
    try:
        return parse_lasar(name) if name == in_path(name) else ""
    except ValueError:
        return ""


def gather(place: Place, progress: Progress | None = None) -> Material:
    """Everything that the checks look at; nothing in the files can raise."""
    progress = progress or Silent()
    return _gather_raw(place, progress) if place.is_raw else _gather_exports(place, progress)


def _gather_raw(place: Place, progress: Progress) -> Material:
    there = _list_lasar(place.data, place.kommun)
    checked = [place.lasar] if place.lasar else there
    if not checked:
        return make_material([], problems=[_no_lasar(place)])
    window = [year for year in there if year <= checked[-1]] or checked
    progress.step("Läser filerna")
    sources, problems = find_sources(place.data, place.kommun, [*window, checked[-1]])
    rattelser = load_corrections(raw_folder(place.data, place.kommun), f"raw/{place.kommun}")
    reading = read_sources(sources, checked[-1], rattelser=rattelser)
    not_checked = tuple(f"raw/{place.kommun}/{in_path(year)}/" for year in window if year not in checked)
    declared = raw_folder(place.data, place.kommun) / KOLUMNER
    problems += _check_declared(declared, f"raw/{place.kommun}/{KOLUMNER}")
    problems = [p for p in (*problems, *reading.problems) if not p.fil.startswith(not_checked)]
    own = [source for source in sources if not source.fil.startswith(not_checked)]
    return _make(own, problems, reading, {}, checked, rattelser=rattelser.entries)


def _make(
    sources: Sequence[Source],
    problems: Sequence[Problem],
    reading: Reading,
    earlier: dict[str, pd.DataFrame],
    lasar: Sequence[str],
    found: Sequence[Found] = (),
    rattelser: Sequence[Correction] = (),
    officiella: Mapping[str, tuple[Problem, ...]] | None = None,
) -> Material:
    files = {source.fil for source in sources}
    frames, others = {}, dict(earlier)
    for kind, frame in reading.raw.frames.items():
        is_own = frame["fil"].isin(files)
        frames[kind] = frame[is_own]
        if not is_own.all():
            before = [others[kind]] if kind in others else []
            others[kind] = pd.concat([*before, frame[~is_own]], ignore_index=True)
    return make_material(
        found or [Found(s.path, s.fil, s.kind, s.lasar) for s in sources],
        problems=dict.fromkeys(problems),
        frames=frames,
        earlier=others,
        lasar=lasar,
        sha256={fil: digest for fil, digest in reading.raw.sha256.items() if fil in files},
        rattelser=rattelser,
        officiella=officiella,
    )


def _list_lasar(data: Path, kommun: str) -> list[str]:
    try:
        names = [p.name for p in raw_folder(data, kommun).iterdir() if p.is_dir()]
    except OSError:
        return []
    return sorted(filter(None, map(_as_lasar, names)))


def _gather_exports(place: Place, progress: Progress) -> Material:
    found = recognise_folder(place.folder, (recognise_export,), progress)
    known = [f for f in found if f.kind and (f.lasar or LAYOUTS[f.kind].place == "kommun")]
    results = {f.lasar for f in known if f.lasar}
    if place.lasar:
        known = [f for f in known if f.lasar in ("", place.lasar)]
    checked = [place.lasar] if place.lasar else sorted(results)
    problems = [] if any(LAYOUTS[f.kind].is_result for f in known) else [_no_results(place)]
    kommun = place.kommun or _match_kommun(place.data, {code for f in known for code in f.skolenheter})
    own = [_lend_names(f.source, raw_folder(place.data, kommun) if kommun else None) for f in known]
    borrowed, before = _find_earlier(place.data, kommun, own, checked)
    progress.step("Läser filerna")
    rattelser = _find_corrections(place, kommun)
    reading = read_sources([*borrowed, *own], checked[-1] if checked else "", rattelser=rattelser)
    for file in found:
        if file.annat == KOLUMNER:
            problems += _check_declared(file.path, file.fil)
    lent = {source.fil for source in borrowed}
    problems += [p for p in reading.problems if p.fil not in lent]
    earlier: dict[str, pd.DataFrame] = {}
    if before:
        progress.step("Läser tidigare läsår")
        earlier = dict(read_sources(before, checked[-1]).raw.frames)
    return _make(own, problems, reading, earlier, checked, found, rattelser.entries, _read_official(found))


def _lend_names(source: Source, folder: Path | None) -> Source:
    """A source that knows the municipality's column mappings and schools when its own folder has none."""
    if folder is None:
        return source
    kolumner, skolenheter = folder / KOLUMNER, folder / "skolenheter.csv"
    return replace(
        source,
        kolumner=source.kolumner or (kolumner if kolumner.is_file() else None),
        skolenheter=source.skolenheter or (skolenheter if skolenheter.is_file() else None),
    )


def _check_declared(path: Path, fil: str) -> list[Problem]:
    """What is wrong with the municipality's own column mappings, used or not."""
    return load_mappings(path, fil)[1] if path.is_file() else []


def _find_corrections(place: Place, kommun: str) -> Corrections:
    """The folder's own corrections, else those of the municipality in the data folder."""
    own = load_corrections(place.folder)
    if own.entries or own.problems or not kommun:
        return own
    return load_corrections(raw_folder(place.data, kommun), f"raw/{kommun}")


def _read_official(found: Sequence[Found]) -> dict[str, tuple[Problem, ...]]:
    """Skolverket's tables among the files, and what its reader says of each."""
    problems = {}
    for file in found:
        if not file.annat or file.annat in DECLARATIONS:
            continue
        try:
            content = file.path.read_bytes()
        except OSError:
            continue
        if recognise_export(content):
            problems[file.fil] = parse_export(content, file.fil).problems
    return problems


def _match_kommun(data: Path, codes: set[str]) -> str:
    """The municipality of the data folder that knows most of the school units, "" when none knows any."""
    best, most = "", 0
    for kommun in _list_kommuner(data):
        for source in _sources_of(data, kommun, []):
            if source.kind == "skolenheter":
                frames = read_sources([source], "").raw.frames
                known = set(frames["skolenheter"]["Skolenhetskod"]) if "skolenheter" in frames else set()
                if len(known & codes) > most:
                    best, most = kommun, len(known & codes)
    return best


def _sources_of(data: Path, kommun: str, lasar: Sequence[str]) -> list[Source]:
    there = _list_lasar(data, kommun)
    window = [*lasar] or there[-1:]
    sources = find_sources(data, kommun, window)[0] if window else []
    return sources if lasar else [source for source in sources if not source.lasar]


def _find_earlier(
    data: Path, kommun: str, own: Sequence[Source], checked: Sequence[str]
) -> tuple[list[Source], list[Source]]:
    """What the data folder lends: schools and register when the folder has none, and earlier läsår."""
    if not kommun or not checked:
        return [], []
    has = {source.kind for source in own}
    borrowed = [s for s in _sources_of(data, kommun, []) if s.kind not in has]
    years = [year for year in _list_lasar(data, kommun) if year < checked[0]][-MOST_EARLIER:]
    return borrowed, [source for source in _sources_of(data, kommun, years) if source.lasar] if years else []


def _no_results(place: Place) -> Problem:
    when = f" för läsåret {place.lasar}" if place.lasar else ""
    return Problem(
        place.folder.name,
        f"Mappen har ingen fil med betyg eller nationella prov{when} som känns igen.",
        "Lägg skolornas uttag i mappen, eller välj en annan mapp.",
        kod="saknas",
    )


def _no_lasar(place: Place) -> Problem:
    return Problem(
        f"raw/{place.kommun}",
        "Kommunens mapp har inget läsår.",
        "Lägg filerna i en mapp för sitt läsår, till exempel 2025-26.",
        kod="mapp",
    )
