"""Parameters from a file or a command line: values stay what was written, and nothing in them is obeyed."""

from __future__ import annotations

import os

import pytest

from analys.errors import ParameterError
from analys.parameters import MOST_BYTES, load_parameters, make_parameters


@pytest.fixture
def read(tmp_path):
    def from_text(text: str):
        path = tmp_path / "p.yml"
        path.write_text(text, encoding="utf-8")
        return load_parameters(path)

    return from_text


def test_every_value_is_the_text_that_is_written(read):
    found = read(
        "kommun: 0114\ndatum: 2026-10-01\ndiarienummer: 1_000\ntitel: yes\nlogotyp_text: 1:30\ntroskel: 1e1\n"
    )

    assert found == {
        "kommun": "0114",
        "datum": "2026-10-01",
        "diarienummer": "1_000",
        "titel": "yes",
        "logotyp_text": "1:30",
        "troskel": "1e1",
    }


def test_the_model_types_what_is_read(read):
    parameters = make_parameters(read("kommun: 0114\ntroskel: 15\ndelta_procent: 2.5\ndatum: 2026-10-01\n"))

    assert (parameters.kommun, parameters.troskel, parameters.delta_procent) == ("0114", 15, 2.5)
    assert parameters.datum == "2026-10-01"


BOMB = "a: &a [x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        "titel:\n  del: ett\n",
        "titel: [Anna, Andersson]\n",
        "<<: {titel: x}\n",
        "? [a, b]\n: c\n",
        "titel: en\ntitel: två\n",
    ],
    ids=["alias", "nivåer", "lista", "sammanslagning", "nyckel", "dubblett"],
)
def test_anything_but_lines_of_name_and_value_is_refused_by_its_line(read, text):
    with pytest.raises(ParameterError, match="Rad ") as caught:
        read(text)

    assert len(str(caught.value)) < 1500
    assert "Anna" not in str(caught.value)


def test_tags_make_nothing(read, tmp_path):
    mark = tmp_path / "körd"
    text = f"titel: !!python/object/apply:os.system ['touch {mark}']\n"

    with pytest.raises(ParameterError):
        read(text)
    assert read("titel: !!int 12\ntroskel: !!python/name:os.system x\n") == {"titel": "12", "troskel": "x"}
    assert not mark.exists()


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "a: " + "{b: " * 20_000, "%x\n---\n\x01", "a: b\n---\nc: d\n"]
)
def test_what_is_no_yaml_is_refused(read, text):
    with pytest.raises(ParameterError, match="giltig YAML"):
        read(text)


def test_a_large_file_a_folder_and_a_pipe_are_refused_unread(tmp_path):
    large = tmp_path / "stor.yml"
    large.write_text("#" * (MOST_BYTES + 1), encoding="utf-8")
    places = [large, tmp_path, tmp_path / "saknas.yml"]
    if os.name != "nt":
        os.mkfifo(tmp_path / "rör.yml")
        places.append(tmp_path / "rör.yml")

    for place in places:
        with pytest.raises(ParameterError, match="kan inte läsas"):
            load_parameters(place)


def test_a_wrong_file_is_not_quoted():
    """Somebody points at a file of pupils: no name in it may come back as a parameter's name."""
    with pytest.raises(ParameterError) as caught:
        make_parameters({"201001012384;Anna;Andersson": "F"})

    assert "Anna" not in str(caught.value)
    assert "Ett parameternamn har fel form" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kommun", "../.."),
        ("kommun", "١٢٣٤"),
        ("lasar", "../2025-26"),
        ("lasar", "٢٠٢٥/٢٦"),
        ("lasar", "0000/01"),
        ("datum", "20261001"),
        ("datum", "2026-W40-4"),
        ("datum", "2026-02-30"),
        ("titel", "Res\u202eultat"),
        ("titel", "Rad ett\nrad två"),
        ("mottagare", "\x1b[31mrött"),
        ("mottagare", "Nämn\u200bden"),
        ("diarienummer", "BUN\u00002026"),
        ("logotyp", "../../etc/vapen.svg"),
        ("logotyp", "/etc/vapen.svg"),
        ("logotyp", "C:\\hemligt\\vapen.svg"),
        ("logotyp", "\\\\server\\del\\vapen.png"),
        ("logotyp", "bilder\\..\\..\\vapen.png"),
        ("troskel", "9" * 5000),
        ("troskel", "4"),
        ("delta_procent", "nan"),
        ("delta_poang", "1e400"),
        ("farg", "#12436D; background: url(x)"),
    ],
)
def test_values_that_could_do_harm_are_refused_before_anything_starts(name, value):
    with pytest.raises(ParameterError) as caught:
        make_parameters({name: value})

    message = str(caught.value)
    assert name in message
    assert len(message) < 400
    assert message.isprintable()


def test_an_unbreakable_space_is_no_harm():
    assert make_parameters({"diarienummer": "BUN\u00a02026/12"}).diarienummer == "BUN\u00a02026/12"
