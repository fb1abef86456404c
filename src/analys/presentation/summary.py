"""The first page: the most important findings as short sentences, and how certain they are."""

from __future__ import annotations

from collections.abc import Sequence

from analys.arbetsbok.blad import NEUTRAL, STYRKA, UTMANING
from analys.estimates.certainty import OKLART
from analys.presentation.findings import Finding
from analys.presentation.formats import upper_first
from analys.presentation.fyndlista import Fyndlista, tell
from analys.presentation.slutsatser import read_pins
from analys.presentation.slutsatser_ordning import Ordnat, ask, order_findings, pick_main
from analys.presentation.text import Label, Sentence, Text, compose
from analys.underlag import Underlag

MOST, FEWEST = 7, 5
"""Findings of the first page."""

_LACKING = (
    "Underlaget räcker inte för att redovisa några förändringar till läsåret {lasar}: jämförbara värden från "
    "tidigare läsår saknas eller får inte visas."
)


def summarise(run: Underlag, findings: Sequence[Finding]) -> Fyndlista | Text:
    """The most important findings in the order of the conclusions, each marked as strength or challenge.

    Where few are settled, changes that are not fill the page, in the order of their chapters; where there is
    no change at all to tell of, one sentence says so.
    """
    pinned, _ = read_pins(run, findings)
    ordning = order_findings(findings, run.parameters, pinned)
    main = pick_main(ordning, MOST)
    told = {one.fynd.id for one in main}
    unsettled = [one for one in ordning.provade if _may_fill(one) and one.fynd.id not in told]
    main += unsettled[: max(0, FEWEST - len(main))]
    changes = any(ask(one.fynd) == "utveckling" for one in ordning.provade)
    lacking = Sentence(()) if changes else compose(_LACKING, lasar=Label(run.parameters.lasar))
    if not main:
        return Text([lacking])
    return Fyndlista(tuple(tell(one, _lead(one)) for one in main), inledning=lacking)


def _may_fill(one: Ordnat) -> bool:
    """Whether a finding that is neither may be told: a change of grades or tests, for all pupils."""
    finding = one.fynd
    return (
        one.slag == NEUTRAL
        and ask(finding) == "utveckling"
        and finding.kalla in ("resultat", "np")
        and finding.favourable != "varken"
        and finding.group == "alla"
    )


def _lead(one: Ordnat) -> str:
    if one.slag in (STYRKA, UTMANING):
        return upper_first(one.slag)
    return "Osäkert" if one.fynd.certainty == OKLART else "Oförändrat"


def explain_choice(run: Underlag) -> Text:
    """One paragraph on what makes a strength or a challenge, and where the reader finds more."""
    if not run.has_pupils:
        return Text(
            [
                compose(
                    "Underlaget är publicerad statistik, som inte anger hur många elever den bygger på. En "
                    "styrka eller en utmaning är därför en skillnad som är minst så stor att den spelar "
                    "roll, men den kan ändå vara tillfällig."
                )
            ]
        )
    return Text(
        [
            compose(
                "Styrkor och utmaningar är säkra iakttagelser: osäkerhetsintervallet rymmer inte noll. Det "
                "som togs upp i intervjuer är räknat, inte prövat. Fynden säger vad som har hänt, inte "
                "varför. Kommunen kan fästa fler, och då står skälet där."
            )
        ]
    )
