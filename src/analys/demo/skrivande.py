"""Writing a demo set: pupil files, official answers and the truth behind them."""

from __future__ import annotations

from pathlib import Path

from analys.demo.skapande import Settings, check_settings, write_files


def write_demo(
    folder: Path,
    *,
    slumpfro: int = 2026,
    elever_per_arskull: int = 450,
    antal_skolor: int = 21,
    antal_lasar: int = 10,
    kommun: str = "9999",
    modell: str = "standard",
) -> list[Path]:
    """Write a synthetic municipality below ``folder/raw/<kommun>``.

    Parameters
    ----------
    folder : pathlib.Path
        Data folder.
    slumpfro : int
        Seed; the same seed and sizes give the same bytes.
    elever_per_arskull : int
        Pupils a cohort, about.
    antal_skolor : int
        Municipal school units, one F–9 and about a quarter 7–9 among them.
    antal_lasar : int
        Läsår, the last is 2025/26.
    kommun : str
        Municipality code, four digits.
    modell : str
        standard, noll, mar, mnar or utan_rorlighet (see `analys.demo.modell`).

    Returns
    -------
    list of pathlib.Path
        The files written.

    Raises
    ------
    ParameterError
        On sizes or a model that cannot be simulated.
    """
    settings = Settings(slumpfro, elever_per_arskull, antal_skolor, antal_lasar, kommun, modell)
    check_settings(settings)
    return write_files(folder, settings)
