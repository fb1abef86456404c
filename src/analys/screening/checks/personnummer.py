"""Personnummer have their form, an existing date and the right check digit."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "personnummer",
    "Personnummer",
    "Varje personnummer har tolv tecken, ett datum som finns och rätt kontrollsiffra.",
    (
        "personnummer",
        "fodelsedatum",
        "kontrollsiffra",
        "pnr_streck",
        "pnr_sekel",
        "pnr_kort",
    ),
    galler=lambda layout: "PersonNr" in layout,
    saknas="Ingen fil med personnummer gick att läsa.",
)
