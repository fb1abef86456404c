"""Comparing: two finished reports number by number, a cell against the same cell.

What is compared is what the reports have published, read back from their tables; nothing that they hide is
known here. Two decided reports are both public, and the later was tried together with the earlier, so their
comparison is public too. A draft or an internal edition was never tried against the other report: a
comparison with one of those is working material, and is told to be.
"""

from analys.comparing.account import write_account
from analys.comparing.comparison import Comparison, compare
from analys.comparing.listing import write_listing

__all__ = ["Comparison", "compare", "write_account", "write_listing"]
