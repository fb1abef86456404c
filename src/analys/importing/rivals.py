"""Files of the same kind, läsår and school units: which one counts, and which ones must be settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analys.importing.found import Found
from analys.importing.plan import Item, Outcome
from analys.importing.versions import Relation, relate

FEWEST_TOLD = 10
"""Smaller numbers of pupils are not told."""


def settle_copies(items: Sequence[Item]) -> list[Item]:
    """Of files with the same bytes one counts; the same bytes in two läsår are ambiguous."""
    settled = list(items)
    by_bytes: dict[str, list[int]] = {}
    for index, item in enumerate(items):
        if item.found.sha256:
            by_bytes.setdefault(item.found.sha256, []).append(index)
    for group in by_bytes.values():
        clear = [index for index in group if items[index].outcome is Outcome.NY]
        first = (clear or group)[0]
        for index in (other for other in group if other != first):
            one, two = items[first].found, items[index].found
            if index in clear and one.lasar != two.lasar:
                why = "{} har samma innehåll, men namnen säger läsåren " + f"{one.lasar} och {two.lasar}."
                gor = "Ta bort den fil som har fel namn, eller ta ut rätt fil på nytt."
                settled[first] = _doubt(items[first], why.format(two.fil), gor)
                settled[index] = _doubt(items[index], why.format(one.fil), gor)
            else:
                settled[index] = Item(two, Outcome.DUBBLETT, skal=(f"Samma innehåll som {one.fil}.",))
    return settled


def settle_broken(items: Sequence[Item]) -> list[Item]:
    """An older version does not count because a later one of the same school units cannot be read."""
    broken = [item.found for item in items if item.outcome is Outcome.TRASIG and item.found.datum]
    settled = []
    for item in items:
        one = item.found
        later = [
            two
            for two in broken
            if item.outcome is Outcome.NY
            and (one.kind, one.lasar) == (two.kind, two.lasar)
            and set(one.skolenheter) & set(two.skolenheter)
            and one.datum < two.datum
        ]
        if later:
            two = later[0]
            why = f"{two.fil} gäller samma skolenhet och är senare ({two.datum}), men går inte att läsa."
            gor = "Rätta den senare filen och kör igen. Är det den här som gäller, ta bort den andra."
            item = _doubt(item, why, gor)
        settled.append(item)
    return settled


def settle_among(items: Sequence[Item]) -> list[Item]:
    """Items of one kind and läsår in one folder: of several versions the latest counts.

    Versions are told apart by the date of extraction. Those that cannot be told apart are all ambiguous.
    """
    settled = dict(enumerate(items))
    newest_first = sorted(settled, key=lambda index: items[index].found.datum, reverse=True)
    seen: list[int] = []
    for index in newest_first:
        for other in seen:
            settled |= _settle_pair(settled, other, index)
            if settled[index].outcome not in (Outcome.NY, Outcome.TVEKSAM):
                break
        else:
            seen.append(index)
    return [settled[index] for index in range(len(items))]


def _settle_pair(items: dict[int, Item], newer: int, older: int) -> dict[int, Item]:
    one, two = items[newer].found, items[older].found
    relation = relate(one, two).relation
    match relation:
        case Relation.ANNAN_DEL:
            return {}
        case Relation.ERSATTER if one.datum > two.datum:
            why = f"Filen är en äldre utgåva ({two.datum}) än {one.fil} ({one.datum})."
            return {older: Item(two, Outcome.OMODERN, skal=(why,))}
    gor = "Ta bort den fil som inte ska vara med ur katalogen, och kör igen."
    return {
        mine: _doubt(items[mine], _describe(relation, items[mine].found, items[other].found), gor)
        for mine, other in ((newer, older), (older, newer))
    }


def _doubt(item: Item, why: str, gor: str) -> Item:
    return Item(item.found, Outcome.TVEKSAM, skal=(*item.skal, why), gor=gor)


def _describe(relation: Relation, found: Found, other: Found) -> str:
    match relation:
        case Relation.ANDRA_ELEVER:
            return f"{other.fil} gäller samma skolenheter, men bara en del av eleverna finns i båda filerna."
        case Relation.DELVIS:
            return f"{other.fil} gäller delvis samma skolenheter, så ingen av filerna kan ersätta den andra."
    if found.annat:
        return f"{other.fil} heter likadant men har ett annat innehåll."
    same = f"samma dag, {found.datum}," if found.datum else "utan något Datum"
    return f"{other.fil} gäller samma skolenheter {same} men har ett annat innehåll."


def settle_against(item: Item, kept: Sequence[Found]) -> Item:
    """An item against the raw files of its kind and läsår: new, already there, older, or in their place."""
    found = item.found
    related = [(*relate(found, old), old) for old in kept]
    for relation, _, old in related:
        match relation:
            case Relation.SAMMA:
                return replace(item, outcome=Outcome.FINNS, skal=(f"Den ligger i {old.fil}.",))
            case Relation.ALDRE:
                why = f"Filen är en äldre utgåva ({found.datum}) än {old.fil} ({old.datum})."
                return replace(item, outcome=Outcome.OMODERN, skal=(why,))
    for relation, _, old in related:
        if relation is Relation.OLASLIG:
            why = f"{old.fil} går inte att läsa, så det går inte att se om filen ersätter den."
            return _doubt(item, why, f"Flytta undan {old.fil} och kör igen.")
        if relation in (Relation.DELVIS, Relation.ANDRA_ELEVER):
            gor = f"Ska filen ersätta den importerade, flytta undan {old.fil} och kör igen."
            return _doubt(item, _describe(relation, found, old), gor)
    replaced = [(old, lacking) for relation, lacking, old in related if relation is Relation.ERSATTER]
    if not replaced:
        return item
    ersatter = tuple(old for old, _ in replaced)
    skal = _tell_lacking(sum(lacking for _, lacking in replaced))
    return replace(item, outcome=Outcome.ERSATTER, ersatter=ersatter, skal=skal)


def _tell_lacking(pupils: int) -> tuple[str, ...]:
    if not pupils:
        return ()
    count = "Färre än tio" if pupils < FEWEST_TOLD else str(pupils)
    return (f"{count} elever i den förra filen finns inte i den nya.",)
