"""Quotations: what is refused, for which reason and at which cell, and that no message quotes."""

from __future__ import annotations

import dataclasses

import pytest

from analys.arbetsbok import Rad, make_arbetsbok
from analys.pseudonyms import hash_name, hash_part
from analys.quoting import (
    LANGST,
    MINST_ELEVER,
    MINST_ELEVER_PERSONAL,
    SKAL,
    Kannedom,
    Nekat,
    judge_quotes,
)

KEY = b"k" * 32
STOR, LITEN, MELLAN = "99991037", "99991074", "99991111"
KNOWN = Kannedom(
    namn=frozenset(hash_name(name, KEY) for name in ("alva bergström", "anna maria ek", "per dag")),
    delar=frozenset(
        hash_part(word, KEY) for word in ("alva", "bergström", "anna", "maria", "ek", "per", "dag", "vi")
    ),
    nyckel=KEY,
    klasser=frozenset({"9A", "Björnen"}),
    skolor=("Tallmoraskolan", "Lillsveds skola"),
    elever={STOR: 400, LITEN: MINST_ELEVER - 1, MELLAN: MINST_ELEVER_PERSONAL - 1},
)


def rader(*rows: dict[str, object]) -> tuple[Rad, ...]:
    usual = {"intervju": "I01", "roll": "elev", "tema": "Trygghet", "hallning": "utmaning", "citat": True}
    return make_arbetsbok({"intervjuer": [usual | row for row in rows]}).rader("intervjuer")


def reason(text: str, **more: object) -> str:
    chosen = judge_quotes(rader({"utsaga": text, **more}), KNOWN)
    assert len(chosen.godkanda) + len(chosen.nekade) == 1
    return chosen.nekade[0].skal if chosen.nekade else ""


@pytest.mark.parametrize(
    "text",
    [
        "Det finns alltid en vuxen ute på rasten.",
        "Vi får kanske 20 minuter arbetsro. Vi vill ha mer.",  # somebody is called Vi
        "Det blir fint nästa dag.",
        "I årskurs 9 är det lugnt, och läsåret 2025/26 blev bättre.",
        "Det kostar 9 kronor.",
    ],
)
def test_what_points_at_nobody_is_quoted(text):
    assert reason(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Alva slår mig på rasten.",
        "Det är Alva som börjar.",
        "Jag är rädd för Bergströms kompisar.",
        "Alla vet att anna-maria ek bestämmer.",
        "Anna\u00adMaria Ek bestämmer.",
        "ALVA bestämmer.",
        "Fråga Ek, Anna Maria om det.",
        "Hon heter A\u200blva.",
        "Fråga Vi om det.",
        "Fråga per dag.",
    ],
)
def test_a_name_of_the_files_is_refused(text):
    assert reason(text) == "namn"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jag är 20100101-9809 och trivs.", "personnummer"),
        ("Jag är 2010 01 01 9809 och trivs.", "personnummer"),
        ("Jag är 20\u200b100101\u20139809 och trivs.", "personnummer"),
        ("Mitt nummer är 20110412TF10.", "personnummer"),
        ("I 9A är det stökigt.", "klass"),
        ("I 9 a är det stökigt.", "klass"),
        ("I 4c är det stökigt.", "klass"),  # no class that the files know
        ("På Tallmoraskolan är det lugnt.", "skolnamn"),
        ("På LILLSVEDS SKOLA är det lugnt.", "skolnamn"),
        ("Skriv till mamma@exempel.se.", "adress"),
        ("Se www.exempel.se.", "adress"),
        ("Ring 070-123 45 67.", "adress"),
        ("", "tom"),
        (" ” ” ", "tom"),
        ("a" * (LANGST + 1), "lang"),
    ],
)
def test_what_else_is_refused(text, expected):
    assert reason(text) == expected


@pytest.mark.parametrize(
    ("role", "school", "expected"),
    [
        ("elev", STOR, ""),
        ("elev", MELLAN, ""),
        ("elev", LITEN, "liten_skola"),
        ("vårdnadshavare", LITEN, "liten_skola"),
        ("lärare", STOR, ""),
        ("lärare", MELLAN, "liten_skola"),
        ("fritidspersonal", MELLAN, "liten_skola"),
        ("rektor", STOR, "ensam_roll"),
        ("elevhälsa", STOR, "ensam_roll"),
        ("annan", STOR, "ensam_roll"),
        ("rektor", None, ""),
        ("elev", None, ""),
        ("elev", "12345678", "okand_skola"),
    ],
)
def test_a_school_or_role_too_small_is_refused(role, school, expected):
    assert reason("Det är lugnt här.", roll=role, skolenhet=school) == expected


def test_only_what_may_be_quoted_is_asked_of():
    rows = rader({"utsaga": "Alva slår mig.", "citat": False}, {"utsaga": "Alva slår mig.", "citat": None})
    assert judge_quotes(rows, KNOWN) == judge_quotes((), KNOWN)


def test_without_pupil_files_nothing_is_quoted():
    chosen = judge_quotes(rader({"utsaga": "Det är lugnt här."}), Kannedom(provat=False))
    assert [one.skal for one in chosen.nekade] == ["oprovad"]


def test_a_statement_is_quoted_once_and_its_own_quotation_marks_go():
    rows = rader({"utsaga": "”Det är ”lugnt” här.”"}, {"utsaga": "det är  ”LUGNT” här."})
    assert [one.text for one in judge_quotes(rows, KNOWN).godkanda] == ["Det är ’lugnt’ här."]


@pytest.mark.parametrize("skal", SKAL)
def test_every_refusal_names_its_cell_and_never_its_words(skal):
    row = dataclasses.replace(
        rader({"utsaga": "HEMLIG"})[0],
        fil="raw/9999/arbetsbok.xlsx, bladet Intervjuer",
        celler={"utsaga": "G7", "skolenhet": "C7", "roll": "B7"},
    )
    told = str(Nekat(row, skal).problem)
    column = {"utsaga": "G7", "skolenhet": "C7", "roll": "B7"}[SKAL[skal][0]]
    assert f"raw/9999/arbetsbok.xlsx, bladet Intervjuer, cell {column}" in told
    assert "HEMLIG" not in told + repr(Nekat(row, skal))
