"""Sentences about gaps between two groups: how wide, whether it grew or closed, and who moved."""

from __future__ import annotations

import math
from collections.abc import Mapping

from analys.disclosure.gate import ShownCell
from analys.indicators.base import Indicator
from analys.parameters import RunParameters
from analys.presentation.formats import decimals_of, round_half_up
from analys.presentation.text import Label, Number, Reference, Sentence, compose
from analys.presentation.wording import (
    Pair,
    capitalise,
    direction,
    judge,
    limits,
    number,
    say_when,
    unit_word,
)

GAP_CERTAINTY: Mapping[str, str] = {
    "ungefar_lika": "Grupperna ligger ungefär lika",
    "tydligt_hogre": "Skillnaden är tydlig",
    "hogre_osaker": "Skillnaden är säkerställd, men inte hur stor den är",
    "tydligt_lagre": "Skillnaden är tydlig",
    "lagre_osaker": "Skillnaden är säkerställd, men inte hur stor den är",
    "oklart": "Underlaget räcker inte för att avgöra om skillnaden är verklig",
}

_CHANGED = "Att skillnaden ändrats {when} är mer än vad tillfälligheter bland eleverna brukar ge"
CHANGE_CERTAINTY: Mapping[str, str] = {
    "ungefar_lika": "Skillnaden har knappt ändrats {when}",
    "tydligt_hogre": _CHANGED,
    "hogre_osaker": _CHANGED,
    "tydligt_lagre": _CHANGED,
    "lagre_osaker": _CHANGED,
    "oklart": "Att skillnaden ändrats {when} kan vara tillfälligheter",
}


def judge_gap(gap: ShownCell | None, indicator: Indicator, parameters: RunParameters) -> Sentence | None:
    """How certain a gap is."""
    if gap is None or not gap.shown:
        return None
    return judge(gap, GAP_CERTAINTY, indicator, parameters)


def judge_gap_change(
    change: ShownCell | None, indicator: Indicator, parameters: RunParameters
) -> Sentence | None:
    """How certain it is that a gap has changed; None for published figures, which are not judged."""
    if change is None or not change.shown or change.status == "officiell":
        return None
    return judge(change, CHANGE_CERTAINTY, indicator, parameters, when=say_when(change))


def describe_gap(gap: ShownCell | None, indicator: Indicator, first: str, second: str) -> Sentence | None:
    """The gap between two groups as a fact.

    Parameters
    ----------
    first, second : str
        Plural names; the gap is first minus second.
    """
    if gap is None or not gap.shown:
        return None
    sign = direction(gap, indicator)
    subject = Label(indicator.fras)
    if sign == 0:
        return compose(
            "{s} var lika bland {a} och {b} läsåret {l}.", s=subject, a=first, b=second, l=Label(gap.lasar)
        )
    width = number(gap, indicator, absolute=True)
    sentence = compose(
        "{s} var {d} {unit} {word} bland {a} än bland {b} läsåret {l}.",
        s=subject, d=width, unit=unit_word(indicator, change=True, after=width),
        word="högre" if sign > 0 else "lägre", a=first, b=second, l=Label(gap.lasar),
    )  # fmt: skip
    return capitalise(sentence)


def describe_who_moved(
    gaps: Pair,
    first: Pair,
    second: Pair,
    indicator: Indicator,
    names: tuple[str | Label, str | Label],
    subject: str | Sentence = "Skillnaden",
) -> Sentence | None:
    """Whether the gap grew, closed or turned since an earlier läsår, and which group moved which way.

    Parameters
    ----------
    gaps, first, second : pairs of ShownCell
        (earlier, now) of the gap and of the two groups' levels.
    names : pair of str
        The groups' names: "flickor", "pojkar", or two schools.
    subject : str or Sentence
        What the sentence calls the gap.
    """
    cells = (*gaps, *first, *second)
    if not all(cell is not None and cell.shown for cell in cells):
        return None
    before, now = gaps
    assert before is not None and now is not None
    old, new = _shown_value(before, indicator), _shown_value(now, indicator)
    wide = {"a": number(before, indicator, absolute=True), "b": number(now, indicator, absolute=True)}
    parts: dict[str, str | Number | Label | Reference | Sentence] = {
        "s": subject,
        **wide,
        "unit": unit_word(indicator, change=True, after=wide["a" if old * new < 0 else "b"]),
        "l": Label(before.lasar),
    }
    if old * new < 0:
        template = "{s} har vänt sedan läsåret {l}, då den var {a} {unit} åt andra hållet; nu är den {b}"
    elif abs(old) == abs(new):
        template = "{s} är lika stor som läsåret {l}, {b} {unit}"
        del parts["a"]
    else:
        word = "minskat" if abs(new) < abs(old) else "ökat"
        template = f"{{s}} har {word} från {{a}} till {{b}} {{unit}} sedan läsåret {{l}}"
    fact = compose(template, **parts)
    moves = [_move(name, pair, indicator) for name, pair in zip(names, (first, second), strict=True)]
    return compose("{f}: {a} och {b}.", f=fact, a=moves[0], b=moves[1])


def gap_closed_by_fall(gaps: Pair, first: Pair, second: Pair, indicator: Indicator) -> bool:
    """Whether a gap has closed and the group that was ahead has fallen."""
    widths = _widths(gaps, first, second, indicator)
    if widths is None or abs(widths[1]) >= abs(widths[0]) or widths[0] * widths[1] < 0:
        return False
    return _change(first if widths[0] > 0 else second, indicator) < 0


def describe_fall(
    gaps: Pair,
    first: Pair,
    second: Pair,
    indicator: Indicator,
    names: tuple[str | Label, str | Label],
) -> Sentence | None:
    """That a gap closed because the group ahead fell, or grew because the group behind did; else None."""
    widths = _widths(gaps, first, second, indicator)
    if widths is None or abs(widths[1]) == abs(widths[0]):
        return None
    old, new = widths
    if old == 0 or old * new < 0:
        return None
    closed = abs(new) < abs(old)
    ahead = 0 if old > 0 else 1
    fallen = ahead if closed else 1 - ahead
    changes = [_change(pair, indicator) for pair in (first, second)]
    if changes[fallen] >= 0:
        return None
    name = names[fallen]
    return compose(
        "{what} kommer alltså {how} av att värdet sjönk {who}.",
        what="Minskningen" if closed else "Ökningen",
        how="delvis" if changes[1 - fallen] > 0 else "helt",
        who=compose("bland {n}" if isinstance(name, str) else "för {n}", n=name),
    )


def _widths(gaps: Pair, first: Pair, second: Pair, indicator: Indicator) -> tuple[float, float] | None:
    """The gap before and now as a reader sees them; None where something is hidden or missing."""
    before, now = gaps
    if not all(cell is not None and cell.shown for cell in (*gaps, *first, *second)):
        return None
    assert before is not None and now is not None
    return _shown_value(before, indicator), _shown_value(now, indicator)


def _shown_value(cell: ShownCell, indicator: Indicator) -> float:
    return float(
        round_half_up(cell.varde, decimals_of(indicator, cell.n, officiell=cell.status == "officiell"))
    )


def _change(pair: Pair, indicator: Indicator) -> float:
    before, now = pair
    assert before is not None and now is not None
    return _shown_value(now, indicator) - _shown_value(before, indicator)


def _move(
    name: str | Label, pair: tuple[ShownCell | None, ShownCell | None], indicator: Indicator
) -> Sentence:
    before, now = pair
    assert before is not None and now is not None
    change = _change(pair, indicator)
    if change == 0:
        start = "bland {n} låg värdet stilla på {b}" if isinstance(name, str) else "{n} låg stilla på {b}"
        return compose(start, n=name, b=number(now, indicator))
    start = "bland {n} {verb} värdet från {a} till {b}"
    return compose(
        start if isinstance(name, str) else "{n} {verb} från {a} till {b}",
        n=name, verb="steg" if change > 0 else "sjönk",
        a=number(before, indicator), b=number(now, indicator),
    )  # fmt: skip


def describe_slope(cell: ShownCell | None, indicator: Indicator) -> Sentence | None:
    """Whether a gap has a direction over the läsår, judged with the läsår as observations."""
    if cell is None or not cell.shown or math.isnan(cell.undre) or math.isnan(cell.ovre):
        return None
    if cell.undre <= 0 <= cell.ovre:
        verdict = "Över läsåren går det inte att säga att skillnaden växer eller krymper"
    else:
        verdict = "Över läsåren syns en riktning i skillnaden"
    return compose("{verdict} {limits}.", verdict=verdict, limits=limits(cell, indicator, after=" per läsår"))
