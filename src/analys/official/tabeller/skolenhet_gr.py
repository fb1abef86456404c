"""What the Planned Educations API v4 tells about a school unit with grundskola; headings are its fields.

Source of the measures: the API's description of /v4/school-units/{schoolUnitCode}/statistics/gr. Grades are
of the läsår named; the number of pupils and the teachers are counted in the autumn of it.
"""

from analys.official.tabeller.tabell import Matt, Tabell

_SUBJECTS = {"sv": "SVE", "en": "ENG", "ma": "MA", "sva": "SVA"}

TABELL = Tabell(
    "skolenhet_gr",
    "statistik om skolenheter, grundskola",
    "",
    (
        Matt("antal_elever", "antal", ("totalNumberOfPupils",)),
        Matt("elever_per_larare", "kvot", ("studentsPerTeacherQuota",)),
        Matt("larare_legitimation", "procent", ("certifiedTeachersQuota",)),
        Matt("larare_specialpedagogik", "procent", ("specialEducatorsQuota",)),
        Matt("tjanster_specialpedagogik", "tjänster", ("specialTeacherPositions",)),
        Matt("alla_amnen_ak6", "procent", ("ratioOfPupilsIn6thGradeWithAllSubjectsPassed",)),
        Matt("alla_amnen_ak9", "procent", ("ratioOfPupilsIn9thGradeWithAllSubjectsPassed",)),
        Matt("meritvarde_17", "poäng", ("averageGradesMeritRating9thGrade",)),
        Matt("behorighet_yrkes", "procent", ("ratioOfPupils9thGradeEligibleForNationalProgramYR",)),
        Matt("behorighet_es", "procent", ("ratioOfPupils9thGradeEligibleForNationalProgramES",)),
        Matt("behorighet_ekhusa", "procent", ("ratioOfPupils9thGradeEligibleForNationalProgramSAEKHU",)),
        Matt("behorighet_nate", "procent", ("ratioOfPupils9thGradeEligibleForNationalProgramNATE",)),
        *(
            Matt(
                f"np_ak{arskurs}_provpoang",
                "provpoäng",
                (f"averageResultNationalTestsSubject{amne}{arskurs}thGrade",),
                kod,
            )
            for arskurs in (6, 9)
            for kod, amne in _SUBJECTS.items()
        ),
    ),
)
