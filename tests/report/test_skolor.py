"""Reports of one school, public and internal, of a small municipality: made once, by one plan."""

import csv
from types import SimpleNamespace

import pandas as pd
import pypdfium2
import pytest
from lxml import html as lxml_html

from analys import deciding
from analys.demo import write_demo
from analys.earlier import list_published
from analys.errors import ParameterError
from analys.inspection import Subject, inspect
from analys.parameters import make_parameters
from analys.paths import school_work_folder, work_folder
from analys.pipeline import make_report
from analys.progress import Silent
from analys.run import PLAN_FILE

UTAN = "np_och_betyg, franvaro, roster, lokala_matt, forutsattningar, underlag, slutsatser, uppdrag"
LASAR = "2025/26"
SAID = "Vi saknade behöriga lärare i matematik."


def read_schools(data):
    path = data / "raw" / "9999" / "skolenheter.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return {row["Skolenhetskod"]: row for row in rows}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The public edition, asked for by the school's name, and the internal one, of a school with åk 1-9."""
    base = tmp_path_factory.mktemp("skolor")
    data, out = base / "data", base / "reports"
    write_demo(data, elever_per_arskull=60, antal_skolor=3, antal_lasar=3)
    schools = read_schools(data)
    (kod,) = (k for k, row in schools.items() if (row["Arskurser"], row["Huvudman"]) == ("F-9", "kommunal"))
    comment = {"kapitel": "trend", "skolenhet": kod, "ruta": "orsaker", "lasar": "2024/25", "text": SAID}
    lines = "\n".join(f'  {name}: "{value}"' for name, value in comment.items())
    (data / "raw" / "9999" / "kommentarer.yml").write_text(f"-{lines[1:]}\n", encoding="utf-8")
    name = schools[kod]["Namn"]
    asked = {"utan_kapitel": UTAN, "lasar": LASAR}
    public = make_report(make_parameters(asked | {"skola": name}), data=data, out=out, progress=Silent())
    call = deciding.call
    try:
        deciding.call = None  # The second report takes what the first one decided.
        parameters = make_parameters(asked | {"skola": kod, "utgava": "dialog"})
        internal = make_report(parameters, data=data, out=out, progress=Silent())
    finally:
        deciding.call = call
    return SimpleNamespace(
        data=data, out=out, kod=kod, namn=name, public=public, internal=internal, asked=asked
    )


def read_cells(folder):
    frames = [
        pd.read_csv(p, sep=";", decimal=",", dtype="str") for p in sorted((folder / "tabeller").glob("*.csv"))
    ]
    return pd.concat(frames, ignore_index=True)


def read_text(folder):
    tree = lxml_html.fromstring((folder / "genomlysning.html").read_bytes())
    return " ".join(tree.text_content().replace("\u2060", "").split())


def test_each_edition_has_its_place(made):
    assert made.public == made.out / "9999" / "2025-26-skolor" / made.kod
    assert made.internal == made.out / "9999" / "internt" / "2025-26" / made.kod
    assert list_published(made.out, "9999", LASAR) == ()


def test_a_school_is_told_of_alone(made):
    others = {row["Namn"] for kod, row in read_schools(made.data).items() if kod != made.kod}
    for folder in (made.public, made.internal):
        units = set(read_cells(folder)["enhet"].str.partition("/")[0])
        assert {"9999", made.kod} <= units
        assert not units & (read_schools(made.data).keys() - {made.kod})
        assert [name for name in others if name in read_text(folder)] == []


def test_the_school_stands_on_the_title_page(made):
    tree = lxml_html.fromstring((made.public / "genomlysning.html").read_bytes())

    (subtitle,) = tree.xpath("//*[contains(@class, 'undertitel')]")
    assert made.namn in subtitle.text_content()


def test_the_municipalitys_own_plan_decides(made):
    plan = pd.read_parquet(work_folder(made.data, "9999", LASAR) / PLAN_FILE).set_index("cell")["status"]
    public = read_cells(made.public).drop_duplicates("cell").set_index("cell")["status"]

    assert public.to_dict() == plan.reindex(public.index).to_dict()
    assert "visad" in set(public)
    # What the school's staff gets besides changes nothing of it.
    internal = read_cells(made.internal).drop_duplicates("cell").set_index("cell")["status"]
    known = internal.index.intersection(plan.index)
    assert internal[known].to_dict() == plan[known].to_dict()


def test_classes_stand_in_the_internal_edition_alone(made):
    assert "klass" in set(read_cells(made.internal)["enhetstyp"])
    assert "klass" not in set(read_cells(made.public)["enhetstyp"])
    kept = school_work_folder(made.data, "9999", LASAR, made.kod, "offentlig") / "tabeller.parquet"
    assert "skola_klass" not in set(pd.read_parquet(kept)["kapitel"])


def test_classes_in_a_published_edition_stop_it(made):
    """The internal edition, inspected as if it were to be published."""
    classes = read_cells(made.internal).query("enhetstyp == 'klass'")["enhetsnamn"]

    found = inspect(made.internal, Subject(klasser=frozenset(classes)))

    places = {fault.fil for fault in found.faults if "namnet på en klass" in fault.vad}
    assert {"genomlysning.html", "genomlysning.pdf"} <= places


def test_every_page_of_the_internal_edition_is_marked(made):
    document = pypdfium2.PdfDocument(made.internal / "genomlysning.pdf")
    pages = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()

    assert [number for number, page in enumerate(pages, 1) if "inte för publicering" not in page] == []
    assert "inte för publicering" not in read_text(made.public)


def test_there_are_boxes_to_write_in_and_last_years_words(made):
    text = read_text(made.internal)

    boxes = ("Rektors analys", "Orsaker", "Nästa steg", "Ansvarig")
    assert [box for box in boxes if box not in text] == []
    assert f"Förra året skrev ni: {SAID}" in text
    assert SAID not in read_text(made.public)


def test_chapters_that_are_left_out_are_not_there(made):
    titles = lxml_html.fromstring((made.public / "genomlysning.html").read_bytes()).xpath("//h2")
    said = " ".join(title.text_content() for title in titles)

    assert "Resultatens utveckling" in said and "Frånvaro" not in said
    plan = pd.read_parquet(work_folder(made.data, "9999", LASAR) / PLAN_FILE)
    assert not plan["cell"].str.startswith("franvaro_").any()


def test_an_unknown_school_is_told_with_those_there_are(made):
    parameters = make_parameters(made.asked | {"skola": made.namn[:-2]})

    with pytest.raises(ParameterError) as caught:
        make_report(parameters, data=made.data, out=made.out, progress=Silent())

    assert f"Menade du ”{made.namn}” ({made.kod})?" in str(caught.value)
