"""Headers, number and order of columns, whole lines."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "rubriker_och_kolumner",
    "Rubriker och kolumner",
    "Varje fil har de kolumner som dess slag ska ha, i rätt antal och ordning, och varje rad är hel.",
    (
        "rubriker",
        "kolumner",
        "rader",
    ),
)
