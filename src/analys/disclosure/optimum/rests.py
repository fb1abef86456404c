"""What a row demands of the cells that are hidden in it, as a judgement and as linear demands."""

from __future__ import annotations

from collections.abc import Iterator

from analys.disclosure.optimum.problem import Flags, Problem, Rest

Demand = tuple[dict[int, float], float]
"""Columns with their factors, and the least that they must add up to."""


def is_met(problem: Problem, rest: Rest, hidden: Flags) -> bool:
    """Whether a row is content with the hidden cells, as far as it can ever be."""
    able, sizes, total = _read(problem, rest)
    gone = [place for place in able if hidden[place]]
    if not able:
        return True
    if total is not None and hidden[total]:
        return bool(gone)
    if len(gone) == 1 and _can_pair(rest, able, total):
        return False
    if not gone and not _always(rest):
        return True
    return all(
        base + sum(sizes[place][measure] for place in gone) >= wanted
        for measure, (base, wanted) in enumerate(zip(rest.base, _want(rest, able, sizes), strict=True))
    )


def list_demands(problem: Problem, rest: Rest, some: int) -> Iterator[Demand]:
    """The same as linear demands; column `some` is whether any part is hidden."""
    able, sizes, total = _read(problem, rest)
    if not able:
        return
    every = dict.fromkeys(able, 1.0)
    for place in able:
        yield {some: 1.0, place: -1.0}, 0.0
        if _can_pair(rest, able, total):
            others = {other: 1.0 for other in able if other != place}
            yield others | ({} if total is None else {total: 1.0}) | {place: -1.0}, 0.0
    yield every | {some: -1.0}, 0.0
    if total is not None:
        yield every | {total: -1.0}, 0.0
    for measure, (base, wanted) in enumerate(zip(rest.base, _want(rest, able, sizes), strict=True)):
        if wanted <= base:
            continue
        told = {place: float(sizes[place][measure]) for place in able}
        told |= {} if total is None else {total: float(wanted)}
        if _always(rest):
            yield told, float(wanted - base)
        else:
            yield told | {some: float(base - wanted)}, 0.0


def _read(problem: Problem, rest: Rest) -> tuple[list[int], dict[int, tuple[int, ...]], int | None]:
    """Parts that can be hidden, the measures of each, and the total if it can be hidden."""
    able_to = problem.must | problem.free
    parts = [problem.place[one] for one in rest.parts]
    able = [place for place in parts if able_to[place]]
    total = problem.place[rest.total] if rest.total else None
    return able, dict(zip(parts, rest.sizes, strict=True)), total if total is None or able_to[total] else None


def _want(rest: Rest, able: list[int], sizes: dict[int, tuple[int, ...]]) -> list[int]:
    """Of each measure, what is demanded: no more than there is."""
    return [
        min(least, base + sum(sizes[place][measure] for place in able))
        for measure, (base, least) in enumerate(zip(rest.base, rest.least, strict=True))
    ]


def _always(rest: Rest) -> bool:
    """Whether somebody belongs to no part, so that showing all parts tells of them."""
    return bool(rest.base) and rest.base[0] > 0


def _can_pair(rest: Rest, able: list[int], total: int | None) -> bool:
    """Whether a part must not be hidden alone, and need not be."""
    return not rest.alone and (len(able) > 1 or total is not None)
