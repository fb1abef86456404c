"""The words on national tests and grades: facts first, certainty by the declared rule, nobody accused.

Each expected sentence is worked by hand from the numbers in the test. delta is 3 percentage points.
"""

import ast
import re
from pathlib import Path

import pytest

import analys.presentation
from analys.estimates.cells import POOLED, cell_id
from analys.estimates.school_levels import APART
from analys.parameters import RunParameters
from analys.presentation import (
    np_ak3,
    np_bortfall,
    np_och_betyg,
    np_och_betyg_fynd,
    np_och_betyg_titlar,
    np_officiellt,
    np_skolor,
    questions,
)
from analys.presentation import wording_relations as words
from analys.presentation.relations import read_relations
from analys.underlag import Underlag

NAN = float("nan")
MODULES = sorted(
    path
    for path in Path(analys.presentation.__file__).parent.glob("*.py")
    if path.stem.startswith(("np_", "wording_relations", "questions", "summary"))
)
BANNED = (
    "felaktig", "fel betyg", "glädjebetyg", "inflation", "snälla", "generös", "sträng", "rättvis", "orsak",
    "beror på", "leder till", "tack vare", "på grund av", "effekt av", "påverka", "sämst", "bäst", "rankning",
)  # fmt: skip


@pytest.fixture
def run(tmp_path):
    """A run of the demo municipality with pupil files."""
    (tmp_path / "raw" / "9999" / "2025-26").mkdir(parents=True)
    return Underlag(RunParameters(), tmp_path)


@pytest.fixture
def official(tmp_path):
    return Underlag(RunParameters(), tmp_path)


def subject(kod, shares, net, lasar="2025/26", arskurs=9, n=454, **values):
    """Rows of one subject: shares (lower, equal, higher) in per cent, and net (value, lower, upper)."""
    common = {"lasar": lasar, "n": n, **values}
    rows = [
        common | {"indikator": f"np_relation_ak{arskurs}_{kod}", "kategori": name, "varde": share}
        for name, share in zip(("lägre", "lika", "högre"), shares, strict=True)
    ]
    varde, undre, ovre = net
    return [
        *rows,
        common | {"indikator": f"np_netto_ak{arskurs}_{kod}", "varde": varde, "undre": undre, "ovre": ovre},
    ]


MA = subject("ma", (5.7, 69.0, 25.3), (19.6, 14.7, 24.3))
EN = subject("en", (33.8, 60.4, 5.8), (-28.0, -33.1, -22.6))
SV = subject("sv", (18.8, 66.2, 15.0), (-3.8, -10.4, 2.7))
HI = subject("hi", (30.0, 60.0, 10.0), (-20.0, -37.0, -2.0), n=60)


def flat(text):
    """A text with plain spaces."""
    return text.plain.replace("\u00a0", " ")


def test_the_facts_of_the_subjects_that_all_take_come_first(run, make_decided):
    text = flat(np_och_betyg.describe_year(run, {"np_relation": make_decided([*MA, *EN, *HI])}, 9))
    seen, sure = text.split("Hur säkert det är. ")

    assert seen.startswith(
        "Vad vi ser. I alla redovisade ämnen är det vanligast att slutbetyget är detsamma som provbetyget. "
        "I matematik fick 25,3 procent av eleverna ett högre slutbetyg än provbetyg och 5,7 procent ett "
        "lägre. "
        "Nettoavvikelsen, andelen med högre minus andelen med lägre, är +19,6 procentenheter. "
        "I engelska fick 5,8 procent ett högre och 33,8 procent ett lägre (nettoavvikelse −28,0)."
    )
    # History is taken by some pupils only: its numbers stand in the figure.
    assert "historia" not in seen
    assert sure.startswith(
        "I matematik ligger slutbetyget tydligt oftare över provbetyget än under. I engelska ligger det "
        "tydligt oftare under än över. I historia ligger det oftare under än över, men hur mycket oftare är "
        "osäkert. Riktningen skiljer sig alltså mellan ämnena."
    )


@pytest.mark.parametrize(
    ("net", "sentence"),
    [
        ((10.0, 3.1, 17.0), "I matematik ligger slutbetyget tydligt oftare över provbetyget än under."),
        (
            (10.0, 0.1, 20.0),
            "I matematik ligger slutbetyget oftare över provbetyget än under, men hur mycket oftare är "
            "osäkert.",
        ),
        ((1.0, -2.9, 2.9), "I matematik ligger slutbetyget ungefär lika ofta över provbetyget som under."),
        (
            (1.0, -4.0, 6.0),
            "I matematik räcker underlaget inte för att avgöra om slutbetyget oftare ligger över eller under "
            "provbetyget.",
        ),
        ((-10.0, -17.0, -3.1), "I matematik ligger slutbetyget tydligt oftare under provbetyget än över."),
        (
            (-10.0, -20.0, -0.1),
            "I matematik ligger slutbetyget oftare under provbetyget än över, men hur mycket oftare är "
            "osäkert.",
        ),
    ],
)
def test_the_class_of_certainty_decides_the_words(run, make_decided, net, sentence):
    relations = read_relations(make_decided(subject("ma", (10, 70, 20), net)), 9, "2025/26")

    assert [s.plain for s in words.judge_nets(relations, run.parameters) if s] == [sentence]


def test_a_net_without_its_interval_is_not_judged(run, make_decided):
    bare = subject("en", (33.8, 60.4, 5.8), (-28.0, NAN, NAN))
    relations = read_relations(make_decided([*MA, *bare]), 9, "2025/26")

    assert [s.plain for s in words.judge_nets(relations, run.parameters) if s] == [
        "I matematik ligger slutbetyget tydligt oftare över provbetyget än under.",
        "I engelska visas inte hur säkert det är, av hänsyn till enskilda.",
    ]
    assert [r.amne.kod for r in words.find_apart(relations, run.parameters)] == ["ma"]


def test_nothing_is_said_of_what_is_hidden(run, make_decided):
    hidden = [row | {"dold": True} for row in EN]
    text = flat(np_och_betyg.describe_year(run, {"np_relation": make_decided([*MA, *hidden])}, 9))

    assert "engelska" not in text
    assert np_och_betyg.describe_year(run, {"np_relation": make_decided(hidden)}, 9) is None
    assert np_och_betyg.describe_year(run, {}, 9) is None


def test_where_a_share_is_hidden_only_the_net_is_told(make_decided):
    rows = [MA[0] | {"dold": True}, *MA[1:]]
    (relation,) = read_relations(make_decided(rows), 9, "2025/26")

    sentence = words.describe_relation(relation, first=True)

    assert sentence.plain.replace("\u00a0", " ") == "I matematik är nettoavvikelsen +19,6 procentenheter."
    assert words.describe_usual([relation]) is None


def test_another_grade_than_the_test_may_be_the_most_usual(make_decided):
    turned = subject("en", (60.0, 30.0, 10.0), (-50.0, -60.0, -40.0))
    same = read_relations(make_decided([*MA, *SV, *turned]), 9, "2025/26")

    assert words.describe_usual(same).plain.startswith("I de flesta redovisade ämnen är det vanligast")
    assert words.describe_usual(read_relations(make_decided([*MA, *turned]), 9, "2025/26")) is None


def test_a_break_is_told_with_its_reason(run, make_decided):
    earlier = subject("ma", (4, 70, 26), (22.0, 17.0, 27.0), lasar="2024/25")
    table = make_decided([*MA, *earlier])

    text = flat(np_och_betyg.describe_year(run, {"np_relation": table}, 9))

    assert (
        "Läsåret 2025/26 jämförs inte med tidigare läsår. Proven gjordes delvis som ersättningsprov på "
        "papper "
        "våren 2026." in text
    )
    # Without anything to compare with there is no comparison to refuse.
    assert "jämförs inte" not in flat(np_och_betyg.describe_year(run, {"np_relation": make_decided(MA)}, 9))


@pytest.fixture
def compared(tmp_path, make_decided):
    """Function from the changes' intervals in Ma and En to the sentences about time, 2023/24."""

    def make(*intervals):
        (tmp_path / "raw" / "9999" / "2023-24").mkdir(parents=True)
        run = Underlag(RunParameters(lasar="2023/24"), tmp_path)
        rows = []
        for kod, (undre, ovre) in zip(("ma", "en"), intervals, strict=False):
            rows += subject(kod, (5, 70, 25), (20.0, 15.0, 25.0), lasar="2023/24")
            rows += subject(kod, (10, 70, 20), (10.0, 5.0, 15.0), lasar="2022/23")
            code = f"np_netto_ak9_{kod}"
            delar = " + ".join(cell_id(code, "9999", year) for year in ("2023/24", "2022/23"))
            change = {"jamforelse": "mot 2022/23", "varde": 10.0, "undre": undre, "ovre": ovre}
            rows.append(change | {"indikator": code, "lasar": "2023/24", "n": 454, "delar": delar})
        return flat(np_och_betyg.describe_year(run, {"np_relation": make_decided(rows)}, 9))

    return make


def test_a_change_is_told_where_it_is_settled(compared):
    text = compared((4.0, 16.0), (-4.0, 24.0))

    assert (
        "I matematik har nettoavvikelsen gått från +10,0 till +20,0 procentenheter sedan läsåret 2022/23. "
        "I övriga ämnen räcker underlaget inte för att säga att den har ändrats." in text
    )


def test_where_no_change_is_settled_that_is_said(compared):
    assert (
        "Sedan läsåret 2022/23 går det inte i något av ämnena att säga säkert att nettoavvikelsen har "
        "ändrats." in compared((-4.0, 24.0), (-4.0, 24.0))
    )


def result(prov, antal, n, kategori="provbetyg", **values):
    return {
        "indikator": f"np_resultat_ak9_{prov}", "kategori": kategori, "n": n, "antal": antal,
        "varde": round(100 * antal / n, 1), **values,
    }  # fmt: skip


def test_tests_that_many_lack_are_named_with_their_numbers(run, make_decided):
    # 216 / 475 = 45.5 per cent, below the four of five that count as most.
    table = make_decided([result("ma", 454, 475), result("no", 216, 475)], "np_resultat")

    assert np_bortfall.describe_lacking(run, {"np_resultat": table}, 9).plain.startswith(
        "Provbetyg finns bara för 216 av 475 elever i NO, så avvikelserna i de ämnena gäller"
    )
    assert np_bortfall.describe_lacking(run, {}, 9) is None


def test_where_most_have_a_provbetyg_that_is_all_that_is_said(run, make_decided):
    table = make_decided([result("ma", 380, 475)], "np_resultat")  # 80.0 per cent

    sentence = np_bortfall.describe_lacking(run, {"np_resultat": table}, 9)
    assert sentence.plain.startswith("De allra flesta elever har provbetyg")


def groups(gap, keys=("flickor", "pojkar"), column="kon", levels=(-5.0, -8.5), code="np_netto_ak9"):
    first, second = (
        {"indikator": code, column: key, "varde": level, "undre": level - 4, "ovre": level + 4, "n": 230}
        for key, level in zip(keys, levels, strict=True)
    )
    varde, undre, ovre = gap
    name = {"jamforelse": "-".join(keys), "varde": varde, "undre": undre, "ovre": ovre, "n": 230}
    return [first, second, {"indikator": code, "delar": "x", **name}]


def test_groups_are_set_beside_each_other(run, make_decided):
    rows = [
        *groups((3.5, -2.1, 9.1)),
        *groups((9.0, 4.0, 14.0), levels=(20.0, 11.0), code="np_netto_ak9_ma"),
        *groups((2.0, -5.0, 9.0), levels=(-20.0, -22.0), code="np_netto_ak9_en"),
    ]
    text = flat(np_och_betyg.describe_groups(run, {"np_relation_grupper": make_decided(rows)}))

    assert text.startswith(
        "Vad vi ser. För alla provämnen tillsammans är nettoavvikelsen −5,0 procentenheter bland flickor och "
        "−8,5 bland pojkar. I matematik är den +20,0 procentenheter bland flickor och +11,0 bland pojkar; "
        "skillnaden är tydlig.\n\nHur säkert det är. Underlaget räcker inte för att avgöra om skillnaden "
        "mellan "
        "flickor och pojkar är verklig (+3,5 procentenheter; osäkerhetsintervall −2,1 till +9,1)."
    )
    assert "engelska" not in text


def ak3(kod, both, test, judgement, neither, level="", limits=None, **values):
    """Rows of one subject of åk 3: shares in per cent; `limits` of (judgement, test)."""
    common = {"lasar": "2025/26", "n": 400, "jamforelse": level, **values}
    (low, high), (least, most) = limits or ((judgement - 3, judgement + 3), (test - 1, test + 1))
    shares = (
        ("når båda", both, NAN, NAN),
        ("bara provet", test, least, most),
        ("bara bedömningen", judgement, low, high),
        ("når inget", neither, NAN, NAN),
    )
    rows = [
        common
        | {"indikator": f"np_bedomning_ak3_{kod}", "kategori": name}
        | {"varde": varde, "undre": undre, "ovre": ovre}
        for name, varde, undre, ovre in shares
    ]
    agree = {"indikator": f"np_samstammig_ak3_{kod}", "varde": both + neither}
    return [*rows, common | agree]


def test_what_test_and_judgement_say(run, make_decided):
    text = flat(np_ak3.describe_judgement(run, {"np_ak3": make_decided(ak3("ma", 58.7, 3.0, 13.1, 25.2))}))

    # 58.7 + 25.2 = 83.9
    assert (
        "I matematik säger provet och läraren samma sak om 83,9 procent av eleverna. 13,1 procent bedöms nå "
        "kriterierna utan att ha nått kravnivån i alla delprov, och 3,0 procent har nått kravnivån men "
        "bedöms "
        "inte nå kriterierna." in text
    )


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (((10.0, 16.0), (2.0, 6.9)), ("bedomning", "tydligt")),  # 10.0 − 6.9 > 3
        (((9.9, 16.0), (2.0, 6.9)), ("bedomning", "osaker")),
        (((6.0, 16.0), (2.0, 6.9)), ("", "")),
        (((1.0, 2.0), (5.1, 9.0)), ("prov", "tydligt")),
        (((1.0, 2.0), (4.9, 9.0)), ("prov", "osaker")),
    ],
)
def test_which_difference_is_more_common_is_told_where_intervals_do_not_meet(
    run, make_decided, limits, expected
):
    table = make_decided(ak3("ma", 60, 5, 12, 23, limits=limits))
    (judged,) = np_ak3.read_judged(table, "2025/26")

    assert np_ak3.find_side(judged, run.parameters) == expected


def test_several_lasar_are_told_where_the_newest_is_not_whole(run, make_decided):
    newest = ak3("ma", 58.7, 3.0, 13.1, 25.2)
    delar = " + ".join(cell_id("np_bedomning_ak3_ma", "9999", f"{y}/{y - 1999}") for y in (2023, 2024, 2025))
    pooled = ak3("ma", 62.0, 2.5, 13.6, 21.9, POOLED, delar=delar)
    table = make_decided([newest[0] | {"dold": True}, *newest[1:], *pooled])

    text = flat(np_ak3.describe_judgement(run, {"np_ak3": table}))

    assert np_ak3.choose_level(table, "2025/26") == POOLED
    assert "samma sak om 83,9 procent" in text  # 62.0 + 21.9
    assert "Uppgifterna gäller läsåren 2023/24–2025/26 tillsammans." in text


def test_a_part_stands_out_where_its_interval_lies_above_the_others(run, make_decided):
    # The others' mean is (20 + 30) / 2 = 25 for G, (20 + 40) / 2 = 30 for B.
    parts = [("a", 20.0, 12.0, 30.0), ("b", 30.0, 22.0, 39.0), ("g", 40.0, 25.1, 52.0)]
    rows = [
        {"indikator": f"np_delprov_ak3_ma_{part}", "varde": v, "undre": low, "ovre": high, "n": 120}
        for part, v, low, high in parts
    ]
    told = [*ak3("ma", 60, 5, 12, 23)]
    tables = {"np_ak3": make_decided(told), "np_ak3_delprov": make_decided(rows, "np_ak3_delprov")}

    assert "I matematik är det oftast delprov G (40,0 procent)." in flat(
        np_ak3.describe_judgement(run, tables)
    )

    hidden = make_decided([rows[0] | {"dold": True}, *rows[1:]], "np_ak3_delprov")
    assert "delprov G" not in flat(np_ak3.describe_judgement(run, tables | {"np_ak3_delprov": hidden}))


def school(enhet, effect, reliability, arskurs=9):
    name = {
        "enhetstyp": "skola", "enhet": enhet, "enhetsnamn": f"Skola {enhet}", "jamforelse": APART, "n": 200,
        "delar": cell_id(f"np_netto_ak{arskurs}", enhet, "2025/26"),
    }  # fmt: skip
    varde, undre, ovre = effect
    return [
        name | {"indikator": f"np_skolmodell_ak{arskurs}", "varde": varde, "undre": undre, "ovre": ovre},
        name | {"indikator": f"np_skolreliabilitet_ak{arskurs}", "varde": reliability},
    ]


@pytest.fixture
def modelled(make_decided):
    """A model of four schools: one surely above, one below, one too unreliable, one not settled."""
    rows = [
        *school("1", (0.34, 0.25, 0.43), 0.8),
        *school("2", (-0.10, -0.18, -0.02), 0.6),
        *school("3", (0.20, 0.05, 0.35), 0.59),
        *school("4", (0.05, -0.04, 0.14), 0.9),
    ]
    return {"np_skolmodell": make_decided(rows, "np_skolmodell")}


def test_a_school_stands_apart_only_where_the_model_carries_it(run, modelled):
    text = flat(np_skolor.describe_schools(run, modelled))

    assert (
        "När elever med samma provbetyg jämförs avviker två av de fyra redovisade skolorna med årskurs nio "
        "säkert från skolornas genomsnitt: i en är slutbetygen högre och i en lägre." in text
    )
    assert "Skola" not in text.replace("Skolorna", "").replace("Skolan", "")


def test_where_no_school_stands_apart_the_material_does_not_tell_them_apart(run, make_decided):
    table = make_decided([*school("1", (0.1, -0.1, 0.3), 0.8), *school("2", (-0.1, -0.3, 0.1), 0.8)])

    assert (
        "När elever med samma provbetyg jämförs räcker underlaget inte för att skilja skolorna med årskurs "
        "nio åt." in flat(np_skolor.describe_schools(run, {"np_skolmodell": table}))
    )


def test_schools_outside_the_funnel_are_counted_not_named(run, make_decided):
    rows = []
    for enhet, varde in (("1", 40.0), ("2", 5.0), ("3", -30.0)):
        unit = {"enhetstyp": "skola", "enhet": enhet, "enhetsnamn": f"Skola {enhet}", "n": 60}
        unit |= {"indikator": "np_netto_ak9"}
        rows.append(unit | {"varde": varde})
        rows.append(unit | {"jamforelse": "gräns 99,8", "varde": 0.0, "undre": -30.0, "ovre": 30.0})
    text = flat(np_skolor.describe_schools(run, {"np_tratt": make_decided(rows, "np_tratt")}))

    # On the limit is inside it.
    assert text.startswith(
        "Vad vi ser. En av de tre redovisade skolorna med årskurs nio ligger utanför tratten"
    )


def test_the_box_is_two_sentences(run, make_decided):
    box = np_och_betyg.explain_measure(run, {"np_relation": make_decided(MA)})

    assert box.form == "ruta"
    assert [paragraph.plain.count(".") for paragraph in box.paragraphs] == [1, 1]
    assert "enligt Skolverket går det inte" in box.plain and "Riksrevisionen, RiR 2022:22" in box.plain
    assert np_och_betyg.explain_measure(run, {}) is None


def test_published_figures_are_told_and_not_judged(official, make_decided):
    published = {"status": "officiell", "n": None}
    rows = [
        row | published | {"undre": NAN, "ovre": NAN}
        for row in subject("ma", (0.7, 62.7, 36.6), (35.9, NAN, NAN))
    ]
    nation = {"enhetstyp": "riket", "enhet": "0000", "enhetsnamn": "riket, kommunala skolor"}
    rows += [row | nation for row in subject("ma", (1.0, 58.9, 40.1), (39.1, NAN, NAN), **published)]
    table = published_table(make_decided, rows)

    text = flat(np_officiellt.describe_official(official, {"np_officiellt": table}))

    assert (
        "I matematik fick 36,6 procent av eleverna ett högre slutbetyg än provbetyg och 0,7 procent" in text
    )
    assert (
        "I riket, kommunala skolor, var nettoavvikelsen i matematik +39,1 procentenheter läsåret 2025/26, "
        "mot "
        "+35,9 i kommunen samma läsår." in text
    )
    assert "Det går inte att bedöma" in text and "tydligt" not in text


def published_table(make_decided, rows):
    """The rows as published: `make_decided` shows what the plan says, here that all is official."""
    from analys.disclosure import plan, protect
    from analys.estimates.cells import DEFAULTS, Estimate, make_cells

    usual = {"enhetstyp": "kommun", "enhet": "9999", "enhetsnamn": "Exempelkommun"}
    cells = make_cells([{**DEFAULTS, **usual, **row} for row in rows])
    estimate = Estimate("np_officiellt", "Publicerat", cells)
    return protect(estimate, plan([estimate], 10))


def test_titles_say_where_the_grades_lie(run, make_decided):
    def title(*rows):
        return np_och_betyg_titlar.title_relations(run, make_decided([row for part in rows for row in part]))

    assert title(MA, EN) == (
        "Årskurs 9: slutbetyget ligger oftare över provbetyget i matematik och oftare under i engelska"
    )
    assert title(EN, SV) == "Årskurs 9: slutbetyget ligger oftare under provbetyget i engelska"
    assert title(SV) == "Årskurs 9: ingen säker riktning i skillnaden mellan slutbetyget och provbetyget"


def test_findings_tell_everything_shown_whatever_its_class(run, make_decided, modelled):
    tables = {
        "np_relation": make_decided([*MA, *SV]),
        "np_relation_grupper": make_decided(groups((3.5, -2.1, 9.1)), "np_relation_grupper"),
        "np_ak3": make_decided(ak3("ma", 58.7, 3.0, 13.1, 25.2), "np_ak3"),
        **modelled,
    }
    found = np_och_betyg_fynd.find_relations(run, tables)

    assert [(f.indicator, f.comparison, f.certainty, f.favourable) for f in found] == [
        ("np_netto_ak9_ma", "", "tydligt_hogre", "varken"),
        ("np_netto_ak9_sv", "", "oklart", "varken"),
        ("np_netto_ak9", "flickor-pojkar", "oklart", "varken"),
        ("np_bedomning_ak3_ma", "", "tydligt_hogre", "varken"),
        # Only the two schools that the model carries.
        ("np_skolmodell_ak9", APART, "tydligt_hogre", "varken"),
        ("np_skolmodell_ak9", APART, "lagre_osaker", "varken"),
    ]
    assert found[0].text == (
        "I matematik fick 25,3 procent högre och 5,7 procent lägre slutbetyg än provbetyg."
    )
    assert [f.table for f in found] == [
        "np_relation", "np_relation", "np_relation_grupper", "np_ak3", "np_skolmodell", "np_skolmodell",
    ]  # fmt: skip
    assert np_och_betyg_fynd.find_relations(run, {}) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_sentence_accuses_explains_or_ranks(path):
    texts = [
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search("[åäö ]", node.value)
    ]

    assert [text for text in texts for word in BANNED if word in text.lower()] == []


def test_the_ban_covers_the_chapter():
    assert {"np_och_betyg", "np_ak3", "np_skolor", "wording_relations"} <= {path.stem for path in MODULES}
    assert questions.ask_about_tests(9, apart=True) != questions.ask_about_tests(9, apart=False)
