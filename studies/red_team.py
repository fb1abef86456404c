"""Does the gate hold? Each attack on a published report, with the gate off and on.

Every attack reads finished files as an enemy would: CSV, HTML, SVG, alternative texts. It is to succeed when
the gate is off, which shows that the attack is one, and to find nothing when the gate is on.

Run as ``python studies/red_team.py``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import red_team_figures
import red_team_files
import red_team_lattice
import red_team_reports
import red_team_tables
from red_team_town import Attack

ATTACKS: tuple[Attack, ...] = (
    *red_team_tables.ATTACKS,
    *red_team_lattice.ATTACKS,
    *red_team_reports.ATTACKS,
    *red_team_figures.ATTACKS,
    *red_team_files.ATTACKS,
)


class Outcome(NamedTuple):
    """What an enemy learns, a sentence each."""

    off: list[str]
    on: list[str]


def try_attack(attack: Attack, folder: Path) -> Outcome:
    """Publish with the gate off and on, and let the enemy read each."""
    found = []
    for name, gate in (("av", False), ("på", True)):
        published = folder / name
        published.mkdir(parents=True)
        attack.publish(published, gate)
        found.append(attack.find(published))
    return Outcome(*found)


def main() -> int:
    """Print a line for each attack; 1 when one fails without the gate or succeeds with it."""
    print("| angrepp | spärren av | hittat utan spärren | med spärren |\n|---|---|---|---|")
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, attack in enumerate(ATTACKS):
            found = try_attack(attack, Path(folder) / str(number))
            off, on = ("; ".join(one) or "inget" for one in found)
            print(f"| {attack.namn} | {attack.utan} | {off} | {on} |")
            broken += not found.off or bool(found.on)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
