"""Whatever the files hold, the answer is frames or an explanation, and nothing of them is quoted."""

import csv
import logging
import tempfile
import traceback
import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analys.cleaning import clean_frames
from analys.contracts import LAYOUTS, Column, Layout
from analys.errors import AnalysError, Problem
from analys.reading import read_folder
from analys.reading.encoding import normalise_text
from analys.reading.parsing import parse_text

CANARY = "Hemligkanarie"
KINDS = ["slutbetyg_ak9", "bedomning_ak3", "np_ak9", "elevregister", "skolenheter", "franvaro", "skyddade"]
PIECES = [
    b'"',
    b";",
    b"\n",
    b"\r",
    b"\x00",
    b"\xff",
    b"\xc3",
    b"\x1a",
    b"\xef\xbb\xbf",
    b"A",
    b"99",
    b"-",
    b" ",
]
FUZZ = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def reads_silently(underlag, caplog, capfd):
    """Reads and cleans a municipality where one file has the given bytes."""

    def read(kind: str, content: bytes) -> bool:
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            caplog.clear()
            caplog.set_level(logging.DEBUG)
            underlag.data = Path(folder)
            underlag.write_complete(pupils=2)
            underlag.write_bytes(kind, content)
            told = ""
            try:
                raw = read_folder(underlag.data, underlag.kommun, ["2025/26"])
                clean_frames(raw.frames, ["2025/26"], b"k" * 32)
            except AnalysError as error:
                told = "".join(traceback.format_exception(error)) + repr(error)
            told += caplog.text + "".join(capfd.readouterr()) + "".join(str(w.message) for w in warned)
        assert [s for s in underlag.secrets() | {CANARY} if s in told] == []
        return not told

    return read


def make_valid(underlag, kind: str) -> bytes:
    rows = [underlag.row(kind, i) for i in range(2)]
    if kind == "skyddade":
        rows = [{"PersonNr": row["PersonNr"]} for row in rows]
    lines = [";".join(row.values()) for row in rows]
    if LAYOUTS[kind].header == "obligatorisk":
        lines.insert(0, ";".join(LAYOUTS[kind].names))
    return "\n".join(lines).encode()


def mutate(content: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    for position, length, piece in changes:
        at = position % (len(content) + 1)
        content = content[:at] + piece + content[at + length :]
    return content


@FUZZ
@given(content=st.binary(max_size=400), kind=st.sampled_from(KINDS))
def test_arbitrary_bytes(reads_silently, content, kind):
    reads_silently(kind, content + b";" + CANARY.encode() + b"\n" + content)


@FUZZ
@given(
    kind=st.sampled_from(KINDS),
    changes=st.lists(
        st.tuples(
            st.integers(0, 600), st.integers(0, 3), st.sampled_from([*PIECES, CANARY.encode(), b"\xe5\xe4"])
        ),
        min_size=1,
        max_size=3,
    ),
)
def test_a_mutated_file(underlag, reads_silently, kind, changes):
    reads_silently(kind, mutate(make_valid(underlag, kind), changes))


@FUZZ
@given(
    kind=st.sampled_from(KINDS),
    column=st.integers(0, 34),
    cell=st.text(st.characters(exclude_characters="\n\r;"), max_size=14),
)
@example(kind="slutbetyg_ak9", column=3, cell="２０１００３１５９８０７")
@example(kind="slutbetyg_ak9", column=1, cell="9999-12-31")
@example(kind="slutbetyg_ak9", column=1, cell="0000-01-01")
@example(kind="slutbetyg_ak9", column=3, cell="999912319807")
@example(kind="elevregister", column=0, cell="9999/00")
@example(kind="franvaro", column=4, cell="²")
def test_any_text_in_any_cell(underlag, reads_silently, kind, column, cell):
    row = underlag.row(kind, 5)
    row[list(row)[column % len(row)]] = cell + (CANARY if len(cell) % 2 else "")
    reads_silently(kind, make_valid(underlag, kind) + b"\n" + ";".join(row.values()).encode())


def test_the_check_for_leaks_sees_a_leak(underlag, reads_silently, monkeypatch):
    def leak(*_args):
        raise AnalysError(f"Raden innehåller {CANARY}")

    monkeypatch.setitem(globals(), "read_folder", leak)
    with pytest.raises(AssertionError):
        reads_silently("skyddade", b"")


# --- the parser against the standard library's, line by line ---

TWO = Layout("tva", (Column("forsta"), Column("andra")), key=("forsta",), title="Två kolumner")


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.text(alphabet='a;"\n ', max_size=40))
@example('"a;b";c\na"b;"c"\n')
@example('"a""b";";"\n\n;\n')
@example('a;"b" \n')
@example('" "" ";"')
@example('"";""\n"";""')
def test_cells_are_those_of_the_csv_module(text):
    content = normalise_text(text.encode(), "fil")
    lines = content.decode().split("\n")
    expected = []
    for number, line in enumerate(lines, 1):
        if line:
            try:
                cells = next(csv.reader([line], delimiter=";", strict=True))
            except csv.Error:
                cells = None
            expected.append((number, cells))
    frame = parse_text(content, TWO, "fil")
    if not expected or any(cells is None or len(cells) != 2 for _, cells in expected):
        assert isinstance(frame, list)
        assert all(isinstance(problem, Problem) for problem in frame)
        quoted = tuple(number for number, cells in expected if cells is None)
        if quoted:
            assert frame[0].rader == quoted
    else:
        rows = [(number, *(cell.strip() for cell in cells)) for number, cells in expected]
        assert list(frame[["rad", "forsta", "andra"]].itertuples(index=False, name=None)) == rows
