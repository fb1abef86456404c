"""Codes of one row do not contradict each other."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "motsagelser",
    "Uppgifter som säger emot varandra",
    "Uppgifterna på en rad säger inte emot varandra, till exempel betyg i både Sv och Sva.",
    ("regel",),
    galler=lambda layout: bool(layout.rules),
    saknas="Ingen fil med sådana uppgifter gick att läsa.",
)
