"""What a copy is called: its kind, and its school units or the words of its own name, in plain ASCII."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import chain, count
from pathlib import PurePath

from analys.contracts import LAYOUTS
from analys.importing.found import Found
from analys.importing.naming import fold_words
from analys.lasar import in_path
from analys.reading.sources import ANSWERS, SUFFIXES

# More codes than this make a name that nobody reads.
MOST_CODES = 3
LONGEST = 60
# Words of kind, year group, läsår and term: the kind and the folder say them.
_TOLD_ELSEWHERE = re.compile(
    r"(slut|termins)?betyg|np[369]?|(amnes)?prov|nationella|ak[369]?|arskurs|[hv]t|([hv]t)?\d{1,4}|"
    r"franvaro|elevregister|elever|lararnas|larares?|bedomning(ar|en|arna)?|maluppfyllelse"
)


def name_target(found: Found, taken: Collection[str]) -> str:
    """Path of a copy relative to the municipality's raw folder.

    Parameters
    ----------
    found : Found
    taken : collection of str
        Paths in use, in lower case and without suffix: a name in two formats would be one file twice.

    Examples
    --------
    >>> from pathlib import Path
    >>> file = Found(Path("x"), "Åk 9 Norra.csv", "slutbetyg_ak9", "2025/26", ("12345678",))
    >>> name_target(file, ()), name_target(file, ("2025-26/slutbetyg_ak9_12345678",))
    ('2025-26/slutbetyg_ak9_12345678.csv', '2025-26/slutbetyg_ak9_12345678-2.csv')
    """
    folder = f"{in_path(found.lasar)}/" if found.lasar else ""
    name = PurePath(found.annat or found.fil.rsplit("/", 1)[-1])
    suffix = name.suffix.lower() if found.annat or name.suffix.lower() in SUFFIXES else ".csv"
    slug = "" if found.annat else _slug(found, name.stem)
    stem = f"{folder}{PurePath(found.annat).stem or found.kind}{f'_{slug}' if slug else ''}"
    numbers = chain([""], (f"-{n}" for n in count(2)))
    return next(f"{stem}{n}{suffix}" for n in numbers if f"{stem}{n}".casefold() not in taken)


def _slug(found: Found, stem: str) -> str:
    if found.kind in ("skolenheter", "skyddade"):
        return ""
    if found.kind == "elevregister":
        last = [in_path(found.tackning[0])] if len(found.tackning) == 1 else []
    else:
        # Some systems' files tell their term by their name alone.
        terms = {scope[-1] for scope in found.omfang} if "Termin" in LAYOUTS[found.kind] else set()
        last = [terms.pop().lower()] if terms in ({"HT"}, {"VT"}) else []
    # The pages of an answer are read in the order of the numbers in their names.
    is_answer = PurePath(found.fil).suffix.lower() == ANSWERS
    if not is_answer and 0 < len(found.skolenheter) <= MOST_CODES:
        return "_".join(["-".join(found.skolenheter), *last])
    words = [word for word in fold_words(stem).split() if is_answer or not _TOLD_ELSEWHERE.fullmatch(word)]
    return "_".join([*(["-".join(words)[:LONGEST].strip("-")] if words else []), *last])
