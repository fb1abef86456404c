"""Which pupils the models of absence and results stand on, by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analys.estimates.franvaro_modeller_elever import (
    average_earlier,
    collect_pupils,
    describe_pupils,
    select_pupils,
)
from analys.indicators.betyg import AMNEN_AK6, AMNEN_AK9
from analys.parameters import RunParameters
from analys.underlag import Underlag

NOW, BEFORE = "2025/26", "2022/23"
EDGES = (10, 20, 30, 50)
SKOLA = "10000001"


def grades(amnen: tuple[str, ...], lasar: str, rows: dict[str, dict[str, str]]) -> pd.DataFrame:
    """Grade rows of pupils: blank in every subject that is not given."""
    frame = pd.DataFrame(
        [dict.fromkeys(amnen) | given | {"elev": elev, "lasar": lasar} for elev, given in rows.items()]
    )
    return frame.assign(skolenhet=SKOLA, klass="9A", kon="flicka", fodelsear=2010).astype(
        dict.fromkeys(amnen, "str")
    )


def register(elever: list[str], lasar: str = NOW, **columns: object) -> pd.DataFrame:
    """Rows of the register with absence; ten percent unless told."""
    known = {"skolform": "GR", "nyinvandrad": False, "foraldrautbildning": 3, "arskurs": 9}
    absence = {"franvaro_ar": 0.10, "registrerat_ar": float("nan")}
    own = {"elev": elever, "lasar": lasar, "skolenhet": SKOLA, "klass": "9A"}
    frame = pd.DataFrame(own | known | absence | columns)
    return frame.astype({"nyinvandrad": "boolean", "foraldrautbildning": "Int64"})


@dataclass(frozen=True)
class Given(Underlag):
    """An underlag whose frames are given by kind."""

    frames: dict[str, pd.DataFrame] = field(default_factory=dict, compare=False, hash=False)

    def frame(self, kind: str) -> pd.DataFrame:
        return self.frames.get(kind, pd.DataFrame())

    def earlier_frame(self, kind: str) -> pd.DataFrame:
        return self.frames.get(f"tidigare {kind}", pd.DataFrame())


def give(data: Path, **frames: pd.DataFrame) -> Given:
    return Given(RunParameters(antal_lasar=2), data, frames)


def test_mean_of_year_6_by_hand() -> None:
    frame = grades(
        AMNEN_AK6,
        BEFORE,
        {
            # C 3, E 1, F 0 and streck 0 over four subjects; Z and 3 are not read.
            "a": {"Ma": "C", "En": "E", "Bl": "F", "Mu": "9", "Sl": "Z", "Tk": "3"},
            # Sv and Sva are one subject, the better counts: A 5.
            "b": {"Sv": "2", "Sva": "A"},
            "c": {"Ma": "Z"},
        },
    )
    found = average_earlier([frame, frame.iloc[:0]]).set_index("elev")["betyg_6"]
    assert found.to_dict() == {"a": 1.0, "b": 5.0}


def test_nothing_of_year_6() -> None:
    assert average_earlier([pd.DataFrame()]).empty


def test_what_a_pupil_brings(tmp_path: Path) -> None:
    six = grades(AMNEN_AK6, BEFORE, {"a": {"Ma": "C"}, "b": {"Ma": "E"}})
    # A pupil with two läsår of åk 6: the latest counts. One who has åk 6 in the same läsår has it later.
    twice = grades(AMNEN_AK6, "2021/22", {"b": {"Ma": "A"}})
    same = grades(AMNEN_AK6, NOW, {"c": {"Ma": "A"}})
    nine = grades(
        AMNEN_AK9,
        NOW,
        {
            "a": {"Ma": "A", "Sv": "D", "En": "F"},
            "b": {"Ma": "9", "Sva": "C", "En": "E"},
            "c": {"Ma": "3", "Sv": "3", "Sva": "3", "En": "B"},
            "d": {"Ma": "Y", "En": "Y"} | {name: "Y" for name in AMNEN_AK9 if name not in ("Ma", "En")},
        },
    )
    run = give(
        tmp_path,
        slutbetyg_ak9=nine,
        franvaro_elev=register(
            ["a", "b", "d"],
            franvaro_ar=[0.05, 0.20, 0.1],
            foraldrautbildning=[1, None, 2],
            nyinvandrad=[True, None, False],
        ),
        betyg_ak6=same,
        **{"tidigare betyg_ak6": pd.concat([six, twice], ignore_index=True)},
    )
    elever = collect_pupils(run)
    assert elever is not None
    frame = elever.frame.set_index("elev")
    # "d" has no goal-related grades; "c" is not in the register.
    assert frame.index.tolist() == ["a", "b", "c"]
    assert frame["betyg_6"].tolist()[:2] == [3.0, 1.0] and np.isnan(frame.loc["c", "betyg_6"])
    assert frame["franvaro"].tolist()[:2] == pytest.approx([5, 20]) and np.isnan(frame.loc["c", "franvaro"])
    assert frame["band"].tolist()[:2] == [0, 2]
    assert frame["utbildning"].tolist() == ["1", "okänd", "okänd"]
    assert frame["nyinvandrad"].tolist() == ["ja", "okänd", "okänd"]
    assert frame["svsva"].tolist() == ["sv", "sva", "okänd"]
    assert frame[["ma", "sv", "en"]].values.tolist() == [[5, 2, 0], [0, 3, 1], [0, 0, 4]]
    # A 20 + D 12.5; C 15 + E 10; B 17.5.
    assert frame["merit"].tolist() == [32.5, 25, 17.5]
    assert frame["alla_amnen"].tolist() == [0, 0, 1] and frame["behorighet"].tolist() == [0, 0, 0]
    assert elever.kanda["elev"].tolist() == ["a", "b"]


def test_anpassad_grundskola_is_left_out_and_the_registers_school_counts(tmp_path: Path) -> None:
    nine = grades(AMNEN_AK9, NOW, {"a": {"Ma": "A"}, "b": {"Ma": "B"}})
    absence = register(["a", "b"], skolform=["GR", "ANP"], skolenhet=["10000009", SKOLA], klass=[None, "9B"])
    elever = collect_pupils(give(tmp_path, slutbetyg_ak9=nine, franvaro_elev=absence))
    assert elever is not None
    assert elever.frame[["elev", "skolenhet", "klass"]].values.tolist() == [["a", "10000009", "9A"]]


def rows(lasar: str, count: int, known: int, earlier: int, **columns: object) -> pd.DataFrame:
    """Pupils of a läsår of whom the first have absence, and the first grades of åk 6."""
    place = np.arange(count)
    own = {
        "lasar": lasar,
        "skolenhet": SKOLA,
        "franvaro": np.where(place < known, 5.0, np.nan),
        "betyg_6": np.where(place < earlier, 3.0, np.nan),
        "registrerat": np.nan,
    }
    return pd.DataFrame(own | columns)


@pytest.mark.parametrize(
    ("frames", "kept"),
    [
        # Half the pupils with absence suffice, fewer do not.
        ([rows("2024/25", 4, 2, 0), rows(NOW, 4, 1, 0)], ["2024/25"]),
        # Where a läsår has grades of åk 6, those without are left out.
        ([rows("2024/25", 4, 4, 1), rows(NOW, 4, 4, 2)], [NOW]),
        ([rows("2024/25", 4, 4, 1), rows(NOW, 4, 4, 1)], ["2024/25", NOW]),
    ],
)
def test_lasar_that_are_analysed(frames: list[pd.DataFrame], kept: list[str]) -> None:
    elever = select_pupils(pd.concat(frames, ignore_index=True), 90)
    assert elever is not None and elever.lasar == kept


def test_schools_that_register_too_little_are_left_out_and_counted() -> None:
    frames = [
        rows(NOW, 3, 3, 0, skolenhet="a", registrerat=[0.8, 0.9, 0.95]),
        rows(NOW, 2, 2, 0, skolenhet="b", registrerat=[0.9, 0.9]),
        rows("2024/25", 2, 2, 0, skolenhet="a", registrerat=[0.99, np.nan]),
    ]
    # School a registers 88.3 percent in the first läsår.
    elever = select_pupils(pd.concat(frames, ignore_index=True), 90)
    assert elever is not None
    assert elever.lag_registrering == 3
    assert elever.frame[["lasar", "skolenhet"]].drop_duplicates().values.tolist() == [
        [NOW, "b"],
        ["2024/25", "a"],
    ]


def test_nobody_with_absence() -> None:
    assert select_pupils(rows(NOW, 3, 0, 3), 90) is None
    assert select_pupils(rows(NOW, 3, 3, 3, registrerat=0.1), 90) is None


def test_no_files(tmp_path: Path) -> None:
    nine = grades(AMNEN_AK9, NOW, {"a": {"Ma": "A"}})
    assert collect_pupils(give(tmp_path, slutbetyg_ak9=nine)) is None
    later = register(["a"], lasar="2024/25")
    assert collect_pupils(give(tmp_path, slutbetyg_ak9=nine, franvaro_elev=later)) is None


def test_pupils_are_those_of_the_small_municipality(liten_underlag: Underlag) -> None:
    elever = collect_pupils(liten_underlag)
    assert elever is not None
    frame = elever.frame
    assert not frame.duplicated(["elev", "lasar"]).any()
    assert set(elever.lasar) <= set(liten_underlag.parameters.lasar_i_trend)
    assert frame["franvaro"].dropna().between(0, 100).all()
    assert len(elever.kanda) == frame["franvaro"].notna().sum() > 100


def test_columns_that_the_register_lacks_are_unknown() -> None:
    joined = grades(AMNEN_AK9, NOW, {"a": {"Ma": "A"}}).assign(
        franvaro_ar=0.1, registrerat_ar=np.nan, nyinvandrad=np.nan, foraldrautbildning=np.nan
    )
    frame = describe_pupils(joined, average_earlier([]), EDGES)
    assert frame[["utbildning", "nyinvandrad"]].values.tolist() == [["okänd", "okänd"]]
