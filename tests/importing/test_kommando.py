"""The command as a user meets it: what it says, what it writes, and the exit code."""

import os

import pytest

FORSBRINK, HOGLYCKE, KALLTORP = "99991148", "99991185", "99991222"
SLUT = "slutbetyg_ak9"
SKOLVERKET = """Statistik från Skolverket, https://www.skolverket.se;;;;;;;;;;
;;;;;;;;;;
Grundskola - Slutbetyg årskurs 9, samtliga elever;;;;;;;;;;
Valt läsår: 2024/25;;;;;;;;;;
;;;;;;;;;;
Skola;Skol-enhetskod;Skolkommun;Kommun-kod;Typ av huvudman;Huvudman;Huvudman orgnr;Antal elever;Andel \
(%) elever som uppfyllt betygskriterierna i alla ämnen;Andel (%) elever behöriga till yrkesprog.;\
Genomsnittligt meritvärde (17 ämnen)
Påhittade skolan;99990001;Hallstahammar;1961;Kommunal;Hallstahammars kommun;2120000001;57;80,7;~100;216,4
"""


@pytest.fixture
def messy(exporter):
    """A folder as it looks in June: mixed names, subfolders, an old version, Word files."""
    exporter.put("Slutbetyg åk9 Forsbrink.csv", SLUT, skolor=[FORSBRINK])
    exporter.put("Höglycke/betyg 9 gammal.csv", SLUT, skolor=[HOGLYCKE], datum="2026-06-05")
    exporter.put("Höglycke/betyg 9.csv", SLUT, skolor=[HOGLYCKE], datum="2026-06-15")
    exporter.put("Ämnesprov 9.txt", "np_ak9", encoding="cp1252")
    exporter.put("NP_ak3_MA.csv", "betyg_ak6")
    exporter.put("frånvaro vt26.csv", "franvaro")
    exporter.put("Skolenheter.csv", "skolenheter")
    exporter.put("elever 25-26.csv", "elevregister")
    exporter.put_text("protokoll.docx", "PK")
    return exporter


def test_without_yes_nothing_is_copied(messy, importera):
    answer = importera("--kommun", "Hallstahammar")

    assert answer.code == 0
    assert "Kommun: Hallstahammar (1961), som du angav" in answer.out
    assert "6 filer att kopiera, 1 att åtgärda." in answer.out
    assert "Inget har kopierats. Kör samma kommando med --ja" in answer.out
    assert list(messy.data.iterdir()) == []


def test_with_yes_what_is_clear_is_copied_and_the_next_step_told(messy, importera):
    answer = importera("--kommun", "1961", "--ja")

    assert answer.code == 0
    assert messy.imported() == [
        "2025-26/franvaro.csv",
        f"2025-26/np_ak9_{FORSBRINK}-{HOGLYCKE}-{KALLTORP}.txt",
        f"2025-26/slutbetyg_ak9_{FORSBRINK}.csv",
        f"2025-26/slutbetyg_ak9_{HOGLYCKE}.csv",
        "elevregister_2025-26.csv",
        "skolenheter.csv",
    ]
    assert "Klart: kopierade 6 filer till" in answer.out
    assert "analys rapport --kommun 1961 --lasar 2025/26" in answer.out
    assert "analys kontrollera" in answer.out


def test_a_half_analyst_reads_what_there_is_in_ten_seconds(messy, importera):
    lines = [" ".join(line.split()) for line in importera("--kommun", "1961").out.splitlines()]
    start = lines.index("Läsåret 2025/26")

    # Lines of the source with the schools' codes: 29 + 20 pupils, 60 in the tests, 1 044 rows of absence.
    assert lines[start + 1 : start + 5] == [
        "Slag Skola Rader Fil Läge",
        "Slutbetyg årskurs 9 2 skolor 49 2 filer nya",
        "Nationella prov årskurs 9 3 skolor 60 Ämnesprov 9.txt ny",
        "Frånvaro 5 skolor 1 044 frånvaro vt26.csv ny",
    ]
    assert f"2025/26 Slutbetyg årskurs 9: Källtorpsängens skola ({KALLTORP})." in lines
    assert "protokoll.docx Ett Worddokument." in lines
    older = "gammal.csv Filen är en äldre utgåva (2026-06-05) än Höglycke/betyg 9.csv"
    assert any(older in line for line in lines)
    assert any('--slag "NP_ak3_MA.csv=betyg_ak6"' in line for line in lines)
    assert len(lines) < 40


def test_every_file_is_shown_on_demand(messy, importera):
    lines = [" ".join(line.split()) for line in importera("--kommun", "1961", "--filer").out.splitlines()]

    told = "Slutbetyg årskurs 9 Forsbrinkskolan 29 Slutbetyg åk9 Forsbrink.csv"
    assert f"{told} slutbetyg_ak9_{FORSBRINK}.csv" in lines


def test_skolverkets_tables_are_kept_apart(messy, importera):
    messy.put_text("slutbetyg riket.csv", SKOLVERKET)
    out = importera("--kommun", "1961", "--ja").out

    assert "Officiell statistik, till raw/skolverket" in out
    assert (messy.data / "raw" / "skolverket" / "slutbetyg riket.csv").read_bytes() == SKOLVERKET.encode()
    assert not any("riket" in name for name in messy.imported())


def test_skolverkets_tables_alone_need_nothing_beside_them(exporter, importera):
    exporter.put_text("slutbetyg riket.csv", SKOLVERKET)
    answer = importera("--ja")

    assert answer.code == 0
    assert "Saknas" not in answer.out
    assert "Rapporten visar dem inte än." in answer.out


def test_what_is_settled_is_copied(messy, importera):
    answer = importera("--kommun", "1961", "--slag", "NP_ak3_MA.csv=betyg_ak6", "--ja")

    assert "7 filer att kopiera." in answer.out
    assert any(name.startswith("2025-26/betyg_ak6") for name in messy.imported())


def test_importing_twice_changes_nothing(messy, importera):
    importera("--kommun", "1961", "--ja")
    before = messy.imported(), (messy.raw / "importer.yml").read_bytes()

    answer = importera("--kommun", "1961", "--ja")

    assert answer.code == 0
    assert "Ingen fil att kopiera, 1 att åtgärda, 6 redan på plats." in answer.out
    assert "1 fil kopierades inte. Gör som det står ovan" in answer.out
    assert "analys rapport --kommun 1961 --lasar 2025/26" in answer.out
    assert (messy.imported(), (messy.raw / "importer.yml").read_bytes()) == before


def test_a_resend_is_declared(exporter, importera):
    exporter.put("betyg.csv", SLUT, skolor=[FORSBRINK], datum="2026-06-10")
    importera("--kommun", "1961", "--ja")
    exporter.put("betyg.csv", SLUT, skolor=[FORSBRINK], datum="2026-06-15")

    out = " ".join(importera("--kommun", "1961", "--ja").out.split())

    assert f"ersätter slutbetyg_ak9_{FORSBRINK}.csv från 2026-06-10 (29 rader)" in out
    assert exporter.imported() == [
        f"2025-26/slutbetyg_ak9_{FORSBRINK}.csv",
        f"ersatta/2025-26/slutbetyg_ak9_{FORSBRINK}_2026-06-10.csv",
    ]


def test_without_a_municipality_the_folder_is_shown_and_the_code_asked_for(messy, importera):
    answer = importera()

    assert answer.code == 0
    assert "Kommun: okänd. Ange den med --kommun" in answer.out
    assert "Ämnesprov 9.txt" in answer.out
    assert "Kör igen med --kommun" in answer.out


def test_a_municipality_that_the_folder_is_named_after_must_be_confirmed(messy, importera):
    messy.katalog = messy.katalog.rename(messy.katalog.with_name("Hallstahammar juni 2026"))
    shown, refused = importera(), importera("--ja")

    assert "Kommun: Hallstahammar (1961), efter katalogens namn" in shown.out
    assert (refused.code, messy.imported()) == (3, [])
    assert "Ange kommunen med --kommun 1961." in refused.err


def test_a_municipality_whose_schools_are_known_needs_no_naming(messy, importera):
    importera("--kommun", "1961", "--ja")
    messy.put("np6 vt26.csv", "betyg_ak6", skolor=[KALLTORP])
    answer = importera("--slag", "np6 vt26.csv=betyg_ak6", "--ja")

    assert "Kommun: Hallstahammar (1961), eftersom skolenheterna finns" in answer.out
    assert f"2025-26/betyg_ak6_{KALLTORP}.csv" in messy.imported()


def test_nothing_is_copied_to_an_unknown_municipality(messy, importera):
    answer = importera("--ja")

    assert answer.code == 3
    assert "Ange kommunen med --kommun." in answer.err
    assert list(messy.data.iterdir()) == []


@pytest.mark.parametrize(("svar", "kopierat"), [("j", True), ("JA ", True), ("", False), ("nej", False)])
def test_on_a_terminal_the_user_is_asked(messy, importera, monkeypatch, svar, kopierat):
    asked = []

    def answer(question):
        asked.append(question)
        return svar

    monkeypatch.setattr("analys.cli.commands.importera.is_terminal", lambda: True)
    monkeypatch.setattr("builtins.input", answer)
    out = importera("--kommun", "1961").out

    assert "Kopiera 6 filer till" in asked[0]
    assert ("Klart: kopierade" in out, bool(messy.imported())) == (kopierat, kopierat)


def test_the_demo_municipality_is_nobodys(messy, importera):
    answer = importera("--kommun", "9999", "--ja")

    assert answer.code == 3
    assert "demokommunen" in answer.err


def test_a_folder_without_anything_known_is_2(exporter, importera):
    exporter.put_text("minnes.txt", "Ring Norra skolan")
    answer = importera("--kommun", "1961")

    assert answer.code == 2
    assert "minnes.txt" in answer.err


def test_an_empty_folder_is_2(importera):
    answer = importera("--kommun", "1961")

    assert answer.code == 2
    assert "Mappen är tom." in answer.err


def test_only_ambiguous_files_are_2(exporter, importera):
    exporter.put("NP_ak3_MA.csv", "betyg_ak6")
    answer = importera("--kommun", "1961", "--ja")

    assert answer.code == 2
    assert "Ingen fil att kopiera, 1 att åtgärda." in answer.out


@pytest.mark.parametrize("place", ["", "raw", "raw/1961/2025-26"])
def test_the_data_folder_is_not_imported_into_itself(exporter, importera, place):
    folder = exporter.data / place
    folder.mkdir(parents=True, exist_ok=True)
    exporter.katalog = folder

    answer = importera("--kommun", "1961", "--ja")

    assert answer.code == 3
    assert "datakatalogen" in answer.err


def test_a_file_is_no_folder(exporter, importera):
    exporter.katalog = exporter.put("slutbetyg.csv", SLUT)
    answer = importera()

    assert answer.code == 3
    assert "Ange mappen med uttagen, inte en fil." in answer.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--slag", "np_ak9"], "skriv FIL=SLAG"),
        (["--slag", "a.csv=betyg"], "slutbetyg_ak9"),
        (["--lasar", "2025/27"], "skriv 2025/26"),
        (["--slag", "Slutbetyg ak9 Forsbrink.csv=np_ak9"], "Menade du ”Slutbetyg åk9 Forsbrink.csv”"),
    ],
)
def test_choices_that_cannot_be_used_are_told(messy, importera, options, words):
    answer = importera("--kommun", "1961", *options)

    assert answer.code == 3
    assert words in answer.err


@pytest.mark.skipif(os.name != "posix", reason="rights are posix")
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_data_folder_is_one_sentence(messy, importera):
    messy.data.chmod(0o500)
    answer = importera("--kommun", "1961", "--ja")
    messy.data.chmod(0o700)

    assert answer.code == 1
    assert "går inte att skriva i" in answer.err


def test_no_pupil_is_in_anything_written(messy, importera):
    messy.put("trasig.csv", SLUT, change=lambda lines: [*lines, lines[0] + ";x"])
    answer = importera("--kommun", "1961", "--ja")
    told = answer.out + answer.err + (messy.raw / "importer.yml").read_text(encoding="utf-8")

    assert [secret for secret in messy.secrets() if secret in told] == []


def test_thousands_of_files_are_looked_through(exporter, importera):
    for number in range(2_000):
        (exporter.katalog / f"{number}.txt").write_bytes(b"anteckning\n")
    exporter.put("slutbetyg.csv", SLUT)

    answer = importera("--kommun", "1961")

    assert answer.code == 0
    assert "1 fil att kopiera." in answer.out
    assert len(answer.out.splitlines()) < 60


def test_the_help_page_teaches(capsys):
    from analys.cli import run

    assert run(["importera", "--help"]) == 0
    page = capsys.readouterr().out
    for word in ("KATALOG", "--ja", "--slag FIL=SLAG", "ersatta", "Slutkoden är 2", "Exempel"):
        assert word in page
