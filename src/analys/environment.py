"""The Python environment that work is done in: which packages, of which versions, on which Python."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import sysconfig
from functools import cache
from pathlib import Path

from analys.paths import hash_file, project_root

LOCK = "requirements.lock"

TOLD = "ANALYS_MILJO"
"""Environment variable with the digest, where it has been seen that the packages are the sender's."""


@cache
def hash_environment() -> str:
    """Digest of the interpreter, the installed packages with their versions, and the lock file.

    A program that was sent to another computer, see `analys.batch.errand`, is told the sender's.
    """
    if told := os.environ.get(TOLD):
        return told
    installed = sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    content = [sys.version, sys.platform, installed, hash_file(project_root() / LOCK)]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
