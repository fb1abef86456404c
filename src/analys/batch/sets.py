"""Sets of parameters in a YAML file: one report each, and what they have in common said once.

Every value is the text that is written there, as in `analys.parameters.load_parameters`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from analys.errors import ParameterError
from analys.official.kommuner import find_kommun
from analys.parameters import MOST_BYTES, RunParameters, make_parameters
from analys.spelling import find_near, make_printable

ALLA = "alla"
RAPPORTER = "rapporter"

FORM = (
    f"Skriv ”{RAPPORTER}:” och en lista med en uppsättning parametrar för varje rapport, och det som gäller "
    f"alla rapporter under ”{ALLA}:”."
)

MOST_SETS = 2000


def load_sets(path: Path, flags: Mapping[str, Any]) -> list[RunParameters]:
    """Parameters of every report that a file asks for, in its order.

    Parameters
    ----------
    path : pathlib.Path
        A list of mappings, or a mapping with such a list under `rapporter` and what is common under `alla`.
    flags : mapping
        Parameters that the user gave besides; they go before the file's.

    Raises
    ------
    ParameterError
        With every fault of every set at once, each with its line.
    """
    common, sets, faults = _read(path)
    for name in sorted(common.keys() - RunParameters.model_fields.keys()):
        faults += _list_faults({name: common.pop(name)}, f"Under ”{ALLA}”")
    found = []
    for row, values in sets:
        whole = {**common, **values, **flags}
        if wrong := _list_faults(whole, f"Uppsättningen på rad {row}"):
            faults += wrong
        elif not faults:
            found.append(_make(whole))
    if not sets and not faults:
        faults.append(f"{path.name} har inga uppsättningar. {FORM}")
    if faults:
        raise ParameterError("\n".join(dict.fromkeys(faults)))
    return found


def _list_faults(values: Mapping[str, Any], where: str) -> list[str]:
    """What is wrong with a set, each with where it stands."""
    said: list[str] = []
    for part in (
        {name: value for name, value in values.items() if name == "kommun"},
        {name: value for name, value in values.items() if name != "kommun"},
    ):
        try:
            _make(part)
        except ParameterError as error:
            said += str(error).splitlines()
    return [f"{where}: {line}" for line in said]


def _make(values: Mapping[str, Any]) -> RunParameters:
    code = {"kommun": find_kommun(str(values["kommun"]))} if "kommun" in values else {}
    return make_parameters({**values, **code})


def _read(path: Path) -> tuple[dict[str, str], list[tuple[int, dict[str, str]]], list[str]]:
    """What is common, the sets with their lines, and the faults in how the file is written."""
    root = _compose(path)
    faults: list[str] = []
    common: dict[str, str] = {}
    listed: Any = root
    if isinstance(root, yaml.MappingNode):
        listed = None
        for key, value in root.value:
            match getattr(key, "value", None):
                case "alla":
                    common = dict(_pairs(value, faults))
                case "rapporter":
                    listed = value
                case other:
                    name = make_printable(str(other)[:40])
                    near = find_near(name, (ALLA, RAPPORTER))
                    hint = f" Menade du ”{near}”?" if near else ""
                    faults.append(f"Rad {_row(key)}: ”{name}” hör inte hemma ytterst i filen.{hint} {FORM}")
    if not isinstance(listed, yaml.SequenceNode):
        return common, [], faults or [f"{path.name} har inga uppsättningar. {FORM}"]
    if len(listed.value) > MOST_SETS:
        return common, [], [f"{path.name} har fler än {MOST_SETS} uppsättningar. Dela upp filen."]
    return common, [(_row(node), dict(_pairs(node, faults))) for node in listed.value], faults


def _compose(path: Path) -> Any:
    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            raise OSError
        # Composed only: nothing is constructed, so that no tag can do anything.
        return yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError):
        raise ParameterError(
            f"Filen {path.name} med uppsättningar kan inte läsas. Kontrollera sökvägen, och att filen är en "
            f"vanlig textfil på högst {MOST_BYTES // 1000} kB."
        ) from None
    except (yaml.YAMLError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f" (rad {line + 1})" if line is not None else ""
        raise ParameterError(f"Filen {path.name} är inte giltig YAML{where}. {FORM}") from None


def _pairs(node: yaml.Node, faults: list[str]) -> Iterator[tuple[str, str]]:
    if not isinstance(node, yaml.MappingNode):
        faults.append(f"Rad {_row(node)}: en uppsättning består av rader med ”namn: värde”.")
        return
    seen: set[str] = set()
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
            faults.append(f"Rad {_row(key)}: en parameter har ett enda värde. Skriv ”namn: värde”.")
        elif key.value in seen:
            faults.append(f"Rad {_row(key)}: en parameter anges en gång till. Behåll en av raderna.")
        else:
            seen.add(key.value)
            yield key.value, value.value


def _row(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
