"""No pupil stands at two schools in the same kind of file."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "elev_pa_tva_skolor",
    "Samma elev på två skolor",
    "Varje elev finns på en enda skola i samma slag av fil.",
    ("tva_skolor",),
)
