"""Nothing that must be filled in is blank."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "tomma_uppgifter",
    "Uppgifter som måste finnas",
    "Ingen uppgift som måste finnas är tom.",
    ("tom",),
)
