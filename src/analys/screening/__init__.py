"""Screening: is a folder of school files valid and plausible? One small module a check.

Validity is what reading finds, shown check by check; plausibility compares with earlier läsår and with the
other files, and only ever warns.
"""

from __future__ import annotations

from analys.progress import Progress, Silent
from analys.screening.check import Outcome, carry_out
from analys.screening.checks import CHECKS
from analys.screening.material import Material

__all__ = ["screen"]


def screen(material: Material, progress: Progress | None = None) -> list[Outcome]:
    """The outcome of every check, in the order of the list.

    Parameters
    ----------
    material : Material
        From `analys.screening.gathering.gather`.
    progress : Progress, optional
        Told that checking begins.
    """
    (progress or Silent()).step("Kontrollerar")
    return [carry_out(check, material) for check in CHECKS]
