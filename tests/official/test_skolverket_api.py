"""Skolverket's API against a loopback server: every real body and valueType, patience, interruptions."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analys.errors import AnalysError, InputError, ParameterError
from analys.official import patience
from analys.official.answers import BrokenBody, parse_body, parse_json
from analys.official.markers import VALUE_TYPES, read_typed
from analys.official.skolverket import fetch_skolverket
from analys.official.skolverket_answers import FIELDS, read_statistics, read_units
from analys.official.skolverket_exports import keep_export, load_exports
from analys.official.skolverket_store import (
    load_begun,
    load_skolverket,
    load_skolverket_index,
    load_units,
    save_begun,
)


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"official_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec and spec.loader
    module = sys.modules.setdefault(spec.name, importlib.util.module_from_spec(spec))
    spec.loader.exec_module(module)
    return module


loopback = _load("loopback_skolverket")
exports = _load("exports")
make_unit, wrap = loopback.make_unit, loopback.wrap
Server = loopback.SkolverketServer

A, B, C = "11111111", "22222222", "33333333"


def value(text: str | None, kind: str = "EXISTS", period: str | None = "2024/25") -> dict[str, Any]:
    return {"value": text, "valueType": kind, "timePeriod": period}


def body(code: str = A, **fields: Any) -> dict[str, Any]:
    merit = {"averageGradesMeritRating9thGrade": [value("216,4")]}
    return {"schoolUnit": code, "docLinks": None, **merit, **fields, "_links": {}}


def fetch(server: Any, data: Path, kommun: str = "1961") -> list[str]:
    told: list[str] = []
    fetch_skolverket(kommun, data=data, bas_url=server.bas_url, progress=told.append)
    return told


def cells(frame: pd.DataFrame, *names: str) -> list[tuple[Any, ...]]:
    """Rows as tuples; NaN as None."""
    return [
        tuple(None if isinstance(part, float) and math.isnan(part) else part for part in row)
        for row in frame[list(names)].itertuples(index=False)
    ]


@pytest.fixture
def server(brisk: None) -> Iterator[Any]:
    """Three units, the last one without statistics."""
    units = [make_unit(A, "Norra skolan"), make_unit(B, "Södra skolan", organizer="Fristående"), make_unit(C)]
    with Server(units, {A: body(A), B: body(B, totalNumberOfPupils=[value("cirka 210")])}) as running:
        yield running


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data folder with every reference body, as if all units lay in Hallstahammar. Do not write in it."""
    if not (loopback.UNDERLAG / loopback.BODIES).is_file():
        pytest.skip("the reference files ../shared/underlag/skolverket are not here")
    data: Path = tmp_path_factory.mktemp("skolverket")
    bodies = loopback.real_bodies()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patience, "INTERVAL_S", 0.0)
        with Server([make_unit(code) for code in bodies], bodies) as running:
            fetch_skolverket("Hallstahammar", data=data, bas_url=running.bas_url)
    return data


def test_the_real_bodies(real: Path) -> None:
    # underlag/skolverket/planned_educations_v4_statistics_gr_42_svar.json holds 40 bodies, counted with grep:
    # 40 times "schoolUnit", 2 230 times "valueType", 13 of them without value and läsår.
    frame = load_skolverket(real, "1961")
    print(f"{frame['enhet'].nunique()} svar, {len(frame)} värden")
    assert frame["enhet"].nunique() == len(loopback.real_bodies()) == 40
    assert len(frame) == 2230 - 13
    # Counted over value and valueType of the file.
    assert frame.groupby("status").size().to_dict() == {
        "officiell": 1663,
        "avrundad": 40,
        "skyddad": 307,
        "saknas": 154,
        "nastan_alla": 51,
        "utan_krav": 2,
    }
    # "80509560": cirka 210 elever 2025/26; meritvärde 245,9; behöriga ~100; certifiedTeachersQuota *.
    unit = frame[frame["enhet"] == "80509560"].set_index(["matt", "amne", "lasar"])
    assert unit.loc[("antal_elever", "", "2025/26"), ["status", "marke"]].tolist() == [
        "avrundad",
        "cirka 210",
    ]
    assert unit.loc[("meritvarde_17", "", "2024/25"), "varde"] == 245.9
    assert unit.loc[("behorighet_yrkes", "", "2024/25"), "marke"] == "~100"
    assert unit.loc[("larare_legitimation", "", "2025/26"), "status"] == "utan_krav"
    assert unit.loc[("np_ak6_provpoang", "sva", "2021/22"), "status"] == "saknas"


def test_bodies_are_kept_byte_for_byte(real: Path) -> None:
    entries = load_skolverket_index(real, "1961")
    assert [entry["slag"] for entry in entries] == ["skolenheter"] + ["statistik"] * 40
    for entry in entries[1:]:
        raw = (real / "raw/skolverket" / entry["fil"]).read_bytes()
        assert raw == wrap(loopback.real_bodies()[entry["skolenhet"]])
        assert hashlib.sha256(raw).hexdigest() == entry["sha256"]
        assert entry["url"].endswith(f"/v4/school-units/{entry['skolenhet']}/statistics/gr")
    folder = real / "raw/skolverket"
    assert {path.name for path in folder.iterdir()} == {entry["fil"] for entry in entries} | {
        "hamtningar.json"
    }


def test_every_value_of_the_long_file() -> None:
    # underlag/skolverket/planned_educations_v4_statistics_gr_long_2026-04.csv.gz: 87 386 rows. By form:
    # 64 034 numbers, 1 670 "cirka N", 9 530 "..", 3 366 "~100", 1 123 "*", 7 181 ".", 482 "".
    if not (loopback.UNDERLAG / loopback.LONG).is_file():
        pytest.skip("the reference files ../shared/underlag/skolverket are not here")
    rows = loopback.long_rows()
    units = {row["schoolUnitCode"] for row in rows}
    print(f"{len(units)} skolenheter, {len(rows)} rader")
    assert (len(units), len(rows)) == (1674, 87386)
    assert {row["measure"] for row in rows} == set(FIELDS)
    counts: dict[str, int] = {}
    for row in rows:
        found = read_typed(row["value"] or None, row["valueType"])
        assert found is not None, row
        assert FIELDS[row["measure"]].allows(found.varde), row
        if found.status == "officiell":
            assert found.varde == float(row["value"].replace(",", "."))
        else:
            assert math.isnan(found.varde)
            assert found.marke == row["value"]
        counts[found.status] = counts.get(found.status, 0) + 1
    assert counts == {
        "officiell": 64034,
        "avrundad": 1670,
        "skyddad": 9530,
        "nastan_alla": 3366,
        "utan_krav": 1123,
        "saknas": 7181 + 482,
    }


def test_the_api_and_the_export_tell_the_same(tmp_path: Path) -> None:
    # The same measure from two of Skolverket's own sources: names and läsår are matched right.
    if not (loopback.UNDERLAG / loopback.LONG).is_file():
        pytest.skip("the reference files ../shared/underlag/skolverket are not here")
    keep_export(tmp_path, exports.SLUTBETYG, (exports.UNDERLAG / exports.SLUTBETYG).read_bytes())
    frame = load_exports(tmp_path)
    told = {(row.enhet, row.matt): (row.varde, row.marke) for row in frame.itertuples()}
    compared, apart = 0, 0
    for row in loopback.long_rows():
        key = (row["schoolUnitCode"], FIELDS[row["measure"]].namn)
        if row["timePeriod"] != "2024/25" or key not in told:
            continue
        found = read_typed(row["value"] or None, row["valueType"])
        assert found is not None
        if found.status == "officiell" and not math.isnan(told[key][0]):
            compared += 1
            apart += abs(found.varde - told[key][0]) > 0.051
    print(f"{compared} värden jämförda mellan api och export, {apart} skiljer")
    assert compared > 1500
    assert apart == 0


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("13,7", "EXISTS", "officiell"),
        ("cirka 10", "EXISTS", "avrundad"),
        ("..", "OMITTED_DUE_TO_BASED_ON_FEW_PUPILS", "skyddad"),
        (None, "OMITTED_DUE_TO_BASED_ON_FEW_PUPILS", "skyddad"),
        (".", "MISSING", "saknas"),
        (None, "MISSING", "saknas"),
        ("~100", "ROUNDED_OFF_DUE_TO_FEW_PUPILS_NOT_ELIGIBLE", "nastan_alla"),
        ("*", "TEACHERS_EXCLUDED_DUE_TO_NO_REQUIRED_LEGITIMATION", "utan_krav"),
    ],
)
def test_value_types(text: str | None, kind: str, status: str) -> None:
    found = read_typed(text, kind)
    assert found is not None
    assert found.status == status
    assert math.isnan(found.varde) == (status != "officiell")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (None, "EXISTS"),
        ("", "EXISTS"),
        ("..", "EXISTS"),
        ("~100", "EXISTS"),
        ("13.7", "EXISTS"),
        ("13,7", "MISSING"),
        ("13,7", "OMITTED_DUE_TO_BASED_ON_FEW_PUPILS"),
        ("46,9", "TEACHERS_EXCLUDED_DUE_TO_NO_REQUIRED_LEGITIMATION"),
        ("13,7", "SOMETHING_NEW"),
        (None, "SOMETHING_NEW"),
    ],
)
def test_no_guess_at_a_value_type(text: str | None, kind: str) -> None:
    assert read_typed(text, kind) is None


def test_every_value_type_is_listed() -> None:
    assert set(VALUE_TYPES) == {
        "EXISTS",
        "MISSING",
        "OMITTED_DUE_TO_BASED_ON_FEW_PUPILS",
        "ROUNDED_OFF_DUE_TO_FEW_PUPILS_NOT_ELIGIBLE",
        "TEACHERS_EXCLUDED_DUE_TO_NO_REQUIRED_LEGITIMATION",
    }


def test_says_what_happens(server: Any, tmp_path: Path) -> None:
    assert fetch(server, tmp_path) == [
        "Frågar efter skolenheterna i Hallstahammar",
        "Skolenhet 1 av 3: Norra skolan",
        f"Skolenhet 2 av 3: Skola {C}",
        f"Skola {C} har ingen statistik om grundskolan och hoppas över",
        "Skolenhet 3 av 3: Södra skolan",
        "Statistiken om 2 skolenheter är sparad",
    ]
    assert server.accepts == {loopback.ACCEPT}
    assert server.asked[0] == (
        "/planned-educations/v4/school-units?typeOfSchooling=gr&geographicalAreaCode=1961&page=0&size=100"
    )
    assert cells(
        load_skolverket(tmp_path, "1961"), "enhet", "huvudman", "kommun", "matt", "varde", "kalla"
    ) == [
        (A, "kommunal", "1961", "meritvarde_17", 216.4, SOURCE),
        (B, "enskild", "1961", "antal_elever", None, SOURCE),
        (B, "enskild", "1961", "meritvarde_17", 216.4, SOURCE),
    ]
    assert [unit.enhet for unit in load_units(tmp_path, "1961")] == [A, B, C]


SOURCE = "Källa: Skolverket, statistik om skolenheter, grundskola, 2024/25"


def test_paging_asks_by_number_and_never_follows_a_link(tmp_path: Path, brisk: None) -> None:
    codes = [str(number) for number in range(10000001, 10000008)]
    with Server([], {}) as evil:
        units = [make_unit(code) for code in codes]
        with Server(units, {c: body(c) for c in codes}, page_size=3, link_host=evil.bas_url) as running:
            fetch(running, tmp_path)
        assert evil.asked == []
    assert [address.partition("page=")[2][0] for address in running.asked if "page=" in address] == list(
        "012"
    )
    assert load_skolverket(tmp_path, "1961")["enhet"].tolist() == codes


def test_only_this_municipality_and_grundskola(tmp_path: Path, brisk: None) -> None:
    school = make_unit(A)
    gymnasium = make_unit(B) | {"typeOfSchooling": [{"code": "gy"}]}
    abroad = make_unit(C) | {"abroadSchool": True}
    elsewhere = make_unit("44444444", kommun="1981")
    bodies = {code: body(code) for code in (A, B, C, "44444444")}
    with Server([school, gymnasium, abroad, elsewhere], bodies) as running:
        fetch(running, tmp_path)
    assert running.asked_units == [A]


def test_no_units_and_no_statistics(tmp_path: Path, brisk: None) -> None:
    with (
        Server([], {}) as running,
        pytest.raises(AnalysError, match="inga skolenheter med grundskola i Hall"),
    ):
        fetch(running, tmp_path)
    with Server([make_unit(A)], {}) as running, pytest.raises(AnalysError, match="ingen statistik om"):
        fetch(running, tmp_path)
    assert not (tmp_path / "raw").exists()


@pytest.mark.parametrize(
    ("status", "raw"),
    [(429, b""), (503, b"<html>"), (200, b'{"body": {'), (200, b"{}"), (200, wrap({})), (0, None)],
)
def test_trouble_passes(tmp_path: Path, brisk: None, status: int, raw: bytes | None) -> None:
    kolada = _load("loopback")
    fault = kolada.on("/statistics/", kolada.first(2, status, body=raw))
    with Server([make_unit(A)], {A: body()}, fault=fault) as running:
        told = fetch(running, tmp_path)
    assert running.asked_units == [A] * 3
    assert sum(sentence.startswith("Väntar på Skolverket: ") for sentence in told) == 2
    assert len(load_skolverket(tmp_path, "1961")) == 1


def test_an_interrupted_fetch_goes_on_where_it_stopped(
    server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch(server, tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / "raw/skolverket").iterdir()}
    server.bodies = {A: body(A, totalNumberOfPupils=[value("cirka 90")]), B: body(B)}
    server.asked.clear()
    server.fault = lambda number, path: (503, {}, b"") if B in path else None
    with pytest.raises(AnalysError, match="fortsätter hämtningen där den slutade"):
        fetch(server, tmp_path)
    # What was kept before is as it was, and can be read.
    kept = {path: path.read_bytes() for path in (tmp_path / "raw/skolverket").iterdir() if path.is_file()}
    assert kept == before
    assert len(load_skolverket(tmp_path, "1961")) == 3
    server.fault = None
    server.asked.clear()
    told = fetch(server, tmp_path)
    assert server.asked_units == [C, B]
    assert told[1] == "En skolenhet hämtades tidigare i dag och hämtas inte om"
    assert cells(load_skolverket(tmp_path, "1961"), "enhet", "matt") == [
        (A, "antal_elever"),
        (A, "meritvarde_17"),
        (B, "meritvarde_17"),
    ]
    assert not (tmp_path / "raw/skolverket/.avbruten").exists()
    assert len(list((tmp_path / "raw/skolverket").iterdir())) == 4


def test_what_another_day_left_is_not_used(
    server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "today", lambda: "2026-10-01")
    server.fault = lambda number, path: (503, {}, b"") if B in path else None
    with pytest.raises(AnalysError):
        fetch(server, tmp_path)
    assert len(load_begun(tmp_path, "1961", "2026-10-01")) == 1
    assert load_begun(tmp_path, "1961", "2026-10-02") == {}
    monkeypatch.setattr(patience, "today", lambda: "2026-10-02")
    server.fault = None
    server.asked.clear()
    fetch(server, tmp_path)
    assert server.asked_units == [A, C, B]
    assert {entry["hamtad"] for entry in load_skolverket_index(tmp_path, "1961")} == {"2026-10-02"}


@pytest.mark.parametrize("damaged", ["1961_*.json", "hamtningar.json"])
def test_a_damaged_part_of_an_interrupted_fetch_is_fetched_again(
    server: Any, tmp_path: Path, damaged: str
) -> None:
    server.fault = lambda number, path: (503, {}, b"") if B in path else None
    with pytest.raises(AnalysError):
        fetch(server, tmp_path)
    (part,) = (tmp_path / "raw/skolverket/.avbruten").glob(damaged)
    part.write_bytes(b"{}")
    server.fault = None
    server.asked.clear()
    fetch(server, tmp_path)
    assert server.asked_units == [A, C, B]


def test_municipalities_do_not_mix(tmp_path: Path, brisk: None) -> None:
    units = [make_unit(A), make_unit(B, kommun="1981")]
    with Server(units, {A: body(A), B: body(B)}) as running:
        fetch(running, tmp_path)
        fetch(running, tmp_path, "Sala")
        fetch(running, tmp_path)
    assert set(load_skolverket(tmp_path, "1961")["enhet"]) == {A}
    assert set(load_skolverket(tmp_path, "1981")["enhet"]) == {B}
    assert len(list((tmp_path / "raw/skolverket").glob("*.json"))) == 5


def test_redirects_are_not_followed(tmp_path: Path, brisk: None) -> None:
    with Server([], {}) as evil:
        fault = lambda number, path: (302, {"Location": evil.bas_url}, b"") if "/statistics" in path else None  # noqa: E731
        with (
            Server([make_unit(A)], {A: body()}, fault=fault) as running,
            pytest.raises(AnalysError, match="Skolverket avbröts: tjänsten svarade 302"),
        ):
            fetch(running, tmp_path)
        assert evil.asked == []


def test_demo_municipality_never_asks(server: Any, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="påhittad"):
        fetch(server, tmp_path, "Exempelkommun")
    assert server.asked == []


@pytest.mark.parametrize("bas_url", ["", "api.skolverket.se", "ftp://x/v4", "http://x/v4?a=b"])
def test_bad_address(tmp_path: Path, bas_url: str) -> None:
    with pytest.raises(ParameterError, match=r"https://api\.skolverket\.se/planned-educations/v4"):
        fetch_skolverket("1961", data=tmp_path, bas_url=bas_url)


def test_nothing_fetched(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Inga uppgifter från Skolverket är hämtade för Sala") as caught:
        load_skolverket(tmp_path, "1981")
    assert "analys hamta skolverket --kommun 1981" in str(caught.value)
    assert load_skolverket_index(tmp_path, "1981") == []


def test_a_new_value_type_is_kept_and_told(tmp_path: Path, brisk: None) -> None:
    strange = body(
        A,
        totalNumberOfPupils=[value("cirka 210", "SOMETHING_NEW")],
        certifiedTeachersQuota=[value("101,0")],
        studentsPerTeacherQuota=[value("12,0", period="2024")],
        specialEducatorsQuota=[value("5,0"), value("6,0")],
        somethingNew=[value("1,0")],
    )
    with Server([make_unit(A)], {A: strange}) as running:
        told = fetch(running, tmp_path)
    assert running.asked_units == [A]
    assert told[-1].startswith("Men allt kan inte läsas. Måttet har ett värde, en typ eller ett läsår")
    with pytest.raises(InputError) as caught:
        load_skolverket(tmp_path, "1961")
    assert sorted({problem.kolumn for problem in caught.value.problems}) == [
        "certifiedTeachersQuota",
        "specialEducatorsQuota",
        "studentsPerTeacherQuota",
        "totalNumberOfPupils",
    ]
    assert {problem.fil[:31] for problem in caught.value.problems} == {
        f"raw/skolverket/1961_statistik_{A[:1]}"
    }


def test_changed_file_stops(server: Any, tmp_path: Path) -> None:
    fetch(server, tmp_path)
    for kept in (tmp_path / "raw/skolverket").glob("1961_statistik_*.json"):
        kept.write_bytes(kept.read_bytes().replace(b"216,4", b"281,4"))
    with pytest.raises(InputError, match="kontrollsumman") as caught:
        load_skolverket(tmp_path, "1961")
    assert len(caught.value.problems) == 2
    assert "281" not in str(caught.value)
    with pytest.raises(InputError, match="Förteckningen"):
        (tmp_path / "raw/skolverket/hamtningar.json").write_bytes(b"[{}]")
        load_skolverket(tmp_path, "1961")


def page(*units: Any, **fields: Any) -> bytes:
    numbers = {"size": 100, "totalElements": len(units), "totalPages": 1, "number": 0} | fields
    return wrap({"_embedded": {"listedSchoolUnits": list(units)}, "page": numbers})


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b"<html>",
        b"\xff",
        b"[" * 100_000,
        b'{"body": NaN}',
        b'{"body": {}, "body": {}}',
        wrap(None),
        wrap({}),
        wrap({"page": {"number": 0, "totalPages": 1, "totalElements": 1}}),
        page(make_unit(A), number=1),
        page(make_unit(A), totalPages=51),
        page(make_unit(A), totalPages=True),
        page(make_unit(A), totalElements=0),
        page(make_unit(A), totalElements=-1),
        page(make_unit("1111111")),
        page(make_unit("../../../x")),
        page(make_unit(A, kommun="0180")),
        page(make_unit(A) | {"name": ""}),
        page(make_unit(A) | {"name": "\x1b \u202e"}),
        page(make_unit(A) | {"name": "a" * 300}),
        page(make_unit(A) | {"name": 1}),
        page(make_unit(A) | {"typeOfSchooling": None}),
        page(make_unit(A) | {"principalOrganizerType": 7}),
        page(1),
        page(*[make_unit(str(10000000 + number)) for number in range(101)]),
    ],
)
def test_broken_lists(raw: bytes) -> None:
    with pytest.raises(BrokenBody):
        read_units(raw, "1961", 0)


@pytest.mark.parametrize(
    "raw",
    [
        wrap({}),
        wrap({"schoolUnit": A}),
        wrap(body(B)),
        wrap(body(totalNumberOfPupils="210")),
        wrap(body(totalNumberOfPupils=[210])),
        wrap(body(totalNumberOfPupils=[value("1")] * 101)),
        wrap(body(totalNumberOfPupils=[value(210)])),  # type: ignore[arg-type]
        wrap(body(totalNumberOfPupils=[value("210", None)])),  # type: ignore[arg-type]
        wrap(body(totalNumberOfPupils=[value("1" * 101)])),
        wrap(body()).replace(b'"docLinks": null', b'"docLinks": Infinity'),
        wrap(body()).replace(b'"docLinks": null', b'"schoolUnit": "11111111"'),
    ],
)
def test_broken_statistics(raw: bytes) -> None:
    with pytest.raises(BrokenBody):
        read_statistics(raw, A)


def test_huge_deep_and_double_bodies_are_refused_for_every_service(monkeypatch: pytest.MonkeyPatch) -> None:
    for raw in (b"[" * 100_000, b'{"a": NaN}', b'{"a": 1, "a": 1}', b"\xff"):
        with pytest.raises(BrokenBody, match="JSON"):
            parse_json(raw)
    with pytest.raises(BrokenBody):
        parse_body(b'{"values": [], "values": []}')
    monkeypatch.setattr("analys.official.answers.MOST_BYTES", 10)
    with pytest.raises(BrokenBody, match="stort"):
        parse_json(b'{"a": "aaaaaaaa"}')


def test_pages_that_do_not_add_up(tmp_path: Path, brisk: None) -> None:
    whole = json.loads(page(make_unit(A), totalPages=2, totalElements=3))

    def fault(number: int, path: str) -> Any:
        if "page=" not in path:
            return None
        whole["body"]["page"]["number"] = int(path.partition("page=")[2][0])
        return 200, {}, json.dumps(whole).encode()

    with (
        Server([make_unit(A)], {A: body()}, fault=fault) as running,
        pytest.raises(AnalysError, match="ihop"),
    ):
        fetch(running, tmp_path)
    assert not (tmp_path / "raw").exists()


def test_no_more_than_five_requests_a_second(tmp_path: Path) -> None:
    codes = [str(number) for number in range(10000001, 10000006)]
    with Server([make_unit(code) for code in codes], {code: body(code) for code in codes}) as running:
        fetch(running, tmp_path)
    assert running.times[-1] - running.times[0] > 0.2 * 5 - 0.15


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("body", "page", "_embedded", "listedSchoolUnits", "number", "totalPages"),
                    *("totalElements", "schoolUnit", "totalNumberOfPupils", "value", "valueType"),
                    *("timePeriod", "code", "name"),
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


@settings(max_examples=150, deadline=None)
@given(JSON, st.binary(max_size=60))
def test_no_body_makes_another_error(made: Any, noise: bytes) -> None:
    for raw in (noise, json.dumps(made).encode(), wrap(made), wrap({"totalNumberOfPupils": made})):
        for read in (lambda b: read_units(b, "1961", 0), lambda b: read_statistics(b, A)):
            try:
                read(raw)
            except BrokenBody as error:
                assert str(error)


def test_the_answer_of_a_begun_fetch_is_whole_or_not_there(tmp_path: Path) -> None:
    from analys.official.skolverket_store import Answer

    for number in range(3):
        save_begun(tmp_path, "1961", Answer("statistik", f"http://x/{number}", b"{}", A), "2026-10-01")
    assert len(load_begun(tmp_path, "1961", "2026-10-01")) == 3
