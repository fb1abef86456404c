"""Batch: many reports in one go, with the bytes that each would have if it were made alone.

`choosing` and `sets` tell which `orders` there are, `rounds` which of them may be made at the same time. What
several reports have in common is made once (`sharing`); `making` makes one report, and `carrying` has a crew
carry them all out and goes on when one of them fails.

Crews (`crews`) are this process, worker processes on this computer (`cluster`, `wire`), or a cluster that
somebody else runs (`scheduler`). There the program is a `guest` that is sent as it is (`program`), and so are
the files that a report is made from (`parcels`); it does its `errand` and is gone.
"""
