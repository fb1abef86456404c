"""Sentences about gaps between two groups: how wide, whether it grew or closed, and who moved."""

from __future__ import annotations

from analys.disclosure.gate import ShownCell
from analys.indicators.base import Indicator
from analys.parameters import RunParameters
from analys.presentation.formats import decimals_of, format_interval, round_half_up
from analys.presentation.text import Label, Number, Reference, Sentence, compose, join_sentences
from analys.presentation.wording import Pair, capitalise, direction, number, signed, unit_word


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
    subject: str = "Skillnaden",
) -> Sentence | None:
    """Whether the gap grew, closed or turned since an earlier läsår, and which group moved which way.

    Parameters
    ----------
    gaps, first, second : pairs of ShownCell
        (earlier, now) of the gap and of the two groups' levels.
    names : pair of str
        The groups' names: "flickor", "pojkar", or two schools.
    subject : str
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
    story = compose("{f}: {a} och {b}.", f=fact, a=moves[0], b=moves[1])
    return join_sentences([story, _describe_fall(old, new, (first, second), indicator, names)])


def _describe_fall(
    old: float,
    new: float,
    pairs: tuple[Pair, Pair],
    indicator: Indicator,
    names: tuple[str | Label, str | Label],
) -> Sentence | None:
    """That a gap closed because the group ahead fell: easily taken for an improvement."""
    if abs(new) >= abs(old) or old == 0:
        return None
    ahead = 0 if old > 0 else 1
    changes = [_change(pair, indicator) for pair in pairs]
    if changes[ahead] >= 0:
        return None
    how = "delvis" if changes[1 - ahead] > 0 else "helt"
    name = names[ahead]
    who = compose("bland {n}", n=name) if isinstance(name, str) else compose("för {n}", n=name)
    return compose("Minskningen kommer alltså {how} av att värdet sjönk {who}.", how=how, who=who)


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


def describe_slope(
    cell: ShownCell | None, indicator: Indicator, parameters: RunParameters
) -> Sentence | None:
    """Whether a gap has a direction over the läsår, judged with the läsår as observations."""
    if cell is None or not cell.shown:
        return None
    decimals = decimals_of(indicator, cell.n)
    interval = Number(format_interval(cell.undre, cell.ovre, decimals, signed=True), cell.cell)
    if cell.undre <= 0 <= cell.ovre:
        verdict = "Över läsåren går det inte att säga att skillnaden växer eller krymper"
    else:
        verdict = "Över läsåren syns en riktning i skillnaden"
    return compose(
        "{verdict} ({d} per läsår, osäkerhetsintervall {i}).",
        verdict=verdict,
        d=signed(cell, indicator),
        i=interval,
    )
