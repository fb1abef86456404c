"""Deciding: what a report may show — every estimate of every chapter, and the one plan over all of them.

A school's report shows cells of the municipality's, by the municipality's own decisions. So the plan is
always made over everything, and kept in the municipality's work folder: the reports of its schools take it
from there.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

import pandas as pd

from analys.chapters import Chapter
from analys.disclosure import Plan, protect
from analys.disclosure.internal import plan_classes
from analys.earlier import Published
from analys.earlier.published import CELL_COLUMNS
from analys.environment import hash_environment
from analys.estimates import skola_klass
from analys.estimates.cells import Estimate
from analys.estimates.skola import select_school
from analys.estimates.skola_klass import DIALOG
from analys.estimating import KEPT, Owned, decide_everything, estimate_chapter, list_earlier, load_owned
from analys.keeping import Fixed
from analys.keeping.digests import digest
from analys.paths import hash_file, make_private_file, make_private_folder, work_folder
from analys.processes import call
from analys.provenance import EARLIER_FILE, Earlier, save_earlier
from analys.run import ESTIMATES_FILE, PLAN_FILE, save_estimates
from analys.sources import Sources
from analys.underlag import Underlag
from analys.workshop import Bench, Piece

OWNER = "skola_klass"
"""Whose estimates a school's classes are."""

PLAN = "skyddsplan"


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


def decide(
    run: Underlag,
    chapters: Sequence[Chapter],
    published: Sequence[Published],
    out: Path,
    bench: Bench,
) -> Decided:
    """Estimate everything and decide every cell once; keep it for the notebooks.

    Parameters
    ----------
    run : Underlag
    chapters : sequence of Chapter
        Every chapter that the municipality's report has.
    published : sequence of Published
        Fastställda reports until the läsår.
    out : pathlib.Path
        Report folder.
    bench : Bench
        Its digests are told what was decided.
    """
    work = work_folder(run.data, run.parameters.kommun, run.parameters.lasar)
    make_private_folder(work)
    workshop, sources = bench.open(work), bench.sources
    folders = workshop.do(list(_list_estimates(run, chapters, sources)))
    ordered = [folders[f"skattningar-{c.namn}"] for c in chapters if f"skattningar-{c.namn}" in folders]
    decided = workshop.do([_make_plan_piece(run, ordered, published, out, sources)])[PLAN]
    whole = _bring(decided, work)
    if run.parameters.skola:
        own = decide_school(run, whole)
        if run.parameters.utgava == DIALOG:
            own = add_classes(run, own)
        make_private_folder(run.work)
        _keep(run.work, own)
        whole = own
    bench.now.told.update(_digest_decided(whole))
    return whole


def _list_estimates(run: Underlag, chapters: Sequence[Chapter], sources: Sources) -> Iterator[Piece]:
    # The longest notebooks tell of the most, so their estimates are the longest work.
    for chapter in sorted(chapters, key=lambda one: -one.path.stat().st_size):
        if module := chapter.estimates_module:
            kod = sources.hash_part((module, estimate_chapter.__module__))
            yield Piece(
                f"skattningar-{chapter.namn}",
                f"Beräkningarna till {chapter.namn}",
                partial(Fixed, kod, hash_environment()),
                partial(_estimate, run, chapter),
            )


def _estimate(run: Underlag, chapter: Chapter, made: Path, record: Path) -> None:
    call(
        estimate_chapter,
        f"Beräkningen av {chapter.namn}",
        data=run.data,
        work=run.work,
        record=record,
        kapitel=chapter.namn,
        parametrar=run.parameters.model_dump(mode="json"),
        mapp=str(made),
    )


def _make_plan_piece(
    run: Underlag, folders: Sequence[Path], published: Sequence[Published], out: Path, sources: Sources
) -> Piece:
    kod = sources.hash_part((decide_everything.__module__,))
    of_estimates = [hash_file(folder / ESTIMATES_FILE) for folder in folders]
    earlier = [asdict(one) for one in list_earlier(published)]

    def make(made: Path, record: Path) -> None:
        call(
            decide_everything,
            "Prövningen mot skyddsreglerna",
            data=run.data,
            work=run.work,
            record=record,
            mappar=[str(folder) for folder in folders],
            parametrar=run.parameters.model_dump(mode="json"),
            ut=str(out),
            mapp=str(made),
        )

    fixed = partial(Fixed, kod, hash_environment(), digest([of_estimates, earlier]))
    return Piece(PLAN, "Prövningen mot skyddsreglerna", fixed, make)


def _bring(folder: Path, work: Path) -> Decided:
    """A decision, and its files in the work folder, where the notebooks read them."""
    for name in KEPT:
        bring_file(folder / name, work / name)
    told = json.loads((folder / EARLIER_FILE).read_text(encoding="utf-8"))
    decided = Plan.load(folder / PLAN_FILE)
    return Decided(load_owned(folder), decided, decided.sizes, tuple(Earlier(**one) for one in told))


def bring_file(kept: Path, place: Path) -> None:
    """A kept file in its place, as it was kept; what is the same already is left alone."""
    if not kept.exists():
        place.unlink(missing_ok=True)
    elif hash_file(place) != hash_file(kept):
        make_private_file(place)
        shutil.copyfile(kept, place)


def _digest_decided(decided: Decided) -> dict[tuple[str, str], str]:
    """Digests of what may be shown: of each chapter, of everything, and of how much is hidden."""
    frames: dict[str, list[pd.DataFrame]] = {}
    for owner, estimate in decided.owned:
        frames.setdefault(owner, []).append(estimate.frame.assign(tabell=estimate.id, titel=estimate.titel))
    rows = decided.plan.frame
    told = {}
    for owner, listed in frames.items():
        cells = {cell for frame in listed for cell in frame["cell"]}
        told["skattningar", owner] = digest(
            [_hash_frame(frame) for frame in (*listed, rows[rows["cell"].isin(cells)])]
        )
    told["skattningar", ""] = digest([sorted(told.items()), _hash_frame(rows)])
    told["skyddade", ""] = digest([decided.plan.hidden, len(rows)])
    return told


def _hash_frame(frame: pd.DataFrame) -> str:
    values = pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes()
    return hashlib.sha256(repr(list(frame.columns)).encode() + values).hexdigest()


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
