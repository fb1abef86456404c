"""Publishing: a report is written beside its place and moved there when it is whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analys.errors import AnalysError


@contextmanager
def replace_folder(target: Path) -> Iterator[Path]:
    """A temporary folder that takes the place of `target` when the block ends without an error.

    Raises
    ------
    AnalysError
        When the place cannot be written, for instance because a file of the earlier report is open.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError:
        raise AnalysError(
            f"Mappen {target.parent.name} går inte att skriva i. Välj en annan med --ut."
        ) from None
    try:
        yield fresh
        fresh.chmod(0o755)
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, target: Path) -> None:
    old = fresh.with_name(f"{fresh.name}-tidigare")
    try:
        if target.exists():
            target.replace(old)
        try:
            fresh.replace(target)
        except OSError:
            if old.exists():
                old.replace(target)
            raise
    except OSError:
        raise AnalysError(
            f"Den förra rapporten i {target.name} går inte att ersätta. Stäng filen om den är öppen i en "
            "PDF-läsare, i Excel eller i webbläsaren, och kör igen. Den förra rapporten är orörd."
        ) from None
    shutil.rmtree(old, ignore_errors=True)
