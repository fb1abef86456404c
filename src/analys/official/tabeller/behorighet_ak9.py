"""Behörighet till gymnasieskolan: exports 5 (per skolenhet) and 53 (per kommun), a row for each gender.

No file of this table was at hand. The headings are those that published programs expect of the exports, and
follow the wording of the table of slutbetyg.
"""

from analys.official.tabeller.slutbetyg_ak9 import ANTAL_ELEVER, BEHORIGHET_YRKES
from analys.official.tabeller.tabell import Matt, Tabell

TABELL = Tabell(
    "behorighet_ak9",
    "Behörighet till gymnasieskolan",
    "Behörighet till gymnasieskolan",
    (
        ANTAL_ELEVER,
        BEHORIGHET_YRKES,
        Matt(
            "behorighet_es",
            "procent",
            (
                "Andel (%) elever behöriga till estetiskt program",
                "Andel (%) elever behöriga till estetiska programmet",
            ),
        ),
        Matt(
            "behorighet_ekhusa",
            "procent",
            (
                "Andel (%) elever behöriga till Ekonomi-, humanistiska och samhällsvetenskaps- program",
                "Andel (%) elever behöriga till ekonomi-, humanistiska och samhällsvetenskapsprogrammen",
            ),
        ),
        Matt(
            "behorighet_nate",
            "procent",
            (
                "Andel (%) elever behöriga till Naturvetenskapligt och tekniskt program",
                "Andel (%) elever behöriga till naturvetenskaps- och teknikprogrammen",
            ),
        ),
        Matt("ej_behoriga", "procent", ("Andel (%) elever ej behöriga", "Andel (%) ej behöriga")),
    ),
)
