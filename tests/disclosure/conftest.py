"""The attacker's studies are importable in tests."""

from __future__ import annotations

import sys
from pathlib import Path

STUDIES = str(Path(__file__).parents[2] / "studies")
if STUDIES not in sys.path:
    sys.path.append(STUDIES)
