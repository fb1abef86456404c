"""Voices: what the chapter says of surveys and interviews, and what it leaves unsaid."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from analys.arbetsbok import make_arbetsbok
from analys.disclosure import ProtectedTable, plan, protect
from analys.estimates.roster_intervjuer import interview_estimates
from analys.indicators.intervju import UTMANINGAR
from analys.parameters import RunParameters
from analys.presentation import roster as text
from analys.presentation import roster_display as display
from analys.presentation import roster_metod as metod
from analys.presentation import roster_skola as skola
from analys.presentation import roster_tabeller_display as tabellbilder
from analys.presentation import wording_roster_intervjuer as said
from analys.presentation.roster_citat import show_more_quotes, show_quotes
from analys.presentation.roster_fynd import find_voices
from analys.quoting import Citat, Citatval

Maker = Callable[..., ProtectedTable]
Tables = dict[str, ProtectedTable]
NOW, THEN = "2025/26", "2023/24"
RUN: Any = SimpleNamespace(parameters=RunParameters(), kommunnamn="Exempelkommun", has_pupils=True)

# Pupils' indices now and then; girls and boys now.
ELEV = {
    "trygghet": (7.8, 7.7, 7.4, 8.2),
    "studiero": (5.6, 6.2, 5.5, 5.7),
    "stimulans": (6.4, 6.4, 6.4, 6.4),
}
PERSONAL = {"trygghet": 7.9, "studiero": 7.1, "stimulans": 6.9}


def index(code: str, value: float, half: float = 0.1, **keys: Any) -> dict[str, Any]:
    return {
        "indikator": code,
        "varde": value,
        "undre": value - half,
        "ovre": value + half,
        "n": 1900,
        "lasar": NOW,
        **keys,
    }


def rate(group: str, answered: int, asked: int, lasar: str = NOW, suffix: str = "") -> dict[str, Any]:
    return {
        "indikator": f"enkat_{group}_svarsfrekvens{suffix}",
        "varde": 100 * answered / asked,
        "n": asked,
        "antal": answered,
        "lasar": lasar,
    }


def pupil_rows(hidden: Sequence[str] = ()) -> list[dict[str, Any]]:
    rows = []
    for name, (now, then, girls, boys) in ELEV.items():
        code, dold = f"enkat_elev_{name}", name in hidden
        rows += [
            index(code, now, dold=dold),
            index(code, then, lasar=THEN, dold=dold),
            index(code, round(now - then, 1), 0.15, jamforelse=f"mot {THEN}", dold=dold),
            index(code, girls, kon="flickor", dold=dold),
            index(code, boys, kon="pojkar", dold=dold),
            index(code, round(girls - boys, 1), 0.2, jamforelse="flickor-pojkar", dold=dold),
        ]
    for n, value in ((4, 6.8), (8, 4.9)):
        code, dold = f"enkat_elev_studiero_ak{n}", "studiero" in hidden
        rows.append(index(code, value, dold=dold))
        rows.append(index(code, round(value - 5.9, 1), 0.2, jamforelse="mot övriga årskurser", dold=dold))
    return rows


def rate_rows(answered: int = 1900, before: int = 1800) -> list[dict[str, Any]]:
    years = [rate("elev", k, 260, suffix=f"_ak{n}") for n, k in ((4, 240), (9, 190))]
    groups = [rate("personal", 300, 400), rate("vardnadshavare", 900, 2300)]
    return [rate("elev", answered, 2300), rate("elev", before, 2300, THEN), *groups, *years]


@pytest.fixture
def make_tables(make_decided: Maker) -> Callable[..., Tables]:
    """The chapter's tables of surveys."""

    def make(
        answered: int = 1900, hidden: Sequence[str] = (), drop: str = "", rows: list[Any] | None = None
    ) -> Tables:
        staff = [index(f"enkat_personal_{name}", value) for name, value in PERSONAL.items()]
        apart = [
            index(
                f"enkat_personal_{name}", round(value - ELEV[name][0], 1), 0.3, jamforelse="personal-elever"
            )
            for name, value in PERSONAL.items()
        ]
        weighted = [
            index(f"enkat_elev_{name}", value[0] - (name == "studiero") * 0.1, jamforelse="viktad")
            for name, value in ELEV.items()
        ]
        own = [row for row in rows or pupil_rows(hidden) if not drop or row.get("jamforelse", "")[:3] != drop]
        made = {
            "roster_elev": own,
            "roster_personal": staff,
            "roster_jamforelse": apart,
            "roster_svar": rate_rows(answered),
            "roster_vikt": weighted,
            "roster_vardnadshavare": [index("enkat_vardnadshavare_information", 6.1)],
        }
        return {name: make_decided(rows, id=name, titel=name) for name, rows in made.items()}

    return make


def interviews(rows: Sequence[tuple[Any, ...]]) -> Tables:
    names = ("intervju", "roll", "deltagare", "tema", "hallning", "kodare")
    book = make_arbetsbok({"intervjuer": [dict(zip(names, row, strict=True)) for row in rows]})
    run: Any = SimpleNamespace(
        arbetsbok=lambda: book, has_pupils=False, kommunnamn="Exempelkommun", parameters=RunParameters()
    )
    estimates = interview_estimates(run)
    decided = plan(estimates, 10)
    return {one.id: protect(one, decided) for one in estimates}


SAID = (
    ("I1", "elev", 6, "Studiero", "utmaning", "A"),
    ("I1", "elev", 6, "Trygghet", "styrka", "A"),
    ("I2", "elev", 5, "Studiero", "utmaning", "A"),
    ("I2", "elev", 5, "Trygghet", "styrka", "A"),
    ("I3", "elev", 5, "Studiero", "utmaning", "A"),
    ("I4", "lärare", 4, "Studiero", "utmaning", "A"),
    ("I5", "rektor", 1, "Studiero", "utmaning", "A"),
    ("I5", "rektor", 1, "Stöd", "utmaning", "A"),
)


def plain(shown: Any) -> str:
    return str(shown.plain).replace("\u202f", " ").replace("\u00a0", " ")


# --- surveys ------------------------------------------------------------------------------------------------


def test_pupils_voices_sentence_by_sentence(make_tables):
    told = plain(text.describe_pupils(RUN, make_tables()))

    assert "Läsåret 2025/26 svarade 1 900 av 2 300 elever på enkäten, 83 procent." in told
    assert (
        "På skalan noll till tio är elevernas index högst för trygghet (7,8) och lägst för studiero (5,6)."
    ) in told
    assert "Jämfört med läsåret 2023/24 är index för studiero 0,6 lägre." in told
    assert "Flickors och pojkars index skiljer sig åt för trygghet (7,4 och 8,2)." in told
    assert "I årskurs 8 är index för studiero 4,9. Det är 1,0 lägre än i de andra årskurserna." in told
    assert "I årskurs 4 är index för studiero 6,8. Det är 0,9 högre än i de andra årskurserna." in told
    assert "Avståndet till de andra årskurserna är tydligt för årskurs 8 (−1,0 indexpoäng; " in told
    assert "Att index för studiero har sjunkit är tydligt (−0,6 indexpoäng; " in told
    assert "Index för trygghet och stimulans är ungefär oförändrat." in told
    assert "Svarsfrekvensen är lägst i årskurs 9 (73 procent) och högst i årskurs 4 (92 procent)." in told
    assert (
        "När svaren vägs efter vilka som fick enkäten blir index för studiero 5,5 i stället för 5,6." in told
    )


def test_below_half_nothing_is_claimed(make_tables):
    tables = make_tables(answered=1100)
    told = plain(text.describe_pupils(RUN, tables))

    assert "Färre än hälften svarade, så index jämförs inte med något annat." in told
    assert not any(word in told for word in ("Jämfört", "skiljer sig åt", "i årskurs 8", "tydligt"))
    assert not any(one.kalla == "enkat" for one in find_voices(RUN, tables))
    figure = display.show_pupils(RUN, tables)
    assert figure is not None and figure.titel == "Elevernas bild av skolan" and THEN not in figure.alt


def test_guardians_with_a_low_rate_are_told_as_such(make_tables):
    told = plain(text.describe_guardians(RUN, make_tables()))
    assert "svarade 900 av 2 300 vårdnadshavare på enkäten, 39 procent." in told
    assert "Färre än hälften svarade" in told


def test_other_questions_are_said_and_not_compared(make_tables):
    told = plain(text.describe_pupils(RUN, make_tables(drop="mot")))
    assert "Frågorna om trygghet, studiero och stimulans är andra än läsåret 2023/24" in told
    assert "Jämfört med" not in told


def test_hidden_indices_leave_words_and_not_values(make_tables):
    told = plain(text.describe_pupils(RUN, make_tables(hidden=("trygghet",))))
    assert "Bland de index som redovisas är elevernas index högst för stimulans (6,4)" in told
    assert "trygghet" not in told and "7,8" not in told


def test_staff_stand_beside_pupils(make_tables):
    tables = make_tables()
    told = plain(text.describe_staff(RUN, tables))
    assert (
        "Personalens index är högre än elevernas för studiero (7,1 och 5,6) och stimulans (6,9 och 6,4)."
        in told
    )
    figure = display.show_staff(RUN, tables)
    assert figure is not None
    assert figure.titel == "Elever och personal ser olika på studiero och stimulans"


def test_what_ranks_claims(make_tables):
    section = text.describe_pupils(RUN, make_tables())
    kinds = [claim.kind for part in section.paragraphs for claim in part.claims]
    assert kinds.count("most") == 2 and kinds.count("least") == 2


def test_a_change_that_rounds_to_nothing_is_the_same(make_decided):
    rows = [
        index("enkat_elev_stod", 7.0),
        index("enkat_elev_stod", 7.0, lasar=THEN),
        index("enkat_elev_stod", -0.0, jamforelse=f"mot {THEN}"),
    ]
    tables = {"roster_elev": make_decided(rows, id="roster_elev"), "roster_svar": make_decided(rate_rows())}
    (found,) = find_voices(RUN, tables)
    assert found.text == "Elevernas index för stöd var 7,0 läsåret 2025/26, detsamma som läsåret 2023/24."


def test_tables_of_the_appendix(make_tables):
    tables = make_tables()
    weights = tabellbilder.show_weights(RUN, tables)
    assert weights is not None
    assert weights.rader[1] == ("Studiero", "5,6", "5,5–5,7", "5,5", "5,4–5,6")
    years = tabellbilder.show_year_groups(RUN, tables)
    assert years is not None
    assert years.rader == (("Årskurs 4", "6,8"), ("Årskurs 8", "4,9"))
    levels = tabellbilder.show_levels(
        RUN, tables, "elev", lambda run, grupp, name: [NOW][: name == "studiero"]
    )
    assert levels is not None
    assert "Studiero: andra frågor från 2025/26, så äldre värden jämförs inte." in levels.noter
    assert tabellbilder.show_year_groups(RUN, {}) is tabellbilder.show_published(RUN, {}, "elev") is None


def test_an_index_with_other_questions_has_no_earlier_dot(make_tables):
    rows = [row for row in pupil_rows() if row["indikator"] != "enkat_elev_trygghet" or "mot" not in str(row)]
    figure = display.show_pupils(RUN, make_tables(rows=rows))
    assert figure is not None
    assert "läsåret 2023/24: Studiero 6,2; Stimulans 6,4." in figure.alt
    assert "Jämförs inte med 2023/24: trygghet." in figure.kalla


def test_findings_know_their_area_and_source(make_tables):
    found = {one.nyckel: one for one in find_voices(RUN, make_tables())}
    change = found["roster/enkat_elev_studiero/over-tid"]
    assert (change.omrade, change.kalla, change.favourable, change.unit) == (
        "studiero",
        "enkat",
        "nej",
        "indexpoäng",
    )
    assert change.text == (
        "Elevernas index för studiero var 5,6 läsåret 2025/26, 0,6 lägre än läsåret 2023/24."
    )
    year = found["roster/enkat_elev_studiero_ak8/mot-ovriga-arskurser"]
    assert year.text == (
        "Index för studiero var 4,9 i årskurs 8 läsåret 2025/26, 1,0 lägre än i de andra årskurserna."
    )
    staff = found["roster/enkat_personal_studiero/personal-elever"]
    assert (staff.favourable, staff.direction) == ("varken", "upp")


def test_no_surveys_is_one_line():
    assert plain(text.describe_nothing(RUN, {})) == (
        "Det finns varken enkäter eller intervjuer för den här rapporten."
    )
    shown = (text.describe_pupils, text.describe_guardians, text.describe_staff, text.describe_interviews)
    assert [show(RUN, {}) for show in shown] == [None] * 4
    assert [metod.explain_surveys(RUN, {}), metod.explain_interviews(RUN, {})] == [None, None]
    assert find_voices(RUN, {}) == []


def test_an_older_survey_says_its_year(make_tables):
    later: Any = SimpleNamespace(
        parameters=RunParameters(lasar="2026/27"), kommunnamn="Exempelkommun", has_pupils=True
    )
    assert "Läsåret 2025/26 svarade" in plain(text.describe_pupils(later, make_tables()))
    earlier: Any = SimpleNamespace(parameters=RunParameters(lasar="2022/23"))
    assert text.describe_pupils(earlier, make_tables()) is None


# --- interviews ---------------------------------------------------------------------------------------------


def test_interviews_are_told_by_side():
    tables = interviews(SAID)
    assert plain(said.describe_side(tables, "elev")) == (
        "I intervjuerna tog eleverna upp studiero (i 3 av 3 intervjuer) som en utmaning. "
        "Som en styrka nämnde de trygghet (2)."
    )
    assert plain(said.describe_side(tables, "personal")) == (
        "I intervjuerna tog personalen upp studiero (i 2 av 2 intervjuer) som en utmaning."
    )
    assert said.describe_side(tables, "vårdnadshavare") is None
    assert plain(said.describe_interviews(tables)) == (
        "Underlaget är 5 intervjuer: 3 med elever, 1 med lärare och 1 med rektorer. "
        "Sammanlagt deltog 21 personer."
    )


def test_a_finding_of_a_theme_has_its_area():
    (first, *_) = find_voices(RUN, interviews(SAID))
    assert (first.omrade, first.kalla, first.favourable, first.certainty) == (
        "studiero",
        "intervju",
        "nej",
        "ej_bedomd",
    )
    assert first.text == "Studiero togs upp som en utmaning i 5 av 5 intervjuer läsåret 2025/26."


def test_tables_of_themes_tell_no_single_interview():
    shown = tabellbilder.show_sides(RUN, interviews(SAID), UTMANINGAR)
    assert shown is not None
    assert list(shown.rader) == [("Studiero", "5", "3", "2")]


# --- quotations ---------------------------------------------------------------------------------------------


@pytest.fixture
def quoted(monkeypatch: pytest.MonkeyPatch) -> list[Citat]:
    """Quotations that may be shown: five of pupils, one of a principal."""
    own = [
        Citat("det är <b>lugnt</b> i 20 minuter.", "elev", "Trygghet", "styrka"),
        Citat("Vi hör inget.", "elev", "Studiero", "utmaning"),
        Citat("Vi hör ingenting.", "elev", "Studiero", "utmaning"),
        Citat("Ett.", "elev", "Annat", "neutral"),
        Citat("Två.", "elev", "Annat", "neutral"),
        Citat("Tiden räcker inte.", "rektor", "Stöd", "utmaning"),
    ]
    chosen = Citatval(tuple(own), ())
    monkeypatch.setattr("analys.presentation.roster_citat.choose_quotes", lambda run: chosen)
    return own


def html(shown: Any) -> str:
    bundle = shown._repr_mimebundle_()
    return str((bundle[0] if isinstance(bundle, tuple) else bundle)["text/html"])


def test_quotations_are_escaped_and_their_numbers_marked(quoted):
    page = html(show_quotes(RUN, interviews(SAID), "elev"))
    assert '<div data-bild="roster">' in page
    assert '<li><span data-eget="">”Det är &lt;b&gt;lugnt&lt;/b&gt; i 20 minuter.”</span></li>' in page
    assert "<b>" not in page


def test_themes_that_many_raised_come_first_and_the_rest_stand_in_the_appendix(quoted):
    page = html(show_quotes(RUN, interviews(SAID), "elev"))
    order = [page.index(words) for words in ("Vi hör inget.", "Det är", "Ett.")]
    assert order == sorted(order)
    assert "Två." not in page and "(elev)" not in page
    assert "Tiden räcker inte.” (rektor)" in html(show_quotes(RUN, {}, "personal"))
    assert html(show_more_quotes(RUN, interviews(SAID))).count("<li>") == 2
    assert show_quotes(RUN, {}, "vårdnadshavare") is None


def test_a_quotation_tells_its_role_and_nothing_else():
    names = {field.name for field in dataclasses.fields(Citat)}
    assert names == {"text", "roll", "tema", "hallning"}


def test_mapping_of_words_is_complete() -> None:
    from analys.arbetsbok.blad import ROLLER
    from analys.presentation.roster_citat import NAMN

    assert set(NAMN) == set(ROLLER) <= set(said.WITH)
    assert isinstance(said.WITH, Mapping)


# --- a school's own report ----------------------------------------------------------------------------------


def test_a_school_stands_beside_its_municipality(make_tables):
    own = {"enhetstyp": "skola", "enhet": "99991037", "enhetsnamn": "Lilla skolan", "n": 40}
    rows = [
        *pupil_rows(),
        index("enkat_elev_trygghet", 7.0, 0.5, **own),
        index("enkat_elev_studiero", 5.0, 0.5, dold=True, **own),
    ]
    tables = make_tables(rows=rows)
    at = RunParameters(skola="99991037")
    school: Any = SimpleNamespace(parameters=at, kommunnamn="Exempelkommun", has_pupils=True)

    shown = skola.show_school(school, tables, "elev")
    assert shown is not None
    assert shown.rader[0] == ("Trygghet", "7,0", "6,5–7,5", "7,8")
    assert "5,0" not in shown.plain
    assert "Ett index går från noll till tio" in plain(skola.introduce_school(school, tables))
    assert plain(skola.introduce_school(school, {})) == "Inga enkätsvar från skolan kan visas."
    assert skola.show_school(RUN, tables, "elev") is skola.introduce_school(RUN, tables) is None
    assert skola.show_school(school, tables, "vardnadshavare") is None
