"""What becomes of files that concern the same school units: versions, parts, and what must be settled."""

import pytest

from analys.importing.copying import carry_out
from analys.importing.plan import Outcome

FORSBRINK, HOGLYCKE, KALLTORP = "99991148", "99991185", "99991222"
SLUT = "slutbetyg_ak9"


def outcomes(plan):
    return {item.found.fil: item.outcome for item in plan.items}


def item(plan, fil):
    return next(item for item in plan.items if item.found.fil == fil)


@pytest.fixture
def imported(exporter):
    """The municipality's åk 9 grades of 10 June, imported and gone from the folder of exports."""
    path = exporter.put("slutbetyg.csv", SLUT, datum="2026-06-10")
    carry_out(exporter.plan(), exporter.data)
    path.unlink()
    return exporter


@pytest.fixture
def imported_school(exporter):
    """One school's åk 9 grades of 10 June, imported and gone from the folder of exports."""
    path = exporter.put("forsbrink.csv", SLUT, skolor=[FORSBRINK], datum="2026-06-10")
    carry_out(exporter.plan(), exporter.data)
    path.unlink()
    return exporter


def test_one_file_a_school_goes_to_one_file_a_school(exporter):
    for skola in (FORSBRINK, HOGLYCKE, KALLTORP):
        exporter.put(f"{skola}/Slutbetyg.csv", SLUT, skolor=[skola])
    plan = exporter.plan()

    assert [item.mal for item in plan.copied] == [
        f"2025-26/slutbetyg_ak9_{skola}.csv" for skola in (FORSBRINK, HOGLYCKE, KALLTORP)
    ]


def test_a_municipalitys_file_keeps_the_words_of_its_name(exporter):
    exporter.put("Frånvaro, alla skolor vt26.TXT", "franvaro")
    exporter.put("Slutbetyg.csv", SLUT)
    exporter.put("elever.csv", "elevregister")
    exporter.put("Skolor i kommunen.csv", "skolenheter")

    assert {item.found.fil: item.mal for item in exporter.plan().items if item.mal} == {
        "Slutbetyg.csv": f"2025-26/slutbetyg_ak9_{FORSBRINK}-{HOGLYCKE}-{KALLTORP}.csv",
        "Frånvaro, alla skolor vt26.TXT": "2025-26/franvaro_alla-skolor.txt",
        "elever.csv": "elevregister_2025-26.csv",
        "Skolor i kommunen.csv": "skolenheter.csv",
    }


def test_of_two_versions_in_the_folder_the_later_counts(exporter):
    exporter.put("ny/slutbetyg.csv", SLUT, datum="2026-06-15")
    exporter.put("gammal/slutbetyg.csv", SLUT, datum="2026-06-10")
    plan = exporter.plan()

    assert outcomes(plan) == {
        "gammal/slutbetyg.csv": Outcome.OMODERN,
        "ny/slutbetyg.csv": Outcome.NY,
    }
    assert item(plan, "gammal/slutbetyg.csv").skal == (
        "Filen är en äldre utgåva (2026-06-10) än ny/slutbetyg.csv (2026-06-15).",
    )


def test_an_older_version_does_not_stand_in_for_a_later_broken_one(exporter):
    exporter.put("ny.csv", SLUT, datum="2026-06-15", change=lambda lines: [*lines[:-1], lines[-1][:-3]])
    exporter.put("gammal.csv", SLUT, datum="2026-06-10")
    plan = exporter.plan()

    assert outcomes(plan) == {"ny.csv": Outcome.TRASIG, "gammal.csv": Outcome.TVEKSAM}
    assert item(plan, "gammal.csv").skal == (
        "ny.csv gäller samma skolenhet och är senare (2026-06-15), men går inte att läsa.",
    )


def test_a_broken_file_of_another_school_or_day_holds_nothing_back(exporter):
    exporter.put("norra.csv", SLUT, skolor=[FORSBRINK], datum="2026-06-10")
    exporter.put("klass a.csv", SLUT, skolor=[HOGLYCKE], datum="2026-06-15", change=lambda lines: lines[:10])
    exporter.put("klass b.csv", SLUT, skolor=[HOGLYCKE], datum="2026-06-15",
                 change=lambda lines: [*lines[10:-1], lines[-1][:-3]])  # fmt: skip

    assert outcomes(exporter.plan()) == {
        "norra.csv": Outcome.NY,
        "klass a.csv": Outcome.NY,
        "klass b.csv": Outcome.TRASIG,
    }


def test_the_year_that_is_suggested_is_one_that_the_name_can_mean(exporter):
    exporter.put("Frånvaro 2024.csv", "franvaro")
    suggested = exporter.plan().items[0]

    assert suggested.skal == ("Namnet kan betyda läsåret 2023/24 eller 2024/25.",)
    assert '"Frånvaro 2024.csv=2023/24"' in suggested.gor


def test_two_versions_of_one_day_must_be_settled(exporter):
    exporter.put("a.csv", SLUT)
    exporter.put("b.csv", SLUT, change=lambda lines: lines[:-1])
    plan = exporter.plan()

    assert set(outcomes(plan).values()) == {Outcome.TVEKSAM}
    assert "samma dag" in item(plan, "a.csv").skal[0]
    assert plan.copied == []


def test_the_same_bytes_twice_are_copied_once(exporter):
    exporter.put("a/slutbetyg.csv", SLUT)
    exporter.put("b/slutbetyg (1).csv", SLUT)

    assert outcomes(exporter.plan()) == {
        "a/slutbetyg.csv": Outcome.NY,
        "b/slutbetyg (1).csv": Outcome.DUBBLETT,
    }


def test_the_same_absence_under_two_lasar_must_be_settled(exporter):
    exporter.put("franvaro vt25.csv", "franvaro")
    exporter.put("franvaro vt26.csv", "franvaro")

    assert set(outcomes(exporter.plan()).values()) == {Outcome.TVEKSAM}


def test_a_school_beside_the_whole_municipality_must_be_settled(exporter):
    exporter.put("alla.csv", SLUT, datum="2026-06-10")
    exporter.put("forsbrink.csv", SLUT, skolor=[FORSBRINK], datum="2026-06-15")
    plan = exporter.plan()

    assert set(outcomes(plan).values()) == {Outcome.TVEKSAM}
    assert "delvis samma skolenheter" in item(plan, "forsbrink.csv").skal[0]


def test_two_classes_of_one_school_are_two_parts(exporter):
    exporter.put("9a.csv", SLUT, skolor=[FORSBRINK], datum="2026-06-10", change=lambda lines: lines[:14])
    exporter.put("9b.txt", SLUT, skolor=[FORSBRINK], datum="2026-06-12", change=lambda lines: lines[14:])
    plan = exporter.plan()

    # A name in two formats would be read as one file twice.
    assert [item.mal for item in plan.copied] == [
        f"2025-26/slutbetyg_ak9_{FORSBRINK}.csv",
        f"2025-26/slutbetyg_ak9_{FORSBRINK}-2.txt",
    ]


def test_few_pupils_in_both_files_must_be_settled(exporter):
    # 29 pupils; the later file has 20 of them: a resend may lack a fifth, which is five.
    exporter.put("a.csv", SLUT, skolor=[FORSBRINK], datum="2026-06-10")
    exporter.put("b.csv", SLUT, skolor=[FORSBRINK], datum="2026-06-12", change=lambda lines: lines[:20])
    plan = exporter.plan()

    assert len(exporter.lines(SLUT, skolor=[FORSBRINK])) == 29
    assert set(outcomes(plan).values()) == {Outcome.TVEKSAM}
    assert "bara en del av eleverna" in item(plan, "a.csv").skal[0]


def test_terms_are_parts(exporter):
    def only(termin):
        return lambda lines: [line for line in lines if line.split(";")[3] in ("Termin", termin)]

    exporter.put("franvaro ht25.csv", "franvaro", skolor=[FORSBRINK], change=only("HT"))
    exporter.put("franvaro vt26.csv", "franvaro", skolor=[FORSBRINK], change=only("VT"))

    assert sorted(item.mal for item in exporter.plan().copied) == [
        f"2025-26/franvaro_{FORSBRINK}_ht.csv",
        f"2025-26/franvaro_{FORSBRINK}_vt.csv",
    ]


def test_importing_again_changes_nothing(imported):
    imported.put("slutbetyg igen.csv", SLUT, datum="2026-06-10")

    assert outcomes(imported.plan()) == {"slutbetyg igen.csv": Outcome.FINNS}


@pytest.mark.parametrize("datum", ["2026-06-10", "2026-06-15"])
def test_a_resend_replaces_the_imported_file(imported, datum):
    imported.put("om.csv", SLUT, datum=datum, change=lambda lines: [*lines[1:], lines[0] + " "])
    plan = imported.plan()

    assert outcomes(plan) == {"om.csv": Outcome.ERSATTER}
    assert [old.fil for old in plan.items[0].ersatter] == [
        f"raw/1961/2025-26/slutbetyg_ak9_{FORSBRINK}-{HOGLYCKE}-{KALLTORP}.csv"
    ]


@pytest.mark.parametrize(("step", "told"), [(6, "{} elever"), (40, "Färre än tio elever")])
def test_pupils_that_a_resend_no_longer_has_are_told(imported, step, told):
    gone = []

    def leave_out(lines):
        gone.extend(lines[::step])
        return [line for line in lines if line not in gone]

    imported.put("om.csv", SLUT, datum="2026-06-15", change=leave_out)

    (item,) = imported.plan().items
    assert (len(gone) >= 10) == (step == 6)
    assert item.outcome is Outcome.ERSATTER
    assert item.skal == (f"{told.format(len(gone))} i den förra filen finns inte i den nya.",)


def test_a_whole_resend_has_nothing_to_tell(imported):
    imported.put("om.csv", SLUT, datum="2026-06-15")

    assert imported.plan().items[0].skal == ()


def test_an_older_file_replaces_nothing(imported):
    imported.put("fore.csv", SLUT, datum="2026-06-09")
    plan = imported.plan()

    assert outcomes(plan) == {"fore.csv": Outcome.OMODERN}
    assert (
        plan.items[0]
        .skal[0]
        .startswith("Filen är en äldre utgåva (2026-06-09) än raw/1961/2025-26/slutbetyg_ak9")
    )


def test_a_municipalitys_file_replaces_the_schools_files(imported_school):
    imported_school.put("alla.csv", SLUT, datum="2026-06-12")

    plan = imported_school.plan()

    assert outcomes(plan) == {"alla.csv": Outcome.ERSATTER}
    assert len(plan.items[0].ersatter) == 1


def test_a_school_against_the_imported_municipality_must_be_settled(imported):
    imported.put("forsbrink.csv", SLUT, skolor=[FORSBRINK], datum="2026-06-15")
    plan = imported.plan()

    assert outcomes(plan) == {"forsbrink.csv": Outcome.TVEKSAM}
    assert "flytta undan raw/1961/2025-26/" in plan.items[0].gor


def test_another_school_is_added(imported_school):
    imported_school.put("hoglycke.csv", SLUT, skolor=[HOGLYCKE])

    assert outcomes(imported_school.plan()) == {"hoglycke.csv": Outcome.NY}


def test_another_lasar_is_added(imported):
    imported.put("slutbetyg.csv", SLUT, "2024-25")

    assert outcomes(imported.plan()) == {"slutbetyg.csv": Outcome.NY}


def test_an_imported_file_that_cannot_be_read_is_not_replaced(imported):
    (path,) = (imported.raw / "2025-26").glob("*.csv")
    path.write_bytes(b"\xff\xfe\x00")
    imported.put("om.csv", SLUT, datum="2026-06-15")

    assert outcomes(imported.plan()) == {"om.csv": Outcome.TVEKSAM}


def test_a_list_of_protected_pupils_never_replaces_another(exporter):
    lines = exporter.lines("elevregister")[1:]
    numbers = [line.split(";")[1] for line in lines]
    exporter.put_text("skyddade.csv", "PersonNr\n" + "\n".join(numbers[:3]))
    carry_out(exporter.plan(), exporter.data)
    exporter.put_text("skyddade.csv", "PersonNr\n" + "\n".join(numbers[3:5]))
    plan = exporter.plan()
    carry_out(plan, exporter.data)

    assert outcomes(plan) == {"skyddade.csv": Outcome.NY}
    assert exporter.imported() == ["skyddade-2.csv", "skyddade.csv"]


def test_skolenheter_that_lack_a_school_replace_nothing(exporter):
    exporter.put("skolenheter.csv", "skolenheter")
    carry_out(exporter.plan(), exporter.data)
    exporter.put("skolenheter.csv", "skolenheter", change=lambda lines: lines[:-1])

    assert outcomes(exporter.plan()) == {"skolenheter.csv": Outcome.TVEKSAM}


def test_declarations_are_copied_beside_and_replace_the_earlier_one(exporter):
    exporter.put_text("rattelser.yml", "[]\n")
    carry_out(exporter.plan(), exporter.data)
    exporter.put_text("rattelser.yml", "# nya\n[]\n")
    plan = exporter.plan()
    carry_out(plan, exporter.data)

    assert outcomes(plan) == {"rattelser.yml": Outcome.ERSATTER}
    assert exporter.imported() == ["ersatta/rattelser.yml", "rattelser.yml"]


def test_damaged_and_ambiguous_files_are_not_copied(exporter):
    exporter.put("slutbetyg.csv", SLUT, change=lambda lines: [*lines, "x"])
    exporter.put("NP_ak3_MA.csv", "betyg_ak6")
    exporter.put("np9.csv", "np_ak9")
    plan = exporter.plan()

    assert outcomes(plan) == {
        "slutbetyg.csv": Outcome.TRASIG,
        "NP_ak3_MA.csv": Outcome.TVEKSAM,
        "np9.csv": Outcome.NY,
    }
    assert '--slag "NP_ak3_MA.csv=betyg_ak6"' in item(plan, "NP_ak3_MA.csv").gor
    # 60 pupils, and the line after them.
    assert item(plan, "slutbetyg.csv").skal[1] == "Var: rad 61."


@pytest.mark.parametrize(
    "name", ["con.csv", "AUX slutbetyg.csv", "slut..csv", "a" * 200 + ".csv", "ÅÄÖ<>|.csv"]
)
def test_targets_are_safe_on_every_system(exporter, name):
    exporter.put(name, SLUT)

    (item,) = exporter.plan().copied

    stem = item.mal.removeprefix("2025-26/")
    assert stem.startswith("slutbetyg_ak9")
    assert stem.isascii()
    assert len(stem) < 100
    assert not set(stem) & set('<>|:"?*\\/ ')
