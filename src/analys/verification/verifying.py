"""Verifying: the three questions asked of each report in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from analys.comparing import compare
from analys.earlier.published import MANIFEST
from analys.errors import AnalysError, InputError, ParameterError
from analys.finished import Manifest, check_files, find_home, load_report, read_manifest
from analys.progress import Progress
from analys.verification.here import look_here
from analys.verification.room import Room, make_again, open_room
from analys.verification.verdict import Redone, Verdict, compare_bytes


def list_reports(folder: Path) -> list[Path]:
    """The folder itself when it is a report's, else every report below it.

    Raises
    ------
    ParameterError
        When there is none.
    """
    if (folder / MANIFEST).exists() or (folder / MANIFEST).is_symlink():
        return [folder]
    found = sorted(path.parent for path in folder.rglob(MANIFEST))
    reports = [one for one in found if not any(p.startswith(".") for p in one.relative_to(folder).parts)]
    if not reports:
        raise ParameterError(
            f"Det finns ingen rapport i mappen {folder.name[:60]}: ingen mapp där har ett {MANIFEST}. Ange "
            "en rapports mapp, till exempel reports/9999/2025-26."
        )
    return reports


def verify(
    folders: Sequence[Path], *, data: Path, out: Path | None, default: Path, quick: bool, progress: Progress
) -> Iterator[Verdict]:
    """Verify reports, one after the other.

    Parameters
    ----------
    folders : sequence of pathlib.Path
        From `list_reports`.
    data : pathlib.Path
        Data folder.
    out : pathlib.Path or None
        Report folder with the decided reports that they were made together with; None takes the one that
        each report stands in.
    default : pathlib.Path
        Report folder for reports that stand in none.
    quick : bool
        True makes no report again.
    progress : Progress

    Raises
    ------
    AnalysError
        When there is nowhere to make a report again.
    """
    with ExitStack() as rooms:
        opened: dict[str, Room] = {}
        for folder in folders:
            progress.step(f"Prövar filerna i {folder.name} mot manifestet")
            try:
                manifest = read_manifest(folder)
            except InputError as error:
                yield Verdict(folder, fel=error.problems[0].vad)
                continue
            home = out or find_home(folder, manifest.kommun) or default
            verdict = _look(folder, manifest, data, home, progress)
            if not quick:
                redone = _redo(verdict, opened, rooms, data=data, home=home, progress=progress)
                verdict = replace(verdict, redone=redone)
            yield verdict


def _look(folder: Path, manifest: Manifest, data: Path, home: Path, progress: Progress) -> Verdict:
    files = check_files(folder, manifest)
    progress.step("Jämför det som rapporten är gjord av med det som finns här")
    return Verdict(folder, manifest, files, look_here(manifest, data, home))


def _redo(
    verdict: Verdict, opened: dict[str, Room], rooms: ExitStack, *, data: Path, home: Path, progress: Progress
) -> Redone:
    """Make the report again and compare it. A report that cannot be made is a finding, and no error."""
    manifest, here = verdict.manifest, verdict.here
    assert manifest is not None and here is not None
    if here.parametrar is None:
        return Redone(fel=here.fel)
    if here.okanda:
        return Redone(fel="Den här versionen av programmet känner inte alla parametrar.")
    if manifest.kommun not in opened:
        progress.step("Kopierar de råa filerna till en tillfällig mapp")
        opened[manifest.kommun] = rooms.enter_context(open_room(data, manifest.kommun))
    try:
        again = make_again(
            manifest, here.parametrar, here, opened[manifest.kommun], data=data, home=home, progress=progress
        )
    except AnalysError as error:
        return Redone(fel=str(error))
    progress.step("Jämför varje fil byte för byte")
    redone = compare_bytes(manifest, again)
    if redone.same:
        return redone
    try:
        return replace(redone, tal=compare(load_report(verdict.folder), load_report(again)))
    except AnalysError:
        return redone  # The report's own tables have been changed, which has been told.
