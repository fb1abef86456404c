"""The municipality that is reported on: the demo's in size and form, of another seed.

The demo's own files may not be changed by hand, and one of the runs is of a changed file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from analys.contracts.slutbetyg_ak9 import LAYOUT
from analys.demo import write_demo
from analys.paths import raw_folder

SEED = 1
KOMMUN = "9999"
LASAR = "2025/26"

SHORT: Mapping[str, int] = MappingProxyType(
    {"elever_per_arskull": 60, "antal_skolor": 6, "antal_lasar": 3},
)
"""Sizes of the small municipality."""

SUBJECT, BEFORE, AFTER = "Ma", "D", "C"
"""The value that is changed: the first D in mathematics becomes a C."""

CHANGE = "I (c) har ett betyg i matematik ändrats från D till C, i slutbetyg_ak9.csv för 2025/26."


def write_municipality(data: Path, *, short: bool) -> None:
    """Write its raw files below a data folder."""
    write_demo(data, slumpfro=SEED, **(SHORT if short else {}))


@contextmanager
def change_grade(data: Path) -> Iterator[None]:
    """Change one value of one file of the newest läsår; it is as before when the block has ended."""
    path = raw_folder(data, KOMMUN, LASAR) / "slutbetyg_ak9.csv"
    before = path.read_bytes()
    place = LAYOUT.names.index(SUBJECT)
    lines = before.decode("utf-8-sig").splitlines(keepends=True)
    number = next(n for n, line in enumerate(lines) if line.split(";")[place] == BEFORE)
    cells = lines[number].split(";")
    cells[place] = AFTER
    lines[number] = ";".join(cells)
    path.write_bytes("".join(lines).encode("utf-8-sig"))
    try:
        yield
    finally:
        path.write_bytes(before)
