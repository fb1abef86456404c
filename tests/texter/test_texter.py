"""The municipality's own words: shown as text, with every fault at its line, and never anybody's name."""

import pandas as pd
import pytest

from analys.arbetsbok import make_arbetsbok
from analys.inspection.labels import Labels
from analys.inspection.tokens import find_numbers
from analys.presentation.egen_text import EgenText
from analys.presentation.text import Typed, compose
from analys.pseudonyms import hash_names
from analys.recognition.names import NameFinder
from analys.texter import find_people, load_texter, own_texts, parse_markdown

KEY = b"k" * 32
CANARY = "Zanzibarella Kanariefågelsson"


def write(folder, name, text):
    (folder / "texter").mkdir(exist_ok=True)
    path = folder / "texter" / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))


def load(folder):
    read = load_texter(folder, "raw/1234")
    assert CANARY not in "".join(map(str, read.problems)) + repr(read)
    return read


def show(source):
    return EgenText(parse_markdown(source)[0]).html


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Ett.\nTvå.\n\nTre.", "<p>Ett. Två.</p><p>Tre.</p>"),
        ("# Rubrik\n\n### Under", "<p><strong>Rubrik</strong></p><p><strong>Under</strong></p>"),
        ("- a\n  - b\n\n1. c", "<ul><li>a</li><li>b</li></ul><ol><li>c</li></ol>"),
        ("> citat", "<blockquote><p>citat</p></blockquote>"),
        ("**fet** och *kursiv*", "<p><strong>fet</strong> och <em>kursiv</em></p>"),
        ("    indraget", "<p>indraget</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("a &lt;script&gt;", "<p>a &lt;script&gt;</p>"),
        ("[här](javascript:alert(1))", "<p>här</p>"),
        ("[här](https://x.se)", "<p>här (https://x.se)</p>"),
        ("<https://x.se>", "<p>https://x.se</p>"),
        ("[skriv](mailto:a@x.se)", "<p>skriv (a@x.se)</p>"),
        ("År 2026 kom.", '<p><span data-eget="">År 2026 kom.</span></p>'),
        ("```\nkod\n```", "<p>kod</p>"),
        ("---", ""),
    ],
)
def test_markdown_becomes_text(source, shown):
    assert show(source) == shown


@pytest.mark.parametrize(
    ("source", "line", "vad"),
    [
        ("Bra.\n\n<script>alert(1)</script>", 3, "HTML"),
        ("Bra <img src=x onerror=y> text", 1, "HTML"),
        ("Bra.\n![bild](../../hemligt.png)", 2, "bild"),
        ("a\n\n<!-- dolt -->", 3, "HTML"),
    ],
)
def test_what_is_not_text_is_told_with_its_line_and_not_shown(tmp_path, source, line, vad):
    write(tmp_path, "syfte.md", source)
    read = load(tmp_path)
    (problem,) = read.problems
    assert (problem.fil, problem.rader, vad in problem.vad) == ("raw/1234/texter/syfte.md", (line,), True)
    assert "<img" not in show(source)
    assert "<script" not in show(source)


def test_a_heading_that_the_report_has_itself_is_left_out(tmp_path):
    write(tmp_path, "syfte.md", "# Vårt syfte\n\nText.")
    (text,) = load(tmp_path).of("syfte")
    assert [block.text for block in text.stycken] == ["Text."]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("syfet.md", "Menade du syfte.md?"),
        ("syfte.txt", "Menade du syfte.md?"),
        ("Zanzibar.docx", "De som läses"),
    ],
)
def test_a_file_that_would_be_passed_over_is_told(tmp_path, name, hint):
    write(tmp_path, name, "Text.")
    (problem,) = load(tmp_path).problems
    assert hint in problem.gor


@pytest.mark.parametrize(
    ("content", "line", "vad"),
    [
        (b"a\nb\xff", 2, "UTF-8"),
        ("a\nb\u202ec", 2, "osynliga tecken"),
        (b"x" * 100_001, 0, "för stor"),
    ],
)
def test_bytes_that_are_no_text_are_told(tmp_path, content, line, vad):
    write(tmp_path, "syfte.md", content)
    (problem,) = load(tmp_path).problems
    assert (problem.rader, vad in problem.vad) == ((line,) if line else (), True)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "hemligt.md").write_text("x", "utf-8")
    raw = tmp_path / "raw"
    (raw / "texter").mkdir(parents=True)
    (raw / "texter" / "syfte.md").symlink_to(tmp_path / "hemligt.md")
    read = load(raw)
    assert read.texter == ()
    assert "länk ut ur mappen" in read.problems[0].vad


def test_comments_come_from_the_workbook_too_and_only_of_the_lasar(tmp_path):
    write(tmp_path, "trend.md", "Ur filen.")
    book = make_arbetsbok(
        {
            "kommentarer": [
                {"kapitel": "Trend", "text": "Ur boken.\nMer.", "lasar": "2025/26"},
                {"kapitel": "trend", "text": "I fjol.", "lasar": "2024/25"},
                {"kapitel": "trend", "text": "Skolans.", "skolenhet": "12345678", "ruta": "orsaker"},
                {"kapitel": "trendd", "text": "x"},
            ]
        }
    )
    read = own_texts(load(tmp_path), book, "2025/26")
    assert [b.text for t in read.of("trend") for b in t.stycken] == ["Ur filen.", "Ur boken.", "Mer."]
    (problem,) = read.problems
    assert "Menade du trend?" in problem.gor


def make_finder():
    given, family = pd.Series(["Zanzibarella Maria"]), pd.Series(["Kanariefågelsson"])
    return NameFinder(frozenset(hash_names(given, family, KEY)), KEY, ["Lindskolan"])


def test_names_and_numbers_are_refused_with_their_line(tmp_path):
    write(
        tmp_path,
        "syfte.md",
        f"Bra.\n\nVi tackar {CANARY}.\n\nNr 20100101-2384.\n\n"
        "- 6 elever av alla\n- 60 elever\n- Zanzibarella\n  Kanariefågelsson",
    )
    problems = find_people(load(tmp_path).texter, make_arbetsbok({}), make_finder(), 10)
    assert sorted((p.rader, p.vad.split()[2]) for p in problems) == [
        ((3,), "ett"),
        ((5,), "något"),
        ((7,), "så"),
        ((9,), "ett"),
    ]
    assert CANARY not in "".join(map(str, problems))


def test_cells_of_the_workbook_are_looked_through_too():
    book = make_arbetsbok(
        {
            "atgarder": [{"atgard": f"Stöd till {CANARY}", "ansvarig": "Rektor", "fynd": "a", "matt": "b"}],
            "fasta_fynd": [{"fynd": "a", "skal": "Det gäller 3 elever."}],
            "intervjuer": [{"utsaga": "Vi var 3 elever."}],
        }
    )
    problems = find_people((), book, make_finder(), 10)
    assert [(p.fil, p.rader) for p in problems] == [("Åtgärder", (2,)), ("Fästa fynd", (2,))]


def test_without_pupil_files_only_numbers_are_found(tmp_path):
    write(tmp_path, "syfte.md", f"{CANARY} 20100101-2384")
    (problem,) = find_people(load(tmp_path).texter, make_arbetsbok({}), None, 10)
    assert "personnummer" in problem.vad


def test_typed_words_are_marked_so_that_they_can_be_looked_up():
    sentence = compose("Förslag: {a}.", a=Typed("Minska med 20 procent"))
    assert sentence.html == 'Förslag: <span data-eget="">Minska med 20 procent</span>.'
    labels = Labels(["Minska med 20 procent"])
    for line, known in ((sentence.plain, True), ("Förslag: 20 procent.", False)):
        ((start, end),) = find_numbers(line)
        assert labels.covers(line, start, end) is known
