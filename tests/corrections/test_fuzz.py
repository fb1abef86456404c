"""Whatever stands in the files: corrections, or problems that quote nothing, and never anything else."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from analys.arbetsbok.places import Place
from analys.arbetsbok.sheets import make_sheet
from analys.corrections import load_corrections
from analys.corrections.declaring import FIELDS, declare
from analys.corrections.sheet import HEADS, list_written
from analys.corrections.yamlfile import read_yaml
from analys.errors import InputError
from analys.reading import read_folder

CANARY = "Zanzibarella Kanariefågelsson"
values = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["slutbetyg_ak9", "np_ak9", "elevregister", "2025/26", "2024-25", "Ma", "PersonNr", "Lasar", "Klass",
         "99990001", "C", "", "ja", "1", "2", "4", "9A", CANARY, "201003159807", "raw/slutbetyg_ak9.csv"]
    ),
)  # fmt: skip
keys = st.one_of(st.sampled_from([*FIELDS, "läsår", "Från"]), st.text(max_size=8))
bits = st.sampled_from(
    ["- ", "\n", "  ", ": ", "slag", "fran", "skal", CANARY, "&a ", "*a", "!!str ", "[", "]", "{", "}", '"',
     "'", "|", ">", "#", "---", "...", "%YAML 1.1", "? ", "<<", "\t", "\x00", "\ufeff", "\u2028", "a"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(bits, max_size=60).map("".join))
def test_any_text_is_read_or_told(text):
    written, problems = read_yaml(text.encode("utf-8"), "rattelser.yml")
    assert CANARY not in f"{written!r}" + "\n".join(map(str, problems))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_told(content):
    read_yaml(content, "rattelser.yml")


cells = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.datetimes(), st.dates(), st.times(),
    st.timedeltas(), values,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 6).flatmap(
        lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), max_size=5)
    )
)
def test_any_cells_are_read_or_told(rows):
    sheet, _ = make_sheet(rows, Place("arbetsbok.xlsx, bladet Rättelser"), HEADS)
    declare(list_written(sheet) if sheet else [])


def quote(text):
    escaped = "".join(c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in text)
    return f'"{escaped}"'


@settings(max_examples=15, deadline=None)
@given(st.lists(st.dictionaries(keys, values, max_size=10), max_size=4))
def test_any_correction_corrects_or_stops_in_silence(underlag_type, entries):
    text = "".join(
        "- "
        + "\n  ".join(f"{quote(key)}: {quote(value)}" for key, value in entry.items())
        + ("\n" if entry else "{}\n")
        for entry in entries
    )
    with tempfile.TemporaryDirectory() as folder:
        underlag = underlag_type(Path(folder)).write_complete(3)
        raw = underlag.data / "raw" / "1234"
        (raw / "rattelser.yml").write_text(text, encoding="utf-8", errors="surrogatepass")
        loaded = load_corrections(raw, "raw/1234")
        told = f"{loaded!r}"
        try:
            told += repr(read_folder(underlag.data, "1234", ["2025/26"]))
        except InputError as error:
            told += str(error)
        assert not [s for s in underlag.secrets(3) if s in told]


@st.composite
def nearly_right(draw):
    """A correction of the small municipality with one or two fields that may be wrong."""
    entry = {
        "slag": "slutbetyg_ak9", "lasar": "2025/26", "elev": "{0}", "kolumn": "Ma", "fran": "C", "till": "D",
        "skal": "Felskrivet",
    }  # fmt: skip
    for key in draw(st.lists(st.sampled_from(FIELDS), max_size=2)):
        entry[key] = draw(values)
    return entry


@settings(max_examples=15, deadline=None)
@given(st.lists(nearly_right(), min_size=1, max_size=3))
def test_corrections_that_are_nearly_right_correct_or_stop_in_silence(underlag_type, entries):
    with tempfile.TemporaryDirectory() as folder:
        underlag = underlag_type(Path(folder)).write_complete(3)
        number = underlag.row("slutbetyg_ak9", 0)["PersonNr"]
        raw = underlag.data / "raw" / "1234"
        lines = [
            "- "
            + "\n  ".join(f"{key}: {quote(text.replace('{0}', number))}" for key, text in entry.items())
            + "\n"
            for entry in entries
        ]
        (raw / "rattelser.yml").write_text("".join(lines), encoding="utf-8")
        try:
            result = read_folder(underlag.data, "1234", ["2025/26"])
        except InputError as error:
            assert not [s for s in underlag.secrets(3) if s in str(error)]
        else:
            frame = result.frames["slutbetyg_ak9"]
            assert len(frame) == 3
            assert result.rattelser["antal"].sum() <= 3 * len(entries) * 50
