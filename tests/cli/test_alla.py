"""`analys alla` as it is typed."""

import pytest


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Välj ett av --per skola, --per kommun och --uppsattningar"),
        (["--per", "skol"], "--per kan inte vara ”skol”. Menade du ”skola”?"),
        (["--per", "skola", "--kommuner", "1961"], "--kommuner hör ihop med --per kommun."),
        (["--per", "kommun", "--kommun", "1961"], "väljs kommunerna med --kommuner"),
        (["--per", "skola", "-p", "skola=Ekskolan"], "-p skola hör inte ihop med --per."),
        (["--per", "skola", "-p", "troskl=12"], "Menade du ”troskel”?"),
        (["--per", "kommun", "--kommuner", "Halstahammar,Vasteros"], "Kommunen ”Vasteros” finns inte."),
        (["--per", "kommun"], "Det finns ingen kommun att göra en rapport om i datakatalogen."),
        (["--uppsattningar", "finns-inte.yml"], "Filen finns-inte.yml med uppsättningar kan inte läsas."),
    ],
)
def test_what_does_not_fit_is_told_at_once(analys, tmp_path, arguments, said):
    answer = analys("alla", *arguments, "--data", str(tmp_path))

    assert answer.code == 3
    assert said in answer.err
    assert answer.out == ""


def test_two_reports_in_one_place_stop_before_anything_is_made(analys, liten_kommun, tmp_path):
    sets = tmp_path / "rapporter.yml"
    sets.write_text("- kommun: 9999\n- kommun: 9999\n  titel: Annan titel\n", encoding="utf-8")

    answer = analys(
        "alla", "--uppsattningar", str(sets), "--data", str(liten_kommun), "--ut", str(tmp_path / "ut")
    )

    assert answer.code == 3
    assert "Flera rapporter skulle hamna i samma mapp: ”Exempelkommun 2025/26”." in answer.err
    assert not (tmp_path / "ut").exists()


def test_a_municipality_without_files_stops_no_other(analys, liten_kommun, tmp_path, monkeypatch):
    """The one that can be made is; the other is told of with what to do, and decides the exit code."""
    from analys.batch import making
    from analys.pipeline import find_target

    def make_report(parameters, *, data, out, progress, jobs):
        target = find_target(parameters.model_copy(update={"lasar": "2025/26"}), out)
        target.mkdir(parents=True)
        return target

    monkeypatch.setattr(making, "make_report", make_report)
    sets = tmp_path / "rapporter.yml"
    sets.write_text("- lasar: 1998/99\n- kommun: 9999\n", encoding="utf-8")

    answer = analys(
        "alla", "--uppsattningar", str(sets), "--data", str(liten_kommun), "--ut", str(tmp_path / "ut")
    )

    assert answer.code == 2
    assert "2 rapporter: 1 gjord och 1 misslyckad." in answer.out
    assert "Det finns inga uppgifter om Exempelkommun för läsåret 1998/99." in answer.out
    assert "1 av 1  Exempelkommun 2025/26: gjord" in answer.err
