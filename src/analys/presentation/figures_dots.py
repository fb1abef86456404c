"""Dots with intervals in panels on one scale: groups of pupils down the side, parts or measures beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

from analys.disclosure.gate import ShownCell
from analys.presentation import figures_words as words
from analys.presentation.claims import claim_span
from analys.presentation.figures_axes import Scale, make_scale
from analys.presentation.figures_display import Figure, finish
from analys.presentation.figures_dots_frame import Dot, DotPanel, DotRow, KeyMark, lay_out_dots
from analys.presentation.formats import (
    HIDDEN,
    MISSING,
    format_number,
    is_difference,
    plural,
    unit_of,
)
from analys.presentation.notes import describe_sources, explain_symbols, source_line
from analys.presentation.selection import (
    Tables,
    draft_note,
    find_measure,
    gather,
    has_interval,
    has_value,
    numbers_of,
    value_text,
)
from analys.presentation.tables import small_note
from analys.presentation.text import Sentence, Words, say
from analys.presentation.theme import SUBJECT, house_style

_USUAL = {"enhetstyp": "kommun", "kon": "alla", "svsva": "alla", "jamforelse": "", "kategori": ""}


@dataclass(frozen=True)
class Key:
    """What makes a row, a panel or a kind of dot: its name, and what its cells have.

    Parameters
    ----------
    namn : str
    val : mapping of str to str
        Cell columns and the value that each must have, or parts of the code of the measure.
    bold : bool
        Set a row, or a kind of dot, apart.
    """

    namn: str
    val: Mapping[str, str] = field(default_factory=dict, hash=False)
    bold: bool = False


class Judgement(NamedTuple):
    """Whether the direction of a difference is settled, and the smallest difference that counts."""

    sure: bool
    delta: float


Found: TypeAlias = Mapping[tuple[Key, Key, Key], ShownCell]
"""Cells by row, panel and kind of dot."""


def draw_dots(
    tabell: Tables,
    *,
    indikator: str,
    lasar: str,
    rader: Sequence[Key],
    rutor: Sequence[Sequence[Key]],
    prickar: Sequence[Key] = (Key(""),),
    titel: Words,
    underrubrik: str,
    vad: str,
    stubb: str = "",
    elever: Mapping[str, str] | None = None,
    domar: Mapping[str, Judgement] | None = None,
    minst: float | None = None,
    antal: bool = True,
    noter: Sequence[str] = (),
    id: str,
    farg: str = SUBJECT,
) -> Figure | None:
    """Dots with intervals in panels; None where nothing may be shown.

    Parameters
    ----------
    tabell : ProtectedTable or sequence of them
    indikator : str
        Code of the measure; "{grupp}" is filled from the `val` of the row, the panel and the dot.
    lasar : str
    rader : sequence of Key
        Rows from the top. One that no cell belongs to is left out.
    rutor : sequence of sequence of Key
        Panels side by side, line under line; those of one unit share their scale. One that no cell belongs
        to is left out.
    prickar : sequence of Key
        One kind of dot, or two: the bold one filled, else the first; the other hollow.
    titel, underrubrik : str
        The finding; measure, unit and population.
    vad : str
        What the dots are, inside the alt text.
    stubb : str
        Head of the rows' names.
    elever : mapping of str to str, optional
        What the cell that tells a row's number of pupils has in place of the dot's own.
    domar : mapping of str to Judgement, optional
        For differences, by cell id. Those that are settled are filled, others hollow.
    minst : float, optional
        Narrowest span of the value axis.
    antal : bool
        Tell each row's number of pupils; False where the dots of a row are of different people.
    noter : sequence of str
        Sentences to add to the source line.
    id, farg
        As in `draw_trend`.

    Raises
    ------
    TypeError
        When something else than a protected table is given.
    """
    cells, ids = gather(tabell)
    known = {_identify(cell): cell for cell in cells}
    # What is filled comes first, so that a row's number of pupils is that of its filled dot.
    kinds = sorted(prickar, key=lambda dot: dot != _filled(prickar))
    keys = [(row, panel, dot) for row in rader for line in rutor for panel in line for dot in kinds]
    places = {place: _wanted(indikator, lasar, place) for place in keys}
    found = {place: known[wanted] for place, wanted in places.items() if wanted in known}
    if not any(has_value(cell) for cell in found.values()):
        return None
    rows = [row for row in rader if any(place[0] == row for place in found)]
    lines = [[p for p in line if any(place[1] == p for place in found)] for line in rutor]
    lines = [line for line in lines if line]
    counts = {
        row: _count_pupils(row, keys, known, indikator, lasar, elever or {}) if antal else None
        for row in rows
    }
    single = len(prickar) == 1 and antal
    scales = _make_scales(found, minst, anchored=domar is None)
    panels = [
        [
            DotPanel(
                panel.namn,
                scales[next(_unit(found[place]) for place in found if place[1] == panel)],
                tuple(
                    tuple(_make_dot(found.get((row, panel, dot)), dot, prickar, domar) for dot in prickar)
                    for row in rows
                ),
            )
            for panel in line
        ]
        for line in lines
    ]
    shown = [cell for cell in found.values() if has_value(cell)]
    texts = [dot.text for line in panels for panel in line for dots in panel.dots for dot in dots]
    with house_style(f"fig-{id}"):
        return finish(
            lay_out_dots(
                [DotRow(row.namn, _pupils(counts[row], single=single), row.bold) for row in rows],
                panels,
                _make_key(prickar, domar),
                farg,
                "Elever" if single else "",
                stubb,
            ),
            id=id,
            titel=titel,
            underrubrik=underrubrik,
            alt=_describe(vad, rows, [panel for line in lines for panel in line], prickar, found, domar),
            kalla=source_line(
                draft_note(tabell),
                describe_sources(shown),
                words.band_note(shown, "Streck"),
                *noter,
                small_note(shown),
                *explain_symbols(texts),
            ),
            tabeller=ids,
        )


def _identify(cell: ShownCell) -> tuple[str, ...]:
    return (cell.indikator, cell.lasar, *(getattr(cell, name) for name in _USUAL))


def _wanted(
    indikator: str, lasar: str, place: tuple[Key, Key, Key], more: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """The keys of the cell that belongs at a place, in the order of `_identify`."""
    told = {"lasar": lasar, **_USUAL}
    for val in (*(key.val for key in place), more or {}):
        told |= val
    return (indikator.format(**told), told["lasar"], *(told[name] for name in _USUAL))


def _count_pupils(
    row: Key,
    places: Sequence[tuple[Key, Key, Key]],
    known: Mapping[tuple[str, ...], ShownCell],
    indikator: str,
    lasar: str,
    more: Mapping[str, str],
) -> int | None:
    """How many pupils a row is about: what the first of its cells that tells it says."""
    wanted = [_wanted(indikator, lasar, place, more) for place in places if place[0] == row]
    counts = (known[one].n for one in wanted if one in known and known[one].shown)
    return next((n for n in counts if n is not None), None)


def _pupils(count: int | None, *, single: bool) -> str:
    if count is None:
        return HIDDEN if single else ""
    return format_number(count) if single else plural(count, "elev", "elever")


def _unit(cell: ShownCell) -> str:
    return unit_of(find_measure(cell.indikator), change=is_difference(cell))


def _make_scales(found: Found, least: float | None, *, anchored: bool) -> dict[str, Scale]:
    """A scale for each unit, from zero where values are levels."""
    by_unit: dict[str, list[ShownCell]] = {}
    for cell in found.values():
        by_unit.setdefault(_unit(cell), []).append(cell)
    scales = {}
    for unit, cells in by_unit.items():
        values = [value for cell in cells for value in numbers_of(cell)]
        measure = replace(find_measure(cells[0].indikator), unit=unit)  # type: ignore[arg-type]
        scales[unit] = make_scale([*values, 0.0] if anchored else values, measure, least=least)
    return scales


def _make_dot(
    cell: ShownCell | None, key: Key, keys: Sequence[Key], judged: Mapping[str, Judgement] | None
) -> Dot:
    if cell is None or not has_value(cell):
        return Dot(HIDDEN if cell is not None and cell.status == "skyddad" else MISSING, hollow=True)
    interval = (cell.undre, cell.ovre) if has_interval(cell) else None
    text = value_text(cell, find_measure(cell.indikator), unit=False)
    if judged is None:
        hollow = key != _filled(keys)
        return Dot(text, cell.varde, interval, hollow, bold=len(keys) > 1 and not hollow)
    sure, delta = judged.get(cell.cell, Judgement(False, 0.0))
    return Dot(text, cell.varde, interval, not sure, sure, delta)


def _make_key(prickar: Sequence[Key], judged: Mapping[str, Judgement] | None) -> list[KeyMark]:
    if judged is not None:
        return [
            KeyMark("säkerställd förändring"),
            KeyMark("osäker eller liten förändring", hollow=True),
            KeyMark("räknas som liten", zone=True),
        ]
    if len(prickar) == 1:
        return []
    return [KeyMark(dot.namn, hollow=dot != _filled(prickar)) for dot in prickar]


def _filled(prickar: Sequence[Key]) -> Key:
    return next((dot for dot in prickar if dot.bold), prickar[0])


def _describe(
    vad: str,
    rows: Sequence[Key],
    panels: Sequence[Key],
    prickar: Sequence[Key],
    found: Found,
    judged: Mapping[str, Judgement] | None,
) -> Sentence:
    kind = f"Punktdiagram med {plural(len(panels), 'ruta', 'rutor')}" if len(panels) > 1 else "Punktdiagram"
    hidden = sum(cell.status == "skyddad" for cell in found.values())
    texts: list[Words] = [
        f"{kind}: {vad}.",
        words.tell_hidden(hidden),
    ]
    for panel in panels:
        if judged is not None:
            texts.append(_describe_changes(rows, panel, prickar[0], found, judged))
        elif len(prickar) > 1:
            texts += [_describe_values(rows, panel, dot, found) for dot in prickar]
        else:
            texts.append(_describe_range(rows, panel, prickar[0], found))
    return words.fit_alt(text for text in texts if text)


def _describe_changes(
    rows: Sequence[Key], panel: Key, dot: Key, found: Found, judged: Mapping[str, Judgement]
) -> str:
    """Rows whose change is settled, by direction."""
    cells = {row: found[row, panel, dot] for row in rows if (row, panel, dot) in found}
    if not any(has_value(cell) for cell in cells.values()):
        return f"{panel.namn}: inga uppgifter kan visas."
    sure = {row: cell for row, cell in cells.items() if cell.cell in judged and judged[cell.cell].sure}
    parts = [
        f"{word} {', '.join(names)}"
        for word, names in (
            ("högre", [row.namn for row, cell in sure.items() if cell.varde > 0]),
            ("lägre", [row.namn for row, cell in sure.items() if cell.varde < 0]),
        )
        if names
    ]
    return f"{panel.namn}: {'; '.join(parts) or 'ingen säker förändring'}."


def _describe_values(rows: Sequence[Key], panel: Key, dot: Key, found: Found) -> str:
    """Every value of one kind of dot."""
    cells = [(row, found[row, panel, dot]) for row in rows if (row, panel, dot) in found]
    told = [
        f"{row.namn} {value_text(cell, find_measure(cell.indikator), unit=False)}"
        for row, cell in cells
        if has_value(cell)
    ]
    # What stands before the comma names the dot; the rest explains it to those who see the key.
    return f"{panel.namn}, {dot.namn.partition(',')[0]}: {'; '.join(told)}." if told else ""


def _describe_range(rows: Sequence[Key], panel: Key, dot: Key, found: Found) -> Sentence:
    """The lowest and the highest row."""
    cells = [(row, found[row, panel, dot]) for row in rows if (row, panel, dot) in found]
    shown = sorted((pair for pair in cells if has_value(pair[1])), key=lambda pair: pair[1].varde)
    if not shown:
        return say(f"{panel.namn}: inga uppgifter kan visas.")
    low, high = (f"{_value(cell)} ({row.namn})" for row, cell in (shown[0], shown[-1]))
    if len(shown) == 1:
        return say(f"{panel.namn}: {low}.")
    among = "redovisade värden " if any(cell.status == "skyddad" for _, cell in cells) else ""
    return say(f"{panel.namn}: {among}från {low} till {high}.", claim_span([cell for _, cell in shown]))


def _value(cell: ShownCell) -> str:
    if not has_value(cell):
        return HIDDEN if cell.status == "skyddad" else MISSING
    measure = find_measure(cell.indikator)
    return value_text(cell, measure, unit=measure.unit == "procent")
