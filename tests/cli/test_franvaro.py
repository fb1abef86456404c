"""Parameters of the chapter on absence in a parameter file: a mistake is told before anything starts."""

import pytest

LINES = {
    "franvaro_fran: våren": "Parametern ”franvaro_fran” kan inte vara ”våren”: det är ingen termin.",
    "franvaro_band: 30, 10": "Parametern ”franvaro_band” kan inte vara ”30, 10”: gränserna ska stå i",
    "minst_registrerat: 200": "Parametern ”minst_registrerat” kan inte vara ”200”: högst 100.0",
    "franvaro_till: VT 2031": "Parametrarna franvaro_till och franvaro_fran ska vara terminer i",
    "franvaro_fran: VT 2026": "Parametern franvaro_fran ska vara en tidigare termin än franvaro_till.",
}


@pytest.mark.parametrize("line", LINES)
def test_a_mistaken_parameter_is_explained(analys, tmp_path, line):
    path = tmp_path / "p.yml"
    path.write_text(line + "\n", encoding="utf-8")

    answer = analys("rapport", "--parametrar", str(path))

    assert answer.code == 3
    assert LINES[line] in answer.err
    assert answer.out == ""
