"""Interviews: how many, with whom, which themes they raised, how alike two coders coded, what may be quoted.

All counts are of interviews. Where two have coded an interview, what the coder of most interviews coded is
counted, so that an interview with two readers weighs no more than another. An interview that raises a theme
both as a strength and as a challenge is counted in both.

Nobody may be told from the counts: none is of a school, a theme that fewer than `MINST_INTERVJUER` interviews
raise is told with the other such themes together, and what a side said only where that many interviews with
it said it. The professions are one side: a municipality may have few principals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from analys.arbetsbok.blad import ROLLER, STYRKA, UTMANING
from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate, make_cells
from analys.estimates.krippendorff import compute_alpha
from analys.indicators import intervju as measures
from analys.quoting import SKAL, choose_quotes, find_pointer, know, list_statements
from analys.recognition.spelling import settle
from analys.spelling import fold_name
from analys.underlag import Underlag

MINST_INTERVJUER = 2
"""Fewest interviews behind a theme, and behind what a role is told to have said."""

LANGST_TEMA = 60

KALLA = "Kommunens intervjuer"
GODKANT = "godkända"
_ASPECTS = ((measures.TEMA, ""), (measures.STYRKOR, STYRKA), (measures.UTMANINGAR, UTMANING))


def interview_estimates(run: Underlag) -> list[Estimate]:
    """Estimates of what was said in interviews.

    Returns
    -------
    list of Estimate
        intervju_roller: interviews and participants by role (`kategori`, "" for all). intervju_teman: of each
        theme (unit) the interviews that raised it, as a strength and as a challenge, in all and by side
        (`kategori`).
        intervju_kodning: interviews that two have coded, and how alike. intervju_citat: statements that the
        municipality wants to quote, by whether they may be. None without interviews.
    """
    coded = read_interviews(run)
    if coded.empty:
        return []
    counted = choose_coder(coded)
    tables = (
        ("intervju_roller", "Intervjuer efter roll", _count_roles(run, counted)),
        ("intervju_teman", "Teman i intervjuerna", _count_themes(run, counted)),
        ("intervju_kodning", "Kodning av intervjuerna", _judge_coding(run, coded)),
        ("intervju_citat", "Utsagor att citera", _count_quotes(run)),
    )
    return [make_estimate(name, title, [cells]) for name, title, cells in tables if len(cells)]


def read_interviews(run: Underlag) -> pd.DataFrame:
    """Coded statements: intervju, roll, deltagare, hallning, tema, kodare and `nyckel`, the theme folded.

    A theme that points at somebody is put among the other themes.
    """
    known = know(run)
    rows = []
    for row in list_statements(run):
        theme = " ".join(settle(row.text("tema")).split())
        pointing = len(theme) > LANGST_TEMA or bool(find_pointer(theme, known))
        rows.append(
            {name: row[name] for name in ("intervju", "roll", "deltagare", "hallning")}
            | {"tema": measures.OVRIGA if pointing else theme, "kodare": row.text("kodare")}
        )
    columns = ["intervju", "roll", "deltagare", "hallning", "tema", "kodare"]
    frame = pd.DataFrame(rows, columns=columns)
    # One spelling of a theme: that of its first row.
    folded = frame["tema"].map(fold_name)
    people = frame["deltagare"].astype("Int64")
    return frame.assign(
        deltagare=people, nyckel=folded, tema=frame["tema"].groupby(folded).transform("first")
    )


def choose_coder(coded: pd.DataFrame) -> pd.DataFrame:
    """The rows of one coder of each interview: the one who coded most interviews, the first by name of two.

    Examples
    --------
    >>> rows = [("I1", "A"), ("I1", "B"), ("I2", "B"), ("I2", "A"), ("I3", "B")]
    >>> chosen = choose_coder(pd.DataFrame(rows, columns=["intervju", "kodare"]))
    >>> list(chosen.itertuples(index=False, name=None))
    [('I1', 'B'), ('I2', 'B'), ('I3', 'B')]
    """
    by_coder = coded.groupby("kodare")["intervju"].nunique()
    ranked = sorted(by_coder.index, key=lambda coder: (-by_coder[coder], coder))
    place = coded["kodare"].map({coder: number for number, coder in enumerate(ranked)})
    return coded[place == place.groupby(coded["intervju"]).transform("min")]


def _count_roles(run: Underlag, counted: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for role in ("", *_order(counted["roll"]), measures.PERSONAL):
        own = counted[counted["roll"].isin(measures.SIDOR.get(role, (role,)))] if role else counted
        if own.empty:
            continue
        rows.append(_cell(run, measures.INTERVJUER, own["intervju"].nunique(), kategori=role))
        people = own.groupby(["intervju", "roll"])["deltagare"].max()
        total = None if people.isna().any() else int(people.sum())
        rows.append(_cell(run, measures.DELTAGARE, total, kategori=role))
    return make_cells(rows)


def _count_themes(run: Underlag, counted: pd.DataFrame) -> pd.DataFrame:
    by_theme = counted.groupby("nyckel")["intervju"].nunique()
    few = set(by_theme[by_theme < MINST_INTERVJUER].index) | {fold_name(measures.OVRIGA)}
    is_few = counted["nyckel"].isin(few)
    told = counted.assign(
        nyckel=counted["nyckel"].mask(is_few, fold_name(measures.OVRIGA)),
        tema=counted["tema"].mask(is_few, measures.OVRIGA),
    )
    numbers = told.groupby("nyckel")["intervju"].nunique()
    rest = fold_name(measures.OVRIGA)
    themes = sorted(numbers.index, key=lambda theme: (theme == rest, -numbers[theme], theme))
    rows: list[dict[str, Any]] = []
    for theme in themes:
        own = told[told["nyckel"] == theme]
        if numbers[theme] < MINST_INTERVJUER:
            continue
        name = str(own["tema"].iloc[0])
        for side in ("", *_list_sides(counted["roll"])):
            said = own[own["roll"].isin(measures.SIDOR[side])] if side else own
            for code, stance in _ASPECTS:
                held = said if not stance else said[said["hallning"] == stance]
                count = held["intervju"].nunique()
                cell = _cell(run, code, None if side and count < MINST_INTERVJUER else count, kategori=side)
                rows.append(cell | {"enhetstyp": "tema", "enhet": theme, "enhetsnamn": name})
    return make_cells(rows)


def _judge_coding(run: Underlag, coded: pd.DataFrame) -> pd.DataFrame:
    coders = coded.groupby("intervju")["kodare"].nunique()
    twice = sorted(coders[coders > 1].index)
    if not twice:
        return make_cells([])
    rows = [_cell(run, measures.DUBBELKODADE, len(twice))]
    alpha = compute_alpha(list_units(coded[coded["intervju"].isin(twice)], sorted(set(coded["nyckel"]))))
    if alpha == alpha:
        rows.append(_cell(run, measures.ALFA, alpha))
    return make_cells(rows)


def list_units(coded: pd.DataFrame, themes: Sequence[str]) -> list[list[str]]:
    """What each coder says of each theme in each interview: the stances found there, "" for not raised.

    Examples
    --------
    >>> rows = [("I1", "A", "stod", "styrka"), ("I1", "B", "stod", "utmaning"), ("I1", "B", "ro", "styrka")]
    >>> columns = ["intervju", "kodare", "nyckel", "hallning"]
    >>> list_units(pd.DataFrame(rows, columns=columns), ["ro", "stod"])
    [['', 'styrka'], ['styrka', 'utmaning']]
    """
    said = {
        key: "+".join(sorted(set(stances)))
        for key, stances in coded.groupby(["intervju", "kodare", "nyckel"])["hallning"]
    }
    coders = {name: sorted(set(own)) for name, own in coded.groupby("intervju")["kodare"]}
    return [
        [said.get((interview, coder, theme), "") for coder in names]
        for interview, names in coders.items()
        for theme in themes
    ]


def _count_quotes(run: Underlag) -> pd.DataFrame:
    chosen = choose_quotes(run)
    counts = {reason: sum(one.skal == reason for one in chosen.nekade) for reason in SKAL}
    rows = [_cell(run, measures.CITAT, len(chosen.godkanda), kategori=GODKANT)] if chosen.godkanda else []
    rows += [
        _cell(run, measures.CITAT, count, kategori=SKAL[reason][1])
        for reason, count in counts.items()
        if count
    ]
    return make_cells(rows)


def _order(roles: Iterable[str]) -> list[str]:
    """The roles that there are, in the workbook's order."""
    there = set(roles)
    return [role for role in ROLLER if role in there]


def _list_sides(roles: Iterable[str]) -> list[str]:
    there = set(roles)
    return [side for side, own in measures.SIDOR.items() if there.intersection(own)]


def _cell(run: Underlag, code: str, value: float | None, *, kategori: str = "") -> dict[str, Any]:
    """A cell of a count that discloses nobody; "saknas" where it may not be told."""
    return {
        "indikator": code,
        "enhetstyp": "kommun",
        "enhet": run.parameters.kommun,
        "enhetsnamn": run.kommunnamn,
        "lasar": run.parameters.lasar,
        "kategori": kategori,
        "varde": float("nan") if value is None else float(value),
        "status": "saknas" if value is None else "beraknad",
        "kalla": KALLA,
    }
