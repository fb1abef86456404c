"""Every official file beside the project is read; the counts are those of its sources."""

import sys
from pathlib import Path

import pytest

STUDIES = str(Path(__file__).parents[2] / "studies")
if STUDIES not in sys.path:
    sys.path.append(STUDIES)

from read_underlag import UNDERLAG, read_all  # noqa: E402

# Counted otherwise: lines with an eight-digit unit code (slutbetyg, with grep), "schoolUnit" (bodies, with
# grep), and the numbers that underlag/SOURCES.md gives.
COUNTS = {
    "skolverket/slutbetyg_ak9_samtliga_2024-25_skolenhet.csv": "1714 skolenheter",
    "skolverket/np_relation_ak9_2023-24_skolniva_UTDRAG.csv": "24 skolenheter",
    "skolverket/planned_educations_v4_statistics_gr_42_svar.json": "40 skolenheter",
    "skolverket/planned_educations_v4_statistics_gr_long_2026-04.csv.gz": "1674 skolenheter",
    "skolverket/meritvarde17_2014-2022_per_skola.json": "2035 skolenheter",
    "kolada/salsa_meritvarde_2024_per_skola.json": "1330 skolenheter",
    "kolada/kolada_18kpi_290kommuner_2016-2019_long.csv": "290 kommuner, 18 nyckeltal",
    "kolada/kolada_18kpi_riket_2016-2019.json": "18 nyckeltal",
    "kolada/kolada_municipality_2026-03.csv": "290 kommuner",
}


def test_every_official_file_is_read():
    if not UNDERLAG.is_dir():
        pytest.skip("the reference files ../shared/underlag are not here")
    found = dict(read_all())

    assert {name: told for name, told in found.items() if not told.startswith(COUNTS.get(name, told))} == {}
    assert found.keys() >= COUNTS.keys()
