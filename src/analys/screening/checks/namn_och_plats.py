"""Names and folders say what the files hold."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "namn_och_plats",
    "Filernas namn och plats",
    "Filernas namn och mappar säger vad de innehåller.",
    (
        "mapp",
        "namn",
        "plats",
    ),
)
