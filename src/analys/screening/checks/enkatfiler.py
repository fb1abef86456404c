"""The files of a survey agree: answers, questions, and how many were asked."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "enkatfiler",
    "Enkäternas filer",
    "Enkäternas svar stämmer med beskrivningen av frågorna och med hur många som fick enkäten.",
    ("enkat",),
    galler=lambda layout: layout.kind.startswith("enkat_"),
    saknas="Det finns inga enkäter.",
)
