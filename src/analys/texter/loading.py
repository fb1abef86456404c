"""The files in `texter/` and the comments of the workbook, read and checked; nothing in them can raise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analys.arbetsbok import Arbetsbok, Rad
from analys.arbetsbok.files import list_names, load_bytes
from analys.arbetsbok.places import Place
from analys.arbetsbok.values import clean, suggest
from analys.errors import Problem
from analys.paths import TEXTER, notebooks_folder
from analys.spelling import fold_name, make_printable
from analys.texter.blocks import BILD, HTML, Stycke, parse_markdown

EGNA: Mapping[str, str] = {
    "bakgrund": "Bakgrund",
    "uppdrag": "Uppdrag",
    "syfte": "Syfte",
    "genomforande": "Genomförande",
    "vad_hander_nu": "Vad händer nu",
}
"""Texts with a place of their own in the report, and their headings. Other texts comment on a chapter."""

MOST_BYTES = 100_000
_CHAPTER = re.compile(r"\d\d_(\w+)\.ipynb")
_TAG = re.compile(r"<[/!?]?[a-zA-Z][^>]*>|<!--")
_PICTURE = re.compile(r"!\[")


@dataclass(frozen=True)
class Egentext:
    """One text in somebody's own words.

    Parameters
    ----------
    namn : str
        One of `EGNA`, or the name of the chapter that it comments on.
    place : Place
        File, or sheet and cell, where it is written.
    kalla : str
        The text as it is written.
    stycken : tuple of Stycke
    """

    namn: str
    place: Place
    kalla: str = field(repr=False)
    stycken: tuple[Stycke, ...] = field(repr=False)

    def at(self, offset: int) -> Place:
        """Where a character of the text stands: the line of a file, the cell of a workbook."""
        if not self.place.fil.endswith(".md"):
            return self.place
        return Place(self.place.fil, self.kalla.count("\n", 0, offset) + 1)


@dataclass(frozen=True)
class Texter:
    """What the municipality has written itself.

    Parameters
    ----------
    texter : tuple of Egentext
    problems : tuple of Problem
    """

    texter: tuple[Egentext, ...] = ()
    problems: tuple[Problem, ...] = ()

    def of(self, namn: str) -> tuple[Egentext, ...]:
        """The texts with a name."""
        return tuple(text for text in self.texter if text.namn == namn)


def load_texter(folder: Path, place: str = "") -> Texter:
    """The files in a municipality's folder of texts; none when there is no such folder.

    Parameters
    ----------
    folder : pathlib.Path
        The municipality's raw folder.
    place : str
        The folder as messages name it, "raw/1234".
    """
    where = f"{place}/{TEXTER}" if place else TEXTER
    texts: list[Egentext] = []
    problems: list[Problem] = []
    chapters = list_chapters()
    for name in list_names(folder / TEXTER):
        if name.startswith((".", "~")):
            continue
        fil = make_printable(f"{where}/{name}")
        known = name.removesuffix(".md")
        if not name.endswith(".md") or (known not in EGNA and known not in chapters):
            problems.append(_unknown(fil, name, [*EGNA, *chapters]))
            continue
        source = _read(folder / TEXTER / name, folder, fil)
        if isinstance(source, Problem):
            problems.append(source)
            continue
        text, wrong = make_text(known, Place(fil), source)
        problems += wrong
        texts += [text] if text.stycken else []
    return Texter(tuple(texts), tuple(problems))


def own_texts(read: Texter, book: Arbetsbok, lasar: str) -> Texter:
    """The files' texts, then the workbook's comments on chapters for a läsår.

    What a school writes in its own boxes is not among them.
    """
    texts, problems = list(read.texter), list(read.problems)
    for row in book.rader("kommentarer"):
        if row["skolenhet"] or row["ruta"] or row["lasar"] not in (None, lasar):
            continue
        namn = next((one for one in list_chapters() if fold_name(one) == fold_name(row.text("kapitel"))), "")
        if not namn:
            hint = suggest(row.text("kapitel"), list_chapters())
            gor = f"{hint}Kapitlen är: {', '.join(list_chapters())}."
            problems.append(row.problem("kapitel", "Kapitlet finns inte.", gor))
            continue
        text, wrong = make_text(namn, _place(row, "text"), _as_paragraphs(row.text("text")))
        problems += wrong
        texts.append(text)
    return Texter(tuple(texts), tuple(problems))


def make_text(namn: str, place: Place, source: str) -> tuple[Egentext, list[Problem]]:
    """A text of its source, and what in it cannot be shown."""
    blocks, unfit = parse_markdown(source)
    if namn in EGNA and blocks and blocks[0].slag == "rubrik":
        blocks = blocks[1:]  # the report has a heading there
    text = Egentext(namn, place, source, blocks)
    faults = {
        HTML: (_TAG, "Texten innehåller HTML, som inte visas.", "Skriv vanlig text eller Markdown."),
        BILD: (_PICTURE, "Texten innehåller en bild, som inte visas.", "Ta bort bilden."),
    }
    problems = []
    for kind in unfit:
        pattern, vad, gor = faults[kind]
        found = pattern.search(source)
        problems.append(text.at(found.start() if found else 0).problem(vad, gor))
    return text, problems


def list_chapters() -> list[str]:
    """Names of the chapters that there are notebooks of, in the order of their files."""
    names = (_CHAPTER.fullmatch(name) for name in list_names(notebooks_folder()))
    return [match[1] for match in names if match]


def _read(path: Path, folder: Path, fil: str) -> str | Problem:
    content = load_bytes(path, folder, MOST_BYTES, fil)
    if content is None or isinstance(content, Problem):
        return content or Place(fil).problem("Filen går inte att läsa.", "Kontrollera att den finns kvar.")
    if len(content) > MOST_BYTES:
        return Place(fil).problem("Filen är för stor.", f"Högst {MOST_BYTES // 1000} kB läses. Korta texten.")
    try:
        source = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Place(fil, line).problem("Filen är inte sparad som UTF-8.", "Spara den som UTF-8.")
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    # Line by line, for the numbers of the lines are told; the spaces that mean a list's depth are kept.
    kept = [line[: len(line) - len(line.lstrip(" "))] + clean(line) for line in lines]
    strange = next((number for number, line in enumerate(kept, 1) if not line.isprintable()), 0)
    if strange:
        return Place(fil, strange).problem("Texten har osynliga tecken.", "Skriv raden på nytt.")
    return "\n".join(kept)


def _as_paragraphs(text: str) -> str:
    """A cell's lines as paragraphs, lists kept together."""
    return re.sub(r"\n+", "\n\n", text)


def _place(row: Rad, namn: str) -> Place:
    cell = row.celler.get(namn, "")
    return Place(f"{row.fil}, cell {cell}") if cell else Place(row.fil, row.rad)


def _unknown(fil: str, name: str, known: Sequence[str]) -> Problem:
    hint = suggest(name.partition(".")[0], known)
    listed = ", ".join(f"{one}.md" for one in known)
    vad = "Texten hör inte till någon plats i rapporten och läses inte."
    return Place(fil).problem(vad, f"{hint.replace('?', '.md?')}De som läses: {listed}.")


def iterate_blocks(texts: Texter) -> Iterator[Stycke]:
    """Every block of every text."""
    for text in texts.texter:
        yield from text.stycken
