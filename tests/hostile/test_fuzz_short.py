"""A short fixed run of studies/fuzz_readers.py: the seeds, some of their beginnings, and a few mutations."""

from __future__ import annotations

import itertools

import fuzz_readers
import pytest
from fuzz_targets import LASARE, Reader

RUNS = 60


@pytest.mark.parametrize("name", LASARE)
def test_readers_answer_in_their_own_words(name, tmp_path):
    reader = LASARE[name]
    whole = [b"", *reader.seeds]
    drawn = itertools.islice(fuzz_readers.draw_mutations(reader), RUNS)
    for content in (*whole, *(seed[: len(seed) // 2] for seed in reader.seeds), *drawn):
        fuzz_readers.feed(reader, content, tmp_path)


def test_a_reader_that_quotes_is_found(tmp_path):
    quoting = Reader((b"x",), lambda content, folder: f"Raden {fuzz_readers.CANARY} är fel.")
    with pytest.raises(fuzz_readers.Finding):
        fuzz_readers.feed(quoting, b"x", tmp_path)
