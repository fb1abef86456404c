"""Crews: who makes the reports — this process, one after another, or workers beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from analys.batch.cluster import open_local
from analys.batch.making import Explain, Outcome, make_one
from analys.batch.orders import Order
from analys.batch.rounds import Group
from analys.workshop import count_cores

LOST = (
    "Processen som gjorde rapporten dog. Oftast beror det på att datorns minne tog slut. Stäng andra "
    "program, eller gör färre rapporter åt gången med --samtidigt."
)


class Crew(Protocol):
    """Makes the reports of one round."""

    def carry(self, groups: Sequence[Group]) -> Iterator[Outcome]:
        """What becomes of each order, as they are finished."""


@dataclass(frozen=True)
class OneByOne:
    """This process alone.

    Parameters
    ----------
    data, out : pathlib.Path
        Data folder and report folder.
    explain : callable
        See `making.Explain`.
    """

    data: Path
    out: Path
    explain: Explain

    def carry(self, groups: Sequence[Group]) -> Iterator[Outcome]:
        """What becomes of each order, one after another."""
        for group in groups:
            for order in group:
                yield make_one(order, self.data, self.out, self.explain, jobs=None)


@dataclass(frozen=True)
class OnCluster:
    """Workers that have the same folders as this process.

    Parameters
    ----------
    client : distributed.Client
    data, out : pathlib.Path
        Data folder and report folder.
    explain : callable
        See `making.Explain`.
    """

    client: Any
    data: Path
    out: Path
    explain: Explain

    def carry(self, groups: Sequence[Group]) -> Iterator[Outcome]:
        """What becomes of each order, as the workers are done with it."""
        orders = [order for group in groups for order in group]
        # Where there are more workers than reports, those that are left over help.
        jobs = max(1, count_workers(self.client) // max(1, len(orders)))
        submit = lambda order: self.client.submit(  # noqa: E731
            make_one, order, self.data, self.out, self.explain, jobs, pure=False
        )
        for order, made in as_made(self.client, orders, submit):
            yield made if isinstance(made, Outcome) else lost(order)


@contextmanager
def open_crew(
    samtidigt: int | None, reports: int, *, data: Path, out: Path, explain: Explain
) -> Iterator[Crew]:
    """Those who make a number of reports on this computer; the workers end with the block.

    Parameters
    ----------
    samtidigt : int or None
        Reports beside each other; None for one a core.
    reports : int
        How many there are to make. One alone needs no workers.
    data, out : pathlib.Path
        Data folder and report folder.
    explain : callable
        See `making.Explain`.
    """
    workers = min(samtidigt or count_cores(), reports)
    if workers <= 1:
        yield OneByOne(data, out, explain)
        return
    with open_local(workers, data) as client:
        yield OnCluster(client, data, out, explain)


def as_made(
    client: Any, orders: Sequence[Order], submit: Callable[[Order], Any]
) -> Iterator[tuple[Order, object]]:
    """Each order with what a worker made of it, None where the worker died.

    No worker has more than one at a time: one that dies takes no other report with it.

    Parameters
    ----------
    client : distributed.Client
    orders : sequence of Order
    submit : callable
        Hands an order to the cluster and returns its future.
    """
    from distributed import as_completed

    waiting = list(orders)
    width = max(1, count_workers(client))
    taken = {submit(order): order for order in waiting[:width]}
    del waiting[:width]
    running = as_completed(list(taken), loop=client.loop)
    for future in running:
        order = taken.pop(future)
        yield order, future.result() if future.status == "finished" else None
        if waiting:
            following = waiting.pop(0)
            future = submit(following)
            taken[future] = following
            running.add(future)


def count_workers(client: Any) -> int:
    """How many reports a cluster makes beside each other."""
    return sum(client.nthreads().values())


def lost(order: Order) -> Outcome:
    """The outcome of an order whose worker died."""
    return Outcome(order, "misslyckad", code=1, why=LOST)
