"""Chapter notebooks as the display objects leave them, made by hand."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analys.parameters import RunParameters
from analys.rendering.merging import merge
from analys.rendering.write import render

TABLE = "application/vnd.analys.tabell+json"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


def markdown(source: str, *tags: str) -> NotebookNode:
    return new_markdown_cell(source, metadata={"tags": list(tags)})


def code(
    *outputs: NotebookNode, tags: tuple[str, ...] = (), source: str = "visa(hemlig_kod)"
) -> NotebookNode:
    return new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)}, execution_count=1)


def text(html: str) -> NotebookNode:
    return new_output("display_data", data={"text/html": html, "text/plain": "text"})


def table(
    name: str, title: str, header: list[str], rows: list[list[str]], note: str = "", total: bool = False
) -> NotebookNode:
    head = "".join(f'<th scope="col">{column}</th>' for column in header)
    body = ""
    for place, row in enumerate(rows):
        mark = ' class="total"' if total and place == len(rows) - 1 else ""
        cells = "".join(f'<td class="tal">{cell}</td>' for cell in row[1:])
        body += f'<tr{mark}><th scope="row">{row[0]}</th>{cells}</tr>'
    html = (
        f'<figure class="tabell" id="tab-{name}"><table><caption>{title}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"{f'<p class=not>{note}</p>' if note else ''}</figure>"
    )
    payload = {"id": name, "titel": title, "tabeller": [name], "kolumner": header, "rader": rows}
    return new_output("display_data", data={"text/html": html, TABLE: payload, "text/plain": title})


def figure(name: str, title: str, alt: str = "Linjediagram. Andelen sjunker.", **more: Any) -> NotebookNode:
    about = {
        "slag": "figur",
        "id": name,
        "titel": title,
        "underrubrik": "Andel elever i årskurs 9, procent",
        "alt": alt,
        "kalla": "Kommunens betygsunderlag 2021/22–2025/26.",
        "bredd_cm": 14,
        "tabeller": [name],
    }
    return new_output(
        "display_data",
        data={"image/svg+xml": draw(), "image/png": PIXEL, "text/plain": alt},
        metadata={"analys": {**about, **more}},
    )


def draw() -> str:
    """A small line chart without text."""
    grid = "".join(f'<path d="M30 {y}H380" stroke="#ddd"/>' for y in range(20, 180, 40))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="396.85pt" '
        f'height="200pt" viewBox="0 0 397 200">{grid}'
        '<path d="M30 60L120 70L210 110L300 90L380 130V150L300 110L210 130L120 90L30 80Z" fill="#dce3e9"/>'
        '<path d="M30 70L120 80L210 120L300 100L380 140" fill="none" '
        'stroke="#12436D" stroke-width="2.5"/></svg>'
    )


def notebook(*cells: NotebookNode, name: str = "02_trend") -> NotebookNode:
    return new_notebook(cells=list(cells), metadata={"analys": {"namn": name}})


def trend_chapter() -> NotebookNode:
    schools = [
        [f"Skola {chr(65 + i // 6)}{i % 6 + 1}", f"{60 + i % 30},{i % 10}", f"{i + 12}"] for i in range(60)
    ]
    years = ["2019/20", "2020/21", "2021/22", "2022/23", "2023/24", "2024/25"]
    wide = [
        [row, *(f"{180 + 3 * place + step},{step}" for step in range(6))]
        for place, row in enumerate(["Flickor", "Pojkar", "Svenska som andraspråk", "Hela kommunen"])
    ]
    return notebook(
        code(tags=("parameters",), source='kommun = "9999"'),
        markdown(
            "# Trender: resultat över fem läsår\n\n"
            "Kapitlet visar hur resultaten har förändrats sedan 2021/22, vad som är säkert och vad nämnden "
            "kan fråga om.[^säkert] Jämförelser med riket gäller det senaste publicerade läsåret.\n\n"
            "[^säkert]: Med *säkert* menas att hela intervallet ligger på ena sidan om noll."
        ),
        code(new_output("stream", name="stdout", text="hemlig utskrift")),
        markdown("## Meritvärde\n\n### Vad vi ser"),
        code(
            text(
                '<p>Meritvärdet var <span class="tal" data-cell="meritvarde_17|9999|2025/26|alla|alla|">214,6'
                '</span> poäng, se <a href="#fig-merit"></a> och <a href="#tab-merit"></a>. '
                '<a href="#tab-merit"></a> visar '
                "också riket &amp; länet: skillnaden är &lt; 5 poäng, vilket vi kallar ”ungefär lika”.</p>"
            )
        ),
        code(
            figure(
                "merit", "Meritvärdet har sjunkit tre läsår i rad – tydligast bland pojkar & i 'små' skolor"
            )
        ),
        code(
            table(
                "merit",
                "Meritvärde efter grupp, 17 ämnen, poäng",
                ["Grupp", *years],
                wide,
                "Källa: kommunen.",
                True,
            )
        ),
        code(
            text(
                '<aside class="ruta"><p class="rubrik">Hur säkra är siffrorna?</p><p>Slumpen gör att '
                "resultatet hoppar mellan åren också när undervisningen är densamma. "
                "Därför visar vi ett intervall.</p></aside>"
            )
        ),
        markdown(
            "### Vad nämnden kan fråga\n\n"
            "- Vilka elever når inte behörighet?\n  - Hur många är de?\n    1. i kommunen\n    2. per skola\n"
            "  - När märks det?\n- Vad gör skolorna åt det?\n\n"
            "Se [metodbilagan](#avsnitt-metodbilaga) och avsnittet om [](#avsnitt-skolorna)."
        ),
        markdown(
            "## Skolorna\n\nAlla skolor visas i samma ordning varje år, se [](#tab-skolor). "
            "**Ingen rangordning.**"
        ),
        code(
            table(
                "skolor",
                "Andel elever som når kunskapskraven i alla ämnen, årskurs 9, procent",
                ["Skola", "Andel", "Antal elever"],
                schools,
                ".. = uppgiften visas inte av hänsyn till enskilda.",
            )
        ),
        markdown(
            "## Så räknas det\n\nBootstrap med ett fast frö.[^säkert]\n\n[^säkert]: Se *METHODS*.", "bilaga"
        ),
        markdown(
            "| Begrepp | Betydelse |\n|---|---|\n"
            "| *Läsår* | augusti till juni |\n| `n` | antal elever i nämnaren |",
            "bilaga",
        ),
    )


def quality_chapter() -> NotebookNode:
    return notebook(
        markdown("# Underlag och kvalitet\n\nUnderlaget består av kommunens egna filer."),
        code(
            table(
                "rader",
                "Rader in och ut, efter fil",
                ["Fil", "Rader in", "Rader ut"],
                [
                    ["slutbetyg &lt;ak9&gt;.csv", "455", "451"],
                    ["np &amp; betyg.csv", "1\u202f203", "1\u202f203"],
                ],
            )
        ),
        markdown("## Bortsorterade rader\n\nFyra rader saknade skolenhet.", "bilaga"),
        name="01_underlag",
    )


def conclusions_chapter() -> NotebookNode:
    """Hooks of every kind, as the chapters make them."""
    long = (
        "Andelen som når målen i matematik har sjunkit i fler än en årskurs, och skillnaderna har ökat. " * 2
    )
    return notebook(
        markdown("# Slutsatser"),
        code(
            text(
                '<div data-bild="uppdrag"><p>Nämnden vill veta hur det går.</p>'
                '<p class="kalla">Beslut i nämnden.</p></div>'
            )
        ),
        code(
            text(
                '<div data-bild="genomforande"><p>Vi har läst</p>'
                "<ul><li>Betyg</li><li>Enkäter</li></ul></div>"
            )
        ),
        markdown("## Styrkor och utmaningar"),
        code(
            text(
                '<div data-bild="styrkor"><ul><li>Meritvärdet <strong>har stigit</strong>, se '
                '<a href="#fig-merit"></a>.</li><li><span class="kort">Eleverna trivs</span> enligt enkäten.'
                "</li></ul></div>"
            )
        ),
        code(
            text(
                f'<div data-bild="utmaningar"><ul>{f"<li>{long}</li>" * 9}</ul>'
                '<p class="ej-bild">Ej med.</p></div>'
            )
        ),
        markdown("## Röster"),
        code(
            text(
                '<div data-bild="roster"><p><strong>Elever säger</strong></p>'
                "<ul><li>”Det är lugnt.” (elev)</li></ul></div>"
            )
        ),
        code(
            text(
                '<div data-bild="atgarder"><h3 class="onumrerad">Politik</h3>'
                "<ul><li>Fördela om.</li></ul></div>"
                '<div data-bild="atgarder"><h3 class="onumrerad">Rektorer</h3>'
                "<ul><li>Planera.</li></ul></div>"
            )
        ),
        code(
            text('<div data-bild="sen"><ol><li>Nämnden beslutar.</li><li>Skolorna planerar.</li></ol></div>')
        ),
        markdown(
            "- Ett\n  1. Inre\n\n1. Först\n2. Sedan\n\nText.\n\n1. Om igen\n\n> Citat\n\n"
            "Se [skolan](https://exempel.se).[^not]\n\n[^not]: En *sista* not."
        ),
        name="07_slutsatser",
    )


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """All files of a report with slides of every kind, by name. Only to be read."""
    parameters = RunParameters(mottagare="Nämnden", datum="2026-10-01")
    merged = merge([quality_chapter(), trend_chapter(), conclusions_chapter()], parameters)
    paths = render(merged, parameters, tmp_path_factory.mktemp("hel"), kommunnamn="Exempelkommun")
    return {path.name: path for path in paths}


@pytest.fixture
def parameters() -> RunParameters:
    return RunParameters(
        kommun="9999",
        mottagare="Barn- och utbildningsnämnden",
        diarienummer="BUN 2026/123",
        datum="2026-10-01",
    )


@pytest.fixture
def chapters() -> list[NotebookNode]:
    return [quality_chapter(), trend_chapter()]


@pytest.fixture
def make_chapter() -> Callable[..., NotebookNode]:
    """A chapter with a title and the given cells; cells by `markdown`, `code`, `text`, `table`, `figure`."""

    def make(*cells: NotebookNode, title: str = "# Kapitel") -> NotebookNode:
        return notebook(markdown(title), *cells, name="09_prov")

    return make


@pytest.fixture
def cells() -> Any:
    """The makers of cells and outputs, for tests that build their own chapter."""

    class Makers:
        markdown = staticmethod(markdown)
        code = staticmethod(code)
        text = staticmethod(text)
        table = staticmethod(table)
        figure = staticmethod(figure)
        notebook = staticmethod(notebook)
        draw = staticmethod(draw)
        pixel = base64.b64decode(PIXEL)

    return Makers
