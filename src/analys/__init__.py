"""Genomlysning: from a municipality's school files to a report that its board can decide from.

Linear algebra runs in one thread. The matrices here are small: threads that wait for each other cost many
times what they compute, and sums in another order would make two machines round differently. It must be said
before numpy is imported, so it is said here.
"""

import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Whoever reads a notebook imports jsonschema, which then takes a second and a half to learn the grammar of
# international addresses, for a check that no notebook asks for. It does without where that is not to be had.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
