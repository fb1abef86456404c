"""The comparison in words, for a terminal: the whole first, then what changed, the largest change first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from analys.comparing.changes import Change, Kind
from analys.comparing.comparison import Comparison, Scope
from analys.comparing.words import CHAPTERS, OTHER, chapter_of
from analys.finished import Report
from analys.finished.telling import list_names, tell_grounds, wrap_line
from analys.official.kommuner import kommunnamn
from analys.presentation.formats import NBSP, THIN, format_number, join_list, plural

MOST = 20
"""Changes of a kind that are told one by one."""

COLUMNS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("Ändrade", (Kind.VARDE,)),
    ("Nu skyddade", (Kind.DOLD,)),
    ("Inte längre skyddade", (Kind.VISAD,)),
    ("Annat", (Kind.SAKNAS, Kind.FINNS, Kind.KALLA, Kind.OSAKERHET)),
    ("Nya", (Kind.NY,)),
    ("Borta", (Kind.BORTA,)),
)

SECTIONS: tuple[tuple[Kind, str], ...] = (
    (Kind.VARDE, "Ändrade värden, den största ändringen först"),
    (Kind.DOLD, "Visades förut och är skyddade nu"),
    (Kind.VISAD, "Var skyddade förut och visas nu"),
    (Kind.SAKNAS, "Uppgiften saknas nu"),
    (Kind.FINNS, "Uppgiften saknades förut och finns nu"),
    (Kind.KALLA, "Samma värde ur en annan källa"),
    (Kind.OSAKERHET, "Samma värde, men ett annat intervall eller antal"),
)


def write_account(comparison: Comparison, width: int, most: int = MOST) -> list[str]:
    """The comparison as lines.

    Parameters
    ----------
    comparison : Comparison
    width : int
        Letters of the terminal.
    most : int
        Changes of a kind that are told one by one.
    """
    blocks = [
        _tell_reports(comparison),
        ("I korthet", [*_tell_whole(comparison), *_tell_counts(comparison, width)]),
        ("Vad rapporterna är gjorda av", _tell_grounds(comparison)),
        ("Nytt i rapporten", _tell_scope(comparison.nytt)),
        ("Finns inte längre", _tell_scope(comparison.borta)),
        (_head_newest(comparison), _tell_changes(comparison, comparison.newest, most, lasar=False)),
        *((title, _tell_changes(comparison, comparison.of(kind), most)) for kind, title in SECTIONS),
    ]
    lines: list[str] = []
    for title, block in blocks:
        if block:
            lines += ["", title, *(part for line in block for part in wrap_line(_plain(line), width))]
    return [_plain(line) for line in lines[1:]]


def _plain(line: str) -> str:
    """A line for a terminal: thousands and units keep a common space."""
    return line.replace(NBSP, " ").replace(THIN, " ").rstrip()


def _tell_reports(comparison: Comparison) -> tuple[str, list[str]]:
    lines = [f"{word} {_tell_report(one)}" for word, one in _both(comparison)]
    if comparison.fore.manifest.lasar > comparison.nu.manifest.lasar:
        lines.append(
            "Den första rapporten gäller ett senare läsår än den andra. Byt plats på dem om du vill se vad "
            "som är nytt."
        )
    if comparison.has_internal:
        lines.append("INTERNT ARBETSMATERIAL: en av rapporterna är intern. Lämna inte ut jämförelsen.")
    elif not comparison.is_public:
        lines.append(
            "ARBETSMATERIAL: ett utkast är inte prövat mot den andra rapporten. Lämna inte ut jämförelsen "
            "innan båda rapporterna är fastställda."
        )
    return f"Jämförelse av två rapporter för {kommunnamn(comparison.nu.manifest.kommun)}", lines


def _both(comparison: Comparison) -> tuple[tuple[str, Report], tuple[str, Report]]:
    return ("Före:", comparison.fore), ("Nu:  ", comparison.nu)


def _tell_report(report: Report) -> str:
    about = report.manifest
    named = next(
        (name for unit, name in zip(report.cells["enhet"], report.cells["enhetsnamn"], strict=True)
         if unit == about.skola), about.skola,
    )  # fmt: skip
    whose = f"{named}, " if about.skola else ""
    edition = ", intern utgåva" if about.is_internal else ""
    return f"{whose}läsåret {about.lasar}, {about.parametrar['status']}{edition} ({report.folder.name})"


def _tell_whole(comparison: Comparison) -> Iterator[str]:
    both = plural(comparison.gemensamma, "uppgift", "uppgifter")
    differing = len([change for change in comparison.changes if change.fore and change.nu])
    if comparison.same:
        yield f"Rapporterna har samma {both}, och alla är desamma."
    elif not differing:
        yield f"{both} finns i båda rapporterna, och alla är desamma."
    else:
        yield f"{both} finns i båda rapporterna. {format_number(differing)} av dem skiljer sig."
    if comparison.only_method and differing:
        yield "Bara metoden ändrades: underlaget och parametrarna är desamma, men programmet är ett annat."
    yield from _tell_cause(comparison) if differing and not comparison.only_method else ()


def _tell_cause(comparison: Comparison) -> Iterator[str]:
    grounds = comparison.grounds
    causes = [
        *(["underlaget"] if not grounds.same_input else []),
        *(["parametrarna"] if comparison.parameters_that_count else []),
        *(["programmet"] if grounds.kod or grounds.paket else []),
    ]
    if causes:
        yield f"Det som har ändrats är {join_list(causes)}."
    else:
        yield "Underlaget, parametrarna och programmet är desamma, så långt manifesten säger."


def _tell_counts(comparison: Comparison, width: int) -> list[str]:
    """A table of how many there are of each kind in each chapter."""
    if not comparison.changes:
        return []
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    columns = [(head, comparison.of(*kinds)) for head, kinds in COLUMNS]
    columns = [(head, changes) for head, changes in columns if changes]
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False)
    table.add_column("Kapitel", header_style="")
    for head, _ in columns:
        table.add_column(head, justify="right", header_style="")
    for chapter in dict.fromkeys((*CHAPTERS.values(), OTHER)):
        counts = [sum(chapter_of(c.cell.tabell) == chapter for c in changes) for _, changes in columns]
        if any(counts):
            table.add_row(Text(chapter), *(_plain(format_number(count)) if count else "" for count in counts))
    console = Console(highlight=False, width=max(width - 2, 40), no_color=True)
    with console.capture() as captured:
        console.print(table)
    return ["", *captured.get().splitlines()]


def _tell_grounds(comparison: Comparison) -> list[str]:
    if told := tell_grounds(comparison.grounds):
        return [*told, *_tell_unknown()]
    return ["Samma program, samma parametrar och samma underlag.", *_tell_unknown()]


def _tell_unknown() -> list[str]:
    return ["Arbetsboken och listan över skyddade elever står inte i manifesten och jämförs inte här."]


def _tell_scope(scope: Scope) -> list[str]:
    named = (("Mått", scope.matt), ("Läsår", scope.lasar), ("Skolor", scope.skolor))
    return [f"{word} ({len(names)}): {list_names(names, mark='; ')}" for word, names in named if names]


def _tell_changes(
    comparison: Comparison, changes: Sequence[Change], most: int, *, lasar: bool = True
) -> list[str]:
    lines = list(_tell_one_by_one(comparison, changes[:most], lasar=lasar))
    if len(changes) > most:
        left = format_number(len(changes) - most)
        lines.append(f"och {left} till; se alla med --alla eller skriv dem i en fil med --ut")
    return lines


def _tell_one_by_one(comparison: Comparison, changes: Iterable[Change], *, lasar: bool) -> Iterator[str]:
    for change in changes:
        yield comparison.words.tell_cell(change.cell, lasar=lasar)
        yield f"  {comparison.words.tell_change(change)}"


def _head_newest(comparison: Comparison) -> str:
    first, last = (report.manifest.lasar for _, report in _both(comparison))
    return f"Läsåret {last} mot {first} i den förra rapporten, den största skillnaden först"
