"""The national tests with a provbetyg, their subjects, and where the test's and the final grade stand.

Åk 6: Ma, En and Sv or Sva. Åk 9: those, one of Bi/Fy/Ke and one of Ge/Hi/Re/Sh, assigned class by class (the
file says which). A pupil's test is compared with the grade in the very same subject: a test in svenska som
andraspråk with the grade in svenska som andraspråk.
"""

from __future__ import annotations

from dataclasses import dataclass

from analys.indicators.np_provbetyg import KURSPLAN_SV, KURSPLAN_SVA


@dataclass(frozen=True)
class Provamne:
    """One subject of a year group's tests.

    Parameters
    ----------
    arskurs : int
    kod, namn : str
        "ma", "matematik".
    prov, betyg : str
        Column of the provbetyg in the test file, and of the grade in the grade file.
    valt : tuple of str
        Column and code that say that the test was taken in this subject; empty where the column is the
        subject's own.
    """

    arskurs: int
    kod: str
    namn: str
    prov: str
    betyg: str
    valt: tuple[str, str] | tuple[()] = ()

    @property
    def suffix(self) -> str:
        """End of the codes of the subject's measures: "ak9_ma"."""
        return f"ak{self.arskurs}_{self.kod}"


def _make(arskurs: int) -> tuple[Provamne, ...]:
    subjects = [
        Provamne(arskurs, "ma", "matematik", "MA_PROVB", "Ma"),
        Provamne(arskurs, "en", "engelska", "EN_PROVB", "En"),
        Provamne(arskurs, "sv", "svenska", "SV_PROVB", "Sv", ("SV_KURSPLAN", KURSPLAN_SV)),
        Provamne(arskurs, "sva", "svenska som andraspråk", "SV_PROVB", "Sva", ("SV_KURSPLAN", KURSPLAN_SVA)),
    ]
    if arskurs == 9:
        for block, names in (
            ("NO", {"bi": "biologi", "fy": "fysik", "ke": "kemi"}),
            ("SO", {"ge": "geografi", "hi": "historia", "re": "religionskunskap", "sh": "samhällskunskap"}),
        ):
            subjects += [
                Provamne(
                    arskurs, kod, namn, f"{block}_PROVB", kod.capitalize(), (f"{block}_PROV", kod.upper())
                )
                for kod, namn in names.items()
            ]
    return tuple(subjects)


PROVAMNEN = (*_make(9), *_make(6))
"""Every subject, åk 9 first, in the order that reports show them."""


@dataclass(frozen=True)
class Prov:
    """One test that every pupil of a year group takes, in whichever of its subjects.

    Parameters
    ----------
    arskurs : int
    kod, namn : str
        "svsva", "svenska eller svenska som andraspråk".
    block : str
        What the test's columns begin with, "SV".
    """

    arskurs: int
    kod: str
    namn: str
    block: str

    @property
    def suffix(self) -> str:
        """End of the codes of the test's measures: "ak9_svsva"."""
        return f"ak{self.arskurs}_{self.kod}"


PROV = tuple(
    Prov(arskurs, kod, namn, block)
    for arskurs, last in ((9, 5), (6, 3))
    for kod, namn, block in (
        ("ma", "matematik", "MA"),
        ("en", "engelska", "EN"),
        ("svsva", "svenska eller svenska som andraspråk", "SV"),
        ("no", "NO", "NO"),
        ("so", "SO", "SO"),
    )[:last]
)
"""Every test, åk 9 first."""

ARSKURSER = (9, 6)
