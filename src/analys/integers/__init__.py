"""Whole numbers under linear rows: how small and how large each unknown can be.

A solver works with decimals and tolerances, so what it says only leads the way: a number counts as possible
when a whole-number solution that has it satisfies every row, computed anew in whole numbers.
"""

from analys.integers.ranges import Ranges, find_ranges, find_room
from analys.integers.system import Impossible, LinearRow, System

__all__ = ["Impossible", "LinearRow", "Ranges", "System", "find_ranges", "find_room"]
