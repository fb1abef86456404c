"""The cluster: worker processes on this computer, or a scheduler that somebody else runs.

Workers of this computer listen on its own address only, to those who know their secret, and keep what they
have in a folder that their owner alone may enter.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analys.errors import AnalysError
from analys.paths import make_private_folder

ROOM = ".alla"
"""Folder in processed/ for what workers keep while they live."""

SETTINGS = {
    # A report that kills its worker is told of, not tried again.
    "distributed.scheduler.allowed-failures": 0,
    # Workers start kernels, which are processes of their own.
    "distributed.worker.daemon": False,
    "distributed.worker.multiprocessing-method": "spawn",
    "distributed.admin.log-format": "%(message)s",
    # Starting takes its time where virus scanners read every module.
    "distributed.comm.timeouts.connect": "120s",
    "distributed.comm.timeouts.tcp": "600s",
    "distributed.deploy.lost-worker-timeout": "0s",
    # Nobody is to look at what goes on, so that no page is served.
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    # What is said of these is said by us.
    "logging": dict.fromkeys(("distributed", "bokeh", "tornado", "asyncio"), "critical"),
}


@contextmanager
def open_local(workers: int, data: Path) -> Iterator[Any]:
    """A client of worker processes on this computer, which end with the block.

    Parameters
    ----------
    workers : int
        Processes beside each other; each makes one report at a time.
    data : pathlib.Path
        Data folder: the workers' temporary files lie in its private part.

    Yields
    ------
    distributed.Client

    Raises
    ------
    AnalysError
        When another batch runs with the same data folder.
    """
    import dask
    from distributed import Client, LocalCluster

    from analys.batch.wire import SCHEME, OwnNanny, share_secret

    with _open_room(data) as room, dask.config.set(SETTINGS), quiet(), share_secret():
        cluster = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            worker_class=OwnNanny,
            protocol=SCHEME,
            host="127.0.0.1",
            # It serves nothing, at any port.
            scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
            local_directory=str(room / "dask"),
            memory_limit=None,
            silence_logs=logging.CRITICAL,
            # Whatever a worker that is killed leaves goes with the room.
            env={name: str(room / "tmp") for name in ("TMPDIR", "TEMP", "TMP")},
        )
        try:
            with Client(cluster, set_as_default=False) as client:
                client.run(be_quiet)
                yield client
        finally:
            cluster.close(timeout=5)


def be_quiet() -> None:
    """No library of a worker may print: messages and frames can hold pupil data. Ctrl-C is the caller's."""
    import signal
    import sys
    import threading
    import warnings

    warnings.simplefilter("ignore")
    logging.lastResort = None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    sys.excepthook = lambda kind, error, trace: None
    sys.unraisablehook = lambda unraisable: None
    threading.excepthook = lambda arguments: None
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def quiet() -> Iterator[None]:
    """Let dask say nothing for as long as the block lasts."""
    logger = logging.getLogger("distributed")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


@contextmanager
def _open_room(data: Path) -> Iterator[Path]:
    """An empty private folder, claimed for this process. What a killed batch left there goes."""
    import locket

    room = data / "processed" / ROOM
    make_private_folder(room)
    try:
        claim = locket.lock_file(str(room / "las"), timeout=0)
        claim.acquire()
    except locket.LockError:
        raise AnalysError(
            "En annan körning av ”analys alla” pågår med samma datakatalog. Vänta tills den är klar."
        ) from None
    try:
        for name in ("dask", "tmp"):
            shutil.rmtree(room / name, ignore_errors=True)
            make_private_folder(room / name)
        yield room
    finally:
        for name in ("dask", "tmp"):
            shutil.rmtree(room / name, ignore_errors=True)
        claim.release()
