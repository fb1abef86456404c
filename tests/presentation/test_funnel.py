"""Funnels: points without names, limits from each shown school's own, nothing of hidden schools."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from analys.disclosure import ProtectedTable
from analys.estimates.funnel import GRANSER
from analys.indicators import REGISTRY
from analys.presentation.figures import Figure, draw_funnel
from analys.presentation.figures_axes import make_scale
from analys.presentation.figures_funnel_panels import Funnel, Limits, Point, lay_out_funnels
from analys.presentation.theme import SUBJECT, house_style

Maker = Callable[..., ProtectedTable]

NET = "np_netto_ak9"
WORDS: dict[str, Any] = {
    "lasar": "2025/26",
    "titel": "Skolorna ligger som väntat",
    "underrubrik": "Nettoavvikelse, procentenheter",
}
SCHOOLS = [("Öskolan", 64, -25.0, False), ("Alskolan", 108, 11.9, False), ("Hemliga skolan", 9, 80.0, True)]


def rows(indikator: str = NET, hidden: float = 80.0) -> list[dict[str, object]]:
    """Three schools around −7; limits ±10 and ±20 points at 100 pupils, wider below; the last is hidden."""
    own: dict[str, object] = {"indikator": indikator, "varde": -6.7, "undre": -9.9, "ovre": -3.4, "n": 475}
    result = [own]
    for i, (name, n, value, secret) in enumerate(SCHOOLS):
        school = {"indikator": indikator, "enhetstyp": "skola", "enhet": str(i), "enhetsnamn": name, "n": n}
        result.append(school | {"varde": hidden if secret else value, "dold": secret})
        for kind, width in zip(GRANSER, (10.0, 20.0), strict=True):
            half = width * 100 / n
            result.append(
                school
                | {"jamforelse": kind, "varde": -7.0, "undre": -7 - half, "ovre": -7 + half, "dold": secret}
            )
    return result


def test_what_it_says(make_decided: Maker) -> None:
    figure = draw_funnel(make_decided(rows()), indikatorer=[NET], **WORDS)
    assert figure.alt == (
        "Trattdiagram: nettoavvikelse efter antal elever, 2025/26, en punkt per skola. "
        "Alla provämnen, åk 9: 2\u00a0redovisade skolor, −25 till "
        # −7 ± 15,6 and ± 9,3 hold −25 and 11,9 outside; −7 ± 31 and ± 18,5 hold the first only.
        "+11,9\u00a0procentenheter, 2 utanför 95\u00a0%, 1 utanför 99,8\u00a0%. "
        "1\u00a0skola visas inte av hänsyn till enskilda."
    )
    assert "däremellan är linjerna bara dragna" in figure.kalla
    assert "visar vad slumpen ensam kan ge" in figure.kalla
    beyond = {"indikator": "np_trattspridning_ak9", "varde": 8.0, "n": 475}
    wider = draw_funnel(make_decided([*rows(), beyond]), indikatorer=[NET], **WORDS)
    assert "till att skolorna i allmänhet skiljer sig åt mer än den ger." in wider.kalla
    assert figure.kalla.endswith("1\u00a0skola visas inte av hänsyn till enskilda.")


def test_no_school_is_named(make_decided: Maker) -> None:
    figure = draw_funnel(make_decided(rows()), indikatorer=[NET], **WORDS)
    whole = f"{figure.svg}{figure.alt}{figure.kalla}{figure.metadata}"
    assert not any(name in whole for name, *_ in SCHOOLS)


def test_a_hidden_school_changes_nothing(make_decided: Maker) -> None:
    def everything(value: float) -> tuple[object, ...]:
        figure: Figure = draw_funnel(make_decided(rows(hidden=value)), indikatorer=[NET], **WORDS)
        return figure.svg, figure.png, figure.alt, figure.kalla

    assert everything(80.0) == everything(-99.0)


def test_two_panels_share_their_scales(make_decided: Maker) -> None:
    table = make_decided([*rows(), *rows("np_netto_ak6")])
    figure = draw_funnel(table, indikatorer=[NET, "np_netto_ak6", "np_netto_ak9_ma"], **WORDS)
    assert "Alla provämnen, åk 9: 2" in figure.alt and "Alla provämnen, åk 6: 2" in figure.alt
    assert "2\u00a0skolor visas inte" in figure.kalla
    assert len(figure.alt) <= 300
    panel = Funnel("P", (Point(40, 5.0),), (Limits("95 %", (40,), (-10.0,), (10.0,)),), 0.0, "Kommun 0")
    large = Funnel("Q", (Point(230, 25.0),), (), -3.0, "Kommun −3")
    with house_style("x"):
        canvas = lay_out_funnels([panel, large], make_scale([-10, 25], REGISTRY[NET]), SUBJECT)
        limits = {(ax.get_xlim(), ax.get_ylim()) for ax in canvas.axes}
    assert limits == {((0.0, 250.0), (-10.0, 30.0))}


def test_limits_pass_through_each_school_in_order_of_pupils() -> None:
    limits = Limits("95 %", (20, 50, 90), (-30.0, -20.0, -15.0), (30.0, 20.0, 15.0))
    panel = Funnel("P", (Point(20, 1.0), Point(50, 2.0), Point(90, -3.0)), (limits,), 0.0, "Kommun 0")
    with house_style("x"):
        canvas = lay_out_funnels([panel], make_scale([-30, 30], REGISTRY[NET]), SUBJECT)
        drawn = [(list(line.get_xdata()), list(line.get_ydata())) for line in canvas.axes[0].lines]
        renderer = canvas.canvas.get_renderer()
        texts = [text for text in canvas.axes[0].texts if text.get_text()]
        boxes = [text.get_window_extent(renderer) for text in texts]
        page = canvas.bbox
    assert ([20, 50, 90], [-30.0, -20.0, -15.0]) in drawn and ([20, 50, 90], [30.0, 20.0, 15.0]) in drawn
    assert ([20, 50, 90], [1.0, 2.0, -3.0]) in drawn
    assert [text.get_text() for text in texts].count("95 %") == 2
    for i, one in enumerate(boxes):
        assert one.x1 <= page.x1 and page.y0 <= one.y0
        assert not any(
            one.x0 < b.x1 and b.x0 < one.x1 and one.y0 + 1 < b.y1 and b.y0 + 1 < one.y1
            for b in boxes[i + 1 :]
        )


def test_refusals(make_decided: Maker) -> None:
    table = make_decided(rows())
    with pytest.raises(TypeError, match="skyddade tabeller"):
        draw_funnel(table.frame, indikatorer=[NET], **WORDS)
    with pytest.raises(ValueError, match="samma enhet"):
        draw_funnel(table, indikatorer=[NET, "meritvarde_17"], **WORDS)
    with pytest.raises(ValueError, match="inga skolor"):
        draw_funnel(table, indikatorer=["np_netto_ak6"], **WORDS)


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ([-28.0, 19.6], -30, 20),
        ([12.0, 30.0], 0, 30),  # zero is always there
        ([-47.0, -12.0], -50, 0),
        ([-1.0, 2.0], -5, 15),
        ([-60.0, 73.0], -75, 75),
        ([], 0, 100),
    ],
)
def test_scales_of_differences_hold_zero(values: list[float], low: float, high: float) -> None:
    scale = make_scale(values, REGISTRY[NET])
    assert (scale.low, scale.high, scale.note) == (low, high, "")
    assert not values or 0.0 in scale.ticks


def test_ticks_of_differences_are_signed() -> None:
    assert make_scale([-28.0, 19.6], REGISTRY[NET]).labels == [
        "−30", "−20", "−10", "0", "+10", "+20\u00a0procentenheter",
    ]  # fmt: skip
