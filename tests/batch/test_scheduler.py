"""What may be sent to a cluster, and which workers are refused."""

from dataclasses import replace

import pytest

from analys.batch.parcels import pack_report, read_packed, unpack
from analys.batch.program import Description, describe_program, list_differences
from analys.batch.scheduler import CERTIFICATES, Reach, check_reach
from analys.errors import ParameterError

OURS = Description("a" * 64, "b" * 40, "3.12", {"pandas": "3.0.1", "numpy": "2.4.0", "colorama": "0.4.6"})


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tcp://localhost:8786", "tcp://[::1]:8786"])
def test_this_computer_itself_needs_no_encryption(address):
    check_reach(Reach(address))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("tcp://10.0.0.5:8786", "Elevuppgifter skickas inte okrypterade över nätet"),
        ("tcp://schemalaggare.kommun.se:8786", "Elevuppgifter skickas inte okrypterade över nätet"),
        ("tcp://localhost.kommun.se:8786", "Elevuppgifter skickas inte okrypterade över nätet"),
        ("tls://10.0.0.5:8786", "kräver --certifikat MAPP"),
        ("http://127.0.0.1:8786", "skriv adressen som"),
        ("tcp://127.0.0.1", "skriv adressen som"),
        ("tcp://127.0.0.1:99999", "skriv adressen som"),
        ("tcp://nagon@10.0.0.5:8786", "skriv adressen som"),
    ],
)
def test_what_would_send_pupils_in_the_clear_is_refused(address, said):
    with pytest.raises(ParameterError, match=said):
        check_reach(Reach(address))


def test_the_user_can_say_that_nobody_else_listens():
    check_reach(Reach("tcp://10.0.0.5:8786"), okrypterat=True)


def test_certificates_must_be_there(tmp_path):
    (tmp_path / "ca.pem").touch()

    with pytest.raises(ParameterError, match=r"certifikat\.pem saknas") as stopped:
        check_reach(Reach("tls://10.0.0.5:8786", tmp_path))

    assert "nyckel.pem saknas" in str(stopped.value)
    for name in CERTIFICATES.values():
        (tmp_path / name).touch()
    check_reach(Reach("tls://10.0.0.5:8786", tmp_path))


def test_the_same_program_is_not_refused():
    assert list_differences(OURS, OURS) == []
    # A package of another system only.
    assert list_differences(OURS, replace(OURS, paket={"pandas": "3.0.1", "numpy": "2.4.0"})) == []


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"kallkod": "c" * 64}, "en annan version av programmet"),
        ({"commit": ""}, "en annan version av programmet"),
        ({"python": "3.11"}, "Python 3.11 (här 3.12)"),
        ({"paket": {"pandas": "3.0.2", "numpy": "2.4.0"}}, "pandas 3.0.2 (här 3.0.1)"),
        ({"paket": {"pandas": "3.0.1"}}, "numpy saknas"),
    ],
)
def test_a_worker_that_would_give_other_bytes_is_refused(other, said):
    assert list_differences(OURS, replace(OURS, **other)) == [said]


def test_the_program_tells_of_every_package_of_the_lock():
    described = describe_program()

    assert {"pandas", "numpy", "distributed", "papermill"} <= described.paket.keys()
    assert all(described.paket.values())


def test_what_is_packed_comes_out_the_same_and_nowhere_else(tmp_path):
    report = tmp_path / "rapport"
    (report / "tabeller").mkdir(parents=True)
    (report / "genomlysning.html").write_bytes(b"<html>")
    (report / "tabeller" / "trend.csv").write_bytes("å;ä\n".encode())

    content = pack_report(report)
    unpack(content, tmp_path / "ut")

    files = {"genomlysning.html": b"<html>", "tabeller/trend.csv": "å;ä\n".encode()}
    assert read_packed(content) == files
    assert {name: (tmp_path / "ut" / name).read_bytes() for name in files} == files
