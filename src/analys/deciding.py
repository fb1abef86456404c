"""Deciding: what a report may show — every estimate of every chapter, and the one plan over all of them.

A school's report shows cells of the municipality's, by the municipality's own decisions. So the plan is
always made over everything. It takes half a minute, and is kept in the municipality's work folder with a
key of all that it depends on: code, files, parameters, earlier reports. The reports of its schools take it
from there where the key is the same and the files are as they were written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pandas as pd

from analys.chapters import Chapter
from analys.disclosure import Plan, plan, protect
from analys.disclosure.internal import plan_classes
from analys.disclosure.official import read_official
from analys.earlier import Published, plan_beside
from analys.earlier.published import CELL_COLUMNS
from analys.estimates import skola_klass
from analys.estimates.cells import Estimate
from analys.estimates.skola import select_school
from analys.estimates.skola_klass import DIALOG
from analys.paths import hash_file, make_private_file, make_private_folder, raw_folder, work_folder
from analys.provenance import EARLIER_FILE, Earlier, collect_provenance, save_earlier
from analys.run import ESTIMATES_FILE, PLAN_FILE, load_estimates, save_estimates
from analys.underlag import Underlag

KEY_FILE = "beslut.json"
"""Key and checksums of the kept plan, in the work folder."""

KEPT = (PLAN_FILE, ESTIMATES_FILE, EARLIER_FILE)

WITHOUT_EFFECT = frozenset(
    ("skola", "utgava", "titel", "mottagare", "diarienummer", "datum", "status", "logotyp", "logotyp_text")
) | {"farg", "utan_kapitel"}
"""Parameters that no number depends on; which chapters there are is told otherwise."""

OWNER = "skola_klass"
"""Whose estimates a school's classes are."""

Owned = Sequence[tuple[str, Estimate]]
"""Estimates, each with the chapter that owns it."""


@dataclass(frozen=True)
class Decided:
    """What a report may show, and what its readers have beside it.

    Parameters
    ----------
    owned : sequence of (str, Estimate)
        Estimates of the report, each with the chapter that owns it.
    plan : Plan
        Decisions for their cells.
    sizes : mapping of str to int
        Pupils behind every cell of the municipality and of the report, for the attacker.
    tidigare : tuple of Earlier
        Fastställda reports that the plan was made together with.
    bredvid : pandas.DataFrame or None
        For a school: everything that the municipality's report can show, as a reader has it.
    """

    owned: Owned
    plan: Plan
    sizes: Mapping[str, int]
    tidigare: tuple[Earlier, ...]
    bredvid: pd.DataFrame | None = None

    @property
    def estimates(self) -> list[Estimate]:
        """The estimates alone."""
        return [estimate for _, estimate in self.owned]


def decide(run: Underlag, chapters: Sequence[Chapter], published: Sequence[Published]) -> Decided:
    """Estimate everything and decide every cell once; keep it for the notebooks.

    Parameters
    ----------
    run : Underlag
    chapters : sequence of Chapter
        Every chapter that the municipality's report has.
    published : sequence of Published
        Fastställda reports until the läsår.
    """
    work = work_folder(run.data, run.parameters.kommun, run.parameters.lasar)
    make_private_folder(work)
    key = _make_key(run, chapters, published)
    whole = _load_kept(work, key) if run.parameters.skola else None
    if whole is None:
        whole = _decide_whole(run, chapters, published)
        _keep(work, whole)
        _write_key(work, key)
    if not run.parameters.skola:
        return whole
    own = decide_school(run, whole)
    if run.parameters.utgava == DIALOG:
        own = add_classes(run, own)
    make_private_folder(run.work)
    _keep(run.work, own)
    return own


def decide_school(run: Underlag, whole: Decided) -> Decided:
    """A school's part of what was decided for the municipality."""
    owned = [
        (owner, estimate)
        for owner, every in whole.owned
        for estimate in select_school([every], run.parameters.skola)
    ]
    cells = {cell for _, estimate in owned for cell in estimate.frame["cell"]}
    frame = whole.plan.frame
    own = Plan(frame[frame["cell"].isin(cells)].reset_index(drop=True))
    return Decided(owned, own, whole.sizes, whole.tidigare, _show(whole.estimates, whole.plan))


def add_classes(run: Underlag, own: Decided) -> Decided:
    """A school's part with its classes and groups, see `analys.disclosure.internal`."""
    about, classes = run.parameters, skola_klass.tabeller(run)
    if not classes or own.bredvid is None:
        return own
    beside = own.bredvid[own.bredvid["enhet"].isin([about.kommun, about.skola])]
    told, whole = plan_classes(classes, own.estimates, own.plan, beside, about.troskel, about.skola)
    owned = [*own.owned, *((OWNER, estimate) for estimate in told)]
    return replace(own, owned=owned, plan=whole, sizes={**own.sizes, **whole.sizes})


def _decide_whole(run: Underlag, chapters: Sequence[Chapter], published: Sequence[Published]) -> Decided:
    owned = [(chapter.namn, estimate) for chapter in chapters for estimate in chapter.tabeller(run)]
    estimates = [estimate for _, estimate in owned]
    official = read_official(run)
    make: Callable[[Sequence[pd.DataFrame]], Plan] = lambda earlier: plan(  # noqa: E731
        estimates, run.parameters.troskel, published=earlier, official=official
    )
    decided, counted = plan_beside(estimates, run.parameters.lasar, published, make)
    return Decided(owned, decided, decided.sizes, list_earlier(counted))


def list_earlier(reports: Iterable[Published]) -> tuple[Earlier, ...]:
    """Earlier reports as the report tells of them."""
    return tuple(Earlier(one.lasar, one.utgava, one.sha256, one.skola) for one in reports)


def _show(estimates: Iterable[Estimate], decided: Plan) -> pd.DataFrame:
    """Everything that may be shown, as it would be read from the files."""
    shown = [protect(one, decided).frame.assign(tabell=one.id) for one in estimates]
    return pd.concat(shown, ignore_index=True)[list(CELL_COLUMNS)]


def _keep(work: Path, decided: Decided) -> None:
    for name in KEPT:
        make_private_file(work / name)
    decided.plan.save(work / PLAN_FILE)
    save_estimates(work / ESTIMATES_FILE, decided.owned)
    save_earlier(work, decided.tidigare)


def _write_key(work: Path, key: str) -> None:
    make_private_file(work / KEY_FILE)
    content = {"nyckel": key, "filer": {name: hash_file(work / name) for name in KEPT}}
    (work / KEY_FILE).write_text(json.dumps(content), encoding="utf-8", newline="\n")


def _load_kept(work: Path, key: str) -> Decided | None:
    """What was decided with this key; None where nothing was, or a file is not as it was written."""
    try:
        kept = json.loads((work / KEY_FILE).read_text(encoding="utf-8"))
        whole = kept["nyckel"] == key and all(kept["filer"][n] == hash_file(work / n) != "" for n in KEPT)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not whole:
        return None
    decided = Plan.load(work / PLAN_FILE)
    told = json.loads((work / EARLIER_FILE).read_text(encoding="utf-8"))
    return Decided(
        load_estimates(work / ESTIMATES_FILE), decided, decided.sizes, tuple(Earlier(**one) for one in told)
    )


def _make_key(run: Underlag, chapters: Sequence[Chapter], published: Sequence[Published]) -> str:
    source = asdict(collect_provenance(run))
    parameters = {name: value for name, value in source["parametrar"].items() if name not in WITHOUT_EFFECT}
    folder = raw_folder(run.data, run.parameters.kommun)
    declared = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    content = {
        "kallkod": source["kallkod"],
        "indata": source["indata"],
        "paket": source["paket"],
        "parametrar": parameters,
        "kapitel": [chapter.namn for chapter in chapters],
        "deklarerat": {path.name: hash_file(path) for path in declared},
        "publicerat": [asdict(one) for one in list_earlier(published)],
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
