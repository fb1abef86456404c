"""Help that teaches, in Swedish: what a command does, its options with defaults, and examples to copy.

Commands are declared with typer; these two classes replace its English help pages.
"""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

from analys.cli.usage import suggest
from analys.errors import ParameterError

SETTINGS = {"help_option_names": ["--help", "-h", "--hjalp"]}


class Command(TyperCommand):
    """A command whose help page is Swedish."""

    def more_rows(self) -> tuple[str, list[tuple[str, str]]]:
        """Title and rows of a section of its own; none."""
        return "", []

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page to the formatter."""
        asked = "".join(f" {param.metavar}" for param in self.params if not _is_option(param))
        formatter.write(_page(self, ctx, f"{ctx.command_path}{asked} [flaggor]"))


class ParameterCommand(Command):
    """A command that takes run parameters and lists them on its page."""

    def more_rows(self) -> tuple[str, list[tuple[str, str]]]:
        """Every parameter with its description and default."""
        from analys.parameters import RunParameters

        fields = RunParameters.model_fields.items()
        return "Parametrar, för -p och filen", [
            (name, f"{field.description}." + (f" Annars {field.default}." if field.default != "" else ""))
            for name, field in fields
        ]


class Group(TyperGroup):
    """A group of commands whose help page is Swedish and who asks ”menade du …?”."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page to the formatter."""
        formatter.write(_page(self, ctx, f"{ctx.command_path} KOMMANDO [flaggor]"))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The named command, or a Swedish error with the nearest name."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            known = ", ".join(self.commands)
            raise ParameterError(
                f"Kommandot ”{args[0]}” finns inte.{suggest(args[0], self.commands)} De som finns: {known}.\n"
                f"Läs mer: {ctx.command_path} --help"
            )
        return super().resolve_command(ctx, args)


def _page(command: Any, ctx: Any, usage: str) -> str:
    """The help page as text, styled when it goes to a terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    def rows(title: str, pairs: list[tuple[str, str]]) -> None:
        if not pairs:
            return
        console.print(f"\n[bold]{title}[/bold]")
        table = Table.grid(padding=(0, 2, 0, 2))
        table.add_column(no_wrap=True, style="cyan")
        table.add_column()
        for left, right in pairs:
            table.add_row(Text(left), Text(right))
        console.print(table)

    console = Console(highlight=False, width=_width())
    with console.capture() as captured:
        console.print(Text(f"Så här skriver du: {usage}\n"))
        console.print(Text(_unwrap(command.help or "")))
        commands = getattr(command, "commands", {})
        params = command.get_params(ctx)
        rows("Kommandon", [(name, _first_sentence(sub.help)) for name, sub in commands.items()])
        rows("Det du anger", [(param.metavar, param.help) for param in params if not _is_option(param)])
        rows("Flaggor", [_describe_option(param) for param in params if _is_option(param)])
        rows(*getattr(command, "more_rows", lambda: ("", []))())
        if command.epilog:
            console.print("\n[bold]Exempel[/bold]")
            console.print(
                Text("\n".join(f"  {line.strip()}" for line in command.epilog.strip().splitlines()))
            )
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def _width() -> int:
    import shutil

    return min(shutil.get_terminal_size((100, 24)).columns, 100)


def _unwrap(text: str) -> str:
    return "\n\n".join(" ".join(block.split()) for block in text.split("\n\n"))


def _first_sentence(text: str | None) -> str:
    return re.split(r"(?<=[.?!]) ", " ".join((text or "").split()), maxsplit=1)[0]


def _is_option(param: Any) -> bool:
    return str(param.opts[0]).startswith("-")


def _describe_option(param: Any) -> tuple[str, str]:
    if "--help" in param.opts:
        return "--help, --hjalp, -h", "Visa den här hjälpen."
    left = ", ".join(param.opts) + (f" {param.metavar}" if param.metavar else "")
    return left, param.help + (" Måste anges." if param.required else "")
