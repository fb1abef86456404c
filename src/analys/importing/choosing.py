"""What the user has settled about single files: their kind and their läsår."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analys.contracts import LAYOUTS
from analys.errors import ParameterError
from analys.importing.naming import kinds_in_name
from analys.lasar import parse_lasar
from analys.spelling import make_printable


@dataclass(frozen=True)
class Choices:
    """Kinds and läsår that the user has given.

    Parameters
    ----------
    slag, lasar : mapping of str to str
        A file's path in the folder, or its name alone, -> kind or läsår "2025/26". The läsår under "" is for
        every file that does not tell its own.

    Examples
    --------
    >>> Choices(lasar={"": "2025/26", "Frånvaro.csv": "2024/25"}).lasar_for("norra/frånvaro.csv")
    '2024/25'
    """

    slag: Mapping[str, str] = field(default_factory=dict)
    lasar: Mapping[str, str] = field(default_factory=dict)

    def kind_for(self, fil: str) -> str:
        """The kind that was given for a file, "" when none was."""
        return _look_up(self.slag, fil)

    def lasar_for(self, fil: str) -> str:
        """The läsår that was given for this very file, "" when none was."""
        return _look_up(self.lasar, fil)

    @property
    def lasar_for_others(self) -> str:
        """The läsår of files that do not tell their own, "" when none was given."""
        return self.lasar.get("", "")

    def unused(self, files: Iterable[str]) -> list[str]:
        """Names that were given and that no file has, sorted."""
        known = {key for fil in files for key in (_key(fil), _key(fil.rsplit("/", 1)[-1]))}
        return sorted(name for name in {*self.slag, *self.lasar} if name and _key(name) not in known)


def read_choices(slag: Sequence[str], lasar: Sequence[str]) -> Choices:
    """Choices as the user writes them: "FIL=np_ak9", "FIL=2025/26" and "2025/26".

    Raises
    ------
    ParameterError
        With every fault at once.

    Examples
    --------
    >>> read_choices(["lista.csv=np_ak9"], ["2025-26"])
    Choices(slag={'lista.csv': 'np_ak9'}, lasar={'': '2025/26'})
    """
    faults: list[str] = []
    kinds = {}
    for text in slag:
        fil, _, kind = text.rpartition("=")
        told = kinds_in_name(kind)
        if kind.strip() in LAYOUTS:
            told = (kind.strip(),)
        if not fil or len(told) != 1:
            faults.append(f"--slag {_shorten(text)}: skriv FIL=SLAG, där slaget är {_or(LAYOUTS)}.")
        else:
            kinds[fil.strip()] = told[0]
    years = {}
    for text in lasar:
        fil, _, year = text.rpartition("=")
        try:
            years[fil.strip()] = parse_lasar(year)
        except ValueError:
            faults.append(f"--lasar {_shorten(text)}: skriv 2025/26, eller FIL=2025/26 för en viss fil.")
    if faults:
        raise ParameterError("\n".join(faults))
    return Choices(kinds, years)


def _shorten(text: str) -> str:
    return make_printable(text[:60])


def _or(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} eller {last}"


def _look_up(given: Mapping[str, str], fil: str) -> str:
    by_key = {_key(name): value for name, value in given.items() if name}
    return by_key.get(_key(fil), "") or by_key.get(_key(fil.rsplit("/", 1)[-1]), "")


def _key(name: str) -> str:
    # Windows writes paths with backslashes; a Mac writes å as two characters.
    return unicodedata.normalize("NFC", name.replace("\\", "/")).casefold().removeprefix("./")
