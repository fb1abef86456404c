"""Grounds: what two reports, or a report and this computer, were made of, and in what they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

Pair = tuple[str, Any, Any]
"""A name, its value then and its value now; None where it had none."""


class MadeOf(Protocol):
    """What decides every number of a report: a manifest, or a provenance."""

    @property
    def kallkod(self) -> str: ...

    @property
    def commit(self) -> str: ...

    @property
    def parametrar(self) -> Mapping[str, Any]: ...

    @property
    def indata(self) -> Mapping[str, str]: ...

    @property
    def paket(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Grounds:
    """In what two grounds differ.

    Parameters
    ----------
    kod : tuple of str, optional
        Commit then and now where the code differs; "" where it is not known.
    paket, parametrar : tuple of Pair
        Only those that differ, by name.
    andrade, borta, nya : tuple of str
        Input files that have other content, are gone, or are new: paths from the data folder.
    """

    kod: tuple[str, str] | None = None
    paket: tuple[Pair, ...] = ()
    parametrar: tuple[Pair, ...] = ()
    andrade: tuple[str, ...] = ()
    borta: tuple[str, ...] = ()
    nya: tuple[str, ...] = ()

    @property
    def same_input(self) -> bool:
        """Whether every input file is the same."""
        return not (self.andrade or self.borta or self.nya)

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return self == Grounds()


def compare_grounds(then: MadeOf, now: MadeOf) -> Grounds:
    """In what two grounds differ. Another commit of the same source is the same code."""
    both = then.indata.keys() & now.indata.keys()
    return Grounds(
        None if then.kallkod == now.kallkod else (then.commit, now.commit),
        _list_pairs(then.paket, now.paket),
        _list_pairs(then.parametrar, now.parametrar),
        tuple(sorted(name for name in both if then.indata[name] != now.indata[name])),
        tuple(sorted(then.indata.keys() - both)),
        tuple(sorted(now.indata.keys() - both)),
    )


def _list_pairs(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Pair, ...]:
    names = dict.fromkeys((*then, *now))
    pairs = ((name, then.get(name), now.get(name)) for name in names)
    return tuple(pair for pair in pairs if pair[1] != pair[2])
