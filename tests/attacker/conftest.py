"""Attacks on small finished reports; their builders are importable in tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.append(HERE)


@pytest.fixture
def try_on(tmp_path):
    """Attack a report of these rows; class lists tell the pupils of every one."""
    from small_reports import write

    from analys.attacker import attack, read_tables

    def run(rows, *, earlier=(), sizes=None, **more):
        told = {row["cell"]: row["size"] for row in rows if row["size"] is not None}
        frame = read_tables(write(tmp_path / "tabeller", rows))
        before = [
            read_tables(write(tmp_path / f"tidigare{number}", own)) for number, own in enumerate(earlier)
        ]
        return attack(frame, 10, earlier=before, sizes=told if sizes is None else sizes, **more)

    return run
