"""Schools as points with intervals around the municipality's value, never in order of result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes

from analys.disclosure.gate import ShownCell
from analys.estimates.cells import POOLED, SMOOTHED
from analys.indicators import Indicator
from analys.presentation import figures_words as words
from analys.presentation.claims import claim_count, claim_span
from analys.presentation.figures_axes import make_scale
from analys.presentation.figures_display import Figure, finish
from analys.presentation.figures_lines import CONTEXT_LOOKS
from analys.presentation.figures_rows import Mark, Row, draw_marks, heading_of, open_rows
from analys.presentation.formats import HIDDEN, MISSING, format_span, plural, swedish_order, upper_first
from analys.presentation.notes import describe_sources, explain_symbols, source_line, tell_borrowed
from analys.presentation.selection import (
    Tables,
    draft_note,
    find_indicator,
    gather,
    has_interval,
    has_value,
    numbers_of,
    value_text,
)
from analys.presentation.text import Sentence, Words, say
from analys.presentation.theme import CONTEXT, SUBJECT, house_style

_HOLLOW: dict[str, Any] = {
    "linestyle": "", "marker": "o", "markersize": 4.2, "color": CONTEXT, "markerfacecolor": "white",
    "markeredgewidth": 0.9, "zorder": 2.5,
}  # fmt: skip


def draw_schools(
    tabell: Tables,
    *,
    indikator: str,
    lasar: str,
    titel: Words,
    underrubrik: str,
    jamforelse: str = "",
    bredvid: Mapping[str, str] | None = None,
    bredvid_rubrik: str = "",
    utan: Mapping[str, str] | None = None,
    minst: float | None = None,
    noter: Sequence[str] = (),
    id: str = "",
    kalla: str = "",
    farg: str = SUBJECT,
) -> Figure:
    """Schools of one läsår as points with intervals, in alphabetical order, around the municipality's value.

    Parameters
    ----------
    tabell : ProtectedTable or sequence of them
        Cells of schools, the municipality and, if wanted, the nation.
    indikator, lasar : str
        Which indicator and läsår.
    titel, underrubrik : str
        The finding; measure, unit and population.
    jamforelse : str
        "" for the läsår alone, "tre läsår" or "utjämnad" for such levels.
    bredvid, bredvid_rubrik : mapping of str to str, str
        Another value of each school, by skolenhetskod, and what it is.
    utan : mapping of str to str
        Schools that have no point, and why in a few words.
    minst : float, optional
        Narrowest span of a value axis that begins at zero.
    noter : sequence of str
        Sentences to add to the source line.
    id, kalla, farg : str
        As in `draw_trend`.

    Raises
    ------
    TypeError
        When something else than a protected table is given.
    ValueError
        When the selection has no school.
    """
    cells, ids = gather(tabell)
    measure = find_indicator(indikator)
    chosen = [
        cell
        for cell in cells
        if (cell.indikator, cell.kon, cell.svsva) == (indikator, "alla", "alla") and cell.lasar <= lasar
    ]
    schools = [
        cell
        for cell in chosen
        if cell.enhetstyp == "skola" and (cell.lasar, cell.jamforelse) == (lasar, jamforelse)
    ]
    if not schools:
        raise ValueError(f"Tabellen {ids[0]} har inga skolor för {indikator} {lasar}.")
    schools.sort(key=lambda cell: (swedish_order(cell.enhetsnamn), cell.enhet))
    own = _newest([c for c in chosen if c.enhetstyp == "kommun" and c.lasar == lasar], jamforelse)
    nation = _newest([c for c in chosen if c.enhetstyp == "riket"], "")
    references = [cell for cell in (own, nation) if cell is not None]
    marks = [_mark(cell, measure, lasar) for cell in references]
    raw = _raw_levels(chosen, schools) if jamforelse == SMOOTHED else {}
    apart, beside = utan or {}, bredvid or {}
    rows = [
        replace(_school_row(cell, measure, apart.get(cell.enhet, "")), beside=beside.get(cell.enhet, ""))
        for cell in schools
    ]
    drawn = [cell for cell in schools if cell.enhet not in apart]
    numbers = [v for cell in (*drawn, *references) for v in numbers_of(cell)]
    numbers += [0.0] if minst is not None else []
    scale = make_scale([*numbers, *(cell.varde for cell in raw.values())], measure, least=minst)
    shown = [cell for cell in drawn if has_value(cell)]
    name = id or f"{ids[0]}_{indikator}_skolor"
    with house_style(f"fig-{name}"):
        head = bredvid_rubrik if beside else ""
        canvas, ax, places = open_rows(rows, scale, heading_of(marks), head)
        draw_marks(ax, marks, 0.0 if head else 40.0)
        for cell, place in zip(schools, places, strict=True):
            if cell.enhet in apart:
                continue
            if cell.enhet in raw:
                ax.plot([raw[cell.enhet].varde], [place], **_HOLLOW)
            _draw_point(ax, cell, place, farg)
        return finish(
            canvas,
            id=name,
            titel=titel,
            underrubrik=underrubrik,
            alt=_describe_schools(drawn, own, measure, _span(chosen, lasar, jamforelse), jamforelse),
            kalla=source_line(
                draft_note(tabell),
                kalla or describe_sources([*shown, *references]),
                words.band_note(shown, "Streck och skuggat fält" if own and has_interval(own) else "Streck"),
                tell_borrowed([*schools, *references], lambda cell: cell.enhetsnamn),
                scale.note,
                *noter,
                *explain_symbols(row.symbol for row in rows),
            ),
            tabeller=ids,
        )


def _newest(cells: Sequence[ShownCell], jamforelse: str) -> ShownCell | None:
    """Latest cell with a value; of its läsår the one with the same kind of level, else the plain one."""
    # The municipality is never shrunken: several läsår together are what its schools' values rest on.
    wanted = POOLED if jamforelse == SMOOTHED else jamforelse
    known = [c for c in cells if has_value(c) and c.jamforelse in ("", wanted)]
    return max(known, key=lambda c: (c.lasar, c.jamforelse == wanted), default=None)


def _raw_levels(cells: Sequence[ShownCell], schools: Sequence[ShownCell]) -> dict[str, ShownCell]:
    """The pooled value behind each shown shrunken one, by school."""
    shown = {(cell.enhet, cell.lasar) for cell in schools if has_value(cell)}
    pooled = [cell for cell in cells if cell.jamforelse == POOLED and has_value(cell)]
    return {cell.enhet: cell for cell in pooled if (cell.enhet, cell.lasar) in shown}


def pooled_lasar(cells: Sequence[ShownCell]) -> list[str]:
    """The läsår that pooled cells are made of, from the ids of their parts, in order."""
    return sorted({part.split("|")[2] for cell in cells for part in cell.delar.split(" + ") if part})


def _span(cells: Sequence[ShownCell], lasar: str, jamforelse: str) -> str:
    """The läsår of the values in words, from the cells' own parts."""
    if jamforelse not in (POOLED, SMOOTHED):
        return lasar
    years = pooled_lasar([cell for cell in cells if cell.jamforelse == POOLED and cell.lasar == lasar])
    return f"läsåren {format_span(years[0], years[-1])} tillsammans" if years else lasar


def _mark(cell: ShownCell, measure: Indicator, lasar: str) -> Mark:
    when = "" if cell.lasar == lasar else f" ({cell.lasar})"
    value = value_text(cell, measure, unit=measure.unit == "procent")
    text = f"{upper_first(cell.enhetsnamn)} {value}{when}"
    if cell.enhetstyp == "kommun":
        return Mark(cell.varde, text, "-", 1.6, (cell.undre, cell.ovre) if has_interval(cell) else None)
    return Mark(cell.varde, text, CONTEXT_LOOKS[cell.enhetstyp].linestyle)


def _school_row(cell: ShownCell, measure: Indicator, instead: str) -> Row:
    if instead:
        return Row(cell.enhetsnamn, "", "", instead=instead)
    if not has_value(cell):
        symbol = HIDDEN if cell.status == "skyddad" else MISSING
        return Row(cell.enhetsnamn, "", symbol, symbol)
    pupils = "" if cell.n is None else plural(cell.n, "elev", "elever")
    return Row(cell.enhetsnamn, pupils, value_text(cell, measure, unit=measure.unit == "procent"))


def _draw_point(ax: Axes, cell: ShownCell, place: float, colour: str) -> None:
    if has_interval(cell):
        ax.plot([cell.undre, cell.ovre], [place, place], color=colour, linewidth=1.3, zorder=2)
    if has_value(cell):
        ax.plot([cell.varde], [place], marker="o", markersize=5.5, color=colour, zorder=3)


def _describe_schools(
    schools: Sequence[ShownCell], own: ShownCell | None, measure: Indicator, span: str, jamforelse: str
) -> Sentence:
    shown = [cell for cell in schools if has_value(cell)]
    hidden = sum(cell.status == "skyddad" for cell in schools)
    texts: list[Words] = [
        f"Punktdiagram: {words.name_of(measure)} per skola, {span}, skolorna i bokstavsordning."
    ]
    if jamforelse == SMOOTHED:
        texts.append("Skolornas värden är utjämnade.")
    if len(shown) > 1:
        low, high = min(shown, key=lambda c: c.varde), max(shown, key=lambda c: c.varde)
        span = f"{value_text(low, measure, unit=False)} till {value_text(high, measure)}"
        texts.append(say(f"{len(shown)} redovisade skolor, från {span}.", claim_span(shown)))
    elif shown:
        texts.append(f"{shown[0].enhetsnamn}: {value_text(shown[0], measure)}.")
    if hidden:
        texts.append(words.tell_hidden(hidden, "skola", "skolor"))
    if own is not None:
        texts.append(f"{own.enhetsnamn}: {value_text(own, measure)}.")
        limits = [cell for cell in shown if has_interval(cell)]
        around = [cell for cell in limits if cell.undre <= own.varde <= cell.ovre]
        if limits:
            of = f"{len(limits)} redovisade skolor" if hidden else f"{len(limits)} skolor"
            counted = f"Intervallet rymmer kommunens värde för {len(around)} av {of}."
            texts.append(say(counted, claim_count(around, limits)))
    return words.fit_alt(texts)
