"""The form in which every file reaches the checks: its texts, with their places, and what its format adds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from analys.inspection.faults import Fault
from analys.recognition.spelling import settle

VISIBLE = "synlig"
HIDDEN = "dold"
"""Not seen by who reads the page: attributes, metadata, comments, names of elements."""


class Piece(NamedTuple):
    """A piece of text and where it stands.

    Parameters
    ----------
    plats : str
        Table, figure, section, page or row; made of numbers, never of the file's own words.
    text : str
    slag : str
        `VISIBLE` or `HIDDEN`.
    """

    plats: str
    text: str
    slag: str = VISIBLE


class Token(NamedTuple):
    """A number as it is written, and what the page says that it is.

    Parameters
    ----------
    plats : str
    display : str
        Id of the table or figure that it stands in, "" outside.
    text : str
        The line that it stands in.
    start, end : int
        Where the number is in `text`.
    roll : str
        "cell" (marked with its cell), "etikett" (marked as a name), "eget" (marked as typed by the
        municipality), "nummer" (of a heading, a table, a note),
        "ruta" (a cell of a table), "text" (running text), "kringtext" (title, head, note or source of a table
        or figure, alternative text).
    cell : str
        Id of the cell, for "cell".
    head : str
        Head of the column, in a table.
    """

    plats: str
    display: str
    text: str
    start: int
    end: int
    roll: str
    cell: str = ""
    head: str = ""

    @property
    def number(self) -> str:
        """The number alone."""
        return self.text[self.start : self.end]


@dataclass(frozen=True)
class Drawing:
    """A picture of vectors: what it draws how many of, and its texts as they are read.

    Parameters
    ----------
    plats, display : str
        As for `Token`.
    marks : mapping of str to int
        Number of drawn things of each kind.
    texts : tuple of str
        Drawn texts, with line breaks as they are drawn.
    axes : tuple of tuple of str
        Texts of each axis.
    unread : int
        Letters that are drawn without telling which.
    """

    plats: str
    display: str
    marks: Mapping[str, int]
    texts: tuple[str, ...] = ()
    axes: tuple[tuple[str, ...], ...] = ()
    unread: int = 0


@dataclass(frozen=True)
class Document:
    """One file as its reader gives it.

    Parameters
    ----------
    fil : str
    slag : str
        "html", "pdf", "csv", "arbetsbok", "manifest", "kontor" or "logg".
    pieces : tuple of Piece
    tokens : tuple of Token
        Numbers of a page, where the format tells what they are.
    drawings : tuple of Drawing
    cells : tuple of (str, str)
        Places and ids of numbers that are marked with a cell.
    head : tuple of str
        Columns of a table.
    rows : sequence of sequence of str
        Rows of a table; the first is the file's second line.
    content : object
        Parsed JSON, or the sheets of a workbook.
    pages : int
    faults : tuple of Fault
        What the format itself must not hold.
    """

    fil: str
    slag: str
    pieces: tuple[Piece, ...] = ()
    tokens: tuple[Token, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()
    head: tuple[str, ...] = ()
    rows: Sequence[Sequence[str]] = ()
    content: object = None
    pages: int = 0
    faults: tuple[Fault, ...] = ()


class Stream(NamedTuple):
    """All text of one kind in a document, a line between pieces: what tags or cells part is whole here.

    Parameters
    ----------
    fil, slag : str
    text : str
        Settled.
    starts : list of int
        Where each piece begins.
    places : list of str
        Where each piece stands.
    """

    fil: str
    slag: str
    text: str
    starts: list[int]
    places: list[str]

    def place_at(self, position: int) -> str:
        """Where a position of the text stands."""
        return self.places[bisect_right(self.starts, position) - 1]


@dataclass(frozen=True)
class Material:
    """Everything that is inspected."""

    documents: Sequence[Document]
    checksums: Mapping[str, str] = field(default_factory=dict)

    def of(self, *kinds: str) -> Iterator[Document]:
        """Documents of some kinds."""
        return (document for document in self.documents if document.slag in kinds)

    @cached_property
    def streams(self) -> tuple[Stream, ...]:
        """Visible and hidden text of every document."""
        streams = (_join(document, slag) for document in self.documents for slag in (VISIBLE, HIDDEN))
        return tuple(stream for stream in streams if stream.places)


def _join(document: Document, slag: str) -> Stream:
    starts, places, texts, at = [], [], [], 0
    for piece in document.pieces:
        if piece.slag == slag:
            text = settle(piece.text)
            starts.append(at)
            places.append(piece.plats)
            texts.append(text)
            at += len(text) + 1
    return Stream(document.fil, slag, "\n".join(texts), starts, places)
