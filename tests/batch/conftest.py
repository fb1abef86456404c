"""A small municipality's schools, and what is the same for all crews that make their reports."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from analys.batch.carrying import carry_out
from analys.batch.choosing import place_schools
from analys.batch.crews import Crew, OneByOne
from analys.batch.making import Outcome
from analys.batch.orders import Order
from analys.crash import describe_crash
from analys.demo import write_demo
from analys.parameters import make_parameters
from analys.progress import Silent

UTAN = "np_och_betyg, franvaro, roster, lokala_matt, forutsattningar, underlag, slutsatser, uppdrag"


class Batch(NamedTuple):
    """Two schools' orders, and the reports as they were made one by one."""

    data: Path
    out: Path
    orders: list[Order]
    made: list[Outcome]

    def carry(self, crew: Crew, orders: list[Order], out: Path) -> list[Outcome]:
        """What becomes of orders with another crew."""
        return carry_out(orders, crew, data=self.data, out=out, progress=Silent(), explain=describe_crash)

    def read(self, out: Path) -> dict[str, bytes]:
        """Bytes by path of the reports in a folder."""
        return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}


@pytest.fixture(scope="session")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Batch]:
    """Two schools' reports, made one by one. Only to be read, but for the work folders."""
    base = tmp_path_factory.mktemp("alla")
    data, out = base / "data", base / "reports"
    write_demo(data, elever_per_arskull=60, antal_skolor=3, antal_lasar=3)
    asked = make_parameters({"utan_kapitel": UTAN, "skola": "x"})
    orders, _ = place_schools(asked, data, out, Silent())
    two = orders[:2]
    made = carry_out(
        two,
        OneByOne(data, out, describe_crash),
        data=data,
        out=out,
        progress=Silent(),
        explain=describe_crash,
    )
    yield Batch(data, out, two, made)
    # Threads that ran notebooks leave event loops that nobody closes; they are let go of without a word.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gc.collect()
