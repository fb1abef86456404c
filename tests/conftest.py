"""What the whole suite shares: one small synthetic municipality."""

from __future__ import annotations

from pathlib import Path

import pytest

import analys  # noqa: F401  # Before numpy: it keeps linear algebra to one thread.

LONGEST = ("report", "security", "running", "hostile", "estimates", "disclosure")
"""Folders with the longest modules: run first, so that no process is left alone with one at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the modules, and nothing within them."""

    def place(item: pytest.Item) -> int:
        folder = item.path.relative_to(Path(__file__).parent).parts[0]
        return LONGEST.index(folder) if folder in LONGEST else len(LONGEST)

    items.sort(key=place)


@pytest.fixture(scope="session")
def liten_kommun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data folder with ``raw/9999``: 6 schools, 60 pupils a cohort, 3 läsår to 2025/26. Only to be read."""
    from analys.demo import write_demo

    data = tmp_path_factory.mktemp("liten_kommun")
    write_demo(data, elever_per_arskull=60, antal_skolor=6, antal_lasar=3)
    return data
