"""Which municipality a folder of exports is about when the user has not said so: what tells it is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analys.importing.found import Found
from analys.importing.kept import list_kept, list_kommuner
from analys.importing.naming import fold


@dataclass(frozen=True)
class Guess:
    """A municipality code and in Swedish what tells it; `kod` is "" when nothing does."""

    kod: str
    grund: str
    forslag: str = ""


def derive_kommun(
    folder: Path, founds: Sequence[Found], data: Path, namn: Mapping[str, str], utom: Collection[str] = ()
) -> Guess:
    """The municipality whose schools the files are about, else the one that the folder is named after.

    Parameters
    ----------
    folder : Path
        The folder that was looked through.
    founds : sequence of Found
    data : Path
    namn : mapping of str to str
        Municipality code -> name.
    utom : collection of str
        Codes that are never meant: the demo municipality.

    Returns
    -------
    Guess
        With `forslag` when the data folder holds one municipality only, which is no proof.
    """
    known = [kod for kod in list_kommuner(data) if kod not in utom]
    units = {unit for found in founds for unit in found.skolenheter}
    fits = [kod for kod in known if units & _units_of(data, kod)]
    if len(fits) == 1:
        return Guess(fits[0], "skolenheterna finns i kommunens skolenheter.csv")
    words = f" {fold(folder.name)} "
    named = [
        kod
        for kod, name in namn.items()
        if kod not in utom and any(f" {word} " in words for word in (kod, fold(name), f"{fold(name)}s"))
    ]
    if len(named) == 1 and not fits:
        return Guess(named[0], "katalogens namn")
    return Guess("", "", known[0] if len(known) == 1 else "")


def _units_of(data: Path, kommun: str) -> set[str]:
    kept = list_kept(data, kommun, ())
    return {unit for found in kept if found.kind == "skolenheter" for unit in found.skolenheter}
