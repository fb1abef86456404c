"""The Python environment that work is done in: which packages, of which versions, on which Python."""

from __future__ import annotations

import hashlib
import json
import sys
import sysconfig
from functools import cache
from pathlib import Path

from analys.paths import hash_file, project_root

LOCK = "requirements.lock"


@cache
def hash_environment() -> str:
    """Digest of the interpreter, the installed packages with their versions, and the lock file."""
    installed = sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    content = [sys.version, sys.platform, installed, hash_file(project_root() / LOCK)]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
