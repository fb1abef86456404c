"""What a report was made of, against what is here now: code, packages, parameters, files, earlier reports."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from analys.cleaning import hash_sources
from analys.earlier.published import MANIFEST, list_editions
from analys.errors import ParameterError
from analys.finished import Grounds, Manifest, compare_grounds
from analys.imprints import compare_imprint
from analys.parameters import RunParameters, make_parameters
from analys.paths import hash_file, project_root
from analys.provenance import Earlier, Provenance, hash_beside, hash_source, read_commit
from analys.underlag import Underlag


@dataclass(frozen=True)
class Here:
    """What there is here to make a report again of.

    Parameters
    ----------
    parametrar : RunParameters or None
        The report's parameters; None where this version cannot use them.
    okanda : tuple of str
        Names of parameters that this version does not know.
    fel : str
        What is wrong with the values of the others, "" when nothing is.
    grounds : Grounds
        In what the report's grounds differ from those here.
    commit : tuple of str or None
        Commits then and now of the same source, where they are two: the report tells which it was made of.
    egna : tuple of str or None
        Files that the manifest may not tell of and that are others now; None when that is not known.
    tidigare : tuple of (Earlier, pathlib.Path or None)
        Decided reports that it was made together with, and where each is.
    """

    parametrar: RunParameters | None
    okanda: tuple[str, ...]
    fel: str
    grounds: Grounds
    commit: tuple[str, str] | None
    egna: tuple[str, ...] | None
    tidigare: tuple[tuple[Earlier, Path | None], ...]

    @property
    def same(self) -> bool:
        """Whether nothing that is known differs."""
        found = all(folder is not None for _, folder in self.tidigare)
        differs = self.commit or self.okanda or self.fel or self.egna
        return self.grounds.same and not differs and found


def look_here(manifest: Manifest, data: Path, out: Path) -> Here:
    """Compare a report's manifest with the program, the data folder and the reports that are here.

    Parameters
    ----------
    manifest : Manifest
    data, out : pathlib.Path
        Data folder, and the report folder with a folder for each municipality.
    """
    known = {name: value for name, value in manifest.parametrar.items() if name in RunParameters.model_fields}
    fault = ""
    try:
        parameters = make_parameters(known)
    except ParameterError as error:
        parameters, fault = None, str(error)
    run = Underlag(parameters or _choose_frame(manifest), data)
    now = Provenance(
        kallkod=hash_source(),
        commit=read_commit(project_root()),
        parametrar=known if parameters is None else parameters.model_dump(),
        indata=_hash_input(run),
        paket={name: _find_version(name) for name in manifest.paket},
    )
    grounds = compare_grounds(manifest, now)
    is_same_source = grounds.kod is None and manifest.commit != now.commit
    return Here(
        parameters,
        tuple(sorted(manifest.parametrar.keys() - known.keys())),
        fault,
        grounds,
        (manifest.commit, now.commit) if is_same_source else None,
        compare_imprint(run, manifest.sha256),
        tuple((one, _find_earlier(one, manifest.kommun, out)) for one in manifest.tidigare),
    )


def _choose_frame(manifest: Manifest) -> RunParameters:
    """Municipality and läsår alone, for finding the files; the manifest's form is known already."""
    try:
        return make_parameters({"kommun": manifest.kommun, "lasar": manifest.lasar})
    except ParameterError:
        return make_parameters({"kommun": manifest.kommun})


def _hash_input(run: Underlag) -> dict[str, str]:
    about = run.parameters
    pupils = hash_sources(run.data, about.kommun, about.lasar_i_trend, run_lasar=about.lasar)
    return {**(pupils if run.has_pupils else {}), **hash_beside(run)}


def _find_version(package: str) -> str:
    """Version of a package as provenance tells it, "" when it is not installed."""
    if package == "python":
        return f"{sys.version_info.major}.{sys.version_info.minor}"
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _find_earlier(wanted: Earlier, kommun: str, out: Path) -> Path | None:
    """Folder of the decided report that has the wanted manifest."""
    about = (wanted.lasar, wanted.skola)
    editions = [one for one in list_editions(out, kommun) if (one.lasar, one.skola) == about]
    return next((one.folder for one in editions if hash_file(one.folder / MANIFEST) == wanted.sha256), None)
