"""Writing a demo set: pupil files, official answers and the truth behind them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analys.demo.arbetsbok import make_workbook
from analys.demo.filer import encode_json, save_files
from analys.demo.installningar import Settings, check_settings
from analys.demo.kontroll import CHECKSUMS, make_checksums, written_checksums
from analys.demo.officiellt import HAMTAD, make_answers
from analys.demo.sanningsfil import make_sanning
from analys.demo.skapande import make_files
from analys.demo.texter import make_texts
from analys.official.kommuner import DEMO_KOD
from analys.official.store import save_answers
from analys.paths import ARBETSBOK


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

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as data:
    ...     paths = write_demo(Path(data), elever_per_arskull=20, antal_skolor=3, antal_lasar=2)
    >>> paths[0].name
    'elevregister_2024-25.csv'
    """
    settings = Settings(slumpfro, elever_per_arskull, antal_skolor, antal_lasar, kommun, modell)
    check_settings(settings)
    root = folder / "raw" / kommun
    before = written_checksums(root) or {}
    paths: list[Path] = []
    own: dict[int, dict[str, dict[str, float]]] = {}
    enkat: dict[str, Any] = {}
    for files in make_files(settings, own, enkat):
        paths += save_files(root, files)
    if kommun == DEMO_KOD:
        # Only the demo municipality has a store of its own: simulated answers never mix with real ones.
        store = save_answers(folder, kommun, make_answers(slumpfro, kommun, own), HAMTAD)
        paths += sorted(store.glob("*.json"))
    paths += save_files(root, {ARBETSBOK: make_workbook(settings)} | make_texts())
    paths += save_files(root, {"sanning.json": encode_json(make_sanning(settings, enkat))})
    # Files that an earlier set had and this one has not would be read as if they belonged together.
    sums = make_checksums(root, paths)
    for stale in before.keys() - sums.keys():
        (root / stale).unlink(missing_ok=True)
    # The note by which a later run knows the set untouched comes last: a set without it is not complete.
    return paths + save_files(root, {CHECKSUMS: encode_json(sums)})
