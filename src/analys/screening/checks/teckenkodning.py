"""Letters are those that were written."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "teckenkodning",
    "Å, ä och ö",
    "Bokstäverna å, ä och ö har inte blivit andra tecken, och inga osynliga tecken har följt med.",
    ("teckenkodning", "osynligt"),
)
