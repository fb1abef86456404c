"""No sentence of the chapter on absence says what makes what, blames anybody or ranks.

The words are looked for in every text that the modules and the notebook hold, and in the whole chapter
composed of made-up tables at the ends of what can happen.
"""

import ast
import itertools
import re
from pathlib import Path

import nbformat
import pytest

import analys.presentation
from analys.indicators.franvaro import GRUPPER
from analys.indicators.franvaro_arskull import HOST, MOT_ANDRA, MOT_HOST, VAR
from analys.indicators.franvaro_band import name_bands
from analys.indicators.franvaro_utfall import (
    IMPUTERAD,
    JAMFORD_FRANVARO,
    JAMFORD_UTFALL,
    KOMPLETTA,
    PER_TIO,
    ROBUSTHET,
    STEG,
    UTFALL,
)
from analys.parameters import RunParameters
from analys.paths import notebooks_folder
from analys.presentation import (
    franvaro,
    franvaro_fynd,
    franvaro_grupper,
    franvaro_metod,
    franvaro_resultat,
    franvaro_skolor,
)
from analys.underlag import Underlag

MODULES = sorted(
    path
    for path in Path(analys.presentation.__file__).parent.glob("*.py")
    if path.stem.startswith(("franvaro", "wording_franvaro", "roster", "wording_roster", "questions"))
)
CAUSES = (
    "leder till", "ledde till", "orsakar", "orsakas", "orsaken", "beror på", "beroende på", "effekt av",
    "påverka", "tack vare", "på grund av", "ger lägre", "ger högre", "gör att", "medför", "resulterar i",
    "till följd av",
)  # fmt: skip
BLAME = (
    "skolk", "problemklass", "problemelev", "värst", "sämst", "bäst", "dålig", "slarv", "lat ", "ansvarslös",
    "skyldig", "försumm", "misskött", "usel", "ranking", "rankas", "topplista",
)  # fmt: skip
BANNED = CAUSES + BLAME


@pytest.fixture
def run(tmp_path):
    (tmp_path / "raw" / "9999" / "2025-26").mkdir(parents=True)
    return Underlag(RunParameters(), tmp_path)


def find_banned(text):
    return [word for word in BANNED if word in f"{text} ".lower()]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_text_of_the_modules_explains_or_blames(path):
    texts = [
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search("[åäö ]", node.value)
    ]

    assert [(text, found) for text in texts if (found := find_banned(text))] == []


@pytest.mark.parametrize("name", ["04_franvaro.ipynb", "06_roster.ipynb"])
def test_no_text_of_the_notebook_explains_or_blames(name):
    notebook = nbformat.read(notebooks_folder() / name, as_version=4)

    assert [cell.source for cell in notebook.cells if find_banned(cell.source)] == []


def test_the_words_are_found_where_they_are():
    assert find_banned("Frånvaro leder till lägre betyg.") == ["leder till"]
    assert find_banned("Det beror på skolk.") == ["beror på", "skolk"]
    stems = {path.stem for path in MODULES}
    assert {"franvaro", "wording_franvaro", "roster", "wording_roster", "questions"} <= stems


ENDS = {
    "nothing": (0.0, -0.1, 0.1),
    "unsettled": (1.0, -20.0, 22.0),
    "up": (60.0, 50.0, 70.0),
    "down": (-60.0, -70.0, -50.0),
    "slightly up": (4.0, 0.1, 7.9),
    "slightly down": (-4.0, -7.9, -0.1),
}


def absence_rows(change):
    """Levels, changes and gaps of every group, band and gender; all differences are `change`."""
    varde, undre, ovre = change
    codes = [(f"franvaroband_vt_{g.kod}", k) for g in GRUPPER for k in name_bands((10, 20, 30, 50))]
    codes += [(f"{slag}_vt_{g.kod}", "") for slag in ("franvaro", "giltig", "ogiltig") for g in GRUPPER]
    for (code, kategori), lasar in itertools.product(codes, ("2024/25", "2025/26")):
        for kon in ("alla", "flickor", "pojkar"):
            own = {"indikator": code, "kategori": kategori, "lasar": lasar, "kon": kon, "n": 500}
            yield own | {"varde": 20.0, "undre": 18.0, "ovre": 22.0, "antal": 100 if kategori else None}
            moved = {"varde": varde, "undre": undre, "ovre": ovre, "delar": "x"}
            if lasar == "2025/26":
                yield own | moved | {"jamforelse": "mot 2024/25"}
        own = {"indikator": code, "kategori": kategori, "lasar": lasar, "n": 500, "delar": "x"}
        yield own | {"varde": varde, "undre": undre, "ovre": ovre, "jamforelse": "flickor-pojkar"}


def other_rows(change):
    """Year classes, terms of the läsår, schools and what they have registered."""
    varde, undre, ovre = change
    moved = {"varde": varde, "undre": undre, "ovre": ovre, "n": 400, "delar": "x"}
    for year in (2010, 2011, 2012):
        own = {"indikator": "franvaroavvikelse_vt", "jamforelse": MOT_ANDRA, "kategori": f"född {year}"}
        yield own | moved
    yield {"indikator": "franvarolasar_alla", "jamforelse": MOT_HOST} | moved
    for name in (HOST, VAR):
        yield {"indikator": "franvarolasar_alla", "kategori": name, "varde": 20.0, "n": 400}
    for enhet, share in (("1", 97.0), ("2", 60.0)):
        unit = {"enhetstyp": "skola", "enhet": enhet, "enhetsnamn": f"Skola {enhet}", "n": 200}
        yield unit | {"indikator": "franvaroregistrering_vt_alla", "varde": share}
        for grupp in GRUPPER[:4]:
            own = unit | {"indikator": f"franvaro_vt_{grupp.kod}"}
            yield own | {"varde": 20 + varde, "undre": 20 + undre, "ovre": 20 + ovre}
            yield own | moved | {"jamforelse": "mot 2024/25"}


def result_rows(change):
    varde, undre, ovre = change
    for utfall, kategori in itertools.product(UTFALL, (*name_bands((10, 20, 30, 50)), PER_TIO)):
        own = {"kategori": kategori, "n": 500, "kalla": "Egen beräkning, årskurs 9 läsåret 2025/26"}
        if kategori != PER_TIO:
            yield own | {"indikator": f"franvaro_niva_{utfall.kod}", "varde": 50.0, "antal": 250}
        for steg in STEG:
            moved = {"varde": varde, "undre": undre, "ovre": ovre, "jamforelse": steg, "delar": "x"}
            yield own | moved | {"indikator": f"franvaro_samband_{utfall.kod}"}
        for method in (KOMPLETTA, IMPUTERAD):
            moved = {"varde": varde, "undre": undre, "ovre": ovre, "jamforelse": method, "delar": "x"}
            if kategori == PER_TIO:
                yield own | moved | {"indikator": f"franvaro_metod_{utfall.kod}"}
    for name, share in ((ROBUSTHET, 0.2), (JAMFORD_UTFALL, 0.5), (JAMFORD_FRANVARO, 0.1)):
        yield {"indikator": "franvaro_diagnos_merit", "kategori": name, "varde": share, "n": 500}


def compose_chapter(run, tables):
    """Every text of the chapter, and of its findings."""
    texts = [
        franvaro.explain_measure(run, tables),
        franvaro.describe_levels(run, tables),
        franvaro.describe_changes(run, tables),
        franvaro_skolor.describe_schools(run, tables),
        franvaro_metod.explain_absence(run, tables),
        franvaro_grupper.describe_groups(run, tables),
        franvaro_resultat.describe_results(run, tables),
    ]
    return [text.plain for text in texts if text], [f.text for f in franvaro_fynd.find_absence(run, tables)]


@pytest.fixture
def make_tables(make_decided):
    def make(change):
        absence = make_decided(list(absence_rows(change)), "franvaro_band")
        results = make_decided(list(result_rows(change)), "resultat_samband")
        others = make_decided(list(other_rows(change)), "franvaro_skolor")
        tables = {"franvaro_band": absence, "franvaro_slag": absence, "franvaro_andring": absence}
        names = ("franvaro_skolor", "franvaro_registrering", "franvaro_arskullar", "franvaro_lasaret")
        tables |= dict.fromkeys(names, others)
        names = ("resultat_franvaro", "resultat_samband", "resultat_metoder", "resultat_diagnos")
        return tables | dict.fromkeys(names, results)

    return make


@pytest.mark.parametrize("change", ENDS.values(), ids=ENDS)
def test_the_composed_chapter_neither_explains_nor_blames(run, make_tables, change):
    texts, findings = compose_chapter(run, make_tables(change))

    assert len(texts) == 7
    assert len(findings) > 20
    assert [text for text in (*texts, *findings) if find_banned(text)] == []
