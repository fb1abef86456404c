"""An errand: what a guest's process does for one request, and then ends.

Run as `python -P -m analys.batch.errand REQUEST PARCEL ANSWER`, three files. Requests and answers are
pickled: they come from, and go to, this very program on the computer that leads.
"""

from __future__ import annotations

import os
import pickle
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from analys.batch.making import Explain, Outcome, make_one
from analys.batch.orders import Order
from analys.batch.parcels import DATA, OUT, pack_report, unpack
from analys.batch.program import Description, describe_program
from analys.environment import TOLD
from analys.paths import hash_file, make_private_folder


@dataclass(frozen=True)
class Look:
    """What does the worker have?

    Parameters
    ----------
    marks : tuple of pathlib.Path
        Files of folders that it is to share.
    """

    marks: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Seen:
    """What a worker has.

    Parameters
    ----------
    program : Description
    marks : tuple of str
        SHA-256 of each mark, "" where the worker does not find it.
    """

    program: Description
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Make:
    """Make a report.

    Parameters
    ----------
    order : Order
    data, out : pathlib.Path
        Folders as the computer that leads knows them.
    explain : callable
        See `making.Explain`.
    is_shared : bool
        Whether the worker has those folders too; otherwise it has a parcel.
    miljo : str
        Digest of the packages that what is in the parcel was made with: the worker has the same.
    """

    order: Order
    data: Path
    out: Path
    explain: Explain
    is_shared: bool
    miljo: str


@dataclass(frozen=True)
class Made:
    """What became of a report, and the report itself where the folders are not shared.

    Parameters
    ----------
    outcome : Outcome
    report : bytes
        See `parcels.pack_report`; b"" when there is none.
    """

    outcome: Outcome
    report: bytes = b""


def answer(request: Look | Make, parcel: Path) -> Seen | Made:
    """Do what is asked.

    Parameters
    ----------
    request : Look or Make
    parcel : pathlib.Path
        See `parcels.pack_underlag`. It is unpacked beside itself.
    """
    if isinstance(request, Look):
        return Seen(describe_program(), tuple(hash_file(mark) for mark in request.marks))
    os.environ[TOLD] = request.miljo
    if request.is_shared:
        return Made(make_one(request.order, request.data, request.out, request.explain))
    room = parcel.with_name("rum")
    make_private_folder(room)
    unpack(parcel.read_bytes(), room)
    out = room / OUT / request.out.name
    out.mkdir(parents=True, exist_ok=True)
    target = out / request.order.target.relative_to(request.out)
    outcome = make_one(replace(request.order, target=target), room / DATA, out, request.explain)
    report = pack_report(target) if not outcome.code else b""
    return Made(replace(outcome, order=request.order), report)


def main(request: Path, parcel: Path, written: Path) -> None:
    """Answer the request in a file."""
    whole = written.with_suffix(".ny")
    whole.write_bytes(pickle.dumps(answer(pickle.loads(request.read_bytes()), parcel)))
    whole.replace(written)


if __name__ == "__main__":
    # By its own name: what is pickled elsewhere belongs to that module, not to this process's first one.
    from analys.batch import errand

    errand.main(*map(Path, sys.argv[1:]))
