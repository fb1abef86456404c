"""Parts of a whole: one bar of 100 per cent a row, parts in order, values in the bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.indicators import Indicator
from analys.presentation import figures_words as words
from analys.presentation.claims import claim_span
from analys.presentation.figures_bars import lay_out_bars
from analys.presentation.figures_bars_frame import Part
from analys.presentation.figures_display import ALT_LENGTH, Figure, finish
from analys.presentation.figures_shares_rows import BLOCKS, ROWS, ShareRow, make_rows
from analys.presentation.formats import (
    BORROWED,
    BORROWED_NOTE,
    join_list,
    lower_first,
    plural,
    symbol_of,
    upper_first,
)
from analys.presentation.notes import describe_sources, explain_symbols, source_line
from analys.presentation.selection import Tables, draft_note, find_indicator, gather, has_value, value_text
from analys.presentation.tables import small_note
from analys.presentation.text import Sentence, Words, say
from analys.presentation.theme import SUBJECT, house_style, shade_of

MOST_ROWS = 32
"""More bars do not fit on a page."""
_NET_NOTE = "Nettoavvikelse: andelen högre minus andelen lägre, rapportens eget mått."
_ROUNDED = "Talen är avrundade var för sig."
_GREYS = ("#E8E8E8", "#BEBEBE", "#F7F7F7")
_STEPS = {1: (8.5,), 2: (3.0, 8.5), 3: (2.2, 4.4, 8.5)}
"""Contrast to white of the coloured parts in order: neighbours differ in lightness, so in print too."""


def draw_shares(
    tabell: Tables,
    *,
    indikatorer: Sequence[str],
    lasar: str | Sequence[str],
    titel: Words,
    underrubrik: str,
    rader: str = "indikator",
    block: str = "",
    enhet: str = "",
    jamforelse: str = "",
    etiketter: Mapping[str, str] | None = None,
    gra: Sequence[str] = (),
    netto: bool = False,
    noter: Sequence[str] = (),
    id: str = "",
    kalla: str = "",
    farg: str = SUBJECT,
) -> Figure:
    """Distributions as bars of 100 per cent, one a row, with the number of pupils beside.

    A row where any part is hidden has no bar: its lengths would tell the hidden part. What may be shown of it
    stands as text.

    Parameters
    ----------
    tabell : ProtectedTable or sequence of them
        Cells with a kategori; for `netto` those of the net deviation too.
    indikatorer : sequence of str
        Distributions with the same categories, such as "np_relation_ak9_ma", in the order of their rows.
        Those without any cell are left out.
    lasar : str or sequence of str
        One läsår; several when they are rows or blocks.
    titel, underrubrik : str
        The finding; measure, unit and population.
    rader : str
        "indikator" (as given), "enhet" (the municipality, then schools in alphabetical order), "lasar", "kon"
        or "svsva".
    block : str
        What parts the rows into blocks with a heading each: "arskurs", or another of the columns above.
    enhet : str
        The unit, when units are neither rows nor blocks; the municipality when left out.
    jamforelse : str
        "" for the läsår alone, "tre läsår" for that level.
    etiketter : mapping of str to str
        Words for categories, and for keys of rows and blocks, in place of the usual ones.
    gra : sequence of str
        Categories in grey; when left out the middle one of three, of more the first and the last.
    netto : bool
        Write the net deviation (np_netto_…) at the right of each distribution np_relation_….
    noter : sequence of str
        Sentences to add to the source line.
    id, kalla, farg : str
        As in `draw_trend`.

    Raises
    ------
    TypeError
        When something else than a protected table is given.
    ValueError
        When there is nothing to show, two cells fall on one place, or the categories differ,
        or there are more rows than a page holds.
    """
    cells, ids = gather(tabell)
    if rader not in ROWS or block not in BLOCKS or rader == block:
        raise ValueError(f"Rader kan vara {', '.join(ROWS)}; block ett annat av dem, eller arskurs.")
    measures = {code: find_indicator(code) for code in indikatorer}
    kinds = {measure.categories for measure in measures.values()}
    if len(kinds) != 1 or not next(iter(kinds)):
        raise ValueError("Figuren behöver fördelningar som har samma delar.")
    categories = next(iter(kinds))
    years = [lasar] if isinstance(lasar, str) else list(lasar)
    labels = dict(etiketter or {})
    chosen = [c for c in cells if c.lasar in years and c.jamforelse == jamforelse]
    rows = make_rows(chosen, measures, rader, block, enhet, labels, netto=netto)
    if not rows:
        raise ValueError(f"Tabellen {ids[0]} har inga fördelningar att visa för {', '.join(years)}.")
    if len(rows) > MOST_ROWS:
        raise ValueError(f"Figuren får {len(rows)} rader; högst {MOST_ROWS} ryms. Dela upp den med select.")
    colours = _choose_colours(categories, gra, farg)
    parts = [
        Part(labels.get(name, upper_first(name)), colour)
        for name, colour in zip(categories, colours, strict=True)
    ]
    drawn = [row.bar for row in rows]
    shown = [cell for row in rows for cell in row.all_cells if has_value(cell)]
    texts = [text for row in rows for text in row.texts]
    nets = [row.net for row in rows if row.net is not None]
    head = f"Nettoavvikelse ({symbol_of(find_indicator(nets[0].indikator))})" if nets else ""
    breaks = {row.lasar for row in rows if row.bar.begins}
    name = id or f"{ids[0]}_{next(iter(measures))}_{rader}"
    with house_style(f"fig-{name}"):
        return finish(
            lay_out_bars(drawn, parts, head),
            id=name,
            titel=titel,
            underrubrik=underrubrik,
            alt=_describe(rows, parts, gra or _usual_greys(categories), measures, years, rader),
            kalla=source_line(
                draft_note(tabell),
                kalla or describe_sources(shown),
                *noter,
                _NET_NOTE if nets else "",
                _ROUNDED if any(row.is_uneven for row in rows) else "",
                small_note(shown),
                *_explain_breaks(measures, sorted(breaks)),
                *explain_symbols(texts),
                BORROWED_NOTE if any(BORROWED in bar.rest for bar in drawn) else "",
            ),
            tabeller=ids,
        )


def _usual_greys(categories: Sequence[str]) -> Sequence[str]:
    return (categories[1],) if len(categories) == 3 else (categories[0], categories[-1])


def _choose_colours(categories: Sequence[str], greys: Sequence[str], colour: str) -> list[str]:
    """A colour for each part: greys from pale to darker, the others in steps of the report's colour."""
    grey = list(greys or _usual_greys(categories))
    coloured = [name for name in categories if name not in grey]
    steps = iter(_STEPS[len(coloured)])
    palette = {name: shade_of(colour, next(steps)) for name in coloured}
    palette |= dict(zip((name for name in categories if name in grey), _GREYS, strict=False))
    return [palette[name] for name in categories]


def _explain_breaks(measures: Mapping[str, Indicator], breaks: Sequence[str]) -> list[str]:
    notes = [note for m in measures.values() for note in words.break_notes(m, range(len(breaks)), breaks)]
    return list(dict.fromkeys(notes))


def _describe(
    rows: Sequence[ShareRow],
    parts: Sequence[Part],
    grey: Sequence[str],
    measures: Mapping[str, Indicator],
    years: Sequence[str],
    rader: str,
) -> Sentence:
    """Kind, measure, then every value of few rows or the extremes of many, then what is hidden."""
    one = next(iter(measures.values()))
    name = _name_all(list(measures.values())) if len(measures) > 1 and one.family else words.name_of(one)
    count = plural(len(rows), "rad", "rader")
    texts = [f"Liggande staplar, 100 procent: {name}, {words.describe_span(years)}, {count}."]
    full = [row for row in rows if row.bar.values]
    if len(full) < len(rows):
        empty = plural(len(rows) - len(full), "rad", "rader")
        texts.append(f"{empty} utan stapel.")
    hidden = sum(cell.status == "skyddad" for row in rows for cell in row.all_cells)
    if hidden:
        texts.append(words.tell_hidden(hidden))
    values = [_describe_row(row, parts) for row in full]
    each: list[Words] = [*values]
    if len(" ".join([*texts, *values])) > ALT_LENGTH:
        places = [i for i, category in enumerate(one.categories) if category not in grey]
        among = "redovisade värden " if len(full) < len(rows) else ""
        each = [_describe_part(full, parts[i], i, among, named=rader != "enhet") for i in places]
    return words.fit_alt([*texts, *each])


def _name_all(measures: Sequence[Indicator]) -> str:
    """What a family of measures is called inside a sentence, with its year groups."""
    # The grades of several year groups have several names; the shortest holds for all.
    shortest = min(measures, key=lambda measure: (len(measure.family), measure.code))
    grades = dict.fromkeys(str(measure.arskurs) for measure in measures)
    family = shortest.family.removesuffix(f", årskurs {shortest.arskurs}")
    return f"{lower_first(family)}, årskurs {join_list(grades)}"


def _describe_row(row: ShareRow, parts: Sequence[Part]) -> str:
    values = [f"{lower_first(part.label)} {text}" for part, text in zip(parts, row.bar.texts, strict=True)]
    return f"{upper_first(row.namn)}: {', '.join(values)} procent."


def _describe_part(rows: Sequence[ShareRow], part: Part, place: int, among: str, *, named: bool) -> Sentence:
    """Lowest and highest value of a part; schools are not named, an alt text is no ranking."""
    ordered = sorted(rows, key=lambda row: row.bar.values[place])
    low, high = (
        value_text(row.cells[place], find_indicator(row.cells[place].indikator))
        + (f" ({row.namn})" if named else "")
        for row in (ordered[0], ordered[-1])
    )
    span = claim_span([row.cells[place] for row in rows])
    return say(f"{part.label}: {among}från {low} till {high}.", span)
