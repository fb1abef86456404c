"""The published number of pupils beside a mean that leaves a few out."""

import pandas as pd

from analys.estimates.cells import make_cells
from analys.estimates.counts import publish_counts
from analys.indicators import REGISTRY


def cell(indikator, n, enhet="1", antal=pd.NA, **keys):
    base = {"enhetstyp": "skola", "enhetsnamn": "A", "lasar": "2025/26", "varde": 50.0}
    return base | {"indikator": indikator, "enhet": enhet, "n": n, "antal": antal} | keys


def test_the_mean_shows_the_number_of_the_shares():
    cells = make_cells([cell("meritvarde_17", 27), cell("alla_amnen_ak9", 28, antal=20)])

    assert publish_counts(cells, REGISTRY, 10)["n"].tolist() == [28, 28]


def test_a_group_below_the_threshold_keeps_its_own_number_and_stays_hidden():
    cells = make_cells([cell("meritvarde_17", 9), cell("alla_amnen_ak9", 10, antal=5)])

    assert publish_counts(cells, REGISTRY, 10)["n"].tolist() == [9, 10]


def test_groups_are_matched_by_all_their_keys():
    cells = make_cells(
        [
            cell("alla_amnen_ak9", 30, "1", antal=20, lasar="2024/25"),
            cell("alla_amnen_ak9", 31, "1", antal=20),
            cell("alla_amnen_ak9", 40, "2", antal=20),
            cell("meritvarde_17", 29, "1"),
            cell("meritvarde_17", 39, "2"),
            cell("meritvarde_17", 50, "3"),
        ]
    )

    assert publish_counts(cells, REGISTRY, 10)["n"].tolist() == [30, 31, 40, 31, 40, 50]


def test_the_registry_lends_from_indicators_of_the_same_files():
    for indicator in REGISTRY.values():
        if indicator.counted_as:
            assert REGISTRY[indicator.counted_as].kind == indicator.kind
