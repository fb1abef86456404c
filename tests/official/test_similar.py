"""Which group is a municipality's similar municipalities in grundskola."""

from __future__ import annotations

from itertools import permutations
from types import ModuleType

from analys.official.answers import Group
from analys.official.kommuner import kommuner
from analys.official.similar import select_group

OLD = Group("G1", "Liknande kommuner grundskola, Ale, 2023", ("1441",))
NEW = Group("G2", "Liknande kommuner grundskola, Ale, 2024", ("1442",))
OTHERS = (
    Group("G3", "Liknande kommuner gymnasieskola, Ale, 2025", ("1443",)),
    Group("G4", "Liknande kommuner grundskola, Alingsås, 2025", ("1444",)),
)


def test_newest_group_of_the_municipality_and_of_grundskola() -> None:
    for groups in permutations((OLD, NEW, *OTHERS)):
        assert select_group(groups, "1440") == NEW


def test_no_group() -> None:
    assert select_group(OTHERS, "1440") is None
    assert select_group([], "1440") is None


def test_other_spellings_of_the_title() -> None:
    for title in ("Liknande kommuner, grundskola, Ale, 2024", "Liknande kommuner grundskola, Ale"):
        group = Group("G5", title, ("1442",))
        assert select_group([group], "1440") == group


def test_every_municipality_has_seven(loopback: ModuleType) -> None:
    posts = loopback.read_underlag()["groups"]
    groups = [
        Group(post["id"], post["title"], tuple(member["id"] for member in post["members"])) for post in posts
    ]
    for code in kommuner():
        if code != "9999":
            group = select_group(groups, code)
            assert group and len(group.medlemmar) == 7 and code not in group.medlemmar
