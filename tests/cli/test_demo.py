"""`analys demo`: the options reach the writer, and the help tells its real defaults."""

import inspect

import pytest

from analys import demo


@pytest.fixture
def written(monkeypatch):
    """What `write_demo` was called with."""
    calls = []
    monkeypatch.setattr(demo, "write_demo", lambda folder, **given: calls.append((folder, given)))
    return calls


def test_only_what_is_given_is_passed_on(analys, written, tmp_path):
    answer = analys("demo", "--ut", str(tmp_path), "--elever-per-arskull", "60", "--slumpfro", "7")

    assert answer.code == 0
    assert written == [(tmp_path, {"elever_per_arskull": 60, "slumpfro": 7})]


def test_the_help_tells_the_defaults(analys):
    page = analys("demo", "--help").out
    parameters = inspect.signature(demo.write_demo).parameters

    for name in ("slumpfro", "elever_per_arskull", "antal_skolor", "antal_lasar"):
        (line,) = (
            line for line in page.splitlines() if line.strip().startswith(f"--{name.replace('_', '-')} ")
        )
        assert line.endswith(f" Annars {parameters[name].default}.")
