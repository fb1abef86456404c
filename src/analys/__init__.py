"""Genomlysning: from a municipality's school files to a report that its board can decide from.

Linear algebra runs in one thread. The matrices here are small: threads that wait for each other cost many
times what they compute, and sums in another order would make two machines round differently. It must be said
before numpy is imported, so it is said here.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
