"""Orders: the reports that are to be made — every school of a municipality, or every municipality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analys.earlier import FASTSTALLD
from analys.errors import ParameterError
from analys.estimates.skola_klass import DIALOG
from analys.official.index import INDEX, store_folder
from analys.official.kommuner import DEMO_KOD, kommuner
from analys.official.store import load_index
from analys.parameters import RunParameters
from analys.pipeline import find_target
from analys.underlag import Underlag, has_pupil_files


@dataclass(frozen=True)
class Order:
    """One report that is to be made.

    Parameters
    ----------
    namn : str
        What the report is called where several are told of.
    asked : RunParameters
        As the user gave them, with the school's code in place of its name.
    lasar : str
        The report's läsår.
    target : pathlib.Path
        Folder of the finished report.
    """

    namn: str
    asked: RunParameters
    lasar: str
    target: Path

    @property
    def kommun(self) -> str:
        """The municipality's code."""
        return self.asked.kommun

    @property
    def skola(self) -> str:
        """The school's code, "" for the municipality's report."""
        return self.asked.skola

    @property
    def is_decided(self) -> bool:
        """Whether the report is fastställd: then it is an input of those that are made after it."""
        return self.asked.status == FASTSTALLD


def make_order(asked: RunParameters, run: Underlag, out: Path) -> Order:
    """The order of one report.

    Parameters
    ----------
    asked : RunParameters
        As the user gave them.
    run : Underlag
        With läsår and school settled.
    out : pathlib.Path
        Report folder.
    """
    about = run.parameters
    names = [f"{run.kommunnamn} {about.lasar}", run.skolnamn, DIALOG if about.utgava == DIALOG else ""]
    whole = asked.model_copy(update={"skola": about.skola}) if about.skola else asked
    return Order(", ".join(filter(None, names)), whole, about.lasar, find_target(about, out))


def list_kommuner(data: Path, lasar: str = "") -> list[str]:
    """Codes of the municipalities that a report can be made about without asking anybody.

    Those with files in the data folder, and those that Kolada's answers have been kept for.

    Parameters
    ----------
    data : pathlib.Path
        Data folder.
    lasar : str
        The läsår that the reports are about, "" for each municipality's newest.
    """
    raw = data / "raw"
    folders = sorted(path.name for path in raw.iterdir() if path.is_dir()) if raw.is_dir() else []
    known = kommuner()
    with_files = [name for name in folders if name in known and has_pupil_files(data, name)]
    has_answers = (store_folder(data, "") / INDEX).exists()
    kept = [code for code in known if has_answers and code != DEMO_KOD and _covers(data, code, lasar)]
    return sorted({*with_files, *kept})


def _covers(data: Path, kommun: str, lasar: str) -> bool:
    years = {year for entry in load_index(data, kommun) for year in entry["ar"]}
    return bool(years) and (not lasar or int(lasar[:4]) + 1 in years)


def check_places(orders: Sequence[Order]) -> None:
    """Tell of reports that would be written to the same place, before anything is made.

    Raises
    ------
    ParameterError
        With every such place.
    """
    counted = Counter(order.target for order in orders)
    names = {order.target: order.namn for order in orders}
    if twice := [f"”{names[target]}”" for target, count in counted.items() if count > 1]:
        raise ParameterError(
            f"Flera rapporter skulle hamna i samma mapp: {', '.join(twice)}. Det är kommun, läsår, skola och "
            "utgåva som avgör mappen. Behåll en av dem, eller gör dem var för sig med olika --ut."
        )
