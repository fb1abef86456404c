"""What each thing that can be read holds now, as a digest. A new kind of read is one line in `_DIGESTS`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType

from analys.cleaning.store import MANIFEST
from analys.official.index import store_folder
from analys.official.skolverket_exports import list_exports
from analys.paths import DECLARATIONS, KEY_FILE, TEXTER, hash_file, raw_folder
from analys.provenance import collect_provenance
from analys.reads import Read
from analys.run import list_findings
from analys.underlag import Underlag


def digest(content: object) -> str:
    """SHA-256 of what JSON can say.

    Examples
    --------
    >>> digest(["a", 1]) == digest(["a", 1.0])
    False
    """
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Digests:
    """Digests of a run's things.

    Parameters
    ----------
    run : Underlag
    told : dict
        Digests that the run itself has told, such as those of its estimates; they go before all else.
    """

    run: Underlag
    told: dict[Read, str] = field(default_factory=dict)
    _known: dict[Read, str] = field(default_factory=dict)
    _files: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._files.update(_hash_declared(self.run))

    def of(self, read: Read) -> str:
        """Digest of a thing.

        Raises
        ------
        KeyError
            On a kind that nobody has said how to digest.
        """
        if read in self.told:
            return self.told[read]
        kind, name = read
        if kind == "skattningar":
            return ""  # Nothing of that chapter is told of in this report: a school's has not all.
        if kind in _CHANGING:
            return _CHANGING[kind](self.run, name)
        if read not in self._known:
            self._known[read] = _DIGESTS[kind](self.run, name)
        return self._known[read]

    def hold(self) -> bool:
        """Whether what people and services write is as it was when the run began.

        Somebody may save the workbook while a chapter runs; what that chapter gave is then kept for nobody.
        """
        return self._files == _hash_declared(self.run)


def _hash_declared(run: Underlag) -> dict[str, str]:
    folder = raw_folder(run.data, run.parameters.kommun)
    answers = store_folder(run.data, run.parameters.kommun)
    files = [
        *(folder / name for name in DECLARATIONS),
        *(folder / TEXTER).glob("*.md"),
        *answers.glob("*"),
        run.data / KEY_FILE,
    ]
    return {path.relative_to(run.data).as_posix(): hash_file(path) for path in files if path.is_file()}


def _digest_sheet(run: Underlag, name: str) -> str:
    rows = run.arbetsbok().rader(name)
    return digest([[dict(row.varden), row.fil, row.rad, dict(row.celler)] for row in rows])


def _digest_texts(run: Underlag, _: str) -> str:
    folder = raw_folder(run.data, run.parameters.kommun) / TEXTER
    return digest({path.name: hash_file(path) for path in sorted(folder.glob("*.md"))})


def _digest_answers(run: Underlag, _: str) -> str:
    folder = store_folder(run.data, run.parameters.kommun)
    return digest({path.name: hash_file(path) for path in sorted(folder.glob("*")) if path.is_file()})


def _digest_findings(run: Underlag, name: str) -> str:
    if name:
        return hash_file(run.work / f"fynd_{name}.json")
    return digest(list_findings(run.work))


def _read_parameter(run: Underlag, name: str) -> str:
    return repr(run.parameters.__dict__[name])


_DIGESTS: Mapping[str, Callable[[Underlag, str], str]] = MappingProxyType(
    {
        "blad": _digest_sheet,
        "elevfiler": lambda run, _: str(run.has_pupils),
        "kolada": _digest_answers,
        "manifest": lambda run, _: hash_file(run.processed / MANIFEST),
        "nyckel": lambda run, _: hash_file(run.data / KEY_FILE),
        "parameter": _read_parameter,
        "skolverket": lambda run, _: digest({one.fil: one.sha256 for one in list_exports(run.data)}),
        "tabell": lambda run, name: hash_file(run.processed / f"{name}.parquet"),
        "texter": _digest_texts,
        "ursprung": lambda run, _: digest(asdict(collect_provenance(run))),
    }
)

_CHANGING: Mapping[str, Callable[[Underlag, str], str]] = MappingProxyType({"fynd": _digest_findings})
"""What a run writes as it goes."""


def kinds() -> frozenset[str]:
    """Kinds of reads that have a digest, besides those that a run tells itself."""
    return frozenset(_DIGESTS) | frozenset(_CHANGING)
