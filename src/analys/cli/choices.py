"""From what the user chose to validated parameters: defaults < YAML file < -p < options of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analys.errors import ParameterError
from analys.official.kommuner import find_kommun
from analys.parameters import RunParameters, load_parameters, make_parameters


def choose_parameters(
    file: Path | None, pairs: Sequence[str], flags: Mapping[str, str | None]
) -> RunParameters:
    """Parameters of one run.

    Parameters
    ----------
    file : Path or None
        YAML file of names and values.
    pairs : sequence of str
        Each "namn=värde"; the last one wins.
    flags : mapping of str to (str or None)
        Parameters with options of their own, None for those that were not given. `kommun` is the code or
        name of a municipality, `lasar` "2025/26" or "2025-26".

    Raises
    ------
    ParameterError
        With every fault at once.
    """
    faults: list[str] = []
    values: dict[str, Any] = _read(file, faults)
    faults += _describe_unreadable(pairs)
    values |= _choose(pairs, flags)
    if "kommun" in values:
        code = _collect(faults, lambda: find_kommun(str(values["kommun"])))
        values = {**values, "kommun": code or RunParameters.model_fields["kommun"].default}
    parameters = _collect(faults, lambda: make_parameters(values))
    if faults or parameters is None:
        raise ParameterError("\n".join(faults))
    return parameters


def read_choices(pairs: Sequence[str], flags: Mapping[str, str | None]) -> dict[str, Any]:
    """What the user chose on the command line, by parameter; unchecked but for the form of the pairs.

    Raises
    ------
    ParameterError
        When a pair is not "namn=värde".
    """
    if faults := _describe_unreadable(pairs):
        raise ParameterError("\n".join(faults))
    return _choose(pairs, flags)


def _choose(pairs: Sequence[str], flags: Mapping[str, str | None]) -> dict[str, Any]:
    return _split(pairs) | {name: value for name, value in flags.items() if value is not None}


def _read(file: Path | None, faults: list[str]) -> dict[str, Any]:
    found = _collect(faults, lambda: load_parameters(file)) if file else None
    return dict(found or {})


def _collect(faults: list[str], step: Any) -> Any:
    try:
        return step()
    except ParameterError as error:
        faults.append(str(error))
        return None


def _split(pairs: Sequence[str]) -> dict[str, str]:
    split = (pair.partition("=") for pair in pairs)
    return {name.strip(): value.strip() for name, equals, value in split if equals and name.strip()}


def _describe_unreadable(pairs: Sequence[str]) -> list[str]:
    wrong = [f"”{pair}”" for pair in pairs if not pair.partition("=")[0].strip() or "=" not in pair]
    if not wrong:
        return []
    return [f"Skriv -p namn=värde, till exempel -p troskel=15. Kan inte tolkas: {', '.join(wrong)}."]
