"""Which municipality a folder of exports is about when the user has not said so: what tells it is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analys.importing.found import Found
from analys.importing.kept import list_kept, list_kommuner
from analys.importing.naming import fold_words


@dataclass(frozen=True)
class Guess:
    """A municipality and what tells it.

    Parameters
    ----------
    kod : str
        Municipality code, "" when nothing tells it.
    grund : str
        What tells it, in Swedish.
    saker : bool
        True when it is known, False when somebody should say yes to it.
    forslag : str
        The only municipality of the data folder, which is no proof.
    """

    kod: str
    grund: str
    saker: bool = False
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

    """
    known = [kod for kod in list_kommuner(data) if kod not in utom]
    units = {unit for found in founds for unit in found.skolenheter}
    fits = [kod for kod in known if units & _units_of(data, kod)]
    if len(fits) == 1:
        return Guess(fits[0], "eftersom skolenheterna finns i kommunens skolenheter.csv", saker=True)
    words = f" {fold_words(folder.name)} "
    named = [
        kod
        for kod, name in namn.items()
        if kod not in utom
        and any(
            f" {word} " in words
            for word in (fold_words(name), f"{fold_words(name)}s", *_codes_that_are_no_year(kod))
        )
    ]
    if len(named) == 1 and not fits:
        return Guess(named[0], "efter katalogens namn")
    return Guess("", "", forslag=known[0] if len(known) == 1 else "")


def _units_of(data: Path, kommun: str) -> set[str]:
    kept = list_kept(data, kommun, ())
    return {unit for found in kept if found.kind == "skolenheter" for unit in found.skolenheter}


def _codes_that_are_no_year(kod: str) -> tuple[str, ...]:
    # 2026 is a year long before it is Gagnef.
    return () if 1990 <= int(kod) < 2100 else (kod,)
