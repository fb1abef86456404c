"""The red team: every attack succeeds on a report published without the gate, and on none with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import red_team
import red_team_files
from red_team_figures import ATTACKS as FIGURES
from red_team_files import ATTACKS as FILES
from red_team_town import CLASS_LISTS, TROSKEL, Attack

from analys.attacker import attack, read_tables

LEARNED = {
    "subtraktion": "7 av 8 pojkar nådde alla ämnen",
    "marginaler i två led": "8 av 8 flickor i Almskolan nådde alla ämnen",
    "samma uppgift i två kapitel": "7 av 8 pojkar nådde alla ämnen",
    "tre läsår minus två": "3 av 9 nådde alla ämnen 2025/26",
    "en visad förändring": "3 av 9 nådde alla ämnen i Almskolan",
    "medelvärde och känt n": "meritvärdet i Ekskolan, 6 elever, är 141,7–142,5",
    "nettot och en av delarna": "3 av 40 fick lägre betyg än provbetyg",
    "antal och andel ger n": "5 av 7 nådde alla ämnen i Almskolan",
    "andel med decimal utan n": "5 av 7 nådde alla ämnen i Almskolan",
    "intervallet ger antalet": "3 av 38 nådde inte alla ämnen i Almskolan",
    "sex andelar utan n": "3 av 75 flickor och 14 av 87 pojkar är inte behöriga",
    "nästlade behörigheter": "2–5 av 12 i Almskolan är inte behöriga till yrkesprogram",
    "en av eleverna med klasslista": "alla de andra 11 i Almskolan nådde alla ämnen",
    "förra årets rapport": "7 av 8 pojkar nådde alla ämnen 2024/25",
    "ett rättat tal": "0 av 1 som kom till i rättelsen nådde alla ämnen 2024/25",
    "skolans utgåva minus kommunens": "7 av 8 i Björkskolan nådde alla ämnen",
    "myndighetens total minus visade skolor": "7 av 8 i Björkskolan nådde alla ämnen",
    "axelns gränser": "någon gömd skola har en gräns under 200 poäng, ned mot 0",
    "alternativtexten": "meritvärdet i Ekskolan är 131,7",
    "raderna i resultatordning": "5 av 9 i Ekskolan nådde alla ämnen",
    "ett superlativ i en mening": "högst 4 av 9 pojkar nådde alla ämnen 2025/26",
    "attribut på en skyddad ruta": "en skyddad ruta säger 7 av 9",
    "ett personnummer i en kommentar": "personnumret 20100101-2384",
    "ett namn i en dold beskrivning": "Alva Exempelsson nämns",
    "elevnyckel som id": f"raden är elev {red_team_files.PUPIL[:6]}…",
    "en punkt per elev": "eleven med högst frånvaro har det 7:e lägsta meritvärdet av 20",
}
"""What each enemy learns with the gate off, as the numbers were planted."""

STANDING: dict[str, str] = {
    "förra årets rapport": "the plan does not know earlier reports yet",
    "ett rättat tal": "the plan does not know earlier reports yet",
    "myndighetens total minus visade skolor": "rows with an official total are not completed yet",
    "raderna i resultatordning": "a file keeps the order that its author gave it",
    "en punkt per elev": "the inspection does not count points yet",
}
"""Attacks that still succeed with the gate on; each is a hole to close."""

UNSEEN: dict[str, str] = {
    **dict.fromkeys(
        (
            "antal och andel ger n",
            "andel med decimal utan n",
            "intervallet ger antalet",
            "sex andelar utan n",
        ),
        "the attacker does not read shares without their pupils yet",
    ),
    "myndighetens total minus visade skolor": "the attacker does not read official totals yet",
}
"""Attacks on numbers that the attacker does not see yet."""


def tried(attacks, standing):
    """Attacks as parameters, those that stand as expected failures."""
    return [
        pytest.param(one, id=one.namn, marks=pytest.mark.xfail(reason=standing[one.namn], strict=True))
        if one.namn in standing
        else pytest.param(one, id=one.namn)
        for one in attacks
    ]


@pytest.mark.parametrize("one", red_team.ATTACKS, ids=lambda one: one.namn)
def test_the_attack_succeeds_without_the_gate(one: Attack, tmp_path):
    one.publish(tmp_path, False)

    assert LEARNED[one.namn] in one.find(tmp_path)


@pytest.mark.parametrize("one", tried(red_team.ATTACKS, STANDING))
def test_the_attack_fails_with_the_gate(one: Attack, tmp_path):
    one.publish(tmp_path, True)

    assert one.find(tmp_path) == []


NUMBERS = [one for one in red_team.ATTACKS if one not in (*FILES, *FIGURES)]


@pytest.mark.parametrize("one", tried(NUMBERS, UNSEEN))
def test_the_attacker_stops_what_is_published_without_the_gate(one: Attack, tmp_path):
    one.publish(tmp_path, False)

    assert not audit(tmp_path).passed


@pytest.mark.parametrize("one", tried(NUMBERS, {k: v for k, v in STANDING.items() if "earlier" in v}))
def test_the_attacker_lets_through_what_is_published_with_the_gate(one: Attack, tmp_path):
    one.publish(tmp_path, True)

    assert audit(tmp_path).passed


def audit(published: Path):
    """What the attacker says of the newest report of a folder, of which each folder of tables is one."""
    sizes: dict[str, int] = {}
    for path in published.rglob(CLASS_LISTS):
        sizes |= json.loads(path.read_text(encoding="utf-8"))
    *earlier, newest = (read_tables(path) for path in sorted(published.rglob("tabeller")))
    return attack(newest, TROSKEL, earlier=earlier, sizes=sizes)


def test_a_report_without_any_of_it_is_published(tmp_path):
    red_team_files.publisher()(tmp_path, True)

    assert (tmp_path / "genomlysning.html").exists()


def test_every_attack_is_told_and_has_a_name_of_its_own():
    assert list(LEARNED) == [one.namn for one in red_team.ATTACKS]
    assert len(red_team.ATTACKS) >= 14


def test_the_table_of_the_red_team(monkeypatch, capsys):
    monkeypatch.setattr(red_team, "ATTACKS", red_team.ATTACKS[:1])
    closed = red_team.main()

    assert closed == 0
    assert capsys.readouterr().out.splitlines()[2:] == [
        "| subtraktion | bara n < 10 döljs | 7 av 8 pojkar nådde alla ämnen | inget |"
    ]


@pytest.mark.parametrize("found", [["något"], []], ids=["med spärren", "inte ens utan"])
def test_a_weak_gate_and_a_blunt_attack_are_told(monkeypatch, found):
    attack = Attack("påhitt", "inget", lambda folder, gate: None, lambda folder: found)
    monkeypatch.setattr(red_team, "ATTACKS", (attack,))

    assert red_team.main() == 1
