"""What every report says of how pupils are protected."""

from __future__ import annotations

from types import SimpleNamespace

from analys.presentation.facts import explain_protection


def run(*, has_pupils: bool = True, troskel: int = 12) -> SimpleNamespace:
    return SimpleNamespace(has_pupils=has_pupils, parameters=SimpleNamespace(troskel=troskel))


def test_the_threshold_and_the_share_are_those_of_the_run() -> None:
    told = explain_protection(run(), (25, 1000)).plain
    assert "färre än 12 elever" in told
    assert "Av rapportens 1\u202f000 uppgifter är 25 skyddade, det vill säga 3 procent." in told
    assert "fristående program" in told and "tidigare fastställd rapport" in told


def test_nothing_is_counted_without_a_plan() -> None:
    assert "Av rapportens" not in explain_protection(run()).plain


def test_official_figures_need_no_protection() -> None:
    assert explain_protection(run(has_pupils=False)) is None
