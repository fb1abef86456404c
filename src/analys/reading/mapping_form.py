"""Column mappings: which columns of another system's file are ours, and what their values mean.

The municipality's own stand in `kolumner.yml` beside its läsår folders; those of `contracts/mappningar` are
built in, in the same form, and are the examples to start from. No real exports could be had: the built-in
ones are made after descriptions of the systems' files (DOMAIN, "Absence exports").

    skolenhetskoder:            # a school's name in the exports -> its code
      Björkskolan: "99990001"
    mappningar:
      min_export:
        slag: franvaro          # a kind of analys.contracts.LAYOUTS
        ovanfor:                # texts above the header: "Period: 2026-01-08 – 2026-06-12"
          period: Period
        grupprader:             # rows whose value is that of the rows below: "Klass: 9x"
          klass: Klass
        summarader: [Summa, Totalt]
        saknas: ["-"]           # texts that mean that a value is missing
        kolumner:
          PersonNr: [Personnummer, Personnr]
          Arskurs: {fran: klass}
          ...

A column is given by header names, or by `kolumn`, `fran` (a text above or a group row), `varde` (the same in
every row) or `filnamn: ja`; several ways are a list under `satt`, and the first that gives anything is used.
Minutes have `enhet`: minuter, timmar, procent or andel; the last two are `av` another column, `omvand: ja`
turns närvaro into frånvaro, and `minus` takes another column away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ENHETER = ("minuter", "timmar", "procent", "andel")


@dataclass(frozen=True)
class Way:
    """One way to the value of a column; see the module for what each part means."""

    kolumn: tuple[str, ...] = ()
    fran: str = ""
    varde: str = ""
    filnamn: bool = False
    enhet: str = "minuter"
    av: str = ""
    omvand: bool = False
    minus: str = ""


@dataclass(frozen=True)
class ColumnMapping:
    """How files of one form become rows of a kind; see the module for what each part means."""

    namn: str
    slag: str
    kolumner: Mapping[str, tuple[Way, ...]]
    ovanfor: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    grupprader: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    summarader: tuple[str, ...] = ()
    saknas: tuple[str, ...] = ()
    valfria: tuple[str, ...] = ()


@dataclass(frozen=True)
class Declared:
    """What one file declares: mappings in order, and school unit codes by the schools' names."""

    mappningar: tuple[ColumnMapping, ...] = ()
    skolenhetskoder: Mapping[str, str] = field(default_factory=dict)
