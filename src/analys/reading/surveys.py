"""Faults of surveys that show only when files are read together: answers, questions, and who was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from analys.errors import Problem

_WHOLE = r"[0-9]{1,7}"
_WHOSE = ("Arskurs", "Klass", "Kon")
_SETTLE = "Behåll den rätta raden och ta bort de andra."


def check_surveys(frames: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Everything that the files of a survey must say alike, file by file.

    Parameters
    ----------
    frames : mapping of str to DataFrame
        Raw frames by kind: text cells, `lasar`, `fil`, `rad` and `skal`.
    """
    kept = {kind: frame[frame["skal"] == ""] for kind, frame in frames.items() if kind.startswith("enkat_")}
    problems: list[Problem] = []
    questions = kept.get("enkat_fragor")
    if questions is not None:
        problems += _tell(questions[_is_repeated(questions, ["Enkat", "Fraga", "Fran"])], *_TWICE)
        problems += _tell(_find_overlaps(questions), *_OVERLAP)
    for kind, key in _KEYS.items():
        if kind in kept:
            problems += _tell(kept[kind][_is_repeated(kept[kind], ["lasar", *key])], *_TWICE)
    answers = kept.get("enkat_svar")
    if answers is not None and len(answers):
        problems += _check_answers(answers, questions)
        if "enkat_utskick" in kept:
            problems += _tell(_find_too_many(answers, kept["enkat_utskick"]), *_TOO_MANY)
    return problems


_KEYS = {
    "enkat_utskick": ["Enkat", "Skolenhetskod", "Arskurs", "Kon"],
    "enkat_index": ["Enkat", "Skolenhetskod", "Arskurs", "Index"],
}
_TWICE = ("Samma grupp eller fråga finns på flera rader.", _SETTLE, "Enkat", "dubblett")
_OVERLAP = (
    "Två rader beskriver samma fråga för samma läsår.",
    "Skriv i Till det sista läsår som den äldre raden gäller, och i Fran det första för den nyare.",
    "Fran, Till",
    "enkat",
)
_UNDECLARED = (
    "Frågan är inte beskriven i enkat_fragor.csv för det läsåret.",
    "Lägg till frågan med sin skala, eller rätta namnet. Frågor utan index får lämna Index tomt.",
    "Fraga",
    "enkat",
)
_OUTSIDE = (
    "Svaret ligger utanför frågans skala.",
    "Rätta svaret, eller skalan i enkat_fragor.csv. Koden för ”vet ej” anges i Vet_ej.",
    "Svar",
    "enkat",
)
_TWO_PEOPLE = (
    "Samma Svarsid har olika årskurs, klass eller kön.",
    "Ge varje svarande ett eget Svarsid inom enkäten och skolan.",
    "Svarsid",
    "enkat",
)
_TOO_MANY = (
    "Fler har svarat än som har fått enkäten.",
    "Rätta antalet. Det ska vara alla som fick enkäten, även de som inte svarade.",
    "Antal",
    "enkat",
)


def _check_answers(answers: pd.DataFrame, questions: pd.DataFrame | None) -> Iterator[Problem]:
    yield from _tell(_find_two_people(answers), *_TWO_PEOPLE)
    if questions is None:
        first = answers.drop_duplicates("fil")
        vad = "Svaren går inte att läsa utan enkat_fragor.csv, som säger vilka frågor enkäten har."
        for fil in first["fil"].astype("str"):
            gor = "Lägg enkat_fragor.csv bredvid läsårens mappar, med en rad för varje fråga."
            yield Problem(fil, vad, gor, "Fraga", kod="enkat")
        return
    # One row a question and läsår: answers are many.
    asked = answers[["lasar", "Enkat", "Fraga"]].drop_duplicates()
    declared = asked.merge(questions, on=["Enkat", "Fraga"], suffixes=("", "_egen"))
    declared = declared[is_in_force(declared["lasar"], declared["Fran"], declared["Till"])]
    scales = declared.drop_duplicates(["lasar", "Enkat", "Fraga"])
    columns = ["lasar", "Enkat", "Fraga", "Min", "Max", "Vet_ej"]
    told = answers.merge(scales[columns], on=columns[:3], how="left").set_axis(answers.index)
    unknown = told["Min"].isna()
    yield from _tell(answers[unknown], *_UNDECLARED)
    yield from _tell(answers[~unknown & ~_is_on_scale(told)], *_OUTSIDE)


def is_in_force(lasar: pd.Series, first: pd.Series, last: pd.Series) -> pd.Series:
    """Whether a question's row is about a läsår; "" in `first` or `last` is an open end.

    Examples
    --------
    >>> year, ends = pd.Series(["2023/24", "2023/24"]), pd.Series(["", "2024-25"])
    >>> is_in_force(year, ends, pd.Series(["", ""])).tolist()
    [True, False]
    """
    first, last = (text.fillna("").str.replace("-", "/") for text in (first, last))
    return ((first == "") | (first <= lasar)) & ((last == "") | (lasar <= last))


def _is_on_scale(told: pd.DataFrame) -> pd.Series:
    ends = [told[name].where(told[name].str.fullmatch(_WHOLE)).astype("float64") for name in ("Min", "Max")]
    value = told["Svar"].where(told["Svar"].str.fullmatch(_WHOLE)).astype("float64")
    silent = (told["Svar"] == "") | ((told["Svar"] == told["Vet_ej"]) & (told["Vet_ej"] != ""))
    # Ends that are no numbers are told of already.
    return silent | ((value >= ends[0]) & (value <= ends[1])) | ends[0].isna() | ends[1].isna()


def _find_two_people(answers: pd.DataFrame) -> pd.DataFrame:
    key = ["lasar", "Enkat", "Skolenhetskod", "Svarsid"]
    people = answers[[*key, *_WHOSE]].drop_duplicates()
    twice = people[people.duplicated(key, keep=False)][key].drop_duplicates()
    if twice.empty:
        return answers.iloc[:0]
    return answers[pd.MultiIndex.from_frame(answers[key]).isin(pd.MultiIndex.from_frame(twice))]


def _is_repeated(frame: pd.DataFrame, key: list[str]) -> pd.Series:
    return frame.duplicated(key, keep=False)


def _find_overlaps(questions: pd.DataFrame) -> pd.DataFrame:
    rows = questions.assign(
        fran=questions["Fran"].str.replace("-", "/"),
        till=questions["Till"].str.replace("-", "/").where(questions["Till"] != "", "9999"),
    ).sort_values(["Enkat", "Fraga", "fran"], kind="stable")
    before = rows.groupby(["Enkat", "Fraga"])["till"].shift()
    return questions.loc[rows.index[(before >= rows["fran"]).fillna(False)]]


def _find_too_many(answers: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Rows of the schools and year groups with more respondents than people asked."""
    group = ["lasar", "Enkat", "Skolenhetskod", "Arskurs"]
    number = asked["Antal"].where(asked["Antal"].str.fullmatch(_WHOLE), "0").astype("int64")
    # Who was asked without a year group may have answered with one.
    coarse = asked.assign(tom=asked["Arskurs"] == "").groupby(group[:3])["tom"].any()
    people = answers[answers["Svar"] != ""].drop_duplicates([*group[:3], "Svarsid"])
    wide, own = ([*group[:3]], group)
    too_many = pd.Series(False, index=asked.index)
    for key, fine in ((wide, False), (own, True)):
        answered = people.groupby(key).size()
        sent = number.groupby([asked[name] for name in key]).sum()
        keys = pd.MultiIndex.from_frame(asked[key])
        over = answered.reindex(keys, fill_value=0).to_numpy() > sent.reindex(keys).to_numpy()
        if fine:
            over &= ~coarse.reindex(pd.MultiIndex.from_frame(asked[wide])).to_numpy()
        too_many |= over
    return asked[too_many]


def _tell(rows: pd.DataFrame, vad: str, gor: str, column: str, kod: str) -> list[Problem]:
    return [
        Problem(str(fil), vad, gor, column, tuple(own["rad"].tolist()), kod=kod)
        for fil, own in rows.groupby("fil", sort=True, observed=True)
    ]
