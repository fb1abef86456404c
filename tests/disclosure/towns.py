"""Small towns in which every possible number can be tried."""

from __future__ import annotations

from itertools import product

CODE = "alla_amnen_ak9"
LASAR = "2025/26"


def row(enhet, n, antal, kon="alla"):
    return {
        "indikator": CODE,
        "enhetstyp": "kommun" if enhet == "9999" else "skola",
        "enhet": enhet,
        "enhetsnamn": enhet,
        "lasar": LASAR,
        "kon": kon,
        "varde": 100 * antal / n,
        "n": n,
        "antal": antal,
    }


def solve(frame, sizes):
    """Every way to fill in girls and boys of each school that fits what is shown: counts by (enhet, kon)."""
    told = {
        (enhet, kon): int(antal)
        for enhet, kon, antal, status in zip(
            frame["enhet"], frame["kon"], frame["antal"].fillna(-1), frame["status"], strict=True
        )
        if status == "visad"
    }
    schools = sorted({enhet for enhet, _ in sizes} - {"9999"})
    own = []
    for enhet in schools:
        girls, boys = (
            [told[enhet, kon]] if (enhet, kon) in told else range(sizes[enhet, kon] + 1)
            for kon in ("flickor", "pojkar")
        )
        pairs = product(girls, boys)
        own.append([pair for pair in pairs if told.get((enhet, "alla"), sum(pair)) == sum(pair)])
    reached = [{(0, 0)}]
    for pairs in own:
        reached.append({(g + a, b + c) for g, b in reached[-1] for a, c in pairs})
    ends = {
        (g, b)
        for g, b in reached[-1]
        if told.get(("9999", "flickor"), g) == g
        and told.get(("9999", "pojkar"), b) == b
        and told.get(("9999", "alla"), g + b) == g + b
    }
    possible = {("9999", kon): set() for kon in ("alla", "flickor", "pojkar")}
    for g, b in ends:
        for kon, count in (("flickor", g), ("pojkar", b), ("alla", g + b)):
            possible["9999", kon].add(count)
    for number, enhet in enumerate(schools):
        others = {(0, 0)}
        for place, pairs in enumerate(own):
            if place != number:
                others = {(g + a, b + c) for g, b in others for a, c in pairs}
        left = [pair for pair in own[number] if any((pair[0] + g, pair[1] + b) in ends for g, b in others)]
        possible[enhet, "flickor"] = {girls for girls, _ in left}
        possible[enhet, "pojkar"] = {boys for _, boys in left}
        possible[enhet, "alla"] = {girls + boys for girls, boys in left}
    return told, possible
