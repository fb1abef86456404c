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
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from analys.keeping import Digests, Fixed, Keeper
from analys.processes.warm import forget_source
from analys.progress import Progress
from analys.reads import load_reads
from analys.sources import Sources, read_sources
from analys.underlag import Underlag

T = TypeVar("T")

KEPT_FOLDER = "sparat"
"""In a work folder: what has been done, see `analys.keeping`."""


@dataclass(frozen=True)
class Task(Generic[T]):
    """Something to do.

    Parameters
    ----------
    namn : str
    do : callable
    needs : tuple of str
        Names of those that it waits for, where they are among the tasks.
    """

    namn: str
    do: Callable[[], T]
    needs: tuple[str, ...] = ()


def do_beside(tasks: Sequence[Task[T]], jobs: int) -> dict[str, T]:
    """Do tasks beside each other, and tell what each gave; of those that can begin the first in order does.

    Parameters
    ----------
    tasks : sequence of Task
        None of them waits for itself, not by way of others either.
    jobs : int
        How many are done at a time.

    Raises
    ------
    Exception
        That of the first task, in order, that failed. What was under way is finished first.

    Examples
    --------
    >>> do_beside([Task("b", lambda: 2, ("a",)), Task("a", lambda: 1)], jobs=2)
    {'a': 1, 'b': 2}
    """
    done: dict[str, T] = {}
    failed: dict[str, BaseException] = {}
    waiting, names = list(tasks), {task.namn for task in tasks}
    running: dict[Future[T], Task[T]] = {}
    with ThreadPoolExecutor(jobs) as pool:
        try:
            while running or (waiting and not failed):
                for task in list(waiting):
                    if failed or len(running) >= jobs:
                        break
                    if all(need in done for need in task.needs if need in names):
                        waiting.remove(task)
                        running[pool.submit(task.do)] = task
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    task = running.pop(future)
                    if error := future.exception():
                        failed[task.namn] = error
                    else:
                        done[task.namn] = future.result()
        except BaseException:
            # A Ctrl-C: what lives of the processes ends, and with it the threads that wait for them.
            forget_source()
            raise
    for task in tasks:
        if task.namn in failed:
            raise failed[task.namn]
    return done


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
        """Do all pieces, and tell where the results of each are; see `do_beside`."""
        return do_beside([Task(p.namn, partial(self._do, p), p.needs) for p in pieces], self.jobs)

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
