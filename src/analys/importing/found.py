"""One file of a folder, and what it was recognised as."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analys.errors import Problem
from analys.reading import Source


@dataclass(frozen=True)
class Found:
    """One file of a folder that somebody wants imported or checked.

    Parameters
    ----------
    path : Path
        Where it lies.
    fil : str
        Path relative to the folder with forward slashes, printable, for messages.
    kind : str
        A kind of `analys.contracts.LAYOUTS`; "" when it is none of them.
    lasar : str
        Läsår of its rows, "2025/26", the last one when they are several; "" when the kind lies beside the
        läsår folders or it cannot be told.
    skolenheter : tuple of str
        School unit codes in the file, sorted.
    rader : int
        Rows of data.
    datum : str
        Latest date of extraction in the file, "2026-06-15"; "" when it has none.
    grund : str
        What it was recognised by, in Swedish, without row content; why not, when it was not recognised.
    tveksamt : tuple of str
        What is ambiguous and must be settled by the user, one Swedish sentence each.
    fraga : str
        What would settle it: "slag", "lasar", or "dela" when the file must be divided; "" when nothing would.
    annat : str
        What it is when it is no kind of the layouts but known all the same: its name among `declarations`
        ("kolumner.yml"), or what somebody else's recogniser called it; "" when it is not known.
    tackning : tuple of str
        Läsår that its rows belong to, sorted: by the date of extraction, or by the register's column.
    omfang : tuple of tuple of str
        What the file is the complete delivery of, sorted: school units, with läsår, year group and term
        where the kind has them.
    sha256 : str
        Of its bytes, "" when they were not read in full.
    kolumner, skolenhetslista : Path or None
        Column mappings and list of schools that the file is read by; see `analys.reading.Source`.
    fel : tuple of Problem
        Why its rows cannot be read, when they cannot: what is known of them is then read place by place.
    """

    path: Path
    fil: str
    kind: str = ""
    lasar: str = ""
    skolenheter: tuple[str, ...] = ()
    rader: int = 0
    datum: str = ""
    grund: str = ""
    tveksamt: tuple[str, ...] = ()
    fraga: str = ""
    annat: str = ""
    tackning: tuple[str, ...] = ()
    omfang: tuple[tuple[str, ...], ...] = ()
    sha256: str = ""
    fel: tuple[Problem, ...] = ()
    kolumner: Path | None = None
    skolenhetslista: Path | None = None

    @property
    def source(self) -> Source:
        """The file as `analys.reading.read_sources` takes it."""
        return Source(self.kind, self.lasar, self.path, self.fil, self.kolumner, self.skolenhetslista)
