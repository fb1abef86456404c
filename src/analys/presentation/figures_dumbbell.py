"""Two läsår against each other: a hollow and a filled point on each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from analys.disclosure.gate import ShownCell
from analys.indicators import Indicator
from analys.presentation import figures_words as words
from analys.presentation.claims import claim_count
from analys.presentation.figures_axes import make_scale
from analys.presentation.figures_display import Figure, finish
from analys.presentation.figures_labels import measure_text
from analys.presentation.figures_rows import Row, open_rows
from analys.presentation.formats import (
    HIDDEN,
    HIDDEN_WORDS,
    MISSING,
    MISSING_WORDS,
    join_list,
    plural,
    swedish_order,
)
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
from analys.presentation.theme import CONTEXT, SMALL, SUBJECT, house_style

Pair = tuple[ShownCell | None, ShownCell | None]


_GROUPS = {
    "alla": "Alla",
    "flickor": "Flickor",
    "pojkar": "Pojkar",
    "sv": "Svenska",
    "sva": "Svenska som andraspråk",
}
_ARROW = " → "
_HOLLOW: dict[str, Any] = {
    "marker": "o", "markersize": 5.5, "color": CONTEXT, "markerfacecolor": "white", "markeredgewidth": 1.2,
}  # fmt: skip


def draw_dumbbell(
    tabell: Tables,
    *,
    fran: str,
    till: str,
    titel: Words,
    underrubrik: str,
    rader: str = "enhet",
    indikator: str = "",
    id: str = "",
    kalla: str = "",
    farg: str = SUBJECT,
) -> Figure:
    """Two läsår against each other: one row a unit, gender or indicator, a hollow and a filled point.

    Parameters
    ----------
    tabell : ProtectedTable or sequence of them
        Levels; use `select` first so that each row has one cell a läsår.
    fran, till : str
        The earlier and the later läsår.
    titel, underrubrik : str
        The finding; measure, unit and population.
    rader : str
        "enhet" (schools in alphabetical order, other units first), "kon", "svsva" or "indikator" (one unit).
    indikator : str
        Which indicator; needed unless the rows are indicators.
    id, kalla, farg : str
        As in `draw_trend`.

    Raises
    ------
    TypeError
        When something else than a protected table is given.
    ValueError
        When there is nothing to show, two cells fall on one point, or units are mixed.
    """
    cells, ids = gather(tabell)
    chosen = [
        cell
        for cell in cells
        if cell.jamforelse == ""
        and cell.lasar in (fran, till)
        and (not indikator or cell.indikator == indikator)
        and (rader == "kon" or cell.kon == "alla")
        and (rader == "svsva" or cell.svsva == "alla")
    ]
    if not chosen:
        raise ValueError(f"Tabellen {ids[0]} har inga uppgifter för {fran} och {till}.")
    measures = {cell.indikator: find_indicator(cell.indikator) for cell in chosen}
    if len({measure.unit for measure in measures.values()}) > 1:
        raise ValueError("Alla rader i figuren måste ha samma enhet.")
    pairs = _pair(chosen, rader, fran, till)
    measure = next(iter(measures.values()))
    rows = [_pair_row(key, pair, rader, measures) for key, pair in pairs.items()]
    drawn = [cell for pair in pairs.values() for cell in pair if cell is not None and has_value(cell)]
    scale = make_scale([value for cell in drawn for value in numbers_of(cell)], measure)
    broken = sorted({b for m in measures.values() for b in m.breaks if fran < b <= till})
    name = id or f"{ids[0]}_{indikator or rader}_{fran[:4]}_{till[:4]}"
    with house_style(f"fig-{name}"):
        canvas, ax, places = open_rows(rows, scale, 20.0)
        for pair, place in zip(pairs.values(), places, strict=True):
            _draw_pair(ax, pair, place, farg, joined=not broken)
        _draw_key(ax, fran, till, farg)
        return finish(
            canvas,
            id=name,
            titel=titel,
            underrubrik=underrubrik,
            alt=_describe_pairs(pairs, rows, measures, fran, till),
            kalla=source_line(
                draft_note(tabell),
                kalla or describe_sources(drawn),
                words.describe_pupils(drawn, "per punkt"),
                words.band_note(drawn, "Breda streck"),
                tell_borrowed(drawn, lambda cell: f"{cell.enhetsnamn} {cell.lasar}"),
                scale.note,
                f"Serien bryts {join_list(broken)}, därför förbinds inte punkterna." if broken else "",
                *explain_symbols(text for row in rows for text in row.text.split(_ARROW)),
            ),
            tabeller=ids,
        )


def _pair(cells: Sequence[ShownCell], key: str, fran: str, till: str) -> dict[str, Pair]:
    found: dict[str, dict[str, ShownCell]] = {}
    for cell in cells:
        row = found.setdefault(getattr(cell, key), {})
        if cell.lasar in row:
            raise ValueError(f"Två uppgifter hamnar på samma punkt: {cell.cell}. Välj först med select.")
        row[cell.lasar] = cell
    pairs = {name: (row.get(fran), row.get(till)) for name, row in found.items()}
    if key != "enhet":
        return pairs

    def order(name: str) -> tuple[bool, tuple[str, str], str]:
        cell = next(c for c in reversed(pairs[name]) if c is not None)
        school = cell.enhetstyp == "skola"
        return school, swedish_order(cell.enhetsnamn) if school else ("", ""), name

    return {name: pairs[name] for name in sorted(pairs, key=order)}


def _pair_row(key: str, pair: Pair, rader: str, measures: dict[str, Indicator]) -> Row:
    cell = next(c for c in reversed(pair) if c is not None)
    name = _GROUPS.get(key, key)
    if rader == "enhet":
        name = cell.enhetsnamn
    elif rader == "indikator":
        name = measures[key].short_label
    before, after = (_value_words(one, measures[cell.indikator]) for one in pair)
    none = not any(c is not None and has_value(c) for c in pair)
    symbol = (HIDDEN if HIDDEN in (before, after) else MISSING) if none else ""
    return Row(name, "", f"{before}{_ARROW}{after}", symbol, rader == "enhet" and cell.enhetstyp == "kommun")


def _value_words(cell: ShownCell | None, measure: Indicator) -> str:
    if cell is not None and cell.status == "skyddad":
        return HIDDEN
    if cell is None or not has_value(cell):
        return MISSING
    return value_text(cell, measure, unit=measure.unit == "procent")


def _draw_pair(ax: Axes, pair: Pair, place: float, colour: str, *, joined: bool) -> None:
    before, after = (cell if cell is not None and has_value(cell) else None for cell in pair)
    for cell, shade, offset in ((before, CONTEXT, -2.5), (after, colour, 2.5)):
        if cell is not None and has_interval(cell):
            ax.plot(
                [cell.undre, cell.ovre], [place + offset] * 2, color=shade, linewidth=3.5, alpha=0.22,
                solid_capstyle="butt", zorder=1,
            )  # fmt: skip
    if joined and before is not None and after is not None:
        ax.plot([before.varde, after.varde], [place, place], color=colour, linewidth=1.3, zorder=2)
    if before is not None:
        ax.plot([before.varde], [place], **_HOLLOW, zorder=3)
    if after is not None:
        ax.plot([after.varde], [place], marker="o", markersize=5.5, color=colour, zorder=4)


def _draw_key(ax: Axes, fran: str, till: str, colour: str) -> None:
    """Which point is which läsår, above the rows."""
    room = ax.bbox.width * 72 / ax.figure.dpi
    for text, x, hollow in ((fran, 3.0, True), (till, 21.0 + measure_text(fran, SMALL), False)):
        style: dict[str, Any] = _HOLLOW if hollow else {"marker": "o", "markersize": 5.5, "color": colour}
        ax.plot([x / room], [-9], transform=ax.get_yaxis_transform(), clip_on=False, **style)
        ax.annotate(
            text, (x / room, -9), (6, 0), ("axes fraction", "data"), "offset points",
            va="center", fontsize=SMALL, annotation_clip=False,
        )  # fmt: skip


def _describe_pairs(
    pairs: dict[str, Pair], rows: Sequence[Row], measures: dict[str, Indicator], fran: str, till: str
) -> Sentence:
    subject = words.name_of(next(iter(measures.values()))) if len(measures) == 1 else "flera mått"
    both = [
        (before, after)
        for before, after in pairs.values()
        if before is not None and after is not None and has_value(before) and has_value(after)
    ]
    up = [after for before, after in both if after.varde > before.varde]
    down = [after for before, after in both if after.varde < before.varde]
    texts: list[Words] = [
        f"Punktdiagram med två läsår, {fran} och {till}: {subject}, {plural(len(pairs), 'rad', 'rader')}."
    ]
    hidden = sum(cell is not None and cell.status == "skyddad" for pair in pairs.values() for cell in pair)
    if hidden:
        texts.append(words.tell_hidden(hidden))
    if both:
        counted = f"Av {len(both)} med båda värdena ligger {len(up)} högre och {len(down)} lägre {till}."
        compared = [after for _, after in both]
        texts.append(say(counted, claim_count(up, compared), claim_count(down, compared)))
    plain = {HIDDEN: HIDDEN_WORDS, MISSING: MISSING_WORDS}
    for row in rows:
        before, after = (plain.get(text, text) for text in row.text.split(_ARROW))
        texts.append(f"{row.namn}: {before} till {after}." if not row.symbol else "")
    return words.fit_alt(texts)
