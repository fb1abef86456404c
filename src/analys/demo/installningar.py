"""Settings of a demo set: seed, sizes and model."""

from __future__ import annotations

from dataclasses import dataclass

from analys.demo.identitet import room_for
from analys.demo.modell import MODELS, Model
from analys.errors import ParameterError

LAST_SPRING = 2026


@dataclass(frozen=True)
class Settings:
    """What decides the bytes of a demo set, together with this code."""

    slumpfro: int = 2026
    elever_per_arskull: int = 450
    antal_skolor: int = 21
    antal_lasar: int = 10
    kommun: str = "9999"
    modell: str = "standard"

    @property
    def years(self) -> range:
        """Spring years, oldest first."""
        return range(LAST_SPRING + 1 - self.antal_lasar, LAST_SPRING + 1)

    @property
    def model(self) -> Model:
        """The named model."""
        return MODELS[self.modell]

    @property
    def valid_numbers(self) -> bool:
        """Whether the never-assigned range has room for all; else check digits are wrong on purpose."""
        return room_for(round(self.elever_per_arskull * 0.75))


def check_settings(settings: Settings) -> None:
    """Refuse what cannot be simulated.

    Raises
    ------
    ParameterError
        With every fault, in Swedish.
    """
    faults = []
    if settings.modell not in MODELS:
        faults.append(f"Modellen ”{settings.modell}” finns inte. Välj en av: {', '.join(MODELS)}.")
    if not 10 <= settings.elever_per_arskull <= 130_000:
        faults.append("Antalet elever per årskull måste vara mellan 10 och 130 000.")
    if not 3 <= settings.antal_skolor <= 2_000:
        faults.append("Antalet skolor måste vara mellan 3 och 2 000.")
    if not 2 <= settings.antal_lasar <= 15:
        faults.append("Antalet läsår måste vara mellan 2 och 15.")
    if settings.slumpfro < 0:
        faults.append("Slumpfröet måste vara ett heltal som inte är negativt.")
    if not (len(settings.kommun) == 4 and settings.kommun.isdecimal()):
        faults.append("Kommunkoden ska ha fyra siffror.")
    if faults:
        raise ParameterError("\n".join(faults))
