"""The registry is complete, its texts are fit to print, and nothing was forgotten in it."""

from __future__ import annotations

import csv
import dataclasses
import importlib
import pkgutil
from pathlib import Path

import pytest

import analys.indicators
from analys.indicators import REGISTRY, Indicator
from analys.indicators.arskurser import label_arskurs
from analys.indicators.enkat import GRUPPER
from analys.indicators.franvaro_elev import FRANVARO_ELEV
from analys.indicators.parning import PAIRED

METADATA = Path(__file__).parents[3] / "shared/underlag/kolada/kolada_kpi_metadata_2026-03.csv"
SURVEYS = {kind for grupp in GRUPPER.values() for kind in (grupp.kind, grupp.asked_kind)}
KINDS = {"slutbetyg_ak9", "betyg_ak6", "np_ak3", "np_ak6", "np_ak9", *PAIRED, FRANVARO_ELEV, *SURVEYS}
EXPECTED = {
    "meritvarde_17": "N15505",
    "meritvarde_16": "",
    "alla_amnen_ak9": "N15419",
    "behorighet_yrkes": "N15436",
    "behorighet_es": "N15435",
    "behorighet_ekhusa": "N15434",
    "behorighet_nate": "N15433",
    "alla_amnen_ak6": "N15540",
    "np_ak3_svsva": "N15452",
    "np_ak3_sv": "N15450",
    "np_ak3_sva": "",
    "np_ak3_ma": "N15454",
    **{f"np_ak{a}_{s}": "" for a in (6, 9) for s in ("ma", "en", "sv", "sva")},
}
AMNEN = {
    9: ("ma", "en", "sv", "sva", "bi", "fy", "ke", "ge", "hi", "re", "sh"),
    6: ("ma", "en", "sv", "sva"),
}
PROV = {9: ("ma", "en", "svsva", "no", "so"), 6: ("ma", "en", "svsva")}
EXPECTED |= {f"np_relation_ak{a}_{s}": "" for a in AMNEN for s in AMNEN[a]}
for _a in AMNEN:
    EXPECTED |= {f"np_netto_ak{_a}": "", **{f"np_netto_ak{_a}_{s}": "" for s in AMNEN[_a]}}
for _a in PROV:
    EXPECTED |= {f"np_bortfall_ak{_a}": "", **{f"np_resultat_ak{_a}_{s}": "" for s in PROV[_a]}}
DELPROV = {"ma": "abcdefg", "sv": "abcdefgh", "sva": "abcdefgh"}
EXPECTED |= {f"np_bedomning_ak3_{s}": "" for s in DELPROV}
EXPECTED |= {f"np_samstammig_ak3_{s}": "" for s in DELPROV}
EXPECTED |= {f"np_delprov_ak3_{s}_{part}": "" for s in DELPROV for part in DELPROV[s]}
STADIER = ("alla", "lag", "mellan", "hog", *(f"ak{n}" for n in range(1, 10)))
EXPECTED |= {
    f"{slag}_{termin}_{grupp}": ""
    for slag in ("franvaroband", "franvaro", "giltig", "ogiltig")
    for termin in ("vt", "ht")
    for grupp in STADIER
}
EXPECTED |= {f"franvarobortfall_{t}_{g}": "" for t in ("vt", "ht") for g in STADIER[:4]}
INDEX = ("trygghet", "studiero", "stimulans", "delaktighet", "stod", "information")
SVARSGRUPPER = ("elev", "personal", "vardnadshavare")
EXPECTED |= {f"enkat_{grupp}_{index}": "" for grupp in SVARSGRUPPER for index in INDEX}
EXPECTED |= {f"enkat_elev_{index}_ak{n}": "" for index in INDEX for n in range(4, 10)}
EXPECTED |= {f"enkat_{grupp}_svarsfrekvens": "" for grupp in SVARSGRUPPER}
EXPECTED |= {f"enkat_elev_svarsfrekvens_ak{n}": "" for n in range(4, 10)}


def test_order_and_kpis() -> None:
    assert {code: i.kolada for code, i in REGISTRY.items()} == EXPECTED
    assert list(REGISTRY) == list(EXPECTED)


def test_every_indicator_in_the_package_is_registered() -> None:
    found = set()
    for module in pkgutil.iter_modules(analys.indicators.__path__):
        for value in vars(importlib.import_module(f"analys.indicators.{module.name}")).values():
            members = value if isinstance(value, tuple) else (value,)
            found |= {member.code for member in members if isinstance(member, Indicator)}
    assert found == set(REGISTRY)


@pytest.mark.parametrize("code", REGISTRY)
def test_texts(code: str) -> None:
    indicator = REGISTRY[code]
    assert indicator.code == code
    assert indicator.kind in KINDS
    assert str(indicator.arskurs) in indicator.kind or indicator.kind in {FRANVARO_ELEV, *SURVEYS}
    for text in (indicator.definition, indicator.denominator):
        assert text.endswith(".") and "  " not in text and '"' not in text and len(text) > 30
    for text in (indicator.label, indicator.short_label, indicator.source):
        assert text and not text.endswith(".") and "  " not in text
    first = {"procent": "Andel ", "poäng": "Genomsnittligt ", "procentenheter": "Nettoavvikelse "}
    first["indexpoäng"] = "Index för "
    absence = "Genomsnittlig " if indicator.is_mean and indicator.kind == FRANVARO_ELEV else ""
    assert indicator.label.startswith(absence or first[indicator.unit])
    for phrase in (indicator.fras, *(indicator.phrase(name) for name in indicator.categories)):
        assert phrase[0].islower() and not phrase.endswith(".") and "  " not in phrase
        where = (f"årskurs {indicator.arskurs}", "årskurs 1–9", "stadiet")
        everybody = ("merit", "behorighet", "enkat")
        assert any(w in phrase for w in where) or indicator.code.startswith(everybody)
    assert all(note.endswith(".") for note in indicator.break_notes)


@pytest.mark.skipif(not METADATA.exists(), reason="the reference files lie beside the project only")
def test_kpi_titles_name_the_same_measure() -> None:
    with METADATA.open(encoding="utf-8-sig", newline="") as file:
        titles = {row["id"]: row["title"] for row in csv.DictReader(file)}
    words = {
        "meritvarde_17": ["meritvärde", "17 ämnen"],
        "alla_amnen_ak9": ["åk 9", "alla ämnen"],
        "alla_amnen_ak6": ["åk 6", "alla ämnen"],
        "behorighet_yrkes": ["yrkesprogram"],
        "behorighet_es": ["estetiska"],
        "behorighet_ekhusa": ["ekonomi-, humanistiska"],
        "behorighet_nate": ["naturvetenskaps- och teknik"],
        "np_ak3_svsva": ["åk 3", "svenska och svenska som andraspråk"],
        "np_ak3_sv": ["åk 3", "ej svenska som andraspråk"],
        "np_ak3_ma": ["åk 3", "matematik"],
    }
    with_kpi = {code: i.kolada for code, i in REGISTRY.items() if i.kolada}
    assert set(with_kpi) == set(words)
    for code, kpi in with_kpi.items():
        assert all(word in titles[kpi] for word in [*words[code], "kommunala skolor"]), titles[kpi]


@pytest.mark.skipif(not METADATA.exists(), reason="the reference files lie beside the project only")
def test_kpi_titles_name_the_same_category() -> None:
    with METADATA.open(encoding="utf-8-sig", newline="") as file:
        titles = {row["id"]: row["title"] for row in csv.DictReader(file)}
    with_kpi = {code: dict(i.kolada_kategorier) for code, i in REGISTRY.items() if i.kolada_kategorier}
    subjects = {"sv": "svenska", "ma": "matematik", "en": "engelska", "sva": "svenska som andraspråk"}
    assert set(with_kpi) == {f"np_relation_ak9_{subject}" for subject in subjects}
    for subject, name in subjects.items():
        kpis = with_kpi[f"np_relation_ak9_{subject}"]
        assert set(kpis) == {"lägre", "högre"}
        for word, kpi in kpis.items():
            assert titles[kpi] == (
                f"Elever i åk 9 som fått ett {word} betyg än provbetyg för ämnesprov i {name}, "
                "kommunala skolor, andel (%)"
            )


def test_phrases_of_the_net_and_of_categories() -> None:
    assert REGISTRY["np_netto_ak9_ma"].fras == "nettoavvikelsen i matematik i årskurs 9"
    assert REGISTRY["np_netto_ak6"].fras == "nettoavvikelsen i alla provämnen i årskurs 6"
    relation = REGISTRY["np_relation_ak9_ma"]
    assert [relation.phrase(name) for name in relation.categories] == [
        "andelen elever med lägre slutbetyg än provbetyg i matematik i årskurs 9",
        "andelen elever med samma slutbetyg som provbetyg i matematik i årskurs 9",
        "andelen elever med högre slutbetyg än provbetyg i matematik i årskurs 9",
    ]
    # Only åk 9 ends the school: in åk 6 the grade is a term's.
    assert REGISTRY["np_relation_ak6_en"].phrase("högre") == (
        "andelen elever med högre betyg än provbetyg i engelska i årskurs 6"
    )
    assert relation.phrase() == relation.fras
    with pytest.raises(ValueError, match="no category"):
        relation.phrase("felaktigt")


def test_phrases_of_absence() -> None:
    assert [
        REGISTRY["franvaroband_vt_ak7"].phrase(name) for name in REGISTRY["franvaroband_vt_ak7"].categories
    ] == [
        "andelen elever i årskurs 7 med mindre än 10 procents frånvaro under vårterminen",
        "andelen elever i årskurs 7 med 10–19 procents frånvaro under vårterminen",
        "andelen elever i årskurs 7 med 20–29 procents frånvaro under vårterminen",
        "andelen elever i årskurs 7 med 30–49 procents frånvaro under vårterminen",
        "andelen elever i årskurs 7 med minst 50 procents frånvaro under vårterminen",
    ]
    assert REGISTRY["franvaroband_ht_hog"].phrase("10–19") == (
        "andelen elever på högstadiet med 10–19 procents frånvaro under höstterminen"
    )
    assert REGISTRY["franvaroband_ht_alla"].fras == (
        "andelen elever efter frånvaro under höstterminen i årskurs 1–9"
    )
    assert REGISTRY["franvaroband_vt_lag"].fras == (
        "andelen elever efter frånvaro under vårterminen på lågstadiet"
    )
    assert REGISTRY["franvaro_vt_ak1"].fras == ("den genomsnittliga frånvaron under vårterminen i årskurs 1")
    assert REGISTRY["giltig_ht_mellan"].fras == (
        "den genomsnittliga giltiga frånvaron under höstterminen på mellanstadiet"
    )
    assert REGISTRY["ogiltig_vt_alla"].fras == (
        "den genomsnittliga ogiltiga frånvaron under vårterminen i årskurs 1–9"
    )


def test_phrases_of_surveys() -> None:
    assert REGISTRY["enkat_elev_stod_ak8"].fras == "indexet för stöd bland elever i årskurs 8"
    assert REGISTRY["enkat_vardnadshavare_information"].fras == (
        "indexet för information till hemmet bland vårdnadshavare"
    )
    assert REGISTRY["enkat_elev_svarsfrekvens_ak6"].fras == (
        "andelen elever i årskurs 6 som har svarat på enkäten"
    )
    assert REGISTRY["enkat_personal_svarsfrekvens"].fras == "andelen personal som har svarat på enkäten"


def test_a_family_of_absence_has_one_definition_and_its_members_one_denominator() -> None:
    families: dict[str, set[tuple[str, str]]] = {}
    for indicator in REGISTRY.values():
        if indicator.kind == FRANVARO_ELEV:
            told = (indicator.family_definition, indicator.denominator)
            families.setdefault(indicator.family, set()).add(told)
    assert list(families) == [
        "Andel elever efter frånvaro",
        "Genomsnittlig frånvaro",
        "Genomsnittlig giltig frånvaro",
        "Genomsnittlig ogiltig frånvaro",
        "Elever utan uppgift om frånvaro",
    ]
    assert all(len(told) == 1 for told in families.values())


def test_less_absence_is_better_and_no_nation_has_defined_it() -> None:
    for code, indicator in REGISTRY.items():
        if indicator.kind == FRANVARO_ELEV:
            # What is not known is neither good nor bad.
            assert indicator.higher_is_better is (None if "bortfall" in code else False)
            assert "Rapportens eget mått" in indicator.source
            assert not indicator.kolada and not indicator.kolada_kategorier


def test_the_measures_of_the_tests_judge_nobody() -> None:
    chapter = [i for i in REGISTRY.values() if i.kapitel == "np_och_betyg"]
    for indicator in chapter:
        assert indicator.higher_is_better is None and indicator.troskel == 15, indicator.code
        text = " ".join((indicator.label, indicator.definition, indicator.family_definition)).lower()
        assert not any(word in text for word in ("felaktig", "glädje", "beror på", "orsak")), indicator.code


def test_a_distribution_needs_a_phrase_for_every_category() -> None:
    with pytest.raises(ValueError, match="phrase"):
        dataclasses.replace(REGISTRY["np_relation_ak9_ma"], categories=("lägre", "högre"))


def test_validity_by_lasar() -> None:
    assert REGISTRY["meritvarde_17"].is_valid("2014/15")
    assert not REGISTRY["meritvarde_17"].is_valid("2013/14")
    assert not REGISTRY["np_ak9_ma"].is_valid("2020/21")
    assert REGISTRY["np_ak9_ma"].is_valid("2021/22")


def test_year_group_labels_follow_the_reform() -> None:
    assert label_arskurs(9, "2027/28") == "årskurs 9"
    assert label_arskurs(9, "2028/29") == "årskurs 10"
    assert label_arskurs(0, "2027/28") == "förskoleklass"
    assert label_arskurs(0, "2028/29") == "årskurs 1"
