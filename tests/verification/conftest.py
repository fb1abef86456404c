"""Reports to verify: by hand, made of what is here, with a maker of reports that can be told what to do."""

import hashlib
import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from analys.imprints import save_imprint
from analys.parameters import make_parameters
from analys.progress import Silent
from analys.provenance import PACKAGES, read_commit
from analys.underlag import Underlag
from analys.verification import verify
from analys.verification.here import _find_version
from tests.comparing.conftest import row, write_report

KOMMUN = "1961"
SOURCE = "e" * 64
TEXT = f"raw/{KOMMUN}/texter/bakgrund.md"


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def edit(folder, **values):
    """Change the manifest of a report."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for name, value in values.items():
        manifest[name] = manifest[name] | value if isinstance(value, dict) else value
    path.write_text(json.dumps(manifest), encoding="utf-8")


@pytest.fixture
def town(tmp_path, monkeypatch):
    """A municipality with a text, a workbook and a report of 2025/26 that is made of them.

    `make` decides what is made when the report is made again; as it is, the very same report. `asked` holds
    what the maker was asked for, and the files that it saw.
    """
    data, home = tmp_path / "data", tmp_path / "reports"
    (data / TEXT).parent.mkdir(parents=True)
    (data / TEXT).write_text("Bakgrund", encoding="utf-8")
    (data / "raw" / KOMMUN / "arbetsbok.xlsx").write_bytes(b"en arbetsbok")
    (data / "processed" / KOMMUN / "2025-26").mkdir(parents=True)
    (data / "processed" / KOMMUN / "2025-26" / "elevregister.parquet").write_bytes(b"gammalt")
    parameters = make_parameters({"kommun": KOMMUN, "lasar": "2025/26"})
    indata = {TEXT: sha256(data / TEXT)}
    monkeypatch.setattr("analys.verification.here.hash_source", lambda: SOURCE)

    def write(folder, value="60,0", **values):
        return write_report(
            folder, {"trend_kommun": [row("alla_amnen_ak9", "2025/26", value)]},
            kallkod=SOURCE, commit=read_commit(Path.cwd()), indata=indata,
            paket={name: _find_version(name) for name in ("python", *PACKAGES)},
            **(parameters.model_dump() | values),
        )  # fmt: skip

    folder = write(home / KOMMUN / "2025-26")
    save_imprint(Underlag(parameters, data), sha256(folder / "manifest.json"))
    here = SimpleNamespace(data=data, home=home, folder=folder, write=write, asked=[])
    here.make = lambda target: shutil.copytree(folder, target)

    def make_report(parameters, *, data, out, progress):
        found = {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}
        reports = {path.parent.relative_to(out).as_posix() for path in out.rglob("manifest.json")}
        here.asked.append(SimpleNamespace(parameters=parameters, data=found, reports=reports))
        here.make(out / KOMMUN / "2025-26")
        return out / KOMMUN / "2025-26"

    monkeypatch.setattr("analys.verification.room.make_report", make_report)
    monkeypatch.setattr("analys.verification.here.project_root", Path.cwd)
    here.verify = lambda quick=False, folder=folder: verify_one(here, folder, quick)
    return here


def verify_one(town, folder, quick=False):
    (found,) = verify(
        [folder], data=town.data, out=None, default=town.home, quick=quick, progress=Silent()
    )  # fmt: skip
    return found
