"""The register holds the läsår."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "register_lasar",
    "Elevregistrets läsår",
    "Elevregistret har elever för det läsår som kontrolleras.",
    ("register",),
    galler=lambda layout: layout.kind == "elevregister",
    saknas="Mappen har inget elevregister som går att läsa.",
)
