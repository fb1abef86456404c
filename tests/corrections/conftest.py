"""The same small municipality as in the tests of reading, and its corrections."""

import importlib.util
import sys
from pathlib import Path

import pytest

from analys.corrections import load_corrections
from analys.errors import InputError

_spec = importlib.util.spec_from_file_location(
    "underlag_for_corrections", Path(__file__).parents[1] / "reading" / "conftest.py"
)
_module = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = _module  # dataclasses look their module up by name
_spec.loader.exec_module(_module)

underlag = _module.underlag
make_number = _module.make_number

SKAL = "Felskrivet enligt betygskatalogen"


def describe_correction(**fields):
    """One correction in YAML: of a pupil's grade in mathematics, with other fields where given."""
    values = {
        "slag": "slutbetyg_ak9",
        "lasar": "2025/26",
        "elev": make_number(0),
        "kolumn": "Ma",
        "fran": "C",
        "till": "D",
        "skal": SKAL,
    } | fields
    lines = [f"{name}: {value}" for name, value in values.items() if value is not None]
    return "- " + "\n  ".join(lines) + "\n"


class Declared:
    """Writes corrections beside the files of the made-up municipality."""

    def __init__(self, underlag):
        self.underlag = underlag
        self.folder = underlag.data / "raw" / underlag.kommun
        self.folder.mkdir(parents=True, exist_ok=True)
        self.elev = make_number(0)

    def describe(self, **fields):
        """One correction in YAML, see `describe_correction`."""
        return describe_correction(**({"elev": self.elev} | fields))

    def write(self, text, name="rattelser.yml"):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    def load(self, text):
        self.write(text)
        return load_corrections(self.folder, "raw/1234")

    def tell(self, text):
        """The problems of a file as (line, what, what to do); nothing personal may be among them."""
        loaded = self.load(text)
        told = "\n".join(str(problem) for problem in loaded.problems) + repr(loaded)
        assert [s for s in self.underlag.secrets() if s in told] == []
        assert {problem.fil for problem in loaded.problems} <= {"raw/1234/rattelser.yml"}
        return [(problem.rader[0], problem.vad, problem.gor) for problem in loaded.problems]


@pytest.fixture(scope="session")
def underlag_type():
    return _module.Underlag


@pytest.fixture(scope="session")
def describe():
    return describe_correction


@pytest.fixture
def declared(underlag):
    return Declared(underlag)


@pytest.fixture
def stops(underlag):
    """The message with which something stops; nothing personal may be in it, nor in what raised it."""

    def stop(call, *arguments, **options):
        with pytest.raises(InputError) as caught:
            call(*arguments, **options)
        _module.assert_silent(caught.value, underlag.secrets())
        return str(caught.value)

    return stop
