"""Files of other systems can be understood: the declared columns fit, pupils and schools are known."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "egna_kolumner",
    "Filer från andra system",
    "Filer från andra system går att tolka, och kolumner.yml är rätt skriven om den finns.",
    ("mappning",),
)
