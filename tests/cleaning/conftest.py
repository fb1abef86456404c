"""The same small municipality as in the tests of reading."""

import importlib.util
from pathlib import Path

_spec = importlib.util.spec_from_file_location(
    "underlag_for_tests", Path(__file__).parents[1] / "reading" / "conftest.py"
)
_module = importlib.util.module_from_spec(_spec)
# Dataclasses look their module up by name.
__import__("sys").modules[_spec.name] = _module
_spec.loader.exec_module(_module)

underlag = _module.underlag
silent = _module.silent
