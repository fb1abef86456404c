"""No file that a report needs is missing."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "saknade_filer",
    "Filer som behövs",
    "De filer som en rapport inte klarar sig utan finns.",
    ("saknas",),
)
