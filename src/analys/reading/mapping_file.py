"""Column mappings from YAML: the municipality's own and those built in, with every fault and its line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml

from analys.contracts import LAYOUTS
from analys.errors import Problem
from analys.reading.mapping_form import ENHETER, ColumnMapping, Declared, Way

MAX_BYTES = 200_000
MAX_DEPTH = 20

_WAY = ("kolumn", "fran", "varde", "filnamn", "enhet", "av", "omvand", "minus")
_MAPPING = ("slag", "ovanfor", "grupprader", "summarader", "saknas", "valfria", "kolumner")
_TOP = ("skolenhetskoder", "mappningar")
_SHOWABLE = re.compile(r"[^\W\d][\w-]{0,39}")
_YES = ("ja", "true", "yes")


@cache
def load_builtin() -> tuple[ColumnMapping, ...]:
    """The mappings that come with the program, by file name.

    Examples
    --------
    >>> [mapping.namn for mapping in load_builtin()]
    ['ist', 'skola24', 'vklass']
    """
    folder = files("analys.contracts") / "mappningar"
    found: list[ColumnMapping] = []
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yml"):
            declared, problems = read_mappings(file.read_text(encoding="utf-8"), file.name)
            assert not problems, problems
            found += declared.mappningar
    return tuple(found)


def load_mappings(path: Path, fil: str) -> tuple[Declared, list[Problem]]:
    """The municipality's own declarations, and all that is wrong with them; nothing in them can raise."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return Declared(), [_fault(fil, f"Filen är större än {MAX_BYTES // 1000} kB.", "Korta den.")]
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return Declared(), [
            _fault(
                fil,
                "Filen går inte att läsa.",
                "Spara den som vanlig text i UTF-8, till exempel i Anteckningar.",
            )
        ]
    return read_mappings(text, fil)


def read_mappings(text: str, fil: str) -> tuple[Declared, list[Problem]]:
    """Declarations of YAML text, with all faults at once."""
    try:
        # Events first: an alias can stand for a thousand others, and depth takes a library's time squared.
        # Nothing is constructed, so tags do nothing.
        depth = 0
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            if isinstance(event, yaml.AliasEvent):
                gor = "Skriv ut texten på båda ställena."
                return Declared(), [_fault(fil, "Filen har YAML-alias (*).", gor)]
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                gor = "Kontrollera indrag och parenteser. Börja gärna om från ett av exemplen."
                return Declared(), [_fault(fil, f"Filen har fler än {MAX_DEPTH} nivåer.", gor)]
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        todo = "Kontrollera indrag, kolon och citattecken. Börja gärna om från ett av exemplen."
        return Declared(), [_fault(fil, "Filen är inte giltig YAML.", todo, line)]
    reader = _Reader(fil)
    declared = Declared() if root is None else reader.read(root)
    return (Declared(), reader.faults) if reader.faults else (declared, [])


class _Reader:
    """Walks the nodes of one file and collects what is wrong with them."""

    def __init__(self, fil: str) -> None:
        self.fil = fil
        self.faults: list[Problem] = []

    def read(self, root: yaml.Node) -> Declared:
        """The whole file."""
        parts = self.items(root, _TOP)
        codes: dict[str, str] = {}
        mappings: list[ColumnMapping] = []
        if "skolenhetskoder" in parts:
            for key, node in self.items(parts["skolenhetskoder"]).items():
                codes[key] = self.text(node)
                if not re.fullmatch("[0-9]{8}", codes[key]):
                    self.fault(node, "Skolenhetskoden har fel form.", "Skriv åtta siffror inom citattecken.")
        if "mappningar" in parts:
            for key, node in self.items(parts["mappningar"]).items():
                if (mapping := self.mapping(key, node)) is not None:
                    mappings.append(mapping)
        return Declared(tuple(mappings), codes)

    def mapping(self, namn: str, node: yaml.Node) -> ColumnMapping | None:
        """One mapping, None when it cannot be told which kind it is for."""
        parts = self.items(node, _MAPPING)
        if "slag" not in parts or "kolumner" not in parts:
            self.fault(node, "Mappningen saknar slag eller kolumner.", "Skriv båda, som i exemplen.")
            return None
        slag = self.text(parts["slag"])
        if slag not in LAYOUTS:
            self.unknown(parts["slag"], slag, tuple(LAYOUTS), "Slaget")
            return None
        ovanfor = {key: self.texts(value) for key, value in self.part(parts, "ovanfor")}
        grupprader = {key: self.texts(value) for key, value in self.part(parts, "grupprader")}
        kolumner: dict[str, tuple[Way, ...]] = {}
        for key, value in self.items(parts["kolumner"], LAYOUTS[slag].names).items():
            kolumner[key] = self.ways(value, (*ovanfor, *grupprader), LAYOUTS[slag].names)
        missing = [c.name for c in LAYOUTS[slag].columns if c.required and c.name not in kolumner]
        if missing:
            what = f"Mappningen säger inte var {', '.join(missing)} står."
            self.fault(parts["kolumner"], what, "Lägg till dem under kolumner.")
        self.check_references(parts["kolumner"], kolumner)
        lists = {
            name: self.texts(parts[name]) if name in parts else ()
            for name in ("summarader", "saknas", "valfria")
        }
        return ColumnMapping(namn, slag, kolumner, ovanfor, grupprader, **lists)

    def ways(self, node: yaml.Node, fields: Sequence[str], names: Sequence[str]) -> tuple[Way, ...]:
        """The ways to a column: one, or several under satt."""
        if isinstance(node, yaml.MappingNode):
            parts = self.items(node, ("satt",) if _has_key(node, "satt") else _WAY)
            if "satt" in parts:
                several = parts["satt"].value if isinstance(parts["satt"], yaml.SequenceNode) else []
                if not several:
                    self.fault(
                        node, "Under satt står ingen lista.", "Skriv ett sätt per rad med bindestreck."
                    )
                return tuple(self.way(one, fields, names) for one in several)
        return (self.way(node, fields, names),)

    def way(self, node: yaml.Node, fields: Sequence[str], names: Sequence[str]) -> Way:
        """One way to a column."""
        if not isinstance(node, yaml.MappingNode):
            return Way(self.texts(node))
        parts = self.items(node, _WAY)
        given = [name for name in ("kolumn", "fran", "varde", "filnamn") if name in parts]
        if len(given) != 1:
            self.fault(node, "Kolumnen ska ha ett av kolumn, fran, varde och filnamn.", "Skriv ett av dem.")
        text = {name: self.text(parts[name]) for name in parts if name != "kolumn"}
        for name, allowed in (("enhet", ENHETER), ("fran", fields), ("av", names), ("minus", names)):
            if name in parts and text[name] not in allowed:
                self.unknown(parts[name], text[name], allowed, f"Värdet på {name}")
        if (text.get("enhet") in ("procent", "andel")) != ("av" in parts):
            self.fault(
                node, "Procent och andel ska vara av en annan kolumn.", "Skriv till exempel av: Erbjudna_min."
            )
        return Way(
            kolumn=self.texts(parts["kolumn"]) if "kolumn" in parts else (),
            fran=text.get("fran", ""),
            varde=text.get("varde", ""),
            filnamn=text.get("filnamn", "").lower() in _YES,
            enhet=text.get("enhet", "minuter"),
            av=text.get("av", ""),
            omvand=text.get("omvand", "").lower() in _YES,
            minus=text.get("minus", ""),
        )

    def check_references(self, node: yaml.Node, kolumner: Mapping[str, tuple[Way, ...]]) -> None:
        """Columns that others are shares of, or that are taken from others."""
        # What a share is of stands for itself, and what is taken away takes nothing away: no circles.
        for ways in kolumner.values():
            for way in ways:
                if way.av and any(other.av or other.minus for other in kolumner.get(way.av, (Way(av="-"),))):
                    self.fault(
                        node, f"{way.av} står inte i minuter eller timmar.", "Ange en kolumn som gör det."
                    )
                if way.minus and any(other.minus for other in kolumner.get(way.minus, (Way(minus="-"),))):
                    self.fault(
                        node, f"{way.minus} går inte att dra ifrån.", "Ange en kolumn som står för sig."
                    )

    def part(self, parts: Mapping[str, yaml.Node], name: str) -> list[tuple[str, yaml.Node]]:
        """Names and nodes of a part that may be absent."""
        return list(self.items(parts[name]).items()) if name in parts else []

    def items(self, node: yaml.Node, allowed: Sequence[str] = ()) -> dict[str, yaml.Node]:
        """Nodes by name, of those that are allowed."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, "Här ska det stå rader med ”namn: värde”.", "Se exemplen.")
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self.text(key)
            if allowed and name not in allowed:
                self.unknown(key, name, allowed, "Namnet")
            elif name in found:
                self.fault(key, "Ett namn står två gånger.", "Behåll en av raderna.")
            else:
                found[name] = value
        return found

    def texts(self, node: yaml.Node) -> tuple[str, ...]:
        """A text or a list of texts."""
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.text(one) for one in node.value)
        return (self.text(node),)

    def text(self, node: yaml.Node) -> str:
        """A text that is not blank."""
        if isinstance(node, yaml.ScalarNode) and node.value.strip():
            return str(node.value).strip()
        self.fault(node, "Här ska det stå en text.", "Se exemplen.")
        return ""

    def unknown(self, node: yaml.Node, name: str, allowed: Sequence[str], what: str) -> None:
        """A name that does not exist, and the one that may be meant."""
        if not name:
            return  # told already
        shown = f"{what} ”{name}” finns inte." if _SHOWABLE.fullmatch(name) else f"{what} finns inte."
        near = difflib.get_close_matches(name, allowed, n=1)
        hint = f"Menade du ”{near[0]}”? " if near else ""
        self.fault(node, shown, f"{hint}De som finns: {', '.join(allowed) or 'inga'}.")

    def fault(self, node: yaml.Node, vad: str, gor: str) -> None:
        """Anything else that is wrong, with its line."""
        self.faults.append(_fault(self.fil, vad, gor, node.start_mark.line))


def _has_key(node: yaml.MappingNode, name: str) -> bool:
    return any(getattr(key, "value", None) == name for key, _ in node.value)


def _fault(fil: str, vad: str, gor: str, line: int | None = None) -> Problem:
    return Problem(fil, vad, gor, rader=() if line is None else (line + 1,), kod="mappning")
