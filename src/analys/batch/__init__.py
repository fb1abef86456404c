"""Batch: many reports in one go, with the bytes that each would have if it were made alone.

`orders` and `sets` tell what is to be made, `rounds` which of it may be made at the same time. What several
reports have in common is made once (`sharing`); `making` makes one report, here or on a worker of a cluster
(`crews`, `cluster`), and `carrying` carries it all out and goes on when one of them fails.
"""
