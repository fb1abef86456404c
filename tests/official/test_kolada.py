"""The Kolada client against a loopback server: polite, patient, and never led astray."""

from __future__ import annotations

import json
import ssl
import time
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import stamina
import truststore

from analys.errors import AnalysError, ParameterError
from analys.official import kolada_pages, patience
from analys.official.kolada import fetch_kolada, segments
from analys.official.kommuner import kommuner_i_lan
from analys.official.nyckeltal import wanted_kpi
from analys.official.store import load_group, load_index, load_kolada, load_titles

DATA = "/data/"


def fetch(server: Any, data: Path, kommun: str = "1961", **kwargs: Any) -> list[str]:
    told: list[str] = []
    years = {"fran": 2016, "till": 2019} | kwargs
    fetch_kolada(kommun, **years, data=data, bas_url=server.bas_url, progress=told.append)
    return told


def merit(data: Path, lasar: str = "2018/19", kommun: str = "1961", kon: str = "alla") -> float:
    frame = load_kolada(data, kommun).set_index(["kpi", "enhet", "lasar", "kon"])
    return float(frame.loc[("N15505", kommun, lasar, kon), "varde"])


def asked_ids(address: str) -> list[list[str]]:
    parts = urlsplit(address).path.removeprefix("/v3/data/").split("/")
    return [part.split(",") for part in parts[1::2]]


def test_hallstahammar_as_published(hallstahammar: Path) -> None:
    # Kolada, N15505: what the municipality itself published, and riket beside it.
    assert merit(hallstahammar) == 218.2
    assert merit(hallstahammar, "2017/18", kon="flickor") == 234.9
    assert merit(hallstahammar, "2018/19", kon="flickor") == 224.3
    frame = load_kolada(hallstahammar, "1961")
    riket = frame[(frame["enhet"] == "0000") & (frame["kpi"] == "N15505") & (frame["kon"] == "alla")]
    assert riket["varde"].tolist() == [224.8, 217.7, 223.3, 224.5]
    group = load_group(hallstahammar, "1961")
    assert group and group.titel == "Liknande kommuner grundskola, Hallstahammar, 2024"
    assert group.medlemmar == ("0360", "0562", "0686", "1264", "1273", "1452", "1465")
    places = {"0000", *kommuner_i_lan("1961"), *group.medlemmar}
    assert set(frame["enhet"]) <= places
    assert set(frame.loc[frame["kpi"] == "N15505", "enhet"]) == places
    titles = load_titles(hallstahammar, "1961")
    assert titles["N15505"] == "Elever i åk. 9, meritvärde kommunala skolor, genomsnitt (17 ämnen)"
    assert set(titles) == set(wanted_kpi())


def test_says_what_happens(kolada_server: Any, tmp_path: Path, brisk: None) -> None:
    assert fetch(kolada_server, tmp_path) == [
        "Liknande kommuner: 7 kommuner i gruppen ”Liknande kommuner grundskola, Hallstahammar, 2024”.",
        f"Hämtar {len(wanted_kpi())} nyckeltal för Hallstahammar, riket och 16 andra kommuner,"
        " läsåren 2015/16 till 2018/19.",
        "Uppgifterna för Hallstahammar är sparade.",
    ]


@pytest.mark.parametrize("total_count", [False, True])
def test_paging(
    loopback: ModuleType, tmp_path: Path, hallstahammar: Path, brisk: None, total_count: bool
) -> None:
    with loopback.KoladaServer(page_size=97, total_count=total_count) as server:
        fetch(server, tmp_path)
    assert any("page=5" in address for address in server.asked)
    assert load_kolada(tmp_path, "1961").equals(load_kolada(hallstahammar, "1961"))


def test_at_most_25_ids_a_segment(kolada_server: Any, tmp_path: Path, brisk: None) -> None:
    fetch(kolada_server, tmp_path, "Göteborg", fran=1990)
    questions = [asked_ids(address) for address in kolada_server.asked if DATA in address]
    assert all(len(ids) <= 25 for question in questions for ids in question)
    asked = [{ids for question in questions for ids in question[part]} for part in range(3)]
    assert asked[0] == set(wanted_kpi())
    # Västra Götaland has 49 municipalities.
    assert len(kommuner_i_lan("1480")) == 49
    assert asked[1] >= {"0000", *kommuner_i_lan("1480")}
    assert asked[2] == {str(year) for year in range(1990, 2020)}
    assert merit(tmp_path, kommun="1480") > 0


def test_segments() -> None:
    assert [len(part) for part in segments(range(51))] == [25, 25, 1]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (429, b""),
        (500, b""),
        (503, b"<html>"),
        (200, b'{"count": 3, "values": ['),
        (200, b"<html>maintenance</html>"),
        (200, b'{"count": 0}'),
        (200, b'{"count": 5, "next_url": null, "values": []}'),
        (200, b'{"count": 1, "values": [{"kpi": "N15505"}]}'),
        (0, None),
    ],
)
def test_trouble_passes(
    loopback: ModuleType, tmp_path: Path, brisk: None, status: int, body: bytes | None
) -> None:
    fault = loopback.on(DATA, loopback.first(2, status, body=body))
    with loopback.KoladaServer(fault=fault) as server:
        told = fetch(server, tmp_path)
    first_question = next(address for address in server.asked if DATA in address)
    assert server.asked.count(first_question) == 3
    assert sum(sentence.startswith("Väntar på Kolada: ") for sentence in told) == 2
    assert merit(tmp_path) == 218.2


def test_broken_page_in_the_middle_is_asked_again(loopback: ModuleType, tmp_path: Path, brisk: None) -> None:
    fault = loopback.on("page=3", loopback.first(1, 200, body=b'{"values": ['))
    with loopback.KoladaServer(page_size=97, fault=fault) as server:
        fetch(server, tmp_path)
    assert merit(tmp_path) == 218.2


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (429, b"", "tjänsten är upptagen (svar 429)"),
        (502, b"", "tillfälligt fel (svar 502)"),
        (200, b"{", "trasigt svar (svaret är inte giltig JSON)"),
        (200, b'{"count": 0, "values": 3}', "trasigt svar (svaret saknar listan ”values”)"),
        (0, None, "förbindelsen bröts"),
    ],
)
def test_lasting_trouble_is_one_sentence_and_writes_nothing(
    loopback: ModuleType, tmp_path: Path, brisk: None, status: int, body: bytes | None, reason: str
) -> None:
    fault = loopback.on(DATA, loopback.first(99, status, body=body))
    with loopback.KoladaServer(fault=fault) as server, pytest.raises(AnalysError) as caught:
        fetch(server, tmp_path)
    assert reason in str(caught.value)
    assert "arbeta vidare med det som redan är hämtat" in str(caught.value)
    assert len([address for address in server.asked if DATA in address]) == patience.ATTEMPTS
    assert not (tmp_path / "raw").exists()


def test_waits_as_long_as_the_server_says(loopback: ModuleType, tmp_path: Path, brisk: None) -> None:
    fault = loopback.on(DATA, loopback.first(1, 429, {"Retry-After": "1"}))
    with stamina.set_testing(False), loopback.KoladaServer(fault=fault) as server:
        fetch(server, tmp_path)
    asked = [moment for moment, address in zip(server.times, server.asked, strict=True) if DATA in address]
    assert 0.95 <= asked[1] - asked[0] < 20


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("999999", 60.0), ("", None), ("soon", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0)],
)
def test_retry_after(header: str, seconds: float | None) -> None:
    assert patience.retry_after(header) == seconds


def test_no_more_than_five_requests_a_second(loopback: ModuleType, tmp_path: Path) -> None:
    with loopback.KoladaServer() as server:
        fetch(server, tmp_path)
    requests = len(server.times)
    assert requests >= 5
    # The first may be received late on a busy machine, hence the margin.
    assert server.times[-1] - server.times[0] > 0.2 * (requests - 1) - 0.15


def test_pace_by_the_clock() -> None:
    now, slept = [10.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    wait = patience.make_pace(lambda: now[0], sleep)
    wait()
    now[0] += 0.05
    wait()
    now[0] += 5.0
    wait()
    assert slept == pytest.approx([0.15])


def test_proxied_next_url_is_asked_of_our_own_server(
    loopback: ModuleType, tmp_path: Path, brisk: None
) -> None:
    with loopback.KoladaServer(page_size=97, next_host="https://api.kolada.se") as server:
        fetch(server, tmp_path)
    assert merit(tmp_path) == 218.2


def test_hostile_next_url_is_never_followed(loopback: ModuleType, tmp_path: Path, brisk: None) -> None:
    with loopback.KoladaServer() as evil, loopback.KoladaServer(page_size=97, next_host=evil.host) as server:
        fetch(server, tmp_path)
        assert evil.asked == []
    assert merit(tmp_path) == 218.2
    assert all(entry["url"].startswith(server.bas_url) for entry in load_index(tmp_path, "1961"))


@pytest.mark.parametrize(
    "next_url",
    [
        "http://127.0.0.1:9/v3/data/../../admin?page=2",
        "http://127.0.0.1:9/v3/kpi/N15505?page=2",
        "http://127.0.0.1:9/annat?page=2",
        "http://127.0.0.1:9/v3/data/kpi/N15505",
        "file:///etc/passwd",
        "http://[",
        "http://127.0.0.1:9/v3/data/kpi/N15505?page=2 HTTP/1.1\r\nX: y",
    ],
)
def test_next_url_that_is_no_next_page(next_url: str) -> None:
    with pytest.raises(kolada_pages.BrokenBody):
        kolada_pages.next_page("http://127.0.0.1:9/v3", "/data/kpi/N15505", next_url)


def test_next_url_may_be_relative_or_lie_under_another_base() -> None:
    base = "http://127.0.0.1:9/kolada/v3"
    for next_url in ("?page=2", "/v3/data/kpi/N1?page=2", "https://x/kolada/v3/data/kpi/N1?page=2"):
        assert kolada_pages.next_page(base, "/data/kpi/N1", next_url) == f"{base}/data/kpi/N1?page=2"


def test_pages_that_go_round_stop(loopback: ModuleType, tmp_path: Path, brisk: None) -> None:
    body = json.dumps({"count": 0, "values": [], "next_url": "?page=2"}).encode()
    fault = loopback.on(DATA, loopback.first(9999, 200, body=body))
    with loopback.KoladaServer(fault=fault) as server, pytest.raises(AnalysError, match="bläddrar runt"):
        fetch(server, tmp_path)
    assert len(server.asked) < 20


def test_pages_that_do_not_add_up(loopback: ModuleType, tmp_path: Path, brisk: None) -> None:
    # The last page is gone: each page could be right, but 5 posts are promised and 2 have come.
    post = {"kpi": "N15505", "municipality": "1961", "period": 2019, "values": []}
    pages = [{"count": 5, "values": [post], "next_url": "?page=2"}, {"count": 5, "values": [post]}]

    def fault(number: int, path: str) -> Any:
        return (200, {}, json.dumps(pages["page=2" in path]).encode()) if DATA in path else None

    with loopback.KoladaServer(fault=fault) as server, pytest.raises(AnalysError, match="går inte ihop"):
        fetch(server, tmp_path)
    assert not (tmp_path / "raw").exists()


def test_endless_body_is_cut_off(
    loopback: ModuleType, tmp_path: Path, brisk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "MOST_BYTES", 10_000)
    with loopback.KoladaServer() as server, pytest.raises(AnalysError, match="orimligt stort"):
        fetch(server, tmp_path)


def test_redirects_are_not_followed(loopback: ModuleType, tmp_path: Path, brisk: None) -> None:
    with loopback.KoladaServer() as evil:
        fault = loopback.on(DATA, loopback.first(99, 302, {"Location": f"{evil.bas_url}/data"}))
        with loopback.KoladaServer(fault=fault) as server, pytest.raises(AnalysError, match="svarade 302"):
            fetch(server, tmp_path)
        assert evil.asked == []


@pytest.mark.parametrize(("status", "body"), [(404, b"{}"), (500, b""), (200, b'{"count": 0, "values": []}')])
def test_goes_on_without_groups_and_titles(
    loopback: ModuleType, tmp_path: Path, brisk: None, status: int, body: bytes
) -> None:
    def fault(number: int, path: str) -> Any:
        return None if DATA in path else (status, {}, body)

    with loopback.KoladaServer(fault=fault) as server:
        told = fetch(server, tmp_path)
    told = [sentence for sentence in told if not sentence.startswith("Väntar på Kolada")]
    assert told[0] == (
        "Kolada gav ingen grupp av kommuner som liknar Hallstahammar;"
        " jämförelsen med liknande kommuner utgår."
    )
    assert told[1] == "Kolada gav inga beskrivningar av nyckeltalen; rapporten använder sina egna."
    assert load_group(tmp_path, "1961") is None
    assert merit(tmp_path) == 218.2


def test_members_are_asked_for_when_the_list_lacks_them(
    loopback: ModuleType, tmp_path: Path, brisk: None
) -> None:
    bare = {"id": "G35927", "title": "Liknande kommuner grundskola, Hallstahammar, 2024"}
    body = json.dumps({"count": 1, "values": [bare]}).encode()
    with loopback.KoladaServer(fault=loopback.on("?title=", loopback.first(1, 200, body=body))) as server:
        fetch(server, tmp_path)
    assert server.asked[1] == "/v3/municipality_groups/G35927?per_page=5000"
    group = load_group(tmp_path, "1961")
    assert group and len(group.medlemmar) == 7


def test_earlier_group_is_used_when_a_new_one_cannot_be_had(
    loopback: ModuleType, tmp_path: Path, brisk: None
) -> None:
    with loopback.KoladaServer() as server:
        fetch(server, tmp_path)
    with loopback.KoladaServer(fault=loopback.on("groups", loopback.first(99, 404))) as server:
        told = fetch(server, tmp_path)
    assert "den som hämtades tidigare används" in told[0]
    assert "0360" in set(load_kolada(tmp_path, "1961")["enhet"])


def test_slow_server(
    loopback: ModuleType, tmp_path: Path, brisk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "TIMEOUT_S", 0.05)
    start = time.monotonic()
    with loopback.KoladaServer(slow_s=0.3) as server, pytest.raises(AnalysError, match="svarar inte i tid"):
        fetch(server, tmp_path)
    assert time.monotonic() - start < 20
    assert not (tmp_path / "raw").exists()


def test_no_contact(loopback: ModuleType, tmp_path: Path, brisk: None) -> None:
    with loopback.KoladaServer() as server:
        pass
    with pytest.raises(AnalysError, match="ingen kontakt med tjänsten") as caught:
        fetch(server, tmp_path)
    assert caught.value.exit_code == 1


def test_nothing_published_for_the_years(kolada_server: Any, tmp_path: Path, brisk: None) -> None:
    with pytest.raises(AnalysError, match="inga uppgifter om grundskolan i Hallstahammar för 2030 till 2031"):
        fetch(kolada_server, tmp_path, fran=2030, till=2031)
    assert not (tmp_path / "raw").exists()


def test_refetch_gives_the_same_files(kolada_server: Any, tmp_path: Path, brisk: None) -> None:
    fetch(kolada_server, tmp_path)
    before = {path.name: path.read_bytes() for path in (tmp_path / "raw/kolada").iterdir()}
    fetch(kolada_server, tmp_path)
    assert {path.name: path.read_bytes() for path in (tmp_path / "raw/kolada").iterdir()} == before


@pytest.mark.parametrize(("fran", "till"), [(2019, 2016), (1789, 2019), (2016, 9999)])
def test_bad_years(tmp_path: Path, fran: int, till: int) -> None:
    with pytest.raises(ParameterError, match="Ange första och sista år"):
        fetch_kolada("1961", fran, till, data=tmp_path)


def test_demo_municipality_is_not_in_kolada(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="påhittad"):
        fetch_kolada("Exempelkommun", 2016, 2019, data=tmp_path)


@pytest.mark.parametrize(
    "bas_url", ["", "api.kolada.se/v3", "ftp://x/v3", "http://", "http://x:99999/v3", "http://x/v3?a=b"]
)
def test_bad_address(tmp_path: Path, bas_url: str) -> None:
    with pytest.raises(ParameterError, match=r"https://api\.kolada\.se/v3"):
        fetch_kolada("1961", 2016, 2019, data=tmp_path, bas_url=bas_url)


def test_the_systems_own_certificates_are_asked(
    kolada_server: Any, tmp_path: Path, brisk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Any] = []
    plain = httpx.Client

    def open_plain(**kwargs: Any) -> httpx.Client:
        given.append(kwargs["verify"])
        return plain(**kwargs)

    monkeypatch.setattr(httpx, "Client", open_plain)
    fetch(kolada_server, tmp_path)
    assert [type(verify) for verify in given] == [truststore.SSLContext]


def test_a_certificate_that_nobody_vouches_for(
    tmp_path: Path, brisk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        # Windows and macOS word it in the user's language.
        try:
            raise ssl.SSLCertVerificationError("Certifikatkedjan är inte betrodd")
        except ssl.SSLError as error:
            raise httpx.ConnectError("fel") from error

    monkeypatch.setattr(httpx.Client, "stream", refuse)
    with pytest.raises(AnalysError, match="certifikat går inte att kontrollera"):
        fetch_kolada("1961", 2016, 2019, data=tmp_path, bas_url="https://127.0.0.1:9/v3")


def test_a_folder_that_cannot_be_written_in(kolada_server: Any, tmp_path: Path, brisk: None) -> None:
    (tmp_path / "raw").write_bytes(b"a file where the folder should be")
    with pytest.raises(AnalysError, match="Kontrollera att du får skriva där"):
        fetch(kolada_server, tmp_path)
