"""Bars of 100 per cent: what they show, what they never show, and that nothing collides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from analys.disclosure import ProtectedTable
from analys.parameters import contrast_to_white
from analys.presentation.figures import Figure, draw_shares
from analys.presentation.figures_bars import lay_out_bars
from analys.presentation.figures_bars_frame import BarRow, Part
from analys.presentation.figures_shares import MOST_ROWS
from analys.presentation.theme import house_style, ink_on, shade_of

Maker = Callable[..., ProtectedTable]

MA, EN, KE = "np_relation_ak9_ma", "np_relation_ak9_en", "np_relation_ak9_ke"
MA6 = "np_relation_ak6_ma"
WORDS: dict[str, Any] = {
    "lasar": "2025/26",
    "titel": "Betygen följer proven",
    "underrubrik": "Andel, procent",
}
PARTS = ("lägre", "lika", "högre")


def row(
    *values: float, n: int = 454, hidden: tuple[str, ...] = (), **keys: object
) -> list[dict[str, object]]:
    return [
        {
            "kategori": part,
            "varde": value,
            "n": n,
            "antal": round(value * n / 100),
            "dold": part in hidden,
            **keys,
        }
        for part, value in zip(PARTS, values, strict=True)
    ]


def net(value: float, n: int = 454, **keys: object) -> dict[str, object]:
    return {
        "indikator": "np_netto_ak9_ma",
        "varde": value,
        "undre": value - 5,
        "ovre": value + 5,
        "n": n,
        **keys,
    }


SUBJECTS = [
    *row(33.8, 60.4, 5.8, n=447, indikator=EN),
    *row(5.7, 68.9, 25.3),
    *row(53, 41, 6, n=17, indikator=KE),
    *row(9.1, 69.3, 21.6, n=449, indikator=MA6),
]


def texts_of(canvas: Any) -> list[Any]:
    return [text for ax in canvas.axes for text in ax.texts if text.get_text()]


def everything(figure: Figure) -> tuple[object, ...]:
    return figure.svg, figure.png, figure.alt, figure.kalla


# --- what it says ---------------------------------------------------------------------------------------


def test_few_rows_are_told_whole(make_decided: Maker) -> None:
    figure = draw_shares(make_decided(SUBJECTS), indikatorer=[MA], **WORDS)
    assert figure.alt == (
        "Liggande staplar, 100 procent: andel elever efter slutbetyg jämfört med provbetyg i matematik, "
        "årskurs 9, läsåret 2025/26, 1\u00a0rad. Matematik: lägre 5,7, lika 68,9, högre 25,3 procent."
    )
    assert figure.kalla == "Egen beräkning på kommunens filer."
    assert figure.tabeller == ("np_relation",) and figure.id == "np_relation_np_relation_ak9_ma_indikator"


def test_many_rows_are_told_by_their_extremes_with_year_group(make_decided: Maker) -> None:
    figure = draw_shares(make_decided(SUBJECTS), indikatorer=[MA, EN, KE, MA6], block="arskurs", **WORDS)
    assert figure.alt == (
        "Liggande staplar, 100 procent: andel elever efter betyg jämfört med provbetyg, årskurs 9 och 6, "
        "läsåret 2025/26, 4\u00a0rader. "
        "Lägre: från 5,7\u00a0% (matematik, åk 9) till 53\u00a0% (kemi, åk 9). "
        "Högre: från 5,8\u00a0% (engelska, åk 9) till 25,3\u00a0% (matematik, åk 9)."
    )
    assert "Andelar för färre än 100 elever visas utan decimaler." in figure.kalla


def test_schools_are_never_named_by_their_result(make_decided: Maker) -> None:
    schools = [
        cell
        for i, (name, low) in enumerate([("Öskolan", 10.0), ("Alskolan", 1.0), ("Björkskolan", 30.0)])
        for cell in row(low, 60.0, 40.0 - low, enhetstyp="skola", enhet=str(i), enhetsnamn=name, n=120)
    ]
    figure = draw_shares(
        make_decided([*schools, *row(5.7, 68.9, 25.3)]), indikatorer=[MA], rader="enhet",
        etiketter={"lägre": "Lägre slutbetyg än provbetyg", "lika": "Samma betyg som på provet",
                   "högre": "Högre slutbetyg än provbetyg"}, **WORDS,
    )  # fmt: skip
    assert "skolan" not in figure.alt
    assert "Lägre slutbetyg än provbetyg: från 1,0\u00a0% till 30,0\u00a0%." in figure.alt


def test_the_net_stands_beside_and_is_named_the_reports_own(make_decided: Maker) -> None:
    table = make_decided([*row(5.7, 68.9, 25.3), net(19.6)])
    figure = draw_shares(table, indikatorer=[MA], netto=True, **WORDS)
    assert "Nettoavvikelse: andelen högre minus andelen lägre, rapportens eget mått." in figure.kalla
    assert "avrundade" not in figure.kalla
    small = make_decided([*row(27, 61, 12, n=51), net(-16, n=51)])
    assert (
        "Talen är avrundade var för sig." in draw_shares(small, indikatorer=[MA], netto=True, **WORDS).kalla
    )  # 12 − 27 is −15
    assert "Nettoavvikelse" not in draw_shares(table, indikatorer=[MA], **WORDS).kalla


def test_a_new_series_is_marked_between_lasar(make_decided: Maker) -> None:
    years = ["2022/23", "2023/24", "2024/25"]
    table = make_decided([cell for year in years for cell in row(5.0, 70.0, 25.0, lasar=year)])
    figure = draw_shares(table, indikatorer=[MA], rader="lasar", **{**WORDS, "lasar": years})
    assert "Brott 2024/25: den digitala provtjänsten stängdes" in figure.kalla
    assert "Brott 2022/23" not in figure.kalla
    assert "läsåren 2022/23–2024/25, 3\u00a0rader" in figure.alt


def test_groups_make_rows_only_when_asked(make_decided: Maker) -> None:
    groups = [cell for kon in ("flickor", "pojkar") for cell in row(5.0, 70.0, 25.0, kon=kon)]
    table = make_decided([*row(5.7, 68.9, 25.3), *groups])
    assert "1\u00a0rad." in draw_shares(table, indikatorer=[MA], **WORDS).alt
    by_gender = draw_shares(table, indikatorer=[MA], rader="kon", **WORDS)
    assert "Flickor: lägre 5,0" in by_gender.alt and "Pojkar: lägre 5,0" in by_gender.alt


# --- what it never shows --------------------------------------------------------------------------------


@pytest.mark.parametrize("hidden", [PARTS, ("lägre", "högre"), ("lika", "högre")])
def test_a_hidden_part_changes_nothing(make_decided: Maker, hidden: tuple[str, ...]) -> None:
    def draw(*values: float) -> Figure:
        rows = [*row(5.7, 68.9, 25.3), *row(*values, n=40, hidden=hidden, indikator=EN)]
        nets = [net(19.6), net(values[2] - values[0], n=40, indikator="np_netto_ak9_en", dold=True)]
        return draw_shares(make_decided([*rows, *nets]), indikatorer=[MA, EN], netto=True, **WORDS)

    shown = [part for part in PARTS if part not in hidden]
    one = draw(20.0, 50.0, 30.0)
    two = draw(
        *({"lägre": (20.0, 5.0, 75.0), "lika": (45.0, 50.0, 5.0)}.get("".join(shown), (60.0, 30.0, 10.0)))
    )
    assert everything(one) == everything(two)
    assert "Två punkter (..) betyder skyddad uppgift. Den visas inte av hänsyn till enskilda: " in one.kalla
    assert "1\u00a0rad utan stapel." in one.alt


def test_a_row_with_a_hidden_part_has_no_lengths() -> None:
    rows = [
        BarRow("Matematik", (5.7, 68.9, 25.3), ("5,7", "68,9", "25,3"), pupils="454 elever"),
        BarRow("Kemi", symbol="..", rest="lika 41 %", pupils="17 elever"),
    ]
    with house_style("x"):
        canvas = lay_out_bars(rows, [Part(name, "#12436D") for name in PARTS], "")
        assert len(canvas.axes[0].patches) == 3
        drawn = [text.get_text() for text in texts_of(canvas)]
    assert ".." in drawn and "lika 41 %" in drawn


def test_nothing_to_show_is_still_a_figure(make_decided: Maker) -> None:
    figure = draw_shares(make_decided(row(20, 50, 30, n=12, hidden=PARTS)), indikatorer=[MA], **WORDS)
    hidden = "3\u00a0uppgifter visas inte av hänsyn till enskilda."
    assert figure.alt.endswith(f"1\u00a0rad. 1\u00a0rad utan stapel. {hidden}")


def test_refusals(make_decided: Maker) -> None:
    table = make_decided(SUBJECTS)
    with pytest.raises(TypeError, match="skyddade tabeller"):
        draw_shares(table.frame, indikatorer=[MA], **WORDS)
    with pytest.raises(ValueError, match="samma delar"):
        draw_shares(table, indikatorer=["meritvarde_17"], **WORDS)
    with pytest.raises(ValueError, match="samma delar"):
        draw_shares(table, indikatorer=[MA, "np_bedomning_ak3_ma"], **WORDS)
    with pytest.raises(ValueError, match="inga fördelningar"):
        draw_shares(table, indikatorer=[MA], **{**WORDS, "lasar": "2001/02"})
    with pytest.raises(ValueError, match="Rader kan vara"):
        draw_shares(table, indikatorer=[MA], rader="kategori", **WORDS)
    with pytest.raises(ValueError, match="samma plats"):
        draw_shares(table, indikatorer=[MA, EN], rader="enhet", **WORDS)
    many = [
        cell
        for i in range(MOST_ROWS + 1)
        for cell in row(5, 70, 25, enhetstyp="skola", enhet=str(i), enhetsnamn=f"Skola {i}")
    ]
    with pytest.raises(ValueError, match="33 rader; högst 32"):
        draw_shares(make_decided(many), indikatorer=[MA], rader="enhet", **WORDS)


# --- how it is drawn ------------------------------------------------------------------------------------


def test_same_figure_same_bytes_and_whole_svg(make_decided: Maker) -> None:
    one, two = (draw_shares(make_decided(SUBJECTS), indikatorer=[MA, EN, KE], **WORDS) for _ in range(2))
    assert everything(one) == everything(two)
    root = etree.fromstring(one.svg)
    assert root.get("aria-label") == one.alt and one.bredd_cm == 14.0


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ((5.7, 68.9, 25.3), PARTS),
        ((1.0, 98.5, 0.5), ("Lägre slutbetyg än provbetyg", "Samma betyg", "Högre slutbetyg än provbetyg")),
        ((97.0, 2.5, 0.5), ("Lägre slutbetyg än provbetyg", "Samma betyg", "Högre slutbetyg än provbetyg")),
        (
            (58.6, 3.0, 1.1, 37.3),
            ("Når målet enligt båda", "Bara enligt provet", "Bara enligt bedömningen", "Inte"),
        ),
    ],
)
@pytest.mark.parametrize("heading", ["", "Åk 9", "Svenska och svenska som andraspråk"])
def test_no_text_covers_another_or_leaves_the_page(
    values: tuple[float, ...], labels: tuple[str, ...], heading: str
) -> None:
    texts = tuple(str(value).replace(".", ",") for value in values)
    rows = [
        BarRow("Flickor", values, texts, pupils="1 454 elever", net="+19,6", heading=heading),
        BarRow("Pojkar", symbol="..", net=".."),
        BarRow("Svenska som andraspråk", values, texts, pupils="9 elever", net="−1", begins=True),
    ]
    with house_style("x"):
        canvas = lay_out_bars(
            rows, [Part(label, "#12436D") for label in labels], "Nettoavvikelse (procentenheter)"
        )
        renderer = canvas.canvas.get_renderer()
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts_of(canvas)]
        page = canvas.bbox
    for i, (text, one) in enumerate(boxes):
        assert page.x0 - 1 <= one.x0 and one.x1 <= page.x1 + 1, text
        assert page.y0 <= one.y0 and one.y1 <= page.y1 + 1, text
        for other_text, other in boxes[i + 1 :]:
            apart = (
                one.x1 <= other.x0 or other.x1 <= one.x0 or one.y1 <= other.y0 + 2 or other.y1 <= one.y0 + 2
            )
            assert apart, (text, other_text)


@pytest.mark.parametrize("colour", ["#12436D", "#C2410C", "#801650", "#3D3D3D", "#000000"])
def test_parts_differ_in_grey_and_bear_their_text(colour: str) -> None:
    light, dark = shade_of(colour, 3.0), shade_of(colour, 8.5)
    assert contrast_to_white(light) == pytest.approx(3.0, abs=0.1)
    assert contrast_to_white(dark) == pytest.approx(8.5, abs=0.3)
    for shade in (light, dark, "#E8E8E8", "#BEBEBE"):
        white = contrast_to_white(shade)
        assert (white if ink_on(shade) == "#FFFFFF" else 21 / white) >= 4.5
