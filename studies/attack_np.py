"""What the chapter on national tests and grades lets a reader work out, relation by relation.

Written apart from `analys.disclosure`, whose rules it tries. The attacker knows that the categories of a
group are its pupils, what is computed from which distribution, how the table of two grades adds up, and that
the same pupils stand under other denominators in other tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from attack_cells import Cells, Find, Key, Published, points_out, present

FEW = 4
LEAST_GROUP = 10
GRADES = "FEDCBA"
SIDES = {"lägre", "lika", "högre"}
COMPUTED = ("np_netto_", "np_kappa_", "np_homogenitet_", "np_symmetri_")
MEANS = ("np_netto_ak9", "np_netto_ak6")
JUDGED = ("når båda", "bara provet", "bara bedömningen", "når inget")
BLOCKS = {
    "ma": ["ma"],
    "en": ["en"],
    "svsva": ["sv", "sva"],
    "no": ["bi", "fy", "ke"],
    "so": ["ge", "hi", "re", "sh"],
}
TESTS = {"ak9": tuple(BLOCKS), "ak6": ("ma", "en", "svsva")}

Part = tuple[Published, int | None]


def attack_np(cells: Cells) -> Iterator[Find]:
    """Finds of the chapter's own relations."""
    groups: dict[Key, list[Published]] = defaultdict(list)
    for cell in cells.values():
        if cell.get("kategori") and cell.get("jamforelse") in ("", "tre läsår"):
            groups[cell.but(kategori="")].append(cell)
    for key, parts in groups.items():
        if not parts[0].get("indikator").startswith("np_"):
            continue
        if parts[0].get("indikator").startswith("np_overgang"):
            yield from _attack_table(cells, key, {cell.get("kategori"): cell for cell in parts})
        else:
            yield from _attack_categories(key, parts)
            yield from _attack_judgements(cells, key, {cell.get("kategori"): cell for cell in parts})
    for cell in cells.values():
        yield from _attack_computed(cells, cell)
        yield from _attack_mean(cells, cell)
        yield from _attack_shortfall(cells, cell)


def _rest(
    total: Key, whole: int | None, parts: Sequence[Part], least: int, *, known: bool = True
) -> Iterator[Find]:
    """What is left of a known number when the shown parts are taken: too little, or one cell."""
    hidden = tuple(cell.key for cell, _ in parts if cell.hidden)
    shown = [count for cell, count in parts if not cell.hidden]
    if whole is None or not hidden or any(count is None for count in shown):
        return
    rest = whole - sum(count or 0 for count in shown)
    if len(hidden) == 1:
        yield Find("återskapad", total, hidden, rest, None)
    elif rest < least and (shown or not known):
        yield Find("utpekande rest", total, hidden, rest, None)


def _attack_categories(key: Key, parts: list[Published]) -> Iterator[Find]:
    """The categories of a group are its pupils."""
    n = next((cell.n for cell in parts if cell.n is not None), None)
    yield from _rest(key, n, [(cell, cell.antal) for cell in parts], FEW + 1)


def _attack_table(cells: Cells, key: Key, table: dict[str, Published]) -> Iterator[Find]:
    """Lines, columns, margins, diagonal and triangles of the table of two grades."""

    def counts(names: list[str]) -> list[Part]:
        return [(table[name], table[name].n) for name in names if name in table]

    body = [(p, b) for p in GRADES for b in GRADES]
    sums = {f"{p} till alla": [f"{p} till {b}" for b in GRADES] for p in GRADES}
    sums |= {f"alla till {b}": [f"{p} till {b}" for p in GRADES] for b in GRADES}
    whole = table["alla till alla"]
    for name, parts in sums.items():
        if name in table:
            yield from _rest(table[name].key, table[name].n, counts(parts), LEAST_GROUP)
    for margins in ([f"{p} till alla" for p in GRADES], [f"alla till {b}" for b in GRADES]):
        yield from _rest(whole.key, whole.n, counts(margins), LEAST_GROUP)
    suffix = whole.get("indikator").removeprefix("np_overgang_")
    triangles = {
        "lägre": [f"{p} till {b}" for p, b in body if GRADES.index(b) < GRADES.index(p)],
        "lika": [f"{p} till {p}" for p in GRADES],
        "högre": [f"{p} till {b}" for p, b in body if GRADES.index(b) > GRADES.index(p)],
    }
    for name, parts in triangles.items():
        known = [cell for cell in cells.values() if _is_side(cell, whole, f"np_relation_{suffix}", name)]
        if known and all(side.antal is not None for side in known):
            total = sum(side.antal or 0 for side in known)
            yield from _rest(whole.key, total, counts(parts), LEAST_GROUP)
    yield from _attack_failed(cells, table, suffix)


def _is_side(cell: Published, whole: Published, code: str, name: str) -> bool:
    """Whether a level is one läsår's pupils of a diagonal or triangle."""
    keys = {"indikator": code, "kategori": name, "jamforelse": ""}
    return cell.key == whole.but(**keys, lasar=cell.get("lasar"))


def _attack_failed(cells: Cells, table: dict[str, Published], suffix: str) -> Iterator[Find]:
    """Those with provbetyg F among all who have a provbetyg: the others have no grade."""
    arskurs, _, kod = suffix.partition("_")
    whole, failed = table["alla till alla"], table.get("F till alla")
    years = [
        cell.get("lasar") for cell in cells.values() if _is_side(cell, whole, f"np_relation_{suffix}", "lika")
    ]
    keys = {"indikator": f"np_{arskurs}_{kod}", "kategori": "", "jamforelse": ""}
    tested = present(cells, (whole.but(**keys, lasar=year) for year in years))
    if failed is None or whole.n is None or len(tested) < len(years) or any(t.n is None for t in tested):
        return
    left = sum(t.n or 0 for t in tested) - whole.n
    missed = sum((t.n or 0) - (t.antal or 0) for t in tested)
    if not tested or left == 0 or left >= LEAST_GROUP:
        return
    if failed.n is not None:
        yield Find("utpekande rest", whole.key, (), left, missed - failed.n)
    others = tuple(table[f"{p} till alla"].key for p in GRADES[1:] if table[f"{p} till alla"].hidden)
    if len(others) == 1:
        yield Find("återskapad", whole.key, others, whole.n - missed, None)


def _attack_judgements(cells: Cells, key: Key, groups: dict[str, Published]) -> Iterator[Find]:
    """Åk 3: those in whom test and judgement agree, and those who took the test."""
    some = next(iter(groups.values()))
    code = some.get("indikator")
    if not code.startswith("np_bedomning_ak3_") or set(groups) != set(JUDGED):
        return
    both, test, judged, neither = (groups[name] for name in JUDGED)
    agree = cells.get(some.but(indikator=code.replace("bedomning", "samstammig"), kategori=""))
    if agree is not None and agree.n is not None and agree.antal is not None:
        for whole, pair in ((agree.antal, (both, neither)), (agree.n - agree.antal, (test, judged))):
            yield from _rest(agree.key, whole, [(cell, cell.antal) for cell in pair], FEW + 1)
    tested = cells.get(some.but(indikator=code.replace("bedomning_", ""), kategori=""))
    n = next((cell.n for cell in groups.values() if cell.n is not None), None)
    if tested is None or tested.n is None or tested.antal is None or n is None:
        return
    for whole, pair in ((tested.antal, (both, test)), (tested.n - tested.antal, (neither, judged))):
        counts = [cell.antal for cell in pair]
        if None not in counts and tested.n > n:
            left, of_them = tested.n - n, whole - sum(count or 0 for count in counts)
            if points_out(left, of_them, LEAST_GROUP):
                yield Find("utpekande rest", tested.key, (), left, of_them)
        elif tested.n == n:
            yield from _rest(tested.key, whole, [(cell, cell.antal) for cell in pair], FEW + 1)


def _attack_computed(cells: Cells, cell: Published) -> Iterator[Find]:
    """Nets, kappa, tests and parts of tests with a hidden part of what they are computed from."""
    code = cell.get("indikator")
    if cell.hidden or cell.get("jamforelse") not in ("", "tre läsår") or code in MEANS:
        return
    sources: list[Key] = []
    for start in COMPUTED:
        if code.startswith(start):
            relation = code.replace(start, "np_relation_")
            sources = [cell.but(indikator=relation, kategori=side) for side in sorted(SIDES)]
    if code.startswith("np_delprov_ak3_"):
        judged = code.rpartition("_")[0].replace("delprov", "bedomning")
        sources = [cell.but(indikator=judged, kategori="bara bedömningen")]
    hidden = tuple(key for key in sources if key not in cells or cells[key].hidden)
    if hidden:
        yield Find("mått visat", cell.key, hidden, cell.n or 0, None)


def _attack_mean(cells: Cells, cell: Published) -> Iterator[Find]:
    """The net of all subjects, where nearly every pupil has every subject, is the subjects' together."""
    code = cell.get("indikator")
    if code not in MEANS or cell.hidden or cell.n is None or cell.get("jamforelse") not in ("", "tre läsår"):
        return
    nets = [
        net
        for key, net in cells.items()
        if key[0].startswith(f"{code}_") and key == cell.but(indikator=key[0])
    ]
    hidden = [net for net in nets if net.hidden]
    if len(hidden) != 1:
        return
    if len(nets) == 1:
        yield Find("återskapad", cell.key, (hidden[0].key,), cell.n, None)
        return
    # How many have the hidden subject stands in a class list, or beside a share of it that is shown.
    relation = hidden[0].get("indikator").replace("netto", "relation")
    sides = present(cells, (hidden[0].but(indikator=relation, kategori=side) for side in sorted(SIDES)))
    sizes = [side.n for side in sides if side.n is not None]
    if sizes:
        given = sum(net.n or 0 for net in nets) + sizes[0]
        error = cell.n * (0.5 if cell.n < 100 else 0.05) / 100
        if min(abs(m * cell.n - given) + m * error for m in range(1, len(nets) + 1)) <= FEW:
            yield Find("återskapad", cell.key, (hidden[0].key,), sizes[0], None)


def _attack_shortfall(cells: Cells, cell: Published) -> Iterator[Find]:
    """Tests without provbetyg: their mean is their sum, and what they leave have no grade."""
    code = cell.get("indikator")
    if cell.hidden or cell.n is None:
        return
    if code.startswith("np_bortfall_") and cell.varde is not None:
        arskurs = code.removeprefix("np_bortfall_")
        keys = [
            cell.but(indikator=f"np_resultat_{arskurs}_{test}", kategori="provbetyg")
            for test in TESTS[arskurs]
        ]
        if all(key in cells for key in keys):
            tests = [cells[key] for key in keys]
            without = [None if test.n is None else test.n - (test.antal or 0) for test in tests]
            whole = round(cell.varde * cell.n * len(tests) / 100)
            parts = list(zip(tests, without, strict=True))
            yield from _rest(cell.key, whole, parts, FEW + 1 - _slack(cell, len(tests)))
    if code.startswith("np_resultat_") and cell.get("kategori") == "provbetyg" and cell.antal is not None:
        arskurs, _, test = code.removeprefix("np_resultat_").partition("_")
        sides = [cell.but(indikator=f"np_relation_{arskurs}_{kod}", kategori="lägre") for kod in BLOCKS[test]]
        graded = [cells[key].n for key in sides if key in cells]
        if graded and None not in graded:
            left = cell.antal - sum(n or 0 for n in graded)
            if 0 < left <= FEW:
                yield Find("utpekande rest", cell.key, (), left, None)


def _slack(cell: Published, tests: int) -> int:
    """So many pupils does the rounding of a mean hide."""
    return int((cell.n or 0) * tests * (0.5 if (cell.n or 0) < 100 else 0.05) / 100)
