"""Does the gate hold? Each attack on a published report, with the gate off and on.

Every attack reads finished files as an enemy would: CSV, HTML, SVG, alternative texts. It is to succeed when
the gate is off, which shows that the attack is one, and to find nothing when the gate is on.

Run as ``python studies/red_team.py``.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import red_team_figures
import red_team_files
import red_team_lattice
import red_team_office
import red_team_reports
import red_team_schools
import red_team_tables
from red_team_town import CLASS_LISTS, TROSKEL, Attack

from analys.attacker import Verdict, attack, read_tables

ATTACKS: tuple[Attack, ...] = (
    *red_team_tables.ATTACKS,
    *red_team_lattice.ATTACKS,
    *red_team_reports.ATTACKS,
    *red_team_schools.ATTACKS,
    *red_team_figures.ATTACKS,
    *red_team_files.ATTACKS,
    *red_team_office.ATTACKS,
)


class Outcome(NamedTuple):
    """What an enemy learns, a sentence each, and whether the gate stopped the report altogether."""

    off: list[str]
    on: list[str]
    stopped: bool = False


def publish_with_gate(one: Attack, folder: Path) -> Verdict:
    """Publish by the plan, and only what the attacker of the gate lets through; what he says of the rest."""
    one.publish(folder, True)
    verdict = audit(folder)
    if not verdict.passed:
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return verdict


def audit(published: Path) -> Verdict:
    """What the attacker says of the newest report of a folder, of which each folder of tables is one."""
    sizes: dict[str, int] = {}
    for path in sorted(published.rglob(CLASS_LISTS)):
        sizes |= json.loads(path.read_text(encoding="utf-8"))
    reports = [read_tables(path) for path in sorted(published.rglob("tabeller"))]
    return attack(reports[-1], TROSKEL, earlier=reports[:-1], sizes=sizes) if reports else Verdict()


def try_attack(one: Attack, folder: Path) -> Outcome:
    """Publish with the gate off and on, and let the enemy read each."""
    off, on = folder / "av", folder / "på"
    for place in (off, on):
        place.mkdir(parents=True)
    one.publish(off, False)
    publish_with_gate(one, on)
    stopped = not on.exists() or not any(on.iterdir())
    return Outcome(one.find(off), one.find(on), stopped)


def main() -> int:
    """Print a line for each attack; 1 when one fails without the gate or succeeds with it."""
    print("| angrepp | spärren av | hittat utan spärren | med spärren |\n|---|---|---|---|")
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, one in enumerate(ATTACKS):
            found = try_attack(one, Path(folder) / str(number))
            off = "; ".join(found.off) or "inget"
            on = "; ".join(found.on) or ("rapporten stoppas" if found.stopped else "inget")
            print(f"| {one.namn} | {one.utan} | {off} | {on} |")
            broken += not found.off or bool(found.on)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
