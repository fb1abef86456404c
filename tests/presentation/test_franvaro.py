"""The words on absence: facts first, certainty by the declared rule, nobody blamed and nothing explained.

Each expected sentence is worked by hand from the numbers in the test. delta is 3 percentage points.
"""

import pytest

from analys.estimates.cells import cell_id
from analys.indicators.franvaro_arskull import HOST, MOT_ANDRA, MOT_HOST, VAR
from analys.parameters import RunParameters
from analys.presentation import franvaro, franvaro_fynd, franvaro_grupper, franvaro_skolor
from analys.presentation.claims import Claim
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
    undecided = "Underlaget räcker inte för att säga vilket {} som har den högsta frånvaron."

    text = flat(franvaro.describe_levels(run, table(mean("mellan", 6.1, 5.6, 6.6), *near)))
    assert undecided.format("stadium") in text
    text = flat(franvaro.describe_levels(run, table(*near, mean("mellan", 6.1, 5.6, 6.6) | {"dold": True})))
    assert undecided.format("av de två redovisade stadierna") in text


def test_a_hidden_stage_is_not_among_those_that_one_is_higher_than(run, table):
    far = [mean("lag", 6.0, 5.5, 6.5), mean("mellan", 5.0, 4.5, 5.4), mean("hog", 6.9, 6.6, 7.4)]
    every = franvaro.describe_levels(run, table(*far))
    assert "Att frånvaron är högre på högstadiet än på de andra stadierna är säkert" in flat(every)

    some = franvaro.describe_levels(run, table(far[0], far[1] | {"dold": True}, far[2]))
    assert "Att frånvaron är högre på högstadiet än på det andra redovisade stadiet är säkert" in flat(some)
    claims = [claim for part in some.paragraphs for claim in part.claims]
    assert claims == [
        Claim(
            "most", ("franvaro_vt_hog|9999|2025/26|alla|alla|",), ("franvaro_vt_lag|9999|2025/26|alla|alla|",)
        )
    ]


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


def change(code, varde, undre, ovre, kategori="", lasar="2025/26", **values):
    """A row with a change from 2024/25."""
    delar = " + ".join(cell_id(code, "9999", year, kategori=kategori) for year in (lasar, "2024/25"))
    own = {"indikator": code, "kategori": kategori, "lasar": lasar, "jamforelse": "mot 2024/25"}
    return own | {"varde": varde, "undre": undre, "ovre": ovre, "n": 1000, "delar": delar} | values


def moved(grupp, kategori, before, now, undre, ovre):
    """Rows of a band's two levels and the change between them."""
    code = f"franvaroband_vt_{grupp}"
    return [
        band(grupp, kategori, before, lasar="2024/25"),
        band(grupp, kategori, now),
        change(code, round(now - before, 1), undre, ovre, kategori),
    ]


MEAN_MOVED = [
    mean("alla", 6.6, 6.3, 6.9, lasar="2024/25"),
    mean("alla", 6.7, 6.4, 7.0),
    change("franvaro_vt_alla", 0.1, -0.1, 0.3),
]


@pytest.fixture
def changed(make_decided):
    """Function from rows to the table of changes."""
    return lambda *rows: {"franvaro_andring": make_decided(rows, "franvaro_andring", "Förändring")}


def test_the_sentence_of_the_field_comes_from_the_data_alone(run, changed):
    # Åk 1–7 down in 20–29, åk 1–6 still in 30–49, högstadiet up from 30: as one who asked wrote it.
    rows = [*MEAN_MOVED]
    for n in range(1, 8):
        rows += moved(f"ak{n}", "20–29", 12.0, 8.0, -5.0, -3.0)
    for n in range(1, 7):
        rows += moved(f"ak{n}", "30–49", 8.0, 8.1, -0.3, 0.5)
    rows += moved("hog", "minst 30", 4.0, 9.0, 4.0, 6.0)
    text = flat(franvaro.describe_changes(run, changed(*rows)))

    assert text.startswith(
        "Vad vi ser. Den genomsnittliga frånvaron i alla årskurser steg från 6,6 till 6,7 procent mellan "
        "vårterminen 2025 och vårterminen 2026."
    )
    assert (
        "Andelen elever med 20–29 procents frånvaro har minskat tydligt i årskurs 1–7 (−4,0 "
        "procentenheter i varje)." in text
    )
    assert "Andelen elever med 30–49 procents frånvaro är i stort sett oförändrad i årskurs 1–6 (" in text
    assert (
        "Andelen elever med minst 30 procents frånvaro har ökat tydligt på högstadiet (+5,0 procent" in text
    )
    assert "ligger ofta närmare de andra nästa" in text


def test_where_nothing_is_certain_that_is_said(run, changed):
    rows = [*MEAN_MOVED, *moved("ak7", "20–29", 4.0, 6.0, -1.0, 5.0)]
    text = flat(franvaro.describe_changes(run, changed(*rows)))

    assert "räcker underlaget inte för att säga att andelen har ändrats, eller att den är oförändrad" in text
    assert "i stort sett oförändrad" not in text and "har ökat" not in text


def test_one_lasar_alone_has_no_change(run, changed):
    assert franvaro.describe_changes(run, changed(mean("alla", 6.7, 6.4, 7.0))) is None
    assert franvaro.describe_changes(run, {}) is None


def test_an_autumn_against_a_spring_is_said_to_be_another_season(make_run, changed):
    run = make_run(franvaro_fran="HT 2025")
    rows = [
        mean("alla", 6.5, 6.2, 6.8, termin="ht"),
        mean("alla", 6.7, 6.4, 7.0),
        change("franvaro_vt_alla", 0.2, 0.0, 0.4, jamforelse="mot HT 2025"),
    ]
    text = flat(franvaro.describe_changes(run, changed(*rows)))

    assert "mellan höstterminen 2025 och vårterminen 2026" in text
    assert "Vårterminen 2026 jämförs med höstterminen 2025: sjukdomar och ledigheter är olika" in text


def test_a_year_class_is_told_without_a_word_on_its_pupils(run, make_decided):
    rows = [
        {
            "indikator": "franvaroavvikelse_vt", "jamforelse": MOT_ANDRA, "kategori": f"född {year}",
            "varde": varde, "undre": undre, "ovre": ovre, "n": 400, "delar": "x",
        }
        for year, varde, undre, ovre in ((2011, 0.1, -0.9, 1.1), (2012, 2.1, 0.8, 3.4), (2013, 0.5, 0.1, 0.9))
    ]  # fmt: skip
    tables = {"franvaro_arskullar": make_decided(rows, "franvaro_arskullar")}
    text = flat(franvaro_grupper.describe_groups(run, tables))

    # 2013 lies within one percentage point.
    assert (
        "Årskullen född 2012 har haft högre frånvaro än andra årskullar i samma årskurs (+2,1 "
        "procentenheter; osäkerhetsintervall +0,8 till +3,4). Övriga årskullar går inte att skilja från "
        "varandra." in text
    )
    assert "född 2013" not in text
    assert [f.kategori for f in franvaro_fynd.find_absence(run, tables)] == ["född 2012"]


def test_autumn_and_spring_of_the_same_pupils(run, make_decided):
    own = {"indikator": "franvarolasar_alla", "n": 4000}
    rows = [
        own | {"kategori": HOST, "varde": 6.1},
        own | {"kategori": VAR, "varde": 6.7},
        own | {"jamforelse": MOT_HOST, "varde": 0.6, "undre": 0.5, "ovre": 0.7, "delar": "x"},
    ]
    text = flat(franvaro_grupper.describe_groups(run, {"franvaro_lasaret": make_decided(rows, "x")}))

    assert "6,1 procent av höstterminen och 6,7 procent av vårterminen läsåret 2025/26." in text
    assert "Höst och vår är ungefär lika (osäkerhetsintervall +0,5 till +0,7 procentenheter)." in text


def school(enhet, varde, undre, ovre, code="franvaro_vt_hog", **values):
    unit = {"enhetstyp": "skola", "enhet": enhet, "enhetsnamn": f"Skola {enhet}", "indikator": code}
    return unit | {"varde": varde, "undre": undre, "ovre": ovre, "n": 200} | values


@pytest.fixture
def schools(make_decided):
    rows = [
        mean("hog", 8.0, 7.6, 8.4),
        school("1", 12.0, 11.0, 13.0),
        school("2", 8.1, 7.1, 9.1),
        school("3", 9.0, 8.0, 10.0),  # z = 1.96, p = 0.05 > 0.05 · 2 / 3
        school("4", 5.0, 4.0, 6.0),
    ]
    registered = [
        school(enhet, share, float("nan"), float("nan"), f"franvaroregistrering_vt_{grupp}")
        for grupp in ("alla", "hog")
        for enhet, share in (("1", 97.0), ("2", 96.0), ("3", 95.0), ("4", 71.0))
    ]
    return {
        "franvaro_band": make_decided(rows[:1], "franvaro_band"),
        "franvaro_skolor": make_decided(rows, "franvaro_skolor"),
        "franvaro_registrering": make_decided(registered, "franvaro_registrering"),
    }


def test_schools_are_counted_and_those_with_little_registered_are_left_out(run, schools):
    text = flat(franvaro_skolor.describe_schools(run, schools))

    assert (
        "På högstadiet ligger en av de tre redovisade skolorna säkert över kommunens genomsnitt och ingen "
        "säkert under." in text
    )
    assert (
        "Skola 4 (71 procent) har registrerat mindre än 90 procent av undervisningstiden och jämförs därför "
        "inte." in text
    )
    assert "Skola 1" not in text and "Skolorna rangordnas inte." in text


def test_a_school_that_registered_little_in_the_earlier_term_is_named(run, make_decided, schools):
    change = school("2", 0.4, -0.6, 1.4, "franvaro_vt_alla", jamforelse="mot 2024/25", delar="x")
    earlier = [
        school(enhet, share, float("nan"), float("nan"), "franvaroregistrering_vt_alla", lasar=lasar)
        for lasar, enhet, share in (("2025/26", "3", 95.0), ("2024/25", "3", 74.0), ("2024/25", "2", 96.0))
    ]
    tables = schools | {
        "franvaro_skolor": make_decided([change], "franvaro_skolor"),
        "franvaro_registrering": make_decided(earlier, "franvaro_registrering"),
    }
    text = flat(franvaro_skolor.describe_schools(run, tables))

    assert (
        "Skola 3 (74 procent) registrerade mindre än 90 procent av undervisningstiden vårterminen 2025 och "
        "jämförs därför inte med den terminen." in text
    )


def test_where_files_do_not_tell_what_is_registered_that_is_said(run, schools):
    del schools["franvaro_registrering"]
    text = flat(franvaro_skolor.describe_schools(run, schools))

    assert "Filerna säger inte hur stor del av undervisningstiden som är registrerad." in text
    assert "en av de fyra redovisade skolorna säkert över kommunens genomsnitt och en säkert under" in text


def test_pupils_without_data_are_counted(run, table, make_decided):
    lacking = [{"indikator": "franvarobortfall_vt_alla", "varde": 1.3, "n": 4092, "antal": 55}]
    tables = table(*MEANS) | {"franvaro_bortfall": make_decided(lacking, "franvaro_bortfall")}

    assert "För 1,3 procent av de 4 092 eleverna i elevregistret saknas uppgift om frånvaro" in flat(
        franvaro.describe_levels(run, tables)
    ).replace("\u202f", " ")
