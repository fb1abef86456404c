"""Every school unit is one that skolenheter.csv knows."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "kanda_skolenheter",
    "Kända skolenheter",
    "Varje skolenhetskod finns i skolenheter.csv.",
    ("okand_skolenhet",),
    galler=lambda layout: layout.kind == "skolenheter",
    saknas="Filen skolenheter.csv saknas.",
)
