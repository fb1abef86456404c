"""A command line that can be typed in a test."""

from dataclasses import dataclass

import pytest

from analys.cli import run


@dataclass
class Answer:
    """Exit code and what was written."""

    code: int
    out: str
    err: str


@pytest.fixture
def analys(capsys, monkeypatch):
    """Type a command line; returns its Answer."""
    monkeypatch.setenv("COLUMNS", "100")

    def type_line(*arguments):
        code = run(arguments)
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return type_line
