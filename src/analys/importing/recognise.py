"""What lies in a folder: every file with its kind and läsår, and why. Content outranks name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from analys.contracts import LAYOUTS
from analys.errors import Problem
from analys.importing.choosing import Choices
from analys.importing.content import SEPARATORS, Shape, find_shape, guess_kind
from analys.importing.coverage import Coverage, cover_frame, cover_shape
from analys.importing.dating import settle_lasar
from analys.importing.folder import Entry, list_entries
from analys.importing.found import Found
from analys.importing.naming import kinds_in_name
from analys.progress import Progress, Silent
from analys.reading.encoding import MAX_BYTES, normalise_text
from analys.reading.parsing import parse_source
from analys.reading.sources import Source

HEAD = 1 << 16
DECLARATIONS = ("kolumner.yml", "rattelser.yml", "arbetsbok.xlsx")
"""Files that users write themselves: they lie beside the läsår folders."""

Recogniser = Callable[[bytes], str | None]

_PROGRAMS = {
    ".doc": "Ett Worddokument",
    ".docx": "Ett Worddokument",
    ".pdf": "En PDF",
    ".zip": "Ett arkiv. Packa upp det först",
    ".7z": "Ett arkiv. Packa upp det först",
    ".msg": "Ett mejl",
    ".eml": "Ett mejl",
    ".ppt": "En presentation",
    ".pptx": "En presentation",
}
_SHEETS = (".xls", ".xlsx", ".xlsm", ".ods")
_TEXT_OR_NONE = (".csv", ".txt", ".skv", ".tsv", ".dat", ".asc", "")


def recognise_folder(
    folder: Path,
    kannare: Sequence[Recogniser] = (),
    progress: Progress | None = None,
    utom: Path | None = None,
    val: Choices | None = None,
) -> list[Found]:
    """Every file in a folder and below it, sorted by path; nothing in them can raise.

    Parameters
    ----------
    folder : Path
    kannare : sequence of callable
        Others' recognisers: the first bytes of a file -> what it is called in Swedish, None when it is not
        theirs. They are asked before the layouts.
    progress : Progress or None
    utom : Path or None
        A folder that is not entered: the data folder, when it lies in the one that is looked through.
    val : Choices or None
        What the user has settled.

    Returns
    -------
    list of Found
        Files that are none of the kinds are there too: `kind` is "" and `grund` says why.
    """
    progress = progress or Silent()
    progress.step("Letar efter filer")
    entries = list(list_entries(folder, utom))
    progress.step(f"Läser {len(entries)} filer" if len(entries) != 1 else "Läser en fil")
    return [recognise_entry(entry, folder.name, kannare, val) for entry in entries]


def recognise_entry(
    entry: Entry, katalog: str = "", kannare: Sequence[Recogniser] = (), val: Choices | None = None
) -> Found:
    """One file; `katalog` is the folder's own name, which tells a läsår when nothing else does."""
    val = val or Choices()
    if entry.hinder:
        return Found(entry.path, entry.fil, grund=entry.hinder)
    name = entry.path.name
    if name.casefold() in DECLARATIONS:
        return _recognise_declaration(entry)
    try:
        size = entry.path.stat().st_size
        with entry.path.open("rb") as opened:
            head = opened.read(HEAD)
    except OSError:
        return _unknown(entry, "Filen går inte att läsa. Den kan vara öppen i ett annat program.")
    if size > MAX_BYTES:
        return _unknown(entry, f"Filen är större än {MAX_BYTES // 10**9} GB.")
    for recogniser in kannare:
        if told := recogniser(head):
            return Found(entry.path, entry.fil, annat=told, grund="innehållet")
    chosen = val.kind_for(entry.fil)
    suffix = entry.path.suffix.lower()
    if not chosen and suffix in _PROGRAMS:
        return _unknown(entry, f"{_PROGRAMS[suffix]}.")
    if suffix in _SHEETS or suffix == ".json":
        return _recognise_by_name(entry, katalog, val, "")
    if not chosen and suffix not in _TEXT_OR_NONE and not kinds_in_name(name):
        return _unknown(entry, f"Filer med ändelsen {suffix[:12]} läses inte.")
    return _recognise_text(entry, katalog, val, head)


def _recognise_declaration(entry: Entry) -> Found:
    try:
        digest = hashlib.sha256(entry.path.read_bytes()).hexdigest()
    except OSError:
        return _unknown(entry, "Filen går inte att läsa. Den kan vara öppen i ett annat program.")
    return Found(entry.path, entry.fil, annat=entry.path.name.casefold(), grund="namnet", sha256=digest)


def _recognise_text(entry: Entry, katalog: str, val: Choices, head: bytes) -> Found:
    # The last line of a long head is a half one, and can end in half a character.
    whole = head if len(head) < HEAD else head[: head.rfind(b"\n") + 1] or head
    text = normalise_text(whole, entry.fil)
    if isinstance(text, Problem):
        return _recognise_by_name(entry, katalog, val, text.vad)
    shape = find_shape(text)
    guess = guess_kind(shape)
    chosen = val.kind_for(entry.fil)
    named = kinds_in_name(entry.path.name)
    kinds = [kind for kind in guess.kinds if kind in named] or list(guess.kinds)
    if chosen:
        return _finish(entry, katalog, val, chosen, "ditt val", shape, "")
    if not kinds:
        return _recognise_by_name(entry, katalog, val, _describe_misfit(shape, named), shape)
    doubt = ""
    if len(kinds) > 1:
        doubt = f"Innehållet kan vara {_join(kinds)}."
    elif named and kinds[0] not in named:
        doubt = f"Namnet säger {_join(named)}, men innehållet är {_title(kinds[0])}."
    return _finish(entry, katalog, val, kinds[0], guess.grund, shape, doubt)


def _recognise_by_name(
    entry: Entry, katalog: str, val: Choices, trouble: str, shape: Shape | None = None
) -> Found:
    """A file whose content tells nothing: its name does, with what is in the way."""
    chosen = val.kind_for(entry.fil)
    named = (chosen,) if chosen else kinds_in_name(entry.path.name)
    if not named:
        return _unknown(entry, trouble or "Varken namnet eller innehållet säger vad filen är.")
    if len(named) > 1:
        trouble = f"Namnet kan betyda {_join(named)}."
    grund = "ditt val" if chosen else "namnet"
    return _finish(entry, katalog, val, named[0], grund, shape, "" if chosen else trouble)


def _finish(
    entry: Entry, katalog: str, val: Choices, kind: str, grund: str, shape: Shape | None, doubt: str
) -> Found:
    parsed = parse_source(Source(kind, "", entry.path, entry.fil))
    problems = tuple(parsed.problems)
    if parsed.frame is not None:
        coverage = cover_frame(kind, parsed.frame)
    else:
        coverage = cover_shape(kind, entry.path, shape) if shape else Coverage()
        if shape and shape.separator != ";":
            problems = (_wrong_separator(entry.fil, shape.separator), *problems)
    if problems and grund == "namnet":
        doubt = ""  # the problems say it, and more
    lasar, doubts = settle_lasar(kind, coverage, entry.fil, katalog, val)
    return Found(
        entry.path,
        entry.fil,
        kind,
        lasar,
        coverage.skolenheter,
        coverage.rader,
        coverage.datum,
        grund,
        ((doubt,) if doubt else ()) + doubts,
        "slag" if doubt else "" if not doubts else "dela" if len(coverage.lasar) > 1 else "lasar",
        tackning=coverage.lasar,
        omfang=coverage.omfang,
        sha256=parsed.sha256,
        fel=problems,
    )


def _wrong_separator(fil: str, separator: str) -> Problem:
    return Problem(
        fil,
        f"Skiljetecknet är {SEPARATORS[separator]}, inte semikolon.",
        "Ta ut filen på nytt med semikolon mellan kolumnerna.",
        kod="kolumner",
    )


def _describe_misfit(shape: Shape, named: Sequence[str]) -> str:
    if not shape.rows:
        return "Filen är tom."
    if not named:
        return "Varken namnet, antalet kolumner eller koderna hör till något slag."
    expected = sorted({len(LAYOUTS[kind].columns) for kind in named})
    count = f"{shape.columns} kolumner" if shape.columns != 1 else "en kolumn"
    if shape.columns in expected:
        return f"Namnet säger {_join(named)}, men koderna eller rubrikerna är andra."
    wanted = " eller ".join(map(str, expected))
    return f"Namnet säger {_join(named)}, men filen har {count} och skulle ha {wanted}."


def _unknown(entry: Entry, why: str) -> Found:
    return Found(entry.path, entry.fil, grund=why)


def _title(kind: str) -> str:
    title = LAYOUTS[kind].title
    return title[:1].lower() + title[1:]


def _join(kinds: Sequence[str]) -> str:
    titles = [_title(kind) for kind in kinds]
    return titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} eller {titles[-1]}"
