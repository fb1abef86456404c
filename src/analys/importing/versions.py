"""Are two files of one kind and läsår the same, different parts, or is one a later version of the other?"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

import pandas as pd

from analys.contracts import LAYOUTS
from analys.importing.found import Found
from analys.reading.parsing import parse_source
from analys.reading.sources import is_support

# A resend is a complete file: of the earlier one's pupils it may lack this share, and always one.
MAY_LACK = 0.2


class Relation(Enum):
    """What a file is to an earlier one of its kind and läsår."""

    SAMMA = "the same bytes"
    ANNAN_DEL = "other school units or terms, or other pupils: both are used"
    ERSATTER = "the same delivery or more, and not older: it takes the earlier one's place"
    ALDRE = "an older version of the same delivery"
    DELVIS = "covers only a part of what the earlier one covers"
    ANDRA_ELEVER = "the same school units, but few of the pupils"
    OLASLIG = "the earlier one cannot be read"


class Related(NamedTuple):
    """What a file is to an earlier one, and how many of its pupils are gone.

    Parameters
    ----------
    relation : Relation
    lacking : int
        Pupils of the older file that the later one does not have; 0 where the pupils are not compared.
    """

    relation: Relation
    lacking: int = 0


def relate(new: Found, old: Found) -> Related:
    """What `new` is to `old`; both are of the same kind and läsår.

    The files' pupils are compared in memory only, and only when the school units overlap.
    """
    if new.sha256 and new.sha256 == old.sha256:
        return Related(Relation.SAMMA)
    if not new.kind:
        # What the answers of several schools refer to is read together.
        return Related(Relation.ANNAN_DEL if is_support(new.annat) else Relation.ERSATTER)
    if old.fel:
        return Related(Relation.OLASLIG)
    if not set(new.omfang) & set(old.omfang):
        # Lists of protected pupils cover no school: whoever is on one of them is protected.
        return Related(Relation.ANNAN_DEL)
    later, earlier = (old, new) if new.datum < old.datum else (new, old)
    rows = lacking = 0
    if "PersonNr" in LAYOUTS[new.kind]:
        pupils, others = _pupils(earlier), _pupils(later)
        rows, lacking = len(pupils), int((~pupils.isin(others)).sum())
        if lacking == rows:
            return Related(Relation.ANNAN_DEL, lacking)
    if not set(later.omfang) >= set(earlier.omfang):
        return Related(Relation.DELVIS, lacking)
    if lacking > max(1, MAY_LACK * rows):
        return Related(Relation.ANDRA_ELEVER, lacking)
    return Related(Relation.ALDRE if later is old else Relation.ERSATTER, lacking)


def _pupils(found: Found) -> pd.Index:
    frame = parse_source(found.source).frame
    return pd.Index([], dtype="str") if frame is None else pd.Index(frame["PersonNr"].unique())
