"""Parcels: what a report is made from, sent to a worker as bytes, and the finished report sent back.

A parcel holds pupils. It is unpacked in a private temporary folder, which goes when the report is made.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from analys.batch.orders import Order
from analys.earlier.published import MANIFEST, TABLES
from analys.findings import PUBLISHED
from analys.official.index import INDEX, store_folder
from analys.official.kommuner import DEMO_KOD
from analys.official.skolverket_exports import exports_folder
from analys.official.store import load_index
from analys.paths import KEY_FILE as KEY
from analys.paths import processed_folder, raw_folder, school_work_folder, work_folder
from analys.workshop import KEPT_FOLDER

DATA, OUT = "data", "reports"
"""Folders in a parcel."""

PROCESSED = ("*.parquet", "*.json", "*.txt")


def pack_underlag(orders: Sequence[Order], data: Path, out: Path) -> bytes:
    """Everything that some reports of one municipality are made from.

    Its own files, raw and cleaned, the work that is kept, Kolada's answers, Skolverket's exports, logotypes,
    and what is read of earlier reports.

    Parameters
    ----------
    orders : sequence of Order
        Reports of one municipality.
    data, out : pathlib.Path
        Data folder and report folder.
    """
    kommun = orders[0].kommun
    found = {*_list_files(raw_folder(data, kommun)), data / KEY}
    for lasar in {order.lasar for order in orders}:
        cleaned = processed_folder(data, kommun, lasar)
        found |= {path for pattern in PROCESSED for path in cleaned.glob(pattern)}
        found |= set(_list_files(work_folder(data, kommun, lasar) / KEPT_FOLDER))
    for order in orders:
        if order.skola:
            own = school_work_folder(data, kommun, order.lasar, order.skola, order.asked.utgava)
            found |= set(_list_files(own / KEPT_FOLDER))
    if kommun != DEMO_KOD:
        store = store_folder(data, kommun)
        found |= {store / INDEX, *(store / str(entry["fil"]) for entry in load_index(data, kommun))}
    found |= set(_list_files(exports_folder(data)))
    found |= {data / order.asked.logotyp for order in orders if order.asked.logotyp}
    earlier = {
        path
        for path in _list_files(out / kommun)
        if path.name in (MANIFEST, PUBLISHED) or (path.parent.name == TABLES and path.suffix == ".csv")
    }
    return _pack({DATA: (data, found), f"{OUT}/{out.name}": (out, earlier)})


def pack_report(folder: Path) -> bytes:
    """A finished report."""
    return _pack({"": (folder, set(_list_files(folder)))})


def unpack(content: bytes, folder: Path) -> None:
    """Write what was packed below a folder; nothing outside it, and nothing but files."""
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        archive.extractall(folder, filter="data")


def read_packed(content: bytes) -> dict[str, bytes]:
    """Bytes by path of what was packed."""
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        return {member.name: _read(archive, member) for member in archive.getmembers()}


def _read(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    return file.read() if file else b""


def _list_files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else iter(())


def _pack(parts: dict[str, tuple[Path, set[Path]]]) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        for top, (base, paths) in parts.items():
            for path in sorted(path for path in paths if path.is_file()):
                name = "/".join(filter(None, (top, path.relative_to(base).as_posix())))
                member = tarfile.TarInfo(name)
                content = path.read_bytes()
                member.size, member.mode = len(content), 0o600 if top else 0o644
                archive.addfile(member, io.BytesIO(content))
    return written.getvalue()
