"""What lies in a folder: every file with its kind and läsår, and why. Content outranks name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analys.contracts import LAYOUTS
from analys.errors import Problem
from analys.importing.beside import find_beside
from analys.importing.choosing import Choices
from analys.importing.content import SAMPLE, Guess, find_shape, guess_answer, guess_kind, guess_mapped
from analys.importing.folder import Entry, list_entries
from analys.importing.found import Found
from analys.importing.support import place_support
from analys.importing.weighing import Context, Recogniser, unknown, weigh, weigh_name
from analys.paths import DECLARATIONS, hash_file
from analys.progress import Progress, Silent
from analys.reading.encoding import MAX_BYTES, normalise_text
from analys.reading.grid import SEPARATORS, Grid, join_text, split_text
from analys.reading.sheets import read_sheets
from analys.reading.sheets_markup import is_markup
from analys.reading.sources import ANSWERS, TEXTS, WORKBOOKS, is_support

HEAD = 1 << 16

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
_OTHER_TEXTS = (".skv", ".tsv", ".tab", ".dat", ".asc", "")
CLOSED = "Filen går inte att läsa. Den kan vara öppen i ett annat program."


def recognise_folder(
    folder: Path,
    kannare: Sequence[Recogniser] = (),
    progress: Progress | None = None,
    utom: Path | None = None,
    val: Choices | None = None,
    bredvid: Path | None = None,
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
    bredvid : Path or None
        The municipality's raw folder, whose column mappings and list of schools are used where the folder has
        none of its own.

    Returns
    -------
    list of Found
        Files that are none of the kinds are there too: `kind` is "" and `grund` says why.
    """
    progress = progress or Silent()
    progress.step("Letar efter filer")
    entries = list(list_entries(folder, utom))
    progress.step(f"Läser {len(entries)} filer" if len(entries) != 1 else "Läser en fil")
    context = Context(folder.name, tuple(kannare), val or Choices(), find_beside(entries, bredvid))
    return place_support([_recognise(entry, context) for entry in entries])


def _recognise(entry: Entry, context: Context) -> Found:
    if entry.hinder:
        return Found(entry.path, entry.fil, grund=entry.hinder)
    name = entry.path.name
    if name.casefold() in DECLARATIONS:
        return _known(entry, name.casefold())
    try:
        size = entry.path.stat().st_size
        with entry.path.open("rb") as opened:
            head = opened.read(HEAD)
    except OSError:
        return unknown(entry, CLOSED)
    if size > MAX_BYTES:
        return unknown(entry, f"Filen är större än {MAX_BYTES // 10**9} GB.")
    for recogniser in context.kannare:
        if told := recogniser(head):
            return Found(entry.path, entry.fil, annat=told, grund="innehållet")
    suffix = entry.path.suffix.lower()
    if suffix in _PROGRAMS:
        return unknown(entry, f"{_PROGRAMS[suffix]}.")
    if suffix == ANSWERS:
        return _recognise_answer(entry, context, head)
    if suffix in WORKBOOKS and not _is_text(head):
        return _recognise_workbook(entry, context)
    if suffix not in (*TEXTS, *WORKBOOKS, *_OTHER_TEXTS) and not context.val.kind_for(entry.fil):
        return unknown(entry, f"Filer med ändelsen {suffix[:12]} läses inte.")
    return _recognise_text(entry, context, head)


def _known(entry: Entry, name: str) -> Found:
    digest = hash_file(entry.path)
    if not digest:
        return unknown(entry, CLOSED)
    return Found(entry.path, entry.fil, annat=name, grund="namnet", sha256=digest)


def _recognise_text(entry: Entry, context: Context, head: bytes) -> Found:
    # The last line of a long head is a half one, and can end in half a character.
    whole = head if len(head) < HEAD else head[: head.rfind(b"\n") + 1] or head
    text = normalise_text(whole, entry.fil)
    if isinstance(text, Problem):
        return weigh_name(entry, context, text.vad)
    shape = find_shape(text)
    guess = guess_kind(shape)
    if not guess.kinds:
        guess = guess_mapped([split_text(text, sign) for sign in SEPARATORS], context.mappings(entry))
    return weigh(entry, context, guess, shape)


def _recognise_workbook(entry: Entry, context: Context) -> Found:
    try:
        grids = read_sheets(entry.path.read_bytes(), entry.fil)
    except OSError:
        return unknown(entry, CLOSED)
    if not isinstance(grids, list):
        return weigh_name(entry, context, grids.vad if grids else "")
    shapes = [find_shape(join_text(Grid(grid.rows[:SAMPLE], grid.numbers[:SAMPLE]))) for grid in grids]
    guesses = [guess_kind(shape) for shape in shapes] + [guess_mapped(grids, context.mappings(entry))]
    guess = next((guess for guess in guesses if guess.kinds), Guess((), ""))
    return weigh(entry, context, guess, shapes[0] if shapes else None)


def _recognise_answer(entry: Entry, context: Context, head: bytes) -> Found:
    """An answer of an SS12000 interface: known by its fields; what it refers to, by its name."""
    if is_support(entry.path.name):
        return _known(entry, entry.path.name.casefold())
    told = guess_answer(head)
    if told in LAYOUTS:
        return weigh(entry, context, Guess((told,), "fälten"), None)
    if told:
        return unknown(entry, f"Svar enligt SS12000. Döp om filen till {told} och lägg den bredvid svaren.")
    return weigh_name(entry, context, "")


def _is_text(head: bytes) -> bool:
    """Whether what bears a workbook's name is separated text, as some systems' exports are."""
    return not head.startswith((b"PK", b"\xd0\xcf\x11\xe0")) and not is_markup(head)
