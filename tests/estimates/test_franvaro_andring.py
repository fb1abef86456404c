"""The chapter's descriptive tables: changes between terms by hand, and files that lack this or that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest

from analys.estimates import franvaro
from analys.estimates.cells import POOLED, cell_id
from analys.estimates.franvaro_andring import change_estimates, compute_changes, compute_gap_cells
from analys.estimates.franvaro_band import band_estimates
from analys.estimates.franvaro_nivaer import compute_absence_levels
from analys.estimates.franvaro_skolor import school_estimates
from analys.estimates.intervals import difference, mean, share
from analys.estimates.overlap import correct_phi
from analys.indicators.franvaro_elev import FRANVARO_ELEV, describe_absence
from analys.parameters import RunParameters
from analys.termin import Termin
from analys.underlag import Underlag

NOW, BEFORE = "2025/26", "2024/25"
SKOLA = "99990001"


@dataclass(frozen=True)
class Made(Underlag):
    """A municipality whose frames are made in the test; `data` tells it from others."""

    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict, compare=False, repr=False)

    @property
    def has_pupils(self) -> bool:
        """There are always pupils."""
        return True

    def frame(self, kind: str) -> pd.DataFrame:
        """The frame of a kind, empty where none is made."""
        if kind == FRANVARO_ELEV:
            return describe_absence(self.frames["elevregister"], self.frames["franvaro"])
        return self.frames[kind] if kind in self.frames else super().frame(kind)


@pytest.fixture(scope="module")
def make_run(tmp_path_factory):
    """Function from pupils to a run.

    A pupil: elev, läsår, åk, klass, kon, then percent of absence in each term ("VT", "HT") and perhaps
    skolenhet and the registered part of the time.
    """

    def make(pupils, **parameters) -> Made:
        register, terms = [], []
        for elev, lasar, arskurs, klass, kon, absence, *rest in pupils:
            skola, registered = (*rest, *(SKOLA, None)[len(rest) :])
            register.append((elev, lasar, arskurs, klass, kon, skola, "GR"))
            for termin, percent in absence.items():
                done = None if registered is None else round(registered * 10_000)
                terms.append((elev, lasar, termin, 10_000, round(100 * percent), 0, done))
        names = ["elev", "lasar", "arskurs", "klass", "kon", "skolenhet", "skolform"]
        minutes = ["erbjudna_min", "giltig_min", "ogiltig_min", "registrerade_min"]
        schools = sorted({row[5] for row in register})
        frames = {
            "elevregister": pd.DataFrame(register, columns=names).astype({"arskurs": "Int64"}),
            "franvaro": pd.DataFrame(terms, columns=["elev", "lasar", "termin", *minutes]).astype(
                dict.fromkeys(minutes, "Int64")
            ),
            "skolenheter": pd.DataFrame({"skolenhet": schools, "namn": [f"Skola {s}" for s in schools]}),
        }
        return Made(RunParameters(**parameters), tmp_path_factory.mktemp("gjord"), frames)

    return make


def pick(cells, code, lasar=NOW, enhet="9999", jamforelse="", kategori="", kon="alla"):
    """The cell with these keys, None when there is none."""
    found = cells[cells["cell"] == cell_id(code, enhet, lasar, kon, "alla", jamforelse, kategori)]
    return None if found.empty else found.iloc[0]


def tell(run):
    """The tables that this module is about."""
    return [*band_estimates(run), *school_estimates(run), *change_estimates(run)]


def spring(names, lasar, arskurs, high, percent=15, low=5, **other):
    """Pupils of two classes, the first `high` of each with `percent` absence; girls and boys in turn."""
    return [
        (
            f"{name}{klass}{number}",
            lasar,
            arskurs,
            f"{arskurs}{klass}",
            "flicka" if number % 2 else "pojke",
            {"VT": percent if number < high else low},
        )
        for name in names
        for klass in "AB"
        for number in range(20)
    ]


@pytest.fixture(scope="module")
def year_on(make_run):
    """Forty pupils of åk 7 and the same a year on: who had much absence has it still, and four more."""
    return make_run([*spring("p", NOW, 8, high=4), *spring("p", BEFORE, 7, high=2)])


def test_other_pupils_of_the_same_year_group_have_newcombes_independent_interval(make_run):
    run = make_run([*spring("p", NOW, 7, high=4), *spring("q", BEFORE, 7, high=2)])

    change = pick(
        compute_changes(run, Termin("vt", BEFORE)),
        "franvaroband_vt_ak7",
        jamforelse="mot 2024/25",
        kategori="10–19",
    )

    expected = difference(share(8, 40), share(4, 40))
    assert (change["varde"], change["undre"], change["ovre"]) == pytest.approx(
        (10.0, expected.undre, expected.ovre)
    )
    assert change["n"] == 40
    assert change["delar"] == " + ".join(
        cell_id("franvaroband_vt_ak7", "9999", lasar, kategori="10–19") for lasar in (NOW, BEFORE)
    )


def test_the_same_pupils_a_year_on_have_the_paired_interval(year_on):
    # 4 both times, 4 the second time only, 0 the first only and 32 never.
    changes = compute_changes(year_on, Termin("vt", BEFORE))

    for grupp in ("hog", "alla"):
        change = pick(changes, f"franvaroband_vt_{grupp}", jamforelse="mot 2024/25", kategori="10–19")
        expected = difference(share(8, 40), share(4, 40), float(correct_phi(4, 8, 4, 40)))
        assert (change["undre"], change["ovre"]) == pytest.approx((expected.undre, expected.ovre))
    assert pick(changes, "franvaroband_vt_ak8", jamforelse="mot 2024/25", kategori="10–19") is None


def test_the_mean_of_the_same_pupils(year_on):
    # 15 or 5 percent in both terms: the correlation is phi without its correction.
    change = pick(compute_changes(year_on, Termin("vt", BEFORE)), "franvaro_vt_hog", jamforelse="mot 2024/25")

    now, before = mean([15.0] * 8 + [5.0] * 32), mean([15.0] * 4 + [5.0] * 36)
    expected = difference(now, before, (4 * 40 - 8 * 4) / (8 * 32 * 4 * 36) ** 0.5)
    assert (change["varde"], change["undre"], change["ovre"]) == pytest.approx(
        (1.0, expected.undre, expected.ovre)
    )


def test_bands_together_are_counted_as_one(make_run):
    pupils = [
        (f"p{number}", NOW, 4, "4A", "flicka", {"VT": percent})
        for number, percent in enumerate([0, 12, 20, 25, 30, 45, 50, 100])
    ]

    cells = compute_absence_levels(make_run(pupils)).cells

    told = {
        kategori: pick(cells, "franvaroband_vt_ak4", kategori=kategori)
        for kategori in set(cells["kategori"]) - {""}
    }
    assert {kategori: (cell["antal"], cell["n"]) for kategori, cell in told.items()} == {
        "under 10": (1, 8),
        "10–19": (1, 8),
        "20–29": (2, 8),
        "30–49": (2, 8),
        "minst 50": (2, 8),
        "minst 20": (6, 8),
        "minst 30": (4, 8),
    }
    assert (told["minst 30"]["undre"], told["minst 30"]["ovre"]) == pytest.approx(
        (share(4, 8).undre, share(4, 8).ovre)
    )
    assert told["minst 30"]["delar"] == "" and told["minst 30"]["jamforelse"] == ""


def test_girls_boys_and_the_gap_between_them_change(year_on):
    changes, gaps = compute_changes(year_on, Termin("vt", BEFORE)), compute_gap_cells(year_on)
    keys = {"code": "franvaroband_vt_hog", "kategori": "10–19"}

    # Numbers 0 and 1 of each class before, 0 to 3 now: 1 girl and 1 boy a class, then 2 and 2, of 20 each.
    girls = pick(changes, jamforelse="mot 2024/25", kon="flickor", **keys)
    expected = difference(share(4, 20), share(2, 20), float(correct_phi(2, 4, 2, 20)))
    assert (girls["varde"], girls["undre"], girls["ovre"]) == pytest.approx(
        (10.0, expected.undre, expected.ovre)
    )
    gap = pick(changes, jamforelse="flickor-pojkar mot 2024/25", **keys)
    assert gap["varde"] == 0.0
    assert gap["undre"] == pytest.approx(-gap["ovre"])
    # Girls and boys are alike in both terms: the gaps' correlation is that of each, before the correction
    # for their levels' intervals; the change is surer than that of two independent gaps.
    now, before = (pick(gaps, lasar=lasar, jamforelse="flickor-pojkar", **keys) for lasar in (NOW, BEFORE))
    independent = ((now["varde"] - now["undre"]) ** 2 + (before["ovre"] - before["varde"]) ** 2) ** 0.5
    assert 0 < gap["ovre"] < independent


def test_nothing_is_compared_where_too_little_is_registered(make_run):
    def school(name, lasar, skola, registered):
        return [(*row, skola, registered) for row in spring(name, lasar, 7, high=4)]

    other = "99990002"
    run = make_run(
        [
            *(row for name in "pqr" for row in school(name, NOW, SKOLA, 1.0)),
            *(row for name in "stu" for row in school(name, BEFORE, SKOLA, 1.0)),
            *school("v", NOW, other, 0.5),
            *school("w", BEFORE, other, 1.0),
        ],
        minst_registrerat=85,
    )

    (table,) = school_estimates(run)
    keys = {"code": "franvaroband_vt_hog", "kategori": "10–19"}

    assert pick(table.frame, enhet=SKOLA, jamforelse="mot 2024/25", **keys) is not None
    assert pick(table.frame, enhet=other, jamforelse="mot 2024/25", **keys) is None
    assert pick(table.frame, enhet=other, **keys)["antal"] == 8
    # (3 × 100 + 50) / 4 = 87.5 percent: enough for the municipality, until the limit is higher.
    assert pick(change_estimates(run)[0].frame, jamforelse="mot 2024/25", **keys) is not None
    strict = Made(RunParameters(minst_registrerat=90), run.data / "strikt", run.frames)
    (levels,) = change_estimates(strict)
    assert set(levels.frame["jamforelse"]) == {""}
    assert {table.id for table in band_estimates(strict)} == {
        "franvaro_band",
        "franvaro_arskurser",
        "franvaro_kon",
    }


def test_autumn_against_spring_is_called_by_its_term(make_run):
    pupils = [
        (
            f"p{number}",
            NOW,
            5,
            "5A",
            "flicka" if number % 2 else "pojke",
            {"HT": 5 + number, "VT": 8 + number},
        )
        for number in range(30)
    ]
    run = make_run(pupils, franvaro_fran="HT 2025")

    (table,) = change_estimates(run)

    change = pick(table.frame, "franvaro_vt_ak5", jamforelse="mot HT 2025")
    assert change["varde"] == 3.0
    assert (
        change["delar"]
        == f"{cell_id('franvaro_vt_ak5', '9999', NOW)} + {cell_id('franvaro_ht_ak5', '9999', NOW)}"
    )
    # Each pupil has three points more: there is no chance in the change.
    assert (change["undre"], change["ovre"]) == pytest.approx((3.0, 3.0))
    assert pick(table.frame, "franvaro_ht_ak5") is not None


@pytest.mark.parametrize(
    ("parameters", "kept"),
    [
        ({"franvaro_fran": "HT 2025"}, {NOW}),  # no autumn in the files
        ({}, {NOW}),  # one läsår only
        ({"franvaro_till": "VT 2025"}, {NOW}),  # none in the report's term, none before
    ],
)
def test_without_a_term_to_compare_with_there_are_levels_only(make_run, parameters, kept):
    pupils = [row for row in [*spring("p", NOW, 7, 4), *spring("q", BEFORE, 7, 2)] if row[1] in kept]

    tables = {table.id: table.frame for table in tell(make_run(pupils, **parameters))}

    assert "franvaro_andring" not in tables
    told = {name for frame in tables.values() for name in frame["jamforelse"]}
    assert told <= {"", "flickor-pojkar"}


def test_other_bands_no_classes_and_one_school(make_run):
    pupils = [(*row[:3], "", *row[4:]) for row in [*spring("p", NOW, 8, 4), *spring("p", BEFORE, 7, 2)]]
    run = make_run(pupils, franvaro_band="7, 15")

    tables = {table.id: table.frame for table in tell(run)}

    assert set(tables["franvaro_band"]["kategori"]) == {"under 7", "7–14", "minst 15", ""}
    now = pick(tables["franvaro_band"], "franvaroband_vt_hog", kategori="minst 15")
    assert (now["antal"], now["n"]) == (8, 40)
    own = pick(tables["franvaro_skolor"], "franvaroband_vt_hog", enhet=SKOLA, kategori="minst 15")
    assert (own["antal"], own["n"]) == (8, 40)


def test_bands_of_several_lasar_together_count_every_pupil_each_lasar(year_on):
    (table,) = school_estimates(year_on)

    for enhet in ("9999", SKOLA):
        several = pick(table.frame, "franvaroband_vt_alla", enhet=enhet, jamforelse=POOLED, kategori="10–19")
        assert (several["antal"], several["n"], several["varde"]) == (8 + 4, 80, 15.0)
        assert np.isnan(several["undre"]) and np.isnan(several["ovre"])
        years = [cell_id("franvaroband_vt_alla", enhet, year, kategori="10–19") for year in (BEFORE, NOW)]
        assert several["delar"] == " + ".join(years)


def test_a_term_of_another_lasar_is_not_pooled(make_run):
    run = make_run([*spring("p", NOW, 8, high=4), *spring("p", BEFORE, 7, high=2)], franvaro_till="VT 2025")

    (table,) = school_estimates(run)

    assert POOLED not in set(table.frame["jamforelse"])


def test_forskoleklass_and_anpassad_grundskola_are_left_out(make_run):
    pupils = spring("p", NOW, 7, high=4)
    zero = [(f"z{number}", NOW, 0, "0A", "pojke", {"VT": 40}) for number in range(20)]
    run = make_run([*pupils, *zero])
    run.frames["elevregister"].loc[3, "skolform"] = "ANP"

    cells = compute_absence_levels(run).cells

    assert pick(cells, "franvaroband_vt_alla", kategori="30–49")["n"] == 39
    assert pick(cells, "franvaroband_vt_alla", kategori="30–49")["antal"] == 0


def test_official_mode_and_files_without_absence_tell_nothing(make_run, tmp_path):
    assert franvaro.tabeller(Underlag(RunParameters(), tmp_path)) == []
    empty = make_run(spring("p", NOW, 7, high=4))
    nothing = {**empty.frames, "franvaro": empty.frames["franvaro"].iloc[:0]}
    assert franvaro.tabeller(Made(RunParameters(), tmp_path / "utan", nothing)) == []


def test_changes_are_made_of_cells_that_stand_in_the_tables(liten_underlag):
    tables = tell(liten_underlag)
    cells = pd.concat([table.frame for table in tables]).drop_duplicates()

    assert [table.id for table in tables] == [
        "franvaro_band",
        "franvaro_arskurser",
        "franvaro_kon",
        "franvaro_skolor",
        "franvaro_andring",
    ]
    assert not cells["cell"].duplicated().any()
    single = cells[cells["jamforelse"] != POOLED]
    parts = {part for delar in single["delar"] if delar for part in delar.split(" + ")}
    assert parts <= set(cells["cell"])
    assert set(cells["lasar"]) <= set(liten_underlag.parameters.lasar_i_trend)


def test_every_pupil_is_in_one_band_and_one_group(liten_underlag):
    cells = compute_absence_levels(liten_underlag).cells
    bands = cells[cells["indikator"].str.startswith("franvaroband") & (cells["jamforelse"] == "")]
    single = bands[~bands["kategori"].isin(["minst 20", "minst 30"])]
    keys = ["indikator", "enhet", "lasar", "kon"]

    assert (single.groupby(keys)["antal"].sum() == single.groupby(keys)["n"].first()).all()
    whole = bands[(bands["enhetstyp"] == "kommun") & (bands["lasar"] == NOW)].set_index(
        ["indikator", "kon", "kategori"]
    )["antal"]
    for kategori in bands["kategori"].unique():
        told = {
            code: whole[f"franvaroband_vt_{code}", "alla", kategori]
            for code in ("alla", "lag", "mellan", "hog", *(f"ak{n}" for n in range(1, 10)))
        }
        assert told["alla"] == told["lag"] + told["mellan"] + told["hog"]
        assert told["hog"] == told["ak7"] + told["ak8"] + told["ak9"]
        both = [whole["franvaroband_vt_alla", kon, kategori] for kon in ("flickor", "pojkar")]
        assert sum(both) == told["alla"]
        schools = bands[
            (bands["indikator"] == "franvaroband_vt_alla")
            & (bands["enhetstyp"] == "skola")
            & (bands["lasar"] == NOW)
            & (bands["kategori"] == kategori)
        ]
        assert schools["antal"].sum() == told["alla"]


def test_the_raw_files_say_the_same(liten_underlag, raw_rows):
    """Minutes added without the project's readers: pupils of åk 7 with 10–19 percent."""
    rows = raw_rows("franvaro", NOW)
    offered, absent, arskurs = {}, {}, {}
    for person, _, grade, termin, total, valid, invalid, *_ in rows:
        if termin == "VT":
            offered[person] = offered.get(person, 0) + int(total)
            absent[person] = absent.get(person, 0) + int(valid or 0) + int(invalid or 0)
            arskurs[person] = grade
    counted = [
        p for p in offered if arskurs[p] == "7" and 10 * offered[p] <= 100 * absent[p] < 20 * offered[p]
    ]

    cell = pick(compute_absence_levels(liten_underlag).cells, "franvaroband_vt_ak7", kategori="10–19")

    assert (cell["antal"], cell["n"]) == (len(counted), sum(grade == "7" for grade in arskurs.values()))


@pytest.mark.parametrize(
    "parameters",
    [{"franvaro_band": "15", "antal_lasar": 2}, {"franvaro_till": "HT 2025"}],
)
def test_the_tables_follow_the_parameters(liten_underlag, parameters):
    run = Underlag(RunParameters(**parameters, minst_registrerat=0), liten_underlag.data)

    tables = {table.id: table.frame for table in tell(run)}

    now, before = run.parameters.termin, run.parameters.jamforelsetermin
    change = pick(
        tables["franvaro_andring"],
        f"franvaroband_{now.termin}_alla",
        lasar=now.lasar,
        enhet=run.parameters.kommun,
        jamforelse=f"mot {before.lasar}",
        kategori=f"minst {run.parameters.band[-1]}",
    )
    assert change is not None
    own = tables["franvaro_band"]
    assert set(own["indikator"].str.split("_").str[1]) == {now.termin}
    assert set(own["lasar"]) <= set(run.parameters.lasar_i_trend)
