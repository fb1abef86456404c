"""Random streams: one a variable and cohort, so that a new variable never changes the others.

A longer draw from the same stream begins with the shorter one. Written numbers are whole or pass through a
threshold, so a last-digit difference between platforms' mathematics libraries (normal draws, exp) reaches a
file with a probability in the order of 1e-9 a set; the generator itself is fixed by the lock file.
"""

from __future__ import annotations

import zlib

import numpy as np


def stream(seed: int, name: str, *key: int) -> np.random.Generator:
    """Generator of its own for `name` and `key` under `seed`.

    Examples
    --------
    >>> a, b = stream(1, "kon", 2026), stream(1, "kon", 2026)
    >>> bool(a.random() == b.random())
    True
    """
    spawn_key = (zlib.crc32(name.encode("utf-8")), *key)
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=spawn_key)))
