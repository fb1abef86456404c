"""Tables, manifest, PDF, office files and bitmaps: what they hold beside their text."""

import io
import struct
import zipfile
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from analys.inspection.formats.office import read_office
from analys.inspection.formats.pdf_objects import read_objects
from analys.inspection.formats.png import read_png
from analys.inspection.formats.svg import read_svg
from analys.inspection.formats.xml import Unreadable, parse_xml

PERSONNUMMER = "Här står något som ser ut som ett personnummer."
NAME = "Här står ett namn som finns i elevernas filer."
TABLE = "tabeller/trend_kommun.csv"
HIDDEN = "meritvarde_17|12345678|2025/26|alla|alla|"


# --- tables


def test_a_hidden_row_with_numbers_is_a_fault(report):
    text = (report.folder / TABLE).read_text(encoding="utf-8-sig")
    row = next(line for line in text.splitlines() if line.startswith(HIDDEN))
    assert row.endswith(";;;;;;skyddad;Egen beräkning på kommunens filer")
    report.edit(row, row.replace(";;;;;;skyddad", ";187,7;;;7;;skyddad"), TABLE)

    report.expect("En uppgift som inte får visas har tal i filen.", "187,7", "12345678")


def test_a_hidden_row_that_calls_itself_shown_is_a_fault(report):
    report.edit(";;;;;;skyddad;", ";187,7;;;7;;visad;", TABLE)

    report.expect("Raden är ingen av de uppgifter som skyddet har prövat.", "187,7")


def test_other_numbers_than_the_decided_ones_are_a_fault(report):
    report.edit("234,3", "234,9", TABLE)

    report.expect("En uppgift har andra tal i filen än dem som skyddet har prövat.", "234,9")


def test_a_table_with_more_columns_is_a_fault(report):
    report.edit(";status;kalla", ";status;kalla;elev", TABLE)

    report.expect("den har andra kolumner än rapportens tabeller")


# --- manifest


def test_a_manifest_of_another_run_is_a_fault(report):
    report.settle(parametrar=dict(report.subject.parametrar) | {"troskel": 5})

    report.expect("Manifestet har andra parametrar än körningen.")


@pytest.mark.parametrize("path", ["/abs/fil.csv", "../fil.csv", "C:\\fil.csv", "raw/../../fil.csv"])
def test_a_manifest_names_files_inside_the_data_folder(report, path):
    report.settle(indata={path: "0" * 64})

    report.expect("en sökväg eller en kontrollsumma som inte har rätt form", path)


def test_a_manifest_knows_every_file_as_it_is(report):
    (report.folder / TABLE).write_bytes((report.folder / TABLE).read_bytes() + b"\n")
    assert "Manifestets kontrollsummor är inte filernas." in report.inspect().message()

    (report.folder / "manifest.json").unlink()
    report.expect("Rapporten saknar sitt manifest.")


# --- PDF


def spoil(report, change):
    with pikepdf.open(report.pdf, allow_overwriting_input=True) as document:
        change(document)
        document.save(report.pdf)
    report.settle()


def attach(document):
    document.attachments["elever.csv"] = b"Anna Lind;20100101-9809"


def run_script(document):
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def hide_layer(document):
    document.Root.OCProperties = Dictionary(OCGs=Array([]), D=Dictionary())


def annotate(document):
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], Contents=String("Karin Boye"))
    document.pages[0].Annots = document.make_indirect(Array([document.make_indirect(note)]))


def link_to_file(document):
    action = Dictionary(S=Name.URI, URI=String("file:///elever.csv"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].Annots = document.make_indirect(Array([document.make_indirect(link)]))


@pytest.mark.parametrize(
    ("change", "vad"),
    [
        (attach, "PDF:en har en bifogad fil"),
        (run_script, "PDF:en kan köra kommandon"),
        (hide_layer, "PDF:en har lager som kan döljas."),
        (annotate, "PDF:en har anteckningar utöver länkar."),
        (link_to_file, "PDF:en länkar till något annat än en webbadress."),
    ],
)
def test_a_pdf_holds_pages_and_nothing_else(report, change, vad):
    spoil(report, change)

    report.expect(vad, "elever.csv", "Boye", "9809")


@pytest.mark.parametrize("where", ["info", "xmp", "alt", "bookmark", "packed"])
def test_hidden_texts_of_a_pdf_are_read(report, where):
    def change(document):
        text = "Anna Lind 20100101-9809"
        if where == "info":
            document.docinfo["/Kommentar"] = text
        elif where == "xmp":
            with document.open_metadata() as metadata:
                metadata["dc:rights"] = text
        elif where == "alt":
            document.Root.StructTreeRoot.Alt = String(text)
        elif where == "bookmark":
            with document.open_outline() as outline:
                outline.root.append(pikepdf.OutlineItem(text, 0))
        else:
            document.Root.Anteckning = document.make_indirect(Dictionary(T=String(text)))

    with pikepdf.open(report.pdf, allow_overwriting_input=True) as document:
        change(document)
        packed = pikepdf.ObjectStreamMode.generate if where == "packed" else pikepdf.ObjectStreamMode.preserve
        document.save(report.pdf, object_stream_mode=packed)
    report.settle()

    message = report.expect(PERSONNUMMER, "9809", "Lind").message()
    assert NAME in message and "genomlysning.pdf, dolda uppgifter" in message


def test_what_the_index_no_longer_tells_of_is_still_read(report):
    report.pdf.write_bytes(report.pdf.read_bytes() + b"\n99 0 obj\n<< /X (20100101-9809) >>\nendobj\n")
    report.settle()

    report.expect(PERSONNUMMER, "9809")


def test_a_number_that_only_the_pdf_has_is_a_fault(report):
    # The page loses a number that the PDF keeps.
    report.edit('<td class="tal">240,5</td>', '<td class="tal">234,3</td>')

    report.expect("PDF:en har ett tal som sidan inte har.", "240,5")


def test_names_may_be_written_with_codes():
    content = b"%PDF-1.7\n1 0 obj\n<< /J#61vaScript 2 0 R >>\nendobj\n2 0 obj\n(abc \\(d\\) \\344)\nendobj\n"

    objects = read_objects(content)

    assert "JavaScript" in objects.names
    assert objects.texts == ("abc (d) ä",)


def test_an_encrypted_pdf_is_not_believed():
    with pytest.raises(Unreadable, match="krypterad"):
        read_objects(b"%PDF-1.7\ntrailer << /Encrypt 5 0 R >>")


# --- bitmaps


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def make_png(*more):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + b"".join(more)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def test_a_bitmap_carries_no_words():
    pieces, faults = read_png("a.html", "figur 1", make_png(chunk(b"tEXt", b"Author\0Anna Lind")))
    assert "Anna Lind" in pieces[0].text
    assert [fault.plats for fault in faults] == ["figur 1"]

    assert read_png("a.html", "figur 1", make_png()) == ([], [])
    assert read_png("a.html", "figur 1", make_png() + b"Anna Lind")[1]


# --- office files


def make_office(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("fil", "part", "body"),
    [
        ("b.docx", "word/document.xml", "<w><p><r>Anna </r><r>Lind</r></p></w>"),
        ("b.pptx", "ppt/slides/slide1.xml", "<s><sp><p><r>Anna Lind</r></p></sp></s>"),
        ("b.docx", "docProps/core.xml", "<c><creator>Anna Lind</creator></c>"),
        ("b.docx", "word/document.xml", "<w><p descr='Anna Lind'/></w>"),
        ("b.docx", "word/document.xml", "<w><!-- Anna Lind --></w>"),
    ],
)
def test_every_part_of_an_office_file_is_read(report, fil, part, body):
    (report.folder / fil).write_bytes(make_office({part: body}))
    report.settle()

    assert fil in report.expect(NAME, "Lind").message()


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/embeddings/x.xml", "word/comments.xml"])
def test_an_office_file_has_no_macros_comments_or_files_in_it(report, part):
    (report.folder / "b.docx").write_bytes(make_office({part: "<x/>"}))
    report.settle()

    message = report.inspect().message()
    assert "makron, kommentarer" in message or "Filen kan inte granskas" in message


def test_an_office_file_cannot_grow_without_end(monkeypatch):
    monkeypatch.setattr("analys.inspection.formats.office.MOST_UNPACKED", 1_000)

    with pytest.raises(Unreadable, match="för stor"):
        read_office("b.docx", make_office({"word/document.xml": "<w>" + " " * 5_000 + "</w>"}))


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<!DOCTYPE a SYSTEM "http://exempel.se/a.dtd"><a/>',
        b"<a>" * 400 + b"</a>" * 400,
        b"<a",
    ],
)
def test_xml_with_definitions_of_its_own_is_not_read(content):
    with pytest.raises(Unreadable):
        parse_xml(content)


def test_a_logotype_has_a_form_of_its_own_but_its_words_are_read():
    logotype = b'<svg xmlns="http://www.w3.org/2000/svg"><title>Vapen</title><text>Anna Lind</text></svg>'

    drawing, pieces, faults = read_svg("a.html", "titelbladet", "", logotype)

    assert faults == [] and drawing.display == ""
    assert {"Vapen", "Anna Lind"} <= {piece.text for piece in pieces}
    assert read_svg("a.html", "figur 1", "fig-a", logotype)[2]
