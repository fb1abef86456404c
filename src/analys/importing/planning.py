"""Deciding what becomes of every file that was found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analys.importing.found import Found
from analys.importing.plan import COPIED, Item, Outcome, Plan
from analys.importing.rivals import settle_against, settle_among, settle_broken, settle_copies
from analys.importing.targets import name_target
from analys.paths import DECLARATIONS
from analys.reading.sources import is_support

_LASAR = re.compile(r"\d{4}/\d{2}")


def make_plan(founds: Sequence[Found], kommun: str, kept: Sequence[Found]) -> Plan:
    """Decide about every file; `kept` is what the data folder holds of the same läsår (see `list_kept`)."""
    items = settle_broken(settle_copies([_first_look(found) for found in founds]))
    by_key: dict[tuple[str, ...], list[int]] = {}
    for index, item in enumerate(items):
        if item.outcome is Outcome.NY:
            by_key.setdefault(_key(item.found), []).append(index)
    for key, group in by_key.items():
        rivals = [old for old in kept if _key(old) == key]
        for index, item in zip(group, settle_among([items[i] for i in group]), strict=True):
            items[index] = settle_against(item, rivals) if item.outcome is Outcome.NY else item
    return Plan(kommun, tuple(_place(items, kept)), tuple(kept))


def _place(items: Sequence[Item], kept: Sequence[Found]) -> list[Item]:
    gone = {old.fil for item in items for old in item.ersatter}
    taken = {_stem(old.fil.split("/", 2)[-1]) for old in kept if old.fil not in gone}
    placed = []
    for item in items:
        mal = name_target(item.found, taken) if item.outcome in COPIED else ""
        taken.add(_stem(mal))
        placed.append(replace(item, mal=mal))
    return placed


def _stem(mal: str) -> str:
    return mal.rpartition(".")[0].casefold()


def _key(found: Found) -> tuple[str, ...]:
    return (found.kind, found.lasar, found.annat)


def _first_look(found: Found) -> Item:
    if found.annat and found.tveksamt:
        return Item(
            found, Outcome.TVEKSAM, skal=found.tveksamt, gor="Lägg filen bredvid svaren och kör igen."
        )
    if found.annat:
        own = found.annat in DECLARATIONS or is_support(found.annat)
        return Item(found, Outcome.NY if own else Outcome.ANNAT)
    if not found.kind:
        return Item(found, Outcome.OKAND, skal=(found.grund,))
    if found.fel:
        return Item(found, Outcome.TRASIG, skal=tuple(_describe_fault(found)), gor=found.fel[0].gor)
    if found.tveksamt:
        return Item(found, Outcome.TVEKSAM, skal=found.tveksamt, gor=_describe_choice(found))
    return Item(found, Outcome.NY)


def _describe_fault(found: Found) -> Iterator[str]:
    first, *others = found.fel
    yield first.vad
    # The file is told already: only column and rows are left of where.
    where = str(first).splitlines()[1].partition(first.fil)[2].lstrip(", ")
    if where:
        yield f"Var: {where}."
    if others:
        yield f"Filen har {len(others)} fel till."


def _describe_choice(found: Found) -> str:
    match found.fraga:
        case "slag":
            return f'Ange slaget, till exempel --slag "{found.fil}={found.kind}", eller byt namn på filen.'
        case "lasar":
            lasar = found.lasar or next(iter(_LASAR.findall(" ".join(found.tveksamt))), "2025/26")
            return f'Ange rätt läsår, till exempel --lasar "{found.fil}={lasar}", eller byt namn på filen.'
    return "Ta ut ett läsår i taget ur skolans system, eller dela filen efter Datum."
