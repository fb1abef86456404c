"""The program as a guest on a worker of somebody's cluster: unpacked, run in processes of its own, removed.

What stands here is sent to the workers by value. They need not have the program, so that nothing here imports
it; and if they have another one, theirs and ours never meet.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path
from typing import Any

from distributed import WorkerPlugin, get_worker

ERRAND = "analys.batch.errand"


class Guest(WorkerPlugin):
    """A program that a worker runs without importing it.

    Parameters
    ----------
    name : str
        Of this batch alone.
    program : bytes
        Zip of a checkout.
    """

    def __init__(self, name: str, program: bytes) -> None:
        self.name = name
        self.program = program

    def setup(self, worker: Any) -> None:
        """Unpack the program beside an interpreter that finds it first."""
        self.room = Path(tempfile.mkdtemp(prefix="analys-"))
        self.running: set[subprocess.Popen[bytes]] = set()
        root = self.room / "program"
        with zipfile.ZipFile(io.BytesIO(self.program)) as archive:
            archive.extractall(root)
        # Kernels are started by the same interpreter, so that they find the same program.
        venv.create(self.room / "python", symlinks=os.name != "nt")
        (own,) = (self.room / "python").rglob("site-packages")
        places = [str(root / "src"), *(place for place in sys.path if place.endswith("-packages"))]
        (own / "analys.pth").write_text("\n".join(places) + "\n", encoding="utf-8")

    def teardown(self, worker: Any) -> None:
        """End what runs and leave nothing."""
        for process in tuple(self.running):
            process.kill()
        shutil.rmtree(self.room, ignore_errors=True)

    def run(self, request: bytes, parcel: bytes) -> bytes:
        """The answer to a request, b"" when the process died; what it was given is gone afterwards."""
        folder = Path(tempfile.mkdtemp(dir=self.room))
        try:
            asked, given, answer = (folder / name for name in ("begaran", "underlag", "svar"))
            asked.write_bytes(request)
            given.write_bytes(parcel)
            (folder / "tmp").mkdir()
            process = subprocess.Popen(
                [self._interpreter(), "-P", "-m", ERRAND, str(asked), str(given), str(answer)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env=self._environment(folder / "tmp"),
            )
            self.running.add(process)
            try:
                process.wait()
            finally:
                self.running.discard(process)
            return answer.read_bytes() if answer.is_file() else b""
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _interpreter(self) -> str:
        home = self.room / "python"
        return str(home / "Scripts" / "python.exe" if os.name == "nt" else home / "bin" / "python")

    def _environment(self, temporary: Path) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "ANALYS_"))}
        own = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))
        return {**kept, **own, "PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1"}


def run_errand(name: str, request: bytes, parcel: bytes = b"") -> bytes:
    """The answer of the guest with a name to a request, on the worker that this is called on."""
    guest: Any = get_worker().plugins[name]
    answer: bytes = guest.run(request, parcel)
    return answer
