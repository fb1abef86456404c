"""Carrying out a plan: all files are copied, or none is; what they replace is kept and noted."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain, count
from pathlib import Path

import yaml

from analys.errors import AnalysError
from analys.importing.folder import ERSATTA, IMPORTLOGG
from analys.importing.plan import Item, Plan
from analys.lasar import in_path
from analys.paths import make_private_file, make_private_folder, raw_folder

BLOCK = 1 << 20
STAGING = ".importeras-"
UNCHANGED = "Inget har ändrats."
HALFWAY = "Alla filer gick inte att flytta tillbaka: jämför mappen med importer.yml och mappen ersatta."
LOG_HEAD = "# Vad ”analys importera” har kopierat hit, i ordning. Läses inte av rapporten."


def carry_out(plan: Plan, data: Path) -> None:
    """Copy the plan's files byte for byte below ``data/raw/<kommun>``, with rights for the owner alone.

    Every file is first copied aside and held against what was recognised; then all are moved in. A file that
    is replaced goes to ``ersatta/``, and ``importer.yml`` notes what came from where.

    Raises
    ------
    AnalysError
        When something stands in the way; then nothing has changed.
    """
    base = raw_folder(data, plan.kommun)
    if not all((base / item.mal).resolve().is_relative_to(data.resolve()) for item in plan.copied):
        raise AnalysError(
            f"En mapp i raw/{plan.kommun} är en länk ut ur datakatalogen. Ta bort länken. {UNCHANGED}"
        )
    try:
        make_private_folder(base)
        _clear_leftovers(base)
        staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=base))
    except OSError:
        raise AnalysError(
            f"Mappen raw/{plan.kommun} i datakatalogen går inte att skriva i. Kontrollera att du har "
            "behörighet, eller välj en annan datakatalog med --data. Inget har ändrats."
        ) from None
    try:
        staged = [_stage(item, staging / str(number)) for number, item in enumerate(plan.copied)]
        log = staging / IMPORTLOGG
        _write_log(plan, base, log)
        with _moves() as move:
            for place, old in _replacements(plan, base):
                move(old, place)
            for item, path in zip(plan.copied, staged, strict=True):
                move(path, base / item.mal)
            log.replace(base / IMPORTLOGG)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        with suppress(OSError):
            base.rmdir()  # only an empty folder, made for nothing


def _clear_leftovers(base: Path) -> None:
    # Of an import whose process was killed: pupils' files that nobody looks for.
    for path in base.glob(f"{STAGING}*"):
        shutil.rmtree(path, ignore_errors=True)


def _stage(item: Item, place: Path) -> Path:
    digest = hashlib.sha256()
    try:
        make_private_file(place)
        with item.found.path.open("rb") as source, place.open("wb") as copy:
            while block := source.read(BLOCK):
                digest.update(block)
                copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
    except OSError:
        raise AnalysError(
            f"{item.found.fil} går inte att kopiera. Stäng filen om den är öppen i ett annat program, och "
            "kontrollera att det finns plats på disken. Inget har ändrats."
        ) from None
    if digest.hexdigest() != item.found.sha256:
        raise AnalysError(f"{item.found.fil} ändrades medan den kopierades. Kör igen. Inget har ändrats.")
    return place


def _write_log(plan: Plan, base: Path, place: Path) -> None:
    """The log with the plan's copies added; it is written aside and moved in last."""
    entries = [
        {
            "fil": item.mal,
            "fran": item.found.fil,
            "sha256": item.found.sha256,
            **({"datum": item.found.datum} if item.found.datum else {}),
            **({"ersatte": [old.path.name for old in item.ersatter]} if item.ersatter else {}),
        }
        for item in plan.copied
    ]
    old = base / IMPORTLOGG
    try:
        before = old.read_text(encoding="utf-8") if old.is_file() else f"{LOG_HEAD}\n"
        make_private_file(place)
        place.write_text(
            before + yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=1000),
            encoding="utf-8",
        )
    except (OSError, UnicodeDecodeError):
        raise AnalysError(
            f"{IMPORTLOGG} i raw/{plan.kommun} går inte att skriva. Stäng filen om den är öppen i ett annat "
            "program. Inget har ändrats."
        ) from None


def _replacements(plan: Plan, base: Path) -> list[tuple[Path, Path]]:
    """Where each replaced file is kept -> the file, every file once."""
    pairs: dict[Path, Path] = {}
    for item in plan.copied:
        for old in item.ersatter:
            if old.path in pairs.values():
                continue
            folder = base / ERSATTA / (in_path(old.lasar) if old.lasar else "")
            name = old.path.stem + (f"_{old.datum}" if old.datum else "")
            numbers = chain([""], (f"-{number}" for number in count(2)))
            places = (folder / f"{name}{number}{old.path.suffix}" for number in numbers)
            pairs[next(p for p in places if not os.path.lexists(p) and p not in pairs)] = old.path
    return list(pairs.items())


@contextmanager
def _moves() -> Iterator[Callable[[Path, Path], None]]:
    """Moves that are all undone when one of them, or what comes after them, fails."""
    undo: list[Callable[[], object]] = []

    def move(path: Path, place: Path) -> None:
        for folder in [parent for parent in reversed(place.parents) if not parent.exists()]:
            make_private_folder(folder)
            undo.append(folder.rmdir)
        # A file that came since the plan was made is nobody's to write over.
        if os.path.lexists(place):
            raise FileExistsError
        path.rename(place)
        undo.append(partial(place.rename, path))

    try:
        yield move
    except BaseException as error:
        whole = _undo(undo)
        if not isinstance(error, OSError):
            raise
        raise AnalysError(
            "Filerna går inte att lägga på plats i datakatalogen. Stäng kommunens filer om de är öppna i "
            f"Excel eller något annat program, och kör igen. {UNCHANGED if whole else HALFWAY}"
        ) from None


def _undo(steps: list[Callable[[], object]]) -> bool:
    done = 0
    for step in reversed(steps):
        with suppress(OSError):
            step()
            done += 1
    return done == len(steps)
