"""The conclusions' words: strengths, challenges, what weighs most, and what no proposal answers."""

from __future__ import annotations

from collections.abc import Sequence

from analys.arbetsbok.blad import NEUTRAL, UTMANING
from analys.errors import Problem
from analys.indicators.base import Indicator
from analys.indicators.omraden import KALLOR, OMRADEN, OVRIGT
from analys.presentation.atgarder import list_unanswered
from analys.presentation.atgarder_display import list_days
from analys.presentation.bildkrok import OnSlide, on_slide
from analys.presentation.findings import Finding
from analys.presentation.formats import format_number, join_list
from analys.presentation.fyndlista import Fyndlista, list_ordered, tell
from analys.presentation.selection import find_measure
from analys.presentation.slutsatser import Slutsatser
from analys.presentation.slutsatser_ordning import Ordnat
from analys.presentation.text import Label, Number, Sentence, Text, compose, join_sentences, list_sentences
from analys.underlag import Underlag

MOST_TOLD = 6
"""Strengths, and challenges, that the main part tells."""
MOST_AREAS = 3

NO_STRENGTHS = "Rapporten saknar säkra fynd som är styrkor."
NO_CHALLENGES = "Rapporten saknar säkra fynd som är utmaningar."

ASSOCIATION = "franvaro/franvaro_samband_merit/aven-skola/per-"
"""Beginning of the key of the finding on merit values and absence."""


def tell_faults(made: Slutsatser) -> Text | None:
    """What of the workbook could not be used, in a draft; None where everything could."""
    if not made.problems:
        return None
    parts = [
        compose("{what} Var: {where}. {do}", what=Label(p.vad), where=Label(_place(p)), do=Label(p.gor))
        for p in made.problems
    ]
    return Text(parts, form="ruta", rubrik="Att rätta i arbetsboken innan rapporten fastställs")


def _place(problem: Problem) -> str:
    rows = f", rad {', '.join(map(str, problem.rader))}" if problem.rader else ""
    return f"{problem.fil}{f', kolumn {problem.kolumn}' if problem.kolumn else ''}{rows}"


def list_strengths(made: Slutsatser) -> OnSlide | None:
    """The strengths in their order."""
    return on_slide(list_ordered(_first(made.ordning.styrkor), NO_STRENGTHS), "styrkor")


def list_challenges(made: Slutsatser) -> OnSlide | None:
    """The challenges in their order."""
    return on_slide(list_ordered(_first(made.ordning.utmaningar), NO_CHALLENGES), "utmaningar")


def _first(side: Sequence[Ordnat]) -> list[Ordnat]:
    """The first of a side; what is pinned stands among them wherever it comes."""
    first = set(map(id, side[:MOST_TOLD]))
    return [one for one in side if id(one) in first or one.skal]


def explain_reservations(made: Slutsatser) -> Text:
    """The reservations, once; one line where no chapter has findings."""
    if not made.fynd:
        return Text([compose("Rapporten har inga fynd att dra slutsatser av.")])
    parts = [
        compose(
            "Fynden är iakttagelser. De säger vad som har hänt, inte varför. Att två saker samvarierar "
            "betyder inte att den ena ger den andra."
        ),
        compose(
            "Ett fynd som saknas betyder inte att det inte finns något att finna: små grupper skyddas, och "
            "osäkra skillnader räknas inte hit. Ordningen bestäms av en regel som står i metodbilagan."
        ),
    ]
    return Text(parts, form="ruta", rubrik="Så ska slutsatserna läsas")


def list_told(made: Slutsatser) -> list[Finding]:
    """The strengths and challenges that the chapter tells: what the report publishes of its findings."""
    return [one.fynd for side in (made.ordning.styrkor, made.ordning.utmaningar) for one in _first(side)]


def describe_weight(made: Slutsatser) -> Text | None:
    """The areas that weigh most: what their findings build on, and how results go together with absence."""
    told = [one for one in made.ordning.provade if one.slag == UTMANING and one.fynd.omrade != OVRIGT]
    areas = dict.fromkeys(one.fynd.omrade for one in made.ordning.utmaningar if one in told)
    if not areas:
        return None
    by_area = [[one for one in told if one.fynd.omrade == area] for area in areas]
    parts = [_tell_area(own) for own in by_area[:MOST_AREAS]]
    return Text(parts, form="lista", rubrik="Områdena där utmaningarna väger tyngst")


def _tell_area(own: Sequence[Ordnat]) -> Sentence:
    """An area: how many challenges, from which sources, about how many pupils."""
    first = own[0].fynd
    sources = [KALLOR[kalla] for kalla in KALLOR if any(one.fynd.kalla == kalla for one in own)]
    counted = [one.fynd for one in own if one.fynd.n is not None and one.fynd.kalla != "intervju"]
    widest = max(counted, key=lambda finding: finding.n or 0, default=None)
    parts = [
        compose(
            "{area}: {what} ur {sources}.",
            area=OMRADEN[first.omrade],
            what="en utmaning" if len(own) == 1 else "flera utmaningar",
            sources=join_list(source.lower() for source in sources),
        )
    ]
    if widest is not None:
        cell = widest.id.removeprefix(f"{widest.chapter}/")
        parts.append(
            compose("Uppgifterna gäller upp till {n} elever.", n=Number(format_number(widest.n), cell))
        )
    return join_sentences(parts)


def list_associations(made: Slutsatser) -> Fyndlista | None:
    """How results go together with absence, as its chapter tells; None where it does not."""
    found = [f for f in made.fynd if f.nyckel.startswith(ASSOCIATION)]
    if not found:
        return None
    item = tell(Ordnat(found[0], NEUTRAL, found[0].certainty, 0, 0, 0))
    return Fyndlista((item,), rubrik="Så samvarierar frånvaro och resultat")


def describe_unanswered(made: Slutsatser) -> Text | None:
    """Challenges that no measure answers, by name; None where nobody has proposed anything."""
    if not made.atgarder:
        return None
    left = list_unanswered(_first(made.ordning.utmaningar), made.atgarder)
    if not left:
        return Text([compose("Utmaningarna ovan har fått åtgärder.")])
    return Text([_name(one) for one in left], form="lista")


def _name(one: Ordnat) -> Sentence:
    """What a challenge is about, without its numbers: those stand above."""
    if one.fynd.kalla == "intervju":
        return compose("{area}: det som togs upp i intervjuerna.", area=OMRADEN[one.fynd.omrade])
    indicator = find_measure(one.fynd.indicator)
    phrase = indicator.phrase(one.fynd.kategori) if isinstance(indicator, Indicator) else indicator.label
    between = _BETWEEN.get(one.fynd.comparison, "")
    return compose(
        "{area}: {what}{between}.", area=OMRADEN[one.fynd.omrade], what=Label(phrase), between=between
    )


_BETWEEN = {
    "flickor-pojkar": ", skillnaden mellan flickor och pojkar",
    "sv-sva": ", skillnaden mellan elever i svenska och i svenska som andraspråk",
}


def explain_rule(run: Underlag, made: Slutsatser) -> Text:
    """The rule that orders the findings, for those who want to check it."""
    p = run.parameters
    deltas = list_sentences(
        [
            compose("{v} procentenheter", v=Label(_plain(p.delta_procent))),
            compose("{v} meritpoäng", v=Label(_plain(p.delta_poang))),
            compose("{v} indexpoäng", v=Label(_plain(p.delta_index))),
        ]
    )
    return Text(
        [
            compose(
                "Fynd om hela kommunen prövas: hur ett mått har utvecklats sedan det äldsta jämförbara "
                "läsåret, hur det ligger mot riket, hur stora skillnaderna är mellan grupper av elever och "
                "vad som sagts i intervjuer. Enskilda skolor är inte med."
            ),
            compose(
                "Ett säkert fynd är en styrka om riktningen är den önskade och annars en utmaning. En säker "
                "skillnad mellan grupper är en utmaning. Säkert är ett fynd vars osäkerhetsintervall inte "
                "rymmer noll, och en publicerad uppgift som är minst så stor som {deltas}.",
                deltas=deltas,
            ),
            compose(
                "Fynden ordnas efter poäng: upp till tre för storlek (i förhållande till den minsta skillnad "
                "som räknas), upp till tre för säkerhet (tydlig tre, säker riktning två, annars en) och upp "
                "till tre för bredd (minst {m} elever, minst {t} elever, en annan källa som säger detsamma). "
                "Säkerheten bedöms här med vidgade intervall, eftersom den som väljer ut de tydligaste "
                "fynden annars väljer ut tillfälligheter (Benjamini och Yekutieli). {tested}",
                m=Label("100"),
                t=Label(format_number(1000)),
                tested=_count_tried(made),
            ),
            compose(
                "Av samma mått tas ett fynd med. Varje område får först sitt främsta fynd. Kommunen kan "
                "fästa fynd som regeln inte tar med; skälet står då i texten."
            ),
        ],
        ledord=("Vad som prövas", "Styrka eller utmaning", "Ordningen", "Urvalet"),
    )


def show_order(made: Slutsatser) -> Text | None:
    """Every strength and challenge with its key and its points; None without any."""
    every = (*made.ordning.styrkor, *made.ordning.utmaningar)
    lines = [
        compose(
            "{key}: {area}, {side}, poäng {points}.",
            key=Label(one.fynd.nyckel),
            area=OMRADEN[one.fynd.omrade].lower(),
            side=f"{one.slag}, fäst" if one.skal else one.slag,
            points=Label(_tell_points(one)),
        )
        for one in every
    ]
    title = "Fyndens nycklar och poäng (storlek + säkerhet + bredd)"
    return Text(lines, form="lista", rubrik=title) if lines else None


def _tell_points(one: Ordnat) -> str:
    parts = " + ".join(map(_plain, (one.storlek, one.sakerhet, one.bredd)))
    return f"{parts} = {_plain(one.poang)}"


def tell_absent_proposals(made: Slutsatser) -> Text | None:
    """That nobody has proposed anything; None where somebody has."""
    if made.atgarder or made.problems:
        return None
    return Text(
        [compose("Kommunen har inte lagt in några åtgärder. De skrivs i arbetsbokens blad Åtgärder.")]
    )


def tell_next(made: Slutsatser) -> Text | None:
    """When the measures are followed up; None without any."""
    days = list_days(made.atgarder)
    return Text([days]) if days is not None else None


def _count_tried(made: Slutsatser) -> Sentence:
    tried = len(made.ordning.provade)
    return compose("Här har {n} fynd prövats.", n=Label(format_number(tried)))


def _plain(value: float) -> str:
    return f"{value:g}".replace(".", ",")
