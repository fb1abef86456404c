"""Registered time, missing data, kinds of absence and the läsår's course, by hand."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
import pytest

from analys.estimates.franvaro_registrering import (
    KOMMUN,
    find_unregistered,
    is_registration_known,
    registration_estimates,
)
from analys.estimates.franvaro_slag import kind_estimates
from analys.indicators.franvaro_arskull import HOST, MOT_HOST, VAR
from analys.indicators.franvaro_elev import FRANVARO_ELEV, describe_absence
from analys.parameters import RunParameters
from analys.termin import Termin
from analys.underlag import Underlag

LASAR = "2025/26"
NORRA, SODRA = "99990001", "99990002"
VT = Termin("vt", LASAR)


@dataclass(frozen=True)
class Made(Underlag):
    """A municipality whose frames are made in the test; `data` tells it from others."""

    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict, compare=False, repr=False)

    def frame(self, kind: str) -> pd.DataFrame:
        """The frame of a kind."""
        if kind == FRANVARO_ELEV:
            return describe_absence(self.frames["elevregister"], self.frames["franvaro"])
        return self.frames[kind]


@pytest.fixture
def make_run(tmp_path):
    """Function from pupils to a run.

    A pupil: skolenhet, åk, klass, and by term minutes offered, valid, invalid and registered (None unknown).
    """
    numbers = itertools.count()

    def make(pupils, *, skolform="GR", **parameters):
        register, terms = [], []
        for number, (skola, arskurs, klass, minutes) in enumerate(pupils):
            elev = f"p{number}"
            form = skolform if number == 0 else "GR"
            register.append((elev, LASAR, skola, arskurs, klass, "flicka", form))
            terms += [(elev, LASAR, term, *values) for term, values in minutes.items()]
        names = ["elev", "lasar", "skolenhet", "arskurs", "klass", "kon", "skolform"]
        minutes = ["erbjudna_min", "giltig_min", "ogiltig_min", "registrerade_min"]
        frames = {
            "elevregister": pd.DataFrame(register, columns=names).astype({"arskurs": "Int64"}),
            "franvaro": pd.DataFrame(terms, columns=["elev", "lasar", "termin", *minutes]).astype(
                dict.fromkeys(minutes, "Int64")
            ),
            "skolenheter": pd.DataFrame({"skolenhet": [NORRA, SODRA], "namn": ["Norra", "Södra"]}),
        }
        return Made(RunParameters(antal_lasar=2, **parameters), tmp_path / str(next(numbers)), frames)

    return make


def cells_of(tables, name):
    """Cells of a table by indikator, enhet, jamforelse and kategori; {} where there is no such table."""
    found = {one.id: one.frame for one in tables}.get(name)
    if found is None:
        return {}
    return {(c.indikator, c.enhet, c.jamforelse, c.kategori): c for c in found.itertuples()}


def test_registered_time_is_a_sum_over_a_sum(make_run):
    # 10 000 of 10 000 and 3 000 of 5 000: 13 000 of 15 000, not the mean of 100 and 60 percent.
    run = make_run(
        [
            *[(NORRA, 7, "7a", {"VT": (10_000, 0, 0, 10_000)})] * 60,
            *[(NORRA, 8, "8a", {"VT": (5_000, 0, 0, 3_000)})] * 60,
            *[(SODRA, 2, "2a", {"VT": (1_000, 0, 0, 990)})] * 100,
        ]
    )
    cells = cells_of(registration_estimates(run), "franvaro_registrering")
    assert cells["franvaroregistrering_vt_alla", NORRA, "", ""].varde == 86.7
    assert cells["franvaroregistrering_vt_hog", NORRA, "", ""].n == 120
    assert cells["franvaroregistrering_vt_lag", SODRA, "", ""].varde == 99.0
    # (600 000 + 180 000 + 99 000) of (600 000 + 300 000 + 100 000)
    assert cells["franvaroregistrering_vt_alla", "9999", "", ""].varde == 87.9
    assert ("franvaroregistrering_vt_lag", NORRA, "", "") not in cells


def test_units_and_groups_below_the_limit_are_told(make_run):
    run = make_run(
        [
            *[(NORRA, 7, "7a", {"VT": (10_000, 0, 0, 9_000)})] * 2,
            *[(NORRA, 8, "8a", {"VT": (10_000, 0, 0, 8_999)})] * 2,
            *[(SODRA, 2, "2a", {"VT": (10_000, 0, 0, 9_900)})] * 2,
        ]
    )
    # Exactly 90 percent is enough.
    low = {(NORRA, "ak8"), (NORRA, "hog"), (NORRA, "alla"), (KOMMUN, "ak8"), (KOMMUN, "hog")}
    assert find_unregistered(run, VT) == low
    assert find_unregistered(run, Termin("ht", LASAR)) == frozenset()


def test_the_limit_is_the_runs(make_run):
    pupils = [(NORRA, 7, "7a", {"VT": (10_000, 0, 0, 9_000)})]
    run = make_run(pupils, minst_registrerat=95)
    assert (NORRA, "ak7") in find_unregistered(run, VT)


def test_what_no_file_tells_is_not_known_and_stops_no_comparison(make_run):
    run = make_run([(NORRA, 7, "7a", {"VT": (10_000, 100, 0, None)})] * 3)
    assert find_unregistered(run, VT) == frozenset()
    assert not is_registration_known(run, VT)
    assert cells_of(registration_estimates(run), "franvaro_registrering") == {}
    told = make_run([(NORRA, 7, "7a", {"VT": (10_000, 100, 0, 9_000)})])
    assert is_registration_known(told, VT)


def test_pupils_in_anpassad_grundskola_are_no_part_of_it(make_run):
    run = make_run(
        [(NORRA, 7, "7a", {"VT": (10_000, 0, 0, 0)}), (NORRA, 7, "7a", {"VT": (10_000, 0, 0, 10_000)})],
        skolform="ANP",
    )
    assert find_unregistered(run, VT) == frozenset()


def test_pupils_without_absence_are_counted(make_run):
    known, unknown = {"VT": (10_000, 0, 0, 10_000)}, {"HT": (10_000, 0, 0, 10_000)}
    run = make_run([*[(NORRA, 7, "7a", known)] * 90, *[(SODRA, 8, "8a", unknown)] * 10])
    cells = cells_of(registration_estimates(run), "franvaro_bortfall")
    whole = cells["franvarobortfall_vt_alla", "9999", "", ""]
    assert (whole.varde, whole.antal, whole.n) == (10.0, 10, 100)
    assert cells["franvarobortfall_vt_hog", SODRA, "", ""].antal == 10
    assert cells["franvarobortfall_vt_hog", NORRA, "", ""].antal == 0


def test_kinds_of_absence_are_means_of_the_pupils_own_shares(make_run):
    # 4 and 8 percent valid, 1 and 3 percent invalid, whatever the offered time.
    run = make_run(
        [
            *[(NORRA, 7, "7a", {"VT": (10_000, 400, 100, None)})] * 50,
            *[(NORRA, 7, "7b", {"VT": (1_000, 80, 30, None)})] * 50,
        ]
    )
    cells = cells_of(kind_estimates(run), "franvaro_slag")
    assert cells["giltig_vt_ak7", "9999", "", ""].varde == 6.0
    assert cells["ogiltig_vt_hog", "9999", "", ""].varde == 2.0


def test_the_course_of_the_lasar_is_of_the_same_pupils_with_a_paired_interval(make_run):
    """Changes of 1, 2 and −2 points, 34 pupils each: mean 1/3, SD 1.708, half width 1.984 × 1.708 / √102."""
    pairs = [(500, 600), (500, 700), (1000, 800)]
    both = [
        (NORRA, 7, "7a", {"HT": (10_000, ht, 0, None), "VT": (10_000, vt, 0, None)})
        for ht, vt in pairs
        for _ in range(34)
    ]
    only_spring = (NORRA, 7, "7a", {"VT": (10_000, 9_000, 0, None)})
    cells = cells_of(kind_estimates(make_run([*both, only_spring])), "franvaro_lasaret")
    key = ("franvarolasar_ak7", "9999")
    levels = [cells[(*key, "", name)] for name in (HOST, VAR)]
    assert [(cell.varde, cell.n) for cell in levels] == [(6.7, 102), (7.0, 102)]
    change = cells[(*key, MOT_HOST, "")]
    assert (change.varde, change.undre, change.ovre) == (0.3, 0.0, 0.7)
    assert set(change.delar.split(" + ")) == {cell.cell for cell in levels}


def test_pupils_of_a_class_who_change_alike_widen_the_interval(make_run):
    def change(classes):
        pupils = [
            (NORRA, 7, klass, {"HT": (10_000, 500, 0, None), "VT": (10_000, 500 + extra, 0, None)})
            for klass, changes in classes.items()
            for extra in changes
        ]
        cells = cells_of(kind_estimates(make_run(pupils)), "franvaro_lasaret")
        cell = cells["franvarolasar_ak7", "9999", MOT_HOST, ""]
        return cell.ovre - cell.undre

    mixed = {name: [0, 300] * 20 for name in ("7a", "7b", "7c", "7d")}
    alike = {"7a": [0] * 40, "7b": [300] * 40, "7c": [0] * 40, "7d": [300] * 40}
    assert change(alike) > 3 * change(mixed)


def test_terms_that_are_too_little_registered_are_not_compared(make_run):
    pupils = [(NORRA, 7, "7a", {"HT": (10_000, 500, 0, 8_000), "VT": (10_000, 900, 0, 10_000)})] * 50
    cells = cells_of(kind_estimates(make_run(pupils)), "franvaro_lasaret")
    assert ("franvarolasar_ak7", "9999", "", VAR) in cells
    assert not any(jamforelse for _, _, jamforelse, _ in cells)
