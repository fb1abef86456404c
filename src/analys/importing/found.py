"""One file of a folder, and what it was recognised as."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

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
        Läsår of its rows, "2025/26"; "" when the kind lies beside the läsår folders or it cannot be told.
    skolenheter : tuple of str
        School unit codes in the file, sorted.
    rader : int
        Rows of data.
    datum : str
        Latest date of extraction in the file, "2026-06-15"; "" when it has none.
    grund : str
        What it was recognised by, in Swedish, without row content.
    tveksamt : tuple of str
        What is ambiguous and must be settled by the user, one Swedish sentence each.
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

    @property
    def source(self) -> Source:
        """The file as `analys.reading.read_sources` takes it."""
        return Source(self.kind, self.lasar, self.path, self.fil)
