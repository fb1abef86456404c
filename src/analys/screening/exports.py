"""From a folder of exports to the material: what is recognised there, beside what the data folder holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from analys.contracts import LAYOUTS
from analys.errors import Problem
from analys.importing.choosing import Choices
from analys.importing.found import Found
from analys.importing.plan import Outcome
from analys.importing.planning import make_plan
from analys.importing.recognise import recognise_folder
from analys.official.skolverket_csv import parse_export, recognise_export
from analys.paths import DECLARATIONS, KOLUMNER, raw_folder
from analys.progress import Progress
from analys.reading import read_sources
from analys.reading.mapping_file import load_mappings
from analys.screening.borrowing import find_corrections, find_earlier, lend_names, match_kommun
from analys.screening.material import Material, make_material, split_frames
from analys.screening.places import Place

LEFT = (Outcome.DUBBLETT, Outcome.OMODERN)
"""Files that importing would leave: copies, and earlier versions of another file."""


def gather_exports(place: Place, progress: Progress) -> Material:
    """What the checks look at in a folder of exports; nothing in the files can raise."""
    choices = Choices(lasar={"": place.lasar} if place.lasar else {})
    found = recognise_folder(place.folder, (recognise_export,), progress, place.data, choices)
    found = _settle_lasar(found)
    items = make_plan(found, place.kommun, ()).items
    known = [item.found for item in items if item.outcome not in LEFT and _is_readable(item.found)]
    if place.lasar:
        known = [f for f in known if f.lasar in ("", place.lasar)]
    checked = [place.lasar] if place.lasar else sorted({f.lasar for f in known if f.lasar})
    problems = [] if any(LAYOUTS[f.kind].is_result for f in known) else [_no_results(place)]
    kommun = place.kommun or match_kommun(place.data, {code for f in known for code in f.skolenheter})
    own = [lend_names(f.source, raw_folder(place.data, kommun) if kommun else None) for f in known]
    borrowed, before = find_earlier(place.data, kommun, own, checked)
    progress.step("Läser filerna")
    rattelser = find_corrections(place, kommun)
    reading = read_sources([*borrowed, *own], checked[-1] if checked else "", rattelser=rattelser)
    for file in found:
        if file.annat == KOLUMNER:
            problems += load_mappings(file.path, file.fil)[1]
    lent = {source.fil for source in borrowed}
    problems += [p for p in reading.problems if p.fil not in lent]
    earlier: dict[str, pd.DataFrame] = {}
    if before:
        progress.step("Läser tidigare läsår")
        earlier = dict(read_sources(before, checked[-1]).raw.frames)
    frames, others = split_frames(reading.raw.frames, {source.fil for source in own}, earlier)
    return make_material(
        found,
        problems=dict.fromkeys(problems),
        frames=frames,
        earlier=others,
        lasar=checked,
        sha256={f.fil: f.sha256 for f in found if f.sha256},
        rattelser=rattelser.entries,
        officiella=_read_official(found),
        items=items,
    )


def _is_readable(found: Found) -> bool:
    """Whether enough is known of a file to read it: its kind, and the läsår of kinds that belong to one."""
    return bool(found.kind and (found.lasar or LAYOUTS[found.kind].place == "kommun"))


def _settle_lasar(found: Sequence[Found]) -> list[Found]:
    """Files whose läsår cannot be told are taken for the others', when those have one and the same."""
    years = {f.lasar for f in found if f.lasar and not f.tveksamt}
    if len(years) != 1:
        return list(found)
    (year,) = years
    is_lost = [bool(f.kind and not _is_readable(f)) for f in found]
    return [replace(f, lasar=year) if lost else f for f, lost in zip(found, is_lost, strict=True)]


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


def _no_results(place: Place) -> Problem:
    when = f" för läsåret {place.lasar}" if place.lasar else ""
    return Problem(
        place.folder.name,
        f"Mappen har ingen fil med betyg eller nationella prov{when} som känns igen.",
        "Lägg skolornas uttag i mappen, eller välj en annan mapp.",
        kod="saknas",
    )
