"""Verification: a finished report is tried against its manifest, and made again from it.

First the files: each as the manifest says. Then what the report was made of, against what is here now. Last
the report is made again, in a room of its own, from the manifest's parameters and the raw files, and every
file is compared byte for byte. Nothing that was kept from earlier runs is believed, nothing is fetched, and
the user's reports and processed files are only read.
"""

from analys.verification.account import tell_verdict
from analys.verification.verdict import IDENTICAL, KNOWN, UNEXPLAINED, Verdict
from analys.verification.verifying import list_reports, verify

__all__ = ["IDENTICAL", "KNOWN", "UNEXPLAINED", "Verdict", "list_reports", "tell_verdict", "verify"]
