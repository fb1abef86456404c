"""Skolverket's exports: the two real files, every marker, every wording, and what people do to files."""

from __future__ import annotations

import importlib.util
import math
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analys.official.markers import MARKERS, STATUS, read_value
from analys.official.skolverket_csv import Export, parse_export, recognise_export
from analys.official.tabeller import TABELLER

_SPEC = importlib.util.spec_from_file_location("skolverket_exports", Path(__file__).with_name("exports.py"))
assert _SPEC and _SPEC.loader
exports = sys.modules.setdefault(_SPEC.name, importlib.util.module_from_spec(_SPEC))
_SPEC.loader.exec_module(exports)
make_export, UNIT = exports.make_export, exports.UNIT

FIL = "raw/skolverket/tabell.csv"
NP_HEADER = exports.SLUTBETYG_HEADER.partition(";Antal elever")[0] + "".join(
    f";{amne}, {matt}"
    for amne in ("Svenska", "Matematik")
    for matt in (
        "antal elever med provbetyg och slutbetyg",
        "andel (%) elever med lägre slutbetyg jämfört med provbetyget",
        "andel (%) elever med lika slutbetyg jämfört med provbetyget",
        "andel (%) elever med högre slutbetyg jämfört med provbetyget",
    )
)
BEHORIGHET_HEADER = (
    "Skola;Skol-enhetskod;Skolkommun;Kommun-kod;Typ av huvudman;Huvudman;Huvudman orgnr;Kön;Antal elever;"
    "Andel (%) elever behöriga till yrkesprog.;Andel (%) elever behöriga till estetiskt program;"
    "Andel (%) elever behöriga till Ekonomi-, humanistiska och samhällsvetenskaps- program;"
    "Andel (%) elever behöriga till Naturvetenskapligt och tekniskt program"
)


def real(name: str) -> bytes:
    path: Path = exports.UNDERLAG / name
    if not path.is_file():
        pytest.skip("the reference files ../shared/underlag/skolverket are not here")
    return path.read_bytes()


def read(content: bytes, fil: str = FIL) -> pd.DataFrame:
    export = parse_export(content, fil)
    assert export.problems == ()
    return export.frame


def cells(frame: pd.DataFrame, *names: str) -> list[tuple[Any, ...]]:
    """Rows as tuples; NaN as None."""
    return [
        tuple(None if isinstance(part, float) and math.isnan(part) else part for part in row)
        for row in frame[list(names)].itertuples(index=False)
    ]


def faults(content: bytes, fil: str = FIL) -> Export:
    export = parse_export(content, fil)
    assert export.problems
    assert export.frame.empty
    return export


def test_the_real_slutbetyg() -> None:
    # Skolverket, export 139, läsår 2024/25: underlag/skolverket/slutbetyg_ak9_samtliga_2024-25_skolenhet.csv.
    # Counted with grep: 1714 lines have a unit code and a kind of huvudman.
    content = real(exports.SLUTBETYG)
    assert recognise_export(content) == "Skolverkets tabell ”Slutbetyg årskurs 9, samtliga elever”"
    export = parse_export(content, f"raw/skolverket/{exports.SLUTBETYG}")
    assert (export.tabell, export.lasar, export.enhetstyp) == ("slutbetyg_ak9", "2024/25", "skolenhet")
    assert export.problems == ()
    frame = export.frame
    print(f"slutbetyg: {frame['enhet'].nunique()} skolenheter, {len(frame)} värden")
    assert frame["enhet"].nunique() == 1714
    assert len(frame) == 1714 * 4
    # Counted with awk, column by column.
    counts = frame.groupby(["matt", "status"]).size().to_dict()
    assert counts == {
        ("antal_elever_ak9", "officiell"): 1601,
        ("antal_elever_ak9", "skyddad"): 113,
        ("alla_amnen_ak9", "officiell"): 1528,
        ("alla_amnen_ak9", "saknas"): 64,
        ("alla_amnen_ak9", "skyddad"): 122,
        ("behorighet_yrkes", "officiell"): 1197,
        ("behorighet_yrkes", "nastan_alla"): 354,
        ("behorighet_yrkes", "saknas"): 34,
        ("behorighet_yrkes", "skyddad"): 129,
        ("meritvarde_17", "officiell"): 1582,
        ("meritvarde_17", "saknas"): 18,
        ("meritvarde_17", "skyddad"): 114,
    }
    assert set(frame.loc[frame["enhet"] == "48000763", "kommun"]) == {"0604"}


def test_the_real_np_relation() -> None:
    # Skolverket, läsår 2023/24, an extract of 24 units (underlag/skolverket/np_relation_ak9_2023-24_…).
    content = real(exports.NP_RELATION)
    frame = read(content, f"raw/skolverket/{exports.NP_RELATION}")
    assert frame["enhet"].nunique() == 24
    wide = frame.pivot(index=["enhet", "amne"], columns="matt", values="varde")
    counted = wide[wide["np_relation_antal"].notna()]
    sums = counted[["np_relation_lagre", "np_relation_lika", "np_relation_hogre"]].sum(axis=1, skipna=False)
    print(f"np-relation: {len(wide)} par av enhet och ämne, {len(counted)} med antal")
    assert (len(wide), len(counted)) == (96, 75)
    assert ((sums - 100).abs() <= 0.2 + 1e-9).all()
    # "Bohusskolan;…;93;.;95,7;4,3": the dot is 0 percent. "Ahlafors…;.;.;.;.": no data in Sva.
    bohus = frame[(frame["enhet"] == "11043800") & (frame["amne"] == "ma")]
    assert cells(bohus, "varde", "status", "marke") == [
        (93.0, "officiell", ""),
        (0.0, "officiell", "."),
        (95.7, "officiell", ""),
        (4.3, "officiell", ""),
    ]
    ahlafors = frame[(frame["enhet"] == "71387206") & (frame["amne"] == "sva")]
    assert cells(ahlafors, "varde", "status", "marke") == [(None, "saknas", ".")] * 4


@pytest.mark.parametrize(
    ("text", "value", "status"),
    [
        ("0", 0.0, "officiell"),
        ("98", 98.0, "officiell"),
        ("216,4", 216.4, "officiell"),
        ("1 735", 1735.0, "officiell"),
        ("1\u00a0735", 1735.0, "officiell"),
        ("..", None, "skyddad"),
        ("...", None, "skyddad"),
        (".", None, "saknas"),
        ("~100", None, "nastan_alla"),
        ("-", None, "ej_redovisad"),
        ("*", None, "utan_krav"),
        ("cirka 210", None, "avrundad"),
    ],
)
def test_markers_are_kept_apart_from_numbers(text: str, value: float | None, status: str) -> None:
    found = read_value(text)
    assert found is not None
    assert found.status == status
    assert math.isnan(found.varde) if value is None else found.varde == value
    assert found.marke == ("" if value is not None else text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "....", "~99", "~ 100", "96.3", "1,735,0", "12 34", "4%", "94 %", "-3", "1e3", "NaN", "inf"),
        *("cirka", "cirka 21,5", "ca 210", "04-mar", "**", "–", "²", "١٢", "=1+1", "0x10", "1_000"),
    ],
)
def test_no_guess_at_an_unknown_marker(text: str) -> None:
    assert read_value(text) is None


def test_every_status_is_declared() -> None:
    assert {*MARKERS.values(), "officiell", "avrundad"} == set(STATUS)


def test_a_table_made_by_hand() -> None:
    frame = read(
        make_export(";57;80,7;~100;216,4", "Södra skolan;01234567;Ale;0604;Enskild;X AB;55;..;.;..;..;")
    )
    assert cells(frame, "enhet", "kommun", "huvudman", "matt", "varde", "status", "marke") == [
        ("12345678", "1440", "kommunal", "antal_elever_ak9", 57.0, "officiell", ""),
        ("12345678", "1440", "kommunal", "alla_amnen_ak9", 80.7, "officiell", ""),
        ("12345678", "1440", "kommunal", "behorighet_yrkes", None, "nastan_alla", "~100"),
        ("12345678", "1440", "kommunal", "meritvarde_17", 216.4, "officiell", ""),
        ("01234567", "0604", "enskild", "antal_elever_ak9", None, "skyddad", ".."),
        ("01234567", "0604", "enskild", "alla_amnen_ak9", None, "saknas", "."),
        ("01234567", "0604", "enskild", "behorighet_yrkes", None, "skyddad", ".."),
        ("01234567", "0604", "enskild", "meritvarde_17", None, "skyddad", ".."),
    ]
    assert set(frame["kalla"]) == {"Källa: Skolverket, Slutbetyg årskurs 9, samtliga elever, 2024/25"}
    assert set(frame["enhetstyp"]) == {"skolenhet"}


# The export of 2018/19, and headings between then and now.
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Andel (%) elever som uppfyllt betygskriterierna", "Andel som uppnått kunskapskraven"),
        ("Andel (%) elever som uppfyllt betygskriterierna", "Andel (%) som uppnått kunskapskraven"),
        ("Andel (%) elever som uppfyllt betygskriterierna", "Andel elever (%) som uppnått kunskapskraven"),
        ("elever behöriga till yrkesprog.", "behörig yrkesprog."),
        ("elever behöriga till yrkesprog.", "elever behöriga till yrkesprogram"),
        ("(17 ämnen)", "(17)"),
        ("Skol-enhetskod", "Skol-  enhetskod"),
        ("Genomsnittligt meritvärde (17 ämnen)", '"Genomsnittligt\nmeritvärde (17 ämnen)"'),
    ],
)
def test_wordings_of_other_years(old: str, new: str) -> None:
    assert old in exports.SLUTBETYG_HEADER
    usual = read(make_export(";57;80,7;~100;216,4"))
    content = make_export(
        ";57;80,7;~100;216,4;",
        header=exports.SLUTBETYG_HEADER.replace(old, new) + ";",
        title="Grundskolan - Slutbetyg årskurs 9, samtliga elever",
    )
    pd.testing.assert_frame_equal(read(content), usual)


def test_sixteen_and_seventeen_subjects_are_two_measures() -> None:
    header = exports.SLUTBETYG_HEADER + ";Genomsnittligt meritvärde (16 ämnen)"
    frame = read(make_export(";57;80,7;~100;216,4;210,1", header=header))
    assert cells(frame.tail(2), "matt", "varde") == [("meritvarde_17", 216.4), ("meritvarde_16", 210.1)]


def test_the_preamble_has_any_length() -> None:
    short = make_export(";57;80,7;~100;216,4", preamble="")
    long = make_export(";57;80,7;~100;216,4", preamble="Exporten visar ...\nOm data saknas visas (.)\n" * 20)
    pd.testing.assert_frame_equal(read(short), read(long))


def test_notes_may_follow_at_once_or_not_at_all() -> None:
    row = ";57;80,7;~100;216,4"
    usual = read(make_export(row))
    for notes in (
        "",
        "\nAntal elever;Antal elever som har avslutat årskurs 9;;;;;;;;;",
        "\nAllt\nom tabellen",
    ):
        pd.testing.assert_frame_equal(read(make_export(row, notes=notes)), usual)


def test_eligibility_has_a_row_for_each_gender() -> None:
    # No real file of this table was at hand; headings as published programs expect them.
    rows = [f"{UNIT};{kon};{values}" for kon, values in _BEHORIGHET.items()]
    content = make_export(*rows, title=exports.BEHORIGHET_TITLE, header=BEHORIGHET_HEADER)
    assert recognise_export(content) == "Skolverkets tabell ”Behörighet till gymnasieskolan”"
    frame = read(content)
    assert cells(frame[frame["matt"] == "behorighet_nate"], "kon", "varde", "status") == [
        ("alla", 84.2, "officiell"),
        ("flickor", None, "skyddad"),
        ("pojkar", None, "nastan_alla"),
    ]
    assert cells(frame.iloc[2:5], "matt", "varde") == [
        ("behorighet_es", 87.7),
        ("behorighet_ekhusa", 86.0),
        ("behorighet_nate", 84.2),
    ]


_BEHORIGHET = {
    "Samtliga": "57;91,2;87,7;86,0;84,2",
    "Flickor": "27;..;..;..;..",
    "Pojkar": "30;~100;~100;~100;~100",
}


def test_municipalities_and_riket() -> None:
    header = (
        "Kommun;Kommun-kod;Län;Läns-kod;Typ av huvudman;Antal elever;Andel (%) som uppnått kunskapskraven i"
        " alla ämnen;Andel (%) elever behöriga till yrkesprog.;Genomsnittligt meritvärde (17 ämnen)"
    )
    content = make_export(
        "Riket;;;;Samtliga;112 345;73,1;85,2;223,4",
        "Ale;1440;Västra Götaland;14;Samtliga;312;70,5;~100;219,9",
        "Ale;1440;Västra Götaland;14;Kommunal;280;69,1;84,0;217,0",
        header=header,
    )
    export = parse_export(content, FIL)
    assert (export.problems, export.enhetstyp) == ((), "kommun")
    first = export.frame[export.frame["matt"] == "meritvarde_17"]
    assert cells(first, "enhetstyp", "enhet", "enhetsnamn", "kommun", "huvudman", "varde") == [
        ("riket", "0000", "Riket", "0000", "samtliga", 223.4),
        ("kommun", "1440", "Ale", "1440", "samtliga", 219.9),
        ("kommun", "1440", "Ale", "1440", "kommunal", 217.0),
    ]


def test_two_header_rows() -> None:
    names = ";antal elever med provbetyg och slutbetyg" + "".join(
        f";andel (%) elever med {word} slutbetyg jämfört med provbetyget"
        for word in ("lägre", "lika", "högre")
    )
    identity = NP_HEADER.partition(";Svenska")[0]
    for above in (
        ";;;;;;;Svenska;;;;Matematik;;;",
        ";;;;;;;" + ";".join(["Svenska"] * 4 + ["Matematik"] * 4),
    ):
        header = f"{above}\n{identity}{names}{names}"
        content = make_export(";20;.;90,0;10,0;20;5,0;95,0;.", title=exports.NP_TITLE, header=header)
        frame = read(content)
        assert frame["amne"].tolist() == ["sv"] * 4 + ["ma"] * 4
        assert frame["varde"].tolist() == [20.0, 0.0, 90.0, 10.0, 20.0, 5.0, 95.0, 0.0]
    grouped = ";;;;;;;Flickor;Pojkar\n" + identity + ";Antal elever;Antal elever"
    frame = read(make_export(";20;23", header=grouped))
    assert cells(frame, "kon", "varde") == [("flickor", 20.0), ("pojkar", 23.0)]


@pytest.mark.parametrize(
    ("cells_of_row", "expected"),
    [
        # A dot is 0 percent only where there is a count and another share is a number.
        (";46;.;60,0;40,0;46;.;.;100,0", [46.0, 0.0, 60.0, 40.0, 46.0, 0.0, 0.0, 100.0]),
        (";.;.;.;.;46;.;100,0;.", [None, None, None, None, 46.0, 0.0, 100.0, 0.0]),
        # All three dots cannot be 0 together; hidden shares tell nothing about the dot beside them.
        (";46;.;.;.;..;.;.;.", [46.0, None, None, None, None, None, None, None]),
        (";46;..;.;..;46;33,3;33,3;33,3", [46.0, None, None, None, 46.0, 33.3, 33.3, 33.3]),
        # Three shares rounded to a tenth sum to 99,8–100,2.
        (";46;33,2;33,3;33,3;46;33,4;33,4;33,4", [46.0, 33.2, 33.3, 33.3, 46.0, 33.4, 33.4, 33.4]),
    ],
)
def test_a_dot_in_a_distribution(cells_of_row: str, expected: list[float | None]) -> None:
    frame = read(make_export(cells_of_row, title=exports.NP_TITLE, header=NP_HEADER))
    assert [row[0] for row in cells(frame, "varde")] == expected


@pytest.mark.parametrize(
    ("cells_of_row", "words"),
    [
        (";46;10,0;60,0;40,0;.;.;.;.", "blir inte 100 procent"),
        (";46;.;60,0;39,7;.;.;.;.", "blir inte 100 procent"),
        (";.;.;60,0;40,0;.;.;.;.", "fast antalet elever saknas"),
        (";..;10,0;60,0;30,0;.;.;.;.", "fast antalet elever saknas"),
    ],
)
def test_distributions_that_cannot_be_true(cells_of_row: str, words: str) -> None:
    (problem,) = faults(make_export(cells_of_row, title=exports.NP_TITLE, header=NP_HEADER)).problems
    assert words in problem.vad
    assert problem.rader == (7,)


def test_all_faults_at_once_with_their_lines() -> None:
    content = make_export(
        ";57;80,7;~100;216,4",  # line 7
        "Södra skolan;1234567;Ale;1440;Kommunal;Ale kommun;21;57;80,7;99,0;216,4",
        "Östra skolan;22345678;Ale;604;Kommunal;Ale kommun;21;57;80,7;99,0;216,4",
        "Västra skolan;32345678;Ale;1440;Kommunalt;Ale kommun;21;57;80,7;99,0;216,4",
        "Nya skolan;42345678;Ale;1440;Kommunal;Ale kommun;21;57;80.7;99,0;216,4",
        "Gamla skolan;52345678;Ale;1440;Kommunal;Ale kommun;21;57;80,7;101,0;341,0",
        "Sista skolan;62345678;Ale;1440;Kommunal;Ale kommun;21;57,5;80,7;99,0",
        "Norra skolan;12345678;Ale;1440;Kommunal;Ale kommun;21;58;80,7;~100;216,4",
    )
    found = {(p.kolumn, p.rader): p.vad for p in faults(content).problems}
    assert list(found) == [
        ("Skol-enhetskod", (8,)),
        ("Kommun-kod", (9,)),
        ("Typ av huvudman", (10,)),
        ("Andel (%) elever som uppfyllt betygskriterierna i alla ämnen", (11,)),
        ("Andel (%) elever behöriga till yrkesprog.", (12,)),
        ("Genomsnittligt meritvärde (17 ämnen)", (12,)),
        ("", (13,)),
        ("", (7, 14)),
    ]
    told = "\n".join(map(str, faults(content).problems))
    assert "skolan" not in told
    assert "80.7" not in told
    assert "Excel tar bort nollan" in told


def test_a_repeated_row_counts_once() -> None:
    row = ";57;80,7;~100;216,4"
    assert len(read(make_export(row, row))) == 4


def test_a_unit_after_the_end_is_not_lost_in_silence() -> None:
    late = "Södra skolan;22345678;Ale;1440;Kommunal;Ale kommun;21;57;80,7;~100;216,4"
    (problem,) = faults(make_export(";57;80,7;~100;216,4", "", late)).problems
    assert (problem.rader, "efter tabellens slut" in problem.vad) == ((9,), True)
    (problem,) = faults(make_export(";57;80,7;~100;216,4", "Södra;22345678;Ale;1440;Kommunal;;;;;;")).problems
    assert problem.rader == (8,)


LATE = "Södra skolan;22345678;Ale;1440;Kommunal;Ale kommun;21;57;80,7;~100;216,4"


@pytest.mark.parametrize("line", [f'"{LATE}', f'{LATE[:60]}"', ";;Ale;1440;Kommunal;Ale kommun;21;57;;;"])
def test_a_damaged_last_unit_is_not_taken_for_a_note(line: str) -> None:
    (problem,) = faults(make_export(";57;80,7;~100;216,4", line)).problems
    assert problem.rader == (8,)


@pytest.mark.parametrize("length", range(1, len(LATE) + 1))
def test_a_file_that_was_cut_off_is_told_wherever_it_was(length: int) -> None:
    content = make_export(";57;80,7;~100;216,4", LATE[:length], notes="").rstrip(b"\n")
    assert {problem.rader for problem in faults(content).problems} == {(8,)}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"lasar": ""}, "Läsåret saknas"),
        ({"lasar": "2024/26"}, "Läsåret saknas"),
        ({"lasar": "2024"}, "Läsåret saknas"),
        ({"preamble": "Valt läsår: 2023/24\n"}, "Läsåret saknas"),
        ({"title": "Grundskola - Antal elever per årskurs"}, "ingen av de tabeller"),
        ({"header": "Enhet;Kod"}, "Rubrikraden saknas"),
        ({"header": exports.SLUTBETYG_HEADER.replace("(17 ämnen)", "")}, "Okänd rubrik på plats: 11"),
        ({"header": exports.SLUTBETYG_HEADER + ";Antal elever"}, "en gång till på plats: 12"),
        ({"header": exports.SLUTBETYG_HEADER.replace("Typ av huvudman", "")}, "Rubriker saknas"),
        ({"header": exports.SLUTBETYG_HEADER.partition(";Antal")[0]}, "Rubriker saknas"),
    ],
)
def test_heads_that_cannot_be_read(changes: dict[str, str], words: str) -> None:
    (problem,) = faults(make_export(";57;80,7;~100;216,4", **changes)).problems
    assert words in problem.vad


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("slutbetyg.csv", True),
        ("slutbetyg 2024-25.csv", True),
        ("slutbetyg_2024_2025.csv", True),
        ("Grundskola - Slutbetyg årskurs 9, samtliga elever 2025 Skolenhet.csv", True),
        ("slutbetyg 2023-24.csv", False),
        ("2024-25/slutbetyg.csv", True),
        ("2023-24/slutbetyg.csv", False),
        ("2023-24/slutbetyg 2024-25.csv", True),
        ("Grundskola - Slutbetyg årskurs 9, samtliga elever 2024 Skolenhet.csv", False),
    ],
)
def test_the_name_may_not_state_another_lasar(name: str, fits: bool) -> None:
    export = parse_export(make_export(";57;80,7;~100;216,4"), f"raw/skolverket/{name}")
    assert [problem.kod for problem in export.problems] == ([] if fits else ["namn"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_as_people_save_it(encoding: str, end: str) -> None:
    text = make_export(";57;80,7;~100;216,4").decode("utf-8-sig").replace("\n", end)
    content = text.encode(encoding)
    pd.testing.assert_frame_equal(read(content), read(make_export(";57;80,7;~100;216,4")))
    assert recognise_export(content) == recognise_export(make_export())


CANARY = "Kanariefågeln"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 1000,
        b"PK\x03\x04" + b"0" * 100,
        make_export(";57;80,7;~100;216,4").decode("utf-8-sig").encode("utf-16"),
        make_export(f";57;80,7;~100;216,4\x00{CANARY}"),
        make_export(f'"{CANARY};12345678;Ale;1440;Kommunal;Ale kommun;21;57;80,7;99,0;216,4'),
        make_export(f"{CANARY * 400_000};12345678;Ale;1440;Kommunal;Ale kommun;21;57;80,7;99,0;216,4"),
        make_export(f";57;{CANARY};~100;216,4"),
        make_export(f";57;=HYPERLINK({CANARY});~100;216,4"),
        make_export(f"Norra;{CANARY};Ale;1440;Kommunal;Ale kommun;21;57;80,7;99,0;216,4"),
        make_export(f"Norra;12345678;Ale;1440;{CANARY};Ale kommun;21;57;80,7;99,0;216,4"),
        make_export(";57;80,7;~100;216,4", header=exports.SLUTBETYG_HEADER + f";{CANARY}"),
        make_export(";57;80,7;~100;216,4", header=exports.SLUTBETYG_HEADER + f";{CANARY}" * 200_000),
        make_export(";57;80,7;~100;216,4", preamble=f"{CANARY};" * 200_000 + "\n" * 200_000),
        make_export(*[f"{CANARY};"] * 150_000),
        make_export(";57;80,7;~100;216,4", title=CANARY),
        make_export(";57;80,7;~100;216,4", lasar=CANARY),
        make_export(*[f"{CANARY};x;Ale;y;z;Ale kommun;21;a;b;c;d"] * 500),
        make_export(";57;80,7;~100;216,4" + f";{CANARY}" * 100_000),
    ],
)
def test_hostile_files_are_problems_without_content(content: bytes) -> None:
    started = time.monotonic()
    export = faults(content)
    assert CANARY not in "\n".join(map(str, export.problems))
    assert CANARY not in (recognise_export(content) or "")
    assert time.monotonic() - started < 5


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 700))
def test_nothing_makes_another_error(noise: bytes, place: int) -> None:
    whole = make_export(";57;80,7;~100;216,4")
    for content in (noise, whole[:place] + noise + whole[place:], whole[:place] + noise):
        recognise_export(content)
        export = parse_export(content, FIL)
        assert export.frame.empty == bool(export.problems)


def test_a_head_that_ends_in_half_a_character() -> None:
    whole = make_export(";57;80,7;~100;216,4", preamble="å" * 40_000)
    cut = [whole[:length] for length in (65_536, 65_535)]
    assert {recognise_export(head) for head in cut} == {recognise_export(whole)} != {None}


def test_names_are_cleaned_of_what_cannot_be_seen() -> None:
    row = UNIT.replace("Norra skolan", " Norra\u00a0skolan\u202e  7–9 ") + ";57;80,7;~100;216,4"
    assert set(read(make_export(row))["enhetsnamn"]) == {"Norra skolan 7–9"}


def test_genders_stand_in_rows_or_in_headings_not_in_both() -> None:
    header = BEHORIGHET_HEADER + ";Antal elever, flickor"
    row = f"{UNIT};Flickor;{_BEHORIGHET['Flickor']};27"
    (problem,) = faults(make_export(row, title=exports.BEHORIGHET_TITLE, header=header)).problems
    assert "Okänd rubrik på plats: 14." in problem.vad


def test_eligibility_of_municipalities() -> None:
    header = BEHORIGHET_HEADER.partition(";Kön")[2].replace("Andel (%) elever", "Andel elever (%)")
    header = f"Kommun;Kommun-kod;Län;Läns-kod;Typ av huvudman;Kön{header}"
    content = make_export(
        "Ale;1440;Västra Götaland;14;Samtliga;Samtliga;312;90,1;88,0;86,5;84,0",
        "Ale;1440;Västra Götaland;14;Samtliga;Flickor;150;~100;..;..;..",
        title=exports.BEHORIGHET_TITLE,
        header=header,
    )
    frame = read(content)
    assert cells(frame.iloc[[4, 6]], "enhetstyp", "matt", "kon", "varde", "marke") == [
        ("kommun", "behorighet_nate", "alla", 84.0, ""),
        ("kommun", "behorighet_yrkes", "flickor", None, "~100"),
    ]


def test_each_table_is_known_by_its_own_title() -> None:
    for table in TABELLER:
        content = f"Statistik från Skolverket\n{table.titel}".encode()
        assert recognise_export(content) == f"Skolverkets tabell ”{table.titel}”"
    assert recognise_export("Statistik från SCB\nBehörighet till gymnasieskolan".encode()) is None
    assert recognise_export("Statistik från Skolverket\nAnnat".encode()) is None
