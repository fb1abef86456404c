"""Whatever lies in a folder, under whatever name, is told and never an error; nothing of it is quoted."""

import string
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analys.importing.content import find_shape, guess_answer, guess_kind
from analys.importing.naming import kinds_in_name, lasar_in_folders, lasar_in_name
from analys.importing.recognise import recognise_folder
from analys.lasar import parse_lasar

SECRET = "Zanzibarella Kanariefågelsson"
NAMES = ("slutbetyg.csv", "np3.txt", "frånvaro vt26.xls", "elevregister.xlsx", "betyg6.json", "x.dat", "y")


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_every_name_can_be_read(name):
    kinds_in_name(name)
    for lasar in (*lasar_in_name(name), *lasar_in_folders(name.split("/"))):
        assert parse_lasar(lasar) == lasar


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=400) | st.text(alphabet=string.printable + "åäö;;;;\n", max_size=400).map(str.encode)
)
def test_every_content_can_be_guessed_at(content):
    guess_kind(find_shape(content))
    guess_answer(content)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(NAMES), st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"{", b"<html>"])
)
def test_every_file_is_told(name, content, start):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, name).write_bytes(start + content)
        (found,) = recognise_folder(Path(folder))

    assert found.fil == name
    assert found.grund


@pytest.mark.parametrize(
    "content",
    [
        f"{SECRET};" * 35 + "\n",
        f"{SECRET}\n" * 50,
        f'"{SECRET};\n' * 50,
        f"System;Datum;{SECRET}\n" * 3,
        f"=cmd|'/c {SECRET}'!A1;" * 33,
        f"{SECRET}\x00" * 100,
        f'{{"{SECRET}": [[[[' * 50,
        f"<table><tr><td>{SECRET}</td></tr></table>",
        "Skola;Betyg\n" + f"{SECRET};A\n" * 10,
    ],
)
@pytest.mark.parametrize(
    "name", ["slutbetyg.csv", "okänd.csv", "frånvaro.xls", "np9.json", "elevregister.xlsx"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_nothing_of_it_is_quoted(exporter, importera, name, content, encoding):
    exporter.put_text(name, content, encoding)
    exporter.put("np9.csv", "np_ak9")
    answer = importera("--kommun", "1961")

    assert answer.code == 0
    assert "Zanzibarella" not in answer.out + answer.err
    assert "Kanarie" not in answer.out + answer.err
