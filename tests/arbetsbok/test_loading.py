"""The workbook as people fill it in: typed rows, and every fault at its cell."""

import datetime
import io

import openpyxl
import pytest

from analys.arbetsbok import BLAD, load_arbetsbok
from analys.paths import BLADFILER

CANARY = "Zanzibarella Kanariefågelsson"
PLACE = "raw/1234"


def write_book(folder, sheets, formats=()):
    """A workbook of sheets: name -> rows, headings first; `formats` are (sheet, cell, number format)."""
    book = openpyxl.Workbook()
    book.active.title = "Läs mig"
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    for title, cell, form in formats:
        book[title][cell].number_format = form
    buffer = io.BytesIO()
    book.save(buffer)
    (folder / "arbetsbok.xlsx").write_bytes(buffer.getvalue())


def heads(namn):
    return [kolumn.rubrik for kolumn in BLAD[namn].kolumner]


def load(folder):
    loaded = load_arbetsbok(folder, PLACE)
    told = "\n".join(map(str, loaded.problems)) + repr(loaded)
    assert CANARY not in told
    return loaded


def told(folder):
    return [(problem.fil, problem.rader, problem.vad) for problem in load(folder).problems]


TARGET = ["meritvarde_17", None, "2025/26", 235, "minst", "Mål och budget"]


def test_every_sheet_but_the_corrections_has_its_file():
    assert tuple(f"{namn}.yml" for namn in BLAD if namn != "rattelser") == BLADFILER


def test_a_folder_without_anything_has_no_rows(tmp_path):
    assert load(tmp_path).rader("malvarden") == ()
    assert load(tmp_path / "saknas").problems == ()


def test_what_excel_makes_of_cells_is_read_as_it_was_meant(tmp_path):
    write_book(
        tmp_path,
        {
            "Målvärden": [
                heads("malvarden"),
                ["meritvarde_17", "Flickor", "2025-26", "235,5", "MINST", None],
                ["behoriga_yrk", None, "läsåret 2024/2025", 0.855, None, "Mål\nbudget\u00a02024"],
                ["meritvarde_17", None, datetime.datetime(2011, 12, 1), -2.0, None, None],
            ],
            "Åtgärder": [
                heads("atgarder"),
                ["Läsning varje dag", "kort", "Forvaltning", "skolchef", "trend/x", "x", None,
                 datetime.datetime(2026, 10, 1), None],
            ],
            "Skolor": [heads("skolor"), [12345678.0, "Ekskolan", None], ["1234 5679", "Granskolan", "Gran"]],
            "Lokala mått": [
                heads("lokala_matt"),
                ["Anmälningar", 2025.0, None, None, 12.0, None],
                ["Anmälningar", "vt26", "Ekskolan", "alla", "1 012", "2 000"],
            ],
            "Intervjuer": [
                heads("intervjuer"),
                ["I07", "vardnadshavare", None, 2, "trygghet", "styrka", "Ett\r\nTvå", True, None, "2025/26"],
                ["I08", "elev", 12345678, None, "trygghet", "utmaning", None, "Nej", None, "2025-26"],
            ],
        },
        formats=[("Målvärden", "D3", "0.0%")],
    )  # fmt: skip
    book = load(tmp_path)
    assert book.problems == ()
    targets = book.rader("malvarden")
    assert [row["lasar"] for row in targets] == ["2025/26", "2024/25", "2011/12"]
    assert [row["mal"] for row in targets] == [235.5, 85.5, -2.0]
    assert [row["grupp"] for row in targets] == ["flickor", None, None]
    assert [row["riktning"] for row in targets] == ["minst", None, None]
    assert targets[1]["kalla"] == "Mål\nbudget 2024"
    (step,) = book.rader("atgarder")
    assert (step["uppfoljning"], step["niva"]) == (datetime.date(2026, 10, 1), "förvaltning")
    assert [row["skolenhet"] for row in book.rader("skolor")] == ["12345678", "12345679"]
    assert [(row["period"], row["taljare"], row["namnare"]) for row in book.rader("lokala_matt")] == [
        ("2025", 12, None),
        ("VT 2026", 1012, 2000),
    ]
    said = book.rader("intervjuer")
    assert [(row["roll"], row["deltagare"], row["citat"]) for row in said] == [
        ("vårdnadshavare", 2, True),
        ("elev", None, False),
    ]
    assert said[0]["utsaga"] == "Ett\nTvå"


def test_a_row_knows_its_cells(tmp_path):
    write_book(tmp_path, {"Målvärden": [["Mål för skolan"], [], heads("malvarden"), [], TARGET]})
    (row,) = load(tmp_path).rader("malvarden")
    fault = row.problem("matt", "Måttet finns inte.", "Skriv ett annat.")
    assert (row.rad, str(fault).splitlines()[1].strip()) == (
        5,
        "Var: raw/1234/arbetsbok.xlsx, bladet Målvärden, cell A5",
    )


def test_order_and_spelling_of_headings_are_free(tmp_path):
    write_book(tmp_path, {"MALVARDEN": [["mal", "LÄSÅR", "matt"], [5, "2025/26", "x"]]})
    (row,) = load(tmp_path).rader("malvarden")
    assert (row["matt"], row["mal"], row["kalla"]) == ("x", 5.0, None)


def test_every_fault_is_told_at_its_cell_and_none_quotes(tmp_path):
    write_book(
        tmp_path,
        {
            "Målvärden": [
                heads("malvarden"),
                [CANARY, "killar", "2025/27", CANARY, CANARY, None],
                [None, None, None, 5, None, None],
                TARGET,
                [*TARGET[:1], "alla", *TARGET[2:]],
            ],
            "Intervjuer": [
                [*heads("intervjuer")[:-2], "Kodarre", heads("intervjuer")[-1]],
                ["I07", "elev", CANARY, "många", "trygghet", "styrka", "x" * 4001, "kanske", "A", "2025/26"],
            ],
        },
    )
    book = load(tmp_path)
    where = [problem.fil.removeprefix("raw/1234/arbetsbok.xlsx, bladet ") for problem in book.problems]
    assert where == [
        *(f"Målvärden, cell {cell}" for cell in ("B2", "C2", "D2", "E2", "A3", "C3")),
        "Målvärden",
        *(f"Intervjuer, cell {cell}" for cell in ("I1", "C2", "D2", "G2", "H2")),
    ]
    assert book.problems[6].rader == (5,)
    assert "samma mått, grupp och läsår står på rad 4" in book.problems[6].vad
    assert "Menade du Kodare?" in book.problems[7].gor
    assert "Välj ett av: alla, flickor, pojkar, sv, sva." in book.problems[0].gor
    assert {problem.kod for problem in book.problems} == {"arbetsbok"}


def test_a_missing_heading_is_told_once(tmp_path):
    write_book(tmp_path, {"Fästa fynd": [["Fynd"], ["trend/x"], ["trend/y"]]})
    assert told(tmp_path) == [
        ("raw/1234/arbetsbok.xlsx, bladet Fästa fynd", (1,), "Bladet saknar rubriker som behövs.")
    ]


def test_formulas_count_by_their_saved_value(tmp_path):
    write_book(
        tmp_path, {"Målvärden": [heads("malvarden"), [*TARGET[:3], "=1+1"], [*TARGET[:2], "2024/25", "#N/A"]]}
    )
    assert told(tmp_path)[:2] == [
        ("raw/1234/arbetsbok.xlsx, bladet Målvärden, cell D3", (), "Cellen har en formel som ger fel."),
        (
            "raw/1234/arbetsbok.xlsx, bladet Målvärden, cell D2",
            (),
            "Cellen har en formel vars värde inte är sparat.",
        ),
    ]


def test_a_sheet_that_is_nearly_ours_is_told_and_others_are_left_alone(tmp_path):
    write_book(tmp_path, {"Åtgärd": [[CANARY]], "Anteckningar": [[CANARY]], "Listor": [], "Texter": []})
    (problem,) = load(tmp_path).problems
    assert "Menade du Åtgärder?" in problem.gor


def test_the_twin_counts_with_the_sheet(tmp_path):
    write_book(tmp_path, {"Fästa fynd": [heads("fasta_fynd"), ["trend/x", "Viktigt"]]})
    twin = tmp_path / "fasta_fynd.yml"
    twin.write_text("- fynd: trend/y\n  Skäl: Gruppen växer.\n- fynd: trend/x\n  skal: Igen.\n", "utf-8")
    book = load(tmp_path)
    assert [row["fynd"] for row in book.rader("fasta_fynd")] == ["trend/x", "trend/y", "trend/x"]
    (problem,) = book.problems
    assert (problem.fil, problem.rader) == ("raw/1234/fasta_fynd.yml", (3,))
    assert "samma fynd står på rad 2 i raw/1234/arbetsbok.xlsx, bladet Fästa fynd" in problem.vad


@pytest.mark.parametrize(
    ("text", "line", "vad"),
    [
        ("- fynd: x\n  skäl: y\n  Skal: z\n", 3, "två gånger"),
        ("- fynd: x\n", 1, "Skäl saknas."),
        (f"- fynd: x\n  skal: y\n  namn: {CANARY}\n", 3, "Namnet finns inte på bladet Fästa fynd."),
        (f"- &a {{fynd: {CANARY}}}\n", 1, "ankare"),
        (f"- fynd: !!python/name:os.system {CANARY}\n", 1, "tagg"),
        (f"fynd: {CANARY}\n", 1, "inte den form"),
    ],
)
def test_a_fault_of_a_twin_is_told_with_its_line(tmp_path, text, line, vad):
    (tmp_path / "fasta_fynd.yml").write_text(text, "utf-8")
    (problem,) = load(tmp_path).problems
    assert (problem.fil, problem.rader, vad in problem.vad) == ("raw/1234/fasta_fynd.yml", (line,), True)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Arbetsbok (1).xlsx", "arbetsbok.xlsx"),
        ("arbetsbok.xls", "arbetsbok.xlsx"),
        ("atgarder.yaml", "atgarder.yml"),
        ("Åtgärder.yml.txt", "atgarder.yml"),
    ],
)
def test_a_file_that_would_be_passed_over_is_told(tmp_path, name, meant):
    (tmp_path / name).write_text("x", "utf-8")
    (problem,) = load(tmp_path).problems
    assert f"ser ut att vara {meant} men läses inte" in problem.vad
    assert problem.fil == f"raw/1234/{name}"


def test_corrections_are_not_held_here(tmp_path):
    write_book(tmp_path, {"Rättelser": [heads("rattelser"), [CANARY] * 11]})
    (tmp_path / "rattelser.yml").write_text(f"- elev: {CANARY}\n", "utf-8")
    book = load(tmp_path)
    assert (dict(book.blad), book.problems) == ({}, ())


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"slag;lasar\n", b"\xd0\xcf\x11\xe0" + bytes(999)])
def test_what_is_no_workbook_is_told(tmp_path, content):
    (tmp_path / "arbetsbok.xlsx").write_bytes(content)
    assert told(tmp_path) == [("raw/1234/arbetsbok.xlsx", (), "Arbetsboken går inte att läsa.")]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "utanfor.yml").write_text("- fynd: x\n  skal: y\n", "utf-8")
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "fasta_fynd.yml").symlink_to(tmp_path / "utanfor.yml")
    book = load(tmp_path / "raw")
    assert book.rader("fasta_fynd") == ()
    assert "länk ut ur mappen" in book.problems[0].vad
