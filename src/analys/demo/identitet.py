"""Names and personnummer that belong to nobody.

A Swedish personnummer is birth date, birth number 001–999 (odd for men, even for women) and a check digit
by the modulus-10 method (folkbokföringslagen 18 §; Skatteverket, Rättslig vägledning). Skatteverket's numbers
for test data have birth numbers 980–999, which no person is given, so only those are used. Temporary numbers
follow SCB's delivery form ``ååååmmddTFxx``: TF10 for a boy, TF20 for a girl.
"""

from __future__ import annotations

import numpy as np

FORNAMN_FLICKA = (
    "Alma", "Astrid", "Elsa", "Ebba", "Freja", "Ella", "Maja", "Saga", "Vera", "Wilma", "Klara",
    "Ida", "Hanna", "Lina", "Nora", "Sara", "Amina", "Leila", "Mariam", "Olga", "Tuva", "Signe",
    "Iris", "Märta", "Åsa",
)  # fmt: skip
FORNAMN_POJKE = (
    "Adam", "Albin", "Anton", "Axel", "Elias", "Emil", "Filip", "Hugo", "Isak", "Johan", "Kalle",
    "Leo", "Linus", "Loke", "Nils", "Noel", "Oskar", "Ali", "Omar", "Yusuf", "Sixten", "Ture",
    "Viggo", "Måns", "Östen",
)  # fmt: skip
EFTERNAMN = (
    "Andersson", "Berg", "Björk", "Dahl", "Ek", "Eriksson", "Forsberg", "Gran", "Hedlund", "Holm",
    "Johansson", "Karlsson", "Lind", "Lund", "Nilsson", "Nyström", "Olsson", "Persson", "Sandberg",
    "Sjöberg", "Strand", "Svensson", "Wall", "Ahmed", "Hassan", "Ali", "Kaya", "Novak", "Åberg",
    "Öberg",
)  # fmt: skip

# Birth numbers a day and gender: 980–989 for a cohort's own birth year, 990–999 for those a year older.
_PER_DAY = 5
_DAYS = 365


def check_digits(first_nine: np.ndarray) -> np.ndarray:
    """Check digit of each row of nine digits (yymmdd and birth number), modulus 10.

    Examples
    --------
    >>> check_digits(np.array([[6, 4, 0, 8, 2, 3, 3, 2, 3]])).tolist()
    [4]
    """
    doubled = first_nine * np.array([2, 1, 2, 1, 2, 1, 2, 1, 2])
    return (10 - (doubled // 10 + doubled % 10).sum(axis=1) % 10) % 10


def room_for(per_gender: int) -> bool:
    """Whether the never-assigned range has room for so many pupils of one gender in a cohort."""
    return per_gender <= _PER_DAY * _DAYS


def make_personnummer(
    year: int,
    flicka: np.ndarray,
    aldre: np.ndarray,
    tillfalligt: np.ndarray,
    rng: np.random.Generator,
    valid: bool,
) -> np.ndarray:
    """Distinct 12-character numbers for a cohort born in `year` (`aldre`: the year before).

    With ``valid=False`` all birth numbers are used and every check digit is deliberately wrong (benchmarks).
    """
    per_day = _PER_DAY if valid else 499
    aldre = aldre & valid
    slots = per_day * _DAYS
    orders = {sex: np.argsort(rng.random(slots), kind="stable") for sex in (False, True)}
    slot = np.empty(len(flicka), dtype=np.int64)
    for sex in (False, True):
        rows = np.flatnonzero(flicka == sex)
        if len(rows) > slots:
            raise ValueError("too many pupils a cohort for the range of personnummer")
        slot[rows] = orders[sex][: len(rows)]
    day, turn = slot % _DAYS, slot // _DAYS
    born = np.where(aldre, year - 1, year)
    # A year without 29 February for everyone keeps the days distinct in both birth years.
    date = np.datetime64("2001-01-01") + day.astype("timedelta64[D]")
    month = date.astype("datetime64[M]").astype(int) % 12 + 1
    in_month = (date - date.astype("datetime64[M]")).astype(int) + 1
    first = (980 + 10 * aldre) if valid else 1
    number = first + 2 * turn + (~flicka if valid else flicka)
    date_digits = [born // 10 % 10, born % 10, month // 10, month % 10, in_month // 10, in_month % 10]
    digits = np.stack([*date_digits, number // 100, number // 10 % 10, number % 10], axis=1)
    check = check_digits(digits)
    if not valid:
        check = (check + 5) % 10
    stem = born * 10_000 + month * 100 + in_month
    full = (stem * 10_000 + number * 10 + check).astype("S12")
    tail = np.where(flicka, b"TF20", b"TF10").astype("S4")
    temporary = np.char.add(stem.astype("S8"), tail)
    return np.where(_first_on_day(stem, flicka, tillfalligt & ~aldre), temporary, full).astype("S12")


def _first_on_day(stem: np.ndarray, flicka: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """The chosen, but one a birth date and gender: TF10 and TF20 carry no running number."""
    rows = np.flatnonzero(chosen)
    first = np.zeros(len(stem), dtype=bool)
    first[rows[np.unique(stem[rows] * 2 + flicka[rows], return_index=True)[1]]] = True
    return first
