"""Year classes: deviations and their variance by hand, and what chance alone makes of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analys.estimates.franvaro_arskullar import (
    compute_deviations,
    list_year_classes,
    read_pupils,
    year_class_estimates,
)
from analys.indicators.franvaro_arskull import MOT_ANDRA


def rows_of(*groups):
    """Rows of pupils; a group: birth year, läsår, åk, and by class the values of its pupils."""
    rows = []
    for fodelsear, lasar, arskurs, classes in groups:
        for klass, values in classes.items():
            rows += [
                (f"{fodelsear}{klass}{number}", lasar, "s", f"{arskurs}{klass}", arskurs, fodelsear, value)
                for number, value in enumerate(values)
            ]
    names = ["elev", "lasar", "skolenhet", "klass", "arskurs", "fodelsear", "varde"]
    return pd.DataFrame(rows, columns=names).astype({"varde": "float64"})


def by_year(rows):
    return {one.fodelsear: one for one in compute_deviations(rows)}


def test_a_deviation_is_from_the_others_in_the_same_year_group_weighed_by_the_classes_own_pupils():
    found = by_year(
        rows_of(
            (2010, "2024/25", 8, {"a": [5, 7]}),
            (2011, "2024/25", 7, {"a": [4, 8]}),
            (2011, "2025/26", 8, {"a": [9, 10, 11, 14]}),
            (2012, "2025/26", 7, {"a": [3, 5]}),
            (2013, "2025/26", 6, {"a": [50]}),
        )
    )
    # Åk 7: 6 − 4 for two pupils; åk 8: 11 − 6 for four. Nobody else has been in åk 6.
    assert {year: one.varde for year, one in found.items()} == pytest.approx({2010: -5, 2011: 4, 2012: -2})
    # Four pupils, two of them in both läsår.
    assert found[2011].n == 4


def test_others_are_weighed_by_their_pupils():
    found = by_year(
        rows_of(
            (2011, "2023/24", 6, {"a": [2]}),
            (2012, "2024/25", 6, {"a": [8, 8, 8]}),
            (2013, "2025/26", 6, {"a": [10]}),
        )
    )
    # 10 − (2 + 3 × 8) / 4 = 3.5
    assert found[2013].varde == pytest.approx(3.5)


def test_the_interval_is_of_class_totals_and_of_all_year_classes_together():
    found = by_year(
        rows_of(
            (2011, "2024/25", 7, {"a": [5, 5], "b": [7, 7]}),
            (2012, "2025/26", 7, {"c": [3, 3], "d": [5, 5]}),
        )
    )
    # Influences are ± 1/4: the totals of four classes ± 1/2, with 4/3 for so few. Two classes: df 1. Two
    # year classes: t at 1 − 0.05/2/2 = 0.9875 is tan(π × 0.4875) = 25.452.
    half = 25.452 * np.sqrt(4 * 0.25 * 4 / 3)
    assert found[2011].varde == pytest.approx(2.0)
    assert found[2011].undre == pytest.approx(2.0 - half, abs=0.01)
    assert found[2012].ovre == pytest.approx(-2.0 + half, abs=0.01)


def test_pupils_who_recur_are_no_new_pupils():
    """The same four läsår told by the same pupils, or by others: twice the variance, not the same."""
    years = [("2022/23", 6), ("2023/24", 7), ("2024/25", 8), ("2025/26", 9)]
    values = {"a": [4, 6, 5], "b": [5, 3, 4], "c": [9, 8, 10]}
    groups = [(2010, lasar, ak, values) for lasar, ak in years]
    groups += [(2009, "2022/23", 7, values), (2009, "2023/24", 8, values), (2009, "2024/25", 9, values)]
    same = rows_of(*groups)
    others = same.assign(elev=same["elev"] + same["lasar"])
    width = {name: by_year(rows)[2010] for name, rows in (("same", same), ("others", others))}
    spans = {name: one.ovre - one.undre for name, one in width.items()}
    assert width["same"].varde == pytest.approx(width["others"].varde)
    # Three läsår of the same three classes, or nine classes: (1 + 1 + 1)² against 3, and 3/2 against 9/8.
    assert spans["same"] > 1.5 * spans["others"]


def test_one_class_has_no_interval():
    found = by_year(rows_of((2011, "2024/25", 7, {"a": [4, 8]}), (2012, "2025/26", 7, {"a": [3, 5]})))
    assert found[2012].varde == pytest.approx(-2)
    assert np.isnan([found[2012].undre, found[2012].ovre]).all()


def test_unknown_classes_are_of_one_pupil_each():
    rows = rows_of((2011, "2024/25", 7, {"": [5, 5, 7, 7]}), (2012, "2025/26", 7, {"": [3, 3, 5, 5]}))
    rows["klass"] = ""
    known = rows_of(
        (2011, "2024/25", 7, {"a": [5, 5], "b": [7, 7]}), (2012, "2025/26", 7, {"c": [3, 3], "d": [5, 5]})
    )
    # One unnamed class cannot tell how alike pupils are: no interval, rather than one of single pupils.
    assert np.isnan(by_year(rows)[2011].undre)
    assert not np.isnan(by_year(known)[2011].undre)


def test_nobody_to_compare_with_is_no_deviation():
    assert (
        compute_deviations(rows_of((2011, "2025/26", 8, {"a": [5]}), (2012, "2025/26", 7, {"a": [3]}))) == []
    )


def simulate(rng, classes=4, size=15, deviates=0.0):
    """Five year classes of pupils who are themselves, in classes that stay together, over four läsår."""
    parts = []
    for fodelsear in range(2009, 2014):
        n = classes * size
        klass = np.repeat(np.arange(classes), size)
        lasting = 0.74 * rng.standard_normal(n) + 0.25 * rng.standard_normal(classes)[klass]
        for spring in range(2022, 2026):
            arskurs = spring - fodelsear - 7
            if not 4 <= arskurs <= 8:
                continue
            logit = -3 + 0.085 * arskurs + lasting + 0.35 * rng.standard_normal(n)
            share = 100 / (1 + np.exp(-logit)) + (deviates if fodelsear == 2011 else 0.0)
            parts.append(
                pd.DataFrame(
                    {
                        "elev": fodelsear * 1000 + np.arange(n),
                        "lasar": spring,
                        "skolenhet": 1,
                        "klass": klass + 100 * arskurs,
                        "arskurs": arskurs,
                        "fodelsear": fodelsear,
                        "varde": share,
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)


def claims(rows):
    return [one.fodelsear for one in compute_deviations(rows) if one.undre > 0 or one.ovre < 0]


def test_chance_alone_is_called_a_deviation_in_at_most_one_report_of_twenty():
    rng = np.random.Generator(np.random.PCG64(2026))
    reports = 300
    false = sum(bool(claims(simulate(rng))) for _ in range(reports))
    # Five percent and three Monte Carlo standard errors.
    assert false / reports <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / reports)


def test_a_year_class_that_deviates_is_found():
    rng = np.random.Generator(np.random.PCG64(7))
    found = [claims(simulate(rng, classes=12, deviates=6.0)) for _ in range(20)]
    # A deviation of about six standard errors is missed by chance less often than once in fifty.
    assert sum(2011 in years for years in found) >= 18


def test_the_table_holds_what_deviations_are_computed_from(liten_underlag):
    (table,) = year_class_estimates(liten_underlag)
    cells = table.frame
    deviations = cells[cells["jamforelse"] == MOT_ANDRA]
    assert set(deviations["indikator"]) == {"franvaroavvikelse_vt"}
    parts = {part for delar in deviations["delar"] for part in delar.split(" + ")}
    assert parts <= set(cells["cell"])
    rows = read_pupils(liten_underlag)
    # Born 2012 are in åk 7 in 2025/26, whoever else is there too.
    classes = list_year_classes(liten_underlag)
    seventh = classes[(classes["lasar"] == "2025/26") & (classes["arskurs"] == 7)]
    assert seventh["fodelsear"].tolist() == [2012]
    assert not rows.duplicated(["elev", "lasar"]).any()
    (one,) = deviations[deviations["kategori"] == "född 2012"].to_dict("records")
    assert one["n"] == rows.loc[rows["fodelsear"] == 2012, "elev"].nunique()


def test_a_school_that_registers_too_little_is_left_out_of_the_term(liten_underlag):
    rows = read_pupils(liten_underlag)
    register = liten_underlag.frame("franvaro_elev")
    spring = register[(register["lasar"] == "2024/25") & register["arskurs"].between(1, 9)]
    low = spring.groupby("skolenhet")["registrerat_vt"].mean().loc[lambda share: share < 0.9].index
    assert len(low) == 1
    assert not ((rows["lasar"] == "2024/25") & rows["skolenhet"].isin(low)).any()
    assert ((rows["lasar"] == "2025/26") & rows["skolenhet"].isin(low)).any()
