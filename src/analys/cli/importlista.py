"""An import plan as text: a table a läsår, what is replaced, what must be settled, what is missing."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from analys.contracts import LAYOUTS
from analys.importing.found import Found
from analys.importing.missing import Gap, Schools
from analys.importing.plan import COPIED, Item, Outcome, Plan
from analys.spelling import make_printable

PLACED = (*COPIED, Outcome.FINNS)
LEFT = (Outcome.OMODERN, Outcome.DUBBLETT, Outcome.OKAND)
# More files of a section than this are told as a number.
MOST = 30
WIDEST = 130


def show_plan(plan: Plan, schools: Schools, gaps: Sequence[Gap], filer: bool = False) -> str:
    """The whole plan, one section after the other; styled when it goes to a terminal.

    Parameters
    ----------
    plan : Plan
    schools : Schools
        Names for the school unit codes.
    gaps : sequence of Gap
        What is missing.
    filer : bool
        True gives every file a row with the name of its copy, False every kind.
    """
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False)
    console.width = min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
    with console.capture() as captured:
        for title, content in _sections(plan, schools, gaps, filer):
            console.print(Text(f"\n{title}", style="bold"))
            console.print(Padding(content, (0, 0, 0, 2)))
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def describe_count(plan: Plan) -> str:
    """How many files there are of each sort, in one sentence.

    Examples
    --------
    >>> describe_count(Plan("1961", (), ()))
    'Ingen fil att kopiera.'
    """
    count = len(plan.having(*COPIED, Outcome.ANNAT))
    waiting = len(plan.having(Outcome.TVEKSAM, Outcome.TRASIG))
    there = len(plan.having(Outcome.FINNS))
    parts = [f"{plural_files(count)} att kopiera" if count else "Ingen fil att kopiera"]
    parts += [f"{waiting} att åtgärda"] if waiting else []
    parts += [f"{there} redan på plats"] if there else []
    return f"{', '.join(parts)}."


def plural_files(count: int) -> str:
    """A number of files in words.

    Examples
    --------
    >>> plural_files(1), plural_files(12)
    ('1 fil', '12 filer')
    """
    return f"{count} fil" if count == 1 else f"{_number(count)} filer"


def _sections(plan: Plan, schools: Schools, gaps: Sequence[Gap], filer: bool) -> Iterator[tuple[str, Any]]:
    placed = plan.having(*PLACED)
    for lasar in sorted({item.found.lasar for item in placed}):
        items = [item for item in placed if item.found.lasar == lasar]
        title = f"Läsåret {lasar}" if lasar else "Gäller alla läsår"
        yield title, _table_of_files(items, schools) if filer else _table_of_kinds(items, schools)
    if items := plan.having(Outcome.ANNAT):
        yield "Officiell statistik, till raw/skolverket", _pairs((i.found.fil, i.found.annat) for i in items)
    if items := plan.having(Outcome.ERSATTER):
        yield "Ersätter importerade filer, som sparas i mappen ersatta", _replacements(items)
    if items := plan.having(Outcome.TVEKSAM):
        yield "Att avgöra: kopieras inte förrän du har gjort ett val", _faults(items)
    if items := plan.having(Outcome.TRASIG):
        yield "Går inte att läsa: kopieras inte", _faults(items)
    if gaps:
        yield "Saknas", _pairs((gap.lasar or "Alla läsår", make_printable(gap.vad)) for gap in gaps)
    if items := plan.having(*LEFT):
        yield "Lämnas där de är", _pairs((item.found.fil, item.skal[0]) for item in items)


def _table_of_kinds(items: Sequence[Item], schools: Schools) -> Any:
    from rich.text import Text

    table = _grid("Slag", "Skola", "Rader", "Fil", "Läge")
    for rows in _by_kind(items):
        units = sorted({unit for item in rows for unit in item.found.skolenheter})
        table.add_row(
            Text(_title(rows[0].found)),
            Text(_describe_schools(units, schools)),
            Text(_number(sum(item.found.rader for item in rows))),
            Text(rows[0].found.fil if len(rows) == 1 else plural_files(len(rows))),
            Text(_describe_outcomes(rows)),
        )
    return table


def _table_of_files(items: Sequence[Item], schools: Schools) -> Any:
    from rich.text import Text

    table = _grid("Slag", "Skola", "Rader", "Fil", "Blir")
    for rows in _by_kind(items):
        for item in rows:
            table.add_row(
                Text(_title(item.found)),
                Text(_describe_schools(item.found.skolenheter, schools)),
                Text(_number(item.found.rader)),
                Text(item.found.fil),
                Text(item.mal.rpartition("/")[2] or item.outcome.value),
            )
    return table


def _by_kind(items: Sequence[Item]) -> Iterator[list[Item]]:
    order = [*LAYOUTS, *sorted({item.found.annat for item in items} - {""})]
    for kind in order:
        if rows := [item for item in items if (item.found.kind or item.found.annat) == kind]:
            yield rows


def _describe_outcomes(items: Sequence[Item]) -> str:
    counts = {outcome: sum(item.outcome is outcome for item in items) for outcome in PLACED}
    words = {Outcome.NY: ("ny", "nya"), Outcome.ERSATTER: ("ersätter", "ersätter")}
    words[Outcome.FINNS] = ("redan importerad", "redan importerade")
    told = [(count, words[outcome][count > 1]) for outcome, count in counts.items() if count]
    if len(told) == 1:
        return told[0][1]
    return ", ".join(f"{count} {word}" for count, word in told)


def _replacements(items: Sequence[Item]) -> Any:
    return _pairs(
        (item.found.fil, " ".join([f"ersätter {_describe_replaced(old)}.", *item.skal]))
        for item in items
        for old in item.ersatter
    )


def _describe_replaced(old: Found) -> str:
    day = f" från {old.datum}" if old.datum else ""
    rows = f" ({_number(old.rader)} rader)" if old.rader else ""
    return f"{make_printable(old.path.name)}{day}{rows}"


def _faults(items: Sequence[Item]) -> Any:
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    lines: list[Any] = []
    for item in items[:MOST]:
        said = [" ".join(item.skal), *([f"Gör så här: {item.gor}"] if item.gor else [])]
        lines += [Text(item.found.fil), *(Padding(Text(text), (0, 0, 0, 2)) for text in said)]
    if len(items) > MOST:
        lines.append(Text(f"och {_number(len(items) - MOST)} till"))
    return Group(*lines)


def _pairs(pairs: Iterable[tuple[str, str]]) -> Any:
    from rich.text import Text

    whole = list(pairs)
    table = _grid("", "")
    for left, right in whole[:MOST]:
        table.add_row(Text(left), Text(right))
    if len(whole) > MOST:
        table.add_row(Text(f"och {_number(len(whole) - MOST)} till"), "")
    return table


def _grid(*heads: str) -> Any:
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=any(heads), show_edge=False)
    for head in heads:
        table.add_column(
            head,
            header_style="dim",
            justify="right" if head == "Rader" else "left",
            overflow="fold",
            no_wrap=head in ("Slag", "Rader"),
        )
    return table


def _title(found: Found) -> str:
    return LAYOUTS[found.kind].title if found.kind else found.annat


def _describe_schools(units: Sequence[str], schools: Schools) -> str:
    if len(units) == 1:
        return make_printable(schools.names.get(units[0], units[0]))
    return f"{len(units)} skolor" if units else ""


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u00a0") if count else ""
