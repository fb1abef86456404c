"""The teachers' judgement in åk 3: read as other kinds, with every fault said and nobody quoted."""

import pytest

from analys.cleaning import clean_frames, list_columns
from analys.errors import InputError
from analys.reading import read_folder

LASAR = ["2025/26"]
HEAD = "PersonNr;Skolenhetskod;Klass;Sv;Sva;Ma"
KANARIE = "Kanariefågelsson"


@pytest.fixture
def read(underlag):
    """Writes such lines below the header and reads the complete municipality."""

    def read_lines(*lines, head=HEAD, name=""):
        underlag.write_complete()
        content = "\n".join([head, *lines, ""]).encode("utf-8-sig")
        underlag.write_bytes("bedomning_ak3", content, name=name)
        return read_folder(underlag.data, underlag.kommun, LASAR)

    return read_lines


@pytest.fixture
def faults(read, underlag, silent):
    """The same, expecting faults that keep quiet."""

    def read_faults(*lines, **options):
        with pytest.raises(InputError) as caught:
            read(*lines, **options)
        silent(caught.value, underlag.secrets() | {KANARIE})
        return [(p.fil, p.kolumn, p.rader, p.kod) for p in caught.value.problems]

    return read_faults


@pytest.fixture
def pupil(underlag):
    """A line of pupil number `index` with such cells."""
    return lambda index, *cells: ";".join([*list(underlag.row("bedomning_ak3", index).values())[:3], *cells])


FIL = "raw/1234/2025-26/bedomning_ak3.csv"


def test_a_judgement_is_read_and_cleaned(read, pupil):
    raw = read(pupil(0, "1", "", "1"), pupil(1, "", "0", ""), pupil(2, "", "", "0"))

    frame = clean_frames(raw.frames, LASAR, b"k" * 32)["bedomning_ak3"]

    lead = ["elev", "lasar", "skolenhet", "klass", "kon", "fodelsear", "skyddad"]
    assert list(list_columns("bedomning_ak3")) == list(frame.columns) == [*lead, "Sv", "Sva", "Ma"]
    # A blank is missing, never a 0.
    assert frame[["Sv", "Sva", "Ma"]].astype("object").fillna("?").to_numpy().tolist() == [
        ["1", "?", "1"],
        ["?", "0", "?"],
        ["?", "?", "0"],
    ]
    assert frame["lasar"].unique().tolist() == LASAR


def test_columns_may_stand_in_any_order(read, underlag):
    row = underlag.row("bedomning_ak3", 1)
    raw = read(
        f"1;;{row['PersonNr']};3A;{row['Skolenhetskod']};0", head="Ma;Sva;PersonNr;Klass;Skolenhetskod;Sv"
    )
    assert raw.frames["bedomning_ak3"][["Sv", "Ma"]].to_numpy().tolist() == [["0", "1"]]


def test_several_files_are_one_kind(read, underlag, pupil):
    underlag.write_complete()
    for index, name in enumerate(("bedomning_ak3_norra.csv", "Bedomning_ak3_sodra.csv")):
        underlag.write_bytes("bedomning_ak3", f"{HEAD}\n{pupil(index, '1', '', '1')}\n".encode(), name=name)
    assert len(read_folder(underlag.data, underlag.kommun, LASAR).frames["bedomning_ak3"]) == 2


@pytest.mark.parametrize(
    ("cells", "kolumn", "kod"),
    [
        (("2", "", "1"), "Sv", "kod"),
        (("1", "", "A"), "Ma", "kod"),
        (("1", "", "ja"), "Ma", "kod"),
        (("1", "", "99"), "Ma", "kod"),
        (("1", "", KANARIE), "Ma", "kod"),
        (("1", "", "=1+1"), "Ma", "formel"),
        (("1", "", "x" * 5000), "", "rader"),
        (("1", "1", "1"), "Sv, Sva", "regel"),
        (("0", "1", ""), "Sv, Sva", "regel"),
    ],
)
def test_each_fault_is_told_with_its_place(faults, pupil, cells, kolumn, kod):
    assert (FIL, kolumn, (3,), kod) in faults(pupil(0, "1", "", "1"), pupil(1, *cells))


def test_what_to_do_names_the_codes(read, pupil):
    with pytest.raises(InputError) as caught:
        read(pupil(0, "3", "", "1"))
    assert "Tillåtna koder: 0, 1." in caught.value.problems[0].gor


def test_a_pupil_has_one_row(faults, pupil):
    assert faults(pupil(0, "1", "", "1"), pupil(0, "0", "", "1")) == [(FIL, "PersonNr", (2, 3), "dubblett")]


def test_the_header_is_demanded(faults, pupil):
    (fault,) = faults(head=pupil(0, "1", "", "1"))
    assert fault[3] == "rubriker"


@pytest.mark.parametrize("head", ["PersonNr;Skolenhetskod;Klass;Sv;Sva", f"{HEAD};{KANARIE}", f"{HEAD};Ma"])
def test_another_header_is_told(faults, head):
    (fault,) = faults(head.replace("PersonNr", "1").replace(";", ";"), head=head)
    assert fault[3] == "rubriker"


def test_grades_under_the_name_of_judgements_are_told(faults, underlag):
    cells = underlag.row("slutbetyg_ak9")
    told = faults(";".join(cells.values()), head=";".join(cells))
    assert {kod for *_, kod in told} == {"rubriker"}
