"""SS12000 answers, made here after the standard's description, with sums and grades worked by hand."""

import json
import zlib

import pytest

from analys.cleaning import load_processed, prepare
from analys.errors import InputError
from analys.reading import read_folder
from tests.reading.conftest import ANNAN_SKOLA, EFTERNAMN, FORNAMN, SKOLA, make_number

LASAR = ["2025/26"]
ROWS = [
    *("PersonNr", "Skolenhetskod", "Arskurs", "Termin"),
    *("Erbjudna_min", "Giltig_min", "Ogiltig_min", "Registrerade_min"),
]
UUID = "3fa85f64-5717-4562-b3fc-2c963f66a{:03d}"
HT, VT = ("2025-08-18", "2025-12-19"), ("2026-01-08", "2026-06-12")


def ref(name):
    """A made-up id for something."""
    return {"id": UUID.format(zlib.crc32(name.encode()) % 1000)}


def person(index, school="bjork", year=9):
    enrolments = [
        {"enroledAt": ref(school), "schoolYear": year, "schoolType": "GR", "startDate": "2025-08-01"}
    ]
    return {
        **ref(f"elev{index}"),
        "givenName": FORNAMN,
        "familyName": EFTERNAMN,
        "civicNo": {"value": make_number(index), "nationality": "SE"},
        "enrolments": enrolments,
    }


PERSONS = [person(0), person(1), person(2, "gran", 7)]
ORGANISATIONS = [
    {**ref("bjork"), "schoolUnitCode": SKOLA, "organisationType": "Skolenhet"},
    {**ref("gran"), "schoolUnitCode": ANNAN_SKOLA, "organisationType": "Skolenhet"},
    {**ref("lag9"), "organisationType": "Övrigt", "parentOrganisation": ref("bjork")},
]
ACTIVITIES = [
    {**ref("ma"), "organisation": ref("bjork")},
    {**ref("sv"), "organisation": ref("lag9")},
    {**ref("bl"), "organisation": ref("gran")},
]


def attendance(pupil, activity, offered, valid, invalid, period=HT, **more):
    return {
        "student": ref(f"elev{pupil}"),
        "activity": ref(activity),
        "startDate": period[0],
        "endDate": period[1],
        "attendanceSum": 1,
        "validAbsenceSum": valid,
        "invalidAbsenceSum": invalid,
        "otherAttendanceSum": 7,
        "reportedSum": offered - 100,
        "offeredSum": offered,
        **more,
    }


ATTENDANCE = [
    attendance(0, "ma", 6000, 120, 30),
    attendance(0, "sv", 5400, 60, 0),
    attendance(0, "ma", 6600, 0, 0, VT),
    attendance(2, "bl", 2400, 0, 45),
]
# 6 000 + 5 400 offered, 120 + 60 valid, 30 + 0 invalid, 5 900 + 5 300 reported in the autumn. The minutes in
# other activities (otherAttendanceSum) are neither.
ATTENDANCE_READ = [
    [make_number(0), SKOLA, "9", "HT", "11400", "180", "30", "11200"],
    [make_number(0), SKOLA, "9", "VT", "6600", "0", "0", "6500"],
    [make_number(2), ANNAN_SKOLA, "7", "HT", "2400", "0", "45", "2300"],
]


def answer(items, token=None):
    return {"data": items, "pageToken": token}


BESIDE = {
    "ss12000_persons.json": answer(PERSONS),
    "ss12000_organisations.json": answer(ORGANISATIONS),
    "ss12000_activities.json": answer(ACTIVITIES),
}


@pytest.fixture
def write(underlag):
    """Writes a complete municipality with JSON files of its läsår."""

    def write(**files):
        underlag.write_complete()
        folder = underlag.data / "raw" / "1234" / "2025-26"
        for name, content in {**BESIDE, **{f"{key}.json": value for key, value in files.items()}}.items():
            if content is not None:
                text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
                (folder / name).write_text(text, encoding="utf-8")
        return underlag

    return write


@pytest.fixture
def read(write):
    def read(kind="franvaro", **files):
        data = write(**files).data
        if kind == "slutbetyg_ak9":
            (data / "raw" / "1234" / "2025-26" / "slutbetyg_ak9.csv").unlink()
        return read_folder(data, "1234", LASAR).frames[kind]

    return read


@pytest.fixture
def faults(read, underlag, silent):
    def faults(kind="franvaro", **files):
        with pytest.raises(InputError) as caught:
            read(kind, **files)
        silent(caught.value, underlag.secrets() | {UUID[:20]})
        return list(caught.value.problems)

    return faults


def test_minutes_are_added_per_pupil_school_and_term(read):
    frame = read(franvaro_ss12000=answer(ATTENDANCE))
    assert frame[ROWS].to_numpy().tolist() == ATTENDANCE_READ
    assert frame["rad"].tolist() == [1, 3, 4]


def test_absence_goes_all_the_way(write):
    data = write(franvaro_ss12000=answer(ATTENDANCE)).data
    folder = prepare(data, "1234", LASAR, run_lasar="2025/26")
    frame = load_processed(folder, "franvaro")
    assert sorted(frame["erbjudna_min"]) == [2400, 6600, 11400]


def test_a_changed_answer_beside_makes_the_files_anew(write):
    data = write(franvaro_ss12000=answer(ATTENDANCE)).data
    folder = prepare(data, "1234", LASAR, run_lasar="2025/26")
    persons = [*PERSONS[:2], person(2, "gran", 8)]
    path = data / "raw" / "1234" / "2025-26" / "ss12000_persons.json"
    path.write_text(json.dumps(answer(persons)), encoding="utf-8")
    prepare(data, "1234", LASAR, run_lasar="2025/26")
    assert sorted(load_processed(folder, "franvaro")["arskurs"]) == [8, 9, 9]


def test_what_is_embedded_need_not_lie_beside(read):
    items = [
        {**ATTENDANCE[3], "_embedded": {"student": PERSONS[2], "activity": ACTIVITIES[2]}},
    ]
    frame = read(franvaro_ss12000=answer(items), ss12000_persons=None, ss12000_activities=None)
    assert frame[ROWS].to_numpy().tolist() == ATTENDANCE_READ[2:]


def test_the_school_of_an_unknown_activity_is_the_pupils_only_one(read):
    frame = read(franvaro_ss12000=answer(ATTENDANCE), ss12000_activities=None)
    assert frame[ROWS].to_numpy().tolist() == ATTENDANCE_READ


@pytest.mark.parametrize(
    "files",
    [
        {"franvaro_ss12000": [answer(ATTENDANCE[:2], "abc"), answer(ATTENDANCE[2:])]},
        {"franvaro_ss12000": ATTENDANCE},
        {
            "franvaro_ss12000_9": answer(ATTENDANCE[:2], "abc"),
            "franvaro_ss12000_10": answer(ATTENDANCE[2:]),
        },
    ],
    ids=["pages in a list", "a bare list", "a file a page"],
)
def test_an_answer_in_pages_is_read_as_one(read, files):
    assert read(**files)[ROWS].to_numpy().tolist() == ATTENDANCE_READ


def test_a_page_that_is_missing_is_told(faults):
    problems = faults(franvaro_ss12000_1=answer(ATTENDANCE[:2], "abc"), franvaro_ss12000_2=answer([], "def"))
    assert [p.vad for p in problems] == [
        "Svaret är inte komplett: den sista sidan säger att det finns fler (pageToken)."
    ]


def spoil(at, **values):
    return answer([{**item, **values} if i == at else item for i, item in enumerate(ATTENDANCE)])


NO_PERSON = "Eleverna i posterna går inte att koppla till personnummer. Det gäller en post."
NO_MINUTES = "Minuterna är inga hela tal från 0. Det gäller en post."
NO_PERIOD = "Perioden saknas, är ogiltig eller omfattar mer än en termin. Det gäller en post."
PARTLY = (
    "Minuter saknas i en del av posterna (offeredSum, validAbsenceSum, invalidAbsenceSum eller reportedSum). "
    "Det gäller en post."
)


@pytest.mark.parametrize(
    ("values", "vad"),
    [
        ({"student": ref("okänd")}, NO_PERSON),
        ({"student": None}, NO_PERSON),
        ({"student": [EFTERNAMN]}, NO_PERSON),
        ({"offeredSum": "6000"}, NO_MINUTES),
        ({"offeredSum": -1}, NO_MINUTES),
        ({"offeredSum": True}, NO_MINUTES),
        ({"offeredSum": 5400.5}, NO_MINUTES),
        ({"offeredSum": 10_000_000}, NO_MINUTES),
        ({"offeredSum": None}, PARTLY),
        ({"validAbsenceSum": None}, PARTLY),
        ({"reportedSum": None}, PARTLY),
        ({"reportedSum": -1}, NO_MINUTES),
        ({"endDate": "2026-06-12"}, NO_PERIOD),
        ({"startDate": "i höstas"}, NO_PERIOD),
        ({"endDate": "2025-08-01"}, NO_PERIOD),
        (
            {"startDate": "2024-08-18", "endDate": "2024-12-19"},
            "Perioden hör till ett annat läsår än mappen 2025-26. Det gäller en post.",
        ),
        (
            {"activity": ref("ma")},
            "Samma elev och aktivitet har perioder som överlappar, så att tiden skulle räknas två gånger. "
            "Det gäller en post.",
        ),
        (
            {"activity": None},
            "Elever har både poster med och poster utan aktivitet, så att tiden kan räknas två gånger. "
            "Det gäller en post.",
        ),
    ],
)
def test_a_spoiled_item_is_told_with_its_position(faults, values, vad):
    (problem,) = faults(franvaro_ss12000=spoil(1, **values))
    assert (problem.vad, problem.rader) == (vad, (2,))


def test_items_that_are_no_objects_are_told(faults):
    assert faults(franvaro_ss12000=answer([1, None, "x", []]))


def test_more_absence_than_was_offered_is_told(faults):
    (problem,) = faults(franvaro_ss12000=spoil(3, validAbsenceSum=2400))
    assert (problem.vad, problem.rader) == ("Frånvaron är större än den erbjudna tiden.", (4,))


def test_more_reported_time_than_was_offered_is_told(faults):
    (problem,) = faults(franvaro_ss12000=spoil(3, reportedSum=2401))
    assert (problem.vad, problem.rader) == ("Den registrerade tiden är längre än den erbjudna.", (4,))


@pytest.mark.parametrize(
    ("field", "column"), [("validAbsenceSum", "Giltig_min"), ("reportedSum", "Registrerade_min")]
)
def test_a_sum_that_the_system_never_gives_is_missing(read, field, column):
    items = [{key: value for key, value in item.items() if key != field} for item in ATTENDANCE]
    assert read(franvaro_ss12000=answer(items))[column].tolist() == ["", "", ""]


def test_an_arskurs_that_cannot_be_told_is_a_fault(faults):
    (problem,) = faults(
        franvaro_ss12000=answer(ATTENDANCE[3:]), ss12000_persons=answer([person(2, "gran", None)])
    )
    assert problem.vad == "Elevernas årskurs går inte att läsa ut. Det gäller en post."


def test_a_school_that_cannot_be_told_is_a_fault(faults):
    loop = [
        {**ref("bjork"), "parentOrganisation": ref("gran")},
        {**ref("gran"), "parentOrganisation": ref("bjork")},
    ]
    problems = faults(franvaro_ss12000=answer(ATTENDANCE), ss12000_organisations=answer(loop))
    assert [(p.vad, p.rader) for p in problems] == [
        ("Posterna går inte att koppla till en skolenhetskod. Det gäller 4 poster.", (1, 2, 3, 4))
    ]


DEEP = "[" * 100_000


@pytest.mark.parametrize(
    ("text", "vad"),
    [
        ('{"data": [1], "data": [2]}', "Ett namn står två gånger i samma objekt."),
        ('{"data": [{"offeredSum": NaN}]}', "Ett värde är NaN eller oändligt."),
        ('{"data": [{"offeredSum": -Infinity}]}', "Ett värde är NaN eller oändligt."),
        ('{"data": [{"offeredSum": 1e999}]}', "Ett tal är orimligt stort eller långt."),
        ('{"data": [' + "9" * 5_000 + "]}", "Ett tal har mer än 15 siffror."),
        (DEEP, "Filen är inte hel och giltig JSON."),
        ('{"data":' * 50_000, "Filen är inte hel och giltig JSON."),
        (f'{{"data": [{{"x": "{EFTERNAMN}', "Filen är inte hel och giltig JSON."),
        ("", "Filen är inte hel och giltig JSON."),
        ('{"error": "unauthorized"}', "Filen har inget ”data”, som ett svar enligt SS12000 har."),
        ('{"data": {}}', "”data” är ingen lista i svaret."),
        ('{"data": []}', "Svaret har inga poster."),
        ("[]", "Svaret har inga poster."),
    ],
)
def test_json_that_is_ambiguous_or_absurd_is_refused(faults, text, vad):
    assert [p.vad for p in faults(franvaro_ss12000=text)] == [vad]


def test_a_damaged_answer_beside_is_told_by_its_name(faults):
    (problem,) = faults(franvaro_ss12000=answer(ATTENDANCE), ss12000_persons='{"data": [')
    assert problem.fil == "raw/1234/2025-26/ss12000_persons.json"


def test_json_in_another_encoding_is_told(write, read):
    folder = write().data / "raw" / "1234" / "2025-26"
    (folder / "franvaro_ss12000.json").write_bytes(json.dumps(answer(ATTENDANCE)).encode("utf-16"))
    with pytest.raises(InputError) as caught:
        read()
    assert [p.vad for p in caught.value.problems] == ["Filen är inte sparad i UTF-8, som JSON ska vara."]


def test_other_kinds_are_not_read_from_json(faults):
    (problem,) = faults(np_ak9_ss12000=answer([]))
    assert problem.vad == "Nationella prov årskurs 9 kan inte läsas ur JSON."


# Grades.

SUBJECTS = {
    "ma": {"subjectDesignation": "MA", "subjectCode": "GRGRMAT01"},
    "sva": {"subjectDesignation": "SVA"},
    "m2": {"subjectDesignation": "M2SPA", "languageCode": "spa"},
    "ml": {"subjectDesignation": "ML", "languageCode": "ara"},
    "bild": {"subjectCode": "GRGRBIL01"},
    "anp": {"subjectDesignation": "MA", "schoolType": "GRS"},
    "teater": {"subjectDesignation": "TEATER"},
}
SYLLABUSES = [{**ref(name), "schoolType": "GR", **subject} for name, subject in SUBJECTS.items()]


def grade(pupil, subject, value, **more):
    return {
        **ref(f"betyg{pupil}{subject}"),
        "student": ref(f"elev{pupil}"),
        "organisation": ref("bjork"),
        "registeredDate": "2026-06-10",
        "gradeValue": value,
        "finalGrade": True,
        "semester": "VT",
        "year": 2026,
        "syllabus": ref(subject),
        **more,
    }


EARLIER = {"year": 2025, "registeredDate": "2025-06-10"}
GRADES = [
    grade(0, "ma", "C"),
    grade(0, "sva", "-"),
    grade(0, "m2", "A"),
    # A subject that ended a year ago.
    grade(0, "ml", "B", **EARLIER),
    grade(1, "ma", None, adaptedStudyPlan="Läser inte matematik"),
    grade(1, "bild", "E"),
    # Somebody who left a year ago, a term's grade, and another school form.
    grade(2, "ma", "A", **EARLIER),
    grade(0, "ma", "D", finalGrade=False, semester="HT", year=2025, registeredDate="2025-12-18"),
    grade(1, "anp", "A"),
]
GRADED = ["PersonNr", "Skolenhetskod", "Datum", "Ma", "Sva", "M2_sprak", "M2", "ML_sprak", "ML", "Bl"]


def test_final_grades_become_a_row_a_pupil(read):
    frame = read("slutbetyg_ak9", slutbetyg_ak9_ss12000=answer(GRADES), ss12000_syllabuses=answer(SYLLABUSES))
    assert frame[GRADED].to_numpy().tolist() == [
        [make_number(0), SKOLA, "2026-06-10", "C", "9", "SPA", "A", "ARA", "B", ""],
        [make_number(1), SKOLA, "2026-06-10", "3", "", "", "", "", "", "E"],
    ]
    assert set(frame["Efternamn"]) == {EFTERNAMN}


def test_grades_in_arskurs_6_are_of_its_pupils_and_term(read):
    persons = [person(0, year=6), person(1, year=7)]
    items = [grade(p, "ma", "B", finalGrade=False) for p in (0, 1)]
    items.append(grade(0, "ma", "F", finalGrade=False, semester="HT", year=2025))
    frame = read(
        "betyg_ak6",
        betyg_ak6_ss12000=answer(items),
        ss12000_persons=answer(persons),
        ss12000_syllabuses=answer(SYLLABUSES),
    )
    assert frame[["PersonNr", "Ma"]].to_numpy().tolist() == [[make_number(0), "B"]]


@pytest.mark.parametrize("more", [{"correctionType": "Rättelse"}, {"trial": True}])
def test_a_grade_that_was_changed_is_the_later_one(read, more):
    items = [grade(0, "ma", "F"), grade(0, "ma", "E", registeredDate="2026-06-20", **more)]
    frame = read("slutbetyg_ak9", slutbetyg_ak9=answer(items), ss12000_syllabuses=answer(SYLLABUSES))
    assert frame["Ma"].tolist() == ["E"]


def test_a_grade_of_a_later_year_is_none_of_the_lasar(read):
    later = grade(0, "ma", "E", year=2027, registeredDate="2027-06-10", trial=True)
    items = [grade(0, "ma", "F"), later]
    frame = read("slutbetyg_ak9", slutbetyg_ak9=answer(items), ss12000_syllabuses=answer(SYLLABUSES))
    assert frame["Ma"].tolist() == ["F"]


@pytest.mark.parametrize(
    ("items", "vad", "rader"),
    [
        (
            [grade(0, "ma", "F"), grade(0, "ma", "E", registeredDate="2026-06-20")],
            "Eleven har olika betyg i samma ämne, och inget av dem är märkt som ändrat. Det gäller 2 poster.",
            (1, 2),
        ),
        ([grade(0, "teater", "A")], "Betygets ämne är okänt. Det gäller en post.", (1,)),
        ([grade(0, "okänt", "A")], "Betygets ämne är okänt. Det gäller en post.", (1,)),
        ([grade(7, "ma", "A")], NO_PERSON, (1,)),
        (
            [grade(0, "ma", "A", organisation=ref("ingen"))],
            "Elevens betyg går inte att koppla till en och samma skolenhetskod. Det gäller en post.",
            (1,),
        ),
        (
            [grade(0, "ma", "A", semester="HT")],
            "Svaret har inga slutbetyg (finalGrade) från vårterminen 2025/26.",
            (),
        ),
        ([grade(0, "ma", "X")], "Koden är inte tillåten.", (1,)),
        ([grade(0, "ma", None)], "", ()),
    ],
)
def test_spoiled_grades_are_told(write, faults, read, items, vad, rader):
    files = {"slutbetyg_ak9_ss12000": answer(items), "ss12000_syllabuses": answer(SYLLABUSES)}
    if not vad:
        assert read("slutbetyg_ak9", **files)["Ma"].tolist() == [""]
        return
    (problem,) = [p for p in faults("slutbetyg_ak9", **files) if p.kod != "saknas"]
    assert (problem.vad, problem.rader) == (vad, rader)
