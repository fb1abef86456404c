"""Surveys, one row a respondent: answers on the scale 0–10, and the mean of each index's questions.

A respondent has an index where at least half of its questions are answered. A question that goes against the
others of its index has most likely been declared with the wrong direction: a mean over it would be no measure
of anything, so the index is not formed in that läsår, and `find_turned` names the question.

No answer bears a pupil's name or number. `elev` is blank in every row: nobody in these frames can be found in
another.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analys.contracts.enkat_fragor import JA
from analys.indicators.enkat import GRUPPER, HOGST, INDEX

RESPONDENTS = {one.kind: one.kod for one in GRUPPER.values()}
"""Kind of a frame of respondents -> who they are."""

ASKED = {one.asked_kind: one.kod for one in GRUPPER.values()}
"""Kind of a frame of those asked -> who they are."""

FEWEST_TO_TELL = 10
"""With fewer respondents than this chance alone can turn a question."""

_WHO = ["lasar", "skolenhet", "klass", "arskurs", "kon"]
_ANSWER = ["svarande", *_WHO, "fraga", "fran", "index", "poang"]


def score_answers(svar: pd.DataFrame, fragor: pd.DataFrame, grupp: str) -> pd.DataFrame:
    """Answers that stand for something, moved to 0–10; 10 is the best.

    Parameters
    ----------
    svar, fragor : pandas.DataFrame
        Processed enkat_svar and enkat_fragor.
    grupp : str
        Whose answers.

    Returns
    -------
    pandas.DataFrame
        One row an answer, in the order of `svar`: svarande, lasar, skolenhet, klass, arskurs, kon, fraga,
        fran (of the question's row; two rows are two questions), index ("" for none), poang (NaN for "do not
        know").

    Examples
    --------
    >>> fragor = pd.DataFrame({"enkat": "elev", "fraga": ["a", "b"], "index": "stod", "minst": 1, "mest": 4,
    ...     "vand": ["nej", "ja"], "vet_ej": "9", "fran": None, "till": None})
    >>> svar = pd.DataFrame({"enkat": "elev", "lasar": "2025/26", "svarande": 1, "skolenhet": "1",
    ...     "klass": "8A", "arskurs": 8, "kon": "flicka", "fraga": ["a", "b", "a"], "svar": ["4", "2", "9"]})
    >>> score_answers(svar, fragor, "elev")["poang"].round(2).tolist()
    [10.0, 6.67, nan]
    """
    own = svar[(svar["enkat"] == grupp) & svar["svar"].notna()].reset_index(drop=True)
    asked = own[["lasar", "fraga"]].drop_duplicates()
    scales = asked.merge(fragor[fragor["enkat"] == grupp], on="fraga", how="inner")
    first, last = scales["fran"].fillna(""), scales["till"].fillna("9999")
    scales = scales[(first <= scales["lasar"]) & (scales["lasar"] <= last)]
    told = own.merge(
        scales[["lasar", "fraga", "index", "minst", "mest", "vand", "vet_ej", "fran"]],
        on=["lasar", "fraga"],
        how="inner",
    )
    low, high = (told[name].astype("float64") for name in ("minst", "mest"))
    value = told["svar"].where(told["svar"].str.fullmatch("[0-9]{1,7}")).astype("float64")
    value = value.mask((told["svar"] == told["vet_ej"]).fillna(False))
    up = (value - low) / (high - low)
    share = up.mask(told["vand"] == JA, 1 - up)
    told = told.assign(poang=HOGST * share.where((share >= 0) & (share <= 1)))
    return told.assign(index=told["index"].fillna(""), fran=told["fran"].fillna(""))[_ANSWER]


def describe_respondents(svar: pd.DataFrame, fragor: pd.DataFrame, grupp: str) -> pd.DataFrame:
    """Respondents with their indices; parameters as of `score_answers`.

    Returns
    -------
    pandas.DataFrame
        One row a respondent with at least one answer, in the order of the answers: elev (""), lasar,
        skolenhet, klass (the year group where classes are not told), arskurs, kon, and a column an index.
    """
    answers = score_answers(svar, fragor, grupp)
    turned = find_turned(answers)
    people = answers.drop_duplicates("svarande").set_index("svarande")[_WHO]
    unsound = pd.MultiIndex.from_frame(turned[["lasar", "index"]])
    asked = answers[["lasar", "index", "fraga"]].drop_duplicates().groupby(["lasar", "index"]).size()
    told = answers[answers["index"] != ""].groupby(["svarande", "index"])["poang"].agg(["mean", "count"])
    told = told.reset_index()
    place = pd.MultiIndex.from_arrays([people["lasar"].reindex(told["svarande"]), told["index"]])
    enough = 2 * told["count"].to_numpy() >= asked.reindex(place).to_numpy()
    told = told[enough & ~place.isin(unsound)]
    wide = told.pivot(index="svarande", columns="index", values="mean")
    # Where no class is told, those of a year group have the same teachers.
    klass = people["klass"].fillna(people["arskurs"].astype("str")).fillna("").astype("str")
    frame = people.assign(elev="", klass=klass).join(wide.reindex(columns=list(INDEX)))
    columns = ["elev", *_WHO, *INDEX]
    return frame[columns].astype(dict.fromkeys(INDEX, "float64")).reset_index(drop=True)


def describe_asked(utskick: pd.DataFrame, people: pd.DataFrame, grupp: str) -> pd.DataFrame:
    """Those who were asked, one row each, with `svarat` 1 or 0; nobody knows which of them did.

    Parameters
    ----------
    utskick : pandas.DataFrame
        Processed enkat_utskick.
    people : pandas.DataFrame
        From `describe_respondents`; of läsår without any answers nobody is asked about.

    Returns
    -------
    pandas.DataFrame
        elev (""), lasar, skolenhet, klass (""), arskurs, kon, svarat. Where some of a läsår's respondents
        tell no gender, or those asked are not told by gender, nobody has one in that läsår; the same holds
        for year groups.
    """
    sent = utskick[(utskick["enkat"] == grupp) & utskick["lasar"].isin(people["lasar"])]
    parts = [_match(own, people[people["lasar"] == year]) for year, own in sent.groupby("lasar", sort=True)]
    columns = {"lasar": "str", "skolenhet": "str", "arskurs": "Int64", "kon": "str", "svarat": "float64"}
    empty = pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns.items()})
    frame = pd.concat(parts, ignore_index=True) if parts else empty
    return frame.assign(elev="", klass="")[["elev", *_WHO, "svarat"]].astype(columns)


def _match(sent: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    known = [name for name in ("arskurs", "kon") if sent[name].notna().all() and people[name].notna().all()]
    keys = ["lasar", "skolenhet", *known]
    asked = sent.groupby(keys, sort=True)["antal"].sum().astype("int64").rename("antal")
    answered = people.groupby(keys, sort=True).size().reindex(asked.index, fill_value=0).to_numpy()
    # A gender with more answers than people asked: the school's total is right, its parts are not known.
    frame = asked.reset_index().assign(svar=np.minimum(answered, asked.to_numpy()))
    rows = frame.loc[frame.index.repeat(frame["antal"])]
    place = rows.groupby(level=0).cumcount()
    rows = rows.assign(svarat=(place < rows["svar"]).astype("float64"))
    return rows.reindex(columns=["lasar", "skolenhet", "arskurs", "kon", "svarat"])


def find_turned(answers: pd.DataFrame) -> pd.DataFrame:
    """Questions that go against the others of their index.

    Parameters
    ----------
    answers : pandas.DataFrame
        From `score_answers`.

    Returns
    -------
    pandas.DataFrame
        lasar, index, fraga, korrelation: of each unsound index the question with the lowest item–rest
        correlation, where that is not above 0.
    """
    rows = [
        {"lasar": year, "index": index, "fraga": fraga, "korrelation": value}
        for year, index, items in split_items(answers)
        for fraga, value in _find_lowest(items)
    ]
    return pd.DataFrame(rows, columns=["lasar", "index", "fraga", "korrelation"])


def split_items(answers: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Läsår, index and answers of each index: one row a respondent, one column a question, NaN unanswered."""
    told = answers[answers["index"] != ""]
    for (year, index), own in told.groupby(["lasar", "index"], sort=True):
        yield str(year), str(index), own.pivot(index="svarande", columns="fraga", values="poang")


def correlate_items(items: pd.DataFrame) -> pd.Series:
    """Item–rest correlation of each question: with the mean of the respondent's other answers.

    NaN where a question is alone, or all answer alike.

    Examples
    --------
    >>> correlate_items(pd.DataFrame({"a": [0, 5, 10], "b": [0, 5, 10], "c": [10, 5, 0]})).round(2).tolist()
    [nan, nan, -1.0]
    """
    answers = items.to_numpy(dtype="float64")
    known = ~np.isnan(answers)
    told, count = np.where(known, answers, 0.0), known.sum(axis=1)
    found = {}
    for place, name in enumerate(items.columns):
        others = count - known[:, place]
        both = known[:, place] & (others > 0)
        own = answers[both, place]
        rest = (told.sum(axis=1) - told[:, place])[both] / others[both]
        varies = len(own) > 1 and own.std() > 1e-9 and rest.std() > 1e-9
        found[name] = float(np.corrcoef(own, rest)[0, 1]) if varies else np.nan
    return pd.Series(found, dtype="float64")


def _find_lowest(items: pd.DataFrame) -> list[tuple[str, float]]:
    if len(items) < FEWEST_TO_TELL or items.shape[1] < 2:
        return []
    correlations = correlate_items(items).dropna()
    lowest = correlations.min() if len(correlations) else np.nan
    if not lowest <= 0:
        return []
    worst = correlations[correlations <= lowest + 1e-9]
    return [(str(name), float(value)) for name, value in worst.items()]


def sign_questions(answers: pd.DataFrame) -> dict[tuple[str, str], frozenset[tuple[str, str]]]:
    """By läsår and index, which rows of enkat_fragor it was made of: alike rows make comparable indices."""
    told = answers.loc[answers["index"] != "", ["lasar", "index", "fraga", "fran"]].drop_duplicates()
    return {
        (str(year), str(index)): frozenset(zip(own["fraga"], own["fran"], strict=True))
        for (year, index), own in told.groupby(["lasar", "index"], sort=True)
    }
