"""The pupils of the default set: followed through the year groups, in the right schools, with oddities."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

PASSED = list("ABCDE")
# fmt: off
NAMES = [
    "Bl", "En", "Hkk", "Idh", "Ma", "M1", "M2", "ML", "Mu", "Bi", "Fy", "Ke", "Ge", "Hi", "Re", "Sh", "Sl",
    "Sv", "Sva", "Tn", "Tk", "OVR",
]
# fmt: on


@pytest.fixture(scope="module")
def schools(exempelkommun: Path) -> pd.DataFrame:
    path = exempelkommun / "raw" / "9999" / "skolenheter.csv"
    frame = pd.read_csv(path, sep=";", encoding="utf-8-sig", dtype="str", keep_default_na=False)
    return frame.set_index("Skolenhetskod")


def test_schools_of_the_municipality(schools: pd.DataFrame):
    municipal = schools[schools["Huvudman"] == "kommunal"]
    assert municipal["Arskurser"].value_counts().to_dict() == {"F-6": 15, "7-9": 5, "F-9": 1}
    assert (schools["Huvudman"] == "fristaende").sum() == 1
    assert (schools["TillLasar"] != "").sum() == 1
    assert (schools["TidigareNamn"] != "").sum() == 1
    assert schools["Namn"].is_unique


def test_the_fristaende_school_has_no_pupils_in_the_files(schools: pd.DataFrame, register: pd.DataFrame):
    independent = schools.index[schools["Huvudman"] == "fristaende"]
    assert not register["Skolenhetskod"].isin(independent).any()


def test_the_closed_school_is_empty_afterwards(schools: pd.DataFrame, register: pd.DataFrame):
    closed = schools[schools["TillLasar"] != ""]
    lasar = register.loc[register["Skolenhetskod"] == closed.index[0], "Lasar"]
    assert lasar.max() == closed["TillLasar"].iloc[0] == "2021/22"


def test_a_tiny_school_has_about_six_pupils_a_cohort(register: pd.DataFrame):
    size = register[register["Arskurs"] == "3"].groupby(["Skolenhetskod", "Lasar"]).size()
    assert size.groupby("Skolenhetskod").mean().min() == pytest.approx(6, abs=2)


def test_about_450_pupils_a_cohort_in_ten_lasar(register: pd.DataFrame):
    sizes = register.groupby(["Lasar", "Arskurs"]).size()
    assert len(sizes) == 100
    assert sizes.mean() == pytest.approx(455, abs=20)
    assert sizes.between(380, 530).all()


def test_one_row_a_pupil_and_lasar(register: pd.DataFrame):
    assert not register.duplicated(["Lasar", "PersonNr"]).any()


def test_pupils_are_followed_from_ak_3_through_6_to_9(filer: dict[str, pd.DataFrame]):
    third = filer["np_ak3"].query("lasar == '2016/17'")
    sixth = filer["betyg_ak6"].query("lasar == '2019/20'")
    ninth = filer["slutbetyg_ak9"].query("lasar == '2022/23'")
    # A year's hazard of leaving is about 2 per cent, and 3 per cent go to the fristående school in åk 7.
    assert third["PersonNr"].isin(sixth["PersonNr"]).mean() == pytest.approx(0.93, abs=0.05)
    assert third["PersonNr"].isin(ninth["PersonNr"]).mean() == pytest.approx(0.85, abs=0.06)


def test_everyone_in_a_school_for_the_young_changes_school_before_ak_7(
    schools: pd.DataFrame, register: pd.DataFrame
):
    years = schools.loc[register["Skolenhetskod"], "Arskurser"].to_numpy()
    old = register["Arskurs"].astype(int) >= 7
    assert set(years[old]) == {"7-9", "F-9"}
    assert set(years[~old]) == {"F-6", "F-9"}


def test_most_keep_their_school_within_f_6(register: pd.DataFrame):
    third, fourth = (
        register[(register["Lasar"] == lasar) & (register["Arskurs"] == ak)].set_index("PersonNr")[
            "Skolenhetskod"
        ]
        for lasar, ak in (("2017/18", "3"), ("2018/19", "4"))
    )
    both = pd.concat([third, fourth], axis=1, join="inner").to_numpy()
    assert 0.96 < (both[:, 0] == both[:, 1]).mean() < 1


def test_some_arrive_after_ak_6(filer: dict[str, pd.DataFrame], register: pd.DataFrame):
    ninth = filer["slutbetyg_ak9"].query("lasar == '2025/26'")
    missing = ninth.loc[~ninth["PersonNr"].isin(filer["betyg_ak6"]["PersonNr"]), "PersonNr"]
    assert 15 < len(missing) < 70
    arrived = register[register["PersonNr"].isin(missing) & (register["Nyinvandrad"] == "1")]
    assert len(arrived) > 0


def test_anpassad_grundskola_is_in_the_register_only(filer: dict[str, pd.DataFrame], register: pd.DataFrame):
    apart = set(register.loc[register["Skolform"] == "ANP", "PersonNr"])
    assert 60 < len(apart) < 180
    for kind in ("slutbetyg_ak9", "betyg_ak6", "np_ak3", "np_ak6", "np_ak9"):
        assert apart.isdisjoint(filer[kind]["PersonNr"]), kind


def test_protected_identities_are_pupils_and_few(exempelkommun: Path, register: pd.DataFrame):
    text = (exempelkommun / "raw" / "9999" / "skyddade.csv").read_text(encoding="utf-8-sig")
    header, *numbers = text.split()
    assert header == "PersonNr"
    assert 5 < len(numbers) < 60
    assert set(numbers) <= set(register["PersonNr"])


def test_no_national_tests_in_two_lasar(filer: dict[str, pd.DataFrame]):
    given = {f"{y}/{y % 100 + 1}" for y in range(2016, 2026)} - {"2019/20", "2020/21"}
    for kind in ("np_ak3", "np_ak6", "np_ak9"):
        assert set(filer[kind]["lasar"]) == given


def test_the_breaks_of_2025_and_2026(filer: dict[str, pd.DataFrame]):
    ninth = filer["np_ak9"].groupby("lasar")["SV_PROVB"].agg(lambda codes: (codes == "77").mean())
    assert ninth["2024/25"] > 0.1 > ninth.drop("2024/25").max()
    science = filer["np_ak9"].groupby("lasar")["NO_PROVB"].agg(lambda codes: (codes == "").mean())
    assert 0.1 < science["2025/26"] < 0.9
    assert (science.drop("2025/26") == 0).all()
    sixth = filer["np_ak6"].query("lasar == '2025/26'")
    blank = sixth["EN_PROVB"] == ""
    assert 0.1 < blank.mean() < 0.9
    assert (sixth.loc[blank, ["EN_GRUPP", "EN_B_DELT", "EN_A_PRP", "SV_KURSPLAN"]] == "").all(axis=None)
    assert sixth.loc[~blank, "EN_B_DELT"].isin(["77", "99", "88"]).all()


def test_grade_oddities_occur(filer: dict[str, pd.DataFrame]):
    grades = filer["slutbetyg_ak9"][NAMES]
    passed = grades.isin(PASSED)
    assert (grades == "9").any(axis=None)
    assert (grades == "3").any(axis=None)
    assert 10 < (passed.sum(axis=1) == 0).sum() < 120
    assert (passed["M2"] & (passed.sum(axis=1) < 10)).sum() >= 5  # a 17th subject and few grades
    assert (passed["M1"] & passed["M2"]).sum() >= 5
    assert passed["ML"].mean() == pytest.approx(0.09, abs=0.04)
    # One Swedish course each, and about an eighth in Sva.
    assert not (grades["Sv"].isin([*PASSED, "F"]) & grades["Sva"].isin([*PASSED, "F"])).any()
    assert grades["Sva"].isin([*PASSED, "F"]).mean() == pytest.approx(0.12, abs=0.04)
    sixth = filer["betyg_ak6"]
    assert (sixth["Hkk"] == "Z").any() and (sixth["No"].isin(PASSED)).any() and (sixth["Bi"] == "2").any()


def test_a_replacement_test_outranks_absence(filer: dict[str, pd.DataFrame]):
    ninth = filer["np_ak9"]
    replaced = ninth[["MA_B_DELT", "MA_C_DELT", "MA_D_DELT"]].eq("77").any(axis=1)
    assert replaced.any()
    assert (ninth.loc[replaced, "MA_PROVB"] == "77").all()


def test_absence_is_minutes_of_offered_time(filer: dict[str, pd.DataFrame]):
    frame = filer["franvaro"]
    minutes = frame[["Erbjudna_min", "Giltig_min", "Ogiltig_min", "Registrerade_min"]].astype(int)
    assert (minutes >= 0).all(axis=None) and (minutes % 5 == 0).all(axis=None)
    assert (minutes["Giltig_min"] + minutes["Ogiltig_min"] <= minutes["Registrerade_min"]).all()
    assert (minutes["Registrerade_min"] <= minutes["Erbjudna_min"]).all()
    assert set(frame["Arskurs"]) == set("123456789")
    terms = frame.groupby(["lasar", "Termin"])["PersonNr"].agg(["size", "nunique"]).unstack()
    assert (terms[("size", "HT")] == terms[("nunique", "VT")]).all()


def test_one_school_registers_little_in_one_term_and_seems_to_have_little_absence(filer):
    frame = filer["franvaro"]
    by = [frame["lasar"], frame["Termin"], frame["Skolenhetskod"]]
    names = ["Erbjudna_min", "Giltig_min", "Ogiltig_min", "Registrerade_min"]
    sums = frame[names].astype(int).groupby(by).sum()
    share = sums["Registrerade_min"] / sums["Erbjudna_min"]
    assert list(share.index[share < 0.9]) == [("2024/25", "VT", "99991555")]
    assert share.min() == pytest.approx(0.74, abs=0.001)
    school = sums.xs("99991555", level="Skolenhetskod")
    seen = (school["Giltig_min"] + school["Ogiltig_min"]) / school["Erbjudna_min"]
    before, low, after = (seen[(lasar, "VT")] for lasar in ("2023/24", "2024/25", "2025/26"))
    assert low < 0.85 * before and low < 0.85 * after


def test_long_absence_is_rare_and_moderate_absence_less_so(filer):
    frame = filer["franvaro"]
    frame = frame[frame["Termin"] == "VT"]
    minutes = frame[["Erbjudna_min", "Giltig_min", "Ogiltig_min"]].astype(int)
    share = (minutes["Giltig_min"] + minutes["Ogiltig_min"]) / minutes["Erbjudna_min"]
    upper, newest = frame["Arskurs"].astype(int) >= 7, frame["lasar"] == "2025/26"
    # Six and two in a thousand, and what the spread of absence makes; from the break eleven.
    assert (share[upper & ~newest] >= 0.5).mean() == pytest.approx(0.0065, abs=0.003)
    assert (share[~upper] >= 0.5).mean() == pytest.approx(0.002, abs=0.0015)
    moderate = share.between(0.2, 0.3)
    lower = frame["Arskurs"].astype(int) <= 7
    assert moderate[lower & newest].mean() < 0.85 * moderate[lower & ~newest].mean()
    assert (share[upper & newest] >= 0.3).mean() > 1.3 * (share[upper & ~newest] >= 0.3).mean()


def test_few_pupils_are_offered_less_time(filer):
    frame = filer["franvaro"]
    offered = frame["Erbjudna_min"].astype(int)
    full = offered.groupby([frame["Arskurs"], frame["Termin"]]).transform("max")
    short = (offered == 0.6 * full) | (offered == (0.6 * full / 5).round() * 5)
    assert (short | (offered == full)).all()
    assert set(frame.loc[short, "Arskurs"]) == set("6789")
    assert 0.003 < short[frame["Arskurs"] >= "7"].mean() < 0.03


def test_breadth_of_forms(exempelkommun: Path):
    root = exempelkommun / "raw" / "9999"
    assert len(list((root / "2017-18").glob("slutbetyg_ak9_*.csv"))) == 6
    assert not (root / "2017-18" / "betyg_ak6.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (root / "2016-17" / "np_ak6.csv").read_text(encoding="utf-8-sig").startswith("System;Datum;")
    assert not (root / "2018-19" / "np_ak6.csv").read_text(encoding="utf-8-sig").startswith("System;")
