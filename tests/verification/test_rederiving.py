"""A real report, made twice: by the program, and by the verification of it."""

from pathlib import Path

from analys.demo import write_demo
from analys.parameters import make_parameters
from analys.pipeline import make_report
from analys.progress import Silent
from analys.verification import IDENTICAL, verify

UTAN = "uppdrag, forutsattningar, trend, np_och_betyg, franvaro, lokala_matt, roster, slutsatser"


def test_a_report_is_made_again_to_the_byte(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "reports"
    write_demo(data, elever_per_arskull=60, antal_skolor=6, antal_lasar=3)
    parameters = make_parameters({"utan_kapitel": UTAN})
    folder = make_report(parameters, data=data, out=out, progress=Silent())

    (found,) = verify([folder], data=data, out=None, default=out, quick=False, progress=Silent())

    assert found.here is not None
    assert found.redone is not None
    assert found.here.same
    assert found.here.egna == ()
    assert found.redone.differing == ()
    assert found.exit_code == IDENTICAL
