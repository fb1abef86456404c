"""The processed folder: parquet files and a manifest, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow

import analys
from analys.cleaning.processed import ACCOUNTS, EARLIER, NOT_STORED, list_columns, make_empty
from analys.contracts import LAYOUTS
from analys.errors import AnalysError
from analys.paths import make_private_file, make_private_folder

MANIFEST = "manifest.json"
# Keyed hash of the key itself, of the list of protected identities and of the corrections: kept apart from
# the manifest, which may be published and must not depend on the key. The hash of a list of two personnummer
# could be searched.
KEY_CHECK = "nyckelkontroll.txt"
CODE = (
    "arbetsbok", "contracts", "corrections", "reading", "cleaning", "pseudonyms.py", "lasar.py", "spelling.py"
)  # fmt: skip
CODE_SUFFIXES = (".py", ".yml")


def make_manifest(
    kommun: str, lasar: str, window: list[str], kontrollsiffra: bool, sha256: Mapping[str, str]
) -> dict[str, Any]:
    """What a processed folder depends on: parameters, input hashes, versions of code and packages."""
    return {
        "kommun": kommun,
        "lasar": lasar,
        "lasar_i_trend": window,
        "kontrollsiffra": kontrollsiffra,
        "indata": dict(sorted(sha256.items())),
        "kod": hash_code(),
        "versioner": {
            "pandas": pd.__version__,
            "pyarrow": pyarrow.__version__,
            "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        },
    }


def hash_code() -> str:
    """Hash of the modules that decide what the processed files hold."""
    root = Path(analys.__file__).parent
    digest = hashlib.sha256()
    for name in CODE:
        files = [root / name] if name.endswith(".py") else sorted((root / name).rglob("*"))
        for file in files:
            if file.suffix not in CODE_SUFFIXES:
                continue
            digest.update(file.relative_to(root).as_posix().encode())
            digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def is_current(folder: Path, manifest: Mapping[str, Any], key_check: str) -> bool:
    """True when the folder was made from the same inputs, parameters, key and code."""
    try:
        stored = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        same_key = (folder / KEY_CHECK).read_text(encoding="utf-8").strip() == key_check
        complete = all((folder / f"{kind}.parquet").is_file() for kind in stored["rader"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return same_key and complete and all(stored.get(name) == value for name, value in manifest.items())


def write_folder(
    folder: Path, frames: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], key_check: str
) -> None:
    """Write everything beside the folder and move it in, manifest last.

    A folder without a manifest is unfinished and is never read. What others keep in the folder stays.

    Raises
    ------
    AnalysError
        When the folder cannot be written.
    """
    try:
        make_private_folder(folder)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError:
        raise _unwritable(folder) from None
    try:
        for kind, frame in frames.items():
            make_private_file(temporary / f"{kind}.parquet")
            frame.to_parquet(temporary / f"{kind}.parquet", index=False)
        _write_text(temporary / KEY_CHECK, key_check + "\n")
        rows = {kind: len(frame) for kind, frame in frames.items()}
        content = json.dumps({**manifest, "rader": rows}, ensure_ascii=False, indent=2, sort_keys=True)
        _write_text(temporary / MANIFEST, content + "\n")
        _move_in(temporary, folder)
    except OSError:
        raise _unwritable(folder) from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _move_in(temporary: Path, folder: Path) -> None:
    (folder / MANIFEST).unlink(missing_ok=True)
    for kind in (*LAYOUTS, *EARLIER.values(), *ACCOUNTS):
        if not (temporary / f"{kind}.parquet").exists():
            (folder / f"{kind}.parquet").unlink(missing_ok=True)
    for file in sorted(temporary.iterdir(), key=lambda path: (path.name == MANIFEST, path.name)):
        file.replace(folder / file.name)


def _write_text(path: Path, text: str) -> None:
    make_private_file(path)
    path.write_text(text, encoding="utf-8", newline="\n")


def _unwritable(folder: Path) -> AnalysError:
    return AnalysError(
        f"Mappen processed/{folder.parent.name}/{folder.name} går inte att skriva i.\n"
        "  Gör så här: stäng program som har filer öppna i den, och kontrollera behörighet och diskutrymme."
    )


def load_processed(folder: Path, kind: str) -> pd.DataFrame:
    """One kind of a processed folder; a kind that the municipality has no files for gives no rows.

    Parameters
    ----------
    folder : Path
        As `prepare` returned it.
    kind : str
        A kind of `LAYOUTS` except skyddade, one of `processed.ACCOUNTS`, or a name in `processed.EARLIER`.

    Returns
    -------
    DataFrame
        Columns and types as `processed.list_columns` gives them.

    Raises
    ------
    AnalysError
        When the folder is missing, unfinished or damaged.
    KeyError
        When there is no such kind.
    """
    if kind in NOT_STORED or kind not in (*LAYOUTS, *EARLIER.values(), *ACCOUNTS):
        raise KeyError(kind)
    if not (folder / MANIFEST).is_file():
        raise _unfinished(folder)
    path = folder / f"{kind}.parquet"
    if not path.exists():
        return make_empty(kind)
    try:
        return pd.read_parquet(path)[list(list_columns(kind))]
    except (OSError, ValueError, KeyError):
        raise _unfinished(folder) from None


def load_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a processed folder.

    Raises
    ------
    AnalysError
        When the folder is missing, unfinished or damaged.
    """
    try:
        content: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise _unfinished(folder) from None
    return content


def _unfinished(folder: Path) -> AnalysError:
    return AnalysError(
        f"De bearbetade filerna i processed/{folder.parent.name}/{folder.name} saknas eller är inte hela.\n"
        "  Gör så här: kör analysen på nytt, så görs de om från råfilerna."
    )
