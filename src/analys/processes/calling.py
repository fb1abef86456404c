"""Calling a function in a warm process of its own."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

from analys.crash import WorkerCrash
from analys.errors import AnalysError
from analys.paths import make_private_folder
from analys.processes.warm import Process, find_source, forget_source, make_environment
from analys.reads import RECORD_VARIABLE

DIED = (
    "dess Python-process dog. Oftast beror det på att datorns minne tog slut. Stäng andra program och försök "
    "igen: det som hann bli klart görs inte om."
)


ROOM_FOR_AN_ANSWER = 1_000_000
"""Bytes: on a disk with less than this a process may end without being able to say why."""


def call(
    function: Callable[..., Any],
    titel: str,
    *,
    data: Path,
    work: Path,
    record: Path | None = None,
    **arguments: Any,
) -> Any:
    """What a function gives, called in a warm process of its own.

    Parameters
    ----------
    function : callable
        Of a module; it takes `data` and the arguments, which like what it gives are what JSON can say.
    titel : str
        What users know the work as: "Beräkningen av trend".
    data, work : pathlib.Path
        Data folder, and the run's private folder.
    record : pathlib.Path, optional
        File to note what is read in, once the function asks for it (see `analys.reads`).

    Raises
    ------
    AnalysError
        As the function raised it, or when its process died.
    OSError
        When the disk is full.
    WorkerCrash
        When it raised anything else.
    """
    make_private_folder(work)
    environment = make_environment(data, work)
    with tempfile.TemporaryDirectory(prefix=".svar-", dir=work) as folder:
        answer = Path(folder) / "svar.json"
        request = {
            "call": f"{function.__module__}:{function.__qualname__}",
            "arguments": arguments | {"data": str(data)},
            "answer": str(answer),
            "env": environment | ({RECORD_VARIABLE: str(record)} if record else {}),
            "cwd": str(work.resolve()),
        }
        process = _take(environment, request)
        try:
            process.wait()
        except BaseException:
            process.kill()
            raise
        try:
            content = json.loads(answer.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            if shutil.disk_usage(work).free < ROOM_FOR_AN_ANSWER:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from None
            raise AnalysError(f"{titel} avbröts: {DIED}") from None
    if "svar" not in content:
        _raise_again(content)
    return content["svar"]


def raise_as(kind: str, text: str) -> NoReturn:
    """Raise one of our errors as another process raised it; one that is not known is an AnalysError."""
    known = {one.__name__: one for one in _family(AnalysError)}.get(kind, AnalysError)
    # Some texts are built from parts, so __init__ is passed by.
    again = known.__new__(known)
    Exception.__init__(again, text)
    raise again


def is_ours(kind: str) -> bool:
    """Whether an exception of that name is of our family, whose texts never quote content."""
    return any(one.__name__ == kind for one in _family(AnalysError))


def _raise_again(content: Mapping[str, str]) -> NoReturn:
    if "fel" in content:
        raise_as(content["fel"], content["text"])
    raise WorkerCrash(content["krasch"], content["plats"])


def _take(environment: Mapping[str, str], request: Mapping[str, Any]) -> Process:
    try:
        process: Process = find_source(environment).take(request)
    except OSError:
        forget_source()
        process = find_source(environment).take(request)
    return process


def _family(kind: type[AnalysError]) -> Iterator[type[AnalysError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _family(child)
