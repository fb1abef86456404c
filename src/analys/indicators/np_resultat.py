"""What the test file says of every pupil in the grade file: a provbetyg, or why there is none.

99: did not take all parts. 88: the result was lost. 77: took a replacement test, which gives no provbetyg; on
any part it outranks a 99, or nothing, on the whole test. No information: the pupil has no result in the file,
or is not in it. In some years tests are taken digitally and reported elsewhere, and files come without some
of the tests, so nothing is assumed about why. Codes: SCB's format descriptions, vt 2026.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analys.contracts.np import EJ_DELTAGIT, ERSATTNINGSPROV, FORSVUNNET
from analys.indicators.base import Compute, Indicator
from analys.indicators.np_amnen import ARSKURSER, PROV, Prov
from analys.indicators.np_provbetyg import BROTT, BROTT_TEXT, INSTALLDA, PROVBETYG
from analys.indicators.np_relation import EGET_MATT, MINST_ELEVER

HAR_PROVBETYG, DELTOG_INTE, FORLORAT, ERSATTNING, INGEN_UPPGIFT = RESULTAT = (
    "provbetyg",
    "deltog inte",
    "förlorat",
    "ersättningsprov",
    "ingen uppgift",
)

_KODER = {
    **dict.fromkeys(PROVBETYG, HAR_PROVBETYG),
    EJ_DELTAGIT: DELTOG_INTE,
    FORSVUNNET: FORLORAT,
    ERSATTNINGSPROV: ERSATTNING,
}
_PARTS = ("_DELT", "_PRP")

NAMNARE = "Alla elever som står i årskursens betygsfil."


def read_resultat(frame: pd.DataFrame, prov: Prov) -> np.ndarray:
    """Position in `RESULTAT` of each pupil.

    Parameters
    ----------
    frame : pandas.DataFrame
        Pairs (see `parning`) of the test's year group.
    """
    column = f"{prov.block}_PROVB"
    nothing = RESULTAT.index(INGEN_UPPGIFT)
    if column not in frame:
        return np.full(len(frame), nothing)
    places = {code: RESULTAT.index(name) for code, name in _KODER.items()}
    result = frame[column].map(places).fillna(nothing).to_numpy(dtype=np.int64)
    replaced = np.zeros(len(frame), dtype=bool)
    for name in frame.columns:
        if name.startswith(f"{prov.block}_") and name.endswith(_PARTS):
            replaced |= (frame[name] == ERSATTNINGSPROV).fillna(False).to_numpy(dtype=bool)
    weak = np.isin(result, [RESULTAT.index(DELTOG_INTE), nothing])
    return np.where(replaced & weak, RESULTAT.index(ERSATTNING), result)


def make_resultat(prov: Prov) -> Compute:
    """Indicator function: position in `RESULTAT`."""

    def compute_resultat(frame: pd.DataFrame) -> pd.Series:
        return pd.Series(read_resultat(frame, prov), index=frame.index, dtype="float64")

    return compute_resultat


def make_bortfall(*prov: Prov) -> Compute:
    """Indicator function: procent of the tests that the pupil has no provbetyg on."""

    def compute_bortfall(frame: pd.DataFrame) -> pd.Series:
        has = RESULTAT.index(HAR_PROVBETYG)
        lacking = np.mean([read_resultat(frame, one) != has for one in prov], axis=0)
        return pd.Series(100 * lacking, index=frame.index, dtype="float64")

    return compute_bortfall


def _make_resultat(prov: Prov) -> Indicator:
    where = f"i {prov.namn} i årskurs {prov.arskurs}"
    return Indicator(
        code=f"np_resultat_{prov.suffix}",
        label=f"Andel elever efter uppgift i provfilen om {prov.namn}, årskurs {prov.arskurs}",
        short_label=f"{prov.namn[0].upper()}{prov.namn[1:]}, åk {prov.arskurs}",
        definition=(
            f"Andel elever som har provbetyg på det nationella provet {where}, som inte deltog i hela provet "
            "(kod 99), vars resultat gått förlorat (88), som gjort ersättningsprov (77) och som provfilen "
            "inte har någon uppgift om."
        ),
        compute=make_resultat(prov),
        categories=RESULTAT,
        kategorifraser=(
            f"andelen elever med provbetyg {where}",
            f"andelen elever som inte deltog i hela provet {where}",
            f"andelen elever vars provresultat {where} gått förlorat",
            f"andelen elever som gjort ersättningsprov {where}",
            f"andelen elever som provfilen saknar uppgift om {where}",
        ),
        family="Andel elever efter uppgift i provfilen",
        family_definition=(
            "Andel elever som har provbetyg på det nationella provet, som inte deltog i hela provet (kod "
            "99), vars resultat gått förlorat (88), som gjort ersättningsprov (77) och som provfilen inte "
            "har någon uppgift om. Koden 77 går före 99. Att en uppgift saknas säger inte varför: provet "
            "kan ha gjorts digitalt och redovisats på annat håll. Redovisas prov för prov i årskurs 6 och 9."
        ),
        **_common(prov.arskurs),  # type: ignore[arg-type]
    )


def _make_bortfall(arskurs: int) -> Indicator:
    return Indicator(
        code=f"np_bortfall_ak{arskurs}",
        label=f"Andel nationella prov utan provbetyg, årskurs {arskurs}",
        short_label=f"Prov utan provbetyg, åk {arskurs}",
        definition=(
            "Medelvärdet av elevernas egna andelar: hur stor del av de nationella proven i årskurs "
            f"{arskurs} som eleven saknar provbetyg på, av vilket skäl det än är."
        ),
        compute=make_bortfall(*(prov for prov in PROV if prov.arskurs == arskurs)),
        is_mean=True,
        family="Andel nationella prov utan provbetyg",
        family_definition=(
            "Medelvärdet av elevernas egna andelar: hur stor del av årskursens nationella prov som eleven "
            "saknar provbetyg på, av vilket skäl det än är."
        ),
        **_common(arskurs),  # type: ignore[arg-type]
    )


def _common(arskurs: int) -> dict[str, object]:
    return {
        "unit": "procent",
        "decimals": 1,
        "denominator": NAMNARE,
        "valid_from": "2012/13",
        "valid_to": "",
        "source": EGET_MATT,
        "kind": f"prov_betyg_ak{arskurs}",
        "arskurs": arskurs,
        "higher_is_better": None,
        "troskel": MINST_ELEVER,
        "kapitel": "np_och_betyg",
        "breaks": BROTT[arskurs],
        "break_notes": tuple(BROTT_TEXT[lasar] for lasar in BROTT[arskurs]),
        "missing_lasar": INSTALLDA,
    }


INDICATORS = tuple(
    indicator
    for arskurs in ARSKURSER
    for indicator in (
        _make_bortfall(arskurs),
        *(_make_resultat(prov) for prov in PROV if prov.arskurs == arskurs),
    )
)
