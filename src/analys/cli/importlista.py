"""An import plan as text: tables läsår by läsår, what must be settled, what is missing."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from typing import Any

from analys.contracts import LAYOUTS
from analys.importing.folder import printable
from analys.importing.found import Found
from analys.importing.missing import Gap, Schools
from analys.importing.plan import Item, Outcome, Plan

PLACED = (Outcome.NY, Outcome.ERSATTER, Outcome.FINNS, Outcome.OMODERN)
# More new files of a kind and läsår than this are told as one row.
MOST_ROWS = 8
# More files that wait for the user, or that are left alone, than this are told as a number.
MOST_WAITING, MOST_UNKNOWN = 30, 12
WIDEST = 160


def show_plan(plan: Plan, schools: Schools, gaps: Sequence[Gap]) -> str:
    """The whole plan, one section after the other; styled when it goes to a terminal.

    Parameters
    ----------
    plan : Plan
    schools : Schools
        Names for the school unit codes.
    gaps : sequence of Gap
        What is missing.
    """
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=False)
    console.width = min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
    with console.capture() as captured:
        placed = plan.having(*PLACED)
        for lasar in sorted({item.found.lasar for item in placed}):
            title = f"Läsåret {lasar}" if lasar else "Gäller alla läsår"
            console.print(Text(f"\n{title}", style="bold"))
            console.print(_indent(_table([item for item in placed if item.found.lasar == lasar], schools)))
        for outcome, title in (
            (Outcome.TVEKSAM, "Att avgöra: de här filerna kopieras inte förrän du har gjort ett val"),
            (Outcome.TRASIG, "Går inte att läsa: de här filerna kopieras inte"),
        ):
            if items := plan.having(outcome):
                console.print(Text(f"\n{title}", style="bold"))
                console.print(_indent(Text("\n".join(_describe_all(items)))))
        if gaps:
            console.print(Text("\nSaknas", style="bold"))
            console.print(_indent(_gap_table(gaps)))
        if official := plan.having(Outcome.ANNAT):
            console.print(Text("\nOfficiell statistik: kopieras till raw/skolverket", style="bold"))
            console.print(_indent(_other_table(official)))
        if others := plan.having(Outcome.DUBBLETT, Outcome.OKAND):
            console.print(Text("\nLämnas där de är", style="bold"))
            console.print(_indent(_other_table(others)))
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def describe_count(plan: Plan) -> str:
    """How many files there are of each sort, in one sentence.

    Examples
    --------
    >>> describe_count(Plan("1961", (), ()))
    'Ingen fil att kopiera.'
    """
    waiting = len(plan.having(Outcome.TVEKSAM, Outcome.TRASIG))
    there = len(plan.having(Outcome.FINNS))
    count = len(plan.copied) + len(plan.having(Outcome.ANNAT))
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
    return f"{count} fil" if count == 1 else f"{count} filer"


def _table(items: Sequence[Item], schools: Schools) -> Any:
    from rich.text import Text

    table = _grid("Fil", "Är", "Skola", "Rader", "Hamnar i")
    for rows in _by_kind(items):
        new = [item for item in rows if item.outcome is Outcome.NY]
        if len(new) > MOST_ROWS:
            table.add_row(*map(Text, _summarise(new, schools)))
            rows = [item for item in rows if item.outcome is not Outcome.NY]
        for item in rows:
            found = item.found
            cells = (found.fil, _title(found), _describe_schools(found.skolenheter, schools))
            table.add_row(*map(Text, (*cells, _number(found.rader), _describe_outcome(item))))
    return table


def _by_kind(items: Sequence[Item]) -> Iterable[list[Item]]:
    order = [*LAYOUTS, *sorted({item.found.annat for item in items})]
    for kind in order:
        if rows := [item for item in items if (item.found.kind or item.found.annat) == kind]:
            yield rows


def _summarise(items: Sequence[Item], schools: Schools) -> tuple[str, ...]:
    units = sorted({unit for item in items for unit in item.found.skolenheter})
    rader = sum(item.found.rader for item in items)
    mal = items[0].mal.rpartition("/")[0]
    where = f"{mal}/{items[0].found.kind}_….csv" if mal else f"{items[0].found.kind}_….csv"
    return (
        plural_files(len(items)),
        _title(items[0].found),
        _describe_schools(units, schools),
        _number(rader),
        where,
    )


def _describe_outcome(item: Item) -> str:
    match item.outcome:
        case Outcome.NY:
            return item.mal
        case Outcome.ERSATTER:
            return f"{item.mal}, ersätter {' och '.join(_describe_replaced(old) for old in item.ersatter)}"
        case Outcome.FINNS:
            return "redan importerad"
    return f"kopieras inte: {item.skal[0].removesuffix('.')}"


def _describe_replaced(old: Found) -> str:
    day = f" från {old.datum}" if old.datum else ""
    rows = f" ({_number(old.rader)} rader)" if old.rader else ""
    return f"{printable(old.path.name)}{day}{rows}"


def _describe_all(items: Sequence[Item]) -> Iterable[str]:
    for item in items[:MOST_WAITING]:
        yield item.found.fil
        yield f"  {' '.join(item.skal)}"
        if item.gor:
            yield f"  Gör så här: {item.gor}"
    if len(items) > MOST_WAITING:
        yield f"och {_number(len(items) - MOST_WAITING)} till"


def _indent(content: Any) -> Any:
    from rich.padding import Padding

    return Padding(content, (0, 0, 0, 2))


def _gap_table(gaps: Iterable[Gap]) -> Any:
    from rich.text import Text

    table = _grid()
    for gap in gaps:
        table.add_row(Text(gap.lasar or "Alla läsår"), Text(printable(gap.vad)))
    return table


def _other_table(items: Sequence[Item]) -> Any:
    from rich.text import Text

    table = _grid()
    for item in items[:MOST_UNKNOWN]:
        table.add_row(Text(item.found.fil), Text(item.skal[0] if item.skal else item.found.annat))
    if len(items) > MOST_UNKNOWN:
        table.add_row(Text(f"och {_number(len(items) - MOST_UNKNOWN)} till"), "")
    return table


def _grid(*heads: str) -> Any:
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=bool(heads), show_edge=False)
    for head in heads or ("", ""):
        table.add_column(
            head, header_style="dim", justify="right" if head == "Rader" else "left", overflow="fold"
        )
    return table


def _title(found: Found) -> str:
    return LAYOUTS[found.kind].title if found.kind else found.annat


def _describe_schools(units: Sequence[str], schools: Schools) -> str:
    if len(units) == 1:
        return printable(schools.names.get(units[0], units[0]))
    return f"{len(units)} skolor" if units else ""


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u00a0") if count else ""
