"""Lines of birth years over year groups: those that stand apart in colour, the others in grey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.transforms import Affine2D, ScaledTranslation

from analys.disclosure.gate import ShownCell
from analys.presentation import figures_words as words
from analys.presentation.claims import claim_span
from analys.presentation.figures_axes import Scale, make_scale
from analys.presentation.figures_display import Figure, finish
from analys.presentation.figures_labels import measure_text, spread_out
from analys.presentation.figures_lines import draw_scale
from analys.presentation.formats import HIDDEN, plural
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
from analys.presentation.text import Words, say
from analys.presentation.theme import (
    CONTEXT,
    LINE,
    RULE,
    SMALL,
    SUBJECT,
    house_style,
    new_canvas,
    semibold,
    shade_of,
    text_colour,
)

_LEFT, _BOTTOM, _TOP = 34.0, 26.0, 8.0
_GREY = shade_of(CONTEXT, 3.2)
_HALO = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
_HIDDEN = {"boxstyle": "round,pad=0.15", "facecolor": RULE, "edgecolor": "none"}
_BROKEN = "En linje bryts där en uppgift inte visas."


@dataclass(frozen=True)
class Cohort:
    """A birth year: its name, its cells by place on the axis, and whether it stands apart."""

    namn: str
    cells: Mapping[int, ShownCell]
    apart: bool

    @property
    def label(self) -> str:
        """Name at the line's end; only the year where the line is one of many in grey."""
        return self.namn if self.apart else self.namn.rpartition(" ")[2]

    @property
    def shown(self) -> list[tuple[int, ShownCell]]:
        """Places and cells that have a value, from the left."""
        return [(place, cell) for place, cell in sorted(self.cells.items()) if has_value(cell)]


def draw_cohorts(
    tabell: Tables,
    *,
    places: Mapping[str, tuple[str, int]],
    axis: Sequence[str],
    apart: Sequence[str],
    titel: Words,
    underrubrik: str,
    vad: str,
    id: str,
    minst: float | None = None,
    hojd_cm: float = 7.6,
    farg: str = SUBJECT,
) -> Figure | None:
    """A line a birth year; None where nothing may be shown.

    Parameters
    ----------
    tabell : ProtectedTable or sequence of them
    places : mapping of str to (str, int)
        Birth year ("född 2012") and place on the axis of each cell, by its id.
    axis : sequence of str
        Names of the places, "Åk 1" and on.
    apart : sequence of str
        Birth years to set apart.
    titel, underrubrik : str
        The finding; measure, unit and population.
    vad : str
        What the lines are, inside the alt text.
    minst : float, optional
        Narrowest span of the value axis.
    id, hojd_cm, farg
        As in `draw_trend`.
    """
    cells, ids = gather(tabell)
    by_year: dict[str, dict[int, ShownCell]] = {}
    for cell in cells:
        if cell.cell in places:
            name, place = places[cell.cell]
            by_year.setdefault(name, {})[place] = cell
    cohorts = [Cohort(name, found, name in apart) for name, found in sorted(by_year.items())]
    cohorts = [cohort for cohort in cohorts if cohort.shown]
    if not cohorts:
        return None
    drawn = [cell for cohort in cohorts for _, cell in cohort.shown]
    hidden = any(cell.status == "skyddad" for cohort in cohorts for cell in cohort.cells.values())
    limits = [v for cohort in cohorts if cohort.apart for _, cell in cohort.shown for v in numbers_of(cell)]
    scale = make_scale(
        [0.0, *limits, *(cell.varde for cell in drawn)], find_measure(drawn[0].indikator), least=minst
    )
    told = [cell for cohort in cohorts if cohort.apart for _, cell in cohort.shown]
    with house_style(f"fig-{id}"):
        return finish(
            _lay_out(cohorts, axis, scale, hojd_cm, farg),
            id=id,
            titel=titel,
            underrubrik=underrubrik,
            alt=words.fit_alt(_describe(cohorts, axis, vad)),
            kalla=source_line(
                draft_note(tabell),
                describe_sources(drawn),
                words.describe_pupils(drawn, "per punkt"),
                words.band_note(told),
                small_note(drawn),
                _BROKEN if hidden else "",
                *explain_symbols(
                    HIDDEN if cell.status == "skyddad" else ""
                    for cohort in cohorts
                    if cohort.apart
                    for cell in cohort.cells.values()
                ),
            ),
            tabeller=ids,
        )


def _lay_out(
    cohorts: Sequence[Cohort], axis: Sequence[str], scale: Scale, height_cm: float, colour: str
) -> Canvas:
    canvas = new_canvas(height_cm)
    width, height = canvas.get_figwidth() * 72, canvas.get_figheight() * 72
    right = 15 + max(measure_text(cohort.label, SMALL, cohort.apart) for cohort in cohorts)
    plot = height - _BOTTOM - _TOP
    room = width - _LEFT - right
    ax = canvas.add_axes((_LEFT / width, _BOTTOM / height, room / width, plot / height))
    ax.set_xlim(-0.2, len(axis) - 1)
    ax.set_ylim(scale.low, scale.high)
    ax.set_xticks(range(len(axis)), list(axis))
    draw_scale(ax, scale)
    for cohort in sorted(cohorts, key=lambda cohort: cohort.apart):
        _draw_cohort(ax, cohort, colour)
    _name_cohorts(ax, cohorts, len(axis) - 1, plot, scale, colour)
    return canvas


def _draw_cohort(ax: Axes, cohort: Cohort, colour: str) -> None:
    shade = colour if cohort.apart else _GREY
    for run in _split(cohort.shown):
        xs, ys = [place for place, _ in run], [cell.varde for _, cell in run]
        known = [(place, cell) for place, cell in run if has_interval(cell)]
        if cohort.apart and len(known) == len(run):
            lows, highs = [cell.undre for _, cell in known], [cell.ovre for _, cell in known]
            if len(run) > 1:
                ax.fill_between(xs, lows, highs, color=shade, alpha=0.16, linewidth=0, zorder=1)
            else:
                ax.plot([xs[0]] * 2, [lows[0], highs[0]], color=shade, linewidth=5, alpha=0.18)
        marker = "o" if cohort.apart or len(run) == 1 else ""
        ax.plot(
            xs, ys, color=shade, linewidth=2.0 if cohort.apart else 1.2, marker=marker,
            markersize=4.2 if cohort.apart else 3.0, zorder=3 if cohort.apart else 2,
        )  # fmt: skip
    place, last = cohort.shown[-1]
    ax.plot([place], [last.varde], marker="o", markersize=3.0, color=shade, zorder=2.5, clip_on=False)
    for place, cell in cohort.cells.items():
        if cohort.apart and cell.status == "skyddad":
            ax.annotate(
                HIDDEN, (place, 0), (0, 6), ("data", "axes fraction"), "offset points", ha="center",
                color=text_colour(colour), bbox=_HIDDEN, **semibold(),
            )  # fmt: skip


def _split(shown: Sequence[tuple[int, ShownCell]]) -> list[list[tuple[int, ShownCell]]]:
    """Runs of neighbouring year groups."""
    runs: list[list[tuple[int, ShownCell]]] = []
    for place, cell in shown:
        if runs and runs[-1][-1][0] == place - 1:
            runs[-1].append((place, cell))
        else:
            runs.append([(place, cell)])
    return runs


def _name_cohorts(
    ax: Axes, cohorts: Sequence[Cohort], last: int, plot: float, scale: Scale, colour: str
) -> None:
    """Names beside the ends of the lines, those that end at the same place moved apart."""
    per_point = plot / (scale.high - scale.low)
    ends: dict[int, list[Cohort]] = {}
    for cohort in cohorts:
        ends.setdefault(cohort.shown[-1][0], []).append(cohort)
    for place, group in ends.items():
        wanted = [(cohort.shown[-1][1].varde - scale.low) * per_point for cohort in group]
        if place < last:
            wanted = [level + LINE * 0.8 for level in wanted]
        heights = spread_out(wanted, [LINE * 0.95] * len(group), 0, plot)
        for cohort, level, want in zip(group, heights, wanted, strict=True):
            style: dict[str, Any] = semibold() if cohort.apart else {"bbox": _HALO}
            if place == last and abs(level - want) > 2:
                _lead(ax, (want, level))
            ax.annotate(
                cohort.label, (place, level), (12 if place == last else 0, 0), ("data", "axes points"),
                "offset points", ha="left" if place == last else "center", va="center", fontsize=SMALL,
                color=text_colour(colour) if cohort.apart else CONTEXT, annotation_clip=False, **style,
            )  # fmt: skip


def _lead(ax: Axes, levels: tuple[float, float]) -> None:
    """A hair from the end of a line at the right edge to its name; heights in points."""
    edge = ScaledTranslation(1, 0, ax.transAxes)  # type: ignore[arg-type]  # any affine transform will do
    transform = Affine2D().scale(1 / 72) + ax.figure.dpi_scale_trans + edge
    ax.plot([2, 10], levels, transform=transform, clip_on=False, color=CONTEXT, linewidth=0.5)


def _describe(cohorts: Sequence[Cohort], axis: Sequence[str], vad: str) -> list[Words]:
    texts: list[Words] = [f"Linjediagram: {vad}, {plural(len(cohorts), 'årskull', 'årskullar')}."]
    hidden = sum(cell.status == "skyddad" for cohort in cohorts for cell in cohort.cells.values())
    texts += [words.tell_hidden(hidden)] if hidden else []
    for cohort in cohorts:
        if cohort.apart:
            measure = find_measure(cohort.shown[0][1].indikator)
            values = [f"{value_text(cell, measure)} i {axis[place].lower()}" for place, cell in cohort.shown]
            texts.append(f"{cohort.namn}: {', '.join(values)}.")
    for place, name in enumerate(axis):
        levels = [cell for cohort in cohorts for at, cell in cohort.shown if at == place]
        if len(levels) > 1:
            low, high = (
                value_text(pick(levels, key=lambda cell: cell.varde), find_measure(levels[0].indikator))
                for pick in (min, max)
            )
            hidden = any(
                c.status == "skyddad" for one in cohorts for at, c in one.cells.items() if at == place
            )
            among = "redovisade värden " if hidden else ""
            texts.append(say(f"{name}: {among}från {low} till {high}.", claim_span(levels)))
    return texts
