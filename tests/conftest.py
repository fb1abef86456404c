"""What the whole suite shares: one small synthetic municipality."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def liten_kommun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data folder with ``raw/9999``: 6 schools, 60 pupils a cohort, 3 läsår to 2025/26. Only to be read."""
    from analys.demo import write_demo

    data = tmp_path_factory.mktemp("liten_kommun")
    write_demo(data, elever_per_arskull=60, antal_skolor=6, antal_lasar=3)
    return data
