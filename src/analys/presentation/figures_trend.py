"""Trends: a unit over läsår against what it is compared with, and girls against boys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analys.disclosure.gate import ShownCell
from analys.indicators import Indicator
from analys.presentation import figures_words as words
from analys.presentation.figures_display import Figure, finish
from analys.presentation.figures_lines import CONTEXT_LOOKS, Line, Look, lay_out, line_scale
from analys.presentation.figures_series import CONTEXT_TYPES, Series, find_breaks, make_series, span_of
from analys.presentation.notes import describe_sources, explain_symbols, source_line, tell_borrowed
from analys.presentation.selection import Tables, draft_note, find_indicator, gather
from analys.presentation.text import Words
from analys.presentation.theme import SUBJECT, house_style, new_canvas, second_colour


def draw_trend(
    tabell: Tables,
    *,
    indikator: str,
    titel: Words,
    underrubrik: str,
    enhet: str = "",
    kon: str = "alla",
    svsva: str = "alla",
    jamforelse: str = "",
    lasar: Sequence[str] = (),
    id: str = "",
    kalla: str = "",
    farg: str = SUBJECT,
    hojd_cm: float = 7.2,
) -> Figure:
    """One unit over läsår with its interval, against municipality, similar, county and nation.

    Parameters
    ----------
    tabell : ProtectedTable or sequence of them
        Cells of the unit and of what it is compared with; other cells are left aside.
    indikator : str
        Code in the registry.
    titel, underrubrik : str
        The finding; measure, unit and population.
    enhet : str
        The unit; the municipality when left out.
    kon, svsva, jamforelse : str
        Which cells.
    lasar : sequence of str
        The axis, oldest first; all from the first to the last läsår of the unit when left out.
    id : str
        Id of the figure; made from the table's id and the indicator when left out.
    kalla : str
        Source sentence in place of the one made from the cells.
    farg : str
        The report's colour.
    hojd_cm : float
        Height of the drawing.

    Raises
    ------
    TypeError
        When something else than a protected table is given.
    ValueError
        When the selection has no cells.
    """
    cells, ids = gather(tabell)
    measure = find_indicator(indikator)
    chosen = [
        cell
        for cell in cells
        if (cell.indikator, cell.kon, cell.svsva, cell.jamforelse) == (indikator, kon, svsva, jamforelse)
    ]
    subject = [cell for cell in chosen if (cell.enhet == enhet if enhet else cell.enhetstyp == "kommun")]
    axis = _axis(lasar, subject, indikator)
    lines = [Line(_on(axis, subject), Look(farg, width=2.0, marker="o", band=True, bold=True))]
    for kind in CONTEXT_TYPES:
        others = [cell for cell in chosen if cell.enhetstyp == kind and cell not in subject]
        for unit in dict.fromkeys(cell.enhet for cell in others):
            series = _on(axis, [cell for cell in others if cell.enhet == unit])
            lines.append(Line(series, CONTEXT_LOOKS[kind]))
    context = [last for line in lines[1:] if (last := words.describe_last(line.series, measure))]
    breaks = find_breaks(measure, axis)
    alt = words.fit_alt(
        [
            f"Linjediagram: {words.name_of(measure)}, {words.describe_span(axis)}.",
            words.describe_course(lines[0].series, measure),
            words.describe_hidden([lines[0].series], axis),
            f"Jämförelse: {'; '.join(context)}." if context else "",
            words.describe_breaks(breaks, axis),
        ]
    )
    name = id or f"{ids[0]}_{indikator}"
    return _draw(
        lines, axis, measure, 1, hojd_cm, name, titel, underrubrik, alt, kalla, ids, draft_note(tabell)
    )


def draw_gap(
    tabell: Tables,
    *,
    indikator: str,
    titel: Words,
    underrubrik: str,
    enhet: str = "",
    svsva: str = "alla",
    lasar: Sequence[str] = (),
    id: str = "",
    kalla: str = "",
    farg: str = SUBJECT,
    hojd_cm: float = 7.2,
) -> Figure:
    """Girls and boys over läsår, each with its interval, told apart by label, marker and line style.

    Parameters and errors as `draw_trend`.
    """
    cells, ids = gather(tabell)
    measure = find_indicator(indikator)
    chosen = [
        cell
        for cell in cells
        if (cell.indikator, cell.svsva, cell.jamforelse) == (indikator, svsva, "")
        and (cell.enhet == enhet if enhet else cell.enhetstyp == "kommun")
        and cell.kon in ("flickor", "pojkar")
    ]
    axis = _axis(lasar, chosen, indikator)
    looks = {
        "flickor": Look(farg, width=2.0, marker="o", band=True, bold=True),
        "pojkar": Look(second_colour(farg), (4, 1.8), 2.0, "s", filled=False, band=True, bold=True),
    }
    lines = [
        Line(replace(_on(axis, [c for c in chosen if c.kon == group]), namn=group.capitalize()), look)
        for group, look in looks.items()
    ]
    breaks = find_breaks(measure, axis)
    alt = words.fit_alt(
        [
            f"Linjediagram: {words.name_of(measure)}, flickor och pojkar, {words.describe_span(axis)}.",
            *(words.describe_course(line.series, measure) for line in lines),
            words.describe_hidden([line.series for line in lines], axis),
            words.describe_breaks(breaks, axis),
        ]
    )
    name = id or f"{ids[0]}_{indikator}_kon"
    return _draw(
        lines, axis, measure, 2, hojd_cm, name, titel, underrubrik, alt, kalla, ids, draft_note(tabell)
    )


def _axis(lasar: Sequence[str], subject: list[ShownCell], indikator: str) -> list[str]:
    if not subject:
        raise ValueError(f"Tabellen har inga uppgifter om {indikator} för den valda enheten.")
    return list(lasar) or span_of(subject)


def _on(axis: Sequence[str], cells: Sequence[ShownCell]) -> Series:
    return make_series([cell for cell in cells if cell.lasar in axis], axis)


def _draw(
    lines: Sequence[Line],
    axis: Sequence[str],
    measure: Indicator,
    own: int,
    height_cm: float,
    name: str,
    titel: Words,
    underrubrik: str,
    alt: Words,
    kalla: str,
    ids: tuple[str, ...],
    draft: str,
) -> Figure:
    """The drawing that trend and gap share; the first `own` lines are the subject."""
    scale = line_scale(lines, measure)
    breaks = find_breaks(measure, axis)
    with house_style(f"fig-{name}"):
        canvas = new_canvas(height_cm)
        lay_out(canvas, lines, axis, measure, scale, own)
        drawn = [cell for line in lines for _, cell in line.series.shown()]
        subject = [cell for line in lines[:own] for _, cell in line.series.shown()]
        each = "per läsår" if own == 1 else "per läsår och kön"
        line = source_line(
            draft,
            kalla or describe_sources(drawn),
            words.describe_pupils(subject, each),
            words.band_note(subject),
            tell_borrowed(subject, lambda cell: cell.lasar),
            scale.note,
            *words.break_notes(measure, breaks, axis),
            *explain_symbols(symbol for line in lines[:own] for symbol in line.series.symbols()),
        )
        return finish(
            canvas, id=name, titel=titel, underrubrik=underrubrik, alt=alt, kalla=line, tabeller=ids
        )
