"""The commands in the order of the help page. Each imports what it needs when it runs, so that help is quick.

A new command is one module in `cli/commands` and one line below.
"""

from __future__ import annotations

import typer

from analys.cli.commands import (
    alla,
    arshjul,
    demo,
    hamta_kolada,
    hamta_skolverket,
    importera,
    jamfor,
    kontrollera,
    lab,
    mall,
    rapport,
    verifiera,
)
from analys.cli.help import SETTINGS, Command, Group, ParameterCommand
from analys.cli.usage import UsageSpoken

app = typer.Typer(cls=Group, add_completion=False, rich_markup_mode=None, context_settings=SETTINGS)
hamta = typer.Typer(cls=Group, add_completion=False, rich_markup_mode=None, context_settings=SETTINGS)


@app.callback(invoke_without_command=True)
def start(ctx: typer.Context) -> None:
    """Från kommunens skolfiler till en resultatanalys som nämnden kan besluta utifrån.

    Börja med ”analys rapport”: det gör demokommunens rapport. Byt sedan till din egen kommun.
    """
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@hamta.callback(invoke_without_command=True)
def start_hamta(ctx: typer.Context) -> None:
    """Hämta öppna uppgifter som rapporten jämför med."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise UsageSpoken(3)


for group, name, module, cls in (
    (app, "rapport", rapport, ParameterCommand),
    (app, "alla", alla, ParameterCommand),
    (app, "importera", importera, Command),
    (app, "verifiera", verifiera, Command),
    (app, "jamfor", jamfor, Command),
    (app, "kontrollera", kontrollera, Command),
    (app, "mall", mall, Command),
    (app, "arshjul", arshjul, Command),
    (app, "demo", demo, Command),
    (app, "lab", lab, Command),
    (hamta, "kolada", hamta_kolada, Command),
    (hamta, "skolverket", hamta_skolverket, Command),
):
    group.command(name, cls=cls, context_settings=SETTINGS, epilog=module.EXEMPEL)(getattr(module, name))
app.add_typer(hamta, name="hamta", help="Hämta öppna uppgifter som rapporten jämför med.")
