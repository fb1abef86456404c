"""Dots in panels: what they show, what they never show, and that nothing collides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pytest
from matplotlib.colors import to_hex

from analys.disclosure import ProtectedTable
from analys.presentation.figures import Figure
from analys.presentation.figures_axes import Scale
from analys.presentation.figures_dots import Judgement, Key, draw_dots
from analys.presentation.figures_dots_frame import Dot, DotPanel, DotRow, KeyMark, lay_out_dots
from analys.presentation.theme import SUBJECT, house_style

Maker = Callable[..., ProtectedTable]

BANDS = ("10–19", "20–29", "30–49", "minst 50")
ROWS = [Key("Åk 7", {"grupp": "ak7"}), Key("Åk 8", {"grupp": "ak8"})]
PANELS = [[Key(f"{band} %", {"kategori": band}) for band in BANDS[:2]]]
WORDS: dict[str, Any] = {
    "indikator": "franvaroband_vt_{grupp}",
    "lasar": "2025/26",
    "rader": ROWS,
    "rutor": PANELS,
    "titel": "Frånvaron är störst i årskurs 8",
    "underrubrik": "Andel elever, procent",
    "vad": "andel elever i varje frånvaroband",
    "id": "prickar",
}
SCALE = Scale(0.0, 20.0, (0.0, 5.0, 10.0, 15.0, 20.0), "procent")
SIGNED = Scale(-10.0, 10.0, (-10.0, -5.0, 0.0, 5.0, 10.0), "procentenheter")


def cell(grade: str, band: str, value: float, **keys: object) -> dict[str, object]:
    return {
        "indikator": f"franvaroband_vt_{grade}",
        "kategori": band,
        "varde": value,
        "undre": value - 2,
        "ovre": value + 3,
        "n": 434,
        **keys,
    }


CELLS = [cell("ak7", "10–19", 12.5), cell("ak8", "10–19", 17.0), cell("ak7", "20–29", 4.0)]


def draw(table: ProtectedTable, **keys: Any) -> Figure:
    figure = draw_dots(table, **{**WORDS, **keys})
    assert figure is not None
    return figure


def texts_of(canvas: Any) -> Iterator[Any]:
    for ax in canvas.axes:
        ticks = ax.get_xticklabels() if ax.axison else []
        yield from (text for text in (*ax.texts, *ticks) if text.get_text())


def words_of(canvas: Any) -> list[str]:
    return [text.get_text() for text in texts_of(canvas)]


def points_of(ax: Any) -> list[tuple[float, str]]:
    """Value and filling of each dot."""
    return [
        (float(line.get_xdata()[0]), to_hex(line.get_markerfacecolor()).upper())
        for line in ax.lines
        if line.get_marker() == "o"
    ]


# --- what is said ---------------------------------------------------------------------------------------


def test_the_alt_text_tells_the_range_of_each_panel_and_what_is_hidden(make_decided: Maker) -> None:
    figure = draw(make_decided([*CELLS, cell("ak8", "20–29", 1.0, dold=True)]))
    assert figure.alt == (
        "Punktdiagram med 2\u00a0rutor: andel elever i varje frånvaroband. 1\u00a0uppgift visas inte av "
        "hänsyn till enskilda. 10–19 %: från 12,5\u00a0% (Åk 7) till 17,0\u00a0% (Åk 8). "
        "20–29 %: 4,0\u00a0% (Åk 7)."
    )
    assert figure.kalla == (
        "Egen beräkning på kommunens filer. Streck: 95\u00a0% osäkerhetsintervall. "
        "Två punkter (..) betyder skyddad uppgift. Den visas inte av hänsyn till enskilda: den gäller få "
        "elever, är nästan lika för alla i gruppen eller skulle röja en annan skyddad "
        "uppgift. 1 av 4 uppgifter är skyddad."
    )
    assert figure.tabeller == ("np_relation",) and figure.id == "prickar"


def test_what_is_hidden_leaves_no_trace(make_decided: Maker) -> None:
    first, second = (
        draw(make_decided([*CELLS, cell("ak8", "20–29", value, n=n, dold=True)]))
        for value, n in ((1.0, 434), (11.0, 7))
    )
    assert (first.svg, first.png, first.alt) == (second.svg, second.png, second.alt)


def test_where_all_is_hidden_or_absent_there_is_no_figure(make_decided: Maker) -> None:
    assert draw_dots(make_decided([{**one, "dold": True} for one in CELLS]), **WORDS) is None
    assert draw_dots(make_decided([cell("ak1", "10–19", 5.0)]), **WORDS) is None


def test_changes_are_told_by_those_that_are_settled(make_decided: Maker) -> None:
    mot = {"jamforelse": "mot 2024/25"}
    table = make_decided([cell("ak7", "10–19", 5.0, **mot), cell("ak8", "10–19", -4.0, **mot)])
    sure = {c.cell: Judgement(c.varde > 0, 3.0) for c in table.cells()}
    figure = draw(table, rutor=[[Key("10–19 %", {"kategori": "10–19", **mot})]], domar=sure)
    assert figure.alt.endswith("10–19 %: högre Åk 7.")
    none = draw(table, rutor=[[Key("10–19 %", {"kategori": "10–19", **mot})]], domar={})
    assert none.alt.endswith("10–19 %: ingen säker förändring.")


def test_two_kinds_of_dots_are_told_value_by_value(make_decided: Maker) -> None:
    table = make_decided([cell("ak7", "10–19", 12.5), cell("ak7", "10–19", 9.0, lasar="2024/25")])
    kinds = [Key("nu, som det är"), Key("då", {"lasar": "2024/25"})]
    figure = draw(table, rutor=PANELS, prickar=kinds)
    assert figure.alt.endswith("10–19 %, nu: Åk 7 12,5. 10–19 %, då: Åk 7 9,0.")


def test_only_protected_tables_are_drawn() -> None:
    with pytest.raises(TypeError):
        draw_dots([1, 2], **WORDS)  # type: ignore[list-item]


def test_the_same_cells_give_the_same_bytes(make_decided: Maker) -> None:
    first, second = (draw(make_decided(CELLS)) for _ in range(2))
    assert (first.svg, first.png) == (second.svg, second.png)


# --- what is drawn --------------------------------------------------------------------------------------


def lay_out(panels: list[list[DotPanel]], rows: int = 2, **keys: Any) -> Any:
    names = [DotRow(f"Årskurs {i + 1}", "434", bold=i == 0) for i in range(rows)]
    with house_style("fig-prov"):
        return lay_out_dots(names, panels, keys.get("key", []), SUBJECT, keys.get("head", "Elever"))


def test_dots_stand_at_their_values_and_hidden_ones_nowhere() -> None:
    canvas = lay_out(
        [[DotPanel("10–19 %", SCALE, ((Dot("12,5", 12.5, (10.5, 15.5)),), (Dot("..", hollow=True),)))]]
    )
    panel = canvas.axes[-1]
    assert points_of(panel) == [(12.5, SUBJECT)]
    assert [list(line.get_xdata()) for line in panel.lines if len(line.get_xdata()) == 2][5:] == [
        [10.5, 15.5]
    ]
    assert ".." in words_of(canvas)


def test_a_panel_without_dots_has_symbols_and_no_axis() -> None:
    empty = DotPanel("Minst 50 %", SCALE, ((Dot("..", hollow=True),), (Dot("..", hollow=True),)))
    canvas = lay_out([[DotPanel("10–19 %", SCALE, ((Dot("1", 1.0),), (Dot("2", 2.0),))), empty]])
    full, bare = canvas.axes[-2:]
    assert not bare.axison and full.axison
    assert bare.get_position().width < 0.2 * full.get_position().width
    assert [text.get_text() for text in bare.texts] == ["..", "..", "Minst 50 %"]


def test_settled_differences_are_filled_and_others_hollow() -> None:
    dots = ((Dot("+5", 5.0, hollow=False, bold=True, zone=3.0),), (Dot("−1", -1.0, hollow=True, zone=3.0),))
    canvas = lay_out(
        [[DotPanel("10–19 %", SIGNED, dots)]], key=[KeyMark("säker"), KeyMark("liten", zone=True)]
    )
    panel = canvas.axes[-1]
    assert points_of(panel) == [(5.0, SUBJECT), (-1.0, "#FFFFFF")]
    assert [(bar.get_x(), bar.get_width()) for bar in panel.patches] == [(-3.0, 6.0), (-3.0, 6.0)]


def test_levels_are_drawn_from_zero_on_one_scale(
    make_decided: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[DotPanel] = []

    def keep(rows: Any, lines: Any, *rest: Any) -> Any:
        drawn.extend(panel for line in lines for panel in line)
        return lay_out_dots(rows, lines, *rest)

    monkeypatch.setattr("analys.presentation.figures_dots.lay_out_dots", keep)
    draw(make_decided([cell("ak7", "10–19", 88.0), cell("ak7", "20–29", 1.0)]))
    assert {(panel.scale.low, panel.scale.high) for panel in drawn} == {(0.0, 100.0)}


@pytest.mark.parametrize("panels", [1, 2, 4])
@pytest.mark.parametrize("kinds", [1, 2])
def test_nothing_is_covered_or_cut(panels: int, kinds: int) -> None:
    dots = tuple(
        tuple(Dot("100,0" if i % 2 else "..", 99.5 if i % 2 else None, (90, 100) if i % 2 else None)
              for _ in range(kinds))
        for i in range(13)
    )  # fmt: skip
    scale = Scale(0.0, 100.0, tuple(float(20 * i) for i in range(6)), "procent")
    line = [DotPanel(f"{i}0–{i}9 %", scale, dots) for i in range(panels)]
    canvas = lay_out(
        [line, line], 13, head="Elever" if kinds == 1 else "",
        key=[KeyMark("observerat"), KeyMark("justerat, som om varje band hade samma elever", hollow=True)],
    )  # fmt: skip
    canvas.canvas.draw()
    width, height = canvas.get_size_inches() * canvas.dpi
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts_of(canvas)]
    for words, box in boxes:
        assert box.x0 >= -1 and box.x1 <= width + 1, words
        assert box.y0 >= -1 and box.y1 <= height + 1, words
    for (first, one), (second, other) in combinations(boxes, 2):
        apart = one.x1 <= other.x0 + 0.5 or other.x1 <= one.x0 + 0.5
        apart = apart or one.y1 <= other.y0 + 2 or other.y1 <= one.y0 + 2
        assert apart, (first, second)
