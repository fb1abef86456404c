"""Small multiples: one little line chart a school or an indicator, all on the same scale."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from analys.disclosure.gate import ShownCell
from analys.indicators import Indicator
from analys.presentation import figures_words as words
from analys.presentation.figures_axes import Scale
from analys.presentation.figures_display import Figure, finish
from analys.presentation.figures_labels import measure_text, wrap
from analys.presentation.figures_lines import (
    CONTEXT_LOOKS,
    Line,
    Look,
    draw_breaks,
    draw_line,
    draw_scale,
    draw_symbols,
    line_scale,
)
from analys.presentation.figures_series import Series, find_breaks, make_series, span_of
from analys.presentation.formats import plural, swedish_order, upper_first
from analys.presentation.notes import describe_sources, source_line, symbol_notes
from analys.presentation.selection import Tables, draft_note, find_indicator, gather, value_text
from analys.presentation.theme import (
    CONTEXT,
    INK,
    LINE,
    SMALL,
    SUBJECT,
    house_style,
    new_canvas,
    semibold,
    text_colour,
)

_GAP = 14.0
_KEY = 20.0
_STRIP = 12.0
_PLOT = 58.0
"""Height of a panel's plot in points, lower where many panels must share a page."""
_PAGE = 620.0


@dataclass(frozen=True)
class Panel:
    """One little chart: its title, what it shows, and the line in grey behind."""

    titel: str
    measure: Indicator
    line: Line
    behind: Line | None


def draw_small_multiples(
    tabell: Tables,
    *,
    titel: str,
    underrubrik: str,
    indikator: str = "",
    indikatorer: Sequence[str] = (),
    lasar: Sequence[str] = (),
    id: str = "",
    kalla: str = "",
    farg: str = SUBJECT,
) -> Figure:
    """Many lines side by side on one scale.

    Parameters
    ----------
    tabell : ProtectedTable or sequence of them
        Levels over läsår, all pupils.
    titel, underrubrik : str
        The finding; measure, unit and population.
    indikator : str
        One panel a school, in alphabetical order, the municipality in grey behind each.
    indikatorer : sequence of str
        Instead: one panel an indicator for the municipality, the nation in grey behind each. All must have
        the same unit.
    lasar : sequence of str
        The axis, oldest first; from the first to the last läsår shown when left out.
    id, kalla, farg : str
        As in `draw_trend`.

    Raises
    ------
    TypeError
        When something else than a protected table is given.
    ValueError
        When there is nothing to show or units are mixed.
    """
    cells, ids = gather(tabell)
    levels = [c for c in cells if (c.kon, c.svsva, c.jamforelse) == ("alla", "alla", "")]
    measures = [find_indicator(code) for code in indikatorer or [indikator]]
    if len({measure.unit for measure in measures}) > 1:
        raise ValueError("Alla rutor i figuren måste ha samma enhet.")
    by_school = not indikatorer
    own = [c for c in levels if c.enhetstyp == ("skola" if by_school else "kommun")]
    own = [c for c in own if c.indikator in {measure.code for measure in measures}]
    if not own:
        raise ValueError(f"Tabellen {ids[0]} har inga uppgifter att visa i små rutor.")
    axis = list(lasar) or span_of(own)
    panels = _school_panels(levels, own, measures[0], axis, farg) if by_school else []
    panels = panels or _indicator_panels(levels, own, measures, axis, farg)
    lines = [line for panel in panels for line in (panel.line, panel.behind) if line is not None]
    scale = _thin(line_scale(lines, measures[0]))
    name = id or f"{ids[0]}_{'skolor' if by_school else 'matt'}_rutor"
    with house_style(f"fig-{name}"):
        canvas = _lay_out(panels, axis, scale, "Skolan" if by_school else own[0].enhetsnamn)
        shown = [cell for line in lines for _, cell in line.series.shown()]
        subject = [cell for panel in panels for _, cell in panel.line.series.shown()]
        return finish(
            canvas,
            id=name,
            titel=titel,
            underrubrik=underrubrik,
            alt=_describe(panels, axis, by_school),
            kalla=source_line(
                draft_note(tabell),
                kalla or describe_sources(shown),
                words.describe_pupils(subject, "per punkt"),
                words.band_note(subject),
                scale.note.replace("Axeln börjar", "Axlarna börjar"),
                *_break_notes(measures, axis),
                *symbol_notes(
                    any(panel.line.series.hidden() for panel in panels),
                    any(panel.line.series.missing() for panel in panels),
                ),
            ),
            tabeller=ids,
        )


def _thin(scale: Scale) -> Scale:
    """Every other tick where there are more than a little chart can bear."""
    return replace(scale, ticks=scale.ticks[::2]) if len(scale.ticks) > 4 else scale


def _school_panels(
    levels: Sequence[ShownCell],
    own: Sequence[ShownCell],
    measure: Indicator,
    axis: Sequence[str],
    colour: str,
) -> list[Panel]:
    municipality = [c for c in levels if c.enhetstyp == "kommun" and c.indikator == measure.code]
    series = _series(municipality, axis)
    behind = Line(series, Look(CONTEXT, width=1.2)) if municipality else None
    schools: Mapping[str, list[ShownCell]] = {
        code: [c for c in own if c.enhet == code] for code in dict.fromkeys(c.enhet for c in own)
    }
    order = sorted(schools, key=lambda code: (swedish_order(schools[code][-1].enhetsnamn), code))
    return [
        Panel(
            schools[code][-1].enhetsnamn,
            measure,
            Line(_series(schools[code], axis), _subject_look(colour)),
            behind,
        )
        for code in order
    ]


def _indicator_panels(
    levels: Sequence[ShownCell],
    own: Sequence[ShownCell],
    measures: Sequence[Indicator],
    axis: Sequence[str],
    colour: str,
) -> list[Panel]:
    panels = []
    for measure in measures:
        mine = [c for c in own if c.indikator == measure.code]
        nation = [c for c in levels if c.enhetstyp == "riket" and c.indikator == measure.code]
        behind = Line(_series(nation, axis), CONTEXT_LOOKS["riket"]) if nation else None
        line = Line(_series(mine, axis), _subject_look(colour))
        if mine:
            panels.append(Panel(measure.short_label, measure, line, behind))
    return panels


def _subject_look(colour: str) -> Look:
    return Look(colour, width=1.6, marker="o", band=True, bold=True, size=2.8)


def _series(cells: Sequence[ShownCell], axis: Sequence[str]) -> Series:
    return make_series([cell for cell in cells if cell.lasar in axis], axis)


def _lay_out(panels: Sequence[Panel], axis: Sequence[str], scale: Scale, subject: str) -> Canvas:
    """All panels on one canvas; sizes in points."""
    columns = min(len(panels), 3 if len(panels) <= 9 else 4)
    rows = math.ceil(len(panels) / columns)
    strip = _STRIP if any(p.line.series.hidden() or p.line.series.missing() for p in panels) else 0
    left = 10 + max((measure_text(scale.label(tick), SMALL) for tick in scale.ticks), default=0)
    canvas = new_canvas(1)
    width = canvas.get_figwidth() * 72
    plot_width = (width - left - 4 - _GAP * (columns - 1)) / columns
    titles = [wrap(panel.titel, plot_width, SMALL, bold=True) for panel in panels]
    heads = [
        LINE * (max(title.count("\n") for title in titles[row * columns : (row + 1) * columns]) + 2) + 6
        for row in range(rows)
    ]
    plot = max(26.0, min(_PLOT, (_PAGE - sum(heads)) / rows))
    height = _KEY + sum(heads) + plot * rows + 20
    canvas.set_figheight(height / 72)
    for place, (panel, title) in enumerate(zip(panels, titles, strict=True)):
        row, column = divmod(place, columns)
        x = left + column * (plot_width + _GAP)
        y = height - _KEY - sum(heads[: row + 1]) - plot * (row + 1)
        ax = canvas.add_axes((x / width, y / height, plot_width / width, plot / height))
        lowest = place + columns >= len(panels)
        _draw_panel(ax, panel, title, axis, scale, strip, (plot_width, plot))
        _label_axes(ax, axis, first=column == 0, lowest=lowest)
    _draw_key(canvas, panels, axis, subject, left)
    return canvas


def _label_axes(ax: Axes, axis: Sequence[str], *, first: bool, lowest: bool) -> None:
    """Values on the first panel of a row, first and last läsår under the lowest of a column."""
    ends = dict.fromkeys((0, len(axis) - 1))
    ax.set_xticks(list(ends), [axis[i] if lowest else "" for i in ends])
    ax.get_xticklabels()[0].set_horizontalalignment("left")
    if not first:
        ax.tick_params(axis="y", labelleft=False)


def _draw_panel(
    ax: Axes,
    panel: Panel,
    title: str,
    axis: Sequence[str],
    scale: Scale,
    strip: float,
    size: tuple[float, float],
) -> None:
    series = panel.line.series
    width, height = size
    ax.set_ylim(scale.low - strip * (scale.high - scale.low) / (height - strip), scale.high)
    value = measure_text("100 %", SMALL) + 6
    ax.set_xlim(-0.4, len(axis) - 0.5 + len(axis) * value / (width - value))
    draw_scale(ax, scale)
    breaks = find_breaks(panel.measure, axis)
    draw_breaks(ax, breaks, 0)
    for line in (panel.behind, panel.line):
        if line is not None:
            draw_line(ax, line, breaks)
    draw_symbols(ax, series, panel.line.look.colour, strip / 2 + 1, height, size=SMALL)
    shown = series.shown()
    detail = _pupils(shown[-1][1]) if shown else "inga uppgifter kan visas"
    ax.annotate(
        detail, (0, 1), (0, 4), "axes fraction", "offset points", fontsize=SMALL, color=CONTEXT, va="bottom"
    )
    ax.annotate(
        title, (0, 1), (0, 4 + LINE), "axes fraction", "offset points", fontsize=SMALL, color=INK,
        va="bottom", linespacing=1.1, **semibold(),
    )  # fmt: skip
    if shown:
        cell = shown[-1][1]
        text = value_text(cell, panel.measure, unit=scale.unit == "procent")
        ax.annotate(
            text, (len(axis) - 1, cell.varde), (4, 0),
            "data", "offset points", fontsize=SMALL, va="center", color=text_colour(panel.line.look.colour),
            **semibold(),
        )  # fmt: skip


def _pupils(cell: ShownCell) -> str:
    return cell.lasar if cell.n is None else f"{plural(cell.n, 'elev', 'elever')} {cell.lasar}"


def _draw_key(
    canvas: Canvas, panels: Sequence[Panel], axis: Sequence[str], subject: str, left: float
) -> None:
    """Which line is which, in a row above the panels."""
    behind = next((panel.behind for panel in panels if panel.behind is not None), None)
    keyed = [(subject, panels[0].line.look)]
    keyed += [(upper_first(behind.series.namn), behind.look)] if behind is not None else []
    if any(find_breaks(panel.measure, axis) for panel in panels):
        keyed.append(("brott i serien", Look(CONTEXT, (1, 2), 0.8)))
    height = canvas.get_figheight() * 72
    ax = canvas.add_axes((0, 1 - _KEY / height, 1, _KEY / height))
    ax.set_axis_off()
    ax.set_xlim(0, canvas.get_figwidth() * 72)
    ax.set_ylim(0, _KEY)
    x = left
    for name, look in keyed:
        ax.plot([x, x + 14], [12, 12], color=look.colour, linewidth=look.width, linestyle=look.linestyle)
        style = semibold() if look.bold else {}
        ax.text(x + 18, 12, name, va="center", color=text_colour(look.colour), **style)
        x += 32 + measure_text(name, bold=look.bold)


def _break_notes(measures: Sequence[Indicator], axis: Sequence[str]) -> list[str]:
    notes = [note for m in measures for note in words.break_notes(m, find_breaks(m, axis), axis)]
    return list(dict.fromkeys(notes))


def _describe(panels: Sequence[Panel], axis: Sequence[str], by_school: bool) -> str:
    measure = panels[0].measure
    kind = f"{len(panels)} små linjediagram på samma skala"
    texts = []
    if by_school:
        what = words.name_of(measure)
        texts.append(f"{kind}, ett per skola: {what}, {words.describe_span(axis)}.")
        last = [p.line.series.shown()[-1][1] for p in panels if p.line.series.shown()]
        if len(last) > 1:
            low, high = min(last, key=lambda c: c.varde), max(last, key=lambda c: c.varde)
            texts.append(
                f"Senast redovisade värden går från {value_text(low, measure, unit=False)} "
                f"till {value_text(high, measure)}."
            )
        if panels[0].behind is not None:
            texts.append(f"I grått bakom: {words.describe_course(panels[0].behind.series, measure)}")
    else:
        texts.append(f"{kind}, ett per mått, {words.describe_span(axis)}.")
        texts += [words.describe_course(p.line.series, p.measure, name=p.titel) for p in panels]
    hidden = sum(bool(panel.line.series.hidden()) for panel in panels)
    if hidden:
        texts.insert(2, f"{plural(hidden, 'ruta', 'rutor')} har skyddade uppgifter.")
    return words.fit_alt(texts)
