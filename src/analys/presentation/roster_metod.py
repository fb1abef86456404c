"""How surveys and interviews have been counted, for the Metodbilaga; words, and the numbers of the coding."""

from __future__ import annotations

from collections.abc import Mapping

from analys.disclosure import ProtectedTable
from analys.indicators.enkat import FEWEST
from analys.presentation.roster_lasning import LAGSTA_SVARSFREKVENS, read_survey
from analys.presentation.text import Label, Text, compose, join_sentences
from analys.presentation.wording_roster_intervjuer import describe_coding, describe_quotes
from analys.quoting import MINST_ELEVER, MINST_ELEVER_PERSONAL
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]


def explain_surveys(run: Underlag, tables: Tables) -> Text | None:
    """How indices are made, weighted and compared; None without surveys."""
    if not any(read_survey(run, tables, group) for group in ("elev", "personal", "vardnadshavare")):
        return None
    return Text(
        [
            compose(
                "Kommunen har angett vilka frågor som hör till vilket index och åt vilket håll varje svar "
                "pekar. Svaren räknas om till skalan noll till tio. Den som har svarat på minst hälften av "
                "frågorna i ett index är med, och indexet är medelvärdet av deras svar. Pekar frågorna i ett "
                "index åt olika håll redovisas det inte."
            ),
            compose(
                "Andelen som svarade gäller dem som fick enkäten. Svaren vägs också så att varje skola, "
                "årskurs och kön väger lika mycket som bland dem som fick den. Tabellen ställer värden "
                "med och utan vikter bredvid varandra. Vikter rättar inte att de som inte svarade kan tycka "
                "annorlunda än andra i samma grupp."
            ),
            compose(
                "Två läsår jämförs bara när frågorna är desamma, och inget sägs skilja sig när färre än "
                "{g} procent svarade. Index med färre än {m} svarande visas inte, och inte heller index som "
                "skulle röja ett annat.",
                g=Label(f"{LAGSTA_SVARSFREKVENS:.0f}"),
                m=Label(str(max(FEWEST, run.parameters.troskel))),
            ),
        ],
        ledord=("Index", "Svarsfrekvens och vikter", "Jämförelser"),
    )


def explain_interviews(run: Underlag, tables: Tables) -> Text | None:
    """How themes are counted and statements chosen; None without interviews."""
    if "intervju_roller" not in tables:
        return None
    quotes = describe_quotes(tables)
    rules = compose(
        "En utsaga citeras bara när kommunen har godkänt den och inget i den pekar ut någon: inget namn ur "
        "elevernas filer, inget personnummer och inte namnet på en klass eller en skola. Elever och "
        "vårdnadshavare citeras bara från skolor med minst {e} elever, lärare och fritidspersonal bara från "
        "skolor med minst {p}. Rektorer och elevhälsa citeras bara när ingen skola är angiven.",
        e=Label(str(MINST_ELEVER)),
        p=Label(str(MINST_ELEVER_PERSONAL)),
    )
    return Text(
        [
            compose(
                "Intervjuerna är kodade i teman, och varje utsaga som en styrka, en utmaning eller "
                "ingetdera. Ett tema räknas en gång per intervju. Teman som bara en intervju tog upp "
                "redovisas tillsammans, och vad elever, vårdnadshavare eller personal sade redovisas när "
                "minst två intervjuer med dem sade det. Yrkesgrupperna redovisas tillsammans, så att ingen "
                "enskild kan kännas igen."
            ),
            *filter(None, [describe_coding(tables)]),
            join_sentences([rules, quotes]),
        ],
        ledord=("Teman", *(["Kodning"] if describe_coding(tables) else []), "Citat"),
    )


def explain_schools(run: Underlag, tables: Tables) -> Text | None:
    """What a table of a few schools cannot show; None without surveys."""
    if read_survey(run, tables, "elev") is None:
        return None
    return Text(
        [
            compose(
                "Skolorna är få, så tabellen ställer nivåer bredvid varandra och visar inget samband. Att en "
                "skola har högt index och högt meritvärde säger inget om vilka betyg de elever får som trivs."
            )
        ]
    )
