"""The red team: every attack succeeds on a report published without the gate, and on none with it."""

from __future__ import annotations

import pytest
import red_team
import red_team_files
from red_team_figures import ATTACKS as FIGURES
from red_team_files import ATTACKS as FILES
from red_team_office import ATTACKS as OFFICE
from red_team_town import Attack

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
    "förra årets tre läsår minus årets": "3 av 9 nådde alla ämnen 2022/23",
    "skolans utgåva minus kommunens": "7 av 8 i Björkskolan nådde alla ämnen",
    "myndighetens total minus visade skolor": "7 av 8 i Björkskolan nådde alla ämnen",
    "klasserna minus skolan": "7 av 8 i klass B nådde alla ämnen",
    "arbetsmaterialet bredvid det publicerade": "7 av 8 i Björkskolan nådde alla ämnen",
    "skolans rapport i fjol bredvid årets": "7 av 8 i Björkskolan nådde alla ämnen 2024/25",
    "skolans grupper minus skolan": "6 av 8 pojkar i Almskolan nådde alla ämnen 2025/26",
    "axelns gränser": "någon gömd skola har en gräns under 200 poäng, ned mot 0",
    "alternativtexten": "meritvärdet i Ekskolan är 131,7",
    "raderna i resultatordning": "5 av 9 i Ekskolan nådde alla ämnen",
    "ett superlativ i en mening": "högst 4 av 9 pojkar nådde alla ämnen 2025/26",
    "attribut på en skyddad ruta": "en skyddad ruta säger 7 av 9",
    "ett personnummer i en kommentar": "personnumret 20100101-2384",
    "ett namn i en dold beskrivning": "Alva Exempelsson nämns",
    "elevnyckel som id": f"raden är elev {red_team_files.PUPIL[:6]}…",
    "en punkt per elev": "eleven med högst frånvaro har det 7:e lägsta meritvärdet av 20",
    "en dold rad i arbetsboken": "arbetsboken säger 7 av 9",
    "ett tal bara på bilderna": "bilderna säger 7 av 9",
    "talarens anteckningar": "anteckningarna säger 7 av 9",
    "alternativtexten på en bild": "alternativtexten säger 7 av 9",
    "en dold bild": "en dold bild säger 7 av 9",
    "arbetsboken bakom en figur": "arbetsboken bakom figuren säger 7 av 9",
    "dokumentets egenskaper": "Alva Exempelsson nämns i egenskaperna",
    "en spårad ändring": "en spårad ändring säger 7 av 9",
    "en kommentar i marginalen": "en kommentar säger 7 av 9",
}
"""What each enemy learns with the gate off, as the numbers were planted."""

NUMBERS = [one for one in red_team.ATTACKS if one not in (*FILES, *FIGURES, *OFFICE)]


@pytest.mark.parametrize("one", red_team.ATTACKS, ids=lambda one: one.namn)
def test_the_attack_succeeds_without_the_gate(one: Attack, tmp_path):
    one.publish(tmp_path, False)

    assert LEARNED[one.namn] in one.find(tmp_path)


@pytest.mark.parametrize("one", red_team.ATTACKS, ids=lambda one: one.namn)
def test_the_attack_fails_with_the_gate(one: Attack, tmp_path):
    red_team.publish_with_gate(one, tmp_path)

    assert one.find(tmp_path) == []


@pytest.mark.parametrize("one", NUMBERS, ids=lambda one: one.namn)
def test_the_attacker_stops_what_is_published_without_a_plan(one: Attack, tmp_path):
    one.publish(tmp_path, False)

    assert not red_team.audit(tmp_path).passed


@pytest.mark.parametrize("one", NUMBERS, ids=lambda one: one.namn)
def test_the_plan_leaves_nothing_for_the_attacker(one: Attack, tmp_path):
    one.publish(tmp_path, True)

    assert red_team.audit(tmp_path).passed
    assert one.find(tmp_path) == []


def test_a_table_in_order_of_result_is_stopped(tmp_path):
    (ranked,) = (one for one in FIGURES if one.namn == "raderna i resultatordning")

    verdict = red_team.publish_with_gate(ranked, tmp_path)

    assert {leak.kind for leak in verdict.leaks} == {"påstående"}
    assert list(tmp_path.iterdir()) == []


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
