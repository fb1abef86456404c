"""Before a run: is there anything to report on, for which läsår, and is something to be fetched?"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from analys.demo import ensure_demo
from analys.errors import AnalysError, InputError, ParameterError, Problem
from analys.lasar import in_path, parse_lasar, var
from analys.official.kolada import fetch_kolada
from analys.official.kommuner import DEMO_KOD, kommunnamn
from analys.official.store import load_index, load_kolada
from analys.parameters import RunParameters
from analys.paths import raw_folder
from analys.progress import Progress
from analys.spelling import fold_name, make_printable
from analys.underlag import Underlag, has_pupil_files

_NETWORK = ContextVar("network", default=True)


@contextmanager
def without_network() -> Iterator[None]:
    """Fetch nothing for a while: a report is made of what there is."""
    token = _NETWORK.set(False)
    try:
        yield
    finally:
        _NETWORK.reset(token)


def settle(parameters: RunParameters, data: Path, progress: Progress) -> RunParameters:
    """Parameters with the läsår decided, and something to report on in place.

    The demo municipality is generated on first use. A municipality without pupil files gets what is missing
    from Kolada. One with pupil files has them read first: see `fetch_references`.

    Raises
    ------
    InputError
        When there is nothing to report on, or nothing about the chosen läsår.
    """
    if parameters.kommun == DEMO_KOD:
        ensure_demo(data)
    if has_pupil_files(data, parameters.kommun):
        return _choose_lasar(parameters, _lasar_with_files(data, parameters.kommun), pupils=True)
    fetch_references(parameters, data, progress)
    return _choose_lasar(parameters, _lasar_published(data, parameters.kommun), pupils=False)


def settle_school(run: Underlag) -> RunParameters:
    """Parameters with the school's code in place of its name.

    Raises
    ------
    ParameterError
        When the municipality has no such school, with those that it has.
    """
    wanted = run.parameters.skola
    if not wanted:
        return run.parameters
    if not run.has_pupils:
        raise ParameterError(
            "En skolas rapport kräver kommunens elevfiler. Utan dem finns bara uppgifter om hela kommunen."
        )
    frame = run.frame("skolenheter")
    names = dict(zip(frame["skolenhet"].astype("str"), frame["namn"].astype("str"), strict=True))
    code = wanted if wanted in names else _find_school(wanted, names)
    return run.parameters.model_copy(update={"skola": code})


def _find_school(wanted: str, names: Mapping[str, str]) -> str:
    asked = fold_name(wanted)
    found = sorted(code for code, name in names.items() if fold_name(name) == asked)
    if len(found) == 1:
        return found[0]
    if found:
        raise ParameterError(f"Flera skolor heter så. Ange skolenhetskoden: {', '.join(found)}.")
    folded = {**{code: code for code in names}, **{fold_name(name): code for code, name in names.items()}}
    near = difflib.get_close_matches(asked, list(folded), n=1)
    hint = f" Menade du ”{names[folded[near[0]]]}” ({folded[near[0]]})?" if near else ""
    known = ", ".join(sorted((f"{name} ({code})" for code, name in names.items()), key=fold_name))
    raise ParameterError(
        f"Skolan ”{make_printable(wanted)}” finns inte i kommunens filer.{hint} De som finns: {known}."
    )


def fetch_references(parameters: RunParameters, data: Path, progress: Progress) -> None:
    """What is missing of Kolada's answers. With pupil files, or earlier answers, a report does without.

    Parameters
    ----------
    parameters : RunParameters
        As the user gave them: a läsår that nobody chose is not asked for again.

    Raises
    ------
    AnalysError
        When there is nothing else to report on.
    """
    if not _NETWORK.get():
        return
    pupils = has_pupil_files(data, parameters.kommun)
    if not is_lacking(parameters, data):
        return
    kept = _list_years(parameters, data)
    try:
        fetch_kolada(
            parameters.kommun,
            var(parameters.lasar_i_trend[0]) - 1,
            var(parameters.lasar),
            data=data,
            progress=progress.step,
        )
    except AnalysError as error:
        if not pupils and not kept:
            raise
        which = "med det som redan är hämtat" if kept else "utan jämförelsetal"
        progress.step(f"Rapporten görs {which}: {str(error).splitlines()[0]}")


def is_lacking(parameters: RunParameters, data: Path) -> bool:
    """Whether Kolada has never been asked at all, or not about the läsår that was chosen."""
    if parameters.kommun == DEMO_KOD:
        return False
    kept = _list_years(parameters, data)
    return not kept or ("lasar" in parameters.model_fields_set and var(parameters.lasar) not in kept)


def _list_years(parameters: RunParameters, data: Path) -> set[int]:
    return {year for entry in load_index(data, parameters.kommun) for year in entry["ar"]}


def nothing_known(kommun: str) -> Problem:
    """That there are neither pupil files nor official answers about a municipality."""
    todo = "Hämta öppna uppgifter med ”analys hamta kolada”, eller lägg kommunens filer i datakatalogen."
    return Problem(f"raw/{kommun}", f"Det finns inga uppgifter om {kommunnamn(kommun)}.", todo)


def _choose_lasar(parameters: RunParameters, known: list[str], pupils: bool) -> RunParameters:
    if parameters.lasar in known:
        return parameters
    if not known:
        raise InputError([nothing_known(parameters.kommun)])
    where = "raw/" + parameters.kommun if pupils else "raw/kolada"
    name = kommunnamn(parameters.kommun)
    if "lasar" in parameters.model_fields_set:
        todo = f"Senaste läsår med uppgifter är {known[-1]}. Välj det med --lasar, eller hämta fler."
        what = f"Det finns inga uppgifter om {name} för läsåret {parameters.lasar}."
        raise InputError([Problem(where, what, todo)])
    return parameters.model_copy(update={"lasar": known[-1]})


def _lasar_with_files(data: Path, kommun: str) -> list[str]:
    found = []
    for child in raw_folder(data, kommun).iterdir():
        try:
            lasar = parse_lasar(child.name)
        except ValueError:
            continue
        if child.is_dir() and child.name == in_path(lasar):
            found.append(lasar)
    return sorted(found)


def _lasar_published(data: Path, kommun: str) -> list[str]:
    values = load_kolada(data, kommun)
    own = values[(values["enhet"] == kommun) & (values["status"] == "officiell")]
    return sorted(own["lasar"].unique())
