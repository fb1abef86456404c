"""Outcomes that lie within each other: who has the one has the other too, and a reader knows that.

Eligible for economics, humanities and social science, or for science and technology, takes twelve passed
subjects with the base and so the arts programme's nine others; that takes more than the vocational
programmes' five (`analys.indicators.behorighet`). All subjects passed takes only those that were part of the
pupil's education, so that a pupil with an adjusted study course can have passed them all without being
eligible: nothing is nested there. Nor is a shown meritvärde: it is a mean, and bounds no count that is not
bounded closer by the counts themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from analys.disclosure.quantities import Known
from analys.disclosure.rows import Equation

WITHIN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "behorighet_ekhusa": ("behorighet_es",),
        "behorighet_nate": ("behorighet_es",),
        "behorighet_es": ("behorighet_yrkes",),
        "franvaro_niva_betyg_sv_c": ("franvaro_niva_betyg_sv_e",),
        "franvaro_niva_betyg_en_c": ("franvaro_niva_betyg_en_e",),
        "franvaro_niva_betyg_ma_c": ("franvaro_niva_betyg_ma_e",),
    }
)
"""By code of an outcome, the outcomes of the same pupils that it takes."""


def find_nested(known: Known) -> Iterator[Equation]:
    """No more pupils have an outcome than one that it takes.

    Parameters
    ----------
    known : mapping of tuple to Quantity
        Levels of all estimates together, by their keys.
    """
    for one in known.values():
        for code in WITHIN.get(one.indikator, ()):
            wider = known.get(one.key(indikator=code))
            if wider is None or one.antal is None or wider.antal is None:
                continue
            if one.n == wider.n and one.antal <= wider.antal:
                yield Equation((one.cell, wider.cell), (1, -1), -(wider.n or 0), 0, total=wider.cell)
