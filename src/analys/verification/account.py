"""The verdict in words: the files, what the report was made of, the report made again, and what to do."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from analys.comparing.changes import Kind
from analys.finished import Files
from analys.finished.telling import SHORT, list_names, tell_grounds, wrap_line
from analys.presentation.formats import NBSP, THIN, format_number, join_list, plural
from analys.provenance import Earlier
from analys.verification.here import Here
from analys.verification.verdict import Redone, Verdict

MOST = 5
"""Numbers that are told one by one; `analys jamfor` tells them all."""


def tell_verdict(verdict: Verdict, name: str, width: int) -> list[str]:
    """A verdict as lines, the conclusion last.

    Parameters
    ----------
    verdict : Verdict
    name : str
        The report's folder, as the user knows it.
    width : int
        Letters of the terminal.
    """
    if verdict.files is None or verdict.here is None:
        return [name, f"  {verdict.fel}", f"Ändrad: {_shorten(verdict.folder)} går inte att pröva."]
    lines = [*_tell_files(verdict.files), *_tell_here(verdict.here)]
    if verdict.redone is not None:
        lines += _tell_redone(verdict.redone, verdict.has_cause)
    if verdict.has_cause and (verdict.redone is None or not verdict.redone.same):
        lines += _advise(verdict)
    conclusion = textwrap.wrap(_conclude(verdict), max(width, 40))
    return [name, *(part for line in lines for part in wrap_line(_plain(line), width)), *conclusion]


def _plain(line: str) -> str:
    """A line for a terminal: thousands and units keep a common space."""
    return line.replace(NBSP, " ").replace(THIN, " ")


def _shorten(folder: Path) -> str:
    return folder.name[:60]


def _tell_files(files: Files) -> Iterator[str]:
    if files.is_whole:
        yield f"Filerna: alla {files.antal} är som manifestet säger."
        return
    for word, names in (
        ("har ändrats sedan rapporten gjordes", files.andrade),
        ("saknas", files.saknade),
        ("hör inte till rapporten", files.okanda),
    ):
        if names:
            yield f"Filerna: {_count(len(names))} {word}: {list_names(names)}."


def _tell_here(here: Here) -> Iterator[str]:
    if here.same:
        yield "Gjord av: samma program, paket, parametrar och underlag som finns här."
    if here.commit is not None:
        then, now = (commit[:SHORT] or "okänd" for commit in here.commit)
        yield f"Programmet: samma kod, men commit är {then} då och {now} nu, och den står i rapporten."
    yield from tell_grounds(here.grounds)
    yield from _tell_parameters(here)
    yield from _tell_own(here)
    yield from _tell_earlier(here)
    if here.egna is None:
        yield (
            "Arbetsboken och filerna med skyddade elever går inte att jämföra med dem som fanns då: "
            "rapporten gjordes i en annan datakatalog, eller så har arbetsmappen tagits bort."
        )


def _tell_parameters(here: Here) -> Iterator[str]:
    if here.okanda:
        yield f"Parametrar som den här versionen inte känner: {list_names(here.okanda)}."
    if here.fel:
        yield f"Parametrar: {' '.join(here.fel.split())}"


def _tell_own(here: Here) -> Iterator[str]:
    if here.egna:
        yield f"Egna filer: {_count(len(here.egna))} är inte som då: {list_names(here.egna)}."


def _tell_earlier(here: Here) -> Iterator[str]:
    missing = [_name_earlier(one) for one, folder in here.tidigare if folder is None]
    if missing:
        yield (
            f"Fastställda rapporter som den gjordes tillsammans med finns inte här, eller har ändrats: "
            f"{list_names(missing)}."
        )


def _name_earlier(one: Earlier) -> str:
    school = f", skolan {one.skola}" if one.skola else ""
    return f"{one.lasar} utgåva {one.utgava}{school}"


def _tell_redone(redone: Redone, has_cause: bool) -> Iterator[str]:
    if redone.fel:
        yield "Gjord om: det gick inte."
        yield from (f"  {line.strip()}" for line in redone.fel.splitlines() if line.strip())
        return
    if redone.same:
        yield "Gjord om: varje fil blev densamma, byte för byte."
        return
    for word, names in (
        ("blev inte desamma", redone.andrade),
        ("blev inte till", redone.saknade),
        ("är nya", redone.nya),
    ):
        if names:
            yield f"Gjord om: {_count(len(names))} {word}: {list_names(names)}."
    yield from _tell_numbers(redone)
    if has_cause and redone.tal is not None and redone.tal.same:
        yield "Dokumenten anger vilket program och underlag de är gjorda av, och kan därför inte bli desamma."


def _tell_numbers(redone: Redone) -> Iterator[str]:
    found = redone.tal
    if found is None:
        yield "Talen går inte att jämföra, eftersom rapportens tabeller har ändrats."
        return
    if found.same:
        yield f"Talen: alla {format_number(found.gemensamma)} uppgifter i tabellerna är desamma."
        return
    changed = found.of(Kind.VARDE)
    others = len(found.changes) - len(changed)
    # A value that the report hides is not told, whatever the one made again would show.
    yield (
        f"Talen: {_uppgifter(len(changed))} har ett annat värde, och {_uppgifter(others)} skiljer sig på "
        f"annat sätt. Läs mer med analys jamfor."
    )
    for change in changed[:MOST]:
        yield f"  {found.words.tell_cell(change.cell)}: {found.words.tell_change(change)}"
    if changed:
        yield "  Det som blev nu är inte prövat mot rapporten. Lämna inte ut det."


def _uppgifter(count: int) -> str:
    return plural(count, "uppgift", "uppgifter")


def _advise(verdict: Verdict) -> Iterator[str]:
    """What would make the report again as it was."""
    assert verdict.manifest is not None and verdict.here is not None
    here, todo = verdict.here, []
    if here.grounds.kod is not None or here.commit or here.okanda or here.fel:
        todo.append(_tell_checkout(verdict.manifest.commit, here))
    if here.grounds.paket or (here.grounds.kod and here.grounds.kod[0]):
        todo.append("kör ”python start.py”, som installerar de paket som hör till")
    if here.grounds.andrade or here.grounds.borta or here.egna:
        todo.append("återställ de ändrade filerna i datakatalogen från en säkerhetskopia")
    if here.grounds.nya:
        todo.append("flytta undan de nya filerna")
    if any(folder is None for _, folder in here.tidigare):
        todo.append("återställ de fastställda rapporterna till rapportmappen")
    if todo:
        yield f"Så går den att göra om: {join_list(todo)}. Verifiera sedan igen."


def _tell_checkout(commit: str, here: Here) -> str:
    if not commit:
        return "hämta dess program"
    if here.grounds.kod == (commit, commit):
        return "lägg undan dina ändringar i koden med ”git stash”"
    return f"hämta dess program med ”git checkout {commit[:SHORT]}”"


def _conclude(verdict: Verdict) -> str:
    assert verdict.files is not None
    count, redone = verdict.files.antal + 1, verdict.redone
    if verdict.files.only_foreign:
        return "Ändrad: mappen har filer som inte hör till rapporten. Flytta dem och verifiera igen."
    if not verdict.is_whole:
        return "Ändrad: rapportens filer är inte de som programmet skrev."
    if redone is None:
        if verdict.has_cause:
            return "Orörd, men det som den är gjord av är inte detsamma här. Rapporten har inte gjorts om."
        return "Orörd, och gjord av det som finns här. Rapporten har inte gjorts om."
    if redone.same:
        return f"Identisk: alla {count} filer är samma, byte för byte."
    if verdict.has_cause:
        return "Skiljer sig, av en känd orsak: " + join_list(_name_causes(verdict)) + "."
    return (
        "Skiljer sig utan känd orsak: samma program och samma underlag, så långt det går att se. Antingen "
        "har manifestet eller en egen fil ändrats, eller så är det ett fel i programmet. Skicka i så fall "
        "det som står här till den som förvaltar programmet."
    )


def _name_causes(verdict: Verdict) -> Iterable[str]:
    here = verdict.here
    assert here is not None
    missing = any(folder is None for _, folder in here.tidigare)
    causes = {
        "programmet": here.grounds.kod is not None or here.commit is not None,
        "paketen": bool(here.grounds.paket),
        "parametrarna": bool(here.grounds.parametrar or here.okanda or here.fel),
        "underlaget": bool(not here.grounds.same_input or here.egna),
        "tidigare rapporter": missing,
    }
    return [name for name, differs in causes.items() if differs]


def _count(files: int) -> str:
    return "1 fil" if files == 1 else f"{files} filer"
