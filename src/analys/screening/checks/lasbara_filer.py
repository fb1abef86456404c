"""The files can be read at all."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "lasbara_filer",
    "Filerna går att läsa",
    "Varje fil är hel, inte tom och sparad i ett format som går att läsa.",
    ("fil",),
)
