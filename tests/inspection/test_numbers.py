"""Numbers: whose they are, in the page, its tables, its figures and the PDF."""

import base64
import re

import pytest

from analys.inspection.checks import drawings
from analys.inspection.formats.svg_letters import read_comment, spells
from analys.inspection.labels import Labels
from analys.inspection.material import Document, Drawing, Material
from analys.inspection.tokens import NUMBER

NOBODYS = "Här står ett tal som inte hör till någon uppgift som får visas."
MARKED = "Ett tal är märkt som en uppgift som inte får visas."
FEW = "Här räknas färre elever än vad som får visas."
PRINTED = "PDF:en har ett tal som sidan inte har."
START = "<p>Meritvärdet var"


@pytest.mark.parametrize(
    "sentence",
    [
        "187,7 poäng",  # the hidden school's
        "7 elever",
        "1\u202f234 elever",
        "I årskurs 9 var det 41",
        "Läsåret 2025/26 var det 5",
    ],
)
def test_a_number_without_a_cell_is_a_fault(report, sentence):
    report.edit(START, f"<p>{sentence}. Meritvärdet var")

    report.expect(NOBODYS, "187,7", "41", "234")


@pytest.mark.parametrize(
    "sentence",
    ["I årskurs 9", "läsåren 2021/22–2025/26", "våren 2020", "1 oktober 2026", "Tabell 1", "Figur 1.2"],
)
def test_a_label_needs_no_cell(report, sentence):
    report.edit(START, f"<p>{sentence}. Meritvärdet var")

    assert NOBODYS not in report.inspect().message()


def test_a_mark_makes_no_name_of_a_number_of_pupils(report):
    report.edit(START, '<p><span data-etikett="">41</span> elever. Meritvärdet var')
    report.expect(NOBODYS, "41")

    report.edit('<p><span data-etikett="">41</span>', '<p>Minst <span data-etikett="">41</span>')
    assert NOBODYS not in report.inspect().message()


def test_a_marked_number_must_be_its_cells_own(report):
    report.edit(">234,3</span>", ">243,3</span>")

    report.expect(NOBODYS, "243,3")


def test_a_number_marked_as_a_hidden_cell_is_a_fault(report):
    report.edit('data-cell="meritvarde_17|9999|2025/26', 'data-cell="meritvarde_17|12345678|2025/26')

    report.expect(MARKED, "12345678")


def test_a_number_in_a_table_must_be_a_shown_one(report):
    report.edit('<td class="tal">240,5', '<td class="tal">187,7')

    report.expect(NOBODYS, "187,7")


@pytest.mark.parametrize("where", ["<caption>", '<p class="kalla">', ' alt="', '<p class="not">'])
def test_a_number_around_a_figure_or_a_table_must_be_a_shown_one(report, where):
    report.edit(where, f"{where}Karin Boye 187,7 ")

    report.expect(NOBODYS, "187,7")


def test_few_pupils_are_never_counted(report):
    report.edit('<td class="tal">36', '<td class="tal">7')

    report.expect(FEW)


def test_few_pupils_are_never_counted_in_words(report):
    report.edit(START, "<p>Det var 7 elever. Meritvärdet var")

    report.expect(FEW)


def redraw(report, change):
    page = report.html.read_text(encoding="utf-8")
    coded = re.search(r"svg\+xml;base64,([^\"]+)", page)[1]
    drawing = change(base64.b64decode(coded).decode("utf-8"))
    report.edit(coded, base64.b64encode(drawing.encode("utf-8")).decode("ascii"))


def test_a_cloud_of_points_is_refused(report):
    points = "".join(f'<circle cx="{x}" cy="{x * 7 % 90}" r="2"/>' for x in range(60))
    redraw(report, lambda drawing: drawing.replace("</svg>", f"<g>{points}</g></svg>"))

    report.expect("Figuren ritar fler punkter eller linjer än vad dess tabeller får visa.")


def test_the_librarys_own_markers_are_counted(report):
    use = re.compile(r'<use xlink:href="(#fig-\w+-m[0-9a-f]{10})"')
    redraw(
        report,
        lambda drawing: drawing.replace(
            "</svg>", "<g>" + f'<use xlink:href="{use.search(drawing)[1]}" x="1"/>' * 40 + "</g></svg>"
        ),
    )

    report.expect("Figuren ritar fler punkter eller linjer än vad dess tabeller får visa.")


def test_a_line_through_every_pupil_is_refused(report):
    line = "M 0 0 " + " ".join(f"L {x} {x % 40}" for x in range(60))
    redraw(report, lambda drawing: drawing.replace("</svg>", f'<path d="{line}"/></svg>'))

    report.expect("Figuren ritar fler punkter eller linjer än vad dess tabeller får visa.")


@pytest.mark.parametrize(
    ("ticks", "sound"),
    [
        (("210", "220", "230", "240", "250"), True),
        (("0", "100", "200", "300"), True),  # zero is nobody's
        (("200", "210", "220", "230", "240"), True),  # short
        (("180", "200", "220", "240", "260"), False),  # a hidden 187,7 would have stretched it
        (("−100", "0", "100", "200", "300"), True),
        (("200", "300", "400"), False),  # a hidden 390 would have stretched it
        (("−400", "−200", "0", "200"), False),
        (("2021/22", "2022/23"), True),  # no axis of values
    ],
)
def test_an_axis_is_explained_by_what_is_shown(made, ticks, sound):
    # Shown: 214,6 (221,1 - 6,5) to 240,8 (234,3 + 6,5).
    drawing = Drawing("figur 1", "fig-trend_kommun_meritvarde_17", {}, axes=(ticks,))
    assert drawing.display in made.subject.displays
    material = Material((Document("genomlysning.html", "html", drawings=(drawing,)),))

    assert (list(drawings.check(material, made.subject)) == []) is sound


@pytest.mark.parametrize(
    "hidden",
    [
        "<metadata>Karin Boye 187,7</metadata>",
        "<title>Karin Boye 187,7</title>",
        "<!-- Karin Boye 187,7 -->",
        '<g display="none"><path d="M 0 0"/></g>',
        '<g style="display: none"/>',
        '<g data-varde="187,7"/>',
        '<path id="karin-boye" d="M 0 0"/>',
        '<image href="https://exempel.se/x.png"/>',
        "<script>1</script>",
        "<text>187,7</text>",
    ],
)
def test_a_drawing_carries_nothing_that_is_not_drawn(report, hidden):
    redraw(report, lambda drawing: drawing.replace("</svg>", f"{hidden}</svg>"))

    report.expect("En figur bär något som inte ritas men följer med filen.", "Boye", "187,7")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (START, "<!-- Karin Boye 187,7 --><p>Meritvärdet var"),
        (START, '<p title="187,7">Meritvärdet var'),
        (START, '<p style="display:none">187,7</p><p>Meritvärdet var'),
        (START, '<p hidden="hidden">187,7</p><p>Meritvärdet var'),
        (START, '<p data-varde="187,7">Meritvärdet var'),
        (START, "<script>187</script><p>Meritvärdet var"),
        (START, '<p onclick="x">Meritvärdet var'),
    ],
)
def test_a_page_carries_nothing_that_is_not_read(report, old, new):
    report.edit(old, new)

    message = report.inspect().message()
    assert "som rapporter inte har" in message or "kommentar som inte syns" in message
    assert "187,7" not in message and "Boye" not in message


def test_what_is_said_for_the_ear_alone_is_the_reports_own(report):
    report.edit(START, '<p><span class="dold">ett hundra åttiosju</span> Meritvärdet var')

    report.expect("text som bara skärmläsare läser", "åttiosju")


def test_a_style_sheet_writes_nothing(report):
    report.edit("</style>", 'td::after { content: "187,7" }</style>')

    report.expect("Sidans stilmall skriver text", "187,7")


def test_a_hidden_cell_is_named_nowhere(report):
    report.settle(anteckning="meritvarde_17|12345678|2025/26|alla|alla|")

    report.expect("Här står beteckningen på en uppgift", "12345678")


def test_labels_know_what_they_are():
    labels = Labels(["Behörighet 2 (8 ämnen)"])

    def covered(line):
        return [labels.covers(line, *match.span()) for match in NUMBER.finditer(line)]

    assert covered("behörighet 2 (8 ämnen) 8") == [True, True, False]
    assert covered("årskurs 3, 6 och 9, 2025/26, VT 2025, N15419") == [True] * 7
    assert covered("årskurs 12, 2 025, 2,5, tabell") == [False] * 4


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (" &lt;b&gt; &amp;amp; ", "<b> &amp;"),
        (" e\u0301a ", "éa"),  # an accent is drawn with its letter
    ],
)
def test_a_drawn_text_is_read_as_it_was_written(written, text):
    assert read_comment(written) == text


@pytest.mark.parametrize(
    ("outlines", "text", "spelled"),
    [
        ("Stian", "Staffan", False),
        ("Sta1an", "Staffan", True),  # ff is one outline
        ("St1an", "Stftan", True),
        ("a--b", "a- -b", True),  # no comment has two hyphens in a row
        ("a- -b", "a- -b", True),
        ("---", "- - -", True),
        ("117", "中文7", True),  # the font lacks both, and draws the same box
        ("11", "中7", False),
        ("11", "12", False),
        ("a", "12", False),
        ("a1b", "a\u200db", True),
        ("-" * 30 + "a", "- " * 40 + "b", False),  # without trying every way
    ],
)
def test_outlines_spell_a_text_or_do_not(outlines, text, spelled):
    assert spells(outlines, text, {}) is spelled


def test_an_outline_stands_for_one_letter_through_the_drawing():
    letters = {}

    assert spells("abc", "123", letters)
    assert not spells("cab", "123", letters)
    assert spells("cab", "312", letters)
    assert letters == {"a": "1", "b": "2", "c": "3"}


@pytest.mark.parametrize(
    ("drawn", "sound"),
    [
        ("Skolan vid\nväg 17", True),
        ("Skolan vid väg 17", True),
        ("Stora F-\n6", True),
        ("Skolan\n17", False),
        ("Skolan vid väg 18", False),
    ],
)
def test_a_name_may_be_drawn_on_several_lines(with_subject, drawn, sound):
    report = with_subject(texter=("Skolan vid väg 17", "Stora F-6"))
    drawing = Drawing("figur 1", "fig-trend_kommun_meritvarde_17", {}, texts=(drawn,))
    material = Material((Document("genomlysning.html", "html", drawings=(drawing,)),))

    assert (list(drawings.check(material, report.subject)) == []) is sound
