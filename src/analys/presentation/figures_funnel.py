"""Funnels: schools' deviation by their number of pupils, inside the limits that chance alone would keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analys.disclosure.gate import ShownCell
from analys.estimates.funnel import GRANSER
from analys.indicators import Indicator
from analys.presentation import figures_words as words
from analys.presentation.claims import claim_count, claim_span
from analys.presentation.figures_axes import make_scale
from analys.presentation.figures_display import Figure, finish
from analys.presentation.figures_funnel_panels import Funnel, Limits, Point, lay_out_funnels
from analys.presentation.formats import (
    NBSP,
    join_list,
    lower_first,
    plural,
    upper_first,
)
from analys.presentation.notes import describe_sources, source_line
from analys.presentation.selection import (
    Tables,
    draft_note,
    find_indicator,
    gather,
    has_interval,
    has_value,
    value_text,
)
from analys.presentation.text import Sentence, Words, say
from analys.presentation.theme import SUBJECT, house_style

_LABELS = {kind: f"{100 * share:g}{NBSP}%".replace(".", ",") for kind, share in GRANSER.items()}
"""What each kind of limit is called, inner first."""
_BEYOND = "np_trattspridning_ak"


@dataclass(frozen=True)
class _Chosen:
    """The cells of one panel."""

    measure: Indicator
    own: ShownCell | None
    schools: tuple[ShownCell, ...]
    limits: Mapping[str, Mapping[str, ShownCell]]
    widened: bool

    @property
    def shown(self) -> list[ShownCell]:
        """Schools that have a place in the panel."""
        return [cell for cell in self.schools if has_value(cell) and cell.n is not None]

    @property
    def hidden(self) -> int:
        """Number of schools that are not shown."""
        return sum(cell.status == "skyddad" for cell in self.schools)

    def list_outside(self, kind: str) -> list[ShownCell]:
        """The shown schools that lie outside their own shown limits of a kind."""
        known = [(cell, self.limits[kind].get(cell.enhet)) for cell in self.shown]
        return [
            cell
            for cell, limit in known
            if limit is not None and has_interval(limit) and not limit.undre <= cell.varde <= limit.ovre
        ]


def draw_funnel(
    tabell: Tables,
    *,
    indikatorer: Sequence[str],
    lasar: str,
    titel: Words,
    underrubrik: str,
    jamforelse: str = "",
    noter: Sequence[str] = (),
    id: str = "",
    kalla: str = "",
    farg: str = SUBJECT,
) -> Figure:
    """Schools as unnamed points by their number of pupils, around the municipality's value.

    One panel an indicator, all on the same scales. A limit is drawn through each shown school's own, in order
    of pupils; between the schools it is interpolated, and the source line says so.

    Parameters
    ----------
    tabell : ProtectedTable or sequence of them
        Cells of the schools and the municipality, of each school's limits (`funnel.GRANSER` as jamforelse)
        and of how much the schools vary beyond chance.
    indikatorer : sequence of str
        Measures of one unit, such as "np_netto_ak9" and "np_netto_ak6"; one without schools is left out.
    lasar : str
    titel, underrubrik : str
        The finding; measure, unit and population.
    jamforelse : str
        "" for the läsår alone, "tre läsår" for that level.
    noter : sequence of str
        Sentences to add to the source line.
    id, kalla, farg : str
        As in `draw_trend`.

    Raises
    ------
    TypeError
        When something else than a protected table is given.
    ValueError
        When there is no school, or units are mixed.
    """
    cells, ids = gather(tabell)
    measures = [find_indicator(code) for code in indikatorer]
    if len({measure.unit for measure in measures}) != 1:
        raise ValueError("Alla rutor i figuren måste ha samma enhet.")
    alike = [
        cell
        for cell in cells
        if (cell.lasar, cell.kon, cell.svsva, cell.kategori) == (lasar, "alla", "alla", "")
    ]
    chosen = [_choose(alike, measure, jamforelse) for measure in measures]
    chosen = [panel for panel in chosen if panel.schools]
    if not chosen:
        raise ValueError(f"Tabellen {ids[0]} har inga skolor att visa för {lasar}.")
    drawn = [cell for panel in chosen for cell in (*panel.shown, panel.own) if cell is not None]
    numbers = [cell.varde for cell in drawn if has_value(cell)]
    panels = [_make_funnel(panel) for panel in chosen]
    limits = [value for panel in panels for limit in panel.limits for value in (*limit.low, *limit.high)]
    scale = make_scale([*numbers, *limits], chosen[0].measure)
    name = id or f"{ids[0]}_{chosen[0].measure.code}_tratt"
    with house_style(f"fig-{name}"):
        return finish(
            lay_out_funnels(panels, scale, farg),
            id=name,
            titel=titel,
            underrubrik=underrubrik,
            alt=_describe(chosen, lasar),
            kalla=source_line(
                draft_note(tabell),
                kalla or describe_sources(drawn),
                *noter,
                _note_limits(any(panel.widened for panel in chosen)) if limits else "",
                _note_hidden(chosen),
            ),
            tabeller=ids,
        )


def _choose(cells: Sequence[ShownCell], measure: Indicator, jamforelse: str) -> _Chosen:
    mine = [cell for cell in cells if cell.indikator == measure.code]
    level = [cell for cell in mine if cell.jamforelse == jamforelse]
    own = next((cell for cell in level if cell.enhetstyp == "kommun" and has_value(cell)), None)
    schools = sorted((cell for cell in level if cell.enhetstyp == "skola"), key=lambda cell: cell.enhet)
    limits = {kind: {cell.enhet: cell for cell in mine if cell.jamforelse == kind} for kind in GRANSER}
    beyond = f"{_BEYOND}{measure.arskurs}"
    widened = any(has_value(cell) and cell.varde > 0 for cell in cells if cell.indikator == beyond)
    return _Chosen(measure, own, tuple(schools), limits, widened)


def _make_funnel(panel: _Chosen) -> Funnel:
    """What is drawn: places of schools, and limits in order of pupils as far as they are shown."""
    points = tuple(sorted(Point(cell.n or 0, cell.varde) for cell in panel.shown))
    limits = []
    for kind, label in _LABELS.items():
        known = sorted(
            (cell.n or 0, limit.undre, limit.ovre)
            for cell in panel.shown
            if (limit := panel.limits[kind].get(cell.enhet)) is not None and has_interval(limit)
        )
        if known:
            limits.append(Limits(label, *(tuple(column) for column in zip(*known, strict=True))))
    own = panel.own
    label = (
        "" if own is None else f"{upper_first(own.enhetsnamn)} {value_text(own, panel.measure, unit=False)}"
    )
    return Funnel(panel.measure.short_label, points, tuple(limits), None if own is None else own.varde, label)


def _note_limits(widened: bool) -> str:
    """What the limits are; where schools vary beyond chance they are wider than chance alone makes them."""
    why = (
        "tar hänsyn till slumpen och till att skolorna i allmänhet skiljer sig åt mer än den ger"
        if widened
        else "visar vad slumpen ensam kan ge"
    )
    return (
        f"Gränserna ({join_list(_LABELS.values())}) {why}. "
        "De är räknade för varje redovisad skola; däremellan är linjerna bara dragna."
    )


def _note_hidden(chosen: Sequence[_Chosen]) -> str:
    hidden = sum(panel.hidden for panel in chosen)
    return words.tell_hidden(hidden, "skola", "skolor")


def _describe(chosen: Sequence[_Chosen], lasar: str) -> Sentence:
    """Kind and axes, then panel by panel the range and how many schools lie outside the limits."""
    measure = chosen[0].measure
    # What all panels share: between which results it is, and for whom, differs.
    name = lower_first((measure.family or measure.label).partition(" mellan ")[0])
    texts: list[Words] = [f"Trattdiagram: {name} efter antal elever, {lasar}, en punkt per skola."]
    for panel in chosen:
        if not panel.shown:
            continue
        low, high = (pick(panel.shown, key=lambda cell: cell.varde) for pick in (min, max))
        outside = [
            f"{len(panel.list_outside(kind)) or 'ingen'} utanför {label}"
            for kind, label in _LABELS.items()
            if panel.limits[kind]
        ]
        span = f"{value_text(low, panel.measure, unit=False)} till {value_text(high, panel.measure)}"
        which = ("redovisad skola", "redovisade skolor") if panel.hidden else ("skola", "skolor")
        schools = plural(len(panel.shown), *which)
        told = f"{', '.join([f'{panel.measure.short_label}: {schools}, {span}', *outside])}."
        counts = [
            claim_count(panel.list_outside(kind), panel.shown) for kind in _LABELS if panel.limits[kind]
        ]
        texts.append(say(told, claim_span(panel.shown), *counts))
    texts.append(_note_hidden(chosen))
    return words.fit_alt(texts)
