"""Which kind of folder somebody wants checked: a data folder, a municipality's raw folder, or exports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from analys.errors import ParameterError
from analys.importing.kept import list_kommuner
from analys.lasar import in_path, parse_lasar
from analys.official.kommuner import find_kommun, kommuner, kommunnamn
from analys.paths import raw_folder

_KOMMUN = re.compile("[0-9]{4}")
_OFFICIAL = ("kolada", "skolverket")


@dataclass(frozen=True)
class Place:
    """A folder and what it is.

    Parameters
    ----------
    folder : Path
    data : Path
        The data folder: the one that `folder` lies in, or where earlier läsår are looked for.
    kommun : str
        Code of the municipality; "" for a folder of exports whose municipality is not known yet.
    lasar : str
        Läsår to check; "" for all that there are.
    is_raw : bool
        True for a municipality's raw folder, False for a folder of exports.
    """

    folder: Path
    data: Path
    kommun: str = ""
    lasar: str = ""
    is_raw: bool = False

    @property
    def title(self) -> str:
        """What is checked, in Swedish, for headings."""
        if not self.is_raw:
            shown = "".join(c for c in self.folder.name if c.isprintable())
            return f"mappen {shown}" + (f", {self.lasar}" if self.lasar else "")
        name = kommunnamn(self.kommun) if self.kommun in kommuner() else self.kommun
        return f"{name}, {self.lasar or 'alla läsår'}"


def find_place(folder: Path, data: Path, kommun: str = "", lasar: str = "") -> Place:
    """What a folder is: a data folder, a municipality's raw folder or one of its läsår, or exports.

    Parameters
    ----------
    folder : Path
        The folder to check.
    data : Path
        Where earlier läsår are when the folder is one of exports.
    kommun : str
        Code or name of a municipality, "" when it is not given.
    lasar : str
        "2025/26" or "2025-26", "" when it is not given.

    Raises
    ------
    ParameterError
        When a value has the wrong form, or a data folder holds several municipalities.
    """
    code = find_kommun(kommun) if kommun else ""
    try:
        year = parse_lasar(lasar) if lasar else ""
    except ValueError as error:
        raise ParameterError(f"--lasar: {error}") from None
    if _is_data(folder):
        return _choose_kommun(folder, code, year)
    if folder.name == "raw" and _is_data(folder.parent):
        return _choose_kommun(folder.parent, code, year)
    if folder.parent.name == "raw" and _KOMMUN.fullmatch(folder.name):
        return Place(folder, folder.parent.parent, _agree(code, folder.name), year, True)
    above = folder.parent
    if above.parent.name == "raw" and _KOMMUN.fullmatch(above.name) and (own := _as_lasar(folder.name)):
        if year and year != own:
            raise ParameterError(f"--lasar är {year}, men mappen är {own}.")
        return Place(folder, above.parent.parent, _agree(code, above.name), own, True)
    return Place(folder, data, code, year)


def _is_data(folder: Path) -> bool:
    return bool(list_kommuner(folder)) or any((folder / "raw" / name).is_dir() for name in _OFFICIAL)


def _choose_kommun(data: Path, code: str, lasar: str) -> Place:
    there = list_kommuner(data)
    if not code and not there:
        raise ParameterError("Datakatalogen har inga kommuners filer än. Lägg in dem med analys importera.")
    if not code and len(there) > 1:
        raise ParameterError(f"Datakatalogen har flera kommuner: {', '.join(there)}. Välj en med --kommun.")
    chosen = code or there[0]
    return Place(raw_folder(data, chosen), data, chosen, lasar, True)


def _agree(given: str, found: str) -> str:
    if given and given != found:
        raise ParameterError(f"--kommun är {given}, men mappen är kommunen {found}.")
    return found


def _as_lasar(name: str) -> str:
    try:
        return parse_lasar(name) if name == in_path(name) else ""
    except ValueError:
        return ""


def list_lasar(data: Path, kommun: str) -> list[str]:
    """Läsår that a municipality has a raw folder of, oldest first."""
    try:
        names = [p.name for p in raw_folder(data, kommun).iterdir() if p.is_dir()]
    except OSError:
        return []
    return sorted(filter(None, map(_as_lasar, names)))
