"""School unit codes have eight digits."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "skolenhetskoder",
    "Skolenhetskoder",
    "Varje skolenhetskod har åtta siffror.",
    ("skolenhet",),
    galler=lambda layout: "Skolenhetskod" in layout,
    saknas="Ingen fil med skolenhetskoder gick att läsa.",
)
