"""What lies in a folder: every file with its kind and läsår, and why. Content outranks name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from analys.contracts import LAYOUTS
from analys.errors import Problem
from analys.importing.content import SEPARATORS, Guess, Shape, find_shape, guess_kind
from analys.importing.coverage import Coverage, cover_frame, cover_shape
from analys.importing.folder import Entry, list_entries
from analys.importing.found import Found
from analys.importing.naming import kinds_in_name, lasar_in_folders, lasar_in_name
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

    Returns
    -------
    list of Found
        Files that are none of the kinds are there too: `kind` is "" and `grund` says why.
    """
    progress = progress or Silent()
    progress.step("Letar efter filer")
    entries = list(list_entries(folder, utom))
    progress.step(f"Läser {len(entries)} filer" if len(entries) != 1 else "Läser en fil")
    return [recognise_entry(entry, folder.name, kannare) for entry in entries]


def recognise_entry(entry: Entry, katalog: str = "", kannare: Sequence[Recogniser] = ()) -> Found:
    """One file; `katalog` is the folder's own name, which tells a läsår when nothing else does."""
    if entry.hinder:
        return Found(entry.path, entry.fil, grund=entry.hinder)
    name = entry.path.name
    if name.casefold() in DECLARATIONS:
        return Found(entry.path, entry.fil, annat=name.casefold(), grund="namnet")
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
    suffix = entry.path.suffix.lower()
    if suffix in _PROGRAMS:
        return _unknown(entry, f"{_PROGRAMS[suffix]}.")
    if suffix in _SHEETS or suffix == ".json":
        return _recognise_by_name(entry, katalog, "")
    if suffix not in _TEXT_OR_NONE and not kinds_in_name(name):
        return _unknown(entry, f"Filer med ändelsen {suffix[:12]} läses inte.")
    return _recognise_text(entry, katalog, head)


def _recognise_text(entry: Entry, katalog: str, head: bytes) -> Found:
    # The last line of a long head is a half one, and can end in half a character.
    whole = head if len(head) < HEAD else head[: head.rfind(b"\n") + 1] or head
    text = normalise_text(whole, entry.fil)
    if isinstance(text, Problem):
        return _recognise_by_name(entry, katalog, text.vad)
    shape = find_shape(text)
    guess = guess_kind(shape)
    named = kinds_in_name(entry.path.name)
    kinds = [kind for kind in guess.kinds if kind in named] or list(guess.kinds)
    if not kinds:
        return _recognise_by_name(entry, katalog, _describe_misfit(shape, named), shape)
    doubts = []
    if len(kinds) > 1:
        doubts.append(f"Innehållet kan vara {_join(kinds, 'eller')}.")
    if named and kinds[0] not in named:
        doubts.append(f"Namnet säger {_join(named, 'eller')}, men innehållet är {_title(kinds[0])}.")
    if shape.separator != ";":
        doubts.append(f"Skiljetecknet är {SEPARATORS[shape.separator]}. Ta ut filen på nytt med semikolon.")
    return _finish(entry, katalog, kinds[0], guess, shape, doubts)


def _recognise_by_name(entry: Entry, katalog: str, trouble: str, shape: Shape | None = None) -> Found:
    """A file whose content tells nothing (yet): its name does, with what is in the way."""
    named = kinds_in_name(entry.path.name)
    if not named:
        return _unknown(entry, trouble or "Varken namnet eller innehållet säger vad filen är.")
    doubts = [trouble] if trouble else []
    if len(named) > 1:
        doubts.append(f"Namnet kan betyda {_join(named, 'eller')}.")
    return _finish(entry, katalog, named[0], Guess(named, "namnet"), shape, doubts)


def _finish(
    entry: Entry, katalog: str, kind: str, guess: Guess, shape: Shape | None, doubts: list[str]
) -> Found:
    parsed = parse_source(Source(kind, "", entry.path, entry.fil))
    if parsed.frame is not None:
        coverage = cover_frame(kind, parsed.frame)
    elif shape is not None:
        coverage = cover_shape(kind, entry.path, shape)
    else:
        coverage = Coverage()
    lasar, more = _settle_lasar(kind, coverage, entry, katalog)
    return Found(
        entry.path,
        entry.fil,
        kind,
        lasar,
        coverage.skolenheter,
        coverage.rader,
        coverage.datum,
        guess.grund,
        (*doubts, *more),
        tackning=coverage.lasar,
        omfang=coverage.omfang,
        sha256=parsed.sha256,
    )


def _settle_lasar(kind: str, coverage: Coverage, entry: Entry, katalog: str) -> tuple[str, list[str]]:
    if LAYOUTS[kind].place == "kommun":
        return "", []
    told, whence = _told_by_names(entry, coverage.skolenheter)
    if coverage.lasar:
        lasar = coverage.lasar[-1]
        if len(coverage.lasar) > 1:
            return lasar, [
                f"Datum hör till flera läsår: {', '.join(coverage.lasar)}. Dela filen, en för varje läsår."
            ]
        if told and lasar not in told:
            return lasar, [f"{whence} säger {_or(told)}, men Datum i filen hör till läsåret {lasar}."]
        return lasar, []
    if not told:
        told, whence = lasar_in_name(katalog), "Katalogens namn"
    if len(told) == 1:
        return told[0], []
    if told:
        return "", [f"{whence} kan betyda läsåret {_or(told)}."]
    where = "Filen har inget Datum" if "Datum" in LAYOUTS[kind] else "Slaget har inget Datum"
    return "", [f"Läsåret går inte att se. {where}, och namnet säger inget läsår."]


def _told_by_names(entry: Entry, skolenheter: Sequence[str]) -> tuple[tuple[str, ...], str]:
    *folders, name = entry.fil.split("/")
    stem = Path(name).stem
    for kod in skolenheter:
        stem = stem.replace(kod, " ")  # eight digits can look like a day
    if told := lasar_in_name(stem):
        return told, "Namnet"
    return lasar_in_folders(folders), "Mappens namn"


def _describe_misfit(shape: Shape, named: Sequence[str]) -> str:
    if not shape.rows:
        return "Filen är tom."
    if not named:
        return "Varken namnet, antalet kolumner eller koderna hör till något slag."
    expected = sorted({len(LAYOUTS[kind].columns) for kind in named})
    count = f"{shape.columns} kolumner" if shape.columns != 1 else "en kolumn"
    if shape.columns in expected:
        return f"Namnet säger {_join(named, 'eller')}, men koderna eller rubrikerna är andra."
    wanted = " eller ".join(map(str, expected))
    return f"Namnet säger {_join(named, 'eller')}, men filen har {count} och skulle ha {wanted}."


def _unknown(entry: Entry, why: str) -> Found:
    return Found(entry.path, entry.fil, grund=why)


def _title(kind: str) -> str:
    title = LAYOUTS[kind].title
    return title[:1].lower() + title[1:]


def _join(kinds: Sequence[str], word: str) -> str:
    titles = [_title(kind) for kind in kinds]
    return titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} {word} {titles[-1]}"


def _or(lasar: Sequence[str]) -> str:
    return " eller ".join(lasar)
