"""Why a correction cannot be applied: it misses, or another one has claimed what it is about."""

from __future__ import annotations

from dataclasses import replace

from analys.corrections.declaring import Correction
from analys.corrections.rows import Rows
from analys.errors import Problem

TAKE_AWAY = "Har källan ändrats och är rätt nu, ta bort rättelsen."
CHECK = "Kontrollera slag, lasar, elev, skolenhet och fil."


def describe_miss(correction: Correction, count: int, kind: Rows | None) -> Problem:
    """A correction that hits `count` cells or rows and should hit another number."""
    one, many = ("rad", "rader") if correction.ta_bort else ("cell", "celler")
    if count:
        return correction.place.problem(
            f"Rättelsen träffar {count} {one if count == 1 else many}, men forvantat är "
            f"{correction.forvantat}.",
            "Gör rättelsen mer precis, eller ange i forvantat det antal som du menar.",
        )
    if kind is None or not kind.holds(correction):
        return correction.place.problem(
            "Rättelsen träffar ingenting: det finns inga sådana rader för läsåret.", CHECK
        )
    others = len(kind.select(correction))
    if correction.ta_bort:
        if _holds_pupil(kind, correction):
            return _fixed(correction)
        return correction.place.problem("Raden som ska tas bort finns inte.", f"{CHECK} {TAKE_AWAY}")
    if len(kind.find_corrected(correction)) >= correction.forvantat:
        return _fixed(correction)
    if others:
        return correction.place.problem(
            f"Rättelsen träffar ingenting: kolumnen {correction.kolumn} har ett annat värde än fran.",
            f"Kontrollera vad som står i filen. {TAKE_AWAY}",
        )
    return correction.place.problem("Rättelsen träffar ingenting.", CHECK)


def _holds_pupil(kind: Rows, correction: Correction) -> bool:
    return bool(kind.select(replace(correction, skolenhet="", fil="")).size)


def _fixed(correction: Correction) -> Problem:
    now = "Raden finns inte längre i filen." if correction.ta_bort else "Det rätta värdet står redan i filen."
    return correction.place.problem(
        "Källan är rättad: ta bort rättelsen.", f"{now} Ta bort rättelsen ur listan."
    )


def describe_conflict(correction: Correction, earlier: Correction) -> Problem:
    """Two corrections that claim the same cell or row."""
    where = earlier.place.words
    if earlier.place.fil.partition(",")[0] != correction.place.fil.partition(",")[0]:
        where = f"{where} i {earlier.place.fil.partition(',')[0]}"
    return correction.place.problem(
        f"Två rättelser gäller samma uppgift: den här och den på {where}.", "Behåll en av dem."
    )
