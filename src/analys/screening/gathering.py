"""From a folder that somebody wants checked to the material that the checks look at."""

from __future__ import annotations

from analys.corrections import load_corrections
from analys.errors import Problem
from analys.importing.found import Found
from analys.lasar import in_path
from analys.paths import KOLUMNER, raw_folder
from analys.progress import Progress, Silent
from analys.reading import find_sources, read_sources
from analys.reading.mapping_file import load_mappings
from analys.screening.exports import gather_exports
from analys.screening.material import Material, make_material, split_frames
from analys.screening.places import Place, list_lasar
from analys.screening.written import read_written


def gather(place: Place, progress: Progress | None = None) -> Material:
    """Everything that the checks look at; nothing in the files can raise."""
    progress = progress or Silent()
    return _gather_raw(place, progress) if place.is_raw else gather_exports(place, progress)


def _gather_raw(place: Place, progress: Progress) -> Material:
    there = list_lasar(place.data, place.kommun)
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
    if declared.is_file():
        problems += load_mappings(declared, f"raw/{place.kommun}/{KOLUMNER}")[1]
    written, filled = read_written(place.data, place.kommun, checked[-1], reading.raw.frames)
    problems = [p for p in (*problems, *reading.problems, *written) if not p.fil.startswith(not_checked)]
    own = [source for source in sources if not source.fil.startswith(not_checked)]
    files = {source.fil for source in own}
    frames, earlier = split_frames(reading.raw.frames, files, {})
    return make_material(
        [Found(s.path, s.fil, s.kind, s.lasar) for s in own],
        problems=dict.fromkeys(problems),
        frames=frames,
        earlier=earlier,
        lasar=checked,
        sha256={fil: digest for fil, digest in reading.raw.sha256.items() if fil in files},
        rattelser=rattelser.entries,
        ifyllt=filled,
    )


def _no_lasar(place: Place) -> Problem:
    return Problem(
        f"raw/{place.kommun}",
        "Kommunens mapp har inget läsår.",
        "Lägg filerna i en mapp för sitt läsår, till exempel 2025-26.",
        kod="mapp",
    )
