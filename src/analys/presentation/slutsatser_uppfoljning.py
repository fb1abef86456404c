"""Follow-up of the last fastställd report: what it said, what was decided, and what has happened since."""

from __future__ import annotations

from collections.abc import Sequence

from analys.lasar import shift
from analys.presentation.atgarder import Atgard
from analys.presentation.findings import GAPS, OVER_TID, PA_ETT_AR, Finding
from analys.presentation.fyndlista import Fyndlista, as_written, cut_to_sentence, judge_in_words, strip_tags
from analys.presentation.slutsatser import Slutsatser
from analys.presentation.slutsatser_ordning import Ordnat, family_of, order_findings
from analys.presentation.text import Label, Sentence, Typed, compose
from analys.underlag import Underlag

MOST_FOLLOWED = 4
NOT_COMPARED = "Sedan dess: går inte att jämföra."
"""Where this report does not show the same measure of both läsår."""


def follow_up(run: Underlag, made: Slutsatser, earlier: tuple[str, Sequence[Finding]]) -> Fyndlista | None:
    """The challenges of the last report, each with its measures and the change since; None without one.

    Parameters
    ----------
    earlier : tuple of str and sequence of Finding
        Läsår and findings of the last report that was fastställd.
    """
    lasar, findings = earlier
    if not findings:
        return None
    parameters = run.parameters.model_copy(update={"lasar": lasar})
    challenges = order_findings(findings, parameters).utmaningar[:MOST_FOLLOWED]
    if not challenges:
        return None
    return Fyndlista(tuple(_tell(one, lasar, run, made) for one in challenges))


def _tell(one: Ordnat, lasar: str, run: Underlag, made: Slutsatser) -> str:
    said = compose("{l} sade vi:", l=Label(f"Läsåret {lasar}")).html
    fact = as_written(f"{strip_tags(cut_to_sentence(one.fynd.html))}.")
    family = family_of(one.fynd)
    answers = [m for m in made.atgarder if m.fynd is not None and family_of(m.fynd) == family]
    measures = [_tell_measure(m).html for m in answers if m.lage not in ("", "ny")]
    return " ".join((said, fact, *measures, _tell_since(one, lasar, run, made)))


def _tell_measure(measure: Atgard) -> Sentence:
    return compose("Åtgärd: {what} ({state}).", what=Typed(measure.text.rstrip(".")), state=measure.lage)


def _tell_since(one: Ordnat, lasar: str, run: Underlag, made: Slutsatser) -> str:
    """The change of the same measure from that läsår to this, as its chapter told it."""
    since = find_since(one.fynd, lasar, run.parameters.lasar, made.fynd)
    if since is not None:
        return f"Sedan dess: {cut_to_sentence(since.html)}{judge_in_words(since)}"
    now = find_now(one.fynd, made.fynd)
    return NOT_COMPARED if now is None else f"I år: {cut_to_sentence(now.html)}{judge_in_words(now)}"


def find_now(earlier: Finding, findings: Sequence[Finding]) -> Finding | None:
    """What this report says of the same thing, of a later läsår; None of what a change is told of."""
    if PA_ETT_AR in earlier.nyckel or OVER_TID in earlier.nyckel:
        return None
    same = (f for f in findings if f.nyckel == earlier.nyckel and f.period > earlier.period)
    return next(same, None)


def find_since(earlier: Finding, lasar: str, now: str, findings: Sequence[Finding]) -> Finding | None:
    """The finding that tells a measure's change from the earlier läsår to this; None where there is none.

    A gap between groups has no such finding: its own text tells of the last report's values only.
    """
    if earlier.comparison in GAPS:
        return None
    last = PA_ETT_AR if lasar == shift(now, -1) else OVER_TID
    return next(
        (
            f
            for f in findings
            if (f.indicator, f.kategori, f.group, f.population)
            == (earlier.indicator, earlier.kategori, earlier.group, earlier.population)
            and f.nyckel.split("/")[2:3] == [last]
            and f.comparison.endswith(lasar)
        ),
        None,
    )
