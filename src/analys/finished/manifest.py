"""A finished report's manifest, read as from a stranger: its size, its types, and every name in it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from analys.earlier.published import MANIFEST, MOST_MANIFEST
from analys.errors import InputError, ParameterError, Problem
from analys.lasar import parse_lasar
from analys.paths import report_folder, school_folder
from analys.provenance import Earlier

MOST_FILES = 20_000
"""Entries of a mapping at most; a report has some hundred."""

MOST_LETTERS = 1000
"""Letters of a parameter or a path at most."""

MOST_PART = 200
"""Bytes of a folder's or a file's name at most; every system takes them."""

DIALOG = "dialog"

_SHA256 = re.compile("[0-9a-f]{64}")
_COMMIT = re.compile("([0-9a-f]{40}|[0-9a-f]{64})?")
_NAME = re.compile(r"[a-z0-9_]{1,40}")
_PACKAGE = re.compile(r"[A-Za-z0-9._-]{1,60}")
_VERSION = re.compile(r"[A-Za-z0-9.+!_-]{1,60}")
_SCHOOL = re.compile("([0-9]{8})?")
_KOMMUN = re.compile("[0-9]{4}")
_FORBIDDEN = frozenset('\\:*?"<>|')


@dataclass(frozen=True)
class Manifest:
    """What a report says that it was made of and that it consists of.

    Parameters
    ----------
    sha256 : str
        Of the manifest itself.
    kallkod, commit : str
    parametrar : mapping
        Names and plain values, also such that this version does not know.
    indata, paket : mapping of str to str
    tidigare : tuple of Earlier
        As in `analys.provenance.Provenance`.
    filer : mapping of str to str
        Path in the report's folder to SHA-256.
    """

    sha256: str
    kallkod: str
    commit: str
    parametrar: Mapping[str, Any]
    indata: Mapping[str, str]
    paket: Mapping[str, str]
    tidigare: tuple[Earlier, ...]
    filer: Mapping[str, str]

    @property
    def kommun(self) -> str:
        """The municipality's code."""
        return str(self.parametrar["kommun"])

    @property
    def lasar(self) -> str:
        """The läsår that the report is about."""
        return str(self.parametrar["lasar"])

    @property
    def skola(self) -> str:
        """Skolenhetskod of a school's report, "" for the municipality's."""
        return str(self.parametrar.get("skola", ""))

    @property
    def utgava(self) -> str:
        """offentlig or dialog."""
        return str(self.parametrar.get("utgava", "offentlig"))

    @property
    def is_internal(self) -> bool:
        """Whether the report is working material that is never published."""
        return self.utgava == DIALOG

    @property
    def is_decided(self) -> bool:
        """Whether the report is fastställd: a public document, tried against those before it."""
        return self.parametrar["status"] == "fastställd"

    def place(self, out: Path, lasar: str, skola: str) -> Path:
        """Where a public report of the same municipality stands below a report folder."""
        if skola:
            return school_folder(out, self.kommun, lasar, skola, "offentlig")
        return report_folder(out, self.kommun, lasar)


def find_home(folder: Path, kommun: str) -> Path | None:
    """The report folder, the one with a folder for each municipality, that a report stands in.

    Examples
    --------
    >>> home = find_home(Path("reports/9999/2025-26-skolor/10000001"), "9999")
    >>> home.name if home else ""
    'reports'
    """
    return next((above.parent for above in folder.resolve().parents if above.name == kommun), None)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a report's folder.

    Raises
    ------
    ParameterError
        When the folder has none: it is no report.
    InputError
        When it cannot be read or has another form than any that the program writes.
    """
    path = folder / MANIFEST
    if not path.exists() and not path.is_symlink():
        raise ParameterError(
            f"Mappen {folder.name[:60]} är ingen rapport: den har inget {MANIFEST}. Ange mappen som har "
            "rapportens filer, till exempel reports/9999/2025-26."
        )
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MOST_MANIFEST:
            raise ValueError
        content = path.read_bytes()
        found = json.loads(
            content.decode("utf-8"), object_pairs_hook=_take_once, parse_constant=_refuse_constant
        )
        return _parse(found, hashlib.sha256(content).hexdigest())
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        what = "Rapportens manifest går inte att läsa, eller har ändrats."
        todo = "Återställ mappen från en säkerhetskopia, eller gör rapporten på nytt."
        raise InputError([Problem(f"{folder.name}/{MANIFEST}", what, todo)]) from None


def _take_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError
    return dict(pairs)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _parse(found: Mapping[str, Any], sha256: str) -> Manifest:
    """The manifest of JSON from anywhere. Raises ValueError, KeyError or TypeError when it is none."""
    parameters = _take(found["parametrar"], _NAME.fullmatch, _is_plain)
    school, lasar = str(parameters.get("skola", "")), parameters["lasar"]
    tidigare = found.get("tidigare", [])
    _demand(type(found["kallkod"]) is str and _SHA256.fullmatch(found["kallkod"]))
    _demand(type(found["commit"]) is str and _COMMIT.fullmatch(found["commit"]))
    _demand(type(parameters["kommun"]) is str and _KOMMUN.fullmatch(parameters["kommun"]))
    _demand(type(lasar) is str and parse_lasar(lasar) == lasar and _SCHOOL.fullmatch(school))
    _demand(parameters["status"] in ("utkast", "fastställd"))
    _demand(parameters.get("utgava", "offentlig") in (("offentlig", DIALOG) if school else ("offentlig",)))
    _demand(type(tidigare) is list and len(tidigare) <= MOST_FILES)
    files = _take(found["filer"], is_safe_path, _is_digest)
    _demand(MANIFEST not in files)
    return Manifest(
        sha256=sha256,
        kallkod=found["kallkod"],
        commit=found["commit"],
        parametrar=parameters,
        indata=_take(found["indata"], _is_raw_path, _is_digest),
        paket=_take(found["paket"], _PACKAGE.fullmatch, _is_version),
        tidigare=tuple(_parse_earlier(one) for one in tidigare),
        filer=files,
    )


def _parse_earlier(found: Mapping[str, Any]) -> Earlier:
    one = Earlier(**found)
    _demand(type(one.lasar) is str and parse_lasar(one.lasar) == one.lasar)
    _demand(type(one.utgava) is int and 1 <= one.utgava <= MOST_FILES)
    _demand(_is_digest(one.sha256) and type(one.skola) is str and _SCHOOL.fullmatch(one.skola))
    return one


def _take(
    found: Mapping[str, Any], is_name: Callable[[str], object], is_value: Callable[[Any], object]
) -> dict[str, Any]:
    _demand(type(found) is dict and len(found) <= MOST_FILES)
    _demand(all(is_name(name) and is_value(value) for name, value in found.items()))
    return dict(found)


def _demand(condition: object) -> None:
    if not condition:
        raise ValueError


def is_safe_path(name: str) -> bool:
    """Whether a path stays below the folder that it is told from, on every system.

    Examples
    --------
    >>> is_safe_path("tabeller/trend.csv"), is_safe_path("../hemligt.csv"), is_safe_path("C:/x")
    (True, False, False)
    """
    return (
        0 < len(name) <= MOST_LETTERS
        and name.isprintable()
        and not _FORBIDDEN & set(name)
        and all(part not in ("", ".", "..") and len(part.encode()) <= MOST_PART for part in name.split("/"))
        and PurePosixPath(name).as_posix() == name
    )


def _is_raw_path(name: str) -> bool:
    """Whether an input file lies below raw/; its name is the municipality's own, and any."""
    parts = name.split("/")
    is_short = len(name) <= MOST_LETTERS and "\0" not in name and "\\" not in name
    return is_short and parts[0] == "raw" and len(parts) > 1 and not {"", ".", ".."} & set(parts)


def _is_plain(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= MOST_LETTERS
    return type(value) in (int, float, bool) and abs(value) < 1e12


def _is_digest(value: Any) -> bool:
    return type(value) is str and bool(_SHA256.fullmatch(value))


def _is_version(value: Any) -> bool:
    return type(value) is str and bool(_VERSION.fullmatch(value))
