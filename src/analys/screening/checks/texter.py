"""Free text is neither too long nor has invisible characters."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "texter",
    "Texter",
    "Texter är lagom långa och har inga osynliga tecken.",
    (
        "langd",
        "tecken",
    ),
)
