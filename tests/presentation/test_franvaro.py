"""The words on absence: facts first, certainty by the declared rule, nobody blamed and nothing explained.

Each expected sentence is worked by hand from the numbers in the test. delta is 3 percentage points.
"""

import pytest

from analys.parameters import RunParameters
from analys.presentation import franvaro, franvaro_fynd, franvaro_grupper
from analys.presentation.franvaro_lasning import name_comparison
from analys.underlag import Underlag


@pytest.fixture
def make_run(tmp_path):
    """Function from parameters to a run of the demo municipality with pupil files."""
    (tmp_path / "raw" / "9999" / "2025-26").mkdir(parents=True)
    return lambda **values: Underlag(RunParameters(**values), tmp_path)


@pytest.fixture
def run(make_run):
    return make_run()


def mean(grupp, varde, undre, ovre, termin="vt", slag="franvaro", **values):
    """A row with a group's mean absence."""
    code = f"{slag}_{termin}_{grupp}"
    return {"indikator": code, "varde": varde, "undre": undre, "ovre": ovre, "n": 1000, **values}


def band(grupp, kategori, varde, antal=None, termin="vt", **values):
    """A row with a group's share of pupils in a band."""
    code = f"franvaroband_{termin}_{grupp}"
    own = {"indikator": code, "kategori": kategori, "varde": varde, "antal": antal, "n": 1000}
    return own | values


MEANS = [
    mean("alla", 6.7, 6.4, 7.0),
    mean("lag", 5.2, 4.8, 5.6),
    mean("mellan", 6.5, 6.0, 7.0),
    mean("hog", 8.4, 7.9, 8.9),
]
LOW = [
    band(grupp, "under 10", varde)
    for grupp, varde in (("alla", 81.0), ("lag", 87.8), ("mellan", 80.8), ("hog", 74.6))
]
HIGH = [band("alla", "20–29", 2.3, 23), band("alla", "30–49", 1.2, 12), band("alla", "minst 50", 0.6, 6)]


@pytest.fixture
def table(make_decided):
    """Function from rows to the chapter's first table."""
    return lambda *rows: {"franvaro_band": make_decided(rows, "franvaro_band", "Frånvaro")}


def flat(text):
    """A text with plain spaces."""
    return text.plain.replace("\u00a0", " ")


def test_the_level_is_told_whole_then_stage_by_stage(run, table):
    text = flat(franvaro.describe_levels(run, table(*MEANS, *LOW, *HIGH)))

    # 100 − 81.0 = 19.0; 100 − 87.8 = 12.2; 100 − 80.8 = 19.2; 100 − 74.6 = 25.4
    assert text.startswith(
        "Vad vi ser. I genomsnitt var eleverna i årskurs 1–9 frånvarande 6,7 procent av undervisningstiden "
        "vårterminen 2026. 19,0 procent av eleverna hade minst 10 procents frånvaro. 23 elever (2,3 procent) "
        "hade 20–29 procents frånvaro, 12 (1,2 procent) 30–49 procents och 6 (0,6 procent) minst 50 "
        "procents. Genomsnittet var 5,2 procent på lågstadiet, 6,5 på mellanstadiet och 8,4 på högstadiet. "
        "Minst 10 procents frånvaro hade 12,2 procent av eleverna på lågstadiet, 19,2 på mellanstadiet och "
        "25,4 på högstadiet.\n\nHur säkert det är. Osäkerhetsintervallet för genomsnittet i årskurs 1–9 är "
        "6,4–7,0 procent. Att frånvaron är högre på högstadiet än på de andra stadierna är säkert: "
        "intervallen möts inte."
    )


def test_stages_whose_intervals_meet_are_not_told_apart(run, table):
    near = [mean("lag", 6.0, 5.5, 6.5), mean("hog", 6.9, 6.4, 7.4)]  # 6.4 < 6.5

    text = flat(franvaro.describe_levels(run, table(*near)))
    assert "Underlaget räcker inte för att säga vilket stadium som har den högsta frånvaron." in text


def test_the_share_above_the_first_edge_is_the_rest_of_the_lowest_band_alone(run, table):
    tables = table(*MEANS, *LOW, *HIGH)
    numbers = [
        part
        for paragraph in franvaro.describe_levels(run, tables).paragraphs
        for part in paragraph.parts
        if getattr(part, "text", "") == "19,0"
    ]

    assert [number.cell for number in numbers] == ["franvaroband_vt_alla|9999|2025/26|alla|alla||under 10"]


def test_what_is_hidden_is_not_told(run, table):
    hidden = [row | {"dold": True} for row in (*HIGH[1:], LOW[0], MEANS[1])]
    text = flat(franvaro.describe_levels(run, table(MEANS[0], *MEANS[2:], *LOW[1:], HIGH[0], *hidden)))

    assert "23 elever (2,3 procent) hade 20–29 procents frånvaro." in text
    assert "19,0" not in text and "5,2" not in text and "minst 50" not in text
    assert "Genomsnittet var 6,5 procent på mellanstadiet och 8,4 på högstadiet." in text


def test_where_everything_is_hidden_the_chapter_is_silent(run, table):
    hidden = table(*({**row, "dold": True} for row in (*MEANS, *LOW, *HIGH)))

    assert franvaro.describe_levels(run, hidden) is None
    assert franvaro_grupper.describe_groups(run, hidden) is None
    assert franvaro_fynd.find_absence(run, hidden) == []


def test_without_files_nothing_is_said(run):
    assert franvaro.explain_measure(run, {}) is None
    assert franvaro.describe_levels(run, {}) is None
    assert franvaro_grupper.describe_groups(run, {}) is None
    assert franvaro_fynd.find_absence(run, {}) == []


def test_the_box_tells_how_it_is_counted_and_what_it_measures_too(run, table):
    box = franvaro.explain_measure(run, table(*MEANS))

    assert box.form == "ruta"
    assert "nationell definition" in box.plain.replace("\n", " ")
    assert "frånvaro som ingen har registrerat ser ut som närvaro" in box.plain


def test_the_runs_own_bands_and_term_are_told(make_run, table):
    run = make_run(franvaro_band="5, 15", franvaro_till="HT 2025")
    rows = [
        mean("alla", 6.5, 6.3, 6.8, termin="ht"),
        band("alla", "under 5", 54.0, 540, termin="ht"),
        band("alla", "5–14", 37.0, 370, termin="ht"),
        band("alla", "minst 15", 9.0, 90, termin="ht"),
    ]

    text = flat(franvaro.describe_levels(run, table(*rows)))
    assert "procent av undervisningstiden höstterminen 2025. 46,0 procent av eleverna hade minst 5 " in text
    assert "90 elever (9,0 procent) hade minst 15 procents frånvaro." in text
    assert name_comparison(run) == "mot 2024/25"  # HT 2024


@pytest.mark.parametrize(
    ("gap", "sentence"),
    [
        ((4.0, 3.1, 4.9), "Skillnaden mellan flickor och pojkar är tydlig (+4,0 procentenheter; "),
        ((2.0, 0.5, 3.5), "Skillnaden mellan flickor och pojkar är säkerställd, men inte hur stor den är ("),
        ((0.5, 0.1, 0.9), "Flickors och pojkars genomsnittliga frånvaro är ungefär lika stor (+0,5 "),
        ((1.0, -1.1, 3.1), "Underlaget räcker inte för att avgöra om skillnaden mellan flickor och pojkar "),
    ],
)
def test_girls_and_boys_by_the_class_of_certainty(run, table, gap, sentence):
    varde, undre, ovre = gap
    rows = [
        mean("alla", 7.0, 6.6, 7.4, kon="flickor"),
        mean("alla", 7.0 - varde, 6.6 - varde, 7.4 - varde, kon="pojkar"),
        mean("alla", varde, undre, ovre, jamforelse="flickor-pojkar", delar="x"),
    ]
    text = flat(franvaro_grupper.describe_groups(run, table(*rows)))

    boys = f"{7 - varde:.1f}".replace(".", ",")
    assert text.startswith(
        "Vad vi ser. Flickorna var i genomsnitt frånvarande 7,0 procent av undervisningstiden vårterminen "
        f"2026 och pojkarna {boys}."
    )
    assert f"Hur säkert det är. {sentence}" in text


def test_valid_and_invalid_are_told_with_the_invalid_of_each_stage(run, make_decided):
    rows = [mean("alla", 5.6, 5.4, 5.8, slag="giltig"), mean("alla", 1.1, 1.0, 1.2, slag="ogiltig")]
    for grupp, invalid in (("lag", 0.4), ("mellan", 0.9), ("hog", 2.0)):
        rows += [mean(grupp, 5.0, 4.8, 5.2, slag="giltig"), mean(grupp, invalid, 0.3, 2.2, slag="ogiltig")]
    text = flat(franvaro_grupper.describe_groups(run, {"franvaro_slag": make_decided(rows, "franvaro_slag")}))

    assert text.startswith(
        "Vad vi ser. Av undervisningstiden var 5,6 procent giltig och 1,1 procent ogiltig frånvaro. Den "
        "ogiltiga var 0,4 procent på lågstadiet, 0,9 på mellanstadiet och 2,0 på högstadiet."
    )
