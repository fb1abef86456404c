"""The parts of the documentation that the code knows best: the glossary, the findings, the commands' answers.

`python -m analys.documentation` writes them anew; a test fails when they no longer agree with the code.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import fields
from typing import Literal, get_args, get_origin, get_type_hints
from unittest.mock import patch

from analys.cli import run
from analys.contracts import LAYOUTS
from analys.indicators import REGISTRY
from analys.indicators.base import Indicator
from analys.parameters import RunParameters
from analys.paths import project_root
from analys.presentation.findings import Finding

# Noun in code, Swedish term, whose definition. What the registries below hold is not repeated here.
ORD = (
    ("andel", "andel, i procent (0–100)", "rapporten"),
    ("arskurs", "årskurs, som den hette före den tioåriga grundskolan", "skollagen (2010:800)"),
    ("avsnitt, kapitel", "rapportens delar", "rapporten"),
    ("betyg", "betyg A–F, streck och anpassad studiegång", "SCB, insamling av slutbetyg"),
    ("elev", "pseudonym för en elev; personnummer finns bara i de råa filerna", "rapporten"),
    ("fynd", "ett påstående i rapporten med sina siffror (Finding)", "rapporten"),
    ("huvudman", "kommunal eller fristående huvudman", "skollagen (2010:800)"),
    ("intervall: undre, ovre", "95-procentigt osäkerhetsintervall", "rapportens metodbilaga"),
    ("jamforelse", "det som ett värde jämförs med", "rapporten"),
    ("kommun", "kommunens fyrsiffriga kod", "SCB, kommunkoder"),
    ("kon", "juridiskt kön ur personnumret: flicka eller pojke", "SCB"),
    ("lasar", "läsår, skrivet 2025/26 (2025-26 i mappnamn)", "skollagen (2010:800)"),
    ("n, antal", "elever i nämnaren och i täljaren", "rapporten"),
    ("skolenhet", "skolenhet med åttasiffrig skolenhetskod", "Skolverket, skolenhetsregistret"),
    ("skyddad", "elev med skyddade personuppgifter, eller ett värde som inte får visas", "rapporten"),
    ("sprakval", "modernt språk som språkval (M2)", "SCB, insamling av slutbetyg"),
    ("svsva", "svenska eller svenska som andraspråk", "SCB, insamling av slutbetyg"),
    ("troskel", "minsta antal elever bakom ett värde som visas", "rapporten"),
)

HEAD = """# Ordlista

Orden i koden är svenska utan prickar och ringar; här står vad de betyder och varifrån de kommer. Listan görs
av `python -m analys.documentation` ur programmets egna register.
"""


def make_ordlista() -> str:
    """The whole of `docs/ORDLISTA.md`: nouns, indicators, parameters and files."""
    indicators = (_describe(members) for members in _group_families(REGISTRY.values()))
    parameters = (
        (f"`{name}`", f"`{field.default}`" if field.default != "" else "", field.description or "")
        for name, field in RunParameters.model_fields.items()
    )
    files = (
        (f"`{kind}`", layout.title, " ".join(f"`{name}`" for name in layout.names))
        for kind, layout in LAYOUTS.items()
    )
    return (
        "\n".join(
            (
                HEAD,
                "## Ord\n",
                _table(
                    ("i koden", "betyder", "källa"),
                    ((f"`{code}`", term, source) for code, term, source in ORD),
                ),
                "## Indikatorer\n",
                _table(("kod", "namn", "definition", "räknade elever", "läsår", "källa"), indicators),
                "## Parametrar\n",
                _table(("namn", "värde om inget anges", "betyder"), parameters),
                "## Filer\n",
                _table(("slag", "innehåll", "kolumner"), files),
            )
        ).rstrip("\n")
        + "\n"
    )


def _group_families(indicators: Iterable[Indicator]) -> list[list[Indicator]]:
    """Indicators in their order, those of a family together: a family is told once."""
    families: dict[str, list[Indicator]] = {}
    for one in indicators:
        families.setdefault(one.family or one.code, []).append(one)
    return list(families.values())


def _describe(members: Sequence[Indicator]) -> tuple[str, ...]:
    one = members[0]
    codes = [f"`{member.code}`" for member in members]
    shown = codes[0] if len(codes) == 1 else f"{codes[0]} … {codes[-1]} ({len(codes)} mått)"
    label, definition = (one.family, one.family_definition) if one.family else (one.label, one.definition)
    denominators = dict.fromkeys(member.denominator for member in members)
    named = next(iter(denominators)) if len(denominators) == 1 else "Elever i måttets årskurs och ämne."
    return shown, label, definition, named, _validity(one.valid_from, one.valid_to), one.source


# What each field of a finding holds, and for those who write chapters where it comes from.
FYNDFALT = {
    "id": "kapitlets namn, ett snedstreck och cellens id",
    "nyckel": (
        "kapitlet, måttet och det som skiljer fyndet från andra: jämförelse, del, grupp och skola. Samma "
        "från läsår till läsår; åtgärder och fästa fynd anger den"
    ),
    "chapter": "kapitlets namn, som i anteckningsbokens deklaration",
    "omrade": "vad fyndet handlar om",
    "kalla": "vilken källa fyndet bygger på",
    "indicator": "måttets kod i ordlistan",
    "enhetstyp": "kommun eller skola; i lokala mått även andra enheter",
    "population": "enhetens namn: kommunen eller en skola",
    "group": "vilka elever fyndet gäller",
    "kategori": "del av en fördelning, till exempel ”högre”; tom för mått med ett enda värde",
    "period": "läsår; i lokala mått även termin eller år",
    "comparison": "vad värdet jämförs med, cellens `jamforelse`; tom för en nivå",
    "direction": "åt vilket håll värdet pekar; ”lika” när det avrundat är noll",
    "favourable": (
        "om riktningen är den önskade; ”varken” för en nivå, för en skillnad mellan grupper och när måttet "
        "inte har någon önskad riktning"
    ),
    "value": "storleken: skillnaden eller nivån, i `unit`",
    "unit": "storlekens enhet",
    "lower": "osäkerhetsintervallets undre gräns; `null` för publicerade uppgifter och antal",
    "upper": "osäkerhetsintervallets övre gräns; `null` för publicerade uppgifter och antal",
    "n": "antal elever bakom värdet; `null` när det inte är känt",
    "certainty": (
        "säkerhetsklass: hur säkert `value` skiljer sig från noll; ”officiell” för publicerade uppgifter och "
        "”ej_bedomd” för antal, som inte har något intervall att bedöma efter"
    ),
    "text": "det observerade, som ren text",
    "html": "samma text med varje tal märkt med sin cell, så som ett annat kapitel citerar den",
    "table": "id för den skyddade tabell som cellen står i",
    "cells": "id för alla celler som texten använder",
}

FYNDSIDA = """# Fynd

Ett fynd är ett påstående om en skyddad uppgift, i en form som alla kapitel delar. Kapitlet gör fynd med
`make_finding` och sparar dem med `run.save_findings`. Ett kapitel som sammanfattar läser dem med
`run.load_findings`. Fälten kontrolleras både när ett fynd görs och när det läses.

- Skriv kapitlets fynd i `skriver` i anteckningsbokens deklaration, till exempel `fynd_trend`, och i `laser` i
  det kapitel som läser dem. Då körs kapitlen i rätt ordning.
- Ett fynd görs bara av en uppgift vars värde och osäkerhet får visas. Att ett fynd saknas betyder alltså inte
  att det inte fanns något att finna.
- Texten säger vad som observerats. Hur säkert det är står i `certainty`, och det kapitel som citerar fyndet
  väljer orden för det.

Sidan görs av `python -m analys.documentation` ur klassen `Finding` i `analys.presentation.findings`.
"""


def make_fyndsida() -> str:
    """The whole of `docs/FYND.md`: the fields of a finding, what each may hold and what it means."""
    hints = get_type_hints(Finding)
    rows = ((f"`{f.name}`", _tell_type(hints[f.name]), FYNDFALT[f.name]) for f in fields(Finding))
    return FYNDSIDA + "\n" + _table(("fält", "innehåll", "betyder"), rows)


def _tell_type(hint: object) -> str:
    """A field's type in Swedish: the allowed values, or the kind of value."""
    if get_origin(hint) is Literal:
        return ", ".join(f"`{value}`" for value in get_args(hint))
    if get_origin(hint) is tuple:
        return "lista av text"
    names = {str: "text", float: "tal", int: "heltal"}
    kinds = get_args(hint) or (hint,)
    return names[kinds[0]] + (" eller `null`" if type(None) in kinds else "")


ANSWERED = ("README.md", "docs/KOMMANDON.md")
"""Pages that show what commands answer."""


def fill_answers(text: str) -> str:
    """A page with every block below `<!-- svar: analys … -->` replaced by what the command answers."""
    pattern = re.compile(r"(<!-- svar: analys ?(.*?) -->\n```text\n).*?(```\n)", flags=re.DOTALL)
    return pattern.sub(lambda match: match[1] + answer(match[2].split()) + match[3], text)


def answer(arguments: list[str]) -> str:
    """What the command line writes for `arguments`, both streams, on a terminal of 100 columns."""
    said = io.StringIO()
    with patch.dict(os.environ, {"COLUMNS": "100"}), redirect_stdout(said), redirect_stderr(said):
        run(arguments)
    return said.getvalue().rstrip("\n") + "\n"


def main() -> None:
    """Write the glossary, the page of findings and the commands' answers anew."""
    for name in ANSWERED:
        page = project_root() / name
        page.write_text(fill_answers(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    for name, text in (("ORDLISTA.md", make_ordlista()), ("FYND.md", make_fyndsida())):
        (project_root() / "docs" / name).write_text(text, encoding="utf-8", newline="\n")


def _validity(first: str, last: str) -> str:
    return f"{first}–{last}" if last else f"från {first}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(_escape(cell) for cell in line) + " |" for line in lines) + "\n"


def _escape(cell: str) -> str:
    return " ".join(cell.replace("|", "\\|").split())


if __name__ == "__main__":
    main()
