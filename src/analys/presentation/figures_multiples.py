"""Small multiples: one little line chart a school or an indicator, all on the same scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analys.disclosure.gate import ShownCell
from analys.indicators import Indicator
from analys.presentation import figures_words as words
from analys.presentation.claims import claim_span
from analys.presentation.figures_axes import Scale
from analys.presentation.figures_display import Figure, finish
from analys.presentation.figures_lines import CONTEXT_LOOKS, Line, Look, line_scale
from analys.presentation.figures_panels import Panel, lay_out_panels
from analys.presentation.figures_series import Series, find_breaks, make_series, span_of
from analys.presentation.formats import plural, swedish_order
from analys.presentation.notes import describe_sources, explain_symbols, source_line, tell_borrowed
from analys.presentation.selection import Tables, draft_note, find_indicator, gather, value_text
from analys.presentation.text import Sentence, Words, say
from analys.presentation.theme import CONTEXT, SUBJECT, house_style


def draw_small_multiples(
    tabell: Tables,
    *,
    titel: Words,
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
        canvas = lay_out_panels(panels, axis, scale, "Skolan" if by_school else own[0].enhetsnamn)
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
                tell_borrowed(subject, lambda cell: f"{cell.enhetsnamn} {cell.lasar}"),
                scale.note.replace("Axeln börjar", "Axlarna börjar"),
                *_break_notes(measures, axis),
                *explain_symbols(symbol for panel in panels for symbol in panel.line.series.symbols()),
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


def _break_notes(measures: Sequence[Indicator], axis: Sequence[str]) -> list[str]:
    notes = [note for m in measures for note in words.break_notes(m, find_breaks(m, axis), axis)]
    return list(dict.fromkeys(notes))


def _describe(panels: Sequence[Panel], axis: Sequence[str], by_school: bool) -> Sentence:
    measure = panels[0].measure
    kind = f"{len(panels)} små linjediagram på samma skala"
    texts: list[Words] = []
    if by_school:
        what = words.name_of(measure)
        texts.append(f"{kind}, ett per skola: {what}, {words.describe_span(axis)}.")
        last = [p.line.series.shown()[-1][1] for p in panels if p.line.series.shown()]
        if len(last) > 1:
            low, high = min(last, key=lambda c: c.varde), max(last, key=lambda c: c.varde)
            span = f"{value_text(low, measure, unit=False)} till {value_text(high, measure)}"
            texts.append(say(f"Senast redovisade värden går från {span}.", claim_span(last)))
        if panels[0].behind is not None:
            course = words.describe_course(panels[0].behind.series, measure)
            texts.append(say(f"I grått bakom: {course.plain}", *course.claims))
    else:
        texts.append(f"{kind}, ett per mått, {words.describe_span(axis)}.")
        texts += [words.describe_course(p.line.series, p.measure, name=p.titel) for p in panels]
    hidden = sum(bool(panel.line.series.hidden()) for panel in panels)
    if hidden:
        texts.insert(2, f"{plural(hidden, 'ruta', 'rutor')} har skyddade uppgifter.")
    return words.fit_alt(texts)
