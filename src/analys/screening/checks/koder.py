"""Codes are those that the source's description allows."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "koder",
    "Betyg och andra koder",
    "Betyg och andra koder är sådana som beskrivningen av filen tillåter.",
    ("kod", "gammal_betygsskala", "streck", "gemener", "bokstav_for_siffra"),
)
