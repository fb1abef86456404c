"""Cleaning: raw files -> checked, pseudonymised parquet files with a manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from analys.cleaning.processed import ACCOUNTS, EARLIER, NOT_STORED, list_columns, make_empty
from analys.cleaning.pupils import clean_frame, map_pseudonyms
from analys.cleaning.sorting import count_rows, mark_rows
from analys.cleaning.store import (
    MANIFEST,
    is_current,
    load_manifest,
    load_processed,
    make_manifest,
    write_folder,
)
from analys.corrections import load_corrections, make_account
from analys.lasar import parse_lasar
from analys.paths import (
    ARBETSBOK,
    BLADFILER,
    DECLARATIONS,
    RATTELSER,
    hash_file,
    processed_folder,
    raw_folder,
)
from analys.pseudonyms import hash_check, hash_names, hash_parts, load_key
from analys.reading import Source, find_sources, read_folder
from analys.reading.sources import ANSWERS, list_support

# They hold personnummer, as the list of protected identities does, or numbers that a report may hide: who
# knows the rest of such a file could search for them by its hash.
PERSONAL = (RATTELSER, ARBETSBOK, *BLADFILER)

__all__ = [
    "hash_sources",
    "is_prepared",
    "list_columns",
    "load_manifest",
    "load_processed",
    "make_empty",
    "prepare",
]


def prepare(
    data: Path, kommun: str, lasar: Sequence[str], *, run_lasar: str, kontrollsiffra: bool = True
) -> Path:
    """Read, check and pseudonymise a municipality's files; write them as parquet.

    An existing folder is used as it is when input files, parameters, key and code are those it was made
    with: only the input files are hashed then.

    Parameters
    ----------
    data : Path
        The data folder with `raw/`; `processed/<kommun>/<run_lasar>/` is written in it.
    kommun : str
        Four-digit municipality code.
    lasar : sequence of str
        Läsår to read, oldest first.
    run_lasar : str
        The report's läsår, one of `lasar`.
    kontrollsiffra : bool
        False accepts wrong check digits in personnummer (generated benchmark sets).

    Returns
    -------
    Path
        The processed folder; read it with `load_processed`.

    Raises
    ------
    InputError
        With every fault of every file; nothing has been written.
    AnalysError
        When the key cannot be used or the folder cannot be written.
    ParameterError
        When `kommun` or a läsår has the wrong form.
    """
    folder = processed_folder(data, kommun, run_lasar)
    sources, problems = find_sources(data, kommun, [*lasar, run_lasar], earlier=True)
    window = sorted({parse_lasar(text) for text in (*lasar, run_lasar)})
    # Before anything is read: a file that is changed meanwhile is read again the next time.
    declared = _hash_declared(data, kommun) | _hash_support(sources)
    # What is meant as corrections but cannot be read would otherwise be passed over in silence.
    unsound = problems or load_corrections(raw_folder(data, kommun)).problems
    if not unsound and (folder / MANIFEST).exists():
        sha256 = {source.fil: hash_file(source.path) for source in sources} | declared
        if _is_current(folder, data, kommun, run_lasar, window, kontrollsiffra, sha256):
            return folder
    raw = read_folder(data, kommun, window, kontrollsiffra=kontrollsiffra)
    key = load_key(data, kommun)
    frames = clean_frames(raw.frames, window, key, raw.rattelser)
    shown, protected = _split_hashes({**raw.sha256, **declared})
    manifest = make_manifest(kommun, parse_lasar(run_lasar), window, kontrollsiffra, shown)
    write_folder(folder, frames, manifest, hash_check(protected, key))
    return folder


def hash_sources(data: Path, kommun: str, lasar: Sequence[str], *, run_lasar: str) -> dict[str, str]:
    """SHA-256 of each file that `prepare` would read, by path from the data folder.

    Without those that may not be known by theirs, as in the manifest of a processed folder.

    Parameters
    ----------
    data, kommun, lasar, run_lasar
        As of `prepare`.
    """
    sources, _ = find_sources(data, kommun, [*lasar, run_lasar], earlier=True)
    found = {source.fil: hash_file(source.path) for source in sources}
    return _split_hashes(found | _hash_declared(data, kommun) | _hash_support(sources))[0]


def is_prepared(folder: Path, data: Path, *, kontrollsiffra: bool = True) -> bool:
    """Whether a folder that `prepare` made was made from the files as they are now.

    Parameters
    ----------
    folder : Path
        As `prepare` returned it.
    data : Path
        The data folder.
    kontrollsiffra : bool
        As `prepare` was told.

    Raises
    ------
    AnalysError
        When the folder is missing or damaged, or the key cannot be used.
    """
    manifest = load_manifest(folder)
    kommun, run_lasar, window = manifest["kommun"], manifest["lasar"], manifest["lasar_i_trend"]
    sources, problems = find_sources(data, kommun, window, earlier=True)
    sha256 = {source.fil: hash_file(source.path) for source in sources}
    sha256 |= _hash_declared(data, kommun) | _hash_support(sources)
    return not problems and _is_current(folder, data, kommun, run_lasar, window, kontrollsiffra, sha256)


def clean_frames(
    raw: Mapping[str, pd.DataFrame],
    window: Sequence[str],
    key: bytes,
    rattelser: pd.DataFrame | None = None,
) -> dict[str, pd.DataFrame]:
    """All processed frames of raw ones, and the frames of `processed.ACCOUNTS`."""
    marked = mark_rows(raw, window)
    skyddade = frozenset(raw["skyddade"]["PersonNr"]) if "skyddade" in raw else frozenset()
    pseudonyms = map_pseudonyms(raw.values(), key)
    cleaned = {
        kind: clean_frame(kind, frame[frame["skal"] == ""], pseudonyms, skyddade)
        for kind, frame in marked.items()
        if kind not in NOT_STORED
    }
    radrakning, bortsorterade = count_rows(marked, cleaned)
    named = pd.concat([f[["Fornamn", "Efternamn"]] for f in raw.values() if "Fornamn" in f]).drop_duplicates()
    accounts = {
        "radrakning": radrakning,
        "bortsorterade": bortsorterade,
        "namnhashar": hash_names(named["Fornamn"], named["Efternamn"], key).to_frame("namn"),
        "namndelar": hash_parts(named["Fornamn"], named["Efternamn"], key).to_frame("del"),
        "rattelser": make_account() if rattelser is None else rattelser,
    }
    cleaned |= _split_earlier(cleaned, window)
    return {
        **{kind: frame.drop(columns="fil") for kind, frame in cleaned.items()},
        **{kind: accounts[kind][list(columns)].astype(columns) for kind, columns in ACCOUNTS.items()},
    }


def _split_earlier(cleaned: Mapping[str, pd.DataFrame], window: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Frames of the window, and where there are any of the läsår before it, by kind."""
    split: dict[str, pd.DataFrame] = {}
    for kind, name in EARLIER.items():
        if kind in cleaned and len(cleaned[kind]):
            is_earlier = cleaned[kind]["lasar"] < min(window)
            if is_earlier.any():
                split[kind] = cleaned[kind][~is_earlier].reset_index(drop=True)
                split[name] = cleaned[kind][is_earlier].reset_index(drop=True)
    return split


def _is_current(
    folder: Path,
    data: Path,
    kommun: str,
    run_lasar: str,
    window: list[str],
    kontrollsiffra: bool,
    sha256: Mapping[str, str],
) -> bool:
    shown, protected = _split_hashes(sha256)
    manifest = make_manifest(kommun, parse_lasar(run_lasar), window, kontrollsiffra, shown)
    return is_current(folder, manifest, hash_check(protected, load_key(data, kommun)))


def _split_hashes(sha256: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Hashes for the manifest, and those of the files that may not be known by theirs as one text."""
    protected = {fil: text for fil, text in sha256.items() if _is_personal(fil.rsplit("/", 1)[-1].lower())}
    shown = {fil: text for fil, text in sha256.items() if fil not in protected}
    return shown, " ".join(f"{fil} {text}" for fil, text in sorted(protected.items()))


def _is_personal(name: str) -> bool:
    return name.startswith(NOT_STORED) or name in PERSONAL


def _hash_declared(data: Path, kommun: str) -> dict[str, str]:
    """Hashes of the declarations that there are, for what is read of them decides what the files hold.

    One that cannot be read has "".
    """
    folder = raw_folder(data, kommun)
    return {
        f"raw/{kommun}/{name}": hash_file(folder / name) for name in DECLARATIONS if _exists(folder / name)
    }


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a closed folder
        return False


def _hash_support(sources: Sequence[Source]) -> dict[str, str]:
    """Hashes of what answers of an interface refer to, by the path of each."""
    return {
        f"{source.fil.rpartition('/')[0]}/{path.name}": hash_file(path)
        for source in sources
        if source.path.suffix.lower() == ANSWERS
        for path in list_support(source.path)
    }
