"""The words of measures: what is to be done, by whom, and how far the outcome is from the target."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from analys.arbetsbok.blad import HOGST, KORT, MINST
from analys.presentation.atgarder import Atgard, group_by_level
from analys.presentation.bildkrok import OnSlide, on_slide
from analys.presentation.formats import (
    Measure,
    decimals_of,
    format_number,
    join_list,
    lower_first,
    unit_of,
    upper_first,
)
from analys.presentation.selection import find_measure
from analys.presentation.text import Label, Sentence, Text, Typed, compose, join_sentences, make_number

NIVANAMN: Mapping[str, str] = {
    "politik": "Politik",
    "förvaltning": "Förvaltning och ledning",
    "rektorer": "Rektorer och chefer",
    "professioner": "Professioner",
}
_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)


def list_proposals(measures: Sequence[Atgard], level: str) -> OnSlide | None:
    """A level's proposals, the short term first; None where it has none.

    Parameters
    ----------
    level : str
        One of `analys.arbetsbok.blad.NIVAER`.
    """
    levels = group_by_level(measures)
    if level not in levels:
        return None
    first = {one.kod: one for own in reversed(levels.values()) for one in reversed(own)}
    told = [tell_measure(one, again=first[one.kod] is not one) for one in levels[level]]
    text = Text(told, form="lista", rubrik=NIVANAMN[level])
    return on_slide(text, "atgarder")


def tell_measure(measure: Atgard, *, again: bool = False) -> Sentence:
    """A measure: term, what, who, when it is followed up and by what.

    Parameters
    ----------
    again : bool
        True where the outcome of what it is followed up by has been told already.
    """
    return join_sentences(
        [
            compose(
                "{term}: {what}",
                term="På kort sikt" if measure.sikt == KORT else "På lång sikt",
                what=Typed(_as_sentence(measure.text)),
            ),
            compose("Ansvarig: {who}.", who=Typed(measure.ansvarig.rstrip("."))),
            _tell_repeated(measure) if again else _tell_target(measure),
        ]
    )


def _tell_repeated(measure: Atgard) -> Sentence:
    name = Label(lower_first(measure.namn))
    return compose(
        "Följs upp {when} med samma mått: {name}.", when=Label(format_day(measure.uppfoljning)), name=name
    )


def _tell_target(measure: Atgard) -> Sentence:
    indicator = find_measure(measure.kod)
    name = Label(getattr(indicator, "fras", measure.namn))
    when = Label(format_day(measure.uppfoljning))
    if measure.utfall is None:
        return compose(
            "Följs upp {when} med {name}, vars utfall inte går att visa i den här rapporten.",
            when=when,
            name=name,
        )
    decimals = decimals_of(indicator, measure.utfall.n, officiell=measure.utfall.status == "officiell")
    now = make_number(measure.utfall, lambda value: format_number(value, decimals))
    unit = unit_of(indicator)
    lasar = Label(measure.utfall.lasar)
    if measure.mal is None:
        return compose(
            "Följs upp {when}: {name} var {now} {unit} läsåret {l}.",
            when=when,
            name=name,
            now=now,
            unit=unit,
            l=lasar,
        )
    return compose(
        "Följs upp {when}: {name} var {now} {unit} läsåret {l}. {target}",
        when=when,
        name=name,
        now=now,
        unit=unit,
        l=lasar,
        target=_tell_gap(measure.mal, measure.utfall.varde, decimals, indicator),
    )


def _tell_gap(target: float, now: float, decimals: int, indicator: Measure) -> Sentence:
    """The target and how far is left; that it is reached where the outcome is on its other side."""
    goal, unit = Label(_plain(target)), unit_of(indicator)
    better = getattr(indicator, "higher_is_better", None)
    if better is not None and (target <= now) == better:
        return compose("Målet, {goal} {unit}, är redan nått.", goal=goal, unit=unit)
    left = Label(format_number(abs(target - now), decimals))
    return compose(
        "Målet är {limit} {goal} {unit}; {left} {points} återstår.",
        limit=HOGST if better is False else MINST,
        goal=goal,
        unit=unit,
        left=left,
        points=unit_of(indicator, change=True, after=left.text),
    )


def list_days(measures: Sequence[Atgard]) -> Sentence | None:
    """When the measures are followed up, in order; None without any."""
    days = sorted({measure.uppfoljning for measure in measures if measure.is_proposed})
    if not days:
        return None
    return compose("Åtgärderna följs upp {days}.", days=Label(join_list(map(format_day, days))))


def format_day(day: datetime.date) -> str:
    """A date as it is written in running text.

    Examples
    --------
    >>> format_day(datetime.date(2027, 3, 1))
    'den 1 mars 2027'
    """
    return f"den {day.day} {_MONTHS[day.month - 1]} {day.year}"


def _as_sentence(text: str) -> str:
    """What people have written, as one sentence with a capital letter and a full stop."""
    whole = " ".join(text.split())
    return whole if whole.endswith((".", "!", "?")) else f"{upper_first(whole)}."


def _plain(value: float) -> str:
    return f"{value:g}".replace(".", ",")
