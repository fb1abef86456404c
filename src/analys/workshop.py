"""The workshop: pieces of work, in the order that they wait for each other, beside each other on all cores.

A piece that was done before from just the same is taken as it was. One that fails stops those that wait for
it and those that have not begun; what is under way is finished first, and kept, so that the next run goes on
from there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from analys.keeping import Digests, Fixed, Keeper
from analys.processes.warm import forget_source
from analys.progress import Progress
from analys.reads import load_reads
from analys.sources import Sources, read_sources
from analys.underlag import Underlag

KEPT_FOLDER = "sparat"
"""In a work folder: what has been done, see `analys.keeping`."""


@dataclass(frozen=True)
class Bench:
    """What all of a run's work shares.

    Parameters
    ----------
    now : Digests
        What there is to read.
    sources : Sources
        The program.
    progress : Progress
    jobs : int
        How many pieces are done beside each other.
    """

    now: Digests
    sources: Sources
    progress: Progress
    jobs: int

    def open(self, work: Path) -> Workshop:
        """A workshop that keeps what it does in a work folder."""
        return Workshop(Keeper(work / KEPT_FOLDER, self.now), self.progress, self.jobs)


def make_bench(run: Underlag, progress: Progress, jobs: int | None = None) -> Bench:
    """The bench of a run; as many pieces beside each other as there are cores when nothing else is said."""
    return Bench(Digests(run), read_sources(), progress, jobs or count_cores())


@dataclass(frozen=True)
class Piece:
    """A piece of work.

    Parameters
    ----------
    namn : str
        Name, and the name that its results are kept under.
    titel : str
        What progress calls it.
    fixed : callable
        What decides it besides what it reads; asked when those that it waits for are done.
    make : callable
        Does it: leaves its results in the folder that it is given, and what it read in the file.
    after : callable
        Told the folder of results, whether they were made now or before.
    needs : tuple of str
        Names of those that it waits for, where they are among the pieces.
    """

    namn: str
    titel: str
    fixed: Callable[[], Fixed]
    make: Callable[[Path, Path], None]
    after: Callable[[Path], None] = lambda folder: None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Workshop:
    """Where a run's pieces are done.

    Parameters
    ----------
    keeper : Keeper
    progress : Progress
    jobs : int
        How many pieces are done beside each other.
    """

    keeper: Keeper
    progress: Progress
    jobs: int

    def do(self, pieces: Sequence[Piece]) -> dict[str, Path]:
        """Do all pieces, and tell where the results of each are.

        Of those that can begin, the first in order does.

        Raises
        ------
        Exception
            That of the first piece, in order, that failed.
        """
        done: dict[str, Path] = {}
        failed: dict[str, BaseException] = {}
        waiting, names = list(pieces), {piece.namn for piece in pieces}
        running: dict[Future[Path], Piece] = {}
        with ThreadPoolExecutor(self.jobs) as pool:
            try:
                while running or (waiting and not failed):
                    for piece in list(waiting):
                        if failed or len(running) >= self.jobs:
                            break
                        if all(need in done for need in piece.needs if need in names):
                            waiting.remove(piece)
                            running[pool.submit(self._do, piece)] = piece
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        piece = running.pop(future)
                        if error := future.exception():
                            failed[piece.namn] = error
                        else:
                            done[piece.namn] = future.result()
            except BaseException:
                # A Ctrl-C: what lives of the processes ends, and with it the threads that wait for them.
                forget_source()
                raise
        for piece in pieces:
            if piece.namn in failed:
                raise failed[piece.namn]
        return done

    def _do(self, piece: Piece) -> Path:
        fixed = piece.fixed()
        found = self.keeper.find(piece.namn, fixed)
        if found is None:
            self.progress.start(piece.titel)
            with self.keeper.room() as room:
                made, record = Path(room) / "nytt", Path(room) / "lasningar"
                made.mkdir(mode=0o700)
                record.touch()
                piece.make(made, record)
                found = self.keeper.keep(piece.namn, fixed, load_reads(record), made)
            self.progress.finish(piece.titel)
        else:
            self.progress.finish(piece.titel, kept=True)
        piece.after(found)
        return found


def count_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
