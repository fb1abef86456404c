"""Figures: what they show, what they must never show, and that they are the same every time."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from matplotlib import pyplot

from analys.disclosure import ProtectedTable
from analys.indicators import REGISTRY
from analys.parameters import contrast_to_white
from analys.presentation.figures import (
    Figure,
    draw_dumbbell,
    draw_gap,
    draw_schools,
    draw_small_multiples,
    draw_trend,
)
from analys.presentation.figures_axes import make_scale, thin_ticks
from analys.presentation.figures_labels import measure_text, spread_out, wrap
from analys.presentation.figures_lines import CONTEXT_LOOKS, Line, Look, lay_out, line_scale
from analys.presentation.figures_series import make_series, span_of
from analys.presentation.figures_words import fit_alt
from analys.presentation.tables import show_table
from analys.presentation.theme import (
    CONTEXT,
    SUBJECT,
    house_style,
    new_canvas,
    second_colour,
    text_colour,
)

Maker = Callable[..., ProtectedTable]

MERIT = REGISTRY["meritvarde_17"]
SHARE = REGISTRY["alla_amnen_ak9"]
WORDS: dict[str, Any] = {"titel": "Meritvärdet steg", "underrubrik": "Meritvärde, poäng, kommunala skolor"}
YEARS = [f"{year}/{year - 1999}" for year in range(2017, 2026)]
VALUES = [214.1, 218.2, None, 221.4, 220.0, 219.2, 226.0, 222.5, 224.3]


def own_rows(hidden: float = 224.3) -> list[dict[str, object]]:
    """Nine läsår: 2019/20 has no cell, 2025/26 is hidden (8 pupils); merit values break 2022/23."""
    rows = []
    for year, value in zip(YEARS, VALUES, strict=True):
        if value is not None:
            last = year == "2025/26"
            value = hidden if last else value
            rows.append({"lasar": year, "varde": value, "undre": value - 6, "ovre": value + 6,
                         "n": 8 if last else 430})  # fmt: skip
    return rows


def nation_rows() -> list[dict[str, object]]:
    usual = {"enhetstyp": "riket", "enhet": "0000", "enhetsnamn": "Riket", "status": "officiell",
             "kalla": "Kolada N15505"}  # fmt: skip
    return [usual | {"lasar": year, "varde": 221.0 + i / 2} for i, year in enumerate(YEARS[:-1])]


def gap_rows() -> list[dict[str, object]]:
    return [
        row | {"kon": kon, "varde": row["varde"] + shift, "undre": row["undre"] + shift,
               "ovre": row["ovre"] + shift}
        for kon, shift in (("flickor", 12.0), ("pojkar", -12.0))
        for row in own_rows()
    ]  # type: ignore[operator]  # fmt: skip


def school_rows(hidden: float = 250.0) -> list[dict[str, object]]:
    schools = [("Åsens skola", 201.4, 45), ("Björkskolan", 218.2, 87), ("Ängskolan", 231.0, 120),
               ("Centralskolan", hidden, 7), ("Zinkgruvan", hidden, 9)]  # fmt: skip
    return [
        {"enhetstyp": "skola", "enhet": str(i), "enhetsnamn": name, "lasar": year, "varde": value - back,
         "undre": value - back - 9, "ovre": value - back + 9, "n": n}
        for i, (name, value, n) in enumerate(schools)
        for year, back in (("2024/25", 3.0), ("2025/26", 0.0))
    ] + [{"lasar": "2025/26", "varde": 222.5, "undre": 216.0, "ovre": 229.0, "n": 328}]  # fmt: skip


@pytest.fixture
def trend(make_table: Maker) -> Figure:
    return draw_trend(make_table([*own_rows(), *nation_rows()]), indikator="meritvarde_17", **WORDS)


# --- what a figure says ---------------------------------------------------------------------------------


def test_trend_in_words(trend: Figure) -> None:
    assert trend.alt == (
        "Linjediagram: genomsnittligt meritvärde (17 ämnen), läsåren 2017/18–2025/26. "
        "Exempelkommun: 214,1\u00a0poäng 2017/18, 222,5\u00a0poäng 2024/25 (bland redovisade läsår högst "
        "226,0 2023/24). "
        "Skyddade uppgifter: 2025/26. Jämförelse: Riket 224,5\u00a0poäng 2024/25. Serien bryts 2022/23."
    )
    assert trend.kalla == (
        "Egen beräkning på kommunens filer. Källa: Kolada N15505. 430\u00a0elever per läsår. "
        "Skuggat fält: 95\u00a0% osäkerhetsintervall. Axeln börjar vid 200. "
        "Brott 2022/23: betygskriterier ersatte kunskapskrav, och nya kursplaner gäller. "
        "Två punkter (..) betyder skyddad uppgift. Den visas inte av hänsyn till enskilda: den gäller få "
        "elever, är nästan lika för alla i gruppen eller skulle röja en annan skyddad "
        "uppgift. 1 av 9 uppgifter är skyddad. "
        "Streck (–) betyder att uppgift saknas."
    )


def test_mimebundle(trend: Figure) -> None:
    data, metadata = trend._repr_mimebundle_()
    assert set(data) == {"image/svg+xml", "image/png", "text/plain"}
    assert data["text/plain"] == trend.alt
    assert base64.b64decode(data["image/png"]) == trend.png
    assert trend.png.startswith(b"\x89PNG")
    shown = [year for year, value in zip(YEARS, VALUES, strict=True) if value is not None][:-1]
    cells = {year: f"meritvarde_17|9999|{year}|alla|alla|" for year in shown}
    assert metadata == {
        "analys": {
            "slag": "figur",
            "id": "trend_kommun_meritvarde_17",
            "titel": "Meritvärdet steg",
            "underrubrik": "Meritvärde, poäng, kommunala skolor",
            "alt": trend.alt,
            "kalla": trend.kalla,
            "bredd_cm": 14.0,
            "tabeller": ["trend_kommun"],
            "pastaenden": [["most", [cells.pop("2023/24")], [*cells.values()]]],
        }
    }


def test_svg_stands_alone_in_any_page(trend: Figure) -> None:
    root = etree.fromstring(trend.svg)
    assert etree.QName(root).localname == "svg"
    assert root.get("role") == "img" and root.get("aria-label") == trend.alt
    names = {etree.QName(node).localname for node in root.iter(etree.Element)}
    assert not names & {"script", "style", "text", "image", "foreignObject", "metadata"}
    ids = root.xpath("//@id")
    assert ids and len(ids) == len(set(ids))
    assert all(name.startswith("fig-trend_kommun_meritvarde_17-") for name in ids)
    used = re.findall(r'(?:href="#|url\(#)([^")]+)', trend.svg)
    assert used and set(used) <= set(ids)
    assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]+"', "", trend.svg)


def test_schools_stand_in_alphabetical_order_with_pupils(make_table: Maker) -> None:
    figure = draw_schools(make_table(school_rows()), indikator="meritvarde_17", lasar="2025/26", **WORDS)
    assert figure.alt == (
        "Punktdiagram: genomsnittligt meritvärde (17 ämnen) per skola, 2025/26, skolorna i bokstavsordning. "
        "3 redovisade skolor, från 201,4 till 231,0\u00a0poäng. 2\u00a0skolor visas inte av "
        "hänsyn till enskilda. Exempelkommun: 222,5\u00a0poäng. "
        "Intervallet rymmer kommunens värde för 2 av 3 redovisade skolor."
    )
    assert "Streck och skuggat fält: 95\u00a0% osäkerhetsintervall. Axeln börjar vid 190." in figure.kalla


def test_dumbbell_names_what_cannot_be_shown(make_table: Maker) -> None:
    figure = draw_dumbbell(
        make_table(school_rows()), indikator="meritvarde_17", fran="2024/25", till="2025/26", **WORDS
    )
    assert "Av 3 med båda värdena ligger 3 högre och 0 lägre 2025/26." in figure.alt
    assert "Exempelkommun: uppgift saknas till 222,5." in figure.alt
    assert "Centralskolan" not in figure.alt


def test_dumbbell_over_a_break_is_not_joined_and_says_so(make_table: Maker) -> None:
    table = make_table(own_rows())
    figure = draw_dumbbell(table, indikator="meritvarde_17", fran="2021/22", till="2024/25", **WORDS)
    assert "Serien bryts 2022/23, därför förbinds inte punkterna." in figure.kalla
    inside = draw_dumbbell(table, indikator="meritvarde_17", fran="2022/23", till="2024/25", **WORDS)
    assert "bryts" not in inside.kalla


def test_small_multiples(make_table: Maker) -> None:
    figure = draw_small_multiples(make_table(school_rows()), indikator="meritvarde_17", **WORDS)
    assert figure.alt.startswith("5 små linjediagram på samma skala, ett per skola: ")
    assert "Senast redovisade värden går från 201,4 till 231,0\u00a0poäng." in figure.alt
    assert "2\u00a0rutor har skyddade uppgifter." in figure.alt
    assert "Axlarna börjar vid" in figure.kalla


def test_gap_describes_both(make_table: Maker) -> None:
    figure = draw_gap(make_table(gap_rows()), indikator="meritvarde_17", **WORDS)
    told = "226,1\u00a0poäng 2017/18, 234,5\u00a0poäng 2024/25 (bland redovisade läsår högst 238,0 2023/24)."
    assert told in figure.alt
    told = "202,1\u00a0poäng 2017/18, 210,5\u00a0poäng 2024/25 (bland redovisade läsår högst 214,0 2023/24)."
    assert told in figure.alt


def test_official_figures_have_no_band_and_no_pupils(make_table: Maker) -> None:
    rows = [
        row | {"enhetstyp": "kommun", "enhet": "1961", "enhetsnamn": "Hallstahammar"} for row in nation_rows()
    ]
    figure = draw_trend(make_table(rows), indikator="meritvarde_17", **WORDS)
    assert "osäkerhetsintervall" not in figure.kalla and "elever" not in figure.kalla
    assert figure.kalla.startswith("Källa: Kolada N15505. ")


# --- what it never shows --------------------------------------------------------------------------------


def everything(figure: Figure) -> tuple[object, ...]:
    return figure.svg, figure.png, figure.alt, figure.kalla


def test_a_hidden_value_changes_nothing(make_table: Maker) -> None:
    def trend_with(value: float) -> Figure:
        return draw_trend(make_table(own_rows(value)), indikator="meritvarde_17", **WORDS)

    def schools_with(value: float) -> Figure:
        return draw_schools(
            make_table(school_rows(value)), indikator="meritvarde_17", lasar="2025/26", **WORDS
        )

    assert everything(trend_with(20.0)) == everything(trend_with(339.0))
    assert everything(schools_with(20.0)) == everything(schools_with(339.0))


def test_nothing_to_show_is_still_a_figure(make_table: Maker) -> None:
    rows = [row | {"n": 5} for row in own_rows()]
    figure = draw_trend(make_table(rows), indikator="meritvarde_17", **WORDS)
    assert "Exempelkommun: inga uppgifter kan visas. Skyddade uppgifter: 8 läsår." in figure.alt
    schools = [row | {"n": 5} for row in school_rows()]
    every = draw_schools(make_table(schools), indikator="meritvarde_17", lasar="2025/26", **WORDS)
    assert "5\u00a0skolor visas inte av hänsyn till enskilda." in every.alt


def test_only_protected_tables(make_table: Maker) -> None:
    frame = make_table(own_rows()).frame
    calls: list[Callable[[], Figure]] = [
        lambda: draw_trend(frame, indikator="meritvarde_17", **WORDS),
        lambda: draw_gap([frame], indikator="meritvarde_17", **WORDS),
        lambda: draw_schools(frame, indikator="meritvarde_17", lasar="2025/26", **WORDS),
        lambda: draw_dumbbell(frame, indikator="meritvarde_17", fran="a", till="b", **WORDS),
        lambda: draw_small_multiples(frame, indikator="meritvarde_17", **WORDS),
    ]
    for call in calls:
        with pytest.raises(TypeError, match="skyddade tabeller"):
            call()


def test_refusals(make_table: Maker, trend: Figure) -> None:
    table = make_table(own_rows())
    with pytest.raises(ValueError, match="finns inte i registret"):
        draw_trend(table, indikator="trivsel", **WORDS)
    with pytest.raises(ValueError, match="inga uppgifter"):
        draw_trend(table, indikator="alla_amnen_ak9", **WORDS)
    with pytest.raises(ValueError, match="inga skolor"):
        draw_schools(table, indikator="meritvarde_17", lasar="2025/26", **WORDS)
    with pytest.raises(ValueError, match="samma enhet"):
        draw_small_multiples(table, indikatorer=["meritvarde_17", "alla_amnen_ak9"], **WORDS)
    with pytest.raises(ValueError, match="alternativtext"):
        replace(trend, alt=" ")
    with pytest.raises(ValueError, match="längre än 300"):
        replace(trend, alt="a" * 301)


def test_drafts_are_marked(make_table: Maker) -> None:
    draft = make_table(own_rows(), utkast=True)
    figure = draw_trend([make_table(own_rows()), draft], indikator="meritvarde_17", **WORDS)
    assert figure.kalla.startswith("UTKAST: ") and figure.tabeller == ("trend_kommun",)
    assert show_table(draft, rader="lasar").noter.startswith("UTKAST: ")


# --- the same every time --------------------------------------------------------------------------------

_AGAIN = """
import hashlib, sys
from analys.disclosure import plan, protect
from analys.estimates.cells import DEFAULTS, Estimate, make_cells
from analys.presentation.figures import draw_trend
rows = [{**DEFAULTS, "indikator": "meritvarde_17", "enhetstyp": "kommun", "enhet": "9999",
         "enhetsnamn": "Exempelkommun", "lasar": year, "varde": value, "n": n, "kalla": "K"}
        for year, value, n in (("2023/24", 214.0, 400), ("2024/25", 218.0, 400), ("2025/26", 219.0, 5))]
estimate = Estimate("t", "T", make_cells(rows))
table = protect(estimate, plan([estimate], 10))
figure = draw_trend(table, indikator="meritvarde_17", titel="a", underrubrik="b")
print(hashlib.sha256(figure.svg.encode() + figure.png + figure.alt.encode()).hexdigest())
"""


def test_same_bytes_in_another_process(make_table: Maker) -> None:
    def run(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "MPLBACKEND": "svg"}
        done = subprocess.run([sys.executable, "-c", _AGAIN], env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    rows = [
        {"lasar": year, "varde": value, "n": n, "kalla": "K"}
        for year, value, n in (("2023/24", 214.0, 400), ("2024/25", 218.0, 400), ("2025/26", 219.0, 5))
    ]
    here = draw_trend(make_table(rows, "t"), indikator="meritvarde_17", titel="a", underrubrik="b")
    digest = hashlib.sha256(here.svg.encode() + here.png + here.alt.encode()).hexdigest()
    assert run("1").strip() == digest == run("2").strip()


def test_nothing_is_left_behind(make_table: Maker) -> None:
    before = dict(mpl.rcParams)
    figures = pyplot.get_fignums()
    with mpl.rc_context({"axes.facecolor": "red", "font.size": 30, "svg.fonttype": "none"}):
        loud = draw_trend(make_table(own_rows()), indikator="meritvarde_17", **WORDS)
    quiet = draw_trend(make_table(own_rows()), indikator="meritvarde_17", **WORDS)
    assert everything(loud) == everything(quiet)
    assert dict(mpl.rcParams) == before
    assert pyplot.get_fignums() == figures


# --- how it is drawn ------------------------------------------------------------------------------------


def series_of(table: ProtectedTable, enhetstyp: str, axis: list[str]) -> Any:
    return make_series(table.cells(enhetstyp=enhetstyp), axis)


def test_lines_stop_at_breaks_gaps_and_hidden_values(make_table: Maker) -> None:
    table = make_table(own_rows())
    series = series_of(table, "kommun", YEARS)
    runs = [[YEARS[i] for i, _ in run] for run in series.segments([YEARS.index("2022/23")])]
    assert runs == [
        ["2017/18", "2018/19"],
        ["2020/21", "2021/22"],
        ["2022/23", "2023/24", "2024/25"],
    ]
    assert [YEARS[i] for i in series.missing()] == ["2019/20"]
    assert [YEARS[i] for i in series.hidden()] == ["2025/26"]


def test_no_drawn_line_bridges_a_gap(make_table: Maker) -> None:
    table = make_table(own_rows())
    line = Line(series_of(table, "kommun", YEARS), Look(SUBJECT, width=2.0, marker="o", band=True))
    with house_style("x"):
        ax = lay_out(new_canvas(7), [line], YEARS, MERIT, line_scale([line], MERIT), 1)
        pieces = [
            [round(float(x)) for x in drawn.get_xdata()]
            for drawn in ax.lines
            if drawn.get_color() == SUBJECT
            and drawn.get_linewidth() == 2.0
            and drawn.get_transform() == ax.transData
        ]
        symbols = [
            (text.get_position()[0], text.get_text()) for text in ax.texts if text.get_text() in ("..", "–")
        ]
    assert [piece for piece in pieces if len(piece) > 1] == [[0, 1], [3, 4], [5, 6, 7]]
    assert sorted(symbols) == [(2, "–"), (8, "..")]


@pytest.mark.parametrize(
    "ends", [[220.0] * 4, [200.0] * 4, [239.9, 240.0, 240.0, 239.8], [200.0, 240.0, 220.0, 220.01]]
)
def test_end_labels_never_collide(make_table: Maker, ends: list[float]) -> None:
    units = [("kommun", "Exempelkommuns kommunala skolor"), ("liknande", "Liknande kommuner grundskola"),
             ("lan", "Västmanlands län (ovägt)"), ("riket", "Riket, kommunala skolor")]  # fmt: skip
    years = ["2023/24", "2024/25", "2025/26"]
    table = make_table(
        [
            {"enhetstyp": kind, "enhet": kind, "enhetsnamn": name, "lasar": year, "varde": value, "n": 400}
            for (kind, name), end in zip(units, ends, strict=True)
            for year, value in zip(years, [200.0, 240.0, end], strict=True)
        ]
    )
    looks = [Look(SUBJECT, width=2.0, band=True, bold=True), *(CONTEXT_LOOKS[kind] for kind, _ in units[1:])]
    lines = [Line(series_of(table, kind, years), look) for (kind, _), look in zip(units, looks, strict=True)]
    with house_style("x"):
        canvas = new_canvas(7)
        ax = lay_out(canvas, lines, years, MERIT, line_scale(lines, MERIT), 1)
        renderer = canvas.canvas.get_renderer()  # type: ignore[attr-defined]
        boxes = [text.get_window_extent(renderer) for text in ax.texts if text.get_text().split()[0] in
                 {name.split()[0] for _, name in units}]  # fmt: skip
        page = canvas.bbox
    assert len(boxes) == 4
    for i, one in enumerate(boxes):
        assert page.x0 <= one.x0 and one.x1 <= page.x1 and page.y0 <= one.y0 and one.y1 <= page.y1
        assert one.x0 >= ax.bbox.x1
        assert not any(one.y0 + 1 < other.y1 and other.y0 + 1 < one.y1 for other in boxes[i + 1 :])


def test_lone_values_are_told_apart_by_their_markers(make_table: Maker) -> None:
    years = ["2024/25", "2025/26"]
    table = make_table(
        [
            {
                "enhetstyp": kind,
                "enhet": kind,
                "enhetsnamn": kind,
                "lasar": "2024/25",
                "varde": value,
                "n": 400,
            }
            for kind, value in (("riket", 220.0), ("lan", 221.0), ("liknande", 222.0))
        ]
    )
    lines = [
        Line(series_of(table, kind, years), look) for kind, look in CONTEXT_LOOKS.items() if kind != "kommun"
    ]
    with house_style("x"):
        ax = lay_out(new_canvas(7), lines, years, MERIT, line_scale(lines, MERIT), 0)
        places = {str(line.get_marker()) for line in ax.lines if line.get_transform() == ax.transData}
        samples = {str(line.get_marker()) for line in ax.lines if line.get_transform() != ax.transData}
    assert {"D", "^", "s"} <= places and {"D", "^", "s"} <= samples


@given(
    st.lists(st.tuples(st.floats(-50, 150), st.floats(1, 30)), min_size=1, max_size=9),
    st.floats(60, 400),
)
def test_spread_labels_keep_order_and_distance(labels: list[tuple[float, float]], room: float) -> None:
    wanted, sizes = [w for w, _ in labels], [s for _, s in labels]
    places = spread_out(wanted, sizes, 0, room)
    order = sorted(range(len(labels)), key=lambda i: (wanted[i], i))
    for one, two in pairwise(order):
        assert places[two] - places[one] >= (sizes[one] + sizes[two]) / 2 - 1e-6
    if sum(sizes) <= room:
        assert all(s / 2 - 1e-6 <= p <= room - s / 2 + 1e-6 for p, s in zip(places, sizes, strict=True))


def test_labels_stay_where_there_is_room() -> None:
    assert spread_out([20, 50, 80], [10, 10, 10], 0, 100) == [20, 50, 80]
    assert spread_out([50, 50, 52], [10, 10, 10], 0, 100) == pytest.approx([40.67, 50.67, 60.67], abs=0.01)
    assert spread_out([0, 99], [10, 10], 0, 100) == [5, 95]


def test_long_names_are_wrapped_whole() -> None:
    text = wrap("Nya Norrängsskolans högstadieenhet F–9", 100)
    assert text.replace("\n", " ") == "Nya Norrängsskolans högstadieenhet F–9"
    assert all(measure_text(line) <= 100 for line in text.split("\n"))
    assert wrap("Björkskolan", 100) == "Björkskolan"


@pytest.mark.parametrize(
    ("values", "measure", "low", "high", "note"),
    [
        ([208.1, 232.0], MERIT, 200, 240, "Axeln börjar vid 200."),
        ([63.0, 78.0], SHARE, 60, 80, "Axeln börjar vid 60\u00a0%."),
        ([97.0, 99.0], SHARE, 80, 100, "Axeln börjar vid 80\u00a0%."),  # never above 100
        ([4.0, 31.0], SHARE, 0, 40, ""),
        ([0.0, 0.0], SHARE, 0, 20, ""),
        ([], SHARE, 0, 100, ""),
        ([float("nan"), 50.0], SHARE, 40, 60, "Axeln börjar vid 40\u00a0%."),
    ],
)
def test_scales(values: list[float], measure: Any, low: float, high: float, note: str) -> None:
    scale = make_scale(values, measure)
    assert (scale.low, scale.high, scale.note) == (low, high, note)
    assert len(scale.ticks) <= 7


@given(st.lists(st.floats(0, 100), min_size=1, max_size=8))
def test_scale_holds_every_value_within_the_possible(values: list[float]) -> None:
    scale = make_scale(values, SHARE)
    assert 0 <= scale.low <= min(values) and max(values) <= scale.high <= 100
    assert scale.high - scale.low >= 20
    assert scale.ticks[0] == scale.low and scale.ticks[-1] == scale.high


def test_ticks_are_thinned_from_the_last() -> None:
    assert thin_ticks(5, 500, 50) == [0, 1, 2, 3, 4]
    assert thin_ticks(10, 300, 50) == [1, 3, 5, 7, 9]


def test_a_line_has_one_cell_a_lasar(make_table: Maker) -> None:
    cells = make_table(
        [{"lasar": "2025/26", "varde": 1.0, "n": 40, "kon": kon} for kon in ("alla", "flickor")]
    )
    with pytest.raises(ValueError, match="Två uppgifter för 2025/26"):
        make_series(cells.cells(), ["2025/26"])
    ends = make_table([{"lasar": year, "varde": 1.0, "n": 40} for year in ("2022/23", "2025/26")])
    assert span_of(ends.cells()) == ["2022/23", "2023/24", "2024/25", "2025/26"]


@pytest.mark.parametrize("subject", ["#12436D", "#F46A25", "#C2410C", "#801650", "#3D3D3D"])
def test_colours_can_be_read_and_told_apart(subject: str) -> None:
    other = second_colour(subject)
    assert contrast_to_white(other) >= 3 and contrast_to_white(text_colour(other)) >= 4.5
    assert contrast_to_white(CONTEXT) >= 4.5
    assert other != subject


def test_alt_text_leaves_out_what_does_not_fit() -> None:
    assert fit_alt(["a" * 200 + ".", "b" * 200 + ".", "", "c."]).plain == "a" * 200 + ". c."
