"""The largest contributions to a mean: two pupils' values a group, told to disclosure control only."""

import pandas as pd

from analys.estimates.stacking import SERIE, Stack
from analys.indicators import REGISTRY


def test_the_two_largest_of_each_group():
    """School 1 has 4, 90 and 12 percent, school 2 one pupil with 7: 90 and 12; 7 and nobody else's."""
    pupils = pd.DataFrame(
        {
            SERIE: 0,
            "lasar": "2025/26",
            "skolenhet": ["1", "1", "1", "2"],
            "varde": [4.0, 90.0, 12.0, 7.0],
        }
    ).astype({"lasar": "category", "skolenhet": "category"})
    series = pd.DataFrame({"indikator": ["franvaro_vt_alla"], "kategori": [""]})
    stack = Stack(pupils, series, REGISTRY["franvaro_vt_alla"], pd.Series([0.0]))

    found = stack.find_largest(["lasar", "skolenhet"])

    assert found[["skolenhet", "storst", "nast"]].to_numpy().tolist() == [["1", 90.0, 12.0], ["2", 7.0, 0.0]]
    assert found["indikator"].tolist() == ["franvaro_vt_alla"] * 2
