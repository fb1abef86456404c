"""Usage errors in Swedish: typer's own are English and leave with another exit code."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Any


class UsageSpoken(Exception):
    """The help has been printed in place of an error."""

    def __init__(self, exit_code: int) -> None:
        super().__init__()
        self.exit_code = exit_code


def describe_usage(error: Any) -> str:
    """Swedish text for one of typer's usage exceptions, with the way to the command's help.

    Parameters
    ----------
    error : typer.exceptions.TyperException
        Its class name tells the kind; the classes themselves are not public in typer.
    """
    return f"{_reason(error)}\n{_where_to_read(error)}"


def suggest(wanted: str, possible: Iterable[str]) -> str:
    """ " Menade du ”…”?" when something is near, else "".

    Examples
    --------
    >>> suggest("raport", ["rapport", "demo"])
    ' Menade du ”rapport”?'
    """
    near = difflib.get_close_matches(wanted, list(possible), n=1)
    return f" Menade du ”{near[0]}”?" if near else ""


def _reason(error: Any) -> str:
    match type(error).__name__:
        case "NoSuchOption":
            options = _options(error.ctx)
            hint = suggest(error.option_name, options)
            return f"Flaggan ”{error.option_name}” finns inte.{hint} De som finns: {', '.join(options)}."
        case "BadOptionUsage" if "does not take" in error.message:
            return f"Flaggan {error.option_name} tar inget värde."
        case "BadOptionUsage":
            return f"Flaggan {error.option_name} saknar sitt värde."
        case "MissingParameter" if not _name(error.param).startswith("-"):
            return f"{error.param.metavar} måste anges."
        case "MissingParameter":
            return f"Flaggan {_name(error.param)} måste anges."
        case "BadParameter":
            return f"Flaggan {_name(error.param)} kan inte ha det värdet: {_demand(error.param)} krävs."
    extra = re.search(r"extra argument\S* \((.*)\)", str(error.message))
    if extra:
        return f"Det här hör inte hit: {extra[1]}."
    return "Kommandot kan inte tolkas."


def _where_to_read(error: Any) -> str:
    path = error.ctx.command_path if getattr(error, "ctx", None) else "analys"
    return f"Läs mer: {path} --help"


def _options(ctx: Any) -> list[str]:
    if ctx is None:
        return []
    named = (name for param in ctx.command.get_params(ctx) for name in param.opts if name != "--hjalp")
    return sorted(name for name in named if name.startswith("--"))


def _name(param: Any) -> str:
    return str(param.opts[0]) if param is not None else ""


def _demand(param: Any) -> str:
    if "path" in type(getattr(param, "type", None)).__name__.lower():
        return "en fil eller mapp"
    low = getattr(param, "min", None)
    return f"ett heltal som är minst {low}" if low is not None else "ett heltal"
