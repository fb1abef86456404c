"""Make the committed checksums again after a change of the simulation: ``python -m analys.demo.frysning``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from analys.demo.filer import encode_json
from analys.demo.installningar import Settings
from analys.demo.kontroll import CHECKSUMS, make_checksums
from analys.demo.skrivande import write_demo


def main() -> None:
    """Write the default set in a passing folder and note its checksums."""
    with tempfile.TemporaryDirectory() as folder:
        paths = write_demo(Path(folder))
        root = Path(folder) / "raw" / Settings().kommun
        sums = make_checksums(root, (path for path in paths if path.name != CHECKSUMS))
    Path(__file__).with_name(CHECKSUMS).write_bytes(encode_json(sums))


if __name__ == "__main__":
    main()
