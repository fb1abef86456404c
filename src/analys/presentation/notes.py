"""The line under a figure or a table: sources, and what its symbols mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from analys.disclosure.gate import ShownCell
from analys.lasar import last_lasar, var
from analys.presentation.formats import (
    BORROWED,
    BORROWED_NOTE,
    HIDDEN,
    HIDDEN_NOTE,
    HIDDEN_ROWS_NOTE,
    MISSING,
    MISSING_NOTE,
    NBSP,
    format_number,
    format_span,
    join_list,
)
from analys.presentation.selection import find_borrowed

_LASAR = re.compile(r"\b\d{4}/\d{2}\b")
_NUMBER = re.compile(r"\bN\d{5}\b")
_KPI = re.compile(r"\bN\d{5}\b(?:, N\d{5}\b)*")
"""The authority's numbers of one cell: a difference has two."""
_NUMBERED = re.compile(r"(?:, N\d{5}\b)+")
_PUBLISHED = "Källa: "
_OWN = "Egen beräkning på "
_FROM = "uppgifter från "
_MEANS = {"lan": "länets", "liknande": "de liknande kommunernas"}
BREAK_NOTE = "Brott i serien: värden på var sin sida jämförs inte."
_SHORT_FORMS = {
    "NP": "NP: nationella prov.",
    "åk": "åk: årskurs.",
    "sva": "sva: svenska som andraspråk.",
    "EK": "EK, HU och SA: ekonomi-, humanistiska och samhällsvetenskapsprogrammet.",
    "NA": "NA och TE: naturvetenskaps- och teknikprogrammet.",
}


def describe_sources(cells: Iterable[ShownCell], *, nyckeltal: bool = True) -> str:
    """Sources of the cells, each once, as sentences; "" when none is known.

    Sources that differ only in their läsår or their number at the authority become one, and a source in two
    parts counts as both. Means that are own calculations on what is published stand in its sentence, other
    own calculations as they are; only what somebody has published is called "Källa". What a mean is taken
    over stands after a colon in the cell's source, and in the CSV; here it would bury the rest.

    Parameters
    ----------
    nyckeltal : bool
        Name the authority's own numbers of the indicators; too many in a table of all indicators.
    """
    kinds: dict[str, set[str]] = {}
    for cell in cells:
        for part in cell.kalla.split("; "):
            text = _shorten(part.strip().rstrip("."))
            text = text if nyckeltal else _NUMBERED.sub("", text)
            if text:
                other = cell.jamforelse.rpartition("mot ")[2]
                kinds.setdefault(text, set()).add(other if other in _MEANS else cell.enhetstyp)
    groups: dict[str, list[str]] = {}
    for text in kinds:
        groups.setdefault(_template(text), []).append(text)
    merged = {form for template in groups for form in _own_forms(template)}
    sentences = []
    for template, alike in groups.items():
        own = next((groups[form] for form in _own_forms(template) if form in groups), [])
        if template.startswith(_PUBLISHED) and own:
            means = _name_means({kind for text in own for kind in kinds[text]})
            alike = [*alike, *(_PUBLISHED + text.removeprefix(_OWN).removeprefix(_FROM) for text in own)]
            sentences.append(f"{_sentence(alike).rstrip('.')}; {means} på samma uppgifter.")
        elif template not in merged:
            sentences.append(_sentence(alike))
    return " ".join(sentences)


def _own_forms(template: str) -> tuple[str, ...]:
    """How own calculations on a published source are cited; none for what is not published."""
    if not template.startswith(_PUBLISHED):
        return ()
    source = template.removeprefix(_PUBLISHED)
    return (f"{_OWN}{source}", f"{_OWN}{_FROM}{source}")


def _template(text: str) -> str:
    return _KPI.sub("{kpi}", _LASAR.sub("{lasar}", text))


def _name_means(kinds: set[str]) -> str:
    """What is own calculation, as the beginning of a clause: means of units, and what follows from values."""
    names = [name for kind, name in _MEANS.items() if kind in kinds]
    if not names:
        return "härledda tal är egna beräkningar"
    derived = kinds - _MEANS.keys()
    if len(names) == 1 and not derived:
        return f"{names[0]} medelvärde är egen beräkning"
    means = f"{join_list(names)} medelvärde{'n' if len(names) > 1 else ''}"
    return f"{means}{' och härledda tal' if derived else ''} är egna beräkningar"


def _shorten(source: str) -> str:
    label, colon, rest = source.partition(": ")
    return f"{label}{colon}{rest.partition(': ')[0]}" if label == "Källa" else label


def _sentence(alike: list[str]) -> str:
    text = alike[0]
    # Läsår of one source stand as its cells say them, in a span too; those of several are put together.
    for pattern, part, join in ((_LASAR, _LASAR, join_lasar), (_KPI, _NUMBER, join_list)):
        found = sorted({match for one in alike for match in part.findall(one)})
        if found and (len(alike) > 1 or pattern is not _LASAR):
            text = join(found).join(pattern.split(text))
    own = text.startswith(("Källa:", "Egen ", "Egna "))
    return f"{text}." if own else f"Källa: {text}."


def join_lasar(lasar: list[str]) -> str:
    """Neighbouring läsår as a span, others as a list."""
    if lasar == last_lasar(lasar[-1], var(lasar[-1]) - var(lasar[0]) + 1):
        return format_span(lasar[0], lasar[-1])
    return join_list(lasar) if len(lasar) <= 4 else f"{format_span(lasar[0], lasar[-1])} med avbrott"


def explain_symbols(texts: Iterable[str], left_out: Iterable[str] = (), without: str = "rad") -> list[str]:
    """The legend of a table: the symbols that occur, and how much is hidden and why.

    Parameters
    ----------
    texts : iterable of str
        Every place in the table's rows, row heads left out.
    left_out : iterable of str
        Places of the rows and columns that were left out because they have nothing to show.
    without : str
        "rad", "kolumn" or "rad eller kolumn": what the places that were left out do not have.

    Examples
    --------
    >>> explain_symbols(["63", "..", "–"])[1:]
    ['1 av 3 uppgifter är skyddad.', 'Streck (–) betyder att uppgift saknas.']
    """
    shown, away = list(texts), list(left_out)
    hidden = shown.count(HIDDEN)
    every = len(shown) + len(away)
    notes = count_hidden(hidden + away.count(HIDDEN), every, bool(hidden), without if away else "")
    borrowed = any(text.endswith(f"{NBSP}{BORROWED}") for text in shown)
    return [*notes, *([MISSING_NOTE] if MISSING in shown else []), *([BORROWED_NOTE] if borrowed else [])]


def tell_borrowed(cells: Iterable[ShownCell], name: Callable[[ShownCell], str]) -> str:
    """Which of a figure's values are borrowed from official statistics (see `find_borrowed`); "" for none."""
    drawn = list(cells)
    borrowed = find_borrowed(drawn)
    names = dict.fromkeys(name(cell) for cell in drawn if cell.cell in borrowed)
    return f"Redan publicerad officiell statistik, inte egen beräkning: {join_list(names)}." if names else ""


def count_hidden(hidden: int, of: int, symbol: bool = True, without: str = "") -> list[str]:
    """What the symbol of a hidden value means, if it stands there, and how many of all are hidden.

    `without`: what some of them have none of, "rad" or "kolumn"; "" where all stand in the table.
    """
    if not hidden:
        return []
    counted = f", också de som inte har någon egen {without}" if without else ""
    some = f"{format_number(hidden)} av {format_number(of)} uppgifter"
    return [
        HIDDEN_NOTE if symbol else HIDDEN_ROWS_NOTE,
        f"{some} är {'skyddad' if hidden == 1 else 'skyddade'}{counted}.",
    ]


def glossary_note(texts: Iterable[str]) -> str:
    """What the short forms in the names of measures stand for, those that occur; "" when none does.

    Examples
    --------
    >>> glossary_note(["NP åk 3, matematik (%)"])
    'NP: nationella prov. åk: årskurs.'
    """
    words = {word for text in texts for word in re.findall(r"\w+", text)}
    return " ".join(note for short, note in _SHORT_FORMS.items() if short in words)


def source_line(*sentences: str) -> str:
    """Sentences that say something, as one line."""
    return " ".join(sentence for sentence in sentences if sentence)
