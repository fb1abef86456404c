"""Reports of municipalities that are unlike the demo: few läsår, missing files, no network, renamed schools.

Each report covers several such things at once, so that few have to be made.
"""

import ast
import csv
import io
import re
import shutil
from collections import Counter

import nbformat
import pytest
from lxml import html as lxml_html

from analys.demo import write_demo
from analys.errors import AnalysError
from analys.lab import lab_environment
from analys.parameters import make_parameters
from analys.paths import notebooks_folder
from analys.pipeline import make_report
from analys.presentation.csvfiles import read_csv
from analys.progress import Silent
from analys.rendering.audit import list_pdf_faults

LOGOTYPE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
FRONT = {
    "titel": "Genomlysning av grundskolan",
    "mottagare": "Barn- och utbildningsnämnden",
    "diarienummer": "BUN 2026/123",
    "datum": "2026-10-01",
    "status": "fastställd",
    "farg": "#7A1E5C",
    "logotyp": "logotyp.svg",
    "logotyp_text": "Hallstahammars vapen",
}


class Heard(Silent):
    """Progress that remembers."""

    def __init__(self):
        self.steps = []

    def step(self, text):
        self.steps.append(text)


class Made:
    """A finished report as its readers meet it."""

    def __init__(self, folder, data, parameters, steps):
        self.folder, self.data, self.parameters, self.steps = folder, data, parameters, steps
        self.tree = lxml_html.fromstring((folder / "genomlysning.html").read_bytes())
        # Spans of läsår are kept on one line by word joiners.
        self.text = re.sub(r"\s+", " ", self.tree.text_content())
        self.alts = [image.get("alt") for image in self.tree.xpath("//main//img")]
        self.captions = [re.sub(r"\s+", " ", c.text_content()) for c in self.tree.xpath("//caption")]

    def rows(self, caption):
        """Rows of the table with a caption, as texts of their cells."""
        (table,) = (t for t in self.tree.xpath("//table") if caption in t.xpath("string(caption)"))
        return [[c.text_content().strip() for c in row] for row in table.xpath(".//tr")]


@pytest.fixture(scope="module")
def make(tmp_path_factory):
    """Make the report of a small set that `change` has had its hands on; without network."""

    def make_one(name, change, *, kommun="9999", size=(60, 6, 2), **values):
        data = tmp_path_factory.mktemp(name) / "data"
        pupils, schools, lasar = size
        write_demo(data, elever_per_arskull=pupils, antal_skolor=schools, antal_lasar=lasar)
        root = data / "raw" / kommun
        if kommun != "9999":
            shutil.rmtree(data / "raw" / "9999" / "kolada")
            (data / "raw" / "9999").rename(root)
        change(root)
        heard = Heard()
        parameters = make_parameters({"kommun": kommun} | values)
        folder = make_report(parameters, data=data, out=data.parent / "reports", progress=heard)
        return Made(folder, data, parameters, heard.steps)

    return make_one


def rename_and_close(root):
    """One school of åk 7–9 has a new name since 2025/26, and another was closed then and taken over."""
    path = root / "skolenheter.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))
    first, second = (row for row in rows if row["Arskurser"] == "7-9")
    first |= {"Namn": "Nya skolan", "TidigareNamn": "Gamla skolan", "NamnFranLasar": "2025/26"}
    second["TillLasar"] = "2024/25"
    for file in root.rglob("enkat_*.csv"):
        file.unlink()  # Two schools' numbers of asked cannot be one school's.
    for file in [*root.glob("2025-26/*.csv"), root / "elevregister_2025-26.csv"]:
        moved = file.read_bytes().replace(second["Skolenhetskod"].encode(), first["Skolenhetskod"].encode())
        file.write_bytes(moved)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def offline(make):
    """Hallstahammar with two läsår, without Kolada, without tests one läsår, with every parameter set."""

    def change(root):
        rename_and_close(root)
        (root / "arbetsbok.xlsx").unlink()  # Its measures answer findings of a larger municipality.
        for path in root.glob("2025-26/np_*"):
            path.unlink()
        (root.parents[1] / "logotyp.svg").write_text(LOGOTYPE, encoding="utf-8")

    def refuse(kommun, fran, till, *, data, progress):
        raise AnalysError("Hämtningen från Kolada avbröts: ingen kontakt.")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analys.preparation.fetch_kolada", refuse)
        return make("offline", change, kommun="1961", **FRONT)


@pytest.fixture(scope="module")
def single(make):
    """One läsår only, of a municipality without åk 7–9."""

    def change(root):
        (root / "arbetsbok.xlsx").unlink()
        shutil.rmtree(root / "2024-25")
        for pattern in ("*/slutbetyg_ak9*", "*/np_ak9*"):
            for path in root.glob(pattern):
                path.unlink()

    return make("single", change, antal_lasar=2, delta_procent=1.5)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """What the trend chapter shows of ten pupils a cohort in three schools with a high threshold, as HTML."""
    data = tmp_path_factory.mktemp("tiny") / "data"
    write_demo(data, elever_per_arskull=10, antal_skolor=3, antal_lasar=4)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in lab_environment(data).items():
            patch.setenv(name, value)
        return list(run_cells("02_trend", troskel=30))


def run_cells(name, **values):
    """Cells of a chapter run here, without a kernel; yields the HTML of what they show."""
    namespace = {}
    for cell in nbformat.read(notebooks_folder() / f"{name}.ipynb", as_version=4).cells:
        if cell.cell_type != "code":
            continue
        *statements, last = ast.parse(cell.source).body
        shown = isinstance(last, ast.Expr)
        exec(compile(ast.Module(statements if shown else [*statements, last], []), name, "exec"), namespace)
        if "parameters" in cell.metadata.get("tags", ()):
            namespace |= values
        elif shown:
            result = eval(compile(ast.Expression(last.value), name, "eval"), namespace)
            if result is not None:
                yield bundle_of(result).get("text/html", "")


def bundle_of(shown):
    """The mime bundle of a display object, with or without metadata."""
    bundle = shown._repr_mimebundle_()
    return bundle[0] if isinstance(bundle, tuple) else bundle


@pytest.fixture(scope="module", params=["offline", "single"])
def report(request):
    """Each of the reports."""
    return request.getfixturevalue(request.param)


def test_the_pdf_can_be_read_by_everyone_and_archived(report):
    assert list_pdf_faults(report.folder / "genomlysning.pdf") == []


def test_no_id_is_used_twice_and_every_reference_leads_somewhere(report):
    ids = Counter(node.get("id") for node in report.tree.xpath("//*[@id]"))
    links = report.tree.xpath("//a[starts-with(@href, '#')]")

    assert [name for name, count in ids.items() if count > 1] == []
    assert [link.get("href") for link in links if link.get("href")[1:] not in ids] == []
    assert [link.get("href") for link in links if not link.text_content().strip()] == []


def test_no_sentence_is_about_nothing(report):
    """Symbols of missing and hidden values belong in tables, never in a sentence."""
    spoken = " ".join(p.text_content() for p in report.tree.xpath("//main//p[not(@class)]|//main//li"))

    assert len(spoken) > 1000
    for nonsense in (
        r"\bnan\b",
        "None",
        "<NA>",
        r"från\s*[–.]",
        r"till\s+[–.]",
        r"\(\s*\)",
        r"\.\. ",
        r"\b1 elever",
    ):
        assert not re.search(nonsense, spoken), nonsense


def test_no_figure_is_empty(report):
    for image in report.tree.xpath("//main//img"):
        assert re.search(r"\d", image.get("alt"))
        assert "inga uppgifter kan visas" not in image.get("alt")


def test_no_column_is_without_a_single_value(report):
    for table in report.tree.xpath("//table"):
        rows = [
            [cell.text_content().strip()[:1] for cell in row.xpath("td")] for row in table.xpath("tbody/tr")
        ]
        columns = list(zip(*rows, strict=True))
        assert all(any(cell != "–" for cell in column) for column in columns), table.xpath("string(caption)")


def test_without_network_the_report_is_made_and_says_so(offline):
    assert (
        "Rapporten görs utan jämförelsetal: Hämtningen från Kolada avbröts: ingen kontakt." in offline.steps
    )
    assert "Uppgifter att jämföra med saknas." in offline.text
    assert "Riket" not in " ".join(offline.captions)
    assert not any("riket" in alt for alt in offline.alts)


def test_two_lasar_are_enough_for_changes(offline):
    assert "mellan läsåren 2024/25 och 2025/26" in offline.text
    assert "för läsåren 2024/25–2025/26" in offline.text
    assert [head for head in offline.rows("Resultaten i korthet")[0] if "Förändring" in head]
    # Nothing was compared with läsår that there are no files of, so no break is told.
    assert "Serien bryts" not in offline.text


def test_what_is_missing_in_the_newest_lasar_is_told(offline):
    assert "Uppgifter för läsåret 2025/26 saknas." in offline.text
    assert "Filer saknas för nationella prov i årskurs 3" in offline.text


def test_a_renamed_school_is_one_school_with_its_present_name(offline):
    for caption in ("meritvärde (17 ämnen) per skola, läsåren", "behöriga till yrkesprogram per skola"):
        # It has a row, or its values are hidden and it is named under the table.
        (table,) = (t for t in offline.tree.xpath("//table") if caption in t.xpath("string(caption)"))
        assert table.xpath("string(ancestor::figure)").count("Nya skolan") == 1
    assert "Gamla skolan" not in offline.text


def test_a_closed_school_is_not_compared_in_the_newest_lasar(offline):
    frame = read_csv(offline.folder / "tabeller" / "trend_skolor.csv")
    merit = frame[(frame["indikator"] == "meritvarde_17") & (frame["enhetstyp"] == "skola")]
    years = merit[merit["jamforelse"] == ""].groupby("enhet")["lasar"].agg(list)
    (closed,) = years.index[years.map(lambda seen: "2025/26" not in seen)]

    assert set(merit.loc[merit["enhet"] == closed, "lasar"]) == {"2024/25"}


def test_the_title_page_holds_what_was_given(offline):
    header = offline.tree.xpath("//header[@class='titelblad']")[0]
    text = re.sub(r"\s+", " ", header.text_content())

    for part in (
        FRONT["titel"],
        "Hallstahammar",
        FRONT["mottagare"],
        FRONT["diarienummer"],
        "1 oktober 2026",
    ):
        assert part in text
    assert "Fastställd" in text and "Utkast" not in text
    assert header.xpath("img/@alt") == [FRONT["logotyp_text"]]
    assert "--farg: #7A1E5C" in offline.tree.findtext("head/style")


def test_one_lasar_gives_levels_and_no_changes(single):
    assert "var " in single.text and "mellan läsåren" not in single.text
    assert "Underlaget räcker inte för att redovisa några förändringar till läsåret 2025/26" in single.text
    assert not [head for head in single.rows("Resultaten i korthet")[0] if "Förändring" in head]
    assert "kommunens egna filer för läsåret 2025/26" in single.text


def test_a_municipality_without_ak_9_is_told_nothing_about_it(single):
    headings = [h.text_content() for h in single.tree.xpath("//main//h3|//main//h4|//main//h5")]

    assert not [h for h in headings if "Meritvärdet" in h or "Behörighet" in h]
    assert [h for h in headings if "Betyg i årskurs sex" in h]
    assert "Meritvärde" not in " ".join(" ".join(row) for row in single.rows("Resultaten i korthet"))


def test_another_folder_and_another_key_give_the_same_bytes(single, tmp_path, monkeypatch):
    """Of every chapter and form. The order of rows does not hang on keys: see estimates/test_row_order.py."""
    data, out = tmp_path / "en annan plats" / "data", tmp_path / "annan rapport"
    shutil.copytree(single.data / "raw", data / "raw")
    key = b"en helt annan nyckel, 32 byte..."[:32]
    monkeypatch.setattr("analys.cleaning.load_key", lambda data, kommun: key)

    again = make_report(single.parameters, data=data, out=out, progress=Silent())

    first = {p.relative_to(single.folder): p.read_bytes() for p in single.folder.rglob("*") if p.is_file()}
    second = {p.relative_to(again): p.read_bytes() for p in again.rglob("*") if p.is_file()}
    assert len(first) > 10 and first.keys() == second.keys()
    assert [str(name) for name in first if first[name] != second[name]] == []


def test_where_nearly_everything_is_hidden_nothing_is_claimed(tiny):
    text = re.sub(r"\s+", " ", lxml_html.fromstring(f"<div>{''.join(tiny)}</div>").text_content())

    assert text.count("Värdet för läsåret 2025/26 visas inte av hänsyn till enskilda.") >= 5
    assert not re.search(r"tydlig (ökning|minskning)|steg från|sjönk från|högre bland|lägre bland", text)
    own = [
        cell for html in tiny for cell in lxml_html.fromstring(html).xpath("//span[@data-cell]/@data-cell")
    ]
    assert own == []
