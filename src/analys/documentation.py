"""The parts of the documentation that the code knows best: the glossary, and what the commands answer.

`python -m analys.documentation` writes them anew; a test fails when they no longer agree with the code.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from unittest.mock import patch

from analys.cli import run
from analys.contracts import LAYOUTS
from analys.indicators import REGISTRY
from analys.parameters import RunParameters
from analys.paths import project_root

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
    indicators = (
        (f"`{i.code}`", i.label, i.definition, i.denominator, _validity(i.valid_from, i.valid_to), i.source)
        for i in REGISTRY.values()
    )
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
    """Write the glossary and the commands' answers anew."""
    for name in ANSWERED:
        page = project_root() / name
        page.write_text(fill_answers(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    (project_root() / "docs" / "ORDLISTA.md").write_text(make_ordlista(), encoding="utf-8", newline="\n")


def _validity(first: str, last: str) -> str:
    return f"{first}–{last}" if last else f"från {first}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(_escape(cell) for cell in line) + " |" for line in lines) + "\n"


def _escape(cell: str) -> str:
    return " ".join(cell.replace("|", "\\|").split())


if __name__ == "__main__":
    main()
