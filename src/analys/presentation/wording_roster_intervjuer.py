"""Sentences about interviews: how many there are, and what those who were interviewed raised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.arbetsbok.blad import ROLLER
from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.intervju import (
    ALFA,
    CITAT,
    DELTAGARE,
    DUBBELKODADE,
    INTERVJUER,
    OVRIGA,
    STYRKOR,
    UTMANINGAR,
)
from analys.presentation.formats import format_number, lower_first
from analys.presentation.selection import has_value
from analys.presentation.text import (
    Label,
    Number,
    Sentence,
    compose,
    join_sentences,
    list_sentences,
    make_number,
)

Tables = Mapping[str, ProtectedTable]

TOLD_THEMES = 3
"""So many strengths, and challenges, are told of in a sentence."""

WITH: Mapping[str, str] = {
    "elev": "elever",
    "vårdnadshavare": "vårdnadshavare",
    "lärare": "lärare",
    "elevhälsa": "elevhälsan",
    "fritidspersonal": "fritidspersonal",
    "rektor": "rektorer",
    "annan": "andra",
    "personal": "personal",
}
"""With whom the interviews are."""

WHO: Mapping[str, str] = {
    "elev": "eleverna",
    "vårdnadshavare": "vårdnadshavarna",
    "personal": "personalen",
    "annan": "andra",
}

SAMSTAMMIG = 0.8
TROLIG = 2 / 3
"""Krippendorff's own limits: reliable from the first, tentative conclusions from the second."""


def describe_interviews(tables: Tables) -> Sentence | None:
    """How many interviews, with whom, and how many took part."""
    whole = _read(tables, "intervju_roller", INTERVJUER, "")
    if whole is None:
        return None
    roles = [(role, _read(tables, "intervju_roller", INTERVJUER, role)) for role in ROLLER]
    parts = [
        compose("{k} med {vilka}", k=_count(cell), vilka=WITH[role])
        for role, cell in roles
        if cell is not None
    ]
    people = _read(tables, "intervju_roller", DELTAGARE, "")
    fact = compose("Underlaget är {n} intervjuer: {p}.", n=_count(whole), p=list_sentences(parts))
    if len(parts) == 1:
        fact = compose("Underlaget är {p}.", p=_one_side(whole, roles))
    if people is None:
        return fact
    return join_sentences([fact, compose("Sammanlagt deltog {d} personer.", d=_count(people))])


def describe_side(tables: Tables, side: str) -> Sentence | None:
    """What pupils, guardians or staff raised as challenges and as strengths, and in how many interviews."""
    whole = _read(tables, "intervju_roller", INTERVJUER, side)
    if whole is None:
        return None
    found = {code: choose_themes(tables, code, side) for code in (UTMANINGAR, STYRKOR)}
    parts = {
        code: _list_counts(cells, whole if place == 0 else None)
        for place, (code, cells) in enumerate((code, cells) for code, cells in found.items() if cells)
    }
    sentences = []
    if UTMANINGAR in parts:
        sentences.append(
            compose("I intervjuerna tog {vem} upp {p} som utmaningar.", vem=WHO[side], p=parts[UTMANINGAR])
            if len(found[UTMANINGAR]) > 1
            else compose(
                "I intervjuerna tog {vem} upp {p} som en utmaning.", vem=WHO[side], p=parts[UTMANINGAR]
            )
        )
    if STYRKOR in parts:
        many = "styrkor" if len(found[STYRKOR]) > 1 else "en styrka"
        start = "Som {many} nämnde de {p}." if sentences else "I intervjuerna nämnde {vem} {p} som {many}."
        used = {} if sentences else {"vem": WHO[side]}
        sentences.append(compose(start, many=many, p=parts[STYRKOR], **used))
    return join_sentences(sentences) if sentences else None


def describe_themes(tables: Tables) -> Sentence | None:
    """Themes raised as challenges and as strengths in all interviews, and those that both were said of."""
    whole = _read(tables, "intervju_roller", INTERVJUER, "")
    if whole is None or "intervju_teman" not in tables:
        return None
    told: list[Sentence] = []
    for code, one, many in ((UTMANINGAR, "en utmaning", "utmaningar"), (STYRKOR, "en styrka", "styrkor")):
        cells = choose_themes(tables, code, "")
        if cells:
            told.append(
                compose(
                    "Som {ord} nämndes {p}.",
                    ord=many if len(cells) > 1 else one,
                    p=_list_counts(cells, None if told else whole, av="intervjuer"),
                )
            )
    return join_sentences(told) if told else None


def explain_counts() -> Sentence:
    """What is counted, and what the counts cannot tell."""
    return compose(
        "Talen räknar intervjuer, inte personer. De som intervjuades är inte ett slumpvis urval, så "
        "intervjuerna visar vilka frågor som finns men inte hur vanliga de är bland alla."
    )


def describe_coding(tables: Tables) -> Sentence | None:
    """How many interviews two have coded, and how alike."""
    twice = _read(tables, "intervju_kodning", DUBBELKODADE, "")
    whole = _read(tables, "intervju_roller", INTERVJUER, "")
    if whole is None:
        return None
    if twice is None:
        return compose(
            "Varje intervju har kodats av en person, så det är inte prövat hur säker kodningen är."
        )
    fact = compose("Två personer har kodat {k} av {n} intervjuer.", k=_count(twice), n=_count(whole))
    alpha = _read(tables, "intervju_kodning", ALFA, "")
    if alpha is None:
        return fact
    verdict = (
        "Det är en god samstämmighet"
        if alpha.varde >= SAMSTAMMIG
        else "Det räcker för försiktiga slutsatser"
        if alpha.varde >= TROLIG
        else "Det är en svag samstämmighet, så temana ska läsas med stor försiktighet"
    )
    return join_sentences(
        [
            fact,
            compose(
                "Krippendorffs alfa är {a}, där ett är full samstämmighet och noll är slumpens. {v}.",
                a=make_number(alpha, lambda value: format_number(value, 2)),
                v=verdict,
            ),
            compose("Temana räknas så som den som kodade flera av intervjuerna har kodat."),
        ]
    )


def describe_quotes(tables: Tables) -> Sentence | None:
    """How many statements were to be quoted, and how many were stopped and why."""
    if "intervju_citat" not in tables:
        return None
    cells = tables["intervju_citat"].cells(indikator=CITAT)
    kept = [cell for cell in cells if cell.kategori == "godkända"]
    gone = [cell for cell in cells if cell.kategori != "godkända"]
    parts = [compose("{k} för att {skal}", k=_count(cell), skal=Label(cell.kategori)) for cell in gone]
    fact = [compose("{k} utsagor får citeras.", k=_count(kept[0]))] if kept else []
    if parts:
        fact.append(compose("Andra har stoppats: {p}.", p=list_sentences(parts)))
    return join_sentences(fact)


def list_themes(tables: Tables, code: str, side: str) -> list[ShownCell]:
    """Named themes that a side raised so, those of many interviews first; else in the table's order."""
    if "intervju_teman" not in tables:
        return []
    cells = tables["intervju_teman"].cells(indikator=code, kategori=side)
    named = [cell for cell in cells if has_value(cell) and cell.varde > 0 and cell.enhetsnamn != OVRIGA]
    return sorted(named, key=lambda cell: -cell.varde)


def choose_themes(tables: Tables, code: str, side: str) -> list[ShownCell]:
    """The themes to tell of in a sentence: raised by several, and none of those that share the last place."""
    cells = [cell for cell in list_themes(tables, code, side) if cell.varde > 1]
    limit = cells[TOLD_THEMES].varde if len(cells) > TOLD_THEMES else 0
    return [cell for cell in cells if cell.varde > limit][:TOLD_THEMES] or cells[:1]


def tell_theme(cell: ShownCell, whole: ShownCell) -> Sentence:
    """One theme as a sentence that can stand alone."""
    word = "styrka" if cell.indikator == STYRKOR else "utmaning"
    return compose(
        "{tema} togs upp som en {ord} i {k} av {n} intervjuer läsåret {l}.",
        tema=Label(cell.enhetsnamn),
        ord=word,
        k=_count(cell),
        n=_count(whole),
        l=Label(cell.lasar),
    )


def read_count(tables: Tables) -> ShownCell | None:
    """The number of all interviews."""
    return _read(tables, "intervju_roller", INTERVJUER, "")


def _list_counts(cells: Sequence[ShownCell], whole: ShownCell | None, av: str = "intervjuer") -> Sentence:
    """ "studiero (i 6 av 8 intervjuer), stöd (3)"; the first says of how many."""
    parts = []
    for place, cell in enumerate(cells):
        name = Label(lower_first(cell.enhetsnamn))
        if place == 0 and whole is not None:
            parts.append(compose("{t} (i {k} av {n} {av})", t=name, k=_count(cell), n=_count(whole), av=av))
        else:
            parts.append(compose("{t} ({k})", t=name, k=_count(cell)))
    return list_sentences(parts)


def _one_side(whole: ShownCell, roles: Sequence[tuple[str, ShownCell | None]]) -> Sentence:
    role = next(role for role, cell in roles if cell is not None)
    return compose("{n} intervjuer med {vilka}", n=_count(whole), vilka=WITH[role])


def _count(cell: ShownCell) -> Number:
    return make_number(cell, format_number)


def _read(tables: Tables, table: str, code: str, kategori: str) -> ShownCell | None:
    if table not in tables:
        return None
    cell = tables[table].cell(indikator=code, kategori=kategori)
    return cell if cell is not None and has_value(cell) else None
