"""Simulated municipalities as a report meets them: files written, read and cleaned."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analys.cleaning import prepare
from analys.demo import write_demo
from analys.demo.installningar import Settings
from analys.parameters import RunParameters
from analys.underlag import Underlag


@contextmanager
def open_municipality(settings: Settings) -> Iterator[Underlag]:
    """The cleaned files of a simulated municipality, on disk for as long as they are read."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        write_demo(
            data,
            slumpfro=settings.slumpfro,
            elever_per_arskull=settings.elever_per_arskull,
            antal_lasar=settings.antal_lasar,
            modell=settings.modell,
        )
        parameters = RunParameters()
        prepare(data, parameters.kommun, parameters.lasar_i_trend, run_lasar=parameters.lasar)
        yield Underlag(parameters, data)
