"""Quotations: which of what was said in interviews may stand in a report, and why another may not.

A statement is quoted only where its row says that it may be, and nothing in it or about it points at anybody:
no name or part of a name from the pupils' files, no personnummer, class, school, address or telephone number,
and no school or role with so few people that those who know it would know who spoke. What is refused is told
with its reason and its cell, never with its words.

A given name is found only where it is spelled with a capital, and only if a pupil bears it: the names of
staff and guardians are in no file. So whoever approves a quotation has to read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from analys.arbetsbok import Arbetsbok, Rad
from analys.cleaning.processed import EARLIER
from analys.contracts import LAYOUTS
from analys.errors import Problem
from analys.pseudonyms import hash_part, load_key, normalise_name
from analys.recognition.classes import find_classes
from analys.recognition.names import WORD, NameFinder
from analys.recognition.personnummer import find_personnummer
from analys.recognition.spelling import settle
from analys.spelling import fold
from analys.underlag import Underlag

MINST_ELEVER = 30
"""Fewest pupils of a school whose pupils and guardians are quoted."""

MINST_ELEVER_PERSONAL = 100
"""Fewest pupils of a school whose teachers and other staff in groups are quoted: they are fewer."""

LANGST = 280
"""Most characters of a quotation."""

ENSAM = ("rektor", "elevhälsa", "annan")
"""Roles that may be one person at a school; their words are quoted only where no school is given."""

PERSONAL = ("lärare", "fritidspersonal")

SKAL: Mapping[str, tuple[str, str, str]] = {
    "tom": ("utsaga", "raden har ingen utsaga", "Skriv utsagan."),
    "lang": ("utsaga", f"utsagan är längre än {LANGST} tecken", "Korta utsagan."),
    "personnummer": (
        "utsaga",
        "utsagan innehåller något som ser ut som ett personnummer",
        "Ta bort numret ur arbetsboken.",
    ),
    "namn": (
        "utsaga",
        "utsagan innehåller ett namn som finns i elevernas filer",
        "Skriv om utsagan utan namn.",
    ),
    "klass": ("utsaga", "utsagan innehåller namnet på en klass", "Skriv om utsagan utan klassens namn."),
    "skolnamn": ("utsaga", "utsagan innehåller namnet på en skola", "Skriv om utsagan utan skolans namn."),
    "adress": (
        "utsaga",
        "utsagan innehåller en adress eller ett telefonnummer",
        "Skriv om utsagan utan den uppgiften.",
    ),
    "liten_skola": (
        "skolenhet",
        "skolan har så få elever att den som har talat kan kännas igen",
        "Stryk citatet. Temat räknas ändå.",
    ),
    "ensam_roll": (
        "roll",
        "rollen kan vara en enda person på skolan",
        "Stryk citatet, eller lämna skolenhetskoden tom om utsagan inte hör till en skola.",
    ),
    "okand_skola": (
        "skolenhet",
        "skolan finns inte i elevregistret, så dess storlek är inte känd",
        "Kontrollera skolenhetskoden.",
    ),
    "oprovad": (
        "utsaga",
        "namn kan inte prövas utan kommunens elevfiler",
        "Lägg in elevfilerna, eller stryk citatet.",
    ),
}
"""Why a statement is not quoted: the column that is at fault, the reason, and what to do."""

_ORD = """
alla alltid att av barn barnen bara bra de del den det där då efter eftersom elever eleverna en ett för
föräldrar ha han har hemma hon hur här ibland ingen inte jag kan lite läraren lärarna lärare man med men mer
min mitt mycket många ni nu när och ofta om oss på rasten rasterna rektorn sen skolan som så till ute vad var
vi vid vill vissa vår vårt våra är även
"""
_VANLIGA = frozenset(_ORD.split())
"""Words that begin sentences: with a capital there they are no names, though somebody may be called so."""

_START = re.compile(r"(?:^|[.!?…:”\"–-])\W*$")
_ADDRESS = re.compile(r"@|https?:|\bwww\.|(?<!\d)\+?\d(?:[ -]?\d){6,}")
_LOOKS_LIKE_CLASS = re.compile(r"(?<![\w/.,])[1-9] ?[a-h](?![\w/])", re.IGNORECASE)


@dataclass(frozen=True)
class Kannedom:
    """What is known of those who could be pointed at.

    Parameters
    ----------
    namn, delar : frozenset of str
        Keyed hashes of pupils' names, and of single words of them.
    nyckel : bytes
        The key of those hashes.
    klasser : frozenset of str
        Names of classes.
    skolor : tuple of str
        Names of schools.
    elever : mapping of str to int
        Pupils of each school unit in the report's läsår.
    provat : bool
        False where there are no pupil files, so that nothing can be tried.
    """

    namn: frozenset[str] = field(default=frozenset(), repr=False)
    delar: frozenset[str] = field(default=frozenset(), repr=False)
    nyckel: bytes = field(default=b"", repr=False)
    klasser: frozenset[str] = field(default=frozenset(), repr=False)
    skolor: tuple[str, ...] = ()
    elever: Mapping[str, int] = field(default_factory=dict)
    provat: bool = True


@dataclass(frozen=True)
class Citat:
    """A statement that may be quoted.

    Parameters
    ----------
    text : str
        Without quotation marks.
    roll, tema, hallning : str
    """

    text: str
    roll: str
    tema: str
    hallning: str


@dataclass(frozen=True)
class Nekat:
    """A statement that may not be quoted although its row says so.

    Parameters
    ----------
    rad : Rad
    skal : str
        The first reason in `SKAL`.
    """

    rad: Rad = field(repr=False)
    skal: str

    @property
    def problem(self) -> Problem:
        """The reason at its cell, without a word of the statement."""
        column, reason, advice = SKAL[self.skal]
        return self.rad.problem(column, f"Utsagan citeras inte: {reason}.", advice)


@dataclass(frozen=True)
class Citatval:
    """What may be quoted, and what not, in the rows' order."""

    godkanda: tuple[Citat, ...]
    nekade: tuple[Nekat, ...]


def choose_quotes(run: Underlag) -> Citatval:
    """Which of the municipality's coded statements may be quoted."""
    return judge_quotes(list_statements(run), know(run))


def list_statements(run: Underlag) -> tuple[Rad, ...]:
    """The coded statements of the report's läsår: what was said another läsår says nothing of this one."""
    lasar = run.parameters.lasar
    return tuple(row for row in run.arbetsbok().rader("intervjuer") if row["lasar"] in (None, lasar))


def judge_quotes(rows: Iterable[Rad], known: Kannedom) -> Citatval:
    """Which statements of rows that say "får citeras" may be quoted; a statement twice is quoted once.

    Examples
    --------
    >>> from analys.arbetsbok import make_arbetsbok
    >>> row = {"intervju": "I01", "roll": "elev", "tema": "trygghet", "hallning": "styrka", "citat": True}
    >>> said = {"utsaga": "Ring 070-123 45 67."}, {"utsaga": "Vi har det lugnt på rasterna."}
    >>> book = make_arbetsbok({"intervjuer": [row | one for one in said]})
    >>> val = judge_quotes(book.rader("intervjuer"), Kannedom())
    >>> [citat.text for citat in val.godkanda], [nekat.skal for nekat in val.nekade]
    (['Vi har det lugnt på rasterna.'], ['adress'])
    """
    finder = NameFinder(known.namn, known.nyckel)
    approved: dict[tuple[str, str], Citat] = {}
    refused = []
    for row in rows:
        if row["citat"] is not True:
            continue
        text = " ".join(settle(row.text("utsaga")).split()).strip("”\"'’ ")
        reason = _judge(text, row, known, finder)
        if reason:
            refused.append(Nekat(row, reason))
        else:
            told = Citat(text.replace("”", "’").replace('"', "’"), *_tell(row))
            approved.setdefault((told.roll, fold(told.text)), told)
    return Citatval(tuple(approved.values()), tuple(refused))


def _tell(row: Rad) -> tuple[str, str, str]:
    return row.text("roll"), row.text("tema").strip(), row.text("hallning")


def _judge(text: str, row: Rad, known: Kannedom, finder: NameFinder) -> str:
    if not text:
        return "tom"
    if not known.provat:
        return "oprovad"
    if len(text) > LANGST:
        return "lang"
    return find_pointer(text, known, finder) or _judge_school(row, known)


def find_pointer(text: str, known: Kannedom, finder: NameFinder | None = None) -> str:
    """What in a settled text points at somebody, as a reason of `SKAL`; "" where nothing does.

    Examples
    --------
    >>> find_pointer("I 7b är det stökigt.", Kannedom()), find_pointer("Det är lugnt.", Kannedom())
    ('klass', '')
    """
    words = [word.capitalize() for word in WORD.findall(text)]
    if find_personnummer(text):
        return "personnummer"
    if (finder or NameFinder(known.namn, known.nyckel)).finds(words) or _holds_part(text, known):
        return "namn"
    if _LOOKS_LIKE_CLASS.search(text) or find_classes(text.upper(), {name.upper() for name in known.klasser}):
        return "klass"
    if any(fold(name) in fold(text) for name in known.skolor if name):
        return "skolnamn"
    return "adress" if _ADDRESS.search(text) else ""


def _holds_part(text: str, known: Kannedom) -> bool:
    """Whether a word with a capital is a pupil's given or family name, also with a genitive s."""
    for match in WORD.finditer(text):
        word = match[0]
        if not word[0].isupper() or (word.lower() in _VANLIGA and _START.search(text[: match.start()])):
            continue
        spelled = normalise_name(word)
        forms = {spelled, spelled.removesuffix("s")}
        if any(hash_part(form, known.nyckel) in known.delar for form in forms if len(form) > 1):
            return True
    return False


def _judge_school(row: Rad, known: Kannedom) -> str:
    school, role = row.text("skolenhet"), row.text("roll")
    if not school:
        return ""
    if role in ENSAM:
        return "ensam_roll"
    if school not in known.elever:
        return "okand_skola"
    least = MINST_ELEVER_PERSONAL if role in PERSONAL else MINST_ELEVER
    return "liten_skola" if known.elever[school] < least else ""


def list_refused(book: Arbetsbok, known: Kannedom) -> list[Problem]:
    """Statements of a workbook that are not quoted although their rows say so, for those who check files."""
    return [refused.problem for refused in judge_quotes(book.rader("intervjuer"), known).nekade]


def know(run: Underlag) -> Kannedom:
    """What a run's cleaned files tell."""
    if not run.has_pupils:
        return Kannedom(provat=False)
    register = run.frame("elevregister")
    now = register[register["lasar"] == run.parameters.lasar]
    frames = [run.frame(kind) for kind in LAYOUTS if kind != "skyddade"]
    frames += [run.earlier_frame(kind) for kind in EARLIER]
    schools = [*run.frame("skolenheter")["namn"], *(row.text("visas_som") for row in _name_schools(run))]
    return Kannedom(
        frozenset(run.frame("namnhashar")["namn"]),
        frozenset(run.frame("namndelar")["del"]),
        load_key(run.data, run.parameters.kommun),
        frozenset(name for frame in frames if "klass" in frame for name in frame["klass"].dropna().unique()),
        tuple(dict.fromkeys(name for name in schools if name)),
        now.groupby("skolenhet")["elev"].nunique().to_dict(),
    )


def _name_schools(run: Underlag) -> tuple[Rad, ...]:
    return run.arbetsbok().rader("skolor")
