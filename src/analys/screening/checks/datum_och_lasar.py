"""Dates and läsår have their form and agree."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "datum_och_lasar",
    "Datum och läsår",
    "Datum och läsår är rätt skrivna, och uttagets datum hör till filens läsår.",
    (
        "datum",
        "lasar",
        "datum_lasar",
    ),
    galler=lambda layout: "Datum" in layout or "Lasar" in layout,
    saknas="Ingen fil med datum eller läsår gick att läsa.",
)
