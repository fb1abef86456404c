"""A pupil stands on one row."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "dubbletter",
    "Dubbletter",
    "Samma elev finns inte på flera rader med olika innehåll.",
    ("dubblett",),
)
