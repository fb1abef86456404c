"""Content against name against what the user has said: a file's kind, its läsår, and what is in doubt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analys.contracts import LAYOUTS
from analys.errors import Problem
from analys.importing.beside import Beside
from analys.importing.choosing import Choices
from analys.importing.content import SEPARATOR_NAMES, Guess, Shape
from analys.importing.coverage import Coverage, cover_frame, cover_shape
from analys.importing.dating import settle_lasar
from analys.importing.folder import Entry
from analys.importing.found import Found
from analys.importing.naming import kinds_in_name
from analys.paths import KOLUMNER
from analys.reading.mapping_file import load_builtin, load_mappings
from analys.reading.mapping_form import ColumnMapping
from analys.reading.parsing import parse_source
from analys.reading.sources import Source

Recogniser = Callable[[bytes], str | None]


@dataclass(frozen=True)
class Context:
    """What is known before a file is looked at; `katalog` tells a läsår when nothing else does."""

    katalog: str
    kannare: tuple[Recogniser, ...]
    val: Choices
    beside: Beside

    def mappings(self, entry: Entry) -> list[ColumnMapping]:
        """Column mappings that may know a file, the folder's own first."""
        own = self.beside.nearest(entry.fil)[0]
        declared = load_mappings(own, KOLUMNER)[0].mappningar if own else ()
        return [*declared, *load_builtin()]

    def source(self, kind: str, entry: Entry) -> Source:
        """A file as it is read while its läsår is not known."""
        return Source(kind, "", entry.path, entry.fil, *self.beside.nearest(entry.fil))


def unknown(entry: Entry, why: str) -> Found:
    """A file that is none of the kinds, and why."""
    return Found(entry.path, entry.fil, grund=why)


def weigh(entry: Entry, context: Context, guess: Guess, shape: Shape | None) -> Found:
    """Content against name and against what the user has said."""
    named = kinds_in_name(entry.path.name)
    if chosen := context.val.kind_for(entry.fil):
        return _finish(entry, context, chosen, "ditt val", shape, "")
    if not guess.kinds:
        return weigh_name(entry, context, _describe_misfit(shape, named), shape)
    kinds = [kind for kind in guess.kinds if kind in named] or list(guess.kinds)
    doubt = ""
    if len(kinds) > 1:
        doubt = f"Innehållet kan vara {_join(kinds)}."
    elif named and kinds[0] not in named:
        doubt = f"Namnet säger {_join(named)}, men innehållet är {_title(kinds[0])}."
    return _finish(entry, context, kinds[0], guess.grund, shape, doubt)


def weigh_name(entry: Entry, context: Context, trouble: str, shape: Shape | None = None) -> Found:
    """A file whose content tells nothing: its name does, with what is in the way."""
    chosen = context.val.kind_for(entry.fil)
    named = (chosen,) if chosen else kinds_in_name(entry.path.name)
    if not named:
        return unknown(entry, trouble or "Varken namnet eller innehållet säger vad filen är.")
    if len(named) > 1:
        trouble = f"Namnet kan betyda {_join(named)}."
    grund = "ditt val" if chosen else "namnet"
    return _finish(entry, context, named[0], grund, shape, "" if chosen else trouble)


def _finish(entry: Entry, context: Context, kind: str, grund: str, shape: Shape | None, doubt: str) -> Found:
    source = context.source(kind, entry)
    parsed = parse_source(source)
    problems = tuple(parsed.problems)
    if parsed.frame is not None:
        coverage = cover_frame(kind, parsed.frame, parsed.lasar)
    else:
        coverage = cover_shape(kind, entry.path, shape) if shape else Coverage()
        if shape and shape.separator != ";":
            problems = (_wrong_separator(entry.fil, shape.separator), *problems)
    if problems and grund == "namnet":
        doubt = ""  # the problems say it, and more
    lasar, doubts = settle_lasar(kind, coverage, entry.fil, context.katalog, context.val)
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
        kolumner=source.kolumner,
        skolenhetslista=source.skolenheter,
    )


def _wrong_separator(fil: str, separator: str) -> Problem:
    return Problem(
        fil,
        f"Skiljetecknet är {SEPARATOR_NAMES[separator]}, inte semikolon.",
        "Ta ut filen på nytt med semikolon mellan kolumnerna.",
        kod="kolumner",
    )


def _describe_misfit(shape: Shape | None, named: Sequence[str]) -> str:
    if shape is None:
        return ""
    if not shape.rows:
        return "Filen är tom."
    if not named:
        return "Varken namnet, antalet kolumner eller koderna hör till något slag."
    forms = [form for kind in named for form in (LAYOUTS[kind].names, *LAYOUTS[kind].compact)]
    expected = sorted({len(form) for form in forms})
    count = f"{shape.columns} kolumner" if shape.columns != 1 else "en kolumn"
    if shape.columns in expected:
        return f"Namnet säger {_join(named)}, men koderna eller rubrikerna är andra."
    wanted = " eller ".join(map(str, expected))
    return f"Namnet säger {_join(named)}, men filen har {count} och skulle ha {wanted}."


def _title(kind: str) -> str:
    title = LAYOUTS[kind].title
    return title[:1].lower() + title[1:]


def _join(kinds: Sequence[str]) -> str:
    titles = [_title(kind) for kind in kinds]
    return titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} eller {titles[-1]}"
