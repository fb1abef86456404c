"""Slutbetyg årskurs 9, samtliga elever: exports 139 (per skolenhet) and 138 (per kommun).

Wordings: the export of 2024/25, the one of 2018/19 ("kunskapskraven", "(17)") and those between.
"""

from analys.official.tabeller.tabell import Matt, Tabell

ANTAL_ELEVER = Matt("antal_elever_ak9", "antal", ("Antal elever",))
BEHORIGHET_YRKES = Matt(
    "behorighet_yrkes",
    "procent",
    (
        "Andel (%) elever behöriga till yrkesprog.",
        "Andel (%) elever behöriga till yrkesprogram",
        "Andel (%) behöriga till yrkesprog.",
        "Andel (%) behöriga till yrkesprogram",
        "Andel (%) behörig yrkesprog.",
    ),
)

TABELL = Tabell(
    "slutbetyg_ak9",
    "Slutbetyg årskurs 9, samtliga elever",
    "Slutbetyg årskurs 9, samtliga elever",
    (
        ANTAL_ELEVER,
        Matt(
            "alla_amnen_ak9",
            "procent",
            (
                "Andel (%) elever som uppfyllt betygskriterierna i alla ämnen",
                "Andel (%) som uppfyllt betygskriterierna i alla ämnen",
                "Andel (%) elever som uppnått kunskapskraven i alla ämnen",
                "Andel (%) som uppnått kunskapskraven i alla ämnen",
            ),
        ),
        BEHORIGHET_YRKES,
        Matt(
            "meritvarde_17",
            "poäng",
            ("Genomsnittligt meritvärde (17 ämnen)", "Genomsnittligt meritvärde (17)"),
        ),
        Matt(
            "meritvarde_16",
            "poäng",
            ("Genomsnittligt meritvärde (16 ämnen)", "Genomsnittligt meritvärde (16)"),
        ),
    ),
)
