"""Publishing: a report is written beside its place and moved there when it is whole.

Windows locks what Excel or a PDF reader has open. That is told before the work begins, and a report that is
finished all the same is kept beside its place: nothing is lost and nothing is left half-written.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from analys.errors import AnalysError

MARKER = "LAS-MIG.txt"
"""Lies in a report that could not take its place, and tells it from a folder that the user has made."""

PATIENCE = (0.1, 0.3, 0.6)
"""Seconds between attempts to move: virus scanners and synchronisation hold a file for a moment."""


def check_replaceable(target: Path) -> None:
    """Tell, before the work begins, what would stop a report from taking its place.

    Parameters
    ----------
    target : pathlib.Path
        The report's folder, which need not exist.

    Raises
    ------
    AnalysError
        When the place cannot be written, or files of the earlier report are open in other programs.
    """
    if target.parent.is_dir():
        _remove(_make_work_folder(target))
    else:
        _try_to_write_above(target.parent)
    if held := _find_open_files(target):
        raise AnalysError(_ask_to_close(held))


@contextmanager
def replace_folder(
    target: Path, *, keep: Callable[[Path], Path | None] = lambda fresh: None
) -> Iterator[Path]:
    """A temporary folder that takes the place of `target` when the block ends without an error.

    Parameters
    ----------
    target : pathlib.Path
        The report's folder, which need not exist.
    keep : callable, optional
        Asked last, with the finished folder: where the report that stands in `target` is to be kept, None
        when it may go.

    Raises
    ------
    AnalysError
        When the place cannot be written, or the earlier report cannot be moved away. In the latter case the
        new one is kept beside it.
    """
    work = _make_work_folder(target)
    try:
        with (work / "las").open("wb") as claim:
            with suppress(OSError):  # Some network drives know no locks; then nobody clears anything there.
                _lock(claim)
            fresh = work / "ny"
            fresh.mkdir()
            yield fresh
            fresh.chmod(0o755)
            _swap(fresh, target, keep(fresh))
            for kept in _kept_beside(target):
                with suppress(OSError):
                    kept.replace(work / kept.name)
    finally:
        _remove(work)


@contextmanager
def temporary_folder(target: Path) -> Iterator[Path]:
    """A private folder beside `target`, which need not exist; gone when the block ends.

    What killed runs left there goes too.
    """
    work = _make_work_folder(target)
    try:
        with (work / "las").open("wb") as claim:
            with suppress(OSError):
                _lock(claim)
            fresh = work / "ny"
            fresh.mkdir()
            yield fresh
    finally:
        _remove(work)


def _make_work_folder(target: Path) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_interrupted(target)
        return Path(tempfile.mkdtemp(prefix=f".{target.name}-skrivs-", dir=target.parent))
    except OSError:
        raise _refused(target.parent) from None


def _try_to_write_above(folder: Path) -> None:
    # A run that fails must not leave empty folders, so this one is not made yet.
    nearest = next(place for place in (folder, *folder.parents) if os.path.lexists(place))
    try:
        _remove(Path(tempfile.mkdtemp(prefix=".skrivprov-", dir=nearest)))
    except OSError:
        raise _refused(folder) from None


def _refused(folder: Path) -> AnalysError:
    return AnalysError(f"Mappen {folder.name} går inte att skriva i. Välj en annan med --ut.")


def _swap(fresh: Path, target: Path, kept: Path | None) -> None:
    earlier = kept or _earlier(fresh.parent)
    try:
        if target.exists():
            _patiently(lambda: target.replace(earlier))
        try:
            _patiently(lambda: fresh.replace(target))
        except BaseException:
            if earlier.exists():
                earlier.replace(target)
            raise
    except OSError:
        raise AnalysError(_keep(fresh, target)) from None
    if not kept:
        _remove(earlier)


def _earlier(work: Path) -> Path:
    return work.with_name(f"{work.name}.tidigare")


def _patiently(move: Callable[[], object]) -> None:
    for seconds in PATIENCE:
        try:
            move()
        except PermissionError:
            time.sleep(seconds)
        else:
            return
    move()


def _keep(fresh: Path, target: Path) -> str:
    """Put a finished report beside the place that it could not take, and tell where."""
    advice = _ask_to_close(_find_open_files(target))
    for place in _beside(target):
        try:
            if place.exists():
                if not (place / MARKER).exists():
                    continue
                place.replace(fresh.parent / place.name)
            (fresh / MARKER).write_text(
                f"Den här rapporten blev klar men kunde inte ersätta den i mappen {target.name}. {advice}\n"
                f"Då hamnar rapporten i {target.name}, och den här mappen försvinner.\n",
                encoding="utf-8",
            )
            fresh.replace(place)
        except OSError:
            continue
        return (
            f"Den nya rapporten är klar, men den förra går inte att ersätta. {advice} Till dess finns den "
            f"nya i mappen {_name(place)}. Den förra är orörd i {_name(target)}."
        )
    return f"Den förra rapporten i {target.name} går inte att ersätta. {advice} Den förra rapporten är orörd."


def _name(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


def _beside(target: Path) -> list[Path]:
    return [target.with_name(f"{target.name}-ny{number}") for number in ("", "-2", "-3", "-4", "-5")]


def _kept_beside(target: Path) -> list[Path]:
    return [place for place in _beside(target) if (place / MARKER).is_file()]


def _find_open_files(target: Path) -> list[str]:
    """Files of a report that another program keeps to itself, as the user knows them.

    A file that cannot be given the name it has is open. Where programs lock nothing, none is found.
    """
    held = []
    for path in sorted(path for path in target.rglob("*") if path.is_file()):
        try:
            path.rename(path)
        except PermissionError:
            held.append(path.relative_to(target).as_posix())
        except OSError:
            continue
    return held


def _ask_to_close(held: list[str]) -> str:
    match held:
        case []:
            return (
                "Stäng det som kan ha den öppen, till exempel en PDF-läsare, Excel, webbläsaren eller "
                "Utforskaren, och kör igen."
            )
        case [name]:
            return f"Stäng filen {name}, som är öppen i ett annat program, och kör igen."
    shown, rest = (held, 0) if len(held) <= 5 else (held[:4], len(held) - 4)
    last = f"{rest} till" if rest else shown.pop()
    return f"Stäng filerna {', '.join(shown)} och {last}, som är öppna i andra program, och kör igen."


def _clear_interrupted(target: Path) -> None:
    """Take away what killed runs left, and put back a report that was moved away when one was killed."""
    ours = re.compile(re.escape(f".{target.name}-skrivs-") + r"[a-z0-9_]{8}(\.tidigare)?")
    left = sorted(path for path in target.parent.iterdir() if ours.fullmatch(path.name) and _is_own(path))
    for work in sorted({path.with_name(path.name.removesuffix(".tidigare")) for path in left}):
        if _is_running(work):
            continue
        if _earlier(work) in left and not target.exists():
            _earlier(work).replace(target)
        _remove(_earlier(work))
        _remove(work)


def _is_own(path: Path) -> bool:
    if path.is_symlink() or not path.is_dir():
        return False
    return os.name != "posix" or path.stat().st_uid == os.getuid()


def _is_running(work: Path) -> bool:
    try:
        with (work / "las").open("r+b") as claim:
            _lock(claim)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _lock(file: IO[bytes]) -> None:
    """Take a file for this process until it is closed. Raises OSError when another process has it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _remove(folder: Path) -> None:
    """Remove a folder of ours, write-protected files too. What is open elsewhere is left for the next run."""
    for path in (folder, *folder.rglob("*")):
        with suppress(OSError):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | 0o700)
    shutil.rmtree(folder, ignore_errors=True)
