"""Short version of the benchmark: time and memory grow with the pupils and no faster."""

from __future__ import annotations

import tracemalloc

import numpy as np


def test_time_grows_with_the_pupils_and_no_faster():
    import benchmark_absence

    seconds = {
        name: [min(benchmark_absence.measure(name, rows)[0] for _ in range(2)) for rows in (15_000, 60_000)]
        for name in ("linjär, CR2", "logit, CRV3")
    }
    for name, (few, many) in seconds.items():
        # Four times the pupils: 1 is in step, 2 would be each pupil against each other.
        assert np.log(many / few) / np.log(4) < 1.5, (name, few, many)


def test_memory_grows_with_the_pupils_and_not_with_their_square():
    import benchmark_absence

    pupils = benchmark_absence.draw(40_000)
    design = benchmark_absence.model(pupils)
    for name in benchmark_absence.MODELS:
        tracemalloc.start()
        benchmark_absence.MODELS[name](pupils, design)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        # A school of 1 900 pupils against itself would be 29 MB, each of 21; the columns are 12.
        assert peak < 4 * design.matrix.nbytes + 20e6, (name, peak)
