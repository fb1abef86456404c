"""Minutes are whole numbers."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "minuter",
    "Minuter",
    "Minuterna i frånvarofilen är hela tal.",
    ("heltal", "tusental", "timmar", "procent"),
    galler=lambda layout: layout.kind == "franvaro",
    saknas="Det finns ingen frånvarofil som gick att läsa.",
)
