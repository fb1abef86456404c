"""The pipeline: from raw files to a finished report, in the order that protects pupils.

Clean, estimate everything, decide every cell once, only then run the notebooks, check what they show, render,
attack and inspect the finished files, and only then move the whole report into its place.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from analys.auditing import Audit, attack_report, inspect_report, list_claims
from analys.chapters import choose_chapters, load_chapters, select_shown
from analys.cleaning import prepare
from analys.cleaning.store import MANIFEST as PROCESSED_MANIFEST
from analys.composing import compose
from analys.current import make_key, remember
from analys.deciding import decide
from analys.disclosure import Plan, ProtectedTable, protect
from analys.earlier import FASTSTALLD, Published, list_later, list_published, place_to_keep
from analys.egna_tal import compare_texts
from analys.errors import DisclosureError
from analys.estimates.cells import Estimate
from analys.estimating import list_earlier
from analys.executing import execute_chapters
from analys.findings import bring_findings, publish_findings
from analys.imprints import save_imprint
from analys.parameters import RunParameters
from analys.paths import hash_file, make_private_folder, report_folder, school_folder, work_folder
from analys.preparation import fetch_references, is_lacking, settle, settle_school
from analys.presentation.csvfiles import write_csv, write_indikatorer
from analys.presentation.formats import join_list
from analys.presentation.selection import DRAFT
from analys.presentation.xlsxfile import FILE as WORKBOOK
from analys.presentation.xlsxfile import write_workbook
from analys.processes import warm_up
from analys.progress import Progress
from analys.provenance import Provenance, collect_provenance
from analys.pseudonyms import load_key
from analys.publishing import check_replaceable, replace_folder
from analys.rendering.logotype import load_logotype
from analys.rendering.merging import TABLE, merge
from analys.texter.checking import check_written, joining, list_faults
from analys.underlag import Underlag
from analys.workshop import KEPT_FOLDER, make_bench

Told = tuple[str, set[str]]
"""Where composed text stands, and the cells that its numbers come from."""


def make_report(
    parameters: RunParameters,
    *,
    data: Path,
    out: Path,
    progress: Progress,
    jobs: int | None = None,
    anew: bool = False,
) -> Path:
    """Make a report, of the municipality or of one of its schools, and return its folder.

    Parameters
    ----------
    parameters : RunParameters
        Where `lasar` was not chosen, the newest läsår that there is anything about is taken. `skola` may be
        the school's name.
    data, out : pathlib.Path
        Data folder and report folder.
    progress : Progress
        Is told of each stage.
    jobs : int, optional
        How many pieces of work are done beside each other; as many as there are cores when none is given.
    anew : bool
        Whether everything is done again, also what nothing has changed for.

    Raises
    ------
    AnalysError
        Of any kind; then the report folder is as it was. A report that was finished but could not take its
        place is kept beside it.
    """
    progress.step("Letar upp underlaget")
    load_logotype(parameters.logotyp, data)  # A picture that cannot be used is told now, not at the end.
    asked, parameters = parameters, settle(parameters, data, progress)
    run = Underlag(parameters, data)
    if run.has_pupils:
        load_key(data, parameters.kommun)  # Made on first use; it is among what the report depends on.
    key = make_key(asked, data, out)
    if anew:
        _forget(run)
    chapters = choose_chapters(load_chapters(), run)
    if not parameters.skola:
        check_replaceable(find_target(parameters, out))
    published = list_published(out, parameters.kommun, parameters.lasar)
    later = list_later(out, parameters.kommun, parameters.lasar)
    warm_up(data, work_folder(data, parameters.kommun, parameters.lasar))
    if run.has_pupils:
        progress.step("Läser, granskar och pseudonymiserar filerna")
        with joining(list_faults(run)):
            prepare(data, parameters.kommun, parameters.lasar_i_trend, run_lasar=parameters.lasar)
        fetch_references(asked, data, progress)  # Faults in the files are told before the network is asked.
    run = replace(run, parameters=settle_school(run))
    check_written(run)
    run.declare()
    target = find_target(run.parameters, out)
    check_replaceable(target)
    is_decided = parameters.status == FASTSTALLD
    warnings = {}
    if is_decided:
        # All that kontrollera knows: half a second to import.
        from analys.approval import check_files, check_unchanged

        warnings = check_files(run, progress)
    make_private_folder(work_folder(data, parameters.kommun, parameters.lasar))
    make_private_folder(run.work)

    progress.step(f"Räknar och prövar varje uppgift mot skyddsreglerna{_tell_earlier(published)}")
    bench = make_bench(run, progress, jobs)
    decided = decide(run, chapters, published, out, bench)
    bring_findings(run, published, out)
    shown = select_shown(chapters, run.parameters)
    progress.step("Kör kapitlen")
    executed = execute_chapters(shown, run, bench)
    progress.step("Sätter ihop dokumentet som HTML och PDF")
    merged = merge([executed[chapter.namn] for chapter in shown], run.parameters)
    told = list(_told_cells(merged))
    _check_shown(merged, told, decided.plan)
    tables = _published(merged, told, decided.estimates, decided.plan)
    compare_texts(run, tables, progress)
    with replace_folder(target, keep=partial(place_to_keep, target, status=parameters.status)) as folder:
        (folder / "tabeller").mkdir()
        for table in tables:
            write_csv(table, folder / "tabeller" / f"{table.id}.csv")
        write_indikatorer(tables, folder / "tabeller" / "indikatorer.csv")
        write_workbook(tables, folder / WORKBOOK)
        publish_findings(run, folder, tables)
        attack = partial(
            attack_report,
            folder,
            run,
            merged,
            sizes=decided.sizes,
            published=published,
            later=later,
            beside=() if decided.bredvid is None else (decided.bredvid,),
            progress=progress,
        )
        audit = compose(merged, run, folder, bench, attack)
        source = collect_provenance(run)
        _write_manifest(folder, source, audit, {"varningar": warnings} if is_decided else {})
        inspect_report(folder, run, merged, tables, out=out, progress=progress)
        if is_decided:
            check_unchanged(run, source.indata)
    save_imprint(run, hash_file(target / "manifest.json"))
    if not is_lacking(asked, data):
        remember(asked, data, out, target, key)
    return target


def _forget(run: Underlag) -> None:
    """Let nothing that was done before be taken again."""
    (run.processed / PROCESSED_MANIFEST).unlink(missing_ok=True)
    for work in (work_folder(run.data, run.parameters.kommun, run.parameters.lasar), run.work):
        shutil.rmtree(work / KEPT_FOLDER, ignore_errors=True)


def find_target(parameters: RunParameters, out: Path) -> Path:
    """The report's folder."""
    where = (out, parameters.kommun, parameters.lasar)
    return (
        school_folder(*where, parameters.skola, parameters.utgava)
        if parameters.skola
        else report_folder(*where)
    )


def _tell_earlier(published: Sequence[Published]) -> str:
    if not published:
        return ""
    lasar = dict.fromkeys(report.lasar for report in published)
    return f", tillsammans med fastställda rapporter för {join_list(lasar)}"


def _published(
    merged: NotebookNode, told: Iterable[Told], estimates: Sequence[Estimate], decided: Plan
) -> list[ProtectedTable]:
    """The tables that the document shows or tells of, in the order of the estimates.

    A number in a sentence is published too, so a table that holds it stands among the files: whoever tries
    the report tries all of it.
    """
    shown = set(_shown_tables(merged))
    left = {cell for _, cells in told for cell in cells}
    left |= {cell for claim in list_claims(merged) for cell in (*claim.cells, *claim.other)}
    left -= {cell for estimate in estimates if estimate.id in shown for cell in estimate.frame["cell"]}
    for estimate in estimates:
        if left & (cells := set(estimate.frame["cell"])):
            shown.add(estimate.id)
            left -= cells
    return [protect(estimate, decided) for estimate in estimates if estimate.id in shown]


def _shown_tables(merged: NotebookNode) -> Iterable[str]:
    for cell in merged.cells:
        for output in cell.get("outputs", ()):
            yield from output.data.get(TABLE, {}).get("tabeller", ())
            yield from output.metadata.get("analys", {}).get("tabeller", ())


def _told_cells(merged: NotebookNode) -> Iterator[Told]:
    """Where composed text stands, and the cells that its numbers come from."""
    from lxml import html

    for cell in merged.cells:
        for output in cell.get("outputs", ()):
            if content := "".join(output.data.get("text/html", "")):
                tree = html.fromstring(f"<div>{content}</div>")
                told = {str(node.get("data-cell")) for node in tree.xpath("//span[@data-cell]")}
                yield cell.metadata["analys"]["ursprung"], told


def _check_shown(merged: NotebookNode, told: Iterable[Told], decided: Plan) -> None:
    """Every number in composed text comes from a cell that may be shown, and the plan covers all tables."""
    for cell in merged.cells:
        for output in cell.get("outputs", ()):
            said = "".join(output.data.get("text/html", "")) + json.dumps(output.metadata, ensure_ascii=False)
            if DRAFT in said:
                raise DisclosureError(
                    f"Tabellen eller figuren i {cell.metadata['analys']['ursprung']} är skyddad för sig och "
                    "inte prövad med de andra. Hämta den ur run.tabeller i stället."
                )
    allowed = set(decided.frame.loc[decided.frame["status"].isin(["visad", "officiell"]), "cell"])
    for where, cells in told:
        if cells - allowed:
            raise DisclosureError(f"Texten i {where} innehåller ett tal som inte får visas.")


def _write_manifest(folder: Path, source: Provenance, audit: Audit, checked: Mapping[str, Any]) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    content = asdict(replace(source, tidigare=list_earlier(audit.tidigare))) | {
        "granskning": {"provade": audit.provade, "pastaenden": audit.pastaenden, **checked},
        "filer": {path.relative_to(folder).as_posix(): hash_file(path) for path in files},
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8", newline="\n")
