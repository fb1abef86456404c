"""What becomes of every file that was found: where it goes, what it replaces, and what must be settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from analys.importing.found import Found


class Outcome(Enum):
    """What becomes of a file."""

    NY = "ny"
    ERSATTER = "ersätter"
    FINNS = "redan importerad"
    DUBBLETT = "finns två gånger"
    OMODERN = "äldre utgåva"
    TVEKSAM = "tveksam"
    TRASIG = "går inte att läsa"
    ANNAT = "hör till en annan del"
    OKAND = "känns inte igen"


COPIED = (Outcome.NY, Outcome.ERSATTER)


@dataclass(frozen=True)
class Item:
    """One file and what becomes of it.

    Parameters
    ----------
    found : Found
    outcome : Outcome
    mal : str
        Where it goes, relative to the municipality's raw folder; "" when it is not copied.
    ersatter : tuple of Found
        Raw files whose place it takes.
    skal : tuple of str
        Why, one Swedish sentence each.
    gor : str
        What the user can do about it, "" when nothing is asked.
    """

    found: Found
    outcome: Outcome
    mal: str = ""
    ersatter: tuple[Found, ...] = ()
    skal: tuple[str, ...] = ()
    gor: str = ""


@dataclass(frozen=True)
class Plan:
    """What becomes of a folder's files in one municipality.

    Parameters
    ----------
    kommun : str
    items : tuple of Item
        By path.
    kept : tuple of Found
        What the data folder holds already, of the läsår concerned and beside them.
    """

    kommun: str
    items: tuple[Item, ...]
    kept: tuple[Found, ...] = field(repr=False)

    def having(self, *outcomes: Outcome) -> list[Item]:
        """Items with one of the outcomes."""
        return [item for item in self.items if item.outcome in outcomes]

    @property
    def copied(self) -> list[Item]:
        """Items that are to be copied."""
        return self.having(*COPIED)

    @property
    def lasar(self) -> list[str]:
        """Läsår of the files that are recognised, oldest first."""
        return sorted({item.found.lasar for item in self.items if item.found.lasar})

    @property
    def after(self) -> list[Found]:
        """What the data folder holds once the plan is carried out."""
        gone = {old.fil for item in self.copied for old in item.ersatter}
        return [old for old in self.kept if old.fil not in gone] + [item.found for item in self.copied]
