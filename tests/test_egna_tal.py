"""Typed statistics against what the report shows: contradictions are told, and nothing else is."""

import math

import pytest

from analys.arbetsbok.places import Place
from analys.disclosure.gate import ShownCell
from analys.egna_tal import check_statistics, compare_texts, find_numbers
from analys.errors import InputError
from analys.parameters import make_parameters
from analys.progress import Silent
from analys.texter.loading import make_text
from analys.underlag import Underlag

NU, FJOL = "2025/26", "2024/25"


def cell(code, value, *, lasar=NU, kon="alla", skola="", mot="", n=100, antal=None, status="visad"):
    hidden = status == "skyddad"
    typ, enhet = ("skola", skola) if skola else ("kommun", "Exempelkommun")
    return ShownCell(
        cell=f"{code}|{enhet}|{lasar}|{kon}|alla|{mot}",
        indikator=code,
        enhetstyp=typ,
        enhet=enhet,
        enhetsnamn=enhet,
        lasar=lasar,
        kon=kon,
        svsva="alla",
        jamforelse=mot,
        kategori="",
        varde=math.nan if hidden else value,
        undre=math.nan,
        ovre=math.nan,
        n=None if hidden else n,
        antal=None if hidden else antal,
        status=status,
        kalla="",
        delar="",
    )


CELLS = [
    cell("meritvarde_17", 223.4),
    cell("meritvarde_17", 218.9, lasar=FJOL),
    cell("meritvarde_17", 4.5, mot="mot 2024/25"),
    cell("behorighet_yrkes", 84.6, n=402, antal=340),
    cell("behorighet_yrkes", 81.2, lasar=FJOL),
    cell("behorighet_yrkes", 3.4, mot="mot 2024/25"),
    cell("behorighet_yrkes", 88.0, kon="flickor"),
    cell("behorighet_yrkes", 81.0, kon="pojkar"),
    cell("behorighet_yrkes", 0, skola="Ekskolan", status="skyddad"),
    cell("behorighet_yrkes", 90.1, skola="Granskolan"),
    cell("alla_amnen_ak9", 70.0),
    cell("alla_amnen_ak6", 75.5),
    cell("franvaro_vt_alla", 8.2),
    cell("franvaro_vt_hog", 10.9),
    cell("franvaro_vt_ak8", 0, status="skyddad"),
    cell("np_ak6_ma", 88.8),
    cell("enkat_elev_svarsfrekvens", 86.3),
    cell("enkat_personal_svarsfrekvens", 71.0),
]

TRUE = [
    "Andelen behöriga till yrkesprogram var 84,6 procent.",
    "Andelen behöriga till yrkesprogram var 85 procent.",
    "I årskurs 9 är 84,6 % behöriga till gymnasiet.",
    "Behörigheten steg från 81,2 procent 2024/25 till 84,6 procent 2025/26.",
    "Andelen behöriga steg med 3,4 procentenheter.",
    "Drygt 84 procent är behöriga till gymnasiet.",
    "15,4 procent saknar behörighet till gymnasiet.",
    "62 elever saknar behörighet till gymnasiet.",
    "Av flickorna är 88 procent behöriga, av pojkarna 81 procent.",
    "Meritvärdet var 223,4 poäng, i fjol 218,9 poäng.",
    "Det genomsnittliga meritvärdet är 223.",
    "Meritvärdet har ökat med 4,5 poäng.",
    "I årskurs 6 har 75,5 procent godkänt i alla ämnen.",
    "Frånvaron på högstadiet är 10,9 procent.",
    "På Granskolan är 90,1 procent behöriga till gymnasiet.",
    "Svarsfrekvensen i personalens enkät var 71 procent.",
    "Nationella provet i matematik i årskurs 6: 88,8 procent.",
]

GUARDED = [
    "Läsåret 2025/26 gick 9 av 10 elever i årskurs 9.",
    "Målet är att 95 procent ska vara behöriga till gymnasiet.",
    "Nämndens mål är 95 procent behöriga.",
    "I riket var 86,4 procent behöriga till gymnasiet 2025/26.",
    "Andelen behöriga ökade med 4 procent.",
    "Lärarna gav betyget E i årskurs 6 och 9.",
    "Vi intervjuade 60 elever på fyra skolor.",
    "60 procent av tiden gick till samtal.",
    "Frånvaron följdes upp för 1 200 elever.",
    "Se sidan 45. 20 procent av tjänsten är samordning.",
    "Frånvaro mellan 15–30 procent kräver stöd.",
    "Behörigheten var 79,9 procent 2015/16.",
    "Meritvärdet 2019 beskrivs i en tidigare rapport.",
    "Meritvärdet för elever i årskurs 9 har ökat.",
    "På Tallskolan är 50 procent behöriga till gymnasiet.",
    "Vi frågade 12 procent fler i årskurs 9.",
]

FALSE = [
    ("Andelen behöriga till yrkesprogram var 86 procent.", "84,6 procent 2025/26"),
    ("I årskurs 9 är 48,6 % behöriga till gymnasiet.", "84,6 procent 2025/26"),
    ("Behörigheten var 84,6 procent 2024/25.", "81,2 procent 2024/25"),
    ("Behörigheten var 84,6 procent våren 2025.", "81,2 procent 2024/25"),
    ("Andelen behöriga steg med 5 procentenheter.", "3,4 procentenheter 2025/26"),
    ("Drygt 90 procent är behöriga till gymnasiet.", "84,6 procent 2025/26"),
    ("Av flickorna är 81 procent behöriga.", "88,0 procent 2025/26"),
    ("Meritvärdet är 232.", "223,4 poäng 2025/26"),
    ("Frånvaron är 12 procent.", "8,2 procent 2025/26"),
    ("På Granskolan är 84,6 procent behöriga till gymnasiet.", "90,1 procent 2025/26"),
    ("I årskurs 6 har 70 procent godkänt i alla ämnen.", "75,5 procent 2025/26"),
    ("70 elever saknar behörighet till gymnasiet.", "402 elever 2025/26"),
]


def check(source, cells=CELLS):
    text, _ = make_text("trend", Place("raw/1234/texter/trend.md"), source)
    return check_statistics([text], cells, NU)


@pytest.mark.parametrize("source", [*TRUE, *GUARDED])
def test_what_is_true_or_no_outcome_is_left_alone(source):
    assert check(source) == []


@pytest.mark.parametrize(("source", "shown"), FALSE)
def test_what_contradicts_is_told_with_what_the_report_says(source, shown):
    (problem,) = check(f"# Rubrik\n\nEn mening.\n{source}")
    assert (problem.fil, problem.rader) == ("raw/1234/texter/trend.md", (4,))
    assert f"rapporten, som visar {shown}" in problem.vad.replace("\u00a0", " ")


@pytest.mark.parametrize("code", ["behorighet_yrkes", "franvaro_vt_ak8"])
def test_a_hidden_value_is_told_of_in_the_same_way_whatever_is_typed(code):
    sentence = {
        "behorighet_yrkes": "På Ekskolan är {} procent behöriga till gymnasiet.",
        "franvaro_vt_ak8": "I årskurs 8 är frånvaron {} procent.",
    }[code]
    told = {tuple(check(sentence.format(number))) for number in ("0", "12", "50", "84,6", "100")}
    ((problem,),) = told
    assert problem.vad == "Uppgiften är skyddad och kan inte stå i texten."


def test_hidden_values_never_decide_what_is_said():
    """Two municipalities that differ in a hidden value alone get the same words for every number."""
    texts = [*TRUE, *GUARDED, *(source for source, _ in FALSE), "På Ekskolan är 50 procent behöriga."]
    others = [one._replace(varde=50.0) if one.status == "skyddad" else one for one in CELLS]
    assert [check(text) for text in texts] == [check(text, others) for text in texts]


def test_a_comment_of_the_workbook_is_told_with_its_cell():
    text, _ = make_text("trend", Place("raw/1234/arbetsbok.xlsx, bladet Kommentarer, cell E2"), FALSE[0][0])
    (problem,) = check_statistics([text], CELLS, NU)
    assert problem.fil.endswith("cell E2")


def test_numbers_know_their_decimals_and_units():
    (first, second) = find_numbers("Det är 1 234,50 poäng och 3 procentenheter.")
    assert (first.varde, first.decimaler, first.enhet) == (1234.5, 2, "poäng")
    assert (second.varde, second.decimaler, second.enhet) == (3.0, 0, "procentenheter")


class Told(Silent):
    """Progress that remembers."""

    def __init__(self):
        self.steps = []

    def step(self, text):
        self.steps.append(text)


class Table:
    def cells(self):
        return CELLS


def make_run(tmp_path, text, **parameters):
    folder = tmp_path / "raw" / "1440" / "texter"
    folder.mkdir(parents=True)
    (folder / "trend.md").write_text(text, "utf-8")
    return Underlag(make_parameters({"kommun": "1440", "lasar": NU} | parameters), tmp_path)


def test_a_contradiction_is_a_warning_in_a_draft(tmp_path):
    progress = Told()
    compare_texts(make_run(tmp_path, "Bra.\n\nMeritvärdet är 232."), [Table()], progress)
    (step,) = progress.steps
    assert step.startswith("Varning, raw/1440/texter/trend.md, rad 3: Talet stämmer inte med rapporten")


def test_a_contradiction_stops_what_is_to_be_faststalld(tmp_path):
    run = make_run(tmp_path, "Meritvärdet är 232.", status="fastställd", datum="2026-10-01")
    with pytest.raises(InputError):
        compare_texts(run, [Table()], Told())


def test_true_numbers_stop_nothing(tmp_path):
    run = make_run(tmp_path, "Meritvärdet är 223.", status="fastställd", datum="2026-10-01")
    compare_texts(run, [Table()], progress := Told())
    assert progress.steps == []
