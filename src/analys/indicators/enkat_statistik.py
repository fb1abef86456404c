"""Statistics of surveys that are no respondent's own value: reliability, design effects, others' indices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from analys.indicators.enkat import ELEV, FEWEST, GRUPPER, INDEX, Index, Svarsgrupp
from analys.indicators.np_statistik import Statistic

VIKTAD = "viktad"
"""`jamforelse` of an index whose answers weigh as much as those that they stand for."""

MOT_ELEVER = "personal-elever"
"""`jamforelse` of what staff answer minus what pupils answer, on the same index."""

MOT_ARSKURSER = "mot övriga årskurser"
"""`jamforelse` of a year group's index minus that of the other year groups together."""

SKOLENKATEN_BROTT = ("2018/19", "2022/23")
"""Läsår from which Skolenkäten's indices cannot be joined to the years before: its questions were changed."""

PUBLICERADE_ARSKURSER = tuple(range(1, 10))
"""Year groups that published indices may be of; Skolenkäten asks pupils in åk 5 and 8."""


def published_code(grupp: str, index: str, arskurs: int = 0) -> str:
    """Code of an index as somebody else has published it.

    Examples
    --------
    >>> published_code("elev", "trygghet", 8), published_code("personal", "stod")
    ('enkat_publicerad_elev_trygghet_ak8', 'enkat_publicerad_personal_stod')
    """
    return f"enkat_publicerad_{grupp}_{index}" + (f"_ak{arskurs}" if arskurs else "")


def _list() -> Iterator[Statistic]:
    for grupp in GRUPPER.values():
        for index in INDEX.values():
            whose = f"index för {index.namn}, {grupp.namn}"
            for code, name, short in (
                ("alfa", "Cronbachs alfa för", "Alfa"),
                ("omega", "McDonalds omega för", "Omega"),
            ):
                yield Statistic(
                    f"enkat_{code}_{grupp.kod}_{index.kod}",
                    f"{name} {whose}",
                    f"{short}, {index.kort.lower()}",
                    "",
                    2,
                    troskel=FEWEST,
                )
            yield Statistic(
                f"enkat_designeffekt_{grupp.kod}_{index.kod}",
                f"Vikternas designeffekt för {whose}",
                f"Designeffekt, {index.kort.lower()}",
                "",
                2,
                troskel=FEWEST,
            )
    for grupp in GRUPPER.values():
        for index in INDEX.values():
            yield _published(grupp, index)
    for index in INDEX.values():
        for arskurs in PUBLICERADE_ARSKURSER:
            yield _published(ELEV, index, arskurs)


def _published(grupp: Svarsgrupp, index: Index, arskurs: int = 0) -> Statistic:
    where = f" i årskurs {arskurs}" if arskurs else ""
    return Statistic(
        published_code(grupp.kod, index.kod, arskurs),
        f"Publicerat index för {index.namn}, {grupp.namn}{where}",
        f"{index.kort}, åk {arskurs}" if arskurs else index.kort,
        "indexpoäng",
        1,
        troskel=FEWEST,
    )


ENKAT_STATISTIK: Mapping[str, Statistic] = MappingProxyType({one.code: one for one in _list()})
"""By code."""
