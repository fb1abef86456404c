"""The questions of the demo municipality's surveys: what is asked, of whom, in which direction and how long.

Three of the pupils' questions and one of the guardians' were put in other words from the läsår 2022/23, so
that four indices cannot be compared over that läsår.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from analys.demo.kolumner import in_order

ELEV, PERSONAL, VARDNADSHAVARE = "elev", "personal", "vardnadshavare"
SCALE = (1, 4)
DONT_KNOW = "5"
NY = "2022/23"
"""First läsår of the new wordings."""


@dataclass(frozen=True)
class Question:
    """One question; `tidigare` is its wording before `NY`, "" where it has always been the same."""

    index: str
    text: str
    tidigare: str = ""
    vand: bool = False


QUESTIONS: dict[str, tuple[Question, ...]] = {
    ELEV: (
        Question("trygghet", "Jag känner mig trygg i skolan."),
        Question("trygghet", "Jag har någon att vara med på rasterna."),
        Question(
            "trygghet",
            "Det finns vuxna på skolan som jag kan prata med om något har hänt.",
            "Om någon är elak mot mig får jag hjälp av en vuxen.",
        ),
        Question("studiero", "Jag har studiero på lektionerna."),
        Question("studiero", "Andra elever stör ordningen på lektionerna.", vand=True),
        Question("studiero", "Lärarna ser till att det blir lugnt.", "Det är lugnt i klassrummet."),
        Question("stimulans", "Skolarbetet gör mig så nyfiken att jag vill lära mig mer."),
        Question("stimulans", "Jag får utmaningar i skolarbetet."),
        Question("stimulans", "Undervisningen är varierad.", "Lektionerna är intressanta."),
        Question("delaktighet", "Jag är med och påverkar hur vi arbetar på lektionerna."),
        Question("delaktighet", "Lärarna lyssnar på vad eleverna tycker."),
        Question("delaktighet", "Elevrådet gör skillnad på min skola."),
        Question("stod", "Jag får hjälp i skolarbetet när jag behöver det."),
        Question("stod", "Lärarna förklarar så att jag förstår."),
        Question("stod", "Jag vet vad jag ska göra för att nå längre."),
    ),
    PERSONAL: (
        Question("trygghet", "Eleverna är trygga på min skola."),
        Question("trygghet", "Vi ingriper när någon blir illa behandlad."),
        Question("trygghet", "Vi arbetar systematiskt mot kränkningar."),
        Question("studiero", "Eleverna har studiero på mina lektioner."),
        Question("studiero", "Mycket av lektionstiden går åt till att hålla ordning.", vand=True),
        Question("studiero", "Skolans ordningsregler följs."),
        Question("stimulans", "Undervisningen väcker elevernas nyfikenhet."),
        Question("stimulans", "Alla elever får utmaningar."),
        Question("stimulans", "Vi utvecklar undervisningen tillsammans."),
        Question("delaktighet", "Eleverna är med och påverkar undervisningen."),
        Question("delaktighet", "Vi lyssnar på vad eleverna tycker."),
        Question("delaktighet", "Elevrådet gör skillnad på min skola."),
        Question("stod", "Elever som behöver stöd får det snabbt."),
        Question("stod", "Elevhälsan är ett stöd i mitt arbete."),
        Question("stod", "Jag har tid att hjälpa dem som behöver det."),
    ),
    VARDNADSHAVARE: (
        Question("trygghet", "Mitt barn är tryggt i skolan."),
        Question("trygghet", "Mitt barn trivs i sin klass."),
        Question("trygghet", "Skolan agerar när någon blir illa behandlad."),
        Question("stimulans", "Mitt barn får utmaningar i skolarbetet."),
        Question("stimulans", "Mitt barn går gärna till skolan."),
        Question("stimulans", "Undervisningen håller god kvalitet."),
        Question("delaktighet", "Skolan lyssnar på mina synpunkter."),
        Question("delaktighet", "Mitt barn får vara med och påverka."),
        Question("delaktighet", "Jag känner mig välkommen i skolan."),
        Question("stod", "Mitt barn får hjälp när det behövs."),
        Question("stod", "Skolan märker om mitt barn behöver stöd."),
        Question("stod", "Utvecklingssamtalet leder framåt."),
        Question("information", "Jag får veta hur det går för mitt barn."),
        Question("information", "Skolans information till hemmet är tydlig."),
        Question("information", "Det är lätt att få kontakt med skolan.", "Jag får veckobrev i tid."),
    ),
}


def name_question(grupp: str, place: int) -> str:
    """Code of a question: its index and number among the questions of it.

    Examples
    --------
    >>> name_question("elev", 4)
    'studiero_2'
    """
    index = QUESTIONS[grupp][place].index
    before = [one.index for one in QUESTIONS[grupp][: place + 1]]
    return f"{index}_{before.count(index)}"


def question_table() -> pa.Table:
    """Rows of enkat_fragor."""
    rows: list[dict[str, str]] = []
    for grupp, questions in QUESTIONS.items():
        for place, one in enumerate(questions):
            row = {
                "Enkat": grupp,
                "Fraga": name_question(grupp, place),
                "Index": one.index,
                "Text": one.text,
                "Min": str(SCALE[0]),
                "Max": str(SCALE[1]),
                "Vand": "ja" if one.vand else "nej",
                "Vet_ej": DONT_KNOW,
                "Fran": NY if one.tidigare else "",
                "Till": "",
            }
            if one.tidigare:
                rows.append(row | {"Text": one.tidigare, "Fran": "", "Till": "2021/22"})
            rows.append(row)
    return in_order("enkat_fragor", {name: pa.array([row[name] for row in rows]) for name in rows[0]})
