"""Every school that the register has pupils of is in the files of its year groups."""

from __future__ import annotations

from analys.errors import Problem
from analys.screening.check import Check
from analys.screening.material import Material
from analys.screening.pupils import ARSKURS, count_pupils, read_register
from analys.screening.words import listed, make_warning, pupils, title


def find(material: Material) -> list[Problem]:
    """Schools without a row in a file that other schools are in, one finding a file and läsår."""
    register = read_register(material)
    schools = material.rows("skolenheter")
    others = set(schools.loc[schools["Huvudman"] != "kommunal", "Skolenhetskod"])
    problems = []
    for kind, arskurs in ARSKURS.items():
        expected = count_pupils(register[register["Arskurs"] == arskurs])
        there = count_pupils(material.checked(kind))
        absent = expected[~expected.index.isin(there.index) & ~expected.index.isin(others, level=1)]
        for lasar, counts in absent.groupby("lasar"):
            if lasar not in there.index.get_level_values("lasar"):
                continue
            told = [f"{material.name_school(str(s))} ({pupils(n)})" for (_, s), n in counts.items()]
            problems.append(
                make_warning(
                    material.place(kind, str(lasar)),
                    f"Skolor med elever i åk {arskurs} i elevregistret saknas i {title(kind)}: "
                    f"{listed(told)}.",
                    "Lägg till skolornas filer om de ska vara med.",
                )
            )
    return problems


CHECK = Check(
    "skola_utan_fil",
    "Skolor som saknas i filerna",
    "Varje skola med elever i elevregistret finns i årskursens filer.",
    "varning",
    find,
)
